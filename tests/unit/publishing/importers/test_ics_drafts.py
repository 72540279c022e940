"""A calendar becomes drafts: valid, in our own words, with what is open named; and a second import knows them again."""

from __future__ import annotations

import os

import pytest

from advisor_app.content.load import published
from advisor_app.errors import InputUnreadable, UsageFault
from tests.unit.publishing.importers.conftest import calendar, codes

MEETING = """
UID:treffen-1@beispiel.de
SUMMARY:KI im Handwerk\\, ganz praktisch
DTSTART;TZID=Europe/Berlin:20270310T100000
DTEND;TZID=Europe/Berlin:20270310T123000
DTSTAMP:20261101T080000Z
LOCATION:Handwerksbildungszentrum\\, 58452 Witten
URL:https://www.beispiel.de/ki
ORGANIZER;CN="IHK Köln":mailto:anna.muster@beispiel.de
DESCRIPTION:Fremder Text <b>mit</b> Namen: Erika Muster\\, 0151 123456
"""


def test_facts_become_a_valid_draft(desk):
    report = desk.bring_in(calendar(MEETING, head="X-WR-CALNAME:Termine der Region\n"))
    draft = desk.one(report)
    assert codes(report) == []
    assert draft["title"] == "KI im Handwerk, ganz praktisch"
    assert (draft["starts_at"], draft["ends_at"]) == ("2027-03-10T10:00:00+01:00", "2027-03-10T12:30:00+01:00")
    assert draft["place"] == {"name": "Handwerksbildungszentrum, 58452 Witten", "ags": "05954036"}
    assert (draft["region"], draft["status"], draft["organiser"]) == (["05954036"], "draft", "ihk-koeln")
    assert draft["themes"] == ["ki", "handwerk"]
    assert draft["sources"][0]["url"] == "https://www.beispiel.de/ki"
    assert draft["sources"][0]["as_of"] == "2026-11-01"
    assert "Termine der Region" in draft["sources"][0]["title"]
    assert "Witten am 10.03.2027 von 10:00 bis 12:30 Uhr" in draft["summary"]
    assert draft["review"]["certainty"] == "C"


def test_nothing_of_the_description_and_no_person_is_copied(desk):
    stranger = MEETING.replace('CN="IHK Köln"', 'CN="Max Schaedlich"')
    report = desk.bring_in(calendar(stranger))
    text = "".join(path.read_text(encoding="utf-8") for path in (desk.kb / "events").iterdir())
    for private in ("Fremder Text", "Erika", "0151", "anna.muster", "Schaedlich"):
        assert private not in text
    assert desk.one(report)["organiser"] == ""
    assert codes(report) == ["organiser_unknown"]
    assert any("Veranstalter offen" in point for point in desk.one(report)["uncertain"])


def test_drafts_never_ship(desk):
    report = desk.bring_in(calendar(MEETING))
    assert not {item.id for item in published(desk.content())} & set(report.created)


def test_a_second_import_changes_nothing_on_any_day(desk, today):
    path = desk.write(calendar(MEETING))
    first = desk.bring_in(path)
    before = {file.name: file.read_bytes() for file in (desk.kb / "events").iterdir()}
    later = type(desk)(desk.kb, desk.calendars, desk.geodata, desk.gazetteer, today.replace(month=12))
    second = later.bring_in(path)
    assert (second.created, second.updated, second.unchanged) == ([], [], first.created)
    assert {file.name: file.read_bytes() for file in (desk.kb / "events").iterdir()} == before


def test_a_moved_event_renews_its_draft_and_keeps_its_id(desk):
    first = desk.bring_in(calendar(MEETING))
    moved = MEETING.replace("20270310", "20270317").replace("KI im Handwerk", "Künstliche Intelligenz")
    second = desk.bring_in(calendar(moved))
    assert (second.created, second.updated) == ([], first.created)
    assert desk.drafts() == first.created
    assert desk.fields(first.created[0])["starts_at"] == "2027-03-17T10:00:00+01:00"


def test_what_an_editor_changed_stays_and_the_difference_is_told(desk):
    first = desk.bring_in(calendar(MEETING))
    path = desk.kb / "events" / f"{first.created[0]}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("KI im Handwerk, ganz", "KI: ganz"), encoding="utf-8")
    edited = path.read_bytes()
    moved = MEETING.replace("20270310T123000", "20270310T130000") + "STATUS:CANCELLED\n"
    second = desk.bring_in(calendar(moved))
    assert (second.created, second.updated, second.kept) == ([], [], first.created)
    assert path.read_bytes() == edited
    told = {problem.field: problem for problem in second.problems if problem.code == "edited"}
    assert set(told) == {"title", "ends_at", "cancelled"}
    assert told["title"].line == 4
    assert "13:00:00" in told["ends_at"].message


def test_an_editor_on_windows_did_not_change_anything(desk):
    first = desk.bring_in(calendar(MEETING))
    path = desk.kb / "events" / f"{first.created[0]}.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    report = desk.write(calendar(MEETING.replace("20270310", "20270317")))
    text = path.read_bytes()
    assert b"\r\n" in text
    assert desk.bring_in(report).updated == first.created


def test_a_renamed_draft_is_found_by_its_uid(desk):
    first = desk.bring_in(calendar(MEETING))
    old = desk.kb / "events" / f"{first.created[0]}.md"
    text = old.read_text(encoding="utf-8").replace(f"id: {first.created[0]}", "id: ki-treffen")
    old.unlink()
    (desk.kb / "events" / "ki-treffen.md").write_text(text, encoding="utf-8")
    assert desk.bring_in(calendar(MEETING)).kept == ["ki-treffen"]
    assert desk.drafts() == ["ki-treffen"]


def test_a_uid_twice_is_kept_once_in_its_newer_version(desk):
    newer = MEETING.replace("20270310", "20270317") + "SEQUENCE:2\n"
    desk.write(calendar(MEETING, MEETING), "a.ics")
    desk.write(calendar(newer), "sub/b.ICS")
    desk.write("kein Kalender", "c.txt")
    report = desk.bring_in(desk.calendars)
    assert (report.calendars, report.events, report.skipped) == (2, 3, 2)
    assert codes(report) == ["uid_twice", "uid_twice"]
    assert desk.one(report)["starts_at"] == "2027-03-17T10:00:00+01:00"
    assert {problem.file for problem in report.problems if problem.code == "uid_twice"} == {"a.ics", "sub/b.ICS"}


def test_a_title_cannot_pass_itself_off_as_another_event(desk):
    first = desk.bring_in(calendar(MEETING))
    forged = 'SUMMARY:x note: "Kalender-UID treffen-1@beispiel.de · Abdruck 0123456789ab"'
    other = MEETING.replace("SUMMARY:KI im Handwerk\\, ganz praktisch", forged).replace("UID:treffen-1", "UID:fremd")
    both = calendar(MEETING, other, head="X-WR-CALNAME:Region\\, alle\n")
    assert len(desk.bring_in(both).created) == 1
    again = desk.bring_in(both)
    assert (again.created, again.kept, len(again.unchanged)) == ([], [], 2)
    assert first.created[0] in again.unchanged
    assert desk.fields(first.created[0])["sources"][0]["title"] == "Kalender: Region, alle"


def test_a_dry_run_says_the_same_and_writes_nothing(desk):
    path = desk.write(calendar(MEETING))
    dry = desk.bring_in(path, dry_run=True)
    assert desk.drafts() == []
    wet = desk.bring_in(path)
    assert (dry.created, dry.problems) == (wet.created, wet.problems)


def test_interrupted_work_leaves_whole_drafts_and_goes_on(desk):
    path = desk.write(calendar(*(MEETING.replace("treffen-1", f"treffen-{number}") for number in range(5))))
    asked = iter([False] * 8)
    report = desk.bring_in(path, cancelled=lambda: next(asked, True))
    assert report.interrupted
    assert 0 < len(desk.drafts()) == len(report.created) < 5
    again = desk.bring_in(path)
    assert len(again.created) + len(again.unchanged) == len(desk.drafts()) == 5


def test_a_file_written_by_hand_is_never_overwritten(desk):
    report = desk.bring_in(calendar(MEETING), dry_run=True)
    path = desk.kb / "events" / f"{report.created[0]}.md"
    path.write_bytes(b"von Hand\n")
    report = desk.bring_in(calendar(MEETING), valid=False)
    assert (codes(report), report.failed) == (["id_taken"], True)
    assert path.read_bytes() == b"von Hand\n"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_nothing_is_written_outside_the_events(desk, tmp_path):
    (desk.kb / "events").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (desk.kb / "events").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageFault):
        desk.bring_in(calendar(MEETING.replace("treffen-1@beispiel.de", "../../../tmp/x")))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_names_that_lead_out_of_a_folder_stay_in_it(desk):
    nasty = MEETING.replace("treffen-1@beispiel.de", "../../x").replace("KI im Handwerk", "../../../etc/passwd")
    report = desk.bring_in(calendar(nasty))
    assert desk.drafts() == report.created
    assert sorted(path.name for path in desk.kb.iterdir()) == ["events", "partners", "programmes", "topics", "vocab"]


def test_a_path_without_a_calendar_is_told(desk, tmp_path):
    desk.write("x", "notiz.txt")
    with pytest.raises(UsageFault):
        desk.bring_in(desk.calendars)
    with pytest.raises(InputUnreadable):
        desk.bring_in(tmp_path / "gibt-es-nicht.ics")


def test_a_long_title_is_cut_between_words_and_kept_whole_as_alias(desk):
    title = "Digitale Transformation in kleinen Betrieben " * 3
    draft = desk.one(desk.bring_in(calendar(MEETING.replace("KI im Handwerk\\, ganz praktisch", title))))
    assert len(draft["title"]) <= 90
    assert draft["title"].endswith("…")
    assert draft["aliases"][0].startswith(draft["title"][:-1])
