"""The result of a check as text and on paper."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from advisor_app.consultation.findings import Adviser, Findings
from advisor_app.consultation.names import Names
from advisor_app.consultation.report import NOTHING_IN_GROUP, Wanted, report, report_html, report_text
from advisor_app.consultation.session import Session
from advisor_app.consultation.sheet import question_sheet
from advisor_app.consultation.verdict_words import estimate_words, reason_lines
from advisor_app.consultation.words import DISCLAIMER, OUTCOMES
from advisor_app.domain.eligibility import Rule
from advisor_app.domain.item import Visibility
from advisor_app.domain.profile import FactValue, Known, Profile, Provenance
from advisor_app.domain.window import WindowState
from advisor_app.matching.verdict import Outcome
from tests.conftest import TODAY
from tests.profiles import profiles
from tests.unit.matching.rules import leaf, manual, profile_of, programme_with

NBSP = "\u00a0"


def label(_vocabulary: str, code: str) -> str:
    return f"<{code}>"


def text_of(findings: Findings, wanted: Wanted | None = None) -> str:
    made = report(findings, words=label, as_of="2026-11-20", wanted=wanted or Wanted())
    return report_text(made).replace(NBSP, " ")


def check_of(rule: Rule | None, profile: Profile, **fields: Any) -> Findings:
    return Adviser.of([programme_with(rule, title="Zuschuss A", **fields)], TODAY).first(Session().loaded(profile))


STAFF = leaf("kmu", "company.headcount", "lt", 250)


def test_groups_stand_in_their_order_with_their_numbers(adviser, gold):
    text = text_of(adviser.first(Session().loaded(gold["maschinenbau-180"])))
    places = [text.index(f"\n{words} (") for words in OUTCOMES.values()]
    assert places == sorted(places)
    assert "Stand 23.11.2026 · Wissen vom 20.11.2026 · 70 Programme geprüft mit 21 Angaben" in text
    assert text.startswith("Fördercheck · Maschinenbauer, 180 Beschäftigte")
    assert DISCLAIMER in text


def test_a_reason_has_what_is_known_and_its_as_of():
    findings = check_of(STAFF, profile_of({"company.headcount": 38}))
    (verdict,) = findings.check.verdicts
    (line,) = reason_lines(verdict)
    assert line.startswith("Bedingung kmu · Beschäftigte: 38 · Stand ")
    assert line in text_of(findings)


@pytest.mark.parametrize(
    ("rule", "profile", "expected"),
    [
        (STAFF, Profile(), "Bedingung kmu · Angabe fehlt"),
        (manual("risiko"), Profile(), "Frage risiko · im Gespräch klären"),
        (None, Profile(), "Bedingungen sind nicht hinterlegt; bei der Stelle klären"),
        (
            Rule(none=(leaf("gross", "company.headcount", "ge", 250),)),
            profile_of({"company.headcount": 900}),
            "Bedingung gross · trifft zu · Beschäftigte: 900",
        ),
        (
            Rule(none=(leaf("gross", "company.headcount", "ge", 250),)),
            profile_of({"company.headcount": 9}),
            "Bedingung gross · trifft nicht zu · Beschäftigte: 9",
        ),
        (
            leaf("beginn", "project.started", "eq", False, fixable=True),
            profile_of({"project.started": True}),
            "Zu tun: Bedingung beginn",
        ),
    ],
)
def test_every_kind_of_verdict_says_why(rule, profile, expected):
    assert expected in text_of(check_of(rule, profile))


def test_only_what_is_wanted_is_told(adviser, gold):
    findings = adviser.first(Session().loaded(gold["maschinenbau-180"]))
    first = next(one for one in findings.check.verdicts if one.outcome is Outcome.FITS)
    wanted = Wanted(groups=(Outcome.FITS,), only={first.programme_id})
    text = text_of(findings, wanted)
    assert first.programme.title in text
    assert OUTCOMES[Outcome.FAILS] not in text
    others = [one for one in findings.check.verdicts if one.outcome is Outcome.FITS and one is not first]
    assert not [one for one in others if f"\n{one.programme.title}" in text]
    limited = text_of(findings, Wanted(limit=1))
    assert "weitere" in limited
    assert NOTHING_IN_GROUP in limited


def test_where_a_value_comes_from_is_told_where_it_says_something():
    values = {
        "company.headcount": FactValue(possible=Known(38), as_of="2026-11-20", note="ohne Auszubildende"),
        "company.turnover_eur": FactValue(possible=Known(5), provenance=Provenance.DOCUMENT, as_of="2025-12-31"),
        "company.balance_eur": FactValue(possible=Known(7)),
    }
    text = text_of(check_of(STAFF, Profile(facts=values)), Wanted(with_sensitive=True))
    assert "Beschäftigte: 38 · Angabe vom 20.11.2026 · ohne Auszubildende\n" in text
    assert "Jahresumsatz: 5 EUR · Beleg vom 31.12.2025\n" in text
    assert "Bilanzsumme: 7 EUR\n" in text


@pytest.mark.parametrize("judged", [{}, {"zuschuss-a/insolvenzfrei": FactValue(possible=Known(value=False))}])
def test_that_paper_and_screen_may_differ_is_said_before_the_numbers_and_always(judged):
    findings = check_of(manual("insolvenzfrei"), Profile(judged=judged))
    assert (findings.discreet.verdicts == findings.check.verdicts) is not bool(judged)
    text = text_of(findings)
    said = text.index("einzelne Programme können darum anders eingestuft sein als am Bildschirm")
    assert said < text.index(f"{OUTCOMES[Outcome.FITS]} (")
    assert "am Bildschirm" not in text_of(findings, Wanted(with_sensitive=True))


def test_programmes_that_stay_inside_are_not_told():
    findings = check_of(STAFF, profile_of({"company.headcount": 38}), visibility=Visibility.NETWORK)
    made = report(findings, words=label, as_of="2026-11-20")
    assert made.stayed == ("Zuschuss A",)
    assert "Zuschuss A" not in report_text(made) + report_html(made)
    assert "0 Programme" in report_text(made).replace(NBSP, " ")


def test_other_funding_does_not_name_programmes_that_stay_inside():
    names = Names(programmes={"zuschuss-a": "Zuschuss A", "b": "Zuschuss B"})
    given = profile_of({"project.other_funding": ("zuschuss-a", "b")})
    findings = check_of(STAFF, given, visibility=Visibility.NETWORK)
    text = report_text(report(findings, names, words=label, as_of="2026-11-20"))
    assert "Zuschuss A" not in text
    assert "Zuschuss B" in text


def test_the_amount_stands_at_the_edge_and_is_never_more_exact_than_it_is_known(adviser, gold):
    findings = adviser.first(Session().loaded(gold["maschinenbau-180"]))
    verdict = findings.check.by_id["forschungszulage"]
    words = estimate_words(verdict)
    assert ", bis " in words
    html = report_html(report(findings, words=label, as_of="2026-11-20"))
    assert 'align="right"><p style="font-size:10pt' in html
    assert words.replace(" ", "&nbsp;") in html


def test_nothing_from_outside_is_markup():
    findings = check_of(STAFF, Profile(title="<script>&\x1b", facts=profile_of({"company.headcount": 3}).facts))
    html = report_html(report(findings, words=label, as_of="2026-11-20"))
    assert "<script>" not in html
    assert "&lt;script&gt;&amp;" in html
    assert "&lt;laufend&gt;" in html
    assert "\x1b" not in html


@settings(max_examples=15, deadline=None)
@given(profile=profiles())
def test_any_profile_has_a_report(adviser, names, profile):
    findings = adviser.first(Session().loaded(profile))
    made = report(findings, names, words=label, as_of="2026", wanted=Wanted(with_sensitive=True))
    assert report_text(made).count(DISCLAIMER) == 1
    # A title and notes are whatever somebody wrote.
    written = (profile.title, *(value.note for value in (*profile.facts.values(), *profile.judged.values())))
    assert any("None" in text for text in written) or "None" not in report_text(made)


def test_a_reason_says_what_a_room_was_compared_with():
    room = leaf("rahmen", "company.deminimis_room_eur", "ge", value_from="project.expected_aid_eur")
    findings = check_of(room, profile_of({"company.deminimis_room_eur": 40_000, "project.total_cost_eur": 9_000}))
    (line,) = reason_lines(findings.check.verdicts[0])
    assert "verglichen mit Erwartete Förderung: bis 9.000 EUR" in line.replace(NBSP, " ")


def test_what_has_ended_stands_last_and_fills_no_other_group(adviser, gold):
    findings = adviser.first(Session().loaded(gold["erstgespraech"]))
    text = text_of(findings)
    ended = [one.programme.title for one in findings.check.verdicts if one.window is WindowState.CLOSED]
    head, _, tail = text.partition(f"\nBeendet ({len(ended)})\n")
    assert ended
    assert tail.index("Anträge sind nicht mehr möglich") < tail.index(ended[0]) < tail.index("Gut zu wissen")
    assert not any(f"\n{title}" in head for title in ended)
    asked = {
        one for group in question_sheet(findings, limit=99).groups for entry in group.entries for one in [entry.why]
    }
    assert not any(title in why for title in ended for why in asked)


def test_one_more_condition_is_one():
    rules = tuple(leaf(f"r{number}", "company.headcount", "lt", 100 + number) for number in range(7))
    text = text_of(check_of(Rule(all=rules), profile_of({"company.headcount": 38})))
    assert "und 1 weitere Bedingung\n" in text
