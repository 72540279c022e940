"""SHA256SUMS: what `sha256sum --check` reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.finishing import finished

NAME = "SHA256SUMS"


def write_checksums(out: Path, files: Iterable[Path]) -> Path:
    """Write the checksums of finished files, sorted by name, and return the list's path.

    Args:
        out: folder of the list and of the files.
        files: what is listed, by their names.

    Raises:
        EnvironmentFault: a file cannot be read or the list not written; `DiskFull` if there is no room.
    """
    lines = [f"{digest_of(file)}  {file.name}\n" for file in sorted(files, key=lambda file: file.name)]
    target = out / NAME
    with finished(target) as half:
        half.write_text("".join(lines), encoding="utf-8", newline="\n")
    return target


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file in hex.

    Raises:
        EnvironmentFault: it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as exc:
        raise fault_of(exc, file) from exc
