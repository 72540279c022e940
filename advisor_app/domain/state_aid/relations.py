"""How much of every enterprise around a company counts towards it (sources: see `holdings`).

One world of exact shares at a time: a share known in part is looked at with its lowest and its highest value. All
weights grow with the shares, so the two worlds bound every world between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from advisor_app.domain.state_aid.figures import Figure, span
from advisor_app.domain.state_aid.holdings import (
    LINKED_ABOVE_PCT,
    PARTNER_FROM_PCT,
    Direction,
    Exempt,
    Holding,
    HoldingKind,
    walk,
)

ROOT = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One holding in one world: who holds whom, with what share of capital and votes in percent."""

    owner: str
    owned: str
    capital: float
    votes: float
    said: Holding

    @property
    def stake(self) -> float:
        """Return the larger of both (Art. 6(2))."""
        return max(self.capital, self.votes)


@dataclass(frozen=True, slots=True)
class World:
    """All holdings around a company with exact shares.

    `persons` tells whether links through natural persons count: for the size class they do, for de-minimis they do not.
    """

    edges: tuple[Edge, ...]
    persons: bool = True
    below: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    above: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)

    def linked_to(self, start: str, barred: Iterable[str] = ()) -> tuple[str, ...]:
        """Return an enterprise and all that are linked to it, directly or through others, the nearest first."""
        group = [start]
        known = {start, *barred}
        grown = True
        while grown:
            grown = False
            for name in self._neighbours(group):
                if name not in known and self._is_linked(name, group):
                    group.append(name)
                    known.add(name)
                    grown = True
        return tuple(group)

    def partners_of(self, group: Sequence[str]) -> dict[str, float]:
        """Return the partners of a group with their shares in percent; exempt investors are none."""
        return {
            name: share
            for name in self._neighbours(group)
            if (share := self.share(name, group)) >= PARTNER_FROM_PCT and not self.is_exempt(name, group)
        }

    def share(self, name: str, group: Sequence[str]) -> float:
        """Return the share between an enterprise and a group; of two cross-holdings the greater one (Art. 6(2))."""
        down = [edge for edge in self.above.get(name, ()) if edge.owner in group]
        held = max(sum(edge.capital for edge in down), sum(edge.votes for edge in down))
        up = [self._joint(edge, _stake) for edge in self.below.get(name, ()) if edge.owned in group]
        return min(100.0, max([held, *up]))

    def is_exempt(self, name: str, group: Sequence[str]) -> bool:
        """Tell whether an enterprise is in touch with a group as an exempt investor only."""
        up = [edge for edge in self.below.get(name, ()) if edge.owned in group]
        down = any(edge.owner in group for edge in self.above.get(name, ()))
        return bool(up) and not down and all(edge.said.exempt is not Exempt.NONE for edge in up)

    def public_share(self, name: str = ROOT, seen: tuple[str, ...] = ()) -> float:
        """Return what public bodies hold of an enterprise, directly or through one they control (Art. 3(4))."""
        if name in seen:
            return 0.0
        edges = [edge for edge in self.above.get(name, ()) if self._is_public(edge, (*seen, name))]
        return min(100.0, max(sum(edge.capital for edge in edges), sum(edge.votes for edge in edges)))

    def _is_public(self, edge: Edge, seen: tuple[str, ...]) -> bool:
        if edge.said.public:
            return edge.said.exempt is Exempt.NONE or self._joint(edge, _stake) > LINKED_ABOVE_PCT
        return self.public_share(edge.owner, seen) > LINKED_ABOVE_PCT

    def _neighbours(self, group: Sequence[str]) -> list[str]:
        names = {edge.owned: None for name in group for edge in self.below.get(name, ())}
        names |= {edge.owner: None for name in group for edge in self.above.get(name, ())}
        return [name for name in names if name not in group]

    def _is_linked(self, name: str, group: Sequence[str]) -> bool:
        down = [edge for edge in self.above.get(name, ()) if edge.owner in group]
        up = [edge for edge in self.below.get(name, ()) if edge.owned in group]
        if any(edge.said.kind is HoldingKind.LINKED and self._counts(edge) for edge in (*down, *up)):
            return True
        if sum(_controlling(edge) for edge in down) > LINKED_ABOVE_PCT:
            return True
        return any(self._joint(edge, _controlling) > LINKED_ABOVE_PCT for edge in up)

    def _counts(self, edge: Edge) -> bool:
        return self.persons or not edge.said.through_person

    def _joint(self, edge: Edge, measure: Callable[[Edge], float]) -> float:
        """Return what a holder has together with those who act with it."""
        group = edge.said.group
        together = [other for other in self.above.get(edge.owned, ()) if group and other.said.group == group]
        return sum(measure(other) for other in together) if together else measure(edge)


def _stake(edge: Edge) -> float:
    return edge.stake


def _controlling(edge: Edge) -> float:
    """Return the votes that make a link; one that is stated to be a mere partner or person brings none."""
    mute = edge.said.kind is HoldingKind.PARTNER or edge.said.through_person
    return 0.0 if mute else edge.votes


def world(holdings: Sequence[Holding], *, highest: bool, persons: bool = True) -> World:
    """Return the holdings with the lowest or the highest shares they may have; they must be free of faults."""
    merged: dict[tuple[str, str], Edge] = {}
    for owner, said in walk(holdings):
        ends = (owner, said.name) if said.direction is Direction.HOLDS else (said.name, owner)
        capital = _end(said, said.share_pct, highest=highest)
        votes = capital if said.votes_pct is None else _end(said, said.votes_pct, highest=highest)
        edge = Edge(*ends, capital, votes, said)
        known = merged.get(ends)
        merged[ends] = edge if known is None or edge.stake > known.stake else known
    edges = tuple(merged.values())
    below: dict[str, tuple[Edge, ...]] = {}
    above: dict[str, tuple[Edge, ...]] = {}
    for edge in edges:
        below[edge.owner] = (*below.get(edge.owner, ()), edge)
        above[edge.owned] = (*above.get(edge.owned, ()), edge)
    return World(edges, persons, below, above)


def _end(said: Holding, figure: Figure, *, highest: bool) -> float:
    """Return an end of a share; of one that nobody knows the kind still says something."""
    if figure is None:
        if said.kind is HoldingKind.PARTNER:
            return float(LINKED_ABOVE_PCT if highest else PARTNER_FROM_PCT)
        return 100.0 if highest else 0.0
    return min(100.0, span(figure).high if highest else span(figure).low)


def weights(around: World) -> dict[str, float]:
    """Return how much of every enterprise around a company counts, from 0 to 1 (Art. 6(2) and (3)).

    Linked enterprises count in full, partners of the company or of its linked enterprises pro rata together with what
    is linked to the partner; partners of partners do not count.
    """
    group = around.linked_to(ROOT)
    counted = dict.fromkeys(group, 1.0)
    for partner, share in around.partners_of(group).items():
        for name in around.linked_to(partner, barred=group):
            counted[name] = max(counted.get(name, 0.0), share / 100)
    counted.pop(ROOT, None)
    return counted
