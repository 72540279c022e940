"""When to look for updates by oneself: pure rules, so that ten thousand laptops do not ask at the same minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from advisor_app.updates.policy import UpdatePolicy
from advisor_app.updates.state import UpdateState

# A check falls within this share before or after its interval.
JITTER = 0.2
# A check that is overdue when the program starts waits this long, so that Monday morning is spread.
START_DELAY_S = (20, 600)
# After faults in a row: from the first to the last, doubling.
BACK_OFF_S = (60, 6 * 3600)
# What a server or a publisher may ask for at most: a slip of theirs must not silence a device for ever.
MAX_RETRY_AFTER_S = 24 * 3600
MAX_MIN_INTERVAL_S = 30 * 24 * 3600


def next_check(
    state: UpdateState, policy: UpdatePolicy, now: datetime, *, started_at: datetime, share: float
) -> datetime | None:
    """Return when the next check is due (now or earlier: at once), None if this device does not look by itself.

    Args:
        state: what is remembered of the channel.
        policy: whether, from where and how often to look.
        now: the time, aware.
        started_at: when the program was started, aware.
        share: a random number in [0, 1), the same until the next attempt, so that the answer stands still.
    """
    if not policy.check or not policy.endpoint:
        return None
    last = state.last_attempt
    # A time that lies ahead was written under a wrong clock; waiting for it could take years.
    due = now if last is None or last > now else last + _delay(state, policy, last, share)
    if started_at > now or due > started_at:
        return due
    shortest, longest = START_DELAY_S
    return started_at + timedelta(seconds=shortest + share * (longest - shortest))


def _delay(state: UpdateState, policy: UpdatePolicy, last: datetime, share: float) -> timedelta:
    """Return how long to wait after the last attempt."""
    min_interval = min(state.min_interval, MAX_MIN_INTERVAL_S)
    if not state.failures:
        interval = policy.interval_hours * 3600 * (1 - JITTER + 2 * JITTER * share)
        return timedelta(seconds=max(interval, min_interval * (1 + JITTER * share)))
    seconds = back_off(state.failures, share)
    if state.retry_after:
        seconds = max(seconds, min(state.retry_after, MAX_RETRY_AFTER_S) * (1 + JITTER * share))
    if state.last_check is not None and state.last_check <= last:
        # The publisher counts from the last answer; tries that never reached the server cost it nothing.
        answered = (last - state.last_check).total_seconds()
        seconds = max(seconds, min_interval - answered)
    return timedelta(seconds=seconds)


def back_off(failures: int, share: float) -> float:
    """Return the seconds to wait after so many faults in a row (1 or more): up to a ceiling that doubles."""
    shortest, longest = BACK_OFF_S
    ceiling = min(longest, shortest << min(failures, 20))
    return shortest + share * (ceiling - shortest)
