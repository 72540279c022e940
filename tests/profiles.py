"""Profiles of any kind, for property tests.

What is drawn from is made once: a strategy that is made anew for every draw is checked anew every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache

from hypothesis import strategies as st

from advisor_app.domain.facts import FACTS, Fact, FactType
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Profile, Provenance
from advisor_app.domain.state_aid import Basis, DeMinimisGrant, Direction, Exempt, Holding, HoldingKind

DAYS = st.dates(date(1500, 1, 1), date(2100, 12, 31)).map(date.isoformat)
AMOUNTS = st.integers(0, 10**12) | st.floats(0, 1e12)
SHARES = st.integers(0, 100) | st.floats(0, 100)
TEXTS = st.text(max_size=12)
NAMES = st.text(min_size=1, max_size=8).filter(str.strip)


def intervals(values: st.SearchStrategy) -> st.SearchStrategy[Interval]:
    both = st.tuples(values, values).map(lambda ends: Interval(min(ends), max(ends)))
    return both | values.map(lambda low: Interval(low, None)) | values.map(lambda high: Interval(None, high))


def figures(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | values | intervals(values)


@st.composite
def holdings(draw: st.DrawFn, below: int = 3, above: tuple[str, ...] = ()) -> Holding:
    name = draw(NAMES.filter(lambda one: one not in above))
    known = {
        "name": st.just(name),
        "share_pct": figures(SHARES),
        "votes_pct": figures(SHARES),
        "kind": st.sampled_from(HoldingKind),
        "direction": st.sampled_from(Direction),
        "headcount": figures(AMOUNTS),
        "turnover_eur": figures(AMOUNTS),
        "balance_eur": figures(AMOUNTS),
        "public": st.booleans(),
        "exempt": st.sampled_from(Exempt),
        "group": TEXTS,
        "through_person": st.booleans(),
        "consolidated": st.booleans(),
        "related": st.lists(holdings(below - 1, (*above, name)), max_size=2).map(tuple) if below else st.just(()),
    }
    assert set(known) == {one.name for one in fields(Holding)}
    return Holding(**{name: draw(values) for name, values in known.items()})


GRANTS = st.builds(
    DeMinimisGrant,
    granted_on=DAYS,
    gge_eur=figures(AMOUNTS),
    undertaking=TEXTS,
    basis=st.sampled_from(Basis),
    note=TEXTS,
)
RECORDS: Mapping[str, st.SearchStrategy] = {"company.related": holdings(), "company.deminimis_grants": GRANTS}
REGIONS = st.sampled_from(["EU", "DE", "05", "09", "05754", "05754008", "01053100"])
CODES = st.from_regex(r"[a-z][a-z0-9_-]{0,12}", fullmatch=True)


def _numbers(fact: Fact) -> st.SearchStrategy:
    if fact.unit == "EUR":
        return AMOUNTS
    most = int(fact.most or 0)
    return st.integers(0, most) | st.floats(0, most)


@cache
def single_values(fact: Fact) -> st.SearchStrategy:
    """Return single values of a fact; those of list facts are the members of the list."""
    return {
        FactType.BOOL: st.booleans(),
        FactType.NUMBER: _numbers(fact),
        FactType.DATE: DAYS,
        FactType.CODE: st.sampled_from(fact.codes) if fact.codes else CODES,
        FactType.CODES: st.sampled_from(fact.codes) if fact.codes else CODES,
        FactType.REGION: REGIONS,
        FactType.REGIONS: REGIONS,
        FactType.WZ: st.sampled_from(["C", "62", "62.0", "62.01", "01.11"]),
        FactType.TEXT: TEXTS,
        FactType.RECORDS: RECORDS.get(fact.name, st.nothing()),
    }[fact.type]


@cache
def possible_values(fact: Fact) -> st.SearchStrategy:
    listed = fact.type in (FactType.CODES, FactType.REGIONS, FactType.WZ, FactType.RECORDS)
    values = st.lists(single_values(fact), max_size=3).map(tuple) if listed else single_values(fact)
    ways = [values.map(Known), st.sampled_from(Absent)]
    if fact.type is not FactType.RECORDS:
        ways.append(st.lists(values, min_size=1, max_size=3).map(lambda many: AnyOf(tuple(many))))
    if fact.type in (FactType.NUMBER, FactType.DATE):
        ways.append(intervals(values))
    return st.one_of(ways)


@cache
def fact_values(possible: st.SearchStrategy) -> st.SearchStrategy[FactValue]:
    return st.builds(
        FactValue, possible=possible, provenance=st.sampled_from(Provenance), as_of=st.just("") | DAYS, note=TEXTS
    )


@cache
def profiles() -> st.SearchStrategy[Profile]:
    """Return any profile."""
    names = st.lists(st.sampled_from(sorted(FACTS)), unique=True, max_size=6)
    facts = names.flatmap(
        lambda chosen: st.fixed_dictionaries({n: fact_values(possible_values(FACTS[n])) for n in chosen})
    )
    keys = st.from_regex(r"[a-z0-9-]{1,12}/[a-z0-9_]{1,12}", fullmatch=True)
    judged = st.dictionaries(keys, fact_values(st.booleans().map(Known) | st.sampled_from(Absent)), max_size=2)
    return st.builds(Profile, facts=facts, title=TEXTS, judged=judged)
