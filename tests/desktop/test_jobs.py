"""Work behind the window."""

from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject, Slot

from advisor_app.desktop.jobs import JobHandle, JobRunner, Lane, Progress


class Receiver(QObject):
    """Keeps what arrives and in which thread."""

    def __init__(self):
        super().__init__()
        self.results = []
        self.failures = []
        self.progress = []
        self.in_gui = []

    @Slot(object)
    def take(self, result):
        self.results.append(result)
        self.in_gui.append(current_thread() is main_thread())

    @Slot(object)
    def fail(self, error):
        self.failures.append(error)

    @Slot(object)
    def note(self, progress):
        self.progress.append(progress)


@pytest.fixture
def runner(qapp):
    runner = JobRunner()
    yield runner
    assert runner.shut_down()


@pytest.fixture
def receiver(qapp):
    return Receiver()


def start(runner, receiver, work, **options):
    return runner.start(work, on_success=receiver.take, on_failure=receiver.fail, **options)


def test_results_arrive_in_the_gui_thread(qtbot, runner, receiver):
    start(runner, receiver, lambda _context: current_thread() is main_thread())
    qtbot.waitUntil(lambda: receiver.results == [False])
    assert receiver.in_gui == [True]


def test_exceptions_reach_on_failure(qtbot, runner, receiver):
    def work(_context):
        raise ValueError("x")

    start(runner, receiver, work)
    qtbot.waitUntil(lambda: len(receiver.failures) == 1)
    assert isinstance(receiver.failures[0], ValueError)
    assert receiver.results == []


def test_the_newest_of_a_slot_wins(qtbot, runner, receiver):
    gate = Event()

    def slow(_context):
        gate.wait(5)
        return "old"

    start(runner, receiver, slow, slot="search")
    for number in range(50):
        start(runner, receiver, lambda _context, number=number: number, slot="search")
    gate.set()
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert receiver.results == [49]


def test_slots_do_not_replace_each_other(qtbot, runner, receiver):
    for slot in ("search", "item", ""):
        start(runner, receiver, lambda _context, slot=slot: slot, slot=slot)
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert receiver.results == ["search", "item", ""]


def test_a_cancelled_job_can_stop_and_tells_nothing(qtbot, runner, receiver):
    running, seen = Event(), []

    def work(context):
        running.set()
        while not context.cancelled():
            pass
        seen.append(True)
        return "late"

    handle = start(runner, receiver, work)
    assert running.wait(5)
    handle.cancel()
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert seen == [True]
    assert receiver.results == receiver.failures == []


def test_progress_is_throttled_but_the_last_report_comes(qtbot, runner, receiver):
    connected = Event()

    def work(context):
        assert connected.wait(5)
        for done in range(1, 1001):
            context.progress(Progress(done, 1000))

    handle = start(runner, receiver, work, lane=Lane.IO)
    handle.progressed.connect(receiver.note)
    connected.set()
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert receiver.progress[-1] == Progress(1000, 1000)
    assert len(receiver.progress) < 50


def test_busy_is_told_in_pairs(qtbot, runner, receiver):
    told: list[bool] = []
    runner.busy_changed.connect(told.append)
    gate = Event()
    start(runner, receiver, lambda _context: gate.wait(5))
    start(runner, receiver, lambda _context: 1)
    gate.set()
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert told == [True, False]


def test_a_receiver_that_is_gone_gets_nothing(qtbot, runner):
    gate, gone = Event(), Receiver()
    runner.start(lambda _context: gate.wait(5), on_success=gone.take, on_failure=gone.fail)
    gone.deleteLater()
    qtbot.wait(20)
    gate.set()
    qtbot.waitUntil(lambda: not runner.is_busy())


def test_many_results_all_arrive(qtbot, runner, receiver):
    for number in range(500):
        start(runner, receiver, lambda _context, number=number: number, lane=Lane.IO)
    qtbot.waitUntil(lambda: len(receiver.results) == 500, timeout=10_000)
    assert sorted(receiver.results) == list(range(500))


def test_nothing_is_started_after_the_end(qtbot, runner, receiver):
    assert runner.shut_down()
    handle = start(runner, receiver, lambda _context: receiver.note("began"))
    assert handle.is_cancelled()
    assert not runner.is_busy()
    qtbot.wait(50)
    assert (receiver.progress, receiver.results) == ([], [])


def test_a_job_that_does_not_end_holds_nobody_up(qtbot, receiver):
    owner, began, go_on = QObject(), Event(), Event()
    runner = JobRunner(parent=owner)

    def work(_context):
        began.set()
        go_on.wait(20)

    start(runner, receiver, work)
    assert began.wait(5)
    assert not runner.shut_down(wait_ms=50)
    # Its pool would wait for it while Python is held, and so for ever.
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    go_on.set()
    qtbot.wait(50)
    assert (receiver.results, receiver.failures) == ([], [])


def test_handles_are_let_go_once_they_are_deleted(qtbot, runner, receiver):
    for number in range(200):
        start(runner, receiver, lambda _context, number=number: number)
        qtbot.waitUntil(lambda number=number: len(receiver.results) == number + 1)
    assert not runner.is_busy()
    assert len(runner.findChildren(JobHandle)) < 5
    assert len(runner._leaving) < 5
