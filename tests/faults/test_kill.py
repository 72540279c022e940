"""SIGKILL just before any change an update makes: knowledge is the old or the new one, the next update succeeds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.crash_runs import EVERY, Runs
from tests.faults.crash_trace import Point, kill_options, kill_points, record_options
from tests.faults.crash_world import NEW, Beginning, World, seen_by_reader
from tests.faults.invariant import check

pytestmark = pytest.mark.timeout(3600)


def points(beginning: Beginning, world: World, runs: Runs, folder: Path) -> list[Point]:
    """Return every moment at which an update from a beginning is about to change something."""
    device = world.start(beginning, folder / f"{beginning}-whole")
    log = folder / f"{beginning}-log"
    assert runs.update(device.path, strace=record_options(log, data=False)).outcome == "updated"
    check(device, {NEW})
    return kill_points(log, device.path)


@pytest.mark.parametrize("beginning", Beginning)
def test_a_killed_update_leaves_old_or_new_knowledge_and_the_next_one_succeeds(beginning, world, runs, folder):
    found = points(beginning, world, runs, folder)
    assert len(found) > 200
    place = folder / "device"
    for point in found[::EVERY]:
        shutil.rmtree(place, ignore_errors=True)
        device = world.start(beginning, place)
        killed = runs.update(place, strace=kill_options(folder / "kill-log", point))
        assert killed.killed, point
        assert seen_by_reader(device) in {beginning.version, NEW}, point
        ended = runs.update(place)
        assert ended.outcome in {"updated", "current"}, (point, ended)
        check(device, {NEW})
        assert device.downloads() == [], point
        assert not list((device.home / "tuf").glob("tmp*")), point
