"""Earlier states: going back to one, and forth again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from advisor_app.desktop.app import Face
from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.desktop.widgets.basics import Button
from advisor_app.updates.model import Earlier
from tests.desktop.conftest import MemoryLibrary
from tests.desktop.update_plays import RESULT, PlayDesk, told
from tests.desktop.updates.acts import ROOT, page_of, rest, until_ended

STATES = (
    Earlier(name="g41-a", version=41, as_of="2026-11-18", received_on="2026-11-22T08:00:00+00:00"),
    Earlier(name="g40-b", version=40, as_of="2026-11-11"),
)


class BackDesk(PlayDesk):
    """A desk that keeps states in memory: 42 is shown first."""

    def __init__(self, folder: Path, **others: Any) -> None:
        super().__init__(folder, **others)
        self.shown = Earlier(name="g42-c", version=42, as_of="2026-11-20")
        self.others = list(STATES)

    def earlier(self) -> tuple[Earlier, ...]:
        return tuple(sorted(self.others, key=lambda state: -state.version))

    def go_back(self, name: str) -> Earlier:
        target = next(state for state in self.others if state.name == name)
        self.others = [self.shown, *(state for state in self.others if state.name != name)]
        self.shown = target
        return target

    def status(self, now):
        return replace(super().status(now), held=42 if self.shown.version < 42 else 0)


@pytest.fixture
def back_desk(tmp_path):
    return BackDesk(tmp_path, root=ROOT)


class TestGoingBack:
    """Going back to an earlier state, and forth again."""

    @pytest.fixture
    def desk(self, back_desk):
        return back_desk

    def choose(self, face: Face, name: str) -> None:
        for _ in range(2):
            button = next(button for button in page_of(face).ways.findChildren(Button)
                          if button.property("state") == name and button.isVisible())  # fmt: skip
            button.click()

    def test_after_a_second_click_with_a_way_back(self, updating, desk, qtbot, libraries):
        libraries.append(MemoryLibrary(as_of="2026-11-11"))
        ways = page_of(updating).ways
        assert "Zurück zu 18.11. oder 11.11.2026" in ways.back.accessibleName()
        ways.back.click()
        self.choose(updating, "g40-b")
        qtbot.waitUntil(lambda: desk.shown.version == 40)
        rest(qtbot, updating)
        assert updating.window.toast.text == "Angezeigt wird der Stand vom 11.11.2026"
        assert "früherer Stand: 11.11.2026" in updating.window.banner.accessibleName()
        assert page_of(updating).state.view.deeds == (Deed.NEWEST,)
        updating.window.toast.undo()
        qtbot.waitUntil(lambda: desk.shown.version == 42)
        rest(qtbot, updating)
        assert not updating.window.banner.isVisible()

    def test_the_banner_leads_to_the_newest(self, updating, desk, qtbot):
        updating.window.updates.receiving.go_back("g41-a")
        qtbot.waitUntil(lambda: desk.shown.version == 41)
        rest(qtbot, updating)
        updating.window.standing.follow_banner()
        qtbot.waitUntil(lambda: desk.shown.version == 42)
        rest(qtbot, updating)

    def test_what_is_not_on_the_device_comes_from_the_server(self, updating, desk, qtbot):
        updating.window.updates.receiving.go_back("g41-a")
        qtbot.waitUntil(lambda: desk.shown.version == 41)
        rest(qtbot, updating)
        desk.others = []
        updating.window.updates.receiving.look()
        rest(qtbot, updating)
        desk.say(told(RESULT))
        updating.window.updates.go_to_newest()
        until_ended(qtbot, updating)
        assert desk.asked() == ["update", "--events"]
