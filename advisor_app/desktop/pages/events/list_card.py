"""A card with a list of entries: a day, the agenda, or what has no day; below it what can be done with one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop.pages.events.deeds import Deed, DeedFoot
from advisor_app.desktop.pages.events.entry_list import DateList
from advisor_app.desktop.pages.events.entry_model import Entries
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import ElidedLabel, Panel, Rule, set_tone, text_label
from advisor_app.domain.calendar import CalendarEntry

_ROWS = 3


class ListCard(Panel):
    """Heading, remark, list and deeds.

    Args:
        name: what the list is called aloud.
        theme: the look.
        today: the day that decides what is past.
        grouped: whether entries are grouped by day.
        leaves: whether days stand at the left.
        nothing: what is said where the list is empty.

    Signals: `item_chosen` (id), `today_wanted`, `deed_wanted` (Deed and entries).
    """

    item_chosen = Signal(str)
    today_wanted = Signal()
    deed_wanted = Signal(object, object)

    def __init__(
        self, name: str, *, theme: Theme, today: date, grouped: bool, leaves: bool, nothing: str, parent: QWidget
    ) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.head = QWidget(self)
        self.title = ElidedLabel("", "section", parent=self.head)
        self.side = text_label("", "metaStrong", parent=self.head)
        self.remark = text_label("", "meta", wrap=True, parent=self.head)
        self.remark.hide()
        self._head_row = QHBoxLayout()
        self._head_row.addWidget(self.title, 1)
        self._head_row.addWidget(self.side)
        self._head_column = QVBoxLayout(self.head)
        self._head_column.addLayout(self._head_row)
        self._head_column.addWidget(self.remark)
        self._head_rule, self._foot_rule = Rule(self), Rule(self)
        self.list = DateList(name, theme=theme, today=today, grouped=grouped, leaves=leaves, parent=self)
        self.empty = QWidget(self)
        self._empty_column = QVBoxLayout(self.empty)
        self._empty_column.addWidget(text_label(nothing, "meta", wrap=True, parent=self.empty))
        self._empty_column.addStretch(1)
        self.empty.hide()
        self.foot = DeedFoot(theme=theme, parent=self)
        self.foot.chosen.connect(self.do_deed)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.head)
        self._column.addWidget(self._head_rule)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.empty, 1)
        self._column.addWidget(self._foot_rule)
        self._column.addWidget(self.foot)
        self.list.item_chosen.connect(self.item_chosen)
        self.list.today_wanted.connect(self.today_wanted)
        self.list.current_changed.connect(self.follow_current)
        self.list.customContextMenuRequested.connect(self.offer_deeds)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.follow_current()

    # Showing

    def say(self, title: str, side: str = "", *, tone: str = "", remark: str = "") -> None:
        """Show a heading, what stands at its right end, and a remark below."""
        self.title.setText(title)
        self.side.setText(side)
        set_tone(self.side, tone)
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))

    def show_entries(self, entries: Entries, formats: Mapping[str, str], *, first: int = 0) -> None:
        """Show entries; the one that was the current one stays so where it is still there.

        Args:
            entries: what is shown.
            formats: labels of the formats of events.
            first: number of the entry that is the current one otherwise.
        """
        held, place = self.list.current, self.list.place_of_current
        self.list.entry_model.show(entries, formats)
        self.list.setVisible(bool(entries))
        self.empty.setVisible(not entries)
        self.foot.setVisible(bool(entries))
        self._foot_rule.setVisible(bool(entries))
        number = self.list.entry_model.find(held.item_id, held.key) if held is not None else -1
        if number >= 0:
            self.list.select(number)
            self.list.put_current_at(place)
        elif entries:
            self.list.select(first, at_top=True)
        self.follow_current()

    @Slot()
    def follow_current(self) -> None:
        """Offer what can be done with the current entry; one without a day fits into no calendar."""
        entry = self.list.current
        self.foot.into_calendar.setEnabled(isinstance(entry, CalendarEntry))
        self.foot.copy.setEnabled(entry is not None)

    # Deeds

    @Slot(QPoint)
    def offer_deeds(self, place: QPoint) -> None:
        """Offer what can be done with the entry under the pointer."""
        index = self.list.indexAt(place)
        if isinstance(self.list.entry_model.entry(index.row()), CalendarEntry):
            self.list.setCurrentIndex(index)
            self.foot.into_calendar.deeds.popup(self.list.viewport().mapToGlobal(place))

    @Slot(object)
    def do_deed(self, deed: Deed) -> None:
        """Ask for a deed with the current entry."""
        entry = self.list.current
        if entry is not None:
            self.deed_wanted.emit(deed, (entry,))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._head_column.setContentsMargins(px(18), px(13), px(18), px(11))
        self._head_column.setSpacing(px(6))
        self._head_row.setSpacing(px(12))
        self._empty_column.setContentsMargins(px(18), px(14), px(18), px(14))
        self._column.setContentsMargins(1, 0, 1, 0)
        self._column.setSpacing(0)
        self.list.setMinimumHeight(px(60) * _ROWS)
