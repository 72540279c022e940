"""What the window does about newer versions of the program: tells of one, has it fetched, hands it over. No widgets.

Nothing is installed from here. The file is verified once more in the moment it is handed over: to the setup program on
Windows, to the system's own installer on Debian, to the user's hands where the program is portable.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.desktop.presenters.app_offer import (
    AppCardView,
    AppDeed,
    AppSituation,
    fetch_progress,
    is_needed,
    pill_words,
    present_offer,
)
from advisor_app.desktop.presenters.update_steps import Job, Run
from advisor_app.desktop.presenters.updates import Ending
from advisor_app.desktop.receiving import Receiving
from advisor_app.desktop.settings import WindowSettings
from advisor_app.errors import AppTooOld, ContentMismatch
from advisor_app.installation import Package
from advisor_app.updates.app_offer import AppOffer


def start_setup(file: Path) -> bool:
    """Start a setup program apart from this one; return whether it runs."""
    return QProcess.startDetached(str(file), [])[0] or open_file(file)


def open_file(place: Path) -> bool:
    """Let the system open a file or folder; return whether it knows how to."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))


class AppRoom(QObject):
    """Newer versions of the program, as one window deals with them.

    Args:
        receiving: knows what is offered, and has it fetched.
        runner: verifies the file.
        settings: remembers what was put off.
        start: starts a setup program.

    `as_of` is the day of the knowledge that is shown, as it is written.

    Signals: `changed` (card or pill are other ones now), `said` (a short message), `close_wanted` (a setup program has
    taken over), `failed` (exception).
    """

    changed = Signal()
    said = Signal(str)
    close_wanted = Signal()
    failed = Signal(object)

    def __init__(
        self, *, receiving: Receiving, runner: JobRunner, settings: WindowSettings,
        start: Callable[[Path], bool] = start_setup, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.start = start
        self.as_of = ""
        self._receiving = receiving
        self._runner = runner
        self._settings = settings
        self._looked_for: AppOffer | None = None
        self._file = ""
        self._altered: ContentMismatch | None = None
        # How the offer is fetched, and the update that said so.
        self._job = Job(app=True)
        self._seen_ending: Ending | None = None
        self._told = AppSituation()
        receiving.changed.connect(self.refresh)

    # Showing

    @property
    def offer(self) -> AppOffer | None:
        """Return the newer version there is, None without one."""
        return self._receiving.known.status.app

    def situation(self) -> AppSituation:
        """Return all that card and pill are made of."""
        receiving, offer = self._receiving, self.offer
        run, ending = receiving.run, receiving.app_ending
        return AppSituation(
            offer=offer,
            run=run if run is not None and run.job.app else None,
            busy=run is not None and not run.job.app,
            file=self._file,
            fault=self._altered or (ending.fault if ending is not None else None),
            later=offer is not None and self._settings.app_later == offer.version,
            needed=is_needed(receiving.ending, receiving.known.status),
            as_of=self.as_of,
        )

    def view(self) -> AppCardView | None:
        """Return the card, None for nothing."""
        return present_offer(self.situation())

    def pill(self) -> str:
        """Return what stands beside the search field, "" for nothing."""
        return pill_words(self.situation())

    def progress(self, run: Run) -> tuple[str, float]:
        """Return a download under way in one line, for the foot of the window, and as a fraction."""
        fraction, words = fetch_progress(run)
        version = f" {self.offer.version}" if self.offer is not None else ""
        return f"Version{version} des Programms: {words}", fraction

    @Slot()
    def refresh(self) -> None:
        """Take over what is known now; a version that was fetched before is looked for once."""
        self._note_source()
        ending = self._receiving.app_ending
        if self.offer != self._looked_for:
            self._looked_for, self._file, self._altered = self.offer, "", None
            if ending is not None and ending.file:
                # It may be that of the version before; whether it is this one's is looked up.
                self._receiving.app_ending = None
            if self.offer is not None:
                self._verify(self.take_file)
        elif ending is not None and ending.file:
            self._file = ending.file
        elif ending is not None and ending.fault is not None:
            # What failed from a stick is tried from the server next.
            self._job = Job(app=True)
        self._tell()

    def _note_source(self) -> None:
        """Remember where the offer came from: a stick that tells of a version may bring it as well."""
        ending = self._receiving.ending
        if ending is None or ending is self._seen_ending:
            return
        self._seen_ending = ending
        told = ending.result is not None and ending.result.app is not None
        if told or isinstance(ending.fault, AppTooOld):
            self._job = Job(app=True, source=ending.job.source, accept_expired=ending.job.accept_expired)

    def _tell(self) -> None:
        """Tell that card or pill are other ones now, if they are."""
        situation = self.situation()
        if situation != self._told:
            self._told = situation
            self.changed.emit()

    def _verify(self, then: Callable[[object], None]) -> None:
        """Read the file that was fetched, if it is there and still what was signed, and go on with its path."""
        desk = self._receiving.desk

        def work(_context: JobContext) -> object:
            return desk.app_file()

        self._runner.start(work, on_success=then, on_failure=self.tell_failure, lane=Lane.IO, slot="app")

    @Slot(object)
    def take_file(self, file: object) -> None:
        """Take over that the version is there already."""
        if isinstance(file, Path):
            self._file = str(file)
            self._tell()

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)

    # Doing

    def do(self, deed: AppDeed) -> None:
        """Do what a button says."""
        deeds: dict[AppDeed, Callable[[], None]] = {
            AppDeed.FETCH: self._fetch,
            AppDeed.CANCEL: self._receiving.cancel,
            AppDeed.INSTALL: self._install,
            AppDeed.FOLDER: self._open_folder,
            AppDeed.COPY: self._copy_command,
            AppDeed.LATER: self._put_off,
            AppDeed.SHOW: self._take_up,
        }
        deeds[deed]()

    def _fetch(self) -> None:
        self._file, self._altered = "", None
        self._receiving.start(self._job)

    def _install(self) -> None:
        self._verify(self.hand_over)

    @Slot(object)
    def hand_over(self, file: object) -> None:
        """Give a file that was verified just now to whoever installs it; one that was altered is not touched."""
        offer = self.offer
        if not isinstance(file, Path) or offer is None:
            self._altered = ContentMismatch(where=self._file, reason="the file is gone or was altered")
            self._file, self._receiving.app_ending = "", None
            self._tell()
        elif offer.package is Package.SETUP:
            if self.start(file):
                self.close_wanted.emit()
            else:
                self.said.emit("Das Installationsprogramm startet nicht; im Ordner lässt es sich selbst öffnen")
        elif not open_file(file):
            self.said.emit("Kein Programm dafür gefunden; der Befehl im Terminal hilft")

    def _open_folder(self) -> None:
        if not open_file(Path(self._file).parent):
            self.said.emit(str(Path(self._file).parent))

    def _copy_command(self) -> None:
        view = self.view()
        if view is not None:
            QGuiApplication.clipboard().setText(view.command)
            self.said.emit("Der Befehl liegt in der Zwischenablage")

    def _put_off(self) -> None:
        if self.offer is not None:
            self._remember(self.offer.version)
            # Who puts it off has read what went wrong.
            self._receiving.app_ending, self._altered = None, None
            self._tell()

    def _take_up(self) -> None:
        self._remember("")
        self._tell()

    def _remember(self, version: str) -> None:
        self._settings.app_later = version
        self._settings.save()
