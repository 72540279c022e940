"""The verdicts in a page that scrolls itself, as in a small window at 200 %: wheel and keys lead through both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.result_panel import ResultPanel
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from tests.desktop.check_world import many, view_of
from tests.desktop.lone_page import bring_up, lone_tools

KEY = Qt.Key


class Page:
    """A question of 400 pixels and the result below it, in a window of 460."""

    def __init__(self, panel: ResultPanel, area: QScrollArea) -> None:
        self.panel, self.area = panel, area

    @property
    def around(self) -> int:
        return self.area.verticalScrollBar().value()

    @property
    def within(self) -> int:
        return self.panel.list.verticalScrollBar().value()

    def turn(self, steps: int) -> None:
        """Turn the wheel over the list, downwards for steps below zero."""
        target = self.panel.list.viewport()
        at = QPointF(target.rect().center())
        for _ in range(abs(steps)):
            event = QWheelEvent(
                at, target.mapToGlobal(at), QPoint(), QPoint(0, 120 if steps > 0 else -120), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(target, event)
        QApplication.processEvents()


@pytest.fixture
def page(theme: Theme, settings: WindowSettings, qtbot: QtBot) -> Iterator[Page]:
    with lone_tools(theme, settings) as tools:
        area = QScrollArea()
        qtbot.addWidget(area)
        content, question = QWidget(), QWidget()
        question.setFixedHeight(400)
        panel = ResultPanel(tools=tools, parent=content)
        panel.setFixedHeight(440)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(question)
        column.addWidget(panel)
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.resize(860, 460)
        bring_up(area, qtbot)
        panel.show_view(view_of(many(40)))
        QApplication.processEvents()
        yield Page(panel, area)


def test_the_wheel_brings_the_list_into_sight_before_it_moves_within(page):
    page.turn(-2)
    assert page.around > 0
    assert page.within == 0
    page.turn(-30)
    assert page.around == page.area.verticalScrollBar().maximum()
    assert page.within > 0


def test_back_at_the_top_of_the_list_the_wheel_moves_the_page(page):
    page.turn(-30)
    deep = page.within
    page.turn(1)
    assert 0 < page.within < deep
    assert page.around == page.area.verticalScrollBar().maximum()
    page.turn(60)
    assert (page.within, page.around) == (0, 0)


def test_keys_bring_the_list_into_sight(page, qtbot):
    page.panel.take_focus()
    assert page.around == page.area.verticalScrollBar().maximum()
    page.area.verticalScrollBar().setValue(0)
    qtbot.keyClick(page.panel.list, KEY.Key_Down)
    assert page.around == page.area.verticalScrollBar().maximum()


def test_by_itself_the_list_has_the_wheel(page, qtbot):
    panel = page.panel
    panel.setParent(None)
    qtbot.addWidget(panel)
    panel.show()
    panel.take_focus()
    page.turn(-3)
    assert page.within > 0
