"""Front matter -> domain item: which model belongs to which kind, and the way between the two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from pydantic import ValidationError

from advisor_app.content.faults import Path, dotted, error, shown, suggestion
from advisor_app.content.front_matter import Document
from advisor_app.content.schema.common import ItemFile
from advisor_app.content.schema.event import EventFile
from advisor_app.content.schema.messages import explain
from advisor_app.content.schema.partner import PartnerFile
from advisor_app.content.schema.programme import ProgrammeFile
from advisor_app.content.schema.topic import TopicFile
from advisor_app.content.yaml_data import Plain
from advisor_app.domain import KIND_OF, Item, Kind
from advisor_app.errors import Problem

MAJOR = 1
MODELS: Mapping[Kind, type[ItemFile]] = {
    Kind.PROGRAMME: ProgrammeFile,
    Kind.TOPIC: TopicFile,
    Kind.PARTNER: PartnerFile,
    Kind.EVENT: EventFile,
}
ITEMS: Mapping[Kind, type[Item]] = {kind: item for item, kind in KIND_OF.items()}
_SCHEMA = re.compile(r"([a-z]+)/(\d{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReadItem:
    """Outcome of reading the fields of a file."""

    item: Item | None
    problems: tuple[Problem, ...]


def read_item(document: Document, file: str, codes: Mapping[str, frozenset[str]]) -> ReadItem:
    """Check the fields of a document and make an item of them.

    Args:
        document: the parsed file.
        file: name for problems.
        codes: vocabulary -> allowed codes (empty: not checked).
    """
    kind = _kind(document, file)
    if isinstance(kind, Problem):
        return ReadItem(None, (kind,))
    data, nulls = _without_nulls(document.data)
    problems = [
        error(file, document.line(path), dotted(path), "empty_value", "has no value; fill it in or delete the line")
        for path in nulls
    ]
    model = MODELS[kind]
    try:
        read = model.model_validate(data, context=codes)
    except ValidationError as fault:
        findings = fault.errors(include_url=False)
        faulty_lists = {found["loc"][:-1] for found in findings}
        for found in findings:
            path, code, message = explain(found, model)
            # A list is also called too short when its entries are refused; that is no second fault.
            follows = found["type"] == "too_short" and found["loc"] in faulty_lists
            if path not in nulls and not follows:
                problems.append(error(file, document.line(path), dotted(path), code, message))
        return ReadItem(None, tuple(problems))
    return ReadItem(None if problems else _to_domain(read, kind, document), tuple(problems))


def _kind(document: Document, file: str) -> Kind | Problem:
    """Return the kind named by `schema`, or the one problem beside which nothing more can be said."""
    given = document.data.get("schema")
    known = [f"{kind}/{MAJOR}" for kind in Kind]

    def refuse(code: str, message: str) -> Problem:
        return error(file, document.line(("schema",)), "schema", code, message)

    if given is None:
        return refuse("missing", f"required field schema is missing; add one of {', '.join(known)}")
    found = _SCHEMA.fullmatch(given) if isinstance(given, str) else None
    if found is None or found.group(1) not in set(Kind):
        return refuse("schema_form", f"unknown schema {shown(given)}; {suggestion(str(given), known)}")
    if int(found.group(2)) != MAJOR:
        reads = f"{found.group(1)}/{MAJOR}"
        return refuse("schema_version", f"schema {shown(given)} is unknown, this version reads {reads}; update the app")
    return Kind(found.group(1))


def _without_nulls(data: Mapping[str, Plain]) -> tuple[dict[str, Plain], list[Path]]:
    """Return the data without keys that have no value, and their paths."""
    nulls: list[Path] = []

    def clean(value: Plain, path: Path) -> Plain:
        if isinstance(value, list):
            return [clean(part, (*path, index)) for index, part in enumerate(value)]
        if not isinstance(value, dict):
            return value
        nulls.extend((*path, key) for key, part in value.items() if part is None)
        return {key: clean(part, (*path, key)) for key, part in value.items() if part is not None}

    cleaned = clean(dict(data), ())
    return (cleaned if isinstance(cleaned, dict) else {}), nulls


def _to_domain(read: ItemFile, kind: Kind, document: Document) -> Item:
    """Make the frozen value; absent keys get the domain's defaults."""
    data: dict[str, Any] = read.model_dump(exclude_unset=True)
    data.pop("schema_")
    data["body"] = list(document.sections)
    if "relevance" in data:
        data["relevance"] = data["relevance"]["boost"]
    return msgspec.convert(data, ITEMS[kind])
