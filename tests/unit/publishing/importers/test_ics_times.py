"""When an event is: zones of every sort, whole days, missing and impossible ends, series in words."""

from __future__ import annotations

import pytest

from advisor_app.publishing.importers.ics_recurrence import in_words
from tests.unit.publishing.importers.conftest import calendar, codes

NEW_YORK = """BEGIN:VTIMEZONE
TZID:Büro Übersee
BEGIN:STANDARD
DTSTART:20001105T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
"""


def span(desk, lines: str, head: str = ""):
    report = desk.bring_in(calendar(f"UID:a@b\nSUMMARY:Termin am Morgen\nLOCATION:Köln\n{lines}", head=head))
    draft = desk.one(report)
    return draft.get("starts_at", ""), draft.get("ends_at", ""), codes(report)


@pytest.mark.parametrize(
    ("lines", "start", "end", "odd"),
    [
        (
            "DTSTART;TZID=Europe/Berlin:20270710T100000\nDTEND;TZID=Europe/Berlin:20270710T110000",
            "2027-07-10T10:00:00+02:00",
            "2027-07-10T11:00:00+02:00",
            [],
        ),
        ("DTSTART:20270710T100000Z", "2027-07-10T12:00:00+02:00", "", []),
        ("DTSTART:20271231T233000Z", "2028-01-01T00:30:00+01:00", "", []),
        ("DTSTART;TZID=America/New_York:20270110T100000", "2027-01-10T16:00:00+01:00", "", []),
        (
            "DTSTART;TZID=W. Europe Standard Time:20270110T100000",
            "2027-01-10T10:00:00+01:00",
            "",
            ["zone_windows"],
        ),
        ("DTSTART;TZID=/example.org/Olson/Europe/London:20270110T100000", "2027-01-10T11:00:00+01:00", "", []),
        ("DTSTART;TZID=Entenhausen:20270110T100000", "2027-01-10T10:00:00+01:00", "", ["zone_unknown"]),
        ("DTSTART;TZID=../../etc/passwd:20270110T100000", "2027-01-10T10:00:00+01:00", "", ["zone_unknown"]),
        ("DTSTART:20270110T100000", "2027-01-10T10:00:00+01:00", "", ["floating_time"]),
        (
            "DTSTART:20270110T100000Z\nDURATION:PT1H30M",
            "2027-01-10T11:00:00+01:00",
            "2027-01-10T12:30:00+01:00",
            [],
        ),
        (
            "DTSTART:20270328T003000Z\nDURATION:PT2H",
            "2027-03-28T01:30:00+01:00",
            "2027-03-28T04:30:00+02:00",
            [],
        ),
        ("DTSTART:20270110T100000Z\nDURATION:bald", "2027-01-10T11:00:00+01:00", "", ["date_form"]),
        ("DTSTART:20270110T100000Z\nDURATION:P99999999999D", "2027-01-10T11:00:00+01:00", "", ["date_form"]),
        ("DTSTART;VALUE=DATE:20270110", "2027-01-10T00:00:00+01:00", "2027-01-11T00:00:00+01:00", []),
        (
            "DTSTART;VALUE=DATE:20270327\nDTEND;VALUE=DATE:20270329",
            "2027-03-27T00:00:00+01:00",
            "2027-03-29T00:00:00+02:00",
            [],
        ),
        (
            "DTSTART;VALUE=DATE:20270110\nDTEND;VALUE=DATE:20270110",
            "2027-01-10T00:00:00+01:00",
            "2027-01-11T00:00:00+01:00",
            ["end_before_start"],
        ),
        ("DTSTART:20270110T100000Z\nDTEND:20270110T090000Z", "2027-01-10T11:00:00+01:00", "", ["end_before_start"]),
        ("DTSTART:20270110T100000Z\nDTEND:20270110T100000Z", "2027-01-10T11:00:00+01:00", "", ["end_before_start"]),
        ("DTSTART:20270110T100000Z\nDTEND;VALUE=DATE:20270111", "2027-01-10T11:00:00+01:00", "", ["date_mixed"]),
        (
            "DTSTART;VALUE=DATE:20270110\nDTEND:20270111T100000Z",
            "2027-01-10T00:00:00+01:00",
            "2027-01-11T00:00:00+01:00",
            ["date_mixed"],
        ),
        (
            "DTSTART:20270110T100000Z\nDTEND:20280510T100000Z",
            "2027-01-10T11:00:00+01:00",
            "2028-05-10T12:00:00+02:00",
            ["date_out_of_range"],
        ),
        ("DTSTART;TZID=Europe/Berlin:20270328T023000", "2027-03-28T03:30:00+02:00", "", ["time_skipped"]),
        ("DTSTART;TZID=Europe/Berlin:20271031T023000", "2027-10-31T02:30:00+02:00", "", ["time_twice"]),
        ("DTSTART:2027-01-10T10:00", "2027-01-10T10:00:00+01:00", "", ["date_form", "floating_time"]),
        ("DTSTART:2027-01-10", "2027-01-10T00:00:00+01:00", "2027-01-11T00:00:00+01:00", ["date_form"]),
        ("DTSTART:20270230T100000Z", "", "", ["date_form"]),
        ("DTSTART:morgen um zehn", "", "", ["date_form"]),
        ("DTSTART:", "", "", ["date_form"]),
        ("DTSTART:02070110T100000Z", "", "", ["date_out_of_range"]),
        ("DTSTART:20270110T100000Z/20270110T110000Z", "", "", ["date_form"]),
    ],
)
def test_moments_become_moments_in_berlin(desk, lines, start, end, odd):
    assert span(desk, lines) == (start, end, odd)


def test_a_zone_that_the_calendar_defines_itself_is_used(desk):
    found = span(desk, "DTSTART;TZID=Büro Übersee:20270110T100000", head=NEW_YORK)
    assert found == ("2027-01-10T16:00:00+01:00", "", [])


def test_a_damaged_definition_of_a_zone_is_told(desk):
    damaged = NEW_YORK.replace("TZOFFSETTO:-0500", "TZOFFSETTO:viel")
    start, _, odd = span(desk, "DTSTART;TZID=Büro Übersee:20270110T100000", head=damaged)
    assert start
    assert odd in (["zone_unknown"], [])


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "täglich"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "wöchentlich am Montag, Mittwoch und Freitag"),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20271231T000000Z", "alle 2 Wochen, bis 31.12.2027"),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=6", "monatlich am ersten Dienstag, 6-mal"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "monatlich am letzten Freitag"),
        ("FREQ=MONTHLY;BYDAY=+2TH", "monatlich am zweiten Donnerstag"),
        ("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "jährlich am letzten Sonntag, mit weiteren Einschränkungen"),
        ("freq=weekly", "wöchentlich"),
    ],
)
def test_series_are_told_in_words(rule, words):
    assert in_words(rule) == words


@pytest.mark.parametrize("rule", ["", "jeden Montag", "FREQ=OFT", "COUNT=3", "FREQ=WEEKLY;COUNT=viele"])
def test_a_rule_that_cannot_be_read_is_a_fault(rule):
    with pytest.raises(ValueError):
        in_words(rule)


def test_a_series_without_a_readable_rule_is_still_a_series(desk):
    report = desk.bring_in(
        calendar("UID:a\nSUMMARY:Stammtisch\nDTSTART:20270110T100000Z\nRRULE:FREQ=OFT\nLOCATION:Köln")
    )
    assert codes(report) == ["series"]
    assert "nicht lesbar" in desk.one(report)["recurrence"]
