"""Who looks at the knowledge, and what of it is for them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from advisor_app.domain.item import Item, Related, Visibility
from advisor_app.domain.outlines import Outline, Outlines
from advisor_app.domain.partner import Partner
from advisor_app.domain.programme import Cumulation, Party

_Linked = TypeVar("_Linked", bound=Item | Outline)
# The wider the circle that may see something, the earlier.
_CIRCLES = tuple(Visibility)


class Audience(StrEnum):
    """Who looks: advisors of the network, or anybody, such as a client at the screen or whoever is sent something."""

    NETWORK = "network"
    ANYBODY = "anybody"


_SEES: dict[Audience, frozenset[Visibility]] = {
    Audience.NETWORK: frozenset({Visibility.PUBLIC, Visibility.NETWORK}),
    Audience.ANYBODY: frozenset({Visibility.PUBLIC}),
}


def sees(audience: Audience, visibility: Visibility) -> bool:
    """Tell whether something of this visibility is for an audience. What is internal is for editors only: for none."""
    return visibility in _SEES[audience]


def withheld_from(audience: Audience) -> tuple[Visibility, ...]:
    """Return the visibilities that are not for an audience."""
    return tuple(one for one in _CIRCLES if not sees(audience, one))


def may_name(item: Item, other: Item) -> bool:
    """Tell whether everybody who sees an item may see another one, so that it may hold that one's names."""
    return _CIRCLES.index(other.visibility) <= _CIRCLES.index(item.visibility)


@dataclass(frozen=True, slots=True)
class Sight:
    """What an audience sees of a knowledge base; `hidden` are the ids of the items that are not for them."""

    audience: Audience
    hidden: frozenset[str]

    def item(self, item: Item) -> Item | None:
        """Return what they see of an item: None if it is not for them, else without links and contacts that are not."""
        if not sees(self.audience, item.visibility):
            return None
        item = without_links(item, self.hidden)
        if isinstance(item, Partner) and not all(sees(self.audience, one.visibility) for one in item.contacts):
            return replace(item, contacts=tuple(one for one in item.contacts if sees(self.audience, one.visibility)))
        return item

    def outlines(self, outlines: Outlines) -> Outlines:
        """Return the outlines that are for them, without links that are not."""
        return Outlines(
            programmes=self._seen(outlines.programmes),
            topics=self._seen(outlines.topics),
            partners=self._seen(outlines.partners),
            events=self._seen(outlines.events),
        )

    def _seen(self, outlines: tuple[_Linked, ...]) -> tuple[_Linked, ...]:
        return tuple(without_links(one, self.hidden) for one in outlines if sees(self.audience, one.visibility))


def without_links(item: _Linked, hidden: Container[str]) -> _Linked:
    """Return an item, or its outline, without its links to some items.

    Args:
        item: what links to others.
        hidden: ids that are taken out of it.
    """
    changes: dict[str, Any] = {}
    for part in fields(item):
        if part.name in _LINKS:
            value = getattr(item, part.name)
            kept = _kept(value, hidden)
            if kept != value:
                changes[part.name] = kept
    return replace(item, **changes) if changes else item


_LINKS = frozenset({"related", "predecessor", "successor", "parent", "organiser", "funder", "operator", "cumulation"})


def _kept(value: Any, hidden: Container[str]) -> Any:
    """Return a field with links, of whatever kind, without those to hidden items."""
    match value:
        case str():
            return "" if value in hidden else value
        case tuple():
            return tuple(one for one in value if one not in hidden)
        case Related():
            return Related(
                programmes=_kept(value.programmes, hidden),
                topics=_kept(value.topics, hidden),
                partners=_kept(value.partners, hidden),
                events=_kept(value.events, hidden),
            )
        case Party():
            return replace(value, partner=_kept(value.partner, hidden))
        case Cumulation():
            return replace(value, excluded_with=_kept(value.excluded_with, hidden))
    return value
