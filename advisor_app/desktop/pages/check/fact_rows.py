"""The facts as a list: painted rows, opened by click or Enter."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from advisor_app.desktop.presenters.check_views import FactLine, LineKind
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.entry_list import EntryList
from advisor_app.desktop.widgets.row_ink import write

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_HEIGHTS = {LineKind.GROUP: 32, LineKind.FACT: 44, LineKind.MORE: 40}
_INSET = 16
_GAP = 8


class FactModel(QAbstractListModel):
    """Lines of facts; what is folded away follows the others once it is folded out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[FactLine, ...] = ()

    def show(self, lines: tuple[FactLine, ...]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def find(self, fact: str) -> int:
        """Return the row of a fact, -1 if it is not listed."""
        return next((row for row, line in enumerate(self.lines) if line.fact == fact and fact), -1)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let headings be passed over."""
        if 0 <= index.row() < len(self.lines) and self.lines[index.row()].kind is LineKind.GROUP:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line, its name, or what a screen reader says of it."""
        if not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken or line.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.label}\n{line.value}" if line.known else None
        return line.label if role == Qt.ItemDataRole.DisplayRole else None


class FactDelegate(QStyledItemDelegate):
    """Paints the lines."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line."""
        line = index.data(LINE_ROLE)
        height = _HEIGHTS[line.kind] if isinstance(line, FactLine) else 0
        return QSize(self._theme.px(200), self._theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, FactLine):
            return
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, option.state, line)
        px = self._theme.px
        box = QRectF(rect).adjusted(px(_INSET), 0, -max(px(_INSET) - self._bar_width(), px(_GAP) // 2), 0)
        if line.kind is LineKind.FACT:
            self._fact(painter, line, box)
        elif line.kind is LineKind.MORE:
            self._more(painter, line, box)
        else:
            write(painter, line.label, box.adjusted(0, px(10), 0, 0), theme=self._theme,
                  font=self._theme.font(13, 600), colour="text2")  # fmt: skip
        painter.restore()

    def _bar_width(self) -> int:
        """Return what the bar takes of the distance at the right: words end at one line, whether it is there or not."""
        view = self.parent()
        bar = view.verticalScrollBar() if isinstance(view, QAbstractItemView) else None
        return bar.width() if bar is not None and bar.isVisible() else 0

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, line: FactLine) -> None:
        """Paint what a line stands on; the chosen one has a ring while the keyboard is in the list."""
        theme, tokens, flag = self._theme, self._theme.tokens, QStyle.StateFlag
        chosen = line.kind is not LineKind.GROUP and bool(state & flag.State_Selected)
        hovered = line.kind is not LineKind.GROUP and bool(state & flag.State_MouseOver)
        painter.fillRect(rect, QColor(tokens.sel if chosen else tokens.sunken if hovered else tokens.surface))
        if chosen and state & flag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(5, 1, -5, -1), theme.px(6), theme.px(6))

    def _fact(self, painter: QPainter, line: FactLine, box: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        note, colour, weight = (line.action, "accent", 500) if line.action else (line.origin, "text2", 400)
        font = theme.font(12, weight)
        width = QFontMetricsF(font).horizontalAdvance(note)
        right = QRectF(box.right() - width, box.top(), width, box.height())
        write(painter, note, right, theme=theme, font=font, colour=colour, right=True)
        room = box.width() - width - px(_GAP)
        label = QRectF(box.left(), box.top() + px(3), room, px(18))
        value = QRectF(box.left(), box.top() + px(21), room, px(19))
        write(painter, line.label, label, theme=theme, font=theme.font(12), colour="text2")
        write(painter, line.value, value, theme=theme, font=theme.font(13, 600 if line.known else 400),
              colour="text" if line.known else "text2")  # fmt: skip

    def _more(self, painter: QPainter, line: FactLine, box: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        icon = theme.icon(line.value, "accent", 16, painter.device().devicePixelRatioF())
        painter.drawPixmap(round(box.left()), round(box.center().y() - px(8)), icon)
        write(painter, line.label, box.adjusted(px(22), 0, 0, 0), theme=theme, font=theme.font(13, 500),
              colour="accent")  # fmt: skip


class FactList(EntryList):
    """The list of facts.

    Args:
        theme: the look.

    Signals: `fact_wanted` (name of the fact that was opened), `more_wanted` (the other facts are to be folded out or
    away).
    """

    fact_wanted = Signal(str)
    more_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Angaben", parent=parent)
        self._theme = theme
        self.facts = FactModel(self)
        self.setModel(self.facts)
        self.setItemDelegate(FactDelegate(theme=theme, parent=self))
        self.clicked.connect(self.tell_opened)
        self.opened.connect(self.tell_opened)
        theme.changed.connect(self.restyle)

    def show_lines(self, lines: tuple[FactLine, ...]) -> None:
        """Show lines; scrolling and the chosen fact stay where they are."""
        if lines == self.facts.lines:
            return
        chosen = self.currentIndex().data(LINE_ROLE)
        place = self.verticalScrollBar().value()
        self.facts.show(lines)
        if isinstance(chosen, FactLine):
            row = self.facts.find(chosen.fact)
            if row >= 0:
                self.setCurrentIndex(self.facts.index(row, 0))
        self.verticalScrollBar().setValue(place)

    def choose(self, fact: str) -> bool:
        """Choose a fact and bring it into sight; return whether it is listed."""
        row = self.facts.find(fact)
        if row >= 0:
            self.setCurrentIndex(self.facts.index(row, 0))
            self.scrollTo(self.facts.index(row, 0))
        return row >= 0

    def take_focus(self) -> None:
        """Take the keyboard focus, at a fact."""
        if not self.currentIndex().isValid():
            first = next((row for row, line in enumerate(self.facts.lines) if line.kind is LineKind.FACT), -1)
            self.setCurrentIndex(self.facts.index(first, 0))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(QModelIndex)
    def tell_opened(self, index: QModelIndex) -> None:
        """Tell what was opened."""
        line = index.data(LINE_ROLE)
        if isinstance(line, FactLine) and line.kind is LineKind.FACT:
            self.fact_wanted.emit(line.fact)
        elif isinstance(line, FactLine) and line.kind is LineKind.MORE:
            self.more_wanted.emit()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.doItemsLayout()
