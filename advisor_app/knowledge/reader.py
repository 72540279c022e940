"""Reading a knowledge database; it never changes while it is open.

The statements are few and plain, so SQLite is asked directly: SQLAlchemy would take 20 MB of memory, and a quarter of a
second of the time until the first answer, in every window.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from advisor_app.domain import Item, Kind
from advisor_app.errors import KnowledgeDamaged, KnowledgeMissing, KnowledgeTooNew
from advisor_app.knowledge.info import FORMAT, KnowledgeInfo
from advisor_app.knowledge.records import VOCABULARY, Relation, item_of, vocabulary_of

if TYPE_CHECKING:
    from advisor_app.domain.outlines import Outlines

# Threads that read at once; further ones wait for a moment.
_CONNECTIONS = 6

_META = "SELECT key, value FROM meta"
_COUNTS = "SELECT kind, count(*) FROM record GROUP BY kind"
_ALL = "SELECT id, canonical FROM record ORDER BY id"
_OF_KIND = "SELECT canonical FROM record WHERE kind = ? ORDER BY id"
_ITEMS = "SELECT canonical FROM record WHERE kind != ? ORDER BY id"
# In UTF-8 as it is stored: no text is made of it only to be encoded again.
_ENCODED = "SELECT CAST(canonical AS BLOB) FROM record WHERE kind != ? ORDER BY id"
# Lists go in as one JSON text, whatever their length.
_SOME = "SELECT id, canonical FROM record WHERE id IN (SELECT value FROM json_each(?))"
_SOME_ITEMS = f"{_SOME} AND kind != ?"
_RENAMED = "SELECT id FROM former_id WHERE former_id = ?"
_LINKING = (
    "SELECT DISTINCT id FROM link WHERE target IN (SELECT value FROM json_each(?)) "
    "AND relation IN (SELECT value FROM json_each(?))"
)


class _Pool:
    """Connections to one file, lent to one thread at a time.

    All are opened at once: other processes may sweep the file away while this one still reads it.
    """

    def __init__(self, uri: str) -> None:
        self._idle: SimpleQueue[sqlite3.Connection | None] = SimpleQueue()
        self._closed = False
        try:
            for _ in range(_CONNECTIONS):
                self._idle.put(sqlite3.connect(uri, uri=True, check_same_thread=False))
        except BaseException:
            self.close()
            raise

    @contextmanager
    def lend(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; wait if all are lent.

        Raises:
            RuntimeError: the pool was closed.
        """
        connection = self._idle.get()
        if connection is None:
            self._idle.put(None)  # for the next one who asks
            raise RuntimeError("the knowledge was closed")
        try:
            yield connection
        finally:
            if self._closed:
                connection.close()
            else:
                self._idle.put(connection)

    def close(self) -> None:
        """Close what is not lent; what is lent is closed when it comes back."""
        self._closed = True
        while not self._idle.empty():
            connection = self._idle.get()
            if connection is not None:
                connection.close()
        self._idle.put(None)


class KnowledgeReader:
    """Read access to one knowledge database, safe to share between threads.

    Args:
        path: the database file; opened read-only and immutable, so readers never block an update.

    Raises:
        KnowledgeMissing: there is no such file.
        KnowledgeDamaged: it is not a knowledge database or cannot be read.
        KnowledgeTooNew: a newer app wrote it.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise KnowledgeMissing(path=path)
        self._path = path
        self._outlines: Outlines | None = None
        self._outlining = Lock()
        try:
            self._pool = _Pool(f"{path.resolve().as_uri()}?mode=ro&immutable=1")
        except sqlite3.Error as exc:
            raise self._damaged(exc) from exc
        try:
            self._meta = self._read_meta()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._pool.close()
        self._outlines = None

    def is_intact(self) -> bool:
        """Tell whether every page and every lookup of the file is in order; reads all of it."""
        return self._rows("PRAGMA integrity_check") == [("ok",)]

    def info(self) -> KnowledgeInfo:
        """Return what the database says about itself."""
        return self._info

    def get(self, item_id: str) -> Item | None:
        """Return an item by its id or a former one; None if there is none."""
        found = self.get_many([item_id])
        if item_id in found:
            return found[item_id]
        renamed = self._rows(_RENAMED, item_id)
        current = renamed[0][0] if renamed else None
        return None if current is None else self.get_many([current]).get(current)

    def get_many(self, ids: Sequence[str]) -> dict[str, Item]:
        """Return the items with these ids; unknown ids are left out."""
        rows = self._rows(_SOME_ITEMS, json.dumps(list(ids)), VOCABULARY)
        found = {item_id: self._item(canonical) for item_id, canonical in rows}
        return {item_id: found[item_id] for item_id in ids if item_id in found}

    def items(self, kind: Kind | None = None) -> Iterator[Item]:
        """Yield every item, or those of one kind, by id."""
        for (canonical,) in self._stream(_ITEMS, VOCABULARY) if kind is None else self._stream(_OF_KIND, str(kind)):
            yield self._item(canonical)

    def outlines(self) -> Outlines:
        """Return the outlines of all items; read once, by whichever thread asks first.

        Each row is fetched on its own, so that other threads get their turn many times a millisecond.
        """
        with self._outlining:
            if self._outlines is None:
                self._outlines = self._read_outlines()
            return self._outlines

    def linking_to(self, ids: Sequence[str], relations: Sequence[Relation]) -> set[str]:
        """Return the ids of the items that name one of these ids in one of these ways."""
        rows = self._rows(_LINKING, json.dumps(list(ids)), json.dumps(list(map(str, relations))))
        return {item_id for (item_id,) in rows}

    def canonical_records(self) -> Iterator[tuple[str, str]]:
        """Yield id and canonical text of every record, vocabularies included, by id."""
        yield from self._stream(_ALL)

    def canonical(self, record_id: str) -> str | None:
        """Return the canonical text of a record, None if there is none of this id."""
        return self.canonical_many([record_id]).get(record_id)

    def canonical_many(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the canonical texts of the records with these ids; unknown ids are left out."""
        return dict(self._rows(_SOME, json.dumps(list(ids))))

    def label(self, vocabulary: str, code: str) -> str:
        """Return the German label of a code; the code itself where it has none."""
        return self._vocabularies.get(vocabulary, {}).get(code, code)

    def vocabulary(self, name: str) -> Mapping[str, str]:
        """Return code -> German label of a vocabulary, in the order of its authors."""
        return self._vocabularies.get(name, {})

    def vocabularies(self) -> Mapping[str, Mapping[str, str]]:
        """Return all vocabularies by name."""
        return self._vocabularies

    def _item(self, record: str) -> Item:
        try:
            return item_of(record)
        except KnowledgeDamaged as exc:
            raise KnowledgeDamaged(path=self._path, reason=exc.details["reason"]) from exc

    def _read_outlines(self) -> Outlines:
        from advisor_app.knowledge.outlines import outlines_in  # noqa: PLC0415 - not on the way to the first paint

        try:
            return outlines_in(record for (record,) in self._stream(_ENCODED, VOCABULARY))
        except KnowledgeDamaged as exc:
            raise KnowledgeDamaged(path=self._path, reason=exc.details["reason"]) from exc

    def _rows(self, statement: str, *values: str) -> list[Any]:
        return list(self._stream(statement, *values))

    def _stream(self, statement: str, *values: str) -> Iterator[Any]:
        """Yield rows as they are read; a connection is lent meanwhile."""
        try:
            with self._pool.lend() as connection:
                yield from connection.execute(statement, values)
        except sqlite3.DatabaseError as exc:
            raise self._damaged(exc) from exc

    def _damaged(self, exc: sqlite3.Error) -> KnowledgeDamaged:
        return KnowledgeDamaged(path=self._path, reason=str(exc))

    def _read_meta(self) -> dict[str, str]:
        meta: dict[str, str] = dict(self._rows(_META))
        try:
            found = int(meta["format"])
        except (KeyError, ValueError) as exc:
            raise KnowledgeDamaged(path=self._path, reason="it does not say which format it has") from exc
        if found > FORMAT:
            raise KnowledgeTooNew(path=self._path, found=found, supported=FORMAT)
        if found < FORMAT:
            reason = f"an older version wrote it (format {found}, this one reads {FORMAT})"
            raise KnowledgeDamaged(path=self._path, reason=reason, found=found, supported=FORMAT)
        return meta

    @cached_property
    def _info(self) -> KnowledgeInfo:
        items = {kind: int(number) for kind, number in self._rows(_COUNTS)}
        vocabularies = items.pop(VOCABULARY, 0)
        try:
            version = int(self._meta["version"])
            return KnowledgeInfo(
                version=version,
                digest=self._meta["digest"],
                as_of=self._meta["as_of"],
                items=dict(sorted(items.items())),
                vocabularies=vocabularies,
            )
        except (KeyError, ValueError) as exc:
            raise KnowledgeDamaged(path=self._path, reason="its identity is incomplete") from exc

    @cached_property
    def _vocabularies(self) -> dict[str, dict[str, str]]:
        records = [canonical for (canonical,) in self._rows(_OF_KIND, VOCABULARY)]
        try:
            return dict(vocabulary_of(record) for record in records)
        except KnowledgeDamaged as exc:
            raise KnowledgeDamaged(path=self._path, reason=exc.details["reason"]) from exc
