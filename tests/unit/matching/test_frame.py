"""What a programme asks by its own fields: place, ground of aid, floor."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Profile
from advisor_app.domain.programme import Aid, AidBasis, Amounts, Bagatelle, BagatelleBase, Grant, Programme, Range
from advisor_app.matching.question import next_question
from advisor_app.matching.rulebook import Check, Rulebook
from advisor_app.matching.verdict import Outcome, Verdict
from tests.unit.matching.rules import leaf, profile_of, programme_with, value_of

TODAY = date(2026, 11, 24)
OWN = leaf("beginn", "project.started", "eq", value=False)
AGVO = Aid(basis=(AidBasis.AGVO,))
DE_MINIMIS = Aid(basis=(AidBasis.DE_MINIMIS,))
HALF = Amounts(rate_pct=Range(max=50), grant_eur=Grant(max=15_000))
FITS, OPEN, FAILS = Outcome.FITS, Outcome.OPEN, Outcome.FAILS


def check(asked: Programme, **facts: Any) -> Check:
    profile = profile_of({"project.started": False, **{name.replace("__", "."): facts[name] for name in facts}})
    return Rulebook([asked], TODAY).check(profile)


def verdict(asked: Programme, **facts: Any) -> Verdict:
    return check(asked, **facts).verdicts[0]


def outcome(asked: Programme, **facts: Any) -> Outcome:
    return verdict(asked, **facts).outcome


AWAY = {"company__seat_ags": "06411000", "company__site_ags": ("06411000",)}


class TestPlace:
    NRW = programme_with(OWN, region=("05",), fact_sources={"region": ("q1",)})

    def test_nothing_in_the_region_fails_with_the_field_as_source(self):
        found = verdict(self.NRW, **AWAY, project__site_ags="06411000")
        assert found.outcome is FAILS
        assert {(one.field, one.src, one.as_of) for one in found.deciding} == {("region", "q1", "2026-01")}

    def test_seat_site_or_project_in_the_region_suffices(self):
        assert outcome(self.NRW, company__seat_ags="05914000") is FITS
        assert outcome(self.NRW, **{**AWAY, "company__site_ags": ("06411000", "05914000")}) is FITS
        assert outcome(self.NRW, **AWAY, project__site_ags="05914000") is FITS

    def test_a_founder_is_told_by_where_the_project_is(self):
        assert outcome(self.NRW, company__exists=False, project__site_ags="05914000") is FITS

    def test_an_unknown_place_is_open_and_asked_for(self):
        found = check(self.NRW)
        question = next_question(found)
        assert found.verdicts[0].outcome is OPEN
        assert question is not None
        assert question.fact in {"company.seat_ags", "project.site_ags"}

    def test_a_rule_with_its_own_place_and_a_wide_region_add_nothing(self):
        own = leaf("sitz", "company.seat_ags", "within", ("06",))
        assert outcome(programme_with(own, region=("05",)), **AWAY) is FITS
        assert outcome(programme_with(OWN, region=("DE", "05")), **AWAY) is FITS


class TestGroundOfAid:
    def test_difficulty_or_insolvency_opens_what_rests_on_the_exemption_alone(self):
        asked = programme_with(OWN, aid=AGVO, fact_sources={"aid": ("q1",)})
        for fact in ("company__in_difficulty", "company__insolvency"):
            found = verdict(asked, **{fact: True})
            assert found.outcome is OPEN
            assert [(one.field, one.src) for one in found.deciding] == [("aid", "q1")]
            assert found.open == ()

    def test_as_long_as_nothing_is_known_of_it_it_counts_for_nothing(self):
        asked = programme_with(OWN, aid=AGVO)
        assert [one.field for one in verdict(asked).deciding] == [""]
        assert outcome(asked) is FITS
        assert outcome(asked, company__in_difficulty=False) is FITS
        assert outcome(asked, company__in_difficulty=Absent.DECLINED) is FITS
        assert outcome(asked, company__in_difficulty=AnyOf((True, False))) is FITS

    def test_another_ground_beside_it_or_an_own_condition_adds_nothing(self):
        both = Aid(basis=(AidBasis.AGVO, AidBasis.DE_MINIMIS))
        assert outcome(programme_with(OWN, aid=both), company__in_difficulty=True) is FITS
        own = leaf("lage", "company.in_difficulty", "eq", value=True)
        assert outcome(programme_with(own, aid=AGVO), company__in_difficulty=True) is FITS

    def test_de_minimis_aid_needs_room(self):
        asked = programme_with(OWN, aid=DE_MINIMIS)
        assert outcome(asked, company__deminimis_room_eur=0) is FAILS
        assert outcome(asked, company__deminimis_room_eur=1) is FITS
        assert outcome(asked) is OPEN


class TestFloor:
    def test_of_the_cost_is_held_against_the_whole_cost(self):
        asked = programme_with(OWN, amounts=Amounts(project_min_eur=200_000))
        found = verdict(asked, project__total_cost_eur=199_999)
        assert found.outcome is FAILS
        assert found.deciding[0].text == "Kosten ab der Untergrenze 200.000 EUR"
        assert outcome(asked, project__total_cost_eur=200_000) is FITS
        assert outcome(asked, project__total_cost_eur=Interval(100_000, None)) is OPEN

    def test_of_the_grant_is_held_against_the_most_that_can_be_had(self):
        floor = Bagatelle(value=4_000, refers_to=BagatelleBase.GRANT)
        asked = programme_with(OWN, aid=AGVO, amounts=HALF, bagatelle_eur=floor)
        found = verdict(asked, project__total_cost_eur=2_000)
        assert found.outcome is FAILS
        assert found.deciding[0].value.possible == Interval(0, 1_000)
        assert outcome(asked, project__total_cost_eur=90_000) is OPEN
        assert outcome(asked, project__total_cost_eur=90_000, project__eligible_cost_eur=8_000) is FITS
        assert outcome(asked, project__total_cost_eur=90_000, project__eligible_cost_eur=7_999) is FAILS

    def test_two_that_say_the_same_are_one(self):
        floor = Bagatelle(value=150_000, refers_to=BagatelleBase.COST)
        asked = programme_with(OWN, amounts=Amounts(project_min_eur=150_000), bagatelle_eur=floor)
        assert len(verdict(asked, project__total_cost_eur=1).deciding) == 1


def test_a_programme_without_a_rule_stays_without():
    asked = programme_with(None, region=("05",), aid=AGVO)
    found = verdict(asked, **AWAY, project__site_ags="06411000")
    assert (found.outcome, found.has_rule) == (OPEN, False)


EVERYTHING = tuple(
    programme_with(
        OWN,
        f"programm-{number}",
        region=("05",),
        aid=aid,
        amounts=Amounts(rate_pct=Range(max=50), grant_eur=Grant(min=4_000, max=15_000), project_min_eur=10_000),
    )
    for number, aid in enumerate((AGVO, DE_MINIMIS))
)
ANSWERS: dict[str, tuple[Any, ...]] = {
    "company.seat_ags": ("05914000", "06411000"),
    "company.site_ags": ((), ("05914000",), ("06411000",)),
    "project.site_ags": ("05914000", "06411000"),
    "company.in_difficulty": (True, False),
    "company.insolvency": (True, False),
    "company.deminimis_room_eur": (0, 5, 300_000),
    "project.total_cost_eur": (2_000, 9_000, 50_000),
    "project.eligible_cost_eur": (2_000, 8_000, 50_000),
    "project.started": (True, False),
}


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_answers_in_any_order_turn_no_definite_verdict_and_are_followed(data):
    # Known trouble takes a promise back, and makes no refusal of it.
    book = Rulebook(EVERYTHING, TODAY)
    found = book.check(Profile(facts={}))
    for name in data.draw(st.permutations(sorted(ANSWERS))):
        answered: FactValue = value_of(Known(data.draw(st.sampled_from(ANSWERS[name]))))
        before, found = found, found.recheck(found.given.with_fact(name, answered))
        for was, now in zip(before.in_order, found.in_order, strict=True):
            trouble = name in {"company.in_difficulty", "company.insolvency"}
            assert was.outcome is not FAILS or now.outcome is FAILS
            assert was.outcome is not FITS or now.outcome in ((FITS, OPEN) if trouble else (FITS,))
    anew = book.check(found.given)
    assert found.verdicts == anew.verdicts
    assert found.state == anew.state
