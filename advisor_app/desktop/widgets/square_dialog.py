"""Squares to photograph, one at a time and as large as the window allows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from advisor_app.desktop.presenters.views import SquareView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, text_label
from advisor_app.desktop.widgets.square import Square
from advisor_app.documents.square import square_of

_ROOM = QSize(620, 700)
# Design pixels of height from which there is room for words above and below.
_TALL = 460


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
        self.square = Square(self)
        self.caption = text_label("", "section", wrap=True, parent=self)
        self.shown = text_label("", "body", wrap=True, parent=self)
        self._take_room(parent)
        if self.height() >= theme.px(_TALL):
            self._lay_out_below()
        else:
            self._lay_out_beside()
        self.show_number(0)

    def _lay_out_below(self) -> None:
        """Put what the square is below it."""
        column = self._framed(QVBoxLayout(self))
        column.addLayout(self._choices())
        column.addWidget(self.square, 1)
        column.addWidget(self.caption)
        column.addWidget(self.shown)
        bottom = QHBoxLayout()
        bottom.addWidget(self._hint(), 1)
        bottom.addWidget(self._close())
        column.addLayout(bottom)

    def _lay_out_beside(self) -> None:
        """Put what the square is beside it, where the window is low: the square takes the height there is."""
        row = self._framed(QHBoxLayout(self))
        row.addWidget(self.square, 3)
        words = QVBoxLayout()
        words.addLayout(self._choices(QBoxLayout.Direction.TopToBottom))
        words.addStretch(1)
        words.addWidget(self.caption)
        words.addWidget(self.shown)
        words.addWidget(self._hint())
        words.addWidget(self._close(), 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 2)

    def _framed(self, layout: QBoxLayout) -> QBoxLayout:
        px = self._theme.px
        layout.setContentsMargins(px(24), px(20), px(24), px(16))
        layout.setSpacing(px(12))
        return layout

    def _hint(self) -> QLabel:
        return text_label("Mit der Kamera eines Telefons aufnehmen", "meta", wrap=True, parent=self)

    def _close(self) -> Button:
        close = Button("Schließen", theme=self._theme, parent=self)
        close.clicked.connect(self.accept)
        return close

    def _choices(self, direction: QBoxLayout.Direction = QBoxLayout.Direction.LeftToRight) -> QBoxLayout:
        row = QBoxLayout(direction)
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
        if direction is QBoxLayout.Direction.LeftToRight:
            row.addStretch(1)
        return row

    def _take_room(self, parent: QWidget | None) -> None:
        """Be as large as is good for a camera, and no larger than the window or the screen."""
        most = self.screen().availableSize() * 0.95
        if parent is not None:
            most = most.boundedTo(parent.window().size() * 0.95)
        room = (_ROOM * self._theme.zoom).boundedTo(most)
        if room.height() < self._theme.px(_TALL):
            room.setWidth(most.width())
        self.resize(room)

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
