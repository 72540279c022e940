"""Text that somebody typed or a file held, as it may stand on one line: in a title, a name, a note.

Control characters and line breaks would begin lines of their own on paper and in a terminal; marks of direction turn
what follows them round, so that a line reads as something else than it says. Soft hyphens and joiners stay: languages
need them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

_Told = TypeVar("_Told")
# A record whose name held nothing that can be seen; without any it could not be read again.
_NAMELESS = "ohne Namen"
# What ends a line or steers a device becomes a space.
_SPACES = frozenset(("Cc", "Cs", "Zl", "Zp"))
# Marks, embeddings, overrides and isolates of direction, and what is nothing but invisible.
_GONE = dict.fromkeys(
    (0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070),
     0xFEFF, *range(0xFFF9, 0xFFFD))
)  # fmt: skip


def one_line(text: str, most: int = 0) -> str:
    """Return a text on one line without what nobody sees.

    Args:
        text: any.
        most: how many characters at most; 0 for all.
    """
    plain = "".join(" " if unicodedata.category(char) in _SPACES else char for char in text.translate(_GONE))
    # No-break spaces stay: they are no places to break at.
    told = " ".join(part for part in plain.split(" ") if part)
    return told[:most].rstrip() if most else told


def cleaned(told: _Told) -> _Told:
    """Return a profile, a value of a fact or a record with each of its texts on one line; itself where they are."""
    found = _cleaned(told)
    return told if found == told else found  # type: ignore[return-value]


def _cleaned(told: object) -> object:
    # Codes are texts of a type of their own; they hold nothing that anybody typed.
    if type(told) is str:
        return one_line(told)
    if isinstance(told, tuple):
        return tuple(_cleaned(one) for one in told)
    if isinstance(told, Mapping):
        return {key: _cleaned(value) for key, value in told.items()}
    if is_dataclass(told) and not isinstance(told, type):
        changed = {one.name: _cleaned(getattr(told, one.name)) for one in fields(told)}
        if changed.get("name") == "":
            changed["name"] = _NAMELESS
        return replace(told, **changed)
    return told
