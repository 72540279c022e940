"""What follows from a session."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.consultation.findings import Adviser, Findings
from advisor_app.consultation.session import Session
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import FactValue, Known, Profile
from tests.conftest import TODAY
from tests.profiles import fact_values, possible_values
from tests.unit.matching.rules import manual, programme_with


def told(findings: Findings) -> tuple[Any, ...]:
    """Return all that findings say."""
    return (
        findings.session,
        findings.check.verdicts,
        findings.profile,
        findings.steps,
        findings.question,
        findings.sizes,
        findings.account,
    )


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, FactValue | None]:
    fact = draw(st.sampled_from(sorted(FACTS)))
    return fact, draw(st.none() | fact_values(possible_values(FACTS[fact])))


@settings(max_examples=40, deadline=None)
@given(given_answers=st.lists(answers(), min_size=1, max_size=6), undo=st.booleans())
def test_step_by_step_is_the_same_as_all_at_once(adviser, given_answers, undo):
    session = Session()
    findings = adviser.first(session)
    for fact, value in given_answers:
        session = session.forgotten(fact) if value is None else session.answered(fact, value)
        findings = adviser.next(findings, session)
    if undo:
        session = session.undone()
        findings = adviser.next(findings, session)
    assert told(findings) == told(adviser.first(session))
    assert findings.discreet.verdicts == adviser.first(session).discreet.verdicts


def test_a_title_does_not_work_the_check_out_again(adviser):
    findings = adviser.first(Session())
    skipped = adviser.next(findings, findings.session.skipped("company.headcount"))
    assert skipped.check is findings.check
    assert skipped.question != findings.question


def test_findings_of_other_rules_do_not_count(adviser):
    other = Adviser.of([programme_with(manual("risiko"))], TODAY)
    findings = other.next(adviser.first(Session()), Session())
    assert len(findings.check.verdicts) == 1
    assert findings.check.rulebook is other.rulebook


def test_what_was_put_off_is_not_asked_next(adviser):
    findings = adviser.first(Session())
    assert findings.question is not None
    fact = findings.question.fact
    after = adviser.next(findings, findings.session.skipped(fact))
    assert after.question is not None
    assert after.question.fact != fact


def test_the_calculation_of_derived_facts_is_there(adviser):
    session = Session().answered("company.headcount", FactValue(possible=Known(12)))
    findings = adviser.first(session)
    assert "company.headcount_group" in findings.steps
    assert findings.sizes[0].classes == ("klein", "mittel", "gross")
    assert findings.account.unlisted
    assert findings.today == TODAY


def test_what_if_leaves_the_findings_alone(adviser, gold):
    findings = adviser.first(Session().loaded(gold["maschinenbau-180"]))
    moves = findings.what_if({"company.headcount": FactValue(possible=Known(900))})
    assert moves
    assert findings.profile.known("company.headcount") == 180


def test_without_sensitive_facts_the_check_is_the_same_one(adviser):
    findings = adviser.first(Session().loaded(Profile()))
    assert findings.discreet is findings.check
    assert findings.checked(with_sensitive=True) is findings.check
