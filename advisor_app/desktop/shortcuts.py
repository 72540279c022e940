"""The window's keys: combinations act anywhere, single letters only while nothing is being typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget


class Shortcuts(QObject):
    """Binds keys to what they do.

    Args:
        window: where the keys act.

    Signals: `page_wanted` (name of the page whose key was pressed).
    """

    page_wanted = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._letters: list[QShortcut] = []
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.guard_letters)

    def bind(self, keys: Sequence[str], slot: Callable[[], None]) -> None:
        """Bind combinations of keys.

        Args:
            keys: each of them does the same.
            slot: a bound method of a QObject.
        """
        for key in keys:
            self._bound(key, slot)

    def bind_letter(self, key: str, slot: Callable[[], None]) -> None:
        """Bind a single letter; in a text field it is typed instead."""
        self._letters.append(self._bound(key, slot))

    def bind_pages(self, pages: Sequence[str]) -> None:
        """Bind Alt with a number to each page, in their order."""
        for number, page in enumerate(pages, 1):
            self._bound(f"Alt+{number}", self.tell_page).setProperty("page", page)

    def _bound(self, key: str, slot: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self._window)
        shortcut.activated.connect(slot)
        return shortcut

    @Slot()
    def tell_page(self) -> None:
        """Ask for the page whose key was pressed."""
        self.page_wanted.emit(str(self.sender().property("page")))

    @Slot(QWidget, QWidget)
    def guard_letters(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Let single letters act only while no text field has the focus."""
        for shortcut in self._letters:
            shortcut.setEnabled(not isinstance(now, QLineEdit))
