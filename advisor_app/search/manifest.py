"""The manifest of an index: what belongs to it, and proof that nothing else does.

An index is a folder with `index.json` and one generation folder. A change writes a new generation beside the old one
and then replaces `index.json` in one step, so that a reader sees the old or the new state and nothing between. The
manifest holds the size of every file, the digest of the small ones read at open, and the digest of every file of
Whoosh: those contain pickles and are opened, for writing only, after their digests were compared. Searching never
unpickles.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

NAME = "index.json"
FORMAT = "beratungskoffer-index/3"
BASE = "base"  # the large segment
DELTA = "delta"  # what changed since
WHOOSH = "whoosh"  # Whoosh's own files
PARTS = "parts.txt"  # the compound splitter's lexicon
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
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


def seal(folder: Path, *, known: Mapping[str, tuple[int, str]] | None = None) -> dict[str, tuple[int, str]]:
    """Return size and digest of every file of a generation; shared files keep the digest that is known."""
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        size = path.stat().st_size
        before = (known or {}).get(name)
        if before and before[0] == size and not name.startswith(DELTA + "/") and path.suffix != ".toc":
            found[name] = before
        else:
            array = path.suffix in (".npy", ".bin") and size > _SMALL
            found[name] = (size, "" if array else digest(path))
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


def parse(directory: Path) -> Manifest:
    """Read the manifest; the files it names are not looked at.

    Raises:
        OSError, ValueError, KeyError, TypeError: there is none, or it is not as it was written.
    """
    payload: dict[str, Any] = json.loads((directory / NAME).read_bytes())
    if payload.pop("format") != FORMAT:
        raise ValueError("format")
    payload["files"] = {name: (int(size), str(sha)) for name, (size, sha) in payload["files"].items()}
    payload["segments"] = tuple(payload["segments"])
    manifest = Manifest(**payload)
    if Path(manifest.generation).name != manifest.generation or any(Path(one).name != one for one in manifest.segments):
        raise ValueError("path")
    if any(".." in Path(name).parts or Path(name).is_absolute() for name in manifest.files):
        raise ValueError("path")
    return manifest


def read(directory: Path) -> Manifest:
    """Read the manifest and compare the files it names.

    Raises:
        OSError, ValueError, KeyError, TypeError: there is no index, or it is not as it was written.
    """
    manifest = parse(directory)
    folder = directory / manifest.generation
    for name, (size, sha) in manifest.files.items():
        path = folder / name
        if path.stat().st_size != size or (sha and not name.startswith(WHOOSH + "/") and digest(path) != sha):
            raise ValueError(name)
    return manifest


def verify_whoosh(directory: Path, manifest: Manifest) -> None:
    """Compare the digests of Whoosh's files, as must be done before their pickles may be opened.

    Raises:
        OSError, ValueError: a file is missing or differs.
    """
    _verify(directory, manifest, WHOOSH + "/")


def verify_toc(directory: Path, manifest: Manifest) -> None:
    """Compare the digest of Whoosh's table of contents, all that is unpickled to add a segment.

    Raises:
        OSError, ValueError: a file is missing or differs.
    """
    _verify(directory, manifest, f"{WHOOSH}/_MAIN_")


def verify_segment(directory: Path, manifest: Manifest, segment: str) -> None:
    """Compare the digests of the files of one of Whoosh's segments, as must be done before it alone may be opened.

    Args:
        directory: the index.
        manifest: what `read` returned.
        segment: Whoosh's name of the segment, with which its files begin.

    Raises:
        OSError, ValueError: a file is missing or differs.
    """
    _verify(directory, manifest, f"{WHOOSH}/{segment}.")


def _verify(directory: Path, manifest: Manifest, start: str) -> None:
    folder = directory / manifest.generation
    names = [name for name in manifest.files if name.startswith(start)]
    extra = {path.name for path in (folder / WHOOSH).glob("_MAIN_*")} - {Path(name).name for name in manifest.files}
    if not names or extra:
        raise ValueError(start)
    for name in names:
        if digest(folder / name) != manifest.files[name][1]:
            raise ValueError(name)
