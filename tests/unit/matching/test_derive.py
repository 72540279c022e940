from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.item import Certainty, CheckedAgainst, Review, Status
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Profile, Provenance
from advisor_app.domain.programme import Amounts, Level, Party, Programme, Range, RateRow, Window, WindowModel
from advisor_app.domain.state_aid.deminimis import DeMinimisGrant
from advisor_app.domain.state_aid.holdings import Holding
from advisor_app.domain.state_aid.steps import StepCode
from advisor_app.matching.conditions import SITES
from advisor_app.matching.derive import (
    AGE_YEARS,
    DEMINIMIS_ROOM,
    DERIVED_FACTS,
    EXISTS,
    HEADCOUNT_GROUP,
    PUBLIC_SHARE,
    SITE_IN_DE,
    SME_CLASS,
    TURNOVER_GROUP,
    derive,
    deriver,
    estimate_for,
)
from advisor_app.matching.own_aid import EXPECTED_AID

TODAY = date(2026, 11, 23)
ALL = ("kleinst", "klein", "mittel", "gross")


def told(**facts):
    """A profile of company facts, `p_...` of the project; bare values are known ones."""
    return Profile(
        facts={
            f"project.{name[2:]}" if name.startswith("p_") else f"company.{name}": (
                value
                if isinstance(value, FactValue)
                else FactValue(possible=value if isinstance(value, Interval | AnyOf | Absent) else Known(value))
            )
            for name, value in facts.items()
        }
    )


def found(name, **facts):
    return derive(told(**facts), TODAY).profile.value(name).possible


BRANDT = {"headcount": 38, "turnover_eur": 6_200_000, "related": ()}


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        (BRANDT, Known("klein")),
        ({**BRANDT, "headcount": Interval(10, 49)}, Known("klein")),
        ({**BRANDT, "headcount": Interval(10, 249)}, AnyOf(("klein", "mittel"))),
        # One of two, nothing between.
        ({**BRANDT, "headcount": AnyOf((9, 60)), "turnover_eur": 1}, AnyOf(("kleinst", "mittel"))),
        ({**BRANDT, "balance_eur": 5e6, "headcount": AnyOf(tuple(range(5, 300)))}, AnyOf(("klein", "mittel", "gross"))),
        # Nobody said who holds the company: it may belong to a group.
        ({**BRANDT, "related": Absent.UNKNOWN}, AnyOf(("klein", "mittel", "gross"))),
        ({**BRANDT, "related": Absent.DECLINED}, AnyOf(("klein", "mittel", "gross"))),
        ({"headcount": 250}, Known("gross")),
        ({**BRANDT, "related": (Holding(name="M", share_pct=60, headcount=212),)}, Known("gross")),
        ({**BRANDT, "public_share": 30}, Known("gross")),
        ({**BRANDT, "public_share": Interval(20, 30)}, AnyOf(("klein", "gross"))),
        ({**BRANDT, "two_year_rule": True}, Known("klein")),
        ({**BRANDT, "two_year_rule": False}, AnyOf(("kleinst", "mittel", "gross"))),
        ({}, Absent.UNKNOWN),
    ],
)
def test_the_size_class_follows_as_far_as_it_can(facts, possible):
    assert found(SME_CLASS, **facts) == possible


def test_a_cycle_of_holdings_leaves_the_class_open_and_names_the_way():
    cycle = (Holding(name="A", share_pct=60, related=(Holding(name="B", share_pct=60, related=(Holding(name="A"),)),)),)
    derived = derive(told(**{**BRANDT, "related": cycle}), TODAY)
    assert derived.profile.value(SME_CLASS).possible is Absent.UNKNOWN
    fault = next(step for step in derived.steps[SME_CLASS] if step.code is StepCode.HOLDINGS_FAULT)
    assert fault.values["path"] == ("A", "B", "A")


@pytest.mark.parametrize(
    ("name", "facts", "possible"),
    [
        (HEADCOUNT_GROUP, {"headcount": 38, "related": ()}, Known(38)),
        (HEADCOUNT_GROUP, {"headcount": 38}, Interval(38, None)),
        (
            HEADCOUNT_GROUP,
            {"headcount": 10, "related": (Holding(name="B", share_pct=30, headcount=Interval(10, 20)),)},
            Interval(13, 16),
        ),
        (AGE_YEARS, {"founded_on": "2016-11-23"}, Known(10)),
        (AGE_YEARS, {"founded_on": "2016-11-24"}, Known(9)),
        (AGE_YEARS, {"founded_on": "2027-01-01"}, Known(0)),
        (AGE_YEARS, {"founded_on": Interval("2016-01-01", "2020-12-31")}, Interval(5, 10)),
        (AGE_YEARS, {"founded_on": Interval(None, "2016-11-23")}, Interval(10, None)),
        (AGE_YEARS, {"founded_on": Interval("2024-01-01", None)}, Interval(0, 2)),
        (AGE_YEARS, {"founded_on": AnyOf(("2020-01-01", "2024-01-01"))}, Interval(2, 6)),
        (AGE_YEARS, {}, Absent.UNKNOWN),
        (DEMINIMIS_ROOM, {"deminimis_grants": (), "related": ()}, Known(300_000)),
        (DEMINIMIS_ROOM, {}, Interval(0, 300_000)),
        (
            DEMINIMIS_ROOM,
            {"deminimis_grants": (DeMinimisGrant(granted_on="2024-03-01", gge_eur=181_600),)},
            Known(118_400),
        ),
        (EXPECTED_AID, {"p_total_cost_eur": 210_000}, Interval(0, 210_000)),
        (EXPECTED_AID, {"p_total_cost_eur": 210_000, "p_eligible_cost_eur": 100_000}, Interval(0, 100_000)),
        (EXPECTED_AID, {}, Absent.UNKNOWN),
        ("company.structurally_weak", BRANDT, Absent.UNKNOWN),
    ],
)
def test_the_other_derived_facts(name, facts, possible):
    assert found(name, **facts) == possible


def test_what_somebody_said_stands_and_what_was_derived_is_derived_anew():
    entered = FactValue(possible=Known("mittel"), provenance=Provenance.DOCUMENT)
    profile = told(**BRANDT, sme_class=entered)
    derived = derive(profile, TODAY)
    assert derived.profile.value(SME_CLASS) is entered
    assert SME_CLASS not in derived.steps
    once = deriver(TODAY)(told(**BRANDT))
    assert once.value(SME_CLASS).provenance is Provenance.DERIVED
    assert deriver(TODAY)(once) == once
    grown = once.with_fact("company.headcount", FactValue(possible=Known(100)))
    assert deriver(TODAY)(grown).value(SME_CLASS).possible == Known("mittel")
    emptied = once.without("company.headcount").without("company.turnover_eur").without("company.related")
    assert SME_CLASS not in deriver(TODAY)(emptied).facts


def test_a_declined_derived_fact_stays_declined():
    assert found(SME_CLASS, **BRANDT, sme_class=Absent.DECLINED) is Absent.DECLINED


def test_a_derived_fact_is_as_old_as_the_oldest_answer_behind_it():
    dated = told(**BRANDT).with_fact("company.headcount", FactValue(possible=Known(38), as_of="2025-12-31"))
    dated = dated.with_fact("company.turnover_eur", FactValue(possible=Known(1), as_of="2024-12-31"))
    assert derive(dated, TODAY).profile.value(SME_CLASS).as_of == "2024-12-31"


def test_everything_derived_comes_with_its_calculation():
    told_all = told(**BRANDT, founded_on="2026-06-01", deminimis_grants=(), seat_ags="05914000", p_total_cost_eur=1)
    derived = derive(told_all, TODAY)
    # The list of sites is not filled in, but that the seat is one of them is said.
    assert set(derived.steps) == {*DERIVED_FACTS, SITES}
    assert SITES not in derived.profile.facts
    assert all(derived.steps.values())
    # A company younger than a year has no accounts yet: its own estimate counts.
    assert StepCode.ESTIMATED in [step.code for step in derived.steps[SME_CLASS]]


def test_the_title_and_what_was_judged_stay():
    profile = replace(told(**BRANDT), title="Brandt").with_judgement("p", "r", FactValue(possible=Known(True)))
    assert derive(profile, TODAY).profile.title == "Brandt"
    assert derive(profile, TODAY).profile.judged == profile.judged


def size_is(*classes):
    return Rule(fact=SME_CLASS, op=Op.IN, value=classes)


PLAN = Programme(
    id="p",
    title="P",
    summary="",
    status=Status.PUBLISHED,
    themes=(),
    region=("05",),
    sources=(),
    review=Review(
        checked_on="2026-11-01",
        checked_against=CheckedAgainst.DOCUMENT,
        review_by="2027-05-01",
        certainty=Certainty.A,
    ),
    level=Level.LAND,
    funder=Party(name="NRW"),
    window=Window(model=WindowModel.ROLLING),
    amounts=Amounts(eligible_cost_eur=Range(max=400_000)),
    rate_table=(
        RateRow(when=size_is("kleinst", "klein"), also=Rule(fact=AGE_YEARS, op=Op.LT, value=10), pct=45),
        RateRow(when=Rule(any=(size_is("kleinst"), size_is("klein"))), pct=40),
        RateRow(when=size_is("mittel"), pct=35),
    ),
)


@pytest.mark.parametrize(
    ("facts", "rate"),
    [
        ({**BRANDT, "founded_on": "2000-01-01"}, Interval(40, 40)),
        ({**BRANDT, "founded_on": "2024-01-01"}, Interval(45, 45)),
        (BRANDT, Interval(40, 45)),
        ({**BRANDT, "headcount": 60, "founded_on": "2000-01-01"}, Interval(35, 35)),
        ({**BRANDT, "headcount": Interval(20, 60)}, Interval(35, 45)),
        ({}, Interval(35, 45)),
        ({"headcount": 300}, None),
    ],
)
def test_the_rate_table_is_read_with_what_is_known(facts, rate):
    assert estimate_for(PLAN, derive(told(**facts), TODAY).profile).rate_pct == rate


def test_the_estimate_is_rate_times_what_is_counted_of_the_cost():
    facts = {**BRANDT, "founded_on": "2000-01-01", "p_eligible_cost_eur": 500_000}
    assert estimate_for(PLAN, derive(told(**facts), TODAY).profile).aid_eur == Interval(160_000, 160_000)


NUMBERS = st.one_of(
    st.integers(0, 400),
    st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda ends: Interval(min(ends), max(ends))),
    st.lists(st.integers(0, 400), min_size=1, max_size=4).map(lambda values: AnyOf(tuple(values))),
    st.just(Absent.UNKNOWN),
)


def a_value(draw, told_value):
    if isinstance(told_value, Interval):
        return draw(st.integers(int(told_value.min or 0), int(told_value.max or 0)))
    if isinstance(told_value, AnyOf):
        return draw(st.sampled_from(told_value.values))
    return draw(st.integers(0, 400)) if isinstance(told_value, Absent) else told_value


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_answering_exactly_never_leaves_what_was_possible(data):
    names = ("headcount", "turnover_eur", "balance_eur")
    scale = {"headcount": 1, "turnover_eur": 10**5, "balance_eur": 10**5}
    vague = {name: data.draw(NUMBERS) for name in names}
    exact = {name: a_value(data.draw, value) * scale[name] for name, value in vague.items()}
    related = data.draw(st.sampled_from([(), (Holding(name="B", share_pct=30, headcount=90),), Absent.UNKNOWN]))
    before = found(SME_CLASS, related=related, **{name: _scaled(vague[name], scale[name]) for name in names})
    settled = found(SME_CLASS, related=() if related is Absent.UNKNOWN else related, **exact)
    assert set(_classes(settled)) <= set(_classes(before))


def _scaled(value, factor):
    if isinstance(value, Interval):
        return Interval((value.min or 0) * factor, (value.max or 0) * factor)
    if isinstance(value, AnyOf):
        return AnyOf(tuple(one * factor for one in value.values))
    return value if isinstance(value, Absent) else value * factor


def _classes(possible):
    if isinstance(possible, Known):
        return (possible.value,)
    return possible.values if isinstance(possible, AnyOf) else ALL


class TestACompanyThatDoesNotExistYet:
    def test_has_nobody_and_nothing(self):
        assert found(SME_CLASS, exists=False) == Known("kleinst")
        assert found(HEADCOUNT_GROUP, exists=False) == Known(0)
        assert found(TURNOVER_GROUP, exists=False) == Known(0)
        assert found(AGE_YEARS, exists=False) == Known(0)
        assert found(DEMINIMIS_ROOM, exists=False) == Known(300_000)

    def test_is_in_no_trouble(self):
        filled = derive(told(exists=False), TODAY).profile
        for name in ("company.in_difficulty", "company.insolvency", "company.open_recovery_order"):
            assert filled.value(name).possible == Known(False)
            assert filled.value(name).provenance is Provenance.DERIVED

    def test_what_is_planned_for_it_stands(self):
        assert found(SME_CLASS, exists=False, headcount=60) == Known("mittel")
        assert found(SME_CLASS, exists=False, related=(Holding(name="Mutter", share_pct=80, headcount=300),)) == Known(
            "gross"
        )
        assert found(DEMINIMIS_ROOM, exists=False, deminimis_grants=Absent.DECLINED) == Interval(0, 300_000)

    def test_says_that_it_is_an_estimate(self):
        steps = derive(told(exists=False), TODAY).steps[SME_CLASS]
        assert StepCode.ESTIMATED in [line.code for line in steps]

    def test_one_that_exists_or_may_exist_says_nothing_of_itself(self):
        for exists in (True, Absent.UNKNOWN, Absent.DECLINED, AnyOf((True, False))):
            filled = derive(told(exists=exists), TODAY).profile
            assert filled.value(SME_CLASS).is_open
            assert "company.headcount" not in filled.facts


@pytest.mark.parametrize(
    ("related", "possible"),
    [
        ((), Known(8_000_000)),
        ((Holding(name="Mutter", share_pct=60, turnover_eur=40_000_000),), Known(48_000_000)),
        # A partner counts for the size class, but it belongs to another group.
        ((Holding(name="Partner", share_pct=40, turnover_eur=40_000_000),), Known(8_000_000)),
        (
            (Holding(name="Vielleicht", share_pct=Interval(40, 60), turnover_eur=40_000_000),),
            Interval(8_000_000, 48_000_000),
        ),
        ((Holding(name="Mutter", share_pct=60),), Interval(8_000_000, None)),
        (Absent.UNKNOWN, Interval(8_000_000, None)),
    ],
)
def test_the_turnover_of_the_group_is_that_of_linked_enterprises(related, possible):
    assert found(TURNOVER_GROUP, headcount=30, turnover_eur=8_000_000, related=related) == possible


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({"seat_ags": "05914000"}, Known(True)),
        ({"seat_ags": "DE"}, Known(True)),
        ({"seat_ags": AnyOf(("05914000", "09162000"))}, Known(True)),
        ({"seat_ags": "EU"}, Absent.UNKNOWN),
        ({"seat_ags": "EU", "site_ags": ("EU", "05914000")}, Known(True)),
        ({"site_ags": ()}, Absent.UNKNOWN),
        ({}, Absent.UNKNOWN),
        ({"seat_ags": "05914000", "site_in_de": False}, Known(False)),
    ],
)
def test_a_seat_in_germany_is_a_site_in_germany(facts, possible):
    assert found(SITE_IN_DE, **facts) == possible


CITY = Holding(name="Stadt Hagen", share_pct=30, public=True)


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({"related": ()}, Known(0)),
        ({"related": (Holding(name="Mutter", share_pct=60),)}, Known(0)),
        ({"related": (CITY,)}, Known(30)),
        ({"related": (replace(CITY, share_pct=Interval(20, 40)),)}, Interval(20, 40)),
        ({"related": (replace(CITY, share_pct=101),)}, Absent.UNKNOWN),
        ({}, Absent.UNKNOWN),
        ({"related": Absent.DECLINED}, Absent.UNKNOWN),
        ({"exists": False}, Known(0)),
        ({"exists": False, "related": Absent.DECLINED}, Known(0)),
        # What is given stands, whatever the list says.
        ({"related": (CITY,), "public_share": 10}, Known(10)),
    ],
)
def test_the_public_share_follows_from_the_owners(facts, possible):
    assert found(PUBLIC_SHARE, **facts) == possible


@pytest.mark.parametrize("related", [(), (CITY,), (replace(CITY, share_pct=Interval(20, 40)),)])
@pytest.mark.parametrize("given_share", [None, 0, 60])
def test_facts_that_are_derived_again_say_the_same(related, given_share):
    shares = {} if given_share is None else {"public_share": given_share}
    once = derive(told(**{**BRANDT, "related": related}, **shares), TODAY)
    again = derive(once.profile, TODAY)
    assert again.profile == once.profile
    # For the size class the larger of both counts.
    larger = given_share == 60 or (related == (CITY,))
    assert (once.profile.value(SME_CLASS).possible == Known("gross")) == larger


def test_owners_that_are_taken_back_take_the_public_share_with_them():
    filled = derive(told(**{**BRANDT, "related": (CITY,)}), TODAY).profile
    assert derive(filled.without("company.related"), TODAY).profile.value(PUBLIC_SHARE).is_open


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({"founded_on": "2026-11-23"}, Known(True)),
        ({"founded_on": "2026-11-24"}, Known(False)),
        ({"founded_on": Interval("2027-01-01", None)}, Known(False)),
        ({"founded_on": Interval(None, "2020-12-31")}, Known(True)),
        ({"founded_on": Interval("2026-01-01", "2026-12-31")}, Absent.UNKNOWN),
        ({"founded_on": AnyOf(("2026-01-01", "2026-12-31"))}, Absent.UNKNOWN),
        ({"founded_on": "2027-01-01", "exists": True}, Known(True)),
        ({}, Absent.UNKNOWN),
    ],
)
def test_the_day_of_founding_says_whether_there_is_a_company(facts, possible):
    assert found(EXISTS, **facts) == possible


def test_a_company_that_is_founded_later_has_nobody_and_nothing_yet():
    assert found(SME_CLASS, founded_on="2027-01-01") == Known("kleinst")
    filled = derive(told(founded_on="2027-01-01"), TODAY).profile
    assert derive(filled, TODAY).profile == filled
