"""`advisor-admin validate` and `evaluate-search` as an author meets them."""

from __future__ import annotations

import json
import shutil

import jsonschema
import pytest
import yaml

from advisor_app.terminal.admin import main


@pytest.fixture
def kb(tmp_path, root):
    folder = tmp_path / "kb"
    shutil.copytree(root / "kb", folder)
    return folder


def test_validate_names_file_line_field_code_and_remedy(kb, capsys):
    path = kb / "programmes" / "zim-einzel.md"
    path.write_text(path.read_text(encoding="utf-8").replace("\nlevel:", "\nlevle:", 1), encoding="utf-8")
    assert main(["validate", "--kb", str(kb), "--today", "2026-11-23", "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert all({"file", "line", "field", "code", "severity", "message"} <= set(problem) for problem in problems)
    unknown = [problem for problem in problems if problem["field"] == "levle"]
    assert len(unknown) == 1
    assert unknown[0]["file"].endswith("zim-einzel.md")
    assert path.read_text(encoding="utf-8").splitlines()[unknown[0]["line"] - 1].startswith("levle:")
    assert "level" in unknown[0]["message"]


def test_validate_prints_a_summary_and_succeeds_on_the_real_content(capsys):
    assert main(["validate", "--today", "2026-11-23"]) == 0
    assert ", 0 errors," in capsys.readouterr().out.splitlines()[-1]


def test_exported_schemas_accept_the_real_content_and_refuse_faults(tmp_path, root, capsys):
    assert main(["validate", "--today", "2026-11-23", "--schema", str(tmp_path)]) == 0
    assert (tmp_path / "profile.schema.json").is_file()
    for kind in ("programme", "topic", "partner", "event"):
        schema = json.loads((tmp_path / f"{kind}.schema.json").read_text(encoding="utf-8"))
        validator = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        for path in sorted((root / "kb" / f"{kind}s").glob("*.md"))[:20]:
            document = yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.BaseLoader)
            assert "schema" in document
            assert not validator.is_valid({**document, "unbekannt": 1})
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["validate", "--kb", "/does/not/exist"], "--kb"),
        (["validate", "--today", "heute"], "YYYY-MM-DD"),
        (["evaluate-search", "--docs", "/no.jsonl", "--queries", "/no.jsonl", "--qrels", "/no.tsv"], "/no.jsonl"),
        (["evaluate-search"], "docs"),
    ],
)
def test_wrong_usage_is_one_line(words, remedy, capsys):
    assert main(words) in (2, 3)
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert remedy in err


def test_every_command_is_in_the_readme(root):
    import typer

    from advisor_app.terminal import admin_commands, app

    readme = (root / "README.md").read_text(encoding="utf-8")
    for program in (admin_commands.app, app.app):
        group = typer.main.get_command(program)
        for name in group.list_commands(None):  # type: ignore[attr-defined]
            assert f"{group.name} {name}" in readme


def test_a_folder_without_vocabularies_is_held_against_those_of_the_product(tmp_path, root, capsys):
    (tmp_path / "topics").mkdir()
    text = (root / "kb" / "topics" / "ki.md").read_text(encoding="utf-8")
    (tmp_path / "topics" / "ki.md").write_text(text.replace("maturity: ", "maturity: x", 1), encoding="utf-8")
    assert main(["validate", "--kb", str(tmp_path), "--today", "2026-11-23", "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {problem["file"] for problem in problems} == {"topics/ki.md"}
    assert "unknown_code" in {problem["code"] for problem in problems}


def test_the_version_is_told(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("beratungskoffer 0.")


def test_the_knowledge_is_measured_on_the_advisors_questions(data_dir, root, capsys):
    questions = str(root / "kb" / "gold" / "questions.yaml")
    assert main(["evaluate-search", "--questions", questions, "--data-dir", str(data_dir), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["queries"] >= 60
    assert figures["hit@5"] > 0.9
