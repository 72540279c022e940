"""The question sheet: who can answer what, and what hangs on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from advisor_app.consultation.findings import Adviser, Findings
from advisor_app.consultation.privacy import SENSITIVE
from advisor_app.consultation.session import Session
from advisor_app.consultation.sheet import Sheet, question_sheet, sheet_html, sheet_text
from advisor_app.domain.item import Visibility
from advisor_app.domain.profile import Absent, FactValue, Interval, Known, Profile
from advisor_app.matching.asking import ASKING, Who
from tests.conftest import TODAY
from tests.profiles import profiles
from tests.unit.matching.rules import leaf, manual, programme_with

NBSP = "\u00a0"


def findings_of(adviser: Adviser, facts: dict[str, object] | None = None, title: str = "") -> Findings:
    values = {name: one if isinstance(one, FactValue) else FactValue(possible=Known(one))
              for name, one in (facts or {}).items()}  # fmt: skip
    return adviser.first(Session().loaded(Profile(facts=values, title=title)))


def small(*rules: object, **fields: object) -> Adviser:
    every = [programme_with(rule, f"p{number}", title=f"Programm {number}", **fields)  # type: ignore[arg-type]
             for number, rule in enumerate(rules)]  # fmt: skip
    return Adviser.of(every, TODAY)


def facts_of(sheet: Sheet) -> list[str]:
    return [entry.fact for entry in sheet.entries if entry.fact]


def test_questions_stand_with_who_can_answer_them(adviser):
    sheet = question_sheet(findings_of(adviser), limit=99, with_sensitive=True)
    assert [group.who for group in sheet.groups] == [who for who in Who if who in {one.who for one in sheet.groups}]
    for group in sheet.groups:
        asked = [entry for entry in group.entries if entry.fact]
        assert {ASKING[entry.fact].who for entry in asked} <= {group.who}
        places = [entry.sensitive for entry in group.entries]
        assert places == sorted(places), "sensitive questions stand last"
        assert all(entry.question and entry.hint for entry in asked)
    assert SENSITIVE & {entry.fact for entry in sheet.entries}
    assert sheet.sensitive == sum(fact in SENSITIVE for fact in facts_of(sheet))


def test_sensitive_questions_stay_out_unless_wished(adviser):
    sheet = question_sheet(findings_of(adviser), limit=99)
    assert not SENSITIVE & set(facts_of(sheet))
    assert sheet.sensitive == 0
    assert "Insolvenzverfahren" not in sheet_text(sheet)
    asked = question_sheet(findings_of(adviser), limit=99, with_sensitive=True)
    assert "bleibt freiwillig" in sheet_text(asked)
    answered = question_sheet(findings_of(adviser, {"company.insolvency": True}), limit=99, with_sensitive=True)
    assert "company.insolvency" not in facts_of(answered)


def test_everything_that_is_missing_comes_at_last(adviser):
    """What derived facts need next is asked for as well: not the staff alone but turnover and balance sheet too."""
    asked = facts_of(question_sheet(findings_of(adviser), limit=99))
    assert {"company.headcount", "company.turnover_eur", "company.balance_eur", "company.related"} <= set(asked)
    assert len(asked) == len(set(asked))


def test_what_was_put_off_is_on_the_sheet_and_what_was_declined_is_not(adviser):
    session = Session().skipped("project.started").answered("project.kind", FactValue(possible=Absent.DECLINED))
    asked = facts_of(question_sheet(adviser.first(session), limit=99))
    assert "project.started" in asked
    assert "project.kind" not in asked


def test_the_limit_counts_what_is_left(adviser):
    findings = findings_of(adviser)
    few, all_of_them = question_sheet(findings, limit=3, talk_limit=2), question_sheet(findings, limit=99)
    assert few.missing == 3
    assert sum(not entry.fact for entry in few.entries) == 2
    assert few.more == len(all_of_them.entries) + all_of_them.more - 5
    assert f"{few.more}{NBSP}weitere Fragen" in sheet_text(few)


def test_the_worth_of_a_question_is_told_with_names():
    rule = leaf("beginn", "project.started", "eq", False)
    one, five = small(rule), small(*[rule] * 5)
    (entry,) = question_sheet(findings_of(one)).entries
    assert entry.why == "Kann ein Programm entscheiden: Programm 0"
    assert entry.choices == ("Ja", "Nein")
    (entry,) = question_sheet(findings_of(five)).entries
    assert entry.why.replace(NBSP, " ") == (
        "Entscheidet bis zu 5 Programme: Programm 0, Programm 1, Programm 2 und 2 weitere"
    )
    four = small(*[rule] * 4)
    assert question_sheet(findings_of(four)).entries[0].why.endswith("und ein weiteres")


def test_what_is_known_roughly_is_told():
    adviser = small(leaf("klein", "company.headcount", "lt", 25))
    findings = findings_of(adviser, {"company.headcount": FactValue(possible=Interval(10, 49))})
    (entry,) = question_sheet(findings).entries
    assert entry.so_far == "10 bis 49"
    assert entry.choices == ("10 bis unter 25", "25 bis 49")
    assert "Bisher: 10 bis 49" in sheet_text(question_sheet(findings))


def test_talk_stands_with_the_adviser_and_equal_words_once():
    talk, other = manual("risiko"), manual("team")
    adviser = small(talk, talk, other, leaf("beginn", "project.started", "eq", False))
    sheet = question_sheet(findings_of(adviser))
    (group,) = [one for one in sheet.groups if one.who is Who.ADVISER]
    assert group.label == "Beratung, im Gespräch"
    assert [(entry.question, entry.why) for entry in group.entries] == [
        ("Frage risiko", "Für Programm 0, Programm 1"),
        ("Frage team", "Für Programm 2"),
    ]
    judged = adviser.first(Session().judged("p0", "risiko", True).judged("p1", "risiko", False))
    assert [entry.question for entry in question_sheet(judged).entries if not entry.fact] == ["Frage team"]


def test_programmes_that_stay_inside_are_not_named():
    rule = leaf("beginn", "project.started", "eq", False)
    adviser = small(rule, manual("risiko"), visibility=Visibility.NETWORK)
    sheet = question_sheet(findings_of(adviser))
    assert facts_of(sheet) == ["project.started"]
    assert "Programm" not in sheet_text(sheet)


def test_a_sheet_without_questions_says_so():
    text = sheet_text(question_sheet(findings_of(small(), title="Muster")))
    assert text.splitlines()[0] == "Fragezettel · Muster"
    assert "Es fehlt nichts mehr" in text


def test_paper_says_the_same_as_text(adviser, names):
    findings = findings_of(adviser, title="A & B <b>GmbH</b>\x1b\u2028")
    sheet = question_sheet(findings, names, with_sensitive=True)
    text, html = sheet_text(sheet), sheet_html(sheet)
    assert "A &amp; B &lt;b&gt;GmbH&lt;/b&gt;" in html
    assert "\x1b" not in text + html
    assert text.splitlines()[0] == "Fragezettel · A & B <b>GmbH</b>"
    for entry in sheet.entries:
        assert entry.question in text
        for part in (entry.question, entry.hint, entry.why):
            assert part.replace("&", "&amp;").replace('"', "&quot;") in html


def test_qt_reads_the_paper(adviser, names):
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    sheet = question_sheet(findings_of(adviser), names)
    document.setHtml(sheet_html(sheet))
    read = document.toPlainText()
    # Qt reads a no-break space out as a plain one.
    assert all(entry.question.replace("\u00a0", " ") in read for entry in sheet.entries)


@settings(max_examples=15, deadline=None)
@given(profile=profiles())
def test_any_profile_has_a_sheet(adviser, names, profile):
    sheet = question_sheet(adviser.first(Session().loaded(profile)), names, with_sensitive=True)
    for entry in sheet.entries:
        assert not (entry.sensitive and (entry.so_far or entry.fact not in SENSITIVE))
    assert sheet_text(sheet)
    assert sheet.missing == len(facts_of(sheet))


@pytest.mark.parametrize("title", ["", "Muster"])
def test_the_day_of_the_check_is_on_it(adviser, title):
    sheet = replace(question_sheet(findings_of(adviser, title=title)), day="2026-11-23")
    assert "Stand 23.11.2026" in sheet_text(sheet)


def test_the_adviser_is_asked_for_the_assisted_area_with_the_way_to_its_source(adviser):
    known = {"company.legal_kind": "gewerblich", "project.site_ags": "05914000", "project.total_cost_eur": 400_000}
    sheet = question_sheet(findings_of(adviser, known), limit=99)
    (group,) = [one for one in sheet.groups if one.who is Who.ADVISER]
    (entry,) = [one for one in group.entries if one.fact == "company.structurally_weak"]
    assert entry.choices == ("Ja", "Nein")
    assert entry.link.startswith("https://")
    assert f"Nachsehen: {entry.source}, {entry.link}" in sheet_text(sheet)
    answered = findings_of(adviser, {**known, "company.structurally_weak": True})
    assert "company.structurally_weak" not in facts_of(question_sheet(answered, limit=99))
