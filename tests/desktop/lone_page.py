"""What a page of knowledge is given when it stands by itself, without the window around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.keeper import open_item
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.marks import Marks
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from tests.desktop.conftest import RESOURCES, TODAY


def bring_up(page: QWidget, qtbot: QtBot) -> None:
    """Show a page as the window that has the keyboard."""
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()


@contextmanager
def lone_tools(theme: Theme, settings: WindowSettings) -> Iterator[PageTools]:
    """Give tools whose jobs have ended when they are given back."""
    runner = JobRunner()
    yield PageTools(theme=theme, runner=runner, today=TODAY, geodata=RESOURCES / "geodata", marks=Marks(settings),
                    open_item=open_item)  # fmt: skip
    runner.shut_down()
