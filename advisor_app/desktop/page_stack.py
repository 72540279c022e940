"""The pages. Each is built (and imported) when it is first wanted; hidden ones read nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from advisor_app.desktop.jobs import JobContext, Lane
from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.look import LookKeeper
from advisor_app.desktop.page_makers import (
    CHECK,
    EVENTS,
    MAKERS,
    MARKED,
    PARTNERS,
    START,
    TOPICS,
    import_pages,
    read_ahead,
)
from advisor_app.desktop.widgets.rail import RailEntry

if TYPE_CHECKING:
    from advisor_app.desktop.pages.search.page import SearchPage
    from advisor_app.desktop.presenters.feed import FeedView
    from advisor_app.desktop.presenters.views import FacetOption, Library, StatusView
    from advisor_app.desktop.update_room import UpdateRoom
    from advisor_app.updates.preset import House

SEARCH, FRESHNESS, OPTIONS, ABOUT = "search", "freshness", "options", "about"
ENTRIES = (
    RailEntry(START, "Start", "smart-home"),
    RailEntry(SEARCH, "Suche", "search"),
    RailEntry(CHECK, "Fördercheck", "checklist"),
    RailEntry(PARTNERS, "Partner", "map-2"),
    RailEntry(TOPICS, "Themen", "bulb"),
    RailEntry(EVENTS, "Termine", "calendar-event"),
    RailEntry(FRESHNESS, "Aktualität", "refresh", at_bottom=True),
    RailEntry(OPTIONS, "Optionen", "settings", at_bottom=True),
    RailEntry(ABOUT, "Über", "info-circle", at_bottom=True),
)

# Not for the eyes of a client.
_INTERNAL = frozenset({FRESHNESS, OPTIONS, MARKED})


class PageStack(QStackedWidget):
    """Builds pages, fills them and shows one.

    Args:
        make_search: makes the page of the search.
        tools: what pages of knowledge are given.
        look: changes the look on behalf of the options.
        data_dir: the user's data folder, as the options name it.

    Signals: those of `KnowledgePage`, whichever page tells them, and `keys_wanted` (the overview of keys),
    `update_setting_chosen` (key and value), `update_proposal_wanted` (key of a setting that is to follow the house
    again), `built` (name of a page that is there now), `renewed` (the page that is shown reads another library).
    """

    entries_wanted = Signal(str, str)
    item_wanted = Signal(str)
    search_wanted = Signal(str)
    page_wanted = Signal(str)
    comparison_wanted = Signal(tuple)
    link_wanted = Signal(str)
    said = Signal(str)
    undo_offered = Signal(str, object)
    failed = Signal(object)
    keys_wanted = Signal()
    update_setting_chosen = Signal(str, str)
    update_proposal_wanted = Signal(str)
    built = Signal(str)
    renewed = Signal()

    def __init__(
        self, *, make_search: Callable[[QWidget], SearchPage], tools: PageTools, look: LookKeeper, data_dir: Path,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._make_search = make_search
        self._tools = tools
        self._theme = tools.theme
        self._look = look
        self._data_dir = data_dir
        self._library: Library | None = None
        self._updates: UpdateRoom | None = None
        self._house: House | None = None
        self._status: StatusView | None = None
        self._news: tuple[FeedView | None, str] | None = None
        self._support: tuple[FacetOption, ...] = ()
        self._pages: dict[str, QWidget] = {}
        # Pages that show an earlier library, or none yet.
        self._behind: set[str] = set()
        self.withheld: frozenset[str] = frozenset()
        self._before = self.first = START

    def page(self, name: str) -> QWidget:
        """Return a page."""
        if name == SEARCH:
            return self.search
        if name not in self._pages:
            makers = {FRESHNESS: self._make_freshness, OPTIONS: self._make_options, ABOUT: self._make_about}
            self._add(name, makers[name]() if name in makers else self._make_knowledge(name))
        return self._pages[name]

    @cached_property
    def search(self) -> SearchPage:
        """Return the page of the search."""
        page = self._make_search(self)
        self._add(SEARCH, page)
        return page

    def has(self, name: str) -> bool:
        """Tell whether a page was built."""
        return name in self._pages

    def _add(self, name: str, page: QWidget) -> None:
        self._pages[name] = page
        self.addWidget(page)
        self.built.emit(name)

    @property
    def shown(self) -> str:
        """Return the name of the page that is shown."""
        return next((name for name, page in self._pages.items() if page is self.currentWidget()), "")

    @property
    def before(self) -> str:
        """Return the name of the page that was shown before."""
        return self._before

    def show_page(self, name: str) -> None:
        """Show a page."""
        shown = self.shown
        if shown and shown != name:
            self._before = shown
        self.setCurrentWidget(self.page(name))
        self._bring_up(name)

    @Slot()
    def next_pane(self) -> None:
        """Move the focus to the next pane of the page that is shown."""
        step = getattr(self.currentWidget(), "next_pane", None)
        if step is not None:
            step()

    def watch(self, *, on: bool) -> None:
        """Withhold what is not for the eyes of a client while one looks at the screen."""
        self.withheld = _INTERNAL if on else frozenset()
        if START in self._pages:
            self._fill_start(self._pages[START])

    # What the pages show

    def take_library(self, library: Library) -> None:
        """Show a library from now on; pages that are not seen read nothing until they are."""
        self._library = library
        for name, page in self._pages.items():
            if isinstance(page, KnowledgePage):
                page.let_go()
                self._behind.add(name)
        self._bring_up(self.shown)

    def _bring_up(self, name: str) -> None:
        page = self._pages.get(name)
        if name in self._behind and self._library is not None and isinstance(page, KnowledgePage):
            self._behind.discard(name)
            page.use(self._library)
            self.renewed.emit()

    def take_status(self, status: StatusView, support: tuple[FacetOption, ...]) -> None:
        """Show how the knowledge stands, and how certain its entries are."""
        self._status = status
        self._support = support
        if FRESHNESS in self._pages:
            self._fill_freshness(self._pages[FRESHNESS])

    @Slot(object, str)
    def take_news(self, feed: FeedView | None, since: str = "") -> None:
        """Show what changed.

        Args:
            feed: the changes; None where none can be received.
            since: the day since which the unread ones are new, "" if unknown.
        """
        self._news = (feed, since)
        if START in self._pages:
            self._fill_start(self._pages[START])

    def _fill_start(self, page: QWidget) -> None:
        from advisor_app.desktop.pages.start.page import StartPage  # noqa: PLC0415 - not before it is wanted

        if isinstance(page, StartPage):
            page.watch(on=bool(self.withheld))
            if self._news is not None:
                page.show_news(*self._news)

    def show_fault(self, title: str, sentence: str) -> None:
        """Say on the start page, if it is there, why there is no knowledge."""
        from advisor_app.desktop.pages.start.page import StartPage  # noqa: PLC0415 - not before it is wanted

        page = self._pages.get(START)
        if isinstance(page, StartPage):
            page.show_fault(title, sentence)

    def take_updates(self, updates: UpdateRoom) -> bool:
        """Receive updates from now on; pages built before that was known are built anew.

        Returns:
            Whether the page that is shown is such a one.
        """
        self._updates = updates
        shown = self.shown
        old = [self._pages.pop(name) for name in (FRESHNESS, OPTIONS) if name in self._pages]
        for page in old:
            self.removeWidget(page)
            page.deleteLater()
        if shown in self._pages:
            return False
        self.setCurrentWidget(self.page(shown))
        return True

    def take_house(self, house: House) -> None:
        """Show whose installation this is."""
        self._house = house
        if ABOUT in self._pages:
            self._fill_about(self._pages[ABOUT])

    @Slot()
    def show_updates(self) -> None:
        """Show in the options how updates are received."""
        if OPTIONS in self._pages:
            self._fill_options(self._pages[OPTIONS])

    @Slot()
    def warm_up(self) -> None:
        """Import what pages need while nobody waits for it."""
        work = partial(import_pages, geodata=self._tools.geodata)
        self._tools.runner.start(work, on_success=self.read_ahead, on_failure=self.tell_failure, lane=Lane.IO)

    @Slot(object)
    def read_ahead(self, ready: object) -> None:
        """Read what the check needs of all programmes, piece by piece: nothing that is asked for waits long."""
        library, tools = self._library, self._tools
        if ready is True or library is None:
            self._build_ahead()
            return
        known = library

        def work(_context: JobContext) -> object:
            return read_ahead(known, tools.geodata, tools.today)

        tools.runner.start(work, on_success=self.read_ahead, on_failure=self.tell_failure, slot="ahead")

    def _build_ahead(self) -> None:
        """Build what was imported as long as nobody does anything; none of it reads anything before it is shown."""
        from advisor_app.desktop.idle import IdleBuilder  # noqa: PLC0415 - after the first answer

        IdleBuilder(window=self.window(), runner=self._tools.runner, build=self.page,
                    names=[name for name in MAKERS if name not in self._pages])  # fmt: skip

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)

    # Building. What a page needs is not imported before it is wanted.

    def _make_knowledge(self, name: str) -> QWidget:
        page = MAKERS[name](self._tools, self)
        page.entries_wanted.connect(self.entries_wanted)
        page.item_wanted.connect(self.item_wanted)
        page.search_wanted.connect(self.search_wanted)
        page.page_wanted.connect(self.page_wanted)
        page.comparison_wanted.connect(self.comparison_wanted)
        page.link_wanted.connect(self.link_wanted)
        page.said.connect(self.said)
        page.undo_offered.connect(self.undo_offered)
        page.failed.connect(self.failed)
        self._behind.add(name)
        if name == START:
            self._fill_start(page)
        return page

    def _make_freshness(self) -> QWidget:
        from advisor_app.desktop.pages.freshness.page import FreshnessPage  # noqa: PLC0415 - not before it is wanted

        page = FreshnessPage(theme=self._theme, updates=self._updates is not None, parent=self)
        page.entries_wanted.connect(self.entries_wanted)
        page.item_wanted.connect(self.item_wanted)
        self._fill_freshness(page)
        if self._updates is not None:
            self._updates.attach(page)
        return page

    def _fill_freshness(self, page: QWidget) -> None:
        from advisor_app.desktop.pages.freshness.page import FreshnessPage  # noqa: PLC0415 - not before it is wanted

        if isinstance(page, FreshnessPage) and self._status is not None:
            page.show_status(self._status, self._support)

    def _make_options(self) -> QWidget:
        from advisor_app.desktop.pages.options.page import OptionsPage  # noqa: PLC0415 - not before it is wanted

        page = OptionsPage(theme=self._theme, data_dir=self._data_dir, parent=self)
        page.appearance_chosen.connect(self._look.choose_appearance)
        page.zoom_chosen.connect(self._look.choose_zoom)
        page.keys_wanted.connect(self.keys_wanted)
        page.update_setting_chosen.connect(self.update_setting_chosen)
        page.update_proposal_wanted.connect(self.update_proposal_wanted)
        self._fill_options(page)
        return page

    def _fill_options(self, page: QWidget) -> None:
        from advisor_app.desktop.pages.options.page import OptionsPage  # noqa: PLC0415 - not before it is wanted
        from advisor_app.desktop.pages.options.updates_card import UpdateOptions  # noqa: PLC0415 - the same

        if isinstance(page, OptionsPage) and self._updates is not None:
            receiving = self._updates.receiving
            page.show_updates(UpdateOptions(receiving.desk.policy, receiving.known.status.development))

    def _make_about(self) -> QWidget:
        from advisor_app.desktop.pages.about.page import AboutPage  # noqa: PLC0415 - not before it is wanted
        from advisor_app.installation import find_installation  # noqa: PLC0415 - the same

        page = AboutPage(theme=self._theme, installation=find_installation(self._tools.geodata.parent), parent=self)
        page.link_wanted.connect(self.link_wanted)
        self._fill_about(page)
        return page

    def _fill_about(self, page: QWidget) -> None:
        from advisor_app.desktop.pages.about.page import AboutPage  # noqa: PLC0415 - not before it is wanted

        if isinstance(page, AboutPage) and self._house is not None:
            page.show_house(self._house)
