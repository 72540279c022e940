"""What is said of a district or a point, beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel, clear_layout, text_label

_WIDEST = 300
_GAP = 14


class Bubble(Panel):
    """A small panel over the map that lets the pointer through."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("drawer", parent)
        self._theme = theme
        self._map = parent
        self._said: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, True)
        self.hide()

    @property
    def said(self) -> tuple[str, ...]:
        """Return the title and the lines that are shown, nothing while it is hidden."""
        return self._said if not self.isHidden() else ()

    def say(self, title: str, lines: Sequence[str], at: QPoint) -> None:
        """Show a title and lines beside a point of the map."""
        if (title, *lines) != self._said:
            self._fill(title, lines)
        self._place(at)
        self.show()
        self.raise_()

    def forget(self) -> None:
        """Build the words anew the next time: the look changed."""
        self._said = ()
        self.hide()

    def _fill(self, title: str, lines: Sequence[str]) -> None:
        px = self._theme.px
        self._said = (title, *lines)
        clear_layout(self)
        self._column.setContentsMargins(px(12), px(8), px(12), px(10))
        self._column.setSpacing(px(2))
        for number, text in enumerate(self._said):
            label = text_label(text, "meta" if number else "uiStrong", parent=self)
            if label.sizeHint().width() > px(_WIDEST):
                label.setWordWrap(True)
                label.setFixedWidth(px(_WIDEST))
            self._column.addWidget(label)
            label.show()
        self._column.activate()
        self.resize(self._column.sizeHint())

    def _place(self, at: QPoint) -> None:
        """Stand to the lower right of a point; where there is no room, on its other side."""
        gap = self._theme.px(_GAP)
        room = self._map.rect().adjusted(4, 4, -4, -4)
        box = QRect(at.x() + gap, at.y() + gap, self.width(), self.height())
        if box.right() > room.right():
            box.moveRight(at.x() - gap)
        if box.bottom() > room.bottom():
            box.moveBottom(at.y() - gap)
        box.moveLeft(max(min(box.left(), room.right() - box.width()), room.left()))
        box.moveTop(max(min(box.top(), room.bottom() - box.height()), room.top()))
        self.move(box.topLeft())
