"""Whether what the user does can be kept in the data folder, and why not. No Qt here.

A folder that refuses is no reason not to open: the knowledge can be read without writing anything.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# Enough to tell that there is room for settings, and little enough to be written at every start.
_PROBE_BYTES = 64 * 1024
_PROBE = "probe"


class Trouble(StrEnum):
    """Why a data folder keeps nothing."""

    READ_ONLY = "read_only"  # no permission, or the medium is write-protected
    FULL = "full"
    BLOCKED = "blocked"  # something else lies where the folder should be
    FOLDER = "folder"  # a folder lies where the settings should be
    HOMELESS = "homeless"  # the system names no folder of the user's own
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKept:
    """That nothing is kept in a folder. `reason` is what the system said, "" where it was not asked."""

    trouble: Trouble
    path: Path
    reason: str = ""


_TROUBLES = {
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.EROFS: Trouble.READ_ONLY,
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.ENOTDIR: Trouble.BLOCKED,
    errno.EEXIST: Trouble.BLOCKED,
    errno.EISDIR: Trouble.BLOCKED,
}


def not_kept(exc: OSError, folder: Path) -> NotKept:
    """Return what a refusal of the system means.

    Args:
        exc: what it said.
        folder: the user's data folder.
    """
    trouble = _TROUBLES.get(exc.errno or 0, Trouble.OTHER)
    path = Path(os.fsdecode(exc.filename)) if isinstance(exc.filename, str | bytes) else folder
    # Windows says "permission denied" for a folder in a file's place too.
    if trouble in (Trouble.READ_ONLY, Trouble.OTHER) and folder.exists() and not folder.is_dir():
        trouble, path = Trouble.BLOCKED, folder
    return NotKept(trouble=trouble, path=folder if trouble is not Trouble.BLOCKED else path, reason=exc.strerror or "")


def find_trouble(folder: Path, settings_file: Path) -> NotKept | None:
    """Try to write what a session would, and return why that fails; None if all is well.

    Args:
        folder: the user's data folder; made if there is none.
        settings_file: the file of the window's settings.
    """
    probe = folder / f"{_PROBE}-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            # Zeros would take no room on some file systems.
            probe.write_bytes(os.urandom(_PROBE_BYTES))
        finally:
            probe.unlink(missing_ok=True)
        if settings_file.is_dir():
            return NotKept(trouble=Trouble.FOLDER, path=settings_file)
    except OSError as exc:
        return not_kept(exc, folder)
    return None
