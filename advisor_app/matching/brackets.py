"""Answers to choose from: for numbers and days the brackets between the limits that open programmes really ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from advisor_app.domain.eligibility import Op
from advisor_app.domain.facts import FACTS, Fact, FactType
from advisor_app.domain.profile import Absent, AnyOf, Interval, Known, Possible
from advisor_app.domain.region import is_within
from advisor_app.matching.conditions import Condition

_Cut = TypeVar("_Cut", float, str)

# More answers than that nobody takes in at a glance.
_MOST_CUTS = 5
# Shares and work units are told in hundredths (half a job is 0.5), everything else in whole units: euros, years, days.
_STEP = {"%": 0.01, "AWU": 0.01}
_HIGHEST = {"%": 100.0}
# Limits of the SME definition (2003/361/EC, annex, Art. 2 and 3): "fewer than" people, "at most" euros.
_SME_CUTS: Mapping[str, tuple[tuple[Op, float], ...]] = {
    "company.headcount": ((Op.LT, 10), (Op.LT, 50), (Op.LT, 250)),
    "company.turnover_eur": ((Op.LE, 2e6), (Op.LE, 10e6), (Op.LE, 50e6)),
    "company.balance_eur": ((Op.LE, 2e6), (Op.LE, 10e6), (Op.LE, 43e6)),
    "company.public_share": ((Op.LT, 25),),
}
# No rule has a limit for the costs that the expected aid is worked out from: orders of magnitude of small projects.
_COST_CUTS: tuple[tuple[Op, float], ...] = ((Op.LT, 10_000), (Op.LT, 50_000), (Op.LT, 200_000), (Op.LT, 1e6))
_BELOW = (Op.LT, Op.GE)
_CHOICES: Mapping[FactType, Callable[[tuple[str, ...]], Iterable[object]]] = {
    FactType.BOOL: lambda _: (True, False),
    FactType.CODE: lambda codes: codes,
    FactType.CODES: lambda codes: ((code,) for code in codes),
}


def options(
    fact: str, known: Possible, asked: Iterable[Condition], today: date, *, seat: Possible = Absent.UNKNOWN
) -> tuple[Possible, ...]:
    """Return the answers to choose from; none where a face has its own way of asking (places, industries, records).

    Of places only that of the project has one: most projects happen where the company is.

    Args:
        fact: what is asked for, no derived fact.
        known: what is known of it already; answers stay within.
        asked: the open conditions that the answer shall decide, also on facts derived from it.
        today: the day from which ages are counted.
        seat: where the company is.
    """
    kind = FACTS[fact]
    conditions = tuple(asked)
    if isinstance(known, AnyOf):
        return tuple(Known(value) for value in known.values)
    if kind.type in _CHOICES:
        codes = kind.codes or _codes_asked(fact, conditions)
        return tuple(Known(value) for value in _CHOICES[kind.type](codes))
    if kind.type is FactType.NUMBER:
        cuts = Counter(cut for one in conditions for cut in _number_cuts(kind, one))
        return _within(known, _number_brackets(kind, _chosen(_apart(cuts) if kind.unit == "AWU" else cuts)))
    if fact == "company.founded_on":
        days = Counter(day for one in conditions for day in _day_cuts(one, today))
        return _within(known, _day_brackets(_chosen(days), today))
    return _at_the_seat(known, seat) if fact == "project.site_ags" else ()


def _at_the_seat(known: Possible, seat: Possible) -> tuple[Possible, ...]:
    """Return the seat as an answer; where a region is known already, only a seat that lies in it and says more."""
    if not isinstance(seat, Known):
        return ()
    fits = isinstance(known, Absent) or (
        isinstance(known, Known) and known != seat and is_within(seat.value, known.value)
    )
    return (seat,) if fits else ()


def _codes_asked(fact: str, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Return the codes of an open list that programmes ask for."""
    own = [one.value for one in conditions if one.fact == fact]
    return tuple(sorted({str(code) for value in own if isinstance(value, tuple) for code in value}))


def _number_cuts(kind: Fact, condition: Condition) -> Iterable[float]:
    """Return the least numbers that lie above a limit of a condition."""
    step = _STEP.get(kind.unit, 1.0)
    if condition.fact == "company.sme_class":
        limits: tuple[tuple[Op, float], ...] = _SME_CUTS.get(kind.name, ())
    elif "project.expected_aid_eur" in condition.facts:
        limits = _COST_CUTS if kind.name in ("project.eligible_cost_eur", "project.total_cost_eur") else ()
    elif isinstance(condition.value, int | float) and not isinstance(condition.value, bool):
        limits = ((condition.op, float(condition.value)),)
    else:
        limits = ()
    for op, limit in limits:
        if op in (*_BELOW, Op.EQ, Op.NE):
            yield limit
        if op not in _BELOW:
            yield round(limit + step, 2)


def _number_brackets(kind: Fact, cuts: list[float]) -> tuple[Interval, ...]:
    step = _STEP.get(kind.unit, 1.0)
    lows: list[float] = [0, *(cut for cut in cuts if 0 < cut <= _HIGHEST.get(kind.unit, cut))]
    highs: list[float | None] = [cut - step for cut in lows[1:]]
    spans = zip(lows, [*highs, _HIGHEST.get(kind.unit)], strict=True)
    return tuple(Interval(_plain(low), None if high is None else _plain(high)) for low, high in spans)


def _plain(number: float) -> float:
    """Return a number as people write it: whole where it is whole."""
    return int(number) if number == int(number) else round(number, 2)


def _day_cuts(condition: Condition, today: date) -> Iterable[str]:
    """Return the first days that lie on the younger side of a limit."""
    if condition.fact == "company.founded_on" and isinstance(condition.value, str):
        day = date.fromisoformat(condition.value)
        yield (day if condition.op is Op.BEFORE else day + timedelta(days=1)).isoformat()
    elif condition.fact == "company.age_years":
        # Ages are full years: a company is younger than five until the day before its fifth anniversary.
        for years in _number_cuts(FACTS["company.age_years"], condition):
            yield (_years_before(today, int(years)) + timedelta(days=1)).isoformat()


def _years_before(today: date, years: int) -> date:
    """Return the latest day of founding at which a company is so many full years old."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        # On 29 February, in a year that has none: who began on 28 February had the anniversary yesterday.
        return date(today.year - years, 2, 28)


def _day_brackets(cuts: list[str], today: date) -> tuple[Interval, ...]:
    """Return brackets from the youngest to the oldest."""
    firsts = [cut for cut in cuts if cut <= today.isoformat()]
    lasts = [(date.fromisoformat(cut) - timedelta(days=1)).isoformat() for cut in firsts]
    spans = zip([None, *firsts], [*lasts, today.isoformat()], strict=True)
    return tuple(reversed([Interval(first, last) for first, last in spans]))


def _chosen(cuts: Counter[_Cut]) -> list[_Cut]:
    """Return the cuts most asked for, in order."""
    return sorted(cut for cut, _ in sorted(cuts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_CUTS])


def _apart(cuts: Counter[float]) -> Counter[float]:
    """Return the cuts without those within one of another that is asked for more: between them is half a job."""
    return Counter(
        {
            cut: asked
            for cut, asked in cuts.items()
            if not any(0 < abs(cut - other) < 1 and (cuts[other], other) > (asked, cut) for other in cuts)
        }
    )


def _within(known: Possible, brackets: tuple[Interval, ...]) -> tuple[Possible, ...]:
    """Return the brackets cut to what is known already; one alone would be no choice."""
    if isinstance(known, Interval):
        brackets = tuple(cut for cut in (_overlap(known, bracket) for bracket in brackets) if cut is not None)
    return brackets if len(brackets) > 1 else ()


def _overlap(one: Interval, other: Interval) -> Interval | None:
    lows = [end for end in (one.min, other.min) if end is not None]
    highs = [end for end in (one.max, other.max) if end is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        return None
    return Interval(low, high)
