"""Gold profiles are read with every fault told."""

from __future__ import annotations

from datetime import date

import pytest

from advisor_app.content.gold_profiles import FOLDER, OUTCOMES, load_gold
from advisor_app.content.profile_file import load_profile
from advisor_app.content.profile_values import Tables
from advisor_app.domain.profile import Interval, Profile
from advisor_app.matching.verdict import Outcome

GOOD = """schema: profile/1
as_of: "2026-11-23"
facts: {company.headcount: {min: 10, max: 49}}
expect:
  zim: passend
  mid: offen
why: {zim: "klein genug"}
"""


@pytest.fixture
def put(tmp_path):
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)

    def write(text: str, name: str = "a.yaml"):
        (folder / name).write_text(text, encoding="utf-8")
        return load_gold(tmp_path, Tables())

    return write


def test_a_gold_profile_is_a_profile_with_what_is_right(put, tmp_path):
    gold = put(GOOD)
    assert gold.problems == ()
    (one,) = gold.profiles
    assert (one.name, one.file, one.day) == ("a", f"{FOLDER}/a.yaml", date(2026, 11, 23))
    assert (one.expect, one.why, one.lines) == (
        {"zim": "passend", "mid": "offen"},
        {"zim": "klein genug"},
        {"zim": 5, "mid": 6},
    )
    assert one.profile.value("company.headcount").possible == Interval(10, 49)
    assert isinstance(load_profile(tmp_path / FOLDER / "a.yaml"), Profile)


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (GOOD.replace("zim: passend", "zim: pasend"), 5, "unknown_code"),
        (GOOD.replace("expect", "expected"), 4, "unknown_field"),
        (GOOD.partition("expect")[0], 0, "no_expectation"),
        (GOOD.replace("2026-11-23", "2026-02-31"), 2, "value_form"),
        (GOOD.replace('{zim: "klein genug"}', "[a]"), 7, "value_form"),
        (GOOD.replace("headcount", "hedcount"), 3, "unknown_fact"),
        ("", 1, "empty_file"),
    ],
)
def test_a_fault_of_a_gold_profile_is_told(put, text, line, code):
    gold = put(text)
    assert gold.profiles == ()
    assert all(problem.file == f"{FOLDER}/a.yaml" for problem in gold.problems)
    assert code in {problem.code for problem in gold.problems if problem.line in (line, 1)}


def test_content_without_gold_profiles_has_none(tmp_path):
    assert load_gold(tmp_path, Tables()).profiles == ()


def test_other_files_are_told(put):
    put("nothing", "README.md")
    assert [problem.code for problem in put("x", "notes.txt").problems] == ["stray_file"]


def test_the_codes_are_those_of_the_check():
    assert set(OUTCOMES) == {outcome.value for outcome in Outcome}
