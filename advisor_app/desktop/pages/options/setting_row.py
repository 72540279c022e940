"""What stands around a setting: the value that others fixed, and the note that says who did or what they propose."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from advisor_app.desktop.presenters.managed import SettingView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, text_label

FIELD_WIDTH = 560


class LockedField(QLineEdit):
    """A value that cannot be changed here, with a lock; it can be reached, read out and copied.

    Args:
        view: the setting.
        theme: the look.
    """

    def __init__(self, view: SettingView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(view.value, parent)
        self.setReadOnly(True)
        self.setObjectName("locked")
        self.setProperty("key", view.key)
        self.setMaximumWidth(theme.px(FIELD_WIDTH))
        self.setAccessibleName(f"{view.label}, festgelegt")
        self.setAccessibleDescription(view.why)
        self.setToolTip(view.why)
        self._lock = IconLabel("lock", theme=theme, colour="text2", size=16, parent=self)
        self._left = theme.px(9)
        self.setTextMargins(self._left + self._lock.width() - theme.px(2), 0, 0, 0)
        self.setCursorPosition(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lock before the text."""
        super().resizeEvent(event)
        self._lock.move(self._left, (self.height() - self._lock.height()) // 2)


class SettingNote(QWidget):
    """Who fixed a setting, or what the house proposes, with the way back to that.

    Args:
        view: the setting; one that has a note.
        theme: the look.

    Signals: `proposal_wanted` (key).
    """

    proposal_wanted = Signal(str)

    def __init__(self, view: SettingView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = view.key
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        if not view.locked:
            row.addWidget(IconLabel("building", theme=theme, colour="text2", size=14, parent=self))
        words = text_label(view.note, "meta", wrap=True, parent=self)
        words.ensurePolished()
        # No wider than its one line, so that the button stands beside it; where that is too long it wraps.
        words.setMaximumWidth(words.fontMetrics().horizontalAdvance(view.note) + theme.px(4))
        row.addWidget(words, 1000)
        if view.departs:
            back = Button("Vorschlag übernehmen", theme=theme, kind="quiet", parent=self)
            back.setAccessibleName(f"{view.label}: Vorschlag übernehmen")
            back.clicked.connect(self.want_proposal)
            row.addWidget(back)
        row.addStretch(1)
        self.setMaximumWidth(theme.px(FIELD_WIDTH))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def want_proposal(self) -> None:
        """Ask for what the house proposes."""
        self.proposal_wanted.emit(self._key)
