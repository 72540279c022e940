"""A button that names an answer and the key for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import is_enter, plain_tip

_HEIGHT, _CAP, _SIDE, _GAP = 38, 22, 16, 10


class AnswerButton(QPushButton):
    """Paints its words, and its key in a cap behind them; the chosen one of several is filled.

    Args:
        text: the answer.
        key: what is pressed for it, "" for none.
        theme: the look.

    Signals: `entered` (Enter on one of several that can be ticked: what is ticked is the answer).
    """

    entered = Signal()

    def __init__(self, text: str, key: str, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = text
        self._key = key
        self.setProperty("kind", "answer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"Taste {key}" if key else "")
        theme.changed.connect(self.restyle)
        self.restyle()

    def say(self, text: str) -> None:
        """Show other words."""
        self._words = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a click; of several that can be ticked, it takes those that are, and Space ticks."""
        if not is_enter(event):
            super().keyPressEvent(event)
        elif self.isCheckable():
            self.entered.emit()
        else:
            self.click()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a double click for one: its second half would answer the next question, which is here by then."""
        if self.isCheckable():
            super().mouseDoubleClickEvent(event)

    def sizeHint(self) -> QSize:
        """Return the room that words and key need."""
        px = self._theme.px
        cap = self._cap_width() + px(_GAP) if self._key else 0
        width = QFontMetricsF(self._theme.font(13, 600)).horizontalAdvance(self._words)
        return QSize(round(width) + 2 * px(_SIDE) + cap, px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least room: long words end in an ellipsis."""
        return QSize(self._theme.px(60), self._theme.px(_HEIGHT))

    def _cap_width(self) -> int:
        return max(self._theme.px(_CAP), round(QFontMetricsF(self._theme.font(11, 600)).horizontalAdvance(self._key)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button."""
        theme, px, tokens = self._theme, self._theme.px, self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, active = self.isChecked(), self.isEnabled()
        ring = self.hasFocus()
        fill = tokens.accent if on else tokens.surface
        if active and not on and (self.isDown() or self.underMouse()):
            fill = tokens.line if self.isDown() else tokens.sunken
        elif not active:
            fill = tokens.sunken
        edge = (tokens.text if on else tokens.accent) if ring else (tokens.accent if on else tokens.control)
        painter.setPen(QPen(QColor(edge), 2 if ring else 1))
        painter.setBrush(QColor(fill))
        inset = 1.0 if ring else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), px(6), px(6))
        colour = tokens.on_accent if on else tokens.text if active else tokens.text3
        right = self.width() - px(_SIDE)
        if self._key:
            right = self._paint_cap(painter, colour, on=on)
        font = theme.font(13, 600)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        box = QRectF(px(_SIDE), 0, right - px(_SIDE) + 2, self.height())
        shown = QFontMetricsF(font).elidedText(self._words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        self.setToolTip(plain_tip(self._words) if shown != self._words else "")

    def _paint_cap(self, painter: QPainter, colour: str, *, on: bool) -> int:
        """Paint the key and return where the words end."""
        theme, px, tokens = self._theme, self._theme.px, self._theme.tokens
        width = self._cap_width()
        left = self.width() - px(_SIDE) // 2 - width
        cap = QRectF(left, (self.height() - px(20)) / 2, width, px(20)).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(tokens.on_accent if on else tokens.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if on else QColor(tokens.sunken))
        painter.drawRoundedRect(cap, px(4), px(4))
        painter.setPen(QColor(colour if on or not self.isEnabled() else tokens.text2))
        painter.setFont(theme.font(11, 600))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
        return left - px(_GAP)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.setFixedHeight(self._theme.px(_HEIGHT))
        self.updateGeometry()
