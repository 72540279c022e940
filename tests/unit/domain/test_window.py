from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.domain.programme import WindowModel
from advisor_app.domain.window import WindowState, window_state

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("model", "opens", "closes", "state"),
    [
        (WindowModel.ROLLING, "", "", WindowState.OPEN),
        (WindowModel.ROLLING, "2025-01-01", "2029-12-31", WindowState.OPEN),
        (WindowModel.ROLLING, "", "2026-12-31", WindowState.ENDS_SOON),
        (WindowModel.ROLLING, "", "2026-11-23", WindowState.ENDS_SOON),
        (WindowModel.ROLLING, "", "2026-11-22", WindowState.CLOSED),
        (WindowModel.LOTTERY, "2026-01-01", "2029-12-31", WindowState.LOTTERY),
        (WindowModel.CALL, "2027-01-01", "", WindowState.UPCOMING),
        (WindowModel.CLOSED, "", "", WindowState.CLOSED),
        (WindowModel.PAUSED, "", "2020-01-01", WindowState.PAUSED),
        (WindowModel.UNKNOWN, "", "", WindowState.UNKNOWN),
        (WindowModel.CUTOFFS, "", "", WindowState.CUTOFFS),
    ],
)
def test_state_on_a_day(model, opens, closes, state):
    assert window_state(model, opens, closes, TODAY) is state


@given(days=st.integers(0, 4000), later=st.integers(1, 4000), model=st.sampled_from(WindowModel))
def test_a_closed_window_never_opens_again(days, later, model):
    closes = TODAY.isoformat()
    day = TODAY + timedelta(days=days)
    if window_state(model, "", closes, day) is WindowState.CLOSED:
        assert window_state(model, "", closes, day + timedelta(days=later)) is WindowState.CLOSED
