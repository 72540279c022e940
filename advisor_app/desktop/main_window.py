"""The window: pages and rail, keys, freshness, and all wiring between them in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.desktop.keeper import Keeper, Opened, OpenLibrary, open_item, run_search
from advisor_app.desktop.links import open_outside
from advisor_app.desktop.messages import MessageCentre, words_for
from advisor_app.desktop.network import NetworkState
from advisor_app.desktop.pages.search.page import SearchPage
from advisor_app.desktop.presenters.banner import BannerView, present_banner
from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.desktop.presenters.views import StatusView
from advisor_app.desktop.receiving import Clock, Receiving
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Appearance, Theme
from advisor_app.desktop.update_room import UpdateRoom
from advisor_app.desktop.widgets.banner import Banner
from advisor_app.desktop.widgets.basics import Button, Panel
from advisor_app.desktop.widgets.drop_hint import DropHint, source_in
from advisor_app.desktop.widgets.keys import KeysDialog
from advisor_app.desktop.widgets.rail import Rail, RailEntry
from advisor_app.desktop.widgets.status_line import StatusLine
from advisor_app.desktop.widgets.toast import Toast
from advisor_app.errors import AdvisorError, KnowledgeDamaged, KnowledgeMissing
from advisor_app.updates.model import UpdateStatus

if TYPE_CHECKING:
    from advisor_app.updates.desk import UpdateDesk

ENTRIES = (
    RailEntry("search", "Suche", "search"),
    RailEntry("freshness", "Aktualität", "refresh", at_bottom=True),
    RailEntry("options", "Optionen", "settings", at_bottom=True),
    RailEntry("about", "Über", "info-circle", at_bottom=True),
)
SKELETON_MS = 150
CLOSE_MS = 5000
NETWORK_MS = 2000
_RECEIVE = "Signierte Inhalte kommen vom Server, von einem USB-Stick oder aus einem Ordner."


def local_time() -> datetime:
    """Return the time now in the user's zone."""
    return datetime.now().astimezone()


class MainWindow(QMainWindow):
    """The main window.

    Args:
        theme: the look; kept in step with the settings here.
        runner: runs jobs; shut down when the window closes.
        settings: what is remembered.
        open_library: opens the knowledge; called in a worker after the first paint.
        today: the day freshness and windows are held against.
        updates: what is known about updates, or what makes it (called in a worker after the first paint); None for a
            window that receives none.
        clock: the time now, aware, in the user's zone.

    Signals: `first_painted` (the window is on screen), `library_opened` (hits are on screen).
    """

    first_painted = Signal()
    library_opened = Signal()

    def __init__(
        self, *, theme: Theme, runner: JobRunner, settings: WindowSettings, open_library: OpenLibrary, today: date,
        updates: UpdateDesk | Callable[[], UpdateDesk] | None = None, clock: Clock = local_time,
    ) -> None:  # fmt: skip
        super().__init__()
        self._theme = theme
        self._runner = runner
        self._settings = settings
        self._today = today
        self._clock = clock
        self._opened: Opened | None = None
        self._open_fault: object = None
        self._keeper = Keeper(open_library=open_library, runner=runner, today=today, parent=self)
        self._painted = False
        self._page_before = "search"
        self._banner_deed: Deed | None = None
        self._faulty = False
        self.setWindowTitle("Beratungskoffer")
        self.messages = MessageCentre(log_file=settings.file.with_name("beratungskoffer.log"), parent_widget=self)
        self._build()
        self.updates: UpdateRoom | None = None
        self._make_desk = updates if callable(updates) else None
        if updates is not None and not callable(updates):
            self.take_desk(updates)
        self._wire()
        self._bind_keys()
        self._restore()

    # Building

    def _build(self) -> None:
        theme = self._theme
        desk = Panel("desk", self)
        self.rail = Rail(ENTRIES, theme=theme, parent=desk)
        corner = QWidget(desk)
        self._stand = Button("Inhalte werden geöffnet", theme=theme, kind="pill", icon="clock", colour="text2",
                             hint="Aktualität zeigen", parent=corner)  # fmt: skip
        corner_row = QHBoxLayout(corner)
        corner_row.setContentsMargins(0, 0, 0, 0)
        corner_row.addWidget(self._stand)
        self.search = SearchPage(theme=theme, runner=self._runner, run_search=run_search, open_item=open_item,
                                 today=self._today, corner=corner, parent=desk)  # fmt: skip
        self._pages: dict[str, QWidget] = {"search": self.search}
        self._stack = QStackedWidget(desk)
        self._stack.addWidget(self.search)
        self.banner = Banner(theme=theme, parent=desk)
        self._banner_box = QWidget(desk)
        banner_row = QHBoxLayout(self._banner_box)
        banner_row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        banner_row.addWidget(self.banner)
        self._banner_box.hide()
        self.status_line = StatusLine(theme=theme, parent=desk)
        self.toast = Toast(theme=theme, host=desk)
        self._drop_hint = DropHint(theme=theme, parent=desk)
        self._lay_out(desk)
        self.rail.mark("search")

    def _lay_out(self, desk: QWidget) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._banner_box)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status_line)
        row = QHBoxLayout(desk)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(desk)
        self.restyle()

    def _wire(self) -> None:
        self._keeper.opened.connect(self.take_library)
        self._keeper.failed.connect(self.fail_to_open)
        self.rail.page_wanted.connect(self.show_page)
        self._stand.clicked.connect(self.show_freshness)
        self.banner.link_clicked.connect(self.follow_banner)
        self.search.link_wanted.connect(self.open_link)
        self.search.failed.connect(self.show_failure)
        self.search.item_gone.connect(self.tell_gone)
        self.search.results.fault.retry_wanted.connect(self.open_knowledge)
        self.search.results.fault.updates_wanted.connect(self.show_freshness)
        self._theme.changed.connect(self.restyle)
        self._theme.changed.connect(self.remember_look)

    @Slot(object)
    def take_desk(self, desk: Any) -> None:
        """Receive updates from now on.

        Args:
            desk: an `UpdateDesk`.
        """
        file = self._settings.file
        receiving = Receiving(desk=desk, runner=self._runner, settings_file=file, clock=self._clock, parent=self)
        room = UpdateRoom(receiving=receiving, runner=self._runner, toast=self.toast, today=self._today, parent=self)
        receiving.renewed.connect(self.open_knowledge)
        room.changed.connect(self.show_updates)
        room.options_wanted.connect(self.show_options)
        room.back_wanted.connect(self.show_page_before)
        room.page_wanted.connect(self.show_freshness)
        room.failed.connect(self.show_failure)
        self._drop_hint.dropped.connect(room.read_source)
        self.search.results.fault.updates.show()
        self.setAcceptDrops(True)
        self.updates = room
        for name in ("freshness", "options"):
            self._renew_page(name)
        if self._opened is not None:
            room.take_library(self._opened.library, self._opened.status)
        elif self._open_fault is not None:
            self.fail_to_open(self._open_fault)
        if self._painted:
            self.start_updates()

    def _bind_keys(self) -> None:
        bindings: tuple[tuple[Sequence[str], Callable[[], None]], ...] = (
            (("Ctrl+K", "Ctrl+L"), self.go_to_search),
            (("Esc",), self.step_out),
            (("Alt+Left",), self.search.go_back),
            (("Alt+Right",), self.search.go_forth),
            (("F6",), self.next_pane),
            (("Ctrl+F",), self.search.find_in_text),
            (("Ctrl+U",), self.show_freshness),
            (("F1",), self.show_keys),
            (("Ctrl++", "Ctrl+="), self.zoom_in),
            (("Ctrl+-",), self.zoom_out),
            (("Ctrl+0",), self.zoom_reset),
        )
        for keys, slot in bindings:
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(slot)
        for number, page in enumerate(self.rail.pages(), 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setProperty("page", page)
            shortcut.activated.connect(self.show_page_of_key)
        self._letters = [
            self._letter("Q", self.search.toggle_sources),
            self._letter("/", self.go_to_search),
        ]
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.guard_letters)

    def _letter(self, key: str, slot: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(slot)
        return shortcut

    def _restore(self) -> None:
        self.resize(1366, 768)
        geometry = self._settings.geometry
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        screen = QGuiApplication.primaryScreen()
        if screen is not None and not screen.availableGeometry().intersects(self.frameGeometry()):
            self.resize(QSize(1366, 768).boundedTo(screen.availableSize()))
            self.move(screen.availableGeometry().topLeft())
        self.search.restore_width(self._settings.hits_width)

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
        self.search.field.take_focus()
        self.open_knowledge()
        if self.updates is not None:
            self.start_updates()
        elif self._make_desk is not None:
            make_desk = self._make_desk

            def work(_context: JobContext) -> object:
                return make_desk()

            self._runner.start(work, on_success=self.take_desk, on_failure=self.show_failure, lane=Lane.IO)

    def start_updates(self) -> None:
        """Ask how updates stand; the next check follows from that."""
        if self.updates is not None:
            self.updates.receiving.look()
            QTimer.singleShot(NETWORK_MS, self, self.watch_network)

    @Slot()
    def watch_network(self) -> None:
        """Let scheduled checks wait for a network; asking the system takes a moment the start does not have."""
        if self.updates is not None:
            self.updates.receiving.use_network(NetworkState(self))

    @Slot()
    def open_knowledge(self) -> None:
        """Open the knowledge in a worker; loading shapes appear only if that takes a while.

        The same way leads to other knowledge after an update: what is open stays on screen until that is there.
        """
        self._keeper.open()
        QTimer.singleShot(SKELETON_MS, self, self.show_loading)

    @Slot()
    def show_loading(self) -> None:
        """Show loading shapes if the knowledge is still being opened, and not over a fault."""
        if self._keeper.is_opening:
            self.search.show_loading()

    @Slot(object)
    def take_library(self, opened: object) -> None:
        """Show the first answer and the state of the knowledge; if some was open before, go on where the reader is."""
        if not isinstance(opened, Opened):
            return
        first, self._opened = self._opened is None, opened
        if first:
            self.search.open_on(opened.library, opened.first, opened.baseline)
        else:
            self._faulty = False
            self.search.renew(opened.library, opened.baseline)
        if "freshness" in self._pages:
            self._fill_freshness(self._pages["freshness"])
        self._show_status(opened.status)
        if self.updates is not None:
            self.updates.take_library(opened.library, opened.status)
        self.library_opened.emit()

    def _show_status(self, status: StatusView) -> None:
        self._stand.say(f"Stand {status.as_of}")
        self._stand.setAccessibleName(f"Inhaltsstand {status.as_of}, {status.age}. Aktualität zeigen")
        self._stand.set_icon(
            "hourglass" if status.stale_days else "circle-check", "warn" if status.stale_days else "ok"
        )
        self.show_updates()

    @Slot()
    def show_updates(self) -> None:
        """Show at the foot, in the banner and at the rail how knowledge and updates stand."""
        status = self._opened.status if self._opened is not None else None
        room = self.updates
        if status is not None:
            checked = f"zuletzt geprüft {room.checked()}" if room is not None and room.checked() else ""
            known = f"Inhaltsstand {status.as_of}, {status.age}"
            self.status_line.say(formatting.joined([status.counts, known, checked, "ohne Netz lesbar"]))
            self._show_banner(present_banner(status, UpdateStatus(), local_time()) if room is None else room.banner())
        if "options" in self._pages:
            self._fill_options(self._pages["options"])
        progress = room.progress() if room is not None else None
        self.status_line.show_progress(progress)
        unread = room.unread if room is not None else 0
        news = formatting.count(unread, "neue Änderung", "neue Änderungen") if unread else ""
        self.rail.show_sign("freshness", fraction=progress[1] if progress is not None else None, dot=bool(unread),
                            words=progress[0] if progress is not None else news)  # fmt: skip

    def _show_banner(self, view: BannerView | None) -> None:
        """Show what is to be said about the knowledge as a whole; a fault that is shown stays."""
        if self._faulty:
            return
        self._banner_deed = view.deed if view is not None else None
        if view is not None:
            self.banner.say(view.title, view.sentence, view.link, icon=view.icon)
        self._banner_box.setVisible(view is not None)

    @Slot()
    def follow_banner(self) -> None:
        """Do what the banner offers."""
        if self._banner_deed is not None and self.updates is not None:
            self.updates.do(self._banner_deed)
        else:
            self.show_freshness()

    @Slot(str)
    def tell_gone(self, title: str) -> None:
        """Say that what was being read is not in the new knowledge."""
        self.toast.say(f"Nicht mehr enthalten: {title}")

    @Slot(object)
    def fail_to_open(self, error: object) -> None:
        """Say that there is no knowledge to read; one that is open stays open."""
        self._open_fault = error
        if self._opened is None and isinstance(error, BaseException):
            title, sentence = words_for(error)
            if self.updates is not None and isinstance(error, KnowledgeMissing | KnowledgeDamaged):
                sentence = _RECEIVE
            self.search.show_fault(title, sentence)
            self._stand.say("Keine Inhalte")
            self._stand.set_icon("alert-triangle", "warn")
        if self._opened is not None or not isinstance(error, AdvisorError):
            self.show_failure(error)

    @Slot(object)
    def show_failure(self, error: object) -> None:
        """Show a fault with what helps, or the report of a bug."""
        if isinstance(error, AdvisorError):
            self._faulty = True
            self.banner.say(*words_for(error))
            self._banner_box.show()
        elif isinstance(error, BaseException):
            self.messages.show_bug(error)

    # Pages and keys

    def page(self, name: str) -> QWidget:
        """Return a page of the rail; all but the search are built (and imported) when they are first wanted."""
        if name not in self._pages:
            makers = {"freshness": self._make_freshness, "options": self._make_options, "about": self._make_about}
            self._pages[name] = makers[name]()
            self._stack.addWidget(self._pages[name])
        return self._pages[name]

    def _renew_page(self, name: str) -> None:
        """Build a page anew that was built before it was known whether this window receives updates."""
        if name in self._pages:
            old = self._pages.pop(name)
            shown = self._stack.currentWidget() is old
            self._stack.removeWidget(old)
            old.deleteLater()
            if shown:
                self.show_page(name)

    def _make_freshness(self) -> QWidget:
        from advisor_app.desktop.pages.freshness.page import FreshnessPage  # noqa: PLC0415 - not before it is wanted

        page = FreshnessPage(theme=self._theme, updates=self.updates is not None, parent=self._stack)
        page.entries_wanted.connect(self.show_entries)
        page.item_wanted.connect(self.show_item)
        self._fill_freshness(page)
        if self.updates is not None:
            self.updates.attach(page)
        return page

    def _fill_freshness(self, page: QWidget) -> None:
        from advisor_app.desktop.pages.freshness.page import FreshnessPage  # noqa: PLC0415 - not before it is wanted

        if isinstance(page, FreshnessPage) and self._opened is not None:
            page.show_status(self._opened.status, self._opened.support)

    def _make_options(self) -> QWidget:
        from advisor_app.desktop.pages.options.page import OptionsPage  # noqa: PLC0415 - not before it is wanted

        page = OptionsPage(theme=self._theme, data_dir=self._settings.file.parent, parent=self._stack)
        page.appearance_chosen.connect(self.choose_appearance)
        page.zoom_chosen.connect(self.choose_zoom)
        page.keys_wanted.connect(self.show_keys)
        page.update_setting_chosen.connect(self.choose_update_setting)
        self._fill_options(page)
        return page

    def _fill_options(self, page: QWidget) -> None:
        from advisor_app.desktop.pages.options.page import OptionsPage  # noqa: PLC0415 - not before it is wanted
        from advisor_app.desktop.pages.options.updates_card import UpdateOptions  # noqa: PLC0415 - the same

        if isinstance(page, OptionsPage) and self.updates is not None:
            receiving = self.updates.receiving
            page.show_updates(UpdateOptions(receiving.desk.policy, receiving.known.status.development))

    @Slot(str, str)
    def choose_update_setting(self, key: str, value: str) -> None:
        """Keep a setting of the updates and take it over at once."""
        self._settings.choose_update(key, value)
        self._settings.save()
        if self.updates is not None:
            self.updates.receiving.reload_policy()

    def _make_about(self) -> QWidget:
        from advisor_app.desktop.pages.about.page import AboutPage  # noqa: PLC0415 - not before it is wanted

        page = AboutPage(theme=self._theme, parent=self._stack)
        page.link_wanted.connect(self.open_link)
        return page

    @Slot(str)
    def show_page(self, page: str) -> None:
        """Show a page of the rail."""
        shown = next((name for name, widget in self._pages.items() if widget is self._stack.currentWidget()), "search")
        if shown != page:
            self._page_before = shown
        self._stack.setCurrentWidget(self.page(page))
        self.rail.mark(page)
        # A page begins at its top: Tab then leads to its first button.
        start = self.search.field.edit if page == "search" else self.page(page)
        start.setFocus(Qt.FocusReason.OtherFocusReason)
        if page == "freshness" and self.updates is not None:
            self.updates.refresh()

    @Slot()
    def show_page_of_key(self) -> None:
        """Show the page whose key was pressed."""
        self.show_page(str(self.sender().property("page")))

    @Slot()
    def show_freshness(self) -> None:
        """Show how old the knowledge is."""
        self.show_page("freshness")

    @Slot()
    def show_options(self) -> None:
        """Show the options."""
        self.show_page("options")

    @Slot()
    def show_page_before(self) -> None:
        """Show the page one came from."""
        self.show_page(self._page_before)

    @Slot(str)
    def show_item(self, item_id: str) -> None:
        """Show an item in the reading pane."""
        self.show_page("search")
        self.search.visit_item(item_id)

    @Slot(str, str)
    def show_entries(self, facet: str, code: str) -> None:
        """Show the entries that have a value."""
        self.show_page("search")
        self.search.show_only(facet, code)

    @Slot()
    def go_to_search(self) -> None:
        """Put the cursor into the search field."""
        self.show_page("search")
        self.search.show_list()
        self.search.field.take_focus()

    @Slot()
    def next_pane(self) -> None:
        """Move the focus to the next pane of the page that is shown."""
        shown = self._stack.currentWidget()
        step = getattr(shown, "next_pane", None)
        if step is not None:
            step()

    @Slot()
    def step_out(self) -> None:
        """Go one step out; from another page back to the search."""
        if self._stack.currentWidget() is self.search:
            self.search.step_out()
        else:
            self.show_page("search")

    @Slot(QWidget, QWidget)
    def guard_letters(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Let single letters act only while no text field has the focus."""
        for shortcut in self._letters:
            shortcut.setEnabled(not isinstance(now, QLineEdit))

    @Slot()
    def show_keys(self) -> None:
        """Show the overview of keys."""
        KeysDialog(theme=self._theme, parent=self).open()

    @Slot(str)
    def open_link(self, address: str) -> None:
        """Open a page outside."""
        open_outside(address)

    # Look

    @Slot(object)
    def choose_appearance(self, appearance: Appearance) -> None:
        """Show another appearance."""
        self._theme.choose(appearance)

    @Slot(float)
    def choose_zoom(self, zoom: float) -> None:
        """Show everything in another size."""
        self._theme.set_zoom(zoom)

    @Slot()
    def zoom_in(self) -> None:
        """Show everything larger."""
        self._theme.step_zoom(1)

    @Slot()
    def zoom_out(self) -> None:
        """Show everything smaller."""
        self._theme.step_zoom(-1)

    @Slot()
    def zoom_reset(self) -> None:
        """Show everything at 100 %."""
        self._theme.step_zoom(0)

    @Slot()
    def remember_look(self) -> None:
        """Keep appearance and zoom for the next time."""
        self._settings.appearance = self._theme.appearance
        self._settings.zoom = self._theme.zoom

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self.setMinimumSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the window in its place."""
        super().resizeEvent(event)
        self.toast.follow()
        self._drop_hint.follow()

    def show_drop_hint(self) -> None:
        """Cover the window with what to do with a stick's file or folder."""
        self._drop_hint.cover()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cover the window with a hint while something that can be read in is held over it."""
        if self.updates is not None and source_in(event.mimeData()):
            event.acceptProposedAction()
            self.show_drop_hint()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped before the hint covered the window."""
        self._drop_hint.dropEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Leave the hint to itself: it is what the pointer is over now, and goes when that leaves."""
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window, stop all jobs and let go of the knowledge."""
        self._settings.geometry = self.saveGeometry()
        self._settings.hits_width = self.search.hits_width
        self._settings.save()
        if self.updates is not None:
            self.updates.receiving.shut_down()
        self._runner.shut_down(wait_ms=CLOSE_MS)
        self._keeper.close()
        self.messages.remove()
        super().closeEvent(event)
