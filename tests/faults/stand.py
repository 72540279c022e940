"""A channel with two published versions and a device that has the second: built once, copied for every test."""

from __future__ import annotations

import copy
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor_app.domain import Item
from advisor_app.errors import AdvisorError
from advisor_app.publishing.destination import LocalDestination
from advisor_app.publishing.roles import WITH_DAILY_JOB
from tests.channel import NOW, Channel
from tests.faults.invariant import Device, check, check_recovers
from tests.faults.repository_tampering import Tampering, records_of
from tests.makers import event, partner, programme, topic

FIRST: tuple[Item, ...] = (
    programme("zuschuss-a", "Zuschuss A"),
    programme("zuschuss-b", "Zuschuss B"),
    topic(),
    partner(),
    event(),
)
SECOND = (programme("zuschuss-a", "Zuschuss A, neu gefasst"), *FIRST[1:])
THIRD = (*SECOND[:1], *SECOND[2:], programme("zuschuss-c", "Zuschuss C"))


@dataclass
class Stand:
    """A channel, somebody who tampers with it, a device at version 2, and what the endpoint served before.

    `first` and `second` are copies of the endpoint at versions 1 and 2.
    """

    folder: Path
    channel: Channel
    device: Device
    first: Path
    second: Path

    @classmethod
    def build(cls, folder: Path) -> Stand:
        """Make one."""
        channel = Channel(folder, expiries=WITH_DAILY_JOB)
        tampering = Tampering(channel)
        device = Device(folder / "device", channel.root)
        channel.publish(FIRST)
        first = tampering.save("first")
        device.update(channel.folder, now=NOW)
        channel.publish(SECOND)
        second = tampering.save("second")
        device.update(channel.folder, now=NOW)
        return cls(folder=folder, channel=channel, device=device, first=first, second=second)

    def copy(self, folder: Path) -> Stand:
        """Return another one in the same state, with the same keys."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        channel = copy.copy(self.channel)
        channel.folder, channel.staging = folder / "endpoint", folder / "staging"
        channel.destination = LocalDestination(channel.folder)
        device = Device(folder / "device", channel.root)
        return Stand(folder=folder, channel=channel, device=device, first=folder / "first", second=folder / "second")

    @property
    def endpoint(self) -> Path:
        """Return the folder that is served."""
        return self.channel.folder

    @property
    def tampering(self) -> Tampering:
        """Return the one who tampers."""
        return Tampering(self.channel)

    @property
    def records(self) -> dict[str, str]:
        """Return the records of version 2."""
        return records_of(SECOND)

    def refused(
        self,
        fault: type[AdvisorError],
        *,
        where: Path | str | None = None,
        now: datetime = NOW,
        options: dict[str, Any] | None = None,
        **wishes: Any,
    ) -> AdvisorError:
        """Assert that an update ends in exactly this fault and leaves the device as it was; return the fault."""
        with pytest.raises(AdvisorError) as caught:
            self.device.update(where or self.endpoint, now=now, options=options, **wishes)
        assert type(caught.value) is fault, repr(caught.value)
        check(self.device, {2})
        return caught.value

    def recover(self, *, now: datetime = NOW) -> None:
        """Assert that the next honest version gets through, once the publisher has the endpoint back.

        The numbers of its files are higher than those of whoever held the keys in between.
        """
        self.tampering.put_back(self.second)
        for role in ("targets", "targets", "content", "content", "content"):
            self.tampering.forge(role)
        later = now + timedelta(hours=1)
        self.channel.publish(THIRD, now=later)
        check_recovers(self.device, self.endpoint, 3, now=later)
