"""The signs of a legend, painted as the map paints what they stand for."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from advisor_app.desktop.map.layers import Ink
from advisor_app.desktop.map.picture import LegendEntry, Swatch

# Design pixels; what has no width is words only.
SIGN_HEIGHT = 20
SIGN_GAP = 6
SIGN_WIDTHS = {
    Swatch.FILL: 16,
    Swatch.HATCH: 16,
    Swatch.LINE: 16,
    Swatch.DOT: 12,
    Swatch.SPOT: 12,
    Swatch.COUNT: 18,
}
_SAMPLE_COUNT = "5"


def paint_sign(painter: QPainter, entry: LegendEntry, ink: Ink, height: float) -> None:
    """Paint the sign of an entry at the left edge, in the middle of a line of some height (in device units)."""
    painter.save()
    unit = ink.px(100) / 100
    middle, width = height / 2, SIGN_WIDTHS[entry.swatch] * unit
    match entry.swatch:
        case Swatch.LINE:
            painter.setPen(QPen(ink.colour(entry.colour), 2 * unit))
            painter.drawLine(QLineF(0, middle, width, middle))
        case Swatch.DOT | Swatch.SPOT | Swatch.COUNT:
            _round(painter, entry, ink, QRectF(0, middle - width / 2, width, width))
        case _:
            _square(painter, entry, ink, QRectF(0.5, middle - 6 * unit, width - 1, 12 * unit))
    painter.restore()


def _round(painter: QPainter, entry: LegendEntry, ink: Ink, box: QRectF) -> None:
    several = entry.swatch is Swatch.COUNT
    inset = 0.0 if several else box.width() / 12
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colour(entry.colour))
    painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
    if several:
        painter.setPen(ink.colour("on_accent"))
        painter.setFont(ink.font(11, 600))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _SAMPLE_COUNT)


def _square(painter: QPainter, entry: LegendEntry, ink: Ink, box: QRectF) -> None:
    unit, hatched = ink.px(100) / 100, entry.swatch is Swatch.HATCH
    painter.setPen(QPen(ink.colour("accent" if hatched else "map_rim"), unit))
    painter.setBrush(ink.colour("map_land" if hatched else entry.colour))
    painter.drawRect(box)
    if hatched:
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(ink.colour(entry.colour), 2 * unit))
        step = 5 * unit
        count = int((box.width() + box.height()) / step) + 1
        lines = [box.left() - box.height() + step * number for number in range(count)]
        painter.drawLines([QLineF(x, box.bottom(), x + box.height(), box.top()) for x in lines])
