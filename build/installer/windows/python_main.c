/* python.exe for a Python that is put together on Linux: python311.dll does all the work. It only runs while the
   program is built; it is no part of it. */
#include <wchar.h>

__declspec(dllimport) int Py_Main(int argc, wchar_t **argv);

int wmain(int argc, wchar_t **argv)
{
    return Py_Main(argc, argv);
}
