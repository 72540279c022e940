"""How much of every enterprise around a company counts towards it (sources: see `holdings`).

One world of exact shares at a time: a share known in part is looked at with its lowest and its highest value. All
weights grow with the shares, so the two worlds bound every world between them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    """One holding in one world: who holds whom, with what share of capital and votes in percent.

    What was told of it twice is taken together so that it counts for more rather than less.
    """

    owner: str
    owned: str
    capital: float
    votes: float
    kind: HoldingKind
    exempt: bool
    public: bool
    group: str
    through_person: bool

    @property
    def stake(self) -> float:
        """Return the larger of both (Art. 6(2))."""
        return max(self.capital, self.votes)

    @property
    def controlling(self) -> float:
        """Return the votes that make a link; a mere partner by statement, or a person, brings none."""
        return 0.0 if self.kind is HoldingKind.PARTNER or self.through_person else self.votes

    def and_also(self, other: Edge) -> Edge:
        """Return this holding with what was told of it elsewhere."""
        return Edge(
            self.owner,
            self.owned,
            max(self.capital, other.capital),
            max(self.votes, other.votes),
            max(self.kind, other.kind, key=_STRENGTH.index),
            self.exempt and other.exempt,
            self.public or other.public,
            min(filter(None, (self.group, other.group)), default=""),
            self.through_person and other.through_person,
        )


_STRENGTH = (HoldingKind.PARTNER, HoldingKind.FROM_SHARE, HoldingKind.LINKED)


@dataclass(frozen=True, slots=True)
class World:
    """All holdings around a company with exact shares.

    Args:
        persons: links through natural persons and public bodies count: for the size class, not for de-minimis.
        below: what an enterprise holds, by its name.
        above: who holds an enterprise, by its name.
    """

    persons: bool
    below: Mapping[str, Sequence[Edge]]
    above: Mapping[str, Sequence[Edge]]

    def linked_to(self, start: str, barred: Iterable[str] = ()) -> tuple[str, ...]:
        """Return an enterprise and all that are linked to it, directly or through others, the nearest first."""
        group = dict.fromkeys((start,))
        known = frozenset(barred)
        grown = True
        while grown:
            fresh = [n for n in self._neighbours(group) if n not in known and self._is_linked(n, group)]
            group |= dict.fromkeys(fresh)
            grown = bool(fresh)
        return tuple(group)

    def partners_of(self, group: Collection[str]) -> dict[str, float]:
        """Return the partners of a group with their shares in percent; exempt investors are none."""
        return {
            name: share
            for name in self._neighbours(group)
            if (share := self.share(name, group)) >= PARTNER_FROM_PCT and not self.is_exempt(name, group)
        }

    def share(self, name: str, group: Collection[str]) -> float:
        """Return the share between an enterprise and a group; of two cross-holdings the greater one (Art. 6(2))."""
        down = [edge for edge in self.above.get(name, ()) if edge.owner in group]
        held = max(sum(edge.capital for edge in down), sum(edge.votes for edge in down))
        up = [self._joint(edge, _stake) for edge in self.below.get(name, ()) if edge.owned in group]
        return min(100.0, max([held, *up]))

    def is_exempt(self, name: str, group: Collection[str]) -> bool:
        """Tell whether an enterprise is in touch with a group as an exempt investor only."""
        up = [edge for edge in self.below.get(name, ()) if edge.owned in group]
        down = any(edge.owner in group for edge in self.above.get(name, ()))
        return bool(up) and not down and all(edge.exempt for edge in up)

    def public_share(self, name: str = ROOT, seen: tuple[str, ...] = ()) -> float:
        """Return what public bodies hold of an enterprise, directly or through one they control (Art. 3(4))."""
        if name in seen:
            return 0.0
        edges = [edge for edge in self.above.get(name, ()) if self._is_public(edge, (*seen, name))]
        return min(100.0, max(sum(edge.capital for edge in edges), sum(edge.votes for edge in edges)))

    def _is_public(self, edge: Edge, seen: tuple[str, ...]) -> bool:
        if edge.public:
            return not edge.exempt or self._joint(edge, _stake) > LINKED_ABOVE_PCT
        return self.public_share(edge.owner, seen) > LINKED_ABOVE_PCT

    def _neighbours(self, group: Collection[str]) -> list[str]:
        names = {edge.owned: None for name in group for edge in self.below.get(name, ())}
        names |= {edge.owner: None for name in group for edge in self.above.get(name, ())}
        return [name for name in names if name not in group]

    def _is_linked(self, name: str, group: Collection[str]) -> bool:
        down = [edge for edge in self.above.get(name, ()) if edge.owner in group]
        up = [edge for edge in self.below.get(name, ()) if edge.owned in group]
        if any(edge.kind is HoldingKind.LINKED and self._counts(edge) for edge in (*down, *up)):
            return True
        if sum(edge.controlling for edge in down) > LINKED_ABOVE_PCT:
            return True
        return any(self._joint(edge, _controlling) > LINKED_ABOVE_PCT for edge in up)

    def _counts(self, edge: Edge) -> bool:
        return self.persons or not edge.through_person

    def _joint(self, edge: Edge, measure: Callable[[Edge], float]) -> float:
        """Return what a holder has together with those who act with it."""
        if not edge.group:
            return measure(edge)
        return sum(measure(other) for other in self.above[edge.owned] if other.group == edge.group)


def _stake(edge: Edge) -> float:
    return edge.stake


def _controlling(edge: Edge) -> float:
    return edge.controlling


def world(holdings: Sequence[Holding], *, highest: bool, persons: bool = True) -> World:
    """Return the holdings with the lowest or the highest shares they may have; they must be free of faults."""
    merged: dict[tuple[str, str], Edge] = {}
    for owner, said in walk(holdings):
        if said.public and not persons:
            # Enterprises that have nothing in common but the same public body are no single undertaking.
            continue
        edge = _edge(owner, said, highest=highest)
        ends = (edge.owner, edge.owned)
        merged[ends] = edge.and_also(merged[ends]) if ends in merged else edge
    below: dict[str, list[Edge]] = {}
    above: dict[str, list[Edge]] = {}
    for edge in merged.values():
        below.setdefault(edge.owner, []).append(edge)
        above.setdefault(edge.owned, []).append(edge)
    return World(persons, below, above)


def _edge(told_under: str, said: Holding, *, highest: bool) -> Edge:
    owner, owned = (told_under, said.name) if said.direction is Direction.HOLDS else (said.name, told_under)
    capital = _end(said, said.share_pct, highest=highest)
    votes = capital if said.votes_pct is None else _end(said, said.votes_pct, highest=highest)
    exempt = said.exempt is not Exempt.NONE
    return Edge(owner, owned, capital, votes, said.kind, exempt, said.public, said.group, said.through_person)


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
    group = dict.fromkeys(around.linked_to(ROOT))
    counted = dict.fromkeys(group, 1.0)
    for partner, share in around.partners_of(group).items():
        for name in around.linked_to(partner, barred=group):
            counted[name] = max(counted.get(name, 0.0), share / 100)
    counted.pop(ROOT, None)
    return counted
