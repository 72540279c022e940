"""What becomes of a check beyond the window: opened, saved, kept, copied, printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.consultation.privacy import Leaving, is_telling
from advisor_app.desktop import formatting
from advisor_app.desktop.clipboard import copy_rich
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.beginning import Beginning
from advisor_app.desktop.pages.check.course import UNTITLED, Ask, Course
from advisor_app.desktop.pages.check.files import Opened, ProfileFiles, Refused, Saved, Wanted
from advisor_app.desktop.pages.check.keeping import Keeping
from advisor_app.desktop.pages.check.leaves import FAULTS, Leaves
from advisor_app.desktop.presenters.check_desk import Desk, outgoing
from advisor_app.desktop.presenters.check_report import ReportView, present_report
from advisor_app.desktop.presenters.views import Library
from advisor_app.domain.profile import Profile

if TYPE_CHECKING:
    from advisor_app.consultation.kept import Begun
    from advisor_app.desktop.pages.check.faults_panel import FaultsPanel
    from advisor_app.desktop.pages.check.printing import CheckPaper

_TELLING_TITLE = "Der Name lässt auf Vertrauliches schließen und geht mit"


class Filing(QObject):
    """Opens and saves profiles, keeps the running check, hands the result on.

    Args:
        host: before what the user is asked.
        tools: what the page is given.
        course: the course of the check.
        leaves: what faults of a file are shown in.
        beginning: offers the check from before.
        ticked: tells whether delicate facts are to go along.
        settled: takes what was typed; tells whether it says something, or nothing was typed.
        ask: reads the library in a worker.

    Signals: `said` (what was done), `failed` (exception of a job).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(
        self, *, host: QWidget, tools: PageTools, course: Course, leaves: Leaves, beginning: Beginning,
        ticked: Callable[[], bool], settled: Callable[[], bool], ask: Ask,
    ) -> None:  # fmt: skip
        super().__init__(host)
        self._host, self._tools, self._course, self._leaves = host, tools, course, leaves
        self._beginning = beginning
        self._ask = ask
        self._ticked, self._settled = ticked, settled
        self._begun: tuple[Begun, ...] = ()
        self._at = 0
        self.files = ProfileFiles(host=host, runner=tools.runner, ask=ask, desk=self._desk)
        self.files.opened.connect(self.take_opened)
        self.files.refused.connect(self.show_faults)
        self.files.saved.connect(self.tell_saved)
        self.files.failed.connect(self.failed)
        self.keeping = Keeping(folder=tools.kept, runner=tools.runner, parent=self)
        self.keeping.found.connect(self.offer)
        self.keeping.damaged.connect(self.tell_damaged)
        self.keeping.failed.connect(self.failed)
        course.changed.connect(self.keep)
        beginning.open_wanted.connect(self.ask_to_open)
        beginning.resume_wanted.connect(self.resume)
        beginning.drop_wanted.connect(self.drop)
        beginning.other_chosen.connect(self.choose)
        tools.client.changed.connect(self.show_offer)
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
        self._leaves.leave_all()
        self._course.load(opened.profile, str(opened.file))
        self.files.remember(self._course.session.document.key, opened.digest)

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
        last = self._course.last
        if last is None or not self._settled():
            # What tells apart what may leave is not read yet, or the reader is told what is wrong.
            return
        session = self._course.session
        stand, ticked = last.stand, self._with_sensitive

        def may_leave(profile: Profile, held: Profile | None) -> Leaving:
            return outgoing(stand, profile, with_sensitive=ticked, held=held)

        document = session.document
        wanted = Wanted(profile=session.given, key=document.key, outgoing=may_leave, held=document.held,
                        own=document.file)  # fmt: skip
        self.files.save(wanted, "" if elsewhere else document.file)

    @property
    def _with_sensitive(self) -> bool:
        """Tell whether delicate facts go along; with a client at the screen they never do."""
        return self._ticked() and not self._tools.client.on

    @Slot(object)
    def tell_saved(self, saved: Saved) -> None:
        """Say what was saved, and what stayed out."""
        wanted, left = saved.wanted, saved.left
        self._course.mark_saved(wanted.profile, str(wanted.file), key=wanted.key, held=left.profile)
        parts = [
            formatting.count(left.delicate, "vertrauliche Angabe", "vertrauliche Angaben") if left.delicate else "",
            formatting.count(left.notes, "Notiz", "Notizen") if left.notes else "",
            formatting.count(left.internal, "interne Angabe", "interne Angaben") if left.internal else "",
        ]
        out = formatting.listed(parts) if not self._tools.client.on else ""
        warning = "" if left.private else self._warning(wanted.profile.title)
        told = f"Gespeichert: {wanted.file.name}" + (f", ohne {out}" if out else "")
        self.said.emit(". ".join(part for part in (told, warning) if part))
        # What lies in the file is not kept a second time.
        self.keep()

    def _warning(self, title: str) -> str:
        """Return that a title gives something away; a client reads along and is not told."""
        return _TELLING_TITLE if is_telling(title) and not self._tools.client.on else ""

    # The check that is under way

    @Slot()
    def keep(self) -> None:
        """Keep what is known now."""
        last = self._course.last
        telling = last.stand.room.adviser.telling if last is not None else frozenset[str]()
        session = self._course.session
        document = session.document
        self.keeping.keep(session.given, telling, document=document.key, held=document.held if document.file else None)

    def look_once(self) -> None:
        """See, when the page is first wanted, whether a check was under way."""
        if not self._looked:
            self._looked = True
            self.keeping.look()

    @Slot(object)
    def offer(self, begun: tuple[Begun, ...]) -> None:
        """Offer to go on with a check from before, the latest of them first."""
        self._begun, self._at = begun, 0
        self.show_offer()

    @Slot(int)
    def choose(self, at: int) -> None:
        """Offer another one of the checks from before."""
        self._at = at
        self.show_offer()

    @Slot()
    def show_offer(self) -> None:
        """Offer what is there; a client is not told of others."""
        self._beginning.offer(() if self._tools.client.on else self._begun, self._at)

    @Slot()
    def resume(self) -> None:
        """Go on with the check from before."""
        begun = self._taken()
        if begun is not None:
            self.keeping.take(begun)
            self._course.load(begun.profile, "", words="Fortgesetzt")

    @Slot()
    def drop(self) -> None:
        """Let go of the check from before, which can be taken back."""
        begun = self._taken()
        if begun is not None:
            self.keeping.drop(begun)
            words = f"Verworfen: {begun.profile.title or UNTITLED}"
            self._course.undo_offered.emit(words, partial(self.keeping.put_back, begun))

    @Slot(str)
    def tell_damaged(self, file: str) -> None:
        """Say that a check from before could not be read, and where it lies."""
        self.said.emit(f"Der angefangene Check ließ sich nicht lesen. Er liegt jetzt hier: {file}")

    def _taken(self) -> Begun | None:
        """Return the check that is offered, which is not offered any more; None where there is none."""
        begun = self._begun[self._at] if self._at < len(self._begun) else None
        self.offer(())
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
        if not self._settled():
            return
        last = self._course.last
        if last is None or not self._course.is_current:
            self.said.emit("Das Ergebnis ist noch nicht fertig")
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

        self._say("", report)
        self.print_paper(Paper(title=report.title, html=report.html, standing=report.standing))

    def _say(self, done: str, report: ReportView) -> None:
        warning = "" if self._with_sensitive else self._warning(report.title)
        told = ". ".join(part for part in (done, report.kept, warning) if part)
        if told:
            self.said.emit(told)
