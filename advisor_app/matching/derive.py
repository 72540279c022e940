"""Facts that follow from others: size class, group headcount, age, de-minimis room, the most a project can be granted.

What somebody entered or read in a document stands; only facts that nobody answered are worked out. A fact that follows
from several possible values has several possible values itself. Whether a place is structurally weak follows from the
map of assisted areas, which is not part of the knowledge: it stays unknown until somebody answers it.

Three facts follow although they can be asked for as well. A company founded by today exists, one that will be founded
later does not yet. A seat in Germany is a site in Germany (`conditions` counts it among the sites of a region). Whoever
listed the owners listed public bodies among them, so the public share is theirs, and nothing where there is none. A
public share that is given, before or after the owners were listed, stands in its place in every condition on it, even
against the list; for the size class the larger of both counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.profile import (
    Absent,
    AnyOf,
    FactValue,
    Interval,
    Known,
    Possible,
    Profile,
    Provenance,
)
from advisor_app.domain.programme import Programme
from advisor_app.domain.region import is_within
from advisor_app.domain.state_aid.amounts import Estimate, estimate
from advisor_app.domain.state_aid.deminimis import Account, DeMinimisGrant, open_account
from advisor_app.domain.state_aid.figures import Figure, Span, span
from advisor_app.domain.state_aid.holdings import Holding
from advisor_app.domain.state_aid.sme import SizeResult, held_by_public, possible_status, size_class
from advisor_app.domain.state_aid.steps import Step, StepCode, step
from advisor_app.matching.conditions import SEAT, SITES
from advisor_app.matching.own_aid import EXPECTED_AID, bonus_holds, row_holds

SME_CLASS = "company.sme_class"
EXISTS = "company.exists"
HEADCOUNT_GROUP = "company.headcount_group"
TURNOVER_GROUP = "company.turnover_group_eur"
AGE_YEARS = "company.age_years"
DEMINIMIS_ROOM = "company.deminimis_room_eur"
PUBLIC_SHARE = "company.public_share"
SITE_IN_DE = "company.site_in_de"
DERIVED_FACTS = (
    SME_CLASS,
    HEADCOUNT_GROUP,
    TURNOVER_GROUP,
    PUBLIC_SHARE,
    AGE_YEARS,
    SITE_IN_DE,
    DEMINIMIS_ROOM,
    EXPECTED_AID,
)
_SIZE_FACTS = ("company.headcount", "company.turnover_eur", "company.balance_eur")
# A company that does not exist yet has nobody and nothing, belongs to no group and is in no trouble. What is planned
# for it can be entered and stands then (2003/361/EC, annex, Art. 4(3): a new enterprise estimates in good faith).
_NOT_YET: Mapping[str, Any] = {
    "company.headcount": 0,
    "company.turnover_eur": 0,
    "company.balance_eur": 0,
    "company.related": (),
    PUBLIC_SHARE: 0,
    "company.in_difficulty": False,
    "company.insolvency": False,
    "company.open_recovery_order": False,
    "company.deminimis_grants": (),
}
# More members of sets than this are looked at as one bracket; it holds them all.
_MOST_WORLDS = 16


@dataclass(frozen=True, slots=True)
class Derived:
    """A profile with its derived facts, and the calculation of each of them by the fact's name."""

    profile: Profile
    steps: Mapping[str, tuple[Step, ...]]


def deriver(today: date) -> Callable[[Profile], Profile]:
    """Return the function that fills the derived facts of a profile as of a day."""

    def fill(profile: Profile) -> Profile:
        return derive(profile, today).profile

    return fill


def derive(profile: Profile, today: date) -> Derived:
    """Return a profile with every derived fact that follows from what is known, and the calculations."""
    profile = _with_what_is_not_yet(_with_existence(profile, today))
    facts = dict(profile.facts)
    steps: dict[str, tuple[Step, ...]] = {}
    for name, (possible, lines) in _worked_out(profile, today).items():
        given = profile.value(name)
        if given.possible is not Absent.UNKNOWN and given.provenance is not Provenance.DERIVED:
            continue
        steps[name] = lines
        if isinstance(possible, Absent):
            facts.pop(name, None)
        else:
            facts[name] = FactValue(possible=possible, provenance=Provenance.DERIVED, as_of=_as_of(profile, name))
    seat_step = _seat_step(profile)
    if seat_step and profile.value(SITES).is_open:
        # The list of sites is not filled in, as there may be others.
        steps[SITES] = seat_step
    filled = Profile(facts=facts, title=profile.title, judged=profile.judged)
    return Derived(filled, steps)


def _with_existence(profile: Profile, today: date) -> Profile:
    """Return a profile that says of a company whose day of founding is known whether there is one."""
    told, founded = profile.value(EXISTS), profile.value("company.founded_on")
    if told.possible is not Absent.UNKNOWN and told.provenance is not Provenance.DERIVED:
        return profile
    first, last = _days(founded.possible)
    day = today.isoformat()
    if last is not None and last <= day:
        there = True
    elif first is not None and first > day:
        there = False
    else:
        return profile if told.is_open else profile.without(EXISTS)
    return profile.with_fact(
        EXISTS, FactValue(possible=Known(there), provenance=Provenance.DERIVED, as_of=founded.as_of)
    )


def _days(possible: Possible) -> tuple[str | None, str | None]:
    """Return the first and the last day that a day may be, None for an end that is open."""
    if isinstance(possible, Interval):
        first, last = possible.min, possible.max
        return None if first is None else str(first), None if last is None else str(last)
    days = [str(day) for day in _values(possible)]
    return min(days, default=None), max(days, default=None)


def _with_what_is_not_yet(profile: Profile) -> Profile:
    """Return a profile with what follows from a company that does not exist yet."""
    exists = profile.value(EXISTS)
    if profile.known(EXISTS) is not False:
        return profile
    implied = {
        name: FactValue(possible=Known(value), provenance=Provenance.DERIVED, as_of=exists.as_of)
        for name, value in _NOT_YET.items()
        if profile.value(name).possible is Absent.UNKNOWN
    }
    return replace(profile, facts={**profile.facts, **implied})


def size_results(profile: Profile) -> tuple[SizeResult, ...]:
    """Return the size class for every combination of the values that its facts may have; one if they are all known."""
    related = _records(profile, "company.related")
    public = profile.value(PUBLIC_SHARE)
    choices = [_figures(profile.value(name).possible) for name in _SIZE_FACTS]
    # Whoever listed the owners listed public bodies among them.
    listed = related is not None and (public.is_open or public.provenance is Provenance.DERIVED)
    choices.append((0,) if listed else _figures(public.possible))
    if math.prod(len(figures) for figures in choices) > _MOST_WORLDS:
        choices = [(_hull(figures),) for figures in choices]
    return tuple(
        size_class(headcount=staff, turnover_eur=turnover, balance_eur=balance, related=related, public_pct=share)
        for staff, turnover, balance, share in product(*choices)
    )


def account(profile: Profile) -> Account:
    """Return the de-minimis account of a profile."""
    grants: tuple[DeMinimisGrant, ...] | None = _records(profile, "company.deminimis_grants")
    related: tuple[Holding, ...] | None = _records(profile, "company.related")
    return open_account(grants, related)


def estimate_for(programme: Programme, profile: Profile) -> Estimate:
    """Return what a programme may come to for a profile whose derived facts are filled."""
    return estimate(
        programme,
        total_cost=_hull(_figures(profile.value("project.total_cost_eur").possible)),
        eligible_cost=_hull(_figures(profile.value("project.eligible_cost_eur").possible)),
        rows=[row_holds(row, profile) for row in programme.rate_table],
        bonuses=[bonus_holds(bonus, profile) for bonus in programme.bonuses],
    )


Worked = tuple[Possible, tuple[Step, ...]]


def _worked_out(profile: Profile, today: date) -> dict[str, Worked]:
    sizes = size_results(profile)
    return {
        SME_CLASS: _sme_class(profile, sizes, today),
        HEADCOUNT_GROUP: _group(sizes),
        TURNOVER_GROUP: _turnover(sizes),
        PUBLIC_SHARE: _public_share(profile),
        AGE_YEARS: _age(profile, today),
        SITE_IN_DE: _site_in_de(profile),
        DEMINIMIS_ROOM: _room(profile, today),
        EXPECTED_AID: _expected_aid(profile),
    }


def _sme_class(profile: Profile, sizes: Sequence[SizeResult], today: date) -> Worked:
    found = {name for size in sizes for name in size.classes}
    now = tuple(name for name in SME_CLASSES if name in found)
    two_years = profile.known("company.two_year_rule")
    classes = possible_status(now, two_years=two_years)
    lines = list(sizes[0].steps) if len(sizes) == 1 else [step(StepCode.CLASS, classes=now)]
    if two_years is not None:
        code = StepCode.TWO_YEARS if two_years else StepCode.ONE_YEAR_ONLY
        lines.append(step(code, "Empfehlung 2003/361/EG Anhang Art. 4 Abs. 2", classes=classes))
    if profile.known(EXISTS) is False or _younger_than_a_year(profile, today):
        lines.append(step(StepCode.ESTIMATED, "Empfehlung 2003/361/EG Anhang Art. 4 Abs. 3"))
    return _choice(classes), tuple(lines)


def _choice(classes: Sequence[str]) -> Possible:
    if len(classes) == 1:
        return Known(classes[0])
    return Absent.UNKNOWN if len(classes) == len(SME_CLASSES) else AnyOf(tuple(classes))


def _group(sizes: Sequence[SizeResult]) -> Worked:
    totals = [size.total.headcount for size in sizes]
    together = Span(min(total.low for total in totals), max(total.high for total in totals))
    return _possible(together), (step(StepCode.SUM, headcount=together),)


def _turnover(sizes: Sequence[SizeResult]) -> Worked:
    """Return the turnover of the company with what is linked to it."""
    groups = [size.linked.turnover for size in sizes]
    together = Span(min(group.low for group in groups), max(group.high for group in groups))
    return _possible(together), (step(StepCode.SUM, turnover=together),)


def _public_share(profile: Profile) -> Worked:
    """Return what public bodies hold, as far as the owners are listed."""
    related: tuple[Holding, ...] | None = _records(profile, "company.related")
    if related is None:
        return (Known(0) if profile.known(EXISTS) is False else Absent.UNKNOWN), ()
    share = held_by_public(related)
    if share is None:
        return Absent.UNKNOWN, ()
    return _possible(share), (step(StepCode.PUBLIC_SHARE, share=share),)


def _site_in_de(profile: Profile) -> Worked:
    """Return that there is a site in Germany where the seat or a listed site lies there; no place says the opposite."""
    seats = _values(profile.value(SEAT).possible)
    if _in_germany(seats):
        return Known(value=True), _seat_step(profile)
    lists = _values(profile.value(SITES).possible)
    if lists and all(any(_in_germany((place,)) for place in places) for places in lists):
        return Known(value=True), ()
    return Absent.UNKNOWN, ()


def _in_germany(places: Sequence[str]) -> bool:
    return bool(places) and all(is_within(place, "DE") for place in places)


def _seat_step(profile: Profile) -> tuple[Step, ...]:
    """Return the line that the seat is a site, nothing where it is not known."""
    seat = profile.known(SEAT)
    return (step(StepCode.SEAT_IS_SITE, place=seat),) if isinstance(seat, str) else ()


def _values(possible: Possible) -> tuple[Any, ...]:
    """Return what a place or a list of places may be, nothing where it is unknown."""
    if isinstance(possible, Known):
        return (possible.value,)
    return possible.values if isinstance(possible, AnyOf) else ()


def _age(profile: Profile, today: date) -> Worked:
    """Return full years since the founding, 0 before it."""
    founded = profile.value("company.founded_on").possible
    if isinstance(founded, Known):
        ages = Span(*(2 * (_years(founded.value, today),)))
    elif isinstance(founded, AnyOf):
        years = [_years(day, today) for day in founded.values]
        ages = Span(min(years), max(years))
    elif isinstance(founded, Interval):
        oldest = math.inf if founded.min is None else _years(str(founded.min), today)
        ages = Span(0 if founded.max is None else _years(str(founded.max), today), oldest)
    elif profile.known(EXISTS) is False:
        ages = Span(0, 0)
    else:
        return Absent.UNKNOWN, ()
    return _possible(ages), (step(StepCode.AGE, years=ages, day=today.isoformat()),)


def _room(profile: Profile, today: date) -> Worked:
    opened = account(profile)
    room = opened.room_on(today)
    return _possible(room), opened.steps(today)


def _expected_aid(profile: Profile) -> Worked:
    """Return the bounds of what a project can be granted at all: aid never exceeds what the project costs."""
    costs = [
        span(figure)
        for name in ("project.total_cost_eur", "project.eligible_cost_eur")
        for figure in (_hull(_figures(profile.value(name).possible)),)
    ]
    most = min(cost.high for cost in costs)
    if most == math.inf:
        return Absent.UNKNOWN, (step(StepCode.NO_FIGURES),)
    bounds = Span(0, most)
    return _possible(bounds), (step(StepCode.COST, amount=Span(most, most)), step(StepCode.AID, amount=bounds))


def _possible(found: Span) -> Possible:
    if found.open or found.low == math.inf:
        return Absent.UNKNOWN
    if found.exact:
        return Known(int(found.low) if float(found.low).is_integer() else found.low)
    return Interval(found.low, None if found.high == math.inf else found.high)


def _figures(possible: Possible) -> tuple[Figure, ...]:
    """Return what a number may be, one figure for each of several possible values."""
    if isinstance(possible, Known):
        return (possible.value,)
    if isinstance(possible, AnyOf):
        return possible.values
    return (possible,) if isinstance(possible, Interval) else (None,)


def _hull(figures: Sequence[Figure]) -> Figure:
    spans = [span(figure) for figure in figures]
    return Span(min(one.low for one in spans), max(one.high for one in spans)).figure()


def _records(profile: Profile, name: str) -> tuple[Any, ...] | None:
    """Return records that are known, None where nobody listed them."""
    possible = profile.value(name).possible
    return tuple(possible.value) if isinstance(possible, Known) else None


def _years(founded: str, today: date) -> float:
    day = date.fromisoformat(founded)
    return float(max(0, today.year - day.year - ((today.month, today.day) < (day.month, day.day))))


def _younger_than_a_year(profile: Profile, today: date) -> bool:
    founded = profile.known("company.founded_on")
    return founded is not None and _years(founded, today) < 1


_FROM = {
    SME_CLASS: (EXISTS, *_SIZE_FACTS, "company.related", "company.public_share", "company.two_year_rule"),
    HEADCOUNT_GROUP: (EXISTS, "company.headcount", "company.related"),
    TURNOVER_GROUP: (EXISTS, "company.turnover_eur", "company.related"),
    PUBLIC_SHARE: (EXISTS, "company.related"),
    AGE_YEARS: (EXISTS, "company.founded_on"),
    SITE_IN_DE: (SEAT, SITES),
    DEMINIMIS_ROOM: (EXISTS, "company.deminimis_grants", "company.related"),
    EXPECTED_AID: ("project.total_cost_eur", "project.eligible_cost_eur"),
}


def _as_of(profile: Profile, name: str) -> str:
    """Return the day of the oldest answer a fact follows from, "" if none of them is dated."""
    days = [profile.value(source).as_of for source in _FROM[name]]
    return min((day for day in days if day), default="")
