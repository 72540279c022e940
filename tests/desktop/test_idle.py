"""Pages are built ahead while nobody does anything: one small step at a time, reading nothing, put off by any input."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from advisor_app.desktop import main_window
from advisor_app.desktop.idle import PAUSE_MS, REST_MS, IdleBuilder
from advisor_app.desktop.page_makers import CHECK, MAKERS
from advisor_app.desktop.page_stack import PageStack
from tests.desktop.conftest import ITEMS, MemoryLibrary

AHEAD = tuple(name for name in MAKERS if name != CHECK)


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch):
    """Let the window do nothing by itself."""
    monkeypatch.setattr(main_window, "WARM_MS", 600_000)


class Watched(MemoryLibrary):
    """A library that remembers what is asked of it."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.asked: list[str] = []

    def outlines(self):
        self.asked.append("outlines")
        return super().outlines()

    def item(self, item_id):
        self.asked.append(item_id)
        return super().item(item_id)


def shown(open_face, qtbot, library):
    window = open_face(lambda: library).window
    with qtbot.waitSignal(window.library_opened):
        window.show()
    qtbot.waitUntil(lambda: not window.tools.runner.is_busy())
    return window


def builder(window, names=AHEAD):
    pages = window.findChild(PageStack)
    wanted = [name for name in names if not pages.has(name)]
    return IdleBuilder(window=window, runner=window.tools.runner, build=pages.page, names=wanted), pages


def test_every_page_is_built_and_none_reads_anything(open_face, qtbot):
    library = Watched(ITEMS)
    window = shown(open_face, qtbot, library)
    library.asked.clear()
    building, pages = builder(window)
    page = pages.currentWidget()
    with qtbot.assertNotEmitted(window.tools.runner.busy_changed), qtbot.waitSignal(building.destroyed, timeout=20_000):
        pass
    assert all(pages.has(name) for name in AHEAD)
    assert library.asked == []
    assert pages.currentWidget() is page
    # It reads when it is shown.
    window.show_page("ended")
    qtbot.waitUntil(lambda: "outlines" in library.asked)


def test_one_step_at_a_time(open_face, qtbot):
    window = shown(open_face, qtbot, MemoryLibrary(ITEMS))
    building, pages = builder(window, ("topics", "ended"))
    building.take_step()
    assert (pages.has("topics"), pages.has("ended")) == (True, False)
    building.take_step()
    assert not pages.has("ended")
    building.take_step()
    assert pages.has("ended")


def test_whatever_the_user_does_puts_it_off(open_face, qtbot):
    window = shown(open_face, qtbot, MemoryLibrary(ITEMS))
    building, pages = builder(window, ("topics",))
    timer = building.findChild(QTimer)
    assert timer.remainingTime() <= 2 * PAUSE_MS
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert timer.remainingTime() > REST_MS / 2
    qtbot.wait(3 * PAUSE_MS)
    assert not pages.has("topics")
    before = timer.remainingTime()
    building.eventFilter(QObject(), QEvent(QEvent.Type.UpdateRequest))
    assert timer.remainingTime() <= before


def test_a_window_that_was_closed_builds_nothing(open_face, qtbot):
    window = shown(open_face, qtbot, MemoryLibrary(ITEMS))
    building, pages = builder(window, ("topics",))
    window.close()
    with qtbot.waitSignal(building.destroyed):
        pass
    assert not pages.has("topics")


def test_jobs_come_first(open_face, qtbot):
    window = shown(open_face, qtbot, MemoryLibrary(ITEMS))
    building, pages = builder(window, ("topics",))
    runner = window.tools.runner
    runner.start(lambda _context: None, on_success=lambda _done: None, on_failure=lambda _fault: None)
    building.take_step()
    assert not pages.has("topics")
    qtbot.waitUntil(lambda: pages.has("topics"))


def test_the_window_builds_ahead_by_itself(open_face, qtbot, monkeypatch):
    monkeypatch.setattr(main_window, "WARM_MS", 0)
    window = shown(open_face, qtbot, MemoryLibrary(ITEMS))
    pages = window.findChild(PageStack)
    qtbot.waitUntil(lambda: all(pages.has(name) for name in AHEAD), timeout=20_000)
    assert not pages.has(CHECK)
