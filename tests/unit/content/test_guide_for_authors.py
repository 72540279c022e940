"""What is documented is tested: the authors' guide explains every field, heading, fact and vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from advisor_app.content.load import load_content
from advisor_app.content.rules.text import HEADINGS
from advisor_app.content.schema.descriptions import DESCRIPTIONS
from advisor_app.content.schema.registry import MODELS
from advisor_app.content.schema.rule import RuleFile
from advisor_app.content.vocabulary import OPEN
from advisor_app.domain import Kind
from advisor_app.domain.eligibility import Op
from advisor_app.domain.facts import FACTS


@pytest.fixture
def guide(root):
    return (root / "kb" / "README.md").read_text(encoding="utf-8")


def rows(name: str, schema: dict[str, Any], parts: dict[str, Any], before: str = "") -> Iterator[tuple[str, str, bool]]:
    """Return path, meaning and duty of every field below a model."""
    known = {**(DESCRIPTIONS["ItemFile"] if not before else {}), **DESCRIPTIONS[name]}
    for field, form in schema["properties"].items():
        yield before + field, known[field], field in schema.get("required", ())
        for part, many in references(form):
            if part != "RuleFile":
                yield from rows(part, parts[part], parts, f"{before}{field}{'[]' if many else ''}.")


def references(form: dict[str, Any], *, many: bool = False) -> Iterator[tuple[str, bool]]:
    if "$ref" in form:
        yield form["$ref"].rsplit("/", 1)[-1], many
    for option in form.get("anyOf", ()):
        yield from references(option, many=many)
    if form.get("type") == "array":
        yield from references(form["items"], many=True)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_is_explained(guide, kind):
    schema = MODELS[kind].model_json_schema(by_alias=True)
    for path, meaning, needed in rows(MODELS[kind].__name__, schema, schema["$defs"]):
        lines = [line for line in guide.splitlines() if line.startswith(f"| `{path}` |")]
        assert any(line.endswith(f"| {meaning} |") and ("| Pflicht |" in line) == needed for line in lines), path


def test_every_key_of_a_rule_is_explained(guide):
    for name, field in RuleFile.model_fields.items():
        key = field.alias or name
        assert any(
            line.startswith(f"| `{key}` |") and line.endswith(f"| {DESCRIPTIONS['RuleFile'][key]} |")
            for line in guide.splitlines()
        ), key


def test_every_fact_operator_heading_and_open_vocabulary_is_named(guide):
    for name in (*FACTS, *OPEN):
        assert f"`{name}`" in guide
    for op in Op:
        assert op in guide
    for headings in HEADINGS.values():
        for heading in headings.order:
            assert f"`## {heading}`" in guide


def test_the_example_of_the_guide_is_valid(guide, tmp_path, root, geodata, today):
    example = guide.split("```markdown\n", 1)[1].split("```", 1)[0]
    (tmp_path / "topics").mkdir()
    (tmp_path / "vocab").symlink_to(root / "kb" / "vocab")
    (tmp_path / "topics" / "beispielthema.md").write_text(example, encoding="utf-8")
    assert load_content(tmp_path, geodata, today=today).problems == ()
