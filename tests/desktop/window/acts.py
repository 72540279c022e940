"""What a reader does in the window, and what is to be seen then."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.rows.row_model import ROW_ROLE


def idle(qtbot, window):
    qtbot.waitUntil(lambda: not window._runner.is_busy())
    qtbot.wait(10)


def type_text(window, text):
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(window.search.field.edit, QKeyEvent(kind, 0, Qt.KeyboardModifier(0), letter))


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def focused() -> Any:
    """Return the widget with the focus, whatever it is."""
    return QApplication.focusWidget()


def dialog() -> Any:
    """Return the dialog in front."""
    return QApplication.activeModalWidget()


def shown(window):
    view = window.search.reading.view
    return view.id if view else ""


def rows(window):
    model = window.search.results.model
    return [model.index(number, 0).data(ROW_ROLE).id for number in range(model.rowCount())]


def in_reading(window, kind):
    return [card for card in window.search.reading.findChildren(kind) if not card.isHidden()]
