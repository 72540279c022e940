"""Values of facts in a profile file: plain data <-> what is known, with one clear problem for every fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from advisor_app.content.faults import Path, dotted, error, shown, suggestion
from advisor_app.content.places import Places, region_fault
from advisor_app.content.yaml_data import Plain
from advisor_app.domain.facts import FIRST_DAY, LAST_DAY, Fact, FactType
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Possible, Provenance
from advisor_app.errors import Problem

WZ = re.compile(r"[A-U]|\d{2}(?:\.\d{1,2}(?:\.\d)?)?", re.ASCII)
OPEN_CODE = re.compile(r"[a-z][a-z0-9_-]{0,59}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
# Whoever has more than that to mend has taken the wrong file.
MOST_PROBLEMS = 200
_META = ("provenance", "as_of", "note")
_FORMS = ("value", "min", "max", "any_of", "declined", "unknown")
LISTS = frozenset((FactType.CODES, FactType.REGIONS, FactType.WZ, FactType.RECORDS))
RANGED = frozenset((FactType.NUMBER, FactType.DATE))


class PlacesAndIndustries(Places, Protocol):
    """Tables that a profile's places and industries are looked up in."""

    @property
    def industries(self) -> Mapping[str, Mapping[str, str]]:
        """Return edition -> code -> name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What values are looked up in; what is not there is checked by its form alone.

    Args:
        geodata: places and industries.
        themes: codes of the themes.
    """

    geodata: PlacesAndIndustries | None = None
    themes: frozenset[str] = frozenset()


FORM_ONLY = Tables()


@dataclass(slots=True)
class Notes:
    """Collects the problems of one file.

    Args:
        file: its name in the problems.
        lines: field path -> line, as the reader found them.
        tables: what values are looked up in.
        problems: what was found so far.
        unkept: fields whose value the reader could not keep: they have their problem.
    """

    file: str
    lines: Mapping[Path, int]
    tables: Tables = FORM_ONLY
    problems: list[Problem] = field(default_factory=list)
    unkept: frozenset[str] = frozenset()

    @property
    def full(self) -> bool:
        """Tell whether there are more problems already than anybody reads."""
        return len(self.problems) > MOST_PROBLEMS

    def add(self, path: Path, code: str, message: str) -> None:
        """Note a problem on the line of its field, or of the nearest one above it that has a line."""
        if self.full or dotted(path) in self.unkept:
            return
        ends = range(len(path), -1, -1)
        line = next((self.lines[path[:end]] for end in ends if path[:end] in self.lines), 0)
        self.problems.append(error(self.file, line, dotted(path), code, message))


# Code and message of what is wrong with a value.
Fault = tuple[str, str]
# Reads the records of a fact: what was found, or None where a problem was noted.
Records = Callable[[Fact, Plain, Path, Notes], tuple[object, ...] | None]


def read_fact(fact: Fact, data: Plain, path: Path, notes: Notes, records: Records) -> FactValue | None:
    """Return what a file says of a fact, None where a problem was noted.

    Args:
        fact: the fact of the catalogue.
        data: what stands behind its name.
        path: where that is.
        notes: takes the problems.
        records: reads the records of facts that have some.
    """
    if not isinstance(data, dict):
        known = _known(fact, data, path, notes, records)
        return None if known is None else FactValue(possible=known)
    before = len(notes.problems)
    for key in data:
        if key not in (*_META, *_FORMS):
            remedy = suggestion(key, (*_FORMS, *_META))
            notes.add((*path, key), "unknown_field", f"a value has no field {shown(key)}; {remedy}")
    possible = _possible(fact, data, path, notes, records)
    provenance = _provenance(data, path, notes)
    as_of = _as_of(data, path, notes)
    note = _text(data.get("note", ""), (*path, "note"), notes)
    if possible is None or len(notes.problems) > before:
        return None
    return FactValue(possible=possible, provenance=provenance, as_of=as_of, note=note)


def _possible(fact: Fact, data: dict[str, Plain], path: Path, notes: Notes, records: Records) -> Possible | None:
    """Return the possible values that a mapping describes in exactly one of the five ways."""
    ways = {"min" if key in ("min", "max") else key for key in data if key in _FORMS}
    if len(ways) != 1:
        what = "says nothing of the value" if not ways else f"mixes {' and '.join(sorted(ways))}"
        remedy = "write one of value, min/max, any_of, declined: true, unknown: true"
        notes.add(path, "value_form", f"{fact.name} {what}; {remedy}")
        return None
    way = ways.pop()
    if way == "value":
        return _known(fact, data["value"], (*path, "value"), notes, records)
    if way == "min":
        return _interval(fact, data, path, notes)
    if way == "any_of":
        return _any_of(fact, data["any_of"], (*path, "any_of"), notes)
    if data[way] is not True:
        notes.add((*path, way), "value_form", f"{way} is true or absent, not {shown(data[way])}; delete the line")
        return None
    return Absent.DECLINED if way == "declined" else Absent.UNKNOWN


def _known(fact: Fact, data: Plain, path: Path, notes: Notes, records: Records) -> Known | None:
    if data is None:
        notes.add(path, "no_value", f"{fact.name} has no value; write one or delete the line, absent means unknown")
        return None
    if fact.type is FactType.RECORDS:
        found = records(fact, data, path, notes)
        return None if found is None else Known(found)
    values = _members(fact, data, path, notes)
    if values is None:
        return None
    return Known(values) if fact.type in LISTS else Known(values[0])


def _members(fact: Fact, data: Plain, path: Path, notes: Notes) -> tuple[object, ...] | None:
    """Return the values of a list fact, or the one value of any other."""
    listed = isinstance(data, list)
    if listed and fact.type not in LISTS:
        notes.add(path, "value_form", f"{fact.name} has one value, not a list; write {{any_of: [...]}} if unsure")
        return None
    members = [(member, (*path, place)) for place, member in enumerate(data)] if isinstance(data, list) else []
    if not listed:
        members = [(data, path)]
    faulty = [_note_fault(fact, member, where, notes) for member, where in members]
    return None if any(faulty) else tuple(member for member, _ in members)


def _note_fault(fact: Fact, value: Plain, path: Path, notes: Notes) -> bool:
    found = value_fault(fact, value, notes.tables)
    if found:
        notes.add(path, *found)
    return bool(found)


def _interval(fact: Fact, data: dict[str, Plain], path: Path, notes: Notes) -> Interval | None:
    if fact.type not in RANGED:
        remedy = "write the value, or {any_of: [...]} if several are possible"
        notes.add(path, "value_form", f"{fact.name} has no order that min and max could bound; {remedy}")
        return None
    return read_interval(data, fact.name, path, notes, lambda end: value_fault(fact, end, notes.tables))


def read_interval(
    data: Mapping[str, Plain], name: str, path: Path, notes: Notes, fault_of: Callable[[Plain], Fault | None]
) -> Interval | None:
    """Return the interval that a mapping describes, None where a problem was noted.

    Args:
        data: holds `min`, `max` or both.
        name: what the interval is one of, for the problems.
        path: where it stands.
        notes: takes the problems.
        fault_of: tells what keeps an end from being a value.
    """
    ends = {key: data[key] for key in ("min", "max") if data.get(key) is not None}
    if not ends:
        notes.add(path, "value_form", f"{name} has neither min nor max; give one of them or delete the line")
        return None
    faults = {key: fault_of(end) for key, end in ends.items()}
    for key, fault in faults.items():
        if fault is not None:
            notes.add((*path, key), *fault)
    if any(fault is not None or dotted((*path, key)) in notes.unkept for key, fault in faults.items()):
        return None
    low, high = ends.get("min"), ends.get("max")
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        notes.add((*path, "min"), "min_above_max", f"{name}: min {low} lies above max {high}; swap them")
        return None
    return Interval(low, high)  # type: ignore[arg-type]


def _any_of(fact: Fact, data: Plain, path: Path, notes: Notes) -> AnyOf | None:
    if fact.type is FactType.RECORDS or not isinstance(data, list) or not data:
        what = "takes no any_of" if fact.type is FactType.RECORDS else "needs a list of the possible values"
        notes.add(path, "value_form", f"{fact.name} {what}; write e.g. {{any_of: [a, b]}} for codes")
        return None
    found = [_members(fact, member, (*path, place), notes) for place, member in enumerate(data)]
    values = tuple(one for one in found if one is not None)
    if len(values) < len(found):
        return None
    return AnyOf(values if fact.type in LISTS else tuple(one[0] for one in values))


def _provenance(data: dict[str, Plain], path: Path, notes: Notes) -> Provenance:
    given = data.get("provenance", Provenance.ENTERED.value)
    if given in [one.value for one in Provenance]:
        return Provenance(str(given))
    remedy = suggestion(str(given), [one.value for one in Provenance])
    notes.add((*path, "provenance"), "unknown_code", f"{shown(given)} is no provenance; {remedy}")
    return Provenance.ENTERED


def _as_of(data: dict[str, Plain], path: Path, notes: Notes) -> str:
    given = data.get("as_of", "")
    if given != "" and (fault := day_fault(given)):
        notes.add((*path, "as_of"), "value_form", fault)
    return str(given)


def _text(given: Plain, path: Path, notes: Notes) -> str:
    if isinstance(given, str):
        return given
    notes.add(path, "value_form", f'{dotted(path[-1:])} is text, not {shown(given)}; write it in quotes: "…"')
    return ""


def day_fault(value: object) -> str:
    """Return what keeps a value from being a day, or ""."""
    german = _GERMAN_DAY.fullmatch(value) if isinstance(value, str) else None
    iso = f"{german[3]}-{german[2]:0>2}-{german[1]:0>2}" if german else value
    if not isinstance(iso, str) or not _DAY.fullmatch(iso):
        return f'{shown(value)} is no day; write "YYYY-MM-DD" in quotes'
    try:
        date.fromisoformat(iso)
    except ValueError:
        return f'{shown(value)} is no day of the calendar; correct day or month, as "YYYY-MM-DD"'
    return f'{shown(value)} is not how days are written here; write "{iso}"' if german else ""


def number_fault(value: object, name: str, unit: str = "", most: float | None = None) -> Fault | None:
    """Return code and message of what keeps a value from being a figure, None where it is one."""
    kind = f"a number{f' in {unit}' if unit else ''}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "value_form", f"{name} is {kind}, not {shown(value)}; write digits only, e.g. 1500000 or {{min: 10}}"
    if value < 0:
        return "negative", f"{name} is {kind} and never negative, not {value}; write 0 or more"
    if most is not None and value > most:
        return "too_high", f"{name} is at most {most:,.0f}{f' {unit}' if unit else ''}, not {value}; correct it"
    return None


def value_fault(fact: Fact, value: Plain, tables: Tables = FORM_ONLY) -> Fault | None:
    """Return code and message of what keeps a value from being one of a fact, None where it is one.

    Args:
        fact: the fact of the catalogue, no record.
        value: one value; for list facts one of the list.
        tables: what it is looked up in.
    """
    return next(_CHECKS[fact.type](fact, value, tables), None)


Faults = Iterator[Fault]


def _bool(fact: Fact, value: Plain, _tables: Tables) -> Faults:
    # What was written is not repeated: delicate facts are of this type.
    if not isinstance(value, bool):
        yield "value_form", f"{fact.name} is true or false; write one of them without quotes"


def _number(fact: Fact, value: Plain, _tables: Tables) -> Faults:
    fault = number_fault(value, fact.name, fact.unit, fact.most)
    if fault:
        yield fault


def _date(fact: Fact, value: Plain, _tables: Tables) -> Faults:
    if fault := day_fault(value):
        yield "value_form", f"{fact.name}: {fault}"
    elif not FIRST_DAY <= str(value) <= LAST_DAY:
        yield "far_day", f"{fact.name} lies between {FIRST_DAY} and {LAST_DAY}, not on {value}; correct the year"


def _code(fact: Fact, value: Plain, tables: Tables) -> Faults:
    codes = frozenset(fact.codes) or (tables.themes if fact.name == "project.themes" else frozenset())
    if not isinstance(value, str):
        remedy = suggestion("", codes) if codes else "write it as text"
        yield "value_form", f"{fact.name} is a code, not {shown(value)}; {remedy}"
    elif codes and value not in codes:
        yield "unknown_code", f"{fact.name} knows no {shown(value)}; {suggestion(value, codes)}"
    elif not codes and not OPEN_CODE.fullmatch(value):
        yield "unknown_code", f"{shown(value)} is no code; use a-z, 0-9, _ and -"


def _region(fact: Fact, value: Plain, tables: Tables) -> Faults:
    if not isinstance(value, str):
        yield "value_form", f'{fact.name} is a region, not {shown(value)}; write its key in quotes: "05754008"'
    elif fault := region_fault(value, tables.geodata):
        yield "unknown_region", fault


def _industry(fact: Fact, value: Plain, tables: Tables) -> Faults:
    if not isinstance(value, str):
        yield "value_form", f'{fact.name}: {shown(value)} is no text; write WZ codes in quotes: "62.01"'
    elif not WZ.fullmatch(value):
        yield "unknown_code", f'{shown(value)} is no WZ code; write "C", "62" or "62.01"'
    elif tables.geodata is not None and not any(value in table for table in tables.geodata.industries.values()):
        yield "unknown_code", f"WZ 2008 has no code {shown(value)}; look it up in the classification"


def _words(fact: Fact, value: Plain, _tables: Tables) -> Faults:
    if not isinstance(value, str):
        yield "value_form", f"{fact.name} is text, not {shown(value)}; write it in quotes"


_CHECKS: Mapping[FactType, Callable[[Fact, Plain, Tables], Faults]] = {
    FactType.BOOL: _bool,
    FactType.NUMBER: _number,
    FactType.DATE: _date,
    FactType.CODE: _code,
    FactType.CODES: _code,
    FactType.REGION: _region,
    FactType.REGIONS: _region,
    FactType.WZ: _industry,
    FactType.TEXT: _words,
}
