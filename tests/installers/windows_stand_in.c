/* Stands in for the program where only the setup is tried: a window that closes when it is asked to, or with the word
   `stubborn` none at all. */
#include <windows.h>
#include <wchar.h>

static LRESULT CALLBACK answer(HWND window, UINT message, WPARAM w, LPARAM l)
{
    if (message == WM_DESTROY)
        PostQuitMessage(0);
    return DefWindowProcW(window, message, w, l);
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR words, int show)
{
    (void)before;
    if (wcsstr(words, L"stubborn")) {
        Sleep(INFINITE);
        return 0;
    }
    WNDCLASSW kind = {.lpfnWndProc = answer, .hInstance = instance, .lpszClassName = L"StandIn"};
    RegisterClassW(&kind);
    HWND window = CreateWindowW(L"StandIn", L"Beratungskoffer", WS_OVERLAPPEDWINDOW, 10, 10, 300, 200, NULL, NULL, instance, NULL);
    ShowWindow(window, show);
    MSG message;
    while (GetMessageW(&message, NULL, 0, 0) > 0)
        DispatchMessageW(&message);
    return 0;
}
