"""A device that skipped versions and one that got every one of them tell the same changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from advisor_app.updates.feed import FeedEntry, read_feed
from tests.channel import NOW, Channel
from tests.faults.invariant import Device, check
from tests.makers import event, partner, programme, topic

STATES = [
    [programme(), programme("zuschuss-b", "B"), topic(), partner()],
    [programme(title="Zwischenstand"), programme("zuschuss-b", "B"), topic(), partner()],
    [programme(title="Endstand"), programme("zuschuss-b", "B"), partner(), event()],
    [programme(title="Endstand"), programme("zuschuss-b", "B"), topic(), partner(), event(title="Verlegt")],
    [
        programme(title="Endstand"),
        programme("zuschuss-neu", "B neu", former_ids=("zuschuss-b",)),
        topic(),
        event(title="Verlegt"),
    ],
]


def told(entries: tuple[FeedEntry, ...]) -> dict[str, object]:
    return {entry.id: entry.change for entry in entries}


@pytest.fixture
def devices(tmp_path: Path) -> tuple[Device, Device]:
    """Return a device that got every version and one that skipped all between the first and the last."""
    channel = Channel(tmp_path)
    patient, hasty = Device(tmp_path / "patient", channel.root), Device(tmp_path / "hasty", channel.root)
    for number, state in enumerate(STATES):
        now = NOW + timedelta(hours=number)
        channel.publish(state, now=now)
        hasty.update(channel.folder, now=now)
        if number in (0, len(STATES) - 1):
            patient.update(channel.folder, now=now)
    for device in (patient, hasty):
        check(device, {len(STATES)})
    return patient, hasty


def test_skipped_and_single_updates_tell_the_same(devices):
    patient, hasty = (read_feed(device.generation) for device in devices)
    assert told(patient) == told(hasty)
    # The topic went and came back; the renamed programme is one change; the partner is gone.
    assert set(told(hasty)) == {"zuschuss-a", "termin-a", "zuschuss-neu", "partner-a"}
    assert {entry.version for entry in patient} == {5}
    assert {entry.id: entry.version for entry in hasty} == {
        "zuschuss-a": 3, "termin-a": 4, "zuschuss-neu": 5, "partner-a": 5,
    }  # fmt: skip


def test_going_back_takes_the_feed_back_too(devices):
    _, hasty = devices
    hasty.store.go_back(hasty.store.earlier()[0].name)
    assert set(told(read_feed(hasty.generation))) == {"zuschuss-a", "termin-a"}
