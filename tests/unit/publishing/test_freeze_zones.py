"""The few time zones that ship are enough for what the client writes, on a machine that brings none."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from advisor_app.domain.calendar import ZONE

_PROGRAM = """
from datetime import UTC, date, datetime
from advisor_app.documents.calendar_file import calendar_file
from advisor_app.domain.calendar import CalendarEntry, DateKind, zone
from tests.makers import event
start = datetime(2027, 7, 1, 9, tzinfo=zone())
entry = CalendarEntry(item_id="termin-a", kind=DateKind.EVENT, key="event", day=date(2027, 7, 1),
                      end_day=date(2027, 7, 1), title="Termin", starts_at=start)
print(calendar_file([entry], {"termin-a": event()}, now=datetime.now(UTC)).decode())
"""


def zones_of(hook: Path) -> tuple[str, ...]:
    for node in ast.parse(hook.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_ZONES":
            found: tuple[str, ...] = ast.literal_eval(node.value)
            return found
    raise AssertionError(hook)


def test_calendars_are_written_with_the_zones_that_ship(root, tmp_path):
    zones = zones_of(root / "build" / "installer" / "hooks" / "hook-tzdata.py")
    assert ZONE in zones
    for zone in zones:
        target = tmp_path / "tzdata" / "zoneinfo" / zone
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(str(files("tzdata") / "zoneinfo" / zone), target)
    for folder in (tmp_path / "tzdata", tmp_path / "tzdata" / "zoneinfo", tmp_path / "tzdata" / "zoneinfo" / "Europe"):
        (folder / "__init__.py").touch()
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}", "PYTHONTZPATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], env=environment, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert f"DTSTART;TZID={ZONE}:20270701T090000" in done.stdout
