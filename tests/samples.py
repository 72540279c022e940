"""Items in which every field is filled, and the same items with one field changed: made from the types of the domain.

A field that is added to the domain is in them at once, so a test over all fields cannot forget it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from advisor_app.domain import Item
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.item import Status

CODE = "wert_"


def sample(hint: Any, number: int) -> Any:
    """Return a value of a type; different numbers give different values as far as the type allows."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        made = sample(next(part for part in arguments if part is not NoneType), number)
    elif origin is not None:
        made = {"title": (f"q{number}",)} if origin is dict else (sample(arguments[0], number),)
    elif hint is Rule:
        made = Rule(all=(Rule(fact="company.headcount", op=Op.LT, value=number, text=f"{CODE}{number}"),))
    elif hint is Status:
        made = Status.PUBLISHED if number == 0 else Status.ARCHIVED
    elif issubclass(hint, Enum):
        made = list(hint)[number % len(hint)]
    elif dataclasses.is_dataclass(hint):
        made = filled(hint, number)
    else:
        made = {bool: number % 2 == 1, int: number + 10, float: number + 10.0, str: f"{CODE}{number}"}[hint]
    return made


def filled(kind: Any, number: int = 0) -> Any:
    """Return a value of a class in which every field is set."""
    hints = get_type_hints(kind)
    return kind(**{field.name: sample(hints[field.name], number) for field in dataclasses.fields(kind)})


def leaves(kind: Any, prefix: str = "") -> Iterator[str]:
    """Yield the dotted path of every field of a class and of the classes it is made of, groups themselves left out."""
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        part = next(
            (entry for entry in (*get_args(hints[field.name]), hints[field.name]) if entry is not NoneType), None
        )
        if dataclasses.is_dataclass(part) and get_origin(hints[field.name]) is not tuple and part is not Rule:
            yield from leaves(part, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name


def changed(item: Item, path: str, number: int) -> Any:
    """Return the item with another value in one field."""
    return _with(item, path.split("."), number)


def _with(value: Any, names: list[str], number: int) -> Any:
    hint = get_type_hints(type(value))[names[0]]
    new = sample(hint, number) if len(names) == 1 else _with(getattr(value, names[0]), names[1:], number)
    return dataclasses.replace(value, **{names[0]: new})
