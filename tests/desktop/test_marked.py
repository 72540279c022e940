"""What the reader marks, where it is shown, and what can be done with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from advisor_app.desktop.marks import Marks
from advisor_app.desktop.presenters.marked import present_marked
from advisor_app.desktop.reading.pane import ReadingPane
from advisor_app.desktop.settings import WindowSettings
from tests.desktop.conftest import TODAY, MemoryLibrary

SECURITY, LOAN, CHAMBER = "mid-digitale-sicherheit", "erp-digital", "ihk-mittleres-ruhrgebiet"


@pytest.fixture
def marks(settings) -> Marks:
    return Marks(settings)


@pytest.fixture
def window(face, qtbot):
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    return face.window


@pytest.fixture
def page(window, qtbot):
    window.tools.marks.add((SECURITY, CHAMBER, LOAN))
    window.show_page("marked")
    page = window.page("marked")
    qtbot.waitUntil(lambda: page.model.rowCount() == 3 and page.item_id == SECURITY)
    return page


def test_marks_keep_their_order_and_outlive_the_program(marks, settings, qtbot):
    with qtbot.waitSignal(marks.changed):
        marks.add(("b", "a"))
    assert marks.toggle("c")
    assert not marks.toggle("b")
    assert marks.ids == ("a", "c")
    assert Marks(WindowSettings(settings.file)).ids == ("a", "c")


def test_marking_what_is_marked_changes_nothing(marks, qtbot):
    marks.add(("a",))
    with qtbot.assertNotEmitted(marks.changed):
        marks.add(("a",))


def test_the_view_counts_kinds_and_names_what_is_gone():
    view = present_marked((SECURITY, "gone-since", CHAMBER), MemoryLibrary(), TODAY)
    assert [row.id for row in view.rows] == [SECURITY, CHAMBER]
    assert view.programmes == (SECURITY,)
    assert view.gone == ("gone-since",)
    assert view.headline == "1\u00a0Programm · 1\u00a0Partner"
    assert "MID – Digitale Sicherheit" in view.plain
    assert "nrwbank.de" in view.plain


def test_m_marks_what_is_read_and_can_be_undone(window, qtbot):
    window.guide.show_item(SECURITY)
    qtbot.waitUntil(lambda: window.guide.item_id == SECURITY)
    window.search.reading.take_focus()
    window.guide.toggle_mark()
    assert window.tools.marks.ids == (SECURITY,)
    assert window.status_line.marks.text().strip() == "Merkliste: 1"
    window.toast.undo()
    assert window.tools.marks.ids == ()
    assert window.status_line.marks.isHidden()


def test_the_letter_is_typed_where_one_types(window, qtbot):
    window.guide.show_item(SECURITY)
    qtbot.waitUntil(lambda: window.guide.item_id == SECURITY)
    window.guide.go_to_search()
    qtbot.waitUntil(window.search.field.edit.hasFocus)
    window.guide.toggle_mark()
    assert window.tools.marks.ids == ()


def test_the_foot_leads_to_the_list(window, page, qtbot):
    window.show_page("search")
    window.status_line.marks.click()
    assert window._stack.currentWidget() is page


def test_the_chosen_row_is_read_beside_the_list(page, qtbot):
    page.list.setCurrentIndex(page.model.index(1))
    qtbot.waitUntil(lambda: page.visit.pane.view is not None and page.visit.pane.view.id == CHAMBER)


def test_an_entry_is_taken_off_the_list_and_brought_back_to_its_place(window, page, qtbot):
    page.list.setCurrentIndex(page.model.index(1))
    page.remove_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert window.tools.marks.ids == (SECURITY, LOAN)
    window.toast.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert window.tools.marks.ids == (SECURITY, CHAMBER, LOAN)


def test_emptied_it_says_how_to_mark(window, page, qtbot):
    page.clear_button.click()
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 1)
    assert not page.visit.is_open
    assert not page.compare_button.isEnabled()
    window.toast.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3 and page._stack.currentIndex() == 0)


def test_the_list_is_copied_as_text(window, page):
    page.copy_button.click()
    assert "IHK Mittleres Ruhrgebiet" in QGuiApplication.clipboard().text()
    assert window.toast.text == "Merkliste kopiert"


def test_the_marked_programmes_are_compared_the_chosen_one_first(page, qtbot):
    page.list.setCurrentIndex(page.model.index(2))
    qtbot.waitUntil(lambda: page.item_id == LOAN)
    page.comparison_wanted.disconnect()
    with qtbot.waitSignal(page.comparison_wanted) as wanted:
        page.compare_button.click()
    assert wanted.args == [(LOAN, SECURITY)]


def test_the_marked_partners_are_handed_on_as_cards(page, qtbot):
    page.link_wanted.disconnect()
    with qtbot.waitSignal(page.link_wanted) as wanted:
        page.cards_button.click()
    assert wanted.args == [f"card:{CHAMBER}"]


def test_where_there_is_little_room_list_and_reading_take_turns(window, page, qtbot):
    window.resize(700, 600)
    qtbot.waitUntil(lambda: page.width() < 640)
    assert page.list.isVisible()
    assert not page.visit.isVisible()
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.visit.isVisible()
    assert not page.list.isVisible()
    assert page.step_out()
    assert page.list.isVisible()
    assert not page.step_out()


def test_the_star_beside_the_title_marks_and_tells(window, qtbot):
    window.guide.show_item(SECURITY)
    pane = window.search.reading
    qtbot.waitUntil(lambda: pane.view is not None and pane.view.id == SECURITY)
    pane._star.click()
    assert window.tools.marks.ids == (SECURITY,)
    assert pane._star.accessibleName() == "Nicht mehr merken (M)"
    window.guide.toggle_mark()
    assert pane._star.accessibleName() == "Merken (M)"


def test_a_programme_that_is_read_joins_the_comparison(window, qtbot):
    pane = window.search.reading
    for item_id in (SECURITY, LOAN, "go-digital"):
        window.guide.show_item(item_id)
        qtbot.waitUntil(lambda wanted=item_id: pane.view is not None and pane.view.id == wanted)
        pane.take_focus()
        window.guide.compare_read()
        assert window._stack.shown == "compare"
    assert window.page("compare").ids == (SECURITY, LOAN, "go-digital")
    window.guide.show_item(CHAMBER)
    qtbot.waitUntil(lambda: pane.view is not None and pane.view.id == CHAMBER)
    assert pane._compare.isHidden()
    window.guide.compare_read()
    assert window._stack.shown == "search"


@pytest.mark.parametrize(("width", "above"), [(420, True), (760, False)])
def test_the_title_has_its_row_for_itself_where_it_is_narrow(theme, marks, qtbot, width, above):
    pane = ReadingPane(theme=theme, marks=marks)
    qtbot.addWidget(pane)
    pane.resize(width, 500)
    pane.show()
    qtbot.waitUntil(lambda: pane.width() == width)
    assert (pane._top.indexOf(pane._star) >= 0) == above
    assert (pane._title_row.indexOf(pane._star) >= 0) != above
