"""Updates never hold the window up, and find room in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import thread_time

import pytest
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.presenters.update_steps import Job
from advisor_app.desktop.receiving import Pace
from advisor_app.updates.events import StepTold
from advisor_app.updates.model import Step
from tests.desktop.update_plays import FOUND, step, told
from tests.desktop.updates.acts import DOWNLOAD, page_of, rest, until_ended


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("size", [(1024, 640), (1366, 768)])
def test_the_page_finds_room(updating, desk, qtbot, zoom, size):
    window = updating.window
    window.look.choose_zoom(zoom)
    window.resize(*size)
    desk.say(step(Step.CONNECT), told(FOUND), DOWNLOAD, ("until_cancelled",))
    window.updates.check()
    page = page_of(updating)
    qtbot.waitUntil(lambda: len(page.state.view.steps) == 4)
    for tab in ("state", "changes", "contents"):
        page.show_tab(tab)
        qtbot.wait(5)
        assert window.minimumSizeHint().width() <= 1024
        assert window.minimumSizeHint().height() <= 640
        assert (window.width(), window.height()) == size
    window.updates.receiving.cancel()
    until_ended(qtbot, updating)


def test_the_pace_tells_the_seconds_left():
    pace = Pace()
    assert pace.seconds_left(0, 1000, 0.0) == 0.0
    assert pace.seconds_left(100, 1000, 2.0) == pytest.approx(18.0)
    assert pace.seconds_left(100, 1000, 30.0) == 0.0


def test_no_step_of_an_update_holds_the_window_up(updating, desk, qtbot):
    page_of(updating)
    # How long a page takes that is shown for the first time is another question.
    rest(qtbot, updating)
    receiving = updating.window.updates.receiving
    steps = [FOUND, *(StepTold(step=name, done=done, total=100) for name in Step for done in range(0, 100, 5))]

    def play() -> Iterator[float]:
        desk.say(("until_cancelled",))
        receiving.start(Job(source="x"))
        yield longest_turn()
        for event in steps:
            yield longest_turn(receiving.note_found if event is FOUND else receiving.note_step, event)
        receiving.cancel()
        until_ended(qtbot, updating)
        rest(qtbot, updating)

    # All else that a machine does can only add to it, also to the time of one thread: the quietest of three counts.
    plays = [list(play()) for _ in range(3)]
    slowest = max(map(min, zip(*plays, strict=True)))
    assert slowest < 0.016, f"{slowest * 1000:.1f} ms"


def longest_turn(note: Callable[..., None] = lambda: None, *told: object) -> float:
    """Tell the window something; return the longest time for which it then took no key, in seconds.

    That is the time this thread was at work: what other programs on the machine do is not the window's fault. What is
    laid out has the next layer laid out in the next turn, so there are several.
    """
    turns = []
    for number in range(6):
        begin = thread_time()
        if not number:
            note(*told)
        QApplication.processEvents()
        turns.append(thread_time() - begin)
    return max(turns)


def test_what_is_under_way_is_said_without_laying_the_window_out(updating, desk, qtbot):
    line = updating.window.status_line
    desk.say(step(Step.CONNECT), told(FOUND), DOWNLOAD, ("until_cancelled",))
    updating.window.updates.check()
    qtbot.waitUntil(lambda: "geladen" in line.progress_text)
    label = line._progress_text
    width = label.width()
    assert width >= label.fontMetrics().horizontalAdvance(label.text())
    line.show_progress(("Kurz", 0.5))
    assert (label.text(), label.width()) == ("Kurz", width)
    long = "Was viel mehr Worte braucht, bekommt auch mehr Platz"
    line.show_progress((long, 0.5))
    assert label.width() >= label.fontMetrics().horizontalAdvance(long)
    updating.window.look.choose_zoom(1.5)
    assert label.text() == long
    assert label.width() >= label.fontMetrics().horizontalAdvance(long)
    updating.window.updates.receiving.cancel()
    until_ended(qtbot, updating)
    assert label.isHidden()
