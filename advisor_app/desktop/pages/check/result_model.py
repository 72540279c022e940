"""The verdicts as one list: the head of each group, and below it the rows of those that are open."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from advisor_app.consultation.groups import GROUPS, Group
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_choice import Sort
from advisor_app.desktop.presenters.check_result_views import Groups, ResultsView, VerdictRow
from advisor_app.desktop.presenters.check_results import GROUP_LOOKS, group_hint
from advisor_app.matching.verdict import Verdict

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group: `count` programmes, of which the rows are shown where it is `is_open`."""

    group: Group
    count: int
    is_open: bool
    hint: str

    @property
    def spoken(self) -> str:
        """Return the head as one sentence for a screen reader."""
        count = formatting.count(self.count, "Programm", "Programme")
        state = "aufgeklappt" if self.is_open else "zugeklappt"
        return f"{GROUP_LOOKS[self.group].title}, {count}, {self.hint}, {state}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list shows: all of a view, or those of its programmes that are wanted, by their places."""

    view: ResultsView
    groups: Groups
    closed: frozenset[Group]
    sort: Sort = Sort.BENEFIT

    def head(self, group: Group) -> Head:
        """Return the head of a group."""
        is_open = group not in self.closed
        return Head(group, len(self.groups[group]), is_open, group_hint(group, self.sort))


class VerdictModel(QAbstractListModel):
    """Heads and rows. A row is made when it is asked for, so that thousands cost nothing.

    An entry is kept as a number: the place of a programme in the rulebook, or one below zero for a head.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: Shown | None = None
        self._entries: list[int] = []
        # Where each group begins that is shown, and how many rows of it are.
        self.groups: dict[Group, tuple[int, int]] = {}

    def show(self, shown: Shown) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.shown = shown
        self._entries, self.groups = [], {}
        for number, group in enumerate(GROUPS):
            places = shown.groups.get(group, ())
            if places:
                rows = () if group in shown.closed else places
                self.groups[group] = (len(self._entries), len(rows))
                self._entries.append(-1 - number)
                self._entries.extend(rows)
        self.endResetModel()

    def entry(self, number: int) -> Head | Verdict | None:
        """Return a head or a verdict, None beyond them."""
        if self.shown is None or not 0 <= number < len(self._entries):
            return None
        entry = self._entries[number]
        return self.shown.view.verdict(entry) if entry >= 0 else self.shown.head(GROUPS[-1 - entry])

    def key(self, number: int) -> str | Group | None:
        """Return what an entry is known by in other views too: the id of a programme, or the group of a head."""
        if self.shown is None or not 0 <= number < len(self._entries):
            return None
        entry = self._entries[number]
        return self.shown.view.entries[entry].programme.id if entry >= 0 else GROUPS[-1 - entry]

    def is_head(self, number: int) -> bool:
        """Tell whether an entry is a head."""
        return 0 <= number < len(self._entries) and self._entries[number] < 0

    def row(self, number: int) -> VerdictRow | None:
        """Return a row, None for a head."""
        if self.shown is None or not 0 <= number < len(self._entries) or self._entries[number] < 0:
            return None
        return self.shown.view.row(self._entries[number])

    def place(self, number: int) -> int:
        """Return the place in the rulebook of the programme of a row."""
        return self._entries[number]

    def group_of(self, number: int) -> Group | None:
        """Return the group in which an entry stands."""
        spans = self.groups.items()
        return next((group for group, (first, rows) in spans if first <= number <= first + rows), None)

    def find(self, key: str | Group) -> int:
        """Return the number of a programme's row or a group's head, -1 if it is not shown."""
        if isinstance(key, Group):
            return self.groups.get(key, (-1, 0))[0]
        place = self.shown.view.place(key) if self.shown is not None else -1
        if place < 0:
            return -1
        try:
            return self._entries.index(place)
        except ValueError:
            return -1

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many heads and rows there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a head or row, its words, or what a screen reader says of it."""
        if role not in (ENTRY_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        found = self.entry(index.row()) if self.is_head(index.row()) else self.row(index.row())
        if role == ENTRY_ROLE or not isinstance(found, Head | VerdictRow):
            return found
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return found.spoken
        return GROUP_LOOKS[found.group].title if isinstance(found, Head) else found.title
