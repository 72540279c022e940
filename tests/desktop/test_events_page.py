"""The page of the calendar in a real window: keys, days, filters, reading, the agenda, and what has no room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.pages.events.deeds import Deed
from advisor_app.desktop.pages.events.month_model import CELL_ROLE
from advisor_app.desktop.pages.events.page import EventsPage
from advisor_app.desktop.pages.events.top_bar import AGENDA, UNDATED
from advisor_app.desktop.presenters.events import later_month
from advisor_app.domain.event import EventFormat, Place
from advisor_app.domain.programme import Window, WindowModel
from advisor_app.errors import KnowledgeDamaged
from tests.desktop.conftest import ITEMS, TODAY, MemoryLibrary
from tests.makers import event, programme

DECEMBER = date(2026, 12, 31)


def deadline(item_id, day, **fields):
    return programme(item_id, item_id.title(), window=Window(model=WindowModel.SINGLE, dates=(day,)), **fields)


DATED = (
    *ITEMS,
    deadline("frist", "2026-12-31", themes=("ki",)),
    deadline("weitere", "2026-12-31", themes=("digitalisierung",)),
    deadline("vergangen", "2026-11-02", themes=("ki",)),
    event(
        "webinar-a",
        "Webinar A",
        starts_at="2026-12-31T10:00:00+01:00",
        ends_at="2026-12-31T11:00:00+01:00",
        format=EventFormat.WEBINAR,
        place=Place(name="Bochum"),
        themes=("ki",),
    ),
)


def settled(page, qtbot):
    qtbot.waitUntil(lambda: not page.tools.runner.is_busy() and page._shown is not None)


@pytest.fixture
def page(face, qtbot):
    page = EventsPage(tools=face.window.tools)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    page.use(MemoryLibrary(DATED))
    settled(page, qtbot)
    return page


def go(page, qtbot, day):
    page.choose_day(day)
    settled(page, qtbot)


def titles(lines):
    model = lines.entry_model
    return [model.view(number).title for number in range(model.rowCount())]


def press(page, *keys):
    for key in keys:
        QTest.keyClick(page.month.grid, key)


def test_it_opens_on_today_with_what_the_month_holds(page):
    assert page.bar.headline.text() == "1\u00a0Termin im November\u00a02026"
    assert page.month.grid.day == TODAY
    assert page.day.title.text() == "Mo, 23.\u00a0November\u00a02026"
    assert page.day.side.text() == "heute"
    assert page.day.empty.isVisibleTo(page)


def test_keys_walk_by_days_weeks_and_months(page):
    press(page, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert page.month.grid.day == TODAY + timedelta(days=8)
    press(page, Qt.Key.Key_Home)
    assert page.month.grid.day == date(2026, 11, 30)
    press(page, Qt.Key.Key_End)
    assert page.month.grid.day == date(2026, 12, 6)
    press(page, Qt.Key.Key_PageDown)
    assert page.month.title.text() == "Januar\u00a02027"
    press(page, Qt.Key.Key_PageUp, Qt.Key.Key_Up, Qt.Key.Key_Left)
    assert page.month.grid.day == date(2026, 11, 28)
    press(page, Qt.Key.Key_T)
    assert page.month.grid.day == TODAY


def test_the_grid_has_monday_first_and_the_weeks_of_the_year(page, qtbot):
    go(page, qtbot, date(2027, 1, 1))
    model = page.month.grid.month_model
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["53", "1", "2", "3", "4"]
    assert model.index(0, 1).data(CELL_ROLE).day == date(2026, 12, 28)
    assert "keine Termine" in model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)


def test_enter_goes_into_the_day(page, qtbot):
    go(page, qtbot, DECEMBER)
    page.activateWindow()
    page.month.grid.setFocus()
    press(page, Qt.Key.Key_Return)
    assert page.focusWidget() is page.day.list
    assert titles(page.day.list) == ["Frist", "Weitere", "Webinar A"]
    assert page.day.list.current.item_id == "frist"


def test_another_month_is_there_at_once_and_then_filled(page, qtbot):
    page.choose_day(DECEMBER)
    grid = page.month.grid
    assert grid.cell.day == DECEMBER
    assert grid.cell.total == 0
    settled(page, qtbot)
    assert grid.cell.total == 3


def test_nobody_walks_out_of_the_calendar(page):
    page.choose_day(date(2100, 12, 31))
    press(page, Qt.Key.Key_Right)
    assert page.month.grid.day == date(2100, 12, 31)


def test_a_filter_is_chosen_in_its_menu_and_reset(page, qtbot):
    go(page, qtbot, DECEMBER)
    chip = page.filters.chips["theme"]
    words = [action.text() for action in chip.menu_of_values.actions()]
    assert words == ["Digitalisierung\t1", "Künstliche Intelligenz\t2"]
    chip.menu_of_values.actions()[0].trigger()
    settled(page, qtbot)
    assert titles(page.day.list) == ["Weitere"]
    assert chip.accessibleName() == "Thema: Digitalisierung"
    assert page.filters.reset.isVisibleTo(page)
    page.filters.reset.click()
    settled(page, qtbot)
    assert len(titles(page.day.list)) == 3
    assert chip.accessibleName() == "Thema"


def test_where_nothing_is_left_it_says_which_filter_to_drop_and_what_is_next(page, qtbot):
    page.filters.future.click()
    settled(page, qtbot)
    assert page.nothing.isVisibleTo(page)
    words = [chip.accessibleName() for chip in page.nothing._ways.findChildren(type(page.filters.future))]
    assert words == ["Ohne „Nur künftige“: 1\u00a0Eintrag", "Weiter zu Donnerstag, 31.\u00a0Dezember\u00a02026"]
    page.nothing.day_wanted.emit(DECEMBER)
    settled(page, qtbot)
    assert not page.nothing.isVisibleTo(page)
    assert page.month.grid.day == DECEMBER


def test_the_agenda_opens_at_what_comes_next_with_the_past_above(page, qtbot):
    page.show_mode(AGENDA)
    settled(page, qtbot)
    qtbot.waitUntil(lambda: page.agenda.list.entry_model.rowCount() == 4)
    lines = page.agenda.list
    assert titles(lines) == ["Vergangen", "Frist", "Weitere", "Webinar A"]
    assert lines.current.item_id == "frist"
    assert [lines.entry_model.view(number).leaf is not None for number in range(4)] == [True, True, False, False]
    lines.select(3)
    QTest.keyClick(lines, Qt.Key.Key_T)
    assert lines.current.item_id == "frist"
    assert page.bar.headline.text().startswith("3\u00a0Termine bis")


def test_what_recurs_is_listed_without_a_day(page, qtbot):
    page.show_mode(UNDATED)
    settled(page, qtbot)
    assert titles(page.undated.list) == ["IT-Sicherheit für KMU", "Sprechtag Schutzrechte"]
    assert "Veranstalter" in page.undated.remark.text()
    assert not page.undated.foot.into_calendar.isVisibleTo(page)
    assert not page.filters.deeds.isVisibleTo(page)


def test_an_entry_is_read_beside_the_month_and_closed_again(page, qtbot):
    go(page, qtbot, DECEMBER)
    page.day.list.item_chosen.emit("mid-digitale-sicherheit")
    qtbot.waitUntil(lambda: page.visit is not None and page.visit.pane.view is not None)
    assert page.visit.isVisibleTo(page)
    assert page.item_id == "mid-digitale-sicherheit"
    assert page.step_out()
    assert page.day.isVisibleTo(page)
    assert not page.step_out()


def test_what_is_read_can_be_taken_along_as_long_as_it_is_read(page, qtbot):
    go(page, qtbot, DECEMBER)
    page.day.list.select(1)
    page.day.list.choose(page.day.list.currentIndex())
    qtbot.waitUntil(lambda: page.visit is not None and page.visit.pane.view is not None)
    foot = page._reading.foot
    assert foot.isVisibleTo(page)
    with qtbot.waitSignal(page.said):
        foot.copy.click()
    assert QGuiApplication.clipboard().text().startswith("Weitere\n")
    page.visit.visit("go-digital")
    qtbot.waitUntil(lambda: page.visit.pane.view.id == "go-digital")
    assert not foot.isVisibleTo(page)
    page.visit.go_back()
    qtbot.waitUntil(lambda: page.visit.pane.view.id == "weitere")
    assert foot.isVisibleTo(page)


def test_another_day_makes_room_for_its_list(page, qtbot):
    page.open_item("mid-digitale-sicherheit")
    qtbot.waitUntil(lambda: page.visit.pane.view is not None)
    go(page, qtbot, DECEMBER)
    assert page.day.isVisibleTo(page)
    assert not page.visit.is_open


def test_where_there_is_no_room_the_item_is_wanted_elsewhere(page, qtbot):
    page.resize(600, 700)
    with qtbot.waitSignal(page.item_wanted) as told:
        page.open_item("frist")
    assert told.args == ["frist"]


def test_entries_are_copied_as_text(page, qtbot):
    go(page, qtbot, DECEMBER)
    with qtbot.waitSignal(page.said) as told:
        page.day.foot.copy.click()
    assert told.args == ["1\u00a0Eintrag kopiert"]
    assert (
        QGuiApplication.clipboard().text().startswith("Frist\nDonnerstag, 31.\u00a0Dezember\u00a02026\nEinreichfrist")
    )
    with qtbot.waitSignal(page.said):
        page.do_with_all(Deed.COPY)
    assert QGuiApplication.clipboard().text().count("Donnerstag") == 3


def test_renewed_knowledge_keeps_day_filter_and_place(page, qtbot):
    go(page, qtbot, DECEMBER)
    page.toggle_filter("theme", "ki")
    settled(page, qtbot)
    page.day.list.select(1)
    page.use(MemoryLibrary((*DATED, deadline("neu", "2026-12-31", themes=("ki",)))))
    qtbot.waitUntil(lambda: page.day.list.entry_model.rowCount() == 3)
    assert page.month.grid.day == DECEMBER
    assert page.day.list.current.item_id == "webinar-a"


class Unreadable(MemoryLibrary):
    """A library that cannot be read."""

    def outlines(self):
        raise KnowledgeDamaged(path="k.sqlite", reason="damaged")


def test_knowledge_that_cannot_be_read_is_told_and_nobody_waits(page, qtbot):
    with qtbot.waitSignal(page.failed) as told:
        page.use(Unreadable())
    assert isinstance(told.args[0], KnowledgeDamaged)
    assert page.bar.headline.text() == "Die Termine lassen sich nicht lesen"
    page.use(MemoryLibrary(DATED))
    qtbot.waitUntil(lambda: page.bar.headline.text().endswith("im November\u00a02026"))


def test_walking_through_months_leaves_nothing_behind(page, qtbot):
    def walk(months):
        for number in range(months):
            page.choose_day(later_month(TODAY, number % 14))
            page.toggle_filter("theme", "ki")
            settled(page, qtbot)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(page.findChildren(QObject))

    before = walk(14)
    assert walk(28) <= before


def test_everything_fits_into_the_smallest_window(page):
    page.resize(940, 560)
    assert page.minimumSizeHint().width() <= 940
    assert page.arrangement.widget().minimumSizeHint().width() <= page.arrangement.viewport().width()


def test_everything_is_reached_with_tab_and_panes_with_f6(page, qtbot):
    go(page, qtbot, DECEMBER)
    page.activateWindow()
    page.bar.segments["month"].setFocus()
    reached = []
    for _ in range(24):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        reached.append(page.focusWidget())
    chips = [chip for chip in page.filters.chips.values() if chip.isEnabled()]
    buttons = (
        page.filters.future,
        page.filters.deeds,
        page.month.before,
        page.day.foot.into_calendar,
        page.day.foot.copy,
    )
    for wanted in (*chips, *buttons, page.month.grid, page.day.list):
        assert wanted in reached, wanted
    page.month.grid.setFocus()
    page.next_pane()
    assert page.focusWidget() is page.day.list
    page.next_pane()
    assert page.focusWidget() is page.month.grid
