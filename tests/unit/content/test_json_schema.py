"""Editors get a JSON Schema that agrees with the validator."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from advisor_app.content.front_matter import parse
from advisor_app.content.json_schema import DRAFT_07, DRAFT_2020_12, schema_for
from advisor_app.content.vocabulary import load_vocabularies
from advisor_app.domain import Kind

VALIDATORS = {DRAFT_07: jsonschema.Draft7Validator, DRAFT_2020_12: jsonschema.Draft202012Validator}
FILES = {
    Kind.PROGRAMME: "programmes/foerderung.md",
    Kind.TOPIC: "topics/beispiel.md",
    Kind.PARTNER: "partners/agentur.md",
    Kind.EVENT: "events/sprechtag.md",
}


@pytest.fixture
def vocabularies(root):
    return load_vocabularies(root / "kb").labels


def front_matter(kb: Any, kind: Kind) -> dict[str, Any]:
    document = parse((kb.path / FILES[kind]).read_bytes(), FILES[kind]).document
    assert document is not None
    return document.data


@pytest.mark.parametrize("dialect", list(VALIDATORS))
@pytest.mark.parametrize("kind", list(Kind))
def test_valid_front_matter_passes_in_both_dialects(kb, vocabularies, kind, dialect):
    schema = schema_for(kind, vocabularies, dialect=dialect)
    VALIDATORS[dialect].check_schema(schema)
    assert schema["$schema"] == dialect
    assert list(VALIDATORS[dialect](schema).iter_errors(front_matter(kb, kind))) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("schema", "topic/1"),
        ("levle", "land"),
        ("level", "planet"),
        ("region", ["NRW"]),
        ("region", "05"),
        ("id", "Ä"),
        ("summary", "kurz"),
        ("window", {"model": "rolling", "open_to": "31.12.2029"}),
        ("window", {"open_to": "2029-12-31"}),
        ("amounts", {"rate_pct": {"max": 120}}),
        ("amounts", {"rate_pct": {"max": "50"}}),
        ("eligibility", {"fact": "company.smeclass", "op": "eq", "value": 1}),
        ("eligibility", {"all": [{"fakt": "x"}]}),
        ("operator", None),
    ],
)
def test_faults_are_seen_while_typing(kb, vocabularies, key, value):
    schema = schema_for(Kind.PROGRAMME, vocabularies)
    faulty = {**front_matter(kb, Kind.PROGRAMME), key: value}
    assert list(jsonschema.Draft7Validator(schema).iter_errors(faulty)) != []


def test_codes_come_with_german_labels_and_fields_with_explanations(vocabularies):
    schema = schema_for(Kind.PROGRAMME, vocabularies)
    level = schema["properties"]["level"]
    assert level["enum"] == ["bund", "land", "eu", "kommune", "stiftung"]
    assert level["enumDescriptions"][0] == "Bund"
    assert level["description"].startswith("wer das Geld gibt")
    assert "it_sicherheit" in schema["properties"]["themes"]["items"]["enum"]
    assert "company.sme_class" in schema["$defs"]["RuleFile"]["properties"]["fact"]["enum"]
    assert "x-vocabulary" not in json.dumps(schema)
    assert '"null"' not in json.dumps(schema)


def test_without_vocabularies_the_fixed_codes_remain():
    schema = schema_for(Kind.PROGRAMME, {})
    assert schema["properties"]["level"]["enum"] == ["bund", "land", "eu", "kommune", "stiftung"]
    assert "enum" not in schema["properties"]["themes"]["items"]
