"""The process that does an update, with real processes."""

import sys
from contextlib import suppress
from pathlib import Path

import pytest

from advisor_app.desktop import updates
from advisor_app.desktop.updates import UpdateProcess, WorkerDied
from advisor_app.errors import Offline
from advisor_app.updates.events import StepTold
from advisor_app.updates.model import Step
from tests.desktop.conftest import RESOURCES
from tests.desktop.update_plays import FOUND, RESULT, PlayDesk, step, told


@pytest.fixture
def desk(tmp_path):
    return PlayDesk(tmp_path, root=RESOURCES / "trust" / "root.json")


class Told:
    """Everything a process told, in order."""

    def __init__(self, process):
        self.events: list[object] = []
        for name in ("progressed", "found", "succeeded", "failed"):
            getattr(process, name).connect(self.events.append)
        process.cancelled.connect(lambda: self.events.append("cancelled"))


def heard_by_worker(folder):
    """Return the line that cancelled the worker, "" for the end of its input."""
    return (folder / "play.heard").read_text(encoding="utf-8")


@pytest.fixture
def process(qapp):
    process = UpdateProcess()
    yield process
    process.shut_down()


@pytest.fixture
def heard(process):
    return Told(process)


def test_steps_find_and_result_are_told_in_order(process, heard, desk, qtbot):
    desk.say(("line", "a library prints this"), step(Step.CONNECT), ("line", '{"event": "progress", "st'),
             told(FOUND), step(Step.DOWNLOAD, 5, 10), ("sleep", 0.05), told(RESULT))  # fmt: skip
    with qtbot.waitSignal(process.succeeded):
        process.start(desk.worker())
    assert heard.events[0] == StepTold(step=Step.CONNECT, done=0, total=None)
    assert heard.events[1] == FOUND
    assert heard.events[-1] == RESULT
    assert not process.is_running
    assert desk.asked() == ["update", "--events"]


def test_many_steps_at_once_are_told_once(process, heard, desk, qtbot):
    desk.say(*[step(Step.DOWNLOAD, number, 5000) for number in range(1, 5001)], told(RESULT))
    with qtbot.waitSignal(process.succeeded):
        process.start(desk.worker())
    steps = [event for event in heard.events if isinstance(event, StepTold)]
    assert steps[-1].done == 5000
    assert len(steps) < 2500


def test_a_fault_keeps_its_code_and_details(process, heard, desk, qtbot):
    desk.say(told(Offline(where="updates.example.org", reason="x")), ("exit", 3))
    with qtbot.waitSignal(process.failed):
        process.start(desk.worker())
    assert isinstance(heard.events[-1], Offline)
    assert heard.events[-1].details["where"] == "updates.example.org"


def test_cancelling_ends_the_process(process, heard, desk, qtbot, tmp_path):
    desk.say(step(Step.CONNECT), ("until_cancelled",))
    with qtbot.waitSignal(process.progressed):
        process.start(desk.worker())
    with qtbot.waitSignal(process.cancelled):
        process.cancel()
        process.cancel()
    assert heard.events[-1] == "cancelled"
    assert heard_by_worker(tmp_path) == "cancel\n"


def test_a_process_that_does_not_listen_is_ended(process, heard, desk, qtbot, monkeypatch):
    monkeypatch.setattr(updates, "PATIENCE_MS", 100)
    desk.say(step(Step.CONNECT), ("deaf", 30))
    with qtbot.waitSignal(process.progressed):
        process.start(desk.worker())
    with qtbot.waitSignal(process.cancelled, timeout=4000):
        process.cancel()


@pytest.mark.parametrize(
    ("play", "reason"),
    [
        ([("fault_text", "Traceback\nValueError: odd"), ("exit", 1)], "ValueError: odd"),
        ([("die",)], ""),
        ([("exit", 0)], ""),
    ],
    ids=["traceback", "killed", "silent"],
)
def test_a_process_that_dies_without_a_word_is_a_fault_and_in_the_log(
    process, heard, desk, qtbot, caplog, play, reason
):  # fmt: skip
    desk.say(step(Step.APPLY, 1, 2), *play)
    with qtbot.waitSignal(process.failed):
        process.start(desk.worker())
    assert isinstance(heard.events[-1], WorkerDied)
    assert heard.events[-1].details["reason"] == reason
    assert "ended without a word" in caplog.text
    assert reason in caplog.text


def test_a_program_that_is_not_there_is_a_fault(process, heard, qtbot, tmp_path, caplog):
    with qtbot.waitSignal(process.failed):
        process.start([str(tmp_path / "nothing-here")])
    assert isinstance(heard.events[-1], WorkerDied)
    assert "did not start" in caplog.text
    assert not process.is_running


def test_one_runs_at_a_time_and_the_next_may_follow(process, heard, desk, qtbot):
    desk.say(("sleep", 0.1), told(RESULT))
    with qtbot.waitSignal(process.succeeded):
        process.start(desk.worker())
        process.start([sys.executable, "-c", "raise SystemExit(9)"])
    desk.say(told(FOUND), told(RESULT))
    with qtbot.waitSignal(process.succeeded):
        process.start(desk.worker())
    assert heard.events == [RESULT, FOUND, RESULT]


def command_lines() -> list[str]:
    """Return the command lines of all processes; finished ones have none."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # gone meanwhile
            lines.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return lines


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="only Linux tells command lines so")
def test_shutting_down_leaves_no_process_behind(process, desk, qtbot, tmp_path):
    desk.say(step(Step.CONNECT), ("deaf", 30))
    with qtbot.waitSignal(process.progressed):
        process.start(desk.worker())
    assert [line for line in command_lines() if str(tmp_path) in line] != []
    process.shut_down()
    assert not process.is_running
    assert [line for line in command_lines() if str(tmp_path) in line] == []


def test_closing_the_window_changes_nobody_s_mind(process, desk, qtbot, tmp_path):
    desk.say(step(Step.CONNECT), ("until_cancelled",))
    with qtbot.waitSignal(process.progressed):
        process.start(desk.worker())
    process.shut_down()
    assert not process.is_running
    assert heard_by_worker(tmp_path) == ""
