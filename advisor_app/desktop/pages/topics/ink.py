"""How the picture of the topic network is painted: ties, topics, headings. Reads colours and sizes from the look."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from advisor_app.desktop.pages.topics.ring import Point, Ring, Spot, bow
from advisor_app.desktop.presenters.topics import TopicRow
from advisor_app.desktop.presenters.topics_network import NetworkView, Tie
from advisor_app.desktop.theme import Theme

_DOT = 16
_GAP = 13
_NAME_HEIGHT = 20
_FAINT, _PLAIN = 60, 170
_PALE = 0.6
_THICK = 6
_THIN, _THIN_LIT = 3, 1
_WIDTHS = {2: 1.6, 3: 2.0, 4: 2.4, 5: 3.0, 6: 3.6}


@dataclass(frozen=True, slots=True)
class Name:
    """A topic's name where it stands: its place on the ring, the room of its words, and as much of them as fits."""

    spot: Spot
    box: QRectF
    shown: str
    strong: str


class Ink:
    """Paints the parts of the picture.

    Args:
        theme: the look.

    `faded` is how much is left of what is not lit up, from 0 to 1.
    """

    faded = 0.28

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def name(self, spot: Spot, title: str, ring: Ring, width: float) -> Name:
        """Return how a topic's name stands beside its place, in plain and in strong letters."""
        box = self._box(spot, ring, width)
        plain, strong = (
            QFontMetricsF(self._theme.font(13, weight)).elidedText(title, Qt.TextElideMode.ElideRight, box.width())
            for weight in (400, 600)
        )
        return Name(spot, box, plain, strong)

    def _box(self, spot: Spot, ring: Ring, width: float) -> QRectF:
        px = self._theme.px
        gap, edge = px(_GAP), px(8)
        height = min(px(_NAME_HEIGHT), ring.pitch)
        left = spot.x + gap if spot.right else edge
        right = width - edge if spot.right else spot.x - gap
        return QRectF(left, spot.y - height / 2, max(right - left, 1.0), height)

    def tie(self, painter: QPainter, tie: Tie, one: Point, two: Point, middle: Point, *, lit: bool) -> None:
        """Paint a tie, thicker and stronger in colour the more is shared; a link in the content alone is dashed."""
        strength = min(tie.weight, _THICK)
        colour = QColor(self._theme.colour("accent"))
        if not lit:
            colour.setAlpha(_FAINT + (_PLAIN - _FAINT) * (strength - 1) // (_THICK - 1))
        # Qt paints a line of one pixel six times as fast as a wider one; most ties are that thin.
        width = 1.0 if strength <= (_THIN_LIT if lit else _THIN) else _WIDTHS[strength] * self._theme.zoom
        pen = QPen(colour, width)
        if tie.direct and not tie.programmes and not tie.partners:
            pen.setDashPattern([4, 4])
        first, second = bow(one, two, middle)
        path = QPainterPath(QPointF(*one))
        path.cubicTo(QPointF(*first), QPointF(*second), QPointF(*two))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def topic(self, painter: QPainter, row: TopicRow, name: Name, *, strong: bool, dimmed: bool) -> None:
        """Paint a topic: the icon of its maturity on the ring, its name beside it."""
        theme, spot, size = self._theme, name.spot, self._theme.px(_DOT)
        # In high contrast every text has one colour, so there what is not meant is paler.
        painter.setOpacity(_PALE if dimmed and theme.tokens.outline_soft else 1.0)
        painter.setPen(QPen(theme.colour("accent"), theme.px(1.5)) if strong else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(QPointF(spot.x, spot.y), size / 2 + theme.px(2), size / 2 + theme.px(2))
        icon, tone = (row.mark.icon, row.mark.tone) if row.mark is not None else ("circle-dashed", "mute")
        device = painter.device()
        pixmap = theme.icon(icon, "text3" if dimmed else tone, _DOT, device.devicePixelRatio() if device else 1.0)
        painter.drawPixmap(QPointF(spot.x - size / 2, spot.y - size / 2), pixmap)
        painter.setFont(theme.font(13, 600 if strong else 400))
        painter.setPen(theme.colour("accent" if strong else "text3" if dimmed else "text"))
        side = Qt.AlignmentFlag.AlignLeft if spot.right else Qt.AlignmentFlag.AlignRight
        painter.drawText(name.box, Qt.AlignmentFlag.AlignVCenter | side, name.strong if strong else name.shown)
        painter.setOpacity(1.0)

    def headings(self, painter: QPainter, view: NetworkView, ring: Ring, width: float) -> None:
        """Paint the name of each innovation field above its topics."""
        font = self._theme.font(11, 600)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text3"))
        metrics = QFontMetricsF(font)
        for spot in ring.headings:
            box = self._box(spot, ring, width)
            shown = metrics.elidedText(
                view.nodes[spot.line.number].field_label, Qt.TextElideMode.ElideRight, box.width()
            )
            side = Qt.AlignmentFlag.AlignLeft if spot.right else Qt.AlignmentFlag.AlignRight
            painter.drawText(box, Qt.AlignmentFlag.AlignBottom | side, shown)

    def focus(self, painter: QPainter, name: Name) -> None:
        """Paint the focus ring around a name."""
        px, box = self._theme.px, name.box
        painter.setPen(QPen(self._theme.colour("accent"), px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-px(4), 0, px(4), 0), px(4), px(4))
