"""Bringing a signed state to its endpoint: in the safe order, to be taken up again, never over somebody else's.

Everything is staged in a local folder first, with a list of what is to go where (`upload.json`, written last). What
points to other files is written after them, `timestamp.json` at the very end: until then clients see the old state.
Of two who publish at the same time, each reads back what it wrote: whoever finds the other's file gives way.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tuf.api.metadata import Timestamp

from advisor_app.knowledge.disk import fault_of, held_alone, write_whole
from advisor_app.publishing.destination import Destination
from advisor_app.publishing.refusal import PublishRefused
from advisor_app.publishing.release import StepProgress, unheard
from advisor_app.publishing.signed import Role, decode, path_of
from advisor_app.updates.format import METADATA

_LIST = "upload.json"
_FORMAT = 1
# A half-written state of somebody else's that is older than this was broken off.
_PATIENCE = timedelta(hours=1)
_TIMESTAMP = path_of(Role.TIMESTAMP, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """A file to be uploaded: its path at the endpoint, SHA-256 in hex, size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A signed state that waits for its upload.

    `base` is the version of the timestamp it follows, `version` the content version it brings, `files` are in the order
    in which they are written, `timestamp.json` last.
    """

    folder: Path
    base: int
    version: int
    files: tuple[StagedFile, ...]

    @property
    def list_file(self) -> Path:
        """Return the list that makes the folder one to be uploaded."""
        return self.folder / _LIST

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(file.size for file in self.files)

    def data(self, file: StagedFile) -> bytes:
        """Return the bytes of a file.

        Raises:
            EnvironmentFault: it cannot be read.
        """
        path = self.folder / file.path
        try:
            return path.read_bytes()
        except OSError as exc:
            raise fault_of(exc, path) from exc


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """What an upload did: files and bytes written, files that were there already."""

    version: int
    files: int
    bytes: int
    skipped: int


def staging_folder(root: Path, label: str) -> Path:
    """Return the folder in which what goes to a destination is staged."""
    return root / hashlib.sha256(label.encode()).hexdigest()[:16]


def staging(folder: Path) -> AbstractContextManager[None]:
    """Hold a staging folder for one publish at a time.

    Raises:
        Busy: another publish to the same place is going on here.
        EnvironmentFault: disk or permission.
    """
    return held_alone(folder, folder.with_name(f"{folder.name}.lock"))


def stage(folder: Path, packs: Mapping[str, int], metadata: Mapping[str, bytes], *, base: int, version: int) -> Staged:
    """Complete a staging folder: packs that lie there already, then signed metadata, then the list of all.

    Args:
        folder: the staging folder.
        packs: endpoint path -> size of the packs in it; their names hold their hash.
        metadata: endpoint path -> bytes, in the order in which to write them.
        base: version of the timestamp that this state follows.
        version: content version.

    Raises:
        EnvironmentFault: disk or permission.
    """
    files = [StagedFile(path=path, sha256=Path(path).name[:64], size=size) for path, size in packs.items()]
    for path, data in metadata.items():
        file = folder / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise fault_of(exc, file.parent) from exc
        write_whole(file, data)
        files.append(StagedFile(path=path, sha256=hashlib.sha256(data).hexdigest(), size=len(data)))
    staged = Staged(folder=folder, base=base, version=version, files=tuple(files))
    document = {"format": _FORMAT, "base": base, "version": version, "files": [asdict(file) for file in files]}
    write_whole(folder / _LIST, json.dumps(document).encode())
    return staged


def load_staged(folder: Path) -> Staged | None:
    """Return what an interrupted publish left to be uploaded, None if that is nothing or not complete."""
    try:
        document: Any = json.loads((folder / _LIST).read_bytes())
        if document["format"] != _FORMAT:
            return None
        staged = Staged(
            folder=folder,
            base=int(document["base"]),
            version=int(document["version"]),
            files=tuple(StagedFile(**file) for file in document["files"]),
        )
        intact = all(_sha256((folder / file.path).read_bytes()) == file.sha256 for file in staged.files)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return staged if intact and staged.files and staged.files[-1].path == _TIMESTAMP else None


def clear(folder: Path) -> None:
    """Empty a staging folder, its list first: what is half gone must not be taken for complete.

    Raises:
        EnvironmentFault: disk or permission.
    """
    try:
        (folder / _LIST).unlink(missing_ok=True)
        for entry in folder.iterdir() if folder.is_dir() else ():
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    except OSError as exc:
        raise fault_of(exc, folder) from exc


def timestamp_version(destination: Destination) -> int:
    """Return the version of the endpoint's timestamp, 0 if there is none.

    Raises:
        TrustFault: it is no signed metadata.
    """
    data = destination.read(_TIMESTAMP)
    return 0 if data is None else decode(Role.TIMESTAMP, data, destination.label, Timestamp).signed.version


def upload(
    staged: Staged,
    destination: Destination,
    *,
    now: datetime,
    take_over: bool = False,
    progress: StepProgress = unheard,
) -> Uploaded:
    """Write a staged state to its endpoint. What is there already, byte for byte, is not written again.

    Args:
        staged: what to write.
        destination: where to.
        now: the time (UTC), by which half-written states of others are judged.
        take_over: write over what somebody else left half-written, however young it is.
        progress: told ("upload", bytes done, bytes in all).

    Raises:
        PublishRefused: somebody else published meanwhile or is about to; nothing of theirs was overwritten.
        TransportFault: the destination cannot be reached; the next try goes on from there.
        EnvironmentFault: disk or permission.
    """
    sent = skipped = size = done = 0
    progress("upload", 0, staged.size)
    _refuse_lost_race(staged, destination)
    for file in staged.files:
        data = staged.data(file)
        last = file.path == _TIMESTAMP
        if last:
            _refuse_lost_race(staged, destination)
            _refuse_overwritten(staged.files[:-1], destination)
        if _is_there(file, destination):
            skipped += 1
        else:
            if not last and not take_over:
                _refuse_half_written(file, destination, now)
            destination.write(file.path, data, immutable=not last)
            if not last:
                _refuse_overwritten([file], destination)
            sent += 1
            size += file.size
        done += file.size
        progress("upload", done, staged.size)
    if not _is_published(staged, destination):
        raise lost_race(destination)
    return Uploaded(version=staged.version, files=sent, bytes=size, skipped=skipped)


def follows(staged: Staged, destination: Destination) -> bool:
    """Tell whether a staged state can still be uploaded: nobody published since, or it is there already."""
    return timestamp_version(destination) == staged.base or _is_published(staged, destination)


def _is_published(staged: Staged, destination: Destination) -> bool:
    """Tell whether the signed files of a state are all there; two timestamps of one second may well be the same."""
    return all(_is_there(file, destination) for file in reversed(staged.files) if file.path.startswith(METADATA))


def _is_there(file: StagedFile, destination: Destination) -> bool:
    if destination.size(file.path) != file.size:
        return False
    data = destination.read(file.path)
    return data is not None and _sha256(data) == file.sha256


def _refuse_lost_race(staged: Staged, destination: Destination) -> None:
    if not follows(staged, destination):
        raise lost_race(destination)


def _refuse_overwritten(files: Iterable[StagedFile], destination: Destination) -> None:
    """Give way to somebody who writes the same version at the same time: a timestamp must not point to their files."""
    if not all(_is_there(file, destination) for file in files if file.path.startswith(METADATA)):
        raise lost_race(destination)


def _refuse_half_written(file: StagedFile, destination: Destination, now: datetime) -> None:
    """Keep away from a version that somebody else is just writing: their timestamp would point to our file."""
    if not file.path.startswith(METADATA) or destination.size(file.path) is None:
        return
    for stored in destination.list(METADATA):
        if stored.path == file.path and (stored.modified is None or now - stored.modified < _PATIENCE):
            raise PublishRefused(
                what=f"{destination.label}: somebody else seems to be publishing, {file.path} is there already",
                remedy="wait until they have ended and publish again; if they gave up, --force writes over it",
            )


def lost_race(destination: Destination) -> PublishRefused:
    """Return the refusal of a state that somebody else's has overtaken."""
    return PublishRefused(
        what=f"{destination.label}: somebody else published meanwhile; nothing of theirs was overwritten",
        remedy="publish again: your changes will be put on top of theirs",
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
