"""Figures that may be known in part, in German words, and read from what was typed: `6,2 Mio.`, `250.000`, `10 bis 49`.

Pure: no Qt. Whole money is never rounded; staff and shares keep two decimals at most.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

from advisor_app.desktop.formatting import NBSP, euro, euro_range, number, percent
from advisor_app.domain.profile import Interval
from advisor_app.domain.state_aid import Figure, Span

OPEN = "noch offen"
_NUMBER = re.compile(
    r"(\d{1,3}(?:[. \u00a0]\d{3})+|\d+)(?:,(\d+))?\s*(tsd|tausend|t|mio|million(?:en)?|mrd|milliarden?)?\.?\s*"
    r"(?:eur|euro|€|%|prozent|vzä|jae)?",
    re.IGNORECASE,
)
_POINT = re.compile(r"(\d+)\.(\d{1,2}|\d{4,})(\D.*)?")
# A word that begins so stands for so many.
_SCALES = (("t", 1_000), ("mrd", 1_000_000_000), ("milliard", 1_000_000_000), ("mi", 1_000_000))
_BETWEEN = re.compile(r"(.+?)\s*(?:-|\u2013|\bbis\b)\s*(.+)", re.IGNORECASE)
_FROM = re.compile(r"(?:ab|mindestens|>=|über|mehr als)\s*(.+)", re.IGNORECASE)
_UP_TO = re.compile(r"(?:bis|höchstens|<=|unter|weniger als)\s*(.+)", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST = 1e15
_UNKNOWN = ("", "?", "unbekannt", "offen", "weiß nicht")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why something typed cannot be read, in a sentence that says how to write it."""

    words: str


def staff(span: Span) -> str:
    """Return staff: `38`, `10 bis 49`, `ab 250`, `noch offen`."""
    if span.open:
        return OPEN
    if span.exact:
        return number(span.low)
    if span.high == math.inf:
        return f"ab {number(span.low)}"
    return f"bis {number(span.high)}" if span.low == 0 else f"{number(span.low)} bis {number(span.high)}"


def money(span: Span) -> str:
    """Return an amount: `6,2 Mio. EUR`, `bis 10 Mio. EUR`, `noch offen`."""
    if span.open:
        return OPEN
    return euro_range(span.low or (None if span.high else 0), None if span.high == math.inf else span.high) or euro(0)


def share(span: Span) -> str:
    """Return a share: `62,5 %`, `25 bis 50 %`, `noch offen`."""
    if span.open or (span.low == 0 and span.high >= 100):
        return OPEN
    if span.exact:
        return percent(span.low)
    if span.low == 0:
        return f"bis {percent(span.high)}"
    return f"ab {percent(span.low)}" if span.high >= 100 else f"{number(span.low)} bis {percent(span.high)}"


def typed(figure: Figure) -> str:
    """Return a figure as one would type it; "" where nothing is known."""
    if figure is None:
        return ""
    if isinstance(figure, Interval):
        low, high = figure.min, figure.max
        if low is None:
            return f"höchstens {number(float(high or 0))}"
        return f"mindestens {number(float(low))}" if high is None else f"{number(float(low))} bis {number(float(high))}"
    return number(figure)


def typed_day(iso: str) -> str:
    """Return an ISO day as one would type it: `15.03.2024`; "" stays ""."""
    return date.fromisoformat(iso).strftime("%d.%m.%Y") if iso else ""


def read_figure(text: str, *, most: float = _MOST) -> Figure | Wrong:
    """Return the figure that was typed; None where it says that nothing is known.

    Args:
        text: what was typed: a number, `10 bis 49`, `ab 250`, `höchstens 10 Mio.`, or nothing.
        most: the greatest value there may be.
    """
    wanted = " ".join(text.split())
    if wanted.casefold() in _UNKNOWN:
        return None
    for pattern, upper in ((_FROM, False), (_UP_TO, True)):
        found = pattern.fullmatch(wanted)
        if found is not None:
            end = _number(found[1], most)
            return end if isinstance(end, Wrong) else Interval(None, end) if upper else Interval(end, None)
    between = _BETWEEN.fullmatch(wanted)
    if between is None:
        return _number(wanted, most)
    return _interval(between[1], between[2], most)


def _interval(first: str, second: str, most: float) -> Figure | Wrong:
    high = _number(second, most)
    low = _number(first, most)
    if isinstance(low, Wrong) or isinstance(high, Wrong):
        return low if isinstance(low, Wrong) else high
    scale = _scale(second)
    if scale > 1 and _scale(first) == 1 and low * scale <= high:
        # "2 bis 10 Mio." means millions both times.
        low *= scale
    if low > high:
        return Wrong("Die erste Zahl ist größer als die zweite.")
    return low if low == high else Interval(low, high)


def read_number(text: str, *, most: float = _MOST) -> float | Wrong | None:
    """Return the exact number that was typed, None for nothing."""
    figure = read_figure(text, most=most)
    return Wrong("Hier ist genau eine Zahl nötig.") if isinstance(figure, Interval) else figure


def read_day(text: str) -> str | Wrong:
    """Return the ISO day that was typed as `15.03.2024` or `2024-03-15`."""
    wanted = text.strip()
    german = _DAY.fullmatch(wanted)
    if _SHORT_YEAR.fullmatch(wanted):
        return Wrong("Das Jahr mit vier Ziffern schreiben, etwa 15.03.2024.")
    iso = f"{german[3]}-{german[2]:0>2}-{german[1]:0>2}" if german else wanted
    if not _ISO.fullmatch(iso):
        return Wrong("Ein Tag steht so: 15.03.2024.")
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError:
        return Wrong("Diesen Tag gibt es im Kalender nicht.")


def _scale(text: str) -> int:
    found = _NUMBER.fullmatch(text.strip())
    word = (found[3] or "").casefold() if found else ""
    return next((times for start, times in _SCALES if word.startswith(start)), 1)


def _number(text: str, most: float) -> float | Wrong:
    wanted = text.strip()
    if wanted.startswith(("-", "\u2212")):
        return Wrong("Die Zahl darf nicht negativ sein.")
    pointed = _POINT.fullmatch(wanted)
    if pointed is not None:
        return Wrong(
            f"Meinen Sie {pointed[1]},{pointed[2]}{pointed[3] or ''}? "
            "Der Punkt trennt Tausender, das Komma die Nachkommastellen."
        )
    found = _NUMBER.fullmatch(wanted)
    if found is None:
        return Wrong("Das ist keine Zahl. Möglich sind 250.000, 6,2 Mio. oder 10 bis 49.")
    whole = re.sub(r"[. \u00a0]", "", found[1])
    value = round(float(f"{whole}.{found[2] or 0}") * _scale(wanted), 2)
    if value > most:
        return Wrong(f"Höchstens {number(most)}{NBSP}% sind möglich." if most == 100 else "Diese Zahl ist zu groß.")
    return int(value) if value.is_integer() else value
