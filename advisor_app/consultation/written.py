"""Figures and days as people write them in German: 1,5 Mio, 10 bis 49, unter 250, März 2015, seit 2019."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from advisor_app.domain.profile import Interval, Known

_End = TypeVar("_End", float, str)


class NotUnderstood(Exception):
    """What was written cannot be read; the German words say how to write it."""


# What stands before a figure or a day -> whether it is the lower end, and whether the value itself is among them.
_BOUNDS: Mapping[str, tuple[bool, bool]] = {
    "ab": (True, True), "seit": (True, True), "mindestens": (True, True), "wenigstens": (True, True),
    "min": (True, True), ">=": (True, True), "≥": (True, True),
    "über": (True, False), "mehr als": (True, False), "nach": (True, False), ">": (True, False),
    "bis": (False, True), "bis zu": (False, True), "höchstens": (False, True), "maximal": (False, True),
    "max": (False, True), "<=": (False, True), "≤": (False, True),
    "unter": (False, False), "weniger als": (False, False), "vor": (False, False), "<": (False, False),
}  # fmt: skip
_BOUND = re.compile(rf"({'|'.join(re.escape(word) for word in sorted(_BOUNDS, key=len, reverse=True))})\.?\s*(.+)")
_OR_MORE = re.compile(r"(.+?)\s*(?:\+|und mehr|oder mehr)")
_BETWEEN = re.compile(r"\s*(?:-|–|—|\bbis\b)\s*")
_LEADING = re.compile(r"(?:von|zwischen|vom)\s+(.+)")
_ROUGHLY = re.compile(r"(?:ca|circa|etwa|rund|ungefähr|knapp|fast|gut|~)\.?\s*\d.*")

_FIGURE = re.compile(
    r"(?:eur|€)?\s*(\d{1,3}(?:[.'’ ]\d{3})+|\d+)(?:,(\d+)|\.(\d{1,2}))?\s*"
    r"(t€|teur|tsd|tausend|k|mio|million(?:en)?|mrd|milliarden?)?\.?\s*(.*)"
)
_TIMES = {
    "t€": 1_000, "teur": 1_000, "tsd": 1_000, "tausend": 1_000, "k": 1_000, "mio": 1_000_000, "million": 1_000_000,
    "millionen": 1_000_000, "mrd": 1_000_000_000, "milliarde": 1_000_000_000, "milliarden": 1_000_000_000,
}  # fmt: skip
_NONE = ("keine", "keiner", "keinen", "kein", "null")
# What may stand behind a figure, by the unit of the catalogue.
_UNITS: Mapping[str, tuple[str, ...]] = {
    "AWU": ("vzä", "vzae", "vollzeit", "beschäftigte", "mitarbeiter", "mitarbeitende", "personen", "leute", "köpfe"),
    "EUR": ("eur", "euro", "€"),
    "%": ("%", "prozent"),
    "years": ("jahre", "jahren", "jahr"),
    "months": ("monate", "monaten", "monat"),
    "days": ("tage", "tagen", "tag"),
}
# Shares are told in hundredths, everything else in whole units, as the brackets are.
_STEP = {"%": 0.01}
_TOO_LARGE = 1e15
_SCALED_BELOW = 1_000

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", re.ASCII)
_DAY_IN_WORDS = re.compile(r"(\d{1,2})\.\s*([a-zä]+)\.?\s*(\d{4})")
_MONTH = re.compile(r"(\d{1,2})\s*[./]\s*(\d{4})", re.ASCII)
_MONTH_IN_WORDS = re.compile(r"([a-zä]+)\.?\s+(\d{4})")
_QUARTER = re.compile(r"(?:q\s*([1-4])|([1-4])\.\s*quartal)\s*/?\s*(\d{4})")
_YEAR = re.compile(r"(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}\.\s*\d{1,2}\.\s*\d{2}|\d{1,2}/\d{2}|\d{2}", re.ASCII)
_MONTHS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
           "dezember")  # fmt: skip
_SHORTS = {"mrz": 3, "maerz": 3, "jänner": 1, "sept": 9}
_LEAST_LETTERS = 3
_NEAR = {"gestern": -1, "heute": 0, "morgen": 1}
_FIRST_YEAR, _LAST_YEAR = 1000, 2200

_HOW_FIGURE = "Eine Zahl oder eine Spanne hilft: 12, 1.500.000, 1,5 Mio, 10 bis 49, ab 250."
_HOW_DAY = "Ein Tag, ein Monat, ein Jahr oder eine Spanne hilft: 14.03.2015, 03/2015, 2015, 2015 bis 2018."


def read_figures(text: str, unit: str = "") -> Known | Interval:
    """Return the number, or the numbers between two ends, that a text names.

    Args:
        text: such as "38", "1,5 Mio", "10 bis 49", "unter 250", "250 und mehr".
        unit: that of the fact; "unter" and "über" leave the figure itself out by one whole unit, as brackets do.

    Raises:
        NotUnderstood: it names none.
    """
    wanted = _plain(text)
    if wanted in _NONE:
        return Known(0)
    if _ROUGHLY.fullmatch(wanted):
        raise NotUnderstood("Ungefähres lässt sich als Spanne angeben, etwa 35 bis 45.")
    if wanted.startswith(("-", "−")):
        raise NotUnderstood("Diese Angabe ist nie kleiner als null.")
    if (whole := _figure(wanted, unit)) is not None:
        return Known(whole[0])
    more = _OR_MORE.fullmatch(wanted)
    if more is not None and (least := _figure(more[1], unit)) is not None:
        return Interval(least[0], None)
    if (bound := _BOUND.fullmatch(wanted)) is not None and (end := _figure(bound[2], unit)) is not None:
        return _beyond(end[0], _BOUNDS[bound[1]], _STEP.get(unit, 1))
    for first, last in _parted(wanted):
        low, high = _lower(first, unit), _upper(last, unit)
        if low is not None and high is not None:
            # A figure that names its unit stands for itself.
            times = _shared_scale(low, high) if first[-1].isdigit() else 1
            return _span(_whole(low[0] * times + low[2]), _whole(high[0] + high[2]))
    raise NotUnderstood(_HOW_FIGURE)


def read_days(text: str, today: date | None = None) -> Known | Interval:
    """Return the day, or the days between two ends, that a text names, as ISO days.

    Args:
        text: such as "14.03.2015", "März 2015", "2015", "seit 2019", "2015 bis 2018".
        today: what "heute" means; None where nobody says it.

    Raises:
        NotUnderstood: it names none.
    """
    wanted = _plain(text)
    if (whole := _period(wanted, today)) is not None:
        return _span(whole[0].isoformat(), whole[1].isoformat())
    if (bound := _BOUND.fullmatch(wanted)) is not None and (period := _period(bound[2], today)) is not None:
        return _outside(period, _BOUNDS[bound[1]])
    for first, last in _parted(wanted):
        begin, end = _period(first, today), _period(last, today)
        if begin is not None and end is not None:
            return _span(begin[0].isoformat(), end[1].isoformat())
    raise NotUnderstood("Das Jahr braucht vier Stellen." if _SHORT_YEAR.fullmatch(wanted) else _HOW_DAY)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ß", "ss").split())


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a text as a span; a day may hold the sign itself."""
    led = _LEADING.fullmatch(text)
    inner = led[1] if led is not None else text
    for sign in _BETWEEN.finditer(inner):
        yield inner[: sign.start()], inner[sign.end() :]
    if led is not None:
        first, found, last = inner.partition(" und ")
        if found:
            yield first, last


# A figure, what its scale word multiplied it by, and the step to the end of a span.
_EndFigure = tuple[float, int, float]


def _lower(text: str, unit: str) -> _EndFigure | None:
    """Return the lower end of a span: "10", "ab 10", or "über 10", which begins a step above."""
    bound = _BOUND.fullmatch(text)
    below, inside = _BOUNDS[bound[1]] if bound is not None else (True, True)
    figure = _figure(bound[2] if bound is not None else text, unit)
    return None if figure is None or not below else (*figure, 0 if inside else _STEP.get(unit, 1))


def _upper(text: str, unit: str) -> _EndFigure | None:
    """Return the upper end of a span: "50", "höchstens 50", or "unter 50", which ends a step below."""
    bound = _BOUND.fullmatch(text)
    below, inside = _BOUNDS[bound[1]] if bound is not None else (False, True)
    figure = _figure(bound[2] if bound is not None else text, unit)
    return None if figure is None or below else (*figure, 0 if inside else -_STEP.get(unit, 1))


def _beyond(end: float, bound: tuple[bool, bool], step: float) -> Interval:
    lower, inside = bound
    if lower:
        return Interval(end if inside else _whole(end + step), None)
    high = end if inside else _whole(end - step)
    if high < 0:
        raise NotUnderstood("Diese Angabe ist nie kleiner als null.")
    return Interval(None, high)


def _outside(period: tuple[date, date], bound: tuple[bool, bool]) -> Interval:
    first, last = period
    lower, inside = bound
    if lower:
        return Interval((first if inside else last + timedelta(days=1)).isoformat(), None)
    return Interval(None, (last if inside else first - timedelta(days=1)).isoformat())


def _span(low: _End, high: _End) -> Known | Interval:
    if low > high:
        raise NotUnderstood("Die erste Angabe ist größer als die zweite.")
    return Interval(low, high) if low != high else Known(low)


def _figure(text: str, unit: str) -> tuple[float, int] | None:
    """Return a number and what its scale word multiplied it by; None for what is no number of this unit."""
    found = _FIGURE.fullmatch(text.strip())
    if found is None:
        return None
    whole, decimals, pointed, scale, rest = found.groups()
    if rest and rest.rstrip(".") not in _UNITS.get(unit, ()):
        return None
    digits = re.sub(r"\D", "", whole)
    if len(digits) > len(str(int(_TOO_LARGE))):
        raise NotUnderstood("Diese Zahl ist zu groß.")
    times = _TIMES.get(scale or "", 1)
    number = round(float(f"{digits}.{decimals or pointed or 0}") * times, 2)
    if number >= _TOO_LARGE:
        raise NotUnderstood("Diese Zahl ist zu groß.")
    return _whole(number), times


def _whole(number: float) -> float:
    """Return a number as people write it: whole where it is whole."""
    return int(number) if float(number).is_integer() else round(number, 2)


def _shared_scale(low: _EndFigure, high: _EndFigure) -> int:
    """Return what the lower figure is multiplied by too: "1 bis 2 Mio" begins at a million, "500.000 bis 1 Mio" not."""
    bare = low[1] == 1 and low[0] < _SCALED_BELOW
    return high[1] if bare and low[0] <= high[0] / high[1] else 1


def _period(text: str, today: date | None) -> tuple[date, date] | None:
    """Return first and last day of what is named, None where nothing is.

    Raises:
        NotUnderstood: it is written like a day that no calendar has.
    """
    wanted = text.strip()
    if wanted in _NEAR and today is not None:
        day = today + timedelta(days=_NEAR[wanted])
        return day, day
    for form, ends in _FORMS:
        if (found := form.fullmatch(wanted)) is not None and (period := ends(*found.groups())) is not None:
            return period
    return None


def _day(year: str, month: int, day: int) -> date:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise NotUnderstood("Dieses Jahr liegt zu weit weg.")
    try:
        return date(int(year), month, day)
    except ValueError as exc:
        raise NotUnderstood("Diesen Tag gibt es nicht.") from exc


def _one(year: str, month: int, day: int) -> tuple[date, date]:
    found = _day(year, month, day)
    return found, found


def _months(year: str, first: int, last: int) -> tuple[date, date]:
    begin = _day(year, first, 1)
    return begin, _day(year, last, monthrange(int(year), last)[1])


def _named(word: str) -> int:
    """Return the number of a month by its name or the beginning of it, 0 for none."""
    if word in _SHORTS:
        return _SHORTS[word]
    long_enough = len(word) >= _LEAST_LETTERS
    return next((at for at, name in enumerate(_MONTHS, 1) if long_enough and name.startswith(word)), 0)


def _day_of_named(day: str, word: str, year: str) -> tuple[date, date] | None:
    month = _named(word)
    return _one(year, month, int(day)) if month else None


def _whole_named(word: str, year: str) -> tuple[date, date] | None:
    month = _named(word)
    return _months(year, month, month) if month else None


def _quarter(short: str | None, long: str | None, year: str) -> tuple[date, date]:
    last = 3 * int(short or long or 1)
    return _months(year, last - 2, last)


# How a day or a span of days is written -> its first and last day.
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., tuple[date, date] | None]], ...] = (
    (_ISO, lambda year, month, day: _one(year, int(month), int(day))),
    (_DAY, lambda day, month, year: _one(year, int(month), int(day))),
    (_DAY_IN_WORDS, _day_of_named),
    (_MONTH, lambda month, year: _months(year, int(month), int(month))),
    (_MONTH_IN_WORDS, _whole_named),
    (_QUARTER, _quarter),
    (_YEAR, lambda year: _months(year, 1, 12)),
)
