"""The model of lists whose lines are painted, and made when they come into sight."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from advisor_app.desktop.presenters.lazy import LazyRows

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class Told(Protocol):
    """A line that has a title, and a sentence that a screen reader says."""

    @property
    def title(self) -> str:
        """Return what stands first."""

    @property
    def spoken(self) -> str:
        """Return what is said of it."""


Line = TypeVar("Line", bound=Told)


class LazyModel(QAbstractListModel, Generic[Line]):
    """The lines of one list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: LazyRows[Line] = LazyRows()

    def show(self, rows: LazyRows[Line]) -> None:
        """Replace all lines; where nothing new is seen, scrolling and choice stay."""
        same = self.rows.shows(rows)
        if not same:
            self.beginResetModel()
        self.rows = rows
        if not same:
            self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line, its title, or the sentence a screen reader says."""
        line = self.rows.look(index.row())
        if line is None or role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return line.title if role == Qt.ItemDataRole.DisplayRole else None
