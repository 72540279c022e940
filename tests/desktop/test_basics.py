"""What every page is made of: tooltips that show text as it stands, buttons that Enter clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, plain_tip
from tests.desktop.lone_page import bring_up

NASTY = 'Betrieb <b>fett</b> <img src="file:///etc/passwd">'


def shown(tip: str) -> str:
    """Return what a tooltip shows, as Qt reads it."""
    if not tip.startswith("<"):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize("text", [NASTY, "<qt>&amp;", "a<br>b", "", "Müller & Söhne", "Kosten < 5\nZeile 2"])
def test_a_tooltip_shows_a_text_as_it_stands(text):
    assert shown(plain_tip(text)) == text


def test_a_text_without_tags_stays_what_it_is():
    assert plain_tip("Müller & Söhne, unter 10") == "Müller & Söhne, unter 10"


def test_hints_and_cut_labels_show_no_tags(theme: Theme, qtbot: QtBot):
    button = Button("", theme=theme, kind="icon", icon="x", hint=NASTY)
    label = ElidedLabel(NASTY, "meta")
    for widget in (button, label):
        qtbot.addWidget(widget)
    label.resize(40, 20)
    label.grab()
    assert shown(button.toolTip()) == NASTY
    assert shown(label.toolTip()) == NASTY
    assert button.accessibleName() == NASTY


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("kind", ["plain", "primary", "quiet", "chip", "link"])
def test_a_button_with_the_focus_is_clicked_by_enter_and_space(key, kind, theme: Theme, qtbot: QtBot):
    page = QWidget()
    qtbot.addWidget(page)
    button = Button("Übernehmen", theme=theme, kind=kind, parent=page)
    QVBoxLayout(page).addWidget(button)
    bring_up(page, qtbot)
    button.setFocus()
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    QTest.keyClick(button, key)
    assert clicks == [True]


def test_enter_held_down_or_with_another_key_is_no_click(theme: Theme, qtbot: QtBot):
    button = Button("Übernehmen", theme=theme)
    qtbot.addWidget(button)
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    none, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    for modifier, held in ((ctrl, False), (none, True)):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, modifier, "\r", held)
        QApplication.sendEvent(button, event)
        assert not event.isAccepted()
    assert not clicks
