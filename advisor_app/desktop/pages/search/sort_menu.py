"""The menu behind the order of the hits."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from advisor_app.desktop.presenters.words import SORT_LABELS
from advisor_app.search.sort import Sort


class SortMenu(QMenu):
    """Offers all orders; one of them is checked.

    Signals: `sort_chosen` (a `Sort`).
    """

    sort_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        self._entries: dict[Sort, QAction] = {}
        for sort, label in SORT_LABELS.items():
            entry = QAction(label, self, checkable=True)
            entry.setData(sort)
            entry.triggered.connect(self.tell_choice)
            group.addAction(entry)
            self.addAction(entry)
            self._entries[sort] = entry

    def check(self, sort: Sort) -> None:
        """Show which order the hits have."""
        self._entries[sort].setChecked(True)

    @Slot()
    def tell_choice(self) -> None:
        """Tell which order was chosen."""
        entry = self.sender()
        if isinstance(entry, QAction):
            self.sort_chosen.emit(Sort(entry.data()))
