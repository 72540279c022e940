"""What belongs in a frozen program and what does not: rules that the PyInstaller recipe applies on both platforms.

The recipe runs in the interpreter that freezes, under Linux and Windows alike: standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

# The client needs none of these; most are named somewhere in a library that can do more than what is asked of it here.
FORBIDDEN = (
    # the admin's side
    "advisor_app.content.front_matter",
    "advisor_app.content.json_schema",
    "advisor_app.content.load",
    "advisor_app.content.schema",
    "advisor_app.desktop.shot_samples",
    "advisor_app.desktop.shots",
    "advisor_app.publishing",
    "advisor_app.terminal.admin",
    "advisor_app.terminal.admin_commands",
    "bcrypt",
    "fsspec",
    "paramiko",
    "pydantic",
    "pydantic_core",
    "urllib3.contrib.emscripten",
    # tools of developers
    "_pytest",
    "doctest",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "pdb",
    "pip",
    "pydoc",
    "pydoc_data",
    "pytest",
    "setuptools",
    "test",
    "unittest",
    "venv",
    # other faces
    "_curses",
    "_tkinter",
    "curses",
    "readline",
    "tkinter",
    "turtle",
    # Parts of the standard library that nothing here asks for
    "_codecs_cn",
    "_codecs_hk",
    "_codecs_iso2022",
    "_codecs_jp",
    "_codecs_kr",
    "_codecs_tw",
    "_multibytecodec",
    "_pydecimal",
    "concurrent.futures.process",
    "ftplib",
    "multiprocessing",
    "xmlrpc",
    # SQLAlchemy speaks to SQLite, in step, in its own language
    "greenlet",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.ext",
    "sqlalchemy.orm",
    "sqlalchemy.testing",
    # Qt itself uses this library; its face for Python nobody asks for
    "PySide6.QtDBus",
    # NumPy's arrays are used, its mathematics is not
    "numpy._core._multiarray_tests",
    "numpy._core._operand_flag_tests",
    "numpy._core._rational_tests",
    "numpy._core._simd",
    "numpy._core._struct_ufunc_tests",
    "numpy._core._umath_tests",
    "numpy.distutils",
    "numpy.f2py",
    "numpy.fft",
    "numpy.linalg.lapack_lite",
    "numpy.polynomial",
    "numpy.random",
    "numpy.testing",
    # One of two ways each. Channels are signed with Ed25519 alone; securesystemslib verifies that in 5 ms without help.
    "bcrypt",
    "cryptography",
    "_cffi_backend",
    "cffi",
    "pycparser",
    "zstandard._cffi",
    "zstandard.backend_cffi",
    # Calendars are written with two zones that `hook-tzdata` brings
    "dateutil.zoneinfo",
    "icalendar.tests",
    "pytz",
    # rich prints plain words and bars
    "markdown_it",
    "pygments",
)

# Qt's plugins by folder. A library that only a plugin left out needs goes with it.
_PLUGINS = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qico", "qsvg"),  # PNG is part of QtGui
    # Whether there is a network and whether it costs by volume.
    "networkinformation": ("qnetworkmanager", "qnetworklistmanager"),
    # Without `compose` dead keys do nothing, without `ibus` input methods do nothing.
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platforms": ("qoffscreen", "qwindows", "qxcb"),
    # Without it a Linux desktop offers no printer, only a PDF file.
    "printsupport": ("cupsprintersupport",),
    # The desktop's own file dialogs, also out of a sandbox.
    "platformthemes": ("qxdgdesktopportal",),
}
_TRANSLATIONS = re.compile(r"qtbase_(?:de|en)\.qm")
# Qt on Windows draws by itself, not through GL; the rest is for who compiles against a package.
_NEVER = re.compile(
    r"(?:^|/)(?:opengl32sw|d3dcompiler_\d+|libqt6svgwidgets|qt6svgwidgets)[^/]*$|\.(?:pyi|pxd|h|lib|a|typed)$",
    re.IGNORECASE,
)
_QT = re.compile(r"^PySide6/(?:Qt/)?(?P<kind>plugins|translations|qml|resources|libexec)/(?P<rest>.+)$")
# Entry points and version of Markdown are asked for at run time; licences are gathered elsewhere.
_METADATA = re.compile(r"\.dist-info/")
_READ_METADATA = re.compile(r"^markdown-[^/]*\.dist-info/(?:METADATA|entry_points\.txt)$", re.IGNORECASE)

# Every desktop has these, and they must fit the system's drivers, fonts and services.
SYSTEM_LIBRARIES = frozenset(
    {
        "libEGL.so.1",
        "libGL.so.1",
        "libX11-xcb.so.1",
        "libX11.so.6",
        # It must fit the system's print service, and brings 10 MB of others; without it there is only the PDF file.
        "libcups.so.2",
        "libdbus-1.so.3",
        "libfontconfig.so.1",
        "libfreetype.so.6",
        "libgcc_s.so.1",
        "libglib-2.0.so.0",
        "libgthread-2.0.so.0",
        # An older one inside would come before the one that the system's graphics drivers were built with.
        "libstdc++.so.6",
        "libxcb.so.1",
    }
)


def belongs(name: str) -> bool:
    """Tell whether a file belongs in the program.

    Args:
        name: its path inside the program, with slashes of either kind.
    """
    path = name.replace("\\", "/")
    if _NEVER.search(path) or PurePosixPath(path).name in SYSTEM_LIBRARIES:
        return False
    if _METADATA.search(path):
        return _READ_METADATA.match(path) is not None
    qt = _QT.match(path)
    if qt is None:
        return True
    rest = PurePosixPath(qt["rest"])
    match qt["kind"]:
        case "plugins":
            return rest.name.partition(".")[0].removeprefix("lib") in _PLUGINS.get(rest.parts[0], ())
        case "translations":
            return _TRANSLATIONS.fullmatch(rest.name) is not None
        case _:
            return False


def living(names: Iterable[str], roots: Iterable[str], needs: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Return those libraries that something needs, directly or through others.

    Args:
        names: the libraries, by file name.
        roots: what is loaded by itself: the program, extension modules, plugins.
        needs: names the libraries (file names) that a root or library is linked with.
    """
    known = frozenset(names)
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        for name in needs(waiting.pop()):
            if name in known and name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def is_loaded_by_itself(name: str, kind: str) -> bool:
    """Tell whether something in the program is loaded by name and not because others are linked with it.

    Args:
        name: its path inside the program.
        kind: PyInstaller's type code of it.
    """
    path = name.replace("\\", "/")
    return kind == "EXTENSION" or "/plugins/" in path or path.startswith("libpython")


def same_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return lower-case file name -> path inside the program: Windows asks for libraries in any case."""
    return {PurePosixPath(name.replace("\\", "/")).name.lower(): name for name in names}
