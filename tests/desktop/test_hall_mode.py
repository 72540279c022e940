"""The hall opens over the window, takes every key while it is there, and leaves everything as it was."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QVBoxLayout, QWidget

from advisor_app.desktop.client_view import ClientView
from advisor_app.desktop.hall.keys import HallKey
from advisor_app.desktop.hall.mode import NOT_PUBLIC, NOTHING_OPEN, HallMode
from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.keeper import open_item
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.marks import Marks
from advisor_app.desktop.theme import Appearance
from advisor_app.domain.item import Visibility
from tests.desktop.conftest import ENDED, ITEMS, LOAN, PARTNER, RESOURCES, SECURITY, TODAY, TOPIC, MemoryLibrary

SECRET = replace(LOAN, id="intern", title="Nur für uns", visibility=Visibility.NETWORK)


class Window(QMainWindow):
    """A window with a field and a shortcut, and the hall over it."""

    def __init__(self, theme, settings, qtbot):
        super().__init__()
        self.qtbot = qtbot
        self.library: MemoryLibrary | None = MemoryLibrary((*ITEMS, SECRET))
        self.hits: tuple[str, ...] = (SECURITY.id, SECRET.id, TOPIC.id)
        self.said: list[str] = []
        self.faults: list[object] = []
        self.pressed = 0
        self.runner = JobRunner(parent=self)
        self.marks = Marks(settings, parent=self)
        self.tools = PageTools(theme=theme, runner=self.runner, today=TODAY, geodata=RESOURCES, marks=self.marks,
                               open_item=open_item, client=ClientView(self))  # fmt: skip
        cover = QWidget(self)
        self.field = QLineEdit(cover)
        QVBoxLayout(cover).addWidget(self.field)
        self.setCentralWidget(cover)
        shortcut = QShortcut("Q", self)
        shortcut.activated.connect(self.count)
        self.hall = HallMode(host=self, cover=cover, tools=self.tools, library=self.give, hits=self.give_hits)
        self.hall.said.connect(self.said.append)
        self.hall.failed.connect(self.faults.append)

    def give(self):
        return self.library

    def give_hits(self):
        return self.hits

    def count(self):
        self.pressed += 1

    def toggle(self, item_id):
        self.hall.toggle(item_id)
        self.idle()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        focused = QApplication.focusWidget() or self
        QTest.keyClick(focused, key, modifier)
        self.idle()

    def idle(self):
        self.qtbot.waitUntil(lambda: not self.runner.is_busy())
        self.qtbot.wait(5)


@pytest.fixture
def window(qtbot, theme, settings):
    window = Window(theme, settings, qtbot)
    qtbot.addWidget(window)
    window.setGeometry(QRect(20, 30, 700, 500))
    window.show()
    window.activateWindow()
    window.field.setFocus()
    qtbot.waitUntil(window.field.hasFocus)
    yield window
    window.runner.shut_down(wait_ms=1000)


def test_it_covers_the_window_and_gives_it_back(window):
    geometry = window.geometry()
    window.toggle(SECURITY.id)
    sheet = window.hall.sheet
    assert window.hall.is_open
    assert window.windowState() & Qt.WindowState.WindowFullScreen
    assert sheet.geometry() == window.rect()
    assert sheet.hasFocus()
    assert not window.field.isVisible()
    assert "Nein. Erst nach der Bewilligung" in sheet.accessibleDescription()
    window.press(Qt.Key.Key_Escape)
    assert not window.hall.is_open
    assert window.windowState() == Qt.WindowState.WindowNoState
    assert window.geometry() == geometry
    assert window.field.hasFocus()


def test_a_maximized_window_is_maximized_again(window):
    window.showMaximized()
    window.qtbot.wait(100)
    window.toggle(SECURITY.id)
    window.qtbot.wait(100)
    window.toggle("")
    assert not window.hall.is_open
    window.qtbot.waitUntil(window.isMaximized)
    assert not window.isFullScreen()


def test_a_window_that_is_closed_in_the_hall_is_remembered_as_it_was(window):
    window.toggle(SECURITY.id)
    window.close()
    assert not window.hall.is_open
    assert not window.isFullScreen()


def test_no_key_reaches_what_lies_below(window):
    window.toggle(SECURITY.id)
    for key in (Qt.Key.Key_Q, Qt.Key.Key_A, Qt.Key.Key_F1):
        window.press(key)
    assert window.pressed == 0
    assert window.field.text() == ""
    for _ in range(12):
        window.press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused is window.hall.sheet or focused.parentWidget() is window.hall.sheet
    window.press(Qt.Key.Key_F11)
    assert not window.hall.is_open
    QTest.keyClick(window, Qt.Key.Key_Q)
    assert window.pressed == 1


def test_arrows_go_through_the_hits_and_pass_over_what_is_not_public(window):
    window.toggle(SECURITY.id)
    window.press(Qt.Key.Key_Right)
    assert window.hall.item_id == TOPIC.id
    window.press(Qt.Key.Key_Right)
    assert window.hall.item_id == SECURITY.id
    window.press(Qt.Key.Key_Left)
    assert window.hall.item_id == TOPIC.id
    assert "Treffer 3 von 3" in [text.text for text in window.hall.sheet.plan.texts]


def test_arrows_go_through_what_is_marked_if_there_is_any(window):
    window.marks.add((LOAN.id, PARTNER.id))
    window.toggle(SECURITY.id)
    window.press(Qt.Key.Key_Right)
    assert window.hall.item_id == LOAN.id
    window.press(Qt.Key.Key_Right)
    assert window.hall.item_id == PARTNER.id
    assert "Gemerkt 2 von 2" in [text.text for text in window.hall.sheet.plan.texts]
    assert window.hall.is_open


def test_where_nothing_is_read_what_is_marked_is_shown(window):
    window.marks.add((SECRET.id, PARTNER.id))
    window.toggle("")
    assert window.hall.item_id == PARTNER.id


def test_alone_there_is_nowhere_to_go(window):
    window.hits = (ENDED.id,)
    window.toggle(ENDED.id)
    window.press(Qt.Key.Key_Right)
    assert window.hall.item_id == ENDED.id
    shown = {key.text() for key in window.hall.sheet.findChildren(HallKey) if key.isVisible()}
    assert shown == {"Hell oder dunkel", "Schließen"}


@pytest.mark.parametrize("item_id", [SECRET.id, "gibt-es-nicht"])
def test_what_is_not_for_everybody_does_not_open_it(window, item_id):
    window.toggle(item_id)
    assert not window.hall.is_open
    assert window.said == [NOT_PUBLIC]
    window.toggle("")
    assert window.said[-1] == NOTHING_OPEN


def test_questions_and_squares_are_turned_through(window):
    asked = ("Erste?", "Zweite?", "Dritte?")
    window.library = MemoryLibrary((replace(TOPIC, diagnostic_questions=asked), PARTNER))
    window.toggle(TOPIC.id)
    sheet = window.hall.sheet
    seen = []
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_Space):
        window.press(key)
        seen.append(next(text.text for text in sheet.plan.texts if text.part == "answer"))
    assert seen == ["Zweite?", "Dritte?", "Zweite?", "Dritte?", "Erste?"]
    window.toggle("")
    window.toggle(PARTNER.id)
    labels = []
    for _ in range(4):
        labels.append(sheet.plan.code.view.label)
        window.press(Qt.Key.Key_PageDown)
    assert labels == ["Website", "Telefon", "Visitenkarte", "Website"]


def test_it_is_light_whatever_the_look_and_dark_on_demand(window, theme):
    theme.choose(Appearance.DARK)
    window.toggle(SECURITY.id)
    sheet = window.hall.sheet

    def ground():
        return sheet.grab().toImage().pixelColor(4, 4).lightness()

    assert ground() > 240
    window.press(Qt.Key.Key_D)
    assert sheet.is_dark
    assert ground() < 60
    window.press(Qt.Key.Key_D)
    assert ground() > 240


def test_its_keys_can_be_clicked_and_pressed(window, qtbot):
    window.toggle(SECURITY.id)
    keys = {key.text(): key for key in window.hall.sheet.findChildren(HallKey)}
    qtbot.mouseClick(keys["Nächster"], Qt.MouseButton.LeftButton)
    window.idle()
    assert window.hall.item_id == TOPIC.id
    keys["Hell oder dunkel"].setFocus()
    window.press(Qt.Key.Key_Space)
    assert window.hall.sheet.is_dark
    keys["Hell oder dunkel"].setFocus()
    window.press(Qt.Key.Key_Left)
    assert window.hall.item_id == SECURITY.id
    keys["Schließen"].setFocus()
    window.press(Qt.Key.Key_Return)
    assert not window.hall.is_open


def test_what_changes_meanwhile_is_shown(window):
    window.toggle(SECURITY.id)
    window.library = MemoryLibrary((replace(SECURITY, title="Neuer Name"),))
    window.hall.renew()
    window.idle()
    assert window.hall.sheet.view.title == "Neuer Name"
    window.library = MemoryLibrary(())
    window.hall.renew()
    window.idle()
    assert not window.hall.is_open


def test_a_fault_closes_it_and_is_told(window):
    class Broken(MemoryLibrary):
        def item(self, item_id):
            raise OSError(item_id)

    window.toggle(SECURITY.id)
    window.library = Broken()
    window.hall.renew()
    window.idle()
    assert not window.hall.is_open
    assert isinstance(window.faults[0], OSError)


def test_without_knowledge_nothing_happens(window):
    window.library = None
    window.toggle(SECURITY.id)
    assert not window.hall.is_open


def test_opening_it_often_keeps_nothing(window):
    window.toggle(SECURITY.id)
    window.toggle("")
    before = len(window.findChildren(QWidget))
    for _ in range(10):
        window.toggle(SECURITY.id)
        window.toggle("")
    assert len(window.findChildren(QWidget)) == before
