"""Verdicts as rows: the deciding reasons, what the programme may come to, window, start and effort.

A row is made when it is painted, in the window's thread: what it takes is gathered beforehand and held here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.consultation.verdict_words import offer_words
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.check_estimates import Estimates
from advisor_app.desktop.presenters.check_reason_lines import reason_lines
from advisor_app.desktop.presenters.check_result_views import VerdictRow
from advisor_app.desktop.presenters.check_shelf import Shelf
from advisor_app.desktop.presenters.views import Library, Mark
from advisor_app.domain.item import Item
from advisor_app.domain.profile import Profile
from advisor_app.domain.programme import Programme, Route
from advisor_app.domain.window import WindowState
from advisor_app.matching.rulebook import Rulebook
from advisor_app.matching.verdict import Verdict

_VOCABULARIES = ("funding_types", "routes", "start_rules", "themes", "window_states")
_MOST_REASONS = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class ResultWords:
    """What rows of verdicts are made with; built once for a library.

    Args:
        vocabularies: code -> label of those that rows use, by their name.
        names: what codes of the profile are called.
        today: the day windows are held against.
        stale: the knowledge as a whole is too old to promise anything.
    """

    vocabularies: Mapping[str, Mapping[str, str]]
    names: Names = NO_NAMES
    today: date
    stale: bool = False
    estimates: Estimates = field(default_factory=Estimates)
    _rows: dict[str, tuple[Verdict, str, VerdictRow]] = field(default_factory=dict, repr=False)
    _shelves: list[Shelf] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, library: Library, *, names: Names, today: date, stale: bool = False) -> ResultWords:
        """Gather the words of a library; called in a worker."""
        words = {name: dict(library.vocabulary(name)) for name in _VOCABULARIES}
        return cls(vocabularies=words, names=names, today=today, stale=stale)

    def label(self, vocabulary: str, code: str) -> str:
        """Return the label of a code, the code where it has none."""
        return self.vocabularies.get(vocabulary, {}).get(code, code)

    def items(self, _ids: Sequence[str]) -> Mapping[str, Item]:
        """Return no items: rows of verdicts name none beside their own."""
        return {}

    def shelf(self, rulebook: Rulebook) -> Shelf:
        """Return the programmes of a rulebook; those of the last one are kept."""
        for known in self._shelves:
            if known.rulebook is rulebook:
                return known
        found = Shelf(rulebook, self.today)
        self._shelves[:] = [found]
        return found

    def window(self, programme: Programme) -> Mark:
        """Return whether one can apply for a programme today; old knowledge tells only what was known last."""
        mark = key_facts.window_mark(programme, self, self.today)
        if not key_facts.window_capped(programme, self.today, stale=self.stale):
            return mark
        if key_facts.start_capped(programme, stale=self.stale):
            return Mark(icon=mark.icon, tone="text2", text=key_facts.last_known(mark.text))
        return key_facts.check_mark()

    def start(self, programme: Programme) -> Mark:
        """Return what may be signed when."""
        return key_facts.start_mark(programme, self, stale=self.stale)

    def row(self, verdict: Verdict, profile: Profile) -> VerdictRow:
        """Return the row of a verdict; the one it had before where nothing in it is another.

        Args:
            verdict: on a programme.
            profile: what is known now, derived facts filled; the verdict itself may be from before the last answer.
        """
        figure = offer_words(verdict.programme, self.estimates.of(verdict.programme, profile))
        made = self._rows.get(verdict.programme_id)
        if made is not None and made[0] is verdict and made[1] == figure:
            return made[2]
        row = self._made(verdict, figure)
        self._rows[verdict.programme_id] = (verdict, figure, row)
        return row

    def _made(self, verdict: Verdict, figure: str) -> VerdictRow:
        programme = verdict.programme
        lines = reason_lines(verdict, self.names)
        return VerdictRow(
            id=programme.id,
            title=programme.title,
            about=about(programme, self),
            reasons=lines[:_MOST_REASONS],
            more=max(0, len(lines) - _MOST_REASONS),
            figure=figure,
            window=self.window(programme),
            start=self.start(programme),
            muted=verdict.window is WindowState.CLOSED,
        )


def about(programme: Programme, words: ResultWords) -> str:
    """Return what a programme is and what an application takes: `Zuschuss · zweistufig · 4 Unterlagen`."""
    types = formatting.listed([words.label("funding_types", code) for code in programme.funding_types[:2]])
    route = words.label("routes", programme.route) if programme.route not in (None, Route.DIREKT) else ""
    stages = "zweistufig" if programme.window.two_stage else ""
    papers = formatting.count(len(programme.documents), "Unterlage", "Unterlagen") if programme.documents else ""
    decision = key_facts.decision_words(programme)
    return formatting.joined([types, route, stages, papers, f"Bescheid in {decision}" if decision else ""])
