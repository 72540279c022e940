"""The change feed: what records were before each update, kept beside the knowledge they became.

    <generation>/changes/<since>-<to>.json   {"received", "before": {id: canonical record or null}}

The images lie inside the generation, so that they switch with the knowledge, and going back takes the feed back too.
What is told is never stored: it is worked out from the oldest image of a record against the record now. So a device
that skipped fifty versions and one that got fifty updates nobody looked at tell the same.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from advisor_app.domain import Item, Kind
from advisor_app.domain.changes import ItemChange, compare
from advisor_app.domain.natures import WEIGHT
from advisor_app.errors import KnowledgeDamaged
from advisor_app.knowledge.disk import fault_of
from advisor_app.knowledge.generations import Generation
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import is_vocabulary, item_of

DIRECTORY = "changes"
MAX_FILES = 100
MAX_AGE = timedelta(days=400)
# The newest images are kept whatever their size: an update that touched everything must not cost ten times that.
MAX_BYTES = 64_000_000
_NAME = re.compile(r"(\d{1,12})-(\d{1,12})\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """What changed about one item.

    `version` and `received` (ISO time) belong to the newest update that touched it; `change` spans all that are told.
    """

    id: str
    kind: Kind
    title: str
    change: ItemChange
    version: int
    received: str


@dataclass(frozen=True, slots=True)
class _Images:
    """What one update kept: its record (None: not there) before by id."""

    received: str
    before: dict[str, str | None]


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """The versions an update led from and to, and the file of its images."""

    to: int
    since: int
    path: Path


def carry(old: Path | None, new: Path) -> None:
    """Take the images of earlier updates along into a new generation.

    Args:
        old: directory of the generation the new one is made from; None if there is none.
        new: directory of the new generation.

    Raises:
        EnvironmentFault: the images cannot be written.
    """
    kept = _spans(old)[-MAX_FILES:] if old is not None else []
    if not kept:
        return
    target = new / DIRECTORY
    try:
        target.mkdir(exist_ok=True)
        for span in kept:
            _link(span.path, target / span.path.name)
    except OSError as exc:
        raise fault_of(exc, target) from exc


def write_images(new: Path, *, since: int, to: int, received: str, before: Mapping[str, str | None]) -> None:
    """Keep what the records of an update were before it; flushed with the generation it lies in.

    Not to be called for the first knowledge of a device: nobody there knew it otherwise. Images of another channel,
    whose versions cannot be compared with these, are dropped, and so are those that are too many or too old.

    Args:
        new: directory of the new generation, earlier images already carried.
        since: version the update led on from.
        to: version it leads to; an update that leads nowhere (a repair) keeps nothing.
        received: ISO time at which it was received.
        before: canonical record before the update by id, None if there was none.

    Raises:
        EnvironmentFault: the images cannot be written.
    """
    if since == to or not before:
        return
    directory = new / DIRECTORY
    try:
        directory.mkdir(exist_ok=True)
        for span in _spans(new):
            if span.to > min(since, to - 1):
                span.path.unlink()
        (directory / f"{since}-{to}.json").write_bytes(
            msgspec.json.encode(_Images(received=received, before=dict(before)))
        )
        _prune(_spans(new), received)
    except OSError as exc:
        raise fault_of(exc, directory) from exc


def read_feed(generation: Generation, *, since: int | None = None) -> tuple[FeedEntry, ...]:
    """Return what changed, one entry for each item: newest version first, then what weighs most, then by title.

    Images that are damaged are left out, and records that are what they were before.

    Args:
        generation: the knowledge in use.
        since: tell only of updates to a later version than this; None for all that is kept.

    Raises:
        KnowledgeMissing: the database is gone.
        KnowledgeDamaged: the database cannot be read.
        KnowledgeTooNew: a newer app wrote it.
    """
    oldest: dict[str, str | None] = {}
    newest: dict[str, tuple[int, str]] = {}
    for span in _spans(generation.path):
        images = _read(span.path) if since is None or span.to > since else None
        if images is not None:
            for item_id, record in images.before.items():
                oldest.setdefault(item_id, record)
                newest[item_id] = (span.to, images.received)
    # Vocabularies travel as records too; the items they label did not change.
    told = {item_id: record for item_id, record in oldest.items() if not is_vocabulary(item_id)}
    if not told:
        return ()
    with KnowledgeReader(generation.database) as reader:
        return tuple(sorted(_entries(told, newest, reader), key=_order))


def _order(entry: FeedEntry) -> tuple[int, int, str, str]:
    return (-entry.version, WEIGHT[entry.change.nature], entry.title.casefold(), entry.id)


def _entries(
    before: Mapping[str, str | None], newest: Mapping[str, tuple[int, str]], reader: KnowledgeReader
) -> Iterator[FeedEntry]:
    now = reader.get_many(list(before))
    old, unreadable = _items(before)
    renamed = _renamed(now.values(), old)
    for item_id in before:
        if item_id in unreadable or item_id in renamed.values():
            continue
        change = compare(old.get(renamed.get(item_id, item_id)), now.get(item_id))
        if change is not None:
            version, received = newest[item_id]
            yield FeedEntry(
                id=item_id,
                kind=change.kind,
                title=change.item.title,
                change=change,
                version=version,
                received=received,
            )


def _items(records: Mapping[str, str | None]) -> tuple[dict[str, Item], set[str]]:
    """Return the items that the records were, and the ids of records that this app cannot read."""
    items: dict[str, Item] = {}
    unreadable: set[str] = set()
    for item_id, record in records.items():
        if record is None:
            continue
        try:
            items[item_id] = item_of(record)
        except KnowledgeDamaged:
            unreadable.add(item_id)
    return items, unreadable


def _renamed(now: Iterable[Item], old: Mapping[str, Item]) -> dict[str, str]:
    """Return id -> former id of the items that came to their id by a renaming told here."""
    current = list(now)
    ids = {item.id for item in current}
    return {
        item.id: former
        for item in current
        if item.id not in old
        for former in item.former_ids
        if former in old and former not in ids
    }


def _spans(generation: Path) -> list[_Span]:
    """Return the image files of a generation, oldest first."""
    found = []
    with suppress(OSError):
        for path in (generation / DIRECTORY).iterdir():
            match = _NAME.fullmatch(path.name)
            if match is not None and path.is_file():
                found.append(_Span(to=int(match[2]), since=int(match[1]), path=path))
    return sorted(found)


def _read(path: Path) -> _Images | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Images)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _prune(spans: list[_Span], received: str) -> None:
    """Remove the images that are too old, too many or too big together; the newest stay."""
    now = _time(received)
    room = MAX_BYTES
    for number, span in enumerate(reversed(spans), 1):
        room -= span.path.stat().st_size
        if number > 1 and (number > MAX_FILES or room < 0 or _too_old(span.path, now)):
            span.path.unlink()


def _too_old(path: Path, now: datetime | None) -> bool:
    images = _read(path)
    then = _time(images.received) if images is not None else None
    return images is None or (now is not None and then is not None and now - then > MAX_AGE)


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _link(source: Path, target: Path) -> None:
    """Link a file that never changes; copy it where the file system knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
