"""Holdings and de-minimis grants in a profile file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from advisor_app.content.faults import Path, shown, suggestion
from advisor_app.content.profile_values import Notes, day_fault, number_fault, read_interval
from advisor_app.content.yaml_data import Plain
from advisor_app.domain.facts import Fact
from advisor_app.domain.state_aid import Basis, DeMinimisGrant, Direction, Exempt, Figure, Holding, HoldingKind
from advisor_app.domain.state_aid.holdings import MAX_LEVELS

# Field -> unit and greatest value, for the figures of a record.
_Figures = Mapping[str, tuple[str, float | None]]

_HOLDING_FIGURES: _Figures = {
    "share_pct": ("%", 100),
    "votes_pct": ("%", 100),
    "headcount": ("AWU", None),
    "turnover_eur": ("EUR", None),
    "balance_eur": ("EUR", None),
}
_HOLDING_CODES: Mapping[str, type[StrEnum]] = {"kind": HoldingKind, "direction": Direction, "exempt": Exempt}
_HOLDING_FLAGS = ("public", "through_person", "consolidated")
_HOLDING_TEXTS = ("name", "group")
HOLDING_FIELDS = (*_HOLDING_TEXTS, *_HOLDING_FIGURES, *_HOLDING_CODES, *_HOLDING_FLAGS, "related")

_GRANT_FIGURES: _Figures = {"gge_eur": ("EUR", None)}
_GRANT_CODES: Mapping[str, type[StrEnum]] = {"basis": Basis}
_GRANT_TEXTS = ("undertaking", "note")
GRANT_FIELDS = ("granted_on", *_GRANT_FIGURES, *_GRANT_TEXTS, *_GRANT_CODES)


def read_records(fact: Fact, data: Plain, path: Path, notes: Notes) -> tuple[object, ...] | None:
    """Return the records of a fact, None where a problem was noted; an empty list says that there are none."""
    if not isinstance(data, list):
        notes.add(path, "value_form", f"{fact.name} is a list, not {shown(data)}; write [] for none, or '- name: …'")
        return None
    before = len(notes.problems)
    read = _READERS[fact.name]
    found = [read(entry, (*path, place), notes) for place, entry in enumerate(data)]
    return tuple(found) if len(notes.problems) == before else None


def _holdings(entry: Plain, path: Path, notes: Notes) -> Holding | None:
    return _holding(entry, path, notes, ())


def _holding(entry: Plain, path: Path, notes: Notes, above: tuple[str, ...]) -> Holding | None:
    """Return a holding with those below it; `above` are the names on the way down to it."""
    fields = _fields(entry, path, notes, HOLDING_FIELDS, "a holding")
    if fields is None:
        return None
    name = _named(fields, path, notes)
    if name and name in above:
        way = " > ".join([*above[above.index(name) :], name])
        notes.add((*path, "name"), "cycle", f"holdings lead in a circle: {shown(way)}; leave out the way back")
        return None
    below = _related(fields.pop("related", None), (*path, "related"), notes, (*above, name))
    values = _values(fields, path, notes, _HOLDING_FIGURES, _HOLDING_CODES, _HOLDING_FLAGS)
    return Holding(**{**values, "name": name, "related": below})


def _named(fields: Mapping[str, Plain], path: Path, notes: Notes) -> str:
    name = fields.get("name")
    if isinstance(name, str) and name.strip():
        return name
    if isinstance(name, str | None):
        notes.add(path, "no_name", "a holding has no name; write name: …, any word that tells it apart will do")
    return ""


def _related(data: Plain, path: Path, notes: Notes, above: tuple[str, ...]) -> tuple[Holding, ...]:
    if data is None:
        return ()
    if not isinstance(data, list):
        notes.add(path, "value_form", f"related is a list of holdings, not {shown(data)}; write '- name: …' below it")
        return ()
    if data and len(above) >= MAX_LEVELS:
        message = f"holdings go deeper than {MAX_LEVELS} levels; leave out those that are too far to count"
        notes.add(path[:3], "too_deep", message)
        return ()
    found = [_holding(entry, (*path, place), notes, above) for place, entry in enumerate(data)]
    return tuple(holding for holding in found if holding is not None)


def _grant(entry: Plain, path: Path, notes: Notes) -> DeMinimisGrant | None:
    fields = _fields(entry, path, notes, GRANT_FIELDS, "a grant")
    if fields is None:
        return None
    before = len(notes.problems)
    granted_on = fields.pop("granted_on", None)
    if granted_on is None:
        notes.add(path, "no_value", 'a grant has no day; write granted_on: "YYYY-MM-DD", the date of the notice')
    elif fault := day_fault(granted_on):
        notes.add((*path, "granted_on"), "value_form", f"granted_on: {fault}")
    if "gge_eur" not in fields:
        remedy = "write gge_eur: the gross grant equivalent in EUR, or {min: …, max: …}"
        notes.add(path, "no_value", f"a grant has no amount; {remedy}")
    values = _values(fields, path, notes, _GRANT_FIGURES, _GRANT_CODES, ())
    if len(notes.problems) > before:
        return None
    return DeMinimisGrant(**{"gge_eur": None, **values, "granted_on": str(granted_on)})


def _fields(entry: Plain, path: Path, notes: Notes, known: tuple[str, ...], what: str) -> dict[str, Plain] | None:
    """Return the fields of a record that are known; unknown ones become problems."""
    if not isinstance(entry, dict):
        notes.add(path, "value_form", f"{what} is a group of fields, not {shown(entry)}; write e.g. {known[0]}: …")
        return None
    for key in entry:
        if key not in known:
            notes.add((*path, key), "unknown_field", f"{what} has no field {shown(key)}; {suggestion(key, known)}")
    return {key: value for key, value in entry.items() if key in known}


def _values(
    fields: Mapping[str, Plain],
    path: Path,
    notes: Notes,
    figures: _Figures,
    codes: Mapping[str, type[StrEnum]],
    flags: tuple[str, ...],
) -> dict[str, Any]:
    """Return the values of a record by field; what cannot be read is noted and left out."""
    found: dict[str, Any] = {}
    for key, given in fields.items():
        where = (*path, key)
        if key in figures:
            found[key] = _figure(given, key, figures[key], where, notes)
        elif key in codes:
            found[key] = _coded(given, key, codes[key], where, notes)
        elif key in flags:
            found[key] = _flag(given, key, where, notes)
        elif not isinstance(given, str):
            notes.add(where, "value_form", f'{key} is text, not {shown(given)}; write it in quotes: "…"')
        else:
            found[key] = given
    return found


def _figure(given: Plain, key: str, bounds: tuple[str, float | None], path: Path, notes: Notes) -> Figure:
    unit, most = bounds
    if given is None:
        return None
    if not isinstance(given, dict):
        if fault := number_fault(given, key, unit, most):
            notes.add(path, *fault)
            return None
        return given  # type: ignore[return-value]  # a number, as was just seen
    if set(given) - {"min", "max"}:
        notes.add(path, "value_form", f"{key} is a number or {{min: …, max: …}}; write one of them")
        return None
    return read_interval(given, key, path, notes, lambda end: number_fault(end, key, unit, most))


def _coded(given: Plain, key: str, codes: type[StrEnum], path: Path, notes: Notes) -> StrEnum | None:
    known = [code.value for code in codes]
    if given in known:
        return codes(given)
    notes.add(path, "unknown_code", f"{key} knows no {shown(given)}; {suggestion(str(given), known)}")
    return None


def _flag(given: Plain, key: str, path: Path, notes: Notes) -> bool:
    if not isinstance(given, bool):
        notes.add(path, "value_form", f"{key} is true or false, not {shown(given)}; write one of them without quotes")
    return given is True


_READERS: Mapping[str, Callable[[Plain, Path, Notes], object]] = {
    "company.related": _holdings,
    "company.deminimis_grants": _grant,
}
