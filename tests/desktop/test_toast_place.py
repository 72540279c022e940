"""A short message never lies over what one clicks at the bottom of a page."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel
from advisor_app.desktop.widgets.toast import Toast
from tests.desktop.lone_page import bring_up


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_a_message_stands_above_the_foot_of_a_page(theme: Theme, qtbot: QtBot, zoom: float) -> None:
    theme.set_zoom(zoom)
    px = theme.px
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1366, 768)
    foot = Panel("checkFoot", host)
    foot.setGeometry(px(84), 768 - px(70), px(300), px(45))
    button = Button("Fragezettel", theme=theme, parent=foot)
    button.setGeometry(0, 0, px(200), px(30))
    toast = Toast(theme=theme, host=host)
    bring_up(host, qtbot)
    toast.say("Gespeichert")
    assert not toast.geometry().intersects(foot.geometry())
    low = toast.y()
    foot.hide()
    toast.say("Gespeichert")
    assert toast.y() > low
