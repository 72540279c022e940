"""What becomes of a check beyond the window: opened, saved, kept, copied, printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.clipboard import copy_rich
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.beginning import Beginning
from advisor_app.desktop.pages.check.course import Ask, Course
from advisor_app.desktop.pages.check.files import Opened, ProfileFiles, Refused, Saved
from advisor_app.desktop.pages.check.keeping import Begun, Keeping
from advisor_app.desktop.pages.check.leaves import FAULTS, Leaves
from advisor_app.desktop.presenters.check_desk import Desk
from advisor_app.desktop.presenters.check_report import ReportView, present_report
from advisor_app.desktop.presenters.views import Library

if TYPE_CHECKING:
    from advisor_app.desktop.pages.check.faults_panel import FaultsPanel
    from advisor_app.desktop.pages.check.printing import CheckPaper


class Filing(QObject):
    """Opens and saves profiles, keeps the running check, hands the result on.

    Args:
        host: before what the user is asked.
        tools: what the page is given.
        course: the course of the check.
        leaves: what faults of a file are shown in.
        beginning: offers the check from before.
        ask: reads the library in a worker.

    Signals: `said` (what was done), `failed` (exception of a job).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(
        self, *, host: QWidget, tools: PageTools, course: Course, leaves: Leaves, beginning: Beginning, ask: Ask
    ) -> None:
        super().__init__(host)
        self._host, self._tools, self._course, self._leaves = host, tools, course, leaves
        self._beginning = beginning
        self._ask = ask
        self._file: Path | None = None
        self._with_sensitive = False
        self._begun: Begun | None = None
        self.files = ProfileFiles(host=host, runner=tools.runner, ask=ask, desk=self._desk)
        self.files.opened.connect(self.take_opened)
        self.files.refused.connect(self.show_faults)
        self.files.saved.connect(self.tell_saved)
        self.files.failed.connect(self.failed)
        self.keeping = Keeping(folder=tools.kept, runner=tools.runner, parent=self)
        self.keeping.found.connect(self.offer)
        self.keeping.failed.connect(self.failed)
        course.changed.connect(self.keep)
        beginning.open_wanted.connect(self.ask_to_open)
        beginning.resume_wanted.connect(self.resume)
        beginning.drop_wanted.connect(self.drop)
        self._looked = False

    def _desk(self) -> Desk:
        return self._course.desk

    # Files

    @Slot()
    def ask_to_open(self) -> None:
        """Ask which profile to open."""
        self.files.ask_to_open()

    @Slot(str)
    def open(self, name: str) -> None:
        """Open a profile."""
        self.files.open(name)

    @Slot(object)
    def take_opened(self, opened: Opened) -> None:
        """Go on with a profile that was opened."""
        self._file = opened.file
        self._leaves.leave_all()
        self._course.load(opened.profile, opened.file.name)

    @Slot(object)
    def show_faults(self, refused: Refused) -> None:
        """Show what is wrong with a file; nothing else changes."""
        from advisor_app.desktop.presenters.check_faults import fault_lines  # noqa: PLC0415 - not before there is a fault

        self._faults.show_faults(refused.file, fault_lines(refused.problems))
        self._leaves.show_panel(FAULTS, self._faults)

    @cached_property
    def _faults(self) -> FaultsPanel:
        from advisor_app.desktop.pages.check.faults_panel import FaultsPanel  # noqa: PLC0415 - as above

        panel = FaultsPanel(theme=self._tools.theme, parent=self._leaves)
        panel.again_wanted.connect(self.open)
        panel.other_wanted.connect(self.ask_to_open)
        panel.back_wanted.connect(self._leaves.step_back)
        panel.said.connect(self.said)
        return panel

    @Slot()
    def save(self) -> None:
        """Save where the profile lies, or ask where to."""
        self.save_as(elsewhere=False)

    @Slot(bool)
    def save_as(self, elsewhere: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Save the profile, under another name if that is wished."""
        file = self._file if self._course.file and not elsewhere else None
        self.files.save(self._course.session.given, file, with_sensitive=self._with_sensitive)

    @Slot(bool)
    def take_sensitive(self, wished: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Remember whether delicate facts are saved too."""
        self._with_sensitive = wished

    @Slot(object)
    def tell_saved(self, saved: Saved) -> None:
        """Say what was saved, and what stayed out."""
        self._file = saved.file
        self._course.mark_saved(saved.file.name)
        left = formatting.count(saved.left, "vertrauliche Angabe", "vertrauliche Angaben")
        self.said.emit(f"Gespeichert: {saved.file.name}" + (f", ohne {left}" if saved.left else ""))

    # The check that is under way

    @Slot()
    def keep(self) -> None:
        """Keep what is known now."""
        last = self._course.last
        telling = last.stand.room.adviser.telling if last is not None else frozenset[str]()
        self.keeping.keep(self._course.session.given, telling)

    def look_once(self) -> None:
        """See, when the page is first wanted, whether a check was under way."""
        if not self._looked:
            self._looked = True
            self.keeping.look()

    @Slot(object)
    def offer(self, begun: Begun) -> None:
        """Offer to go on with the check from before."""
        self._begun = begun
        self._beginning.offer(begun)

    @Slot()
    def resume(self) -> None:
        """Go on with the check from before."""
        begun = self._taken()
        if begun is not None:
            self._course.load(begun.profile, "")

    @Slot()
    def drop(self) -> None:
        """Let go of the check from before."""
        self._taken()

    def _taken(self) -> Begun | None:
        begun, self._begun = self._begun, None
        self._beginning.offer(None)
        self.keeping.decide()
        return begun

    # Handing on

    @cached_property
    def _paper(self) -> CheckPaper:
        from advisor_app.desktop.pages.check.printing import CheckPaper  # noqa: PLC0415 - not before somebody prints

        paper = CheckPaper(host=self._host, runner=self._tools.runner)
        paper.said.connect(self.said)
        paper.failed.connect(self.failed)
        return paper

    @Slot(object)
    def print_paper(self, paper: object) -> None:
        """Print a paper."""
        self._paper.print_paper(paper)

    @Slot(object)
    def save_paper(self, paper: object) -> None:
        """Save a paper as PDF."""
        self._paper.save_paper(paper)

    @Slot()
    def copy_result(self) -> None:
        """Copy the result as text and with its look; what is not public stays here."""
        self._make_report(self.copy_report)

    @Slot()
    def print_result(self) -> None:
        """Print the result; what is not public stays here."""
        self._make_report(self.print_report)

    def _make_report(self, receive: Callable[..., None]) -> None:
        last = self._course.last
        if last is None:
            return
        stand, wished = last.stand, self._with_sensitive

        def work(library: Library) -> object:
            return present_report(stand, library, with_sensitive=wished)

        self._ask(work, receive)

    @Slot(object)
    def copy_report(self, report: ReportView) -> None:
        """Copy a result."""
        copy_rich(report.text, report.html)
        self._say("Ergebnis kopiert", report)

    @Slot(object)
    def print_report(self, report: ReportView) -> None:
        """Print a result."""
        from advisor_app.desktop.pages.check.printing import Paper  # noqa: PLC0415 - not before somebody prints

        if report.kept:
            self.said.emit(report.kept)
        self.print_paper(Paper(title=report.title, html=report.html, standing=report.standing))

    def _say(self, done: str, report: ReportView) -> None:
        self.said.emit(". ".join(part for part in (done, report.kept) if part))
