"""The facts and the question of a check in words: what is known, what is missing, what is delicate."""

from __future__ import annotations

from datetime import date

import pytest

from advisor_app.consultation.findings import Adviser, Findings
from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.consultation.privacy import SENSITIVE
from advisor_app.consultation.session import Session
from advisor_app.desktop.presenters.check_facts import present_facts
from advisor_app.desktop.presenters.check_question import chosen_value, present_question
from advisor_app.desktop.presenters.check_views import FactsView, LineKind
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent, FactValue, Interval, Known, Profile, Provenance
from advisor_app.domain.state_aid import Holding
from advisor_app.matching.asking import INPUTS
from tests.makers import programme

TODAY = date(2026, 11, 23)
_VALUES: dict[FactType, str | int | bool | tuple[str, ...]] = {
    FactType.BOOL: True, FactType.NUMBER: 5, FactType.DATE: "2020-01-01", FactType.CODES: ("x",),
    FactType.REGION: "05", FactType.REGIONS: ("05",), FactType.WZ: ("62",), FactType.TEXT: "x",
}  # fmt: skip
_OPERATORS = {
    FactType.BOOL: Op.EQ, FactType.NUMBER: Op.LT, FactType.DATE: Op.AFTER, FactType.CODE: Op.EQ,
    FactType.REGION: Op.WITHIN, FactType.REGIONS: Op.WITHIN, FactType.WZ: Op.WZ_IN,
}  # fmt: skip


def asking(*facts: str) -> Adviser:
    """Return an adviser with one programme for each fact that asks for it."""
    made = []
    for fact in facts:
        kind = FACTS[fact]
        value = kind.codes[0] if kind.type is FactType.CODE else _VALUES[kind.type]
        op = _OPERATORS.get(kind.type, Op.ANY_IN)
        rule = Rule(id="r", fact=fact, op=op, value=value, text="T", src="q1")
        made.append(programme(fact.replace(".", "-").replace("_", "-"), f"Programm {fact}", eligibility=rule))
    return Adviser.of(made, TODAY)


def found(adviser: Adviser, **facts: object) -> Findings:
    values = {
        name.replace("__", "."): value if isinstance(value, FactValue) else FactValue(possible=Known(value))
        for name, value in facts.items()
    }
    return adviser.first(Session(given=Profile(facts=values)))


def rows(view: FactsView) -> dict[str, tuple[str, str, str]]:
    return {line.fact: (line.value, line.origin, line.action) for line in (*view.lines, *view.others) if line.fact}


def test_what_goes_without_saying_is_folded_away_and_what_differs_is_not():
    adviser = asking("company.headcount_group", "company.exists", "company.site_in_de")
    alone = {"company__headcount": 38, "company__related": (), "company__founded_on": "1994-05-02",
             "company__seat_ags": "05914000"}  # fmt: skip
    view = present_facts(found(adviser, **alone), NO_NAMES)
    evident = {"company.exists", "company.site_in_de", "company.headcount_group"}
    assert not evident & {line.fact for line in view.lines}
    assert evident <= {line.fact for line in view.others if line.origin == "berechnet"}
    group = (Holding(name="Mutter", share_pct=100, headcount=50),)
    view = present_facts(found(adviser, **(alone | {"company__related": group, "company__site_in_de": True})), NO_NAMES)
    assert {"company.headcount_group", "company.site_in_de"} <= {line.fact for line in view.lines}


def test_a_fact_says_its_value_and_where_it_is_from():
    findings = found(
        asking("company.headcount", "project.order_signed"),
        company__headcount=38,
        company__turnover_eur=FactValue(possible=Interval(0, 2e6), provenance=Provenance.DOCUMENT),
        company__in_difficulty=FactValue(possible=Absent.DECLINED),
    )
    told = rows(present_facts(findings, NO_NAMES))
    assert told["company.headcount"] == ("38", "Angabe", "")
    assert told["company.turnover_eur"] == ("Bis 2\u00a0Mio.\u00a0EUR", "Beleg", "")
    assert told["company.in_difficulty"] == ("Keine Angabe", "Angabe", "")
    assert told["company.sme_class"][1] == "berechnet"
    assert told["project.order_signed"] == ("noch nicht beantwortet", "", "Ergänzen")


def test_what_open_programmes_miss_stands_first_and_everything_else_is_within_reach():
    view = present_facts(found(asking("project.order_signed", "company.seat_ags")), NO_NAMES)
    first = [line.fact for line in view.lines if line.kind is LineKind.FACT]
    assert set(first) == {"project.order_signed", "company.seat_ags"}
    assert view.missing == 2
    told = set(rows(view))
    assert {name for name, fact in FACTS.items() if not fact.derived} <= told
    assert "company.structurally_weak" in told


def test_no_fact_stands_twice():
    asked = [name for name, fact in FACTS.items() if fact.type is FactType.BOOL and not fact.derived]
    view = present_facts(found(asking(*asked), company__headcount=3), NO_NAMES)
    facts = [line.fact for line in (*view.lines, *view.others) if line.fact]
    assert len(facts) == len(set(facts))


def test_delicate_facts_have_a_group_of_their_own_at_the_end_and_no_client_sees_it():
    findings = found(asking("company.insolvency", "company.headcount"), company__in_difficulty=True)
    groups = [line.label for line in present_facts(findings, NO_NAMES).lines if line.kind is LineKind.GROUP]
    assert groups[-1] == "Vertraulich"
    seen = present_facts(findings, NO_NAMES, clients=True)
    assert not set(rows(seen)) & SENSITIVE
    assert "Vertraulich" not in {line.label for line in (*seen.lines, *seen.others)}
    assert seen.missing == 1


def test_a_founder_is_shown_person_and_project_before_the_company():
    findings = found(asking("person.age", "project.started", "company.headcount"))
    groups = {
        founding: [line.label for line in present_facts(findings, NO_NAMES, founding=founding).lines if not line.fact]
        for founding in (False, True)
    }
    assert groups == {False: ["Betrieb", "Vorhaben", "Person"], True: ["Person", "Vorhaben", "Betrieb"]}


def test_yes_and_no_have_their_letters():
    view = present_question(found(asking("project.order_signed")), NO_NAMES)
    assert [(one.text, one.key) for one in view.answers] == [("Nein", "N"), ("Ja", "J")]
    assert (view.exact, view.several) == ("", False)
    assert view.worth == "betrifft das eine offene Programm"


def test_brackets_have_figures_and_another_way_for_the_exact_number():
    view = present_question(found(asking("company.headcount")), NO_NAMES)
    assert [one.key for one in view.answers] == [str(number) for number in range(1, len(view.answers) + 1)]
    assert view.exact == "Genaue Zahl"
    assert chosen_value(view, (1,)) == view.answers[1].value


def test_of_several_codes_all_that_were_chosen_are_known():
    view = present_question(found(asking("project.activities")), NO_NAMES)
    assert view.several
    value = chosen_value(view, (0, 2))
    assert value is not None
    assert value.possible == Known((FACTS["project.activities"].codes[0], FACTS["project.activities"].codes[2]))
    assert value.as_of == TODAY.isoformat()
    assert chosen_value(view, ()) is None


def test_a_delicate_question_says_why_and_may_be_declined():
    view = present_question(found(asking("company.insolvency")), NO_NAMES)
    assert view.caution
    assert (view.answers[-1].text, view.answers[-1].value.possible) == ("Keine Angabe", Absent.DECLINED)


def test_why_names_the_programmes_and_who_knows():
    adviser = asking("project.order_signed")
    titles = Names(programmes={"project-order-signed": "Programm project.order_signed"})
    reasons = present_question(found(adviser), titles).reasons
    assert any("Programm project.order_signed" in line for line in reasons)
    assert reasons[-1] == "Wer es weiß: Geschäftsführung."


def test_where_nothing_is_left_to_ask_what_was_put_off_is_counted():
    adviser = asking("project.order_signed")
    findings = adviser.first(Session().skipped("project.order_signed"))
    view = present_question(findings, NO_NAMES)
    assert (view.fact, view.passed) == ("", 1)
    assert rows(present_facts(findings, NO_NAMES))["project.order_signed"][0] == "zurückgestellt"


@pytest.mark.parametrize("fact", [name for name, fact in FACTS.items() if not fact.derived
                                  and fact.type is not FactType.RECORDS])  # fmt: skip
def test_every_fact_can_be_asked_for_and_answered(fact):
    # What may follow from another fact is asked for once that one was put off.
    first = tuple(name for name in INPUTS.get(fact, ()) if name != fact)
    assert not first or present_question(found(asking(fact)), NO_NAMES).fact == first[0]
    session = Session()
    for name in first:
        session = session.skipped(name)
    view = present_question(asking(fact).first(session), NO_NAMES)
    assert view.fact == fact
    assert view.text.endswith("?")
    assert view.answers or view.exact
    assert not view.several or view.exact
