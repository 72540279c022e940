"""SIGKILL just before any change an update makes: knowledge is the old or the new one, the next update succeeds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.crash_runs import EVERY, Runs
from tests.faults.crash_trace import Point, kill_options, kill_points, record_options, refusal
from tests.faults.crash_world import Beginning, World, leftovers, make_world, state_of, swift_folder, user_files

pytestmark = pytest.mark.timeout(3600)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    if why := refusal():
        pytest.skip(why)
    with swift_folder() as lent:
        yield lent


@pytest.fixture(scope="module")
def world(folder: Path) -> World:
    return make_world(folder)


@pytest.fixture(scope="module")
def runs(world: World, folder: Path) -> Iterator[Runs]:
    with Runs(world.source, world.root, folder) as running:
        yield running


def points(beginning: Beginning, world: World, runs: Runs, folder: Path) -> list[Point]:
    """Return every moment at which an update from a beginning is about to change something."""
    data = world.start(beginning, folder / f"{beginning}-whole")
    log = folder / f"{beginning}-log"
    assert runs.update(data, strace=record_options(log, data=False)).outcome == "updated"
    assert state_of(data) == world.new
    return kill_points(log, data)


@pytest.mark.parametrize("beginning", Beginning)
def test_a_killed_update_leaves_old_or_new_knowledge_and_the_next_one_succeeds(beginning, world, runs, folder):
    found = points(beginning, world, runs, folder)
    assert len(found) > 200
    expected = user_files(world.directories[beginning])
    data = folder / "data"
    for point in found[::EVERY]:
        shutil.rmtree(data, ignore_errors=True)
        world.start(beginning, data)
        killed = runs.update(data, strace=kill_options(folder / "kill-log", point))
        assert killed.killed, point
        assert state_of(data) in {world.old[beginning], world.new}, point
        assert user_files(data) == expected, point
        ended = runs.update(data)
        assert ended.outcome in {"updated", "current"}, (point, ended)
        assert state_of(data) == world.new, point
        assert user_files(data) == expected, point
        assert not leftovers(data), point
