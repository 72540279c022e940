"""Windows that begin without a policy, without knowledge, without a desk."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from advisor_app.desktop.app import make_face
from advisor_app.errors import InputUnreadable, KnowledgeMissing
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.state import UpdateState
from tests.desktop.conftest import RESOURCES, TODAY, MemoryLibrary, dispose
from tests.desktop.update_plays import NOW, PlayDesk
from tests.desktop.updates.acts import ROOT, page_of, rest, room


def test_freshness_that_nobody_confirms_is_said_aloud(updating, desk, qtbot):
    desk.remember(TrustRoot.read(ROOT).channel, UpdateState(last_check=NOW - timedelta(days=30), expires="2026-11-01"))
    updating.window.updates.receiving.look()
    rest(qtbot, updating)
    assert "Aktualität nicht mehr bestätigt seit 01.11.2026" in updating.window.banner.accessibleName()
    lines = page_of(updating).state.view.lines
    assert next(line for line in lines if line.icon == "calendar-x").tone == "warn"


def test_a_policy_that_cannot_be_read_is_told_and_work_goes_on(app, settings, qtbot, tmp_path):
    def make_desk() -> PlayDesk:
        raise InputUnreadable(file=tmp_path / "policy.ini", place="line 3", remedy="mend it")

    face = make_face(
        app, MemoryLibrary, resources=RESOURCES, settings=settings, today=TODAY, updates=make_desk, first_page="search"
    )
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    rest(qtbot, face)
    assert "policy.ini: line 3" in face.window.banner.accessibleName()
    page = page_of(face)
    assert page._stack.currentWidget() is page.contents
    dispose(face)


@pytest.mark.parametrize("late", [False, True], ids=["desk-first", "fault-first"])
def test_a_device_without_knowledge_says_where_it_comes_from(app, settings, qtbot, desk, late):
    gate = Event()

    def open_library() -> MemoryLibrary:
        raise KnowledgeMissing(path="/nowhere")

    def make_desk() -> Any:
        gate.wait(5)
        return desk

    updates = make_desk if late else desk
    face = make_face(
        app, open_library, resources=RESOURCES, settings=settings, today=TODAY, updates=updates, first_page="search"
    )
    fault = face.window.search.results.fault
    face.window.show()
    qtbot.waitUntil(fault.isVisible)
    gate.set()
    rest(qtbot, face)
    qtbot.wait(200)
    assert fault.isVisible()
    assert "USB-Stick" in fault._sentence.text()
    fault.updates.click()
    assert page_of(face).state.view.title == "Noch keine Inhalte"
    dispose(face)


def test_a_desk_that_comes_late_finds_pages_that_are_open(app, settings, qtbot, desk):
    gate = Event()

    def make_desk() -> Any:
        gate.wait(5)
        return desk

    face = make_face(
        app, MemoryLibrary, resources=RESOURCES, settings=settings, today=TODAY, updates=make_desk, first_page="search"
    )
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    assert room(face) is None
    assert page_of(face)._updates is False
    gate.set()
    rest(qtbot, face)
    assert face.window._stack.currentWidget() is face.window.page("freshness")
    assert page_of(face).state.view.title == "Inhaltsstand 20.11.2026"
    dispose(face)
