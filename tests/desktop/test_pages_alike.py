"""What every page has in common: Esc, F6 and Enter, how it follows the look, and what it says when there is nothing."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from advisor_app.desktop.knowledge_page import KnowledgePage
from advisor_app.desktop.page_makers import COMPARE, ENDED, MAKERS, MARKED, START
from advisor_app.desktop.page_stack import ABOUT, FRESHNESS, OPTIONS, SEARCH
from advisor_app.desktop.theme import Appearance
from advisor_app.desktop.widgets.entry_list import EntryList
from advisor_app.desktop.widgets.keys import KEYS
from advisor_app.errors import KnowledgeDamaged
from tests.desktop.conftest import MemoryLibrary

PAGES = (*MAKERS, SEARCH, FRESHNESS, OPTIONS, ABOUT)
# These ask for nothing until something was chosen or marked.
QUIET = (COMPARE, MARKED)
STEPS = 6
LIGHT, DARK = 180, 100
NOTHING = re.compile(r"\b(kein\w*|noch nichts|nichts|0|Womit beginnen Sie)\b", re.IGNORECASE)
GERMAN = {"Ctrl+": "Strg ", "Alt+": "Alt ", "Left": "←", "Right": "→", "-": "−", "Strg Esc": "Esc"}
# They do what another key does that is named.
SECOND = frozenset({"Strg L", "Strg ="})


class Broken(MemoryLibrary):
    """Knowledge that cannot be read."""

    def outlines(self):
        """Fail as a damaged database does."""
        raise KnowledgeDamaged(reason="checksum")


def rest(page, qtbot):
    qtbot.waitUntil(lambda: not page.tools.runner.is_busy())


def make_page(open_face, qtbot, name):
    """Return a page by itself that is shown and has no knowledge yet."""
    window = open_face(MemoryLibrary).window
    page = MAKERS[name](window.tools, window)
    page.setParent(None)
    assert isinstance(page, KnowledgePage)
    qtbot.addWidget(page)
    page.resize(1100, 720)
    page.show()
    return page


def show(window, qtbot, name):
    window.show_page(name)
    qtbot.waitUntil(lambda: not window.tools.runner.is_busy())
    return window.page(name)


@pytest.fixture
def window(face, qtbot):
    window = face.window
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: not window.tools.runner.is_busy())
    return window


def press(window, key):
    QTest.keyClick(QApplication.focusWidget() or window, key)


@pytest.mark.parametrize("name", PAGES)
def test_escape_leads_out_of_every_page(window, qtbot, name):
    page = show(window, qtbot, name)
    for _ in range(STEPS):
        press(window, Qt.Key.Key_Escape)
    home = window.page(name if name in (START, SEARCH) else START if name in window.rail.pages() else SEARCH)
    assert home.isVisible()
    assert page.isVisible() is (page is home)


@pytest.mark.parametrize("name", PAGES)
def test_f6_goes_round_within_every_page(window, qtbot, name):
    page = show(window, qtbot, name)
    seen = []
    for _ in range(STEPS):
        press(window, Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        assert focused is page or page.isAncestorOf(focused)
        seen.append(focused)
    assert len(set(seen)) < STEPS


@pytest.mark.parametrize("name", [SEARCH, ENDED])
def test_enter_opens_what_is_current_in_a_list(window, qtbot, name):
    page = show(window, qtbot, name)
    entries = next(one for one in page.findChildren(EntryList) if one.isVisible())
    last = entries.model().index(entries.model().rowCount() - 1, 0)
    entries.setFocus()
    entries.selectionModel().setCurrentIndex(last, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    with qtbot.waitSignal(entries.opened) as opened:
        press(window, Qt.Key.Key_Return)
    assert opened.args == [last]


def test_every_page_follows_the_look(window, qtbot):
    window.look.choose_appearance(Appearance.LIGHT)
    before = {}
    for name in PAGES:
        page = show(window, qtbot, name)
        assert lightness(page) > LIGHT, name
        before[name] = smallest_type(page)
    window.look.choose_zoom(2.0)
    window.look.choose_appearance(Appearance.DARK)
    for name in PAGES:
        window.show_page(name)
        assert lightness(window.page(name)) < DARK, name
        assert smallest_type(window.page(name)) > 1.6 * before[name], name


def smallest_type(page):
    """Return the size of the smallest words that are seen, in pixels."""
    worded = [*page.findChildren(QLabel), *page.findChildren(QAbstractButton)]
    return min(one.fontInfo().pixelSize() for one in worded if one.text() and one.isVisible())


def lightness(page):
    """Return how light a page is on the whole, 0 to 255."""
    return (
        page.grab().toImage().scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation).pixelColor(0, 0).lightness()
    )


@pytest.mark.parametrize("name", MAKERS)
def test_a_page_without_entries_says_so(open_face, qtbot, name):
    page = make_page(open_face, qtbot, name)
    page.use(MemoryLibrary(()))
    qtbot.waitUntil(lambda: NOTHING.search(words_on(page)) is not None)


def words_on(page):
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in QUIET])
def test_a_fault_is_told_and_the_page_goes_on_with_the_next_knowledge(open_face, qtbot, name):
    page = make_page(open_face, qtbot, name)
    with qtbot.waitSignal(page.failed) as told:
        page.use(Broken())
    assert isinstance(told.args[0], KnowledgeDamaged)
    before = page.grab().toImage()
    page.use(MemoryLibrary())
    rest(page, qtbot)
    assert page.grab().toImage() != before


def test_the_overview_names_every_key_of_the_window(window):
    named = {cap for _, keys in KEYS for caps, _ in keys for cap in caps}
    bound = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut) if shortcut.parent() is window}
    assert {in_words(key) for key in bound} - SECOND <= named


def in_words(key):
    """Return a combination of keys as it is printed on a German keyboard."""
    if key.startswith("Alt+") and key[4:].isdigit():
        return "Alt 1" if int(key[4:]) < 9 else f"Alt {key[4:]}"
    for english, german in GERMAN.items():
        key = key.replace(english, german)
    return key
