"""Take the build machine's folders out of libraries.

An interpreter that was built in somebody's home tells the loader to look for libraries there first. On another computer
that folder may belong to anybody. What is told relative to the library itself (`$ORIGIN`) stays.
"""

from __future__ import annotations

import struct
from pathlib import Path

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of

_ELF64_LITTLE = b"\x7fELF\x02\x01"
_HEADER = struct.Struct("<32xQ14xHH")  # where the segments are listed, size of an entry, how many
_SEGMENT = struct.Struct("<IIQQQQQ8x")  # kind, rights, place in the file, address, -, size in the file, -
_ENTRY = struct.Struct("<qQ")
_LOADED, _DYNAMIC = 1, 2
_END, _STRINGS = 0, 5
_PATHS = frozenset({15, 29})  # DT_RPATH, DT_RUNPATH
_RELATIVE = b"$ORIGIN"


def forget_foreign_paths(program: Path) -> tuple[str, ...]:
    """Remove search paths that do not start at the library itself from all libraries of a program.

    Args:
        program: its folder; libraries are changed in place, links and other files left alone.

    Returns:
        What was changed, as paths from the folder, sorted.

    Raises:
        StepFailed: a library is damaged.
        EnvironmentFault: a file cannot be read or written; `DiskFull` if there is no room.
    """
    changed: list[str] = []
    for path in sorted(program.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        try:
            with path.open("r+b") as opened:
                if opened.read(len(_ELF64_LITTLE)) != _ELF64_LITTLE:
                    continue
                opened.seek(0)
                data = bytearray(opened.read())
                if _forget(data):
                    opened.seek(0)
                    opened.write(data)
                    changed.append(path.relative_to(program).as_posix())
        except OSError as exc:
            raise fault_of(exc, path) from exc
        except (struct.error, ValueError) as exc:
            raise StepFailed(
                step="runpath", reason=f"{path.name} is damaged ({exc})", remedy="freeze the program anew", log=""
            ) from exc
    return tuple(changed)


def _forget(data: bytearray) -> bool:
    """Take the entries out; the others move up and the table ends earlier. The size stays."""
    table_at, size, count = _HEADER.unpack_from(data)
    segments = [_SEGMENT.unpack_from(data, table_at + number * size) for number in range(count)]
    tables = [
        (place, length) for kind, _rights, place, _address, _physical, length, _memory in segments if kind == _DYNAMIC
    ]
    if not tables:
        return False
    place, length = tables[0]
    entries = list(_ENTRY.iter_unpack(data[place : place + length]))
    strings = _in_file(segments, next(value for tag, value in entries if tag == _STRINGS))
    kept = [entry for entry in entries if not (entry[0] in _PATHS and _is_foreign(data, strings + entry[1]))]
    gone = len(entries) - len(kept)
    packed = b"".join(_ENTRY.pack(*entry) for entry in [*kept, *[(_END, 0)] * gone])
    data[place : place + length] = packed
    return bool(gone)


def _in_file(segments: list[tuple[int, ...]], address: int) -> int:
    """Return where in the file an address lies."""
    for kind, _rights, place, start, _physical, length, *_memory in segments:
        if kind == _LOADED and start <= address < start + length:
            return place + address - start
    msg = f"nothing lies at {address:#x}"
    raise ValueError(msg)


def _is_foreign(data: bytearray, at: int) -> bool:
    paths = bytes(data[at : data.index(b"\0", at)]).split(b":")
    return not all(path.startswith(_RELATIVE) for path in paths)
