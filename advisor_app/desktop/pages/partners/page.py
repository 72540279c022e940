"""The page of partners: a place leads to who is responsible, a map and a list to everybody else."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.pages.partners.answer import Answer, answer, sheet_for_anybody, written
from advisor_app.desktop.pages.partners.arrangement import Arrangement, Part, Tabs
from advisor_app.desktop.pages.partners.filters import ActiveFilters
from advisor_app.desktop.pages.partners.map_card import MapCard, MapScroll
from advisor_app.desktop.pages.partners.partner_list import PartnerList
from advisor_app.desktop.pages.partners.side import SideColumn
from advisor_app.desktop.pages.partners.top_bar import TopBar
from advisor_app.desktop.presenters.partners import Wish, present_list
from advisor_app.desktop.presenters.partners_filter import PartnerFilter
from advisor_app.desktop.presenters.partners_map import MapMode
from advisor_app.desktop.presenters.partners_place import choice
from advisor_app.desktop.presenters.partners_views import Gathering, ListView
from advisor_app.directory.place import Found
from advisor_app.directory.responsible import Office

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor_app.desktop.pages.partners.map_paper import MapPaper
    from advisor_app.desktop.presenters.views import Library

_SUGGESTED = 8


class PartnersPage(KnowledgePage):
    """Place field, map or list, and who is responsible.

    Args:
        tools: what it is given.
    """

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("partners", "Partner", tools=tools, parent=parent)
        self._theme = tools.theme
        self._wish = Wish()
        self._answer: Answer | None = None
        self._listed = ListView()
        # What was entered before there was anything to look it up in.
        self._entered = ""
        self._build()
        self._wire()
        self._theme.changed.connect(self.restyle)
        self.restyle()

    def _build(self) -> None:
        theme = self._theme
        self._bar = bar = TopBar(theme=theme, parent=self)
        self.field, self.chips, self.filter, self.as_list = bar.field, bar.chips, bar.filter, bar.as_list
        self.active = ActiveFilters(theme=theme, parent=self)
        self.tabs = Tabs(theme=theme, parent=self)
        self._body = QWidget(self)
        self.map_card = MapCard(theme=theme, parent=self._body)
        self.list = PartnerList(theme=theme, parent=self._body)
        self.side = SideColumn(theme=theme, marks=self.tools.marks, parent=self._body)
        left, self._right = QStackedWidget(self._body), QStackedWidget(self._body)
        left.addWidget(MapScroll(self.map_card, parent=left))
        left.addWidget(self.list)
        self._right.addWidget(self.side)
        self.arrangement = Arrangement(theme=theme, body=self._body, left=left, right=self._right, tabs=self.tabs,
                                       parent=self)  # fmt: skip
        for part in (self._bar, self._body):
            # What has no room is hidden or put behind tabs; it must not keep the window from getting narrower.
            part.setMinimumWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._bar, self.active, self.tabs):
            column.addWidget(part)
        column.addWidget(self._body, 1)
        QWidget.setTabOrder(self.field.edit, self.chips.chips[0])

    def _wire(self) -> None:
        self.field.typed.connect(self.suggest)
        self.field.entered.connect(self.look_up)
        self.field.chosen.connect(self.choose_place)
        self.field.cleared.connect(self.clear_place)
        self.chips.chosen.connect(self.choose_group)
        self.filter.group_chosen.connect(self.choose_group)
        self.filter.toggled_value.connect(self.toggle_filter)
        self.filter.reset_wanted.connect(self.reset_filters)
        self.active.dropped.connect(self.toggle_filter)
        self.active.reset_wanted.connect(self.reset_filters)
        self.as_list.clicked.connect(self.toggle_list)
        self.arrangement.changed.connect(self.name_toggle)
        self.map_card.mode_chosen.connect(self.choose_mode)
        self.map_card.office_chosen.connect(self.choose_office)
        self.map_card.print_wanted.connect(self.print_map)
        self.map_card.file_wanted.connect(self.save_map)
        self.map_card.map.district_chosen.connect(self.choose_district)
        self.map_card.map.spot_chosen.connect(self.read)
        self.map_card.map.spots_chosen.connect(self.show_gathering)
        self.map_card.map.left.connect(self.take_focus)
        self.list.item_chosen.connect(self.read)
        self.side.item_wanted.connect(self.read)
        self.side.link_wanted.connect(self.link_wanted)
        self.side.said.connect(self.said)
        self.side.place_chosen.connect(self.choose_place)
        self.side.group_chosen.connect(self.choose_group)
        self.side.all_wanted.connect(self.show_list)

    # What is shown

    def refresh(self) -> None:
        """Read the library anew; place, filters and what is read stay."""
        self._ask()

    def _go(self, wish: Wish) -> None:
        if wish != self._wish:
            self._wish = wish
            self._ask()

    def _ask(self) -> None:
        kept, wish, today, folder = self._answer, self._wish, self.tools.today, self.tools.geodata

        def work(library: Library) -> object:
            return answer(library, kept, wish, today, folder)

        self.ask(work, self.show_answer)

    @Slot(object)
    def show_answer(self, found: Answer) -> None:
        """Show what a worker found."""
        first = self._answer is None
        self._answer, view, wish = found, found.view, found.wish
        if first:
            self.map_card.map.take_shapes(found.land.shapes)
            self._catch_up()
        self.map_card.show_picture(view.picture, wish.shown_mode, wish.office)
        self.side.show_side(view.side)
        self.chips.mark(wish.wanted.group)
        self.active.show_chips(view.chips)
        self.fit()

        def work(library: Library) -> object:
            return present_list(library, found.book, wish)

        self.ask(work, self.show_list_view, slot="list")

    @Slot(object)
    def show_list_view(self, listed: ListView) -> None:
        """Show what follows: the list and the filters."""
        self._listed = listed
        self.list.show_rows(listed.title, listed.rows)
        self.filter.show_filter(self._wish.wanted, listed.facets)
        self.map_card.map.take_words(listed.words)

    def _catch_up(self) -> None:
        """Look up what was entered, or complete what is being typed, now that the places are known."""
        if self._entered:
            self.look_up(self._entered)
        elif self.field.edit.hasFocus() and self.field.edit.text().strip():
            self.suggest(self.field.edit.text())

    # Place

    @Slot(str)
    def suggest(self, text: str) -> None:
        """Offer what a text may be the beginning of."""
        if self._answer is not None:
            book = self._answer.book
            hits = book.ground.gazetteer.suggest(text, _SUGGESTED)
            self.field.suggestions.offer([choice(hit.place, book) for hit in hits], self.field)

    @Slot(str)
    def look_up(self, text: str) -> None:
        """Show who is responsible for what a text means, or ask."""
        if self._answer is None:
            self._entered = text
        else:
            self._take_found(self._answer.land.ground.gazetteer.resolve(text))

    @Slot(str)
    def choose_place(self, code: str) -> None:
        """Show who is responsible for a place that was chosen."""
        gazetteer = None if self._answer is None else self._answer.land.ground.gazetteer
        place = None if gazetteer is None else gazetteer.place(code)
        if gazetteer is not None and place is not None:
            self._take_found(gazetteer.found(place))

    @Slot(str)
    def choose_district(self, ags: str) -> None:
        """Show who is responsible for a district that was clicked; a city that is one is meant as the city."""
        gazetteer = None if self._answer is None else self._answer.land.ground.gazetteer
        place = None if gazetteer is None else gazetteer.place(ags)
        if place is not None:
            self.choose_place(place.municipalities[0] if len(place.municipalities) == 1 else ags)

    @Slot()
    def clear_place(self) -> None:
        """Go back to the overview."""
        self._close_visit()
        self._go(replace(self._wish, found=None))

    def _take_found(self, found: Found) -> None:
        self._close_visit()
        if found.place is not None and self._answer is not None:
            self.field.show_text(written(found.place, self._answer.book))
            if not self.arrangement.is_shared and self.arrangement.part is Part.LIST:
                self.arrangement.show_part(Part.SIDE)
        elif not self.arrangement.is_shared:
            self.arrangement.show_part(Part.SIDE)
        self._go(replace(self._wish, found=found))

    # Filters and pictures

    @Slot(str)
    def choose_group(self, code: str) -> None:
        """Show a group of partners."""
        self._go(replace(self._wish, wanted=self._wish.wanted.grouped(code)))

    @Slot(str, str)
    def toggle_filter(self, facet: str, code: str) -> None:
        """Add a filter or take it away."""
        self._go(replace(self._wish, wanted=self._wish.wanted.toggled(facet, code)))

    @Slot()
    def reset_filters(self) -> None:
        """Show all partners."""
        self._go(replace(self._wish, wanted=PartnerFilter()))

    @Slot(object)
    def choose_mode(self, mode: MapMode) -> None:
        """Show another picture on the map."""
        self._go(replace(self._wish, mode=mode))

    @Slot(object)
    def choose_office(self, office: Office) -> None:
        """Show the areas of the other kind of chamber."""
        self._go(replace(self._wish, office=office, mode=MapMode.OFFICES))

    @Slot()
    def toggle_list(self) -> None:
        """Show the list in the place of the map, or the map again."""
        if self.arrangement.shows_list:
            self.arrangement.show_part(Part.MAP)
        else:
            self.show_list()

    @Slot()
    def show_list(self) -> None:
        """Show all partners as a list."""
        self.arrangement.show_part(Part.LIST)
        self.list.take_focus()

    @Slot()
    def name_toggle(self) -> None:
        """Say on the button what it leads to."""
        self.as_list.say("Als Karte" if self.arrangement.shows_list else "Als Liste")

    # Reading

    @Slot(str)
    def read(self, item_id: str) -> None:
        """Read a partner in the place of the column."""
        is_new = self.visit is None
        visit = self.add_visit("Karte", self._right)
        if is_new:
            visit.left.connect(self.show_side)
            self._right.addWidget(visit)
        visit.visit(item_id)
        self._right.setCurrentWidget(visit)
        self.arrangement.show_part(self.arrangement.part if self.arrangement.is_shared else Part.SIDE)

    @Slot()
    def show_side(self) -> None:
        """Show who is responsible again."""
        self._right.setCurrentWidget(self.side)

    def _close_visit(self) -> None:
        if self.visit is not None and self.visit.is_open:
            self.visit.leave()

    @Slot(tuple)
    def show_gathering(self, ids: tuple[str, ...]) -> None:
        """Show the partners at one place of the map."""
        listed = self._listed.rows
        rows = tuple(listed[number] for number, item_id in enumerate(listed.keys) if item_id in ids)
        self._close_visit()
        self.side.show_side(Gathering(title=formatting.count(len(rows), "Partner", "Partner"), rows=rows))
        if not self.arrangement.is_shared:
            self.arrangement.show_part(Part.SIDE)

    # Paper

    @Slot()
    def print_map(self) -> None:
        """Print the map with its legend and who is responsible."""
        self._make_sheet(self._paper.print_sheet)

    @Slot()
    def save_map(self) -> None:
        """Save the same as a PDF file."""
        self._make_sheet(self._paper.save_sheet)

    def _make_sheet(self, receive: Callable[[object], None]) -> None:
        kept, today = self._answer, self.tools.today

        def work(library: Library) -> object:
            return None if kept is None else sheet_for_anybody(library, kept, today)

        self.ask(work, receive, slot="sheet")

    @cached_property
    def _paper(self) -> MapPaper:
        """Return what prints and saves, made when it is first wanted."""
        from advisor_app.desktop.pages.partners.map_paper import MapPaper  # noqa: PLC0415 - printing is rare

        paper = MapPaper(host=self, runner=self.tools.runner)
        paper.said.connect(self.said)
        paper.failed.connect(self.failed)
        return paper

    # Keys and room

    def take_focus(self) -> None:
        """Put the cursor into the place field."""
        self.field.take_focus()

    def next_pane(self) -> None:
        """Move the focus: field, map or list, column, field."""
        focused = QApplication.focusWidget()
        inside = self.list if self.arrangement.shows_list else self.map_card
        if focused is not None and (self._right.isAncestorOf(focused) or not self._right.isVisible()):
            self.take_focus()
        elif focused is not None and inside.isAncestorOf(focused):
            self._focus_right()
        elif self.arrangement.shows_list:
            self.list.take_focus()
        else:
            self.map_card.map.setFocus()

    def _focus_right(self) -> None:
        if self.visit is not None and self.visit.is_open:
            self.visit.pane.take_focus()
        else:
            self.side.focus_first()

    def step_out(self) -> bool:
        """Go one step out: suggestions, what is read, where keys stand on the map, the list, the place."""
        if self.field.step_out() or super().step_out():
            return True
        if self.map_card.map.hasFocus():
            self.map_card.map.leave()
            self.take_focus()
        elif self.side.side is not None and isinstance(self.side.side, Gathering) and self._answer is not None:
            self.side.show_side(self._answer.view.side)
        elif self.arrangement.shows_list:
            self.arrangement.show_part(Part.MAP)
        elif self.field.edit.text():
            self.field.clear()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the parts for the room there is."""
        super().resizeEvent(event)
        self.field.suggestions.hide()
        QTimer.singleShot(0, self, self.fit)

    @Slot()
    def fit(self) -> None:
        """Arrange everything for the room there is."""
        self.arrangement.arrange()
        self.as_list.setVisible(self.arrangement.is_shared)
        self._bar.fit(self.width())

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self._bar.restyle()
        self.fit()
