"""Which fields of an item point to other items, and of which kind these must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor_app.content.faults import Path
from advisor_app.domain import Event, Item, Kind, Partner, Programme

NO_SUCCESSOR = "none"


@dataclass(frozen=True, slots=True)
class Link:
    """A field that names another item."""

    path: Path
    target: str
    kind: Kind


def links_of(item: Item) -> Iterator[Link]:
    """Return every link of an item, related ones first."""
    groups = (
        ("programmes", item.related.programmes, Kind.PROGRAMME),
        ("topics", item.related.topics, Kind.TOPIC),
        ("partners", item.related.partners, Kind.PARTNER),
        ("events", item.related.events, Kind.EVENT),
    )
    for name, ids, kind in groups:
        yield from _many(("related", name), ids, kind)
    if isinstance(item, Programme):
        yield from _programme_links(item)
    if isinstance(item, Partner) and item.parent:
        yield Link(("parent",), item.parent, Kind.PARTNER)
    if isinstance(item, Event) and item.organiser:
        yield Link(("organiser",), item.organiser, Kind.PARTNER)


def _programme_links(item: Programme) -> Iterator[Link]:
    for name, party in (("funder", item.funder), ("operator", item.operator)):
        if party is not None and party.partner:
            yield Link((name, "partner"), party.partner, Kind.PARTNER)
    if item.cumulation is not None:
        yield from _many(("cumulation", "excluded_with"), item.cumulation.excluded_with, Kind.PROGRAMME)
    yield from _many(("predecessor",), item.predecessor, Kind.PROGRAMME)
    yield from _many(("successor",), tuple(s for s in item.successor if s != NO_SUCCESSOR), Kind.PROGRAMME)


def _many(path: Path, ids: tuple[str, ...], kind: Kind) -> Iterator[Link]:
    for index, target in enumerate(ids):
        yield Link((*path, index), target, kind)
