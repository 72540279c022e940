"""Every fault of a file is one clear problem and never stops the rest."""

from __future__ import annotations

import os
import sys

import pytest

from advisor_app.content.load import load_content
from advisor_app.domain import Kind, kind_of

FILE = "programmes/foerderung.md"


def test_a_valid_folder_has_no_problem(kb):
    content = kb.load()
    assert content.problems == ()
    assert [(item.id, kind_of(item)) for item in content.items] == [
        ("agentur", Kind.PARTNER),
        ("beispiel", Kind.TOPIC),
        ("foerderung", Kind.PROGRAMME),
        ("sprechtag", Kind.EVENT),
    ]
    assert content.vocabularies["themes"]["ki"] == "Künstliche Intelligenz"
    assert content.vocabularies["regions"]["05754"] == "Kreis Gütersloh"


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "bom", 1),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "crlf", 1),
        (lambda raw: raw.decode("utf-8").encode("latin-1"), "not_utf8", 4),
        (lambda raw: b"\xff\xfe" + raw.decode("utf-8").encode("utf-16-le"), "not_utf8", 1),
        (lambda _raw: b"", "empty_file", 1),
        (lambda _raw: b"\n \n", "empty_file", 1),
        (lambda _raw: b"\xef\xbb\xbf\r\n", "empty_file", 1),
        (lambda raw: raw + b"x" * 5_000_000, "too_large", 0),
        (lambda raw: raw.replace(b"level: land", b"level:\tland"), "tab", 6),
        (lambda raw: raw.replace(b"Beispiele aller", b"Beispiele\taller"), "tab", 34),
        (lambda raw: raw.replace(b"Beispiele aller", b"Beispiele\x00aller"), "control_character", 34),
        (lambda raw: raw.replace(b"Beispiele aller", "Beispiele\u202ealler".encode()), "control_character", 34),
        (lambda raw: raw.removeprefix(b"---\n"), "front_matter", 1),
        (lambda raw: raw.replace(b"---\n## ", b"## "), "front_matter", 1),
        (lambda raw: raw.replace(b"route: direkt", b"route: [direkt"), "yaml_syntax", None),
        (lambda raw: raw.replace(b"route: direkt", b"? [a]\n: direkt"), "yaml_key", 16),
        (lambda raw: raw.replace(b"route: direkt", b"route: direkt\n...\nx: 1"), "yaml_syntax", None),
        (lambda _raw: b"---\n- a\n---\n", "front_matter", 2),
        (lambda raw: raw.replace(b"route: direkt", b"route: &x direkt"), "yaml_alias", 16),
        (lambda raw: raw.replace(b"route: direkt", b"route: !!python/object:os.system direkt"), "yaml_tag", 16),
        (lambda raw: raw.replace(b"route: direkt", b"route: direkt\nroute: hwk"), "duplicate_key", 17),
        (lambda raw: raw.replace(b"route: direkt", b"route: " + b"[" * 40 + b"]" * 40), "too_deep", 16),
        (lambda raw: raw.replace(b"route: direkt", b"route: " + b"[" * 5000), "too_deep", 16),
        (lambda raw: raw.replace(b'region: ["05"]', b"region: [05]"), "unquoted_code", 10),
        (lambda raw: raw.replace(b'region: ["05"]', b"region: [05119]"), "unquoted_code", 10),
        (lambda raw: raw.replace(b'as_of: "2025"', b"as_of: 2025"), "unquoted_code", 19),
        (lambda raw: raw.replace(b'"2026-01-01"', b'"0207-01-01"'), "year_out_of_range", 14),
        (lambda raw: raw.replace(b"max: 15000", b"max: .nan"), "not_a_number", 12),
        (lambda raw: raw.replace(b"max: 15000", b"max: " + b"9" * 5000), "number_too_large", 12),
        (lambda raw: raw.replace(b"max: 15000", b"max: 1e999"), "number_too_large", 12),
        (lambda raw: raw.replace(b"level: land", b"levle: land\nlevel: land"), "unknown_key", 6),
        (lambda raw: raw.replace(b"programme/1", b"programme/2"), "schema_version", 2),
        (lambda raw: raw.replace(b"programme/1", b"programm/1"), "schema_form", 2),
        (lambda raw: raw.replace(b"schema: programme/1\n", b""), "missing", 1),
        (lambda raw: raw.replace(b"topics: [beispiel]", b"topics: [beispeil]"), "unknown_id", 26),
        (lambda raw: raw.replace(b"## Besonderheiten", b"## Besonderes"), "heading_unknown", None),
        (lambda raw: raw.replace(b"start_rule: erst_nach_bewilligung", b"start_rule:"), "empty_value", 15),
    ],
)
def test_each_fault_of_a_file_is_one_problem_and_the_rest_is_read(kb, change, code, line):
    raw = (kb.path / FILE).read_bytes()
    kb.write(FILE, change(raw))
    content = kb.load()
    assert [problem.code for problem in content.problems] == [code]
    problem = content.problems[0]
    assert problem.file == FILE
    assert line is None or problem.line == line
    assert {item.id for item in content.items} == {"agentur", "beispiel", "sprechtag"}


def test_an_alias_bomb_costs_nothing(kb):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
    )
    kb.write(FILE, f"---\n{bomb}---\n")
    assert [problem.code for problem in kb.problems()] == ["yaml_alias"]


def test_all_problems_of_a_file_are_told_at_once(kb):
    kb.edit(FILE, "level: land", "level: bundd")
    kb.edit(FILE, "route: direkt", "rute: direkt")
    kb.edit(FILE, "max: 15000", 'max: "15.000 EUR"')
    assert [(problem.field, problem.code) for problem in kb.problems()] == [
        ("level", "unknown_code"),
        ("amounts.grant_eur.max", "type"),
        ("rute", "unknown_key"),
    ]


def test_problems_are_sorted_by_file_and_line(kb):
    for file in ("topics/beispiel.md", FILE):
        kb.edit(file, "status: published", "status: fertig")
        kb.edit(file, "kind: law", "kind: gesetz")
    found = [(problem.file, problem.line) for problem in kb.problems()]
    assert len(found) == 4
    assert found == sorted(found)


def test_a_file_that_cannot_be_read_is_a_problem(kb):
    (kb.path / "topics" / "kreis.md").symlink_to("kreis.md")
    (kb.path / "topics" / "weg.md").symlink_to("nirgends.md")
    (kb.path / "topics" / "ordner.md").mkdir()
    (kb.path / "topics" / "notiz.txt").write_text("x")
    (kb.path / "topics" / ".versteckt.md").write_text("x")
    (kb.path / "verirrt.md").write_text("x")
    found = {(problem.file, problem.code) for problem in kb.problems()}
    assert found == {
        ("topics/kreis.md", "unreadable"),
        ("topics/weg.md", "unreadable"),
        ("topics/ordner.md", "stray_folder"),
        ("topics/notiz.txt", "stray_file"),
        ("verirrt.md", "stray_file"),
    }


def test_a_folder_that_cannot_be_read_is_a_problem(kb):
    for file in (kb.path / "events").iterdir():
        file.unlink()
    (kb.path / "events").rmdir()
    (kb.path / "events").symlink_to("events")
    assert [(problem.file, problem.code) for problem in kb.problems()] == [("events", "unreadable")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
@pytest.mark.parametrize("name", [b"\xff.md", b"zei\nle.md", b"\x1b[31m.md"])
def test_a_name_that_cannot_be_shown_is_a_problem(kb, name):
    path = os.path.join(os.fsencode(kb.path), b"topics", name)  # noqa: PTH118
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"x")
    found = kb.problems()
    assert [problem.code for problem in found] == ["file_name"]
    assert found[0].file.isprintable()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_is_not_waited_for(kb):
    os.mkfifo(kb.path / "topics" / "rohr.md")
    assert [(problem.file, problem.code) for problem in kb.problems()] == [("topics/rohr.md", "no_file")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_a_problem(kb):
    (kb.path / FILE).chmod(0)
    assert [problem.code for problem in kb.problems()] == ["unreadable"]


def test_a_missing_folder_is_told(tmp_path, geodata, today):
    content = load_content(tmp_path / "nirgends", geodata, today=today)
    assert "unreadable" in {problem.code for problem in content.problems}
    assert content.items == ()


def test_a_missing_vocabulary_is_told_once_and_its_codes_are_let_pass(kb):
    (kb.path / "vocab" / "themes.yaml").unlink()
    assert [(problem.file, problem.code) for problem in kb.problems()] == [("vocab/themes.yaml", "vocabulary_missing")]


def test_text_is_normalised_so_that_decomposed_umlauts_are_the_same(kb):
    kb.edit(FILE, "Beispielförderung", "Beispielfo\u0308rderung")
    content = kb.load()
    assert content.problems == ()
    assert {item.title for item in content.items} >= {"Beispielförderung"}


def test_absent_fields_get_the_defaults_of_the_domain(kb):
    from advisor_app.domain import Programme

    programme = next(item for item in kb.load().items if isinstance(item, Programme))
    assert programme.operator is None
    assert programme.aliases == ()
    assert programme.amounts is not None
    assert programme.amounts.rate_pct is not None
    assert (programme.amounts.rate_pct.min, programme.amounts.rate_pct.max) == (20, 50)
    assert programme.fact_sources == {"amounts": ("q1",), "window": ("q1", "q2"), "start_rule": ("q2",)}
    assert programme.body[0].heading == "Für wen?"
    assert programme.body[0].markdown == "Unternehmen mit Sitz in Nordrhein-Westfalen. [q1]"
