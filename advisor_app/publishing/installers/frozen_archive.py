"""Look into a frozen program: which Python modules its executables and zip files carry.

The layout is PyInstaller 6's: an archive behind the boot loader, found by the cookie at its end, and in it one
compressed archive of modules. Reading it takes a few lines and works for programs of every platform, wherever they were
frozen.
"""

from __future__ import annotations

import marshal
import struct
import zipfile
from pathlib import Path

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of

_COOKIE = struct.Struct("!8sIIII64s")
_MAGIC = b"MEI\014\013\012\013\016"
_ENTRY = struct.Struct("!IIIIBc")
# Kinds of entries: the archive of modules; single modules, packages and start scripts. All else are options and data.
_ARCHIVE = b"z"
_CODE = frozenset({b"m", b"M", b"s"})
_MODULES_MAGIC = b"PYZ\0"
_MODULES_TABLE_AT = 8
_CODE_SUFFIXES = (".pyc", ".py")


def modules_of(executable: Path) -> tuple[str, ...]:
    """Return the dotted names of all modules and start scripts that an executable carries, sorted.

    A file without an archive carries none.

    Raises:
        StepFailed: there is an archive of another layout.
        EnvironmentFault: the file cannot be read.
    """
    try:
        data = executable.read_bytes()
    except OSError as exc:
        raise fault_of(exc, executable) from exc
    at = data.rfind(_MAGIC)
    if at < 0:
        return ()
    try:
        return tuple(sorted(_modules(data, at)))
    except (struct.error, ValueError, EOFError, TypeError, IndexError) as exc:
        raise StepFailed(
            step="licences",
            reason=f"{executable.name}: its archive has an unknown layout ({exc})",
            remedy="freeze with the PyInstaller of build/lock/installer.txt",
            log="",
        ) from exc


def zipped_modules(archive: Path) -> tuple[str, ...]:
    """Return the dotted names of all modules in a zip file, sorted.

    Raises:
        StepFailed: it is no zip file.
        EnvironmentFault: it cannot be read.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            names = opened.namelist()
    except zipfile.BadZipFile as exc:
        raise StepFailed(
            step="licences", reason=f"{archive.name}: {exc}", remedy="freeze the program anew", log=""
        ) from exc
    except OSError as exc:
        raise fault_of(exc, archive) from exc
    return tuple(sorted({_dotted(name) for name in names if name.endswith(_CODE_SUFFIXES)}))


def _modules(data: bytes, at: int) -> set[str]:
    _magic, length, table_at, table_length, _python, _library = _COOKIE.unpack_from(data, at)
    start = at + _COOKIE.size - length
    found: set[str] = set()
    position = start + table_at
    end = position + table_length
    while position < end:
        size, offset, stored, _full, _compressed, kind = _ENTRY.unpack_from(data, position)
        if size <= _ENTRY.size:
            msg = "an entry without a name"
            raise ValueError(msg)
        name = data[position + _ENTRY.size : position + size].rstrip(b"\0").decode("utf-8")
        if kind in _CODE:
            found.add(name)
        elif kind == _ARCHIVE:
            found |= _inner_modules(data[start + offset : start + offset + stored])
        position += size
    return found


def _inner_modules(archive: bytes) -> set[str]:
    if not archive.startswith(_MODULES_MAGIC):
        msg = "no archive of modules"
        raise ValueError(msg)
    (table_at,) = struct.unpack_from("!i", archive, _MODULES_TABLE_AT)
    table = marshal.loads(archive[table_at:])  # noqa: S302 (made by this build a moment ago)
    return {str(name) for name in dict(table)}


def _dotted(name: str) -> str:
    stem = name.rsplit(".", 1)[0].removesuffix("/__init__")
    return stem.replace("/", ".")
