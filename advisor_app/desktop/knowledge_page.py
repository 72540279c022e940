"""What the pages that show knowledge have in common: what they are given, what they ask for, how they read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.client_view import WITHHELD, ClientView
from advisor_app.desktop.clock import Clock, local_time
from advisor_app.desktop.jobs import JobContext, JobRunner
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel

if TYPE_CHECKING:
    from advisor_app.desktop.marks import Marks
    from advisor_app.desktop.presenters.views import ItemView, Library
    from advisor_app.desktop.reading.visit import ReadingVisit

OpenItem = Callable[["Library", str, date], "ItemView | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTools:
    """What a page is given.

    Args:
        theme: the look.
        runner: runs what reads the knowledge.
        today: the day that windows, deadlines and freshness are held against.
        geodata: folder of districts, places and borders.
        marks: what the reader marked.
        open_item: makes the view of an item; called in a worker.
        client: whether a client looks at the screen.
        clock: the time now, aware, in the user's zone.
        kept: the user's data folder, for what a page keeps by itself; None where nothing is kept.
    """

    theme: Theme
    runner: JobRunner
    today: date
    geodata: Path
    marks: Marks
    open_item: OpenItem
    client: ClientView = field(default_factory=ClientView)
    clock: Clock = local_time
    kept: Path | None = None


class KnowledgePage(Panel):
    """A page that shows knowledge. It knows no other page: it tells what is wanted, and the window goes there.

    Args:
        name: of the page; also that of its jobs, so that a new question takes the place of an old one.
        title: how the page is called for a screen reader.
        tools: what it is given.

    Signals: `item_wanted` (id of what is to be read), `entries_wanted` (facet and code to search by), `search_wanted`
    (text to search for), `page_wanted` (name of a page), `comparison_wanted` (ids of programmes; a single one joins
    those that are compared), `link_wanted` (address outside), `said` (a short message), `undo_offered` (a short
    message, and a callable that takes back what it tells), `failed` (exception of a job).
    """

    item_wanted = Signal(str)
    entries_wanted = Signal(str, str)
    search_wanted = Signal(str)
    page_wanted = Signal(str)
    comparison_wanted = Signal(tuple)
    link_wanted = Signal(str)
    said = Signal(str)
    undo_offered = Signal(str, object)
    failed = Signal(object)

    def __init__(self, name: str, title: str, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self.name = name
        self.tools = tools
        self.library: Library | None = None
        self.visit: ReadingVisit | None = None
        self.setAccessibleName(title)

    def use(self, library: Library) -> None:
        """Show a library from now on: the knowledge was opened, renewed, or is shown to a client."""
        self.library = library
        if self.visit is not None:
            self.visit.use(library)
        self.refresh()

    def let_go(self) -> None:
        """Ask nothing any more, because the library is being closed while another page is shown."""
        self.library = None
        if self.visit is not None:
            self.visit.let_go()

    def refresh(self) -> None:
        """Show what the library holds; each page does that for itself.

        The library changes under the reader's eyes: keep what was chosen and where they were, as far as it is there.
        """
        raise NotImplementedError

    def add_visit(self, leave: str, parent: QWidget) -> ReadingVisit:
        """Return the pane that items are read in beside what the page shows; built when it is first wanted.

        Args:
            leave: what the button says that closes it, such as "Karte"; "" for no button.
            parent: what it lies in; the page puts it into its layout.
        """
        if self.visit is None:
            from advisor_app.desktop.reading.visit import ReadingVisit  # noqa: PLC0415 - see above

            visit = ReadingVisit(self.name, tools=self.tools, leave=leave, parent=parent)
            visit.link_wanted.connect(self.link_wanted)
            visit.failed.connect(self.failed)
            visit.pane.comparison_wanted.connect(self.compare_one)
            visit.gone.connect(self.tell_gone)
            if self.library is not None:
                visit.use(self.library)
            self.visit = visit
        return self.visit

    @property
    def item_id(self) -> str:
        """Return the id of what is being read, "" for nothing."""
        return self.visit.item_id if self.visit is not None else ""

    def take_focus(self) -> None:
        """Take the keyboard focus where reading or typing begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """Move the focus to the next part of the page; a page of one part has nothing to do."""

    def step_out(self) -> bool:
        """Go one step out within the page; return whether there was one."""
        return self.visit is not None and self.visit.step_out()

    def step_back(self) -> bool:
        """Go back to what the page showed before; return whether there was something. Most pages show one thing."""
        return False

    def ask(self, work: Callable[[Library], object], receive: Callable[..., None], *, slot: str = "view") -> None:
        """Read the library in a worker.

        Args:
            work: is given the library; returns frozen values.
            receive: bound slot that gets the result here.
            slot: name of what the result is for; a question that is under way for it is dropped.
        """
        ask_library(self.tools.runner, self.library, work, receive, self.tell_failure, slot=f"{self.name}-{slot}")

    @Slot(str)
    def compare_one(self, item_id: str) -> None:
        """Ask for a programme beside others."""
        self.comparison_wanted.emit((item_id,))

    @Slot(str)
    def tell_gone(self, item_id: str) -> None:
        """Say that what was to be read is not there (any more)."""
        self.said.emit(WITHHELD if self.tools.client.on else f"Nicht mehr enthalten: {item_id}")

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)


def ask_library(
    runner: JobRunner, library: Library | None, work: Callable[[Library], object], receive: Callable[..., None],
    fail: Callable[..., None], *, slot: str,
) -> None:  # fmt: skip
    """Read a library in a worker; without one there is nothing to ask.

    Args:
        runner: runs it.
        library: what is read.
        work: is given the library; returns frozen values.
        receive: bound slot that gets the result in the window's thread.
        fail: bound slot that gets the exception there.
        slot: name of what the result is for; a question that is under way for it is dropped.
    """
    if library is None:
        return
    known = library

    def read(_context: JobContext) -> object:
        return work(known)

    runner.start(read, on_success=receive, on_failure=fail, slot=slot)
