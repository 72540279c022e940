"""The verdicts in their groups, with filters above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.consultation.groups import Group, group_named, group_of
from advisor_app.desktop.jobs import JobContext
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.result_empty import NoVerdicts
from advisor_app.desktop.pages.check.result_filter import ResultFilter
from advisor_app.desktop.pages.check.result_list import VerdictList
from advisor_app.desktop.pages.check.result_model import Head, Shown
from advisor_app.desktop.presenters.check_choice import OUTCOME, Sort, arranged, ways_out
from advisor_app.desktop.presenters.check_result_views import Groups, ResultsView
from advisor_app.desktop.presenters.check_results import (
    CLOSED_AT_FIRST,
    amounts_of,
    outside_group,
    outside_row,
    outside_view,
)
from advisor_app.desktop.presenters.outside import NOT_COPIED
from advisor_app.desktop.widgets.basics import Panel
from advisor_app.desktop.widgets.copy_menu import STAYS
from advisor_app.matching.verdict import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class _Amounts:
    """What the programmes of a view may come to, by their places."""

    view: ResultsView
    by_place: Sequence[float]


class ResultPanel(Panel):
    """Shows what the check found. It keeps a distance of its own from what stands beside it.

    Args:
        tools: what the page is given.
        parent: what it lies in.

    Signals: `programme_chosen` (id whose reasons are wanted: click or Enter), `read_wanted` (id to be read in full),
    `comparison_wanted` (ids), `said` (a short message), `failed` (exception of a job).
    """

    programme_chosen = Signal(str)
    read_wanted = Signal(str)
    comparison_wanted = Signal(tuple)
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._tools = tools
        self._view: ResultsView | None = None
        self._amounts: _Amounts | None = None
        self._closed = CLOSED_AT_FIRST
        self.setAccessibleName("Ergebnis des Förderchecks")
        self.filter = ResultFilter(theme=tools.theme, parent=self)
        self._stack = QStackedWidget(self)
        self.list = VerdictList(theme=tools.theme, name="Programme nach Ergebnis", parent=self._stack)
        self.empty = NoVerdicts(theme=tools.theme, parent=self._stack)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter)
        column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.filter.changed.connect(self.take_choice)
        self.filter.words.move_wanted.connect(self.list.move_current)
        self.filter.words.open_wanted.connect(self.open_current)
        self.list.chosen.connect(self.programme_chosen)
        self.list.toggled.connect(self.toggle)
        self.list.customContextMenuRequested.connect(self.open_menu)
        self.empty.dropped.connect(self.drop)
        self.empty.reset_wanted.connect(self.filter.reset)

    # Showing

    def show_view(self, view: ResultsView) -> None:
        """Show the verdicts of a check; what was chosen and where the reader was stay as far as they can.

        A check of which nothing is known yet is a new one: filters that somebody set for another are gone.
        """
        self._view = view
        given = view.findings.session.given
        if not given.facts and not given.judged:
            self.begin_anew()
        self.take_choice()

    @Slot()
    def begin_anew(self) -> None:
        """Forget what was filtered, and which groups were opened; the order stays."""
        self._closed = CLOSED_AT_FIRST
        self.filter.reset()

    def step_out(self) -> bool:
        """Empty the search, then go from it to the list; return whether the search had the keyboard."""
        words = self.filter.words
        if not words.edit.hasFocus():
            return False
        if words.edit.text():
            words.clear()
            return True
        self.take_focus()
        return not words.edit.hasFocus()

    @property
    def current_id(self) -> str:
        """Return the id of the programme whose row is the current one, "" for none."""
        return self.list.current_id

    def show_programme(self, programme_id: str) -> bool:
        """Make a programme's row the current one, its group open and filters aside; return whether there is one."""
        place = self._view.place(programme_id) if self._view is not None else -1
        if self._view is None or place < 0:
            return False
        self._closed -= {group_of(self._view.verdict(place))}
        self._show()
        if not self.list.make_current(programme_id):
            self.filter.reset()
        return self.list.make_current(programme_id)

    def take_focus(self) -> None:
        """Take the keyboard focus where reading begins."""
        part = self.list if self._stack.currentWidget() is self.list else self.filter.words.edit
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        choice = self.filter.choice
        groups = self._arranged(view)
        total = sum(len(places) for places in groups.values())
        # Whoever asks for an outcome wants to see it.
        asked = {group_named(code) for code in choice.codes(OUTCOME)}
        self.list.show_entries(Shown(view, groups, self._closed - asked, choice.sort))
        self.filter.show_view(view, total)
        if not total:
            self.empty.show_ways(ways_out(view, choice), filtered=not choice.is_empty)
        self._stack.setCurrentWidget(self.list if total else self.empty)

    def _arranged(self, view: ResultsView) -> Groups:
        return arranged(view, self.filter.choice, self._amounts.by_place if self._amounts is not None else ())

    def _work_out_amounts(self, view: ResultsView) -> None:
        def work(_context: JobContext) -> object:
            return _Amounts(view, amounts_of(view))

        self._tools.runner.start(work, on_success=self.take_amounts, on_failure=self.tell_failure, slot="check-amounts")

    @Slot(object)
    def take_amounts(self, found: object) -> None:
        """Order by what programmes may come to, once that is known."""
        if isinstance(found, _Amounts) and found.view is self._view:
            self._amounts = found
            self._show()

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)

    # What the reader does

    @Slot()
    def take_choice(self) -> None:
        """Show what is wanted now; amounts are worked out first, until then everything stays as it is."""
        view = self._view
        known = self._amounts is not None and self._amounts.view is view
        if view is not None and self.filter.choice.sort is Sort.AMOUNT and not known:
            self._work_out_amounts(view)
        else:
            self._show()

    @Slot(object)
    def toggle(self, group: Group) -> None:
        """Open a group, or close it."""
        self._closed ^= {group}
        self._show()

    @Slot(str, str)
    def drop(self, facet: str, code: str) -> None:
        """Take a filter away."""
        self.filter.choose(self.filter.choice.dropped(facet, code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the current row or group."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.list.hasFocus():
            self.copy()
        else:
            super().keyPressEvent(event)

    @Slot()
    def copy(self) -> None:
        """Copy the current row or group as text; what is not for everybody stays."""
        entry = self.list.verdicts.entry(self.list.currentIndex().row())
        text, kept = self.outside(entry)
        if text:
            QGuiApplication.clipboard().setText(text)
            self.said.emit(f"Kopiert. {kept}" if kept else "Kopiert")
        elif entry is not None:
            self.said.emit(f"{NOT_COPIED}. {kept or STAYS}")

    def outside(self, entry: Head | Verdict | None) -> tuple[str, str]:
        """Return a row or group as text as it may leave the window, and what stays in words."""
        shown = self.list.verdicts.shown
        if entry is None or shown is None:
            return "", ""
        if isinstance(entry, Head):
            public = outside_view(shown.view)
            return outside_group(shown.view, entry.group, self._arranged(public)[entry.group])
        text = outside_row(shown.view, shown.view.place(entry.programme_id))
        return text, "" if text else STAYS

    def make_menu(self, entry: Head | Verdict) -> QMenu:
        """Return the menu of what can be done with a row or group."""
        menu = QMenu(self)
        if isinstance(entry, Verdict):
            menu.addAction("Begründung zeigen").triggered.connect(self.explain_current)
            menu.addAction("Programm lesen").triggered.connect(self.read_current)
            menu.addAction("Vergleichen").triggered.connect(self.compare_current)
            menu.addSeparator()
        if not self.outside(entry)[0]:
            menu.addAction(STAYS).setEnabled(False)
        copy = menu.addAction("Als Text kopieren")
        copy.setEnabled(bool(self.outside(entry)[0]))
        copy.triggered.connect(self.copy)
        return menu

    @Slot(QPoint)
    def open_menu(self, point: QPoint) -> None:
        """Open the menu of the row at a place; by key it is that of the current row."""
        index = self.list.indexAt(point)
        if index.isValid():
            self.list.setCurrentIndex(index)
        entry = self.list.verdicts.entry(self.list.currentIndex().row())
        if entry is not None:
            menu = self.make_menu(entry)
            menu.exec(self.list.viewport().mapToGlobal(point))
            menu.deleteLater()

    @Slot()
    def open_current(self) -> None:
        """Open the current row or group."""
        self.list.choose(self.list.currentIndex())

    @Slot()
    def explain_current(self) -> None:
        """Ask for the reasons of the current programme."""
        self.programme_chosen.emit(self.current_id)

    @Slot()
    def read_current(self) -> None:
        """Ask to read the current programme."""
        self.read_wanted.emit(self.current_id)

    @Slot()
    def compare_current(self) -> None:
        """Ask for the current programme beside others."""
        self.comparison_wanted.emit((self.current_id,))
