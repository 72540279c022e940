"""The panel of the size class, by mouse and by keys: what is asked for, what is answered, what stays, what leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.aid_parts import NoticeLine
from advisor_app.desktop.pages.check.printing import pdf_of
from advisor_app.desktop.pages.check.size_panel import SizePanel
from advisor_app.desktop.presenters.check_size import present_size
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Appearance, Theme
from advisor_app.domain.profile import UNKNOWN, Profile
from advisor_app.domain.state_aid import Direction, Holding
from tests.desktop.aid_desk import Desk, put_away, type_into
from tests.desktop.aid_world import CITY, MIXED, OWNER, chain, company
from tests.desktop.lone_page import bring_up, lone_tools

Sized = Desk[SizePanel]


def around(panel: SizePanel, profile: Profile) -> Sized:
    return Desk(panel, present_size, profile)


@pytest.fixture
def panel(theme: Theme, settings: WindowSettings, qtbot: QtBot) -> Iterator[SizePanel]:
    with lone_tools(theme, settings) as tools:
        made = SizePanel(tools)
        made.resize(980, 760)
        bring_up(made, qtbot)
        yield made
        put_away(made)


@pytest.fixture
def desk(panel: SizePanel) -> Sized:
    return around(panel, company(MIXED))


def key(desk: Sized, *keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(desk.panel.picture, one)


# The picture


def test_the_arrow_keys_walk_from_box_to_box(desk: Sized) -> None:
    picture = desk.panel.picture
    picture.setFocus()
    seen: set[tuple[int, ...]] = {picture.current}
    assert not picture.current
    key(desk, Qt.Key.Key_Up)
    assert len(picture.current) == 1
    key(desk, Qt.Key.Key_Home)
    assert not picture.current
    for way in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        key(desk, Qt.Key.Key_Home, way)
        for aside in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            for _ in range(len(MIXED)):
                key(desk, aside)
                seen.add(picture.current)
    key(desk, Qt.Key.Key_Home, Qt.Key.Key_Right)
    seen.add(picture.current)
    assert desk.panel.view is not None
    assert seen == {box.path for box in desk.panel.view.boxes}


def test_a_screen_reader_hears_the_box_the_keys_are_at(desk: Sized) -> None:
    desk.panel.picture.choose((3,))
    assert "Montage" in desk.panel.picture.accessibleName()
    assert "zählt zu 40" in desk.panel.picture.accessibleName()


def test_a_click_opens_the_form(desk: Sized, qtbot: QtBot) -> None:
    panel = desk.panel
    qtbot.mouseClick(panel.picture, Qt.MouseButton.LeftButton, pos=panel.picture.point_of((1,)).toPoint())
    assert panel.form.isVisible()
    assert panel.form.name.text == "Fonds"
    assert panel.form.share.text == "27,5"
    assert not desk.answers


def test_a_click_on_the_company_asks_for_its_staff(desk: Sized, qtbot: QtBot) -> None:
    qtbot.mouseClick(desk.panel.picture, Qt.MouseButton.LeftButton, pos=desk.panel.picture.point_of(()).toPoint())
    assert desk.wanted == ["company.headcount"]


def test_the_picture_stands_in_words_too(desk: Sized) -> None:
    panel = desk.panel
    panel.as_text.click()
    assert panel.twin.isVisible()
    assert not panel.frame.isVisible()
    assert "Holding hält" in panel.twin.text()
    panel.as_text.click()
    assert panel.frame.isVisible()


def test_a_wide_chart_becomes_a_list_where_the_panel_is_narrow(desk: Sized, qtbot: QtBot) -> None:
    assert desk.panel.picture.layout_shown.is_chart
    desk.panel.resize(560, 700)
    qtbot.waitUntil(lambda: not desk.panel.picture.layout_shown.is_chart)
    desk.panel.resize(980, 700)
    qtbot.waitUntil(lambda: desk.panel.picture.layout_shown.is_chart)


# The form


def test_a_holding_is_added_by_keys_alone(desk: Sized) -> None:
    panel = desk.panel
    panel.add_owner.setFocus()
    QTest.keyClick(panel.add_owner, Qt.Key.Key_Space)
    assert panel.form.name.edit.hasFocus()
    QTest.keyClicks(panel.form.name.edit, "Neue GmbH")
    type_into(panel.form.share.edit, "51")
    type_into(panel.form.turnover.edit, "6,2 Mio.")
    QTest.keyClick(panel.form.turnover.edit, Qt.Key.Key_Return)
    assert len(desk.answers) == 1
    fact, value = desk.answers[0]
    assert (fact, value.as_of) == ("company.related", "2026-11-23")
    assert desk.related[-1] == Holding(
        name="Neue GmbH", share_pct=51, turnover_eur=6_200_000, direction=Direction.HELD_BY
    )
    assert panel.form.isHidden()
    assert panel.picture.hasFocus()


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(desk: Sized) -> None:
    panel = desk.panel
    panel.open_box((0,))
    type_into(panel.form.share.edit, "162")
    type_into(panel.form.balance.edit, "viel")
    panel.form.ok.click()
    assert not desk.answers
    assert panel.form.share.fault.startswith("Höchstens 100")
    assert panel.form.share.edit.accessibleDescription() == panel.form.share.fault
    assert panel.form.balance.fault
    assert (panel.form.share.text, panel.form.balance.text) == ("162", "viel")
    assert panel.form.share.edit.hasFocus()
    type_into(panel.form.share.edit, "62")
    assert not panel.form.share.fault


def test_the_form_comes_into_sight(desk: Sized, qtbot: QtBot) -> None:
    panel = desk.panel
    panel.resize(900, 700)
    panel.open_box((3,))

    def in_sight() -> bool:
        form, view = panel.form, panel.area.viewport()
        top = form.mapTo(view, form.rect().topLeft()).y()
        return top >= 0 and top + form.height() <= view.height()

    qtbot.waitUntil(in_sight)


def test_a_circle_is_refused(desk: Sized) -> None:
    desk.panel.open_box((0, 0))
    type_into(desk.panel.form.name.edit, "Holding")
    desk.panel.form.ok.click()
    assert "Kreis" in desk.panel.form.name.fault
    assert not desk.answers


def test_what_is_being_typed_survives_another_answer(desk: Sized) -> None:
    panel = desk.panel
    panel.open_box((1,))
    type_into(panel.form.name.edit, "Fonds NRW")
    desk.answer("company.headcount", company().value("company.headcount"))
    assert panel.form.isVisible()
    assert panel.form.name.text == "Fonds NRW"
    panel.form.ok.click()
    assert desk.related[1].name == "Fonds NRW"


def test_what_stands_below_stays_when_a_holding_is_changed(desk: Sized) -> None:
    desk.panel.open_box((0,))
    type_into(desk.panel.form.headcount.edit, "10 bis 49")
    desk.panel.form.ok.click()
    assert desk.related[0].related == OWNER.related
    assert desk.related[0].headcount.max == 49


def test_a_chain_is_told_from_the_open_box(desk: Sized) -> None:
    panel = desk.panel
    panel.open_box((3,))
    panel.form.below.click()
    assert "Montage hält Anteile daran" in panel.form.direction.buttons["holds"].text()
    type_into(panel.form.name.edit, "Enkelin")
    panel.form.ok.click()
    assert desk.related[3].related == (Holding(name="Enkelin", direction=Direction.HOLDS),)
    assert panel.view is not None
    assert panel.view.box((3, 0)) is not None


def test_delete_takes_away_and_undo_brings_back(desk: Sized) -> None:
    panel = desk.panel
    panel.picture.choose((0,))
    key(desk, Qt.Key.Key_Delete)
    assert [one.name for one in desk.related] == ["Fonds", "Stadt", "Montage", "Vertrieb"]
    assert desk.said == ["Entfernt: Holding und 1\u00a0Kasten darunter"]
    assert panel.undo.isVisible()
    panel.undo.click()
    assert desk.related == MIXED
    assert not panel.undo.isVisible()


def test_undo_ends_where_something_else_was_opened(desk: Sized) -> None:
    desk.panel.remove((0,))
    desk.profile = company([CITY])
    desk.show()
    assert not desk.panel.undo.isVisible()


def test_there_are_none_is_an_answer_that_can_be_taken_back(panel: SizePanel) -> None:
    desk = around(panel, company())
    assert panel.none.isVisible()
    panel.none.click()
    assert desk.related == ()
    assert not panel.none.isVisible()
    panel.undo.click()
    assert desk.answers[-1] == ("company.related", UNKNOWN)
    assert desk.related is None


def test_esc_closes_what_is_open_first(desk: Sized) -> None:
    panel = desk.panel
    panel.open_box((0,))
    QTest.keyClick(panel.form.name.edit, Qt.Key.Key_Escape)
    assert panel.form.isHidden()
    assert not panel.step_out()
    panel.own.open_staff()
    assert panel.step_out()
    assert panel.own.staff.isHidden()


def test_a_form_whose_holding_is_gone_closes(desk: Sized) -> None:
    desk.panel.open_box((0, 0))
    desk.profile = company([])
    desk.show()
    assert desk.panel.form.isHidden()


# The company itself


def test_staff_is_added_up_and_answered(desk: Sized) -> None:
    own = desk.panel.own
    own.staff_button.click()
    rows = own.staff.rows
    assert rows[0]["people"].hasFocus()
    QTest.keyClicks(rows[0]["people"], "10")
    type_into(rows[1]["people"], "4")
    type_into(rows[1]["hours"], "50")
    type_into(rows[4]["people"], "3")
    own.staff.add_part()
    assert len(own.staff.rows) == len(rows) + 1
    own.staff.ok.click()
    fact, value = desk.answers[-1]
    assert (fact, desk.profile.known(fact)) == ("company.headcount", 12)
    assert value.note.startswith("ausgerechnet: 10 Vollzeit")
    assert own.staff.isHidden()


def test_nothing_is_answered_by_an_empty_sum(desk: Sized) -> None:
    desk.panel.own.open_staff()
    desk.panel.own.staff.ok.click()
    assert not desk.answers


def test_a_class_can_be_entered_and_taken_back(desk: Sized) -> None:
    panel = desk.panel
    panel.own.class_button.click()
    panel.own.take_class("klein")
    assert desk.profile.known("company.sme_class") == "klein"
    line = next(one for one in panel.findChildren(NoticeLine) if "von Hand" in one.accessibleName())
    button = line.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    assert desk.profile.known("company.sme_class") is None


def test_warnings_lead_to_where_something_can_be_done(desk: Sized) -> None:
    view = desk.panel.view
    assert view is not None
    for notice in view.notices:
        if notice.path:
            desk.panel.follow(notice)
            assert desk.panel.form.isVisible()
            return
    raise AssertionError


def test_own_figures_ask_for_their_facts(desk: Sized) -> None:
    buttons = [one for one in desk.panel.own.findChildren(QPushButton) if "Jahresumsatz" in one.accessibleName()]
    buttons[0].click()
    assert desk.wanted == ["company.turnover_eur"]


def test_the_provisions_can_be_read(desk: Sized) -> None:
    for button in desk.panel.laws.findChildren(QPushButton):
        button.click()
    assert [link.rpartition(":")[2] for link in desk.links] == ["32003H0361", "32014R0651"]


# What leaves


def test_words_and_calculation_are_copied(desk: Sized) -> None:
    desk.panel.copy_text()
    data = QGuiApplication.clipboard().mimeData()
    assert "Vorbereitung der KMU-Erklärung" in data.text()
    assert "<table" in data.html()
    assert desk.said == ["Größenklasse kopiert"]


def test_the_picture_is_copied_in_light_colours(desk: Sized, theme: Theme) -> None:
    theme.choose(Appearance.DARK)
    desk.panel.copy_picture()
    image = QGuiApplication.clipboard().image()
    assert image.width() > 1500
    assert image.pixelColor(1, 1).lightness() > 250


@pytest.mark.parametrize("related", [(), MIXED, chain(12)])
def test_paper_holds_picture_and_words(panel: SizePanel, related: tuple[Holding, ...]) -> None:
    around(panel, company(related))
    paper = panel.paper()
    assert paper.title == "Größenklasse Metallbau Brandt GmbH"
    assert "data:image/png;base64," in paper.html
    data = pdf_of(paper, family=panel.font().family())
    assert data.startswith(b"%PDF")
    # The picture is in it.
    assert b"/Subtype /Image" in data


def test_nothing_leaves_before_there_is_something(panel: SizePanel) -> None:
    QGuiApplication.clipboard().setText("vorher")
    panel.copy_text()
    panel.print_out()
    assert QGuiApplication.clipboard().text() == "vorher"


# Sizes


@pytest.mark.parametrize(("zoom", "width"), [(1.0, 440), (2.0, 840)])
def test_it_fits_a_narrow_place(desk: Sized, theme: Theme, zoom: float, width: int) -> None:
    theme.set_zoom(zoom)
    panel = desk.panel
    panel.open_box((0,))
    panel.form.toggle_more()
    panel.own.open_staff()
    panel.own.open_classes()
    panel.resize(width, 560)
    QApplication.processEvents()
    content = panel.area.widget()
    assert content is not None
    assert panel.minimumSizeHint().width() <= width
    # The content is never wider than the place; the picture scrolls by itself.
    assert content.width() <= panel.area.viewport().width()
    assert panel.frame.height() >= panel.picture.height()


def test_every_part_has_a_name(desk: Sized) -> None:
    desk.panel.open_box((0,))
    for button in desk.panel.findChildren(QPushButton):
        assert button.accessibleName() or button.text(), button
    for edit in desk.panel.findChildren(QLineEdit):
        assert edit.accessibleName(), edit
