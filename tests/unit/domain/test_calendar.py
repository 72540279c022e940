"""The calendar tells what the content states, on the day it states, and nothing else."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.domain import calendar
from advisor_app.domain.calendar import DateKind, entries, undated
from advisor_app.domain.event import Place, Registration
from advisor_app.domain.item import Certainty, CheckedAgainst, Review
from advisor_app.domain.outlines import Outlines, outline_of
from advisor_app.domain.programme import Legal, Window, WindowModel
from advisor_app.domain.topic import LegalHook
from tests.makers import event, programme, topic

ALWAYS = (date(2020, 1, 1), date(2035, 12, 31))


def of(*items):
    by_kind: dict[str, list[Any]] = {"Programme": [], "Topic": [], "Event": []}
    for item in items:
        by_kind[type(item).__name__].append(outline_of(item))
    return Outlines(
        programmes=tuple(by_kind["Programme"]), topics=tuple(by_kind["Topic"]), events=tuple(by_kind["Event"])
    )


def told(*items, span=ALWAYS):
    return [(entry.kind.value, entry.day.isoformat()) for entry in entries(of(*items), *span)]


def window(model, **fields):
    return Window(model=WindowModel(model), **fields)


def held(start, end, **fields):
    return event(starts_at=start, ends_at=end, **fields)


# Programmes


@pytest.mark.parametrize("model", ["single", "call", "first_come"])
def test_the_last_day_of_a_limited_window_is_a_deadline(model):
    item = programme(window=window(model, open_from="2026-09-01", open_to="2026-12-31"))
    assert told(item) == [("opening", "2026-09-01"), ("deadline", "2026-12-31")]


@pytest.mark.parametrize("model", ["rolling", "lottery", "cutoffs"])
def test_the_last_day_of_a_running_programme_is_its_end(model):
    assert told(programme(window=window(model, open_to="2026-12-31"))) == [("programme_end", "2026-12-31")]


def test_a_programme_that_outlasts_its_last_application_day_has_a_deadline_and_an_end():
    item = programme(
        window=window("rolling", open_to="2027-05-31"),
        legal=Legal(guideline_title="R", guideline_valid_to="2027-12-31"),
    )
    assert told(item) == [("deadline", "2027-05-31"), ("guideline_end", "2027-12-31")]
    item = programme(window=window("rolling", open_to="2027-05-31"), valid_to="2028-06-30")
    assert told(item) == [("deadline", "2027-05-31"), ("programme_end", "2028-06-30")]


def test_that_a_guideline_ends_is_no_deadline():
    legal = Legal(guideline_title="Richtlinie A", guideline_valid_to="2026-12-31")
    (entry,) = entries(of(programme(legal=legal)), *ALWAYS)
    assert (entry.kind, entry.day, entry.note) == (DateKind.GUIDELINE_END, date(2026, 12, 31), "Richtlinie A")


def test_a_programme_and_its_guideline_that_end_together_are_told_once():
    legal = Legal(guideline_valid_to="2026-12-31")
    item = programme(window=window("rolling", open_to="2026-12-31"), legal=legal)
    assert told(item) == [("programme_end", "2026-12-31")]


@pytest.mark.parametrize("model", ["paused", "closed", "unknown"])
def test_what_is_not_open_has_no_dates_to_apply(model):
    item = programme(
        window=window(model, open_from="2026-01-01", dates=("2026-12-01",), recurring=("03-31",)), valid_to="2025-06-30"
    )
    assert told(item) == [("programme_end", "2025-06-30")]


def test_an_ended_programme_ended_on_the_last_day_of_its_window():
    assert told(programme(window=window("closed", open_to="2023-12-31"))) == [("programme_end", "2023-12-31")]


def test_days_are_what_the_model_says():
    days = {"dates": ("2026-12-01", "2027-02-01")}
    both = ["2026-12-01", "2027-02-01"]
    assert told(programme(window=window("cutoffs", **days))) == [("cutoff", day) for day in both]
    assert told(programme(window=window("call", **days))) == [("deadline", day) for day in both]
    assert told(programme(window=window("lottery", **days))) == [("lottery", day) for day in both]
    one = window("single", dates=("2026-12-01",), open_to="2026-12-01")
    assert told(programme(window=one)) == [("deadline", "2026-12-01")]


@pytest.mark.parametrize(
    ("note", "days"),
    [
        ("Laufend registrieren; die erste Auslosung war am 07.01.2026.", ["2026-01-07"]),
        ("Gezogen wird am 15.01.2027. Der Antrag ist am 01.03.2027 fällig.", ["2027-01-15"]),
        ("Nächste Ziehung nach dem 15.01.2027.", []),
        ("Regelmäßig wird gezogen.", []),
        ("Seit dem 01.01.2026 in neuer Fassung; gelost wird monatlich.", []),
        ("Die Ziehung am 31.02.2027 gibt es nicht.", []),
    ],
)
def test_draws_are_the_days_that_the_remark_states(note, days):
    assert told(programme(window=window("lottery", note=note))) == [("lottery", day) for day in days]
    assert told(programme(window=window("rolling", note=note))) == []


def test_yearly_days_come_every_year_as_long_as_the_programme_lasts():
    item = programme(window=window("cutoffs", recurring=("03-31", "11-30"), open_to="2028-06-30"))
    days = ["2026-03-31", "2026-11-30", "2027-03-31", "2027-11-30", "2028-03-31"]
    assert told(item) == [*[("cutoff", day) for day in days], ("programme_end", "2028-06-30")]


def test_yearly_days_begin_with_the_window_or_the_year_of_the_check():
    begun = programme(window=window("cutoffs", recurring=("03-31",), open_from="2027-04-01"))
    assert told(begun, span=(date(2020, 1, 1), date(2028, 12, 31))) == [
        ("opening", "2027-04-01"),
        ("cutoff", "2028-03-31"),
    ]
    unknown = programme(window=window("cutoffs", recurring=("03-31",)))
    assert told(unknown, span=(date(2020, 1, 1), date(2026, 12, 31))) == [("cutoff", "2026-03-31")]


def test_the_end_of_february_comes_every_year():
    item = programme(window=window("cutoffs", recurring=("02-29",)))
    assert told(item, span=(date(2027, 1, 1), date(2028, 12, 31))) == [
        ("cutoff", "2027-02-28"),
        ("cutoff", "2028-02-29"),
    ]


def test_a_range_over_new_year_holds_the_days_of_both_years():
    item = programme(window=window("cutoffs", recurring=("01-02", "12-30")))
    assert told(item, span=(date(2026, 12, 30), date(2027, 1, 2))) == [
        ("cutoff", "2026-12-30"),
        ("cutoff", "2027-01-02"),
    ]


def test_a_moved_deadline_keeps_its_key_and_several_days_have_their_own():
    def keys(*days):
        return {entry.key for entry in entries(of(programme(window=window("single", dates=days))), *ALWAYS)}

    assert keys("2026-12-31") == keys("2027-01-31")
    assert len(keys("2026-12-31", "2027-01-31")) == 2


# Topics


def test_duties_begin_on_a_stated_day_and_partial_dates_stay_partial():
    hooks = (
        LegalHook(name="Gesetz A", applies_when="ab 50 Beschäftigten", date="2027-01-01"),
        LegalHook(name="Gesetz B", applies_when="alle", date="2027"),
        LegalHook(name="Gesetz C", applies_when="", date="2026-09"),
        LegalHook(name="Gesetz D", applies_when="immer"),
    )
    item = topic(legal_hooks=hooks)
    (entry,) = entries(of(item), *ALWAYS)
    assert (entry.kind, entry.day, entry.title) == (DateKind.LEGAL, date(2027, 1, 1), "Thema A")
    assert entry.note == "Gesetz A: ab 50 Beschäftigten"
    assert [(one.when, one.note) for one in undated(of(item))] == [("2026-09", "Gesetz C"), ("2027", "Gesetz B: alle")]


def test_a_duty_keeps_its_key_when_others_come_before_it():
    def keys(*names):
        hooks = tuple(LegalHook(name=name, applies_when="", date="2027-01-01") for name in names)
        return [entry.key for entry in entries(of(topic(legal_hooks=hooks)), *ALWAYS)]

    assert keys("Gesetz A")[0] in keys("Gesetz 0", "Gesetz A")
    assert len(set(keys("Gesetz 0", "Gesetz A"))) == 2


# Events


def test_an_event_has_its_times_in_german_time_whatever_offset_they_are_written_in():
    item = held("2027-01-15T22:30:00Z", "2027-01-16T00:15:00+00:00", place=Place(name="Witten"), online=True)
    (entry,) = entries(of(item), *ALWAYS)
    assert (entry.day, entry.end_day) == (date(2027, 1, 15), date(2027, 1, 16))
    assert entry.starts_at is not None
    assert (entry.starts_at.hour, entry.starts_at.minute) == (23, 30)
    assert (entry.note, entry.format, entry.online) == ("Witten", "sprechtag", True)


@pytest.mark.parametrize(("online", "region"), [(False, ("05911000",)), (True, ("05",))])
def test_an_event_is_where_one_has_to_go(online, region):
    place = Place(name="Jahrhunderthalle", ags="05911000")
    (entry,) = entries(
        of(held("2026-12-04T10:00:00+01:00", "2026-12-04T12:00:00+01:00", place=place, online=online)), *ALWAYS
    )
    assert entry.region == region


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2027-03-28T01:30:00+01:00", "2027-03-28T03:30:00+02:00", 1),
        ("2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00", 1),
        ("2027-10-31T01:30:00+02:00", "2027-10-31T03:30:00+01:00", 3),
    ],
)
def test_nights_in_which_the_clock_is_changed_keep_their_length(start, end, hours):
    (entry,) = entries(of(held(start, end)), *ALWAYS)
    assert entry.starts_at is not None
    assert entry.ends_at is not None
    assert entry.ends_at.astimezone(UTC) - entry.starts_at.astimezone(UTC) == timedelta(hours=hours)
    assert (entry.starts_at.isoformat(), entry.ends_at.isoformat()) == (start, end)


def test_what_lasts_several_days_comes_once_and_touches_each_of_them():
    fair = held("2026-12-30T09:00:00+01:00", "2027-01-02T18:00:00+01:00")
    for day in (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 2)):
        (entry,) = entries(of(fair), day, day)
        assert (entry.day, entry.end_day) == (date(2026, 12, 30), date(2027, 1, 2))
    assert not told(fair, span=(date(2026, 12, 29), date(2026, 12, 29)))
    assert not told(fair, span=(date(2027, 1, 3), date(2027, 1, 3)))


def test_what_ends_at_midnight_ends_on_the_day_before():
    (entry,) = entries(of(held("2026-12-04T18:00:00+01:00", "2026-12-05T00:00:00+01:00")), *ALWAYS)
    assert entry.end_day == date(2026, 12, 4)


def test_one_may_register_for_what_is_not_cancelled():
    registration = Registration(until="2026-11-30")
    times = ("2026-12-04T10:00:00+01:00", "2026-12-04T12:00:00+01:00")
    assert told(held(*times, registration=registration)) == [
        ("registration_end", "2026-11-30"),
        ("event", "2026-12-04"),
    ]
    (entry,) = entries(of(held(*times, registration=registration, cancelled=True)), *ALWAYS)
    assert (entry.kind, entry.cancelled) == (DateKind.EVENT, True)


def test_a_recurring_format_without_dates_is_told_apart():
    outlines = of(event(recurrence="Einmal im Jahr"), event("b", recurrence="Nie mehr", cancelled=True))
    assert not entries(outlines, *ALWAYS)
    assert [(one.item_id, one.when) for one in undated(outlines)] == [("termin-a", "Einmal im Jahr")]


def test_something_is_past_after_its_last_day():
    (entry,) = entries(of(held("2026-12-04T09:00:00+01:00", "2026-12-05T18:00:00+01:00")), *ALWAYS)
    assert not entry.past(date(2026, 12, 5))
    assert entry.past(date(2026, 12, 6))


def test_a_machine_without_time_zones_shows_the_written_time(monkeypatch):
    def nothing(_key):
        raise ZoneInfoNotFoundError

    calendar.zone.cache_clear()
    monkeypatch.setattr(calendar, "ZoneInfo", nothing)
    try:
        (entry,) = entries(of(held("2026-12-04T10:00:00+01:00", "2026-12-04T12:00:00+01:00")), *ALWAYS)
        assert entry.starts_at is not None
        assert (entry.starts_at.hour, entry.starts_at.utcoffset()) == (10, timedelta(hours=1))
    finally:
        calendar.zone.cache_clear()


# Rules that hold for any content

days = st.dates(min_value=date(2025, 1, 1), max_value=date(2029, 12, 31))
maybe_day = st.one_of(st.just(""), days.map(date.isoformat))
yearly = st.dates(min_value=date(2024, 1, 1), max_value=date(2024, 12, 31)).map(lambda day: day.isoformat()[5:])
windows = st.builds(
    Window,
    model=st.sampled_from(list(WindowModel)),
    open_from=maybe_day,
    open_to=maybe_day,
    dates=st.lists(days.map(date.isoformat), max_size=3, unique=True).map(tuple),
    recurring=st.lists(yearly, max_size=3, unique=True).map(tuple),
    note=days.map(lambda day: f"Ziehung am {day:%d.%m.%Y}."),
)
checks = days.map(
    lambda day: Review(
        checked_on=day.isoformat(), checked_against=CheckedAgainst.LIVE, review_by="2029-01-01", certainty=Certainty.A
    )
)
programmes = st.builds(
    programme,
    item_id=st.sampled_from(["a", "b", "c"]),
    window=windows,
    valid_to=maybe_day,
    review=checks,
    legal=st.one_of(st.none(), st.builds(Legal, guideline_valid_to=maybe_day)),
)
topics = st.builds(
    topic,
    legal_hooks=st.lists(
        st.builds(LegalHook, name=st.just("G"), applies_when=st.just(""), date=maybe_day), max_size=3
    ).map(tuple),
)
events = st.builds(
    lambda day, hour, length, until: event(
        starts_at=(start := datetime(day.year, day.month, day.day, hour, tzinfo=UTC)).isoformat(),
        ends_at=(start + timedelta(minutes=length)).isoformat(),
        registration=Registration(until=until),
    ),
    days,
    st.integers(0, 23),
    st.integers(1, 6 * 24 * 60),
    maybe_day,
)
bases = st.lists(st.one_of(programmes, topics, events), max_size=6).map(lambda items: of(*items))
spans = st.tuples(days, days).map(sorted)


def order(entry):
    """By day, whole days before times of day, and always the same."""
    timed = entry.starts_at is not None
    kinds = list(DateKind)
    moment = entry.starts_at.astimezone(UTC).isoformat() if timed else ""
    return entry.day, timed, moment, kinds.index(entry.kind), entry.title, entry.item_id, entry.key


@given(bases, spans)
def test_entries_are_sorted_and_touch_the_range(outlines, span):
    found = entries(outlines, *span)
    assert list(found) == sorted(found, key=order)
    assert all(entry.day <= span[1] and entry.end_day >= span[0] for entry in found)
    assert all(entry.day <= entry.end_day for entry in found)
    assert found == entries(outlines, *span)


@given(bases, st.lists(days, min_size=3, max_size=3, unique=True).map(sorted))
def test_two_ranges_that_meet_hold_what_the_whole_holds(outlines, marks):
    first, middle, last = marks
    left, right = entries(outlines, first, middle), entries(outlines, middle + timedelta(days=1), last)
    whole = entries(outlines, first, last)
    assert set(left) | set(right) == set(whole)
    points = [entry for entry in whole if entry.day == entry.end_day]
    assert [entry for entry in (*left, *right) if entry.day == entry.end_day] == points


@given(bases, spans)
def test_the_order_of_the_items_does_not_matter(outlines, span):
    turned = Outlines(programmes=outlines.programmes[::-1], topics=outlines.topics[::-1], events=outlines.events[::-1])
    assert [order(entry) for entry in entries(turned, *span)] == [order(entry) for entry in entries(outlines, *span)]


@given(programmes)
def test_what_is_not_open_never_has_a_deadline_and_keys_are_unique(item):
    found = entries(of(item), *ALWAYS)
    keys = [entry.key for entry in found]
    assert len(keys) == len(set(keys))
    if item.window.model in {WindowModel.CLOSED, WindowModel.PAUSED, WindowModel.UNKNOWN}:
        assert {entry.kind for entry in found} <= {DateKind.PROGRAMME_END, DateKind.GUIDELINE_END}
