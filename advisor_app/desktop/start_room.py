"""What the window does about its start: says what is unusual, hears of further starts, reads what they hand over.

Made after the first paint: nothing of it is needed before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QProcess, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from advisor_app.desktop.front import bring_to_front
from advisor_app.desktop.instance import addresses
from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.desktop.keeper import Opened
from advisor_app.desktop.presenters import notice as words
from advisor_app.desktop.presenters.notice import Deed, Notice
from advisor_app.desktop.request import Request
from advisor_app.desktop.storage import NotKept, find_trouble
from advisor_app.errors import AdvisorError, Busy
from advisor_app.search.library import Origin

if TYPE_CHECKING:
    from advisor_app.desktop.main_window import MainWindow
    from advisor_app.desktop.safe_mode import PutAside
    from advisor_app.desktop.start import Start

_LOG = logging.getLogger(__name__)
# Whether anything can be kept is tried once the first answer has been read.
_PROBE_MS = 1500


class StartRoom(QObject):
    """The window's side of its start.

    Args:
        window: what it tells it in.
        runner: tries the disk.
        start: what is known about the start.
    """

    def __init__(self, *, window: MainWindow, runner: JobRunner, start: Start) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._start = start
        self._trouble = start.trouble
        self._sources = [start.source] if start.source else []
        self._notices: dict[str, Notice] = {}
        self._shown = ""
        self._undo: PutAside | None = None
        if start.safe:
            self._notices["safe"] = words.SAFE_MODE
        if window.messages.watch_for_crashes(start.usual.data_dir):
            self._notices["crash"] = words.CRASHED
        window.messages.find_help = self._find_help
        window.messages.restart_wanted.connect(self.restart)
        window.standing.notice_answered.connect(self.do)
        window.keeper.opened.connect(self.take_library)
        window.keeper.failed.connect(self.note_fault)
        window.updates_taken.connect(self.take_updates)
        window.installEventFilter(self)
        self._listen()
        self._tell_trouble()
        if start.safe:
            self._read_sources()

    # Further starts

    def _listen(self) -> None:
        if self._start.lock is None:
            return
        # Qt's network library is not needed before the first paint.
        from advisor_app.desktop.doorbell import Doorbell  # noqa: PLC0415

        bell = self._start.doorbell
        if bell is None:
            bell = self._start.doorbell = Doorbell()
            if not bell.listen(addresses(self._start.lock.folder)):
                _LOG.warning("further starts cannot reach this window")
        bell.setParent(self)
        bell.rung.connect(self.take_request)

    @Slot(object)
    def take_request(self, request: Request) -> None:
        """Come to the front, and read what a further start hands over."""
        bring_to_front(self._window, request.token)
        if request.source:
            self._sources.append(request.source)
            self._read_sources()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of no more starts once the window closes: who comes now waits and is the next window."""
        if event.type() is QEvent.Type.Close and watched is self._window and self._start.doorbell is not None:
            self._start.doorbell.close()
        return super().eventFilter(watched, event)

    # Files that were handed over

    @Slot()
    def take_updates(self) -> None:
        """Read what was handed over, now that knowledge can be received."""
        updates = self._window.updates
        if updates is not None:
            updates.receiving.may_write = self._trouble is None
            updates.receiving.changed.connect(self.read_next)
            self._read_sources()

    @Slot()
    def read_next(self) -> None:
        """Go on with the next file once nothing is being read any more."""
        if self._sources:
            self._read_sources()

    def _read_sources(self) -> None:
        updates = self._window.updates
        while self._sources:
            source = Path(self._sources[0])
            if updates is None and not self._start.safe:
                return
            if updates is None or not source.exists():
                self._sources.pop(0)
                self._notices["file"] = words.present_missing(source, safe=self._start.safe)
                self._tell()
            elif updates.receiving.run is None:
                self._notices.pop("file", None)
                updates.read_source(self._sources.pop(0))
            else:
                return

    # What was opened

    @Slot(object)
    def take_library(self, opened: object) -> None:
        """Note that the start came to its end, and tell if other knowledge is shown than would have come first."""
        if not isinstance(opened, Opened):
            return
        self._settle()
        fault = opened.library.instead_of
        self._notices.pop("instead", None)
        if fault is not None:
            _LOG.warning("knowledge was passed over: %s %s", fault.code, fault.details)
            self._notices["instead"] = words.present_instead(
                fault,
                brought=opened.library.origin is Origin.BROUGHT,
                as_of=opened.status.as_of,
                updates=self._window.updates is not None or not self._start.safe,
            )
        self._tell()

    @Slot(object)
    def note_fault(self, _error: object) -> None:
        """Note that the start came to its end, if not to the one that was wished for."""
        self._settle()

    def _settle(self) -> None:
        if self._start.lock is not None:
            self._start.lock.settle()
        if self._trouble is None and not self._start.safe:
            QTimer.singleShot(_PROBE_MS, self, self.try_to_write)

    # Whether anything is kept

    @Slot()
    def try_to_write(self) -> None:
        """Try whether settings could be kept."""
        usual = self._start.usual

        def work(_context: JobContext) -> object:
            return find_trouble(usual.data_dir, usual.settings_file)

        self._runner.start(
            work, on_success=self.take_trouble, on_failure=self.show_failure, lane=Lane.IO, slot="storage"
        )

    @Slot(object)
    def take_trouble(self, trouble: object) -> None:
        """Tell whether anything is kept."""
        self._trouble = trouble if isinstance(trouble, NotKept) else None
        if self._window.updates is not None:
            self._window.updates.receiving.may_write = self._trouble is None
        self._tell_trouble()

    def _tell_trouble(self) -> None:
        self._notices.pop("trouble", None)
        if self._trouble is not None:
            _LOG.warning("nothing is kept: %s %s %s", self._trouble.trouble, self._trouble.path, self._trouble.reason)
            self._notices["trouble"] = words.present_trouble(self._trouble)
        self._tell()

    # Notices

    def _tell(self) -> None:
        """Show the notice that matters most: what was just asked for, then what explains the rest."""
        names = ("other", "file", "safe", "crash", "trouble", "instead")
        self._shown = next((name for name in names if name in self._notices), "")
        self._window.standing.show_notice(self._notices.get(self._shown))

    @Slot(object)
    def do(self, deed: Deed) -> None:
        """Do what a link of the notice says."""
        deeds: dict[Deed, Callable[[], None]] = {
            Deed.UNDERSTOOD: self._dismiss,
            Deed.RETRY: self._retry,
            Deed.REPAIR: self._repair,
            Deed.RESTART: self.restart,
            Deed.RESET: self._reset,
            Deed.ASIDE: self._set_knowledge_aside,
            Deed.LOG: self._open_log,
            Deed.REPORT: self._show_report,
        }
        deeds[deed]()

    def _dismiss(self) -> None:
        self._notices.pop(self._shown, None)
        self._tell()

    def _retry(self) -> None:
        if self._shown == "trouble":
            self.try_to_write()
        else:
            self._window.keeper.open()

    def _repair(self) -> None:
        if self._window.updates is not None:
            self._window.show_freshness()
            self._window.updates.repair()

    # The safe mode

    def _show_report(self) -> None:
        self._window.messages.show_last_crash()
        self._dismiss()

    def _find_help(self) -> str:
        house = self._start.usual.house()
        return house.help if house is not None else ""

    @Slot()
    def restart(self) -> None:
        """Start the program anew with the usual settings, and close this window."""
        usual = self._start.usual
        program, *arguments = usual.command
        if usual.passing:
            # A folder that goes with this window is found anew.
            arguments = arguments[:-2]
        if self._start.doorbell is not None:
            # Or the new start would hand over to the window that goes.
            self._start.doorbell.close()
        if QProcess.startDetached(program, arguments)[0]:
            self._window.close()

    def _reset(self) -> None:
        self._put_aside(
            self._start.usual.settings_file,
            "Es gibt keine eigenen Einstellungen",
            "Die bisherigen Einstellungen: {name}",
        )

    def _set_knowledge_aside(self) -> None:
        store = self._start.usual.own_store().root
        self._put_aside(store, "Es gibt keine empfangenen Inhalte", "Die empfangenen Inhalte liegen in {name}")

    def _put_aside(self, place: Path, nothing: str, done: str) -> None:
        from advisor_app.desktop.safe_mode import put_aside  # noqa: PLC0415 (hardly ever needed)

        def work() -> None:
            self._undo = put_aside(place, self._start.usual.data_dir, datetime.now().astimezone())
            said = nothing if self._undo is None else done.format(name=self._undo.kept.name)
            self._window.toast.say(said, self.undo if self._undo is not None else None)

        self._try(work)

    @Slot()
    def undo(self) -> None:
        """Put back what was put aside."""
        from advisor_app.desktop.safe_mode import put_back  # noqa: PLC0415 (as above)

        def work() -> None:
            if self._undo is not None:
                put_back(self._undo, self._start.usual.data_dir, datetime.now().astimezone())
                self._undo = None
                self._window.toast.say("Alles ist wieder an seinem Platz")

        self._try(work)

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Busy:
            self._notices["other"] = words.OTHER_WINDOW
            self._tell()
        except AdvisorError as fault:
            self._window.show_failure(fault)

    def _open_log(self) -> None:
        log = self._start.usual.log_file
        if not log.is_file():
            self._window.toast.say("Es gibt noch kein Protokoll")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(log))):
            self._window.toast.say(str(log))

    @Slot(object)
    def show_failure(self, error: object) -> None:
        """Show the fault of a job."""
        self._window.show_failure(error)
