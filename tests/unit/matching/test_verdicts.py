"""What the check says of single programmes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor_app.domain import Certainty
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.profile import Absent, Interval, Known, Profile
from advisor_app.domain.programme import Boost, Window, WindowModel
from advisor_app.domain.window import WindowState
from advisor_app.matching.explanation import explain
from advisor_app.matching.rulebook import Rulebook
from advisor_app.matching.truth import Truth
from advisor_app.matching.verdict import Outcome, Verdict
from tests.makers import REVIEW
from tests.unit.matching.rules import leaf, manual, profile_of, programme_with, value_of

TODAY = date(2026, 11, 23)
SMALL = leaf("klein", "company.headcount", "lt", 50)
HERE = leaf("sitz", "company.seat_ags", "within", ("05",))
NOT_STARTED = leaf("beginn", "project.started", "eq", False)
TALKED = leaf("beratung", "person.had_hwk_consultation", "eq", True, fixable=True)
FITTING = profile_of({"company.headcount": 38, "company.seat_ags": "05914000", "project.started": False})


def check(rule: Rule | None, profile: Profile, *, stale: bool = False, **fields) -> Verdict:
    (only,) = Rulebook([programme_with(rule, **fields)], TODAY, stale=stale).check(profile).verdicts
    return only


def ids(reasons) -> list[str]:
    return [reason.id for reason in reasons]


def test_a_programme_fits_when_every_condition_holds():
    verdict = check(Rule(all=(SMALL, HERE)), FITTING)
    assert verdict.outcome is Outcome.FITS
    assert ids(verdict.deciding) == ["klein", "sitz"]
    assert verdict.open == ()


def test_a_reason_carries_value_source_and_date():
    (reason,) = check(SMALL, FITTING).deciding
    assert (reason.text, reason.truth.code, reason.fact) == ("Bedingung klein", "erfuellt", "company.headcount")
    assert reason.value.possible == Known(38)
    assert (reason.src, reason.as_of) == ("q1", "2026-01")


def test_only_what_fails_decides_a_programme_that_does_not_fit():
    verdict = check(Rule(all=(SMALL, HERE)), FITTING.with_fact("company.headcount", value_of(50)))
    assert verdict.outcome is Outcome.FAILS
    assert ids(verdict.deciding) == ["klein"]


def test_failed_branches_of_a_fulfilled_choice_are_not_among_the_reasons():
    rule = Rule(any=(leaf("gross", "company.headcount", "ge", 250), SMALL))
    assert ids(check(rule, FITTING).deciding) == ["klein"]


def test_what_is_missing_is_named_in_the_order_of_the_catalogue():
    verdict = check(Rule(all=(NOT_STARTED, HERE, SMALL)), Profile())
    assert verdict.outcome is Outcome.OPEN
    assert verdict.open == ("company.headcount", "company.seat_ags", "project.started")


def test_a_bracket_that_decides_is_as_good_as_a_number():
    assert check(SMALL, profile_of({"company.headcount": Interval(10, 49)})).outcome is Outcome.FITS


def test_a_bracket_that_does_not_is_missing_still():
    assert check(SMALL, profile_of({"company.headcount": Interval(10, 249)})).open == ("company.headcount",)


def test_a_condition_that_can_be_brought_about_keeps_the_programme():
    profile = profile_of({"person.had_hwk_consultation": False, "project.started": False})
    verdict = check(Rule(all=(TALKED, NOT_STARTED)), profile)
    assert verdict.outcome is Outcome.FIXABLE
    assert ids(verdict.fixable) == ["beratung"]


def test_one_obstacle_that_cannot_be_removed_is_enough_to_fail():
    profile = profile_of({"person.had_hwk_consultation": False, "project.started": True})
    verdict = check(Rule(all=(TALKED, NOT_STARTED)), profile)
    assert verdict.outcome is Outcome.FAILS
    assert verdict.fixable == ()


def test_what_can_be_brought_about_says_what_is_missing_besides():
    profile = profile_of({"person.had_hwk_consultation": False})
    verdict = check(Rule(all=(TALKED, NOT_STARTED, manual("risiko"))), profile)
    assert verdict.outcome is Outcome.FIXABLE
    assert verdict.open == ("project.started",)
    assert ids(verdict.manual) == ["risiko"]


def test_what_follows_is_brought_about_even_where_its_premise_stays():
    rule = Rule(id="handwerk", when=leaf("", "company.headcount", "lt", 50), then=TALKED)
    verdict = check(rule, FITTING.with_fact("person.had_hwk_consultation", value_of(False)))
    assert verdict.outcome is Outcome.FIXABLE
    assert ids(verdict.fixable) == ["beratung"]


def test_what_follows_is_rather_brought_about_than_its_premise_undone():
    premise = leaf("vertrag", "project.order_signed", "eq", True, fixable=True)
    profile = profile_of({"project.order_signed": True, "person.had_hwk_consultation": False})
    assert ids(check(Rule(when=premise, then=TALKED), profile).fixable) == ["beratung"]


@pytest.mark.parametrize(("fixable", "outcome"), [(1, Outcome.FAILS), (2, Outcome.FIXABLE)])
def test_of_several_exclusions_so_many_have_to_be_undone_that_too_few_are_left(fixable, outcome):
    names = ("project.started", "project.order_signed", "company.insolvency")
    members = tuple(leaf(name, name, "eq", True, fixable=at < fixable) for at, name in enumerate(names))
    rule = Rule(none=(Rule(n=2, of=members),))
    assert check(rule, profile_of(dict.fromkeys(names, True))).outcome is outcome


def test_an_excluded_thing_that_can_be_undone_is_no_end():
    rule = Rule(none=(leaf("schulden", "company.open_recovery_order", "eq", True, fixable=True),))
    assert check(rule, profile_of({"company.open_recovery_order": True})).outcome is Outcome.FIXABLE


class TestWhatAPersonJudges:
    def test_is_open_however_much_else_holds(self):
        verdict = check(Rule(all=(SMALL, manual("gebiet"))), FITTING)
        assert verdict.outcome is Outcome.OPEN
        assert verdict.only_talk_is_left
        assert ids(verdict.manual) == ["gebiet"]
        assert verdict.manual[0].truth is Truth.OPEN

    def test_is_not_all_that_is_left_while_a_fact_is_missing(self):
        verdict = check(Rule(all=(NOT_STARTED, manual("gebiet"))), Profile())
        assert not verdict.only_talk_is_left
        assert verdict.open == ("project.started",)
        assert ids(verdict.manual) == ["gebiet"]

    @pytest.mark.parametrize(("found", "outcome"), [(True, Outcome.FITS), (False, Outcome.FAILS)])
    def test_decides_once_it_is_judged(self, found, outcome):
        judged = FITTING.with_judgement("zuschuss-a", "gebiet", value_of(found))
        verdict = check(Rule(all=(SMALL, manual("gebiet"))), judged)
        assert verdict.outcome is outcome
        assert verdict.deciding[-1].value.possible == Known(found)

    def test_can_still_be_brought_about_where_the_rule_says_so(self):
        judged = FITTING.with_judgement("zuschuss-a", "gespraech", value_of(False))
        verdict = check(Rule(all=(SMALL, manual("gespraech", fixable=True))), judged)
        assert verdict.outcome is Outcome.FIXABLE

    def test_is_open_again_when_the_judgement_is_taken_back(self):
        judged = FITTING.with_judgement("zuschuss-a", "gebiet", value_of(True))
        back = judged.with_judgement("zuschuss-a", "gebiet", value_of(Absent.UNKNOWN))
        assert back == FITTING
        assert check(Rule(all=(SMALL, manual("gebiet"))), back).outcome is Outcome.OPEN

    def test_of_another_programme_says_nothing(self):
        judged = FITTING.with_judgement("zuschuss-b", "gebiet", value_of(True))
        assert check(manual("gebiet"), judged).outcome is Outcome.OPEN

    def test_does_not_matter_where_a_fact_decides(self):
        verdict = check(Rule(any=(SMALL, manual("ausnahme"))), FITTING)
        assert verdict.outcome is Outcome.FITS
        assert verdict.manual == ()


@pytest.mark.parametrize(
    "review",
    [replace(REVIEW, review_by="2026-11-22"), replace(REVIEW, certainty=Certainty.C)],
    ids=["overdue", "unsure"],
)
def test_content_that_carries_no_promise_caps_what_fits_and_nothing_else(review):
    assert check(SMALL, FITTING, review=review).outcome is Outcome.STALE
    assert ids(check(SMALL, FITTING, review=review).deciding) == ["klein"]
    assert check(HERE, profile_of({"company.seat_ags": "09162000"}), review=review).outcome is Outcome.FAILS
    assert check(SMALL, Profile(), review=review).outcome is Outcome.OPEN


def test_on_its_last_day_a_review_still_holds():
    assert check(SMALL, FITTING, review=replace(REVIEW, review_by="2026-11-23")).outcome is Outcome.FITS


def test_knowledge_that_is_too_old_caps_everything_that_fits():
    assert check(SMALL, FITTING, stale=True).outcome is Outcome.STALE


def test_the_window_is_told_apart_from_the_outcome():
    verdict = check(SMALL, FITTING, window=Window(model=WindowModel.SINGLE, open_to="2026-06-30"))
    assert (verdict.outcome, verdict.window) == (Outcome.FITS, WindowState.CLOSED)


def test_a_programme_without_conditions_stays_open():
    verdict = check(None, FITTING)
    assert (verdict.outcome, verdict.has_rule, verdict.deciding, verdict.open) == (Outcome.OPEN, False, (), ())
    assert not verdict.only_talk_is_left
    assert explain(verdict.programme, FITTING) is None


def test_a_premise_without_words_borrows_those_of_its_group():
    young = Rule(fact="company.age_years", op=Op.LT, value=1)
    rule = Rule(id="jung", text="im ersten Jahr", when=young, then=manual("gespraech"))
    (reason,) = check(rule, profile_of({"company.age_years": 4})).deciding
    assert (reason.id, reason.text, reason.truth) == ("jung", "im ersten Jahr", Truth.FALSE)


def test_the_tree_shows_every_condition_or_only_what_decides():
    programme = programme_with(Rule(all=(Rule(any=(leaf("gross", "company.headcount", "ge", 250), SMALL)), HERE)))
    whole, short = explain(programme, FITTING), explain(programme, FITTING, deciding_only=True)
    assert whole is not None
    assert short is not None
    assert [(node.rule.id, node.truth.code, node.decides) for node in whole.leaves()] == [
        ("gross", "nicht_erfuellt", False),
        ("klein", "erfuellt", True),
        ("sitz", "erfuellt", True),
    ]
    assert [node.rule.id for node in short.leaves()] == ["klein", "sitz"]


class TestOrder:
    def test_is_by_outcome_then_window_then_relevance_then_name(self):
        boost = (Boost(fact="project.kind", op="any_in", value=("messe",), weight=3),)
        closed = Window(model=WindowModel.CLOSED)
        programmes = [
            programme_with(HERE, "z-gescheitert"),
            programme_with(SMALL, "b-passend"),
            programme_with(SMALL, "a-beendet", window=closed, relevance=boost),
            programme_with(NOT_STARTED, "d-offen"),
            programme_with(SMALL, "c-passend", relevance=boost),
            programme_with(SMALL, "a-passend"),
        ]
        profile = profile_of({"company.headcount": 8, "company.seat_ags": "09162000", "project.kind": ("messe",)})
        shown = Rulebook(programmes, TODAY).check(profile).verdicts
        assert [verdict.programme_id for verdict in shown] == [
            "c-passend",
            "a-passend",
            "b-passend",
            "a-beendet",
            "d-offen",
            "z-gescheitert",
        ]

    def test_hints_of_the_head_count_less_than_what_an_editor_weighs(self):
        boost = (Boost(fact="project.kind", op="any_in", value=("energie",), weight=1),)
        hinted = programme_with(SMALL, "a-thema", themes=("energie_umwelt",))
        weighed = programme_with(SMALL, "b-gewogen", relevance=boost)
        profile = profile_of({"project.kind": ("energie",), "project.themes": ("energie_umwelt",)})
        shown = Rulebook([hinted, weighed], TODAY).check(profile).verdicts
        assert [(verdict.programme_id, verdict.relevance) for verdict in shown] == [
            ("b-gewogen", 1.0),
            ("a-thema", 0.5),
        ]

    def test_nothing_that_is_unknown_makes_a_programme_relevant(self):
        verdict = check(SMALL, Profile(), themes=("ki",), company_sizes=("klein",), phases=("bestand",))
        assert verdict.relevance == 0


def test_a_value_that_changed_without_changing_anything_is_shown_in_the_reasons():
    book = Rulebook([programme_with(SMALL)], TODAY)
    again = book.check(FITTING).recheck(FITTING.with_fact("company.headcount", value_of(39)))
    assert again.verdicts[0].deciding[0].value.possible == Known(39)


def test_relevance_follows_an_answer_that_decides_nothing():
    boost = (Boost(fact="project.kind", op="any_in", value=("messe",), weight=1.5),)
    book = Rulebook([programme_with(SMALL, relevance=boost)], TODAY)
    plain = book.check(FITTING)
    fair = plain.recheck(FITTING.with_fact("project.kind", value_of(("messe",))))
    back = fair.recheck(FITTING)
    assert [one.verdicts[0].relevance for one in (plain, fair, back)] == [0, 1.5, 0]
    assert fair.verdicts[0].rank < plain.verdicts[0].rank == back.verdicts[0].rank


def test_derived_facts_are_filled_before_the_check():
    def derive(profile: Profile) -> Profile:
        return profile.with_fact("company.headcount_group", profile.value("company.headcount"))

    rule = leaf("gruppe", "company.headcount_group", "lt", 50)
    check_of = Rulebook([programme_with(rule)], TODAY, derive=derive).check(FITTING)
    assert check_of.verdicts[0].outcome is Outcome.FITS
    assert check_of.given == FITTING
    more = check_of.recheck(FITTING.with_fact("company.headcount", value_of(80)))
    assert more.verdicts[0].outcome is Outcome.FAILS
