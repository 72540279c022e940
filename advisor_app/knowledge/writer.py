"""Writing a knowledge database: one transaction, deterministic, flushed to disk."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from advisor_app.domain import Item, kind_of
from advisor_app.errors import Cancelled, EnvironmentFault
from advisor_app.knowledge import tables
from advisor_app.knowledge.info import KnowledgeInfo
from advisor_app.knowledge.records import canonical, record_digest, state_digest

Vocabularies = Mapping[str, Mapping[str, str]]
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Items in canonical form with the identity of the state they make up."""

    info: KnowledgeInfo
    rows: tuple[dict[str, object], ...]
    former_ids: tuple[tuple[str, str], ...]


def prepare(items: Sequence[Item], *, version: int) -> Prepared:
    """Bring items into canonical form, sorted by id, and compute the state digest.

    Args:
        items: the published items, ids unique.
        version: content version of this state.
    """
    rows: list[dict[str, object]] = []
    for item in sorted(items, key=lambda entry: entry.id):
        record = canonical(item)
        rows.append(
            {
                "id": item.id,
                "kind": str(kind_of(item)),
                "seq": version,
                "digest": record_digest(record),
                "canonical": record,
            }
        )
    info = KnowledgeInfo(
        version=version,
        digest=state_digest(version, ((str(row["id"]), str(row["digest"])) for row in rows)),
        as_of=max((item.review.checked_on for item in items), default=""),
        items=dict(sorted(Counter(str(row["kind"]) for row in rows).items())),
    )
    former = tuple(sorted((old, item.id) for item in items for old in item.former_ids))
    return Prepared(info=info, rows=tuple(rows), former_ids=former)


def write_knowledge(
    path: Path,
    prepared: Prepared,
    vocabularies: Vocabularies,
    *,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write a new database file; the same input gives the same bytes.

    Args:
        path: file to create; must not exist.
        prepared: what `prepare` returned.
        vocabularies: vocabulary name -> code -> German label.
        progress: told (records written, records in all).
        cancelled: asked between batches.

    Raises:
        Cancelled: `cancelled` said so; the file is incomplete and to be thrown away.
        EnvironmentFault: the file cannot be written (disk full, permission).
    """
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.pool.NullPool)
    try:
        with engine.begin() as connection:
            tables.metadata.create_all(connection)
            _write_meta(connection, prepared, vocabularies)
            for start in range(0, len(prepared.rows), _BATCH):
                if cancelled is not None and cancelled():
                    raise Cancelled
                batch = prepared.rows[start : start + _BATCH]
                numbered = [{"number": start + index, **row} for index, row in enumerate(batch, 1)]
                connection.execute(sa.insert(tables.record), numbered)
                if progress is not None:
                    progress(start + len(batch), len(prepared.rows))
        _flush(path)
    except (sa.exc.OperationalError, OSError) as exc:
        raise EnvironmentFault(
            path=path, reason=_reason(exc), remedy="free disk space or choose another folder"
        ) from exc
    finally:
        engine.dispose()


def _write_meta(connection: sa.Connection, prepared: Prepared, vocabularies: Vocabularies) -> None:
    info = prepared.info
    pairs = {"format": tables.FORMAT, "version": info.version, "digest": info.digest, "as_of": info.as_of}
    connection.execute(sa.insert(tables.meta), [{"key": key, "value": str(value)} for key, value in pairs.items()])
    labels = [
        {"name": name, "code": code, "position": position, "label": label}
        for name, labels in sorted(vocabularies.items())
        for position, (code, label) in enumerate(labels.items())
    ]
    if labels:
        connection.execute(sa.insert(tables.vocabulary), labels)
    if prepared.former_ids:
        connection.execute(
            sa.insert(tables.former_id), [{"former_id": old, "id": new} for old, new in prepared.former_ids]
        )


def _flush(path: Path) -> None:
    """Make sure the bytes are on the disk before anybody points to them."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _reason(exc: Exception) -> str:
    return str(getattr(exc, "orig", exc)).splitlines()[0]
