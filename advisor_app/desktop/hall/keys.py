"""The keys at the top right of the hall: what each does, beside its cap; they can be clicked and touched too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from advisor_app.desktop.hall.look import HallLook

_TEXT, _CAP = 15, 12
_GAP, _PAD, _EDGE = 10, 9, 6
_PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HallKey(QAbstractButton):
    """A word and the cap of its key.

    Args:
        text: what the key does; always the accessible name.
        cap: what stands on the key.
        look: colours and sizes.
    """

    def __init__(self, text: str, cap: str, *, look: HallLook, parent: QWidget) -> None:
        super().__init__(parent)
        self._cap = cap
        self._look = look
        self._worded = True
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({cap})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str) -> None:
        """Show another word."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({self._cap})")

    def take_look(self, look: HallLook, *, worded: bool) -> None:
        """Take over colours and sizes; without a word where there is no room."""
        self._look = look
        self._worded = worded
        self.setFixedSize(self.width_for(look, worded=worded), look.px(34))
        self.update()

    def width_for(self, look: HallLook, *, worded: bool) -> int:
        """Return the width in pixels."""
        word = QFontMetrics(look.font(_TEXT)).horizontalAdvance(self.text()) + look.px(_GAP) if worded else 0
        return word + self._cap_width(look) + 2 * look.px(_EDGE)

    def _cap_width(self, look: HallLook) -> int:
        advance = QFontMetrics(look.font(_CAP, 600)).horizontalAdvance(self._cap)
        return max(advance + 2 * look.px(_PAD), look.px(26))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys that press buttons; the others are those of the hall."""
        if event.key() in _PRESSING:
            self.click()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Do nothing: pressing has acted."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Show the pointer over it."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint word, cap and focus."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, cap = look.px(_EDGE), self._cap_width(look)
        if self._worded:
            painter.setFont(look.font(_TEXT))
            painter.setPen(look.colour("text" if self.underMouse() else "text2"))
            painter.drawText(edge, 0, self.width(), self.height(), Qt.AlignmentFlag.AlignVCenter, self.text())
        height = look.px(24)
        box = QRectF(self.width() - edge - cap + 0.5, (self.height() - height) / 2 + 0.5, cap - 1, height - 1)
        painter.setPen(QPen(look.colour("btnline"), 1))
        painter.setBrush(look.colour("sunken"))
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        painter.setFont(look.font(_CAP, 600))
        painter.setPen(look.colour("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._cap)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(6), look.px(6))
