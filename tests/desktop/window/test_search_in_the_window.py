"""Searching, choosing and reading in the real window, driven by keys and clicks."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from advisor_app.desktop.pages.search.result_panel import Shown
from advisor_app.desktop.presenters.views import Block
from advisor_app.desktop.reading.cards import FactBox, GapCard, RelatedRow, SignatureCard, SignpostCard
from advisor_app.desktop.reading.prose import Prose
from advisor_app.errors import EnvironmentFault
from advisor_app.search.model import Sort
from tests.desktop.conftest import MemoryLibrary, programme
from tests.desktop.window.acts import focused, idle, in_reading, press, rows, shown, type_text


def test_the_first_hit_is_open_at_once(window):
    assert rows(window)[0] == shown(window) == "mid-digitale-sicherheit"
    assert len(in_reading(window, SignatureCard)) == len(in_reading(window, FactBox)) == 1
    assert "Nein. Erst nach der Bewilligung." in in_reading(window, SignatureCard)[0].accessibleName()
    assert "Kleine Unternehmen" in in_reading(window, Prose)[0].toPlainText()
    assert len(in_reading(window, GapCard)) == 1


def test_typing_answers_and_keeps_the_focus(window, qtbot):
    type_text(window, "schutzrechte")
    idle(qtbot, window)
    assert rows(window) == [shown(window)] == ["sprechtag-patente"]
    assert QApplication.focusWidget() is window.search.field.edit


def test_umlauts_can_be_typed(window, qtbot, library):
    type_text(window, "förder")
    idle(qtbot, window)
    assert library.requests[-1].text == "förder"
    assert rows(window) == ["erp-digital"]


def test_only_the_newest_search_is_shown(window, qtbot, library):
    library.gate.clear()
    type_text(window, "ihk")
    window.search.field.clear()
    type_text(window, "erp")
    library.gate.set()
    idle(qtbot, window)
    assert rows(window) == ["erp-digital"]
    assert len(library.requests) < 8


def test_the_window_answers_while_a_search_runs(window, qtbot, library):
    library.gate.clear()
    type_text(window, "ihk")
    number = window.rail.pages().index("freshness") + 1
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
    assert window._stack.currentWidget() is window.page("freshness")
    library.gate.set()
    idle(qtbot, window)


def test_arrows_move_through_hits_while_the_field_keeps_the_focus(window, qtbot):
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    idle(qtbot, window)
    assert shown(window) == rows(window)[2]
    press(window, Qt.Key.Key_Up)
    idle(qtbot, window)
    assert shown(window) == rows(window)[1]
    assert QApplication.focusWidget() is window.search.field.edit


def test_enter_goes_into_the_hit_and_escape_back_then_clears(window, qtbot):
    type_text(window, "erp")
    idle(qtbot, window)
    press(window, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is window.search.reading.area
    press(window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.search.field.edit
    press(window, Qt.Key.Key_Escape)
    idle(qtbot, window)
    assert len(rows(window)) == 6
    assert not window.search._state.text


def test_home_and_end_reach_both_ends_of_the_text(window, qtbot):
    window.resize(1024, 640)
    press(window, Qt.Key.Key_Return)
    bar = window.search.reading.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(window, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    press(window, Qt.Key.Key_Home)
    assert bar.value() == bar.minimum()


def test_lists_within_lists_are_indented(window, qtbot):
    prose = window.search.reading.findChild(Prose)
    prose.show_blocks((Block(heading="", html="<ul><li>Eine davon genügt:<ul><li>A</li></ul></li><li>B</li></ul>"),))
    block = prose.document().begin()
    indents = {}
    while block.isValid():
        if block.textList():
            indents[block.text()] = block.textList().format().indent()
        block = block.next()
    assert indents["A"] > indents["B"]


def test_a_link_leads_on_and_alt_left_back(window, qtbot):
    link = next(row for row in in_reading(window, RelatedRow) if "IT-Sicherheit" in row.accessibleName())
    link.click()
    idle(qtbot, window)
    assert shown(window) == "it-sicherheit"
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    idle(qtbot, window)
    assert shown(window) == "mid-digitale-sicherheit"
    press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    idle(qtbot, window)
    assert shown(window) == "it-sicherheit"


def test_history_brings_back_search_and_item(window, qtbot):
    type_text(window, "erp")
    idle(qtbot, window)
    press(window, Qt.Key.Key_Return)
    window.guide.go_to_search()
    window.search.ask_for("ihk")
    idle(qtbot, window)
    assert shown(window) == "ihk-mittleres-ruhrgebiet"
    window.search.go_back()
    idle(qtbot, window)
    assert (window.search.field.edit.text(), rows(window), shown(window)) == ("erp", ["erp-digital"], "erp-digital")


def test_filters_narrow_and_chips_take_them_away(window, qtbot):
    window.search.toggle_filter("kind", "programme")
    window.search.toggle_filter("ebene", "bund")
    idle(qtbot, window)
    assert rows(window) == ["go-digital", "erp-digital"]
    chips = [chip for chip in window.search.results.findChildren(QPushButton) if chip.property("facet") == "ebene"]
    next(chip for chip in chips if chip.isVisible()).click()
    idle(qtbot, window)
    assert len(rows(window)) == 3
    window.search.reset_filters()
    idle(qtbot, window)
    assert len(rows(window)) == 6


def test_a_facet_is_chosen_with_the_keyboard_and_keeps_the_focus(window, qtbot):
    window.search.facets.focus_first()
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    idle(qtbot, window)
    assert len(rows(window)) == 3
    box = focused()
    assert (box.facet, box.option.code, box.isChecked()) == ("kind", "programme", True)


def test_sorting_asks_again(window, qtbot, library):
    window.search.ask_in_order(Sort.AS_OF)
    idle(qtbot, window)
    assert library.requests[-1].sort is Sort.AS_OF


def test_nothing_found_says_what_helps(window, qtbot):
    window.search.toggle_filter("kind", "event")
    window.search.ask_for("digital")
    idle(qtbot, window)
    assert window.search.results.shown is Shown.EMPTY
    assert window.search.reading.view is None
    drop = next(chip for chip in window.search.results.nothing_found.findChildren(QPushButton)
                if chip.property("facet") == "kind" and not chip.isHidden())  # fmt: skip
    drop.click()
    idle(qtbot, window)
    assert "mid-digitale-sicherheit" in rows(window)


def test_another_spelling_is_one_click_away(window, qtbot):
    window.search.ask_for("digtal")
    idle(qtbot, window)
    next(button for button in window.search.results.nothing_found.findChildren(QPushButton)
         if button.accessibleName() == "digital" and not button.isHidden()).click()  # fmt: skip
    idle(qtbot, window)
    assert window.search.field.edit.text() == "digital"
    assert rows(window)


def test_an_ended_programme_shows_its_successor(window, qtbot):
    window.search.visit_item("go-digital")
    idle(qtbot, window)
    assert not in_reading(window, SignatureCard)
    in_reading(window, SignpostCard)[0].findChild(QPushButton).click()
    idle(qtbot, window)
    assert shown(window) == "mid-digitale-sicherheit"


def test_a_click_on_the_row_follows_its_signpost(window, qtbot):
    results = window.search.results
    rect = results.list.visualRect(results.model.index(1, 0))
    QTest.mouseClick(results.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(60, 64))
    idle(qtbot, window)
    assert shown(window) == "mid-digitale-sicherheit"
    QTest.mouseClick(results.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(60, 20))
    idle(qtbot, window)
    assert shown(window) == "go-digital"


def test_q_opens_the_sources_but_not_while_typing(window):
    strip = window.search.reading.strip
    type_text(window, "q")
    assert not strip.is_open
    window.search.reading.take_focus()
    press(window, Qt.Key.Key_Q)
    assert strip.is_open
    press(window, Qt.Key.Key_Escape)
    assert not strip.is_open


def test_a_citation_opens_and_marks_its_source(window):
    window.search.reading.follow("source:q2")
    strip = window.search.reading.strip
    assert strip.is_open
    assert [row._number.property("role") for row in strip._rows] == ["metaStrong", "cap"]


def test_the_slash_goes_to_the_field(window):
    window.search.reading.take_focus()
    press(window, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is window.search.field.edit


def test_find_walks_through_cards_and_text(window):
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = window.search.reading.find_bar
    bar.edit.setText("kmu")
    assert bar.count.text() == "1 von 2"
    press(window, Qt.Key.Key_Return)
    assert bar.count.text() == "2 von 2"
    bar.edit.setText("gibt es nicht")
    assert bar.count.text() == "nicht gefunden"
    press(window, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert QApplication.focusWidget() is window.search.reading.area


def test_f6_goes_round_the_panes(window):
    places = []
    for _ in range(4):
        press(window, Qt.Key.Key_F6)
        places.append(QApplication.focusWidget())
    search = window.search
    assert search.facets.isAncestorOf(places[0])
    assert places[1:] == [search.results.list, search.reading.area, search.field.edit]


def test_a_narrow_window_shows_hits_or_the_text(window, qtbot):
    window.look.choose_zoom(2.0)
    window.resize(1024, 640)
    qtbot.wait(10)
    search = window.search
    assert search.results.isVisible()
    assert not search.reading.isVisible()
    press(window, Qt.Key.Key_Return)
    assert search.reading.isVisible()
    assert not search.results.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert search.results.isVisible()


def test_filters_fold_behind_a_chip_where_there_is_little_room(window, qtbot):
    window.resize(1024, 640)
    qtbot.wait(10)
    assert not window.search.facets.isVisible()
    next(chip for chip in window.search.results.findChildren(QPushButton)
         if chip.accessibleName() == "Filter" and chip.isVisible()).click()  # fmt: skip
    assert window.search.facets.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert not window.search.facets.isVisible()
    window.resize(1366, 768)
    qtbot.wait(10)
    assert window.search.facets.isVisible()


def test_long_lists_load_page_by_page(open_face, qtbot):
    many = MemoryLibrary([programme(f"p-{number}", f"Programm {number}") for number in range(95)])
    face = open_face(lambda: many)
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    idle(qtbot, face.window)
    model, hits = face.window.search.results.model, face.window.search.results.list
    assert model.rowCount() == 30
    for expected in (60, 90, 95):
        hits.scrollToBottom()
        qtbot.waitUntil(lambda expected=expected: model.rowCount() == expected)
        idle(qtbot, face.window)
    assert not model.canFetchMore()
    assert len(set(rows(face.window))) == 95


def test_a_fault_while_searching_is_told_and_work_goes_on(window, qtbot, library):
    library.fault = EnvironmentFault(path="/x", reason="voll", remedy="Platz schaffen.")
    window.search.ask_for("erp")
    idle(qtbot, window)
    assert "/x: voll. Platz schaffen." in window.banner.accessibleName()
    window.search.ask_for("ihk")
    idle(qtbot, window)
    assert rows(window) == ["ihk-mittleres-ruhrgebiet"]


def test_the_item_is_copied_with_its_sources(window):
    window.search.reading.copy_text()
    assert "Produktseite der NRW.BANK" in QGuiApplication.clipboard().text()


def test_rows_are_read_out_in_full(window):
    model = window.search.results.model
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("MID – Digitale Sicherheit, Zuschuss · Land NRW · KMU, bis 50\u00a0% bis 15.000\u00a0EUR")
    assert "Erst nach Bewilligung" in spoken


def test_a_related_item_that_is_gone_is_not_offered(open_face, qtbot, library):
    alone = MemoryLibrary([replace(library.item("it-sicherheit"))])
    face = open_face(lambda: alone)
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    idle(qtbot, face.window)
    assert in_reading(face.window, RelatedRow) == []
