"""Files and directories that know what of them has been flushed, and what may be left of them after a power cut.

What was written survives only where it was flushed: a file's bytes by a flush of the file, a name by a flush of its
directory. Everything else may survive in whole, in part or not at all; `Survival` names five ways.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

_SECTOR = 512


class Survival(StrEnum):
    """What of the unflushed work survives."""

    ALL = "all"
    NOTHING = "nothing"
    NAMES = "names"  # names, but what was not flushed of a file is missing or zeros
    BYTES = "bytes"  # bytes, but names are lost
    TORN = "torn"  # some names, some bytes, the last write of a file cut in the middle


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes put at an offset; or, without bytes, the file cut or extended to it."""

    offset: int
    data: bytes | None

    def on(self, content: bytearray) -> None:
        if self.data is None:
            del content[self.offset :]
            content.extend(bytes(self.offset - len(content)))
            return
        content.extend(bytes(max(0, self.offset - len(content))))
        content[self.offset : self.offset + len(self.data)] = self.data


@dataclass(slots=True, eq=False)
class File:
    """A file: what is on the disk for certain, what programs see now, and what lies between."""

    durable: bytes = b""
    now: bytearray = field(default_factory=bytearray)
    pending: list[Write] = field(default_factory=list)

    def change(self, write: Write) -> None:
        write.on(self.now)
        self.pending.append(write)

    def flush(self) -> None:
        self.durable = bytes(self.now)
        self.pending.clear()

    def after(self, survival: Survival, chance: random.Random) -> bytes:
        if not self.pending or survival in (Survival.ALL, Survival.BYTES):
            return bytes(self.now)
        if survival is Survival.NOTHING:
            return self.durable
        if survival is Survival.NAMES:
            # File systems differ: the new size is on the disk already, or neither size nor bytes are.
            kept = self.durable[: len(self.now)]
            return kept.ljust(len(self.now), b"\0") if chance.random() < 0.5 else kept
        content = bytearray(self.durable)
        *earlier, last = self.pending
        for write in earlier:
            if chance.random() < 0.5:
                write.on(content)
        if last.data is not None:
            cut = chance.randrange(0, len(last.data) + 1, _SECTOR) if len(last.data) > _SECTOR else len(last.data) // 2
            last = Write(last.offset, last.data[:cut])
        last.on(content)
        return bytes(content)


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link and what it says."""

    target: str


@dataclass(slots=True, eq=False)
class Directory:
    """A directory: the names that are on the disk for certain, those that programs see now, and what lies between."""

    durable: dict[str, Entry] = field(default_factory=dict)
    now: dict[str, Entry] = field(default_factory=dict)
    # What happened to the names since the last flush, in order: each sets and drops names at one blow.
    pending: list[dict[str, Entry | None]] = field(default_factory=list)

    def change(self, names: dict[str, Entry | None]) -> None:
        put_names(self.now, names)
        self.pending.append(names)

    def flush(self) -> None:
        self.durable = dict(self.now)
        self.pending.clear()

    def after(self, survival: Survival, chance: random.Random) -> Mapping[str, Entry]:
        if not self.pending or survival in (Survival.ALL, Survival.NAMES):
            return self.now
        names = dict(self.durable)
        if survival is Survival.TORN:
            # A journal keeps the order within a directory; between directories there is none.
            for change in self.pending[: chance.randint(0, len(self.pending))]:
                put_names(names, change)
        return names


Entry = File | Directory | Link
# Relative path -> bytes of a file, None for a directory, or a link.
Tree = Mapping[str, bytes | Link | None]


def put_names(names: dict[str, Entry], change: Mapping[str, Entry | None]) -> None:
    """Set names, and drop those that stand for nothing."""
    for name, entry in change.items():
        if entry is None:
            names.pop(name, None)
        else:
            names[name] = entry


def tree_of(root: Path) -> Tree:
    """Return what lies below a folder."""
    return dict(files_of(read_folder(root), "", Survival.ALL, random.Random(0)))


def put_tree(tree: Tree, root: Path) -> None:
    """Write a tree below a new folder."""
    root.mkdir(parents=True)
    for name, data in tree.items():
        if data is None:
            (root / name).mkdir()
        elif isinstance(data, Link):
            (root / name).symlink_to(data.target)
        else:
            (root / name).write_bytes(data)


def read_folder(folder: Path, known: dict[int, File] | None = None) -> Directory:
    """Return what lies below a folder, as if all of it had been flushed long ago."""
    # One file may have several names: the index of a new generation shares files with the one before.
    known = {} if known is None else known
    found: dict[str, Entry] = {}
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            found[path.name] = Link(str(path.readlink()))
        elif path.is_dir():
            found[path.name] = read_folder(path, known)
        else:
            data = path.read_bytes()
            found[path.name] = known.setdefault(path.stat().st_ino, File(data, bytearray(data)))
    return Directory(found, dict(found))


def files_of(
    directory: Directory, prefix: str, survival: Survival, chance: random.Random
) -> Iterator[tuple[str, bytes | Link | None]]:
    """Yield what is left below a directory, path by path."""
    for name, entry in sorted(directory.after(survival, chance).items()):
        if isinstance(entry, File):
            yield prefix + name, entry.after(survival, chance)
        elif isinstance(entry, Link):
            yield prefix + name, entry
        else:
            yield prefix + name, None
            yield from files_of(entry, f"{prefix}{name}/", survival, chance)
