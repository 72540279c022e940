"""The middle of the search page: how many hits, in which order, under which filters, and the hits."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QModelIndex, QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop.pages.search.empty_state import Fault, NothingFound, Skeleton
from advisor_app.desktop.pages.search.result_model import ResultModel
from advisor_app.desktop.pages.search.row_delegate import RowDelegate
from advisor_app.desktop.presenters.views import ChipView, ResultView
from advisor_app.desktop.presenters.words import SORT_LABELS
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, clear_layout, text_label
from advisor_app.desktop.widgets.copy_menu import offer_copies
from advisor_app.desktop.widgets.entry_list import EntryList
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.search.model import Sort


class Shown(Enum):
    """What the panel shows below its head."""

    NOTHING = 0
    HITS = 1
    EMPTY = 2
    LOADING = 3
    FAULT = 4


class ResultPanel(Panel):
    """Head with count, time, sort and chips; below it hits, or why there are none."""

    hit_chosen = Signal(str)
    hit_opened = Signal()
    onward_wanted = Signal(str)
    sort_chosen = Signal(object)
    filter_dropped = Signal(str, str)
    reset_wanted = Signal()
    facets_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("list", parent)
        self._theme = theme
        self._chips: tuple[ChipView, ...] = ()
        self._compact = False
        self.model = ResultModel(self)
        self.nothing_found = NothingFound(theme=theme, parent=self)
        self.fault = Fault(theme=theme, parent=self)
        self._build_head()
        self._build_list()
        self._stack = QStackedWidget(self)
        for page in (QWidget(self), self.list, self.nothing_found, Skeleton(theme=theme, parent=self), self.fault):
            self._stack.addWidget(page)
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
        self._menu = QMenu(self._sort)
        group = QActionGroup(self._menu)
        self._actions: dict[Sort, QAction] = {}
        for sort, label in SORT_LABELS.items():
            action = QAction(label, self._menu, checkable=True)
            action.setData(sort)
            action.triggered.connect(self.sort_clicked)
            group.addAction(action)
            self._menu.addAction(action)
            self._actions[sort] = action
        self._sort.setMenu(self._menu)
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

    def _build_list(self) -> None:
        self.list = EntryList("Treffer", parent=self)
        self.list.setModel(self.model)
        self._delegate = RowDelegate(theme=self._theme, parent=self)
        self._delegate.onward_wanted.connect(self.onward_wanted)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.customContextMenuRequested.connect(self.offer_copy)
        self.list.selectionModel().currentChanged.connect(self.tell_current)
        self.list.clicked.connect(self.tell_clicked)
        self.list.opened.connect(self.hit_opened)

    def show_result(self, result: ResultView) -> None:
        """Show the first page of an answer; the current row is set by the page."""
        self._count.setText(result.headline)
        self._remark.setText(result.remark)
        self.show_sort(result.request.sort)
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

    def show_state(self, shown: Shown) -> None:
        """Show hits, or what stands in their place."""
        self._stack.setCurrentIndex(shown.value)
        self._sort.setVisible(shown is Shown.HITS)

    def show_sort(self, sort: Sort) -> None:
        """Show which order the hits have."""
        self._sort.say(SORT_LABELS[sort])
        self._sort.setAccessibleName(f"Reihenfolge: {SORT_LABELS[sort]}")
        self._actions[sort].setChecked(True)

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
        rows = self.model.rowCount()
        if rows:
            self.select(min(max(self.list.currentIndex().row() + by, 0), rows - 1))

    @Slot(QModelIndex)
    def tell_current(self, _current: QModelIndex) -> None:
        """Tell which hit is the current one now."""
        if self.current_id():
            self.hit_chosen.emit(self.current_id())

    @Slot(QModelIndex)
    def tell_clicked(self, _index: QModelIndex) -> None:
        """Show the hit that was clicked, even if it was the current one before."""
        self.hit_chosen.emit(self.current_id())
        self.hit_opened.emit()

    @Slot()
    def sort_clicked(self) -> None:
        """Ask for another order."""
        action = self.sender()
        if isinstance(action, QAction):
            self.sort_chosen.emit(Sort(action.data()))

    @Slot()
    def drop_clicked(self) -> None:
        """Ask to drop the filter whose chip was clicked."""
        chip = self.sender()
        self.filter_dropped.emit(str(chip.property("facet")), str(chip.property("code")))

    @Slot(QPoint)
    def offer_copy(self, point: QPoint) -> None:
        """Offer to copy what the row says."""
        row = self.model.row(self.list.indexAt(point).row())
        if row is None:
            return
        texts = (("Titel kopieren", row.title), ("Zeile kopieren", row.spoken),
                 ("Adresse der Quelle kopieren", row.source_url))  # fmt: skip
        offer_copies(texts, self.list.viewport().mapToGlobal(point), parent=self)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._head_column.setContentsMargins(px(17), px(6), px(12), px(8))
        self._head_column.setSpacing(px(4))
        self.list.doItemsLayout()
        self.list.viewport().update()
        self.show_chips(self._chips)
