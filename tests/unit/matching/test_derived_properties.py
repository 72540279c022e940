"""What holds of every company whose facts come to light one by one: derived facts close in and turn no verdict."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.domain.eligibility import Rule
from advisor_app.domain.profile import AnyOf, FactValue, Interval, Known, Possible, Profile
from advisor_app.domain.programme import Aid, AidBasis, Amounts, Grant, Range, RateRow
from advisor_app.domain.state_aid.deminimis import DeMinimisGrant
from advisor_app.domain.state_aid.holdings import Holding
from advisor_app.matching.derive import DERIVED_FACTS, derive, deriver
from advisor_app.matching.rulebook import Rulebook
from advisor_app.matching.verdict import Outcome
from tests.unit.matching.rules import leaf, programme_with

TODAY = date(2026, 11, 23)
DEFINITE = (Outcome.FITS, Outcome.FAILS)

# What each fact turns out to be. Who lists the owners lists public bodies among them, so their share comes by itself;
# whether the class changed last year overrides what the last accounts say (2003/361/EC, annex, Art. 4).
POINTS: dict[str, tuple[Any, ...]] = {
    "company.headcount": (3, 9, 10, 49, 50, 249, 250),
    "company.turnover_eur": (500_000, 2_000_000, 9_000_000, 60_000_000),
    "company.balance_eur": (500_000, 9_000_000, 43_000_001),
    "company.related": (
        (),
        (Holding(name="Mutter", share_pct=60, headcount=180, turnover_eur=30_000_000, balance_eur=9_000_000),),
        (Holding(name="Partner", share_pct=30, headcount=100, turnover_eur=20_000_000, balance_eur=9_000_000),),
        (Holding(name="Tochter", share_pct=Interval(20, 60), headcount=Interval(5, 40)),),
        (Holding(name="Stadt", share_pct=30, public=True),),
        (Holding(name="Land", share_pct=Interval(10, 60), public=True),),
    ),
    # The seat need not stand among the sites that somebody lists: it is one of them.
    "company.seat_ags": ("05914000", "05515000", "09162000"),
    "company.site_ags": ((), ("05515000",), ("09162000",), ("09162000", "05914000")),
    "company.site_in_de": (True,),
    "company.founded_on": ("1999-03-01", "2022-06-30", "2026-05-01"),
    "company.deminimis_grants": (
        (),
        (DeMinimisGrant(granted_on="2025-04-01", gge_eur=295_000),),
        (DeMinimisGrant(granted_on="2025-04-01", gge_eur=200_000, undertaking="Mutter"),),
    ),
    "project.total_cost_eur": (8_000, 90_000, 700_000),
    "project.eligible_cost_eur": (8_000, 90_000, 700_000),
}
_ORDERED = tuple(name for name in POINTS if name.startswith("project.") or name.endswith(("_eur", "headcount", "_on")))

RULES: tuple[Rule, ...] = (
    leaf("kmu", "company.sme_class", "in", ("kleinst", "klein", "mittel")),
    leaf("klein", "company.sme_class", "in", ("kleinst", "klein")),
    leaf("gross", "company.sme_class", "eq", "gross"),
    leaf("kopf", "company.headcount_group", "lt", 50),
    leaf("gruppe", "company.turnover_group_eur", "le", 20_000_000),
    leaf("jung", "company.age_years", "lt", 5),
    leaf("rahmen", "company.deminimis_room_eur", "gt", 0),
    leaf("privat", "company.public_share", "lt", 25),
    leaf("oeffentlich", "company.public_share", "ge", 50),
    leaf("inland", "company.site_in_de", "eq", True),
    leaf("region", "company.site_ags", "within", ("05914", "05515")),
    Rule(none=(leaf("anderswo", "company.site_ags", "within", ("09",)),), id="anderswo"),
    Rule(
        when=leaf("hier", "company.site_ags", "within", ("05515",)),
        then=leaf("sitz", "company.seat_ags", "within", ("05",)),
        id="hier",
    ),
    leaf("reicht", "company.deminimis_room_eur", "ge", value_from="project.expected_aid_eur"),
)
AMOUNTS = Amounts(rate_pct=Range(min=30, max=50), grant_eur=Grant(max=60_000))
TABLE = (RateRow(pct=45, when=RULES[1]), RateRow(pct=30, when=RULES[0]))
BOOK = Rulebook(
    [
        programme_with(rule, f"p-{rule.id}", aid=Aid(basis=(AidBasis.DE_MINIMIS,)), amounts=AMOUNTS, rate_table=TABLE)
        for rule in RULES
    ],
    TODAY,
    derive=deriver(TODAY),
)


@st.composite
def companies(draw: st.DrawFn) -> dict[str, Any]:
    """Return what a company really is."""
    return {name: draw(st.sampled_from(points)) for name, points in POINTS.items()}


@st.composite
def told_of(draw: st.DrawFn, name: str, truth: Any) -> Possible:
    """Return what somebody may say of a fact without saying anything wrong."""
    shape = draw(st.sampled_from(("known", "set", "interval") if name in _ORDERED else ("known",)))
    others = draw(st.lists(st.sampled_from(POINTS[name]), max_size=2))
    if shape == "set" and others:
        return AnyOf((truth, *others))
    if shape == "interval":
        return Interval(min([truth, *others]), draw(st.sampled_from((None, max([truth, *others])))))
    return Known(truth)


@settings(max_examples=40, deadline=None)
@given(company=companies(), data=st.data())
def test_facts_that_come_to_light_never_turn_a_definite_verdict(company: dict[str, Any], data: Any) -> None:
    profile = Profile()
    check = BOOK.check(profile)
    for name in data.draw(st.permutations(tuple(POINTS))):
        rough = data.draw(told_of(name, company[name]))
        for possible in (rough, Known(company[name])):
            before = {one.programme_id: one.outcome for one in check.in_order}
            profile = profile.with_fact(name, FactValue(possible=possible))
            check = check.recheck(profile)
            for one in check.in_order:
                was = before[one.programme_id]
                assert was not in DEFINITE or one.outcome is was, (one.programme_id, name, possible)
    assert check.verdicts == BOOK.check(profile).verdicts


@settings(max_examples=80, deadline=None)
@given(company=companies(), data=st.data())
def test_what_is_known_roughly_holds_what_it_turns_out_to_be(company: dict[str, Any], data: Any) -> None:
    exact = Profile(facts={name: FactValue(possible=Known(value)) for name, value in company.items()})
    rough = Profile(
        facts={
            name: FactValue(possible=data.draw(told_of(name, value)))
            for name, value in company.items()
            if data.draw(st.booleans())
        }
    )
    around, within = derive(rough, TODAY).profile, derive(exact, TODAY).profile
    for name in DERIVED_FACTS:
        _assert_holds(around.value(name).possible, within.value(name).possible, name)


def _assert_holds(around: Possible, within: Possible, name: str) -> None:
    if isinstance(around, Known):
        assert around == within, name
    elif isinstance(around, AnyOf):
        inner = within.values if isinstance(within, AnyOf) else (within.value,) if isinstance(within, Known) else ()
        assert inner, name
        assert set(inner) <= set(around.values), name
    elif isinstance(around, Interval):
        outside, inside = _ends(around), _ends(within)
        assert outside[0] <= inside[0], name
        assert inside[1] <= outside[1], name


def _ends(possible: Possible) -> tuple[float, float]:
    if isinstance(possible, Known):
        return float(possible.value), float(possible.value)
    if isinstance(possible, Interval):
        return float(possible.min or 0), math.inf if possible.max is None else float(possible.max)
    return 0, math.inf
