"""Dates leave the window: into a file that is whole, into the calendar of the device, and never what is not public."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from advisor_app.desktop.fault_words import words_for
from advisor_app.desktop.pages.events.deeds import Deed
from advisor_app.desktop.pages.events.page import EventsPage
from advisor_app.desktop.pages.events.top_bar import AGENDA
from advisor_app.domain.item import Visibility
from advisor_app.domain.programme import Window, WindowModel
from advisor_app.errors import DiskFull, NotSaved
from tests.desktop.conftest import MemoryLibrary
from tests.makers import event, programme
from tests.small_disks import lend_small_disk

DECEMBER = date(2026, 12, 31)


def deadline(item_id, day, **fields):
    return programme(item_id, item_id.title(), window=Window(model=WindowModel.SINGLE, dates=(day,)), **fields)


DATED = (
    deadline("frist", "2026-12-31"),
    deadline("netz", "2026-12-31", visibility=Visibility.NETWORK),
    deadline("vergangen", "2026-11-02"),
    event("sprechtag", "Sprechtag: A/B?", starts_at="2026-12-31T10:00:00+01:00", ends_at="2026-12-31T11:00:00+01:00"),
)


@pytest.fixture
def page(face, qtbot):
    page = EventsPage(tools=face.window.tools)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    page.use(MemoryLibrary(DATED))
    page.choose_day(DECEMBER)
    qtbot.waitUntil(lambda: not page.tools.runner.is_busy() and page.day.list.entry_model.rowCount() == 3)
    return page


def ask(page, qtbot, deed, entries):
    page.do(deed, entries)
    qtbot.waitUntil(lambda: page.findChild(QFileDialog) is not None)
    return page.findChild(QFileDialog)


def summaries(file):
    return sorted(str(part["SUMMARY"]) for part in Calendar.from_ical(file.read_bytes()).walk("VEVENT"))


def test_the_selection_is_saved_and_told_what_stays(page, qtbot, tmp_path):
    page.show_mode(AGENDA)
    qtbot.waitUntil(lambda: page.agenda.list.entry_model.rowCount() == 4)
    dialog = ask(page, qtbot, Deed.SAVE, page.agenda.list.entry_model.entries)
    assert Path(dialog.selectedFiles()[0]).name == "Termine Beratungskoffer 2026-11-23.ics"
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    with qtbot.waitSignal(page.said) as told:
        dialog.fileSelected.emit(str(tmp_path / "t.ics"))
    stays = "Netz ist nur für das Netzwerk bestimmt und bleibt hier. 1\u00a0vergangener weggelassen"
    assert told.args == [f"2\u00a0Termine gespeichert. {stays}"]
    assert summaries(tmp_path / "t.ics") == ["Einreichfrist: Frist", "Sprechtag: A/B?"]
    assert b"Netz" not in (tmp_path / "t.ics").read_bytes()


def test_one_entry_is_called_after_its_day_and_title(page, qtbot, tmp_path):
    page.day.list.select(2)
    page.day.do_deed(Deed.SAVE)
    qtbot.waitUntil(lambda: page.findChild(QFileDialog) is not None)
    dialog = page.findChild(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "2026-12-31 Sprechtag A B.ics"
    (tmp_path / "t.ics").write_bytes(b"before")
    with qtbot.waitSignal(page.said):
        dialog.fileSelected.emit(str(tmp_path / "t.ics"))
    assert summaries(tmp_path / "t.ics") == ["Sprechtag: A/B?"]


def test_what_is_past_can_still_be_asked_for_by_name(page, qtbot, tmp_path):
    page.choose_day(date(2026, 11, 2))
    qtbot.waitUntil(lambda: page.day.list.entry_model.rowCount() == 1)
    dialog = ask(page, qtbot, Deed.SAVE, page.day.list.entry_model.entries)
    with qtbot.waitSignal(page.said) as told:
        dialog.fileSelected.emit(str(tmp_path / "t.ics"))
    assert told.args == ["1\u00a0Termin gespeichert"]


def test_what_is_not_public_alone_makes_no_file(page, qtbot):
    hidden = tuple(entry for entry in page.day.list.entry_model.entries if entry.item_id == "netz")
    with qtbot.waitSignal(page.said) as told:
        page.do(Deed.SAVE, hidden)
    assert told.args == ["Netz ist nur für das Netzwerk bestimmt und bleibt hier"]
    assert page.findChild(QFileDialog) is None


def test_a_folder_that_is_gone_is_told_in_one_sentence(page, qtbot, tmp_path):
    dialog = ask(page, qtbot, Deed.SAVE, page.day.list.entry_model.entries)
    with qtbot.waitSignal(page.failed) as told:
        dialog.fileSelected.emit(str(tmp_path / "weg" / "t.ics"))
    (fault,) = told.args
    assert isinstance(fault, NotSaved)
    assert words_for(fault)[0] == "Dort lässt sich nichts speichern"


def test_a_full_disk_leaves_the_file_that_was_there(page, qtbot, tmp_path):
    with lend_small_disk(tmp_path / "disk", 8192) as disk:
        file = disk / "t.ics"
        file.write_bytes(b"x" * 3000)
        (disk / "rest").write_bytes(b"x" * 4096)
        dialog = ask(page, qtbot, Deed.SAVE, page.day.list.entry_model.entries)
        with qtbot.waitSignal(page.failed) as told:
            dialog.fileSelected.emit(str(file))
        assert isinstance(told.args[0], DiskFull)
        assert file.read_bytes() == b"x" * 3000
        assert sorted(path.name for path in disk.iterdir()) == ["rest", "t.ics"]


class Calendars(QObject):
    """Takes the place of the program that opens files."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, list[str]]] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Remember what was opened."""
        file = Path(url.toLocalFile())
        self.opened.append((file.name, summaries(file)))


def test_entries_are_opened_with_the_calendar_of_the_device(page, qtbot):
    calendars = Calendars()
    QDesktopServices.setUrlHandler("file", calendars, "take")  # type: ignore[arg-type]  # what PySide6 takes
    try:
        page.do(Deed.OPEN, page.day.list.entry_model.entries[:1])
        qtbot.waitUntil(lambda: bool(calendars.opened))
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert calendars.opened == [("2026-12-31 Frist.ics", ["Einreichfrist: Frist"])]
