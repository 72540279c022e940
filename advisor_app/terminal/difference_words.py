"""What a publish would change, as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from advisor_app.publishing.difference import Difference, Fate, RecordDifference
from advisor_app.publishing.gold import Tipped

_SHOWN = 100
_NONE = "-"
_UNITS = ((1_000_000, "MB"), (1_000, "KB"))


def counts_line(changes: Difference) -> str:
    """Return how many records are new, changed and removed."""
    return ", ".join(f"{changes.count(fate)} {fate}" for fate in Fate)


def record_line(record: RecordDifference) -> str:
    """Return one record: what happens to it, its id, its title, its kind."""
    return f"  {record.fate:8} {record.id}  {_one_line(record.title)} ({record.kind})"


def field_lines(record: RecordDifference) -> Iterator[str]:
    """Yield one line for each field that changes."""
    for field in record.fields:
        yield f"           {field.path} [{field.nature}]: {_value(field.old)} -> {_value(field.new)}"


def tipped_lines(moved: Sequence[Tipped], profiles: int) -> Iterator[str]:
    """Yield which verdicts on gold profiles are others than before; nothing where there are no profiles."""
    if profiles:
        yield (
            f"verdicts on {profiles} gold profiles: {len(moved)} tip"
            if moved
            else (f"verdicts on {profiles} gold profiles: all as before")
        )
    for one in moved:
        yield f"  {one.programme} for {one.profile}: {one.before} -> {one.after} ({_one_line(one.why)})"


def amount(size: int) -> str:
    """Return bytes as people read them: 12.3 KB."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"


def _value(value: Any) -> str:
    if value is None:
        return _NONE
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = _one_line(text)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _one_line(text: str) -> str:
    """Keep foreign text on one line and free of terminal control characters."""
    return "".join(char if char.isprintable() else " " for char in text)
