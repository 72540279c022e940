"""The page of the check in a real window, for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from advisor_app.desktop.main_window import MainWindow
from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.domain.profile import FactValue, Known
from tests.desktop.conftest import MemoryLibrary, OpenFace

Wait = Callable[..., None]


def rest(window: QWidget, wait: Wait) -> None:
    """Wait until nothing is under way."""
    assert isinstance(window, MainWindow)
    runner = window.tools.runner
    wait(lambda: not runner.is_busy())


def active_window(open_face: OpenFace, library: MemoryLibrary, qtbot: Any) -> MainWindow:
    """Return a window that has the focus and has read its knowledge."""
    window = open_face(lambda: library).window
    qtbot.addWidget(window)
    with qtbot.waitActive(window), qtbot.waitSignal(window.library_opened):
        window.show()
        window.activateWindow()
    rest(window, qtbot.waitUntil)
    return window


def check_page(window: MainWindow, wait: Wait) -> CheckPage:
    """Return its page of the check, which is shown."""
    window.show_page("check")
    rest(window, wait)
    page = window.page("check")
    assert isinstance(page, CheckPage)
    return page


def told(value: object, note: str = "") -> FactValue:
    """Return a value that is known."""
    return FactValue(possible=Known(value), note=note)
