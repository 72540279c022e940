"""What the list of verdicts and the what-if show. Frozen, so it may cross from a worker to the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor_app.consultation.groups import Group
from advisor_app.desktop.presenters.views import Mark

if TYPE_CHECKING:
    from advisor_app.consultation.findings import Findings
    from advisor_app.desktop.presenters.check_rows import ResultWords
    from advisor_app.desktop.presenters.check_shelf import Shelf
    from advisor_app.matching.rulebook import Check, Entry
    from advisor_app.matching.verdict import Verdict


Groups = Mapping[Group, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    """A reason in one line: its icon tells whether it holds, `note` is the value with where and when it is from."""

    icon: str
    tone: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """The verdict on a programme as a row.

    Args:
        id: of the programme.
        title: its name.
        about: its type and what an application takes, in a few words.
        reasons: the deciding ones, as many as are shown.
        more: how many reasons are not shown.
        figure: what it may come to.
        window: whether one can apply today.
        start: what may be signed when.
        muted: one cannot apply any more.
    """

    id: str
    title: str
    about: str
    reasons: tuple[ReasonLine, ...]
    more: int
    figure: str
    window: Mark
    start: Mark
    muted: bool

    @property
    def spoken(self) -> str:
        """Return the row as one sentence for a screen reader."""
        reasons = [f"{line.text}: {line.note}" if line.note else line.text for line in self.reasons]
        parts = [self.title, self.about, *reasons, self.more_words, self.figure, self.window.text, self.start.text]
        return ", ".join(part for part in parts if part)

    @property
    def more_words(self) -> str:
        """Return how many reasons are not shown, in words; "" for none."""
        return f"und {self.more} weitere" if self.more else ""


@dataclass(frozen=True, slots=True, eq=False)
class ResultsView:
    """All programmes of a check in their groups; verdicts and rows are made of them when they are painted.

    Args:
        findings: what was found.
        check: of the findings, or what of it may leave the window.
        words: makes the rows.
        groups: places of the programmes in the rulebook by their group, in the order of the check.
    """

    findings: Findings
    check: Check
    words: ResultWords
    groups: Groups

    @property
    def counts(self) -> Mapping[Group, int]:
        """Return how many programmes each group has."""
        return {group: len(places) for group, places in self.groups.items()}

    @property
    def checked(self) -> int:
        """Return how many programmes were checked."""
        return len(self.check.order)

    @property
    def entries(self) -> Sequence[Entry]:
        """Return the programmes as they stand in the rulebook."""
        return self.check.rulebook.entries

    def verdict(self, place: int) -> Verdict:
        """Return the verdict on the programme at a place of the rulebook."""
        return self.check.at(place)

    def row(self, place: int) -> VerdictRow:
        """Return the row of the programme at a place of the rulebook."""
        return self.words.row(self.check.at(place), self.check.profile)

    def place(self, programme_id: str) -> int:
        """Return the place of a programme in the rulebook, -1 if it was not checked."""
        return self.shelf.places.get(programme_id, -1)

    @property
    def shelf(self) -> Shelf:
        """Return what filters and orders ask of the programmes."""
        return self.words.shelf(self.check.rulebook)
