"""The window: pages, rail, keys and frame, and all wiring between them in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from advisor_app.desktop.client_room import ClientRoom
from advisor_app.desktop.guide import Guide
from advisor_app.desktop.jobs import JobContext, Lane
from advisor_app.desktop.keeper import Keeper, Opened, open_item, run_search
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.look import LookKeeper
from advisor_app.desktop.messages import MessageCentre
from advisor_app.desktop.page_stack import ENTRIES, FRESHNESS, OPTIONS, SEARCH, PageStack
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.shortcuts import Shortcuts
from advisor_app.desktop.standing import BannerBox, Standing, StandPill
from advisor_app.desktop.surface import Surface
from advisor_app.desktop.widgets.rail import Rail
from advisor_app.desktop.widgets.status_line import StatusLine
from advisor_app.errors import AdvisorError, KnowledgeDamaged, KnowledgeMissing

if TYPE_CHECKING:
    from advisor_app.desktop.keeper import OpenLibrary
    from advisor_app.desktop.pages.search.page import SearchPage
    from advisor_app.desktop.reception import Reception
    from advisor_app.desktop.update_room import UpdateRoom
    from advisor_app.desktop.widgets.banner import Banner
    from advisor_app.desktop.widgets.toast import Toast
    from advisor_app.updates.desk import UpdateDesk
    from advisor_app.updates.preset import House

CLOSE_MS = 5000
# The first answer has been on screen for so long before pages are imported behind it.
WARM_MS = 700
_RECEIVE = "Signierte Inhalte kommen vom Server, von einem USB-Stick oder aus einem Ordner."


class MainWindow(QMainWindow):
    """The main window.

    Args:
        tools: what pages are given; the runner is shut down when the window closes.
        settings: what is remembered.
        open_library: opens the knowledge; called in a worker after the first paint.
        updates: what is known about updates, or what makes it (called in a worker after the first paint); None for a
            window that receives none.
        first_page: name of the page that is shown first; "" for the start page.

    `tools` is what pages are given, `keeper` holds the library in use, `surface` is what all of the content lies on.

    Signals: `first_painted` (the window is on screen), `library_opened` (hits are on screen), `updates_taken`
    (`updates` is there now).
    """

    first_painted = Signal()
    library_opened = Signal()
    updates_taken = Signal()

    def __init__(
        self, *, tools: PageTools, settings: WindowSettings, open_library: OpenLibrary,
        updates: UpdateDesk | Callable[[], UpdateDesk] | None = None, first_page: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.tools = tools
        self._theme = tools.theme
        self._runner = tools.runner
        self._settings = settings
        self._today = tools.today
        self._house: House | None = None
        self._opened: Opened | None = None
        self._open_fault: object = None
        self._reception: Reception | None = None
        self.keeper = Keeper(open_library=open_library, runner=self._runner, today=self._today, parent=self)
        self._painted = False
        self.setWindowTitle("Beratungskoffer")
        log_file = settings.file.with_name("beratungskoffer.log")
        self.messages = MessageCentre(theme=self._theme, log_file=log_file, parent_widget=self)
        self._build(first_page)
        self._make_desk = updates if callable(updates) else None
        if updates is not None and not callable(updates):
            self.take_desk(updates)
        self._wire()
        self._bind_keys(Shortcuts(self))
        self._restore()

    # Building

    def _build(self, first_page: str) -> None:
        theme = self._theme
        self.surface = desk = Surface(theme=theme, parent=self)
        self.rail = Rail(ENTRIES, theme=theme, parent=desk)
        self.pill = StandPill(theme=theme, parent=desk)
        self.pill.hide()
        self.look = LookKeeper(theme=theme, settings=self._settings, parent=self)
        self._stack = PageStack(make_search=self._make_search, tools=self.tools, look=self.look,
                                data_dir=self._settings.file.parent, parent=desk)  # fmt: skip
        self.guide = Guide(pages=self._stack, rail=self.rail, marks=self.tools.marks, surface=desk, parent=self)
        self.banner_box = BannerBox(theme=theme, parent=desk)
        self.status_line = StatusLine(theme=theme, parent=desk)
        self.standing = Standing(pill=self.pill, banner_box=self.banner_box, status_line=self.status_line,
                                 rail=self.rail, parent=self)  # fmt: skip
        self.client = ClientRoom(window=self, pages=self._stack)
        self._lay_out(desk)
        self._stack.show_page(first_page or self._stack.first)
        self.rail.mark(self._stack.shown)

    def _make_search(self, parent: QWidget) -> SearchPage:
        """Make the page of the search; the first paint does not wait for it."""
        from advisor_app.desktop.pages.search.page import SearchPage  # noqa: PLC0415 - see above

        page = SearchPage(theme=self._theme, runner=self._runner, run_search=run_search, open_item=open_item,
                          today=self._today, corner=self.pill, marks=self.tools.marks, parent=parent)  # fmt: skip
        self.pill.show()
        page.restore_width(self._settings.hits_width)
        self.keeper.slow.connect(page.show_loading)
        page.link_wanted.connect(self.open_link)
        page.failed.connect(self.show_failure)
        page.comparison_wanted.connect(self.guide.compare_one)
        page.field.text_changed.connect(self.messages.keep_private)
        page.item_gone.connect(self.tell_gone)
        page.results.retry_wanted.connect(self.keeper.open)
        page.results.updates_wanted.connect(self.show_freshness)
        if self._house is not None:
            page.facets.prefer("region", self._house.regions)
        if self.updates is not None:
            page.results.offer_updates()
        return page

    @property
    def search(self) -> SearchPage:
        """Return the page of the search."""
        return self._stack.search

    @property
    def banner(self) -> Banner:
        """Return the banner above the page."""
        return self.banner_box.banner

    @property
    def toast(self) -> Toast:
        """Return what says short messages."""
        return self.surface.toast

    @property
    def updates(self) -> UpdateRoom | None:
        """Return what the window does about updates, None until knowledge can be received."""
        return None if self._reception is None else self._reception.room

    def _lay_out(self, desk: QWidget) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner_box)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status_line)
        # The strip of the client view comes above both.
        outer = QVBoxLayout(desk)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        outer.addLayout(row, 1)
        self.setCentralWidget(desk)
        self.setMinimumSize(640, 480)

    def _wire(self) -> None:
        self.keeper.opened.connect(self.take_library)
        self.keeper.failed.connect(self.fail_to_open)
        self.standing.page_wanted.connect(self.show_freshness)
        self.pill.offer.clicked.connect(self.show_offer)
        self._stack.link_wanted.connect(self.open_link)
        self._stack.keys_wanted.connect(self.show_keys)
        self._stack.failed.connect(self.show_failure)
        self.guide.arrived.connect(self.catch_up)
        self.status_line.marks_wanted.connect(self.guide.show_marked)
        self.status_line.hall_wanted.connect(self.client.toggle_hall)
        self.status_line.client_wanted.connect(self.client.view.toggle)
        self.tools.marks.changed.connect(self.count_marks)
        self.count_marks()

    def take_house(self, house: House) -> None:
        """Show whose installation this is, and whom to ask."""
        self.setWindowTitle(f"{house.name} – Beratungskoffer")
        self.standing.helper = house.help
        self.messages.find_help = lambda: house.help
        self._house = house
        if self._stack.has(SEARCH):
            self.search.facets.prefer("region", house.regions)
        self._stack.take_house(house)
        if house.logo is not None:
            self.rail.show_logo(house.logo, house.name)

    @Slot(object)
    def take_desk(self, desk: Any) -> None:
        """Receive updates from now on.

        Args:
            desk: an `UpdateDesk`.
        """
        from advisor_app.desktop.reception import Reception  # noqa: PLC0415 - after the first paint

        reception = Reception(window=self, pages=self._stack, desk=desk, runner=self._runner, settings=self._settings,
                              today=self._today, clock=self.tools.clock)  # fmt: skip
        self._reception, room = reception, reception.room
        if self._stack.has(SEARCH):
            self.search.results.offer_updates()
        self.standing.take_updates(room)
        if self._stack.take_updates(room):
            self.show_page(self._stack.shown)
        if self._opened is not None:
            room.take_library(self._opened.library, self._opened.status)
        elif self._open_fault is not None:
            self.fail_to_open(self._open_fault)
        if self._painted:
            reception.start()
        self.updates_taken.emit()

    def _bind_keys(self, keys: Shortcuts) -> None:
        self.guide.bind_keys(keys)
        self.client.bind_keys(keys)
        keys.bind(("Ctrl+U",), self.show_freshness)
        keys.bind(("F1",), self.show_keys)
        keys.bind(("Ctrl++", "Ctrl+="), self.look.zoom_in)
        keys.bind(("Ctrl+-",), self.look.zoom_out)
        keys.bind(("Ctrl+0",), self.look.zoom_reset)

    def _restore(self) -> None:
        self.resize(1366, 768)
        geometry = self._settings.geometry
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        screen = QGuiApplication.primaryScreen()
        if screen is not None and not screen.availableGeometry().intersects(self.frameGeometry()):
            self.resize(QSize(1366, 768).boundedTo(screen.availableSize()))
            self.move(screen.availableGeometry().topLeft())

    # Opening the knowledge

    def event(self, event: QEvent) -> bool:
        """Start the work behind the window once it was painted."""
        handled = super().event(event)
        if event.type() is QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.begin)
        return handled

    @Slot()
    def begin(self) -> None:
        """Tell that the window stands, and open the knowledge."""
        self.first_painted.emit()
        self.guide.show_page(self._stack.shown)
        self.keeper.open()
        if self._reception is not None:
            self._reception.start()
        elif self._make_desk is not None:
            make_desk = self._make_desk

            def work(_context: JobContext) -> object:
                return make_desk()

            self._runner.start(work, on_success=self.take_desk, on_failure=self.show_failure, lane=Lane.IO)
        else:
            self._stack.take_news(None)

    @Slot(object)
    def take_library(self, opened: object) -> None:
        """Show the first answer and the state of the knowledge; if some was open before, go on where the reader is."""
        if not isinstance(opened, Opened):
            return
        first, self._opened = self._opened is None, opened
        self._stack.take_library(opened.library)
        if first:
            self.search.open_on(opened.library, opened.first, opened.baseline)
        else:
            self.search.renew(opened.library, opened.baseline)
        self._stack.take_status(opened.status, opened.support)
        self.standing.take_status(opened.status)
        self._stack.show_updates()
        if self.updates is not None and opened.library is opened.whole:
            self.updates.take_library(opened.library, opened.status)
        self.library_opened.emit()
        if first:
            QTimer.singleShot(WARM_MS, self._stack, self._stack.warm_up)

    @Slot(str)
    def tell_gone(self, title: str) -> None:
        """Say that what was being read is not in the new knowledge."""
        self.toast.say(self.client.gone_words(title))

    @Slot(object)
    def fail_to_open(self, error: object) -> None:
        """Say that there is no knowledge to read; one that is open stays open."""
        self._open_fault = error
        if self._opened is None and isinstance(error, BaseException):
            from advisor_app.desktop.fault_words import words_for  # noqa: PLC0415 - not before there is a fault

            title, sentence = words_for(error, self.standing.helper)
            if self.updates is not None and isinstance(error, KnowledgeMissing | KnowledgeDamaged):
                sentence = _RECEIVE
            self._stack.show_fault(title, sentence)
            self.show_page(SEARCH)
            self.search.show_fault(title, sentence)
            self.pill.show_nothing()
        if self._opened is not None or not isinstance(error, AdvisorError):
            self.show_failure(error)

    @Slot(object)
    def show_failure(self, error: object) -> None:
        """Show a fault with what helps, or the report of a bug."""
        if isinstance(error, AdvisorError):
            self.standing.show_fault(error)
        elif isinstance(error, BaseException):
            self.messages.show_bug(error)

    @Slot()
    def count_marks(self) -> None:
        """Show at the foot how much is marked."""
        self.status_line.show_marks(0 if self.tools.client.on else len(self.tools.marks.ids))

    # Pages and keys

    def page(self, name: str) -> QWidget:
        """Return a page of the rail, built if it is not there yet."""
        return self._stack.page(name)

    @Slot(str)
    def show_page(self, page: str) -> None:
        """Show a page."""
        self.guide.show_page(page)

    @Slot(str)
    def catch_up(self, page: str) -> None:
        """Ask anew how updates stand where that is shown."""
        if page == FRESHNESS and self.updates is not None:
            self.updates.refresh()

    @Slot()
    def show_freshness(self) -> None:
        """Show how old the knowledge is."""
        self.show_page(FRESHNESS)

    @Slot()
    def show_offer(self) -> None:
        """Show what there is to say about a newer version of the program."""
        self.show_page(FRESHNESS)
        if self.updates is not None:
            self.updates.show_offer()

    @Slot()
    def show_options(self) -> None:
        """Show the options."""
        self.show_page(OPTIONS)

    @Slot()
    def show_page_before(self) -> None:
        """Show the page one came from."""
        self.show_page(self._stack.before)

    @Slot()
    def show_keys(self) -> None:
        """Show the overview of keys."""
        from advisor_app.desktop.widgets.keys import KeysDialog  # noqa: PLC0415 - not before it is wanted

        KeysDialog(theme=self._theme, parent=self).open()

    @Slot(str)
    def open_link(self, address: str) -> None:
        """Open a page outside."""
        from advisor_app.desktop.links import open_outside  # noqa: PLC0415 - not before it is wanted

        if not self.client.follow(address):
            open_outside(address)

    # What Qt tells a window

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window, stop all jobs and let go of the knowledge."""
        self._settings.geometry = self.saveGeometry()
        if self._stack.has(SEARCH):
            self._settings.hits_width = self.search.hits_width
        self._settings.save()
        if self.updates is not None:
            self.updates.receiving.shut_down()
        self._runner.shut_down(wait_ms=CLOSE_MS)
        self.keeper.close()
        self.client.close()
        self.messages.remove()
        super().closeEvent(event)
