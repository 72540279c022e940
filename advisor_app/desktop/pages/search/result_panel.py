"""The middle of the search page: how many hits, in which order, under which filters, and the hits.

The first paint shows the head alone. The list of hits, and what stands in its place, are built (and imported) when they
are first wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop.presenters.words import SORT_LABELS
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.search.sort import Sort

if TYPE_CHECKING:
    from advisor_app.desktop.pages.search.empty_state import Fault, NothingFound
    from advisor_app.desktop.pages.search.sort_menu import SortMenu
    from advisor_app.desktop.presenters.views import ChipView, ResultView
    from advisor_app.desktop.rows.row_list import RowList
    from advisor_app.desktop.rows.row_model import RowModel


class Shown(Enum):
    """What the panel shows below its head."""

    NOTHING = "nothing"
    HITS = "hits"
    EMPTY = "empty"
    LOADING = "loading"
    FAULT = "fault"


class ResultPanel(Panel):
    """Head with count, time, sort and chips; below it hits, or why there are none.

    Signals: `hit_chosen` (id), `hit_opened` (the current one), `onward_wanted` (id of a successor), `more_wanted` (the
    rows from an offset on), `sort_chosen`, `filter_dropped` (facet and code), `reset_wanted` (no filters),
    `facets_wanted`, `word_dropped`, `spelling_chosen`, `retry_wanted` (open the knowledge again), `updates_wanted`.
    """

    hit_chosen = Signal(str)
    hit_opened = Signal()
    onward_wanted = Signal(str)
    more_wanted = Signal(int)
    sort_chosen = Signal(object)
    filter_dropped = Signal(str, str)
    reset_wanted = Signal()
    facets_wanted = Signal()
    word_dropped = Signal(str)
    spelling_chosen = Signal(str)
    retry_wanted = Signal()
    updates_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("list", parent)
        self._theme = theme
        self._chips: tuple[ChipView, ...] = ()
        self._compact = False
        self._offers_updates = False
        self._shown = Shown.NOTHING
        self._build_head()
        self._stack = QStackedWidget(self)
        self._pages: dict[Shown, QWidget] = {}
        self.show_state(Shown.NOTHING)
        self._sort.show()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _build_head(self) -> None:
        self._head = Panel("listHead", self)
        self._count = text_label("", "uiStrong", parent=self._head)
        self._remark = text_label("", "stand", parent=self._head)
        self._sort = Button("", theme=self._theme, kind="plainText", icon="chevron-down", colour="text2", size=14,
                            parent=self._head)  # fmt: skip
        self._sort.put_icon_last()
        policy = self._sort.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._sort.setSizePolicy(policy)
        line = QHBoxLayout()
        line.addWidget(self._count)
        line.addWidget(self._remark)
        line.addStretch(1)
        line.addWidget(self._sort)
        self._chip_box = QWidget(self._head)
        self._flow = FlowLayout(self._chip_box, gap=6)
        self._head_column = QVBoxLayout(self._head)
        self._head_column.addLayout(line)
        self._head_column.addWidget(self._chip_box)
        self.show_sort(Sort.RELEVANCE)

    # Parts that are built when they are first wanted. What they need is not imported before.

    @cached_property
    def model(self) -> RowModel:
        """Return the rows."""
        from advisor_app.desktop.rows.row_model import RowModel  # noqa: PLC0415 - see above

        model = RowModel(self)
        model.more_wanted.connect(self.more_wanted)
        return model

    @cached_property
    def list(self) -> RowList:
        """Return the list of hits."""
        from advisor_app.desktop.rows.row_list import RowList  # noqa: PLC0415 - see above

        hits = RowList(self.model, theme=self._theme, name="Treffer", parent=self)
        hits.current_changed.connect(self.tell_current)
        hits.clicked.connect(self.tell_clicked)
        hits.opened.connect(self.hit_opened)
        hits.onward_wanted.connect(self.onward_wanted)
        hits.customContextMenuRequested.connect(self.offer_copy)
        return hits

    @cached_property
    def nothing_found(self) -> NothingFound:
        """Return what stands in place of hits if there are none."""
        from advisor_app.desktop.pages.search.empty_state import NothingFound  # noqa: PLC0415 - see above

        page = NothingFound(theme=self._theme, parent=self)
        page.filter_dropped.connect(self.filter_dropped)
        page.word_dropped.connect(self.word_dropped)
        page.spelling_chosen.connect(self.spelling_chosen)
        return page

    @cached_property
    def fault(self) -> Fault:
        """Return what says why there is nothing to search."""
        from advisor_app.desktop.pages.search.empty_state import Fault  # noqa: PLC0415 - see above

        page = Fault(theme=self._theme, parent=self)
        page.updates.setVisible(self._offers_updates)
        page.retry_wanted.connect(self.retry_wanted)
        page.updates_wanted.connect(self.updates_wanted)
        return page

    def _skeleton(self) -> QWidget:
        from advisor_app.desktop.pages.search.empty_state import Skeleton  # noqa: PLC0415 - see above

        return Skeleton(theme=self._theme, parent=self)

    @cached_property
    def _sort_menu(self) -> SortMenu:
        from advisor_app.desktop.pages.search.sort_menu import SortMenu  # noqa: PLC0415 - see above

        menu = SortMenu(self._sort)
        menu.sort_chosen.connect(self.sort_chosen)
        self._sort.setMenu(menu)
        return menu

    def _page(self, shown: Shown) -> QWidget:
        if shown not in self._pages:
            makers: dict[Shown, Callable[[], QWidget]] = {
                Shown.NOTHING: lambda: QWidget(self),
                Shown.HITS: lambda: self.list,
                Shown.EMPTY: lambda: self.nothing_found,
                Shown.LOADING: self._skeleton,
                Shown.FAULT: lambda: self.fault,
            }
            self._pages[shown] = makers[shown]()
            self._stack.addWidget(self._pages[shown])
        return self._pages[shown]

    # Showing

    def show_result(self, result: ResultView) -> None:
        """Show the first page of an answer; the current row is set by the page."""
        self._count.setText(result.headline)
        self._remark.setText(result.remark)
        self.show_sort(result.request.sort)
        self._sort_menu.check(result.request.sort)
        self.show_chips(result.chips)
        self.model.show(result.rows, result.total)
        if result.rows:
            self.show_state(Shown.HITS)
        else:
            self.nothing_found.show_result(result)
            self.show_state(Shown.EMPTY)

    def is_showing(self, result: ResultView) -> bool:
        """Tell whether these are the very rows that are on screen: then nothing needs to be painted again."""
        return bool(result.rows) and self.model.holds(result.rows, result.total)

    @property
    def shown(self) -> Shown:
        """Return what is shown below the head."""
        return self._shown

    def show_state(self, shown: Shown) -> None:
        """Show hits, or what stands in their place."""
        self._shown = shown
        self._stack.setCurrentWidget(self._page(shown))
        self._sort.setVisible(shown is Shown.HITS)

    def show_sort(self, sort: Sort) -> None:
        """Show which order the hits have."""
        self._sort.say(SORT_LABELS[sort])
        self._sort.setAccessibleName(f"Reihenfolge: {SORT_LABELS[sort]}")

    def offer_updates(self) -> None:
        """Offer to receive knowledge where there is none."""
        self._offers_updates = True
        if "fault" in self.__dict__:
            self.fault.updates.show()

    def set_compact(self, *, compact: bool) -> None:
        """Offer the filters behind a chip where their column has no room."""
        if compact != self._compact:
            self._compact = compact
            self.show_chips(self._chips)

    def show_chips(self, chips: tuple[ChipView, ...]) -> None:
        """Show the active filters."""
        self._chips = chips
        clear_layout(self._chip_box)
        while self._flow.count():
            self._flow.takeAt(0)
        if self._compact:
            folded = Button("Filter", theme=self._theme, kind="chip", icon="adjustments-horizontal", size=14,
                            parent=self._chip_box)  # fmt: skip
            folded.clicked.connect(self.facets_wanted)
            self._flow.addWidget(folded)
        for chip in chips:
            button = Button(chip.label, theme=self._theme, kind="chip", icon="x", colour="accent", size=14,
                            hint=f"Filter {chip.label} entfernen", parent=self._chip_box)  # fmt: skip
            button.setProperty("active", "true")
            button.put_icon_last()
            button.setProperty("facet", chip.facet)
            button.setProperty("code", chip.code)
            button.setAccessibleName(f"Filter {chip.label} entfernen")
            button.clicked.connect(self.drop_clicked)
            self._flow.addWidget(button)
        if chips:
            reset = Button("Zurücksetzen", theme=self._theme, kind="quiet", parent=self._chip_box)
            reset.clicked.connect(self.reset_wanted)
            self._flow.addWidget(reset)
        for number in range(self._flow.count()):
            entry = self._flow.itemAt(number)
            chip_widget = entry.widget() if entry is not None else None
            if chip_widget is not None:
                chip_widget.show()
        self._chip_box.setVisible(self._flow.count() > 0)
        self._chip_box.updateGeometry()

    def current_id(self) -> str:
        """Return the id of the current row, "" if there is none."""
        row = self.model.row(self.list.currentIndex().row())
        return row.id if row else ""

    def select(self, number: int) -> None:
        """Make a row the current one and bring it into view; -1 takes the mark away."""
        if number < 0:
            self.list.clearSelection()
            self.list.selectionModel().clearCurrentIndex()
            return
        self.list.setCurrentIndex(self.model.index(number, 0))

    def selection_blocked(self, *, block: bool) -> None:
        """Let the current row change without telling (and without opening what it shows)."""
        self.list.selectionModel().blockSignals(block)
        if not block:
            self.list.viewport().update()

    def move_current(self, by: int) -> None:
        """Move the current row."""
        self.list.move_current(by)

    @Slot()
    def tell_current(self) -> None:
        """Tell which hit is the current one now."""
        if self.current_id():
            self.hit_chosen.emit(self.current_id())

    @Slot()
    def tell_clicked(self) -> None:
        """Show the hit that was clicked, even if it was the current one before."""
        self.hit_chosen.emit(self.current_id())
        self.hit_opened.emit()

    @Slot()
    def drop_clicked(self) -> None:
        """Ask to drop the filter whose chip was clicked."""
        chip = self.sender()
        self.filter_dropped.emit(str(chip.property("facet")), str(chip.property("code")))

    @Slot(QPoint)
    def offer_copy(self, point: QPoint) -> None:
        """Offer to copy what the row says."""
        from advisor_app.desktop.widgets.copy_menu import offer_copies  # noqa: PLC0415 - not before it is wanted

        row = self.model.row(self.list.indexAt(point).row())
        if row is None:
            return
        texts = (("Titel kopieren", row.title), ("Zeile kopieren", row.outside),
                 ("Adresse der Quelle kopieren", row.source_url))  # fmt: skip
        offer_copies(texts, self.list.viewport().mapToGlobal(point), stays=not row.outside, parent=self)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._head_column.setContentsMargins(px(17), px(6), px(12), px(8))
        self._head_column.setSpacing(px(4))
        self.show_chips(self._chips)
