"""The page of the check in a real window, for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from advisor_app.content.profile_file import profile_text
from advisor_app.desktop.main_window import MainWindow
from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.item import Visibility
from advisor_app.domain.profile import FactValue, Known, Profile
from tests.desktop.conftest import MemoryLibrary, OpenFace, programme

Wait = Callable[..., None]
STAFF = "company.headcount"
SMALL = Rule(id="klein", fact=STAFF, op=Op.LT, value=50, text="Klein", src="q1")
TALK = Rule(id="stufe", op=Op.MANUAL, text="Stufe erreicht", src="q1")
OPEN_TO_ALL = programme("klein", "Zuschuss Klein", eligibility=Rule(all=(SMALL, TALK)))
HIDDEN = programme("intern", "Zuschuss Intern", visibility=Visibility.NETWORK, eligibility=Rule(all=(SMALL, TALK)))
LIBRARY = (OPEN_TO_ALL, HIDDEN)


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


class Desk:
    """What a reader does, each time until nothing is under way; what they are told and offered."""

    def __init__(self, page: CheckPage, wait: Wait, folder: Path) -> None:
        self.page, self.wait, self.folder = page, wait, folder
        self.said: list[str] = []
        self.offers: list[tuple[str, object]] = []
        page.said.connect(self.said.append)
        page.undo_offered.connect(lambda words, deed: self.offers.append((words, deed)))

    def rest(self) -> None:
        """Wait until nothing is under way."""
        rest(self.page.window(), self.wait)

    def file(self, name: str, staff: int, **facts: FactValue) -> Path:
        """Return a file with what is known of a client."""
        file = self.folder / f"{name}.yaml"
        values = {f"company.{fact}": value for fact, value in facts.items()}
        file.write_text(profile_text(Profile(title=name, facts={STAFF: told(staff), **values})), encoding="utf-8")
        return file

    def open(self, file: Path) -> None:
        """Open a file."""
        self.page.filing.open(str(file))
        self.rest()

    def key(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        QTest.keyClick(QApplication.focusWidget() or self.page, key, Qt.KeyboardModifier.ControlModifier)
        self.rest()

    def save_as(self, name: str) -> Path:
        """Save under a name; return the file."""
        file = self.folder / name
        self.page.filing.save_as(elsewhere=True)
        self.page.filing.files.dialogs.chosen.emit(str(file))
        self.rest()
        return file

    @property
    def given(self) -> Profile:
        """Return what is known."""
        return self.page.course.session.given

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)
