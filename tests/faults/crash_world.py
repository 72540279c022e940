"""A small channel, and devices in the states from which an update may begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from advisor_app.domain import Item
from advisor_app.errors import AdvisorError
from tests import makers
from tests.channel import Channel
from tests.faults.invariant import USER_BYTES, Device, check_generation
from tests.memory import memory_with_room

ITEMS = 24
# Containers often have a few megabytes of shared memory only, and every update wants 50 MB to spare.
_AMPLE_BYTES = 500_000_000
OLD, NEWER, NEW = 1, 2, 3


class Beginning(StrEnum):
    """Where an update begins: nothing there, an older version there, an older version the user went back to."""

    INSTALL = "install"
    DELTA = "delta"
    FORWARD = "forward"

    @property
    def version(self) -> int:
        """Return the version there, 0 for none."""
        return {Beginning.INSTALL: 0, Beginning.DELTA: NEWER, Beginning.FORWARD: OLD}[self]


@dataclass(frozen=True, slots=True)
class World:
    """A channel at version 3, the file of its root, the time it was published at, and a device for each beginning."""

    source: Path
    root: Path
    now: datetime
    devices: Mapping[Beginning, Device]

    def start(self, beginning: Beginning, place: Path) -> Device:
        """Return a fresh device in a place that is not there yet."""
        return self.devices[beginning].copy(place)


def make_world(folder: Path) -> World:
    """Publish three versions and bring devices to where updates begin.

    Args:
        folder: an empty folder.
    """
    # The updates are done by programs that go by the machine's clock.
    channel = Channel(folder, now=datetime.now(tz=UTC).replace(microsecond=0))
    root = folder / "root.json"
    root.write_bytes(channel.root)
    devices = {beginning: Device(folder / beginning, channel.root) for beginning in Beginning}
    first, second, third = _versions()
    channel.publish(first)
    devices[Beginning.FORWARD].update(channel.folder, now=channel.now)
    channel.publish(second)
    for beginning in (Beginning.DELTA, Beginning.FORWARD):
        devices[beginning].update(channel.folder, now=channel.now)
    channel.publish(third)
    store = devices[Beginning.FORWARD].store
    store.go_back(store.earlier()[0].name)
    return World(channel.folder, root, channel.now, devices)


def seen_by_reader(device: Device) -> int:
    """Return the version that a reader finds, 0 for none; what it finds must be whole, whatever lies beside it.

    Raises:
        AssertionError: it is not.
    """
    assert device.user_file.read_bytes() == USER_BYTES
    try:
        generation = device.store.current()
        if generation is None:
            return 0
        check_generation(generation.path, {generation.version})
    except (AdvisorError, OSError) as exc:
        raise AssertionError(f"{device.path}: {exc!r}") from exc
    return generation.version


@contextmanager
def swift_folder() -> Iterator[Path]:
    """Lend an empty folder in memory, where flushing costs nothing; on disk where there is none or little of it."""
    with TemporaryDirectory(prefix="beratungskoffer-", dir=memory_with_room(_AMPLE_BYTES)) as folder:
        yield Path(folder)


def _versions() -> list[list[Item]]:
    """Return three states: the second adds and changes, the third also removes."""
    first: list[Item] = [makers.programme(f"programm-{number:02}", f"Programm {number}") for number in range(ITEMS)]
    second = [*first[1:], makers.programme(first[0].id, "Anders als zuvor"), makers.topic("thema-neu", "Neues Thema")]
    third = [*second[2:], makers.partner("partner-neu", "Neuer Partner")]
    return [first, second, third]
