"""The rows of an answer, loaded page by page as the reader scrolls."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from advisor_app.desktop.presenters.lazy import LazyRows
from advisor_app.desktop.presenters.views import RowView

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class RowModel(QAbstractListModel):
    """Rows so far and how many there are in all; `more_wanted` asks for the rows from an offset on."""

    more_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RowView] | LazyRows[RowView] = []
        self._total = 0
        self._asked = 0

    def show(self, rows: tuple[RowView, ...], total: int) -> None:
        """Replace everything by the first page of a new answer."""
        self.beginResetModel()
        self._rows = list(rows)
        self._total = total
        self._asked = len(rows)
        self.endResetModel()

    def show_lazy(self, rows: LazyRows[RowView]) -> bool:
        """Show all rows there are, each made when it comes into sight.

        Returns:
            Whether there is anything new to see; scrolling and choice stay otherwise.
        """
        before, same = self._rows, isinstance(self._rows, LazyRows) and self._rows.shows(rows)
        if not same:
            self.beginResetModel()
        self._rows, self._total, self._asked = rows, len(rows), len(rows)
        if not same:
            self.endResetModel()
        if isinstance(before, LazyRows) and before is not rows:
            before.let_go()
        return not same

    def let_go(self) -> None:
        """Make no more rows: what they are made of is being closed."""
        if isinstance(self._rows, LazyRows):
            self._rows.let_go()

    def holds(self, rows: tuple[RowView, ...], total: int) -> bool:
        """Tell whether these are the rows that are loaded."""
        return self._total == total and tuple(self._rows) == rows

    def append(self, rows: tuple[RowView, ...]) -> None:
        """Add the next page; an empty one means that there are no more rows."""
        if not rows or isinstance(self._rows, LazyRows):
            self._total = len(self._rows)
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
        self._rows.extend(rows)
        self._asked = len(self._rows)
        self.endInsertRows()

    def row(self, number: int) -> RowView | None:
        """Return a loaded row, None beyond them."""
        if isinstance(self._rows, LazyRows):
            return self._rows.look(number)
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the loaded rows in their order."""
        return tuple(row.id for row in self._rows)

    def find(self, item_id: str) -> int:
        """Return the number of an item's row, -1 if it is not loaded."""
        if isinstance(self._rows, LazyRows):
            return self._rows.find(item_id)
        return next((number for number, row in enumerate(self._rows) if row.id == item_id), -1)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many rows are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's view, its title, or the sentence a screen reader says."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row.title if role == Qt.ItemDataRole.DisplayRole else None

    def canFetchMore(self, parent: Index = _NONE) -> bool:
        """Tell whether there are rows that were neither loaded nor asked for."""
        return not parent.isValid() and self._asked == len(self._rows) < self._total

    def fetchMore(self, parent: Index = _NONE) -> None:
        """Ask for the next page once."""
        if self.canFetchMore(parent):
            self._asked = len(self._rows) + 1
            self.more_wanted.emit(len(self._rows))
