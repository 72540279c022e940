"""Paints the days of a month: number, what happens as lines, or icons with numbers where titles have no room."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from advisor_app.desktop.pages.events.month_model import CELL_ROLE, Index
from advisor_app.desktop.presenters.events import CellLine, DayCell
from advisor_app.desktop.theme import Theme, Tone

_TITLES_FROM = 104
_HEAD = 27
_LINE = 21
_PAD = 5
_ICON = 13
_TALLY = 19
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_TONES = frozenset(Tone)


class MonthDelegate(QStyledItemDelegate):
    """Paints a `DayCell`, or the number of a week.

    Args:
        theme: the look.
        view: the table it paints in.
    """

    def __init__(self, *, theme: Theme, view: QTableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        box = QRectF(option.rect)
        cell = index.data(CELL_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(cell, DayCell):
            self._ground(painter, cell, box, option.state, index)
            self._number(painter, cell, box)
            self._content(painter, cell, box)
            self._edge(painter, box, option.state)
        else:
            self._week(painter, box, index)
        painter.restore()

    def _week(self, painter: QPainter, box: QRectF, index: Index) -> None:
        painter.fillRect(box, self._theme.colour("sunken"))
        self._rules(painter, box, index)
        painter.setFont(self._theme.font(11))
        painter.setPen(self._theme.colour("text3"))
        painter.drawText(box.adjusted(0, self._theme.px(6), 0, 0), Qt.AlignmentFlag.AlignHCenter, str(index.data()))

    def _ground(self, painter: QPainter, cell: DayCell, box: QRectF, state: QStyle.StateFlag, index: Index) -> None:
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        weekend = cell.day.weekday() >= 5
        name = "sel" if selected else "sunken" if hovered or weekend or not cell.in_month else "surface"
        painter.fillRect(box, self._theme.colour(name))
        self._rules(painter, box, index)

    def _rules(self, painter: QPainter, box: QRectF, index: Index) -> None:
        """Draw the lines between cells; the card has its own edge."""
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))
        if index.column() < index.model().columnCount() - 1:
            painter.drawLine(QPointF(box.right() - 0.5, box.top()), QPointF(box.right() - 0.5, box.bottom()))

    def _edge(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        """Draw the frame of the chosen day, twice as thick while keys go there."""
        if state & QStyle.StateFlag.State_Selected:
            width = 2 if self._view.hasFocus() else 1
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), width))
            inset = width / 2 + 0.5
            painter.drawRect(box.adjusted(inset - 0.5, inset - 0.5, -inset - 0.5, -inset - 0.5))

    def _number(self, painter: QPainter, cell: DayCell, box: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        place = QRectF(box.left() + px(_PAD), box.top() + px(4), px(22), px(20))
        painter.setFont(theme.font(12, 600 if cell.today or cell.in_month else 400))
        if cell.today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(place, px(10), px(10))
            painter.setPen(theme.colour("on_accent"))
        else:
            painter.setPen(theme.colour("text3" if cell.past or not cell.in_month else "text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(cell.day.day))
        if cell.today and box.width() >= px(_TITLES_FROM):
            painter.setFont(theme.font(11, 600))
            painter.setPen(theme.colour("accent"))
            painter.drawText(QRectF(place.right() + px(5), place.top(), box.right() - place.right() - px(8),
                                    place.height()), _MIDDLE, "Heute")  # fmt: skip

    def _content(self, painter: QPainter, cell: DayCell, box: QRectF) -> None:
        px = self._theme.px
        if not cell.total:
            return
        area = box.adjusted(px(_PAD) - 1, px(_HEAD), -px(_PAD), -px(3))
        if box.width() < px(_TITLES_FROM) or area.height() < px(_LINE):
            self._tallies(painter, cell, area if area.height() >= px(_TALLY) else self._beside(box))
            return
        room = int(area.height() // px(_LINE))
        fits = len(cell.lines) if cell.total <= min(room, len(cell.lines)) else max(min(room - 1, len(cell.lines)), 0)
        top = area.top()
        for line in cell.lines[:fits]:
            self._line(painter, line, QRectF(area.left(), top, area.width(), px(_LINE) - px(2)))
            top += px(_LINE)
        if fits < cell.total:
            words = f"+ {cell.total - fits} weitere" if fits else f"{cell.total} Termine"
            painter.setFont(self._theme.font(11, 500))
            painter.setPen(self._theme.colour("text2"))
            painter.drawText(QRectF(area.left() + px(4), top, area.width(), px(_LINE) - px(2)), _MIDDLE, words)

    def _beside(self, box: QRectF) -> QRectF:
        px = self._theme.px
        return QRectF(box.left() + px(_PAD + 26), box.top() + px(4), box.width() - px(_PAD + 30), px(20))

    def _line(self, painter: QPainter, line: CellLine, box: QRectF) -> None:
        """Paint an entry as a strip in the soft fill of its tone; a past one has none."""
        theme, px = self._theme, self._theme.px
        if line.tone in _TONES:
            tone = Tone(line.tone)
            outlined = theme.tokens.outline_soft
            painter.setPen(QPen(QColor(theme.tokens.tone(tone)), 1) if outlined else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tokens.soft(tone)))
            inset = 0.5 if outlined else 0.0
            painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), px(4), px(4))
        pixmap = theme.icon(line.icon, line.tone, _ICON, self._view.devicePixelRatioF(), 1.9)
        painter.drawPixmap(round(box.left() + px(4)), round(box.center().y() - px(_ICON) / 2), pixmap)
        font = theme.font(11, 500)
        place = box.adjusted(px(4 + _ICON + 4), 0, -px(3), 0)
        painter.setFont(font)
        painter.setPen(theme.colour(line.tone))
        shown = QFontMetricsF(font).elidedText(line.title, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place.adjusted(0, 0, 2, 0), _MIDDLE, shown)

    def _tallies(self, painter: QPainter, cell: DayCell, area: QRectF) -> None:
        """Paint how many of each kind there are; the list of the day names them all."""
        px = self._theme.px
        font = self._theme.font(11, 600)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        start, right = area.left() + px(2), area.right() + px(3)
        left, line, lines = start, 0, max(int((area.height() + px(3)) // px(_TALLY)), 1)
        rest = cell.total
        for place, (icon, tone, number) in enumerate(cell.tallies, start=1):
            words = str(number) if number > 1 else ""
            width = px(_ICON + 2) + metrics.horizontalAdvance(words)
            if left + width > right and line + 1 < lines:
                left, line = start, line + 1
            # On the last line room is kept for how many more there are.
            is_more = place < len(cell.tallies) and line + 1 == lines
            kept = px(5) + metrics.horizontalAdvance(f"+{rest - number}") if is_more else 0
            box = QRectF(left, area.top() + line * px(_TALLY), right - left, px(_TALLY))
            if left + width + kept > right:
                painter.setPen(self._theme.colour("text2"))
                painter.drawText(box, _MIDDLE, f"+{rest}")
                return
            self._tally(painter, (icon, tone, words), box)
            left += width + px(5)
            rest -= number

    def _tally(self, painter: QPainter, shown: tuple[str, str, str], box: QRectF) -> None:
        icon, tone, words = shown
        px = self._theme.px
        pixmap = self._theme.icon(icon, tone, _ICON, self._view.devicePixelRatioF(), 1.9)
        painter.drawPixmap(round(box.left()), round(box.top() + px(_TALLY - _ICON) / 2), pixmap)
        painter.setPen(self._theme.colour(tone))
        painter.drawText(box.adjusted(px(_ICON + 2), 0, 0, 0), _MIDDLE, words)
