"""JSON Schema of profile files: every fact with its closed list of codes, for editors that complete while typing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from advisor_app.content.gold_profiles import OUTCOMES
from advisor_app.content.json_schema import DRAFT_07, Schema
from advisor_app.content.profile_records import GRANT_FIELDS, HOLDING_FIELDS
from advisor_app.content.profile_values import LISTS, OPEN_CODE, RANGED, WZ
from advisor_app.domain.facts import FACTS, Fact, FactType
from advisor_app.domain.profile import LONGEST_TITLE, SCHEMA, Provenance
from advisor_app.domain.state_aid import Basis, Direction, Exempt, HoldingKind

_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_REGION: Schema = {"type": "string", "pattern": r"^(EU|DE|\d{2}|\d{5}|\d{8})$"}
_TEXT: Schema = {"type": "string"}
_TRUE: Schema = {"const": True}
_VOCABULARIES = {"company.legal_kind": "legal_kinds", "project.themes": "themes"}


def profile_schema(vocabularies: Mapping[str, Mapping[str, str]]) -> Schema:
    """Return the JSON Schema of profile and gold profile files (draft 07).

    Args:
        vocabularies: vocabulary -> code -> label.
    """
    judgement = _fact_value({"type": "boolean"})
    why: Schema = {"anyOf": [_TEXT, {"type": "object", "additionalProperties": _TEXT}]}
    return {
        "$schema": DRAFT_07,
        "$id": f"urn:beratungskoffer:{SCHEMA.replace('/', ':')}",
        "title": f"Profil ({SCHEMA})",
        "definitions": {"figure": _figure(None), "holding": _holding(), "grant": _grant()},
        "type": "object",
        "required": ["schema"],
        "additionalProperties": False,
        "properties": {
            "schema": {"const": SCHEMA},
            "title": {**_TEXT, "maxLength": LONGEST_TITLE},
            "facts": _group({name: _fact(fact, vocabularies) for name, fact in FACTS.items()}),
            "judged": {"type": "object", "additionalProperties": judgement},
            "expect": {"type": "object", "minProperties": 1, "additionalProperties": {"enum": list(OUTCOMES)}},
            "why": why,
            "as_of": _DAY,
        },
    }


def _fact(fact: Fact, vocabularies: Mapping[str, Mapping[str, str]]) -> Schema:
    """Return what may stand behind a fact: its value, or in which way it is known in part."""
    single = _single(fact, vocabularies.get(_VOCABULARIES.get(fact.name, ""), {}))
    if fact.type is FactType.RECORDS:
        return _fact_value({"type": "array", "items": single})
    if fact.type in LISTS:
        # A list fact may be answered with a single code.
        return _fact_value({"anyOf": [single, {"type": "array", "items": single}]}, any_of=True)
    return _fact_value(single, ends=single if fact.type in RANGED else None, any_of=True)


def _fact_value(value: Schema, *, ends: Schema | None = None, any_of: bool = False) -> Schema:
    """Return a bare value, or a mapping that says in exactly one way what is known."""
    told: Schema = {
        "provenance": {"enum": [one.value for one in Provenance]},
        "as_of": _DAY,
        "note": _TEXT,
    }
    ways = [_group({**told, way: given}, required=(way,)) for way, given in (
        ("value", value), ("declined", _TRUE), ("unknown", _TRUE),
    )]  # fmt: skip
    if any_of:
        listed = {"type": "array", "items": value, "minItems": 1}
        ways.append(_group({**told, "any_of": listed}, required=("any_of",)))
    if ends is not None:
        ways.append({**_group({**told, "min": ends, "max": ends}), **_ENDS})
    return {"anyOf": [value, *ways]}


_ENDS: Schema = {"anyOf": [{"required": ["min"]}, {"required": ["max"]}]}


def _single(fact: Fact, labels: Mapping[str, str]) -> Schema:
    if fact.type is FactType.RECORDS:
        return {"$ref": f"#/definitions/{'holding' if fact.name == 'company.related' else 'grant'}"}
    if fact.type is FactType.NUMBER:
        return _number(fact.most)
    if fact.type in (FactType.CODE, FactType.CODES):
        return _codes(fact.codes or tuple(labels), labels)
    return _SINGLES[fact.type]


def _codes(codes: Iterable[str], labels: Mapping[str, str]) -> Schema:
    known = list(codes)
    if not known:
        return {"type": "string", "pattern": f"^({OPEN_CODE.pattern})$"}
    meanings = [labels.get(code, code) for code in known]
    return {"enum": known, "enumDescriptions": meanings}


_SINGLES: Mapping[FactType, Schema] = {
    FactType.BOOL: {"type": "boolean"},
    FactType.DATE: _DAY,
    FactType.REGION: _REGION,
    FactType.REGIONS: _REGION,
    FactType.WZ: {"type": "string", "pattern": f"^({WZ.pattern})$"},
    FactType.TEXT: _TEXT,
}


def _number(most: float | None) -> Schema:
    return {"type": "number", "minimum": 0, **({} if most is None else {"maximum": most})}


def _figure(most: float | None) -> Schema:
    ends = _number(most)
    return {"anyOf": [ends, {**_group({"min": ends, "max": ends}), **_ENDS}]}


def _holding() -> Schema:
    figure: Schema = {"$ref": "#/definitions/figure"}
    known: dict[str, Schema] = {
        "name": {"type": "string", "minLength": 1},
        "group": _TEXT,
        "share_pct": _figure(100),
        "votes_pct": _figure(100),
        "kind": _enum(HoldingKind),
        "direction": _enum(Direction),
        "exempt": _enum(Exempt),
        "related": {"type": "array", "items": {"$ref": "#/definitions/holding"}},
        **dict.fromkeys(("headcount", "turnover_eur", "balance_eur"), figure),
        **{name: {"type": "boolean"} for name in ("public", "through_person", "consolidated")},
    }
    return _group({name: known[name] for name in HOLDING_FIELDS}, required=("name",))


def _grant() -> Schema:
    known: dict[str, Schema] = {
        "granted_on": _DAY,
        "gge_eur": {"$ref": "#/definitions/figure"},
        "undertaking": _TEXT,
        "note": _TEXT,
        "basis": _enum(Basis),
    }
    return _group({name: known[name] for name in GRANT_FIELDS}, required=("granted_on", "gge_eur"))


def _enum(codes: Iterable[Any]) -> Schema:
    return {"enum": [str(code) for code in codes]}


def _group(properties: Mapping[str, Schema], *, required: Iterable[str] = ()) -> Schema:
    needed = list(required)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": dict(properties),
        **({"required": needed} if needed else {}),
    }
