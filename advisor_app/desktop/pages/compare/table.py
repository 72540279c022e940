"""The table: heads and names of facts stay, columns share the room, rows are as tall as their words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from advisor_app.desktop.pages.compare.heads import HeadHeader
from advisor_app.desktop.pages.compare.painting import LABEL_WIDTH, LABEL_WIDTH_NARROW, CellDelegate, LabelHeader
from advisor_app.desktop.pages.compare.table_model import CompareModel
from advisor_app.desktop.presenters.compare import CompareView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import repolish

_LEAST, _MOST = 196, 560
_NARROW = 620


class CompareTable(QTableView):
    """Programmes beside each other. Arrow keys walk through the cells, Enter reads, Del takes a column away.

    Signals: `read_wanted`, `removed` (id of the programme of the current cell), `copy_wanted`.
    """

    read_wanted = Signal(str)
    removed = Signal(str)
    copy_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.table_model = CompareModel(self)
        self.heads = HeadHeader(theme=theme, parent=self)
        self.labels = LabelHeader(theme=theme, parent=self)
        # Other lists show no bar below themselves; here it is the way to the columns at the right.
        self.horizontalScrollBar().setObjectName("sideways")
        repolish(self.horizontalScrollBar())
        self.heads.setObjectName("compareHeads")
        self.labels.setObjectName("compareLabels")
        self.setHorizontalHeader(self.heads)
        self.setVerticalHeader(self.labels)
        self.setModel(self.table_model)
        self.setItemDelegate(CellDelegate(theme=theme, parent=self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("Vergleich")
        self.activated.connect(self.read_index)
        theme.changed.connect(self.restyle)

    def show_view(self, view: CompareView, *, only_differences: bool) -> None:
        """Show a comparison; place and current cell stay as far as they are still there."""
        current = self.currentIndex()
        place = self.verticalScrollBar().value()
        self.table_model.show(view, only_differences=only_differences)
        self.fit()
        self.heads.show_columns(view.columns)
        again = self.table_model.index(current.row(), current.column())
        self.setCurrentIndex(again if again.isValid() else self.table_model.index(0, 0))
        self.verticalScrollBar().setValue(place)

    def fit(self) -> None:
        """Share the room among the columns, and give every row the height its words need."""
        model, px = self.table_model, self._theme.px
        columns = model.columnCount()
        if not columns:
            return
        narrow = self.width() < px(_NARROW)
        label = px(LABEL_WIDTH_NARROW if narrow else LABEL_WIDTH)
        self.labels.setFixedWidth(label)
        room = self.width() - label - self.verticalScrollBar().sizeHint().width()
        width = min(max(room // columns, px(_LEAST)), px(_MOST))
        for number in range(columns):
            self.setColumnWidth(number, width)
        for number in range(model.rowCount()):
            row = model.row(number)
            if row is not None:
                heights = [self.labels.ink.cell_height(row, cell, width) for cell in row.cells]
                self.setRowHeight(number, max(*heights, self.labels.ink.label_height(row, label)))

    @property
    def current_id(self) -> str:
        """Return the id of the programme the current cell belongs to, "" for none."""
        columns = self.table_model.view.columns
        number = self.currentIndex().column()
        return columns[number].id if 0 <= number < len(columns) else ""

    @Slot(QModelIndex)
    def read_index(self, _index: QModelIndex) -> None:
        """Ask to read the programme of the current cell."""
        if self.current_id:
            self.read_wanted.emit(self.current_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read, take away, copy, or walk; letters are left to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.read_index(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.current_id:
            self.removed.emit(self.current_id)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.text() and not event.modifiers() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.fit()
        self.heads.show_columns(self.table_model.view.columns)
        self.updateGeometries()
        self.viewport().update()
