"""A progress bar of six pixels."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.theme import Theme

_HEIGHT = 6


class Meter(QWidget):
    """How much is done, from 0 to 1.

    Args:
        name: what is measured, for a screen reader.
        theme: the look.
        space: kept free above the bar, in design pixels.
    """

    def __init__(self, name: str, *, theme: Theme, space: float = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._space = space
        self._fraction = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)
        self.show_fraction(0.0)

    @property
    def fraction(self) -> float:
        """Return what is shown."""
        return self._fraction

    def show_fraction(self, fraction: float) -> None:
        """Show how much is done."""
        self._fraction = min(max(fraction, 0.0), 1.0)
        self.setAccessibleName(f"{self._name}, {formatting.percent(round(self._fraction * 100))}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the bar."""
        return QSize(self._theme.px(80), self._theme.px(_HEIGHT) + self._theme.px(self._space))

    @Slot()
    def restyle(self) -> None:
        """Take over the new look."""
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the groove and what is done of it."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = theme.px(_HEIGHT)
        area = QRectF(0, self.height() - height, self.width(), height)
        radius = area.height() / 2
        outlined = theme.tokens.outline_soft
        painter.setPen(QPen(theme.colour("line"), 1) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface" if outlined else "line"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5) if outlined else area, radius, radius)
        if self._fraction > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            done = QRectF(area.left(), area.top(), max(area.width() * self._fraction, area.height()), area.height())
            painter.drawRoundedRect(done, radius, radius)
