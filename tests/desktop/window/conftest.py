"""The window on a library in memory, shown."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from advisor_app.desktop.app import Face
from advisor_app.desktop.main_window import MainWindow
from tests.desktop.window.acts import idle


@pytest.fixture
def window(face: Face, qtbot: QtBot) -> MainWindow:
    """A window that has its library and has come to rest."""
    face.window.resize(1366, 768)
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    idle(qtbot, face.window)
    return face.window
