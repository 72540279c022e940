"""The client view: begins and ends without a question, and is told as long as it is on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from advisor_app.desktop.client_view import BEGUN, ClientView
from advisor_app.desktop.theme import Appearance
from advisor_app.desktop.widgets.client_strip import ClientStrip


class Window(QWidget):
    """A window with the strip at its top."""

    def __init__(self, theme):
        super().__init__()
        self.view = ClientView(self)
        self.strip = ClientStrip(self.view, theme=theme, parent=self)
        QVBoxLayout(self).addWidget(self.strip)
        self.resize(1024, 200)


@pytest.fixture
def window(qtbot, theme):
    window = Window(theme)
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_strip_is_there_as_long_as_a_client_looks(window, qtbot):
    assert not window.strip.isVisible()
    with qtbot.waitSignal(window.view.changed) as told:
        window.view.toggle()
    assert told.args == [True]
    assert window.view.on
    assert window.strip.isVisible()
    assert window.strip.accessibleName() == BEGUN
    window.view.toggle()
    assert not window.view.on
    assert not window.strip.isVisible()


def test_its_button_ends_the_view_once(window, qtbot):
    window.view.toggle()
    button = window.strip.findChild(QPushButton)
    with qtbot.waitSignal(window.view.changed) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [False]
    with qtbot.assertNotEmitted(window.view.changed, wait=50):
        window.view.end()


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def test_it_says_all_of_its_line_in_every_look_and_size(window, theme, appearance):
    window.view.toggle()
    theme.choose(appearance)
    theme.set_zoom(2.0)
    window.grab()
    text = next(label for label in window.strip.findChildren(QWidget) if getattr(label, "text", str)() == BEGUN)
    assert text.fontMetrics().horizontalAdvance(BEGUN) <= text.width()
    assert text.toolTip() == ""
