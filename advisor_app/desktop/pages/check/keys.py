"""The keys of the check: an answer at a key, a step back, a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.check.question_card import QuestionCard

ANSWER_KEYS = (*"JNWKE", *"123456789")


class CheckKeys(QObject):
    """Binds keys that act while the page has the keyboard.

    Letters and figures answer the question; in a text field they are typed, and while a fact is edited or something
    else is read they are off.

    Args:
        page: where they act.
        question: what they answer.
    """

    def __init__(self, page: QWidget, question: QuestionCard) -> None:
        super().__init__(page)
        self._page = page
        self._question = question
        self._answers = [self._bound(key, self.press) for key in ANSWER_KEYS]
        for shortcut in self._answers:
            # A key that is held down answers one question, not all that follow.
            shortcut.setAutoRepeat(False)

    def bind(self, key: str, slot: Callable[[], None]) -> None:
        """Bind a combination of keys to a bound method of a QObject."""
        self._bound(key, slot)

    def _bound(self, key: str, slot: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self._page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)
        return shortcut

    def let_answer(self, *, on: bool) -> None:
        """Let keys answer the question, or leave them to what lies over it."""
        for shortcut in self._answers:
            shortcut.setEnabled(on)

    @Slot()
    def press(self) -> None:
        """Answer with the key that was pressed."""
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut):
            self._question.press(shortcut.key().toString())
