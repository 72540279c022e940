"""Paints the heads of groups and the rows of verdicts; nothing here is a widget."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.check.result_model import ENTRY_ROLE, Head
from advisor_app.desktop.pages.check.result_text import RowInk, Style
from advisor_app.desktop.presenters.check_result_views import ReasonLine, VerdictRow
from advisor_app.desktop.presenters.check_results import GROUP_LOOKS
from advisor_app.desktop.presenters.views import Mark
from advisor_app.desktop.theme import Theme, Tone
from advisor_app.desktop.widgets.row_ink import is_selected

Index = QModelIndex | QPersistentModelIndex
HEAD_HEIGHT = 42
_EDGE = 17
_TOP, _TITLE, _LINE, _BOTTOM = 8, 22, 20, 9
_BAR = 3
# Below this width a row has no room for the words of the start rule, and tells nothing beside its title.
_NARROW = 560
_LEAST_ABOUT = 90
# A title that is cut keeps so many letters beside the figure, or has the line to itself.
_LEAST_TITLE = "n" * 24
_STRONG, _TEXT, _META, _MARK, _BADGE = Style(14, 600), Style(13), Style(12), Style(12, 500), Style(13, 600)


def row_height(lines: int, theme: Theme) -> int:
    """Return the height in pixels of a row with so many lines below its title."""
    return theme.px(_TOP) + theme.px(_TITLE) + max(lines, 1) * theme.px(_LINE) + theme.px(_BOTTOM)


class VerdictDelegate(QStyledItemDelegate):
    """Paints a `Head` or a `VerdictRow` onto the card of its group.

    Args:
        theme: the look.
    """

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ink = RowInk(theme=theme, parent=self)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of an entry."""
        entry = index.data(ENTRY_ROLE)
        is_row = isinstance(entry, VerdictRow)
        height = self.height(entry, option.rect.width()) if is_row else self._theme.px(HEAD_HEIGHT)
        return QSize(self._theme.px(240), height)

    def height(self, row: VerdictRow, width: float) -> int:
        """Return the height in pixels of a row that is so wide."""
        own_line = self._stands_below(row, width - 2 * self._theme.px(_EDGE))
        return row_height(max(len(row.reasons), 1) + own_line, self._theme)

    def _stands_below(self, row: VerdictRow, width: float) -> bool:
        """Tell whether the figure stands below the title: beside it too little of the title would be left."""
        room = width - self._ink.width(row.figure, _STRONG) - self._theme.px(12)
        needed = min(self._ink.width(row.title, _STRONG), self._ink.width(_LEAST_TITLE, _STRONG))
        return bool(row.figure) and room < needed

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry; the card below it is there already."""
        entry = index.data(ENTRY_ROLE)
        rect: QRect = option.rect
        painter.save()
        self._ground(painter, rect, option.state)
        if isinstance(entry, Head):
            self._head(painter, entry, rect)
        elif isinstance(entry, VerdictRow):
            self._row(painter, entry, rect)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        tokens = self._theme.tokens
        chosen, hovered = is_selected(state), bool(state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.fillRect(rect, QColor(tokens.sel if chosen else tokens.sunken))
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), self._theme.px(_BAR), rect.height()), QColor(tokens.accent))

    def _icon(self, painter: QPainter, name: str, colour: str, size: float, place: QPointF) -> None:
        """Paint an icon whose left edge and middle stand at a place."""
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        icon = self._theme.icon(name, colour, size, ratio, 1.9 if size < 16 else 1.75)
        painter.drawPixmap(QPointF(round(place.x()), round(place.y() - self._theme.px(size) / 2)), icon)

    def _head(self, painter: QPainter, head: Head, rect: QRect) -> None:
        px, ink, look = self._theme.px, self._ink, GROUP_LOOKS[head.group]
        middle, left, right = rect.center().y() + 0.5, float(rect.left()), float(rect.right() - px(_EDGE))
        chevron = "chevron-down" if head.is_open else "chevron-right"
        self._icon(painter, chevron, "text2", 16, QPointF(left + px(14), middle))
        self._icon(painter, look.icon, look.tone, 18, QPointF(left + px(38), middle))
        left += px(64)
        count = formatting.number(head.count)
        badge = ink.width(count, _BADGE) + px(16)
        room = QRectF(left, rect.top(), max(right - left - badge - px(10), 0), rect.height())
        left += ink.write(painter, look.title, room, _STRONG, colour="text") + px(10)
        self._badge(painter, count, QRectF(left, middle - px(11), badge, px(22)), Tone(look.tone))
        left += badge + px(16)
        if ink.width(head.hint, _META) <= right - left:
            ink.write(painter, head.hint, QRectF(left, rect.top(), right - left, rect.height()), _META, right=True)

    def _badge(self, painter: QPainter, text: str, box: QRectF, tone: Tone) -> None:
        tokens = self._theme.tokens
        colour = QColor(tokens.tone(tone))
        painter.setPen(QPen(colour, 1) if tokens.outline_soft else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.soft(tone)))
        painter.drawRoundedRect(box, self._theme.px(4), self._theme.px(4))
        self._ink.write(painter, text, box.adjusted(self._theme.px(8), 0, 0, 0), _BADGE, colour=tone.value)

    def _row(self, painter: QPainter, row: VerdictRow, rect: QRect) -> None:
        px = self._theme.px
        left, right = float(rect.left() + px(_EDGE)), float(rect.right() - px(_EDGE))
        title = QRectF(left, rect.top() + px(_TOP), right - left, px(_TITLE))
        first = QRectF(left, title.bottom(), right - left, px(_LINE))
        if self._stands_below(row, right - left):
            colour = "text2" if row.muted else "text"
            self._ink.write(painter, row.title, title, _STRONG, colour=colour)
            self._ink.write(painter, row.figure, first, _BADGE, colour=colour)
            first.translate(0, px(_LINE))
        else:
            self._title(painter, row, title)
        used = self._marks(painter, row, first)
        for number, line in enumerate(row.reasons):
            box = first.translated(0, number * px(_LINE))
            if number == 0:
                box.setWidth(max(box.width() - used, 0))
            more = row.more_words if number == len(row.reasons) - 1 else ""
            self._reason(painter, line, box, more)

    def _title(self, painter: QPainter, row: VerdictRow, box: QRectF) -> None:
        px, colour = self._theme.px, "text2" if row.muted else "text"
        taken = self._ink.write(painter, row.figure, box, _STRONG, colour=colour, right=True)
        room = box.adjusted(0, 0, -(taken + px(12) if taken else 0), 0)
        left = self._ink.write(painter, row.title, room, _STRONG, colour=colour) + px(10)
        rest = room.adjusted(left, 0, 0, 0)
        if rest.width() >= px(_LEAST_ABOUT) and box.width() >= px(_NARROW):
            self._ink.write(painter, row.about, rest, _META, colour="text3")

    def _marks(self, painter: QPainter, row: VerdictRow, box: QRectF) -> float:
        """Paint window and start rule at the right edge; return the width they take with a gap.

        Where there is no room the icon of the start rule stands alone; the tip and the screen reader say its word.
        """
        px, worded = self._theme.px, box.width() >= self._theme.px(_NARROW)
        right = box.right() - min(self._mark_width(row.window), box.width() / 2)
        self._mark(painter, row.window, QRectF(right, box.top(), box.right() - right, box.height()))
        width = self._mark_width(row.start) if worded else px(14)
        right -= width + px(14)
        self._mark(painter, row.start, QRectF(right, box.top(), width, box.height()), worded=worded)
        return box.right() - right + px(12)

    def _mark_width(self, mark: Mark) -> float:
        return self._theme.px(19) + self._ink.width(mark.text, _MARK)

    def _mark(self, painter: QPainter, mark: Mark, box: QRectF, *, worded: bool = True) -> None:
        """Paint an icon in its tone and its word in grey: in a row of verdicts colour belongs to the outcome."""
        self._icon(painter, mark.icon, mark.tone, 14, QPointF(box.left(), box.center().y()))
        if worded:
            self._ink.write(painter, mark.text, box.adjusted(self._theme.px(19), 0, 0, 0), _MARK)

    def _reason(self, painter: QPainter, line: ReasonLine, box: QRectF, more: str) -> None:
        px, ink = self._theme.px, self._ink
        self._icon(painter, line.icon, line.tone, 16, QPointF(box.left(), box.center().y()))
        box = box.adjusted(px(23), 0, 0, 0)
        tail = min(ink.width(more, _META) + px(12), box.width() / 3) if more else 0.0
        used = self._words(painter, line, box.adjusted(0, 0, -tail, 0))
        ink.write(painter, more, box.adjusted(used + px(10), 0, 0, 0), _META, colour="text3")

    def _words(self, painter: QPainter, line: ReasonLine, box: QRectF) -> float:
        """Paint a reason and its value; a long reason leaves the value a third of the room."""
        px, ink = self._theme.px, self._ink
        note = ink.width(line.note, _META) + px(8) if line.note else 0.0
        text = box.adjusted(0, 0, -min(note, box.width() / 3), 0)
        used = ink.write(painter, line.text, text, _TEXT, colour="text")
        if not line.note:
            return used
        return used + px(8) + ink.write(painter, line.note, box.adjusted(used + px(8), 0, 0, 0), _META)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Say everything of a row: it may have had no room for some of it."""
        entry = index.data(ENTRY_ROLE)
        if event.type() is QEvent.Type.ToolTip and isinstance(entry, VerdictRow):
            QToolTip.showText(event.globalPos(), tip(entry), view)
            return True
        return super().helpEvent(event, view, option, index)


def tip(row: VerdictRow) -> str:
    """Return a row in several lines."""
    reasons = [formatting.joined([line.text, line.note]) for line in row.reasons]
    last = formatting.joined([row.figure, row.window.text, row.start.text])
    return "\n".join(text for text in (row.title, row.about, *reasons, row.more_words, last) if text)
