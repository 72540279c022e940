"""A list of entries of the calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.events.entry_delegate import EntryDelegate
from advisor_app.desktop.pages.events.entry_model import EntryModel
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.entry_list import EntryList
from advisor_app.domain.calendar import CalendarEntry, UndatedEntry


class DateList(EntryList):
    """Shows entries, all of a height, whatever their number.

    Args:
        name: what it is called aloud.
        theme: the look.
        today: the day that decides what is past.
        grouped: whether entries are grouped by day, the day beside them.
        leaves: whether there is room for days (or icons) at the left.

    Signals: `item_chosen` (id, by click or Enter), `current_changed`, `today_wanted` (the key T).
    """

    item_chosen = Signal(str)
    current_changed = Signal()
    today_wanted = Signal()

    def __init__(self, name: str, *, theme: Theme, today: date, grouped: bool, leaves: bool, parent: QWidget) -> None:
        super().__init__(name, parent=parent)
        self.entry_model = EntryModel(today=today, grouped=grouped, parent=self)
        self.setModel(self.entry_model)
        self.setItemDelegate(EntryDelegate(theme=theme, view=self, leaves=leaves, parent=self))
        self.setUniformItemSizes(True)
        self.setMinimumWidth(1)
        self.opened.connect(self.choose)
        self.clicked.connect(self.choose)
        self.selectionModel().currentChanged.connect(self.tell_current)
        theme.changed.connect(self.restyle)

    @property
    def current(self) -> CalendarEntry | UndatedEntry | None:
        """Return the current entry."""
        return self.entry_model.entry(self.currentIndex().row())

    def select(self, number: int, *, at_top: bool = False) -> None:
        """Make an entry the current one and bring it into sight."""
        index = self.entry_model.index(number)
        self.setCurrentIndex(index)
        self.scrollTo(index, self.ScrollHint.PositionAtTop if at_top else self.ScrollHint.EnsureVisible)

    @property
    def place_of_current(self) -> int:
        """Return how far below the top of the list the current entry stands, in pixels."""
        return self.visualRect(self.currentIndex()).top()

    def put_current_at(self, place: int) -> None:
        """Scroll so that the current entry stands as far below the top as it did."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.place_of_current - place)

    @Slot(QModelIndex)
    def choose(self, index: QModelIndex) -> None:
        """Tell which entry is to be read."""
        entry = self.entry_model.entry(index.row())
        if entry is not None:
            self.item_chosen.emit(entry.item_id)

    @Slot()
    def tell_current(self) -> None:
        """Tell that another entry is the current one."""
        self.current_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to today with T; everything else as in any list."""
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.today_wanted.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.doItemsLayout()
        self.viewport().update()
