"""Which files below `kb` hold content, and their bytes; whatever else lies there is told."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor_app.content.faults import error, warning
from advisor_app.content.text_file import too_large
from advisor_app.domain import Kind
from advisor_app.errors import Problem

FOLDERS = {kind: f"{kind}s" for kind in Kind}
_SUFFIX = ".md"
_NO_CONTENT = frozenset({"README.md"})


@dataclass(frozen=True, slots=True)
class Found:
    """Content files relative to `kb` with `/`, and what is wrong with the rest."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def find_files(kb: Path) -> Found:
    """Look through the four folders; hidden files, `README.md` and other folders are none of ours."""
    names = _names(kb, ".")
    if isinstance(names, Problem):
        return Found((), (names,))
    found: list[str | Problem] = []
    for name in names:
        if name in FOLDERS.values():
            found += _in_folder(kb, name)
        elif name.endswith(_SUFFIX) and name not in _NO_CONTENT:
            remedy = f"content lies in the folders {', '.join(FOLDERS.values())}; move the file"
            found.append(error(_printable(name), 0, "", "stray_file", remedy))
    return Found(
        tuple(entry for entry in found if isinstance(entry, str)),
        tuple(entry for entry in found if isinstance(entry, Problem)),
    )


def read_bytes(kb: Path, file: str) -> bytes | Problem:
    """Return the bytes of a file without ever reading a huge one or waiting for a device."""
    path = kb / file
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            return error(file, 0, "", "no_file", "this is no ordinary file; replace it by one")
        return too_large(state.st_size, file) or path.read_bytes()
    except OSError as fault:
        return _unreadable(file, fault)


def _in_folder(kb: Path, folder: str) -> Iterator[str | Problem]:
    """Return what lies in a folder of one kind; there are no folders below it."""
    names = _names(kb / folder, folder)
    if isinstance(names, Problem):
        yield names
        return
    for name in names:
        file = f"{folder}/{name}"
        if _printable(name) != name:
            message = "the name has letters that not every system can write; rename the file"
            yield error(_printable(file), 0, "", "file_name", message)
        elif _is_folder(kb / file):
            yield error(file, 0, "", "stray_folder", "a folder lies where files should; move its files up")
        elif name.endswith(_SUFFIX):
            yield file
        else:
            yield warning(file, 0, "", "stray_file", "only files <id>.md are read here; rename or remove the file")


def _names(folder: Path, shown: str) -> list[str] | Problem:
    try:
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as fault:
        return _unreadable(shown, fault)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False  # reading it as a file then tells what is wrong


def _unreadable(file: str, fault: OSError) -> Problem:
    reason = (fault.strerror or "unreadable").lower()
    return error(file, 0, "", "unreadable", f"cannot be read: {reason}; check path, link and permissions")


def _printable(name: str) -> str:
    """Return a name that can be shown and written as UTF-8."""
    return "".join(char if char.isprintable() else "?" for char in name)
