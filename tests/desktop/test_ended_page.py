"""What has ended: the list, the search in it, where each leads, and the page in a real window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from advisor_app.desktop.pages.ended.page import EndedPage
from advisor_app.desktop.presenters.ended import Fate, find_ended, present_detail, present_ended
from advisor_app.desktop.reading.cards import LinkButton
from advisor_app.desktop.widgets.basics import Button
from advisor_app.domain.item import Related
from advisor_app.domain.programme import Budget, Legal, Window, WindowModel
from tests.desktop.conftest import ENDED, ITEMS, LOAN, SECURITY, TODAY, MemoryLibrary, programme
from tests.desktop.lone_page import bring_up, lone_tools

CLOSED = Window(model=WindowModel.CLOSED, note="Die Mittel gehen seitdem anderswohin.")
ORPHAN = programme("waise", "Waise", window=CLOSED, valid_to="2025-06", successor=("none",),
                   related=Related(topics=("it-sicherheit",)))  # fmt: skip
UNDATED = programme("undatiert", "Undatiertes", window=Window(model=WindowModel.CLOSED))
OVER = programme("vorbei", "Vorbei", valid_to="2026-11-22")
PAUSED = programme("pause", "Pausiertes", window=Window(model=WindowModel.PAUSED))
SPENT = programme("leer", "Ausgeschöpftes", window=Window(model=WindowModel.FIRST_COME, budget=Budget.EXHAUSTED))
SOON = programme("bald", "Bald zu Ende", window=Window(model=WindowModel.ROLLING, open_to="2026-12-31"))
GUIDELINE = programme("richtlinie", "Nur die Richtlinie", legal=Legal(guideline_valid_to="2026-12-15"))
LATER = programme("spaeter", "Später", window=Window(model=WindowModel.ROLLING, open_to="2027-06-30"))
EVERYTHING = (*ITEMS, ORPHAN, UNDATED, OVER, PAUSED, SPENT, SOON, GUIDELINE, LATER)


@pytest.fixture
def library() -> MemoryLibrary:
    return MemoryLibrary(EVERYTHING)


@pytest.fixture
def page(theme, settings, library, qtbot):
    with lone_tools(theme, settings) as tools:
        page = EndedPage(tools=tools)
        qtbot.addWidget(page)
        page.resize(1282, 743)
        bring_up(page, qtbot)
        page.use(library)
        qtbot.waitUntil(lambda: page.detail.detail is not None and not tools.runner.is_busy())
        yield page


def choose(page, item_id, qtbot):
    page.entries.list.setCurrentIndex(page.entries.model.index(page.entries.model.find(item_id), 0))
    qtbot.waitUntil(lambda: page.detail.detail is not None and page.detail.detail.id == item_id)


def shown(page):
    model = page.entries.model
    return [model.row(number).id for number in range(model.rowCount())]


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def settled(page, qtbot):
    qtbot.waitUntil(lambda: not page.tools.runner.is_busy())


def detail_of(library, item_id):
    """Return what became of a programme of which something became."""
    detail = present_detail(library, item_id, TODAY)
    assert detail is not None
    return detail


def heir(row):
    """Return what a row says about what follows."""
    return row.badge.text


# Without a window


def test_what_ended_was_stopped_and_ends_soon_each_in_its_order(library):
    view = present_ended(library, TODAY)
    assert [(fate.value, row.id) for fate in view.groups for row in view.rows(fate)] == [
        ("ended", "vorbei"),
        ("ended", "waise"),
        ("ended", "go-digital"),
        ("ended", "undatiert"),
        ("paused", "leer"),
        ("paused", "pause"),
        ("soon", "richtlinie"),
        ("soon", "bald"),
    ]


def test_rows_say_since_when_what_follows_and_what_became_of_it(library):
    rows = {row.id: row for row in present_ended(library, TODAY).rows()}
    assert rows["go-digital"].cap == "seit 31.12.2024"
    assert (heir(rows["go-digital"]), rows["go-digital"].onward) == ("MID – Digitale Sicherheit", SECURITY.id)
    assert (rows["waise"].cap, heir(rows["waise"])) == ("seit 06/2025", "Ohne Nachfolger")
    assert (rows["undatiert"].cap, heir(rows["undatiert"])) == ("", "Nachfolge nicht bekannt")
    assert (rows["bald"].cap, rows["bald"].stand.text) == ("bis 31.12.2026", "Programm endet")
    assert rows["richtlinie"].stand.text == "Richtlinie endet"
    assert rows["leer"].stand.text == "Mittel ausgeschöpft"
    assert rows["go-digital"].muted
    assert not rows["bald"].muted


def test_several_successors_are_counted():
    both = replace(ENDED, successor=(SECURITY.id, LOAN.id))
    row = present_ended(MemoryLibrary((both, SECURITY, LOAN)), TODAY).rows()[0]
    assert heir(row) == "MID – Digitale Sicherheit und 1 weiterer"


def test_old_knowledge_promises_nothing_that_is_still_open():
    stale = MemoryLibrary(EVERYTHING, as_of="2026-08-01")
    rows = {row.id: row for row in present_ended(stale, TODAY).rows()}
    assert rows["bald"].stand.text == "Stand prüfen"
    assert rows["go-digital"].stand.text == "Beendet"
    assert detail_of(stale, "bald").answer == "Stand prüfen. Bisher galt: Endet am 31.12.2026."


def test_the_detail_says_since_when_why_and_what_there_is_today(library):
    detail = detail_of(library, "go-digital")
    assert detail.answer == "Gibt es nicht mehr seit 31.12.2024."
    assert detail.lead == "Dafür gibt es heute"
    assert [(link.id, link.note) for link in detail.successors] == [(SECURITY.id, SECURITY.summary)]
    assert detail.similar == ()
    assert detail.checked == "geprüft 23.11.2026 · Amtlich belegt"


def test_without_a_successor_similar_ones_are_offered_but_not_as_such(library):
    detail = detail_of(library, "waise")
    assert detail.why == CLOSED.note
    assert detail.lead == "Einen Nachfolger gibt es nicht."
    assert detail.successors == ()
    # It shares a topic; what shares nothing is not offered, and what ended neither.
    assert [link.id for link in detail.similar] == [SECURITY.id]
    assert detail_of(library, "undatiert").lead == "Ein Nachfolger ist nicht bekannt."
    assert detail_of(library, "undatiert").answer == "Gibt es nicht mehr. Seit wann, ist nicht belegt."


def test_that_a_guideline_ends_is_not_told_as_a_deadline(library):
    answer = detail_of(library, "richtlinie").answer
    assert answer == "Die Richtlinie endet am 15.12.2026. Eine Antragsfrist ist das nicht."


def test_stops_are_told_as_stops(library):
    assert detail_of(library, "pause").answer == "Zurzeit ist kein Antrag möglich."
    assert detail_of(library, "leer").answer == "Die Mittel sind ausgeschöpft."


def test_what_runs_or_is_no_programme_has_no_detail(library):
    assert present_detail(library, LATER.id, TODAY) is None
    assert present_detail(library, "it-sicherheit", TODAY) is None
    assert present_detail(library, "gibt-es-nicht", TODAY) is None


def test_searching_keeps_to_the_rows(library):
    ids = present_ended(library, TODAY).ids
    assert find_ended(library, "digital", ids) == ("go-digital",)
    assert find_ended(library, "MID", ids) == ()
    assert "bald" in ids


# In a window


def test_the_first_row_is_open_at_once(page):
    assert page.entries.current_id == "vorbei"
    assert "Gibt es nicht mehr seit 22.11.2026." in words(page.detail)


def test_groups_show_their_part(page, qtbot):
    chip = next(one for one in page.entries.findChildren(Button) if one.text() == "Antragsstopp\u00a02")
    chip.click()
    assert shown(page) == ["leer", "pause"]
    assert chip.property("active") == "true"
    page.use(MemoryLibrary(ITEMS))
    qtbot.waitUntil(lambda: shown(page) == ["go-digital"])
    assert not chip.isVisible()


def test_a_name_is_looked_for_and_the_way_back_leads_to_all(page, qtbot):
    page.take_focus()
    QTest.keyClicks(page.entries.field.edit, "go-dig")
    qtbot.waitUntil(lambda: shown(page) == ["go-digital"])
    qtbot.waitUntil(lambda: page.detail.detail.id == "go-digital")
    assert page.step_out()
    qtbot.waitUntil(lambda: len(shown(page)) == 8)
    assert not page.step_out()


def test_nothing_found_offers_the_whole_search(page, qtbot):
    page.entries.field.edit.setText("Wasserstoff")
    qtbot.waitUntil(lambda: shown(page) == [])
    assert "Nichts gefunden für „Wasserstoff“" in words(page.entries)
    way = next(one for one in page.entries.findChildren(Button) if "allen Inhalten" in one.text())
    with qtbot.waitSignal(page.search_wanted) as told:
        way.click()
    assert told.args == ["Wasserstoff"]


def test_arrow_keys_walk_through_the_rows_while_the_focus_stays_in_the_field(page, qtbot):
    page.take_focus()
    QTest.keyClick(page.entries.field.edit, Qt.Key.Key_Down)
    assert page.entries.current_id == "waise"
    QTest.keyClick(page.entries.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.detail.detail.id == "waise")
    assert page.focusWidget() is page.detail.area


def test_a_successor_is_read_beside_the_list_and_leads_back(page, qtbot):
    choose(page, "go-digital", qtbot)
    QApplication.processEvents()
    link = next(one for one in page.detail.findChildren(LinkButton) if one.isVisible())
    link.click()
    qtbot.waitUntil(lambda: page.visit.pane.view is not None)
    assert page.item_id == SECURITY.id
    assert page.visit.isVisible()
    assert page.step_out()
    assert page.detail.isVisible()
    assert page.item_id == ""


def test_another_row_takes_the_place_of_what_is_read(page, qtbot):
    page.read(SECURITY.id)
    qtbot.waitUntil(lambda: page.visit.pane.view is not None)
    choose(page, "waise", qtbot)
    assert page.detail.isVisible()
    assert not page.visit.is_open


def test_successors_can_be_compared(page, qtbot):
    both = replace(ENDED, successor=(SECURITY.id, LOAN.id))
    page.use(MemoryLibrary((both, SECURITY, LOAN)))
    qtbot.waitUntil(lambda: page.detail.detail.id == "go-digital" and len(page.detail.detail.successors) == 2)
    way = next(one for one in page.detail.findChildren(Button) if "Vergleichen" in one.text())
    with qtbot.waitSignal(page.comparison_wanted) as told:
        way.click()
    assert told.args == [(SECURITY.id, LOAN.id)]


def test_without_anything_ended_the_page_says_so(page, qtbot):
    page.use(MemoryLibrary((SECURITY,)))
    qtbot.waitUntil(lambda: shown(page) == [])
    settled(page, qtbot)
    assert "Kein Programm ist beendet" in words(page.entries)
    assert words(page.detail) == []


def test_f6_goes_round(page):
    page.take_focus()
    visited = []
    for _ in range(3):
        page.next_pane()
        visited.append(page.focusWidget())
    assert visited == [page.entries.list, page.detail.area, page.entries.field.edit]


@pytest.mark.parametrize(("size", "zoom"), [((940, 615), 1.0), ((1356, 875), 2.0), ((856, 590), 2.0)])
def test_where_there_is_little_room_list_and_detail_take_turns(page, size, zoom, qtbot):
    page.tools.theme.set_zoom(zoom)
    page.resize(*size)
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= size[0]
    narrow = size[0] / zoom < 736
    assert page.entries.isVisible()
    assert page.detail.isVisible() is not narrow
    choose(page, "go-digital", qtbot)
    page.open_chosen()
    assert page.detail.isVisible()
    assert page.entries.isVisible() is not narrow
    if narrow:
        assert page.step_out()
        assert page.entries.isVisible()


def test_other_knowledge_keeps_the_current_row(page, qtbot):
    choose(page, "pause", qtbot)
    page.use(MemoryLibrary(EVERYTHING[:-1]))
    settled(page, qtbot)
    assert page.entries.current_id == "pause"
    assert page.detail.detail.fate is Fate.PAUSED
