"""Writing so that it lasts: whole files, flushed directories, and the machine's refusals told as faults."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from advisor_app.errors import Busy, DiskFull, EnvironmentFault

REMEDY = "check permission and free space"
# How long a file that a virus scanner holds open is tried again (Windows errors 5 and 32).
_PATIENCE_S = 5.0
_PAUSE_S = 0.05
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_AS_GOOD_AS_FULL = 1_000_000  # bytes
_PARTIAL = ".new"
# How file systems say that they cannot flush a directory (some network and FUSE ones); nothing more can be done there.
_NOT_FOR_DIRECTORIES = frozenset({errno.EINVAL, errno.EBADF, errno.ENOSYS, errno.ENOTSUP})

# Device and number of a file: hard links of one file share it.
Inode = tuple[int, int]


def write_whole(path: Path, data: bytes, *, private: bool = False, mode: int | None = None) -> None:
    """Replace a file in one step: afterwards it holds the old or the new bytes, whatever happens, and never a mixture.

    Args:
        path: file to write; its directory must exist.
        data: its new content.
        private: nobody but its owner may read it, where the system knows owners; not even for a moment.
        mode: who may do what with it afterwards; None leaves that to the system, or to `private`.

    Raises:
        EnvironmentFault: it could not be written; `DiskFull` if there is no room.
    """
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_PARTIAL}")
    try:
        with open(fresh, "wb", opener=_for_owner if private or mode is not None else None) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            fresh.chmod(mode)
        _replace(fresh, path)
        flush_directory(path.parent)
    except OSError as exc:
        raise fault_of(exc, path) from exc
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def write_over(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file of the user's own, whole as `write_whole` does, and leave it what it was.

    A link stays one: what it leads to is written. Who may do what with the file stays as well. One that is protected
    from writing is left alone.

    Args:
        path: file to write, there already or not.
        data: its new content.
        private: from now on nobody but its owner may read it.

    Raises:
        EnvironmentFault: it could not be written; `DiskFull` if there is no room.
    """
    try:
        target = path.resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    except (OSError, RuntimeError) as exc:  # A link that leads to itself is the one or the other.
        raise EnvironmentFault(path=path, reason=getattr(exc, "strerror", None) or str(exc), remedy=REMEDY) from exc
    if mode is not None and (not mode & stat.S_IWUSR or not os.access(target, os.W_OK)):
        raise EnvironmentFault(path=path, reason="the file is write-protected", remedy="choose another name")
    write_whole(target, data, private=private, mode=None if private else mode)


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def held_alone(folder: Path, lock: Path) -> Iterator[None]:
    """Let one process at a time use a folder; nobody waits for another.

    Args:
        folder: what is used; made if it is missing.
        lock: the file that says so, in the folder or beside it.

    Raises:
        Busy: another process uses it.
        EnvironmentFault: folder or lock cannot be written; `DiskFull` if there is no room.
    """
    # Only who changes something pays for the lock's import; the window reads.
    from filelock import FileLock, Timeout  # noqa: PLC0415

    # Whoever holds it may let go of it in another thread.
    holding = FileLock(lock, timeout=0, thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        holding.acquire()
    except Timeout as exc:
        raise Busy(path=folder) from exc
    except OSError as exc:
        raise fault_of(exc, folder) from exc
    try:
        yield
    finally:
        holding.release()


def sweep_partial(path: Path) -> None:
    """Remove what a killed `write_whole` left beside a file; only for who alone may write it."""
    with suppress(OSError):
        for left in path.parent.glob(f"{path.name}.*{_PARTIAL}"):
            left.unlink(missing_ok=True)


def flush_tree(path: Path, *, flushed: Collection[Inode] = ()) -> None:
    """Flush all files of a directory and the entries of the directories below it.

    Args:
        path: directory to flush.
        flushed: files that are known to be on the disk already and need not be touched.

    Raises:
        OSError: the disk refused.
    """
    for directory, _, names in os.walk(path):
        for name in names:
            file = os.path.join(directory, name)  # noqa: PTH118 (hundreds of files: a Path for each costs more)
            if not flushed or _inode(os.stat(file)) not in flushed:  # noqa: PTH116
                _flush_file(file)
        flush_directory(Path(directory))


def inodes(path: Path) -> set[Inode]:
    """Return device and number of every file below a directory; what cannot be read is left out."""
    return {_inode(status) for status in _statuses(path)}


def size_of(*paths: Path) -> int:
    """Return how many bytes directories take together; files that they share are counted once."""
    return sum({_inode(status): status.st_size for path in paths for status in _statuses(path)}.values())


def flush_directory(path: Path) -> None:
    """Flush a directory's entries; Windows has no such call and needs none, some file systems have none to offer.

    Raises:
        OSError: the disk refused.
    """
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as exc:
        if exc.errno not in _NOT_FOR_DIRECTORIES:
            raise
    finally:
        os.close(handle)


def free_bytes(path: Path) -> int:
    """Return the free bytes of the file system on which a path lies or would lie.

    Raises:
        EnvironmentFault: the file system does not say.
    """
    place = path
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        return shutil.disk_usage(place).free
    except OSError as exc:
        raise fault_of(exc, path) from exc


def fault_of(exc: OSError, path: Path, *, remedy: str = REMEDY) -> EnvironmentFault:
    """Return the fault that an OSError means to the user: `DiskFull` where there is no room.

    Args:
        exc: what the system said.
        path: what was to be read or written.
        remedy: what the user can do about it.
    """
    reason = exc.strerror or str(exc)
    if exc.errno in _FULL or (exc.errno is None and _is_full(path)):
        return full(path, reason=reason, remedy=remedy)
    return EnvironmentFault(path=path, reason=reason, remedy=remedy)


def full(path: Path, *, needed: int = 0, reason: str = "", remedy: str = "free disk space") -> DiskFull:
    """Return the fault of a disk without room, with the bytes that are free on it.

    Args:
        path: what was to be written.
        needed: bytes it takes, 0 if unknown.
        reason: what the system said.
        remedy: what the user can do about it.
    """
    free = 0
    with suppress(EnvironmentFault):
        free = free_bytes(path)
    return DiskFull(path=path, needed=needed, free=free, reason=reason, remedy=remedy)


def _is_full(path: Path) -> bool:
    """Tell whether a disk is as good as full: NumPy says that it could not write everything, but not why."""
    with suppress(EnvironmentFault):
        return free_bytes(path) < _AS_GOOD_AS_FULL
    return False


def _flush_file(path: str) -> None:
    # Windows flushes only what is open for writing.
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _statuses(path: Path) -> list[os.stat_result]:
    found = []
    for directory, _, names in os.walk(path):
        for name in names:
            with suppress(OSError):
                found.append(os.stat(os.path.join(directory, name)))  # noqa: PTH116, PTH118 (as in flush_tree)
    return found


def _inode(status: os.stat_result) -> Inode:
    return status.st_dev, status.st_ino


def _replace(source: Path, target: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_S)
        else:
            return
