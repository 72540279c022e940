"""What is read beside the month, and below it what can be done with the date one came from."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.pages.events.deeds import Deed, DeedFoot
from advisor_app.desktop.reading.visit import ReadingVisit
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel, Rule
from advisor_app.domain.calendar import CalendarEntry


class ReadingBox(Panel):
    """Holds the reading pane.

    Args:
        visit: the pane.
        theme: the look.

    Signals: `deed_wanted` (Deed and entries).
    """

    deed_wanted = Signal(object, object)

    def __init__(self, visit: ReadingVisit, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("paper", parent)
        self._visit = visit
        self._entry: CalendarEntry | None = None
        self._rule = Rule(self)
        self.foot = DeedFoot(theme=theme, parent=self)
        self.foot.chosen.connect(self.do_deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(visit, 1)
        column.addWidget(self._rule)
        column.addWidget(self.foot)
        visit.opened.connect(self.follow)

    def offer(self, entry: CalendarEntry | None) -> None:
        """Offer what can be done with an entry as long as its item is what is read; None offers nothing."""
        self._entry = entry
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Hide the deeds while something else is read, show them when the reader comes back."""
        fits = self._entry is not None and self._entry.item_id == self._visit.item_id
        self._rule.setVisible(fits)
        self.foot.setVisible(fits)

    @Slot(object)
    def do_deed(self, deed: Deed) -> None:
        """Ask for a deed with the entry."""
        if self._entry is not None:
            self.deed_wanted.emit(deed, (self._entry,))
