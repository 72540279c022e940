"""When to look by oneself: spread over time, patient with servers in trouble, never silent for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.updates.policy import UpdatePolicy
from advisor_app.updates.schedule import (
    MAX_MIN_INTERVAL_S,
    MAX_RETRY_AFTER_S,
    START_DELAY_S,
    back_off,
    next_check,
)
from advisor_app.updates.state import UpdateState

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POLICY = UpdatePolicy(endpoint="https://updates.example.org/kb/")
HOUR = timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=9)

TIMES = st.none() | st.integers(-4000, 4000).map(lambda hours: NOW + hours * HOUR)
SHARES = st.floats(0, 1, exclude_max=True)
STATES = st.builds(
    UpdateState,
    last_attempt=TIMES,
    last_check=TIMES,
    failures=st.integers(0, 10**6),
    min_interval=st.integers(0, 2**52),
    retry_after=st.integers(0, 2**52),
)


def due(state: UpdateState, *, started_at: datetime = LONG_AGO, share: float = 0.5, policy: UpdatePolicy = POLICY):
    return next_check(state, policy, NOW, started_at=started_at, share=share)


def attempted(ago: timedelta, **values: int) -> UpdateState:
    return UpdateState(last_attempt=NOW - ago, last_check=NOW - ago, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("policy", [replace(POLICY, check=False), replace(POLICY, endpoint="")])
def test_switched_off_means_never(policy):
    assert due(UpdateState(), policy=policy) is None


@settings(deadline=None)
@given(SHARES)
def test_a_day_after_the_last_check_give_or_take_a_fifth(share):
    time = due(attempted(HOUR), share=share)
    assert timedelta(hours=19.2) <= time - (NOW - HOUR) <= timedelta(hours=28.8)


def test_the_interval_can_be_chosen():
    assert due(attempted(HOUR), policy=replace(POLICY, interval_hours=168)) == NOW - HOUR + 168 * HOUR


@settings(deadline=None)
@given(SHARES, st.sampled_from([UpdateState(), attempted(timedelta(days=4)), attempted(HOUR * 5, failures=1)]))
def test_what_is_overdue_at_the_start_is_spread(share, state):
    wait = (due(state, started_at=NOW, share=share) - NOW).total_seconds()
    assert START_DELAY_S[0] <= wait <= START_DELAY_S[1]


def test_ten_thousand_laptops_started_together_do_not_ask_together():
    waits = sorted(
        (due(UpdateState(), started_at=NOW, share=number / 10_000) - NOW).seconds for number in range(10_000)
    )
    assert max(waits.count(second) for second in set(waits)) <= 20


def test_the_first_check_while_running_is_due_at_once():
    assert due(UpdateState()) == NOW


@settings(deadline=None)
@given(st.integers(1, 10**6), SHARES)
def test_back_off_grows_to_six_hours_and_is_spread(failures, share):
    seconds = back_off(failures, share)
    assert 60 <= seconds <= 6 * 3600
    assert seconds <= 60 * 2 ** min(failures, 30)
    assert back_off(failures, share) <= back_off(failures + 1, share)


def test_full_jitter_spreads_over_all_of_the_ceiling():
    assert back_off(30, 0) == 60
    assert back_off(30, 0.999999) == pytest.approx(6 * 3600, abs=1)


@settings(deadline=None)
@given(st.integers(1, 30), SHARES, st.integers(1, MAX_RETRY_AFTER_S))
def test_what_a_server_asks_for_is_obeyed(failures, share, retry_after):
    time = due(attempted(HOUR, failures=failures, retry_after=retry_after), share=share)
    assert time >= NOW - HOUR + timedelta(seconds=retry_after)


@settings(deadline=None)
@given(SHARES, st.integers(0, MAX_MIN_INTERVAL_S), st.integers(0, 9))
def test_the_signed_least_interval_is_obeyed(share, min_interval, failures):
    time = due(attempted(HOUR, min_interval=min_interval, failures=failures), share=share)
    assert time >= NOW - HOUR + timedelta(seconds=min_interval)


def test_tries_that_never_reached_the_server_do_not_count_against_its_interval():
    state = UpdateState(last_attempt=NOW - HOUR, last_check=NOW - timedelta(days=3), failures=1, min_interval=3600 * 24)
    assert due(state) < NOW


@settings(deadline=None)
@given(STATES, SHARES)
def test_nothing_postpones_for_ever(state, share):
    limit = timedelta(seconds=max(MAX_MIN_INTERVAL_S, MAX_RETRY_AFTER_S) * 1.2) + timedelta(hours=29)
    assert due(state, share=share) <= NOW + limit
    assert due(state, started_at=NOW, share=share) <= NOW + limit


@settings(deadline=None)
@given(SHARES, st.integers(1, 10**5))
def test_a_clock_that_went_back_means_now(share, hours):
    """The last attempt lies ahead: it was written under a wrong clock, or the clock is wrong now."""
    assert due(attempted(-hours * HOUR), share=share) == NOW
    assert due(UpdateState(), started_at=NOW + hours * HOUR, share=share) == NOW


@settings(deadline=None)
@given(STATES, SHARES, st.integers(0, 500))
def test_the_answer_stands_still_while_nothing_happens(state, share, hours):
    later = NOW + hours * HOUR
    first = next_check(state, POLICY, NOW, started_at=NOW, share=share)
    if first > later and not (state.last_attempt and state.last_attempt > NOW):
        assert next_check(state, POLICY, later, started_at=NOW, share=share) == first
