"""A list of entries that are opened with Enter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QListView, QWidget


class EntryList(QListView):
    """The list itself; Enter opens, letters are left to the window.

    Args:
        name: what it is called aloud.

    Signals: `opened` (the current entry, with Enter).
    """

    opened = Signal(QModelIndex)

    def __init__(self, name: str, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, move with the arrow keys, pass letters on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            # Qt would copy what the row shows, whether it may leave the window or not.
            event.ignore()
        elif event.text() and not event.modifiers() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
