"""A line that is a button: icon, title, a word below it, and a figure at the right; what has no room is elided."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from advisor_app.desktop.pages.check.result_text import RowInk, Style
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import is_enter, plain_tip

_STRONG, _PLAIN, _META = Style(13, 600), Style(13), Style(12)
_HIGH, _LOW = 46, 34


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """What a line says: `below` may be "", then the line is a low one."""

    icon: str
    tone: str
    title: str
    spoken: str
    below: str = ""
    right: str = ""


class LineButton(QPushButton):
    """Paints a line.

    Args:
        view: what it says.
        theme: the look.
    """

    def __init__(self, view: LineView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._theme = theme
        self._ink = RowInk(theme=theme, parent=self)
        self.setAccessibleName(view.spoken)
        self.setToolTip(plain_tip(view.spoken))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)

    def sizeHint(self) -> QSize:
        """Return the height of one or two lines of text."""
        return QSize(self._theme.px(200), self._theme.px(_HIGH if self._view.below else _LOW))

    def minimumSizeHint(self) -> QSize:
        """Allow a line to be cut."""
        return QSize(self._theme.px(60), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a click too."""
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)

    @Slot()
    def restyle(self) -> None:
        """Take over the new look."""
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, and where pointer and keyboard are."""
        theme, px, view = self._theme, self._theme.px, self._view
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter)
        box = QRectF(self.rect()).adjusted(px(8), 0, -px(8), 0)
        icon = theme.icon(view.icon, view.tone, 18, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(round(box.left()), round(box.center().y() - px(18) / 2)), icon)
        box.setLeft(box.left() + px(28))
        taken = self._ink.write(painter, view.right, box, _STRONG, colour="ok", right=True)
        box.setRight(box.right() - (taken + px(10) if taken else 0))
        if not view.below:
            self._ink.write(painter, view.title, box, _PLAIN, colour="text")
            return
        upper = QRectF(box.left(), box.top() + px(4), box.width(), px(20))
        self._ink.write(painter, view.title, upper, _STRONG, colour="text")
        self._ink.write(painter, view.below, upper.translated(0, px(19)), _META)

    def _ground(self, painter: QPainter) -> None:
        tokens, px = self._theme.tokens, self._theme.px
        inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(tokens.sunken) if self.underMouse() or self.isDown() else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), px(2)) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(inner, px(6), px(6))
