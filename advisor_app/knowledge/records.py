"""Records: the canonical JSON line of an item or a vocabulary, its way back, and the digests updates are checked by.

One record is one JSON object in UTF-8, NFC, with sorted keys and no spaces. Fields that hold their default are
left out, whole numbers are written without a fraction, so that equal items give equal bytes. A vocabulary is a record
as well, with the id `vocabulary/<name>` and its labels in the order of its authors.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, StrEnum
from typing import Any, cast

import msgspec

from advisor_app.domain import Event, Item, Kind, Partner, Programme, Topic, kind_of
from advisor_app.errors import KnowledgeDamaged

SCHEMA_MAJOR = 1
VOCABULARY = "vocabulary"
VOCABULARY_PREFIX = f"{VOCABULARY}/"
RECORD_ID = re.compile(r"[a-z0-9-]+|vocabulary/[a-z0-9_-]+")
_TYPES: dict[str, type[Item]] = {
    Kind.PROGRAMME: Programme,
    Kind.TOPIC: Topic,
    Kind.PARTNER: Partner,
    Kind.EVENT: Event,
}


class _Review(msgspec.Struct):
    checked_on: str


class _Related(msgspec.Struct, frozen=True):
    programmes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


class _Summary(msgspec.Struct):
    """What is to be known about a record without reading all of it."""

    id: str
    schema: str
    review: _Review | None = None
    former_ids: tuple[str, ...] = ()
    related: _Related = _Related()
    predecessor: tuple[str, ...] = ()
    successor: tuple[str, ...] = ()
    organiser: str = ""


class _Vocabulary(msgspec.Struct):
    id: str
    schema: str
    labels: tuple[tuple[str, str], ...]


class Relation(StrEnum):
    """How an item names another one."""

    RELATED = "related"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    ORGANISER = "organiser"


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """What a record says about itself: kind ("vocabulary" for one), ISO day of the last check, former ids, links."""

    kind: str
    checked_on: str
    former_ids: tuple[str, ...]
    links: frozenset[tuple[Relation, str]]


def canonical(item: Item) -> str:
    """Return the canonical record of an item."""
    fields = cast("dict[str, object]", _plain(item))
    fields["schema"] = f"{kind_of(item)}/{SCHEMA_MAJOR}"
    return _line(fields)


def vocabulary_record(name: str, labels: Mapping[str, str]) -> str:
    """Return the canonical record of a vocabulary.

    Args:
        name: its name, such as `themes`.
        labels: code -> German label; the order is kept.
    """
    pairs = [[_plain(code), _plain(label)] for code, label in labels.items()]
    return _line({"id": VOCABULARY_PREFIX + name, "labels": pairs, "schema": f"{VOCABULARY}/{SCHEMA_MAJOR}"})


def is_vocabulary(record_id: str) -> bool:
    """Tell whether a record is a vocabulary, by its id."""
    return record_id.startswith(VOCABULARY_PREFIX)


def vocabulary_of(record: str) -> tuple[str, dict[str, str]]:
    """Return name and labels of a vocabulary from its record.

    Raises:
        KnowledgeDamaged: the record is not one of ours.
    """
    try:
        found = msgspec.json.decode(record, type=_Vocabulary)
    except msgspec.MsgspecError as exc:
        raise _unreadable(exc) from exc
    if found.schema != f"{VOCABULARY}/{SCHEMA_MAJOR}":
        raise KnowledgeDamaged(path="", reason=f"record schema {found.schema} is not known to this version")
    return found.id.removeprefix(VOCABULARY_PREFIX), dict(found.labels)


def head_of(record_id: str, record: str) -> Head:
    """Return what a record says about itself.

    Raises:
        KnowledgeDamaged: it is no record, or not the one of this id.
    """
    try:
        found = msgspec.json.decode(record, type=_Summary)
    except msgspec.MsgspecError as exc:
        raise _unreadable(exc) from exc
    kind = found.schema.partition("/")[0]
    if (
        RECORD_ID.fullmatch(record_id) is None
        or found.id != record_id
        or is_vocabulary(record_id) != (kind == VOCABULARY)
    ):
        raise KnowledgeDamaged(path="", reason=f"a record is not what its id says: {record_id[:80]!r}")
    return Head(kind, found.review.checked_on if found.review else "", found.former_ids, frozenset(_links(found)))


def item_of(record: str) -> Item:
    """Return the item a record stands for.

    Raises:
        KnowledgeDamaged: the record is not one of ours.
    """
    try:
        fields = msgspec.json.decode(record, type=dict[str, Any])
        kind, _, major = str(fields.pop("schema")).partition("/")
        if major != str(SCHEMA_MAJOR):
            raise KnowledgeDamaged(path="", reason=f"record schema {kind}/{major} is not known to this version")
        return msgspec.convert(fields, _TYPES[kind])
    except (msgspec.MsgspecError, KeyError, AttributeError) as exc:
        raise _unreadable(exc) from exc


def record_digest(record: str | bytes) -> str:
    """Return the SHA-256 of a canonical record (given as text or in UTF-8), in hex."""
    return hashlib.sha256(record.encode() if isinstance(record, str) else record).hexdigest()


def state_digest(version: int, digests: Iterable[tuple[str, str]]) -> str:
    """Return the digest of a whole state of knowledge.

    Args:
        version: content version the state belongs to.
        digests: (record id, record digest) of every record, in any order.
    """
    state = hashlib.sha256(f"kb-state-v1\0{version}\0".encode())
    for record_id, digest in sorted(digests):
        state.update(f"{record_id}\0{digest}\n".encode())
    return state.hexdigest()


def _links(record: _Summary) -> Iterator[tuple[Relation, str]]:
    related = record.related
    for relation, targets in (
        (Relation.RELATED, related.programmes + related.topics + related.partners + related.events),
        (Relation.PREDECESSOR, record.predecessor),
        (Relation.SUCCESSOR, record.successor),
        (Relation.ORGANISER, (record.organiser,) if record.organiser else ()),
    ):
        yield from ((relation, target) for target in targets)


def _line(fields: Mapping[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _unreadable(exc: Exception) -> KnowledgeDamaged:
    return KnowledgeDamaged(path="", reason=f"a record cannot be read: {exc}")


def _plain(value: object) -> object:
    """Reduce a domain value to JSON types, leaving out what holds its default."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value.value) if isinstance(value, Enum) else value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(entry)
            for field in dataclasses.fields(value)
            if (entry := getattr(value, field.name)) != field.default
        }
    return value
