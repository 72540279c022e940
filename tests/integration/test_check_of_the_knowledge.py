"""The check on the knowledge itself, with derived facts: what an advisor would see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import load_content
from advisor_app.domain import Programme
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import FactValue, Known, Profile
from advisor_app.matching.derive import deriver
from advisor_app.matching.question import next_question
from advisor_app.matching.rulebook import Rulebook
from advisor_app.matching.verdict import Outcome

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def book() -> Rulebook:
    content = load_content(ROOT / "kb", Geodata.load(ROOT / "resources" / "geodata"), today=TODAY)
    programmes = [item for item in content.items if isinstance(item, Programme)]
    return Rulebook(programmes, TODAY, derive=deriver(TODAY))


def known(**facts) -> Profile:
    values = {name.replace("__", ".", 1): FactValue(possible=Known(value)) for name, value in facts.items()}
    return Profile(facts=values)


def test_nothing_is_said_of_somebody_of_whom_nothing_is_known(book):
    verdicts = book.check(Profile()).verdicts
    assert {verdict.outcome for verdict in verdicts} == {Outcome.OPEN}


def test_every_interview_comes_to_an_end(book):
    check = book.check(Profile())
    asked: list[str] = []
    while (question := next_question(check, skip=asked)) is not None:
        assert question.fact not in asked
        assert not FACTS[question.fact].derived
        asked.append(question.fact)
        if question.options:
            answer = FactValue(possible=question.options[0])
            check = check.recheck(check.given.with_fact(question.fact, answer))
    assert len(asked) > 10


def test_a_master_founder_without_consultation_is_told_what_to_do_first(book):
    profile = known(
        person__has_master_craftsman=True,
        person__first_full_time_founding=True,
        person__had_hwk_consultation=False,
        project__site_ags="05515000",
        project__started=False,
        project__creates_job_or_training=True,
        project__founding_kind="neugruendung",
    )
    verdict = book.check(profile).by_id["meistergruendungspraemie-nrw"]
    assert verdict.outcome is Outcome.FIXABLE
    assert [reason.fact for reason in verdict.fixable] == ["person.had_hwk_consultation"]


def test_a_group_too_large_for_zim_is_told_so_by_the_head_count_alone(book):
    profile = known(company__headcount=1200, company__related=())
    verdict = book.check(profile).by_id["zim-einzel"]
    assert verdict.outcome is Outcome.FAILS
    assert [reason.fact for reason in verdict.deciding] == ["company.headcount_group"]
