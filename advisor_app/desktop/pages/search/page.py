"""The search page: what is typed and chosen becomes a question, its answer is shown, hits are read."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.pages.search.arrangement import Arrangement
from advisor_app.desktop.pages.search.asker import Asker
from advisor_app.desktop.pages.search.facets import FacetPanel
from advisor_app.desktop.pages.search.result_panel import ResultPanel, Shown
from advisor_app.desktop.pages.search.state import PAGE_SIZE, History, Place, SearchState
from advisor_app.desktop.reading.place import ReadingPlace
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel
from advisor_app.desktop.widgets.search_field import SearchField
from advisor_app.search.sort import Sort

if TYPE_CHECKING:
    from advisor_app.desktop.marks import Marks
    from advisor_app.desktop.pages.search.asker import OpenItem, Reread, RunSearch
    from advisor_app.desktop.presenters.views import Baseline, ItemView, Library, ResultView
    from advisor_app.desktop.reading.pane import ReadingPane


class SearchPage(QWidget):
    """Field, facets, hits and reading pane.

    Args:
        theme: the look.
        runner: runs searches and opens items behind the window.
        run_search: answers a request, called in a worker.
        open_item: makes the view of an item, called in a worker.
        today: the day freshness and windows are held against.
        corner: widgets at the right end of the top bar.
        marks: what the reader marked.

    Signals: `link_wanted` (address outside), `failed` (exception of a job), `item_gone` (title of the item that was
    being read and is not in the new knowledge), `comparison_wanted` (id of a programme).
    """

    link_wanted = Signal(str)
    failed = Signal(object)
    item_gone = Signal(str)
    comparison_wanted = Signal(str)

    def __init__(
        self, *, theme: Theme, runner: JobRunner, run_search: RunSearch, open_item: OpenItem, today: date,
        corner: QWidget, marks: Marks, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self._asker = Asker(runner=runner, run_search=run_search, open_item=open_item, today=today, parent=self)
        self._state = SearchState()
        self._history = History()
        self._wanted_item = ""
        self._kept_item = ""
        self.field = SearchField(theme=theme, parent=self)
        self.facets = FacetPanel(theme=theme, parent=self)
        self.results = ResultPanel(theme=theme, parent=self)
        self._place = ReadingPlace(theme=theme, marks=marks, parent=self)
        self._build(corner)
        self._wire()
        theme.changed.connect(self.restyle)
        self.restyle()

    def _build(self, corner: QWidget) -> None:
        self._bar = Panel("topbar", self)
        self._bar_row = QHBoxLayout(self._bar)
        self._bar_row.addWidget(self.field, 4)
        self._bar_row.addStretch(1)
        self._bar_row.addWidget(corner)
        self.arrangement = Arrangement(theme=self._theme, page=self, bar=self._bar, facets=self.facets,
                                       results=self.results, reading=self._place)  # fmt: skip

    def _wire(self) -> None:
        self._asker.failed.connect(self.failed)
        self.field.text_changed.connect(self.ask_for_text)
        self.field.move_wanted.connect(self.results.move_current)
        self.field.open_wanted.connect(self.open_hit)
        self.facets.toggled.connect(self.toggle_filter)
        self.results.hit_chosen.connect(self.show_hit)
        self.results.more_wanted.connect(self.load_more)
        self.results.hit_opened.connect(self.open_hit)
        self.results.onward_wanted.connect(self.visit_item)
        self.results.sort_chosen.connect(self.ask_in_order)
        self.results.filter_dropped.connect(self.toggle_filter)
        self.results.reset_wanted.connect(self.reset_filters)
        self.results.facets_wanted.connect(self.toggle_drawer)
        self.results.word_dropped.connect(self.drop_word)
        self.results.spelling_chosen.connect(self.ask_for)

    @cached_property
    def reading(self) -> ReadingPane:
        """Return the reading pane, built when there is something to read."""
        pane = self._place.pane
        pane.item_wanted.connect(self.visit_item)
        pane.link_wanted.connect(self.link_wanted)
        pane.comparison_wanted.connect(self.comparison_wanted)
        pane.back_wanted.connect(self.go_back)
        pane.forth_wanted.connect(self.go_forth)
        pane.list_wanted.connect(self.show_list)
        return pane

    # Asking

    def open_on(self, library: Library, first: ResultView, baseline: Baseline) -> None:
        """Start working with a library whose first answer is already there."""
        self._asker.use(library, baseline)
        if self._state == SearchState():
            self.show_result(first)
        else:
            self._ask()

    def renew(self, library: Library, baseline: Baseline) -> None:
        """Go on with other knowledge: the same question, the same hit, the same item at the same place."""
        self._asker.use(library, baseline)
        loaded = max(self.results.model.rowCount(), PAGE_SIZE)
        self._asker.search(self._state.request(limit=loaded), self.show_renewed)
        if self.reading.view is not None:
            self._asker.read_again(self.reading.view, self.show_reread)

    @Slot(object)
    def show_renewed(self, result: ResultView) -> None:
        """Show an answer from other knowledge in place of the same answer from before."""
        self.facets.show_groups(result.groups)
        if self.results.is_showing(result):
            return
        place, current = self.results.list.verticalScrollBar().value(), self.results.current_id()
        self.results.selection_blocked(block=True)
        self.results.show_result(result)
        self.results.select(self.results.model.find(current))
        self.results.selection_blocked(block=False)
        self.results.list.verticalScrollBar().setValue(place)
        if self.reading.view is None and result.rows:
            self.results.select(0)

    @Slot(object)
    def show_reread(self, reread: Reread) -> None:
        """Show the item that is being read as it is now; one that is gone is told and closed."""
        if reread.view is None:
            self._wanted_item = ""
            self.reading.clear()
            self.item_gone.emit(reread.title)
            current = self.results.current_id()
            if current:
                self.show_hit(current)
            elif self.results.model.rowCount():
                self.results.select(0)
        elif reread.view != self.reading.view:
            self.reading.show_view(reread.view)

    @Slot(str)
    def ask_for_text(self, text: str) -> None:
        """Ask again, because the text changed."""
        self._go(self._state.with_text(text))

    @Slot(str)
    def ask_for(self, text: str) -> None:
        """Ask for a text that did not come from the field."""
        self.field.show_text(text)
        self._go(self._state.with_text(text))

    @Slot(str)
    def drop_word(self, word: str) -> None:
        """Ask again without one of the words."""
        self.ask_for(self._state.without_word(word).text)

    @Slot(str, str)
    def toggle_filter(self, facet: str, code: str) -> None:
        """Add a filter or take it away."""
        self._go(self._state.toggled(facet, code))

    @Slot()
    def reset_filters(self) -> None:
        """Ask again without filters."""
        self._go(self._state.without_filters())

    @Slot(object)
    def ask_in_order(self, sort: Sort) -> None:
        """Ask again in another order."""
        self._go(self._state.with_sort(sort))

    def show_only(self, facet: str, code: str) -> None:
        """Show everything that has a value."""
        self.field.show_text("")
        self._go(SearchState().toggled(facet, code))

    def _go(self, state: SearchState) -> None:
        self._state = state
        self._kept_item = ""
        self._ask()

    def _ask(self) -> None:
        self._asker.search(self._state.request(), self.show_result)

    @Slot(object)
    def show_result(self, result: ResultView) -> None:
        """Show an answer and open its first hit (or the one that is to stay open)."""
        self.facets.show_groups(result.groups)
        self.results.show_result(result)
        if self._kept_item:
            self.results.select(self.results.model.find(self._kept_item))
            self._open(self._kept_item)
        elif result.rows:
            self.results.select(0)
        else:
            self.reading.clear()
            self._wanted_item = ""

    @Slot(int)
    def load_more(self, offset: int) -> None:
        """Load the next page of hits."""
        self._asker.search(self._state.request(offset=offset), self.add_rows)

    @Slot(object)
    def add_rows(self, result: ResultView) -> None:
        """Add a page of hits."""
        self.results.model.append(result.rows)

    # Reading

    @Slot(str)
    def show_hit(self, item_id: str) -> None:
        """Show a hit without leaving the list."""
        self._history.move(Place(self._state, item_id))
        self._open(item_id)

    @Slot()
    def open_hit(self) -> None:
        """Go into the hit that is shown."""
        if self.reading.view is None:
            return
        self._history.settle()
        self.arrangement.show_reading()
        self.reading.take_focus()

    @Slot(str)
    def visit_item(self, item_id: str) -> None:
        """Follow a link to another item."""
        self._history.visit(Place(self._state, item_id))
        self.results.select(self.results.model.find(item_id))
        self._open(item_id)
        self.arrangement.show_reading()
        self.reading.take_focus()

    def _open(self, item_id: str) -> None:
        self._tell_history()
        if self._asker.has_library and item_id != self._wanted_item:
            self._wanted_item = item_id
            self._asker.read(item_id, self.show_item)

    @Slot(object)
    def show_item(self, view: ItemView | None) -> None:
        """Show an item that was opened; None (there is no such item) changes nothing."""
        if view is not None:
            self.reading.show_view(view)
            self._tell_history()

    def _tell_history(self) -> None:
        self.reading.set_history(back=self._history.can_step(-1), forth=self._history.can_step(1))

    @Slot()
    def go_back(self) -> None:
        """Go to the place before."""
        self._return_to(self._history.step(-1))

    @Slot()
    def go_forth(self) -> None:
        """Go to the place after."""
        self._return_to(self._history.step(1))

    def _return_to(self, place: Place | None) -> None:
        if place is None:
            return
        if place.state != self._state:
            self._state = place.state
            self._kept_item = place.item_id
            self.field.show_text(place.state.text)
            self._ask()
        else:
            self.results.selection_blocked(block=True)
            self.results.select(self.results.model.find(place.item_id))
            self.results.selection_blocked(block=False)
            self._open(place.item_id)
        self._tell_history()

    # Keys and panes

    def step_out(self) -> None:
        """Go one step out: find bar, filters, sources, reading, and at last empty the field."""
        if not self.reading.find_bar.isHidden():
            self.reading.find_bar.close_bar()
        elif self.arrangement.drawer_is_open:
            self.toggle_drawer()
        elif self.reading.strip.is_open:
            self.reading.strip.set_open(open_=False)
        elif not self.field.edit.hasFocus():
            self.show_list()
            self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.field.clear()

    def next_pane(self) -> None:
        """Move the focus to the next pane: field, filters, hits, reading."""
        focused = QApplication.focusWidget()
        if focused is not None and self.facets.isAncestorOf(focused):
            self.results.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif focused is not None and self.results.isAncestorOf(focused):
            self.reading.take_focus()
        elif focused is not None and self.reading.isAncestorOf(focused):
            self.field.take_focus()
        elif self.facets.isVisible():
            self.facets.focus_first()
        else:
            self.results.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_sources(self) -> None:
        """Open or close the sources, unless a letter is being typed."""
        if self.reading.view is not None and not isinstance(QApplication.focusWidget(), QLineEdit):
            self.reading.strip.toggle()

    def find_in_text(self) -> None:
        """Search in what is being read."""
        if self.reading.view is not None:
            self.arrangement.show_reading()
            self.reading.find_bar.open_bar()

    @Slot()
    def show_list(self) -> None:
        """Show the hits where there is room for one pane only."""
        self.arrangement.show_hits()

    @Slot()
    def toggle_drawer(self) -> None:
        """Show or hide the filters above the hits."""
        if self.arrangement.drawer_is_open:
            self.arrangement.close_drawer()
            self.field.edit.setFocus()
        else:
            self.arrangement.open_drawer()
            self.facets.focus_first()

    @Slot()
    def show_loading(self) -> None:
        """Show shapes of hits while the knowledge is being opened."""
        if not self._asker.has_library:
            self.results.show_state(Shown.LOADING)

    def show_fault(self, title: str, sentence: str) -> None:
        """Say that the knowledge cannot be opened."""
        self.results.fault.show_fault(title, sentence)
        self.results.show_state(Shown.FAULT)

    @property
    def hits_width(self) -> int:
        """Return the width the reader gave the hits in pixels, 0 if that was left to the window."""
        return self.arrangement.hits_width

    def restore_width(self, width: int) -> None:
        """Take over the width of the hits from the last time."""
        self.arrangement.restore_width(width)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the panes for the room there is."""
        super().resizeEvent(event)
        self.arrangement.arrange()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._bar.setFixedHeight(px(57))
        self._bar_row.setContentsMargins(px(16), 0, px(16), 0)
        self._bar_row.setSpacing(px(12))
        self.arrangement.restyle()
