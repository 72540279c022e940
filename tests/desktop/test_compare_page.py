"""The page of the comparison in a real window: columns, picker, keys, copying, paper, room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from advisor_app.desktop.clipboard import leave_plain
from advisor_app.desktop.pages.compare.page import ComparePage
from advisor_app.desktop.pages.compare.printing import page_layout, print_comparison
from advisor_app.desktop.widgets.basics import Button
from tests.desktop.conftest import ENDED, ITEMS, LOAN, SECURITY, MemoryLibrary, programme
from tests.desktop.lone_page import bring_up, lone_tools

EXTRA = tuple(programme(f"p-{number}", f"Programm {number}") for number in range(4))
IDS = (SECURITY.id, LOAN.id, ENDED.id)


@pytest.fixture
def bare(theme, settings, qtbot):
    """The page without anything to compare."""
    with lone_tools(theme, settings) as tools:
        page = ComparePage(tools=tools)
        qtbot.addWidget(page)
        page.resize(1282, 743)
        bring_up(page, qtbot)
        page.use(MemoryLibrary((*ITEMS, *EXTRA)))
        settled(page, qtbot)
        yield page


@pytest.fixture
def page(bare, qtbot):
    bare.show_programmes(IDS)
    settled(bare, qtbot)
    return bare


def settled(page, qtbot):
    qtbot.waitUntil(lambda: not page.tools.runner.is_busy())
    QApplication.processEvents()


def deed(page, column, icon):
    head = page.table.heads.heads[column]
    return next(button for button in head.findChildren(Button) if button.property("deed") == icon)


def labels(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


# Columns


def test_programmes_stand_side_by_side_and_what_differs_is_counted(page):
    assert [head.column.id for head in page.table.heads.heads] == list(IDS)
    assert page.table.table_model.columnCount() == 3
    assert page.table.table_model.rowCount() == len(page.view.rows)
    assert f"{page.view.differing} von 14 Angaben nicht gleich" in " ".join(labels(page))
    assert not page.picker.isVisible()


def test_a_column_is_taken_away_and_comes_back(page, qtbot):
    with qtbot.waitSignal(page.undo_offered) as told:
        deed(page, 1, "x").click()
    settled(page, qtbot)
    assert page.ids == (SECURITY.id, ENDED.id)
    words, undo = told.args
    assert words == f"Nicht mehr im Vergleich: {LOAN.title}"
    undo()
    settled(page, qtbot)
    assert page.ids == IDS


def test_columns_are_moved_and_the_button_keeps_the_focus(page, qtbot):
    button = deed(page, 0, "arrow-right")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    settled(page, qtbot)
    assert page.ids == (LOAN.id, SECURITY.id, ENDED.id)
    assert page.focusWidget() is deed(page, 1, "arrow-right")
    assert not deed(page, 0, "arrow-left").isEnabled()
    assert not deed(page, 2, "arrow-right").isEnabled()


def test_a_column_is_replaced_in_its_place(page, qtbot):
    deed(page, 1, "replace").click()
    assert page.picker.isVisible()
    assert LOAN.title in labels(page.picker)
    page.picker.picked.emit("p-0")
    settled(page, qtbot)
    assert page.ids == (SECURITY.id, "p-0", ENDED.id)
    assert not page.picker.isVisible()


def test_heads_stay_above_their_columns(page):
    page.resize(640, 420)
    QApplication.processEvents()
    bar = page.table.horizontalScrollBar()
    assert bar.maximum() > 0
    assert bar.isVisible()
    for place in (0, bar.maximum()):
        bar.setValue(place)
        for number, head in enumerate(page.table.heads.heads):
            assert head.x() == page.table.columnViewportPosition(number)
            assert head.width() == page.table.columnWidth(number)
    top = page.table.heads.heads[0].mapTo(page, page.rect().topLeft()).y()
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
    assert page.table.heads.heads[0].mapTo(page, page.rect().topLeft()).y() == top


def test_rows_are_as_tall_as_their_words(page):
    before = page.table.rowHeight(0)
    page.resize(760, 743)
    QApplication.processEvents()
    assert page.table.rowHeight(0) > before


def test_other_programmes_take_the_place_of_those_before_and_can_be_taken_back(page, qtbot):
    with qtbot.waitSignal(page.undo_offered) as told:
        page.show_programmes(("p-0", "p-1"))
    settled(page, qtbot)
    assert page.ids == ("p-0", "p-1")
    told.args[1]()
    settled(page, qtbot)
    assert page.ids == IDS


def test_what_is_no_programme_or_gone_is_told(bare, qtbot):
    with qtbot.waitSignal(bare.said) as told:
        bare.show_programmes((SECURITY.id, "it-sicherheit", "gibt-es-nicht"))
    assert told.args == ["Kein Programm oder nicht mehr enthalten: it-sicherheit und gibt-es-nicht"]
    settled(bare, qtbot)
    assert bare.ids == (SECURITY.id,)


def test_no_more_than_four(bare, qtbot):
    with qtbot.waitSignal(bare.said) as told:
        bare.show_programmes((*IDS, "p-0", "p-1"))
    assert told.args == ["Höchstens 4 nebeneinander, 1\u00a0weiteres bleibt weg"]
    settled(bare, qtbot)
    assert len(bare.ids) == 4
    assert not bare.add.isEnabled()


def test_other_knowledge_keeps_the_comparison(page, qtbot):
    page.table.setCurrentIndex(page.table.table_model.index(3, 1))
    page.use(MemoryLibrary((SECURITY, LOAN, ENDED)))
    settled(page, qtbot)
    assert page.ids == IDS
    assert (page.table.currentIndex().row(), page.table.currentIndex().column()) == (3, 1)


# Only differences


def test_only_differences(page, qtbot):
    page.only.click()
    assert page.table.table_model.rowCount() == page.view.differing < len(page.view.rows)
    page.remove(LOAN.id)
    page.remove(ENDED.id)
    settled(page, qtbot)
    # One alone has no differences: everything is shown.
    assert page.table.table_model.rowCount() == len(page.view.rows)
    assert not page.only.isEnabled()


def test_differences_are_said_aloud(page):
    model = page.table.table_model
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Darf ich schon unterschreiben?, MID – Digitale Sicherheit: Nein.")
    assert spoken.endswith("verschieden")
    assert model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole).endswith(", verschieden")


# Adding


def test_without_programmes_the_page_says_how_to_begin(bare):
    assert "Womit beginnen Sie?" in labels(bare.picker)
    assert not bare.table.isVisible()
    for button in (bare.only, bare.copy, bare.print):
        assert not button.isEnabled()


def test_the_first_two_are_typed_and_picked_with_the_keyboard(bare, qtbot):
    bare.take_focus()
    for text, item_id in (("Sicherheit", SECURITY.id), ("ERP", LOAN.id)):
        assert bare.picker.isVisible()
        QTest.keyClicks(bare.picker.field.edit, text)
        settled(bare, qtbot)
        assert bare.picker.model.row(0).id == item_id
        QTest.keyClick(bare.picker.field.edit, Qt.Key.Key_Return)
        settled(bare, qtbot)
        assert bare.picker.field.edit.text() == ""
    assert bare.ids == (SECURITY.id, LOAN.id)
    assert not bare.picker.isVisible()
    assert bare.focusWidget() is bare.table


def test_marked_programmes_are_added_at_once(bare, qtbot):
    bare.tools.marks.add((LOAN.id, "it-sicherheit", SECURITY.id))
    settled(bare, qtbot)
    assert bare.picker.marked.isVisible()
    bare.picker.marked.click()
    settled(bare, qtbot)
    assert bare.ids == (LOAN.id, SECURITY.id)


def test_one_more_is_added_and_esc_closes_the_picker(page, qtbot):
    page.add.click()
    assert page.picker.isVisible()
    assert page.step_out()
    assert not page.picker.isVisible()
    assert not page.step_out()
    page.add.click()
    page.picker.field.edit.setText("Programm 2")
    settled(page, qtbot)
    page.picker.list.clicked.emit(page.picker.model.index(0, 0))
    settled(page, qtbot)
    assert page.ids == (*IDS, "p-2")


def test_nothing_found_is_said(page, qtbot):
    page.add.click()
    page.picker.field.edit.setText("Wasserstoff")
    settled(page, qtbot)
    assert any("Kein weiteres Programm zu „Wasserstoff“" in text for text in labels(page.picker))


# Keys


def test_arrow_keys_walk_enter_reads_del_takes_away(page, qtbot):
    page.take_focus()
    page.table.setCurrentIndex(page.table.table_model.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Right)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.current_id == LOAN.id
    with qtbot.waitSignal(page.item_wanted) as told:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert told.args == [LOAN.id]
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    settled(page, qtbot)
    assert page.ids == (SECURITY.id, ENDED.id)


def test_f6_goes_round(page):
    page.only.setFocus()
    visited = []
    for _ in range(3):
        page.next_pane()
        visited.append(page.focusWidget())
    assert visited == [deed(page, 0, "file-text"), page.table, page.only]


# Handing on


def test_copying_gives_text_and_a_table(page, qtbot):
    page.take_focus()
    with qtbot.waitSignal(page.said):
        QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text, html = QGuiApplication.clipboard().text(), QGuiApplication.clipboard().mimeData().html()
    assert text.startswith(f"\t\t{SECURITY.title}\t{LOAN.title}")
    assert "<thead>" in html
    page.only.click()
    page.copy.click()
    rows = QGuiApplication.clipboard().text().split("\n\n")[0].splitlines()
    assert len(rows) == 1 + page.view.differing < len(text.split("\n\n")[0].splitlines())
    leave_plain()
    assert not QGuiApplication.clipboard().mimeData().hasHtml()
    assert QGuiApplication.clipboard().text().startswith("\t\t")


def test_paper_holds_all_pages_with_their_number(page, tmp_path):
    target = tmp_path / "vergleich.pdf"
    writer = QPdfWriter(str(target))
    writer.setPageLayout(page_layout())
    assert writer.pageLayout().fullRect().width() > writer.pageLayout().fullRect().height()
    pages = print_comparison(page.view, writer, family="Inter", only_differences=False)
    del writer
    assert pages >= 2
    assert target.read_bytes().count(b"/Type /Page\n") == pages


def test_a_short_comparison_takes_fewer_pages(page, tmp_path):
    def pages(*, only):
        writer = QPdfWriter(str(tmp_path / f"{only}.pdf"))
        writer.setPageLayout(page_layout())
        return print_comparison(page.view, writer, family="Inter", only_differences=only)

    assert pages(only=True) <= pages(only=False)


# Room


@pytest.mark.parametrize(("size", "zoom"), [((940, 615), 1.0), ((1356, 875), 2.0), ((856, 590), 2.0)])
def test_where_there_is_little_room_table_and_picker_take_turns(page, size, zoom):
    page.tools.theme.set_zoom(zoom)
    page.resize(*size)
    QApplication.processEvents()
    assert page.width() == size[0]
    bar = page.only.parentWidget()
    assert bar.layout().minimumSize().width() <= size[0]
    assert page.table.isVisible()
    assert page.copy.accessibleName() == "Kopieren"
    page.add.click()
    narrow = size[0] / zoom < 760
    assert page.picker.isVisible()
    assert page.table.isVisible() is not narrow
    assert QSizeF(page.picker.size()).width() <= size[0]


def test_many_changes_leave_nothing_behind(page, qtbot):
    def count():
        QApplication.sendPostedEvents(None, 52)
        return len(page.findChildren(object))

    page.show_programmes(IDS)
    settled(page, qtbot)
    before = count()
    for _ in range(10):
        page.show_programmes((SECURITY.id, "p-0"))
        page.show_programmes(IDS)
        settled(page, qtbot)
    assert count() == before
