"""Squares to photograph, one at a time and as large as the window allows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop.presenters.views import SquareView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, text_label
from advisor_app.desktop.widgets.square import Square
from advisor_app.documents.square import square_of

_ROOM = QSize(620, 700)


class SquareDialog(QDialog):
    """Shows what a telephone's camera reads: phone, website or business card.

    Args:
        squares: what can be shown; the first is.
        theme: the look.
    """

    def __init__(self, squares: tuple[SquareView, ...], *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._squares = squares
        self._theme = theme
        self._number = 0
        self.setWindowTitle("QR-Code")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(16))
        column.setSpacing(px(12))
        column.addLayout(self._choices())
        self.square = Square(self)
        column.addWidget(self.square, 1)
        self.caption = text_label("", "section", wrap=True, parent=self)
        self.shown = text_label("", "body", wrap=True, parent=self)
        column.addWidget(self.caption)
        column.addWidget(self.shown)
        bottom = QHBoxLayout()
        bottom.addWidget(text_label("Mit der Kamera eines Telefons aufnehmen", "meta", wrap=True, parent=self), 1)
        close = Button("Schließen", theme=theme, parent=self)
        close.clicked.connect(self.accept)
        bottom.addWidget(close)
        column.addLayout(bottom)
        self._take_room(parent)
        self.show_number(0)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        self.choices: list[Button] = []
        for number, square in enumerate(self._squares):
            button = Button(square.label, theme=self._theme, kind="segment", parent=self)
            button.setCheckable(True)
            button.setProperty("number", number)
            button.clicked.connect(self.choose)
            button.setVisible(len(self._squares) > 1)
            row.addWidget(button)
            self.choices.append(button)
        row.addStretch(1)
        return row

    def _take_room(self, parent: QWidget | None) -> None:
        """Be as large as is good for a camera, and no larger than the window or the screen."""
        room = _ROOM * self._theme.zoom
        if parent is not None:
            room = room.boundedTo(parent.window().size() * 0.95)
        screen = self.screen()
        self.resize(room.boundedTo(screen.availableSize() * 0.95) if screen is not None else room)

    def show_number(self, number: int) -> None:
        """Show one of the squares."""
        self._number = number % len(self._squares)
        square = self._squares[self._number]
        self.square.show_modules(square_of(square.text), square.caption)
        self.caption.setText(square.caption)
        self.shown.setText(square.shown)
        for index, button in enumerate(self.choices):
            button.setChecked(index == self._number)

    @Slot()
    def choose(self) -> None:
        """Show the square whose button was pressed."""
        self.show_number(int(self.sender().property("number")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next or the previous square; Esc closes."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.show_number(self._number + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
