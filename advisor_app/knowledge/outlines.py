"""From records straight to outlines: what an outline does not have is skipped, not built.

At 20,000 items this takes a third of the time and a fifth of the memory of reading the items themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, cast

import msgspec

from advisor_app.domain import Kind
from advisor_app.domain.outlines import (
    EventOutline,
    Outline,
    Outlines,
    PartnerOutline,
    ProgrammeOutline,
    TopicOutline,
)
from advisor_app.errors import KnowledgeDamaged
from advisor_app.knowledge.records import SCHEMA_MAJOR

_TYPES: dict[str, type[Outline]] = {
    Kind.PROGRAMME: ProgrammeOutline,
    Kind.TOPIC: TopicOutline,
    Kind.PARTNER: PartnerOutline,
    Kind.EVENT: EventOutline,
}
# No two items have these in common, so looking for an equal one would only cost time.
_OWN = frozenset({"id", "title", "related"})


class _Schema(msgspec.Struct):
    schema: str


class _Decoder:
    """Decodes records and lets outlines share equal values: reviews, regions and themes are the same in most.

    Values are compared field by field: tuples of texts and of codes may be equal without being the same.
    """

    def __init__(self) -> None:
        self._schema = msgspec.json.Decoder(_Schema)
        self._decoders = {f"{kind}/{SCHEMA_MAJOR}": msgspec.json.Decoder(one) for kind, one in _TYPES.items()}
        self._pools: dict[type[Outline], dict[str, dict[object, object]]] = {
            one: {part.name: {} for part in fields(one) if part.name not in _OWN} for one in _TYPES.values()
        }

    def outline(self, record: bytes) -> Outline:
        """Return the outline of one record.

        Raises:
            KnowledgeDamaged: the record is not one of ours.
        """
        try:
            schema = self._schema.decode(record).schema
            decoder = self._decoders.get(schema)
            if decoder is None:
                raise KnowledgeDamaged(path="", reason=f"record schema {schema} is not known to this version")
            decoded = decoder.decode(record)
        except msgspec.MsgspecError as exc:
            raise KnowledgeDamaged(path="", reason=f"a record cannot be read: {exc}") from exc
        values = {
            name: pool.setdefault(value, value)
            for name, pool in self._pools[type(decoded)].items()
            if (value := getattr(decoded, name))
        }
        return replace(decoded, **cast("dict[str, Any]", values))


def outlines_in(records: Iterable[bytes]) -> Outlines:
    """Return the outlines of the items that records stand for, each kind in the order in which they come.

    Args:
        records: canonical records of items in UTF-8.

    Raises:
        KnowledgeDamaged: one is not one of ours.
    """
    decoder = _Decoder()
    found: dict[type[Outline], list[Any]] = defaultdict(list)
    for record in records:
        outline = decoder.outline(record)
        found[type(outline)].append(outline)
    return Outlines(
        programmes=tuple(found[ProgrammeOutline]),
        topics=tuple(found[TopicOutline]),
        partners=tuple(found[PartnerOutline]),
        events=tuple(found[EventOutline]),
    )
