"""The manifest of an index: what belongs to it, and proof that nothing else does.

An index is a folder with `index.json` and one generation folder. A change writes a new generation beside the old one and
then replaces `index.json` in one step, so that a reader sees the old or the new state and nothing between. The manifest
holds the size of every file, the digest of the small ones read at open, and the digest of every file of Whoosh: those
contain pickles and are opened only after all digests were compared.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

NAME = "index.json"
FORMAT = "beratungskoffer-index/1"
_SMALL = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """State of an index.

    `deleted` counts over all segments in order; `files` is path below the generation folder -> size and SHA-256 ("" for
    large arrays, whose structure is checked instead); `average` is field -> length that impacts are normalised with.
    """

    generation: str
    segments: tuple[str, ...]
    deleted: list[int] = field(default_factory=list)
    average: dict[str, float] = field(default_factory=dict)
    synonyms: Sequence[Sequence[Sequence[str]]] = ()
    parts: Sequence[str] = ()
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


def seal(folder: Path) -> dict[str, tuple[int, str]]:
    """Return size and digest of every file of a generation."""
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            size = path.stat().st_size
            array = path.suffix in (".npy", ".bin") and size > _SMALL
            found[path.relative_to(folder).as_posix()] = (size, "" if array else digest(path))
    return found


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write(directory: Path, manifest: Manifest) -> None:
    """Make a generation the current one."""
    target = directory / NAME
    fresh = directory / (NAME + ".new")
    payload = {"format": FORMAT, **asdict(manifest)}
    with fresh.open("w", encoding="utf-8", newline="\n") as stream:
        json.dump(payload, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(target)


def read(directory: Path) -> Manifest:
    """Read the manifest and compare the files it names.

    Raises:
        OSError, ValueError, KeyError, TypeError: there is no index, or it is not as it was written.
    """
    payload: dict[str, Any] = json.loads((directory / NAME).read_bytes())
    if payload.pop("format") != FORMAT:
        raise ValueError("format")
    payload["files"] = {name: (int(size), str(sha)) for name, (size, sha) in payload["files"].items()}
    payload["segments"] = tuple(payload["segments"])
    manifest = Manifest(**payload)
    if Path(manifest.generation).name != manifest.generation or any(Path(one).name != one for one in manifest.segments):
        raise ValueError("path")
    folder = directory / manifest.generation
    for name, (size, sha) in manifest.files.items():
        path = folder / name
        if path.stat().st_size != size or (sha and "/" in name and digest(path) != sha):
            raise ValueError(name)
    return manifest


def verify_all(directory: Path, manifest: Manifest) -> None:
    """Compare every digest, as must be done before Whoosh may open its pickles.

    Raises:
        ValueError: a file differs.
    """
    folder = directory / manifest.generation
    for name, (_, sha) in manifest.files.items():
        if sha and digest(folder / name) != sha:
            raise ValueError(name)
