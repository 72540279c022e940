"""Ships the Python half of shiboken6 compiled.

Shiboken carries some modules as source text inside its binary and compiles them anew at every start, which takes 40 ms.
Where a folder `files.dir` with these modules lies beside the binary, it takes them from there instead.
"""

import py_compile
from pathlib import Path

from PyInstaller import compat, isolated
from PyInstaller.config import CONF

if compat.is_py312 and not compat.is_win:
    hiddenimports = ["xxsubtype"]  # as PyInstaller's own hook, in whose place this one stands

_FOLDER = "files.dir"
# Writes type stubs for developers. The loader names it, so it has to be there.
_EMPTIED = "shibokensupport/signature/lib/pyi_generator.py"


@isolated.decorate
def sources() -> dict[str, bytes]:
    """Return path -> text of the modules inside the binary."""
    # It runs in a process of its own, and knows nothing of what stands above.
    import sys  # noqa: PLC0415

    import shiboken6  # noqa: F401, PLC0415 - brings them

    archive = sys.modules["shibokensupport"].__loader__.zfile
    names = [name for name in archive.namelist() if name.startswith("shibokensupport/") and name.endswith(".py")]
    return {name: archive.read(name) for name in names}


def compiled() -> list[tuple[str, str]]:
    """Compile the modules and return where each lies and where it belongs."""
    work = Path(CONF["workpath"]) / _FOLDER
    found = []
    for name, text in sorted(sources().items()):
        source = work / name
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(b"" if name == _EMPTIED else text)
        target = source.with_suffix(".pyc")
        py_compile.compile(
            str(source),
            str(target),
            dfile=name,
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        found.append((str(target), Path("shiboken6", _FOLDER, name).parent.as_posix()))
    return found


datas = compiled()
