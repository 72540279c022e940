"""A line of days: a bubble for each day on which something happens, as large as there is much. Painted, no widgets.

Which day is which, and what happens on it, also stands in words: in the name a screen reader says, in the tooltip, and
in the list that whoever shows the line puts beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from advisor_app.desktop.theme import Theme, Tone

HEIGHT = 104
_AXIS = 52
_SIDE = 26
_SMALLEST, _STEP, _LARGEST = 9.0, 2.0, 20.0
_GAP = 3.0
# In a smaller bubble a number cannot be read.
_ROOM_FOR_NUMBER = 8.5
_CENTRE = Qt.AlignmentFlag.AlignCenter
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A day on the line: how much happens, in which tone, the short label above it, and all of it in words."""

    day: date
    count: int
    tone: str
    label: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What the line reaches over: its first and last day, and the months in it as first day and name."""

    first: date
    last: date
    months: tuple[tuple[date, str], ...] = ()
    first_label: str = "Heute"


@dataclass(frozen=True, slots=True)
class Bubble:
    """Where a stop is painted: the centre and radius in pixels."""

    stop: Stop
    x: float
    radius: float


def spread(places: Sequence[float], radii: Sequence[float], *, low: float, high: float, gap: float) -> list[float]:
    """Return places that lie apart by their radii and a gap, each as near to where it was as its neighbours let it.

    Args:
        places: in order.
        radii: of what lies there.
        low: nothing reaches below.
        high: nothing reaches above. Where there is no room for all, they overlap evenly.
        gap: between two edges.
    """
    if not places:
        return []
    wanted = 2 * sum(radii) - radii[0] - radii[-1] + gap * (len(places) - 1)
    room = max(high - low - radii[0] - radii[-1], 0.0)
    squeeze = min(1.0, room / wanted) if wanted else 1.0
    offsets = [0.0]
    for left, right in pairwise(radii):
        offsets.append(offsets[-1] + (left + right + gap) * squeeze)
    # Pooled averages: the nearest rising sequence to the places without their offsets.
    pools: list[tuple[float, int]] = []
    for place, offset in zip(places, offsets, strict=True):
        mean, size = place - offset, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (mean * size + before * count) / (size + count), size + count
        pools.append((mean, size))
    bases = [mean for mean, size in pools for _ in range(size)]
    lowest, highest = low + radii[0], high - radii[-1] - offsets[-1]
    return [max(min(base, highest), lowest) + offset for base, offset in zip(bases, offsets, strict=True)]


class Timeline(QWidget):
    """The line. A click or the arrow keys choose a day.

    Args:
        theme: the look.
        name: what it is called aloud.

    Signals: `day_chosen` (the day as `date`, chosen by the reader).
    """

    day_chosen = Signal(object)

    def __init__(self, name: str, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._stops: tuple[Stop, ...] = ()
        self._span: Span | None = None
        self._chosen = -1
        self._hovered = -1
        self._by_keyboard = False
        self._bubbles: tuple[Bubble, ...] = ()
        self._measured = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)
        self.restyle()

    # What it shows

    def show_stops(self, stops: tuple[Stop, ...], span: Span) -> None:
        """Show these days, in order.

        The chosen one stays chosen if it is still among them, else it is the one with the most, the first of several.
        """
        day = self.day
        self._stops, self._span = stops, span
        self._hovered, self._measured = -1, -1
        fullest = max(range(len(stops)), key=lambda number: stops[number].count, default=-1)
        self._chosen = next((number for number, stop in enumerate(stops) if stop.day == day), fullest)
        self._name_aloud()
        self.update()

    @property
    def day(self) -> date | None:
        """Return the chosen day, None without any."""
        return self._stops[self._chosen].day if 0 <= self._chosen < len(self._stops) else None

    def choose(self, day: date) -> None:
        """Choose a day; one on which nothing happens changes nothing."""
        self._go_to(next((number for number, stop in enumerate(self._stops) if stop.day == day), -1))

    def _go_to(self, number: int) -> None:
        if 0 <= number < len(self._stops) and number != self._chosen:
            self._chosen = number
            self._name_aloud()
            self.update()
            self.day_chosen.emit(self._stops[number].day)

    def _name_aloud(self) -> None:
        """Say the chosen day where a screen reader listens."""
        told = ""
        if 0 <= self._chosen < len(self._stops):
            told = f": {self._stops[self._chosen].spoken} ({self._chosen + 1} von {len(self._stops)})"
        self.setAccessibleName(f"{self._name}{told}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # Where things are

    def bubbles(self) -> tuple[Bubble, ...]:
        """Return where the days are painted at the present width."""
        if self._measured != self.width():
            self._measured = self.width()
            self._bubbles = self._measure()
        return self._bubbles

    def _measure(self) -> tuple[Bubble, ...]:
        if self._span is None or not self._stops:
            return ()
        px = self._theme.px
        low, high = px(_SIDE) * 0.5, self.width() - px(_SIDE) * 0.5
        # All have to find room side by side; where there are many, they are small.
        room = max((high - low) / (2 * len(self._stops)) - 0.5, 1.0)
        radii = [min(self._theme.zoom * min(_SMALLEST + _STEP * stop.count, _LARGEST), room) for stop in self._stops]
        gap = min(self._theme.zoom * _GAP, 1.0 if room < px(_SMALLEST) else px(_GAP))
        places = spread([self._x(stop.day) for stop in self._stops], radii, low=low, high=high, gap=gap)
        return tuple(
            Bubble(stop, place, radius) for stop, place, radius in zip(self._stops, places, radii, strict=True)
        )

    def _x(self, day: date) -> float:
        span, side = self._span, self._theme.px(_SIDE)
        if span is None:
            return side
        days = max((span.last - span.first).days, 1)
        return side + (day - span.first).days / days * (self.width() - 2 * side)

    def stop_at(self, point: QPointF) -> int:
        """Return the number of the day whose bubble (or label) lies at a point, -1 for none."""
        reach = self._theme.px(6)
        near = [
            (abs(bubble.x - point.x()), number)
            for number, bubble in enumerate(self.bubbles())
            if abs(bubble.x - point.x()) <= max(bubble.radius, reach)
        ]
        inside = self._theme.px(4) <= point.y() <= self._theme.px(_AXIS) + self._theme.px(_LARGEST) + reach
        return min(near)[1] if near and inside else -1

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint months, line, today and bubbles with their labels."""
        span = self._span
        if span is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter, span)
        for number, bubble in enumerate(self.bubbles()):
            self._paint_bubble(painter, number, bubble)
        self._paint_labels(painter)

    def _paint_axis(self, painter: QPainter, span: Span) -> None:
        theme, px, y = self._theme, self._theme.px, self._theme.px(_AXIS)
        below = QRectF(0, y + px(24), self.width(), px(16))
        font = theme.font(12, 600)
        painter.setFont(font)
        painter.setPen(theme.colour("accent"))
        width = QFontMetricsF(font).horizontalAdvance(span.first_label)
        left = max(self._x(span.first) - width / 2, 0.0)
        painter.drawText(QRectF(left, below.top(), width + 1, below.height()), _CENTRE, span.first_label)
        self._paint_months(painter, span, taken=left + width + px(10))
        painter.setPen(QPen(theme.colour("line"), px(2)))
        painter.drawLine(QPointF(self._x(span.first), y), QPointF(self.width() - px(_SIDE) / 2, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(QPointF(self._x(span.first), y), px(5), px(5))

    def _paint_months(self, painter: QPainter, span: Span, *, taken: float) -> None:
        """Paint where months begin, and their names where there is room for them."""
        theme, px, y = self._theme, self._theme.px, self._theme.px(_AXIS)
        font = theme.font(12)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for day, name in span.months:
            x = self._x(day)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(x, y - px(6)), QPointF(x, y + px(38)))
            left = max(x + px(6), taken)
            width = metrics.horizontalAdvance(name)
            if left - x <= px(30) and left + width <= self.width():
                painter.setPen(theme.colour("text2"))
                painter.drawText(QRectF(left, y + px(24), width + 2, px(16)), _CENTRE, name)
                taken = left + width + px(8)

    def _paint_bubble(self, painter: QPainter, number: int, bubble: Bubble) -> None:
        theme, tone, y = self._theme, Tone(bubble.stop.tone), self._theme.px(_AXIS)
        strong, chosen = QColor(theme.tokens.tone(tone)), number == self._chosen
        fill = strong if chosen else QColor(theme.tokens.soft(tone))
        centre = QPointF(bubble.x, y)
        painter.setPen(QPen(strong, theme.px(2) if number == self._hovered else max(1.5 * theme.zoom, 1.0)))
        painter.setBrush(fill)
        inner = max(bubble.radius - 1, 1.0)
        painter.drawEllipse(centre, inner, inner)
        if bubble.radius >= theme.zoom * _ROOM_FOR_NUMBER:
            painter.setFont(theme.font(12, 700 if chosen else 600))
            painter.setPen(theme.colour("surface") if chosen else strong)
            told = str(bubble.stop.count) if bubble.stop.count < 100 else "99+"
            area = QRectF(bubble.x - bubble.radius, y - bubble.radius, 2 * bubble.radius, 2 * bubble.radius)
            painter.drawText(area, _CENTRE, told)
        if chosen and self.hasFocus() and self._by_keyboard:
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, bubble.radius + theme.px(3), bubble.radius + theme.px(3))

    def _paint_labels(self, painter: QPainter) -> None:
        """Paint the days above their bubbles: the chosen one always, the others where they find room."""
        theme = self._theme
        for number, area in self.labels():
            chosen = number == self._chosen
            painter.setFont(theme.font(12, 700 if chosen else 600))
            painter.setPen(theme.colour("text" if chosen else "text2"))
            painter.drawText(area, _CENTRE, self._stops[number].label)

    def labels(self) -> Iterator[tuple[int, QRectF]]:
        """Yield the numbers of the days whose labels are shown, with their places."""
        px, taken = self._theme.px, list[QRectF]()
        metrics = QFontMetricsF(self._theme.font(12, 700))
        bubbles = self.bubbles()
        order = sorted(range(len(bubbles)), key=lambda number: (number != self._chosen, -bubbles[number].stop.count))
        for number in order:
            bubble = bubbles[number]
            width = metrics.horizontalAdvance(bubble.stop.label) + px(4)
            left = min(max(bubble.x - width / 2, 0.0), self.width() - width)
            area = QRectF(left, px(_AXIS) - bubble.radius - px(22), width, px(16))
            row = area.adjusted(-px(4), -px(2 * _LARGEST), px(4), px(2 * _LARGEST))
            if not any(row.intersects(other) for other in taken):
                taken.append(area)
                yield number, area

    # Hands on it

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day that was clicked."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._by_keyboard = False
            self._go_to(self.stop_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be clicked."""
        self._hover(self.stop_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what the pointer was on."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the day before or after, the first or the last."""
        last = len(self._stops) - 1
        targets = {
            Qt.Key.Key_Left: max(self._chosen - 1, 0),
            Qt.Key.Key_Right: min(self._chosen + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self._by_keyboard = True
        self.update()
        self._go_to(target)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus where it came by the keyboard."""
        self._by_keyboard = event.reason() in _KEYBOARD
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what happens on a day."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.stop_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._stops[number].spoken if number >= 0 else "", self)
            return True
        return super().event(event)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.setFixedHeight(self._theme.px(HEIGHT))
        self._measured = -1
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which two months can be read."""
        return QSize(self._theme.px(480), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least at which it is of use."""
        return QSize(self._theme.px(200), self._theme.px(HEIGHT))
