"""Whether the value of a condition fits its fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from advisor_app.content.faults import shown, suggestion
from advisor_app.content.geodata import Geodata
from advisor_app.content.places import region_fault
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.facts import Fact, FactType

EDITIONS = ("2008", "2025")
_LISTS = (Op.IN, Op.NOT_IN, Op.ANY_IN, Op.NONE_IN, Op.WITHIN, Op.WZ_IN, Op.WZ_NOT_IN)
_WZ = re.compile(r"[A-U]|\d{2}(?:\.\d{1,2}(?:\.\d)?)?", re.ASCII)
_DAY = re.compile(r"(20\d\d)-\d\d-\d\d", re.ASCII)
_OPEN_CODE = re.compile(r"[a-z][a-z0-9_-]{0,59}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueContext:
    """What values are compared with: tables of places and industries, codes of the themes (empty: unchecked)."""

    geodata: Geodata
    themes: frozenset[str]


def check_value(fact: Fact, op: Op, rule: Rule, context: ValueContext) -> Iterator[tuple[str, str]]:
    """Return code and message of everything that keeps a value from being compared with a fact."""
    listed = isinstance(rule.value, tuple)
    if listed != (op in _LISTS):
        remedy = "write a list: [a, b]" if op in _LISTS else "write a single value"
        yield "value_form", f"{op} takes {'a list' if op in _LISTS else 'a single value'}; {remedy}"
        return
    if fact.type is FactType.WZ and rule.edition not in EDITIONS:
        yield "edition_missing", f'{op} needs the edition of the codes; add edition: "2008"'
    elif fact.type is not FactType.WZ and rule.edition:
        yield "edition_misplaced", "only wz_in and wz_not_in have an edition; remove it"
    for value in rule.value if isinstance(rule.value, tuple) else (rule.value,):
        message = _CHECKS[fact.type](value, fact, rule, context)
        if message:
            yield "value_form", message


Check = Callable[[object, Fact, Rule, ValueContext], str]


def _bool(value: object, fact: Fact, rule: Rule, context: ValueContext) -> str:  # noqa: ARG001
    return "" if isinstance(value, bool) else f"{fact.name} is true or false, not {shown(value)}"


def _number(value: object, fact: Fact, rule: Rule, context: ValueContext) -> str:  # noqa: ARG001
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ""
    return f"{fact.name} is a number{f' in {fact.unit}' if fact.unit else ''}, not {shown(value)}; write digits only"


def _date(value: object, fact: Fact, rule: Rule, context: ValueContext) -> str:  # noqa: ARG001
    try:
        if isinstance(value, str) and _DAY.fullmatch(value) and date.fromisoformat(value):
            return ""
    except ValueError:
        return f"{shown(value)} is no day of the calendar"
    return f'{fact.name} is a date, not {shown(value)}; write "YYYY-MM-DD"'


def _code(value: object, fact: Fact, rule: Rule, context: ValueContext) -> str:  # noqa: ARG001
    if not isinstance(value, str):
        return f"{fact.name} is a code, not {shown(value)}"
    codes = frozenset(fact.codes) or (context.themes if fact.name == "project.themes" else frozenset())
    if codes and value not in codes:
        return f"{fact.name} knows no {shown(value)}; {suggestion(value, codes)}"
    if not codes and not _OPEN_CODE.fullmatch(value):
        return f"{shown(value)} is no code; use a-z, 0-9, _ and -"
    return ""


def _region(value: object, fact: Fact, rule: Rule, context: ValueContext) -> str:  # noqa: ARG001
    if not isinstance(value, str):
        return f"{fact.name} is a region, not {shown(value)}; write its key in quotes"
    return region_fault(value, context.geodata)


def _industry(value: object, fact: Fact, rule: Rule, context: ValueContext) -> str:  # noqa: ARG001
    if not isinstance(value, str):
        return f'{shown(value)} is no text; write WZ codes in quotes: "62.01"'
    if not _WZ.fullmatch(value):
        return f'{shown(value)} is no WZ code; write "C", "62" or "62.01"'
    table = context.geodata.industries.get(rule.edition)
    if table and value not in table:
        return f"WZ {rule.edition} has no code {shown(value)}"
    return ""


def _text(value: object, fact: Fact, rule: Rule, context: ValueContext) -> str:  # noqa: ARG001
    return "" if isinstance(value, str) else f"{fact.name} is text, not {shown(value)}"


# Records have no operator that could compare them.
_CHECKS: Mapping[FactType, Check] = {
    FactType.BOOL: _bool,
    FactType.NUMBER: _number,
    FactType.DATE: _date,
    FactType.CODE: _code,
    FactType.CODES: _code,
    FactType.REGION: _region,
    FactType.REGIONS: _region,
    FactType.WZ: _industry,
    FactType.TEXT: _text,
}
