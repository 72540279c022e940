"""The search page: what is typed and chosen becomes a question, its answer is shown, hits are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from advisor_app.desktop.jobs import JobContext, JobRunner, Work
from advisor_app.desktop.pages.search.facets import WIDTH as FACETS_WIDTH
from advisor_app.desktop.pages.search.facets import FacetPanel
from advisor_app.desktop.pages.search.result_panel import ResultPanel, Shown
from advisor_app.desktop.pages.search.state import PAGE_SIZE, History, Place, SearchState
from advisor_app.desktop.presenters.views import Baseline, ItemView, Library, ResultView
from advisor_app.desktop.reading.pane import ReadingPane
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel
from advisor_app.desktop.widgets.search_field import SearchField
from advisor_app.search.model import Sort

WIDE = 1200
NARROW = 820
_PANE = 240
RunSearch = Callable[..., ResultView]
OpenItem = Callable[[Library, str, date], ItemView | None]


@dataclass(frozen=True, slots=True)
class Reread:
    """The item that is being read, from other knowledge; None if it is not in there."""

    title: str
    view: ItemView | None


class SearchPage(QWidget):
    """Field, facets, hits and reading pane.

    Args:
        theme: the look.
        runner: runs searches and opens items behind the window.
        run_search: answers a request, called in a worker.
        open_item: makes the view of an item, called in a worker.
        today: the day freshness and windows are held against.
        corner: widgets at the right end of the top bar.

    Signals: `link_wanted` (address outside), `failed` (exception of a job), `item_gone` (title of the item that was
    being read and is not in the new knowledge).
    """

    link_wanted = Signal(str)
    failed = Signal(object)
    item_gone = Signal(str)

    def __init__(
        self, *, theme: Theme, runner: JobRunner, run_search: RunSearch, open_item: OpenItem, today: date,
        corner: QWidget, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._run_search = run_search
        self._open_item = open_item
        self._today = today
        self._library: Library | None = None
        self._baseline: Baseline = {}
        self._state = SearchState()
        self._history = History()
        self._wanted_item = ""
        self._kept_item = ""
        self._width_class = ""
        self._kept_width = 0
        self._arranged_zoom = 0.0
        self._reading_first = False
        self.field = SearchField(theme=theme, parent=self)
        self.facets = FacetPanel(theme=theme, parent=self)
        self.results = ResultPanel(theme=theme, parent=self)
        self.reading = ReadingPane(theme=theme, parent=self)
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
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.results)
        self.splitter.addWidget(self.reading)
        # Not scaled: a pane may be narrow for a moment, until the next arrangement shows one pane only.
        self.results.setMinimumWidth(_PANE)
        self.reading.setMinimumWidth(_PANE)
        self.splitter.splitterMoved.connect(self.keep_width)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self.facets)
        self._body.addWidget(self.splitter, 1)
        self._drawer = Panel("drawer", self)
        self._drawer_row = QVBoxLayout(self._drawer)
        self._drawer_row.setContentsMargins(1, 1, 1, 1)
        self._drawer.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(self._body, 1)

    def _wire(self) -> None:
        self.field.text_changed.connect(self.ask_for_text)
        self.field.move_wanted.connect(self.results.move_current)
        self.field.open_wanted.connect(self.open_hit)
        self.facets.toggled.connect(self.toggle_filter)
        self.results.hit_chosen.connect(self.show_hit)
        self.results.model.more_wanted.connect(self.load_more)
        self.results.hit_opened.connect(self.open_hit)
        self.results.onward_wanted.connect(self.visit_item)
        self.results.sort_chosen.connect(self.ask_in_order)
        self.results.filter_dropped.connect(self.toggle_filter)
        self.results.reset_wanted.connect(self.reset_filters)
        self.results.facets_wanted.connect(self.toggle_drawer)
        self.results.nothing_found.filter_dropped.connect(self.toggle_filter)
        self.results.nothing_found.word_dropped.connect(self.drop_word)
        self.results.nothing_found.spelling_chosen.connect(self.ask_for)
        self.reading.item_wanted.connect(self.visit_item)
        self.reading.link_wanted.connect(self.link_wanted)
        self.reading.back_wanted.connect(self.go_back)
        self.reading.forth_wanted.connect(self.go_forth)
        self.reading.list_wanted.connect(self.show_list)

    # Asking

    def open_on(self, library: Library, first: ResultView, baseline: Baseline) -> None:
        """Start working with a library whose first answer is already there."""
        self._library = library
        self._baseline = baseline
        if self._state == SearchState():
            self.show_result(first)
        else:
            self._ask()

    def renew(self, library: Library, baseline: Baseline) -> None:
        """Go on with other knowledge: the same question, the same hit, the same item at the same place."""
        self._library = library
        self._baseline = baseline
        loaded = max(self.results.model.rowCount(), PAGE_SIZE)
        request, today, run_search = self._state.request(limit=loaded), self._today, self._run_search

        def search(_context: JobContext) -> object:
            return run_search(library, request, baseline=baseline, today=today)

        self._start(search, "search", self.show_renewed)
        view = self.reading.view
        if view is not None:
            open_item = self._open_item

            def read(_context: JobContext) -> object:
                return Reread(title=view.title, view=open_item(library, view.id, today))

            self._start(read, "item", self.show_reread)

    @Slot(object)
    def show_renewed(self, result: object) -> None:
        """Show an answer from other knowledge in place of the same answer from before."""
        if not isinstance(result, ResultView):
            return
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
    def show_reread(self, reread: object) -> None:
        """Show the item that is being read as it is now; one that is gone is told and closed."""
        if not isinstance(reread, Reread):
            return
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
        library = self._library
        if library is None:
            return
        request, baseline, today = self._state.request(), self._baseline, self._today

        run_search = self._run_search

        def work(_context: JobContext) -> object:
            return run_search(library, request, baseline=baseline, today=today)

        self._start(work, "search", self.show_result)

    def _start(self, work: Work, slot: str, on_success: Callable[[object], None]) -> None:
        self._runner.start(work, on_success=on_success, on_failure=self.tell_failure, slot=slot)

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)

    @Slot(object)
    def show_result(self, result: object) -> None:
        """Show an answer and open its first hit (or the one that is to stay open)."""
        if not isinstance(result, ResultView):
            return
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
        library = self._library
        if library is None:
            return
        request, baseline, today = self._state.request(offset=offset), self._baseline, self._today

        run_search = self._run_search

        def work(_context: JobContext) -> object:
            return run_search(library, request, baseline=baseline, today=today)

        self._start(work, "search", self.add_rows)

    @Slot(object)
    def add_rows(self, result: object) -> None:
        """Add a page of hits."""
        if isinstance(result, ResultView):
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
        self._reading_first = True
        self._arrange()
        self.reading.take_focus()

    @Slot(str)
    def visit_item(self, item_id: str) -> None:
        """Follow a link to another item."""
        self._history.visit(Place(self._state, item_id))
        self.results.select(self.results.model.find(item_id))
        self._open(item_id)
        self._reading_first = True
        self._arrange()
        self.reading.take_focus()

    def _open(self, item_id: str) -> None:
        library, today = self._library, self._today
        self._tell_history()
        if library is None or item_id == self._wanted_item:
            return
        self._wanted_item = item_id
        open_item = self._open_item

        def work(_context: JobContext) -> object:
            return open_item(library, item_id, today)

        self._start(work, "item", self.show_item)

    @Slot(object)
    def show_item(self, view: object) -> None:
        """Show an item that was opened."""
        if isinstance(view, ItemView):
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
        elif not self._drawer.isHidden():
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
            self._reading_first = True
            self._arrange()
            self.reading.find_bar.open_bar()

    @Slot()
    def show_list(self) -> None:
        """Show the hits where there is room for one pane only."""
        self._reading_first = False
        self._arrange()

    @Slot()
    def toggle_drawer(self) -> None:
        """Show or hide the filters above the hits."""
        if self._drawer.isHidden():
            self._place_drawer()
            self._drawer.show()
            self._drawer.raise_()
            self.facets.show()
            self.facets.focus_first()
        else:
            self._drawer.hide()
            self.field.edit.setFocus()

    @Slot()
    def show_loading(self) -> None:
        """Show shapes of hits while the knowledge is being opened."""
        if self._library is None:
            self.results.show_state(Shown.LOADING)

    def show_fault(self, title: str, sentence: str) -> None:
        """Say that the knowledge cannot be opened."""
        self.results.fault.show_fault(title, sentence)
        self.results.show_state(Shown.FAULT)

    @Slot()
    def keep_width(self) -> None:
        """Keep the width the reader dragged the hits to."""
        self._kept_width = self.splitter.sizes()[0]

    @property
    def hits_width(self) -> int:
        """Return the width the reader gave the hits in pixels, 0 if that was left to the window."""
        return self._kept_width

    def restore_width(self, width: int) -> None:
        """Take over the width of the hits from the last time."""
        self._kept_width = width

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the panes for the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = (self.width() + self._theme.px(84)) / self._theme.zoom
        wanted = "wide" if room >= WIDE else "compact" if room >= NARROW else "narrow"
        if wanted != self._width_class:
            self._width_class = wanted
            self._fold_facets(fold=wanted != "wide")
            self.reading.set_narrow(narrow=wanted == "narrow")
            self._share_room()
        both = wanted != "narrow"
        self.results.setVisible(both or not self._reading_first)
        self.reading.setVisible(both or self._reading_first)
        if not self._drawer.isHidden():
            self._place_drawer()

    def _share_room(self) -> None:
        px = self._theme.px
        width = {"wide": 425, "compact": 369}.get(self._width_class, 0)
        if width and self._kept_width:
            self.splitter.setSizes([self._kept_width, max(self.width() - self._kept_width, _PANE)])
        elif width:
            self.splitter.setSizes([px(width), max(self.width() - px(width), px(380))])

    def _fold_facets(self, *, fold: bool) -> None:
        self._drawer.hide()
        if fold:
            self._drawer_row.addWidget(self.facets)
        else:
            self._body.insertWidget(0, self.facets)
            self.facets.show()
        self.results.set_compact(compact=fold)

    def _place_drawer(self) -> None:
        px = self._theme.px
        top = self._bar.height() + px(76)
        height = min(self.height() - top - px(16), px(560))
        self._drawer.setGeometry(QRect(px(12), top, px(FACETS_WIDTH + 4), max(height, px(160))))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._bar.setFixedHeight(px(57))
        self._bar_row.setContentsMargins(px(16), 0, px(16), 0)
        self._bar_row.setSpacing(px(12))
        if self._theme.zoom != self._arranged_zoom:
            self._arranged_zoom = self._theme.zoom
            self._width_class = ""
        self._arrange()
