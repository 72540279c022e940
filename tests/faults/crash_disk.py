"""A disk that forgets: what a recorded run leaves behind if the power fails at a moment."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.crash_files import Directory, Entry, File, Link, Survival, Tree, Write, files_of, read_folder
from tests.faults.crash_trace import Call, file_number, path_of_file, text_of


@dataclass(slots=True)
class _Open:
    """An open file: where the next plain read or write begins."""

    file: File
    appends: bool
    position: int = 0


class UnknownCallError(Exception):
    """The record holds a call that this model does not know."""


class Disk:
    """The files below one folder, as a recorded run changes them.

    Args:
        root: the folder; what lies there now counts as flushed long ago.
        named: what the calls name the folder, where the run was one of a copy.
        flushing: whether flushes count. Without, the disk is one for a program that forgets to flush.
    """

    def __init__(self, root: Path, *, named: Path | None = None, flushing: bool = True) -> None:
        self._root = named or root
        self._flushing = flushing
        self._top = read_folder(root)
        self._open: dict[int, _Open] = {}
        self._working = Path()

    def apply(self, call: Call) -> bool:
        """Take a call over; tell whether it changed anything here.

        Raises:
            UnknownCallError: the model does not know what the call does.
        """
        handler: Callable[[Call], bool] | None = getattr(self, f"_do_{call.name}", None)
        if handler is None:
            raise UnknownCallError(call)
        return handler(call)

    def after(self, survival: Survival, seed: int = 0) -> Tree:
        """Return what is there after a power cut now."""
        chance = random.Random(seed)
        return dict(files_of(self._top, "", survival, chance))

    def _do_openat(self, call: Call) -> bool:
        path = self._path(call.args[0], call.args[1])
        return self._opened(call, path, call.args[2])

    def _do_open(self, call: Call) -> bool:
        return self._opened(call, self._path("AT_FDCWD", call.args[0]), call.args[1])

    def _opened(self, call: Call, path: Path, flags: str) -> bool:
        self._open.pop(call.result, None)
        # The name that was asked for may lead through links; the one that was opened does not.
        path = path_of_file(call.rest) if path_of_file(call.rest) != Path() else path
        if not self._inside(path):
            return False
        directory, name = self._parent(path)
        entry = directory.now.get(name) if path != self._root else self._top
        changed = False
        if entry is None:
            entry = File()
            directory.change({name: entry})
            changed = True
        if not isinstance(entry, File):
            return False
        if "O_TRUNC" in flags and entry.now:
            entry.change(Write(0, None))
            changed = True
        self._open[call.result] = _Open(entry, "O_APPEND" in flags)
        return changed

    def _do_close(self, call: Call) -> bool:
        self._open.pop(file_number(call.args[0]), None)
        return False

    def _do_chdir(self, call: Call) -> bool:
        self._working = self._path("AT_FDCWD", call.args[0])
        return False

    def _do_dup(self, call: Call) -> bool:
        if (opened := self._open.get(file_number(call.args[0]))) is not None:
            self._open[call.result] = opened
        return False

    _do_dup2 = _do_dup3 = _do_dup

    def _do_fcntl(self, call: Call) -> bool:
        return "F_DUPFD" in call.args[1] and self._do_dup(call)

    def _do_read(self, call: Call) -> bool:
        if (opened := self._of(call.args[0])) is not None:
            opened.position += call.result
        return False

    _do_readv = _do_read

    def _do_lseek(self, call: Call) -> bool:
        if (opened := self._of(call.args[0])) is not None:
            opened.position = call.result
        return False

    def _do_write(self, call: Call) -> bool:
        opened = self._of(call.args[0])
        return opened is not None and self._written(opened, text_of(call.args[1])[: call.result])

    def _do_writev(self, call: Call) -> bool:
        opened = self._of(call.args[0])
        parts = (arg.partition("iov_base=")[2] for arg in call.args if "iov_base=" in arg)
        return opened is not None and self._written(opened, b"".join(map(text_of, parts))[: call.result])

    def _written(self, opened: _Open, data: bytes) -> bool:
        if opened.appends:
            opened.position = len(opened.file.now)
        opened.file.change(Write(opened.position, data))
        opened.position += len(data)
        return True

    def _do_pwrite64(self, call: Call) -> bool:
        opened = self._of(call.args[0])
        if opened is None:
            return False
        opened.file.change(Write(int(call.args[3]), text_of(call.args[1])[: call.result]))
        return True

    def _do_sendfile(self, call: Call) -> bool:
        target, source = self._of(call.args[0]), self._of(call.args[1])
        if target is None:
            return False
        if source is None or not call.result:
            if call.result:
                raise UnknownCallError(call)
            return False
        explicit = call.args[2].startswith("[")
        start = int(call.args[2].strip("[]").partition("]")[0]) if explicit else source.position
        if not explicit:
            source.position += call.result
        return self._written(target, bytes(source.file.now[start : start + call.result]))

    def _do_copy_file_range(self, call: Call) -> bool:
        source, target = self._of(call.args[0]), self._of(call.args[2])
        if target is None:
            return False
        if source is None or (call.args[1], call.args[3]) != ("NULL", "NULL"):
            raise UnknownCallError(call)
        start = source.position
        source.position += call.result
        return self._written(target, bytes(source.file.now[start : source.position]))

    def _do_ftruncate(self, call: Call) -> bool:
        opened = self._of(call.args[0])
        if opened is None:
            return False
        opened.file.change(Write(int(call.args[1]), None))
        return True

    def _do_fsync(self, call: Call) -> bool:
        if not self._flushing:
            return False
        if (opened := self._of(call.args[0])) is not None:
            opened.file.flush()
            return True
        path = path_of_file(call.args[0])
        if not self._inside(path):
            return False
        directory = self._entry(path)
        if isinstance(directory, Directory):
            directory.flush()
        return True

    _do_fdatasync = _do_fsync

    def _do_rename(self, call: Call) -> bool:
        return self._renamed(self._path("AT_FDCWD", call.args[0]), self._path("AT_FDCWD", call.args[1]))

    def _do_renameat(self, call: Call) -> bool:
        return self._renamed(self._path(*call.args[:2]), self._path(*call.args[2:4]))

    _do_renameat2 = _do_renameat

    def _renamed(self, source: Path, target: Path) -> bool:
        if not (self._inside(source) and self._inside(target)):
            return False
        (before, old), (after, new) = self._parent(source), self._parent(target)
        entry = before.now[old]
        if before is after:
            before.change({old: None, new: entry})
        else:
            after.change({new: entry})
            before.change({old: None})
        return True

    def _do_unlink(self, call: Call) -> bool:
        return self._gone(self._path("AT_FDCWD", call.args[0]))

    _do_rmdir = _do_unlink

    def _do_unlinkat(self, call: Call) -> bool:
        return self._gone(self._path(*call.args[:2]))

    def _gone(self, path: Path) -> bool:
        if not self._inside(path):
            return False
        directory, name = self._parent(path)
        directory.change({name: None})
        return True

    def _do_mkdir(self, call: Call) -> bool:
        return self._made(self._path("AT_FDCWD", call.args[0]))

    def _do_mkdirat(self, call: Call) -> bool:
        return self._made(self._path(*call.args[:2]))

    def _made(self, path: Path) -> bool:
        if not self._inside(path):
            return False
        directory, name = self._parent(path)
        directory.change({name: Directory()})
        return True

    def _do_link(self, call: Call) -> bool:
        return self._linked(self._path("AT_FDCWD", call.args[0]), self._path("AT_FDCWD", call.args[1]))

    def _do_linkat(self, call: Call) -> bool:
        return self._linked(self._path(*call.args[:2]), self._path(*call.args[2:4]))

    def _linked(self, source: Path, target: Path) -> bool:
        if not self._inside(target):
            return False
        directory, name = self._parent(target)
        directory.change({name: self._entry(source)})
        return True

    def _do_symlink(self, call: Call) -> bool:
        return self._pointed(call.args[0], self._path("AT_FDCWD", call.args[1]))

    def _do_symlinkat(self, call: Call) -> bool:
        return self._pointed(call.args[0], self._path(*call.args[1:3]))

    def _pointed(self, target: str, path: Path) -> bool:
        if not self._inside(path):
            return False
        directory, name = self._parent(path)
        directory.change({name: Link(os.fsdecode(text_of(target)))})
        return True

    def _of(self, recorded: str) -> _Open | None:
        return self._open.get(file_number(recorded))

    def _path(self, directory: str, name: str) -> Path:
        """Return the absolute path of a recorded name, without following links."""
        base = path_of_file(directory)
        if directory.startswith("AT_FDCWD<"):
            self._working = base
        # Older calls name no directory: they mean the working directory, which newer ones are recorded with.
        base = self._working if base == Path() else base
        return Path(os.path.normpath(base / os.fsdecode(text_of(name))))

    def _inside(self, path: Path) -> bool:
        return path.is_relative_to(self._root)

    def _entry(self, path: Path) -> Entry:
        entry: Entry = self._top
        for part in path.relative_to(self._root).parts:
            if not isinstance(entry, Directory):
                raise UnknownCallError(path)
            entry = entry.now[part]
        return entry

    def _parent(self, path: Path) -> tuple[Directory, str]:
        if path == self._root:
            return self._top, ""
        directory = self._entry(path.parent)
        if not isinstance(directory, Directory):
            raise UnknownCallError(path)
        return directory, path.name
