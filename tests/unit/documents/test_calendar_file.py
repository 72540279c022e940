from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject  # type: ignore[import-untyped]
from dateutil.tz import tzical  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from advisor_app.documents.calendar_file import calendar_file, sequence_of, uid_of
from advisor_app.documents.leaving import one_line
from advisor_app.domain import Item, Programme
from advisor_app.domain.calendar import CalendarEntry, DateKind, entries
from advisor_app.domain.event import Place, Registration
from advisor_app.domain.item import Visibility
from advisor_app.domain.outlines import EventOutline, Outlines, ProgrammeOutline, outline_of
from advisor_app.domain.programme import Legal, Window, WindowModel
from tests.any_items import Maker, tried
from tests.makers import REVIEW, event, programme
from tests.written_lines import strictly

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
SPAN = date(2026, 1, 1), date(2029, 12, 31)
WORKSHOP = event(
    starts_at="2027-03-27T09:00:00+01:00",
    ends_at="2027-03-28T17:30:00+02:00",
    place=Place(name="IHK, Großer Saal; Köln"),
    registration=Registration(url="https://example.org/anmeldung?x=1,2;3", until="2027-03-20"),
)
CUTOFFS = programme(
    window=Window(model=WindowModel.CUTOFFS, dates=("2027-01-31", "2027-06-30"), note="Zwei Runden;\njede zählt"),
    legal=Legal(guideline_title="Richtlinie", guideline_valid_to="2028-06-30"),
)


def dates_of(*items: Item) -> tuple[CalendarEntry, ...]:
    made = [outline_of(item) for item in items]
    outlines = Outlines(
        programmes=tuple(one for one in made if isinstance(one, ProgrammeOutline)),
        events=tuple(one for one in made if isinstance(one, EventOutline)),
    )
    return entries(outlines, *SPAN)


def file_of(*items: Item, now: datetime = NOW) -> bytes:
    return calendar_file(dates_of(*items), {item.id: item for item in items}, now=now)


def events_in(data: bytes):
    strictly(data)
    return Calendar.from_ical(data).walk("VEVENT")


def one_of(data: bytes, kind: str):
    return next(one for one in events_in(data) if kind in one["SUMMARY"])


def test_an_event_has_its_hours_in_berlin():
    closing, made = events_in(file_of(WORKSHOP))
    assert closing["SUMMARY"] == "Anmeldeschluss: Termin A"
    assert made["DTSTART"].to_ical() == b"20270327T090000"
    assert made["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert made.decoded("dtend") == datetime(2027, 3, 28, 17, 30, tzinfo=BERLIN)
    assert made["LOCATION"] == "IHK, Großer Saal; Köln"
    assert made["URL"] == "https://example.org/anmeldung?x=1,2;3"
    assert (made["TRANSP"], made["STATUS"]) == ("OPAQUE", "CONFIRMED")
    assert made["DESCRIPTION"].splitlines()[1:] == [
        "Quelle: Quelle (Stand 01/2026)",
        "https://example.org/quelle",
        "Geprüft am 23.11.2026, Beratungskoffer",
    ]
    assert not made.walk("VALARM")


def test_the_rules_of_the_zone_are_those_of_berlin():
    text = file_of(WORKSHOP).decode()
    zone = tzical(io.StringIO(text)).get("Europe/Berlin")
    assert zone is not None
    moment = datetime(1997, 1, 1, 12, tzinfo=UTC)
    while moment.year < 2040:
        assert moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=BERLIN).utcoffset(), moment
        moment += timedelta(days=1)
    assert "VTIMEZONE" not in file_of(CUTOFFS).decode()


def test_a_deadline_is_a_whole_day_that_takes_no_time_and_reminds_a_week_before():
    first, second, guideline = events_in(file_of(CUTOFFS))
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (date(2027, 1, 31), date(2027, 2, 1))
    assert first["SUMMARY"] == "Stichtag: Zuschuss A"
    assert first["TRANSP"] == "TRANSPARENT"
    assert first["DESCRIPTION"].startswith("Zwei Runden;\njede zählt\nQuelle: ")
    (alarm,) = first.walk("VALARM")
    rings = datetime(2027, 1, 31, tzinfo=BERLIN) + alarm.decoded("trigger")
    assert rings == datetime(2027, 1, 24, 9, tzinfo=BERLIN)
    assert alarm["DESCRIPTION"] == "In 7 Tagen: Stichtag: Zuschuss A"
    assert second["UID"] != first["UID"]
    assert "keine Antragsfrist" in guideline["DESCRIPTION"]
    assert not guideline.walk("VALARM")


@pytest.mark.parametrize(("now", "rings"), [(24, 30), (29, 30), (31, None)])
def test_no_alarm_rings_for_a_morning_that_has_gone_by(now, rings):
    made = one_of(file_of(CUTOFFS, now=datetime(2027, 1, now, 12, tzinfo=BERLIN)), "Stichtag")
    alarms = [datetime(2027, 1, 31, tzinfo=BERLIN) + one.decoded("trigger") for one in made.walk("VALARM")]
    assert alarms == ([] if rings is None else [datetime(2027, 1, rings, 9, tzinfo=BERLIN)])


def changed(old: Item, **changes: Any) -> Item:
    return replace(old, review=replace(REVIEW, checked_on="2026-12-01"), **changes)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (WORKSHOP, changed(WORKSHOP, starts_at="2027-04-01T09:00:00+02:00", ends_at="")),
        (WORKSHOP, changed(WORKSHOP, cancelled=True)),
        (
            programme(window=Window(model=WindowModel.SINGLE, dates=("2027-01-31",))),
            changed(programme(), window=Window(model=WindowModel.SINGLE, dates=("2027-02-15",))),
        ),
        (
            programme(window=Window(model=WindowModel.CALL, open_to="2027-01-31")),
            changed(programme(), window=Window(model=WindowModel.CALL, open_to="2027-03-31")),
        ),
    ],
)
def test_a_later_file_replaces_what_an_earlier_one_brought(before, after):
    old = {one["UID"]: one for one in events_in(file_of(before))}
    new = {one["UID"]: one for one in events_in(file_of(after))}
    assert new
    assert new.keys() <= old.keys()
    for uid, made in new.items():
        assert made["SEQUENCE"] > old[uid]["SEQUENCE"]
        assert made.decoded("last-modified") > old[uid].decoded("last-modified")


def test_two_files_of_one_check_are_told_apart_by_their_moment():
    first, second = (events_in(file_of(CUTOFFS, now=now)) for now in (NOW, NOW + timedelta(minutes=1)))
    assert [one["UID"] for one in first] == [one["UID"] for one in second]
    assert first[0].decoded("dtstamp") < second[0].decoded("dtstamp")
    assert first[0]["SEQUENCE"] == second[0]["SEQUENCE"] == sequence_of(CUTOFFS)


def test_what_is_cancelled_says_so_and_takes_no_time():
    made = one_of(file_of(replace(WORKSHOP, cancelled=True)), WORKSHOP.title)
    assert (made["STATUS"], made["SUMMARY"], made["TRANSP"]) == ("CANCELLED", "Abgesagt: Termin A", "TRANSPARENT")
    assert not made.walk("VALARM")


def test_an_event_of_days_ends_with_its_last_one():
    fair = event(starts_at="2027-05-03", ends_at="2027-05-05", online=True)
    made = one_of(file_of(fair), fair.title)
    assert (made.decoded("dtstart"), made.decoded("dtend")) == (date(2027, 5, 3), date(2027, 5, 6))
    assert (made["TRANSP"], made["LOCATION"]) == ("TRANSPARENT", "Online")


def test_a_time_of_another_zone_is_universal():
    entry = replace(dates_of(WORKSHOP)[-1], starts_at=NOW, ends_at=None)
    assert entry.kind is DateKind.EVENT
    data = calendar_file([entry], {WORKSHOP.id: WORKSHOP}, now=NOW)
    assert "DTSTART:20261123T180000Z" in strictly(data)
    assert "VTIMEZONE" not in data.decode()


def test_the_sources_of_the_date_are_named():
    told = replace(
        CUTOFFS,
        sources=(*CUTOFFS.sources, replace(CUTOFFS.sources[0], id="q2", title="Aufruf", url="javascript:x", as_of="")),
        fact_sources={"amounts": ("q1",), "window.dates": ("q9", "q2")},
    )
    made = one_of(file_of(told), "Stichtag")
    assert "Quelle: Aufruf (ohne Datum)" in made["DESCRIPTION"]
    assert "URL" not in made
    assert "javascript" not in made.to_ical().decode()


def test_themes_are_categories_with_their_labels():
    data = calendar_file(
        dates_of(CUTOFFS), {CUTOFFS.id: CUTOFFS}, now=NOW, label=lambda name, code: f"{name}, {code}; ß"
    )
    assert one_of(data, "Stichtag")["CATEGORIES"].cats == ["themes, innovation; ß"]


@pytest.mark.parametrize(
    "title", ['a;b,c\\d\n"e"', "😀" * 200, "שלום עולם", "x" * 300, "x\r\nEND:VEVENT\r\nUID:1", "\\n\\"]
)
def test_nasty_titles_come_through(title):
    made = one_of(file_of(replace(CUTOFFS, title=title)), "Stichtag")
    whole = f"Stichtag: {one_line(title)}"
    told = made["SUMMARY"]
    assert told == whole if len(whole) <= 255 else (whole.startswith(told.rstrip("…")) and len(told) == 255)
    assert made["UID"] == "zuschuss-a.date-2027-01-31@beratungskoffer"


_FIRST, _LAST = (datetime(year, 1, 1) for year in (2000, 2099))  # noqa: DTZ001 - the zone is drawn
MOMENTS = st.datetimes(_FIRST, _LAST, timezones=st.sampled_from([BERLIN, UTC]))
ANY = Maker(given={date: st.dates(date(2000, 1, 1), date(2099, 1, 1)), datetime: MOMENTS})


@tried(40)
@given(ANY.part(CalendarEntry, item_id=st.just("zuschuss-a")), ANY.part(Programme), MOMENTS)
def test_any_date_makes_a_file_that_others_read(entry, item, now):
    data = calendar_file([entry], {"zuschuss-a": item}, now=now)
    found = events_in(data)
    assert len(found) == (item.visibility is Visibility.PUBLIC)
    for made in found:
        assert str(made["UID"]) == uid_of(entry)
        other = vobject.readOne(data.decode()).vevent
        assert other.summary.value == str(made["SUMMARY"])
        assert other.description.value == str(made["DESCRIPTION"])


def test_dates_without_their_items_are_left_out():
    assert events_in(calendar_file(dates_of(CUTOFFS, WORKSHOP), {WORKSHOP.id: WORKSHOP}, now=NOW))[0]["UID"].startswith(
        "termin-a."
    )
    assert not events_in(calendar_file(dates_of(CUTOFFS), {}, now=NOW))
