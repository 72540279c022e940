"""A disk that is full, or refuses, anywhere in an update: one clear fault, nothing left behind, the next one succeeds.

Once for real on a small file system in memory, which fills up once the update has looked whether there is room; and at
every single write, refused by the tracer. The knowledge that was there is in use all the while.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_app.errors import DiskFull, EnvironmentFault
from advisor_app.updates.model import Found, Step
from tests.faults.crash_runs import ALL_FAULTS, EVERY, Runs
from tests.faults.crash_trace import Point, fail_options, kill_points, record_options
from tests.faults.crash_world import NEW, Beginning, World
from tests.faults.invariant import check
from tests.small_disks import lend_small_disk

pytestmark = pytest.mark.timeout(3600)

# The update wants 50 MB to spare before it begins.
TMPFS_BYTES = 64_000_000
# By how much more room the disk has each time.
STEP_BYTES = 16_384 if ALL_FAULTS else 163_840
# Calls that need room on the disk.
TAKING_ROOM = frozenset({"openat", "write", "pwrite64", "ftruncate", "mkdir", "link", "symlink", "sendfile"})
# Calls that a broken disk fails besides.
FAILING = frozenset({*TAKING_ROOM, "fsync", "fdatasync", "rename"})


@pytest.fixture(scope="module")
def small_disk(folder: Path) -> Iterator[Path]:
    with lend_small_disk(folder / "disk", TMPFS_BYTES) as place:
        yield place


class Filler:
    """Fills a disk as soon as an update has looked at it and begins to write.

    Args:
        disk: the mounted file system.
        room: bytes that stay free.
    """

    def __init__(self, disk: Path, room: int) -> None:
        self._disk = disk
        self._file = disk / "filler"
        self._room = room

    def progress(self, step: Step, _done: int, _total: int | None) -> None:
        """Be told how far the update is."""
        if step is Step.APPLY and not self._file.exists():
            self._file.write_bytes(bytes(shutil.disk_usage(self._disk).free - self._room))

    def empty(self) -> None:
        """Give the room back."""
        self._file.unlink()


@pytest.mark.parametrize("beginning", Beginning)
def test_a_disk_that_fills_up_in_the_middle_is_told_and_leaves_nothing(beginning, world, small_disk):
    place = small_disk / "device"
    paths: set[str] = set()
    for tried in range(1_000):
        shutil.rmtree(place, ignore_errors=True)
        device = world.start(beginning, place)
        filler = Filler(small_disk, room=tried * STEP_BYTES)
        try:
            device.update(world.source, now=world.now, progress=filler.progress)
        except DiskFull as exc:
            paths.add(str(exc.details["path"]))
        else:
            break
        finally:
            filler.empty()
        check(device, {beginning.version})
        device.update(world.source, now=world.now)
        check(device, {NEW})
    assert tried > 1
    assert all(path.startswith(str(place)) for path in paths)
    check(device, {NEW})
    shutil.rmtree(place)


def test_too_little_room_is_told_before_anything_is_fetched(world, small_disk):
    device = world.start(Beginning.DELTA, small_disk / "device")
    filler = small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - 40_000_000))
    told: list[Found] = []
    with pytest.raises(DiskFull) as caught:
        device.update(world.source, now=world.now, found=told.append)
    needed, free = caught.value.details["needed"], caught.value.details["free"]
    assert isinstance(needed, int)
    assert isinstance(free, int)
    assert needed > 50_000_000
    assert free <= 40_000_000
    assert not told
    filler.unlink()
    check(device, {Beginning.DELTA.version})
    shutil.rmtree(device.path)


def points(beginning: Beginning, names: frozenset[str], world: World, runs: Runs, folder: Path) -> list[Point]:
    """Return every call of these names that an update from a beginning makes on its files."""
    device = world.start(beginning, folder / f"{beginning}-{len(names)}-whole")
    log = folder / "whole-log"
    assert runs.update(device.path, strace=record_options(log, data=False)).outcome == "updated"
    return [point for point in kill_points(log, device.path) if point.name in names]


@pytest.mark.parametrize(
    ("error", "names", "beginning"),
    [
        ("ENOSPC", TAKING_ROOM, Beginning.INSTALL),
        ("ENOSPC", TAKING_ROOM, Beginning.DELTA),
        ("EIO", FAILING, Beginning.DELTA),
    ],
)
def test_any_call_that_is_refused_ends_in_one_clear_fault(error, names, beginning, world, runs, folder):
    code = DiskFull.code if error == "ENOSPC" else EnvironmentFault.code
    place = folder / "device"
    faults = 0
    for point in points(beginning, names, world, runs, folder)[::EVERY]:
        shutil.rmtree(place, ignore_errors=True)
        device = world.start(beginning, place)
        # A full disk stays full for those who write; opening a file to read it would fail as well.
        lasting = error == "ENOSPC" and point.name != "openat"
        ended = runs.update(place, strace=fail_options(folder / "log", point, error, ever_after=lasting))
        # What is done for convenience only (sharing files, remembering the time) may fail unheard. What cannot be
        # opened for writing is opened for reading by SQLite, which then tells another reason.
        told = {code, EnvironmentFault.code} if point.name == "openat" else {code}
        assert ended.outcome == "updated" or ended.fault in told, (point, ended)
        faults += bool(ended.fault)
        check(device, {beginning.version, NEW})
        assert runs.update(place).outcome in {"updated", "current"}, point
        check(device, {NEW})
        assert device.downloads() == [], point
    assert faults > 5
