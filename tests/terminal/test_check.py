"""`advisor-app check`, run on the real content."""

from __future__ import annotations

import json

import pytest

from advisor_app.__main__ import main
from advisor_app.consultation.words import OUTCOMES
from advisor_app.domain.facts import FACTS
from advisor_app.matching.verdict import Outcome

PROFILE = """schema: profile/1
title: Tischlerei Muster
facts:
  company.headcount: {min: 1, max: 9}
  company.turnover_eur: 1200000
  company.seat_ags: "05954036"
  company.legal_kind: handwerk
  company.related: []
  project.kind: [digitalisierung]
  project.started: false
"""
SENSITIVE = PROFILE + "  company.insolvency: true\n  company.in_difficulty: true\n"


@pytest.fixture
def check(data_dir, tmp_path, capsys):
    def run(text: str, *words: str):
        file = tmp_path / "p.yaml"
        file.write_text(text, encoding="utf-8")
        status = main(["check", "--data-dir", str(data_dir), "--today", "2026-11-23", "--profile", str(file), *words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_the_document_has_what_scripts_rely_on(check):
    status, out, err = check(PROFILE, "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert {"verdicts", "derived", "next_question"} <= set(found)
    assert found["derived"]["company.sme_class"] == "kleinst"
    assert found["derived"]["company.headcount_group"] == {"min": 1, "max": 9}
    assert len(found["verdicts"]) > 50
    assert {one["outcome"] for one in found["verdicts"]} <= {outcome.value for outcome in Outcome}
    for verdict in found["verdicts"]:
        assert {"id", "outcome", "deciding", "open"} <= set(verdict)
        for reason in verdict["deciding"]:
            assert {"id", "text", "truth", "fact", "value", "source"} <= set(reason)
    assert found["next_question"]["fact"] in FACTS


def test_people_read_groups_with_reasons_and_who_decides(check):
    status, out, _ = check(PROFILE, "--limit", "2")
    assert status == 0
    places = [out.index(f"\n{words} (") for words in OUTCOMES.values()]
    assert places == sorted(places)
    assert list(OUTCOMES.values())[:2] == ["Voraussichtlich passend", "Noch herstellbar"]
    for words in (
        "Tischlerei Muster",
        "Größenklasse: Kleinstunternehmen (berechnet)",
        "Jahresumsatz: 1,2 Mio. EUR",
        "Sitz: Witten",
        "Nächste Frage",
        "nicht erfüllt:",
        "entscheidet allein die Bewilligungsstelle",
        "--limit 0 zeigt alle",
    ):
        assert words in out
    assert len(check(PROFILE, "--limit", "0")[1]) > len(out)


def test_delicate_facts_stay_inside_unless_wished(check):
    for words in ((), ("--json",)):
        _, out, _ = check(SENSITIVE, "--limit", "0", *words)
        _, without, _ = check(PROFILE, "--limit", "0", *words)
        lines = [line for line in out.splitlines() if "nsolven" in line or "in_difficulty" in line]
        assert set(lines) <= set(without.splitlines())
    _, out, _ = check(SENSITIVE)
    assert "ausgelassen; --with-sensitive zeigt sie" in out
    hidden = json.loads(check(SENSITIVE, "--json")[1])
    assert hidden["left_out"] == 2
    withheld = [one for verdict in hidden["verdicts"] for one in verdict["deciding"] if one.get("withheld")]
    assert withheld
    assert all(one["fact"] == one["text"] == "" and one["value"] is None for one in withheld)
    shown = json.loads(check(SENSITIVE, "--json", "--with-sensitive")[1])
    facts = {one["fact"]: one["value"] for verdict in shown["verdicts"] for one in verdict["deciding"]}
    assert facts["company.in_difficulty"] is True
    assert shown["left_out"] == 0
    assert [one["outcome"] for one in shown["verdicts"]] == [one["outcome"] for one in hidden["verdicts"]]


def test_every_fault_of_a_profile_is_one_line(check):
    text = PROFILE + "  company.hedcount: 3\n  company.balance_eur: viel\n  company.founded_on: 2020-02-31\n"
    status, out, err = check(text)
    assert (status, out) == (1, "")
    lines = err.splitlines()
    assert len(lines) == 3
    assert all(f"p.yaml:{line}: error [" in told for line, told in zip((11, 12, 13), lines, strict=True))
    assert 'did you mean "company.headcount"?' in lines[0]
    status, out, err = check(text, "--json")
    assert status == 1
    assert [one["line"] for one in json.loads(out)["problems"]] == [11, 12, 13]


def test_control_characters_of_a_profile_do_not_reach_the_terminal(check):
    _, out, _ = check(PROFILE.replace("Tischlerei Muster", '"a\\u001b[31mb\\nc"'))
    assert "\x1b" not in out
    assert "a [31mb c" in out.splitlines()[0]


@pytest.mark.parametrize("words", [(), ("--interactive", "--json")])
def test_wrong_calls_are_told(words, data_dir, capsys):
    assert main(["check", "--data-dir", str(data_dir), *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_old_knowledge_promises_nothing(data_dir, tmp_path, capsys):
    file = tmp_path / "p.yaml"
    file.write_text(PROFILE, encoding="utf-8")
    main(["check", "--data-dir", str(data_dir), "--today", "2027-03-01", "--profile", str(file), "--json"])
    outcomes = {one["outcome"] for one in json.loads(capsys.readouterr().out)["verdicts"]}
    assert "passend" not in outcomes


def test_answers_that_do_not_go_together_are_said_and_what_is_delicate_only_where_it_is_wished(check):
    odd = PROFILE + "  project.order_signed: true\n  company.insolvency: true\n  company.in_difficulty: false\n"
    _, out, _ = check(odd)
    assert "Angaben, die nicht zusammenpassen:\n  Das Vorhaben soll noch nicht begonnen sein" in out
    assert "Insolvenzverfahren" not in out
    _, out, _ = check(odd, "--json", "--with-sensitive")
    assert [one["facts"][0] for one in json.loads(out)["contradictions"]] == [
        "project.started",
        "company.in_difficulty",
    ]
