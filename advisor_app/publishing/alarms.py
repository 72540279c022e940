"""When signed files expire, and how urgent that is: an expired parent blocks every update until somebody renews it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from advisor_app.publishing.chain import Current
from advisor_app.publishing.signed import Role


class Level(StrEnum):
    """How urgent a renewal is."""

    NOTICE = "notice"
    WARNING = "warning"
    URGENT = "urgent"
    EXPIRED = "expired"


# Days left from which on a level holds. Three weeks are enough for three people to meet once.
NOTICE_DAYS = 21
WARNING_DAYS = 14
URGENT_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A role that must be renewed: its last ISO day, the whole days left (negative: past), how urgent it is."""

    role: Role
    expires_on: str
    days_left: int
    level: Level

    @property
    def pressing(self) -> bool:
        """Return whether somebody must act now."""
        return self.level in (Level.URGENT, Level.EXPIRED)


def days_left(expires: datetime, now: datetime) -> int:
    """Return the whole days until a time, negative once it is past."""
    return (expires - now) // timedelta(days=1)


def level_of(expires: datetime, now: datetime) -> Level | None:
    """Return how urgent it is that something is renewed, None while there is time."""
    if expires <= now:
        return Level.EXPIRED
    left = expires - now
    for days, level in ((URGENT_DAYS, Level.URGENT), (WARNING_DAYS, Level.WARNING), (NOTICE_DAYS, Level.NOTICE)):
        if left <= timedelta(days=days):
            return level
    return None


def alarms(current: Current, now: datetime) -> list[Alarm]:
    """Return the roles that must be renewed, the most urgent first."""
    found: list[Alarm] = []
    for role in Role:
        expires = current.expires(role)
        level = level_of(expires, now)
        if level is not None:
            day = expires.date().isoformat()
            found.append(Alarm(role=role, expires_on=day, days_left=days_left(expires, now), level=level))
    return sorted(found, key=lambda alarm: current.expires(alarm.role))
