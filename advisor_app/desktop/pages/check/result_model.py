"""The verdicts as one list: the head of each group, and below it the rows of those that are open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, chain

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_choice import Sort
from advisor_app.desktop.presenters.check_result_views import ResultsView, VerdictRow
from advisor_app.desktop.presenters.check_results import GROUP_LOOKS, group_hint
from advisor_app.matching.verdict import Outcome, Verdict

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group: `count` programmes, of which the rows are shown where it is `is_open`."""

    outcome: Outcome
    count: int
    is_open: bool
    hint: str

    @property
    def spoken(self) -> str:
        """Return the head as one sentence for a screen reader."""
        count = formatting.count(self.count, "Programm", "Programme")
        state = "aufgeklappt" if self.is_open else "zugeklappt"
        return f"{GROUP_LOOKS[self.outcome].title}, {count}, {self.hint}, {state}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list shows: all of a view, or those of its verdicts that are wanted."""

    view: ResultsView
    groups: Mapping[Outcome, tuple[Verdict, ...]]
    closed: frozenset[Outcome]
    sort: Sort = Sort.BENEFIT


class VerdictModel(QAbstractListModel):
    """Heads and rows. A row is made when it is asked for, so that thousands cost nothing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: Shown | None = None
        self._entries: list[Head | Verdict] = []
        self._places: dict[str, int] | None = None
        self._heads: dict[Outcome, int] = {}

    def show(self, shown: Shown) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.shown = shown
        groups = [_group(shown, outcome) for outcome in Outcome]
        starts = accumulate((len(group) for group in groups), initial=0)
        self._heads = {outcome: start for outcome, start, group in zip(Outcome, starts, groups, strict=False) if group}
        self._entries = list(chain.from_iterable(groups))
        self._places = None
        self.endResetModel()

    @property
    def entries(self) -> list[Head | Verdict]:
        """Return the heads and the verdicts whose rows are shown; nobody changes them."""
        return self._entries

    def entry(self, number: int) -> Head | Verdict | None:
        """Return a head or a verdict, None beyond them."""
        return self._entries[number] if 0 <= number < len(self._entries) else None

    def row_of(self, verdict: Verdict) -> VerdictRow | None:
        """Return the row of a verdict."""
        if self.shown is None:
            return None
        view = self.shown.view
        return view.words.row(verdict, view.check.profile)

    def find(self, programme_id: str) -> int:
        """Return the number of a programme's row, -1 if it is not shown."""
        if self._places is None:
            self._places = {
                entry.programme.id: number for number, entry in enumerate(self._entries) if isinstance(entry, Verdict)
            }
        return self._places.get(programme_id, -1)

    def find_head(self, outcome: Outcome) -> int:
        """Return the number of a group's head, -1 if the group is not shown."""
        return self._heads.get(outcome, -1)

    @property
    def heads(self) -> tuple[int, ...]:
        """Return the numbers of the heads."""
        return tuple(self._heads.values())

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many heads and rows there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return an entry, its words, or what a screen reader says of it."""
        if role not in (ENTRY_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        entry = self.entry(index.row())
        if isinstance(entry, Head):
            words = entry.spoken if role == Qt.ItemDataRole.AccessibleTextRole else GROUP_LOOKS[entry.outcome].title
            return entry if role == ENTRY_ROLE else words
        row = self.row_of(entry) if entry is not None else None
        if row is None or role == ENTRY_ROLE:
            return row
        return row.spoken if role == Qt.ItemDataRole.AccessibleTextRole else row.title


def _group(shown: Shown, outcome: Outcome) -> tuple[Head | Verdict, ...]:
    """Return the head of a group and its rows; a group of nothing is not shown."""
    verdicts = shown.groups.get(outcome, ())
    if not verdicts:
        return ()
    is_open = outcome not in shown.closed
    head = Head(outcome, len(verdicts), is_open, group_hint(outcome, shown.sort))
    return (head, *verdicts) if is_open else (head,)
