"""Hypothesis strategies for items of every kind with every field, read from the fields' types.

A field that somebody adds is tried without a word here, and so is what becomes of it.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from advisor_app.domain import KIND_OF, Item
from advisor_app.domain.eligibility import Rule

# No NUL, no half of a pair: no file of the content has either, and no database takes the second.
LETTERS = st.characters(codec="utf-8", exclude_characters="\x00")
NUMBERS = st.integers(0, 10**6) | st.floats(0, 10**6, allow_nan=False)
TEXTS = st.text(LETTERS, max_size=12)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(0, 10**6),
    float: NUMBERS,
}


def any_item(**fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Item]:
    """Return a strategy for items of all kinds.

    Args:
        fixed: field -> what it is drawn from, instead of whatever its type allows.
    """
    return st.one_of(*(any_of(kind, **fixed) for kind in KIND_OF))


def any_of(kind: Any, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for one kind of item or part; fields it does not have are not asked for in `fixed`."""
    hints = _hints(kind)
    named = {name: strategy for name, strategy in fixed.items() if name in hints}
    return st.builds(kind, **{name: _of(hint) for name, hint in hints.items()} | named)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {part.name: hints[part.name] for part in fields(kind)}


@cache
def _of(hint: Any) -> st.SearchStrategy[Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return st.one_of(*map(_of, inner))
    if origin is tuple:
        return st.lists(_of(inner[0]), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(_of(inner[0]), _of(inner[1]), max_size=2)
    return _PLAIN[hint] if hint in _PLAIN else _of_own(hint)


def _of_own(hint: Any) -> st.SearchStrategy[Any]:
    """Return what a type of the domain is drawn from; rules are leaves, which is all that their texts need."""
    if hint is Rule:
        return st.builds(Rule, id=TEXTS, text=TEXTS, src=TEXTS, fact=TEXTS)
    return any_of(hint) if is_dataclass(hint) else st.sampled_from(hint)
