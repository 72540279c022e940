"""The real rules: every condition has words, and what no source decides is left open."""

from __future__ import annotations

from collections.abc import Iterator

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.names import Names
from advisor_app.consultation.session import Session
from advisor_app.domain.eligibility import Rule
from advisor_app.domain.profile import FactValue, Known, Profile
from advisor_app.domain.programme import Programme
from advisor_app.matching.verdict import Outcome


def conditions(rule: Rule) -> Iterator[Rule]:
    if rule.children:
        for child in rule.children:
            yield from conditions(child)
    else:
        yield rule


def test_every_condition_has_words(programmes: tuple[Programme, ...]) -> None:
    rules = [(one.id, rule) for one in programmes if one.eligibility for rule in conditions(one.eligibility)]
    assert [(name, rule.fact) for name, rule in rules if not rule.text] == []


def test_every_rate_says_for_whom_it_is(programmes: tuple[Programme, ...]) -> None:
    rows = [(one.id, row) for one in programmes for row in one.rate_table]
    rules = [(name, rule) for name, row in rows for rule in (row.when, row.also) if rule is not None]
    assert [(name, leaf.fact) for name, rule in rules for leaf in rule.leaves() if not leaf.text and leaf.fact] == [
        ("rwp-gewerblich", "company.sme_class")
    ] * 3


def test_a_gold_profile_lies_where_its_title_says(gold: dict[str, Profile], names: Names) -> None:
    wrong = []
    for name, profile in gold.items():
        seat = profile.known("company.seat_ags")
        town = profile.title.rpartition(", ")[2] if profile.title else ""
        if isinstance(seat, str) and len(seat) == 8 and " " not in town and town not in names.place(seat):
            wrong.append((name, town, names.place(seat)))
    assert wrong == []


def test_a_credit_is_left_open_where_no_source_says_whether_difficulty_excludes(
    adviser: Adviser, gold: dict[str, Profile]
) -> None:
    for bank in (True, None):
        profile = gold["in-schwierigkeiten"]
        judged = {"kfw-365-366/hausbank": FactValue(possible=Known(bank))} if bank else {}
        told = Profile(facts=profile.facts, judged=judged)
        verdict = adviser.first(Session().loaded(told)).check.by_id["kfw-365-366"]
        assert verdict.outcome is Outcome.OPEN
        assert any("Schwierigkeiten" in one.text for one in verdict.manual)
    sound = Profile(facts={**profile.facts, "company.in_difficulty": FactValue(possible=Known(value=False))})
    assert not any(
        "Schwierigkeiten" in one.text
        for one in adviser.first(Session().loaded(sound)).check.by_id[verdict.programme_id].manual
    )
