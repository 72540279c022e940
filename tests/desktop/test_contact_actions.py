"""Buttons to reach a partner, and the square a telephone photographs."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from advisor_app.desktop.contacts_address import card_address, cards_asked_for
from advisor_app.desktop.presenters.contacts import partner_contacts
from advisor_app.desktop.theme import Appearance
from advisor_app.desktop.widgets.contact_actions import ContactActions
from advisor_app.desktop.widgets.square import Square
from advisor_app.desktop.widgets.square_dialog import SquareDialog
from advisor_app.documents.square import QUIET, square_of
from advisor_app.domain.item import Visibility
from advisor_app.domain.partner import Contact
from tests.desktop.conftest import PARTNER

SECOND = Contact(role="Gründung", function_mailbox="gruendung@example.org", phone="0234 111")


menus = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def made(qtbot, theme):
    hosts = []

    def make(partner=PARTNER):
        host = QWidget()
        hosts.append(host)
        qtbot.addWidget(host)
        actions = ContactActions(partner_contacts(partner), theme=theme, parent=host)
        actions.resize(700, 120)
        host.resize(700, 140)
        host.show()
        return actions

    yield make
    hosts.clear()


def button(actions, text):
    return next(one for one in actions.findChildren(QPushButton) if one.text().strip("\u00a0") == text)


def words(actions):
    return [label.text() for label in actions.findChildren(QLabel) if label.text()]


def click(qtbot, actions, text):
    qtbot.mouseClick(button(actions, text), Qt.MouseButton.LeftButton)


def choose(actions, label):
    menu = next(menu for menu in actions.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.text() == label).trigger()
    menu.hide()


def test_number_and_text_are_copied_and_the_button_says_so(made, qtbot):
    actions = made()
    click(qtbot, actions, "Nummer kopieren")
    assert QGuiApplication.clipboard().text() == "0234 000"
    assert button(actions, "Nummer kopieren").icon_name == "check"
    click(qtbot, actions, "Als Text kopieren")
    assert button(actions, "Nummer kopieren").icon_name == "phone"
    assert "innovation@example.org" in QGuiApplication.clipboard().text()
    actions.show_icons()
    assert button(actions, "Als Text kopieren").icon_name == "copy"


def test_mail_and_website_are_links_outside(made, qtbot):
    actions = made()
    with qtbot.waitSignal(actions.link_wanted) as link:
        click(qtbot, actions, "Mail")
    assert link.args == ["mailto:innovation@example.org?subject=Anfrage%20an%20IHK%20Mittleres%20Ruhrgebiet"]
    with qtbot.waitSignal(actions.link_wanted) as link:
        click(qtbot, actions, "Website")
    assert link.args == [PARTNER.website]


@menus
def test_of_several_one_chooses(made, qtbot):
    actions = made(replace(PARTNER, contacts=(*PARTNER.contacts, SECOND)))
    click(qtbot, actions, "Nummer kopieren")
    choose(actions, "Gründung: 0234 111")
    assert QGuiApplication.clipboard().text() == "0234 111"
    with qtbot.waitSignal(actions.link_wanted) as link:
        click(qtbot, actions, "Mail")
        choose(actions, "Gründung: gruendung@example.org")
    assert link.args[0].startswith("mailto:gruendung@example.org?subject=Anfrage")


@menus
def test_the_card_is_asked_for_by_its_address(made, qtbot):
    actions = made()
    with qtbot.waitSignal(actions.link_wanted) as link:
        click(qtbot, actions, "Visitenkarte")
        choose(actions, "Als Datei speichern …")
    assert cards_asked_for(link.args[0]) == ((PARTNER.id,), False)
    assert cards_asked_for(card_address(("a", "b"), opened=True)) == (("a", "b"), True)
    assert cards_asked_for("https://example.org") is None
    assert cards_asked_for("card:") is None


def test_what_is_not_known_is_said(made):
    actions = made(replace(PARTNER, contacts=(), website=""))
    assert "Keine Nummer hinterlegt" in words(actions)
    shown = {one.text().strip("\u00a0") for one in actions.findChildren(QPushButton)}
    assert shown == {"Visitenkarte", "Als Text kopieren", "QR-Code"}


def test_what_is_not_public_stays_here_and_that_is_said(made):
    hidden = replace(SECOND, visibility=Visibility.NETWORK)
    actions = made(replace(PARTNER, contacts=(*PARTNER.contacts, hidden)))
    assert "1 Kontakt ist nur für das Netzwerk bestimmt und bleibt hier" in words(actions)
    none = made(replace(PARTNER, visibility=Visibility.NETWORK))
    assert none.findChildren(QPushButton) == []
    assert "Dieser Kontakt ist nur für das Netzwerk bestimmt und bleibt hier" in words(none)


def test_every_button_is_reached_by_tab(made, qtbot):
    actions = made()
    names = []
    actions.window().activateWindow()
    button(actions, "Nummer kopieren").setFocus()
    qtbot.waitUntil(button(actions, "Nummer kopieren").hasFocus)
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names == ["Nummer kopieren", "Mail", "Website", "Visitenkarte", "Als Text kopieren", "QR-Code"]


def modules_of(square):
    """Read the modules back from what is on the screen, without knowing how it was painted."""
    image = square.grab().toImage()
    dark = [(x, y) for y in range(image.height()) for x in range(image.width()) if is_dark(image, x, y)]
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    right = max(x for x, _ in dark) + 1
    run = next(length for length in range(1, 500) if not is_dark(image, left + length, top))
    side = run // 7  # the finder pattern at the corner is seven modules wide
    count = (right - left) // side
    found = [
        [is_dark(image, left + x * side + side // 2, top + y * side + side // 2) for x in range(count)]
        for y in range(count)
    ]
    return found, min(left, top) // side


def is_dark(image, x, y):
    return image.pixelColor(QPoint(x, y)).lightness() < 128


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def test_the_square_on_the_screen_is_the_one_encoded(qtbot, theme, appearance):
    theme.choose(appearance)
    text = "https://www.ihk.de/bochum"
    square = Square()
    qtbot.addWidget(square)
    square.resize(431, 389)
    square.show_modules(square_of(text), "Website")
    found, quiet = modules_of(square)
    expected = [list(row[QUIET:-QUIET]) for row in square_of(text)[QUIET:-QUIET]]
    assert found == expected
    assert quiet >= QUIET
    assert square.grab().toImage().pixelColor(1, 1) == QColor(Qt.GlobalColor.white)


def test_the_dialog_goes_through_the_squares(qtbot, theme):
    view = partner_contacts(PARTNER)
    dialog = SquareDialog(view.squares, theme=theme)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.caption.text() == "Website: IHK Mittleres Ruhrgebiet"
    QTest.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.caption.text() == "Anrufen: IHK Mittleres Ruhrgebiet"
    assert dialog.shown.text() == "0234 000"
    assert dialog.choices[1].isChecked()
    qtbot.mouseClick(dialog.choices[2], Qt.MouseButton.LeftButton)
    assert dialog.caption.text() == "Visitenkarte: IHK Mittleres Ruhrgebiet"
    expected = [list(row[QUIET:-QUIET]) for row in square_of(view.squares[2].text)[QUIET:-QUIET]]
    assert modules_of(dialog.square)[0] == expected
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_row_opens_the_dialog_before_its_window(made, qtbot):
    actions = made()
    click(qtbot, actions, "QR-Code")
    dialog = actions.window().findChild(SquareDialog)
    assert dialog.isVisible()
    dialog.accept()
