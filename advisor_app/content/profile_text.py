"""Profiles as text: YAML in a fixed order, so that a change of one fact is a change of one line."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from enum import StrEnum
from typing import Any

from advisor_app.content.yaml_data import Plain
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import SCHEMA, Absent, AnyOf, FactValue, Interval, Known, Possible, Profile, Provenance

_HEAD = "# Profil für den Fördercheck im Beratungskoffer. Was fehlt, ist unbekannt.\n"
_BARE = re.compile(r"[a-z][a-z0-9_./-]*", re.ASCII)
# Words that one version of YAML or another takes for something else than text.
_RESERVED = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_STEP = "  "


def profile_text(profile: Profile) -> str:
    """Return the text of a profile file; reading it gives the same profile again."""
    document: dict[str, Plain] = {"schema": SCHEMA}
    if profile.title:
        document["title"] = profile.title
    document["facts"] = {name: _fact(profile.facts[name]) for name in FACTS if name in profile.facts}
    if profile.judged:
        document["judged"] = {key: _fact(profile.judged[key]) for key in sorted(profile.judged)}
    return _HEAD + "".join(f"{line}\n" for line in _block(document, ""))


def plain_value(possible: Possible) -> Plain:
    """Return what is known of a fact as plain data, for files and JSON; None where nothing is."""
    if isinstance(possible, Known):
        return _plain(possible.value)
    if isinstance(possible, AnyOf):
        return {"any_of": [_plain(value) for value in possible.values]}
    if isinstance(possible, Interval):
        return _ends(possible)
    return {"declined": True} if possible is Absent.DECLINED else None


def _fact(value: FactValue) -> Plain:
    about: dict[str, Plain] = {}
    if value.provenance is not Provenance.ENTERED:
        about["provenance"] = value.provenance.value
    if value.as_of:
        about["as_of"] = value.as_of
    if value.note:
        about["note"] = value.note
    given: Plain = {"unknown": True} if value.possible is Absent.UNKNOWN else plain_value(value.possible)
    if isinstance(given, dict):
        return {**given, **about}
    return {"value": given, **about} if about else given


def _plain(value: Any) -> Plain:
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Interval):
        return _ends(value)
    if isinstance(value, tuple | list):
        return [_plain(member) for member in value]
    return {
        one.name: _plain(getattr(value, one.name)) for one in fields(value) if _is_said(one, getattr(value, one.name))
    }


def _is_said(one: Field[Any], value: Any) -> bool:
    """Tell whether a field of a record differs from what holds where nothing is said; amounts are always said."""
    return one.default is MISSING or value != one.default


def _ends(interval: Interval) -> dict[str, Plain]:
    ends: dict[str, Plain] = {"min": interval.min, "max": interval.max}
    return {name: end for name, end in ends.items() if end is not None}


def _block(data: Mapping[str, Plain], indent: str) -> Iterator[str]:
    """Yield the lines of a mapping; groups that hold records or many facts go on below their name."""
    for key, value in data.items():
        name = indent + (key if _BARE.fullmatch(key) and key not in _RESERVED else _quoted(key))
        if isinstance(value, dict) and value and (not indent or _has_records(value)):
            yield f"{name}:"
            yield from _block(value, indent + _STEP)
        elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
            yield f"{name}:"
            for entry in value:
                yield from _entry(entry, indent + _STEP)
        else:
            yield f"{name}: {_flow(value)}"


def _entry(entry: Plain, indent: str) -> Iterator[str]:
    assert isinstance(entry, dict)
    lines = list(_block(entry, indent + _STEP))
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _has_records(value: Mapping[str, Plain]) -> bool:
    return any(isinstance(one, list) and any(isinstance(entry, dict) for entry in one) for one in value.values())


def _flow(value: Plain) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if _BARE.fullmatch(value) and value not in _RESERVED else _quoted(value)
    return _number(value)


def _number(value: float | None) -> str:
    if value is None:
        return "null"
    if not math.isfinite(value):
        raise ValueError("a profile holds finite numbers only")
    return repr(value)


def _quoted(text: str) -> str:
    """Return text in quotes, so that every reader of YAML takes it for text, letter by letter."""
    text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    composed = unicodedata.normalize("NFC", text) == text
    return '"' + "".join(_letter(char, composed=composed) for char in text) + '"'


def _letter(char: str, *, composed: bool) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char == " " or (char.isprintable() and (composed or char.isascii()) and char != "\ufffd"):
        return char
    if ord(char) > 0xFFFF:
        return f"\\U{ord(char):08X}"
    return f"\\u{ord(char):04X}" if char not in "\n\t" else json.dumps(char)[1:-1]
