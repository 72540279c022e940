"""The one line that tells of a fault says what is known, and nothing of what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor_app.errors import DiskFull
from advisor_app.terminal.messages import message_for


@pytest.mark.parametrize(
    ("needed", "free", "room"),
    [
        (0, 0, ""),
        (5_000_000, 0, " (5 MB needed)"),
        (0, 1_200_000, " (2 MB free)"),
        (5_000_000, 2_000_000, " (5 MB needed, 2 MB free)"),
    ],
)
def test_of_a_full_disk_only_the_known_sizes_are_told(needed, free, room):
    fault = DiskFull(path=Path("kb"), needed=needed, free=free, reason="No space left", remedy="free disk space")
    assert message_for(fault) == f"kb: the disk is full{room}; free some space and try again"
