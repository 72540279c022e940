"""`advisor-admin import ics` and `stats --coverage` as an editor meets them."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time

import pytest

from advisor_app.terminal.admin import main

CALENDAR = """BEGIN:VCALENDAR
X-WR-CALNAME:Termine
BEGIN:VEVENT
UID:a@b
SUMMARY:Energietag für Betriebe
DTSTART;TZID=Europe/Berlin:20270310T100000
DTEND;TZID=Europe/Berlin:20270310T120000
LOCATION:Online
URL:file:///C:/kalender.ics
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def kb(tmp_path, root):
    folder = tmp_path / "kb"
    shutil.copytree(root / "kb" / "vocab", folder / "vocab")
    shutil.copytree(root / "kb" / "events", folder / "events", ignore=shutil.ignore_patterns("*.md"))
    for name in ("programmes", "topics", "partners"):
        (folder / name).mkdir()
    return folder


@pytest.fixture
def calendar(tmp_path):
    path = tmp_path / "kalender.ics"
    path.write_text(CALENDAR, encoding="utf-8")
    return path


def test_a_calendar_becomes_drafts_that_validate(kb, calendar, capsys):
    assert main(["import", "ics", str(calendar), "--kb", str(kb), "--today", "2026-11-23", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"created", "updated", "unchanged", "kept", "problems", "events", "dry_run"} <= set(found)
    assert len(found["created"]) == 1
    assert [problem["code"] for problem in found["problems"]][:1] == ["url_dropped"]
    assert main(["validate", "--kb", str(kb), "--today", "2026-11-23", "--json"]) == 0
    after = json.loads(capsys.readouterr().out)["problems"]
    assert {(problem["field"], problem["severity"]) for problem in after} == {("organiser", "warning")}


def test_oddities_are_told_one_a_line_and_a_dry_run_writes_nothing(kb, calendar, capsys):
    files = sorted((kb / "events").iterdir())
    assert main(["import", "ics", str(calendar), "--kb", str(kb), "--dry-run"]) == 0
    *odd, summary = capsys.readouterr().out.splitlines()
    assert odd[0].startswith("kalender.ics:9: warning [url_dropped]")
    assert summary.startswith("nothing written")
    assert "1 new" in summary
    assert sorted((kb / "events").iterdir()) == files


def test_what_is_no_calendar_ends_with_status_1(kb, tmp_path, capsys):
    path = tmp_path / "kaputt.ics"
    path.write_bytes(b"\x00\xff" * 99)
    assert main(["import", "ics", str(path), "--kb", str(kb)]) == 1
    assert "error [no_calendar]" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["import", "ics", "/no/such.ics"], ["import", "ics"], ["import"]])
def test_wrong_usage_is_one_line(words, capsys):
    assert main(words) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process there")
def test_ctrl_c_leaves_whole_drafts(kb, tmp_path):
    one = CALENDAR.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    many = "".join(f"BEGIN:VEVENT{one.replace('a@b', str(number))}END:VEVENT\n" for number in range(600))
    path = tmp_path / "viele.ics"
    path.write_text(f"BEGIN:VCALENDAR\n{many}END:VCALENDAR\n", encoding="utf-8")
    before = len(list((kb / "events").iterdir()))
    command = [sys.executable, "-m", "advisor_app.terminal.admin", "import", "ics", str(path), "--kb", str(kb)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(600):
            if len(list((kb / "events").iterdir())) > before + 5:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run it again" in err
    written = [file for file in (kb / "events").iterdir() if file.name.startswith("energietag")]
    assert 0 < len(written) < 600
    assert all(file.suffix == ".md" and file.read_text(encoding="utf-8").endswith("\n") for file in written)


def test_coverage_names_every_district_competence_and_gap(data_dir, capsys):
    assert main(["--data-dir", str(data_dir), "stats", "--coverage", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["coverage"]
    assert len(found["districts"]) == 53
    themes = set(found["competences"])
    for district in found["districts"]:
        assert set(district["competences"]) == themes
        assert len(district["hwk"]) == 1
        assert len(district["ihk"]) == (2 if district["ags"] == "05954" else 1)
    nobody = {
        (district["ags"], theme)
        for district in found["districts"]
        for theme, cell in district["competences"].items()
        if not cell["regional"] and not cell["in_parts"] and not found["statewide"][theme]
    }
    told = {(gap["district"], gap["competence"]) for gap in found["gaps"] if gap["lack"] == "nobody"}
    assert told == nobody


def test_coverage_is_readable(data_dir, capsys):
    assert main(["--data-dir", str(data_dir), "stats", "--coverage"]) == 0
    text = capsys.readouterr().out
    rows = [line for line in text.splitlines() if line.startswith("  Ennepe-Ruhr-Kreis")]
    assert len(rows) == 1
    assert set(rows[0].removeprefix("  Ennepe-Ruhr-Kreis").split()) <= {"#", ".", "+", "-"}
    assert "business development" in text
