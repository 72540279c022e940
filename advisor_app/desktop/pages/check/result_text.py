"""Writes words of rows. Shaping a text is what painting takes its time for, so what was written once is kept."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

from advisor_app.desktop.theme import Theme

# Enough for a few screens of rows; more is begun anew.
_MOST = 2000


class Style(NamedTuple):
    """Size in design pixels and weight of a text."""

    size: float
    weight: int = 400


class RowInk(QObject):
    """Writes single lines that end in an ellipsis where there is no more room.

    Args:
        theme: the look.
    """

    def __init__(self, *, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fonts: dict[Style, tuple[QFont, QFontMetricsF]] = {}
        self._widths: dict[tuple[str, Style], float] = {}
        self._texts: dict[tuple[str, Style], QStaticText] = {}
        theme.changed.connect(self.forget)

    @Slot()
    def forget(self) -> None:
        """Begin anew: the look is another one."""
        self._fonts.clear()
        self._widths.clear()
        self._texts.clear()

    def width(self, text: str, style: Style) -> float:
        """Return the width of a text in pixels."""
        key = (text, style)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) >= _MOST:
                self._widths.clear()
            found = self._widths[key] = self._font(style)[1].horizontalAdvance(text)
        return found

    def write(
        self, painter: QPainter, text: str, box: QRectF, style: Style, *, colour: str = "text2", right: bool = False
    ) -> float:
        """Write as much of a text as fits on one line and return its width in pixels.

        Args:
            painter: what paints.
            text: what is written.
            box: where; the line stands in its middle.
            style: how.
            colour: name of a colour of the look.
            right: let it end at the right edge.
        """
        if not text:
            return 0.0
        font, metrics = self._font(style)
        width = self.width(text, style)
        # A rounding error must not cut a text that has just been measured.
        if width > box.width() + 0.5:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 0.0))
            width = self.width(text, style)
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        left = box.right() - width if right else box.left()
        painter.drawStaticText(QPointF(left, box.center().y() - metrics.height() / 2), self._static(text, style, font))
        return width

    def _font(self, style: Style) -> tuple[QFont, QFontMetricsF]:
        found = self._fonts.get(style)
        if found is None:
            font = self._theme.font(style.size, style.weight)
            found = self._fonts[style] = (font, QFontMetricsF(font))
        return found

    def _static(self, text: str, style: Style, font: QFont) -> QStaticText:
        key = (text, style)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= _MOST:
                self._texts.clear()
            found = self._texts[key] = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            found.prepare(font=font)
        return found
