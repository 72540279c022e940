"""Figures that may be known in part: in German words for a picture, and from what was typed into a form.

Pure: no Qt. Whole money is never rounded; staff and shares keep two decimals at most.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from advisor_app.consultation.written import NotUnderstood, read_days, read_figures
from advisor_app.desktop.formatting import NBSP, euro, euro_range, number, percent
from advisor_app.domain.profile import Interval, Known
from advisor_app.domain.state_aid import Figure, Span

OPEN = "noch offen"
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


def read_figure(text: str, unit: str = "", *, most: float = _MOST) -> Figure | Wrong:
    """Return the figure that was typed; None where it says that nothing is known.

    Args:
        text: what was typed: a number, `10 bis 49`, `ab 250`, `höchstens 10 Mio.`, or nothing.
        unit: that of the catalogue: "EUR", "%", "AWU".
        most: the greatest value there may be.
    """
    if text.strip().casefold() in _UNKNOWN:
        return None
    try:
        found = read_figures(text, unit)
    except NotUnderstood as exc:
        return Wrong(str(exc))
    figure: Figure = found.value if isinstance(found, Known) else found
    ends = (figure.min, figure.max) if isinstance(figure, Interval) else (figure,)
    if any(end is not None and float(end) > most for end in ends):
        return Wrong(f"Höchstens {number(most)}{f'{NBSP}%' if unit == '%' else ''}.")
    return figure


def read_number(text: str, unit: str = "", *, most: float = _MOST) -> float | Wrong | None:
    """Return the exact number that was typed, None for nothing."""
    figure = read_figure(text, unit, most=most)
    return Wrong("Hier ist genau eine Zahl nötig.") if isinstance(figure, Interval) else figure


def read_day(text: str, today: date | None = None) -> str | Wrong:
    """Return the ISO day that was typed, such as `15.03.2024`.

    Args:
        text: what was typed.
        today: what `heute` means; None where nobody says it.
    """
    if not text.strip():
        return Wrong("Der Tag fehlt, etwa 15.03.2024.")
    try:
        found = read_days(text, today)
    except NotUnderstood as exc:
        return Wrong(str(exc))
    return str(found.value) if isinstance(found, Known) else Wrong("Hier ist ein Tag nötig, etwa 15.03.2024.")
