"""How the de-minimis account is painted: what is in use from today on below the ceiling, a bar for every grant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QLinearGradient, QPainter, QPen

from advisor_app.desktop.pages.check.holdings_ink import Ink
from advisor_app.desktop.presenters.check_account import day_words
from advisor_app.desktop.presenters.check_account_views import AccountSide, AccountView, GrantBar

_TOP, _CHART, _AXIS, _ROW = 44, 120, 30, 38
_SIDE, _BAR, _TEXT, _NEAR = 10, 9, 18, 6
# From line to line where an area is hatched.
_HATCH = 6
# The last part of a bar fades out.
_FADE = 0.82
_COLOURS = {"counts": "accent", "maybe": "warn", "elsewhere": "mute", "over": "mute", "beside": "draw"}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of the picture stand: its width, and the sizes of a look."""

    view: AccountView
    side: AccountSide
    width: float
    ink: Ink

    @property
    def height(self) -> float:
        """Return how tall the picture is."""
        px = self.ink.px
        return px(_TOP) + px(_CHART) + px(_AXIS) + px(_ROW) * len(self.view.bars) + px(_SIDE)

    @property
    def floor(self) -> float:
        """Return where nothing is in use."""
        return self.ink.px(_TOP) + self.ink.px(_CHART)

    def x(self, day: date) -> float:
        """Return where a day stands across; one beyond the line stands at its end."""
        side = self.ink.px(_SIDE)
        days = max((self.view.end - self.view.start).days, 1)
        part = min(max((day - self.view.start).days / days, 0.0), 1.0)
        return side + part * (self.width - 2 * side)

    def y(self, amount: float) -> float:
        """Return where an amount stands: the ceiling at the top, lower where more is in use than may be."""
        most = max(self.side.ceiling, *(level.high for level in self.side.levels))
        return self.floor - amount / most * self.ink.px(_CHART)

    def row(self, number: int) -> QRectF:
        """Return the room of a grant."""
        px = self.ink.px
        return QRectF(0, self.floor + px(_AXIS) + px(_ROW) * number, self.width, px(_ROW))


def paint_account(painter: QPainter, frame: Frame, *, lit: int) -> None:
    """Paint the picture.

    Args:
        painter: what paints.
        frame: what is shown, and where.
        lit: number of the grant that stands out, -1 for none.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_axis(painter, frame)
    _paint_use(painter, frame)
    for number, bar in enumerate(frame.view.bars):
        _paint_bar(painter, frame, bar, frame.row(number), lit=number == lit)
    _paint_today(painter, frame)


def _paint_axis(painter: QPainter, frame: Frame) -> None:
    """Paint where years begin, through the whole picture, and their names."""
    ink, view = frame.ink, frame.view
    painter.setFont(ink.font(12))
    metrics = QFontMetricsF(ink.font(12))
    for year in range(view.start.year, view.end.year + 1):
        begin = date(year, 1, 1)
        left, right = frame.x(max(begin, view.start)), frame.x(min(date(year, 12, 31), view.end))
        if begin >= view.start:
            painter.setPen(QPen(ink.colour("map_thin"), 1))
            painter.drawLine(QPointF(left, ink.px(_TOP)), QPointF(left, frame.height - ink.px(_SIDE)))
        words = str(year)
        if right - left > metrics.horizontalAdvance(words) + ink.px(8):
            painter.setPen(ink.colour("text2"))
            painter.drawText(QRectF(left + ink.px(4), frame.floor, right - left, ink.px(_AXIS - 6)), _MIDDLE, words)
    painter.setPen(QPen(ink.colour("control"), 1))
    painter.drawLine(QPointF(ink.px(_SIDE), frame.floor), QPointF(frame.width - ink.px(_SIDE), frame.floor))


def _paint_use(painter: QPainter, frame: Frame) -> None:
    """Paint what is in use from today on, the ceiling, and the room that is left after every change."""
    ink, side = frame.ink, frame.side
    ends = [frame.x(level.day) for level in side.levels[1:]] + [frame.width - ink.px(_SIDE)]
    for level, right in zip(side.levels, ends, strict=True):
        left = frame.x(level.day)
        sure = QRectF(QPointF(left, frame.y(level.low)), QPointF(right, frame.floor))
        _fill(painter, sure, ink, "accent")
        if level.high > level.low:
            unsure = QRectF(QPointF(left, frame.y(level.high)), QPointF(right, frame.y(level.low)))
            painter.fillRect(unsure, ink.colour("warn_soft"))
            _dash(painter, unsure, ink.colour("warn"))
    _paint_edge(painter, frame, ends)
    top = frame.y(side.ceiling)
    pen = QPen(ink.colour("bad"), max(1.0, ink.px(15) / 10))
    pen.setDashPattern([5, 3])
    painter.setPen(pen)
    painter.drawLine(QPointF(ink.px(_SIDE), top), QPointF(frame.width - ink.px(_SIDE), top))
    _paint_ceiling(painter, frame, top)
    _paint_room(painter, frame)


def _fill(painter: QPainter, area: QRectF, ink: Ink, tone: str) -> None:
    """Fill an area with the soft colour of a tone; a look without soft colours has it hatched."""
    soft = ink.colour(f"{tone}_soft")
    painter.fillRect(area, soft)
    if soft != ink.colour("surface"):
        return
    painter.save()
    painter.setClipRect(area)
    painter.setPen(QPen(ink.colour(tone), 1))
    for step in range(0, round(area.width() + area.height()), ink.px(_HATCH)):
        begin = QPointF(area.left() + step, area.top())
        painter.drawLine(begin, begin + QPointF(-area.height(), area.height()))
    painter.restore()


def _dash(painter: QPainter, area: QRectF, colour: QColor) -> None:
    pen = QPen(colour, 1)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_edge(painter: QPainter, frame: Frame, ends: list[float]) -> None:
    """Paint the upper edge of what is in use for certain, step by step."""
    painter.setPen(QPen(frame.ink.colour("accent"), frame.ink.px(2)))
    before: float | None = None
    for level, right in zip(frame.side.levels, ends, strict=True):
        left, y = frame.x(level.day), frame.y(level.low)
        if before is not None and before != y:
            painter.drawLine(QPointF(left, before), QPointF(left, y))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        before = y


def _paint_ceiling(painter: QPainter, frame: Frame, top: float) -> None:
    """Write what the ceiling is, in the part before today, which is empty; above the line where that is narrow."""
    ink = frame.ink
    words = f"Obergrenze {frame.side.ceiling_words}"
    font = ink.font(12)
    room = frame.x(frame.view.today) - ink.px(_SIDE) - ink.px(8)
    painter.setFont(font)
    painter.setPen(ink.colour("text2"))
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, room)
    area = QRectF(ink.px(_SIDE), top + ink.px(3), QFontMetricsF(font).horizontalAdvance(shown) + 2, ink.px(_TEXT))
    # No line of a year runs through words.
    painter.fillRect(area, ink.colour("surface"))
    painter.drawText(area, _MIDDLE, shown)


def _paint_room(painter: QPainter, frame: Frame) -> None:
    """Write above the chart how much is free after every later change, as far as there is room."""
    ink = frame.ink
    font = ink.font(12, 600)
    painter.setFont(font)
    painter.setPen(ink.colour("text"))
    taken = frame.x(frame.view.today) + ink.px(_NEAR)
    edge = frame.width - ink.px(_SIDE)
    for level in frame.side.levels[1:]:
        width = QFontMetricsF(font).horizontalAdvance(level.room)
        left = min(frame.x(level.day), edge - width)
        if left >= taken:
            painter.drawText(QRectF(left, ink.px(_TEXT + 2), width + 2, ink.px(_TEXT)), _MIDDLE, level.room)
            taken = left + width + ink.px(14)


def today_label(frame: Frame) -> tuple[str, QRectF]:
    """Return what stands at the line of today, and where: right of the line, left of it where that has no room.

    Where neither side has, it stands above the line, and where it is wider than the picture it leaves out the day.
    """
    ink, x = frame.ink, frame.x(frame.view.today)
    metrics = QFontMetricsF(ink.font(13, 600))
    room = frame.side.levels[0].room
    words = f"heute, {day_words(frame.view.today)}: {room}"
    # A little more room than was measured, so that rounding cuts no letter.
    width = metrics.horizontalAdvance(words) + 2
    if width > frame.width:
        words = f"heute: {room}"
        width = metrics.horizontalAdvance(words) + 2
    left = x + ink.px(_NEAR)
    if left + width > frame.width:
        left = x - ink.px(_NEAR) - width
    return words, QRectF(max(min(left, frame.width - width), 0.0), 0, width, ink.px(_TEXT))


def _paint_today(painter: QPainter, frame: Frame) -> None:
    """Paint the line of today and beside its upper end how much is free."""
    ink, x = frame.ink, frame.x(frame.view.today)
    words, area = today_label(frame)
    top = area.bottom() + ink.px(2) if area.left() <= x <= area.right() else area.top() + ink.px(2)
    painter.setPen(QPen(ink.colour("text"), max(1.0, ink.px(15) / 10)))
    painter.drawLine(QPointF(x, top), QPointF(x, frame.floor + ink.px(5)))
    painter.setFont(ink.font(13, 600))
    painter.drawText(area, _MIDDLE, words)


def _paint_bar(painter: QPainter, frame: Frame, bar: GrantBar, row: QRectF, *, lit: bool) -> None:
    ink = frame.ink
    if lit:
        painter.fillRect(row.adjusted(0, 0, 0, -ink.px(2)), ink.colour("sel"))
    left, right = frame.x(bar.start), max(frame.x(bar.end + timedelta(days=1)), frame.x(bar.start) + ink.px(3))
    area = QRectF(left, row.top() + ink.px(_TEXT) + ink.px(4), right - left, ink.px(_BAR))
    colour = ink.colour(_COLOURS[bar.state])
    if bar.state in ("counts", "beside"):
        fade = QLinearGradient(area.topLeft(), area.topRight())
        fade.setColorAt(0, colour)
        fade.setColorAt(_FADE, colour)
        end = QColor(colour)
        end.setAlpha(40)
        fade.setColorAt(1, end)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(fade))
        painter.drawRoundedRect(area, ink.px(2), ink.px(2))
        painter.setPen(QPen(colour, ink.px(2)))
        painter.drawLine(area.topRight(), area.bottomRight())
    else:
        _dash(painter, area, colour)
    _paint_label(painter, frame, bar, row, ink.colour("sel" if lit else "surface"))


def _paint_label(painter: QPainter, frame: Frame, bar: GrantBar, row: QRectF, ground: QColor) -> None:
    """Write what a grant is above its bar; it begins where the bar does, earlier where it would find no room."""
    ink = frame.ink
    state = bar.word if bar.state != "counts" else ""
    parts = [(bar.amount, ink.font(12, 600), "text"), (bar.label, ink.font(12), "text2"),
             (state, ink.font(12, 500), "text2"), (bar.free, ink.font(12), "text2")]  # fmt: skip
    shown = [(f"{words}   ", font, colour) for words, font, colour in parts if words]
    width = sum(QFontMetricsF(font).horizontalAdvance(words) for words, font, _ in shown)
    edge = frame.width - ink.px(_SIDE)
    x = max(min(frame.x(bar.start), edge - width), float(ink.px(_SIDE)))
    painter.fillRect(QRectF(x, row.top() + ink.px(2), min(width, edge - x), ink.px(_TEXT)), ground)
    # Where all of it has no room, what it is about is shortened first.
    spare = edge - x - width
    for place, (words, font, colour) in enumerate(shown):
        metrics = QFontMetricsF(font)
        room = metrics.horizontalAdvance(words)
        if spare < 0 and place == 1:
            room = max(room + spare, ink.px(24))
        text = metrics.elidedText(words.rstrip(), Qt.TextElideMode.ElideRight, min(room, edge - x))
        painter.setFont(font)
        painter.setPen(ink.colour(colour))
        painter.drawText(QRectF(x, row.top() + ink.px(2), min(room, edge - x) + 2, ink.px(_TEXT)), _MIDDLE, text)
        x += room
        if x >= edge:
            return
