"""A small content folder, and calendars written for one test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from advisor_app.content.front_matter import parse
from advisor_app.content.geodata import Geodata
from advisor_app.content.load import Content, load_content
from advisor_app.content.yaml_data import Plain
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.publishing.importers.ics import Imported, import_calendars

PARTNERS = ("ihk-koeln", "zenit")


@dataclass(frozen=True)
class Desk:
    """A content folder on disk, calendars beside it, and the import between them."""

    kb: Path
    calendars: Path
    geodata: Geodata
    gazetteer: Gazetteer
    today: date

    def write(self, text: str | bytes, name: str = "kalender.ics") -> Path:
        """Write a calendar; the lines of a text end with CRLF."""
        path = self.calendars / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode())
        return path

    def content(self) -> Content:
        return load_content(self.kb, self.geodata, today=self.today)

    def bring_in(
        self,
        given: Path | str | bytes,
        *,
        dry_run: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
        valid: bool = True,
    ) -> Imported:
        """Import a calendar, and hold the content against its rules afterwards unless it was not valid before."""
        path = given if isinstance(given, Path) else self.write(given)
        report = import_calendars(
            path,
            self.kb,
            self.content(),
            self.gazetteer,
            today=self.today,
            dry_run=dry_run,
            cancelled=cancelled,
        )
        assert not valid or self.content().errors == ()
        return report

    def one(self, report: Imported) -> Mapping[str, Plain]:
        """Return the fields of the one draft that an import made."""
        assert len(report.created) == 1
        return self.fields(report.created[0])

    def fields(self, item_id: str) -> Mapping[str, Plain]:
        parsed = parse((self.kb / "events" / f"{item_id}.md").read_bytes(), item_id)
        assert parsed.document is not None
        return parsed.document.data

    def drafts(self) -> list[str]:
        return sorted(path.stem for path in (self.kb / "events").glob("*"))


@pytest.fixture(scope="session")
def gazetteer(root: Path) -> Gazetteer:
    """Return the places of the state."""
    return Gazetteer.load(root / "resources" / "geodata")


@pytest.fixture
def desk(tmp_path: Path, root: Path, geodata: Geodata, gazetteer: Gazetteer, today: date) -> Desk:
    """Return a content folder with two partners and no events."""
    kb = tmp_path / "kb"
    shutil.copytree(root / "kb" / "vocab", kb / "vocab")
    for folder in ("programmes", "topics", "partners", "events"):
        (kb / folder).mkdir()
    for name in PARTNERS:
        text = (root / "kb" / "partners" / f"{name}.md").read_text(encoding="utf-8")
        alone = "\n".join(line for line in text.splitlines() if not line.startswith("related:"))
        (kb / "partners" / f"{name}.md").write_text(alone + "\n", encoding="utf-8")
    return Desk(kb, tmp_path / "calendars", geodata, gazetteer, today)


def codes(report: Imported) -> list[str]:
    """Return the codes of what was odd, without what every small calendar lacks."""
    usual = {"no_place", "no_url", "no_end"}
    return [problem.code for problem in report.problems if problem.code not in usual]


def calendar(*events: str, head: str = "") -> str:
    """Return a calendar with these events, each given as its lines."""
    inside = "\n".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//DE\n{head}{inside}\nEND:VCALENDAR\n"
