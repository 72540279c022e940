"""Paints changes: icon, title and label, then field by field old and new. Nothing here is a widget."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from advisor_app.desktop.pages.freshness.feed_model import CHANGE_ROLE, Index, full_text
from advisor_app.desktop.presenters.changes import ChangeLine, ChangeView
from advisor_app.desktop.theme import Theme, Tone
from advisor_app.desktop.widgets.row_ink import is_selected, paint_ground, write

_TEXT_LEFT = 62
_RIGHT = 18
_TOP = 12
_TITLE = 20
_LINE = 20
_NOTE = 18
_BOX = 32
# Mean width of a letter; enough to tell whether old and new fit beside each other without measuring every row.
_LETTER = 6.9
_DAY_ROOM = 520


class FeedDelegate(QStyledItemDelegate):
    """Paints a `ChangeView`."""

    def __init__(self, *, theme: Theme, view: QListView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view

    def _room(self) -> float:
        return self._view.viewport().width() - self._theme.px(_TEXT_LEFT + _RIGHT)

    def _is_split(self, line: ChangeLine, room: float) -> bool:
        """Tell whether the new value stands below the old one."""
        letters = len(line.field) + len(line.old) + len(line.new) + 6
        return bool(line.old) and letters * _LETTER * self._theme.zoom > room

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height that the lines of a change need."""
        change = index.data(CHANGE_ROLE)
        height = _TOP + _TITLE + _TOP
        if isinstance(change, ChangeView):
            room = self._room()
            height += sum(2 * _LINE if self._is_split(line, room) else _LINE for line in change.lines)
            height += _NOTE if change.note else 0
        return QSize(self._theme.px(240), self._theme.px(max(height, _BOX + 2 * _TOP)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one change."""
        change = index.data(CHANGE_ROLE)
        if not isinstance(change, ChangeView):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        px = self._theme.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The list keeps its current row while something else has the keys; only then it is the chosen one to the eye.
        focused = is_selected(state) and bool(state & QStyle.StateFlag.State_HasFocus)
        paint_ground(painter, rect, state, theme=self._theme, selected=focused)
        self._icon(painter, change, rect)
        left, room = rect.left() + px(_TEXT_LEFT), rect.width() - px(_TEXT_LEFT + _RIGHT)
        top: float = rect.top() + px(_TOP)
        self._title(painter, change, QRectF(left, top, room, px(_TITLE)))
        top += px(_TITLE)
        for line in change.lines:
            top = self._line(painter, line, QRectF(left, top, room, px(_LINE)))
        if change.note:
            self._write(painter, change.note, QRectF(left, top, room, px(_NOTE)), size=12, colour="text2")
        painter.restore()

    def _icon(self, painter: QPainter, change: ChangeView, rect: QRect) -> None:
        theme, px = self._theme, self._theme.px
        tone = Tone(change.tone) if change.tone in set(Tone) else Tone.MUTE
        box = QRectF(rect.left() + px(18), rect.top() + px(_TOP), px(_BOX), px(_BOX))
        outlined = theme.tokens.outline_soft
        painter.setPen(QPen(QColor(theme.tokens.tone(tone)), 1) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens.soft(tone)))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if outlined else box, px(6), px(6))
        inset = px((_BOX - 18) / 2)
        pixmap = theme.icon(change.icon, tone.value, 18, self._view.devicePixelRatioF())
        painter.drawPixmap(round(box.left() + inset), round(box.top() + inset), pixmap)
        if change.unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(rect.left() + px(9), box.center().y()), px(4), px(4))

    def _title(self, painter: QPainter, change: ChangeView, box: QRectF) -> None:
        px = self._theme.px
        room = box.width()
        if change.day and room > px(_DAY_ROOM):
            day = QFontMetricsF(self._theme.font(12)).horizontalAdvance(change.day) + px(2)
            self._write(painter, change.day, QRectF(box.right() - day, box.top(), day + 2, box.height()), size=12,
                       colour="text3")  # fmt: skip
            room -= day + px(16)
        label = QFontMetricsF(self._theme.font(12, 500)).horizontalAdvance(change.label) + px(2)
        colour = "text" if change.exists else "text2"
        used = self._write(painter, change.title, QRectF(box.left(), box.top(), room - label - px(10), box.height()),
                          size=14, weight=600, colour=colour)  # fmt: skip
        place = QRectF(box.left() + used + px(10), box.top(), label + px(2), box.height())
        tone = change.tone if change.tone in set(Tone) else "text2"
        self._write(painter, change.label, place, size=12, weight=500, colour=tone)

    def _line(self, painter: QPainter, line: ChangeLine, box: QRectF) -> float:
        """Paint a line and return where the next one begins."""
        px = self._theme.px
        split = self._is_split(line, box.width())
        left = box.left() + self._write(painter, line.field, box, size=12, weight=500, colour="text2") + px(9)
        if line.old:
            share = box.right() - left if split else (box.right() - left - px(34)) * 0.62
            old = QRectF(left, box.top(), max(share, 0.0), box.height())
            left += self._write(painter, line.old, old, size=13, colour="text2", struck=True) + px(10)
            if split:
                box = box.translated(0, px(_LINE))
                left = box.left()
            arrow = self._theme.icon("arrow-right", "text2", 14, self._view.devicePixelRatioF())
            painter.drawPixmap(round(left), round(box.center().y() - px(14) / 2), arrow)
            left += px(24)
        new = QRectF(left, box.top(), max(box.right() - left, 0.0), box.height())
        self._write(painter, line.new, new, size=13, weight=600, colour="text")
        return box.top() + px(_LINE)

    def _write(self, painter: QPainter, text: str, box: QRectF, *, size: float, colour: str, weight: int = 400,
               struck: bool = False) -> float:  # fmt: skip
        font = self._theme.font(size, weight)
        font.setStrikeOut(struck)
        return write(painter, text, box, theme=self._theme, font=font, colour=colour)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Say everything a row has no room for."""
        change = index.data(CHANGE_ROLE)
        if event.type() is QEvent.Type.ToolTip and isinstance(change, ChangeView):
            QToolTip.showText(event.globalPos(), full_text(change), view)
            return True
        return super().helpEvent(event, view, option, index)
