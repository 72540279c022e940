"""What is read but may not leave the window: its text can be followed and found, not selected and so not copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from advisor_app.desktop.reading.prose import Prose

SEALED = "sealed"
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


def seal(root: QWidget, *, sealed: bool) -> None:
    """Take from the texts below a widget that they can be selected, or give it back to those it was taken from."""
    for label in root.findChildren(QLabel):
        flags = label.textInteractionFlags()
        if sealed and flags & _SELECTABLE:
            label.setTextInteractionFlags(flags & ~_SELECTABLE)
            label.setProperty(SEALED, True)
        elif not sealed and label.property(SEALED):
            label.setTextInteractionFlags(flags | _SELECTABLE)
            label.setProperty(SEALED, None)
    for prose in root.findChildren(Prose):
        prose.seal(sealed=sealed)
