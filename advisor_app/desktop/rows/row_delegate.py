"""Paints result rows: three lines at fixed places, figures at the right edge. Nothing here is a widget."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from advisor_app.desktop.presenters.views import RowView
from advisor_app.desktop.rows.row_model import ROW_ROLE
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.marks import HEIGHT, mark_width, paint_mark
from advisor_app.desktop.widgets.row_ink import paint_ground

ROW_HEIGHT = 86
NARROW = 400
Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints a `RowView`. `onward_wanted` is sent with the id of the successor when its link is clicked."""

    onward_wanted = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height all rows share."""
        return QSize(self._theme.px(320), self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, RowView):
            return
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, rect, option.state, theme=self._theme)
        left, right = rect.left() + self._theme.px(17), rect.right() - self._theme.px(15)
        self._title(painter, row, QRectF(left, rect.top() + self._theme.px(9), right - left, self._theme.px(21)))
        self._facts(painter, row, QRectF(left, rect.top() + self._theme.px(31), right - left, self._theme.px(20)))
        self._marks(painter, row, QRectF(left, rect.top() + self._theme.px(54), right - left, self._theme.px(HEIGHT)))
        painter.restore()

    def _title(self, painter: QPainter, row: RowView, box: QRectF) -> None:
        font = self._theme.font(14, 600)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        kept = len(shown) - 1 if shown != row.title else len(shown)
        for start, end in row.title_marks:
            if start < kept:
                self._highlight(painter, metrics, shown, (start, min(end, kept)), box)
        painter.setPen(self._theme.colour("text2" if row.muted else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _highlight(
        self, painter: QPainter, metrics: QFontMetricsF, text: str, span: tuple[int, int], box: QRectF
    ) -> None:
        begin = box.left() + metrics.horizontalAdvance(text[: span[0]])
        end = box.left() + metrics.horizontalAdvance(text[: span[1]])
        area = QRectF(begin - 1, box.top() + 1, end - begin + 2, box.height() - 2)
        painter.fillRect(area, self._theme.colour("mark"))
        if self._theme.tokens.outline_soft:
            painter.fillRect(QRectF(begin, box.bottom() - 2, end - begin, 2), self._theme.colour("accent"))

    def _facts(self, painter: QPainter, row: RowView, box: QRectF) -> None:
        theme = self._theme
        strong, plain, meta = theme.font(14, 600), theme.font(12, 500), theme.font(12, 400)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        right = box.right()
        if row.cap:
            painter.setFont(plain)
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRectF(box.left(), box.top(), right - box.left(), box.height()), align, row.cap)
            right -= QFontMetricsF(plain).horizontalAdvance(row.cap) + theme.px(8)
        if row.figure:
            painter.setFont(strong)
            painter.setPen(theme.colour("text"))
            painter.drawText(QRectF(box.left(), box.top(), right - box.left(), box.height()), align, row.figure)
            right -= QFontMetricsF(strong).horizontalAdvance(row.figure) + theme.px(12)
        room = max(right - box.left(), 0.0)
        painter.setFont(meta)
        painter.setPen(theme.colour("text2"))
        shown = QFontMetricsF(meta).elidedText(row.meta, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(box.left(), box.top(), room, box.height()), Qt.AlignmentFlag.AlignVCenter, shown)

    def _marks(self, painter: QPainter, row: RowView, box: QRectF) -> None:
        theme = self._theme
        stand, gap = row.stand, theme.px(10)
        wanted = sum(mark_width(mark, theme) + gap for mark in (row.badge, row.state) if mark is not None)
        if box.width() < theme.px(NARROW - 32) or wanted + mark_width(stand, theme) > box.width():
            stand = replace(stand, text=stand.text.removeprefix("Stand "))
        width = mark_width(stand, theme)
        paint_mark(painter, stand, theme=theme, left=box.right() - width, top=box.top())
        left, limit = box.left(), box.right() - width - gap
        for mark in (row.badge, row.state):
            if mark is not None and limit - left > theme.px(36):
                left += paint_mark(painter, mark, theme=theme, left=left, top=box.top(), limit=limit - left)
                left += theme.px(8)

    def editorEvent(
        self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index  # noqa: ARG002
    ) -> bool:  # fmt: skip
        """Follow the link to a successor when it is clicked."""
        row = index.data(ROW_ROLE)
        if (
            event.type() is QEvent.Type.MouseButtonRelease
            and isinstance(event, QMouseEvent)
            and isinstance(row, RowView)
            and row.onward
            and row.badge is not None
        ):
            rect: QRect = option.rect
            area = QRectF(rect.left() + self._theme.px(17), rect.top() + self._theme.px(52),
                          mark_width(row.badge, self._theme), self._theme.px(26))  # fmt: skip
            if area.contains(event.position()):
                self.onward_wanted.emit(row.onward)
                return True
        return False

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Say a title in full where the row has no room for it."""
        row = index.data(ROW_ROLE)
        rect: QRect = option.rect
        if isinstance(row, RowView):
            width = QFontMetricsF(self._theme.font(14, 600)).horizontalAdvance(row.title)
            text = row.title if width > rect.width() - self._theme.px(32) else ""
            QToolTip.showText(event.globalPos(), text, view)
            return True
        return super().helpEvent(event, view, option, index)
