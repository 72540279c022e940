"""Field types of the file format: strict, with messages that name the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from advisor_app.content.faults import shown, suggestion
from advisor_app.domain.region import is_region_code

FIRST_YEAR, LAST_YEAR = 2000, 2100
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?[+-]\d{2}:\d{2}", re.ASCII)


class FileModel(BaseModel):
    """Base of all parts of a file: unknown keys and loose types are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True)


def fault(code: str, message: str) -> PydanticCustomError:
    """Return a fault with a stable code and a finished message."""
    return PydanticCustomError(code, "{message}", {"message": message})


@dataclass(frozen=True)
class CodeOf:
    """A code of a vocabulary; which codes there are is given when an item is validated."""

    vocabulary: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "x-vocabulary": self.vocabulary}

    def _check(self, value: str, info: ValidationInfo) -> str:
        codes: Mapping[str, frozenset[str]] = info.context or {}
        allowed = codes.get(self.vocabulary, frozenset())
        if allowed and value not in allowed:
            raise fault("unknown_code", f"{shown(value)} is no code of {self.vocabulary}; {suggestion(value, allowed)}")
        return value


@dataclass(frozen=True)
class Checked:
    """Text that passes a check; `json` is what an editor can know of the check."""

    check: Callable[[str], None]
    json: tuple[tuple[str, str | int], ...] = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._run, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), **dict(self.json)}

    def _run(self, value: str) -> str:
        self.check(value)
        return value


def _by_pattern(pattern: str, code: str, message: str) -> Checked:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: str) -> None:
        if not compiled.fullmatch(value):
            raise fault(code, f"{shown(value)} {message}")

    return Checked(check, (("pattern", f"^(?:{pattern})$"),))


def _check_line(value: str) -> None:
    if "\n" in value.rstrip("\n"):
        raise fault("several_lines", "must be one line of text; join the lines")


def _check_region(value: str) -> None:
    if not is_region_code(value):
        raise fault("region_form", f'{shown(value)} is no region; use "EU", "DE", "05", AGS-5 or AGS-8 in quotes')


def _check_day(value: str) -> None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise fault("date_form", f'{shown(value)} is no date; write "YYYY-MM-DD"')
    _check_year(int(value[:4]))
    try:
        date.fromisoformat(value)
    except ValueError:
        raise fault("date_form", f"{shown(value)} is no day of the calendar") from None


def _check_optional_day(value: str) -> None:
    if value:
        _check_day(value)


def _check_as_of(value: str) -> None:
    if value == "":
        return
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?", value, re.ASCII):
        raise fault("date_form", f'{shown(value)} is no as-of date; write "YYYY", "YYYY-MM", "YYYY-MM-DD" or ""')
    _check_year(int(value[:4]))
    if len(value) == 10:
        _check_day(value)


def _check_yearly(value: str) -> None:
    try:
        known = re.fullmatch(r"\d{2}-\d{2}", value, re.ASCII) and date.fromisoformat(f"2024-{value}")
    except ValueError:
        known = None
    if not known:
        raise fault("date_form", f'{shown(value)} is no day of the year; write "MM-DD"')


def _check_moment(value: str) -> None:
    if value == "":
        return
    try:
        moment = datetime.fromisoformat(value) if _MOMENT.fullmatch(value) else None
    except ValueError:
        moment = None
    if moment is None:
        raise fault("date_form", f'{shown(value)} is no date-time; write "2027-03-01T09:00:00+01:00"')
    _check_year(moment.year)


def _check_year(year: int) -> None:
    """Refuse years that can only be slips (the official export has a year 0207)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise fault("year_out_of_range", f"year {year:04d} is not between {FIRST_YEAR} and {LAST_YEAR}; correct it")


def _check_url(value: str) -> None:
    if any(char.isspace() or not char.isprintable() or char in '"<>\\^`{|}' for char in value):
        raise fault("url_form", f"{shown(value)} contains characters that no address may have; encode or delete them")
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise fault("url_form", f"{shown(value)} is no address") from None
    if parts.scheme not in ("http", "https"):
        raise fault("url_form", f'{shown(value)} is no address; start it with "https://"')
    if "." not in host.strip(".") or ".." in host or parts.username is not None:
        raise fault("url_form", f"{shown(value)} has no proper host name")


def _check_optional_url(value: str) -> None:
    if value:
        _check_url(value)


_AS_DAY = (("pattern", r"^\d{4}-\d{2}-\d{2}$"),)
_SLUG = "[a-z0-9](?:[a-z0-9-]{0,58})[a-z0-9]"

Slug = Annotated[
    str,
    _by_pattern(_SLUG, "id_form", "is no id; use 2 to 60 of a-z, 0-9 and -, no - at the ends"),
]
# Empty where an editor still has to find out which item it is.
OpenSlug = Annotated[
    str,
    _by_pattern(f"(?:{_SLUG})?", "id_form", "is no id; use 2 to 60 of a-z, 0-9 and -, no - at the ends"),
]
SourceId = Annotated[str, _by_pattern("[a-z][a-z0-9]{0,9}", "source_id_form", "is no source id; write q1, q2, …")]
LeafId = Annotated[str, _by_pattern("[a-z][a-z0-9_]{0,39}", "rule_id_form", "is no rule id; use a-z, 0-9 and _")]
FieldPath = Annotated[
    str, _by_pattern(r"[a-z_]+(?:\.[a-z0-9_]+)*", "field_path_form", "is no field path like amounts.rate_pct")
]
Region = Annotated[str, Checked(_check_region, (("pattern", r"^(EU|DE|0[1-9]|1[0-6]|(0[1-9]|1[0-6])(\d{3}|\d{6}))$"),))]
District = Annotated[str, _by_pattern(r"(?:0[1-9]|1[0-6])\d{3}", "region_form", 'is no district; use AGS-5: "05754"')]
Municipality = Annotated[
    str, _by_pattern(r"(?:0[1-9]|1[0-6])\d{6}", "region_form", 'is no municipality; use AGS-8: "05754008"')
]
PostalCode = Annotated[str, _by_pattern(r"\d{5}|", "postal_code_form", "is no postal code of five digits")]
Phone = Annotated[str, _by_pattern(r"(?:\+\d[\d /()-]{5,28}\d)?", "phone_form", 'is no phone number; write "+49 …"')]
Mailbox = Annotated[str, _by_pattern(r"(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+)?", "mailbox_form", "is no mail address")]
Wz = Annotated[str, _by_pattern(r"[A-U]|\d{2}(?:\.\d{1,2}(?:\.\d)?)?", "wz_form", 'is no WZ code; write "62.01"')]
Day = Annotated[str, Checked(_check_day, _AS_DAY)]
OptionalDay = Annotated[str, Checked(_check_optional_day, (("pattern", r"^(\d{4}-\d{2}-\d{2})?$"),))]
AsOf = Annotated[str, Checked(_check_as_of, (("pattern", r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"),))]
YearlyDay = Annotated[str, Checked(_check_yearly, (("pattern", r"^\d{2}-\d{2}$"),))]
Moment = Annotated[str, Checked(_check_moment, (("format", "date-time"),))]
OptionalUrl = Annotated[str, Checked(_check_optional_url, (("format", "uri-reference"),))]
T = TypeVar("T")
# A list in the file, a tuple in memory, as in the domain.
Many = Annotated[tuple[T, ...], Field(strict=False)]
Some = Annotated[tuple[T, ...], Field(strict=False, min_length=1)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Money = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Count = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]

Title = Annotated[str, Field(min_length=2, max_length=90), Checked(_check_line)]
Summary = Annotated[str, Field(min_length=60, max_length=240), Checked(_check_line)]
Word = Annotated[str, Field(min_length=1, max_length=120), Checked(_check_line)]
Line = Annotated[str, Field(min_length=1, max_length=300), Checked(_check_line)]
OptionalLine = Annotated[str, Field(max_length=300), Checked(_check_line)]
Paragraph = Annotated[str, Field(min_length=1, max_length=1000)]
