"""The days of a month as a table: a row is a week, its first column the week's number."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from advisor_app.desktop.presenters.events import WEEK, DayCell

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class MonthModel(QAbstractTableModel):
    """Weeks from Monday to Sunday behind their number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._weeks: tuple[tuple[DayCell, ...], ...] = ()

    def show(self, weeks: tuple[tuple[DayCell, ...], ...]) -> None:
        """Show these weeks; where they are the same days as before, only what happens on them changes."""
        same = [[cell.day for cell in week] for week in weeks] == [[cell.day for cell in week] for week in self._weeks]
        if same:
            self._weeks = weeks
            self.dataChanged.emit(self.index(0, 0), self.index(len(weeks) - 1, WEEK))
            return
        self.beginResetModel()
        self._weeks = weeks
        self.endResetModel()

    def cell(self, day: date) -> DayCell | None:
        """Return a day, None if it is not shown."""
        return next((cell for week in self._weeks for cell in week if cell.day == day), None)

    def place(self, day: date) -> QModelIndex:
        """Return where a day stands."""
        for row, week in enumerate(self._weeks):
            for column, cell in enumerate(week):
                if cell.day == day:
                    return self.index(row, column + 1)
        return QModelIndex()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of weeks."""
        return 0 if parent.isValid() else len(self._weeks)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return the number of days and the column of the week's number."""
        return 0 if parent.isValid() else WEEK + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let days be chosen, and the numbers of weeks not."""
        if index.column() == 0:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a day, or what a screen reader says of it."""
        if not index.isValid():
            return None
        week = self._weeks[index.row()]
        if index.column() == 0:
            number = week[0].day.isocalendar().week
            texts = {
                Qt.ItemDataRole.DisplayRole: str(number),
                Qt.ItemDataRole.AccessibleTextRole: f"Kalenderwoche {number}",
            }
            return texts.get(Qt.ItemDataRole(role)) if role < CELL_ROLE else None
        cell = week[index.column() - 1]
        if role == CELL_ROLE:
            return cell
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return cell.spoken
        return str(cell.day.day) if role == Qt.ItemDataRole.DisplayRole else None
