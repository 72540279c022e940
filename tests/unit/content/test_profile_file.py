"""Profile files: every fault is one clear line, every profile comes back as it was."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.content.geodata import Geodata
from advisor_app.content.profile_file import MAX_BYTES, Tables, load_profile, profile_text, read_profile
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Profile, Provenance
from advisor_app.domain.state_aid import DeMinimisGrant, Holding
from tests.profiles import profiles

HEAD = "schema: profile/1\n"
FACTS_BELOW = HEAD + "facts:\n"


@pytest.fixture(scope="module")
def tables(geodata: Geodata) -> Tables:
    return Tables(geodata=geodata, themes=frozenset({"ki", "energie_umwelt"}))


def problems_of(text: str | bytes, tables: Tables | None = None):
    raw = text.encode() if isinstance(text, str) else text
    found = read_profile(raw, "p.yaml", tables or Tables()).result
    return () if isinstance(found, Profile) else found


def told(text: str | bytes, tables: Tables | None = None) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in problems_of(text, tables)]


def test_every_way_to_know_a_fact():
    text = (
        FACTS_BELOW
        + """\
  company.headcount: {min: 10, max: 49}
  company.turnover_eur: {max: 2000000, note: "laut Gespräch"}
  company.balance_eur: {declined: true}
  company.legal_form: {any_of: [gmbh, ug]}
  company.legal_kind: {value: handwerk, provenance: beleg, as_of: "2026-05-01", note: "Handwerkskarte"}
  company.wz_codes: "43.22"
  company.site_ags: ["05954036", "05"]
  company.related: []
  company.deminimis_grants:
    - {granted_on: "2025-03-01", gge_eur: 12000}
  company.insolvency: {unknown: true, note: "später fragen"}
judged: {zim/risiko: true}
title: Mustermann
"""
    )
    found = read_profile(text.encode(), "p.yaml").result
    assert isinstance(found, Profile)
    assert found.title == "Mustermann"
    assert {name: value.possible for name, value in found.facts.items()} == {
        "company.headcount": Interval(10, 49),
        "company.turnover_eur": Interval(None, 2_000_000),
        "company.balance_eur": Absent.DECLINED,
        "company.legal_form": AnyOf(("gmbh", "ug")),
        "company.legal_kind": Known("handwerk"),
        "company.wz_codes": Known(("43.22",)),
        "company.site_ags": Known(("05954036", "05")),
        "company.related": Known(()),
        "company.deminimis_grants": Known((DeMinimisGrant(granted_on="2025-03-01", gge_eur=12000),)),
        "company.insolvency": Absent.UNKNOWN,
    }
    kind = found.value("company.legal_kind")
    assert (kind.provenance, kind.as_of, kind.note) == (Provenance.DOCUMENT, "2026-05-01", "Handwerkskarte")
    assert found.judgement("zim", "risiko").possible == Known(True)


@pytest.mark.parametrize(
    ("fact", "code", "words"),
    [
        ("company.headcount: -3", "negative", "never negative"),
        ("company.headcount: zwölf", "value_form", "digits only"),
        ("company.headcount: true", "value_form", "is a number"),
        ("company.headcount: 1.500.000", "value_form", "digits only"),
        ("company.headcount: 1e400", "number_too_large", "shorten"),
        ("company.headcount: {min: 50, max: 10}", "min_above_max", "swap"),
        ("company.headcount: {min: -1}", "negative", "0 or more"),
        ("company.headcount: {min: null}", "value_form", "neither min nor max"),
        ("company.headcount: {value: 3, min: 2}", "value_form", "mixes min and value"),
        ("company.headcount: {note: viele}", "value_form", "nothing of the value"),
        ("company.headcount: {declined: false}", "value_form", "delete"),
        ("company.headcount: {any_of: []}", "value_form", "list of the possible"),
        ("company.headcount: {value: 3, provenance: belg}", "unknown_code", 'did you mean "beleg"'),
        ("company.headcount: {value: 3, as_of: 2026-02-31}", "value_form", "no day of the calendar"),
        ("company.headcount: {value: 3, note: 4}", "value_form", "note is text"),
        ("company.headcount: {value: 3, notiz: x}", "unknown_field", "no field"),
        ("company.headcount: [1, 2]", "value_form", "not a list"),
        ("company.headcount:", "no_value", "delete the line"),
        ("company.public_share: 120", "too_high", "at most 100"),
        ("person.age: 900", "too_high", "at most 120"),
        ("company.headcount: 6200000", "too_high", "at most 1,000,000"),
        ('company.founded_on: "2999-01-01"', "far_day", "correct the year"),
        ("company.founded_on: 31.02.2020", "value_form", "no day of the calendar"),
        ("company.founded_on: 28.2.2020", "value_form", 'write "2020-02-28"'),
        ('company.founded_on: "2020-02-31"', "value_form", "no day of the calendar"),
        ("company.founded_on: 2020", "value_form", "YYYY-MM-DD"),
        ("company.founded_on: gestern", "value_form", "YYYY-MM-DD"),
        ("company.insolvency: nein", "value_form", "true or false"),
        ("company.legal_kind: handwrk", "unknown_code", 'did you mean "handwerk"'),
        ("company.legal_kind: 3", "value_form", "handwerk"),
        ("project.kind: [investition, bauen]", "unknown_code", 'knows no "bauen"'),
        ("project.themes: [ki, kii]", "unknown_code", 'did you mean "ki"'),
        ("project.partners: [Uni Köln]", "unknown_code", "is no code"),
        ("company.seat_ags: 05754008", "unquoted_code", "quotes"),
        ("company.seat_ags: 1234", "value_form", "in quotes"),
        ('company.seat_ags: "05999"', "unknown_region", "no district"),
        ('company.site_ags: ["05", "Köln"]', "unknown_region", "is no region"),
        ("company.wz_codes: [62.01]", "value_form", "in quotes"),
        ('company.wz_codes: ["62.99.9"]', "unknown_code", "has no code"),
        ('company.wz_codes: "A1"', "unknown_code", "is no WZ code"),
        ("company.legal_form: {min: a}", "value_form", "no order"),
        ("company.hedcount: 3", "unknown_fact", 'did you mean "company.headcount"'),
        ("headcount: 3", "unknown_fact", 'did you mean "company.headcount"'),
        ("company.related: true", "value_form", "[] for none"),
        ("company.related: {any_of: [[]]}", "value_form", "takes no any_of"),
        ("company.related: [3]", "value_form", "group of fields"),
        ("company.related: [{share_pct: 3}]", "no_name", "no name"),
        ("company.related: [{name: A, share_pct: 101}]", "too_high", "at most 100"),
        ("company.related: [{name: A, share_pct: {min: 2, max: 1}}]", "min_above_max", "swap"),
        ("company.related: [{name: A, share_pct: {from: 2}}]", "value_form", "min: …"),
        ("company.related: [{name: A, headcount: viele}]", "value_form", "number"),
        ("company.related: [{name: A, kind: mutter}]", "unknown_code", "knows no"),
        ("company.related: [{name: A, public: ja}]", "value_form", "true or false"),
        ("company.related: [{name: A, anteil: 3}]", "unknown_field", "no field"),
        ("company.related: [{name: 5}]", "value_form", "name is text"),
        ("company.related: [{name: A, related: B}]", "value_form", "list of holdings"),
        ("company.related: [{name: A, related: [{name: A}]}]", "cycle", "A > A"),
        ("company.deminimis_grants: [{gge_eur: 1}]", "no_value", "no day"),
        ('company.deminimis_grants: [{granted_on: "2025-01-01"}]', "no_value", "no amount"),
        ('company.deminimis_grants: [{granted_on: "2025-13-01", gge_eur: 1}]', "value_form", "no day of the"),
        ('company.deminimis_grants: [{granted_on: "2025-01-01", gge_eur: -1}]', "negative", "0 or more"),
        ("company.legal_form: &a gmbh", "yaml_alias", "not allowed"),
        ("company.legal_form: *a", "yaml_alias", "not allowed"),
        ("company.legal_form: !!python/object:os.system gmbh", "yaml_tag", "not allowed"),
    ],
)
def test_a_fault_is_one_clear_line(tables, fact, code, words):
    (problem,) = problems_of(f"{FACTS_BELOW}  project.months: 3\n  {fact}\n", tables)
    assert (problem.file, problem.line, problem.code) == ("p.yaml", 4, code)
    assert words in problem.message
    assert "\n" not in problem.message


@pytest.mark.parametrize(
    "numbers",
    [
        (".inf", ".nan", "1e400"),
        ("-.INF", "{min: 5, max: .inf}", "{value: 1e400}"),
        ("{any_of: [10, .nan]}", "1e400", "[.nan]"),
    ],
)
def test_every_number_that_is_none_is_told_once(tables, numbers):
    names = ("company.headcount", "company.turnover_eur", "company.wz_codes")
    below = "".join(f"  {name}: {number}\n" for name, number in zip(names, numbers, strict=True))
    problems = problems_of(f"{FACTS_BELOW}{below}  project.months: -1\n", tables)
    assert [problem.line for problem in problems] == [3, 4, 5, 6]
    assert {problem.code for problem in problems[:-1]} <= {"not_a_number", "number_too_large"}
    assert len({problem.field for problem in problems}) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "empty_file")]),
        (b"\xff\xfe\x00", [(1, "not_utf8")]),
        (b"schema: profile/1\ntitle: M\xfcller\n", [(2, "not_utf8")]),
        ("- a\n", [(1, "no_profile")]),
        ("# nur ein Kommentar\n", [(0, "no_profile")]),
        ("hallo", [(1, "no_profile")]),
        ("facts: {}\n", [(1, "no_schema")]),
        ("schema: programme/1\nx: 1\n", [(1, "wrong_schema")]),
        ("schema: profile/0\n", [(1, "wrong_schema")]),
        ("schema: profile/2\nnew: 1\n", [(1, "schema_too_new")]),
        ("schema: [1]\n", [(1, "wrong_schema")]),
        (HEAD + "titel: x\n", [(2, "unknown_field")]),
        (HEAD + "title: 3\n", [(2, "value_form")]),
        (HEAD + "facts: []\n", [(2, "value_form")]),
        (HEAD + "judged: {zim: true}\n", [(2, "unknown_field")]),
        (HEAD + "judged: {zim/a: ja}\n", [(2, "value_form")]),
        (HEAD + "---\nschema: profile/1\n", [(2, "yaml_syntax")]),
        (FACTS_BELOW + "\tcompany.headcount: 3\n", [(3, "tab")]),
        (FACTS_BELOW + "  company.headcount: 3\n  company.headcount: 4\n", [(4, "duplicate_key")]),
        (FACTS_BELOW + "  a: [b\n", [(4, "yaml_syntax")]),
        (HEAD + "facts: " + "[" * 100_000, [(2, "too_deep")]),
        (HEAD + "facts: [" + "1, " * 30_000 + "]", [(2, "too_many")]),
        (FACTS_BELOW + "  company.headcount: 3\x07\n", [(3, "control_character")]),
    ],
)
def test_faults_of_the_file_as_a_whole(text, expected):
    assert told(text) == expected


def test_an_editor_of_windows_does_no_harm():
    assert told(b"\xef\xbb\xbfschema: profile/1\r\nfacts:\r\n  company.headcount: 3\r\n") == []


def test_all_faults_come_at_once(tables):
    text = FACTS_BELOW + "  company.headcount: -3\n  company.public_share: 120\n  x: 1\ntitle: [a]\n"
    assert [line for line, _ in told(text, tables)] == [3, 4, 5, 6]


def nested(levels: int) -> str:
    lines = ["  company.related:"]
    for level in range(levels):
        lines += [f"{'    ' * (level + 1)}- name: H{level}", f"{'    ' * (level + 1)}  related:"]
    lines[-1] += " []"
    return FACTS_BELOW + "\n".join(lines) + "\n"


def test_holdings_may_go_twenty_levels_deep_and_no_more():
    assert told(nested(20)) == []
    for levels in (21, 60):
        (problem,) = problems_of(nested(levels))
        assert (problem.code, problem.line) == ("too_deep", 4)
        assert "20 levels" in problem.message


def test_a_circle_names_its_way():
    text = "  company.related: [{name: A, related: [{name: B, related: [{name: C, related: [{name: B}]}]}]}]\n"
    (problem,) = problems_of(FACTS_BELOW + text)
    assert problem.code == "cycle"
    assert "B > C > B" in problem.message


def test_one_name_below_two_owners_is_no_circle():
    text = "  company.related: [{name: A, related: [{name: C}]}, {name: B, related: [{name: C}]}]\n"
    assert told(FACTS_BELOW + text) == []


def test_what_is_no_file_is_told(tmp_path):
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    for file, code in (
        (tmp_path, "no_file"),
        (tmp_path / "none.yaml", "no_file"),
        (large, "too_large"),
        (Path("/dev/zero"), "no_file"),
        (Path("a\0b"), "no_file"),
        (tmp_path / ("x" * 300), "unreadable"),
    ):
        found = load_profile(file)
        assert isinstance(found, tuple)
        assert [(problem.file, problem.code) for problem in found] == [(str(file), code)]


def test_the_text_is_for_people_and_stable():
    profile = Profile(
        title='Müller "& Söhne"',
        facts={
            "project.kind": FactValue(possible=Known(("investition",))),
            "company.headcount": FactValue(possible=Interval(10, 49), as_of="2026-11-23"),
            "company.seat_ags": FactValue(possible=Known("05754008"), provenance=Provenance.DOCUMENT),
            "company.related": FactValue(possible=Known((Holding(name="Mutter", share_pct=60, headcount=5),))),
        },
    )
    lines = profile_text(profile).splitlines()
    assert lines[1:] == [
        "schema: profile/1",
        'title: "Müller \\"& Söhne\\""',
        "facts:",
        '  company.headcount: {min: 10, max: 49, as_of: "2026-11-23"}',
        "  company.related:",
        '    - name: "Mutter"',
        "      share_pct: 60",
        "      headcount: 5",
        '  company.seat_ags: {value: "05754008", provenance: beleg}',
        "  project.kind: [investition]",
    ]


@given(profiles())
def test_every_profile_comes_back_as_it_was(profile):
    text = profile_text(profile)
    again = read_profile(text.encode(), "p.yaml").result
    assert isinstance(again, Profile)
    assert again == profile
    assert profile_text(again) == text


ANY_YAML = st.text(alphabet=st.sampled_from("ab01: -[]{},\"'\n#&*!|>?%@`~.e+_\\\t"), max_size=80)
PLACES = st.sampled_from(
    [
        "HERE",
        "facts: HERE",
        "facts:\n  HERE",
        "facts:\n  company.related: HERE",
        "facts:\n  company.headcount: HERE",
        "facts:\n  company.related: [{name: A, share_pct: HERE}]",
        "facts:\n  company.deminimis_grants:\n    - HERE",
        "judged: HERE",
    ]
)


@settings(max_examples=300)
@given(PLACES, ANY_YAML | st.text(max_size=30))
def test_no_text_raises_and_every_fault_is_one_line(place, text):
    for problem in problems_of((HEAD + place.replace("HERE", text)).encode()):
        assert "\n" not in problem.message
        assert problem.message
        assert problem.line >= 0


@given(st.binary(max_size=200))
def test_no_bytes_raise(raw):
    assert all(problem.code for problem in problems_of(raw))


def test_a_bomb_costs_nothing():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    began = time.perf_counter()
    assert [code for _, code in told(HEAD + "\n".join(lines))] == ["yaml_alias"]
    many_doubles = FACTS_BELOW + "".join(f"  x{n}: 1\n" for n in range(9000)) + "  x1: 1\n" * 9000
    assert len(told(many_doubles)) == 200
    assert time.perf_counter() - began < 10


def test_reading_and_writing_need_no_schema_library_and_no_database():
    code = (
        "import sys\nfrom pathlib import Path\nfrom advisor_app.content.profile_file import load_profile\n"
        "print(load_profile(Path('none')))\nprint(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "yaml" in loaded
    assert loaded & {"pydantic", "sqlalchemy", "msgspec", "numpy", "whoosh", "markdown"} == set()


def test_every_fact_with_records_can_be_read():
    for fact in FACTS.values():
        assert told(f"{FACTS_BELOW}  {fact.name}: {{declined: true}}\n") == []
