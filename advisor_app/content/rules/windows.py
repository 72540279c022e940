"""Rules about time: application windows, validity, succession (rules 4, 5, 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from advisor_app.content.collection import Collection, Entry
from advisor_app.content.faults import Path
from advisor_app.domain import Event, Programme, Status
from advisor_app.domain.programme import Window, WindowModel
from advisor_app.errors import Problem

EVENT_SHOWN_DAYS = 30
_WITHOUT_DATES = frozenset({WindowModel.ROLLING, WindowModel.LOTTERY, WindowModel.UNKNOWN})


def window_dates(content: Collection) -> Iterator[Problem]:
    """The model of a window and its dates belong together."""
    for entry, programme in content.of(Programme):
        window = programme.window
        named = [name for name in ("dates", "recurring") if getattr(window, name)]
        if window.model in _WITHOUT_DATES and named:
            message = f"model {window.model} has no {' or '.join(named)}; remove them or use cutoffs"
            yield entry.error(("window", named[0]), "window_dates", message)
        if window.model is WindowModel.CUTOFFS and not named:
            yield entry.error(("window",), "window_dates", "model cutoffs needs dates or recurring; add them")
        if window.model is WindowModel.SINGLE and not named and not window.open_to:
            yield entry.error(("window",), "window_dates", "model single needs its day; add dates: or open_to:")


def window_order(content: Collection) -> Iterator[Problem]:
    """What begins, begins before it ends; days stand in order and lie within the window."""
    for entry, programme in content.of(Programme):
        window = programme.window
        if window.open_from and window.open_to and window.open_from > window.open_to:
            message = f"open_from {window.open_from} lies after open_to {window.open_to}; correct one"
            yield entry.error(("window", "open_from"), "date_order", message)
        for name in ("dates", "recurring"):
            days = getattr(window, name)
            if list(days) != sorted(set(days)):
                yield entry.error(("window", name), "date_order", f"{name} stand twice or out of order; sort them")
        yield from _outside(entry, window)


def ended_programmes(content: Collection) -> Iterator[Problem]:
    """An ended programme says when it ended and what follows, and nothing ended looks open."""
    for entry, programme in content.of(Programme):
        closed = programme.window.model is WindowModel.CLOSED
        if closed and not programme.valid_to:
            yield entry.error(
                ("window", "model"), "ended_without_valid_to", "an ended programme needs valid_to; add it"
            )
        if closed and not programme.successor:
            message = "an ended programme needs its successor; add successor: [id] or successor: none"
            yield entry.error(("window", "model"), "ended_without_successor", message)
        if closed and programme.valid_to > content.today.isoformat():
            message = f"model closed, but valid_to {programme.valid_to} lies ahead; correct one"
            yield entry.error(("valid_to",), "ended_in_future", message)
        last = programme.valid_to or programme.window.open_to
        if last < programme.window.open_from:
            continue
        if not closed and last and last < content.today.isoformat() and programme.status is Status.PUBLISHED:
            message = f"ended on {last} but model is {programme.window.model}; set model: closed with its successor"
            told = entry.error if content.release else entry.warning
            yield told(("window", "model"), "ended_but_open", message)


def event_times(content: Collection) -> Iterator[Problem]:
    """An event has both times in order, or says how often it recurs."""
    for entry, event in content.of(Event):
        if event.starts_at and event.ends_at:
            start, end = (datetime.fromisoformat(moment) for moment in (event.starts_at, event.ends_at))
            if start >= end:
                yield entry.error(("ends_at",), "date_order", "ends_at must lie after starts_at; correct one")
        elif event.starts_at or event.ends_at:
            missing = "ends_at" if event.starts_at else "starts_at"
            yield _open_point(entry, missing, f"starts_at and ends_at belong together; add {missing}")
        elif not event.recurrence:
            message = "an event needs starts_at and ends_at, or recurrence for a standing format"
            yield _open_point(entry, "starts_at", message)
        if event.place is None and not event.online:
            yield _open_point(entry, "place", "an event needs place: {name: …} or online: true")


def event_organisers(content: Collection) -> Iterator[Problem]:
    """An event names the partner that invites."""
    for entry, event in content.of(Event):
        if not event.organiser:
            yield _open_point(entry, "organiser", "an event needs its organiser; add the id of the partner")


def past_events(content: Collection) -> Iterator[Problem]:
    """An event that is long over is archived, unless its recording can be watched."""
    for entry, event in content.of(Event):
        if event.status is not Status.PUBLISHED or not event.ends_at or event.recording_url:
            continue
        over = datetime.fromisoformat(event.ends_at).date() + timedelta(days=EVENT_SHOWN_DAYS)
        if over < content.today:
            message = f"ended more than {EVENT_SHOWN_DAYS} days ago; set status: archived or add recording_url"
            yield entry.warning(("ends_at",), "event_over", message)


def _open_point(entry: Entry, field: str, message: str) -> Problem:
    """Return what is missing: in a draft, such as one from a calendar, that stays to be found out and stops nothing."""
    told = entry.warning if entry.item.status is Status.DRAFT else entry.error
    return told((field,), "missing", message)


def _outside(entry: Entry, window: Window) -> Iterator[Problem]:
    for index, day in enumerate(window.dates):
        if (window.open_from and day < window.open_from) or (window.open_to and day > window.open_to):
            path: Path = ("window", "dates", index)
            yield entry.error(path, "date_order", f"{day} lies outside open_from and open_to; correct one")
