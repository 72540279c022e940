"""Several processes update the same knowledge while others read it: readers see one whole state or the other."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self

import pytest
from filelock import FileLock

from advisor_app.errors import Busy
from tests.faults.crash_runs import ALL_FAULTS, Ended, Runs
from tests.faults.crash_world import NEW, Beginning, World, seen_by_reader
from tests.faults.invariant import Device, check

PROCESSES = 4
ROUNDS = 40 if ALL_FAULTS else 4


@pytest.fixture(scope="module")
def programs(world: World) -> Iterator[list[Runs]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Runs(world.source, world.root)) for _ in range(PROCESSES)]


class Reader:
    """Reads a device's knowledge again and again until it is told to end; a context manager."""

    def __init__(self, device: Device) -> None:
        self.seen: Counter[int] = Counter()
        self.faults: list[str] = []
        self._device = device
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._ended.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._ended.is_set():
            try:
                self.seen[seen_by_reader(self._device)] += 1
            except AssertionError as exc:
                self.faults.append(str(exc))


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("beginning", [Beginning.INSTALL, Beginning.DELTA])
def test_four_updates_at_once_leave_one_state_and_readers_see_old_or_new(beginning, world, programs, folder):
    seen: Counter[int] = Counter()
    for number in range(ROUNDS):
        device = world.start(beginning, folder / f"{beginning}-{number}")
        with Reader(device) as reader, ThreadPoolExecutor(PROCESSES) as pool:
            ends: list[Ended] = list(pool.map(Runs.update, programs, [device.path] * PROCESSES))
        assert not reader.faults
        assert {end.outcome or end.fault for end in ends} <= {"updated", "current", Busy.code}
        assert sum(end.outcome == "updated" for end in ends) == 1
        check(device, {NEW})
        seen += reader.seen
        shutil.rmtree(device.path)
    assert set(seen) <= {beginning.version, NEW}


def test_a_second_update_is_told_that_one_is_running(world, programs, folder):
    device = world.start(Beginning.DELTA, folder / "locked")
    # Held here as another process would hold it.
    with FileLock(device.home / "lock"):
        assert programs[0].update(device.path).fault == Busy.code
    with device.store.writing():
        assert programs[0].update(device.path).fault == Busy.code
    assert programs[0].update(device.path).outcome == "updated"
    check(device, {NEW})
