"""One condition against what is known of its fact: decided wherever every value that is still possible agrees."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from advisor_app.domain.eligibility import Op, Rule, Value
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Possible, Profile, Provenance
from advisor_app.domain.programme import Boost
from advisor_app.domain.region import is_within
from advisor_app.matching.industries import among
from advisor_app.matching.truth import Truth, truth_of

SEAT = "company.seat_ags"
SITES = "company.site_ags"


class OwnValue(Protocol):
    """What a condition compares with, where its programme says more of it than the profile does; can be hashed."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts that it depends on."""

    def missing(self, profile: Profile) -> tuple[str, ...]:
        """Return which of its facts would have to be known, or known more exactly."""

    def possible(self, profile: Profile) -> Possible:
        """Return what it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a condition asks, without the words and the source of the one rule that asks it; rules share conditions."""

    fact: str
    op: Op
    value: Value | None = None
    other: str = ""
    edition: str = ""
    own: OwnValue | None = None

    @classmethod
    def of(cls, rule: Rule, own: OwnValue | None = None) -> Condition:
        """Return what a rule's condition asks; it must not be a manual one.

        Args:
            rule: the condition.
            own: what its programme itself says of the fact that is compared with.
        """
        if rule.op is None or rule.op is Op.MANUAL:
            raise ValueError(f"{rule.id or rule.form} asks no fact")
        edition, other = rule.edition, rule.value_from
        return cls(fact=rule.fact, op=rule.op, value=rule.value, other=other, edition=edition, own=own)

    @classmethod
    def of_boost(cls, boost: Boost) -> Condition:
        """Return what makes a programme more relevant."""
        return cls(fact=boost.fact, op=Op(boost.op), value=boost.value)

    @property
    def key(self) -> tuple[object, ...]:
        """Return what makes two conditions the same question; True is not 1 here."""
        return (self.fact, self.op, repr(self.value), self.other, self.edition, self.own)

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts that it asks for."""
        if self.own is not None:
            return (self.fact, *self.own.facts)
        if self.counts_seat:
            return (self.fact, SEAT)
        return (self.fact, self.other) if self.other else (self.fact,)

    @property
    def counts_seat(self) -> bool:
        """Tell whether it asks for sites anywhere in a region: the seat is one of them, whoever lists them or not."""
        return self.fact == SITES and self.op is Op.WITHIN

    def against(self, profile: Profile) -> Possible:
        """Return what the fact is compared with, where that is another fact."""
        return profile.value(self.other).possible if self.own is None else self.own.possible(profile)

    def truth(self, profile: Profile) -> Truth:
        """Return whether the condition holds of a profile."""
        if self.counts_seat:
            # One of several places suffices. The list alone cannot make it fail: the seat may lie elsewhere.
            return max(truth for _, truth in self._by_place(profile))
        own = self._measured(profile)
        if self.other:
            return _compare(self.op, own, self.against(profile))
        return self._of(own)

    def _measured(self, profile: Profile) -> Possible:
        """Return what is compared; what a programme itself says of the fact where that meets a fixed value."""
        return profile.value(self.fact).possible if self.own is None or self.other else self.own.possible(profile)

    def _of(self, own: Possible) -> Truth:
        """Return whether it holds of what is known of its fact."""
        if isinstance(own, Absent) or self.value is None:
            return Truth.OPEN
        if self.op in _COMPARISONS:
            return _compare(self.op, own, Known(self.value))
        if isinstance(own, Interval):
            return Truth.OPEN
        test = _TESTS[self.op]
        return _agreed(test(value, self) for value in _values(own))

    def _by_place(self, profile: Profile) -> tuple[tuple[str, Truth], ...]:
        """Return what the seat and the listed sites say by themselves."""
        return tuple((name, self._of(profile.value(name).possible)) for name in (SEAT, SITES))

    def told(self, profile: Profile) -> FactValue:
        """Return what is known of its fact; of sites the seat, where that is what makes it hold."""
        value = profile.value(self.fact)
        measured = self._measured(profile)
        if measured != value.possible:
            return FactValue(possible=measured, provenance=Provenance.DERIVED, as_of=value.as_of)
        truths = dict(self._by_place(profile)) if self.counts_seat else {}
        if truths.get(SEAT) is not Truth.TRUE or truths[SITES] is Truth.TRUE:
            return value
        seat = profile.value(SEAT)
        return FactValue(possible=_each_listed(seat.possible), provenance=Provenance.DERIVED, as_of=seat.as_of)

    def missing(self, profile: Profile) -> tuple[str, ...]:
        """Return which of its facts would have to be known, or known more exactly, where it is open."""
        if self.counts_seat:
            return tuple(name for name, truth in self._by_place(profile) if truth is Truth.OPEN)
        if not self.other:
            return (self.fact,) if self.own is None else self.own.missing(profile)
        names = (self.fact, self.other) if self.own is None else (self.fact,)
        missing = tuple(name for name in names if not isinstance(profile.value(name).possible, Known))
        if self.own is None or isinstance(self.own.possible(profile), Known):
            return missing
        return (*missing, *self.own.missing(profile))

    def settling(self, profile: Profile, missing: Sequence[str]) -> tuple[str, ...]:
        """Return which of the missing facts could decide it alone; where neither side is known, none can yet."""
        if len(missing) == 1 or self.counts_seat:
            return tuple(missing)
        others = [name for name in missing if name != self.fact]
        found = [self.fact] if self.fact in missing and not isinstance(self.against(profile), Absent) else []
        if len(others) == 1 and not profile.value(self.fact).is_open:
            found += others
        return tuple(found)


def judged(value: FactValue) -> Truth:
    """Return what a person found of a manual condition."""
    possible = value.possible
    return truth_of(possible.value) if isinstance(possible, Known) and isinstance(possible.value, bool) else Truth.OPEN


def _agreed(truths: Iterable[Truth]) -> Truth:
    """Return what all possible values agree on."""
    found = set(truths)
    return found.pop() if len(found) == 1 else Truth.OPEN


def _values(possible: Possible) -> tuple[Any, ...]:
    if isinstance(possible, Known):
        return (possible.value,)
    return possible.values if isinstance(possible, AnyOf) else ()


_Ends = tuple[Any, Any]
_COMPARISONS = frozenset((Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE, Op.BEFORE, Op.AFTER))
# The first compares every possible value of the left with every one of the right: what must hold of their ends.
_ORDERS: Mapping[Op, tuple[Callable[[Any, Any], bool], bool]] = {
    Op.LT: (operator.lt, True),
    Op.LE: (operator.le, True),
    Op.BEFORE: (operator.lt, True),
    Op.GT: (operator.gt, False),
    Op.GE: (operator.ge, False),
    Op.AFTER: (operator.gt, False),
}


def _compare(op: Op, left: Possible, right: Possible) -> Truth:
    """Return whether a comparison holds; values that cannot be compared (text with a number) leave it open."""
    if isinstance(left, Absent) or isinstance(right, Absent):
        return Truth.OPEN
    try:
        if op is Op.EQ:
            return _equal(left, right)
        if op is Op.NE:
            return _equal(left, right).opposite
        return _ordered(op, _ends(left), _ends(right))
    except TypeError:
        return Truth.OPEN


def _ordered(op: Op, left: _Ends, right: _Ends) -> Truth:
    holds, rising = _ORDERS[op]
    # A rising comparison holds for sure where the greatest on the left meets the least on the right, and may hold
    # where the least on the left meets the greatest on the right.
    surely = (left[1], right[0]) if rising else (left[0], right[1])
    perhaps = (left[0], right[1]) if rising else (left[1], right[0])
    if None not in surely and holds(*surely):
        return Truth.TRUE
    if None not in perhaps and not holds(*perhaps):
        return Truth.FALSE
    return Truth.OPEN


def _ends(possible: Possible) -> _Ends:
    """Return the least and the greatest possible value, None where an end is open."""
    if isinstance(possible, Interval):
        return possible.min, possible.max
    values = _values(possible)
    return min(values), max(values)


def _equal(left: Possible, right: Possible) -> Truth:
    ones, others = _values(left), _values(right)
    if ones and others:
        return _agreed(truth_of(one == other) for one in ones for other in others)
    (low, high), (least, most) = _ends(left), _ends(right)
    apart = (None not in (high, least) and high < least) or (None not in (low, most) and most < low)
    if apart:
        return Truth.FALSE
    points = {low, high, least, most}
    if len(points) == 1 and None not in points:
        return Truth.TRUE
    values = ones or others
    return Truth.FALSE if values and all(_outside(value, left, right) for value in values) else Truth.OPEN


def _outside(value: Any, *sides: Possible) -> bool:
    return any(
        (side.min is not None and value < side.min) or (side.max is not None and value > side.max)
        for side in sides
        if isinstance(side, Interval)
    )


def _listed(value: Any) -> tuple[Any, ...]:
    """Return the codes a value stands for: a list fact may be answered with a single code."""
    return tuple(value) if isinstance(value, tuple | list | frozenset | set) else (value,)


def _each_listed(possible: Possible) -> Possible:
    """Return a place that is known as a list of places."""
    if isinstance(possible, AnyOf):
        return AnyOf(tuple((place,) for place in possible.values))
    return Known((possible.value,)) if isinstance(possible, Known) else possible


def _wanted(condition: Condition) -> tuple[Any, ...]:
    return _listed(condition.value)


def _in(value: Any, condition: Condition) -> Truth:
    return truth_of(value in _wanted(condition))


def _any_in(value: Any, condition: Condition) -> Truth:
    return truth_of(any(code in _wanted(condition) for code in _listed(value)))


def _within(value: Any, condition: Condition) -> Truth:
    """Tell whether one of the places lies in a region; a place that is known only coarsely leaves it open."""
    several = FACTS[condition.fact].type is FactType.REGIONS
    places = _listed(value) if several else (value,)
    if any(not isinstance(place, str) for place in places):
        return Truth.OPEN
    return max((_place_within(place, _wanted(condition)) for place in places), default=Truth.FALSE)


def _place_within(place: str, regions: tuple[str, ...]) -> Truth:
    if any(is_within(place, region) for region in regions):
        return Truth.TRUE
    return Truth.OPEN if any(is_within(region, place) for region in regions) else Truth.FALSE


def _industry(value: Any, condition: Condition) -> Truth:
    codes = _listed(value)
    if any(not isinstance(code, str) for code in codes):
        return Truth.OPEN
    return among(codes, _wanted(condition), condition.edition)


_TESTS: Mapping[Op, Callable[[Any, Condition], Truth]] = {
    Op.IN: _in,
    Op.NOT_IN: lambda value, condition: _in(value, condition).opposite,
    Op.ANY_IN: _any_in,
    Op.NONE_IN: lambda value, condition: _any_in(value, condition).opposite,
    Op.WITHIN: _within,
    Op.WZ_IN: _industry,
    Op.WZ_NOT_IN: lambda value, condition: _industry(value, condition).opposite,
}
