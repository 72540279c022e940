"""A small channel and small data directories in the states from which an update may begin."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from advisor_app.domain import Item
from advisor_app.errors import AdvisorError
from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import canonical, is_vocabulary, record_digest, state_digest
from advisor_app.search.index import SearchIndex
from advisor_app.search.model import SearchRequest
from tests import makers
from tests.faults.crash_program import update
from tests.unit.updates.small_channel import SmallChannel

ITEMS = 24
USER_FILES = ("user.sqlite", "settings.ini")


class Beginning(StrEnum):
    """Where an update begins: nothing there, an older version there, an older version the user went back to."""

    INSTALL = "install"
    DELTA = "delta"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class World:
    """A channel at its newest version, and a data directory for each beginning.

    `old` and `new` are (version, number of items) of the two states that may be seen from a beginning; `old` is None
    where there is none yet.
    """

    source: Path
    root: Path
    new: tuple[int, int]
    directories: Mapping[Beginning, Path]
    old: Mapping[Beginning, tuple[int, int] | None]

    def start(self, beginning: Beginning, place: Path) -> Path:
        """Return a fresh data directory in a place that is not there yet."""
        return shutil.copytree(self.directories[beginning], place)


def make_world(folder: Path) -> World:
    """Publish three versions and bring data directories to where updates begin.

    Args:
        folder: an empty folder.
    """
    channel = SmallChannel(folder / "channel", now=datetime.now(tz=UTC))
    root = folder / "root.json"
    root.write_bytes(channel.root)
    directories = {beginning: folder / beginning for beginning in Beginning}
    for directory in directories.values():
        directory.mkdir()
        _write_user_files(directory)
    counts: dict[int, int] = {}
    for number, items in enumerate(_versions(), 1):
        version = channel.publish({item.id: canonical(item) for item in items})
        counts[version] = len(items)
        if number == 1:
            _update(directories[Beginning.FORWARD], channel, root)
        if number == 2:
            _update(directories[Beginning.DELTA], channel, root)
            _update(directories[Beginning.FORWARD], channel, root)
    store = KnowledgeStore(directories[Beginning.FORWARD] / "knowledge")
    store.go_back(store.earlier()[0].name)
    old = {Beginning.INSTALL: None, Beginning.DELTA: (2, counts[2]), Beginning.FORWARD: (1, counts[1])}
    return World(channel.folder, root, (3, counts[3]), directories, old)


@contextmanager
def swift_folder() -> Iterator[Path]:
    """Lend an empty folder in memory, where flushing costs nothing; on disk where there is none."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    with TemporaryDirectory(prefix="beratungskoffer-", dir=place) as folder:
        yield Path(folder)


def user_files(data: Path) -> dict[str, bytes]:
    """Return name -> bytes of the files that no update may touch."""
    return {name: (data / name).read_bytes() for name in USER_FILES}


def _versions() -> list[list[Item]]:
    """Return three states: the second adds and changes, the third also removes."""
    first: list[Item] = [makers.programme(f"programm-{number:02}", f"Programm {number}") for number in range(ITEMS)]
    second = [*first[1:], makers.programme(first[0].id, "Anders als zuvor"), makers.topic("thema-neu", "Neues Thema")]
    third = [*second[2:], makers.partner("partner-neu", "Neuer Partner")]
    return [first, second, third]


def _update(data: Path, channel: SmallChannel, root: Path) -> None:
    answer = update(data, str(channel.folder), root)
    if "fault" in answer:
        raise RuntimeError(answer)


def _write_user_files(data: Path) -> None:
    """Write what the user made: their own database with a row, and settings."""
    base = sqlite3.connect(data / "user.sqlite")
    try:
        base.execute("PRAGMA journal_mode = DELETE")
        base.execute("CREATE TABLE note (text TEXT)")
        base.execute("INSERT INTO note VALUES ('Rückruf am Dienstag')")
        base.commit()
    finally:
        base.close()
    (data / "settings.ini").write_text("[window]\nwidth = 1200\n", encoding="utf-8")


class Violation(AssertionError):
    """What is on the disk breaks what an update promises."""


def state_of(data: Path) -> tuple[int, int] | None:
    """Return (version, number of items) of the knowledge that a reader finds, None if there is none; it must be whole.

    Raises:
        Violation: it is not.
    """
    try:
        generation = KnowledgeStore(data / "knowledge").current()
        return None if generation is None else _whole(generation)
    except (AdvisorError, sqlite3.Error, OSError, ValueError) as exc:
        raise Violation(f"{data}: {exc!r}") from exc


def _whole(generation: Generation) -> tuple[int, int]:
    """Check database, digest and index of a generation against each other, by other means than the product's own."""
    base = sqlite3.connect(f"{generation.database.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        checked = base.execute("PRAGMA integrity_check").fetchall()
    finally:
        base.close()
    if checked != [("ok",)]:
        raise Violation(f"{generation.database}: {checked}")
    with KnowledgeReader(generation.database) as reader:
        texts = dict(reader.canonical_records())
        info = reader.info()
    digest = state_digest(info.version, ((name, record_digest(text)) for name, text in texts.items()))
    if not digest == info.digest == generation.digest or info.version != generation.version:
        raise Violation(f"{generation.path}: the records are not those of the digest")
    index = SearchIndex.open(generation.index, today=date(2026, 11, 23))
    try:
        indexed = index.search(SearchRequest(limit=1, snippets=0)).total
    finally:
        index.close()
    items = sum(not is_vocabulary(name) for name in texts)
    if indexed != items:
        raise Violation(f"{generation.path}: {indexed} of {items} items are in the index")
    return generation.version, items


def leftovers(data: Path) -> set[str]:
    """Return what lies in a data directory that an undisturbed update would not have left there."""
    store = data / "knowledge"
    pointed = {f"knowledge/gen/{name}" for name in (store / "current").read_text(encoding="utf-8").split()}
    known = {"knowledge", "knowledge/current", "knowledge/gen", "knowledge/held", "knowledge/lock", *USER_FILES}
    found = {str(path.relative_to(data)) for path in [*data.iterdir(), *store.iterdir(), *(store / "gen").iterdir()]}
    parts = {str(path.relative_to(data)) for path in (data / "updates" / "dl").glob("*")}
    return found - known - pointed - {"updates"} | parts
