"""From verified records to a generation in use: the same way for an install, a delta, a repair and a USB stick.

Everything is written beside what is in use and compared with what was signed; then one small file is replaced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from advisor_app.errors import Cancelled as CancelledFault
from advisor_app.errors import ContentMismatch, KnowledgeDamaged
from advisor_app.knowledge import disk
from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.knowledge.info import KnowledgeInfo
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import is_vocabulary
from advisor_app.knowledge.writer import amend
from advisor_app.search.index import INDEX_FORMAT
from advisor_app.search.library_update import update_library
from advisor_app.updates import feed
from advisor_app.updates.format import PackInfo
from advisor_app.updates.model import Cancelled, Progress, Step

# Room that must be free beside what is counted: change images, logs, what others write meanwhile.
_SPARE_BYTES = 50_000_000
# An unpacked pack in memory and on disk, measured for the fullest case.
_RAW_TIMES = 3
# Bytes of a generation for each byte of its records, where there is no earlier one to go by.
_GENERATION_TIMES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What applying records did.

    `changed` are the ids of the items that are new or differ, `removed` of those that are gone, without vocabularies.
    """

    generation: Generation
    info: KnowledgeInfo
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """What differs from the base: new texts, ids that are gone, and the texts of both before."""

    upserts: Mapping[str, str]
    removed: tuple[str, ...]
    before: Mapping[str, str]

    def items(self) -> dict[str, str | None]:
        """Return item id -> its record before, None for a new one."""
        return {one: self.before.get(one) for one in [*self.upserts, *self.removed] if not is_vocabulary(one)}


def difference(base: Generation | None, records: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what leads from a generation to a whole state: the records to be written and the ids to be removed.

    The texts themselves are compared, so that a record that was damaged on the disk is among those to be written.

    Args:
        base: the generation to begin with, None for none.
        records: id -> canonical record of the whole state.

    Raises:
        KnowledgeMissing: the generation's database is not there.
        KnowledgeDamaged: it cannot be read; begin with none.
        KnowledgeTooNew: a newer app wrote it.
    """
    upserts, removed = dict(records), []
    if base is not None:
        with KnowledgeReader(base.database) as reader:
            for record_id, record in reader.canonical_records():
                if record_id not in records:
                    removed.append(record_id)
                elif records[record_id] == record:
                    del upserts[record_id]
    return upserts, tuple(removed)


def apply_records(  # noqa: PLR0913 (what is applied, to what, and who is told: each is one thing)
    store: KnowledgeStore,
    base: Generation | None,
    info: PackInfo,
    upserts: Mapping[str, str],
    removed: Collection[str],
    *,
    channel: str,
    received: str,
    past: Generation | None = None,
    progress: Progress = lambda _step, _done, _total: None,
    cancelled: Cancelled = lambda: False,
) -> Applied:
    """Make a generation of a base and what changed, check it against what was signed, and put it to use.

    Whatever goes wrong, the base stays as it is and in use, and nothing of the new generation is left behind.

    Args:
        store: where the new generation goes; its lock is held meanwhile.
        base: the generation to begin with (of this store or another one), None for none.
        info: what was signed about the state to reach.
        upserts: id -> canonical record.
        removed: ids that are gone; unknown ones are ignored.
        channel: channel the records came from.
        received: ISO time at which they were received.
        past: a generation that is too damaged to begin with, whose change feed goes on all the same.
        progress: told about the steps APPLY, INDEX and SWITCH.
        cancelled: asked now and then until the switch.

    Raises:
        Cancelled: `cancelled` said so.
        ContentMismatch: the records do not lead to the signed state, or one of them is none of ours.
        KnowledgeMissing: the base's database is not there.
        KnowledgeDamaged: the base's database cannot be read; a whole state can be applied without a base.
        KnowledgeTooNew: a newer app wrote the base.
        Busy: another process is writing.
        DiskFull: there is not enough room; told before anything is written where it can be foreseen.
        EnvironmentFault: the disk refused otherwise.
    """
    check_room(store.root, base, info)
    aim = KnowledgeInfo(version=info.to, digest=info.digest, as_of=info.as_of, items={})
    with store.writing():
        directory = store.new_directory(aim)
        try:
            change = _change(base, upserts, removed)
            found = _write(directory, base, info, change, progress, cancelled)
            _index(directory, base, change, progress, cancelled)
            _remember(directory, base, past, info, change, channel, received)
            _last_question(progress, cancelled)
            generation = store.activate(directory, found, index_format=INDEX_FORMAT, channel=channel, received=received)
        except KnowledgeDamaged as exc:
            store.discard(directory)
            if Path(str(exc.details["path"])).is_relative_to(directory):
                # The base is sound, so it is the records that cannot be read.
                raise ContentMismatch(where=str(info.to), reason=exc.details["reason"]) from exc
            raise
        except BaseException:
            store.discard(directory)
            raise
    return Applied(generation=generation, info=found, changed=_items(change.upserts), removed=_items(change.removed))


def _last_question(progress: Progress, cancelled: Cancelled) -> None:
    progress(Step.SWITCH, 0, None)
    if cancelled():
        raise CancelledFault


def check_room(root: Path, base: Generation | None, info: PackInfo, *, download: int = 0) -> None:
    """Refuse an update that the disk has no room for.

    Args:
        root: directory of the store it goes to.
        base: the generation to begin with, None for none.
        info: what was signed about the pack.
        download: bytes that have to be fetched before.

    Raises:
        DiskFull: it takes more than is free.
        EnvironmentFault: the file system does not say.
    """
    size = disk.size_of(base.path) if base is not None else _GENERATION_TIMES * info.raw
    needed = size + _RAW_TIMES * info.raw + download + _SPARE_BYTES
    if disk.free_bytes(root) < needed:
        raise disk.full(root, needed=needed)


def _change(base: Generation | None, upserts: Mapping[str, str], removed: Collection[str]) -> _Change:
    """Leave out what is no change: texts that are there already, ids that are not."""
    if base is None:
        return _Change(upserts, (), {})
    with KnowledgeReader(base.database) as reader:
        before = reader.canonical_many([*upserts, *removed])
    changed = {one: record for one, record in upserts.items() if before.get(one) != record}
    gone = tuple(sorted(one for one in {*removed} - upserts.keys() if one in before))
    return _Change(changed, gone, before)


def _write(
    directory: Path, base: Generation | None, info: PackInfo, change: _Change, progress: Progress, cancelled: Cancelled
) -> KnowledgeInfo:
    """Write the database and compare it with what was signed."""
    progress(Step.APPLY, 0, len(change.upserts))
    found = amend(
        base.database if base is not None else None,
        directory / "kb.sqlite",
        upserts=change.upserts,
        removed=change.removed,
        version=info.to,
        progress=lambda done, total: progress(Step.APPLY, done, total),
        cancelled=cancelled,
    )
    if found.records != info.n:
        raise ContentMismatch(where=str(info.to), reason=f"{found.records} records instead of {info.n}")
    if found.digest != info.digest:
        raise ContentMismatch(where=str(info.to), reason="the records are not those that were signed")
    return found


def _index(directory: Path, base: Generation | None, change: _Change, progress: Progress, cancelled: Cancelled) -> None:
    with ExitStack() as stack:
        after = stack.enter_context(KnowledgeReader(directory / "kb.sqlite"))
        before = stack.enter_context(KnowledgeReader(base.database)) if base is not None else None
        progress(Step.INDEX, 0, None)
        update_library(
            base.index if base is not None else None,
            directory / "index",
            before=before,
            after=after,
            changed=list(change.upserts),
            removed=change.removed,
            progress=lambda done, total: progress(Step.INDEX, done, total),
            cancelled=cancelled,
        )


def _remember(
    directory: Path,
    base: Generation | None,
    past: Generation | None,
    info: PackInfo,
    change: _Change,
    channel: str,
    received: str,
) -> None:
    """Keep what records were before, for the change feed; the first knowledge of a device is no change."""
    before = base or past
    same = before is not None and before.channel == channel
    if before is not None and same:
        feed.carry(before.path, directory)
    if base is not None:
        since = base.version if same else 0
        feed.write_images(directory, since=since, to=info.to, received=received, before=change.items())


def _items(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(one for one in ids if not is_vocabulary(one)))
