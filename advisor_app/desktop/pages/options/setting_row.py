"""What stands around a setting: the value that others fixed, and the note that says who did or what they propose."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
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
        lock = self.addAction(QIcon(theme.icon("lock", "text2", 16, self.devicePixelRatioF())),
                              QLineEdit.ActionPosition.LeadingPosition)  # fmt: skip
        lock.setText("Festgelegt")
        lock.setToolTip(view.why)
        self.setCursorPosition(0)


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
            row.addWidget(IconLabel("building", theme=theme, colour="text2", size=14, parent=self), 0,
                          Qt.AlignmentFlag.AlignTop)  # fmt: skip
        words = text_label(view.note, "meta", wrap=True, parent=self)
        row.addWidget(words, 1)
        if view.departs:
            back = Button("Vorschlag übernehmen", theme=theme, kind="quiet", parent=self)
            back.setAccessibleName(f"{view.label}: Vorschlag übernehmen")
            back.clicked.connect(self.want_proposal)
            row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        self.setMaximumWidth(theme.px(FIELD_WIDTH))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def want_proposal(self) -> None:
        """Ask for what the house proposes."""
        self.proposal_wanted.emit(self._key)
