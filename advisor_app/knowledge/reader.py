"""Reading a knowledge database; it never changes while it is open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from advisor_app.domain import Item, Kind
from advisor_app.errors import KnowledgeDamaged, KnowledgeMissing, KnowledgeTooNew
from advisor_app.knowledge import tables
from advisor_app.knowledge.info import KnowledgeInfo
from advisor_app.knowledge.records import VOCABULARY, Relation, item_of, vocabulary_of

# SQLite binds at most 32,766 values a statement; a list never asks for more than a few hundred.
_AT_ONCE = 500
# Threads that read at once; further ones wait for a moment.
_CONNECTIONS = 6


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
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._engine = sa.create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(uri, uri=True, check_same_thread=False),
            poolclass=sa.pool.QueuePool,
            pool_size=_CONNECTIONS,
            max_overflow=0,
        )
        try:
            self._open_all()
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
        self._engine.dispose()

    def is_intact(self) -> bool:
        """Tell whether every page and every lookup of the file is in order; reads all of it."""
        with self._connection() as connection:
            return connection.execute(sa.text("PRAGMA integrity_check")).scalars().all() == ["ok"]

    def info(self) -> KnowledgeInfo:
        """Return what the database says about itself."""
        return self._info

    def get(self, item_id: str) -> Item | None:
        """Return an item by its id or a former one; None if there is none."""
        found = self.get_many([item_id])
        if item_id in found:
            return found[item_id]
        renamed = sa.select(tables.former_id.c.id).where(tables.former_id.c.former_id == item_id)
        with self._connection() as connection:
            current = connection.execute(renamed).scalar()
        return None if current is None else self.get_many([current]).get(current)

    def get_many(self, ids: Sequence[str]) -> dict[str, Item]:
        """Return the items with these ids; unknown ids are left out."""
        found: dict[str, Item] = {}
        for start in range(0, len(ids), _AT_ONCE):
            wanted = ids[start : start + _AT_ONCE]
            query = sa.select(tables.record.c.id, tables.record.c.canonical).where(
                tables.record.c.id.in_(wanted), tables.record.c.kind != VOCABULARY
            )
            with self._connection() as connection:
                rows = connection.execute(query).all()
            found.update((row.id, self._item(row.canonical)) for row in rows)
        return {item_id: found[item_id] for item_id in ids if item_id in found}

    def items(self, kind: Kind | None = None) -> Iterator[Item]:
        """Yield every item, or those of one kind, by id."""
        table = tables.record
        wanted = table.c.kind != VOCABULARY if kind is None else table.c.kind == str(kind)
        query = sa.select(table.c.canonical).where(wanted).order_by(table.c.id)
        with self._connection() as connection:
            for row in connection.execute(query).yield_per(_AT_ONCE):
                yield self._item(row.canonical)

    def linking_to(self, ids: Sequence[str], relations: Sequence[Relation]) -> set[str]:
        """Return the ids of the items that name one of these ids in one of these ways."""
        table = tables.link
        found: set[str] = set()
        for start in range(0, len(ids), _AT_ONCE):
            query = sa.select(table.c.id).where(
                table.c.target.in_(ids[start : start + _AT_ONCE]), table.c.relation.in_(map(str, relations))
            )
            with self._connection() as connection:
                found.update(connection.execute(query).scalars())
        return found

    def canonical_records(self) -> Iterator[tuple[str, str]]:
        """Yield id and canonical text of every record, vocabularies included, by id."""
        query = sa.select(tables.record.c.id, tables.record.c.canonical).order_by(tables.record.c.id)
        with self._connection() as connection:
            for row in connection.execute(query).yield_per(_AT_ONCE):
                yield row.id, row.canonical

    def canonical(self, record_id: str) -> str | None:
        """Return the canonical text of a record, None if there is none of this id."""
        return self.canonical_many([record_id]).get(record_id)

    def canonical_many(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the canonical texts of the records with these ids; unknown ids are left out."""
        found: dict[str, str] = {}
        for start in range(0, len(ids), _AT_ONCE):
            query = sa.select(tables.record.c.id, tables.record.c.canonical).where(
                tables.record.c.id.in_(ids[start : start + _AT_ONCE])
            )
            with self._connection() as connection:
                found.update((row.id, row.canonical) for row in connection.execute(query))
        return found

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

    @contextmanager
    def _connection(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except sa.exc.DatabaseError as exc:
            raise KnowledgeDamaged(path=self._path, reason=str(exc.orig)) from exc

    def _open_all(self) -> None:
        """Open every connection now: other processes may sweep the file away while this one still reads it."""
        with ExitStack() as stack:
            for _ in range(_CONNECTIONS):
                stack.enter_context(self._connection())

    def _read_meta(self) -> dict[str, str]:
        with self._connection() as connection:
            meta = {row.key: row.value for row in connection.execute(sa.select(tables.meta))}
        try:
            found = int(meta["format"])
        except (KeyError, ValueError) as exc:
            raise KnowledgeDamaged(path=self._path, reason="it does not say which format it has") from exc
        if found > tables.FORMAT:
            raise KnowledgeTooNew(path=self._path, found=found, supported=tables.FORMAT)
        if found < tables.FORMAT:
            reason = f"an older version wrote it (format {found}, this one reads {tables.FORMAT})"
            raise KnowledgeDamaged(path=self._path, reason=reason, found=found, supported=tables.FORMAT)
        return meta

    @cached_property
    def _info(self) -> KnowledgeInfo:
        counts = sa.select(tables.record.c.kind, sa.func.count()).group_by(tables.record.c.kind)
        with self._connection() as connection:
            items = {kind: number for kind, number in connection.execute(counts)}  # noqa: C416 (rows are not pairs to mypy)
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
        table = tables.record
        query = sa.select(table.c.canonical).where(table.c.kind == VOCABULARY).order_by(table.c.id)
        with self._connection() as connection:
            records = connection.execute(query).scalars().all()
        try:
            return dict(vocabulary_of(record) for record in records)
        except KnowledgeDamaged as exc:
            raise KnowledgeDamaged(path=self._path, reason=exc.details["reason"]) from exc
