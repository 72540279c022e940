"""What the window does at a client's: the client view, the hall, and handing contacts on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QBoxLayout

from advisor_app.desktop.client_view import WITHHELD
from advisor_app.desktop.page_stack import SEARCH, PageStack
from advisor_app.desktop.shortcuts import Shortcuts
from advisor_app.desktop.widgets.basics import Panel

if TYPE_CHECKING:
    from advisor_app.desktop.contacts import ContactRoom
    from advisor_app.desktop.hall.mode import HallMode
    from advisor_app.desktop.main_window import MainWindow
    from advisor_app.desktop.presenters.views import Library
    from advisor_app.desktop.widgets.client_strip import ClientStrip


class ClientRoom(QObject):
    """Joins client view, hall and contacts with the window. Nothing of it is built before it is wanted.

    Args:
        window: the window.
        pages: its pages.
    """

    def __init__(self, *, window: MainWindow, pages: PageStack) -> None:
        super().__init__(window)
        self._window = window
        self._pages = pages
        self._fault: object = None
        self._changing = False
        self.view = window.tools.client
        self.view.changed.connect(self.turn_round)
        window.library_opened.connect(self.uncover)
        pages.renewed.connect(self.cover)
        window.tools.runner.ended.connect(self.lift)
        window.keeper.failed.connect(self.give_up)

    def bind_keys(self, keys: Shortcuts) -> None:
        """Bind the keys of hall and client view."""
        keys.bind(("F9",), self.view.toggle)
        keys.bind(("F11",), self.toggle_hall)

    @cached_property
    def strip(self) -> ClientStrip:
        """Return what tells at the top of the window that a client looks."""
        from advisor_app.desktop.widgets.client_strip import ClientStrip  # noqa: PLC0415 - not before it is wanted

        strip = ClientStrip(self.view, theme=self._window.tools.theme, parent=self._window.surface)
        layout = self._window.surface.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(0, strip)
        return strip

    @cached_property
    def curtain(self) -> Panel:
        """Return what lies over the pages until they show only what a client may see."""
        return Panel("desk", self._pages)

    @cached_property
    def hall(self) -> HallMode:
        """Return what shows items in the hall."""
        from advisor_app.desktop.hall.mode import HallMode  # noqa: PLC0415 - not before it is wanted

        window = self._window
        hall = HallMode(host=window, cover=window.surface, tools=window.tools, library=self._library, hits=self._hits)
        hall.said.connect(window.guide.say)
        hall.failed.connect(window.show_failure)
        window.library_opened.connect(hall.renew)
        return hall

    @cached_property
    def contacts(self) -> ContactRoom:
        """Return what hands business cards on."""
        from advisor_app.desktop.contacts import ContactRoom  # noqa: PLC0415 - not before it is wanted

        window = self._window
        contacts = ContactRoom(host=window, runner=window.tools.runner, library=self._library)
        contacts.said.connect(window.guide.say)
        contacts.failed.connect(window.show_failure)
        return contacts

    def _library(self) -> Library | None:
        return self._window.keeper.library

    def _hits(self) -> tuple[str, ...]:
        return self._window.search.results.model.ids() if self._pages.has(SEARCH) else ()

    def follow(self, address: str) -> bool:
        """Do what an address of ours asks for; return whether it was one."""
        from advisor_app.desktop.contacts_address import cards_asked_for  # noqa: PLC0415 - not before it is wanted

        asked = cards_asked_for(address)
        if asked is None:
            return False
        ids, opened = asked
        if opened:
            self.contacts.open(ids)
        else:
            self.contacts.save(ids)
        return True

    def gone_words(self, title: str) -> str:
        """Return what is said of an item that was being read and is not there any more."""
        return WITHHELD if self.view.on else f"Nicht mehr enthalten: {title}"

    @Slot()
    def toggle_hall(self) -> None:
        """Show what is being read in the hall, or close the hall."""
        self.hall.toggle(self._window.guide.item_id)

    @Slot(bool)
    def turn_round(self, on: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Hide everything internal while a client looks at the screen, and show it again."""
        window = self._window
        self.strip.setVisible(on)
        window.surface.toast.watch(on=on)
        window.standing.watch(on=on)
        self._pages.watch(on=on)
        window.rail.withhold(self._pages.withheld)
        window.count_marks()
        if self._pages.shown in self._pages.withheld:
            window.guide.show_page(self._pages.first)
        if on and window.keeper.library is not None:
            self._changing = True
            self.cover()
        window.keeper.show_to(clients=on)

    @Slot()
    def cover(self) -> None:
        """Hide what a page still shows of what a client may not see, until it has read what one may."""
        if self.view.on:
            self.curtain.setGeometry(self._pages.rect())
            self.curtain.show()
            self.curtain.raise_()

    @Slot()
    def uncover(self) -> None:
        """Show the pages: they were given what whoever looks may see."""
        self._changing = False
        self.lift()
        fault, self._fault = self._fault, None
        if fault is not None:
            self._window.show_failure(fault)

    @Slot()
    def lift(self) -> None:
        """Lift the curtain once the page that is seen has read what it was given."""
        if "curtain" in self.__dict__ and not self._changing:
            reading = self._window.tools.runner.waits_for(f"{self._pages.shown}-")
            self.curtain.setVisible(self.view.on and reading and not self.curtain.isHidden())

    @Slot(object)
    def give_up(self, error: object) -> None:
        """End the client view where the knowledge for clients cannot be had, and tell why once all is back."""
        if "curtain" in self.__dict__ and not self.curtain.isHidden():
            self._changing = False
            self.curtain.hide()
            self._fault = error
            self.view.end()

    def close(self) -> None:
        """Let go of files made for other programs."""
        if "contacts" in self.__dict__:
            self.contacts.close()
