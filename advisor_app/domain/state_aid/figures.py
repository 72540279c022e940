"""Figures that may be known in part, and the range they lie in."""

from __future__ import annotations

import math
from dataclasses import dataclass

from advisor_app.domain.profile import Interval

# A number, a bracket, or None where nothing is known. Money in EUR, shares in percent, staff in annual work units.
Figure = float | int | Interval | None


@dataclass(frozen=True, slots=True)
class Span:
    """A closed range of figures that are never negative; `high` is `math.inf` where there is no upper end.

    Raises:
        ValueError: the lower end lies above the upper one.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("the lower end lies above the upper one")

    @property
    def exact(self) -> bool:
        """Tell whether there is only one value."""
        return self.low == self.high

    @property
    def open(self) -> bool:
        """Tell whether nothing is known."""
        return self.low == 0 and self.high == math.inf

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def weighed(self, weight: Span) -> Span:
        """Return the range times a weight; nothing times anything is nothing."""
        return Span(times(self.low, weight.low), times(self.high, weight.high))

    def figure(self) -> Figure:
        """Return the range as a figure: a number, a bracket, or None where nothing is known."""
        if self.exact:
            return self.low
        if self.open:
            return None
        return Interval(self.low or None, None if self.high == math.inf else self.high)


ANY = Span(0, math.inf)
NOTHING = Span(0, 0)


def span(figure: Figure) -> Span:
    """Return the range in which a figure lies."""
    if figure is None:
        return ANY
    if isinstance(figure, Interval):
        return Span(float(figure.min or 0), math.inf if figure.max is None else float(figure.max))
    return Span(float(figure), float(figure))


def times(figure: float, weight: float) -> float:
    """Return a product in which nothing times an unbounded figure is nothing."""
    return 0.0 if not figure or not weight else figure * weight


def larger(one: Span, other: Span) -> Span:
    """Return the range of the larger of two figures."""
    return Span(max(one.low, other.low), max(one.high, other.high))
