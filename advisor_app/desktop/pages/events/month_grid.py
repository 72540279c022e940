"""The grid of a month: days that one walks through with the keys."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from advisor_app.desktop.pages.events.month_delegate import MonthDelegate
from advisor_app.desktop.pages.events.month_model import CELL_ROLE, MonthModel
from advisor_app.desktop.presenters.events import WEEK, DayCell, empty_month, later_month
from advisor_app.desktop.theme import Theme

WEEK_WIDTH = 30
_ROW = 46


class MonthGrid(QTableView):
    """Shows the weeks of a month; one day is chosen.

    Args:
        theme: the look.
        today: is marked.

    Signals: `day_chosen` (date; by key or click, also one of another month), `day_opened` (Enter or double click).
    """

    day_chosen = Signal(object)
    day_opened = Signal()

    def __init__(self, *, theme: Theme, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = today
        self.day = today
        self.month_model = MonthModel(self)
        self.setModel(self.month_model)
        self.setItemDelegate(MonthDelegate(theme=theme, view=self, parent=self))
        self.setAccessibleName("Monat")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self.choose_cell)
        self.doubleClicked.connect(self.open_cell)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_weeks(self, weeks: tuple[tuple[DayCell, ...], ...]) -> None:
        """Show the days with what happens on them."""
        self.month_model.show(weeks)
        self._share_room()
        self._mark()

    def show_day(self, day: date) -> None:
        """Choose a day; of a month that is not shown, the bare days are there at once."""
        self.day = day
        cell = self.month_model.cell(day)
        if cell is None or not cell.in_month:
            self.month_model.show(empty_month(day, self._today))
            self._share_room()
        self._mark()

    @property
    def cell(self) -> DayCell | None:
        """Return the chosen day."""
        return self.month_model.cell(self.day)

    def _mark(self) -> None:
        self.setCurrentIndex(self.month_model.place(self.day))

    # Keys and clicks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by days, weeks and months, to today, and into the chosen day; leave all other keys to the window."""
        day, monday = self.day, self.day - timedelta(days=self.day.weekday())
        steps = {
            Qt.Key.Key_Left: day - timedelta(days=1),
            Qt.Key.Key_Right: day + timedelta(days=1),
            Qt.Key.Key_Up: day - timedelta(days=WEEK),
            Qt.Key.Key_Down: day + timedelta(days=WEEK),
            Qt.Key.Key_PageUp: later_month(day, -1),
            Qt.Key.Key_PageDown: later_month(day, 1),
            Qt.Key.Key_Home: monday,
            Qt.Key.Key_End: monday + timedelta(days=WEEK - 1),
            Qt.Key.Key_T: self._today,
        }
        wanted = steps.get(Qt.Key(event.key()))
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_opened.emit()
        elif plain and wanted is not None:
            self.day_chosen.emit(wanted)
        else:
            event.ignore()

    @Slot(QModelIndex)
    def choose_cell(self, index: QModelIndex) -> None:
        """Choose the day that was clicked."""
        cell = index.data(CELL_ROLE)
        if isinstance(cell, DayCell):
            self.day_chosen.emit(cell.day)
        else:
            self._mark()

    @Slot(QModelIndex)
    def open_cell(self, index: QModelIndex) -> None:
        """Open the day that was clicked twice."""
        if isinstance(index.data(CELL_ROLE), DayCell):
            self.day_opened.emit()

    # Room

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the thicker frame."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the thinner frame."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room between days and weeks."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Give every pixel to a day, so that no strip is left at the right or below."""
        rows, width, height = self.month_model.rowCount(), self.viewport().width(), self.viewport().height()
        edge = self._theme.px(WEEK_WIDTH)
        self.setColumnWidth(0, edge)
        for column in range(WEEK):
            begin, end = ((width - edge) * place // WEEK for place in (column, column + 1))
            self.setColumnWidth(column + 1, max(end - begin, 1))
        for row in range(rows):
            begin, end = (height * place // rows for place in (row, row + 1))
            self.setRowHeight(row, max(end - begin, 1))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.setMinimumHeight(self._theme.px(_ROW) * 6)
        self.setMinimumWidth(self._theme.px(WEEK_WIDTH + WEEK * 36))
        self._share_room()
        self.viewport().update()
