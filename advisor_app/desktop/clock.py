"""The time as the window knows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]


def local_time() -> datetime:
    """Return the time now in the user's zone."""
    return datetime.now().astimezone()
