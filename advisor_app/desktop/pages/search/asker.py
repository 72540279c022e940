"""The jobs of the search page: asking and opening items, behind the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from advisor_app.desktop.jobs import JobContext, JobRunner, Work

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.views import Baseline, ItemView, Library, ResultView
    from advisor_app.search.model import SearchRequest

RunSearch = Callable[..., "ResultView"]
OpenItem = Callable[["Library", str, date], "ItemView | None"]
Receive = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Reread:
    """The item that is being read, from other knowledge; None if it is not in there."""

    title: str
    view: ItemView | None


class Asker(QObject):
    """Starts jobs that read the library; a new question takes the place of one that is not answered yet.

    Args:
        runner: runs them.
        run_search: answers a request, called in a worker.
        open_item: makes the view of an item, called in a worker.
        today: the day freshness and windows are held against.

    Signals: `failed` (exception of a job).
    """

    failed = Signal(object)

    def __init__(
        self, *, runner: JobRunner, run_search: RunSearch, open_item: OpenItem, today: date, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._run_search = run_search
        self._open_item = open_item
        self._today = today
        self._library: Library | None = None
        self._baseline: Baseline = {}

    @property
    def has_library(self) -> bool:
        """Tell whether there is something to ask."""
        return self._library is not None

    def use(self, library: Library, baseline: Baseline) -> None:
        """Ask a library from now on.

        Args:
            library: what is asked.
            baseline: all its facet values.
        """
        self._library = library
        self._baseline = baseline

    def search(self, request: SearchRequest, receive: Receive) -> None:
        """Answer a request.

        Args:
            request: the question.
            receive: slot that is given the `ResultView`.
        """
        library, baseline, today, run_search = self._library, self._baseline, self._today, self._run_search
        if library is None:
            return

        def work(_context: JobContext) -> object:
            return run_search(library, request, baseline=baseline, today=today)

        self._start(work, "search", receive)

    def read(self, item_id: str, receive: Receive) -> None:
        """Open an item.

        Args:
            item_id: which.
            receive: slot that is given the `ItemView`, None if there is no such item.
        """
        library, today, open_item = self._library, self._today, self._open_item
        if library is None:
            return

        def work(_context: JobContext) -> object:
            return open_item(library, item_id, today)

        self._start(work, "item", receive)

    def read_again(self, view: ItemView, receive: Receive) -> None:
        """Open the item that is being read as other knowledge has it.

        Args:
            view: what is shown of it.
            receive: slot that is given a `Reread`.
        """
        library, today, open_item = self._library, self._today, self._open_item
        if library is None:
            return

        def work(_context: JobContext) -> object:
            return Reread(title=view.title, view=open_item(library, view.id, today))

        self._start(work, "item", receive)

    def _start(self, work: Work, slot: str, receive: Receive) -> None:
        self._runner.start(work, on_success=receive, on_failure=self.tell_failure, slot=slot)

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)
