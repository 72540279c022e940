"""What filters and orders ask of programmes, by their places in a rulebook; gathered when it is first wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from advisor_app.domain.programme import Window
from advisor_app.domain.window import WindowState
from advisor_app.matching.rulebook import Rulebook

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NO_DAY = "9999-12-31"


class Shelf:
    """The programmes of a rulebook, which never change.

    Args:
        rulebook: what is checked.
        today: the day that deadlines are held against.
    """

    def __init__(self, rulebook: Rulebook, today: date) -> None:
        self.rulebook = rulebook
        self._today = today

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return where each programme stands, by id."""
        return {entry.programme.id: place for place, entry in enumerate(self.rulebook.entries)}

    @cached_property
    def ended(self) -> frozenset[int]:
        """Return where the programmes stand that nobody can apply for any more."""
        entries = self.rulebook.entries
        return frozenset(place for place, entry in enumerate(entries) if entry.window is WindowState.CLOSED)

    @cached_property
    def names(self) -> Sequence[str]:
        """Return the titles as they are ordered."""
        return [folded(entry.programme.title) for entry in self.rulebook.entries]

    @cached_property
    def texts(self) -> Sequence[str]:
        """Return what words are looked for in: name, summary and giver."""
        programmes = [entry.programme for entry in self.rulebook.entries]
        return [folded(f"{one.title} {one.summary} {one.funder.name}") for one in programmes]

    @cached_property
    def days(self) -> Sequence[str]:
        """Return the next deadlines, as they are ordered."""
        return [next_day(entry.programme.window, entry.window, self._today) for entry in self.rulebook.entries]


def next_day(window: Window, state: WindowState, today: date) -> str:
    """Return the next day (ISO) by which an application has to be in, one far away where there is none."""
    if state in (WindowState.CLOSED, WindowState.PAUSED):
        return f"{_NO_DAY}x"
    now = today.isoformat()
    days = [day for day in (window.open_to, *window.dates) if day >= now]
    for recurring in window.recurring:
        year = today.year if recurring >= now[5:] else today.year + 1
        days.append(f"{year}-{recurring}")
    return min(days, default=_NO_DAY)


def folded(text: str) -> str:
    """Return a text as it is compared: small letters, umlauts written out."""
    return text.casefold().translate(_UMLAUTS)
