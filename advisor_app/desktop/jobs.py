"""Work behind the window: the only module that touches threads.

A job is a plain callable. Its handle lives in the GUI thread and belongs to the runner; results come back as queued
signals. Starting a job with a `slot` name replaces the one before it: the newest search wins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from threading import Event
from time import monotonic

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot
from shiboken6 import isValid

from advisor_app.errors import Cancelled

_PROGRESS_SECONDS = 0.05


class Lane(StrEnum):
    """Where a job runs: `DATA` one after the other (database, index), `IO` several at once (network, files)."""

    DATA = "data"
    IO = "io"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `label_key` names the step."""

    done: int
    total: int
    label_key: str = ""


class JobContext:
    """What a running job may ask for: whether to stop, and to tell how far it is."""

    def __init__(self, handle: JobHandle) -> None:
        self._handle = handle
        self._told_at = 0.0

    def cancelled(self) -> bool:
        """Tell whether nobody waits for the result any more."""
        return self._handle.is_cancelled()

    def progress(self, progress: Progress) -> None:
        """Tell how far the job is; more than 20 reports a second are dropped, the last one never."""
        now = monotonic()
        if now - self._told_at >= _PROGRESS_SECONDS or progress.done >= progress.total:
            self._told_at = now
            self._handle.progressed.emit(progress)


Work = Callable[[JobContext], object]
# Jobs that did not end when they were asked to, and the pools they run in.
_LATE: list[QObject] = []


class JobHandle(QObject):
    """One job as the window sees it. Signals arrive in the GUI thread; after `cancel` none but `finished` comes."""

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    finished = Signal(QObject)
    _settled = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cancel = Event()
        self._settled.connect(self._settle)

    def cancel(self) -> None:
        """Ask the job to stop and drop its result."""
        self._cancel.set()

    def is_cancelled(self) -> bool:
        """Tell whether the job was cancelled (callable from any thread)."""
        return self._cancel.is_set()

    def execute(self, work: Work) -> None:
        """Run the work in the calling (worker) thread and send what comes out to the GUI thread."""
        if self.is_cancelled():
            self._settled.emit(None, Cancelled())
            return
        try:
            result = work(JobContext(self))
        except Exception as error:  # noqa: BLE001 - whatever a job raises belongs to on_failure, never to a thread's end
            self._settled.emit(None, error)
        else:
            self._settled.emit(result, None)

    @Slot(object, object)
    def _settle(self, result: object, error: object) -> None:
        if not self.is_cancelled():
            if error is None:
                self.succeeded.emit(result)
            elif not isinstance(error, Cancelled):
                self.failed.emit(error)
        self.finished.emit(self)


class JobRunner(QObject):
    """Starts jobs and owns their handles until they are finished.

    Signals: `busy_changed` (whether any job is under way), `ended` (a job is over, its result was taken).
    """

    busy_changed = Signal(bool)
    ended = Signal()

    def __init__(self, *, io_threads: int = 4, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools = {lane: QThreadPool(self) for lane in Lane}
        self._pools[Lane.DATA].setMaxThreadCount(1)
        self._pools[Lane.IO].setMaxThreadCount(io_threads)
        self._running: dict[JobHandle, str] = {}
        self._leaving: list[JobHandle] = []
        self._is_shut_down = False

    def start(
        self,
        work: Work,
        *,
        on_success: Callable[[object], None],
        on_failure: Callable[[object], None],
        lane: Lane = Lane.DATA,
        slot: str = "",
    ) -> JobHandle:
        """Start a job; after `shut_down` it is cancelled at once.

        Args:
            work: called with a `JobContext` in a worker thread; returns frozen values only.
            on_success: bound slot that gets the result in the GUI thread.
            on_failure: bound slot that gets the exception in the GUI thread.
            lane: where it runs.
            slot: name of the one place the result goes to; a job already under way for it is cancelled.
        """
        if slot:
            self.cancel(slot)
        handle = JobHandle(self)
        if self._is_shut_down:
            # A timer of a window that is about to go. Its pools wait for their jobs while they are destroyed, and with
            # Python held meanwhile no job could ever end.
            handle.cancel()
            return handle
        handle.succeeded.connect(on_success)
        handle.failed.connect(on_failure)
        handle.finished.connect(self._forget)
        self._running[handle] = slot
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        # Not a QRunnable: one that ends before `start` returns is never let go, and with it what the job was given.
        self._pools[lane].start(partial(handle.execute, work))
        return handle

    def waits_for(self, prefix: str) -> bool:
        """Tell whether a job is under way for a slot whose name begins so."""
        return any(name.startswith(prefix) for name in self._running.values())

    def cancel(self, slot: str) -> None:
        """Cancel the jobs under way for a slot."""
        for handle, name in self._running.items():
            if name == slot:
                handle.cancel()

    def is_busy(self) -> bool:
        """Tell whether a job is under way."""
        return bool(self._running)

    def shut_down(self, *, wait_ms: int = 5000) -> bool:
        """Cancel everything, start nothing any more, and wait; return whether all jobs ended in time."""
        self._is_shut_down = True
        for handle in self._running:
            handle.cancel()
        late = [pool for pool in self._pools.values() if not pool.waitForDone(wait_ms)]
        for left in (*late, *self._running) if late else ():
            # None of it may be destroyed before the jobs end, see above.
            left.setParent(None)
            _LATE.append(left)
        return not late

    @Slot(QObject)
    def _forget(self, handle: JobHandle) -> None:
        if self._running.pop(handle, None) is None:
            return
        handle.deleteLater()
        # Its thread may not have let go of it yet. Were that the last to do so while it is deleted here, both would.
        self._leaving = [*filter(isValid, self._leaving), handle]
        self.ended.emit()
        if not self._running:
            self.busy_changed.emit(False)
