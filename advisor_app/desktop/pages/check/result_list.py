"""The list of verdicts: a card a group, rows of different heights, and nothing measured that is not on screen.

Qt's list asks every row for its height, which for thousands of rows takes longer than a key press may. This one guesses
the height of what is out of sight, measures what comes into sight, and holds what the reader looks at in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from advisor_app.consultation.groups import Group, group_of
from advisor_app.desktop.pages.check.result_delegate import HEAD_HEIGHT, VerdictDelegate, row_height
from advisor_app.desktop.pages.check.result_heights import Heights
from advisor_app.desktop.pages.check.result_ink import Card, Fade, paint_card
from advisor_app.desktop.pages.check.result_model import Head, Shown, VerdictModel
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.entry_list import EntryList
from advisor_app.desktop.widgets.scrolling import bring, turned_page
from advisor_app.matching.verdict import Outcome, Verdict

Index = QModelIndex | QPersistentModelIndex
_GAP, _SIDE, _LEAST_SIDE, _FOOT = 12, 20, 6, 20
# Rows that were never on screen are taken for as tall as most of their group are.
_LINES: Mapping[Group, int] = {Outcome.FITS: 3, Outcome.STALE: 3, Outcome.OPEN: 3}
_ROUNDS = 12
_Cursor = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint


@dataclass(frozen=True, slots=True)
class _Standing:
    """An entry on screen, its group, and how far below the upper edge it stands."""

    key: str | Group
    group: Group | None
    y: int


class VerdictList(EntryList):
    """Shows the entries of a model.

    Args:
        theme: the look.
        name: what the list is called aloud.

    Signals: `chosen` (id of a programme, by click or Enter), `toggled` (group that is to be opened or closed).
    """

    chosen = Signal(str)
    toggled = Signal(object)

    def __init__(self, *, theme: Theme, name: str, parent: QWidget) -> None:
        # Qt asks for some of it while the list is being made.
        self._theme = theme
        self._heights = Heights()
        self._cards: tuple[Card, ...] = ()
        self._holding = False
        super().__init__(name, parent=parent)
        self.fade = Fade(self)
        self.verdicts = VerdictModel(self)
        self.setObjectName("verdicts")
        self.setModel(self.verdicts)
        self._delegate = VerdictDelegate(theme=theme, parent=self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.opened.connect(self.choose)
        self.clicked.connect(self.choose)
        self.fade.changed.connect(self.repaint_rows)
        theme.changed.connect(self.restyle)

    # What is shown

    def show_entries(self, shown: Shown) -> None:
        """Show other entries; the current one stays the current one, and what is on screen stays where it was."""
        before, standing, current = self.verdicts.shown, self._on_screen(), self.verdicts.key(self.currentIndex().row())
        at_top = self.verticalOffset() == 0
        self._holding = True
        self.verdicts.show(shown)
        self._guess()
        self.make_current(current)
        self._holding = False
        anchor = None if at_top else self._anchor(standing, current)
        if anchor is None:
            self._hold(0, self._heights.top(0) if at_top else -self.verticalOffset())
        else:
            self._hold(*anchor)
        if before is not None and before.view is not shown.view:
            self.fade.begin(before.view, shown.view)
        self.viewport().update()

    @property
    def current_id(self) -> str:
        """Return the id of the programme whose row is the current one, "" for none."""
        key = self.verdicts.key(self.currentIndex().row())
        return "" if key is None or isinstance(key, Group) else key

    def make_current(self, key: str | Group | None) -> bool:
        """Make a programme's row, or a group's head, the current one and bring it into sight.

        Returns:
            Whether it is shown.
        """
        number = self.verdicts.find(key) if key is not None else -1
        if number >= 0:
            self.setCurrentIndex(self.verdicts.index(number))
        return number >= 0

    def _on_screen(self) -> list[_Standing]:
        offset, model = self.verticalOffset(), self.verdicts
        keys = ((number, model.key(number)) for number in self._seen(offset))
        return [
            _Standing(key, model.group_of(number), self._heights.top(number) - offset)
            for number, key in keys
            if key is not None
        ]

    def _seen(self, offset: int) -> range:
        return self._heights.between(offset, offset + self.viewport().height())

    def _anchor(self, standing: list[_Standing], current: str | Group | None) -> tuple[int, int] | None:
        """Return an entry that is still where it belongs, and its place: the current one, or the first on screen."""
        for one in sorted(standing, key=lambda one: one.key != current):
            number = self.verdicts.find(one.key)
            if number >= 0 and self.verdicts.group_of(number) is one.group:
                return number, one.y
        return None

    # Where entries stand

    def _guess(self) -> None:
        theme, head = self._theme, self._head_height()
        heights: list[int] = []
        cards = []
        for group, (first, rows) in self.verdicts.groups.items():
            heights.append(head)
            heights += [row_height(_LINES.get(group, 1), theme)] * rows
            cards.append(Card(first, first + rows + 1))
        self._heights.fill(heights)
        self._cards = tuple(cards)

    def _head_height(self) -> int:
        return self._theme.px(_GAP) + self._theme.px(HEAD_HEIGHT)

    def _measured(self, number: int) -> int:
        row = self.verdicts.row(number)
        return self._head_height() if row is None else self._delegate.height(row, self._entry_width())

    def _hold(self, number: int, y: int) -> None:
        """Scroll so that an entry stands so far below the upper edge, and measure what is on screen then."""
        if not self._heights.count:
            self._set_bar(0)
            return
        offset = 0
        for _ in range(_ROUNDS):
            offset = min(max(self._heights.top(number) - y, 0), self._most())
            if not self._heights.correct({one: self._measured(one) for one in self._seen(offset)}):
                break
        self._set_bar(offset)

    def _most(self) -> int:
        return max(0, self._heights.total + self._theme.px(_FOOT) - self.viewport().height())

    def _set_bar(self, offset: int) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        self._holding = True
        bar.setSingleStep(self._theme.px(20))
        bar.setPageStep(room)
        bar.setRange(0, self._most())
        bar.setValue(offset)
        self._holding = False

    # What Qt asks of a list

    def verticalOffset(self) -> int:
        """Return how far it is scrolled."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Return that it is never scrolled sideways."""
        return 0

    def doItemsLayout(self) -> None:
        """Lay nothing out: where entries stand is known."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Keep the first entry on screen where it is."""
        QAbstractItemView.updateGeometries(self)
        offset = self.verticalOffset()
        first = max(self._heights.at(offset), 0)
        self._hold(first, self._heights.top(first) - offset)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page as long as not all of the list is in sight."""
        if not turned_page(self, event):
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into sight with the keyboard; a click stays where it is."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            bring(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take over the room there is."""
        QAbstractItemView.resizeEvent(self, event)
        self.viewport().update()

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        """Measure what comes into sight; what was in sight moves by as much as was scrolled."""
        if not self._holding and self._heights.count:
            offset = self.verticalOffset()
            number = self._heights.at(offset + dy)
            y = self._heights.top(number) - offset
            if not -self.viewport().height() < y < 2 * self.viewport().height():
                number = self._heights.at(offset)
                y = self._heights.top(number) - offset
            self._hold(number, y)
        self.viewport().update()

    def visualRect(self, index: Index) -> QRect:
        """Return where an entry stands; the gap above a head belongs to nothing."""
        number = index.row()
        if not 0 <= number < self._heights.count:
            return QRect()
        px = self._theme.px
        top = self._heights.top(number) - self.verticalOffset()
        gap = px(_GAP) if self.verdicts.is_head(number) else 0
        height = self._heights.bottom(number) - self._heights.top(number) - gap
        return QRect(px(_SIDE), top + gap, self._entry_width(), height)

    def _entry_width(self) -> int:
        # The bar stands in the distance that is kept at the right, so that cards end where all else on the page does.
        px, bar = self._theme.px, self.verticalScrollBar()
        right = max(px(_SIDE) - (bar.width() if bar.isVisible() else 0), px(_LEAST_SIDE))
        return max(self.viewport().width() - px(_SIDE) - right, 1)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the entry at a place of the viewport."""
        place = point.y() + self.verticalOffset()
        if not 0 <= place < self._heights.total:
            return QModelIndex()
        index = self.verdicts.index(self._heights.at(place))
        return index if self.visualRect(index).contains(point) else QModelIndex()

    def scrollTo(self, index: Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        """Bring an entry into sight."""
        number = index.row()
        if self._holding or not 0 <= number < self._heights.count:
            return
        self._heights.correct({number: self._measured(number)})
        room, offset = self.viewport().height(), self.verticalOffset()
        top, bottom = self._heights.top(number), self._heights.bottom(number)
        lowest = max(room - (bottom - top), 0)
        wanted = {_Hint.PositionAtTop: 0, _Hint.PositionAtBottom: lowest, _Hint.PositionAtCenter: lowest // 2}
        self._hold(number, wanted.get(hint, min(max(top - offset, 0), lowest)))
        self.viewport().update()

    def moveCursor(self, action: _Cursor, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return the entry that a key leads to."""
        count = self._heights.count
        if not count:
            return QModelIndex()
        number, page = self.currentIndex().row(), self.viewport().height()
        if number < 0:
            return self.verdicts.index(0)
        ways = {
            _Cursor.MoveUp: number - 1, _Cursor.MovePrevious: number - 1,
            _Cursor.MoveDown: number + 1, _Cursor.MoveNext: number + 1,
            _Cursor.MoveHome: 0, _Cursor.MoveEnd: count - 1,
            _Cursor.MovePageUp: self._heights.at(max(self._heights.bottom(number) - page, 0)),
            _Cursor.MovePageDown: self._heights.at(self._heights.top(number) + page),
        }  # fmt: skip
        return self.verdicts.index(min(max(ways.get(action, number), 0), count - 1))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the entry at a place."""
        index = self.indexAt(rect.topLeft())
        self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return where the chosen entries stand."""
        region = QRegion()
        for index in selection.indexes():
            region += QRegion(self.visualRect(index))
        return region

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards that are on screen, and on them their entries."""
        offset = self.verticalOffset()
        desk = QPainter(self.viewport())
        desk.fillRect(event.rect(), self._theme.colour("bg"))
        desk.end()
        seen = self._heights.between(offset + event.rect().top(), offset + event.rect().bottom() + 1)
        for card in self._cards:
            if card.first < seen.stop and card.end > seen.start:
                paint_card(self, card, seen, theme=self._theme)

    def option_of(self, index: QModelIndex, hovered: QModelIndex) -> QStyleOptionViewItem:
        """Return how an entry is painted."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        state = QStyle.StateFlag.State_Enabled
        if self.selectionModel().isSelected(index):
            state |= QStyle.StateFlag.State_Selected
        if index == hovered:
            state |= QStyle.StateFlag.State_MouseOver
        option.state = state
        return option

    def hovered(self) -> QModelIndex:
        """Return the entry under the pointer."""
        viewport = self.viewport()
        return self.indexAt(viewport.mapFromGlobal(QCursor.pos())) if viewport.underMouse() else QModelIndex()

    # What the reader does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and close groups with the arrow keys as well; from a row the left key leads to its group."""
        bring(self)
        number = self.currentIndex().row()
        entry = self.verdicts.entry(number)
        if isinstance(entry, Head) and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space):
            if event.key() == Qt.Key.Key_Space or entry.is_open == (event.key() == Qt.Key.Key_Left):
                self.toggled.emit(entry.group)
        elif isinstance(entry, Verdict) and event.key() == Qt.Key.Key_Left:
            self.make_current(group_of(entry))
        else:
            super().keyPressEvent(event)

    @Slot(int)
    def move_current(self, steps: int) -> None:
        """Move to the row so many further down, or up; the focus may be elsewhere."""
        number = min(max(self.currentIndex().row() + steps, 0), self._heights.count - 1)
        if number >= 0:
            self.setCurrentIndex(self.verdicts.index(number))

    @Slot(QModelIndex)
    def choose(self, index: QModelIndex) -> None:
        """Open a row, or open and close a group."""
        entry = self.verdicts.entry(index.row())
        if isinstance(entry, Head):
            self.toggled.emit(entry.group)
        elif entry is not None:
            self.chosen.emit(entry.programme_id)

    @Slot()
    def repaint_rows(self) -> None:
        """Paint again while rows fade in."""
        self.viewport().update()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look; the first entry on screen stays the first."""
        first = max(self._heights.at(self.verticalOffset()), 0)
        self._guess()
        self._hold(first, 0)
        self.viewport().update()
