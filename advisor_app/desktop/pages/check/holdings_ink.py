"""How the holdings are painted: boxes that tell by their shape how they count, lines with the share on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTextLayout, QTextOption

from advisor_app.desktop.pages.check.holdings_layout import Layout, Line, Rect, Sizes, lay_out
from advisor_app.desktop.presenters.check_size_views import BoxView, SizeView

_WIDTHS = {"linked": 2.5, "partner": 1.5, "none": 1.2}
_LINE = 17
_ROOF = 9
# Boxes that stand below each other are so high: their words stand on two lines.
_LOW = 56


class Ink(Protocol):
    """What colours, fonts and sizes are asked of: the look of the window, or that of paper."""

    def colour(self, name: str) -> QColor:
        """Return a colour by its token name."""

    def font(self, size: float, weight: int = 400) -> QFont:
        """Return the interface font at a design size."""

    def px(self, design: float) -> int:
        """Return a size in pixels."""


def place(boxes: Sequence[BoxView], ink: Ink, room: float) -> Layout:
    """Return where boxes stand in the sizes of a look.

    Args:
        boxes: each after the one it was told under, the company first.
        ink: the look.
        room: the width there is, in pixels.
    """
    px = ink.px
    chart = Sizes(
        width=px(184), height=px(88), gap=px(20), stub=px(29), track=px(14), indent=0, margin=px(14), tip=px(9)
    )  # fmt: skip
    low = Sizes(
        width=px(312), height=px(_LOW), gap=px(14), stub=px(27), track=0, indent=px(124), margin=px(14), tip=px(9)
    )  # fmt: skip
    return lay_out(boxes, chart, low, room)


def paint_holdings(painter: QPainter, view: SizeView, layout: Layout, ink: Ink, *, lit: tuple[int, ...] | None) -> None:
    """Paint the picture.

    Args:
        painter: what paints.
        view: what is shown.
        layout: where it stands.
        ink: the look.
        lit: the box that stands out, None for none.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    boxes = {box.path: box for box in view.boxes}
    for line in layout.lines:
        _paint_line(painter, boxes[line.path], line, ink)
    for line in layout.lines:
        _paint_share(painter, boxes[line.path], line, ink, is_chart=layout.is_chart)
    for box in view.boxes:
        _paint_box(painter, box, layout.boxes[box.path], ink, lit=box.path == lit)


def box_area(rect: Rect) -> QRectF:
    """Return a rectangle as Qt's."""
    return QRectF(rect.x, rect.y, rect.width, rect.height)


def _paint_line(painter: QPainter, box: BoxView, line: Line, ink: Ink) -> None:
    pen = QPen(ink.colour("control"), _WIDTHS[box.strength] * ink.px(100) / 100)
    if box.strength == "none":
        pen.setDashPattern([3, 3])
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line.points]))
    _paint_arrow(painter, line, ink)


def _paint_arrow(painter: QPainter, line: Line, ink: Ink) -> None:
    """Paint the tip at the one that is held."""
    ends = line.points if line.arrow_last else line.points[::-1]
    (x0, y0), (x1, y1) = ends[-2], ends[-1]
    size = ink.px(6)
    length = max(abs(x1 - x0) + abs(y1 - y0), 1.0)
    dx, dy = (x1 - x0) / length * size, (y1 - y0) / length * size
    tip = QPolygonF(
        [
            QPointF(x1, y1),
            QPointF(x1 - dx - dy * 0.7, y1 - dy + dx * 0.7),
            QPointF(x1 - dx + dy * 0.7, y1 - dy - dx * 0.7),
        ]
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colour("control"))
    painter.drawPolygon(tip)


def _paint_share(painter: QPainter, box: BoxView, line: Line, ink: Ink, *, is_chart: bool) -> None:
    """Paint the share on its line; where boxes stand below each other, votes stand below the line."""
    capital, _, votes = (box.share, "", "") if is_chart else box.share.partition(", ")
    room = box_area(line.room)
    _paint_word(painter, capital, room, ink)
    if votes:
        _paint_word(painter, votes, room.translated(0, room.height() + ink.px(6)), ink)


def _paint_word(painter: QPainter, words: str, room: QRectF, ink: Ink) -> None:
    font = ink.font(12, 600)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() - ink.px(6))
    width = metrics.horizontalAdvance(shown) + ink.px(6)
    area = QRectF(room.center().x() - width / 2, room.top(), width, room.height())
    painter.fillRect(area, ink.colour("surface"))
    painter.setFont(font)
    painter.setPen(ink.colour("text"))
    painter.drawText(area.adjusted(-2, 0, 2, 0), Qt.AlignmentFlag.AlignCenter, shown)


def _paint_box(painter: QPainter, box: BoxView, rect: Rect, ink: Ink, *, lit: bool) -> None:
    area = box_area(rect).adjusted(1, 1, -1, -1)
    radius = {"partner": ink.px(18), "partner_group": ink.px(18)}.get(box.counting, ink.px(3))
    own = box.counting == "own"
    pen = QPen(ink.colour("accent" if own or lit else "text2" if box.counting == "linked" else "control"))
    pen.setWidthF((2.0 if own or lit or box.counting == "linked" else 1.2) * ink.px(100) / 100)
    if box.counting in ("exempt", "not"):
        pen.setDashPattern([2, 3])
    elif box.counting == "maybe":
        pen.setDashPattern([6, 3])
    painter.setPen(pen)
    painter.setBrush(ink.colour("accent_soft" if own else "sel" if lit else "surface"))
    if box.public:
        roof = ink.px(_ROOF)
        shape = QPolygonF([area.topLeft() + QPointF(0, roof), QPointF(area.center().x(), area.top()),
                           area.topRight() + QPointF(0, roof), area.bottomRight(), area.bottomLeft()])  # fmt: skip
        painter.drawPolygon(shape)
        pen.setWidthF(1.0)
        painter.setPen(pen)
        painter.drawLine(area.topLeft() + QPointF(0, roof), area.topRight() + QPointF(0, roof))
    else:
        painter.drawRoundedRect(area, radius, radius)
        if box.counting == "linked":
            inner = ink.px(4)
            pen.setWidthF(1.0)
            painter.setPen(pen)
            painter.drawLine(area.topLeft() + QPointF(inner, 0), area.bottomLeft() + QPointF(inner, 0))
            painter.drawLine(area.topRight() - QPointF(inner, 0), area.bottomRight() - QPointF(inner, 0))
    _paint_words(painter, box, area, ink)


def _paint_words(painter: QPainter, box: BoxView, area: QRectF, ink: Ink) -> None:
    line, pad = ink.px(_LINE), ink.px(11)
    width = area.width() - 2 * pad
    bold, plain, medium = ink.font(13, 600), ink.font(12), ink.font(12, 500)
    is_low = area.height() < ink.px(_LOW + 10)
    names = [box.name] if is_low else _wrapped(box.name, bold, width)
    parts = [[(name, bold, "text")] for name in names]
    words = [(box.figures, plain, "text2"), (box.word, medium, box.tone)]
    parts += [[words[0], (" · ", plain, "text3"), words[1]]] if is_low else [[word] for word in words]
    roof = ink.px(4) if box.public else 0
    top = area.center().y() + roof - len(parts) * line / 2
    for part in parts:
        left = area.left() + pad
        for text, font, colour in part:
            metrics = QFontMetricsF(font)
            room = area.right() - pad - left
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(ink.colour(colour))
            painter.drawText(QRectF(left, top, room + 2, line), Qt.AlignmentFlag.AlignVCenter, shown)
            left += metrics.horizontalAdvance(shown)
        top += line


def _wrapped(text: str, font: QFont, width: float) -> list[str]:
    """Return a name on at most two lines; what does not fit on the second one is left to be elided."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(width)
    end = first.textLength()
    layout.endLayout()
    rest = text[end:].strip()
    return [text[:end].strip(), rest] if rest else [text]
