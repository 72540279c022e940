"""Records: the canonical JSON line of an item, its way back, and the digests that updates are checked by.

One record is one JSON object in UTF-8, NFC, with sorted keys and no spaces. Fields that hold their default are
left out, whole numbers are written without a fraction, so that equal items give equal bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import unicodedata
from collections.abc import Iterable
from enum import Enum
from typing import Any, cast

import msgspec

from advisor_app.domain import Event, Item, Kind, Partner, Programme, Topic, kind_of
from advisor_app.errors import KnowledgeDamaged

SCHEMA_MAJOR = 1
_TYPES: dict[str, type[Item]] = {
    Kind.PROGRAMME: Programme,
    Kind.TOPIC: Topic,
    Kind.PARTNER: Partner,
    Kind.EVENT: Event,
}


def canonical(item: Item) -> str:
    """Return the canonical record of an item."""
    fields = cast("dict[str, object]", _plain(item))
    fields["schema"] = f"{kind_of(item)}/{SCHEMA_MAJOR}"
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
        raise KnowledgeDamaged(path="", reason=f"a record cannot be read: {exc}") from exc


def record_digest(record: str) -> str:
    """Return the SHA-256 of a canonical record, in hex."""
    return hashlib.sha256(record.encode()).hexdigest()


def state_digest(version: int, digests: Iterable[tuple[str, str]]) -> str:
    """Return the digest of a whole state of knowledge.

    Args:
        version: content version the state belongs to.
        digests: (item id, record digest) of every record, in any order.
    """
    state = hashlib.sha256(f"kb-state-v1\0{version}\0".encode())
    for item_id, digest in sorted(digests):
        state.update(f"{item_id}\0{digest}\n".encode())
    return state.hexdigest()


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
