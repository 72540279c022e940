"""The comparison as a table model: facts below each other, programmes beside each other."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from advisor_app.desktop.presenters.compare import LIKENESS_WORDS, CompareView, Row

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class CompareModel(QAbstractTableModel):
    """Cells of a comparison; rows that are the same for all can be left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = CompareView()
        self._rows: tuple[Row, ...] = ()

    def show(self, view: CompareView, *, only_differences: bool) -> None:
        """Show a comparison."""
        self.beginResetModel()
        self.view = view
        self._rows = view.shown(only_differences=only_differences)
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """Return a row, None beyond them."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many facts are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return how many programmes are compared."""
        return 0 if parent.isValid() else len(self.view.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row a cell belongs to, its value, or the sentence a screen reader says."""
        row = self.row(index.row())
        if row is None or not 0 <= index.column() < len(row.cells):
            return None
        cell = row.cells[index.column()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        title = self.view.columns[index.column()].title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.label}, {title}: {cell.spoken}, {LIKENESS_WORDS[row.likeness]}".removesuffix(", ")
        return f"{title}\n{row.label}: {cell.spoken}" if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row or a column is called."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            there = 0 <= section < len(self.view.columns)
            return self.view.columns[section].title if there else None
        row = self.row(section)
        if row is None:
            return None
        return (
            row.label
            if role == Qt.ItemDataRole.DisplayRole
            else f"{row.label}, {LIKENESS_WORDS[row.likeness]}".removesuffix(", ")
        )
