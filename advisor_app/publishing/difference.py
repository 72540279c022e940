"""What a publish would change, record by record and field by field, for the eyes of the editor who answers for it.

More is told than readers of the app will see: days of reviews and ids count here as well, as `editorial`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from advisor_app.domain.changes import compare
from advisor_app.domain.programme import Programme
from advisor_app.knowledge.records import VOCABULARY, is_vocabulary, item_of, vocabulary_of
from advisor_app.knowledge.writer import Prepared
from advisor_app.publishing.packs import write_pack
from advisor_app.publishing.release import Changes, changes_between, info_of
from advisor_app.updates.format import PackKind

EDITORIAL = "editorial"


class Fate(StrEnum):
    """What happens to a record."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """One field that changes.

    `nature` is what the change means to a reader (`editorial` if they will not see it); `old` and `new` are plain JSON
    values, None where there was or will be none.
    """

    path: str
    nature: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDifference:
    """One record that changes; `fields` is empty for a new or removed one."""

    id: str
    kind: str
    title: str
    fate: Fate
    fields: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that changes, by fate and id."""

    records: tuple[RecordDifference, ...]

    def count(self, fate: Fate) -> int:
        """Return how many records meet a fate."""
        return Counter(record.fate for record in self.records)[fate]

    def document(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "new": self.count(Fate.NEW),
            "changed": self.count(Fate.CHANGED),
            "removed": self.count(Fate.REMOVED),
            "records": msgspec.to_builtins(self.records),
        }


def difference(old: Mapping[str, str], new: Mapping[str, str], changes: Changes | None = None) -> Difference:
    """Compare two sets of canonical records.

    Args:
        old: id -> record as it is published.
        new: id -> record as it would be.
        changes: what leads from one to the other, where that is known already.

    Raises:
        KnowledgeDamaged: a record is not one of ours.
    """
    found = changes_between(old, new) if changes is None else changes
    records = [_told(key, old.get(key), record) for key, record in found.upserts.items()]
    records += [_told(key, old[key], None) for key in found.removed]
    order = list(Fate)
    return Difference(records=tuple(sorted(records, key=lambda one: (order.index(one.fate), one.id))))


def _told(key: str, old: str | None, new: str | None) -> RecordDifference:
    record = new if new is not None else old
    assert record is not None
    fate = Fate.NEW if old is None else Fate.REMOVED if new is None else Fate.CHANGED
    if is_vocabulary(key):
        name = vocabulary_of(record)[0]
        fields = tuple(_vocabulary_fields(old, new)) if fate is Fate.CHANGED else ()
        return RecordDifference(id=key, kind=VOCABULARY, title=name, fate=fate, fields=fields)
    item = item_of(record)
    kind = str(json.loads(record)["schema"]).partition("/")[0]
    fields = tuple(_item_fields(old, new)) if old is not None and new is not None else ()
    return RecordDifference(id=key, kind=kind, title=item.title, fate=fate, fields=fields)


def _item_fields(old: str, new: str) -> Iterator[FieldDifference]:
    """Yield what readers will be told first, then what else is not the same any more."""
    change = compare(item_of(old), item_of(new))
    told = change.fields if change is not None else ()
    for field in told:
        values = (None if value is None else msgspec.to_builtins(value) for value in (field.old, field.new))
        yield FieldDifference(path=field.path, nature=str(field.nature), old=next(values), new=next(values))
    paths = {field.path for field in told}
    before, after = dict(_flat(json.loads(old))), dict(_flat(json.loads(new)))
    for path in sorted(before.keys() | after.keys()):
        above = {path[:end] for end in (*(at for at, sign in enumerate(path) if sign == "."), len(path))}
        if before.get(path) != after.get(path) and not above & paths:
            yield FieldDifference(path=path, nature=EDITORIAL, old=before.get(path), new=after.get(path))


def _vocabulary_fields(old: str | None, new: str | None) -> Iterator[FieldDifference]:
    before = {} if old is None else vocabulary_of(old)[1]
    after = {} if new is None else vocabulary_of(new)[1]
    for code in sorted(before.keys() | after.keys()):
        if before.get(code) != after.get(code):
            yield FieldDifference(path=code, nature=VOCABULARY, old=before.get(code), new=after.get(code))
    if list(before) != list(after) and before.keys() == after.keys():
        yield FieldDifference(path="order", nature=EDITORIAL, old=list(before), new=list(after))


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the dotted path and value of everything in a record that is not an object itself."""
    if isinstance(value, dict) and value:
        for key, entry in value.items():
            yield from _flat(entry, f"{path}.{key}" if path else key)
    else:
        yield path, value


def programmes_in(records: Mapping[str, str]) -> tuple[Programme, ...]:
    """Return the programmes among canonical records.

    Raises:
        KnowledgeDamaged: a record is not one of ours.
    """
    items = (item_of(record) for key, record in records.items() if not is_vocabulary(key))
    return tuple(item for item in items if isinstance(item, Programme))


def update_size(old: Mapping[str, str], prepared: Prepared) -> int:
    """Return the bytes that a client which is up to date would fetch."""
    changes = changes_between(old, prepared.records)
    since = max(prepared.info.version - 1, 0)
    info = info_of(prepared, PackKind.DELTA, since=since, published=prepared.info.as_of)
    return write_pack(info, changes.upserts, changes.removed).length if changes else 0
