"""Opens the knowledge behind the window, changes it for other knowledge, and closes what nothing reads any more."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from advisor_app.desktop.jobs import JobContext, JobRunner
from advisor_app.errors import Cancelled

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.views import Baseline, FacetOption, ItemView, Library, ResultView, StatusView
    from advisor_app.search.model import SearchRequest

OpenLibrary = Callable[[], "Library"]
SLOW_MS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening a library brings along: itself, the first answer, all facet values, its state.

    `library` is what pages show; `whole` is the knowledge with what a client does not see, and what is closed.
    """

    library: Library
    whole: Library
    first: ResultView
    baseline: Baseline
    support: tuple[FacetOption, ...]
    status: StatusView


def run_search(library: Library, request: SearchRequest, *, baseline: Baseline, today: date) -> ResultView:
    """Answer a request; meant for a worker thread (the domain is imported there, after the first paint)."""
    from advisor_app.desktop.presenters import results  # noqa: PLC0415

    return results.run_search(library, request, baseline=baseline, today=today)


def open_everything(open_library: OpenLibrary, today: date, *, clients: bool = False) -> Opened:
    """Open the library and ask what the first screen shows; meant for a worker thread.

    Args:
        open_library: opens the knowledge.
        today: the day freshness and windows are held against.
        clients: a client looks at the screen: pages are given only what anybody may see.
    """
    from advisor_app.desktop.pages.search.state import SearchState  # noqa: PLC0415 - as in run_search
    from advisor_app.desktop.presenters.results import present_status  # noqa: PLC0415 - as in run_search
    from advisor_app.desktop.presenters.views import FacetOption  # noqa: PLC0415 - as in run_search

    whole = open_library()
    library = whole.for_clients() if clients else whole
    request = SearchState().request()
    facets = library.search(request).facets
    support = tuple(
        FacetOption(code=code, label=library.label("certainties", code), count=count, chosen=False)
        for code, count in sorted(facets.get("stand", {}).items())
    )
    return Opened(
        library=library,
        whole=whole,
        first=run_search(library, request, baseline=facets, today=today),
        baseline=facets,
        support=support,
        status=present_status(library, today=today),
    )


def open_item(library: Library, item_id: str, today: date) -> ItemView | None:
    """Make the view of an item; meant for a worker thread (the Markdown reader is imported there)."""
    from advisor_app.content.markdown import render  # noqa: PLC0415 - 50 ms that the first paint does not wait for
    from advisor_app.desktop.presenters.item import present_item  # noqa: PLC0415 - the same
    from advisor_app.desktop.presenters.results import is_stale  # noqa: PLC0415 - the same

    item = library.item(item_id)
    if item is None:
        return None
    # The start page has read the outlines by then; what is competent but not linked is found in them.
    outlines = library.outlines()
    return present_item(item, labels=library, render=render, today=today, stale=is_stale(library, today),
                        outlines=outlines)  # fmt: skip


class Keeper(QObject):
    """Holds the library in use.

    Args:
        open_library: opens the knowledge; called in a worker.
        runner: runs what reads the disk.
        today: the day freshness and windows are held against.

    Signals: `opened` (Opened; the receiver goes on with it before this returns, so that nothing reads the one before),
    `failed` (exception), `slow` (opening takes so long that something should be shown meanwhile).
    """

    opened = Signal(object)
    failed = Signal(object)
    slow = Signal()

    def __init__(
        self, *, open_library: OpenLibrary, runner: JobRunner, today: date, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.library: Library | None = None
        self._open_library = open_library
        self._runner = runner
        self._today = today
        self._retired: list[Library] = []
        self._opening = False
        self._once_more = False
        self._clients = False

    def show_to(self, *, clients: bool) -> None:
        """Give pages only what a client may see from now on, or everything again."""
        self._clients = clients
        whole = self.library
        if whole is None or self._opening:
            # What is being opened is looked at again when it is there.
            return
        known, today = whole, self._today

        def work(_context: JobContext) -> object:
            return open_everything(lambda: known, today, clients=clients)

        self._runner.start(work, on_success=self.take, on_failure=self.fail, slot="audience")

    @Slot()
    def open(self) -> None:
        """Open the knowledge there is now; one that is open stays in use until then."""
        QTimer.singleShot(SLOW_MS, self, self.tell_slow)
        if self._opening:
            self._once_more = True
            return
        self._opening = True
        open_library, today, clients = self._open_library, self._today, self._clients
        self._runner.cancel("audience")

        def work(context: JobContext) -> object:
            opened = open_everything(open_library, today, clients=clients)
            if context.cancelled():
                opened.whole.close()
                raise Cancelled
            return opened

        self._runner.start(work, on_success=self.take, on_failure=self.fail, slot="open")

    @Slot()
    def tell_slow(self) -> None:
        """Tell that the knowledge is still being opened, if so."""
        if self._opening:
            self.slow.emit()

    @Slot(object)
    def take(self, opened: object) -> None:
        """Take a library into use and close the one before."""
        if not isinstance(opened, Opened):
            return
        before, self.library = self.library, opened.whole
        self._opening = False
        if before is not opened.whole:
            # The objects of a library live until it is closed. Taken out of the garbage collector's sight they do not
            # hold the window up for 70 ms whenever it looks through everything. Those of a view for a client do not.
            gc.freeze()
        self.opened.emit(opened)
        if before is not None and before is not opened.whole:
            self._retire(before)
        if self._once_more:
            self._once_more = False
            self.open()
        elif (opened.library is not opened.whole) != self._clients and opened.whole.for_clients() is not opened.whole:
            self.show_to(clients=self._clients)

    @Slot(object)
    def fail(self, error: object) -> None:
        """Tell why the knowledge cannot be opened."""
        self._opening = self._once_more = False
        self.failed.emit(error)

    def _retire(self, library: Library) -> None:
        """Close a library behind the jobs that still read it: they run one after the other, this is the last."""
        self._retired.append(library)

        def work(_context: JobContext) -> object:
            library.close()
            return library

        self._runner.start(work, on_success=self.forget, on_failure=self.fail)

    @Slot(object)
    def forget(self, closed: object) -> None:
        """Forget a library that was closed."""
        self._retired = [library for library in self._retired if library is not closed]

    def close(self) -> None:
        """Close everything; no job reads any more."""
        gc.unfreeze()
        for library in (*self._retired, self.library):
            if library is not None:
                library.close()
        self._retired, self.library = [], None
