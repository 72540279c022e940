"""Checks that nobody asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Signal

from advisor_app.desktop import receiving as receiving_module
from advisor_app.desktop.network import NetworkState
from advisor_app.errors import Offline
from advisor_app.updates.model import Step
from advisor_app.updates.policy import UpdatePolicy
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.state import UpdateState
from tests.desktop.conftest import MemoryLibrary
from tests.desktop.update_plays import CURRENT, NOW, SERVER, PlayDesk, step, told
from tests.desktop.updates.acts import ROOT, rest, until_ended


class Wire(NetworkState):
    """A network that is what a test says."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.offline = self.metered = False

    def is_offline(self) -> bool:
        return self.offline

    def is_metered(self) -> bool:
        return self.metered


class TestByItself:
    """Checks that nobody asked for."""

    @pytest.fixture
    def desk(self, tmp_path):
        return PlayDesk(tmp_path, root=ROOT, policy=UpdatePolicy(endpoint=SERVER))

    @pytest.fixture
    def wire(self, updating):
        wire = Wire()
        updating.window.updates.receiving.use_network(wire)
        return wire

    @pytest.fixture(autouse=True)
    def no_pause(self, monkeypatch):
        monkeypatch.setattr(receiving_module, "_PAUSE_S", 0.0)

    @pytest.fixture
    def libraries(self, desk):
        # Nothing is due before a test says so.
        desk.remember(TrustRoot.read(ROOT).channel, UpdateState(last_attempt=NOW, last_check=NOW))
        return [MemoryLibrary()]

    def due(self, desk):
        day_before = NOW - timedelta(days=2)
        desk.remember(TrustRoot.read(ROOT).channel, UpdateState(last_attempt=day_before, last_check=day_before))

    def done(self, desk, *, fault=""):
        return desk.remember(TrustRoot.read(ROOT).channel,
                             UpdateState(last_attempt=NOW, last_check=NOW, last_fault=fault))  # fmt: skip

    def test_one_that_is_due_runs_quietly(self, updating, desk, qtbot):
        desk.say(step(Step.CONNECT), ("sleep", 0.2), told(Offline(where="x", reason="y")), ("exit", 3))
        self.due(desk)
        updating.window.updates.receiving.look()
        qtbot.waitUntil(lambda: updating.window.updates.receiving.run is not None)
        self.done(desk, fault="offline")
        view = until_ended(qtbot, updating)
        assert desk.asked() == ["update", "--events", "--scheduled"]
        assert view.title == "Inhaltsstand 20.11.2026"
        assert "Letzter Versuch heute, 10:30: Kein Netz" in [line.text for line in view.lines]
        assert not updating.window.toast.isVisible()
        assert not updating.window.banner.isVisible()

    @pytest.mark.parametrize("hindrance", ["offline", "metered"])
    def test_it_waits_for_a_network_that_is_there_and_free(self, updating, desk, wire, qtbot, hindrance):
        setattr(wire, hindrance, True)
        desk.say(told(CURRENT))
        self.due(desk)
        updating.window.updates.receiving.look()
        rest(qtbot, updating)
        assert desk.asked() == []
        setattr(wire, hindrance, False)
        wire.changed.emit()
        qtbot.waitUntil(lambda: desk.asked() == ["update", "--events", "--scheduled"])
        self.done(desk)
        until_ended(qtbot, updating)

    def test_metered_networks_can_be_allowed(self, updating, desk, wire, qtbot):
        wire.metered = True
        desk.policy = replace(desk.policy, metered=True)
        desk.say(told(CURRENT))
        self.due(desk)
        updating.window.updates.receiving.look()
        qtbot.waitUntil(lambda: bool(desk.asked()))
        self.done(desk)
        until_ended(qtbot, updating)

    def test_one_that_cannot_remember_does_not_try_all_the_time(self, updating, desk, qtbot, monkeypatch):
        monkeypatch.setattr(receiving_module, "_PAUSE_S", 300.0)
        desk.say(("exit", 1))
        self.due(desk)
        started: list[object] = []
        updating.window.updates.receiving._process.failed.connect(started.append)
        updating.window.updates.receiving.look()
        qtbot.waitUntil(lambda: len(started) == 1)
        qtbot.wait(300)
        assert len(started) == 1
