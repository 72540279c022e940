"""One window per data folder: the lock that says so, and where its window listens. No Qt here.

The lock lies in the data folder and is the system's: it goes with the process, however that ends. The byte in its file
counts the starts in a row that did not get as far as the first answer.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

LOCK = "window.lock"
# What Linux takes for the address of a socket, and what Qt adds to it for a moment.
_LONGEST_ADDRESS = 107 - 10
_MOST_COUNTED = 9

if sys.platform == "win32":
    import errno
    import msvcrt

    # The byte that is locked lies beyond the content, which others may then read.
    _LOCKED_BYTE = 1 << 30

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as exc:
            # Wine gives no number at all.
            if exc.errno not in (0, errno.EACCES, errno.EDEADLK):
                raise
            raise BlockingIOError(exc.errno, exc.strerror) from exc
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class InstanceLock:
    """The right to be the window of a data folder.

    Args:
        folder: the data folder; made when the lock is first taken.

    `unfinished` tells how many starts before this one did not get as far as the first answer.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unfinished = 0
        self._handle = -1

    def take(self) -> bool:
        """Take the lock; return whether it is this process's now.

        Raises:
            OSError: the folder cannot be written, so that nobody can have it.
        """
        if self._handle >= 0:
            return True
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        name = str(self.folder / LOCK)
        try:
            handle = os.open(name, flags, 0o600)
        except FileNotFoundError:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(name, flags, 0o600)
        try:
            _lock(handle)
        except BlockingIOError:
            os.close(handle)
            return False
        except OSError:
            os.close(handle)
            raise
        self._handle = handle
        self.unfinished = self._count()
        self._write(self.unfinished + 1)
        return True

    def settle(self) -> None:
        """Note that this start got as far as it should."""
        if self._handle >= 0:
            self._write(0)

    def release(self) -> None:
        """Let others have the lock."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _count(self) -> int:
        with suppress(OSError):
            os.lseek(self._handle, 0, os.SEEK_SET)
            found = os.read(self._handle, 1)
            return int(found) if found.isdigit() else 0
        return 0

    def _write(self, count: int) -> None:
        # On a full disk nothing is counted.
        with suppress(OSError):
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, b"%d" % min(count, _MOST_COUNTED))


def addresses(folder: Path) -> tuple[str, ...]:
    """Return where the window of a data folder listens: the first of these that can be used.

    Args:
        folder: the data folder.
    """
    # Only needed behind the first paint.
    from hashlib import sha256  # noqa: PLC0415

    if sys.platform == "win32":
        user = os.environ.get("USERNAME", "")
    else:
        user = str(os.getuid())
    place = os.path.realpath(folder)
    name = f"beratungskoffer-{sha256(f'{user} {place}'.encode(errors='surrogatepass')).hexdigest()[:16]}"
    if sys.platform == "win32":
        return (name,)
    places = (os.environ.get("XDG_RUNTIME_DIR", ""), _temporary_folder(user))
    found = (str(Path(one) / name) for one in places if one and Path(one).is_absolute() and _is_private(one, user))
    return tuple(one for one in found if len(os.fsencode(one)) <= _LONGEST_ADDRESS)


def _temporary_folder(user: str) -> str:
    """Return a folder for temporary files, "" if there is none."""
    from tempfile import gettempdir  # noqa: PLC0415 - as above

    try:
        folder = Path(gettempdir()) / f"beratungskoffer-{user}"
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
    except OSError:
        return ""
    return str(folder)


def _is_private(folder: str, user: str) -> bool:
    """Tell whether a folder is the user's own and closed to all others: there nobody can have been first."""
    try:
        found = os.lstat(folder)
    except OSError:
        return False
    return found.st_mode & 0o170777 == 0o040700 and str(found.st_uid) == user
