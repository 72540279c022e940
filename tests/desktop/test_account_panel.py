"""The panel of the de-minimis account, by mouse and by keys: grants, what still fits, what leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.account_panel import AccountPanel
from advisor_app.desktop.pages.check.aid_parts import NoticeLine
from advisor_app.desktop.pages.check.printing import pdf_of
from advisor_app.desktop.presenters.check_account import present_account
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Appearance, Theme
from advisor_app.domain.profile import UNKNOWN, Profile
from advisor_app.domain.state_aid import Basis, DeMinimisGrant
from tests.desktop.aid_desk import Desk, put_away, type_into
from tests.desktop.aid_world import DAY, GRANTS, OWNER, company
from tests.desktop.lone_page import bring_up, lone_tools

TWENTY = tuple(
    DeMinimisGrant(
        granted_on=(DAY - timedelta(days=50 * number)).isoformat(),
        gge_eur=9_000 + 500 * number,
        note=f"Programm mit einem recht langen Namen, Nummer {number}",
    )
    for number in range(20)
)


Booked = Desk[AccountPanel]


def around(panel: AccountPanel, profile: Profile) -> Booked:
    return Desk(panel, present_account, profile)


@pytest.fixture
def panel(theme: Theme, settings: WindowSettings, qtbot: QtBot) -> Iterator[AccountPanel]:
    with lone_tools(theme, settings) as tools:
        made = AccountPanel(tools)
        made.resize(980, 760)
        bring_up(made, qtbot)
        yield made
        put_away(made)


@pytest.fixture
def desk(panel: AccountPanel) -> Booked:
    return around(panel, company([OWNER], GRANTS))


# The time line


def test_the_arrow_keys_walk_from_grant_to_grant(desk: Booked) -> None:
    picture = desk.panel.picture
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Down)
    assert picture.current == 1
    assert "60.000" in picture.accessibleName()
    assert "(2 von 3)" in picture.accessibleName()
    QTest.keyClick(picture, Qt.Key.Key_End)
    assert picture.current == 2
    QTest.keyClick(picture, Qt.Key.Key_Return)
    assert desk.panel.form.isVisible()
    assert desk.panel.form.undertaking.text == "Holding"


def test_a_click_opens_the_grant(desk: Booked, qtbot: QtBot) -> None:
    picture = desk.panel.picture
    frame = picture.frame()
    assert frame is not None
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=frame.row(1).center().toPoint())
    assert desk.panel.form.day.text == "12.02.2024"
    assert desk.panel.form.amount.text == "60.000"


def test_twenty_grants_stand_below_each_other(panel: AccountPanel) -> None:
    around(panel, company([], TWENTY))
    frame = panel.picture.frame()
    assert frame is not None
    rows = [frame.row(number) for number in range(20)]
    for one, other in pairwise(rows):
        assert one.bottom() <= other.top() + 0.5
    assert rows[-1].bottom() <= panel.picture.height()
    days = [level.day for level in frame.side.levels]
    assert [frame.x(day) for day in days] == sorted(frame.x(day) for day in days)


def test_what_is_painted_reads_the_look(desk: Booked, theme: Theme) -> None:
    image = QImage(desk.panel.picture.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    desk.panel.picture.render(painter, desk.panel.picture.rect().topLeft())
    painter.end()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert theme.tokens.surface.lower() in colours
    assert theme.tokens.accent.lower() in colours


def test_what_is_in_use_is_seen_without_soft_colours(desk: Booked, theme: Theme) -> None:
    theme.choose(Appearance.CONTRAST)
    picture = desk.panel.picture
    frame = picture.frame()
    assert frame is not None
    level = frame.side.levels[0]
    left, top = round(frame.x(level.day)) + 4, round(frame.y(level.low)) + 4
    shown = picture.grab(QRect(left, top, 12, round(frame.floor) - top - 2)).toImage()
    colours = [shown.pixelColor(x, y) for x in range(shown.width()) for y in range(shown.height())]
    assert sum(colour == theme.colour("surface") for colour in colours) < 0.9 * len(colours)


def test_the_picture_stands_in_words_too(desk: Booked) -> None:
    desk.panel.as_text.click()
    assert "ab 13.02.2027" in desk.panel.twin.text()
    assert not desk.panel.picture.isVisible()


def test_another_regulation_has_another_ceiling(panel: AccountPanel) -> None:
    dawi = DeMinimisGrant(granted_on="2026-05-01", gge_eur=12_000, basis=Basis.DAWI)
    around(panel, company([], [*GRANTS[:1], dawi]))
    panel.choose_side(1)
    assert panel.side is not None
    assert panel.side.ceiling == 750_000
    assert panel.picture.side is panel.side


# The form


def test_a_grant_is_added_by_keys_alone(desk: Booked) -> None:
    panel = desk.panel
    panel.add_grant.setFocus()
    QTest.keyClick(panel.add_grant, Qt.Key.Key_Space)
    assert panel.form.day.edit.hasFocus()
    QTest.keyClicks(panel.form.day.edit, "01.03.2026")
    type_into(panel.form.amount.edit, "12.500")
    type_into(panel.form.note.edit, "MID")
    QTest.keyClick(panel.form.note.edit, Qt.Key.Key_Return)
    assert desk.answers[0][1].as_of == "2026-11-23"
    assert desk.grants == (*GRANTS, DeMinimisGrant(granted_on="2026-03-01", gge_eur=12_500, note="MID"))
    assert panel.form.isHidden()


def test_a_guarantee_is_converted_while_it_is_typed(desk: Booked) -> None:
    form = desk.panel.form
    desk.panel.add()
    form.kind.buttons["guarantee"].click()
    assert form.years.isVisible()
    assert form.amount.edit.accessibleName() == "Bürgschaft über EUR"
    type_into(form.day.edit, "01.03.2026")
    for field, text in ((form.amount, "450.000"), (form.years, "5"), (form.percent, "80")):
        type_into(field.edit, text)
    form.ok.click()
    assert desk.grants[-1].gge_eur == 60_000
    assert "80 % verbürgt" in desk.grants[-1].note


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(desk: Booked) -> None:
    form = desk.panel.form
    desk.panel.add()
    type_into(form.day.edit, "31.02.2026")
    type_into(form.amount.edit, "viel")
    form.ok.click()
    assert form.day.fault == "Diesen Tag gibt es nicht."
    assert form.amount.fault
    assert (form.day.text, form.amount.text) == ("31.02.2026", "viel")
    assert form.day.edit.hasFocus()
    desk.show()
    assert form.day.text == "31.02.2026"
    assert not desk.answers


def test_delete_takes_away_and_undo_brings_back(desk: Booked) -> None:
    panel = desk.panel
    panel.picture.setFocus()
    QTest.keyClick(panel.picture, Qt.Key.Key_Down)
    QTest.keyClick(panel.picture, Qt.Key.Key_Delete)
    assert desk.grants == GRANTS[1:]
    assert desk.said == ["Beihilfe entfernt"]
    panel.undo.click()
    assert desk.grants == GRANTS
    assert not panel.undo.isVisible()


def test_none_is_an_answer_that_can_be_taken_back(panel: AccountPanel) -> None:
    desk = around(panel, company([]))
    panel.none.click()
    assert desk.grants == ()
    panel.undo.click()
    assert desk.answers[-1] == ("company.deminimis_grants", UNKNOWN)
    assert panel.none.isVisible()


def test_esc_closes_what_is_open_first(desk: Booked) -> None:
    desk.panel.add()
    QTest.keyClick(desk.panel.form.day.edit, Qt.Key.Key_Escape)
    assert desk.panel.form.isHidden()
    assert not desk.panel.step_out()


# What fits, and what was entered by hand


def test_whether_an_amount_fits_is_said_while_it_is_typed(desk: Booked) -> None:
    panel = desk.panel
    type_into(panel.amount.edit, "15.000")
    assert panel._fit.text() == "Passt heute in den Rahmen."
    type_into(panel.amount.edit, "200.000")
    assert panel._fit.text() == "Heute nicht. Passt sicher ab 13.02.2027."
    type_into(panel.amount.edit, "viel")
    assert panel._fit.property("tone") == "bad"


def test_a_room_entered_by_hand_can_be_taken_back(desk: Booked) -> None:
    panel = desk.panel
    panel.room_button.click()
    QTest.keyClicks(panel.room.edit, "118.400")
    QTest.keyClick(panel.room.edit, Qt.Key.Key_Return)
    assert desk.profile.known("company.deminimis_room_eur") == 118_400
    line = next(one for one in panel.findChildren(NoticeLine) if "von Hand" in one.accessibleName())
    button = line.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    assert desk.profile.known("company.deminimis_room_eur") is None


def test_warnings_about_holdings_lead_to_them(panel: AccountPanel) -> None:
    desk = around(panel, company(None, GRANTS))
    assert panel.view is not None
    notice = next(one for one in panel.view.notices if one.fact == "company.related")
    panel.follow(notice)
    assert desk.wanted == ["company.related"]


def test_the_regulation_can_be_read(desk: Booked) -> None:
    for button in desk.panel.laws.findChildren(QPushButton):
        button.click()
    assert [link.rpartition(":")[2] for link in desk.links] == ["32023R2831"]


# What leaves


def test_words_are_copied_as_text_and_table(desk: Booked) -> None:
    desk.panel.copy_text()
    data = QGuiApplication.clipboard().mimeData()
    assert "Frei: 160.000" in data.text()
    assert "<table" in data.html()


@pytest.mark.parametrize("grants", [(), GRANTS, TWENTY])
def test_paper_holds_picture_and_words(panel: AccountPanel, grants: tuple[DeMinimisGrant, ...]) -> None:
    around(panel, company([OWNER], grants))
    paper = panel.paper()
    assert "nicht die De-minimis-Erklärung" in paper.html
    data = pdf_of(paper, family=panel.font().family())
    assert data.startswith(b"%PDF")
    assert b"/Subtype /Image" in data


# Sizes


def test_what_was_noted_on_a_grant_is_read_here_and_stays(panel: AccountPanel) -> None:
    noted = DeMinimisGrant(granted_on="2026-03-01", gge_eur=9_000, note="Insolvenz abgewendet")
    around(panel, company([OWNER], [noted]))
    assert "Insolvenz abgewendet" in panel.twin.text()
    assert not panel.twin.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    panel.copy_text()
    assert "9.000" in QGuiApplication.clipboard().text()
    for leaving in (QGuiApplication.clipboard().text(), panel.html(), panel.paper().html):
        assert "abgewendet" not in leaving
    seen = panel.image(640)
    panel.bar.sensitive.setChecked(True)
    assert "abgewendet" in panel.text()
    assert "abgewendet" in panel.paper().html
    around(panel, company([OWNER], [replace(noted, note="")]))
    assert panel.image(640) == seen
    assert not panel.bar.sensitive.isVisible()


@pytest.mark.parametrize(("zoom", "width"), [(1.0, 440), (2.0, 840)])
def test_it_fits_a_narrow_place(panel: AccountPanel, theme: Theme, zoom: float, width: int) -> None:
    around(panel, company([OWNER], TWENTY))
    theme.set_zoom(zoom)
    panel.add()
    panel.form.kind.buttons["loan"].click()
    panel.resize(width, 560)
    QApplication.processEvents()
    content = panel.area.widget()
    assert content is not None
    assert content.width() <= panel.area.viewport().width()


def test_every_part_has_a_name(desk: Booked) -> None:
    desk.panel.add()
    desk.panel.open_room()
    for button in desk.panel.findChildren(QPushButton):
        assert button.accessibleName() or button.text(), button
    for edit in desk.panel.findChildren(QLineEdit):
        assert edit.accessibleName(), edit
