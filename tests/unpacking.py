"""Unpacking archives that tests made, on every Python that is supported."""

from __future__ import annotations

import tarfile
from pathlib import Path


def unpack_tar(file: Path, folder: Path) -> list[str]:
    """Unpack a tar archive and return the names in it."""
    with tarfile.open(file) as archive:
        # Debian 12's Python does not know the argument `filter` yet, newer ones warn without it.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _path: member)
        archive.extractall(folder)
        return archive.getnames()
