"""Editors get a JSON Schema of profiles that agrees with the reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from advisor_app.content.profile_records import read_records
from advisor_app.content.profile_schema import profile_schema
from advisor_app.content.profile_values import Notes, read_fact
from advisor_app.content.vocabulary import load_vocabularies
from advisor_app.domain.facts import FACTS

_REAL = Path(__file__).resolve().parents[3] / "kb"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    schema = profile_schema(load_vocabularies(_REAL).labels)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def test_every_gold_profile_passes(validator: jsonschema.Draft7Validator) -> None:
    files = sorted((_REAL / "gold/profiles").glob("*.yaml"))
    assert files
    for path in files:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert [error.message for error in validator.iter_errors(document)] == [], path.name
        assert not validator.is_valid({**document, "unbekannt": 1})


VALUES: tuple[tuple[str, Any], ...] = (
    ("company.headcount", 12),
    ("company.headcount", -1),
    ("company.headcount", "zwölf"),
    ("company.headcount", {"min": 10}),
    ("company.headcount", {"min": 10, "max": 49, "provenance": "beleg", "as_of": "2026-01-01", "note": "x"}),
    ("company.headcount", {"min": 10, "value": 12}),
    ("company.headcount", {"provenance": "beleg"}),
    ("company.headcount", {"value": 3, "provenance": "geraten"}),
    ("company.public_share", 101),
    ("company.exists", False),
    ("company.exists", "nein"),
    ("company.exists", {"min": 1}),
    ("company.legal_kind", "handwerk"),
    ("company.legal_kind", "kunst"),
    ("company.legal_kind", ["handwerk"]),
    ("company.legal_kind", {"any_of": ["handwerk", "gewerblich"]}),
    ("company.legal_kind", {"any_of": []}),
    ("company.legal_kind", {"declined": True}),
    ("company.legal_kind", {"declined": False}),
    ("project.founding_kind", "keine_gruendung"),
    ("project.kind", ["messe", "investition"]),
    ("project.kind", "messe"),
    ("project.kind", ["ausflug"]),
    ("project.kind", []),
    ("project.other_funding", ["zim-einzel"]),
    ("project.other_funding", ["ZIM"]),
    ("company.founded_on", "2001-05-04"),
    ("company.founded_on", "04.05.2001"),
    ("company.founded_on", {"max": "2001-05-04"}),
    ("company.seat_ags", "05515000"),
    ("company.seat_ags", "Münster"),
    ("company.site_ags", ["05515000", "06"]),
    ("company.wz_codes", ["62.01", "C"]),
    ("company.wz_codes", ["6201"]),
    ("company.related", []),
    ("company.related", [{"name": "M", "share_pct": {"min": 40, "max": 60}, "kind": "linked", "related": []}]),
    ("company.related", [{"share_pct": 40}]),
    ("company.related", [{"name": "M", "share_pct": 140}]),
    ("company.related", [{"name": "M", "farbe": "rot"}]),
    ("company.deminimis_grants", [{"granted_on": "2025-01-01", "gge_eur": 5000, "basis": "agrar"}]),
    ("company.deminimis_grants", [{"granted_on": "2025-01-01"}]),
    ("company.deminimis_grants", [{"gge_eur": 5000}]),
)


@pytest.mark.parametrize(("fact", "value"), VALUES)
def test_what_passes_is_what_can_be_read(validator: jsonschema.Draft7Validator, fact: str, value: Any) -> None:
    notes = Notes(file="p.yaml", lines={})
    read = read_fact(FACTS[fact], value, ("facts", fact), notes, read_records)
    document = {"schema": "profile/1", "facts": {fact: value}}
    assert validator.is_valid(document) == (read is not None), [one.message for one in notes.problems]


def test_every_fact_and_no_other_is_offered(validator: jsonschema.Draft7Validator) -> None:
    schema = profile_schema(load_vocabularies(_REAL).labels)
    assert set(schema["properties"]["facts"]["properties"]) == set(FACTS)
    assert not validator.is_valid({"schema": "profile/1", "facts": {"company.color": "rot"}})
    assert not validator.is_valid({"schema": "profile/2"})
    assert not validator.is_valid({"schema": "profile/1", "expect": {"zim-einzel": "vielleicht"}})
