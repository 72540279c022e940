"""Findings of the schema library -> problems in our words."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from advisor_app.content.faults import Path, shown, suggestion

_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list",
    "dict_type": "`key: value` lines",
    "model_type": "`key: value` lines",
    "model_attributes_type": "`key: value` lines",
}
_EXAMPLES = {"tuple_type": "write [a, b]", "dict_type": "write {key: value}", "model_type": "write {key: value}"}
_LIMITS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal", "finite_number")
_KIND = {str: "text", bool: "true/false", int: "a number", float: "a number", list: "a list", dict: "fields"}


def explain(error: ErrorDetails, model: type[BaseModel]) -> tuple[Path, str, str]:
    """Return field path, code and message of one finding."""
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    code, message = _told(error, path, model)
    return path, code, message


def _told(error: ErrorDetails, path: Path, model: type[BaseModel]) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx") or {}
    told = (error["type"], str(context.get("message") or error["msg"]))
    if kind == "missing":
        told = ("missing", f"required field {path[-1]} is missing; add `{path[-1]}: …`")
    elif kind == "extra_forbidden":
        told = ("unknown_key", _unknown_key(path, model))
    elif kind in _EXPECTED:
        told = _wrong_type(kind, error["input"])
    elif kind.startswith("string_too"):
        told = ("length", _length(kind, error["input"], context))
    elif kind == "too_short":
        told = ("empty_list", f"needs at least {context.get('min_length', 1)} entries")
    elif kind in _LIMITS:
        told = ("out_of_range", _out_of_range(error["input"], context))
    return told


def _wrong_type(kind: str, given: object) -> tuple[str, str]:
    if given is None:
        return "empty_value", "has no value; fill it in or delete the line"
    if kind == "string_type" and type(given) in (int, float):
        return "unquoted_code", f'must be text; put it in quotes: "{given}"'
    return "type", f"must be {_EXPECTED[kind]}, not {_KIND.get(type(given), 'this')}{_type_remedy(kind, given)}"


def _type_remedy(kind: str, given: object) -> str:
    if kind == "string_type" and isinstance(given, bool):
        return f'; put it in quotes: "{str(given).lower()}"'
    if kind.startswith("bool") and isinstance(given, str):
        return f"; {shown(given)} is text"
    if kind == "tuple_type" and isinstance(given, str):
        return f"; write [{shown(given)}]"
    if kind == "float_type" and isinstance(given, str):
        return "; write digits without quotes, unit or thousands dots"
    return f"; {_EXAMPLES[kind]}" if kind in _EXAMPLES else ""


def _length(kind: str, given: object, context: Mapping[str, Any]) -> str:
    has = len(given) if isinstance(given, str) else 0
    if kind == "string_too_short":
        return f"has {has} characters, needs at least {context['min_length']}; say more"
    return f"has {has} characters, allowed are {context['max_length']}; shorten it"


def _out_of_range(given: object, context: Mapping[str, Any]) -> str:
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    limits = " and ".join(f"{word} {context[key]:g}" for key, word in words.items() if key in context)
    return f"{given!r} is out of range; must be {limits or 'a finite number'}"


def _unknown_key(path: Path, model: type[BaseModel]) -> str:
    key = str(path[-1])
    known = set(keys_at(model, path[:-1]))
    elsewhere = _home_of(key, model)
    remedy = f"it belongs under {elsewhere}" if elsewhere else suggestion(key, known)
    return f"unknown key {shown(key)}; {remedy}"


def _home_of(key: str, model: type[BaseModel]) -> str:
    """Return the group of the top level in which a misplaced key belongs."""
    for name, part in _fields(model):
        if isinstance(part, type) and key in {inner for inner, _ in _fields(part)}:
            return name
    return ""


def keys_at(model: type[BaseModel], path: Path) -> Iterable[str]:
    """Return the keys a file may have at a path."""
    part: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        part = dict(_fields(part)).get(step) if isinstance(part, type) else None
    return [name for name, _ in _fields(part)] if isinstance(part, type) else []


def is_field(model: type[BaseModel], path: Path) -> bool:
    """Tell whether a file of a model may have a field at a path."""
    return not path or str(path[-1]) in keys_at(model, path[:-1])


def _fields(model: type[BaseModel]) -> list[tuple[str, type[BaseModel] | None]]:
    return [(field.alias or name, _model_in(field.annotation)) for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside `list[X]`, `X | None` or `Annotated[X, …]`."""
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, BaseModel) else None
    if get_origin(annotation) in (tuple, Union, types.UnionType, typing.Annotated):
        return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
    return None
