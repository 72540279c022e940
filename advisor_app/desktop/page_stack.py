"""The pages of the rail. All but the search are built (and imported) when they are first wanted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from advisor_app.desktop.look import LookKeeper
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.rail import RailEntry

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.views import FacetOption, StatusView
    from advisor_app.desktop.update_room import UpdateRoom
    from advisor_app.updates.preset import House

SEARCH, FRESHNESS, OPTIONS, ABOUT = "search", "freshness", "options", "about"
ENTRIES = (
    RailEntry(SEARCH, "Suche", "search"),
    RailEntry(FRESHNESS, "Aktualität", "refresh", at_bottom=True),
    RailEntry(OPTIONS, "Optionen", "settings", at_bottom=True),
    RailEntry(ABOUT, "Über", "info-circle", at_bottom=True),
)


class PageStack(QStackedWidget):
    """Builds pages, fills them and shows one.

    Args:
        search: the page that is there from the start.
        theme: the look.
        look: changes it on behalf of the options.
        data_dir: the user's data folder, as the options name it.

    Signals: `entries_wanted` (facet and value), `item_wanted` (id), `link_wanted` (address outside), `keys_wanted`
    (the overview of keys), `update_setting_chosen` (key and value), `update_proposal_wanted` (key of
    a setting that is to follow the house again).
    """

    entries_wanted = Signal(str, str)
    item_wanted = Signal(str)
    link_wanted = Signal(str)
    keys_wanted = Signal()
    update_setting_chosen = Signal(str, str)
    update_proposal_wanted = Signal(str)

    def __init__(self, *, search: QWidget, theme: Theme, look: LookKeeper, data_dir: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = look
        self._data_dir = data_dir
        self._updates: UpdateRoom | None = None
        self._house: House | None = None
        self._status: StatusView | None = None
        self._support: tuple[FacetOption, ...] = ()
        self._pages: dict[str, QWidget] = {SEARCH: search}
        self._before = SEARCH
        self.addWidget(search)

    def page(self, name: str) -> QWidget:
        """Return a page."""
        if name not in self._pages:
            makers = {FRESHNESS: self._make_freshness, OPTIONS: self._make_options, ABOUT: self._make_about}
            self._pages[name] = makers[name]()
            self.addWidget(self._pages[name])
        return self._pages[name]

    @property
    def shown(self) -> str:
        """Return the name of the page that is shown."""
        return next((name for name, page in self._pages.items() if page is self.currentWidget()), SEARCH)

    @property
    def before(self) -> str:
        """Return the name of the page that was shown before."""
        return self._before

    def show_page(self, name: str) -> None:
        """Show a page."""
        shown = self.shown
        if shown != name:
            self._before = shown
        self.setCurrentWidget(self.page(name))

    @Slot()
    def next_pane(self) -> None:
        """Move the focus to the next pane of the page that is shown."""
        step = getattr(self.currentWidget(), "next_pane", None)
        if step is not None:
            step()

    # What the pages show

    def take_status(self, status: StatusView, support: tuple[FacetOption, ...]) -> None:
        """Show how the knowledge stands, and how certain its entries are."""
        self._status = status
        self._support = support
        if FRESHNESS in self._pages:
            self._fill_freshness(self._pages[FRESHNESS])

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

    # Building. What a page needs is not imported before it is wanted.

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

        page = AboutPage(theme=self._theme, parent=self)
        page.link_wanted.connect(self.link_wanted)
        self._fill_about(page)
        return page

    def _fill_about(self, page: QWidget) -> None:
        from advisor_app.desktop.pages.about.page import AboutPage  # noqa: PLC0415 - not before it is wanted

        if isinstance(page, AboutPage) and self._house is not None:
            page.show_house(self._house)
