"""Entries of the calendar as a list model; rows are made when they are looked at, so that any number costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from advisor_app.desktop.presenters.events import EntryView, begins_day, entry_view, undated_view
from advisor_app.domain.calendar import CalendarEntry, UndatedEntry

VIEW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
# Whether the row is the last of its day: a line over the whole width follows.
LAST_ROLE = int(Qt.ItemDataRole.UserRole) + 2
Index = QModelIndex | QPersistentModelIndex
Entries = tuple[CalendarEntry | UndatedEntry, ...]
_NONE = QModelIndex()


class EntryModel(QAbstractListModel):
    """Entries in order.

    Args:
        today: the day that decides what is past.
        grouped: whether the day stands beside the first entry of each day.
    """

    def __init__(self, *, today: date, grouped: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._grouped = grouped
        self._entries: Entries = ()
        self._formats: Mapping[str, str] = {}

    def show(self, entries: Entries, formats: Mapping[str, str]) -> None:
        """Show these entries; `formats` are labels of the formats of events."""
        self.beginResetModel()
        self._entries = entries
        self._formats = formats
        self.endResetModel()

    @property
    def entries(self) -> Entries:
        """Return what is shown."""
        return self._entries

    @property
    def formats(self) -> Mapping[str, str]:
        """Return the labels of the formats of events."""
        return self._formats

    def entry(self, number: int) -> CalendarEntry | UndatedEntry | None:
        """Return an entry, None beyond them."""
        return self._entries[number] if 0 <= number < len(self._entries) else None

    def find(self, item_id: str, key: str) -> int:
        """Return the number of an entry, -1 if it is not shown."""
        found = (number for number, entry in enumerate(self._entries) if (entry.item_id, entry.key) == (item_id, key))
        return next(found, -1)

    def view(self, number: int) -> EntryView | None:
        """Return the row of an entry."""
        entry = self.entry(number)
        if isinstance(entry, CalendarEntry):
            return entry_view(entry, self._formats, self._today, first=self._grouped and self._begins(number))
        return undated_view(entry, self._formats, self._today) if entry is not None else None

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many entries are shown."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, its title, or the sentence a screen reader says."""
        number = index.row()
        if role == LAST_ROLE:
            return not self._grouped or number + 1 >= len(self._entries) or self._begins(number + 1)
        if role not in (VIEW_ROLE, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return None
        view = self.view(number)
        if view is None or role == VIEW_ROLE:
            return view
        return view.spoken if role == Qt.ItemDataRole.AccessibleTextRole else view.title

    def _begins(self, number: int) -> bool:
        entries = self._entries
        dated = tuple(entry for entry in entries[max(number - 1, 0) : number + 1] if isinstance(entry, CalendarEntry))
        return not dated or begins_day(dated, len(dated) - 1)
