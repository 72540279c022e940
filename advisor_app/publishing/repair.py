"""Bringing back what an endpoint has lost, from what the last publish here kept (`<staging>.last`).

Nothing is believed because it was kept: the chain is read with the kept files laid over the endpoint and verified as
ever, signatures and hashes, from the endpoint's own timestamp on. Only what fits into it is written.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tuf.api.metadata import Root, Timestamp

from advisor_app.errors import ContentMismatch, EnvironmentFault, SignatureWrong, TrustFault
from advisor_app.knowledge.disk import fault_of, write_whole
from advisor_app.publishing.app_release import damaged_installers
from advisor_app.publishing.chain import Current, PackFile, Read, read_root, read_roots
from advisor_app.publishing.destination import Destination
from advisor_app.publishing.history import History
from advisor_app.publishing.paths import hashed_path
from advisor_app.publishing.refusal import PublishRefused
from advisor_app.publishing.release import State, read_records, read_state
from advisor_app.publishing.signed import Role, check_signatures, decode, path_of
from advisor_app.publishing.upload import Staged, clear, lost_race
from advisor_app.updates.format import CHANNEL_FIELD, HISTORY, SNAPSHOT

_TIMESTAMP = path_of(Role.TIMESTAMP, 0)
# Without these two nobody can put a version on top of the present one.
_NEEDED = (SNAPSHOT, HISTORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What a repair came to.

    `written` are the files that were brought back, `lost` the targets whose file is nowhere. `state` is what the
    channel holds, without its past where that is lost: then the next version begins it anew. `installers` are signed
    installers of the app whose file is missing or damaged: only who has the files can bring them back.
    """

    current: Current
    state: State
    written: tuple[str, ...]
    lost: tuple[str, ...]
    installers: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Return whether the channel can go on as it is."""
        return not set(_NEEDED) & set(self.lost)


def kept_folder(staging: Path) -> Path:
    """Return where the tree that was published last from a staging folder is kept."""
    return staging.with_name(f"{staging.name}.last")


def keep(staged: Staged, beside: Mapping[str, bytes]) -> None:
    """Keep a published tree in place of the one before, and empty its staging folder.

    What has been published has been published: a full disk here only takes away what a repair could need.

    Args:
        staged: what was uploaded.
        beside: path -> bytes of the endpoint's other files that its signed state needs.

    Raises:
        EnvironmentFault: the staging folder can neither be kept nor emptied.
    """
    last = kept_folder(staged.folder)
    with suppress(EnvironmentFault, OSError):
        for path, data in beside.items():
            file = staged.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, data)
        if last.exists():
            shutil.rmtree(last)
        # The list first: what is kept must never be taken for something that waits for its upload.
        staged.list_file.unlink()
        staged.folder.rename(last)
    clear(staged.folder)


@contextmanager
def naming_repair() -> Iterator[None]:
    """Add to a refusal of a damaged endpoint what mends it."""
    try:
        yield
    except TrustFault as exc:
        if type(exc) not in (TrustFault, ContentMismatch, SignatureWrong):
            raise
        reason = f"{exc.details['reason']}; if it was damaged, 'advisor-admin publish --repair' mends it"
        raise type(exc)(**{**exc.details, "reason": reason}) from exc


def mend(
    destination: Destination,
    kept: Path,
    trusted_root: bytes,
    *,
    now: datetime,
    known: Mapping[str, int] | None = None,
) -> Mended:
    """Verify a channel with the kept files laid over it and write again what is missing there or differs.

    Args:
        destination: where it lies.
        kept: the folder that the last publish kept; it need not be there.
        trusted_root: the root the channel is known by.
        now: the time (UTC).
        known: role -> version last seen here; anything older is refused.

    Raises:
        PublishRefused: the signed files do not verify even so, or somebody else published meanwhile.
        EnvironmentFault, TransportFault: the endpoint cannot be read or written.
    """
    over = _Overlay(destination, kept, trusted_root)
    try:
        current = over.current(now, known)
        state, lost = _state(current, over)
    except TrustFault as exc:
        raise PublishRefused(
            what=f"{exc.details['where']}: {exc.details['reason']}, and what is kept here does not help",
            remedy="run it on the machine that published last, or put a backup of the endpoint in its place",
        ) from exc
    needed = {**over.packs(current), **over.signed()}
    damaged = {path: data for path, data in needed.items() if destination.read(path) != data}
    for path, data in damaged.items():
        if destination.read(_TIMESTAMP) != over.first:
            raise lost_race(destination)
        destination.write(path, data, immutable=path != _TIMESTAMP)
    installers = damaged_installers(current, destination.read)
    return Mended(current=current, state=state, written=tuple(damaged), lost=lost, installers=installers)


def _state(current: Current, over: _Overlay) -> tuple[State, tuple[str, ...]]:
    """Return what the channel holds, as far as it can be read, and what of it is lost."""
    packs = current.packs()
    if not packs:
        return State(), ()
    there = over.packs(current)
    lost = [name for name, pack in packs.items() if hashed_path(name, pack.sha256) not in there]
    lost += [name for name in _NEEDED if name not in packs]
    if not set(_NEEDED) & set(lost):
        return read_state(current, over.read), tuple(lost)
    records: Mapping[str, str] = {}
    if SNAPSHOT not in lost:
        records = read_records(current, over.read).records
    return State(records=records, history=History(version=current.content_version)), tuple(lost)


@dataclass(slots=True)
class _Overlay:
    """An endpoint with kept files laid over it.

    `first` is the endpoint's own timestamp, `_used` are the signed files that verified.
    """

    destination: Destination
    kept: Path
    trusted_root: bytes
    first: bytes | None = None
    _used: dict[str, bytes] = field(default_factory=dict)

    def current(self, now: datetime, known: Mapping[str, int] | None) -> Current:
        """Return the verified signed state; the endpoint's own files count first, where they will do.

        Raises:
            TrustFault: it cannot be verified, the kept files laid over it or not.
        """
        self._refuse_another_channel()
        self.first = self.destination.read(_TIMESTAMP)
        with suppress(TrustFault):
            if self.first is not None:
                return self._current(self.destination.read, now, known)
        found = self._current(self._kept_first, now, known)
        newer = path_of(Role.SNAPSHOT, found.version(Role.SNAPSHOT) + 1)
        if self.destination.read(newer) is not None and not self._is_sound(self.first):
            # Our timestamp would take back what somebody else published since.
            raise TrustFault(where=f"{self.destination.label}: {_TIMESTAMP}", reason=f"is lost, and {newer} is there")
        return found

    def packs(self, current: Current) -> dict[str, bytes]:
        """Return path -> bytes of the signed packs that are there or kept."""
        found: dict[str, bytes] = {}
        for name, pack in current.packs().items():
            path = hashed_path(name, pack.sha256)
            data = self._pack(path, pack)
            if data is not None:
                found[path] = data
        return found

    def signed(self) -> dict[str, bytes]:
        """Return path -> bytes of the signed files, in the order in which to write them."""
        return dict(sorted(self._used.items(), key=lambda one: _rank(one[0])))

    def read(self, path: str) -> bytes | None:
        """Return a pack, the kept one where the endpoint's is not the signed one; its name holds its hash."""
        sha256 = path.rpartition("/")[2].partition(".")[0]
        for data in (self.destination.read(path), self._of_kept(path)):
            if data is not None and hashlib.sha256(data).hexdigest() == sha256:
                return data
        return None

    def _pack(self, path: str, pack: PackFile) -> bytes | None:
        data = self.read(path)
        return data if data is not None and len(data) == pack.length else None

    def _current(self, read: Read, now: datetime, known: Mapping[str, int] | None) -> Current:
        used: dict[str, bytes] = {}
        current = Current.read(
            _noting(read, used), self.trusted_root, now=now, where=self.destination.label, known=known
        )
        self._used = used
        self._add_trusted_root()
        return current

    def _refuse_another_channel(self) -> None:
        """Keep away from a channel that is not ours: none of its files would verify, and all would be written over."""
        path = self._root_path()
        try:
            there = read_root(self.destination.read(path) or b"", path)
        except TrustFault:
            return
        ours = read_root(self.trusted_root, path)
        if there.signed.unrecognized_fields.get(CHANNEL_FIELD) != ours.signed.unrecognized_fields.get(CHANNEL_FIELD):
            raise SignatureWrong(where=self.destination.label, reason="is another channel")

    def _add_trusted_root(self) -> None:
        """Have the trusted root written again where it is missing or damaged; nothing else needs it to verify."""
        path = self._root_path()
        try:
            read_root(self.destination.read(path) or b"", path)
        except TrustFault:
            self._used[path] = self.trusted_root

    def _root_path(self) -> str:
        return path_of(Role.ROOT, read_root(self.trusted_root, "").signed.version)

    def _kept_first(self, path: str) -> bytes | None:
        if path == _TIMESTAMP and self._is_sound(self.first):
            return self.first
        data = self._of_kept(path)
        return self.destination.read(path) if data is None else data

    def _is_sound(self, timestamp: bytes | None) -> bool:
        """Tell whether the endpoint's own timestamp is signed: then it decides, however much newer it is than ours."""
        if timestamp is None:
            return False
        try:
            root = decode(Role.ROOT, read_roots(self._kept_first, self.trusted_root, "")[-1], "", Root)
            signed = decode(Role.TIMESTAMP, timestamp, "", Timestamp)
            check_signatures(root.signed, Role.TIMESTAMP, signed, "")
        except TrustFault:
            return False
        return True

    def _of_kept(self, path: str) -> bytes | None:
        if path == self._root_path():
            return self.trusted_root
        file = self.kept / path
        try:
            return file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise fault_of(exc, file) from exc


def _noting(read: Read, used: dict[str, bytes]) -> Callable[[str], bytes | None]:
    def noted(path: str) -> bytes | None:
        data = read(path)
        if data is not None:
            used[path] = data
        return data

    return noted


def _rank(path: str) -> int:
    """Return when a signed file is written: what is pointed to before what points to it."""
    order = (Role.ROOT, Role.APP, Role.CONTENT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)
    return next(number for number, role in enumerate(order) if f"/{path}".endswith((f".{role}.json", f"/{role}.json")))
