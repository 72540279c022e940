"""The page of partners in the real window, driven by keys and clicks, on a library in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.keeper import open_item
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.map.picture import ATTRIBUTION
from advisor_app.desktop.marks import Marks
from advisor_app.desktop.pages.partners.arrangement import Part
from advisor_app.desktop.pages.partners.cards import ChoicesPanel, GapPanel, OfficePanel, RowsPanel
from advisor_app.desktop.pages.partners.page import PartnersPage
from advisor_app.desktop.pages.partners.row_button import RowButton
from advisor_app.desktop.presenters.partners_map import MapMode
from advisor_app.desktop.presenters.partners_views import Gathering, Offices, Overview, QuestionView, UnknownView
from advisor_app.desktop.saving import write_chosen
from advisor_app.desktop.widgets.basics import Button
from advisor_app.desktop.widgets.lazy_lines import LINE_ROLE
from advisor_app.errors import NotSaved
from tests.desktop.conftest import RESOURCES, TODAY
from tests.desktop.partner_world import PARTNERS, land
from tests.desktop.partner_world import library as make_library


@pytest.fixture
def library():
    return make_library()


@pytest.fixture
def window(face, qtbot):
    """The whole window: for what keys and other parts have to do with the page."""
    face.window.resize(1366, 768)
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    face.window.activateWindow()
    qtbot.waitUntil(face.window.isActiveWindow)
    face.window.show_page("partners")
    rest(qtbot, face.window.page("partners"))
    return face.window


@pytest.fixture
def page(theme, settings, library, qtbot):
    """The page alone."""
    runner = JobRunner()
    tools = PageTools(theme=theme, runner=runner, today=TODAY, geodata=RESOURCES / "geodata", marks=Marks(settings),
                      open_item=open_item)  # fmt: skip
    page = PartnersPage(tools=tools)
    qtbot.addWidget(page)
    page.resize(1280, 740)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.take_focus()
    page.use(library)
    rest(qtbot, page)
    yield page
    runner.shut_down()


def rest(qtbot, page):
    qtbot.wait(2)
    qtbot.waitUntil(lambda: not page.tools.runner.is_busy())
    qtbot.wait(2)


def go(page, qtbot, text):
    page.field.edit.setFocus()
    page.field.edit.selectAll()
    QTest.keyClicks(page.field.edit, text)
    QTest.keyClick(page.field.edit, Qt.Key.Key_Return)
    rest(qtbot, page)


def press(window, key):
    QTest.keyClick(QApplication.focusWidget() or window, key)


def shown(page, kind):
    return [part for part in page.side.findChildren(kind) if not part.isHidden()]


def button(parent, text):
    return next(one for one in parent.findChildren(Button) if one.text().strip("\u00a0").startswith(text))


def offices(page):
    return [(card.view.overline, card.view.title) for card in shown(page, OfficePanel)]


def test_the_page_opens_on_an_overview_with_the_cursor_in_the_field(page):
    assert isinstance(page.side.side, Overview)
    assert QApplication.focusWidget() is page.field.edit
    assert page.map_card.map.has_shapes
    assert page.map_card.map.picture.title == "Partner mit Sitz im Kreis"
    attribution = page.map_card.legend._attribution
    assert attribution.isVisible()
    assert attribution.text() == ATTRIBUTION


def test_typing_offers_places_and_enter_takes_the_one_that_was_chosen(page, qtbot):
    QTest.keyClicks(page.field.edit, "enne")
    assert page.field.suggestions.codes[:2] == ("05954012", "05954") or "05954" in page.field.suggestions.codes
    assert page.field.suggestions.isVisible()
    while page.field.suggestions.current != "05954":
        QTest.keyClick(page.field.edit, Qt.Key.Key_Down)
    QTest.keyClick(page.field.edit, Qt.Key.Key_Return)
    rest(qtbot, page)
    assert not page.field.suggestions.isVisible()
    assert page.field.edit.text() == "Ennepe-Ruhr-Kreis"
    assert offices(page)[:2] == [
        ("Industrie- und Handelskammer", "IHK Mittleres Ruhrgebiet"),
        ("Industrie- und Handelskammer", "Südwestfälische IHK zu Hagen"),
    ]


def test_a_split_district_leads_on_to_the_municipality(page, qtbot):
    go(page, qtbot, "Ennepe-Ruhr-Kreis")
    choices = shown(page, ChoicesPanel)[0]
    button(choices, "Schwelm").click()
    rest(qtbot, page)
    assert page.field.edit.text() == "Schwelm, Ennepe-Ruhr-Kreis"
    assert offices(page)[0] == ("Industrie- und Handelskammer", "Südwestfälische IHK zu Hagen")


def test_witten_shows_its_chambers_the_gap_and_the_map(page, qtbot):
    go(page, qtbot, "58452")
    assert offices(page) == [
        ("Industrie- und Handelskammer", "IHK Mittleres Ruhrgebiet"),
        ("Handwerkskammer", "Handwerkskammer Dortmund"),
        ("Wirtschaftsförderung", "Business Metropole Ruhr"),
    ]
    assert page.map_card.map.picture.look("05911").fill == "map_sel"
    button(page.map_card, "HWK").click()
    rest(qtbot, page)
    assert page.map_card.map.picture.title == "Zuständige HWK"
    assert page.map_card.map.picture.look("05913").fill == "map_sel"
    go(page, qtbot, "Kleve")
    assert len(shown(page, GapPanel)) == 3


def test_codes_that_mean_two_places_ask_with_buttons(page, qtbot):
    go(page, qtbot, "40721")
    assert isinstance(page.side.side, QuestionView)
    assert page.field.edit.text() == "40721"
    button(page.side, "Hilden").click()
    rest(qtbot, page)
    assert page.field.edit.text() == "Hilden, Kreis Mettmann"
    assert isinstance(page.side.side, Offices)


def test_an_unknown_place_keeps_what_was_typed_and_helps(page, qtbot):
    go(page, qtbot, "Halle (Saale)")
    assert isinstance(page.side.side, UnknownView)
    assert page.field.edit.text() == "Halle (Saale)"
    button(page.side, "Halle (Westf.)").click()
    rest(qtbot, page)
    assert isinstance(page.side.side, Offices)


def test_what_was_entered_before_there_was_knowledge_is_looked_up(page, library, qtbot):
    fresh = PartnersPage(tools=page.tools)
    qtbot.addWidget(fresh)
    fresh.look_up("Witten")
    fresh.use(library)
    qtbot.waitUntil(lambda: isinstance(fresh.side.side, Offices))
    rest(qtbot, fresh)


def test_clicking_a_district_is_the_same_as_naming_it(page, qtbot):
    page.map_card.map.grab()
    for ags, text in (("05954", "Ennepe-Ruhr-Kreis"), ("05911", "Bochum")):
        middle = land().shapes.middle.districts[ags].middle
        at = page.map_card.map.camera.to_pixel(middle).toPoint()
        QTest.mouseClick(page.map_card.map, Qt.MouseButton.LeftButton, pos=at)
        rest(qtbot, page)
        assert page.field.edit.text() == text
        assert isinstance(page.side.side, Offices)


def test_a_number_is_copied_and_what_is_not_known_is_said(page, qtbot):
    go(page, qtbot, "Witten")
    said: list[str] = []
    page.said.connect(said.append)
    ihk, hwk = shown(page, OfficePanel)[:2]
    button(ihk, "Nummer kopieren").click()
    assert QGuiApplication.clipboard().text() == "0234 000"
    assert said == ["0234 000 kopiert"]
    assert not [one for one in hwk.findChildren(Button) if one.text().startswith("Nummer")]


def test_mail_and_website_lead_outside(page, qtbot):
    opened: list[str] = []
    page.link_wanted.connect(opened.append)
    go(page, qtbot, "Witten")
    ihk = shown(page, OfficePanel)[0]
    ihk.write_mail()
    button(ihk, "Website").click()
    assert opened[0].startswith("mailto:info@example.org?subject=")
    assert opened[1] == "https://www.example.org/bochum"


def test_marks_are_shown_and_kept(page, qtbot):
    go(page, qtbot, "Witten")
    ihk = shown(page, OfficePanel)[0]
    ihk.mark.click()
    assert "ihk-bochum" in page.tools.marks
    assert ihk.mark.accessibleName() == "Nicht mehr merken: IHK Mittleres Ruhrgebiet"
    ihk.mark.click()
    assert "ihk-bochum" not in page.tools.marks


def test_reading_and_the_way_back(window, qtbot):
    page = window.page("partners")
    go(page, qtbot, "Witten")
    rows = shown(page, RowsPanel)[0].findChildren(RowButton)
    QTest.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    rest(qtbot, page)
    assert page.visit.is_open
    assert page.item_id == "hub"
    assert page._right.currentWidget() is page.visit
    press(window, Qt.Key.Key_Escape)
    assert page._right.currentWidget() is page.side
    assert isinstance(page.side.side, Offices)


def test_the_list_is_the_twin_of_the_map(page, qtbot):
    go(page, qtbot, "Witten")
    page.as_list.click()
    assert page.list.isVisible()
    assert not page.map_card.isVisible()
    model = page.list.model
    told = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert len(told) == len(PARTNERS)
    assert told[0] == "ruhr:HUB, startup_hub · Witten, im Ort, landesweit"
    page.list.take_focus()
    QTest.keyClick(page.list.list, Qt.Key.Key_Down)
    chosen = page.list.list.currentIndex().data(LINE_ROLE).id
    QTest.keyClick(page.list.list, Qt.Key.Key_Return)
    rest(qtbot, page)
    assert page.item_id == chosen
    assert page.as_list.text() == "Als Karte"
    assert page.step_out()
    assert page.step_out()
    assert page.map_card.isVisible()


def test_groups_and_filters_narrow_list_and_map(page, qtbot):
    page.chips.chips[1].click()
    rest(qtbot, page)
    assert page.list.model.rowCount() == 3
    assert page.chips.chips[1].property("active") == "true"
    menu = page.filter.make_menu()
    regions = next(group.menu() for group in menu.actions() if group.text() == "Region")
    entries = {action.text().partition("\t")[0]: action for action in regions.actions()}
    page.filter.take(entries["Hagen"])
    rest(qtbot, page)
    assert {row.id for row in page.list.model.rows} == {"ihk-hagen", "hwk-dortmund"}
    assert page.map_card.map.picture.title.endswith("Auswahl")
    assert page.filter.text().strip("\u00a0") == "Filter (1)"
    button(page.active, "Zurücksetzen").click()
    rest(qtbot, page)
    assert page.list.model.rowCount() == len(PARTNERS)
    assert not page.active.isVisible()


def test_a_choice_that_nobody_fits_says_so(page, qtbot):
    page.choose_group("money")
    page.show_list()
    rest(qtbot, page)
    assert page.list._empty.isVisible()
    assert not page.list.list.isVisible()


def test_points_at_one_place_are_listed_in_the_column(page, qtbot):
    page.choose_mode(MapMode.SPOTS)
    rest(qtbot, page)
    page.map_card.map.spots_chosen.emit(("hub", "intern"))
    assert isinstance(page.side.side, Gathering)
    assert [row.id for row in page.side.side.rows] == ["intern", "hub"]
    assert page.step_out()
    assert isinstance(page.side.side, Overview)


def test_where_there_is_little_room_there_are_tabs(page, qtbot):
    page.resize(740, 640)
    qtbot.waitUntil(page.tabs.isVisible)
    assert page.map_card.isVisible()
    assert not page.side.isVisible()
    page.tabs.buttons[Part.SIDE].click()
    assert page.side.isVisible()
    assert not page.map_card.isVisible()
    page.tabs.buttons[Part.LIST].click()
    assert page.list.isVisible()
    go(page, qtbot, "Witten")
    assert page.side.isVisible()
    page.resize(1280, 740)
    qtbot.waitUntil(lambda: not page.tabs.isVisible())
    assert page.side.isVisible()


@pytest.mark.parametrize(("size", "zoom"), [((940, 560), 1.0), ((1272, 780), 2.0), ((856, 520), 2.0)])
def test_nothing_is_wider_than_the_window(page, qtbot, theme, size, zoom):
    page.resize(*size)
    theme.set_zoom(zoom)
    go(page, qtbot, "Witten")
    for part in (Part.MAP, Part.SIDE, Part.LIST):
        page.arrangement.show_part(part)
        qtbot.wait(20)
        assert page.width() == size[0]
        for inner in (page.side._content, page.map_card, page.list):
            if inner.isVisible():
                assert inner.minimumSizeHint().width() <= inner.width()


def test_f6_goes_round_and_escape_goes_out(window, qtbot):
    page = window.page("partners")
    go(page, qtbot, "Witten")
    press(window, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is page.map_card.map
    press(window, Qt.Key.Key_F6)
    assert page.side.isAncestorOf(QApplication.focusWidget())
    press(window, Qt.Key.Key_F6)
    assert page.field.edit.hasFocus()
    press(window, Qt.Key.Key_Escape)
    rest(qtbot, page)
    assert page.field.edit.text() == ""
    assert isinstance(page.side.side, Overview)


def test_other_knowledge_keeps_the_place_and_the_filter(page, qtbot):
    go(page, qtbot, "Witten")
    page.choose_group("science")
    rest(qtbot, page)
    page.use(make_library().for_clients())
    rest(qtbot, page)
    assert page.field.edit.text() == "Witten, Ennepe-Ruhr-Kreis"
    assert offices(page)[0][1] == "IHK Mittleres Ruhrgebiet"
    assert [row.id for row in page.list.model.rows] == ["transfer-rub"]
    page.reset_filters()
    rest(qtbot, page)
    assert "intern" not in [row.id for row in page.list.model.rows]


# Paper


def test_the_map_is_saved_as_a_pdf_file(page, qtbot, tmp_path):
    said: list[str] = []
    page.said.connect(said.append)
    go(page, qtbot, "Witten")
    page.save_map()
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    dialog = page.findChildren(QFileDialog)[0]
    assert Path(dialog.selectedFiles()[0]).name == "Zuständig für Witten.pdf"
    file = tmp_path / "karte.pdf"
    dialog.fileSelected.emit(str(file))
    dialog.close()
    rest(qtbot, page)
    data = file.read_bytes()
    assert data.startswith(b"%PDF-")
    # Lines, not a picture of them.
    assert b"/Subtype /Image" not in data
    assert said == ["Karte gespeichert: karte.pdf"]


def test_a_folder_that_takes_nothing_is_told(tmp_path):
    with pytest.raises(NotSaved):
        write_chosen(tmp_path / "none" / "karte.pdf", b"%PDF-")
