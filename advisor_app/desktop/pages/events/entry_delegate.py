"""Paints entries of the calendar: the day as a leaf at the left, title, and icon with its word below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from advisor_app.desktop.pages.events.entry_model import LAST_ROLE, VIEW_ROLE, Index
from advisor_app.desktop.presenters.events import EntryView, Leaf
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.row_ink import paint_ground, write

ROW_HEIGHT = 60
_EDGE = 18
_LEAF = 96


class EntryDelegate(QStyledItemDelegate):
    """Paints an `EntryView`.

    Args:
        theme: the look.
        view: the list it paints in.
        leaves: whether days stand at the left.
    """

    def __init__(self, *, theme: Theme, view: QListView, leaves: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view
        self._left = _EDGE + (_LEAF if leaves else 0)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height all rows share."""
        return QSize(self._theme.px(200), self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        view = index.data(VIEW_ROLE)
        if not isinstance(view, EntryView):
            return
        rect: QRect = option.rect
        px = self._theme.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = 0 if index.data(LAST_ROLE) else px(self._left)
        paint_ground(painter, rect, option.state, theme=self._theme, inset=inset)
        if view.leaf is not None:
            self._leaf(painter, view.leaf, rect)
        left, room = rect.left() + px(self._left), rect.width() - px(self._left + _EDGE)
        self._title(painter, view, QRectF(left, rect.top() + px(9), room, px(21)))
        self._below(painter, view, QRectF(left, rect.top() + px(31), room, px(19)))
        painter.restore()

    def _leaf(self, painter: QPainter, leaf: Leaf, rect: QRect) -> None:
        px = self._theme.px
        left, room = rect.left() + px(_EDGE), px(_LEAF - 6)
        if leaf.icon:
            pixmap = self._theme.icon(leaf.icon, leaf.tone, 22, self._view.devicePixelRatioF())
            painter.drawPixmap(left, rect.top() + px(12), pixmap)
            return
        size = 20 if len(leaf.number) <= 2 else 15
        self._write(painter, leaf.number, QRectF(left, rect.top() + px(5), room, px(22)), size=size, weight=500,
                   colour="text3" if leaf.tone == "text3" else "text")  # fmt: skip
        self._write(painter, leaf.month, QRectF(left, rect.top() + px(26), room, px(15)), size=12, weight=500,
                   colour="text3" if leaf.tone == "text3" else "text2")  # fmt: skip
        self._write(painter, leaf.distance, QRectF(left, rect.top() + px(41), room, px(15)), size=12, weight=600,
                   colour=leaf.tone)  # fmt: skip

    def _title(self, painter: QPainter, view: EntryView, box: QRectF) -> None:
        self._write(painter, view.title, box, size=14, weight=600, colour="text3" if view.muted else "text",
                   struck=view.cancelled)  # fmt: skip

    def _below(self, painter: QPainter, view: EntryView, box: QRectF) -> None:
        px, mark = self._theme.px, view.mark
        pixmap = self._theme.icon(mark.icon, mark.tone, 14, self._view.devicePixelRatioF(), 1.9)
        painter.drawPixmap(round(box.left()), round(box.center().y() - px(14) / 2), pixmap)
        rest = box.adjusted(px(20), 0, 0, 0)
        used = self._write(painter, mark.text, rest, size=12, weight=500, colour="text3" if view.muted else "text2")
        if view.detail:
            colour = "text3" if view.muted else "text2"
            self._write(painter, f" · {view.detail}", rest.adjusted(used, 0, 0, 0), size=12, colour=colour)

    def _write(self, painter: QPainter, text: str, box: QRectF, *, size: float, colour: str, weight: int = 400,
               struck: bool = False) -> float:  # fmt: skip
        font = self._theme.font(size, weight)
        font.setStrikeOut(struck)
        return write(painter, text, box, theme=self._theme, font=font, colour=colour)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Say everything a row has no room for."""
        shown = index.data(VIEW_ROLE)
        if event.type() is QEvent.Type.ToolTip and isinstance(shown, EntryView):
            QToolTip.showText(event.globalPos(), shown.text, view)
            return True
        return super().helpEvent(event, view, option, index)
