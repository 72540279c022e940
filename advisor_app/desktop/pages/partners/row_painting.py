"""How a partner is painted as a row: icon, name and distance, then what it is and what it serves."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.partners_views import PartnerRow
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.row_ink import write

ROW_HEIGHT = 54
_ICON = 18
_GAP = 12


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
    if not chevron and row.distance:
        taken = write(painter, row.distance, upper, theme=theme, font=theme.font(12, 500), right=True) + px(_GAP)
        upper.setWidth(max(upper.width() - taken, 0.0))
    write(painter, row.title, upper, theme=theme, font=theme.font(14, 600), colour="text")
    room = lower.width()
    used = write(painter, formatting.joined(meta), lower, theme=theme, font=theme.font(12)) + px(_GAP)
    if not chevron and room - used > px(90):
        rest = QRectF(left + used, lower.top(), room - used, lower.height())
        write(painter, row.area, rest, theme=theme, font=theme.font(12), colour="text3", right=True)
