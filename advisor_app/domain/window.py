"""The application window of a programme on a given day: one state, told apart from eligibility."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from advisor_app.domain.programme import WindowModel

ENDS_SOON_DAYS = 60


class WindowState(StrEnum):
    """What the window badge says. `ENDS_SOON` stands for a last day within 60 days."""

    OPEN = "laufend"
    ENDS_SOON = "endet_bald"
    LOTTERY = "losverfahren"
    CUTOFFS = "stichtage"
    CALL = "aufruf"
    UPCOMING = "bald"
    PAUSED = "gestoppt"
    CLOSED = "beendet"
    UNKNOWN = "unbekannt"


_OPEN_STATES = {
    WindowModel.ROLLING: WindowState.OPEN,
    WindowModel.FIRST_COME: WindowState.OPEN,
    WindowModel.SINGLE: WindowState.OPEN,
    WindowModel.LOTTERY: WindowState.LOTTERY,
    WindowModel.CUTOFFS: WindowState.CUTOFFS,
    WindowModel.CALL: WindowState.CALL,
    WindowModel.PAUSED: WindowState.PAUSED,
    WindowModel.CLOSED: WindowState.CLOSED,
    WindowModel.UNKNOWN: WindowState.UNKNOWN,
}


def is_closed(model: WindowModel, open_to: str, day: str) -> bool:
    """Tell whether a window is `CLOSED` on a day, as `window_state` would; quick enough to ask of every programme.

    Args:
        model: how one gets a chance to apply.
        open_to: last day (ISO) or ""; the day itself still counts.
        day: the day asked about (ISO).
    """
    if model is WindowModel.CLOSED:
        return True
    return open_to != "" and open_to < day and model is not WindowModel.PAUSED and model is not WindowModel.UNKNOWN


def window_state(model: WindowModel, open_from: str, open_to: str, today: date) -> WindowState:
    """Return the state of a window on a day.

    Args:
        model: how one gets a chance to apply.
        open_from: first day (ISO) or "".
        open_to: last day (ISO) or ""; the day itself still counts.
        today: the day asked about.
    """
    if model in (WindowModel.CLOSED, WindowModel.PAUSED, WindowModel.UNKNOWN):
        return _OPEN_STATES[model]
    if open_to and date.fromisoformat(open_to) < today:
        return WindowState.CLOSED
    if open_from and date.fromisoformat(open_from) > today:
        return WindowState.UPCOMING
    if open_to and (date.fromisoformat(open_to) - today).days <= ENDS_SOON_DAYS:
        return WindowState.ENDS_SOON
    return _OPEN_STATES[model]
