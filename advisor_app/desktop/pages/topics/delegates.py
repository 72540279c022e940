"""Paints the lines of the page's lists: topics with their counts, ties with their reasons."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.topics.lists import ENTRY_ROLE
from advisor_app.desktop.presenters.topics import TopicRow
from advisor_app.desktop.presenters.topics_network import Tie
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.marks import mark_width, paint_mark
from advisor_app.desktop.widgets.row_ink import is_selected, paint_ground, write

_TOPIC, _TIE = 52, 72
_RELATED = "verwandt"
Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class LineDelegate(QStyledItemDelegate):
    """What both lists have in common: ground, words, and the sentence as a tooltip.

    Args:
        theme: the look.
        height: of a line in design pixels.
    """

    def __init__(self, *, theme: Theme, height: int) -> None:
        super().__init__()
        self._theme = theme
        self._height = height

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height all lines share."""
        return QSize(self._theme.px(240), self._theme.px(self._height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        line = index.data(ENTRY_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        px = self._theme.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, state, heading=isinstance(line, str))
        left, right = rect.left() + px(16), rect.right() - px(14)
        self._line(painter, line, QRectF(left, rect.top(), max(right - left, 1), rect.height()))
        painter.restore()

    def _line(self, painter: QPainter, line: object, box: QRectF) -> None:
        raise NotImplementedError

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, heading: bool) -> None:
        if heading:
            state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        paint_ground(painter, rect, state, theme=self._theme)
        if is_selected(state) and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self._theme.tokens.accent), self._theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -2))

    def _words(
        self, painter: QPainter, text: str, box: QRectF, *, size: float, weight: int = 400, colour: str = "text2"
    ) -> None:
        write(painter, text, box, theme=self._theme, font=self._theme.font(size, weight), colour=colour)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Say a line in full."""
        QToolTip.showText(event.globalPos(), str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""), view)
        return True


class TopicDelegate(LineDelegate):
    """Paints topics: title and maturity, counts below; the name of a field stands at the foot of its line."""

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(theme=theme, height=_TOPIC)

    def _line(self, painter: QPainter, line: object, box: QRectF) -> None:
        px = self._theme.px
        if isinstance(line, str):
            foot = QRectF(box.left(), box.bottom() - px(26), box.width(), px(20))
            self._words(painter, line, foot, size=12, weight=600)
        if not isinstance(line, TopicRow):
            return
        room = box.width()
        if line.mark is not None:
            width = mark_width(line.mark, self._theme)
            paint_mark(painter, line.mark, theme=self._theme, left=box.right() - width, top=box.top() + px(7))
            room -= width + px(12)
        title = QRectF(box.left(), box.top() + px(6), max(room, 1), px(21))
        self._words(painter, line.title, title, size=14, weight=600, colour="text")
        found = f"auch: {line.other_name}" if line.other_name else ""
        below = QRectF(box.left(), box.top() + px(27), box.width(), px(18))
        self._words(painter, formatting.joined([found, line.counts]), below, size=12)


class TieDelegate(LineDelegate):
    """Paints ties: the topic at the other end (both, where none is chosen), the reasons below.

    `chosen` tells whether all ties begin with the same topic.
    """

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(theme=theme, height=_TIE)
        self.chosen = False

    def _line(self, painter: QPainter, line: object, box: QRectF) -> None:
        if not isinstance(line, Tie):
            return
        px = self._theme.px
        if not self.chosen:
            self._pair(painter, line, box)
            return
        room = box.width()
        if line.direct:
            font = self._theme.font(12)
            painter.setFont(font)
            painter.setPen(self._theme.colour("text2"))
            painter.drawText(QRectF(box.left(), box.top() + px(8), box.width(), px(21)), _RIGHT, _RELATED)
            room -= QFontMetricsF(font).horizontalAdvance(_RELATED) + px(12)
        title = QRectF(box.left(), box.top() + px(8), max(room, 1), px(21))
        self._words(painter, line.second.title, title, size=14, weight=600, colour="text")
        shared = line.reasons[1:] if line.direct and len(line.reasons) > 1 else line.reasons
        for number, reason in enumerate(shared):
            below = QRectF(box.left(), box.top() + px(30 + 18 * number), box.width(), px(18))
            self._words(painter, reason, below, size=12)

    def _pair(self, painter: QPainter, tie: Tie, box: QRectF) -> None:
        """Paint both ends of a tie and how much they share."""
        px = self._theme.px
        for number, row in enumerate((tie.first, tie.second)):
            place = QRectF(box.left(), box.top() + px(7 + 20 * number), box.width(), px(20))
            self._words(painter, row.title, place, size=14, weight=600, colour="text")
        below = QRectF(box.left(), box.top() + px(48), box.width(), px(18))
        self._words(painter, tie.amount, below, size=12)
