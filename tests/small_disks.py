"""Disks of a fixed size, kept in memory, for tests of what happens when there is no room left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def lend_small_disk(place: Path, size: int) -> Iterator[Path]:
    """Lend an empty file system; a test that needs it is skipped where none may be mounted.

    Args:
        place: where it is mounted; made here.
        size: its bytes.
    """
    if sys.platform != "linux" or os.geteuid() or shutil.which("mount") is None:
        pytest.skip("mounting a small file system takes root")
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield place
    finally:
        # Detached at once even if a process that was just killed has not let go of it yet.
        subprocess.run(["umount", "-l", place], check=True)
