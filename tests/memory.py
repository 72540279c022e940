"""Where tests keep their files: in memory where there is plenty of it, for flushing to a disk is most of their wait."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")


def memory_with_room(size: int) -> Path | None:
    """Return the folder whose files lie in memory; None where there is none or it has little room.

    Args:
        size: bytes that must be free.
    """
    fits = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= size
    return _MEMORY if fits else None
