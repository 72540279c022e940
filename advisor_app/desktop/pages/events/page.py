"""The page of the calendar: a month, an agenda and what has no day, filtered, read beside it, taken along."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.pages.events.arrangement import Arrangement
from advisor_app.desktop.pages.events.deeds import Deed
from advisor_app.desktop.pages.events.filter_bar import FilterBar
from advisor_app.desktop.pages.events.list_card import ListCard
from advisor_app.desktop.pages.events.month_card import MonthCard
from advisor_app.desktop.pages.events.nothing_here import NothingHere
from advisor_app.desktop.pages.events.top_bar import AGENDA, MONTH, UNDATED, TopBar
from advisor_app.desktop.presenters.events import (
    AgendaView,
    MonthView,
    Shown,
    UndatedView,
    day_headline,
    first_coming,
    load_agenda,
    load_month,
    load_undated,
    month_of,
)
from advisor_app.desktop.presenters.events_filter import EventsFilter
from advisor_app.domain.calendar import CalendarEntry

if TYPE_CHECKING:
    from advisor_app.desktop.pages.events.reading_box import ReadingBox
    from advisor_app.desktop.pages.events.taking import CalendarWay
    from advisor_app.desktop.presenters.views import Library
    from advisor_app.desktop.reading.visit import ReadingVisit

_SLOW_MS = 150
# The years that content may name; nobody walks further.
_YEARS = range(2000, 2101)
_UNDATED_REMARK = (
    "Wiederkehrend heißt: Termine nennt der Veranstalter. "
    "Bei Pflichten steht hier, was bekannt ist, wenn der Tag noch nicht feststeht."
)


class EventsPage(KnowledgePage):
    """All dates of the knowledge.

    Args:
        tools: what the page is given.
    """

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("events", "Termine", tools=tools, parent=parent)
        self._today = tools.today
        self._day = tools.today
        self._mode = MONTH
        self._filter = EventsFilter()
        self._shown: Shown | None = None
        self._chosen: tuple[CalendarEntry, ...] = ()
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_SLOW_MS)
        self._waiting.timeout.connect(self.tell_loading)
        self.bar = TopBar(theme=tools.theme, parent=self)
        self.bar.mode_chosen.connect(self.show_mode)
        self._build_parts()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.arrangement, 1)
        tools.theme.changed.connect(self.restyle)
        self.restyle()
        self.show_day(self._today)

    def _build_parts(self) -> None:
        theme, today = self.tools.theme, self._today
        self.arrangement = Arrangement(theme=theme, parent=self)
        self._left, self._right = self.arrangement.left, self.arrangement.right
        self.filters = FilterBar(theme=theme, parent=self.arrangement.content)
        self.nothing = NothingHere(theme=theme, parent=self.arrangement.content)
        self.arrangement.put_above(self.filters)
        self.arrangement.put_above(self.nothing)
        self.month = MonthCard(theme=theme, today=today, parent=self._left)
        self.day = ListCard("Termine des Tages", theme=theme, today=today, grouped=False, leaves=False,
                            nothing="An diesem Tag steht nichts an.", parent=self._right)  # fmt: skip
        self._left.addWidget(self.month)
        self._right.addWidget(self.day)
        self.filters.toggled.connect(self.toggle_filter)
        self.filters.reset_wanted.connect(self.reset_filters)
        self.filters.deed_chosen.connect(self.do_with_all)
        self.nothing.dropped.connect(self.toggle_filter)
        self.nothing.day_wanted.connect(self.choose_day)
        self.month.day_chosen.connect(self.choose_day)
        self.month.day_opened.connect(self.open_day)
        self._listen(self.day)

    @cached_property
    def agenda(self) -> ListCard:
        """Return the agenda, built when it is first wanted."""
        card = ListCard("Agenda", theme=self.tools.theme, today=self._today, grouped=True, leaves=True,
                        nothing="In dieser Zeit steht nichts an.", parent=self._left)  # fmt: skip
        card.say("Agenda")
        self._left.addWidget(card)
        self._listen(card)
        return card

    @cached_property
    def undated(self) -> ListCard:
        """Return the list of what has no day, built when it is first wanted."""
        card = ListCard("Ohne festen Tag", theme=self.tools.theme, today=self._today, grouped=False, leaves=True,
                        nothing="Nichts ohne festen Tag.", parent=self._left)  # fmt: skip
        card.foot.into_calendar.hide()
        card.say("Ohne festen Tag", remark=_UNDATED_REMARK)
        self._left.addWidget(card)
        self._listen(card)
        return card

    def _listen(self, card: ListCard) -> None:
        card.item_chosen.connect(self.open_item)
        card.deed_wanted.connect(self.do)
        card.today_wanted.connect(self.show_today)

    # Reading the library

    def refresh(self) -> None:
        """Show what the library holds, at the same day with the same filters."""
        if self.library is None:
            return
        if self._shown is None:
            self._waiting.start()
        wanted, today, day = self._filter, self._today, self._day

        def month(library: Library) -> object:
            return load_month(library, day, wanted, today)

        def undated(library: Library) -> object:
            return load_undated(library, wanted, today)

        if self._mode == MONTH:
            self.ask(month, self.show_month)
        elif self._mode == UNDATED:
            self.ask(undated, self.show_undated)
        else:
            self._ask_agenda(complete=False)

    def _ask_agenda(self, *, complete: bool) -> None:
        wanted, today = self._filter, self._today

        def agenda(library: Library) -> object:
            return load_agenda(library, wanted, today, complete=complete)

        self.ask(agenda, self.show_agenda)

    @Slot(object)
    def show_month(self, view: MonthView) -> None:
        """Show a month with what happens in it."""
        self._take(view.shown, view.chosen)
        if not view.chosen:
            self.nothing.show_nothing(f"{view.shown.headline} mit dieser Auswahl", view.shown.ways, view.following)
        self.month.grid.show_weeks(view.weeks)
        self._show_entries_of_day()

    @Slot(object)
    def show_agenda(self, view: AgendaView) -> None:
        """Show the agenda; once the next entries are on screen, the others are read."""
        coming = tuple(entry for entry in view.entries if not entry.past(self._today))
        self._take(view.shown, coming)
        if view.complete and not view.entries:
            self.nothing.show_nothing(f"{view.shown.headline} mit dieser Auswahl", view.shown.ways, None)
        span = f"{formatting.as_of(view.first.isoformat())} bis {formatting.as_of(view.last.isoformat())}"
        self.agenda.say("Agenda", span)
        first = first_coming(view.entries, self._today)
        self.agenda.show_entries(view.entries, view.shown.formats, first=first)
        if not view.complete:
            self._ask_agenda(complete=True)

    @Slot(object)
    def show_undated(self, view: UndatedView) -> None:
        """Show what has no day."""
        self._take(view.shown, ())
        if not view.entries:
            self.nothing.show_nothing("Nichts ohne festen Tag mit dieser Auswahl", view.shown.ways, None)
        self.undated.show_entries(view.entries, view.shown.formats)

    def _take(self, shown: Shown, chosen: tuple[CalendarEntry, ...]) -> None:
        self._waiting.stop()
        self._shown, self._chosen = shown, chosen
        self.nothing.hide()
        self.bar.headline.setText(shown.headline)
        self.filters.show_groups(shown.groups, future=self._filter.future)
        self.filters.deeds.setEnabled(bool(chosen))

    @Slot()
    def tell_loading(self) -> None:
        """Say that reading takes a moment."""
        self.bar.headline.setText("Termine werden gelesen")

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on, and wait no longer."""
        self._waiting.stop()
        self.bar.headline.setText("Die Termine lassen sich nicht lesen")
        super().tell_failure(error)

    # Days

    @Slot(object)
    def choose_day(self, day: date) -> None:
        """Go to a day that was chosen; what is being read makes room for its list."""
        if day.year not in _YEARS:
            return
        if self.visit is not None and self.visit.is_open:
            self.visit.leave()
        self.show_day(day)

    def show_day(self, day: date) -> None:
        """Show a day; another month is read."""
        other_month = month_of(day) != month_of(self._day)
        self._day = day
        self.month.show_day(day)
        self._show_entries_of_day()
        if other_month:
            self.refresh()

    def _show_entries_of_day(self) -> None:
        cell = self.month.grid.cell
        title, side = day_headline(self._day, self._today)
        self.day.say(title, side, tone="warn" if self._day == self._today else "")
        formats = self._shown.formats if self._shown is not None else {}
        self.day.show_entries(cell.entries if cell is not None else (), formats)

    @Slot()
    def open_day(self) -> None:
        """Go into the list of the chosen day."""
        self.day.list.setFocus()

    @Slot()
    def show_today(self) -> None:
        """Go to today."""
        if self._mode == AGENDA:
            entries = tuple(entry for entry in self.agenda.list.entry_model.entries if isinstance(entry, CalendarEntry))
            self.agenda.list.select(first_coming(entries, self._today), at_top=True)
        else:
            self.choose_day(self._today)
            self.month.grid.setFocus()

    # Choosing

    @Slot(str)
    def show_mode(self, mode: str) -> None:
        """Show a part of the calendar by its code."""
        if mode == self._mode:
            return
        self._mode = mode
        self.bar.mark(mode)
        self._left.setCurrentWidget(self.month if mode == MONTH else self._card)
        self.filters.future.setVisible(mode != UNDATED)
        self.filters.deeds.setVisible(mode != UNDATED)
        self._arrange()
        # The focus moved along with what is shown, and the page with the focus.
        self.arrangement.verticalScrollBar().setValue(0)
        self.refresh()

    @Slot(str, str)
    def toggle_filter(self, facet: str, code: str) -> None:
        """Choose a value of a filter, or drop it."""
        self._filter = self._filter.toggled(facet, code)
        self.refresh()

    @Slot()
    def reset_filters(self) -> None:
        """Drop all filters."""
        self._filter = EventsFilter()
        self.refresh()

    # Reading and taking along

    @Slot(str)
    def open_item(self, item_id: str) -> None:
        """Read an item beside the calendar, or on its own where there is no room."""
        if not self.arrangement.is_wide:
            self.item_wanted.emit(item_id)
            return
        box = self._reading
        entry = self.day.list.current if self._mode == MONTH else None
        self._visit.visit(item_id)
        box.offer(entry if isinstance(entry, CalendarEntry) else None)
        self._right.setCurrentWidget(box)
        self._arrange()

    @cached_property
    def _visit(self) -> ReadingVisit:
        visit = self.add_visit("Termine", self._right)
        visit.left.connect(self.close_reading)
        return visit

    @cached_property
    def _reading(self) -> ReadingBox:
        from advisor_app.desktop.pages.events.reading_box import ReadingBox  # noqa: PLC0415 - not before it is wanted

        box = ReadingBox(self._visit, theme=self.tools.theme, parent=self._right)
        box.deed_wanted.connect(self.do)
        self._right.addWidget(box)
        return box

    @Slot()
    def close_reading(self) -> None:
        """Show the list of the day again."""
        self._right.setCurrentWidget(self.day)
        self._arrange()
        self._card.list.setFocus()

    @property
    def _card(self) -> ListCard:
        """Return the list that belongs to what is shown."""
        return self.day if self._mode == MONTH else self.agenda if self._mode == AGENDA else self.undated

    @Slot(object)
    def do_with_all(self, deed: Deed) -> None:
        """Do something with everything that is shown."""
        self.do(deed, self._chosen)

    @Slot(object, object)
    def do(self, deed: Deed, entries: tuple[CalendarEntry, ...]) -> None:
        """Do something with entries."""
        if deed is Deed.COPY:
            self.way.copy(entries)
        elif deed is Deed.SAVE:
            self.way.save(entries)
        else:
            self.way.open(entries)

    @cached_property
    def way(self) -> CalendarWay:
        """Return what takes entries into the user's calendar."""
        from advisor_app.desktop.pages.events.taking import CalendarWay  # noqa: PLC0415 - not before it is wanted

        way = CalendarWay(host=self, tools=self.tools, library=self._library_in_use)
        way.said.connect(self.said)
        way.failed.connect(self.failed)
        return way

    def _library_in_use(self) -> Library | None:
        return self.library

    # The page within the window

    def take_focus(self) -> None:
        """Take the focus where one walks through days."""
        (self.month.grid if self._mode == MONTH else self._card.list).setFocus()

    def next_pane(self) -> None:
        """Move the focus between the calendar and what stands beside it."""
        if self.visit is not None and self.visit.is_open and not self.visit.isAncestorOf(self._focused()):
            self.visit.pane.setFocus()
        elif self._mode == MONTH and self._focused() is self.month.grid:
            self.day.list.setFocus()
        else:
            self.take_focus()

    def _focused(self) -> QWidget:
        return self.focusWidget() or self

    def _arrange(self) -> None:
        reading = self.visit is not None and self.visit.is_open
        self.arrangement.show_right(wanted=reading or self._mode == MONTH, reading=reading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the parts out for the room there is."""
        super().resizeEvent(event)
        self.arrangement.arrange()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.arrangement.arrange()
