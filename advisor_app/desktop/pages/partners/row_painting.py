"""How a partner is painted as a row: icon, name and distance, then what it is and what it serves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from advisor_app.desktop.presenters.partners_views import PartnerRow
from advisor_app.desktop.theme import Theme

ROW_HEIGHT = 54
_ICON = 18


def paint_row(painter: QPainter, row: PartnerRow, box: QRectF, *, theme: Theme, chevron: bool) -> None:
    """Paint a row into a box.

    Args:
        painter: what paints.
        row: what is shown.
        box: where, in pixels.
        theme: the look.
        chevron: end in an arrow; otherwise the area that the partner serves stands at the right.
    """
    px = theme.px
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    middle = box.center().y()
    icon = theme.icon(row.icon, "text2", _ICON, ratio)
    painter.drawPixmap(round(box.left() + px(16)), round(middle - px(_ICON) / 2), icon)
    left, right = box.left() + px(46), box.right() - px(16)
    if chevron:
        arrow = theme.icon("chevron-right", "text2", 16, ratio)
        painter.drawPixmap(round(right - px(16)), round(middle - px(16) / 2), arrow)
        right -= px(24)
    upper = QRectF(left, box.top() + px(7), right - left, px(20))
    lower = QRectF(left, box.top() + px(28), right - left, px(18))
    meta = [row.meta, row.distance] if chevron else [row.meta]
    taken = 0.0 if chevron else _write(painter, row.distance, upper, theme, (12, 500, "text2"), right=True)
    upper.setWidth(max(upper.width() - taken, 0.0))
    _write(painter, row.title, upper, theme, (14, 600, "text"))
    room = lower.width()
    used = _write(painter, " · ".join(part for part in meta if part), lower, theme, (12, 400, "text2"))
    if not chevron and room - used > px(90):
        rest = QRectF(left + used, lower.top(), room - used, lower.height())
        _write(painter, row.area, rest, theme, (12, 400, "text3"), right=True)


def _write(
    painter: QPainter, text: str, box: QRectF, theme: Theme, look: tuple[float, int, str], *, right: bool = False
) -> float:
    """Write a line, elided where there is no room; return how much room it takes with a gap behind it."""
    if not text:
        return 0.0
    size, weight, colour = look
    font = theme.font(size, weight)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(font)
    painter.setPen(theme.colour(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box.adjusted(0, 0, 1, 0), Qt.AlignmentFlag.AlignVCenter | side, shown)
    return metrics.horizontalAdvance(shown) + theme.px(12)
