"""The changes that are shown, as a list model."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.changes import ChangeLine, ChangeView

CHANGE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


def line_words(line: ChangeLine) -> str:
    """Return a line as one says it: `Fördersatz: bisher 50 %, jetzt 40 %`."""
    if line.old:
        return f"{line.field}: bisher {line.old}, jetzt {line.new}"
    return f"{line.field}: {line.new}"


def spoken(change: ChangeView) -> str:
    """Return a change as one sentence for a screen reader."""
    parts = [change.title, change.label, *map(line_words, change.lines), change.note]
    return ", ".join(part for part in (*parts, "ungelesen" if change.unread else "") if part)


def full_text(change: ChangeView) -> str:
    """Return everything a row says, for its tooltip."""
    head = formatting.joined([change.title, change.label, change.day])
    return "\n".join(part for part in (head, *map(line_words, change.lines), change.note) if part)


def text_outside(change: ChangeView) -> str:
    """Return what a row says as it may leave the window, "" for one that stays here."""
    return full_text(replace(change, lines=change.outside)) if change.may_leave else ""


class FeedModel(QAbstractListModel):
    """The changes that pass the filter, in the order of the feed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes: tuple[ChangeView, ...] = ()

    def show(self, changes: tuple[ChangeView, ...]) -> None:
        """Show these changes."""
        self.beginResetModel()
        self._changes = changes
        self.endResetModel()

    def change(self, number: int) -> ChangeView | None:
        """Return a change, None beyond them."""
        return self._changes[number] if 0 <= number < len(self._changes) else None

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many changes are shown."""
        return 0 if parent.isValid() else len(self._changes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a change, its title, or the sentence a screen reader says."""
        change = self.change(index.row())
        if change is None:
            return None
        if role == CHANGE_ROLE:
            return change
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(change)
        return change.title if role == Qt.ItemDataRole.DisplayRole else None
