"""Gold profiles in `advisor-admin validate` and `diff`, on a copy of the real content."""

from __future__ import annotations

import json
import shutil

import pytest

from advisor_app.terminal.admin import main

PROFILE = """schema: profile/1
as_of: "2026-11-23"
facts: {project.started: true, company.insolvency: false}
expect: {bafa-ebn: OUTCOME}
"""
RULE = "    - {id: beginn, fact: project.started, op: eq, value: false, "


@pytest.fixture
def kb(tmp_path, root):
    folder = tmp_path / "kb"
    shutil.copytree(root / "kb", folder)
    shutil.rmtree(folder / "gold" / "profiles", ignore_errors=True)
    (folder / "gold" / "profiles").mkdir(parents=True)
    return folder


def put(kb, outcome: str) -> None:
    (kb / "gold" / "profiles" / "probe.yaml").write_text(PROFILE.replace("OUTCOME", outcome), encoding="utf-8")


def gold_problems(kb, capsys):
    status = main(["validate", "--kb", str(kb), "--today", "2026-11-23", "--json"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    return status, [one for one in problems if one["code"].startswith("gold_")]


def test_validate_runs_the_gold_profiles(kb, capsys):
    put(kb, "nicht_passend")
    status, problems = gold_problems(kb, capsys)
    assert status == 0
    assert {one["code"] for one in problems} == {"gold_uncovered"}
    assert {one["severity"] for one in problems} == {"warning"}
    put(kb, "passend")
    status, problems = gold_problems(kb, capsys)
    assert status == 1
    (problem,) = [one for one in problems if one["severity"] == "error"]
    assert (problem["file"], problem["line"], problem["code"]) == ("gold/profiles/probe.yaml", 4, "gold_mismatch")
    assert "noch nicht begonnen (nicht_erfuellt)" in problem["message"]


def test_diff_tells_which_verdicts_tip(kb, tmp_path, capsys):
    put(kb, "nicht_passend")
    before = tmp_path / "before"
    shutil.copytree(kb, before)
    programme = kb / "programmes" / "bafa-ebn.md"
    text = programme.read_text(encoding="utf-8")
    assert RULE in text
    programme.write_text(text.replace(RULE, RULE.replace("value: false", "fixable: true, value: false")), "utf-8")
    words = ["diff", "--kb", str(kb), "--against", str(before), "--today", "2026-11-23"]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["gold_profiles"] == 1
    assert [(one["profile"], one["id"], one["before"], one["after"]) for one in found["verdicts"]] == [
        ("probe", "bafa-ebn", "nicht_passend", "herstellbar")
    ]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "verdicts on 1 gold profiles: 1 tip" in out
    assert "bafa-ebn for probe: nicht_passend -> herstellbar" in out
