"""The next best question, its answers to choose from, and what would move if a fact were another."""

from __future__ import annotations

from datetime import date

import pytest

from advisor_app.domain.eligibility import Rule
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Absent, AnyOf, Interval, Known, Profile, Provenance
from advisor_app.domain.programme import Boost, Programme, Window, WindowModel
from advisor_app.domain.state_aid.holdings import Holding
from advisor_app.matching.asking import ASKING, INPUTS, Who
from advisor_app.matching.derive import deriver
from advisor_app.matching.moves import what_if
from advisor_app.matching.question import next_question, questions
from advisor_app.matching.rulebook import Check, Rulebook
from advisor_app.matching.verdict import Outcome
from tests.unit.matching.rules import leaf, manual, profile_of, programme_with, value_of

TODAY = date(2026, 11, 23)
STARTED = leaf("beginn", "project.started", "eq", False)
SITE = leaf("ausbildung", "company.trains_apprentices", "eq", True)
BALANCE = leaf("bilanz", "company.balance_eur", "le", 43_000_000)
INSOLVENT = leaf("insolvenz", "company.insolvency", "eq", False)


def book(*rules: Rule) -> Rulebook:
    return Rulebook([programme_with(rule, f"programm-{at}") for at, rule in enumerate(rules)], TODAY)


def check(*rules: Rule, profile: Profile | None = None) -> Check:
    return book(*rules).check(profile or Profile())


def facts(checked: Check) -> list[str]:
    return [question.fact for question in questions(checked)]


def test_the_fact_that_settles_most_is_asked_first():
    question = next_question(check(SITE, Rule(all=(SITE, manual("m"))), STARTED))
    assert question is not None
    assert question.fact == "company.trains_apprentices"
    assert question.settles == ("programm-0", "programm-1")
    assert question.options == (Known(True), Known(False))
    assert question.who is Who.MANAGEMENT


def test_what_is_easily_told_comes_before_what_has_to_be_looked_up():
    assert facts(check(BALANCE, SITE)) == ["company.trains_apprentices", "company.balance_eur"]


def test_what_matters_to_the_project_comes_first():
    boost = (Boost(fact="project.kind", op="any_in", value=("messe",), weight=3),)
    programmes: list[Programme] = [programme_with(SITE, "a"), programme_with(STARTED, "b", relevance=boost)]
    question = next_question(Rulebook(programmes, TODAY).check(profile_of({"project.kind": ("messe",)})))
    assert question is not None
    assert question.fact == "project.started"


def test_programmes_that_are_over_hardly_count():
    closed = Window(model=WindowModel.CLOSED)
    programmes = [programme_with(SITE, f"zu-{at}", window=closed) for at in range(3)]
    question = next_question(Rulebook([*programmes, programme_with(STARTED, "auf")], TODAY).check(Profile()))
    assert question is not None
    assert question.fact == "project.started"


def test_a_fact_that_settles_counts_more_than_one_that_is_only_missing():
    # No single answer to the size or to the beginning settles a choice between them, one to the site does.
    choice = Rule(any=(STARTED, leaf("klein", "company.headcount", "lt", 50), manual("m")))
    asked = questions(check(Rule(all=(SITE, Rule(none=(choice,)))), Rule(all=(Rule(all=(choice, manual("n"))), SITE))))
    assert asked[0].fact == "company.trains_apprentices"
    assert asked[0].settles == asked[0].touches == ("programm-0", "programm-1")
    assert asked[1].touches == ("programm-0", "programm-1")
    assert asked[1].settles == ("programm-0",)
    assert asked[1].weight < asked[0].weight


def test_where_two_facts_are_compared_one_answer_alone_settles_nothing():
    rule = leaf("mehr", "company.turnover_eur", "ge", value_from="company.balance_eur")
    first = next_question(check(rule))
    assert first is not None
    assert (first.touches, first.settles) == (("programm-0",), ())
    second = next_question(check(rule, profile=profile_of({"company.turnover_eur": 5})))
    assert second is not None
    assert (second.fact, second.settles) == ("company.balance_eur", ("programm-0",))


def test_delicate_facts_are_asked_when_nothing_else_is_left():
    rules = [INSOLVENT] * 9
    assert facts(check(*rules, BALANCE)) == ["company.balance_eur", "company.insolvency"]
    last = questions(check(*rules, BALANCE))[-1]
    assert last.sensitive


def test_what_was_declined_or_skipped_is_not_asked():
    declined = profile_of({"company.trains_apprentices": Absent.DECLINED})
    assert next_question(check(SITE, profile=declined)) is None
    assert next_question(check(SITE), skip=("company.trains_apprentices",)) is None


def test_nothing_is_asked_where_nothing_is_open():
    assert next_question(check(SITE, profile=profile_of({"company.trains_apprentices": True}))) is None
    assert next_question(check(manual("m"))) is None


def test_a_derived_fact_is_asked_for_by_what_it_is_worked_out_from():
    kmu = leaf("kmu", "company.sme_class", "in", ("kleinst", "klein", "mittel"))
    question = next_question(check(kmu))
    assert question is not None
    assert (question.fact, question.leads_to) == ("company.headcount", ("company.sme_class",))
    assert question.options == (Interval(0, 9.99), Interval(10, 49.99), Interval(50, 249.99), Interval(250, None))
    profile = profile_of({"company.headcount": Interval(10, 49), "company.related": ()})
    assert facts(check(kmu, profile=profile)) == ["company.turnover_eur"]


def test_only_who_founds_is_asked_whether_there_is_a_company():
    kmu = leaf("kmu", "company.sme_class", "in", ("kleinst", "klein", "mittel"))
    young = leaf("jung", "company.age_years", "lt", 5)
    founding = {"project.kind": ("gruendung",)}
    for rule in (kmu, young):
        assert facts(check(rule, profile=profile_of(founding)))[0] == "company.exists"
        assert "company.exists" not in facts(check(rule, profile=profile_of({"project.kind": ("messe",)})))
        there = profile_of({**founding, "company.exists": True})
        assert facts(check(rule, profile=there))[0] in ("company.headcount", "company.founded_on")
        book = Rulebook([programme_with(rule)], TODAY, derive=deriver(TODAY))
        assert next_question(book.check(profile_of({**founding, "company.exists": False}))) is None


def test_every_fact_of_the_catalogue_can_be_asked_for():
    assert set(ASKING) == {name for name, fact in FACTS.items() if not fact.derived}
    # What can be asked for itself stands after what it may follow from.
    asked_too = {name for name, sources in INPUTS.items() if name in sources}
    assert set(INPUTS) == asked_too | {name for name, fact in FACTS.items() if fact.derived}
    assert all(INPUTS[name][-1] == name and name in ASKING for name in asked_too)
    assert {name for names in INPUTS.values() for name in names} <= set(ASKING)
    assert {name for name, asking in ASKING.items() if asking.sensitive} == {
        "company.in_difficulty",
        "company.insolvency",
        "company.open_recovery_order",
    }


class TestAnswersToChooseFrom:
    def answers(self, *rules: Rule, **known):
        named = {name.replace("__", "."): value for name, value in known.items()}
        question = next_question(check(*rules, profile=profile_of(named)))
        assert question is not None
        return question.options

    @pytest.mark.parametrize(
        ("op", "expected"),
        [("lt", (49.99, 50)), ("ge", (49.99, 50)), ("le", (50, 50.01)), ("gt", (50, 50.01))],
    )
    def test_brackets_part_where_the_condition_turns(self, op, expected):
        low, high = self.answers(leaf("a", "company.headcount", op, 50))
        assert (low.max, high.min) == expected

    def test_each_bracket_decides_the_conditions_they_were_made_from(self):
        rules = (leaf("a", "company.headcount", "lt", 250), leaf("b", "company.headcount", "le", 499))
        for answer in self.answers(*rules):
            done = check(*rules, profile=profile_of({"company.headcount": answer}))
            assert all(verdict.outcome is not Outcome.OPEN for verdict in done.verdicts)

    def test_half_a_job_belongs_to_a_bracket_and_limits_within_one_are_not_told_apart(self):
        rules = [leaf(name, "company.headcount", "lt", 500) for name in "ab"]
        answers = self.answers(*rules, leaf("c", "company.headcount", "le", 499))
        assert answers == (Interval(0, 499.99), Interval(500, None))

    def test_shares_are_told_in_hundredths_and_end_at_a_hundred(self):
        assert self.answers(leaf("a", "project.share_pct", "gt", 50)) == (Interval(0, 50), Interval(50.01, 100))

    def test_only_limits_of_open_programmes_are_used(self):
        decided = Rule(all=(leaf("a", "company.headcount", "lt", 10), leaf("b", "project.started", "eq", False)))
        answers = self.answers(leaf("c", "company.headcount", "lt", 100), decided, project__started=True)
        assert len(answers) == 3
        answers = self.answers(leaf("c", "company.headcount", "lt", 100), company__headcount=Interval(50, 200))
        assert answers == (Interval(50, 99.99), Interval(100, 200))

    def test_ages_are_asked_for_by_the_day_of_founding(self):
        answers = self.answers(leaf("jung", "company.age_years", "lt", 5))
        assert answers == (Interval("2021-11-24", "2026-11-23"), Interval(None, "2021-11-23"))
        answers = self.answers(leaf("jung", "company.age_years", "le", 3))
        assert answers == (Interval("2022-11-24", "2026-11-23"), Interval(None, "2022-11-23"))

    @pytest.mark.parametrize("today", [date(2026, 11, 23), date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)])
    @pytest.mark.parametrize("op", ["lt", "le", "ge", "gt"])
    def test_the_days_part_where_the_derived_age_does(self, op, today):
        book = Rulebook([programme_with(leaf("a", "company.age_years", op, 5))], today, derive=deriver(today))
        question = next_question(book.check(Profile()))
        assert question is not None
        found = {
            book.check(profile_of({"company.founded_on": answer})).verdicts[0].outcome for answer in question.options
        }
        assert found == {Outcome.FITS, Outcome.FAILS}

    def test_of_a_set_of_possible_values_one_is_chosen(self):
        rule = leaf("form", "company.legal_form", "in", ("gmbh",))
        assert self.answers(rule, company__legal_form=AnyOf(("gmbh", "ag"))) == (Known("gmbh"), Known("ag"))

    def test_codes_come_from_the_catalogue_or_from_the_programmes(self):
        assert Known("gmbh") in self.answers(leaf("form", "company.legal_form", "in", ("gmbh",)))
        themes = self.answers(leaf("thema", "project.themes", "any_in", ("ki", "it_sicherheit")))
        assert themes == (Known(("it_sicherheit",)), Known(("ki",)))

    def test_places_have_their_own_way_of_being_asked(self):
        assert self.answers(leaf("sitz", "company.seat_ags", "within", ("05",))) == ()

    def test_there_are_never_more_than_can_be_taken_in(self):
        rules = [leaf("a", "company.headcount", "lt", limit) for limit in range(10, 200, 10)]
        assert len(self.answers(*rules)) == 6


class TestWhatIf:
    def test_names_the_verdicts_that_move_and_leaves_the_check_alone(self):
        small = leaf("klein", "company.headcount", "lt", 50)
        checked = check(small, SITE, leaf("mittel", "company.headcount", "lt", 250))
        checked = checked.recheck(profile_of({"company.headcount": 52}))
        (move,) = what_if(checked, {"company.headcount": value_of(49)})
        assert move.programme_id == "programm-0"
        assert (move.before.outcome, move.after.outcome) == (Outcome.FAILS, Outcome.FITS)
        assert checked.profile.known("company.headcount") == 52

    def test_says_nothing_where_nothing_moves(self):
        checked = check(SITE, profile=profile_of({"company.trains_apprentices": True}))
        assert what_if(checked, {"company.headcount": value_of(3)}) == ()


class TestWhatFollowsIsNotAsked:
    IN_REGION = leaf("region", "company.site_ags", "within", ("05",))
    INLAND = leaf("inland", "company.site_in_de", "eq", True)
    PRIVATE = leaf("privat", "company.public_share", "lt", 50)
    HERE = leaf("hier", "project.site_ags", "within", ("05",))

    def asked(self, *rules, **company):
        told = profile_of({f"company.{name}": value for name, value in company.items()})
        rulebook = Rulebook([programme_with(rule, f"p-{rule.id}") for rule in rules], TODAY, derive=deriver(TODAY))
        return rulebook.check(told)

    def test_the_seat_is_asked_for_before_the_sites(self):
        assert facts(self.asked(self.IN_REGION, self.INLAND)) == ["company.seat_ags"]
        assert facts(self.asked(self.IN_REGION, self.INLAND, seat_ags="05914000")) == []
        assert facts(self.asked(self.IN_REGION, seat_ags="09162000")) == ["company.site_ags"]
        assert facts(self.asked(self.IN_REGION, site_ags=("09162000",))) == ["company.seat_ags"]
        assert facts(self.asked(self.IN_REGION, self.INLAND, seat_ags=Absent.DECLINED)) == [
            "company.site_ags",
            "company.site_in_de",
        ]

    def test_a_seat_or_a_list_that_is_too_coarse_is_asked_for_again(self):
        assert facts(self.asked(self.IN_REGION, seat_ags="DE", site_ags=("09162000",))) == ["company.seat_ags"]
        assert facts(self.asked(self.IN_REGION, seat_ags="09162000", site_ags=("DE",))) == ["company.site_ags"]

    def test_the_owners_are_asked_for_before_the_public_share(self):
        assert facts(self.asked(self.PRIVATE)) == ["company.related"]
        assert facts(self.asked(self.PRIVATE, related=())) == []
        assert facts(self.asked(self.PRIVATE, related=Absent.DECLINED)) == ["company.public_share"]
        listed = (Holding(name="Stadt", share_pct=Interval(20, 60), public=True),)
        assert facts(self.asked(self.PRIVATE, related=listed)) == ["company.public_share"]

    def test_a_reason_shows_the_seat_where_that_is_the_site(self):
        for told in ({}, {"site_ags": ("09162000",)}):
            (reason,) = self.asked(self.IN_REGION, seat_ags="05914000", **told).verdicts[0].deciding
            assert (reason.value.possible, reason.value.provenance) == (Known(("05914000",)), Provenance.DERIVED)
        (reason,) = self.asked(self.IN_REGION, seat_ags="09162000").verdicts[0].deciding
        assert (reason.value.is_open, reason.missing) == (True, ("company.site_ags",))

    def test_the_seat_is_offered_for_the_place_of_the_project(self):
        assert questions(self.asked(self.HERE))[0].options == ()
        assert questions(self.asked(self.HERE, seat_ags="05914000"))[0].options == (Known("05914000"),)

    @pytest.mark.parametrize(("so_far", "offered"), [("DE", 1), ("09162000", 0), ("DE", 0)])
    def test_only_a_seat_that_says_more_is_offered(self, so_far, offered):
        seat = "05914000" if offered else so_far
        given = {"company.seat_ags": seat, "project.site_ags": so_far}
        asked = questions(Rulebook([programme_with(self.HERE)], TODAY).check(profile_of(given)))
        assert sum(len(one.options) for one in asked) == offered


class TestTheOrderAtATable:
    ASKED = (
        leaf("ort", "person.residence_ags", "within", ("05",)),
        leaf("art", "project.founding_kind", "ne", "beteiligung"),
        BALANCE,
        leaf("was", "project.kind", "any_in", ("messe",)),
        leaf("kosten", "project.total_cost_eur", "ge", 5_000),
    )

    def order(self, **known):
        return facts(check(*self.ASKED, profile=profile_of({f"project.{name}": to for name, to in known.items()})))

    def test_founders_are_asked_before_and_others_last(self):
        assert self.order(kind=("gruendung",))[:2] == ["person.residence_ags", "project.founding_kind"]
        for known in ({"kind": ("investition",)}, {}):
            assert set(self.order(**known)[-2:]) == {"person.residence_ags", "project.founding_kind"}

    def test_what_is_planned_comes_before_the_rest_of_the_project(self):
        started = [programme_with(STARTED, f"b-{at}") for at in range(3)]
        planned = programme_with(leaf("was", "project.kind", "any_in", ("messe",)), "a")
        assert facts(Rulebook([*started, planned], TODAY).check(Profile())) == ["project.kind", "project.started"]

    def test_the_whole_cost_comes_before_the_part_that_counts(self):
        part = leaf("anteil", "project.eligible_cost_eur", "ge", 5_000)
        whole = leaf("ganz", "project.total_cost_eur", "ge", 5_000)
        assert facts(check(part, part, part, whole)) == ["project.total_cost_eur", "project.eligible_cost_eur"]
