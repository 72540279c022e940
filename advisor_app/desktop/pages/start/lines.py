"""Lists of the start page: a title, a sentence and an icon in each row, painted at fixed places."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from advisor_app.desktop.presenters.lazy import LazyRows
from advisor_app.desktop.presenters.start import EntryLine
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.entry_list import EntryList
from advisor_app.desktop.widgets.lazy_lines import LINE_ROLE, Index, LazyModel
from advisor_app.desktop.widgets.row_ink import write

# The icon stands before the title, or before the sentence below it.
LEADING, INLINE = 58, 51
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class LineDelegate(QStyledItemDelegate):
    """Paints an `EntryLine`.

    Args:
        theme: the look.
        leading: the icon stands before the title; else it stands before the sentence.
    """

    def __init__(self, *, theme: Theme, leading: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._leading = leading

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height all rows share."""
        return QSize(self._theme.px(160), self._theme.px(LEADING if self._leading else INLINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, EntryLine):
            return
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, option, first=index.row() == 0)
        title, text = self._places(rect)
        icon_at = QPointF(rect.left(), title.center().y() - self._theme.px(9))
        size = 18
        if not self._leading:
            size = 14
            icon_at = QPointF(text.left(), text.center().y() - self._theme.px(7))
            text.setLeft(text.left() + self._theme.px(19))
        ratio = painter.device().devicePixelRatio() if painter.device() is not None else 1.0
        painter.drawPixmap(icon_at, self._theme.icon(line.icon, line.tone, size, ratio))
        write(painter, line.title, title, theme=self._theme, font=self._theme.font(14, 600), colour="text")
        write(painter, line.text, text, theme=self._theme, font=self._theme.font(12))
        painter.restore()

    def _places(self, rect: QRect) -> tuple[QRectF, QRectF]:
        """Return where the title and the sentence of a row stand."""
        px = self._theme.px
        left = rect.left() + (px(28) if self._leading else 0)
        room = rect.right() - left - px(2)
        top = rect.top() + px(8 if self._leading else 4)
        return QRectF(left, top, room, px(21)), QRectF(left, top + px(21), room, px(18))

    def _ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, *, first: bool) -> None:
        theme, state = self._theme, option.state
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("sunken"))
        if not first:
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(rect.left(), rect.top() + 0.5), QPointF(rect.right() + 1, rect.top() + 0.5))
        view = option.widget
        if state & QStyle.StateFlag.State_Selected and isinstance(view, QWidget) and view.hasFocus():
            ring = QRectF(rect).adjusted(1, 2, -1, -1)
            painter.setPen(QPen(QColor(theme.tokens.accent), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, theme.px(4), theme.px(4))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Say all of a row in its tooltip where it does not fit."""
        line = index.data(LINE_ROLE)
        if event.type() is not QEvent.Type.ToolTip or not isinstance(line, EntryLine):
            return super().helpEvent(event, view, option, index)
        title, text = self._places(option.rect)
        room = text.width() - (0 if self._leading else self._theme.px(19))
        fits = (
            QFontMetricsF(self._theme.font(14, 600)).horizontalAdvance(line.title) <= title.width()
            and QFontMetricsF(self._theme.font(12)).horizontalAdvance(line.text) <= room
        )
        QToolTip.showText(event.globalPos(), "" if fits else f"{line.title}\n{line.text}", view)
        return True


class LineList(EntryList):
    """Lines that open what they are about.

    Args:
        name: what it is called aloud.
        theme: the look.
        leading: the icon stands before the title; else it stands before the sentence.

    Signals: `item_wanted` (id).
    """

    item_wanted = Signal(str)

    def __init__(self, name: str, *, theme: Theme, leading: bool, parent: QWidget) -> None:
        super().__init__(name, parent=parent)
        self._model: LazyModel[EntryLine] = LazyModel(self)
        self.setModel(self._model)
        self.setItemDelegate(LineDelegate(theme=theme, leading=leading, parent=self))
        self.setUniformItemSizes(True)
        self.clicked.connect(self.open_line)
        self.opened.connect(self.open_line)
        theme.changed.connect(self.restyle)

    def show_lines(self, lines: tuple[EntryLine, ...] | LazyRows[EntryLine]) -> None:
        """Show these lines from the first one on."""
        self._model.show(lines if isinstance(lines, LazyRows) else LazyRows(lines, _itself))

    @Slot(QModelIndex)
    def open_line(self, index: QModelIndex) -> None:
        """Open what a line is about; what is gone cannot be opened."""
        line = index.data(LINE_ROLE)
        if isinstance(line, EntryLine) and line.id:
            self.item_wanted.emit(line.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first line where none is the current one."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.doItemsLayout()
        self.viewport().update()


def _itself(line: EntryLine) -> EntryLine:
    return line
