"""Hypothesis strategies for items of every kind with every field, read from the fields' types.

A field that somebody adds is tried without a word here, and so is what becomes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from advisor_app.domain import KIND_OF, Item
from advisor_app.domain.eligibility import Rule

# No NUL, no half of a pair: no file of the content has either, and no database takes the second.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
NUMBERS = st.integers(0, 10**6) | st.floats(0, 10**6, allow_nan=False)


def tried(examples: int) -> settings:
    """Return settings for so many examples; whole items take their time, more of it on a machine that is busy."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Maker:
    """Makes strategies for items and their parts.

    Args:
        texts: what every text is drawn from.
        given: type -> what its values are drawn from, instead of from the types of its fields.
    """

    def __init__(
        self, texts: st.SearchStrategy[str] = TEXTS, given: Mapping[Any, st.SearchStrategy[Any]] | None = None
    ) -> None:
        self._plain: dict[Any, st.SearchStrategy[Any]] = {
            NoneType: st.none(),
            str: texts,
            bool: st.booleans(),
            int: st.integers(0, 10**6),
            float: NUMBERS,
            # A leaf has all the texts that a rule has.
            Rule: st.builds(Rule, id=texts, text=texts, src=texts, fact=texts),
            **(given or {}),
        }

    def item(self, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Item]:
        """Return a strategy for items of all kinds.

        Args:
            fixed: field -> what it is drawn from, instead of from what its type allows, in kinds that have it.
        """
        return st.one_of(*(self.part(kind, **fixed) for kind in KIND_OF))

    def part(self, kind: Any, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        """Return a strategy for one kind of item, or of part of an item."""
        hints = _hints(kind)
        drawn = {name: fixed[name] if name in fixed else self._of(hint) for name, hint in hints.items()}
        return st.builds(kind, **drawn)

    def _of(self, hint: Any) -> st.SearchStrategy[Any]:
        origin, inner = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            return st.one_of(*map(self._of, inner))
        if origin is tuple:
            return st.lists(self._of(inner[0]), max_size=2).map(tuple)
        if origin is dict:
            return st.dictionaries(self._of(inner[0]), self._of(inner[1]), max_size=2)
        if hint in self._plain:
            return self._plain[hint]
        return self.part(hint) if is_dataclass(hint) else st.sampled_from(hint)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {part.name: hints[part.name] for part in fields(kind)}
