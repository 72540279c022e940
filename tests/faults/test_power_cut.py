"""A power cut at any moment of an update: knowledge is the old or the new one, whole, and the next update succeeds.

A run is recorded with everything it writes; then the disk is brought to what could have survived a cut after each step.
The same without its flushes must fail, or the test would prove nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.crash_disk import Disk
from tests.faults.crash_files import Survival, Tree, put_tree, tree_of
from tests.faults.crash_runs import EVERY, Runs
from tests.faults.crash_trace import Call, calls_of, record_options
from tests.faults.crash_world import NEW, Beginning, World, seen_by_reader
from tests.faults.invariant import Device, check

pytestmark = pytest.mark.timeout(1800)

# The steps around the switch are all tried, whatever else is left out.
LAST_STEPS = 40
# Every so many of the states also has to lead on to an update that succeeds.
LED_ON = 8


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded update: where it began, the device it changed, another as it was before, and its calls."""

    beginning: Beginning
    device: Device
    fresh: Device
    calls: tuple[Call, ...]


class Readers:
    """Looks at states as a reader does, at those that look alike only once.

    Args:
        device: where a state is put to be looked at.
    """

    def __init__(self, device: Device) -> None:
        self.device = device
        self.tried = 0
        self.versions: set[int] = set()
        self.violations: list[str] = []
        self._looked_at: set[int] = set()

    def look(self, tree: Tree) -> None:
        """Look at a state."""
        self.tried += 1
        seen = visible(tree)
        if seen not in self._looked_at:
            self._looked_at.add(seen)
            self.put(tree)
            try:
                self.versions.add(seen_by_reader(self.device))
            except AssertionError as exc:
                self.violations.append(str(exc))

    def put(self, tree: Tree) -> None:
        """Put a state in the place."""
        shutil.rmtree(self.device.path, ignore_errors=True)
        put_tree(tree, self.device.path)


@pytest.fixture(scope="module", params=list(Beginning))
def recorded(request: pytest.FixtureRequest, world: World, runs: Runs, folder: Path) -> Recorded:
    beginning = Beginning(request.param)
    device, fresh = (world.start(beginning, folder / f"{beginning}-{name}") for name in ("changed", "fresh"))
    log = folder / f"{beginning}-log"
    assert runs.update(device.path, strace=record_options(log, data=True)).outcome == "updated"
    return Recorded(beginning, device, fresh, tuple(calls_of(log)))


def states(recorded: Recorded, *, flushing: bool, every: int) -> Iterator[Tree]:
    """Yield what may have survived a cut after each step, the same state only once."""
    disk = _disk(recorded, flushing=flushing)
    whole = _disk(recorded, flushing=flushing)
    steps = sum(whole.apply(call) for call in recorded.calls)
    seen: set[int] = set()
    step = 0
    for call in recorded.calls:
        if not disk.apply(call):
            continue
        step += 1
        if step % every and step < steps - LAST_STEPS:
            continue
        for survival in Survival:
            tree = disk.after(survival, step)
            key = hash((tuple(tree), tuple(tree.values())))
            if key not in seen:
                seen.add(key)
                yield tree


def _disk(recorded: Recorded, *, flushing: bool) -> Disk:
    """Return the disk as it was before the run; the run's own directory is named by its calls."""
    return Disk(recorded.fresh.path, named=recorded.device.path, flushing=flushing)


def test_the_replay_ends_where_the_run_did(recorded):
    disk = _disk(recorded, flushing=True)
    for call in recorded.calls:
        disk.apply(call)
    assert disk.after(Survival.ALL) == tree_of(recorded.device.path)


def visible(tree: Tree) -> int:
    """Return a number that stands for all a reader can see: the pointer, and the generation that it names."""
    pointer = tree.get("knowledge/current")
    name = pointer.partition(b"\n")[0].decode(errors="replace") if isinstance(pointer, bytes) else ""
    generation = {path: data for path, data in tree.items() if path.startswith(f"knowledge/gen/{name}/")}
    return hash((pointer, tuple(generation), tuple(generation.values())))


def test_after_a_power_cut_knowledge_is_old_or_new_and_the_next_update_succeeds(recorded, runs, world, folder):
    readers = Readers(world.start(recorded.beginning, folder / f"{recorded.beginning}-state"))
    for tree in states(recorded, flushing=True, every=EVERY):
        readers.look(tree)
        if readers.tried % LED_ON == 0:
            readers.put(tree)
            ended = runs.update(readers.device.path)
            assert ended.outcome in {"updated", "repaired", "current"}, ended
            check(readers.device, {NEW})
    assert not readers.violations
    assert readers.versions == {recorded.beginning.version, NEW}
    assert readers.tried > 100


def test_without_flushes_the_same_cuts_break_it(recorded, world, folder):
    readers = Readers(world.start(recorded.beginning, folder / f"{recorded.beginning}-unflushed"))
    for tree in states(recorded, flushing=False, every=EVERY):
        readers.look(tree)
    assert readers.violations
