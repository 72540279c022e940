"""Eligibility rules as they stand in a file; what they mean is checked in `content.eligibility`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from advisor_app.content.schema.types import FileModel, LeafId, OptionalLine, Some, SourceId, fault
from advisor_app.domain.eligibility import Op

_SCALARS = (str, int, float, bool)


def _check_value(value: Any) -> Any:
    """Let a single value or a list of texts and numbers pass."""
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, list) and value and all(isinstance(v, str | int | float) for v in value):
        if any(isinstance(v, bool) for v in value):
            raise fault("value_form", "a list holds texts or numbers, not true/false")
        return tuple(value)
    raise fault("value_form", "a value is a text, a number, true/false or a list of texts or numbers")


_ONE = [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]
_MANY = {"type": "array", "minItems": 1, "items": {"type": ["string", "number"]}}
RuleValue = Annotated[Any, PlainValidator(_check_value), WithJsonSchema({"anyOf": [*_ONE, _MANY]})]


def _check_op(value: Any) -> str:
    if not isinstance(value, str) or value not in set(Op):
        raise fault("unknown_op", f"unknown operator; allowed: {', '.join(Op)}")
    return value


OpName = Annotated[str, PlainValidator(_check_op), WithJsonSchema({"type": "string", "enum": [op.value for op in Op]})]


class RuleFile(FileModel):
    """One node of a rule tree."""

    id: LeafId = ""
    text: OptionalLine = ""
    src: SourceId = ""
    all: Some[RuleFile] | None = None
    any: Some[RuleFile] | None = None
    none: Some[RuleFile] | None = None
    n: Annotated[int | None, Field(ge=1, le=60, alias="at_least")] = None
    of: Some[RuleFile] | None = None
    when: RuleFile | None = None
    then: RuleFile | None = None
    fact: OptionalLine = ""
    op: OpName | None = None
    value: RuleValue | None = None
    value_from: OptionalLine = ""
    fixable: bool = False
    edition: OptionalLine = ""
