"""German numbers, amounts and dates as they are shown. Pure: no Qt, no clock.

Numbers and their unit are joined by a no-break space. Dates are as exact as their source.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

NBSP = "\u00a0"
MISSING = "keine Angabe"
_MILLION = 1_000_000
_LONG_WORD = re.compile(r"[^\W\d_]{16,}")
_JOINT = re.compile(r"(ungs|schafts|heits|keits|tions|itäts|mens|werks|triebs)(?=[a-zäöüß]{4})")
# A name of several words with dots between them; an address has a scheme, a sign of its own, or begins with www.
_DOTTED = re.compile(r"(?<!\S)(?!www\.)(?=[^\s/@]{16,}(?!\S))[^\W_][^\s/@.:]*(?:\.[^\W\d_][^\s/@.:]*)+(?!\S)")
_SWAP = str.maketrans(",.", ".,")


def number(value: float) -> str:
    """Return a number with German separators and no more decimals than it has (at most two): 1.234,5."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(_SWAP)


def euro(value: float) -> str:
    """Return an amount: `15.000 EUR`, `25 Mio. EUR`. Millions are abbreviated only where that loses nothing."""
    millions = value / _MILLION
    if millions >= 1 and round(millions, 2) == millions:
        return f"{number(millions)}{NBSP}Mio.{NBSP}EUR"
    return f"{number(value)}{NBSP}EUR"


def percent(value: float) -> str:
    """Return a percentage: `50 %`."""
    return f"{number(value)}{NBSP}%"


def percent_range(low: float | None, high: float | None) -> str:
    """Return `20 bis 45 %`, `50 %`, `bis 50 %`, `ab 20 %` or "" if both ends are unknown."""
    if low is not None and high is not None:
        return percent(high) if low == high else f"{number(low)} bis {percent(high)}"
    if high is not None:
        return f"bis {percent(high)}"
    return f"ab {percent(low)}" if low is not None else ""


def euro_range(low: float | None, high: float | None) -> str:
    """Return `5.000 bis 25.000 EUR`, `bis 25 Mio. EUR`, `ab 5.000 EUR` or "" if both ends are unknown."""
    if low is not None and high is not None:
        return euro(high) if low == high else f"{euro(low).removesuffix(f'{NBSP}EUR')} bis {euro(high)}"
    if high is not None:
        return f"bis {euro(high)}"
    return f"ab {euro(low)}" if low is not None else ""


def count(value: int, one: str, many: str) -> str:
    """Return a count with its noun: `1 Programm`, `1.234 Programme`."""
    return f"{number(value)}{NBSP}{one if value == 1 else many}"


def months(low: float | None, high: float | None) -> str:
    """Return a duration in months, or "" if unknown."""
    if low is None and high is None:
        return ""
    if low is not None and high is not None and low != high:
        return f"{number(low)} bis {number(high)}{NBSP}Monate"
    if high is None and low is not None:
        return f"ab {number(low)}{NBSP}Monaten"
    return f"{number(high or 0)}{NBSP}{'Monat' if high == 1 else 'Monate'}"


def weeks(low: float | None, high: float | None) -> str:
    """Return a duration in weeks, or "" if unknown."""
    if low is not None and high is not None and low != high:
        return f"{number(low)} bis {number(high)}{NBSP}Wochen"
    value = high if high is not None else low
    return "" if value is None else f"etwa {number(value)}{NBSP}{'Woche' if value == 1 else 'Wochen'}"


def as_of(text: str) -> str:
    """Return a source's date exactly as precise as it is: `2026`, `12/2025`, `10.12.2025`; "" stays ""."""
    parts = text.partition("T")[0].split("-")
    if len(parts) == 3:
        return f"{parts[2]}.{parts[1]}.{parts[0]}"
    return f"{parts[1]}/{parts[0]}" if len(parts) == 2 else text


def moment(iso: str) -> str:
    """Return a date-time `2026-12-03T09:00+01:00` as `03.12.2026, 09:00 Uhr`; a plain date stays a date."""
    day, _, time = iso.partition("T")
    return f"{as_of(day)}, {time[:5]}{NBSP}Uhr" if time else as_of(day)


def clock_time(iso: str, now: datetime) -> str:
    """Return an ISO time with zone as it is said here and now: `heute, 10:12`, `gestern, 18:03`, `18.11.2026, 07:45`.

    Args:
        iso: the time; "" or one that cannot be read gives "".
        now: the time now, aware; its zone is the one that is shown.
    """
    try:
        time = datetime.fromisoformat(iso).astimezone(now.tzinfo)
    except (ValueError, OverflowError):
        return ""
    words = {-1: "gestern", 0: "heute", 1: "morgen"}
    day = words.get((time.date() - now.date()) // timedelta(days=1)) or as_of(time.date().isoformat())
    return f"{day}, {time:%H:%M}"


def size(octets: int) -> str:
    """Return an amount of data: `340 Byte`, `12 KB`, `2,1 MB`, `1,4 GB` (thousands, as file managers count)."""
    for limit, unit in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if octets >= limit:
            return f"{number(round(octets / limit, 1))}{NBSP}{unit}"
    return f"{number(round(octets / 1000))}{NBSP}KB" if octets >= 1000 else f"{octets}{NBSP}Byte"


def of_size(done: int, total: int) -> str:
    """Return how much of an amount of data is there, with one unit: `1,4 von 2,1 MB`."""
    whole = size(total)
    unit = whole.rpartition(NBSP)[2]
    factor = {"GB": 1_000_000_000, "MB": 1_000_000, "KB": 1000}.get(unit, 1)
    part = min(done, total) / factor
    return f"{number(round(part, 1) if factor > 1000 else round(part))} von {whole}"


def duration(seconds: float) -> str:
    """Return a length of time that is only known roughly: `3 Sekunden`, `2 Minuten`, `5 Stunden`."""
    for length, one, many in ((3600, "Stunde", "Stunden"), (60, "Minute", "Minuten")):
        if seconds >= length * 1.5 or (length == 3600 and seconds >= length):
            return count(round(seconds / length), one, many)
    return count(max(1, round(seconds)), "Sekunde", "Sekunden")


def day_of_year(text: str) -> str:
    """Return a recurring day `03-31` as `31.03.`."""
    month, _, day = text.partition("-")
    return f"{day}.{month}."


def earliest(text: str) -> date | None:
    """Return the first day a partial date can mean, or None if there is none or it is unreadable."""
    try:
        parts = [int(part) for part in text.partition("T")[0].split("-")]
        return date(*[*parts, 1, 1][:3])
    except (TypeError, ValueError):
        return None


def age(day: date, today: date) -> str:
    """Return how long ago a day was in plain words: `heute`, `gestern`, `vor 12 Tagen`, `vor 3 Monaten`."""
    days = (today - day).days
    if days <= 0:
        return "heute"
    if days == 1:
        return "gestern"
    if days < 60:
        return f"vor {days}{NBSP}Tagen"
    if days < 730:
        return f"vor {days // 30}{NBSP}Monaten"
    return f"vor {days // 365}{NBSP}Jahren"


def joined(parts: list[str] | tuple[str, ...]) -> str:
    """Return the parts that are not empty with middle dots between them."""
    return " · ".join(part for part in parts if part)


def listed(parts: list[str] | tuple[str, ...]) -> str:
    """Return a list in words: `A, B und C`."""
    shown = [part for part in parts if part]
    return " und ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def sentence(text: str) -> str:
    """Return a heading as a sentence of its own: with a full stop, unless it ends with a mark already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def hyphenated(text: str) -> str:
    """Return a text whose long words may break.

    Compounds get soft hyphens behind their joints (Förderungs|programm), names with dots may break behind one
    (DIGITAL.|SICHER.|NRW); addresses stay as they are, so that what is copied is one.
    """
    joined = _LONG_WORD.sub(lambda word: _JOINT.sub("\\1\u00ad", word.group()), text)
    return _DOTTED.sub(lambda name: name.group().replace(".", ".\u200b"), joined)


def host(url: str) -> str:
    """Return an address without scheme and trailing slash, as it is shown."""
    return url.split("://", 1)[-1].removeprefix("www.").removeprefix("mailto:").rstrip("/")
