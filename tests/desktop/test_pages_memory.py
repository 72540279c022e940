"""Pages are built once and kept, and what is read goes again: a day of walking through the window costs no memory."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from advisor_app.desktop import main_window
from advisor_app.desktop.page_makers import MAKERS
from advisor_app.desktop.page_stack import ABOUT, FRESHNESS, OPTIONS, SEARCH
from advisor_app.desktop.reading.visit import ReadingVisit
from advisor_app.domain.item import Related
from advisor_app.domain.partner import Geo
from tests.desktop.conftest import ITEMS, PARTNER, SECURITY, TOPIC, MemoryLibrary
from tests.makers import event, partner, programme, topic

# Every test is run without a screen and then on one; what a screen adds shows in fewer rounds too.
ROUNDS, WARM_UP = 200 if os.environ.get("QT_QPA_PLATFORM") == "offscreen" else 80, 20
_OURS = "advisor_app."
# Every so many rounds the knowledge is renewed, and all pages read it again.
RENEWED = 20
# The pages of memory that the allocator may keep; a picture of one page lost in every round would be 600 MiB.
SLACK_MIB = 4.0
PAGES = (*MAKERS, SEARCH, FRESHNESS, OPTIONS, ABOUT)
MARKED = ("mid-digitale-sicherheit", "erp-digital", "zim")
LINKED = (
    programme("zim", "ZIM", related=Related(topics=("ki", "robotik"))),
    topic("ki", "KI", related=Related(topics=("robotik",), programmes=("zim",))),
    topic("robotik", "Robotik", related=Related(topics=("ki",), programmes=("zim",))),
    partner("owl", "its OWL", geo=Geo(lat=51.7, lon=8.7), related=Related(topics=("ki",))),
    event("messe", "Messe", starts_at="2026-12-03T10:00:00+01:00", ends_at="2026-12-03T11:00:00+01:00"),
)


def resident_mib() -> float:
    """Return what the process holds, after giving back what nobody uses."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def alive() -> Counter[str]:
    """Return how many objects of Qt there are of each class, and of how many of ours Python holds at least a shell."""
    gc.collect()
    ours = [one for one in gc.get_objects() if isinstance(one, QObject) and type(one).__module__.startswith(_OURS)]
    held = Counter(f"held {type(one).__name__}" for one in ours)
    widgets = Counter(type(widget).__name__ for widget in QApplication.allWidgets())
    tops = [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]
    below = Counter(type(child).__name__ for top in tops for child in top.findChildren(QObject))
    return widgets + below + held


@pytest.fixture
def window(open_face, qtbot, monkeypatch):
    # Pages that are built ahead while something is counted would be counted as well.
    monkeypatch.setattr(main_window, "WARM_MS", 600_000)
    face = open_face(lambda: MemoryLibrary((*ITEMS, *LINKED)))
    window = face.window
    window.tools.marks.add(MARKED)
    window.resize(1100, 700)
    with qtbot.waitSignal(window.library_opened):
        window.show()
    return window


def rest(window, qtbot):
    """Wait for jobs, and for what is deleted once nobody uses it; that may let more be deleted."""
    for _ in range(2):
        qtbot.waitUntil(lambda: not window.tools.runner.is_busy())
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


def walk(window, qtbot, rounds):
    """Open every page once a round, each round ending at another one, which is painted."""
    for number in range(rounds):
        start = number % len(PAGES)
        for page in (*PAGES[start:], *PAGES[:start]):
            window.show_page(page)
        QApplication.processEvents()
        if number % RENEWED == 0:
            window.keeper.open()
            rest(window, qtbot)
    rest(window, qtbot)


needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is told by /proc")


@needs_proc
def test_opening_every_page_two_hundred_times_costs_no_memory(window, qtbot):
    walk(window, qtbot, WARM_UP)
    objects, before = alive(), resident_mib()
    walk(window, qtbot, ROUNDS - WARM_UP)
    assert alive() - objects == Counter()
    assert resident_mib() - before < SLACK_MIB


@needs_proc
def test_reading_two_hundred_entries_costs_no_memory(window, qtbot):
    visit = ReadingVisit("probe", tools=window.tools, leave="Liste", parent=window)
    visit.use(MemoryLibrary((*ITEMS, *LINKED)))
    visit.resize(420, 240)
    visit.show()
    ids = [item.id for item in (*LINKED, SECURITY, TOPIC, PARTNER)]

    def read(times):
        for item_id in ids * times:
            with qtbot.waitSignal(visit.opened):
                visit.visit(item_id)
        visit.leave()
        rest(window, qtbot)

    # What the allocator keeps of many readings in a row it keeps once.
    read(ROUNDS // len(ids) // 2)
    objects, before = alive(), resident_mib()
    read(ROUNDS // len(ids) + 1)
    assert alive() - objects == Counter()
    assert resident_mib() - before < SLACK_MIB
