"""The question whether a file that somebody else changed is to be written over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

_TITLE = "Datei inzwischen geändert"
_TEXT = "„{name}“ hat sich geändert, seit Sie die Datei geöffnet oder zuletzt gespeichert haben."
_MORE = "Beim Überschreiben geht verloren, was dort inzwischen steht."


class OverwriteQuestion(QMessageBox):
    """Asks it, without holding anything up; whoever just presses Return overwrites nothing.

    Args:
        name: of the file.
        host: before what it is asked.

    Signals: `over_wanted`, `other_wanted` (another name).
    """

    over_wanted = Signal()
    other_wanted = Signal()

    def __init__(self, name: str, *, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        self.setWindowTitle(_TITLE)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(_TEXT.format(name=name))
        self.setInformativeText(_MORE)
        self.over = self.addButton("Überschreiben", QMessageBox.ButtonRole.DestructiveRole)
        self.other = self.addButton("Unter anderem Namen …", QMessageBox.ButtonRole.AcceptRole)
        self.cancel = self.addButton("Abbrechen", QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.other)
        self.setEscapeButton(self.cancel)
        self.buttonClicked.connect(self.pass_on)

    @Slot(object)
    def pass_on(self, button: object) -> None:
        """Tell what was chosen."""
        if button is self.over:
            self.over_wanted.emit()
        elif button is self.other:
            self.other_wanted.emit()
