"""The window while a client looks at it: nothing internal is shown, said or found."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from advisor_app.desktop.client_view import BEGUN, WITHHELD
from advisor_app.domain.item import Visibility
from advisor_app.domain.partner import Contact
from advisor_app.errors import KnowledgeDamaged
from tests.desktop.conftest import ITEMS, PARTNER, SECURITY, MemoryLibrary, programme

SECRET = programme("nur-intern", "Geheimprogramm Digital", visibility=Visibility.NETWORK)
NETWORKED = replace(
    PARTNER,
    contacts=(*PARTNER.contacts, Contact(role="Leitung", phone="0234 4711", visibility=Visibility.NETWORK)),
)


def press(window, key):
    QTest.keyClick(QApplication.focusWidget() or window, key)


def idle(qtbot, window):
    qtbot.waitUntil(lambda: not window.tools.runner.is_busy())
    qtbot.wait(20)


@pytest.fixture
def window(open_face, qtbot):
    items = (SECRET, NETWORKED, *(item for item in ITEMS if item.id != PARTNER.id))
    window = open_face(lambda: MemoryLibrary(items)).window
    window.resize(1366, 768)
    with qtbot.waitSignal(window.library_opened):
        window.show()
    window.show_page("search")
    idle(qtbot, window)
    return window


def turn_round(qtbot, window):
    press(window, Qt.Key.Key_F9)
    idle(qtbot, window)


def words(window):
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    rows = window.search.results.model
    return " ".join([*shown, *(rows.row(number).title for number in range(rows.rowCount()))])


def told(window):
    return "".join(block.html for block in window.search.reading.view.blocks)


def test_f9_hides_what_is_internal_and_shows_it_again(window, qtbot):
    before = words(window)
    assert "Geheimprogramm" in before
    turn_round(qtbot, window)
    assert window.client.strip.isVisible()
    assert BEGUN in words(window)
    assert "Geheimprogramm" not in words(window)
    assert "Inhaltsstand 20.11.2026" in window.status_line.text
    for page in ("freshness", "options"):
        assert not window.rail._buttons[page].isVisible()
        window.show_page(page)
        assert window._stack.shown == "search"
    turn_round(qtbot, window)
    assert not window.client.strip.isVisible()
    assert "Geheimprogramm" in words(window)
    assert window.rail._buttons["options"].isVisible()


def test_an_item_that_is_not_public_is_closed_and_not_named(window, qtbot):
    window.guide.show_item(SECRET.id)
    idle(qtbot, window)
    assert window.search.reading.view.id == SECRET.id
    turn_round(qtbot, window)
    assert window.toast.text == WITHHELD
    assert window.search.reading.view is None or window.search.reading.view.id != SECRET.id
    assert "Geheimprogramm" not in words(window)
    window.search.visit_item(SECRET.id)
    idle(qtbot, window)
    assert "Geheimprogramm" not in words(window)


def test_contacts_of_the_network_are_hidden(window, qtbot):
    window.guide.show_item(PARTNER.id)
    idle(qtbot, window)
    assert "4711" in told(window)
    assert "4711" not in window.search.reading.view.plain
    turn_round(qtbot, window)
    assert "4711" not in told(window)
    assert window.search.reading.view.id == PARTNER.id


def test_knowledge_that_comes_in_meanwhile_is_shown_to_clients_only_as_well(window, qtbot):
    turn_round(qtbot, window)
    with qtbot.waitSignal(window.library_opened):
        window.keeper.open()
    idle(qtbot, window)
    assert "Geheimprogramm" not in words(window)
    turn_round(qtbot, window)
    assert "Geheimprogramm" in words(window)
    assert not window.keeper.library.closed


def test_marks_and_news_of_updates_are_not_shown(window, qtbot):
    window.tools.marks.add((SECURITY.id, SECRET.id))
    assert window.status_line.marks.isVisible()
    turn_round(qtbot, window)
    assert not window.status_line.marks.isVisible()
    window.toast.inform("Neuer Inhaltsstand vom 24.11.2026")
    assert window.toast.text != "Neuer Inhaltsstand vom 24.11.2026"
    window.toast.say("kopiert")
    assert window.toast.isVisible()
    window.guide.show_marked()
    assert window._stack.shown == "search"
    turn_round(qtbot, window)
    assert window.status_line.marks.isVisible()


def test_turning_round_twice_at_once_ends_where_it_began(window, qtbot):
    for _ in range(2):
        press(window, Qt.Key.Key_F9)
    idle(qtbot, window)
    assert not window.tools.client.on
    assert "Geheimprogramm" in words(window)


def test_f11_shows_in_the_hall_what_is_read_and_leaves_everything_as_it_was(window, qtbot):
    window.guide.show_item(SECURITY.id)
    idle(qtbot, window)
    focus, geometry = QApplication.focusWidget(), window.geometry()
    press(window, Qt.Key.Key_F11)
    idle(qtbot, window)
    hall = window.client.hall
    assert hall.is_open
    assert hall.item_id == SECURITY.id
    press(window, Qt.Key.Key_Right)
    idle(qtbot, window)
    assert hall.item_id not in (SECURITY.id, SECRET.id)
    press(window, Qt.Key.Key_Escape)
    idle(qtbot, window)
    assert not hall.is_open
    assert window.geometry() == geometry
    assert QApplication.focusWidget() is focus
    assert window.search.reading.view.id == SECURITY.id


def test_the_hall_shows_nothing_that_is_not_public(window, qtbot):
    window.guide.show_item(SECRET.id)
    idle(qtbot, window)
    press(window, Qt.Key.Key_F11)
    idle(qtbot, window)
    assert not window.client.hall.is_open
    assert window.toast.text == "Dieser Eintrag ist nur für das Netzwerk bestimmt"


def test_links_to_cards_are_followed_here(window, qtbot):
    with qtbot.waitSignal(window.client.contacts.said) as told:
        window.open_link(f"card:{SECURITY.id}")
    assert "Visitenkarte" in told.args[0]


def test_nothing_is_seen_until_only_public_things_are_there(window, qtbot):
    press(window, Qt.Key.Key_F9)
    assert window.client.curtain.isVisible()
    assert window.client.curtain.size() == window._stack.size()
    picture = window._stack.grab().toImage()
    assert {picture.pixelColor(x, y).name() for x in range(5, 900, 40) for y in range(5, 600, 40)} == {
        window.tools.theme.tokens.bg.lower()
    }
    idle(qtbot, window)
    assert not window.client.curtain.isVisible()


def test_if_the_public_part_cannot_be_had_the_client_view_ends(window, qtbot, monkeypatch):
    def broken():
        raise KnowledgeDamaged(path="", reason="")

    monkeypatch.setattr(window.keeper.library, "for_clients", broken)
    turn_round(qtbot, window)
    idle(qtbot, window)
    assert not window.tools.client.on
    assert not window.client.curtain.isVisible()
    assert not window.client.strip.isVisible()
    assert window.banner_box.isVisible()


def test_the_start_page_tells_nothing_of_updates(window, qtbot):
    window.show_page("start")
    idle(qtbot, window)
    page = window.page("start")
    assert page.news.isVisible()
    turn_round(qtbot, window)
    assert not page.news.isVisible()
    assert not page.standing.isVisible()
    turn_round(qtbot, window)
    assert page.news.isVisible()
    assert page.standing.isVisible()


def test_a_page_that_showed_more_is_covered_until_it_has_read_what_a_client_may_see(window, qtbot):
    window.show_page("events")
    idle(qtbot, window)
    window.show_page("search")
    turn_round(qtbot, window)
    window.show_page("events")
    assert window.client.curtain.isVisible()
    assert window.client.curtain.geometry() == window._stack.rect()
    idle(qtbot, window)
    assert window.client.curtain.isHidden()


def test_hall_and_client_view_can_be_clicked(window, qtbot):
    window.guide.show_item(SECURITY.id)
    idle(qtbot, window)
    window.status_line.hall.click()
    idle(qtbot, window)
    assert window.client.hall.is_open
    press(window, Qt.Key.Key_Escape)
    idle(qtbot, window)
    window.status_line.client.click()
    idle(qtbot, window)
    assert window.tools.client.on
