"""The next version of a channel's content: from records to packs that are proven before anything is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from threading import Lock

from advisor_app.errors import Cancelled, ContentMismatch, KnowledgeDamaged
from advisor_app.knowledge.disk import fault_of, write_whole
from advisor_app.knowledge.records import is_vocabulary, record_digest, state_digest
from advisor_app.knowledge.writer import Prepared, prepare_records
from advisor_app.publishing.chain import Current, PackFile, Read
from advisor_app.publishing.history import History, Published
from advisor_app.publishing.packs import LEVEL, Packed, write_pack
from advisor_app.publishing.paths import hashed_path, read_target
from advisor_app.publishing.prune import kept_publishes
from advisor_app.publishing.refusal import PublishRefused
from advisor_app.publishing.signed import Role
from advisor_app.updates.format import HISTORY, SNAPSHOT, PackInfo, PackKind, ladder
from advisor_app.updates.packs import read_pack

# More of the items than this may only vanish when somebody says that it is meant.
MOST_REMOVED_PERCENT = 20
_GLANCE_S = 0.2

# Told (step, done, all). Steps: read, pack, prove, upload, prune.
StepProgress = Callable[[str, int, int | None], None]


def unheard(_step: str, _done: int, _whole: int | None) -> None:
    """Take progress and tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a version is packed.

    `min_app` is the oldest app that can read it ("" for any), `min_interval` the least seconds between two scheduled
    checks of a client (0 for its own), `level` the zstd level.
    """

    min_app: str = ""
    min_interval: int = 0
    level: int = LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a channel holds: its records (id -> canonical) and its history. `as_of` is the ISO day of the knowledge."""

    records: Mapping[str, str] = field(default_factory=dict)
    history: History = field(default_factory=History)
    as_of: str = ""

    @property
    def version(self) -> int:
        """Return the content version, 0 if nothing was published yet."""
        return self.history.version

    def begun_anew(self, version: int) -> State:
        """Return the state as one whose next version is `version` and the oldest: no pack leads on to it.

        Every client takes the snapshot then, whatever it holds: the way out where versions are skipped (somebody may
        hold one of them that was never ours), or where the history is lost.
        """
        return replace(self, history=History(version=version - 1, published=self.history.published))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What leads from one set of records to another: new and changed ones (id -> canonical), and ids that are gone."""

    upserts: Mapping[str, str]
    removed: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.upserts or self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A finished version: its packs by target name, and the folder in which they lie in the endpoint's own tree."""

    info: PackInfo
    packs: Mapping[str, PackFile]
    folder: Path
    changes: Changes

    @property
    def version(self) -> int:
        """Return the content version."""
        return self.info.to


def read_state(current: Current, read: Read) -> State:
    """Read what a channel holds, from its verified metadata on.

    Raises:
        ContentMismatch: a pack is missing, not the signed one, or does not hold the signed state.
    """
    packs = current.packs()
    if SNAPSHOT not in packs and HISTORY not in packs:
        return State()
    if HISTORY not in packs:
        raise ContentMismatch(where=current.where, reason="the signed content lacks its history")
    history = History.parse(read_target(read, HISTORY, packs[HISTORY], current.where), current.where)
    prepared = read_records(current, read)
    if history.version != prepared.info.version or set(history.changed) != set(prepared.records):
        raise ContentMismatch(where=current.where, reason="the history is not that of the snapshot")
    return State(records=prepared.records, history=history, as_of=prepared.info.as_of)


def read_records(current: Current, read: Read) -> Prepared:
    """Read the records that a channel holds.

    Raises:
        ContentMismatch: the snapshot is missing, not the signed one, or does not hold the signed state.
    """
    whole = current.packs().get(SNAPSHOT)
    if whole is None or whole.info is None:
        raise ContentMismatch(where=current.where, reason="the signed content lacks its snapshot")
    records = _unpacked(read_target(read, SNAPSHOT, whole, current.where), whole.info)
    try:
        prepared = prepare_records(records, version=whole.info.to)
    except KnowledgeDamaged as exc:
        raise ContentMismatch(where=current.where, reason=str(exc.details["reason"])) from exc
    if prepared.info.digest != whole.info.digest:
        raise ContentMismatch(where=current.where, reason="the snapshot does not hold the signed state")
    return prepared


def changes_between(old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
    """Return what leads from one set of records to another."""
    upserts = {key: record for key, record in new.items() if old.get(key) != record}
    return Changes(upserts=upserts, removed=frozenset(old.keys() - new.keys()))


def guard(old: Mapping[str, str], new: Mapping[str, str]) -> None:
    """Refuse what is more probably a slip than meant: no items at all, or many of them gone.

    Raises:
        PublishRefused: told with the numbers.
    """
    before = {key for key in old if not is_vocabulary(key)}
    after = {key for key in new if not is_vocabulary(key)}
    gone = len(before - after)
    if not after:
        raise PublishRefused(
            what=f"there is nothing to publish: 0 items, {len(before)} are published now",
            remedy="check --kb; --force publishes it all the same",
        )
    if gone * 100 > MOST_REMOVED_PERCENT * len(before):
        raise PublishRefused(
            what=f"{gone} of {len(before)} items ({gone * 100 // len(before)} %) would be removed, "
            f"more than {MOST_REMOVED_PERCENT} %",
            remedy="check --kb and 'advisor-admin diff'; --force publishes it all the same",
        )


def info_of(prepared: Prepared, kind: PackKind, *, since: int, published: str, terms: Terms = Terms()) -> PackInfo:
    """Return what is to be signed about a pack that leads to a state; its sizes are filled in when it is written.

    Args:
        prepared: the state.
        kind: which pack.
        since: the oldest version it leads on from, 0 for a snapshot.
        published: ISO day.
        terms: how it is packed.
    """
    return PackInfo(
        kind=kind,
        since=since,
        to=prepared.info.version,
        raw=0,
        up=0,
        down=0,
        n=len(prepared.records),
        digest=prepared.info.digest,
        as_of=prepared.info.as_of,
        published=published,
        min_app=terms.min_app,
        min_interval=terms.min_interval,
    )


def prepare_release(
    prepared: Prepared,
    previous: State,
    current: Current,
    folder: Path,
    *,
    now: datetime,
    force: bool = False,
    terms: Terms = Terms(),
    progress: StepProgress = unheard,
) -> Release | None:
    """Write the packs of the next version into a folder and prove each of them.

    Every pack is read back from disk and applied to the oldest state it is for; only if that leads to the new state is
    it taken.

    Args:
        prepared: the records; their version must be the one after `previous`.
        previous: what the channel holds; `begun_anew` for a version that comes even if nothing changed.
        current: its verified metadata.
        folder: where the endpoint's tree is staged.
        now: the time (UTC).
        force: also when much would be removed.
        terms: how it is packed.
        progress: told about each step.

    Returns:
        The release, None if nothing changed.

    Raises:
        PublishRefused: too much would be removed.
        EnvironmentFault: disk or permission.
        ContentMismatch: a pack does not lead where it should; that is a bug, and nothing was signed.
    """
    changes = changes_between(previous.records, prepared.records)
    anew = not previous.history.oldest
    if not changes and not anew:
        return None
    if not force:
        guard(previous.records, prepared.records)
    published = Published(
        version=prepared.info.version,
        at=now.isoformat(timespec="seconds"),
        content=current.version(Role.CONTENT) + 1,
        snapshot=current.version(Role.SNAPSHOT) + 1,
    )
    past = changes_between({}, prepared.records) if anew else changes
    history = previous.history.after(past.upserts, past.removed)
    history = history.with_publish(published, kept_publishes(previous.history.published, now))
    whole = info_of(prepared, PackKind.SNAPSHOT, since=0, published=now.date().isoformat(), terms=terms)
    packs = _Maker(prepared, previous, history, folder, terms.level).packs(whole, progress)
    return Release(info=packs[SNAPSHOT].info or whole, packs=packs, folder=folder, changes=changes)


@dataclass(frozen=True, slots=True)
class _Content:
    """What is to be packed."""

    info: PackInfo
    upserts: Mapping[str, str]
    removed: frozenset[str]

    def size(self) -> int:
        """Return about how many bytes that is: letters, most of which are one byte."""
        return sum(map(len, self.upserts.values()))


class _Meter:
    """Counts what the packing threads have done, and ends them.

    Args:
        whole: about how many bytes there are.
    """

    def __init__(self, whole: int) -> None:
        self.whole = whole
        self.stopped = False
        self._lock = Lock()
        self._done = 0

    @property
    def done(self) -> int:
        """Return the bytes done, never more than there are."""
        return min(self._done, self.whole)

    def fed(self, size: int) -> None:
        """Count some bytes.

        Raises:
            Cancelled: the work is to end.
        """
        if self.stopped:
            raise Cancelled
        with self._lock:
            self._done += size


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the packs of one version."""

    prepared: Prepared
    previous: State
    history: History
    folder: Path
    level: int

    def packs(self, whole: PackInfo, progress: StepProgress) -> dict[str, PackFile]:
        """Write, stage and prove all packs."""
        rungs = ladder(self.history.oldest, self.history.version)
        contents = {SNAPSHOT: _Content(whole, self.prepared.records, frozenset())}
        contents |= {name: self._rung(whole, since) for name, since in sorted(rungs.items(), reverse=True)}
        done: dict[str, PackFile] = {}
        for name, packed in self._packed(contents, progress).items():
            done[name] = self._staged(name, packed)
        for number, name in enumerate(done, 1):
            self._prove(name, done[name])
            progress("prove", number, len(done))
        data = self.history.data(level=self.level)
        digest = hashlib.sha256(data).hexdigest()
        done[HISTORY] = self._staged(HISTORY, Packed(length=len(data), sha256=digest, data=data))
        return done

    def _packed(self, contents: Mapping[str, _Content], progress: StepProgress) -> dict[str, Packed]:
        """Pack several at a time, the largest first: packing does not hold the interpreter's lock."""
        meter = _Meter(sum(content.size() for content in contents.values()))
        progress("pack", 0, meter.whole)
        with ThreadPoolExecutor() as pool:
            jobs = {
                name: pool.submit(
                    write_pack, content.info, content.upserts, content.removed, level=self.level, fed=meter.fed
                )
                for name, content in contents.items()
            }
            try:
                while wait(jobs.values(), timeout=_GLANCE_S).not_done:
                    progress("pack", meter.done, meter.whole)
                return {name: job.result() for name, job in jobs.items()}
            finally:
                # Who gives up does not wait for a minute of packing.
                meter.stopped = True
                pool.shutdown(cancel_futures=True)

    def _rung(self, whole: PackInfo, since: int) -> _Content:
        records = self.prepared.records
        upserts = {key: records[key] for key in self.history.changed_since(since)}
        info = replace(whole, kind=PackKind.DELTA, since=since)
        return _Content(info, upserts, frozenset(self.history.removed_since(since)))

    def _staged(self, name: str, pack: Packed) -> PackFile:
        path = self.folder / hashed_path(name, pack.sha256)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise fault_of(exc, path.parent) from exc
        write_whole(path, pack.data)
        return PackFile(length=pack.length, sha256=pack.sha256, info=pack.info)

    def _prove(self, name: str, pack: PackFile) -> None:
        """Read a pack back and apply it to the oldest state it is for, and to the newest one there was."""
        assert pack.info is not None
        found = read_pack(self.folder / hashed_path(name, pack.sha256), pack.info)
        bases = [self._oldest(pack.info.since), self.previous.records] if pack.info.kind is PackKind.DELTA else [{}]
        for base in bases:
            reached = {**base, **found.upserts}
            for key in found.removed:
                reached.pop(key, None)
            digest = state_digest(pack.info.to, ((key, record_digest(text)) for key, text in reached.items()))
            if digest != pack.info.digest:
                raise ContentMismatch(where=name, reason=f"from version {pack.info.since} it leads somewhere else")

    def _oldest(self, since: int) -> dict[str, str]:
        """Return the oldest state a pack is for, as far from the new one as it can be.

        What changed or went away since then is there in some other form; what did not is there as it is now.
        """
        older = dict.fromkeys(self.history.changed_since(since) | self.history.removed_since(since), "")
        kept = self.prepared.records.keys() - older.keys()
        return older | {key: self.prepared.records[key] for key in kept}


def _unpacked(data: bytes, info: PackInfo) -> dict[str, str]:
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "snapshot.kbp"
            path.write_bytes(data)
            return read_pack(path, info).upserts
    except OSError as exc:
        raise fault_of(exc, Path(gettempdir())) from exc
