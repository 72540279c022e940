"""Anything may be damaged, served or stored: an update ends well or in a fault of ours, and the invariant holds."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from advisor_app.errors import AdvisorError, RolledBack
from tests.channel import NOW
from tests.faults.crash_runs import ALL_FAULTS
from tests.faults.invariant import check, check_recovers
from tests.faults.stand import THIRD

SEEDS = range(100 if ALL_FAULTS else 5)


def damage(files: list[Path], chance: random.Random) -> str:
    """Damage one file in a random way and tell which."""
    path = chance.choice(files)
    if not path.is_file():
        return ""
    data = path.read_bytes()
    # A link to the same bytes elsewhere must not be damaged with it.
    path.unlink()
    place = chance.randrange(len(data) or 1)
    way = chance.choice(["flip", "cut", "zero", "tear", "grow", "swap", "drop", "empty"])
    if way == "drop":
        return f"{way} {path.name}"
    others = [other for other in files if other.is_file()]
    changed = {
        "flip": data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :] if data else b"",
        "cut": data[:place],
        "zero": bytes(len(data)),
        "tear": data[:place] + bytes(len(data) - place),
        "grow": data + chance.randbytes(50),
        "swap": chance.choice(others).read_bytes() if others else b"",
        "empty": b"",
    }[way]
    path.write_bytes(changed)
    return f"{way} {path.name}"


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_damaged_at_the_endpoint_the_device_is_on_a_published_version(stand, seed):
    chance = random.Random(seed)
    stand.channel.publish(THIRD)
    honest = stand.tampering.save("third")
    for _ in range(4):
        files = sorted(path for path in stand.endpoint.rglob("*") if path.is_file())
        told = [damage(files, chance) for _ in range(chance.randint(1, 3))]
        with suppress(AdvisorError):
            stand.device.update(stand.endpoint, now=NOW)
        check(stand.device, {2, 3})
        assert told
        stand.tampering.put_back(honest)
    check_recovers(stand.device, honest, 3, now=NOW)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_damaged_on_the_device_the_next_update_mends_it(stand, seed):
    chance = random.Random(1000 + seed)
    for place in (stand.device.home, stand.device.store.root):
        files = sorted(path for path in place.rglob("*") if path.is_file())
        for _ in range(chance.randint(1, 4)):
            damage(files, chance)
    older = stand.device.copy(stand.folder / "older")
    with pytest.raises(RolledBack):
        older.update(stand.first, now=NOW)
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)
    shutil.rmtree(older.path)
