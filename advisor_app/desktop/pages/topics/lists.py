"""The lists of the page: topics by innovation field (the twin of the picture), and what a topic hangs together with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QStyledItemDelegate, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.topics import TopicRow
from advisor_app.desktop.presenters.topics_network import Tie
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.entry_list import EntryList

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
Line = TopicRow | Tie | str
_NONE = QModelIndex()


class LineModel(QAbstractListModel):
    """Lines of a list: a topic, a tie, or the name of a group, which cannot be chosen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line, its words, or what a screen reader says of it."""
        if not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == ENTRY_ROLE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line if isinstance(line, str) else line.spoken
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title if isinstance(line, TopicRow) else line.second.title if isinstance(line, Tie) else line
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let groups be passed over."""
        line = self.data(index, ENTRY_ROLE)
        return Qt.ItemFlag.ItemIsEnabled if isinstance(line, str) else super().flags(index)


class LineList(EntryList):
    """A list of lines.

    Args:
        name: what it is called aloud.
        delegate: paints the lines; becomes a child of the list.
        theme: the look.

    Signals: `looked_at` (line that is the current one or under the mouse, None for none), `wanted` (line that was
    clicked or opened with Enter).
    """

    looked_at = Signal(object)
    wanted = Signal(object)

    def __init__(self, name: str, delegate: QStyledItemDelegate, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(name, parent=parent)
        self.line_model = LineModel(self)
        self.setModel(self.line_model)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.clicked.connect(self.tell_wanted)
        self.opened.connect(self.tell_wanted)
        self.entered.connect(self.tell_look)
        self.viewportEntered.connect(self.tell_current)
        self.selectionModel().currentChanged.connect(self.tell_look)
        theme.changed.connect(self.restyle)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines, from the top."""
        if tuple(lines) != self.line_model.lines:
            self.line_model.show(lines)
            self.scrollToTop()

    def select(self, topic_id: str) -> None:
        """Make a topic the current line, if it is there."""
        for row, line in enumerate(self.line_model.lines):
            if isinstance(line, TopicRow) and line.id == topic_id:
                self.setCurrentIndex(self.line_model.index(row))
                return

    def step_by(self, steps: int) -> None:
        """Make another line the current one, past the names of groups."""
        lines = self.line_model.lines
        row = self.currentIndex().row() + steps
        while 0 <= row < len(lines) and isinstance(lines[row], str):
            row += 1 if steps > 0 else -1
        if 0 <= row < len(lines):
            self.setCurrentIndex(self.line_model.index(row))

    @property
    def current(self) -> Line | None:
        """Return the current line."""
        line = self.line_model.data(self.currentIndex(), ENTRY_ROLE)
        return line if isinstance(line, TopicRow | Tie) else None

    @Slot(QModelIndex)
    def tell_look(self, index: QModelIndex) -> None:
        """Tell what one looks at."""
        line = self.line_model.data(index, ENTRY_ROLE)
        self.looked_at.emit(None if isinstance(line, str) else line)

    @Slot()
    def tell_current(self) -> None:
        """Tell the current line: the mouse is over none."""
        self.looked_at.emit(self.current)

    @Slot(QModelIndex)
    def tell_wanted(self, index: QModelIndex) -> None:
        """Tell which line is to be opened."""
        line = self.line_model.data(index, ENTRY_ROLE)
        if line is not None and not isinstance(line, str):
            self.wanted.emit(line)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.doItemsLayout()
        self.viewport().update()


def grouped(rows: Sequence[TopicRow]) -> tuple[Line, ...]:
    """Return topics with the name of each innovation field above them."""
    lines: list[Line] = []
    for _, members in groupby(rows, key=lambda row: row.field):
        topics = list(members)
        lines += [f"{topics[0].field_label} ({formatting.number(len(topics))})", *topics]
    return tuple(lines)
