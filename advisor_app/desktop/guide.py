"""Takes the reader from page to page, and does what keys ask of the page that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from advisor_app.desktop.knowledge_page import KnowledgePage
from advisor_app.desktop.marks import Marks
from advisor_app.desktop.page_makers import COMPARE, MARKED, START
from advisor_app.desktop.page_stack import SEARCH, PageStack
from advisor_app.desktop.shortcuts import Shortcuts
from advisor_app.desktop.surface import Surface
from advisor_app.desktop.widgets.rail import Rail

if TYPE_CHECKING:
    from advisor_app.desktop.pages.search.page import SearchPage
    from advisor_app.desktop.reading.visit import ReadingVisit


class Guide(QObject):
    """Knows which page is shown and leads to others.

    Args:
        pages: all of them.
        rail: shows which one is open.
        marks: what the reader marked.
        surface: says short messages.

    Signals: `arrived` (name of the page that is shown now).
    """

    arrived = Signal(str)

    def __init__(self, *, pages: PageStack, rail: Rail, marks: Marks, surface: Surface, parent: QObject) -> None:
        super().__init__(parent)
        self._pages = pages
        self._rail = rail
        self._marks = marks
        self._surface = surface
        pages.entries_wanted.connect(self.show_entries)
        pages.item_wanted.connect(self.show_item)
        pages.search_wanted.connect(self.search_for)
        pages.page_wanted.connect(self.show_page)
        pages.comparison_wanted.connect(self.compare)
        pages.said.connect(self.say)
        pages.undo_offered.connect(self.offer_undo)
        rail.page_wanted.connect(self.show_page)

    def bind_keys(self, keys: Shortcuts) -> None:
        """Bind the keys that lead somewhere, or that act on what is being read."""
        keys.bind(("Ctrl+K", "Ctrl+L"), self.go_to_search)
        keys.bind(("Esc",), self.step_out)
        keys.bind(("Alt+Left",), self.go_back)
        keys.bind(("Alt+Right",), self.go_forth)
        keys.bind(("F6",), self._pages.next_pane)
        keys.bind(("Ctrl+F",), self.find_in_text)
        keys.bind_pages(self._rail.pages())
        keys.page_wanted.connect(self.show_page)
        keys.bind_letter("Q", self.toggle_sources)
        keys.bind_letter("M", self.toggle_mark)
        keys.bind_letter("V", self.compare_read)
        keys.bind_letter("/", self.go_to_search)

    @property
    def search(self) -> SearchPage:
        """Return the page of the search."""
        return self._pages.search

    @property
    def item_id(self) -> str:
        """Return the id of what is being read on the page that is shown, "" for nothing."""
        if self._pages.shown == SEARCH:
            view = self.search.reading.view
            return "" if view is None else view.id
        page = self._pages.currentWidget()
        return page.item_id if isinstance(page, KnowledgePage) else ""

    # Going somewhere

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Show a page. It begins at its top: Tab then leads to its first button."""
        if name in self._pages.withheld:
            return
        self._pages.show_page(name)
        self._rail.mark(name)
        page = self._pages.page(name)
        if isinstance(page, KnowledgePage):
            page.take_focus()
        else:
            start: QWidget = self.search.field.edit if name == SEARCH else page
            start.setFocus(Qt.FocusReason.OtherFocusReason)
        self.arrived.emit(name)

    @Slot(str)
    def show_item(self, item_id: str) -> None:
        """Show an item in the reading pane of the search."""
        self.show_page(SEARCH)
        self.search.visit_item(item_id)

    @Slot(str, str)
    def show_entries(self, facet: str, code: str) -> None:
        """Show the entries that have a value."""
        self.show_page(SEARCH)
        self.search.show_only(facet, code)

    @Slot(str)
    def search_for(self, text: str) -> None:
        """Search for a text, with the cursor behind it so that one can go on typing."""
        self.show_page(SEARCH)
        self.search.ask_for(text)
        self.search.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.field.edit.end(False)

    @Slot(tuple)
    def compare(self, ids: tuple[str, ...]) -> None:
        """Show programmes side by side; a single one joins those that are there, in place of the first if all are."""
        from advisor_app.desktop.pages.compare.page import ComparePage  # noqa: PLC0415 - not before it is wanted
        from advisor_app.desktop.presenters.compare import MOST  # noqa: PLC0415 - the same

        self.show_page(COMPARE)
        page = self._pages.page(COMPARE)
        if isinstance(page, ComparePage):
            joined = dict.fromkeys((*page.ids, *ids))
            page.show_programmes(ids if len(ids) > 1 else tuple(joined)[-MOST:])

    @Slot(str)
    def compare_one(self, item_id: str) -> None:
        """Show a programme beside those that are compared."""
        self.compare((item_id,))

    @Slot()
    def compare_read(self) -> None:
        """Show what is being read, if it is a programme, beside those that are compared."""
        pane = self._visit.pane if self._visit is not None else self.search.reading
        if self.item_id and not isinstance(QApplication.focusWidget(), QLineEdit):
            pane.compare()

    @Slot()
    def show_marked(self) -> None:
        """Show what is marked."""
        self.show_page(MARKED)

    @Slot()
    def go_to_search(self) -> None:
        """Put the cursor into the search field."""
        self.show_page(SEARCH)
        self.search.show_list()
        self.search.field.take_focus()

    @Slot()
    def step_out(self) -> None:
        """Go one step out of what is shown; from a page where the day begins, or to the one that led there."""
        page = self._pages.currentWidget()
        if self._pages.shown == SEARCH:
            self.search.step_out()
        elif not (isinstance(page, KnowledgePage) and page.step_out()):
            self.show_page(START if self._pages.shown in self._rail.pages() else self._pages.before)

    # What is being read

    @property
    def _visit(self) -> ReadingVisit | None:
        page = self._pages.currentWidget()
        return page.visit if isinstance(page, KnowledgePage) else None

    @Slot()
    def go_back(self) -> None:
        """Go to what was read before."""
        if (visit := self._visit) is not None and visit.is_open:
            visit.go_back()
        elif self._pages.shown == SEARCH:
            self.search.go_back()
        elif isinstance(page := self._pages.currentWidget(), KnowledgePage):
            page.step_back()

    @Slot()
    def go_forth(self) -> None:
        """Go to what was read after."""
        if (visit := self._visit) is not None and visit.is_open:
            visit.go_forth()
        elif self._pages.shown == SEARCH:
            self.search.go_forth()

    @Slot()
    def toggle_sources(self) -> None:
        """Open or close the sources of what is being read."""
        if (visit := self._visit) is not None and visit.is_open:
            visit.pane.strip.toggle()
        elif self._pages.shown == SEARCH:
            self.search.toggle_sources()

    @Slot()
    def find_in_text(self) -> None:
        """Search in what is being read."""
        if (visit := self._visit) is not None and visit.is_open:
            visit.pane.find_bar.open_bar()
        elif self._pages.shown == SEARCH:
            self.search.find_in_text()

    @Slot()
    def toggle_mark(self) -> None:
        """Mark what is being read, or take its mark away."""
        item_id = self.item_id
        if not item_id or isinstance(QApplication.focusWidget(), QLineEdit):
            return
        before = self._marks.ids
        said = self._marks.words(marked=self._marks.toggle(item_id))

        def undo() -> None:
            self._marks.replace(before)

        self._surface.toast.say(said, undo)

    # Short messages

    @Slot(str)
    def say(self, text: str) -> None:
        """Say a short message."""
        self._surface.toast.say(text)

    @Slot(str, object)
    def offer_undo(self, text: str, undo: object) -> None:
        """Say what was done, with a way to take it back."""
        self._surface.toast.say(text, undo if callable(undo) else None)
