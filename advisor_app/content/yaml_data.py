"""YAML text -> plain Python values with the line of every field.

Read on the level of events, so that an alias bomb costs nothing, and resolved as YAML 1.2 does: only null, true,
false and decimal numbers are more than text. Dates and `yes`/`no` stay text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from advisor_app.content.faults import Path, dotted, error, shown
from advisor_app.errors import Problem

# Codes of numbers that cannot be kept; a 0 stands in their place, of which nothing else is to be told.
UNKEPT = frozenset(("not_a_number", "number_too_large"))
Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]

MAX_NESTING = 24
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9]\d*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][-+]?\d+)?", re.ASCII)
_CODE = re.compile(r"0\d+", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one text may hold: levels of nesting, digits of a number, values (None: as many as the file holds)."""

    nesting: int = MAX_NESTING
    digits: int = 15
    values: int | None = None


CONTENT_LIMITS = Limits()


@dataclass(slots=True)
class YamlData:
    """What was read: `data` is None if the text is no readable YAML; `lines` is field path -> line."""

    data: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Stop(Exception):
    """Reading cannot go on; the problem was noted."""


def read_yaml(text: str, file: str, *, first_line: int = 1, limits: Limits = CONTENT_LIMITS) -> YamlData:
    """Read one YAML document; every fault becomes a problem, nothing is raised.

    Args:
        text: the YAML without the `---` lines.
        file: name for problems.
        first_line: line of the file on which the text starts.
        limits: how much it may hold.
    """
    reader = _Reader(file, first_line, limits)
    try:
        reader.read(text)
    except _Stop:
        reader.result.data = None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        reader.refuse_syntax(mark.line if mark else 0, fault.problem or fault.context or "not readable")
    except yaml.YAMLError as fault:
        reader.refuse_syntax(0, str(fault))
    return reader.result


class _Reader:
    """Builds values from events. One instance reads one text."""

    def __init__(self, file: str, first_line: int, limits: Limits) -> None:
        self.result = YamlData()
        self._file = file
        self._first = first_line
        self._limits = limits
        self._values = 0
        self._events: Iterator[yaml.Event] = iter(())

    def read(self, text: str) -> None:
        self._events = iter(yaml.parse(text, Loader=_LOADER))
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.result.data = self._value(next(self._events), ())
                self._finish()
                return

    def refuse_syntax(self, line: int, reason: str) -> None:
        self.result.data = None
        told = " ".join(reason.split())
        self._note(line, (), "yaml_syntax", f"not valid YAML: {told}; check indentation, quotes and colons")

    def _finish(self) -> None:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._stop(event, (), "yaml_syntax", "a second YAML document starts here; keep one")

    def _note(self, line: int, path: Path, code: str, message: str) -> None:
        self.result.problems.append(error(self._file, self._first + line, dotted(path), code, message))

    def _stop(self, event: yaml.Event, path: Path, code: str, message: str) -> NoReturn:
        self._note(_line(event), path, code, message)
        raise _Stop

    def _refuse_special(self, event: yaml.Event, path: Path) -> None:
        """Refuse what plain data does not need: aliases, tags, deep nesting."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._stop(event, path, "yaml_alias", "anchors and aliases (& and *) are not allowed; write the value out")
        if tag := getattr(event, "tag", None):
            self._stop(event, path, "yaml_tag", f"tag {shown(tag)} is not allowed; remove it")
        most = self._limits.nesting
        if len(path) > most:
            self._stop(event, path[:4], "too_deep", f"nested deeper than {most} levels; flatten it")

    def _value(self, event: yaml.Event, path: Path) -> Plain:
        self.result.lines.setdefault(path, self._first + _line(event))
        self._refuse_special(event, path)
        self._values += 1
        if self._limits.values is not None and self._values > self._limits.values:
            self._stop(event, path[:4], "too_many", f"more than {self._limits.values:,} values; shorten the file")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, path, "yaml_syntax", "not valid YAML here; check indentation, quotes and colons")
        return self._scalar(event, path)

    def _mapping(self, path: Path) -> Plain:
        found: dict[str, Plain] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            self._refuse_special(event, path)
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(event, path, "yaml_key", "a key must be a plain word")
            key, line = str(event.value), _line(event)
            if key in found:
                self._note(line, (*path, key), "duplicate_key", f"key {shown(key)} stands twice; keep one")
                self._skip(next(self._events), path)
                continue
            self.result.lines[(*path, key)] = self._first + line
            found[key] = self._value(next(self._events), (*path, key))
        return found

    def _skip(self, event: yaml.Event, path: Path) -> None:
        """Read a value that is not kept, without touching the lines of the kept one."""
        lines, self.result.lines = self.result.lines, {}
        self._value(event, (*path, "?"))
        self.result.lines = lines

    def _sequence(self, path: Path) -> Plain:
        found: list[Plain] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Plain:
        value = str(event.value)
        if event.style in ("'", '"', "|", ">"):
            return value
        line = _line(event)
        if value in _NULLS:
            return None
        if value in _BOOLS:
            return _BOOLS[value]
        if _CODE.fullmatch(value):
            self._note(line, path, "unquoted_code", f'code with leading zero needs quotes: "{value[:20]}"')
            return value
        if any(form.fullmatch(value) for form in (_INT, _FLOAT, _NOT_FINITE)):
            return self._number(value, line, path)
        return value

    def _number(self, value: str, line: int, path: Path) -> Plain:
        if _NOT_FINITE.fullmatch(value):
            self._note(line, path, "not_a_number", f"{value} is not allowed; give a number or delete the field")
            return 0
        number = float(value)
        if not math.isfinite(number) or sum(char.isdigit() for char in value) > self._limits.digits:
            self._note(line, path, "number_too_large", f"number {shown(value)} is too long; shorten or quote it")
            return 0
        return int(value) if _INT.fullmatch(value) else number


def _line(event: yaml.Event) -> int:
    """Return the line of an event from 0; every event of the parser has a mark."""
    return event.start_mark.line if event.start_mark else 0
