"""What is far too long in a calendar is cut before anything looks into it, and told."""

from __future__ import annotations

import time

import pytest

from advisor_app.publishing.importers.ics_components import read_calendar
from advisor_app.publishing.importers.ics_lines import read_lines
from tests.unit.publishing.importers.conftest import calendar, codes

PLAIN = """UID:a@b
DTSTART;TZID=Europe/Berlin:20270310T100000
DTEND;TZID=Europe/Berlin:20270310T120000
SUMMARY:Fördertag für Gründungen
LOCATION:Köln
URL:https://www.example.org/tag
"""
# Seconds of the processor for one event; each of these took from five of them to hours.
MOST = 2.0


def changed(name: str, value: str) -> str:
    """Return the plain event with another value of a property."""
    kept = [line for line in PLAIN.splitlines() if not line.startswith(f"{name}:")]
    return calendar("\n".join([*kept, f"{name}:{value}"]))


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SUMMARY", "a" * 100_000, "too_long"),
        ("SUMMARY", "KünstlicheKünstliche" * 5_000, "too_long"),
        ("SUMMARY", "a" + "\u0301\u0327" * 40_000, "too_long"),
        ("SUMMARY", "Ein Titel von vielen Wörtern, " * 5 + "Schluss", "cut"),
        ("LOCATION", "a," * 50_000, "too_long"),
        ("LOCATION", "Köln, Ein Saal mit langem Namen, " * 5 + "Schluss", "cut"),
        ("CATEGORIES", "künstliche" * 20_000, "too_long"),
        ("RRULE", "FREQ=WEEKLY;BYDAY=" + "MO," * 300_000, "too_long"),
        ("URL", "https://example.org/" + "a" * 100_000, "too_long"),
    ],
)
def test_overlong_values_are_cut_or_left_out_told_and_done_in_a_moment(desk, name, value, code):
    begun = time.process_time()
    text = changed(name, value)
    report = desk.bring_in(text, valid=False)
    assert time.process_time() - begun < MOST
    told = [problem for problem in report.problems if problem.code == code]
    assert [problem.line for problem in told] == [text.splitlines().index(f"{name}:{value}") + 1]
    assert name in told[0].message
    draft = desk.one(report)
    assert len(draft["title"]) <= 90
    assert draft["sources"][0]["url"] in ("", "https://www.example.org/tag")
    assert desk.content().errors == ()


@pytest.mark.parametrize("fold", [74, 1, 3_000_000])
def test_a_file_in_an_attachment_is_passed_over(desk, fold):
    base64 = "QUJD" * 500_000 if fold > 1 else "QUJD" * 50_000
    folded = "\n ".join(base64[at : at + fold] for at in range(0, len(base64), fold))
    begun = time.process_time()
    report = desk.bring_in(calendar(f"ATTACH;ENCODING=BASE64;VALUE=BINARY:{folded}\n{PLAIN}"))
    assert time.process_time() - begun < MOST
    assert codes(report) == []
    assert desk.one(report)["title"] == "Fördertag für Gründungen"


def test_of_an_overlong_line_only_the_beginning_is_kept():
    raw = ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:" + "ä" * 1_000_000 + "\r\nEND:VEVENT\r\n").encode()
    lines = read_lines(raw, "x.ics")
    assert lines.problems == ()
    assert [line.cut for line in lines.lines] == [False, False, True, False]
    assert max(len(line.text) for line in lines.lines) <= 4_000
    title = read_calendar(lines.lines, "x.ics").events[0].first("SUMMARY")
    assert title is not None
    assert set(title.value) == {"ä"}


def test_the_name_of_a_calendar_is_cut_once_for_all_events(desk):
    events = [PLAIN.replace("a@b", f"{number}@b") for number in range(20)]
    begun = time.process_time()
    report = desk.bring_in(calendar(*events, head=f"X-WR-CALNAME:{'Termine ' * 400_000}\n"))
    assert time.process_time() - begun < MOST
    assert len(report.created) == 20
