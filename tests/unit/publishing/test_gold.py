"""Gold profiles held against programmes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor_app.content.gold_profiles import Gold, GoldProfile
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.profile import FactValue, Known, Profile
from advisor_app.errors import Severity
from advisor_app.matching.verdict import Outcome
from advisor_app.publishing.gold import gold_problems, reachable, tipped
from tests.makers import programme

TODAY = date(2026, 11, 23)
SMALL = Rule(id="klein", text="klein", fact="company.headcount", op=Op.LT, value=50)
STARTED = Rule(id="beginn", text="nicht begonnen", fact="project.started", op=Op.EQ, value=False, fixable=True)
TALK = Rule(id="risiko", text="Risiko", op=Op.MANUAL)
BOTH = Rule(all=(SMALL, STARTED))


def gold(expect: dict[str, str], headcount: float = 12) -> Gold:
    facts = {
        "company.headcount": FactValue(possible=Known(headcount)),
        "project.started": FactValue(possible=Known(False)),
    }
    one = GoldProfile(
        file="gold/profiles/a.yaml",
        name="a",
        profile=Profile(facts=facts),
        expect=expect,
        why={"p": "weil es so ist"},
        day=TODAY,
        lines=dict.fromkeys(expect, 7),
    )
    return Gold((one,))


def told(found, severity=Severity.ERROR):
    return [(one.file, one.line, one.code) for one in found if one.severity is severity]


def test_what_is_expected_is_no_problem():
    assert told(gold_problems(gold({"p": "passend"}), [programme("p", eligibility=BOTH)], TODAY)) == []


def test_a_mismatch_is_told_with_the_deciding_reason():
    found = gold_problems(gold({"p": "nicht_passend"}), [programme("p", eligibility=BOTH)], TODAY)
    assert told(found) == [("gold/profiles/a.yaml", 7, "gold_mismatch")]
    (problem,) = [one for one in found if one.severity is Severity.ERROR]
    assert "nicht_passend is expected, the check says passend: klein (erfuellt)" in problem.message
    assert "weil es so ist" in problem.message


def test_an_unknown_programme_is_told_unless_its_file_is_broken():
    programmes = [programme("programm-eins", eligibility=BOTH)]
    found = gold_problems(gold({"programm-ein": "passend"}), programmes, TODAY)
    assert told(found) == [("gold/profiles/a.yaml", 7, "gold_unknown")]
    assert any('did you mean "programm-eins"?' in one.message for one in found)
    assert told(gold_problems(gold({"x": "passend"}), programmes, TODAY, lost={"x"})) == []


def test_a_review_that_is_overdue_is_no_fault_of_the_profile():
    one = programme("p", eligibility=BOTH)
    overdue = replace(one, review=replace(one.review, review_by="2026-11-22"))
    assert told(gold_problems(gold({"p": "passend"}), [overdue], TODAY)) == []
    assert told(gold_problems(gold({"p": "offen"}), [overdue], TODAY)) != []


def test_outcomes_that_no_profile_expects_are_warned_of():
    found = gold_problems(gold({"p": "passend"}), [programme("p", eligibility=BOTH), programme("ohne")], TODAY)
    assert told(found, Severity.WARNING) == [("programmes/p.md", 0, "gold_uncovered")]
    assert [one.message for one in found if "expects herstellbar, offen, nicht_passend;" in one.message]
    assert gold_problems(Gold(), [programme("p", eligibility=BOTH)], TODAY) == ()


@pytest.mark.parametrize(
    ("rule", "missing"),
    [
        (SMALL, {Outcome.FIXABLE}),
        (STARTED, {Outcome.FAILS}),
        (TALK, {Outcome.FIXABLE}),
        (BOTH, set()),
        (Rule(any=(SMALL, STARTED)), {Outcome.FAILS}),
        (Rule(all=(STARTED, STARTED)), {Outcome.FAILS}),
        (Rule(n=2, of=(SMALL, STARTED, TALK)), set()),
        (Rule(n=1, of=(SMALL, STARTED, TALK)), {Outcome.FAILS}),
        (Rule(when=SMALL, then=STARTED), {Outcome.FAILS}),
    ],
)
def test_which_outcomes_a_rule_can_reach(rule, missing):
    assert set(reachable(rule)) == {Outcome.FITS, Outcome.OPEN, Outcome.FIXABLE, Outcome.FAILS} - missing


def test_a_change_of_content_tips_verdicts():
    before = [programme("p", eligibility=BOTH), programme("weg", eligibility=SMALL), programme("q", eligibility=SMALL)]
    tighter = Rule(all=(replace(SMALL, value=10), STARTED))
    after = [programme("p", eligibility=tighter), programme("q", eligibility=SMALL), programme("neu", eligibility=TALK)]
    (one,) = tipped(gold({"p": "passend"}), before, after, TODAY)
    assert (one.profile, one.programme, one.before, one.after) == ("a", "p", Outcome.FITS, Outcome.FAILS)
    assert one.why == "klein (nicht_erfuellt)"
    assert tipped(gold({}), before, before, TODAY) == ()
