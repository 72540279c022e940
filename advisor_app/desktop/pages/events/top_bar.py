"""The bar above the calendar: what is shown, how much that is, and the other ways to show it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, text_label

MONTH, AGENDA, UNDATED = "month", "agenda", "undated"
_SEGMENTS = ((MONTH, "Monat"), (AGENDA, "Agenda"), (UNDATED, "Ohne Tag"))


class TopBar(Panel):
    """Title, headline, and one button for each way to show dates.

    Args:
        theme: the look.

    Signals: `mode_chosen` (code).
    """

    mode_chosen = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("topbar", parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.addWidget(text_label("Termine", "page", parent=self))
        self.headline = ElidedLabel("", "meta", parent=self)
        self._row.addWidget(self.headline, 1)
        self.segments: dict[str, Button] = {}
        for mode, label in _SEGMENTS:
            button = Button(label, theme=theme, kind="segment", parent=self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("mode", mode)
            button.clicked.connect(self.choose_mode)
            self.segments[mode] = button
            self._row.addWidget(button)
        self.mark(MONTH)
        theme.changed.connect(self.restyle)
        self.restyle()

    def mark(self, mode: str) -> None:
        """Show which way is the current one."""
        self.segments[mode].setChecked(True)

    @Slot()
    def choose_mode(self) -> None:
        """Tell which way was chosen."""
        self.mode_chosen.emit(str(self.sender().property("mode")))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.setFixedHeight(px(57))
        self._row.setContentsMargins(px(20), 0, px(20), 0)
        self._row.setSpacing(px(8))
