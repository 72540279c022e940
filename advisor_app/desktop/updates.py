"""The process that does an update, as the window sees it. No widgets.

The work runs in a process of its own, so that nothing it does can hold the window up. It tells in lines what happens;
a line cancels it, the end of its input ends it without counting as a try, and killing it is harmless by design.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

from advisor_app.errors import AdvisorError, Cancelled
from advisor_app.updates.app_offer import AppFetched
from advisor_app.updates.events import StepTold, decode
from advisor_app.updates.model import Found, UpdateResult

_LOG = logging.getLogger(__name__)
# From the wish to cancel to the kill.
PATIENCE_MS = 3000
# Closing the window waits no longer than this for a worker that was told to stop.
_CLOSING_MS = 400
_BREATH_MS = 20
_MAX_LINE = 1_000_000
_ERRORS_KEPT = 4000


class WorkerDied(AdvisorError):
    """The update process ended without saying how. Details: `status` (exit status), `reason` (its last words)."""

    code = "internal"


class UpdateProcess(QObject):
    """One update process at a time.

    Signals: `progressed` (StepTold; the newest of those that came together), `found` (Found), then one of `succeeded`
    (UpdateResult), `fetched` (AppFetched), `failed` (AdvisorError) and `cancelled`.
    """

    progressed = Signal(object)
    found = Signal(object)
    succeeded = Signal(object)
    fetched = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._command: tuple[str, ...] = ()
        self._rest = b""
        self._errors = b""
        self._end: UpdateResult | AppFetched | AdvisorError | None = None
        self._stopping = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.kill)

    @property
    def is_running(self) -> bool:
        """Tell whether an update is under way."""
        return self._process is not None

    def start(self, command: Sequence[str]) -> None:
        """Start a process; nothing happens while another one runs.

        Args:
            command: the program and its arguments.
        """
        if self._process is not None:
            return
        self._rest, self._errors, self._end, self._stopping = b"", b"", None, False
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        # Every line is told when it happens.
        environment.insert("PYTHONUNBUFFERED", "1")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self.read_lines)
        process.readyReadStandardError.connect(self.read_errors)
        process.finished.connect(self.settle)
        process.errorOccurred.connect(self.settle_unstarted)
        self._process = process
        self._command = tuple(command)
        # Starting a process takes some milliseconds: they are not added to those of whoever asks and repaints.
        QTimer.singleShot(_BREATH_MS, process, self.launch)

    @Slot()
    def launch(self) -> None:
        """Start the process that was asked for, unless it was cancelled meanwhile."""
        if self._process is not None and self._process.state() is QProcess.ProcessState.NotRunning:
            self._process.start(self._command[0], list(self._command[1:]))

    def cancel(self) -> None:
        """Ask the process to stop, and end it if it does not."""
        if self._process is None or self._stopping:
            return
        if self._process.state() is QProcess.ProcessState.NotRunning:
            self._forget()
            self.cancelled.emit()
            return
        self._stopping = True
        self._process.write(QByteArray(b"cancel\n"))
        self._process.closeWriteChannel()
        self._patience.start(PATIENCE_MS)

    def shut_down(self) -> None:
        """End the process now; the window is about to go."""
        process = self._process
        if process is None:
            return
        self._stopping = True
        # No `cancel`: nobody changed their mind, the next start takes the update up again.
        process.closeWriteChannel()
        if not process.waitForFinished(_CLOSING_MS):
            process.kill()
            process.waitForFinished(_CLOSING_MS)

    @Slot()
    def kill(self) -> None:
        """End a process that did not stop when it was asked to."""
        if self._process is not None:
            self._process.kill()

    @Slot()
    def read_lines(self) -> None:
        """Read what the process told; of steps that came together only the newest is passed on."""
        if self._process is None:
            return
        *lines, self._rest = (self._rest + self._process.readAllStandardOutput().data()).split(b"\n")
        if len(self._rest) > _MAX_LINE:
            self._rest = b""
        newest: StepTold | None = None
        for line in lines:
            event = decode(line.decode("utf-8", "replace"))
            if isinstance(event, StepTold):
                newest = event
            elif isinstance(event, Found):
                if newest is not None:
                    self.progressed.emit(newest)
                    newest = None
                self.found.emit(event)
            elif event is not None:
                self._end = event
        if newest is not None:
            self.progressed.emit(newest)

    @Slot()
    def read_errors(self) -> None:
        """Keep the end of what the process complained about."""
        if self._process is not None:
            self._errors = (self._errors + self._process.readAllStandardError().data())[-_ERRORS_KEPT:]

    @Slot(QProcess.ProcessError)
    def settle_unstarted(self, error: QProcess.ProcessError) -> None:
        """Tell that the process could not even be started; all other ends come through `settle`."""
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            reason = self._process.errorString()
            self._forget()
            _LOG.warning("the update process did not start: %s", reason)
            self.failed.emit(WorkerDied(status=-1, reason=reason))

    @Slot()
    def settle(self) -> None:
        """Tell how the process ended."""
        process = self._process
        if process is None:
            return
        self.read_lines()
        self.read_errors()
        status, words = process.exitCode(), self._errors.decode("utf-8", "replace").strip()
        killed = process.exitStatus() is QProcess.ExitStatus.CrashExit
        self._forget()
        end = self._end
        if isinstance(end, UpdateResult):
            self.succeeded.emit(end)
        elif isinstance(end, AppFetched):
            self.fetched.emit(end)
        elif isinstance(end, Cancelled) or (self._stopping and end is None):
            self.cancelled.emit()
        elif isinstance(end, AdvisorError):
            self.failed.emit(end)
        else:
            _LOG.warning("the update process ended without a word (%s %s): %s",
                         "signal" if killed else "status", status, words)  # fmt: skip
            self.failed.emit(WorkerDied(status=status, reason=words.splitlines()[-1] if words else ""))

    def _forget(self) -> None:
        self._patience.stop()
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
