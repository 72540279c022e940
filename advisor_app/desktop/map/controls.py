"""Buttons over the map: closer, farther, all of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button


class ZoomControls(QWidget):
    """Three buttons in a column.

    Signals: `closer`, `farther`, `whole`.
    """

    closer = Signal()
    farther = Signal()
    whole = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._map = parent
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._closer = self._button("plus", "Karte vergrößern (+)")
        self._farther = self._button("minus", "Karte verkleinern (−)")
        self._whole = self._button("zoom-reset", "Ganz Nordrhein-Westfalen zeigen (0)")
        self._closer.clicked.connect(self.closer)
        self._farther.clicked.connect(self.farther)
        self._whole.clicked.connect(self.whole)

    def tell(self, *, closest: bool, whole: bool) -> None:
        """Tell whether the limits are reached; a button that would do nothing cannot be pressed."""
        self._closer.setEnabled(not closest)
        self._farther.setEnabled(not whole)
        self._whole.setEnabled(not whole)

    def follow(self) -> None:
        """Stand in the lower right corner of the map."""
        gap = self._theme.px(12)
        self._column.setSpacing(self._theme.px(6))
        self.resize(self._column.sizeHint())
        room = self._map.rect()
        self.move(room.right() - gap - self.width(), room.bottom() - gap - self.height())

    def _button(self, icon: str, hint: str) -> Button:
        button = Button("", theme=self._theme, kind="icon", icon=icon, colour="text2", size=18, hint=hint, parent=self)
        self._column.addWidget(button)
        return button
