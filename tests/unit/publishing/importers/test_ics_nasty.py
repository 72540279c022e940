"""Calendars as they really come: broken in every way that was seen, and in others. Nothing is lost unsaid."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_app.errors import Problem, Severity
from advisor_app.publishing.importers.ics_components import read_calendar
from advisor_app.publishing.importers.ics_facts import FactReader
from advisor_app.publishing.importers.ics_lines import read_lines
from tests.unit.publishing.importers.conftest import calendar, codes

PLAIN = """
UID:a@b
SUMMARY:Fördertag für Gründungen
DTSTART:20270310T090000Z
DTEND:20270310T100000Z
LOCATION:Köln
URL:https://beispiel.de/a
"""
WHOLE = calendar(PLAIN)


def test_the_plain_calendar_has_nothing_odd(desk):
    report = desk.bring_in(WHOLE)
    assert report.problems == []
    draft = desk.one(report)
    assert (draft["title"], draft["starts_at"]) == ("Fördertag für Gründungen", "2027-03-10T10:00:00+01:00")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_folded_lines_are_joined_whatever_their_ends(desk, end):
    folded = WHOLE.replace("Fördertag für", "Förder\n tag\n\t für").replace("\n", end)
    report = desk.bring_in(folded.encode())
    assert codes(report) == []
    assert desk.one(report)["title"] == "Fördertag für Gründungen"


def test_a_fold_may_divide_a_letter(desk):
    raw = WHOLE.replace("\n", "\r\n").encode().replace("ö".encode(), b"\xc3\r\n \xb6", 1)
    assert desk.one(desk.bring_in(raw))["title"].startswith("Fördertag")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (WHOLE.encode("cp1252"), "not_utf8"),
        (b"\xef\xbb\xbf" + WHOLE.encode(), "bom"),
        (WHOLE.encode("utf-16"), "utf16"),
        (WHOLE.replace("\n", "\r\n", 3).encode(), "line_ends"),
    ],
)
def test_other_encodings_and_line_ends_are_read_and_told(desk, raw, code):
    report = desk.bring_in(raw)
    assert codes(report) == [code]
    assert desk.one(report)["title"] == "Fördertag für Gründungen"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("LOCATION:Köln", "LOCATION:Köln\nBEGIN:VALARM\nTRIGGER:-PT5M", "not_closed"),
        ("SUMMARY:", "BEGIN:VALARM\nACTION:DISPLAY\nSUMMARY:Wecker\nDTSTART:20270310T090000Z\nSUMMARY:", "not_closed"),
        ("END:VEVENT\n", "", "not_closed"),
        ("END:VEVENT", "END:VEVNT", "tag_misspelt"),
        ("BEGIN:VEVENT", "BEGIN:VEVEN", "tag_misspelt"),
        ("END:VCALENDAR\n", "", "truncated"),
        ("END:VEVENT", "END:VALARM\nEND:VEVENT", "stray_end"),
        ("BEGIN:VEVENT", "BEGIN:VCALENDAR\nBEGIN:VEVENT", "nested_calendar"),
        ("BEGIN:VCALENDAR\n", "", "no_frame"),
        ("BEGIN:VEVENT", "BEGIN:VTODO\nSUMMARY:Aufgabe\nEND:VTODO\nBEGIN:VEVENT", "no_event"),
        ("BEGIN:VEVENT", "BEGIN:MITTAGESSEN\nSUMMARY:x\nEND:MITTAGESSEN\nBEGIN:VEVENT", "unknown_component"),
        ("LOCATION:", "FARBE:rot\nLOCATION:", "unknown_property"),
        ("LOCATION:Köln", "LOCATION:Köln\nDeutz", "no_property"),
        ("SUMMARY:", "SUMMARY;LANGUAGE:", "property_form"),
        ("LOCATION:", "DTSTART:20280101T090000Z\nLOCATION:", "property_twice"),
        ("URL:https://beispiel.de/a", "URL:file:///C:/Users/x/kalender.ics", "url_dropped"),
        ("URL:https://beispiel.de/a", "URL:javascript:alert(1)", "url_dropped"),
        ("URL:https://beispiel.de/a", 'URL:https://bei spiel.de/"<', "url_dropped"),
        ("URL:https://beispiel.de/a", "URL:http://[::1", "url_dropped"),
        ("URL:https://beispiel.de/a", "URL:www.beispiel.de", "url_repaired"),
        ("UID:a@b\n", "", "no_uid"),
        ("SUMMARY:", "SUMMARY:<b>", "html"),
        ("LOCATION:Köln", "RRULE:FREQ=WEEKLY;COUNT=4\nLOCATION:Köln", "series"),
        ("LOCATION:Köln", "EXDATE:20270317T090000Z\nLOCATION:Köln", "series_dates"),
        ("LOCATION:Köln", "RECURRENCE-ID:20270310T090000Z\nLOCATION:Köln", "changed_date"),
    ],
)
def test_each_oddity_is_mended_and_told_with_its_line(desk, old, new, code):
    assert old in WHOLE
    text = WHOLE.replace(old, new, 1)
    report = desk.bring_in(text)
    assert code in codes(report)
    told = next(problem for problem in report.problems if problem.code == code)
    assert told.severity is Severity.WARNING
    assert told.file == "kalender.ics"
    assert 1 <= told.line <= len(text.splitlines())
    assert len(told.message.splitlines()) == 1
    draft = desk.one(report)
    assert draft["title"] == "Fördertag für Gründungen"
    assert draft["starts_at"] == "2027-03-10T10:00:00+01:00"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty_file"),
        (b"\x00" * 500, "empty_file"),
        (bytes(range(256)) * 40, "no_calendar"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff\x00" * 3000, "no_calendar"),
        (b"<!DOCTYPE html>\n<html>\n<p>Bitte anmelden: hier</p>\n</html>\n", "no_calendar"),
    ],
)
def test_what_is_no_calendar_has_one_fault_and_leaves_nothing(desk, raw, code):
    report = desk.bring_in(raw)
    assert [(problem.code, problem.severity) for problem in report.problems] == [(code, Severity.ERROR)]
    assert desk.drafts() == []


def test_a_calendar_without_events_is_told(desk):
    assert codes(desk.bring_in("BEGIN:VCALENDAR\nEND:VCALENDAR\n")) == ["no_events"]


@pytest.mark.parametrize(
    ("event", "code", "counted"),
    [
        ("UID:a\nDESCRIPTION:nur Text", "empty_event", (0, 1)),
        (PLAIN + "CLASS:PRIVATE\n", "private", (0, 1)),
        (PLAIN.replace("SUMMARY:Fördertag für Gründungen\n", ""), "no_title", (1, 0)),
        (PLAIN.replace("DTSTART:20270310T090000Z\n", ""), "no_start", (1, 0)),
        (PLAIN.replace("LOCATION:Köln", "LOCATION:null"), "no_place", (1, 0)),
    ],
)
def test_what_cannot_be_said_is_left_open_or_left_out_and_told(desk, event, code, counted):
    report = desk.bring_in(calendar(event))
    assert code in [problem.code for problem in report.problems]
    assert (len(report.created), report.skipped) == counted


def test_a_cut_file_keeps_its_last_event_and_says_so(desk):
    report = desk.bring_in(WHOLE[: WHOLE.index("LOCATION") + 11])
    draft = desk.one(report)
    assert "truncated" in codes(report)
    assert any("mitten in diesem Termin" in point for point in draft["uncertain"])


def test_huge_lines_and_hostile_text_stay_harmless(desk):
    nasty = PLAIN.replace("SUMMARY:Fördertag für Gründungen", "SUMMARY:x\u202e\u0007" + "Titel " * 50_000)
    nasty += "DESCRIPTION:" + "A" * 3_000_000 + "\nX-ALT-DESC;FMTTYPE=text/html:<html>" + "b" * 500_000
    report = desk.bring_in(calendar(nasty.replace("LOCATION:Köln", 'LOCATION:"]}\\n---\\nstatus: published')))
    draft = desk.one(report)
    assert len(draft["title"]) <= 90
    assert draft["status"] == "draft"
    assert "\u202e" not in draft["title"]
    assert draft["place"] == {"name": '"]} --- status: published'}


def test_cancelled_and_tentative_are_told_in_the_draft(desk):
    cancelled = desk.one(desk.bring_in(calendar(PLAIN + "STATUS:CANCELLED\n")))
    assert cancelled["cancelled"] is True
    report = desk.bring_in(calendar(PLAIN.replace("a@b", "c@d") + "STATUS:TENTATIVE\n"))
    assert any("vorläufig" in point for point in desk.one(report)["uncertain"])


def test_a_changed_date_of_a_series_is_a_draft_of_its_own(desk):
    series = PLAIN + "RRULE:FREQ=WEEKLY;BYDAY=WE\n"
    changed = PLAIN.replace("20270310", "20270318") + "RECURRENCE-ID:20270317T090000Z\n"
    report = desk.bring_in(calendar(series, changed))
    assert len(report.created) == 2
    assert {desk.fields(name)["starts_at"][:10] for name in report.created} == {"2027-03-10", "2027-03-18"}
    words = [desk.fields(name).get("recurrence") for name in report.created]
    assert sorted(map(str, words)) == ["None", "wöchentlich am Mittwoch"]


@pytest.mark.parametrize(
    ("location", "place", "online"),
    [
        ("Online", None, True),
        ("Online (Zoom)", None, True),
        ("https://zoom.us/j/1", None, True),
        ("Köln und online", {"name": "Köln und online"}, True),
        ("Messe Essen\\, Essen", {"name": "Messe Essen, Essen", "ags": "05113000"}, None),
        ("Halle", {"name": "Halle"}, None),
        ("München", {"name": "München"}, None),
        ("IHK\\, 33330 Gütersloh", {"name": "IHK, 33330 Gütersloh", "ags": "05754008"}, None),
        ("Firma X\\, 33333 Gütersloh", {"name": "Firma X, 33333 Gütersloh", "ags": "05754008"}, None),
        ("Rathaus\\, 40721", {"name": "Rathaus, 40721"}, None),
    ],
)
def test_places_are_recognised_only_without_doubt(desk, location, place, online):
    draft = desk.one(desk.bring_in(calendar(PLAIN.replace("LOCATION:Köln", f"LOCATION:{location}"))))
    assert (draft.get("place"), draft.get("online")) == (place, online)


def everything(raw: bytes) -> tuple[int, list[Problem]]:
    """Read a file as the import does, without writing; return how many events it has, and what was odd."""
    lines = read_lines(raw, "x.ics")
    found = read_calendar(lines.lines, "x.ics")
    reader = FactReader(found, "x.ics")
    read = [reader.read(event) for event in found.events]
    assert len([facts for facts in read if facts is None]) <= len(reader.problems)
    return len(read), [*lines.problems, *found.problems, *reader.problems]


@given(raw=st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_without_a_fault(raw):
    events, problems = everything(raw)
    assert events or problems


@given(
    at=st.integers(0, len(WHOLE)),
    length=st.integers(0, 40),
    put=st.sampled_from(["", "\n", "\r", " ", ":", ";", "\x00", "END:VEVENT\n", "BEGIN:VEVENT\n", '"', "ü", "\\", "="]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_calendar_damaged_anywhere_is_read_and_the_damage_is_told_or_harmless(at, length, put):
    damaged = WHOLE[:at] + put + WHOLE[at + length :]
    events, problems = everything(damaged.replace("\n", "\r\n").encode())
    # Whatever was cut out: the event is there, or something is said.
    assert events or problems
