"""A square of modules that a telephone reads: black on white in every look, with the quiet margin it needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

Modules = Sequence[Sequence[bool]]
_SMALLEST = 160


def paint_modules(painter: QPainter, modules: Modules, rect: QRect) -> None:
    """Paint modules as large as whole pixels allow, in the middle of a white square.

    Args:
        painter: paints.
        modules: rows of modules with their quiet zone; true is dark.
        rect: where; it is white throughout.
    """
    painter.fillRect(rect, Qt.GlobalColor.white)
    count = len(modules)
    side = min(rect.width(), rect.height()) // count if count else 0
    left = rect.left() + (rect.width() - side * count) // 2
    top = rect.top() + (rect.height() - side * count) // 2
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                painter.fillRect(left + x * side, top + y * side, side, side, Qt.GlobalColor.black)


class Square(QWidget):
    """Shows modules as large as there is room.

    Args:
        parent: what it lies in.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules: Modules = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_modules(self, modules: Modules, name: str) -> None:
        """Show modules; `name` says what they are to a screen reader."""
        self._modules = modules
        self.setAccessibleName(f"QR-Code: {name}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that can be photographed from a step away."""
        return QSize(3 * _SMALLEST, 3 * _SMALLEST)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that a telephone reads."""
        return QSize(_SMALLEST, _SMALLEST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the modules."""
        paint_modules(QPainter(self), self._modules, self.rect())
