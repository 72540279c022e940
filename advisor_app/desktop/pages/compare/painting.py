"""Paints the comparison: cells, and the names of the facts at the left with the sign that they differ."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.compare.table_model import ROW_ROLE, CompareModel, Index
from advisor_app.desktop.presenters.compare import LIKENESS_WORDS, Cell, Likeness, Row
from advisor_app.desktop.theme import Theme

LABEL_WIDTH = 172
LABEL_WIDTH_NARROW = 134
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_TALL = 10_000
_PAD_X, _PAD_Y = 12, 9
_ICON, _ICON_ROOM = 16, 22
_SIGNS = {
    Likeness.DIFFERENT: ("equal-not", "accent"),
    Likeness.GAPS: ("help-circle", "text2"),
    Likeness.SAME: ("", "text3"),
    Likeness.UNKNOWN: ("", "text3"),
    Likeness.ALONE: ("", "text3"),
}
# What is the same for all steps back.
_RECEDING = (Likeness.SAME, Likeness.UNKNOWN)
_DISPUTED = "Quellen widersprechen sich"


class Ink:
    """Measures and paints cells and labels; the same for both, so that nothing is cut off.

    Args:
        theme: the look.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def cell_height(self, row: Row, cell: Cell, width: int) -> int:
        """Return the height a cell needs at a width in pixels."""
        return round(self._walk(None, row, cell, QRect(0, 0, width, _TALL))) + self._theme.px(_PAD_Y)

    def paint_cell(self, painter: QPainter, row: Row, cell: Cell, rect: QRect) -> None:
        """Paint value, note, and the sign that sources disagree."""
        self._walk(painter, row, cell, rect)

    def _walk(self, painter: QPainter | None, row: Row, cell: Cell, rect: QRect) -> float:
        """Go through the parts of a cell from top to bottom; return where they end."""
        theme, px = self._theme, self._theme.px
        left, right = rect.left() + px(_PAD_X), rect.right() - px(_PAD_X)
        y = float(rect.top() + px(_PAD_Y))
        strong = row.likeness not in _RECEDING and not cell.missing
        colour = "text3" if cell.missing else "text" if strong else "text2"
        begin = left
        if cell.mark is not None:
            self._icon(painter, cell.mark.icon, cell.mark.tone, QPointF(left, y + px(1)))
            begin += px(_ICON_ROOM)
        font = theme.font(14, 600 if strong else 400)
        y += self._text(painter, cell.text, font, colour, QRectF(begin, y, right - begin, _TALL))
        if cell.note:
            y += px(2)
            y += self._text(painter, cell.note, theme.font(12), "text2", QRectF(left, y, right - left, _TALL))
        if cell.disputed:
            y += px(3)
            self._icon(painter, "arrows-diff", "warn", QPointF(left, y), size=14)
            area = QRectF(left + px(19), y, right - left - px(19), _TALL)
            y += self._text(painter, _DISPUTED, theme.font(12, 500), "warn", area)
        return y

    def label_height(self, row: Row, width: int) -> int:
        """Return the height the name of a fact needs at a width in pixels."""
        return round(self._walk_label(None, row, QRect(0, 0, width, _TALL))) + self._theme.px(_PAD_Y)

    def paint_label(self, painter: QPainter, row: Row, rect: QRect) -> None:
        """Paint the name of a fact, and whether the programmes differ in it."""
        self._walk_label(painter, row, rect)

    def _walk_label(self, painter: QPainter | None, row: Row, rect: QRect) -> float:
        theme, px = self._theme, self._theme.px
        left, right = rect.left() + px(16), rect.right() - px(8)
        y = float(rect.top() + px(_PAD_Y))
        label = formatting.hyphenated(row.label)
        y += self._text(painter, label, theme.font(13, 600), "text", QRectF(left, y, right - left, _TALL))
        y += px(2)
        icon, tone = _SIGNS[row.likeness]
        begin = left
        if icon:
            self._icon(painter, icon, tone, QPointF(left, y + px(1)), size=14)
            begin += px(18)
        words = LIKENESS_WORDS[row.likeness]
        font = theme.font(12, 500 if icon else 400)
        return y + self._text(painter, words, font, tone, QRectF(begin, y, right - begin, _TALL))

    def _text(self, painter: QPainter | None, text: str, font: QFont, colour: str, area: QRectF) -> float:
        """Paint a text if there is a painter; return its height."""
        shown = formatting.hyphenated(text)
        bounds = QFontMetricsF(font).boundingRect(area, int(_WRAP), shown)
        if painter is not None:
            painter.setFont(font)
            painter.setPen(self._theme.colour(colour))
            painter.drawText(QRectF(area.left(), area.top(), area.width(), bounds.height() + 1), int(_WRAP), shown)
        return bounds.height()

    def _icon(self, painter: QPainter | None, name: str, tone: str, point: QPointF, *, size: int = _ICON) -> None:
        if painter is not None:
            device = painter.device()
            ratio = device.devicePixelRatio() if device is not None else 1.0
            painter.drawPixmap(point, self._theme.icon(name, tone, size, ratio))


class CellDelegate(QStyledItemDelegate):
    """Paints cells: what differs stands on paper in strong type, what is the same steps back."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ink = Ink(theme)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_row(painter, row, rect, self._theme)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QPointF(rect.right() + 0.5, rect.top()), QPointF(rect.right() + 0.5, rect.bottom() + 1))
        self._ink.paint_cell(painter, row, row.cells[index.column()], rect)
        view = option.widget
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus and isinstance(view, QWidget) and view.hasFocus():
            painter.setPen(QPen(QColor(self._theme.tokens.accent), self._theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), self._theme.px(4), self._theme.px(4))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size a cell needs at the width of its column."""
        row = index.data(ROW_ROLE)
        width: int = option.rect.width()
        if not isinstance(row, Row):
            return QSize(width, 0)
        return QSize(width, self._ink.cell_height(row, row.cells[index.column()], width))


class LabelHeader(QHeaderView):
    """The names of the facts; they stay where they are when the table is moved sideways."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self.ink = Ink(theme)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)

    def paintSection(self, painter: QPainter, rect: QRect, number: int) -> None:
        """Paint the name of a fact."""
        model = self.model()
        row = model.row(number) if isinstance(model, CompareModel) else None
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_row(painter, row, rect, self._theme)
        if row.likeness is Likeness.DIFFERENT:
            bar = QRect(rect.left(), rect.top(), self._theme.px(3), rect.height())
            painter.fillRect(bar, self._theme.colour("accent"))
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QPointF(rect.right() + 0.5, rect.top()), QPointF(rect.right() + 0.5, rect.bottom() + 1))
        self.ink.paint_label(painter, row, rect)
        painter.restore()


def fill_row(painter: QPainter, row: Row, rect: QRect, theme: Theme) -> None:
    """Paint the ground of a row with the line below it."""
    painter.fillRect(rect, theme.colour("sunken" if row.likeness in _RECEDING else "surface"))
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right() + 1, rect.bottom() + 0.5))
