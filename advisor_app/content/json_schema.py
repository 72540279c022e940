"""JSON Schema of the front matter, so that editors complete and check it while an author types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from advisor_app.content.schema.common import ItemFile
from advisor_app.content.schema.descriptions import DESCRIPTIONS
from advisor_app.content.schema.registry import MAJOR, MODELS
from advisor_app.content.vocabulary import FIXED, Vocabularies
from advisor_app.domain import Kind
from advisor_app.domain.facts import FACTS

DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema"
DRAFT_07 = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]


def schema_for(kind: Kind, vocabularies: Vocabularies, *, dialect: str = DRAFT_07) -> Schema:
    """Return the JSON Schema of a kind, with the codes of the vocabularies and German labels as descriptions.

    Only keywords are used that mean the same in both dialects. Draft 07 is the default because the tools that read
    front matter inside an editor know no newer one.

    Args:
        kind: kind of item.
        vocabularies: vocabulary -> code -> label.
        dialect: `DRAFT_07` or `DRAFT_2020_12`, named in `$schema`.
    """
    model = MODELS[kind]
    raw = model.model_json_schema(by_alias=True)
    names = {model.__name__: raw, **raw.get("$defs", {})}
    for name, part in names.items():
        _describe(part, {**_descriptions_of(name, model), **DESCRIPTIONS.get(name, {})})
    schema: Schema = _finished(raw, vocabularies)
    schema["properties"]["schema"]["const"] = f"{kind}/{MAJOR}"
    label = vocabularies.get("kinds", {}).get(kind, kind.value)
    head = {"$schema": dialect, "$id": f"urn:beratungskoffer:{kind}:{MAJOR}", "title": f"{label} ({kind}/{MAJOR})"}
    return {**head, **{key: value for key, value in schema.items() if key != "title"}}


def _descriptions_of(name: str, model: type[BaseModel]) -> Mapping[str, str]:
    """Return the common descriptions for the model of a kind, none for its parts."""
    return DESCRIPTIONS[ItemFile.__name__] if name == model.__name__ else {}


def _describe(part: Schema, descriptions: Mapping[str, str]) -> None:
    part.pop("description", None)
    for field, schema in part.get("properties", {}).items():
        schema["description"] = descriptions[field]
        if field in ("fact", "value_from"):
            schema["enum"] = sorted(FACTS)
            for length in ("minLength", "maxLength"):
                schema.pop(length, None)


def _finished(node: Any, vocabularies: Vocabularies) -> Any:
    """Return a node without machine-made titles and nulls, with codes and labels in place."""
    if isinstance(node, list):
        return [_finished(part, vocabularies) for part in node]
    if not isinstance(node, dict):
        return node
    done = {
        key: {name: _finished(part, vocabularies) for name, part in value.items()}
        if key in ("properties", "$defs")
        else _finished(value, vocabularies)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and value in (None, "", [], {}))
    }
    return _with_codes(_without_null(done), vocabularies)


def _without_null(node: Schema) -> Schema:
    """Return `anyOf: [X, null]` as X: a field without a value is left out, never empty."""
    options = [part for part in node.get("anyOf", ()) if part != {"type": "null"}]
    if len(options) == len(node.get("anyOf", ())) or not options:
        return node
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    return {**options[0], **rest} if len(options) == 1 else {**rest, "anyOf": options}


def _with_codes(node: Schema, vocabularies: Vocabularies) -> Schema:
    name = node.pop("x-vocabulary", None)
    labels = vocabularies.get(name, {}) if name else {}
    codes = [*FIXED.get(name, labels)] if name else []
    if not codes:
        return node
    meanings = [labels.get(code, code) for code in codes]
    told = " · ".join(f"{code}: {meaning}" for code, meaning in zip(codes, meanings, strict=True))
    described = f"{node['description']} – {told}" if "description" in node else told
    return {**node, "enum": codes, "enumDescriptions": meanings, "description": described}
