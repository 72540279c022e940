"""What a reader does with updates, and where in the window it is seen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from advisor_app.desktop.app import Face
from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.desktop.presenters.update_steps import Job
from advisor_app.updates.model import Step
from tests.desktop.conftest import RESOURCES
from tests.desktop.update_plays import PlayDesk, step

ROOT = RESOURCES / "trust" / "root.json"
DOWNLOAD = step(Step.DOWNLOAD, 1_400_000, 2_100_000)


def rest(qtbot, face: Face) -> None:
    qtbot.waitUntil(lambda: not face.runner.is_busy())
    qtbot.wait(5)


def room(face: Face) -> Any:
    """Return the part of the window that receives updates."""
    return face.window.updates


def page_of(face: Face) -> Any:
    face.window.show_freshness()
    return face.window.page("freshness")


def press(face: Face, deed: Deed) -> None:
    button = page_of(face).state.button(deed)
    assert button is not None, page_of(face).state.view
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def until_ended(qtbot, face: Face) -> Any:
    qtbot.waitUntil(lambda: room(face).receiving.run is None)
    rest(qtbot, face)
    return page_of(face).state.view


def run(qtbot, face: Face, desk: PlayDesk, *play: tuple[object, ...]) -> Any:
    desk.say(*play)
    room(face).receiving.start(Job())
    return until_ended(qtbot, face)


def form_of(face: Face) -> Any:
    face.window.show_page("options")
    page: Any = face.window.page("options")
    return page.form


def type_into(edit: QLineEdit, text: str) -> None:
    edit.setText(text)
    edit.editingFinished.emit()
