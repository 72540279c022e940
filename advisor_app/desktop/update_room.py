"""Joins what is known about updates with those who show it: page, banner, foot of the window, rail, toast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from advisor_app.desktop import formatting
from advisor_app.desktop.jobs import JobContext, JobRunner
from advisor_app.desktop.presenters.banner import BannerView, fault_banner, present_banner
from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.desktop.presenters.update_steps import Job, progress_fraction, progress_words
from advisor_app.desktop.presenters.updates import Ending, Situation
from advisor_app.desktop.presenters.views import Library, StatusView
from advisor_app.desktop.receiving import Receiving, WentBack
from advisor_app.desktop.widgets.toast import Toast
from advisor_app.errors import KnowledgeDamaged, KnowledgeMissing, KnowledgeTooNew
from advisor_app.updates.model import Outcome

if TYPE_CHECKING:
    from advisor_app.desktop.app_room import AppRoom
    from advisor_app.desktop.pages.freshness.page import FreshnessPage
    from advisor_app.desktop.presenters.feed import FeedView


class UpdateRoom(QObject):
    """What the window does about updates.

    Args:
        receiving: runs updates and knows how they stand.
        apps: deals with newer versions of the program.
        runner: makes the feed.
        toast: says what can be undone.
        today: the day that deadlines in the feed are held against.

    Signals: `changed` (banner, words or sign are other ones now), `options_wanted`, `back_wanted` (to the page one came
    from), `page_wanted` (the page of freshness), `news_told` (FeedView, and the day since which it is new), `failed`
    (exception).
    """

    changed = Signal()
    options_wanted = Signal()
    back_wanted = Signal()
    page_wanted = Signal()
    news_told = Signal(object, str)
    failed = Signal(object)

    def __init__(
        self, *, receiving: Receiving, apps: AppRoom, runner: JobRunner, toast: Toast, today: date,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.receiving = receiving
        self.apps = apps
        self._runner = runner
        self._toast = toast
        self._today = today
        self._library: Library | None = None
        self._knowledge: StatusView | None = None
        self._feed: FeedView | None = None
        self._page: FreshnessPage | None = None
        self._undo: tuple[str, str | int] = ("", "")
        # The ends that were told, and that were seen on the page.
        self._seen_ending: Ending | None = None
        self._read_ending: Ending | None = None
        receiving.changed.connect(self.refresh)
        apps.changed.connect(self.show_app)
        receiving.went_back.connect(self.tell_back)
        receiving.failed.connect(self.failed)

    # Showing

    def attach(self, page: FreshnessPage) -> None:
        """Fill a page from now on and do what it asks."""
        self._page = page
        page.deed_chosen.connect(self.do)
        page.app_deed_chosen.connect(self.apps.do)
        page.source_chosen.connect(self.read_source)
        page.state_chosen.connect(self.receiving.go_back)
        page.repair_wanted.connect(self.repair)
        page.read_wanted.connect(self.mark_read)
        self.refresh()
        self._show_feed()

    def take_library(self, library: Library, knowledge: StatusView) -> None:
        """Work with a library that was opened, and tell what changed in it."""
        self._library, self._knowledge = library, knowledge
        self.receiving.shown_version = knowledge.version
        self.apps.as_of = knowledge.as_of
        self.load_feed()
        self.refresh()

    def situation(self) -> Situation:
        """Return all that the card of the page is made of."""
        receiving, run = self.receiving, self.receiving.run
        busy = run is not None and run.job.app
        return Situation(now=receiving.clock(), knowledge=self._knowledge, status=receiving.known.status,
                         run=None if busy else run, ending=receiving.ending, busy=busy,
                         helper=receiving.desk.policy.helper)  # fmt: skip

    @Slot()
    def refresh(self) -> None:
        """Show how things stand now."""
        if self._page is not None:
            self._page.show_situation(self.situation(), self.receiving.known.earlier)
            self._page.show_offer(self.apps.view())
        self._tell_ending()
        self.changed.emit()

    @Slot()
    def show_app(self) -> None:
        """Show how it stands with a newer version of the program."""
        if self._page is not None:
            self._page.show_offer(self.apps.view())
        self.changed.emit()

    def show_offer(self) -> None:
        """Bring the newer version of the program into sight."""
        if self._page is not None:
            self._page.reveal_offer()

    def banner(self) -> BannerView | None:
        """Return what the banner says, None for nothing."""
        ending = self.receiving.ending
        if ending is not None and ending.fault is not None and ending is not self._read_ending:
            return fault_banner(ending, self.apps.offer)
        if self._knowledge is None:
            return None
        return present_banner(self._knowledge, self.receiving.known.status, self.receiving.clock())

    def progress(self) -> tuple[str, float] | None:
        """Return an update under way in words and as a fraction, None if there is none."""
        run = self.receiving.run
        if run is None:
            return None
        return self.apps.progress(run) if run.job.app else (progress_words(run), progress_fraction(run))

    def checked(self) -> str:
        """Return when the server was reached last, in words; "" if never."""
        return formatting.clock_time(self.receiving.known.status.last_check, self.receiving.clock())

    @property
    def unread(self) -> int:
        """Return how many changes the user has not seen."""
        return self._feed.unread if self._feed is not None else 0

    def _tell_ending(self) -> None:
        """Tell an end that was asked for to those who are on another page; faults stand in the banner there."""
        ending = self.receiving.ending
        away = self._page is None or not self._page.isVisible()
        if not away:
            self._read_ending = ending
        if ending is self._seen_ending:
            return
        self._seen_ending = ending
        if ending is None or ending.job.scheduled or ending.result is None or not away:
            return
        day = formatting.as_of(ending.result.as_of)
        current = ending.result.outcome is Outcome.CURRENT
        self._say("Nichts Neues, die Inhalte sind aktuell" if current else f"Neuer Inhaltsstand vom {day}")

    def _say(self, text: str, undo: tuple[str, str | int] = ("", "")) -> None:
        self._undo = undo
        self._toast.inform(text, self.undo if undo[0] else None)

    # The feed

    @Slot()
    def load_feed(self) -> None:
        """Make the feed of the knowledge that is open."""
        library, desk, today = self._library, self.receiving.desk, self._today
        if library is None:
            return

        def work(_context: JobContext) -> object:
            from advisor_app.desktop.presenters.feed import make_feed  # noqa: PLC0415 - not before the first paint

            try:
                entries = desk.feed()
            except (KnowledgeMissing, KnowledgeDamaged, KnowledgeTooNew):
                # What it tells of is the knowledge that could not be opened; that was told already.
                if library.instead_of is None:
                    raise
                entries = ()
            return make_feed(entries, library, today=today, read_up_to=desk.read_up_to)

        self._runner.start(work, on_success=self.take_feed, on_failure=self.tell_failure, slot="feed")

    @Slot(object)
    def take_feed(self, feed: object) -> None:
        """Show a feed."""
        from advisor_app.desktop.presenters.feed import FeedView  # noqa: PLC0415 - the worker imported it

        if not isinstance(feed, FeedView):
            return
        self._feed = feed
        self._show_feed()
        self.changed.emit()

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)

    def _show_feed(self) -> None:
        if self._feed is None:
            return
        unread = [change.day for change in self._feed.changes if change.unread and change.day]
        since = unread[-1] if unread else ""
        if self._page is not None:
            self._page.show_feed(self._feed, since=since)
        self.news_told.emit(self._feed, since)

    @Slot(int)
    def mark_read(self, version: int) -> None:
        """Remember that the changes up to a version were read."""
        before = self.receiving.known.read_up_to
        self.receiving.mark_read(version)
        if self._feed is not None:
            self.take_feed(self._feed.all_read())
        self._say("Alle Änderungen sind als gelesen markiert", ("read", before))

    # Doing

    @Slot(object)
    def do(self, deed: Deed) -> None:
        """Do what a button says."""
        deeds: dict[Deed, Callable[[], None]] = {
            Deed.CHECK: self.check,
            Deed.RETRY: self.retry,
            Deed.ACCEPT_EXPIRED: self.accept_expired,
            Deed.REPAIR: self.repair,
            Deed.NEWEST: self.go_to_newest,
            Deed.CANCEL: self.receiving.cancel,
            Deed.DISMISS: self.receiving.dismiss,
            Deed.BACKGROUND: self.back_wanted.emit,
            Deed.OPTIONS: self.options_wanted.emit,
            Deed.STICK: self.choose_source,
            Deed.CHANGES: self.show_changes,
        }
        deeds[deed]()

    @Slot()
    def check(self) -> None:
        """Look for something new on the server."""
        self.receiving.start(Job())

    def _last_job(self) -> Job:
        ending = self.receiving.ending
        return ending.job if ending is not None else Job()

    @Slot()
    def retry(self) -> None:
        """Do once more what ended."""
        self.receiving.start(replace(self._last_job(), scheduled=False))

    @Slot()
    def accept_expired(self) -> None:
        """Read a stick although nobody confirms its freshness any more."""
        self.receiving.start(replace(self._last_job(), scheduled=False, accept_expired=True))

    @Slot()
    def choose_source(self) -> None:
        """Ask for a file or folder."""
        if self._page is not None:
            self._page.ways.offer_sources()

    @Slot()
    def show_changes(self) -> None:
        """Show what changed."""
        if self._page is not None:
            self._page.show_tab("changes")
            self._page.feed.list.setFocus()

    @Slot(str)
    def read_source(self, source: str) -> None:
        """Read knowledge from a file or folder, and show how that goes."""
        self.page_wanted.emit()
        self.receiving.start(Job(source=source))

    @Slot()
    def repair(self) -> None:
        """Check what is on the device and mend it."""
        self.receiving.start(Job(repair=True))

    def go_to_newest(self) -> None:
        """Leave an earlier state: for the newest on the device if it is still there, else for what the server has."""
        known = self.receiving.known
        newest = next((state for state in known.earlier if state.version >= known.status.held), None)
        if newest is not None:
            self.receiving.go_back(newest.name)
        else:
            self.page_wanted.emit()
            self.receiving.start(Job())

    @Slot(object)
    def tell_back(self, back: WentBack) -> None:
        """Say which state is shown now, with the way back."""
        name = formatting.as_of(back.shown.as_of)
        shown = f"Angezeigt wird der Stand vom {name}" if name else f"Angezeigt wird Ausgabe {back.shown.version}"
        self._say(shown, ("state", back.left) if back.left else ("", ""))

    @Slot()
    def undo(self) -> None:
        """Take back what the toast told."""
        kind, value = self._undo
        if kind == "state":
            self.receiving.go_back(str(value))
        elif kind == "read":
            self.receiving.mark_read(int(value))
            self.load_feed()
