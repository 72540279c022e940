"""What all painted rows of lists have in common: their ground, and words that end where there is no more room."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle

from advisor_app.desktop.theme import Theme

_BAR = 3


def is_selected(state: QStyle.StateFlag) -> bool:
    """Tell whether a row is the chosen one."""
    return bool(state & QStyle.StateFlag.State_Selected)


def paint_ground(
    painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, theme: Theme, selected: bool | None = None,
    inset: float = 0,
) -> None:  # fmt: skip
    """Paint what a row stands on: its fill, the line below it, and a bar where it is the chosen one.

    Args:
        painter: what paints.
        rect: of the row.
        state: of the row.
        theme: the look.
        selected: whether it is the chosen one, where the state alone does not tell.
        inset: how far in the line below begins, in pixels.
    """
    tokens = theme.tokens
    chosen = is_selected(state) if selected is None else selected
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    painter.fillRect(rect, QColor(tokens.sel if chosen else tokens.sunken if hovered else tokens.surface))
    painter.setPen(QPen(QColor(tokens.line), 1))
    below = rect.bottom() + 0.5
    painter.drawLine(QPointF(rect.left() + inset, below), QPointF(rect.right() + 1, below))
    if chosen:
        painter.fillRect(QRect(rect.left(), rect.top(), theme.px(_BAR), rect.height()), QColor(tokens.accent))


def write(
    painter: QPainter, text: str, box: QRectF, *, theme: Theme, font: QFont, colour: str = "text2", right: bool = False
) -> float:
    """Paint as much of a text as fits on one line and return its width in pixels.

    Args:
        painter: what paints.
        text: what is written.
        box: where; the line stands in its middle.
        theme: the look.
        font: of the look.
        colour: name of a colour of the look.
        right: let it end at the right edge.
    """
    if not text:
        return 0.0
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 0.0))
    painter.setFont(font)
    painter.setPen(theme.colour(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    # A little more room than was measured, so that rounding cuts no letter.
    room = box.adjusted(-2, 0, 0, 0) if right else box.adjusted(0, 0, 2, 0)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | side, shown)
    return metrics.horizontalAdvance(shown)
