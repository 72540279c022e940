"""From which age on knowledge is told to be old: it promises nothing any more, and says so wherever it is shown."""

from __future__ import annotations

from datetime import date

STALE_AFTER_DAYS = 30


def stale_days(day: date | None, today: date) -> int:
    """Return the age of the knowledge in days where it is too old, else 0.

    Args:
        day: of the knowledge, None where it is not known.
        today: the day from which it is seen.
    """
    days = (today - day).days if day else 0
    return days if days > STALE_AFTER_DAYS else 0
