"""Where entries of different heights stand in a list of thousands, of which only those on screen were measured."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate


class Heights:
    """Heights of entries in pixels, guessed at first; what is measured takes the place of its guess."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._tops: list[int] = [0]

    def fill(self, heights: Iterable[int]) -> None:
        """Begin anew with guesses."""
        self._heights = list(heights)
        self._stack()

    def correct(self, measured: Mapping[int, int]) -> bool:
        """Take over measured heights by the number of their entry; return whether any was another."""
        wrong = {number: height for number, height in measured.items() if self._heights[number] != height}
        for number, height in wrong.items():
            self._heights[number] = height
        if wrong:
            self._stack()
        return bool(wrong)

    def _stack(self) -> None:
        self._tops = [0, *accumulate(self._heights)]

    @property
    def count(self) -> int:
        """Return how many entries there are."""
        return len(self._heights)

    @property
    def total(self) -> int:
        """Return the height of all entries."""
        return self._tops[-1]

    def top(self, number: int) -> int:
        """Return where an entry begins."""
        return self._tops[number]

    def bottom(self, number: int) -> int:
        """Return where an entry ends."""
        return self._tops[number + 1]

    def at(self, place: int) -> int:
        """Return the number of the entry at a place; the first before all, the last behind all, -1 if there is none."""
        return min(max(bisect_right(self._tops, place) - 1, 0), self.count - 1)

    def between(self, begin: int, end: int) -> range:
        """Return the numbers of the entries that stand between two places, in part or in whole."""
        if not self._heights or end <= 0 or begin >= self.total:
            return range(0)
        return range(self.at(begin), self.at(max(begin, end - 1)) + 1)
