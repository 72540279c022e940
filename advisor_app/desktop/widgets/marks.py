"""Badges: an icon with its word, painted the same in lists and on cards."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from advisor_app.desktop.presenters.views import Mark
from advisor_app.desktop.theme import Theme, Tone

HEIGHT = 22


def mark_width(mark: Mark, theme: Theme) -> float:
    """Return the width of a badge in pixels."""
    text = QFontMetricsF(theme.font(12, 500)).horizontalAdvance(mark.text)
    return text + theme.px(14) + theme.px(5) + (2 * theme.px(6) if mark.filled else 0)


def paint_mark(
    painter: QPainter, mark: Mark, *, theme: Theme, left: float, top: float, limit: float = 10_000.0
) -> float:
    """Paint a badge with its left edge at `left` and return its width; longer words are elided at `limit`."""
    width = min(mark_width(mark, theme), limit)
    pad = theme.px(6) if mark.filled else 0
    height = theme.px(HEIGHT)
    if mark.filled and mark.tone in set(Tone):
        tone = Tone(mark.tone)
        outlined = theme.tokens.outline_soft
        painter.setPen(QPen(QColor(theme.tokens.tone(tone)), 1) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens.soft(tone)))
        inset = 0.5 if outlined else 0.0
        painter.drawRoundedRect(
            QRectF(left + inset, top + inset, width - 2 * inset, height - 2 * inset), theme.px(4), theme.px(4)
        )
    size = theme.px(14)
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    pixmap = theme.icon(mark.icon, mark.tone, 14, ratio, 1.9)
    painter.drawPixmap(round(left + pad), round(top + (height - size) / 2), pixmap)
    font = theme.font(12, 500 if mark.tone != "text3" else 400)
    painter.setFont(font)
    plain = mark.tone in ("ok", "draw", "info", "mute") and not mark.filled
    painter.setPen(QColor(theme.tokens.text2) if plain else theme.colour(mark.tone))
    begin = left + pad + size + theme.px(5)
    room = width - (begin - left) - pad
    shown = QFontMetricsF(font).elidedText(mark.text, Qt.TextElideMode.ElideRight, room + 0.5)
    painter.drawText(
        QRectF(begin, top, room + 2, height), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown
    )
    return width


class Badge(QWidget):
    """A badge as a widget."""

    def __init__(self, mark: Mark, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self._theme = theme
        self.setAccessibleName(mark.text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)

    @Slot()
    def restyle(self) -> None:
        """Take over the new look."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of icon and word."""
        return QSize(round(mark_width(self._mark, self._theme)) + 2, self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Allow a badge to be cut to a few letters."""
        return QSize(self._theme.px(60), self._theme.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, self._mark, theme=self._theme, left=0, top=0, limit=self.width())
