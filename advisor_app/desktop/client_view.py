"""Client view: the laptop is turned round, and everything internal is hidden."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

BEGUN = "Kundenansicht: nur öffentliche Angaben · F9 beendet"
WITHHELD = "Dieser Eintrag ist nur für das Netzwerk bestimmt"


class ClientView(QObject):
    """Whether a client looks at the screen. Begins and ends without a question.

    Signals: `changed` (whether a client looks now).
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = False

    @property
    def on(self) -> bool:
        """Tell whether a client looks at the screen."""
        return self._on

    @Slot()
    def toggle(self) -> None:
        """Begin the client view, or end it."""
        self._on = not self._on
        self.changed.emit(self._on)

    @Slot()
    def end(self) -> None:
        """End the client view, if it is on."""
        if self._on:
            self.toggle()
