"""Receiving knowledge, as the window does it: when an update runs, how it stands, how it ended. No widgets.

Between the desk (what is known, which may take a file access and is therefore asked in a worker), the process that does
the work, the clock of the scheduled check, and whoever shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from advisor_app.desktop.clock import Clock, local_time
from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.desktop.presenters.update_steps import Job, Run
from advisor_app.desktop.presenters.updates import Ending
from advisor_app.desktop.updates import UpdateProcess
from advisor_app.errors import AdvisorError, EndpointMissing
from advisor_app.updates.app_offer import AppFetched
from advisor_app.updates.events import StepTold
from advisor_app.updates.model import Earlier, Found, Outcome, Step, UpdateResult, UpdateStatus

if TYPE_CHECKING:
    from pathlib import Path

    from advisor_app.desktop.network import NetworkState
    from advisor_app.updates.desk import UpdateDesk

__all__ = ["AppEnding", "Known", "Pace", "Receiving", "WentBack", "local_time"]
# A laptop may sleep through its check, a metered network may end: looked at again after this at the latest.
_LONGEST_MS = 15 * 60 * 1000
_SHORTEST_MS = 1000
# Between two checks that nobody asked for, whatever the state on disk says: it may be impossible to write it.
_PAUSE_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the desk knows: its status, the states one can go back to, and up to where the changes were read."""

    status: UpdateStatus
    earlier: tuple[Earlier, ...]
    read_up_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBack:
    """Which state is shown now, and the name of the one that was left ("" if that is gone)."""

    shown: Earlier
    left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppEnding:
    """How fetching a newer version of the program ended: with its file, a fault, or (neither) because of a cancel."""

    file: str = ""
    fault: AdvisorError | None = None


class Pace:
    """How fast data comes, to tell how long it still takes: the mean of the last seconds."""

    _WINDOW_S = 5.0

    def __init__(self) -> None:
        self._seen: list[tuple[float, int]] = []

    def seconds_left(self, done: int, total: int, at: float) -> float:
        """Return the seconds until all is there; 0 while nobody can tell.

        Args:
            done: octets that are there.
            total: octets in all.
            at: a clock that never goes back, in seconds.
        """
        self._seen = [(time, octets) for time, octets in self._seen if at - time <= self._WINDOW_S]
        self._seen.append((at, done))
        time, octets = self._seen[0]
        if at - time < 1.0 or done <= octets:
            return 0.0
        return (total - done) * (at - time) / (done - octets)


class Receiving(QObject):
    """Updates of one window.

    Args:
        desk: what is known about updates, and how to start one.
        runner: runs what may touch the disk.
        settings_file: where the user's own settings are, read again when they changed.
        clock: the time now, aware, in the user's zone.

    `shown_version` is the version that the window shows, as it is written; `may_write` is False where nothing can be
    kept: then nothing is fetched unasked either.

    `app_ending` is how the last download of a newer version of the program ended.

    Signals: `changed` (run, ending or what is known is another one now), `renewed` (an update changed the knowledge on
    disk, or another state became the current one), `went_back` (WentBack), `failed` (exception of a job).
    """

    changed = Signal()
    renewed = Signal()
    went_back = Signal(object)
    failed = Signal(object)

    def __init__(
        self, *, desk: UpdateDesk, runner: JobRunner, settings_file: Path, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.clock = clock
        self.known = Known(status=UpdateStatus(endpoint=desk.policy.endpoint), earlier=(), read_up_to=0)
        self.run: Run | None = None
        self.ending: Ending | None = None
        self.app_ending: AppEnding | None = None
        self.shown_version = ""
        self.may_write = True
        self._runner = runner
        self._settings_file = settings_file
        self._pace = Pace()
        self._checked_at = float("-inf")
        self._network: NetworkState | None = None
        self._process = UpdateProcess(self)
        self._process.progressed.connect(self.note_step)
        self._process.found.connect(self.note_found)
        self._process.succeeded.connect(self.note_result)
        self._process.fetched.connect(self.note_fetched)
        self._process.failed.connect(self.note_fault)
        self._process.cancelled.connect(self.note_cancelled)
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        self._alarm.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._alarm.timeout.connect(self.look)

    # What is known

    @Slot()
    def look(self) -> None:
        """Ask the desk what is known; a check that is due follows from the answer."""
        desk, now = self.desk, self.clock()

        def work(_context: JobContext) -> object:
            return Known(status=desk.status(now), earlier=desk.earlier(), read_up_to=desk.read_up_to)

        self._runner.start(work, on_success=self.take_known, on_failure=self.tell_failure, lane=Lane.IO, slot="updates")

    @Slot(object)
    def take_known(self, known: object) -> None:
        """Take over what the desk knows and set the alarm for the next check."""
        if isinstance(known, Known):
            self.known = known
            self._set_alarm()
            self.changed.emit()

    def use_network(self, network: NetworkState) -> None:
        """Let scheduled checks wait for a network that is there and does not cost."""
        self._network = network
        network.changed.connect(self.look)

    def reload_policy(self) -> None:
        """Take over settings that were changed; a policy that cannot be followed leaves them as they are."""
        try:
            self.desk.policy = self.desk.policy.read_again(self._settings_file)
        except AdvisorError as fault:
            self.failed.emit(fault)
        self.look()

    def _set_alarm(self) -> None:
        due = self.known.status.next_check
        if not due or self.run is not None:
            self._alarm.stop()
            return
        pause = self._checked_at + _PAUSE_S - monotonic()
        wait = max((datetime.fromisoformat(due) - self.clock()).total_seconds(), pause) * 1000
        if wait <= 0 and self._may_check():
            self.start(Job(scheduled=True))
            return
        self._alarm.start(int(min(max(wait, _SHORTEST_MS), _LONGEST_MS)) if wait > 0 else _LONGEST_MS)

    def _may_check(self) -> bool:
        network = self._network
        if not self.may_write:
            return False
        return network is None or not (network.is_offline() or (network.is_metered() and not self.desk.policy.metered))

    # Doing

    def start(self, job: Job) -> None:
        """Start an update; a second one while one runs is refused."""
        if self.run is not None:
            return
        if not job.source and not self.desk.policy.endpoint:
            self._end(Ending(job=job, fault=EndpointMissing()))
            return
        self._alarm.stop()
        self._pace = Pace()
        self.run = Run(job=job)
        if job.scheduled:
            self._checked_at = monotonic()
        elif job.app:
            self.app_ending = None
        else:
            self.ending = None
        self._process.start(
            self.desk.worker(
                source=job.source,
                scheduled=job.scheduled,
                accept_expired=job.accept_expired,
                repair=job.repair,
                app=job.app,
            )
        )
        self.changed.emit()

    @Slot()
    def cancel(self) -> None:
        """Cancel the update under way."""
        if self.run is not None:
            self.run = replace(self.run, cancelling=True)
            self._process.cancel()
            self.changed.emit()

    def dismiss(self) -> None:
        """Forget how the last update ended."""
        self.ending = None
        self.changed.emit()

    def go_back(self, name: str) -> None:
        """Make an earlier state the current one."""
        desk = self.desk

        def work(_context: JobContext) -> object:
            before = {state.name for state in desk.earlier()}
            shown = desk.go_back(name)
            left = next((state.name for state in desk.earlier() if state.name not in before), "")
            return WentBack(shown=shown, left=left)

        self._runner.start(work, on_success=self.take_back, on_failure=self.tell_failure, slot="back")

    @Slot(object)
    def take_back(self, back: object) -> None:
        """Tell that another state is the current one."""
        self.ending = None
        self.look()
        self.went_back.emit(back)
        self.renewed.emit()

    def mark_read(self, version: int) -> None:
        """Remember that the changes up to a version were read; 0 takes that back."""
        desk = self.desk

        def work(_context: JobContext) -> object:
            desk.mark_read(version)
            return None

        self.known = replace(self.known, read_up_to=version)
        # In the lane of the feed, which reads what is written here: one after the other.
        self._runner.start(work, on_success=self.ignore, on_failure=self.tell_failure, lane=Lane.DATA, slot="read")
        self.changed.emit()

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)

    @Slot(object)
    def ignore(self, _result: object) -> None:
        """Take a result that says nothing."""

    def shut_down(self) -> None:
        """End the process: the window is about to go."""
        self._alarm.stop()
        self._process.shut_down()

    # What the process tells

    @Slot(object)
    def note_step(self, told: StepTold) -> None:
        """Take over how far the update is."""
        if self.run is None:
            return
        left = 0.0
        if told.step is Step.DOWNLOAD and told.total:
            left = self._pace.seconds_left(told.done, told.total, monotonic())
        self.run = replace(self.run, told=told, seconds_left=left)
        self.changed.emit()

    @Slot(object)
    def note_found(self, found: Found) -> None:
        """Take over where the update leads."""
        if self.run is not None:
            self.run = replace(self.run, found=found)
            self.changed.emit()

    @Slot(object)
    def note_result(self, result: UpdateResult) -> None:
        """Tell how the update ended, and that there is other knowledge on disk if there is."""
        if self.run is None:
            return
        self._end(Ending(job=self.run.job, found=self.run.found, result=result))
        # Nothing new on the server may still be new here: another window has received it.
        if result.outcome is not Outcome.CURRENT or (result.after and str(result.after) != self.shown_version):
            self.renewed.emit()

    @Slot(object)
    def note_fetched(self, fetched: AppFetched) -> None:
        """Tell where a newer version of the program lies now."""
        if self.run is not None:
            self._end_app(AppEnding(file=fetched.file))

    @Slot(object)
    def note_fault(self, fault: AdvisorError) -> None:
        """Tell the fault the update ended with."""
        if self.run is not None:
            self._end(Ending(job=self.run.job, found=self.run.found, fault=fault))

    @Slot()
    def note_cancelled(self) -> None:
        """Tell that the update was cancelled."""
        if self.run is not None:
            self._end(Ending(job=self.run.job, found=self.run.found))

    def _end(self, ending: Ending) -> None:
        """Remember how an update ended; of one that nobody asked for only news are told aloud."""
        if ending.job.app:
            self._end_app(AppEnding(fault=ending.fault))
            return
        self.run = None
        quiet = ending.job.scheduled and (ending.result is None or ending.result.outcome is Outcome.CURRENT)
        if not quiet:
            self.ending = ending
        self.changed.emit()
        self.look()

    def _end_app(self, ending: AppEnding) -> None:
        self.run = None
        self.app_ending = ending
        self.changed.emit()
        self.look()
