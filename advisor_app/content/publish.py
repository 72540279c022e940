"""The items that ship: published ones only, with links that lead both ways and never into nothing (rule 8).

What is internal, items and contacts, is for editors and stays with them (rule 12).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from advisor_app.content.links import NO_SUCCESSOR, links_of
from advisor_app.domain import Event, Item, Kind, Partner, Programme, Status, kind_of
from advisor_app.domain.item import Related, Visibility
from advisor_app.domain.programme import Cumulation, Party


class HasItems(Protocol):
    """Whatever holds checked items, such as loaded content."""

    @property
    def items(self) -> Sequence[Item]:
        """Return the items, by id."""


def published(content: HasItems) -> tuple[Item, ...]:
    """Return the published items by id, without those that are internal and without internal contacts.

    Links to what does not ship are dropped, old ids replaced, and every link gets its way back: related items on both
    sides, partners know what they fund, run and offer, predecessors and successors know each other.
    """
    shipped = {item.id: item for item in content.items if _ships(item)}
    renamed = {old: item.id for item in shipped.values() for old in item.former_ids}
    resolver = _Resolver(shipped, renamed)
    cleaned = [_cleaned(item, resolver) for _, item in sorted(shipped.items())]
    backward = _Backward()
    for item in cleaned:
        backward.note(item)
    return tuple(_completed(item, backward) for item in cleaned)


def _ships(item: Item) -> bool:
    return item.status is Status.PUBLISHED and item.visibility is not Visibility.INTERNAL


@dataclass(frozen=True, slots=True)
class _Resolver:
    """Finds what a link leads to today."""

    shipped: Mapping[str, Item]
    renamed: Mapping[str, str]

    def one(self, target: str, kind: Kind) -> str:
        """Return the id a link leads to, or "" if that does not ship."""
        current = self.renamed.get(target, target)
        found = self.shipped.get(current)
        return current if found is not None and kind_of(found) is kind else ""

    def many(self, targets: Iterable[str], kind: Kind, own: str) -> tuple[str, ...]:
        """Return the ids that ship, each once, without the item itself."""
        found = dict.fromkeys(self.one(target, kind) for target in targets)
        return tuple(target for target in found if target not in ("", own))


@dataclass(slots=True)
class _Backward:
    """Who points to whom: target -> ids, by the field in which the way back is kept."""

    related: dict[str, dict[Kind, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    predecessor: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    successor: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    excluded: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def note(self, item: Item) -> None:
        """Remember the way back of every link of an item."""
        for link in links_of(item):
            if link.path[0] == "predecessor":
                self.successor[link.target].add(item.id)
            elif link.path[0] == "successor":
                self.predecessor[link.target].add(item.id)
            elif link.path[0] == "cumulation":
                self.excluded[link.target].add(item.id)
            else:
                self.related[link.target][kind_of(item)].add(item.id)


def _cleaned(item: Item, resolver: _Resolver) -> Item:
    """Return the item with links to shipped items only."""
    related = item.related
    item = replace(
        item,
        related=Related(
            programmes=resolver.many(related.programmes, Kind.PROGRAMME, item.id),
            topics=resolver.many(related.topics, Kind.TOPIC, item.id),
            partners=resolver.many(related.partners, Kind.PARTNER, item.id),
            events=resolver.many(related.events, Kind.EVENT, item.id),
        ),
    )
    if isinstance(item, Programme):
        return _cleaned_programme(item, resolver)
    if isinstance(item, Partner):
        contacts = tuple(one for one in item.contacts if one.visibility is not Visibility.INTERNAL)
        return replace(item, parent=resolver.one(item.parent, Kind.PARTNER), contacts=contacts)
    if isinstance(item, Event):
        return replace(item, organiser=resolver.one(item.organiser, Kind.PARTNER))
    return item


def _cleaned_programme(item: Programme, resolver: _Resolver) -> Programme:
    def party(given: Party) -> Party:
        return replace(given, partner=resolver.one(given.partner, Kind.PARTNER))

    def programmes(ids: tuple[str, ...]) -> tuple[str, ...]:
        return resolver.many(ids, Kind.PROGRAMME, item.id)

    cumulation = item.cumulation
    return replace(
        item,
        funder=party(item.funder),
        operator=party(item.operator) if item.operator else None,
        cumulation=cumulation and replace(cumulation, excluded_with=programmes(cumulation.excluded_with)),
        predecessor=programmes(item.predecessor),
        successor=item.successor if item.successor == (NO_SUCCESSOR,) else programmes(item.successor),
    )


def _completed(item: Item, backward: _Backward) -> Item:
    """Return the item with the ways back added behind its own links, by id."""
    back = backward.related[item.id]
    item = replace(
        item,
        related=Related(
            programmes=_joined(item.related.programmes, back[Kind.PROGRAMME]),
            topics=_joined(item.related.topics, back[Kind.TOPIC]),
            partners=_joined(item.related.partners, back[Kind.PARTNER]),
            events=_joined(item.related.events, back[Kind.EVENT]),
        ),
    )
    if not isinstance(item, Programme):
        return item
    successor = () if item.successor == (NO_SUCCESSOR,) and backward.successor[item.id] else item.successor
    excluded = backward.excluded[item.id]
    cumulation = item.cumulation or (Cumulation() if excluded else None)
    return replace(
        item,
        predecessor=_joined(item.predecessor, backward.predecessor[item.id]),
        successor=_joined(successor, backward.successor[item.id]),
        cumulation=cumulation and replace(cumulation, excluded_with=_joined(cumulation.excluded_with, excluded)),
    )


def _joined(own: tuple[str, ...], others: set[str]) -> tuple[str, ...]:
    return own + tuple(sorted(others - set(own)))
