"""What if: facts are others on trial, and the verdicts that would move are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from advisor_app.desktop.jobs import JobContext, Work
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.leaf_head import LeafHead
from advisor_app.desktop.pages.check.read_area import ReadArea
from advisor_app.desktop.pages.check.what_if_fact import TriedFact
from advisor_app.desktop.pages.check.what_if_moves import MoveList, SuggestionList
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.check_what_if import (
    Changes,
    Suggestion,
    TriableFact,
    Trial,
    suggestions,
    triable_facts,
    try_out,
    with_change,
)
from advisor_app.desktop.widgets.basics import Button, Panel, text_label
from advisor_app.domain.profile import FactValue
from advisor_app.matching.verdict import Outcome

_INTRO = "Hier ändert sich nur die Vorschau. Erst „Übernehmen“ trägt die Werte als Annahme ein."


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What a job found for a view."""

    view: ResultsView
    facts: tuple[TriableFact, ...] | None = None
    suggestions: tuple[Suggestion, ...] | None = None
    trial: Trial | None = None


class WhatIfPanel(Panel):
    """Lets facts be others for a while; nothing changes before they are taken over.

    Args:
        tools: what the page is given.
        parent: what it lies in.

    Signals: `taken` (fact -> FactValue, to be answered), `left` (dropped: go back), `read_wanted` (id of a programme
    whose reasons are wanted), `failed` (exception of a job).
    """

    taken = Signal(object)
    left = Signal()
    read_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._tools = tools
        self._view: ResultsView | None = None
        self._facts: tuple[TriableFact, ...] = ()
        self._lines: list[TriedFact] = []
        self.changes: Changes = {}
        self.setAccessibleName("Was wäre, wenn")
        self.head = LeafHead("Was wäre, wenn", "Nur eine Vorschau", theme=tools.theme, parent=self)
        self.head.back_wanted.connect(self.leave)
        self._area = ReadArea("Was wäre, wenn", theme=tools.theme, parent=self)
        self._cards: list[QVBoxLayout] = []
        self._build()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(self._area, 1)
        self._foot = self._build_foot()
        outer.addWidget(self._foot)
        tools.theme.changed.connect(self.restyle)
        self.restyle()
        self._show_changes()

    def _build(self) -> None:
        theme, column = self._tools.theme, self._area.column
        column.addWidget(text_label(_INTRO, "meta", wrap=True, parent=self._area.body))
        card, inside = self._card("Vorschläge")
        self.suggested = SuggestionList(theme=theme, parent=card)
        self.suggested.chosen.connect(self.take_suggestion)
        inside.addWidget(self.suggested)
        card, inside = self._card("Änderungen")
        inside.addWidget(text_label("Eigene Änderung", "section", parent=card))
        self._changed = QWidget(card)
        self._changed_column = QVBoxLayout(self._changed)
        self._changed_column.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._changed)
        self.add = Button("Angabe ändern", theme=theme, icon="plus", colour="text2", parent=card)
        self.add.clicked.connect(self.open_facts)
        inside.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        card, inside = self._card("Vorschau")
        self.moves = MoveList(theme=theme, parent=card)
        self.moves.chosen.connect(self.read_wanted)
        inside.addWidget(self.moves)
        column.addStretch(1)

    def _card(self, name: str) -> tuple[Panel, QVBoxLayout]:
        """Add a card; return it and its column."""
        card = Panel("card", self._area.body)
        card.setAccessibleName(name)
        inside = QVBoxLayout(card)
        self._cards.append(inside)
        self._area.column.addWidget(card)
        return card, inside

    def _build_foot(self) -> Panel:
        """Return the bar with which changes are taken over; it is there as long as there are some."""
        foot = Panel("checkFoot", self)
        theme = self._tools.theme
        self.take = Button("Übernehmen", theme=theme, kind="primary", parent=foot)
        self.take.clicked.connect(self.take_over)
        self.drop = Button("Verwerfen", theme=theme, parent=foot)
        self.drop.clicked.connect(self.leave)
        self._foot_row = QHBoxLayout(foot)
        self._foot_row.addWidget(self.take)
        self._foot_row.addWidget(self.drop)
        self._foot_row.addStretch(1)
        return foot

    # Showing

    def show_view(self, view: ResultsView) -> None:
        """Begin with what is known now; what was tried out before is dropped."""
        self._view = view
        self._facts = ()
        self.add.setEnabled(False)
        self._begin({})
        self.suggested.wait()

        def look(_context: JobContext) -> object:
            return _Found(view, facts=triable_facts(view))

        def suggest(context: JobContext) -> object:
            return _Found(view, suggestions=suggestions(view, gone=context.cancelled))

        self._start(look, "facts")
        self._start(suggest, "suggestions")

    def take_focus(self) -> None:
        """Take the keyboard focus."""
        first = self.add if self.add.isEnabled() else self._area
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start(self, work: Work, slot: str) -> None:
        self._tools.runner.start(
            work, on_success=self.receive, on_failure=self.tell_failure, slot=f"check-what-if-{slot}"
        )

    @Slot(object)
    def receive(self, found: object) -> None:
        """Show what a job found, where it is still asked for."""
        if not isinstance(found, _Found) or found.view is not self._view:
            return
        if found.facts is not None:
            self._facts = found.facts
            self.add.setEnabled(bool(found.facts))
        if found.suggestions is not None:
            still_open = found.view.counts[Outcome.OPEN]
            self.suggested.show_suggestions(found.suggestions, still_open=still_open)
        if found.trial is not None and found.trial.changes == self.changes:
            self.moves.show_trial(found.trial)

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)

    def _begin(self, changes: Changes) -> None:
        """Show a line for each fact that is changed."""
        focused = QApplication.focusWidget()
        within = focused is not None and self._changed.isAncestorOf(focused)
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        self.changes = changes
        for name, value in changes.items():
            self._add_line(name, value)
        self._show_changes()
        if within:
            self.take_focus()

    def _add_line(self, name: str, value: FactValue | None) -> TriedFact | None:
        fact = next((one for one in self._facts if one.fact == name), None)
        if fact is None or self._view is None:
            return None
        line = TriedFact(fact, value, today=self._view.words.today, theme=self._tools.theme, parent=self._changed)
        line.changed.connect(self.change)
        line.dropped.connect(self.drop_fact)
        self._changed_column.addWidget(line)
        self._lines.append(line)
        return line

    def _show_changes(self) -> None:
        """Ask what moves, and offer to take it over."""
        view, changes = self._view, self.changes
        self._changed.setVisible(bool(self._lines))
        self.take.setEnabled(bool(changes))
        self._foot.setVisible(bool(changes))
        if view is None or not changes:
            self.moves.show_nothing()
            return
        known = view

        def work(_context: JobContext) -> object:
            return _Found(known, trial=try_out(known, changes))

        self._start(work, "trial")

    # What the reader does

    @Slot(object)
    def take_suggestion(self, suggestion: Suggestion) -> None:
        """Try out what was suggested."""
        self._begin(dict(suggestion.changes))

    @Slot(str, object)
    def change(self, name: str, value: FactValue | None) -> None:
        """Let a fact be another one; None leaves it as it is known."""
        self.changes = with_change(self.changes, name, value)
        self._show_changes()

    @Slot(str)
    def drop_fact(self, name: str) -> None:
        """Leave a fact as it is."""
        self._begin(with_change(self.changes, name, None))

    def make_menu(self) -> QMenu:
        """Return the menu of the facts that are not changed yet, by their groups."""
        menu = QMenu(self)
        there = {line.fact.fact for line in self._lines}
        groups: dict[str, list[TriableFact]] = {}
        for fact in self._facts:
            if fact.fact not in there:
                groups.setdefault(fact.group, []).append(fact)
        for group, facts in groups.items():
            menu.addSection(group)
            _add_facts(menu, facts)
        return menu

    @Slot()
    def open_facts(self) -> None:
        """Offer the facts below the button."""
        menu = self.make_menu()
        chosen = menu.exec(self.add.mapToGlobal(QPoint(0, self.add.height())))
        if chosen is not None:
            self.try_fact(str(chosen.data()))
        menu.deleteLater()

    def try_fact(self, name: str) -> None:
        """Offer to change a fact."""
        line = next((one for one in self._lines if one.fact.fact == name), None) or self._add_line(name, None)
        self._changed.setVisible(bool(self._lines))
        if line is not None:
            line.show()
            line.take_focus()

    @Slot()
    def take_over(self) -> None:
        """Tell what is to be answered."""
        if self.changes:
            self.taken.emit(dict(self.changes))

    @Slot()
    def leave(self) -> None:
        """Drop everything."""
        self._begin({})
        self.left.emit()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._tools.theme.px
        for inside in self._cards:
            inside.setContentsMargins(px(18), px(14), px(18), px(16))
            inside.setSpacing(px(10))
        self._changed_column.setSpacing(px(12))
        self._foot_row.setContentsMargins(px(20), px(10), px(20), px(10))
        self._foot_row.setSpacing(px(8))
        if self._lines:
            self._begin(self.changes)


def _add_facts(menu: QMenu, facts: Sequence[TriableFact]) -> None:
    for fact in facts:
        action = menu.addAction(f"{fact.label}\t{fact.now}".replace("&", "&&"))
        action.setData(fact.fact)
