"""Writing a knowledge database: afresh from content, or from an earlier one and what changed since.

Both write a file that nobody reads yet, in one transaction that is flushed to disk at its end.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from advisor_app.domain import Item
from advisor_app.errors import Cancelled, EnvironmentFault, KnowledgeDamaged
from advisor_app.knowledge import disk, tables
from advisor_app.knowledge.info import KnowledgeInfo
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import (
    VOCABULARY,
    VOCABULARY_PREFIX,
    Head,
    canonical,
    head_of,
    record_digest,
    state_digest,
    vocabulary_record,
)

Vocabularies = Mapping[str, Mapping[str, str]]
Progress = Callable[[int, int | None], None]
Cancel = Callable[[], bool]
_BATCH = 500
_REMEDY = "free disk space or choose another folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Records in canonical form, by id, with the identity of the state they make up."""

    info: KnowledgeInfo
    records: Mapping[str, str]
    heads: Mapping[str, Head]


def prepare(items: Sequence[Item], vocabularies: Vocabularies, *, version: int) -> Prepared:
    """Bring items and vocabularies into canonical form and compute the state digest.

    Args:
        items: the published items, ids unique.
        vocabularies: vocabulary name -> code -> German label.
        version: content version of this state.
    """
    records = {item.id: canonical(item) for item in items}
    records |= {VOCABULARY_PREFIX + name: vocabulary_record(name, labels) for name, labels in vocabularies.items()}
    return prepare_records(records, version=version)


def prepare_records(records: Mapping[str, str], *, version: int) -> Prepared:
    """Compute the identity of a state given as records.

    Args:
        records: id -> canonical record, vocabularies included.
        version: content version of this state.

    Raises:
        KnowledgeDamaged: a record is not one of ours, or not the one of its id.
    """
    ordered = dict(sorted(records.items()))
    heads = {record_id: head_of(record_id, record) for record_id, record in ordered.items()}
    info = _info(
        version,
        [(record_id, record_digest(record)) for record_id, record in ordered.items()],
        [head.kind for head in heads.values()],
        max((head.checked_on for head in heads.values()), default=""),
    )
    return Prepared(info=info, records=ordered, heads=heads)


def write_knowledge(
    path: Path, prepared: Prepared, *, progress: Progress | None = None, cancelled: Cancel | None = None
) -> None:
    """Write a new database file; the same input gives the same bytes.

    Args:
        path: file to create; must not exist.
        prepared: what `prepare` returned.
        progress: told (records written, records in all).
        cancelled: asked between batches.

    Raises:
        Cancelled: `cancelled` said so; the file is incomplete and to be thrown away.
        EnvironmentFault: the file cannot be written (permission); `DiskFull` if there is no room.
    """
    with _transaction(path) as connection:
        tables.metadata.create_all(connection)
        _write_meta(connection, prepared.info)
        _write_records(connection, prepared.records, prepared.heads, progress, cancelled)


def amend(
    base: Path | None,
    target: Path,
    *,
    upserts: Mapping[str, str],
    removed: Collection[str],
    version: int,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> KnowledgeInfo:
    """Write a new database file: an earlier one with some records changed, and say what state that is.

    The digest is taken of the texts of all records as they stand in the new file, not only of those that changed, so
    that silent damage of the earlier one is found.

    Args:
        base: the earlier database, which is only read; None to begin with nothing.
        target: file to create; must not exist.
        upserts: id -> canonical record, new and changed ones.
        removed: ids that are gone; unknown ones are ignored.
        version: content version of the new state.
        progress: told (records written, records to write).
        cancelled: asked between batches.

    Returns:
        What the new database says about itself.

    Raises:
        Cancelled: `cancelled` said so; the file is incomplete and to be thrown away.
        KnowledgeMissing: the earlier database is not there.
        KnowledgeTooNew: a newer app wrote the earlier database.
        KnowledgeDamaged: the earlier database cannot be read or is of an older format, or (`path` is then that of the
            new one) a record is none of ours.
        EnvironmentFault: the file cannot be written (permission); `DiskFull` if there is no room.
    """
    try:
        heads = {record_id: head_of(record_id, record) for record_id, record in sorted(upserts.items())}
    except KnowledgeDamaged as exc:
        raise KnowledgeDamaged(path=target, reason=exc.details["reason"]) from exc
    if base is not None:
        KnowledgeReader(base).close()
        _copy(base, target)
    with _transaction(target, damaged=base) as connection:
        if base is None:
            tables.metadata.create_all(connection)
        gone = [*removed, *upserts]
        _ask(cancelled)
        _remove(connection, gone)
        _write_records(connection, upserts, heads, progress, cancelled)
        info = _state(connection, version, cancelled)
        connection.execute(sa.delete(tables.meta))
        _write_meta(connection, info)
        _ask(cancelled)
        if connection.exec_driver_sql("pragma quick_check(1)").scalar() != "ok":
            raise KnowledgeDamaged(path=base or target, reason="its structure is damaged")
    return info


def _copy(base: Path, target: Path) -> None:
    try:
        shutil.copyfile(base, target)
    except OSError as exc:
        raise disk.fault_of(exc, target, remedy=_REMEDY) from exc


@contextmanager
def _transaction(path: Path, *, damaged: Path | None = None) -> Iterator[sa.Connection]:
    """Lend a connection in a transaction that is committed and flushed at the end.

    Args:
        path: the database file.
        damaged: the file to blame if the content turns out to be damaged.
    """
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.pool.NullPool)
    try:
        with engine.begin() as connection:
            # The driver would begin with the first row only, and make a transaction of each table before.
            connection.exec_driver_sql("begin immediate")
            yield connection
    except sa.exc.OperationalError as exc:
        raise _fault(exc, path) from exc
    except sa.exc.DatabaseError as exc:
        if isinstance(exc, sa.exc.IntegrityError | sa.exc.ProgrammingError):
            raise  # a fault of ours
        raise KnowledgeDamaged(path=damaged or path, reason=_reason(exc)) from exc
    except OSError as exc:
        raise disk.fault_of(exc, path, remedy=_REMEDY) from exc
    finally:
        engine.dispose()


def _write_meta(connection: sa.Connection, info: KnowledgeInfo) -> None:
    pairs = {"format": tables.FORMAT, "version": info.version, "digest": info.digest, "as_of": info.as_of}
    connection.execute(sa.insert(tables.meta), [{"key": key, "value": str(value)} for key, value in pairs.items()])


def _write_records(
    connection: sa.Connection,
    records: Mapping[str, str],
    heads: Mapping[str, Head],
    progress: Progress | None,
    cancelled: Cancel | None,
) -> None:
    """Insert records in the order of the heads; none of them may be there."""
    done = 0
    every = iter(heads.items())
    while batch := list(islice(every, _BATCH)):
        _ask(cancelled)
        rows = [
            {"id": key, "kind": head.kind, "checked_on": head.checked_on, "canonical": records[key]}
            for key, head in batch
        ]
        connection.execute(sa.insert(tables.record), rows)
        links = [
            {"id": key, "relation": str(relation), "target": target}
            for key, head in batch
            for relation, target in sorted(head.links)
        ]
        if links:
            connection.execute(sa.insert(tables.link), links)
        done += len(batch)
        if progress is not None:
            progress(done, len(heads))
    former = sorted((old, key) for key, head in heads.items() for old in head.former_ids)
    if former:
        # Two items that claim the same former name are a slip of the content, no reason to lose the update.
        insert = sa.insert(tables.former_id).prefix_with("OR REPLACE")
        connection.execute(insert, [{"former_id": old, "id": new} for old, new in former])


def _remove(connection: sa.Connection, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        for table in (tables.record, tables.former_id, tables.link):
            connection.execute(sa.delete(table).where(table.c.id.in_(batch)))


def _state(connection: sa.Connection, version: int, cancelled: Cancel | None) -> KnowledgeInfo:
    """Take the identity of a state from the texts of all its records."""
    table = tables.record
    digests: list[tuple[str, str]] = []
    kinds: list[str] = []
    newest = ""
    # The texts as bytes: decoding them only to encode them again would take as long as the digests.
    text = sa.cast(table.c.canonical, sa.LargeBinary)
    query = sa.select(table.c.id, table.c.kind, table.c.checked_on, text)
    for rows in connection.execute(query).yield_per(_BATCH).partitions():
        _ask(cancelled)
        for record_id, kind, checked_on, record in rows:
            digests.append((record_id, record_digest(record)))
            kinds.append(kind)
            newest = max(newest, checked_on)
    return _info(version, digests, kinds, newest)


def _info(version: int, digests: Sequence[tuple[str, str]], kinds: Sequence[str], as_of: str) -> KnowledgeInfo:
    items = Counter(kinds)
    vocabularies = items.pop(VOCABULARY, 0)
    return KnowledgeInfo(
        version=version,
        digest=state_digest(version, digests),
        as_of=as_of,
        items=dict(sorted(items.items())),
        vocabularies=vocabularies,
    )


def _ask(cancelled: Cancel | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled


def _fault(exc: sa.exc.OperationalError, path: Path) -> EnvironmentFault:
    if getattr(exc.orig, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
        return disk.full(path, reason=_reason(exc), remedy=_REMEDY)
    return EnvironmentFault(path=path, reason=_reason(exc), remedy=_REMEDY)


def _reason(exc: sa.exc.DBAPIError) -> str:
    return str(exc.orig).splitlines()[0]
