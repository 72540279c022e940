"""Starts the program as its entry point does, but in this process, looks at the window and closes it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton

from advisor_app.desktop.app import make_app
from advisor_app.desktop.main_window import MainWindow
from advisor_app.desktop.start import start
from advisor_app.desktop.start_dialogs import QuestionDialog
from advisor_app.workspace import Workspace

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20.0
Step = Callable[[MainWindow], bool]

# The same in a process of its own: DATA SEED RESOURCES and what `start` takes.
PROGRAM = """
import sys
from pathlib import Path
from advisor_app.desktop.start import start
from advisor_app.workspace import Workspace
data, seed, resources = map(Path, sys.argv[1:4])
sys.exit(start(Workspace(data_dir=data, seed=seed, kb=None, resources=resources), source="".join(sys.argv[4:])))
"""


class Visit:
    """Takes the steps of a test in a window, one after the other; each is asked until it says that it is done.

    Args:
        steps: what to do and to wait for; the window is closed after the last.
        answer: the text of the button to press in a dialog that comes before the window, "" for none.
    """

    def __init__(self, steps: Sequence[Step], answer: str = "") -> None:
        self._steps = list(steps)
        self._answer = answer
        self.asked: list[str] = []
        self.complete = False
        self.trouble = ""
        self._left = False
        self._until = monotonic() + PATIENCE_S
        self._timer = QTimer()
        self._timer.timeout.connect(self.look)
        self._timer.start(5)

    def look(self) -> None:
        """Look whether the next step can be taken."""
        if self._left or monotonic() > self._until:
            self.leave()
            return
        dialog = next((one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)), None)
        if isinstance(dialog, QuestionDialog):
            self._reply(dialog)
            return
        if dialog is not None:
            # The report of a bug: its text says what happened.
            self.trouble = " ".join(box.toPlainText() for box in dialog.findChildren(QPlainTextEdit))
            self.leave()
            return
        window = next((one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)), None)
        if window is None or not window.isVisible():
            return
        if self._steps and self._steps[0](window):
            self._steps.pop(0)
        if not self._steps:
            self.complete = True
            self.leave()

    def _reply(self, dialog: QuestionDialog) -> None:
        buttons = [button for button in dialog.findChildren(QPushButton) if button.text() == self._answer]
        if dialog.isVisible() and buttons:
            self.asked.append(dialog.accessibleName())
            buttons[0].click()

    def leave(self) -> None:
        """Close everything, again and again until the start has ended."""
        self._left = True
        for widget in QApplication.topLevelWidgets():
            widget.close()
        QApplication.quit()

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()


def visit(workspace: Workspace, *steps: Step, answer: str = "", safe: bool = False, source: str = "") -> Visit:
    """Start, take the steps and close the window; fails if they cannot be taken.

    Args:
        workspace: the places to start with.
        steps: as for `Visit`.
        answer: as for `Visit`.
        safe: start in safe mode.
        source: what the start is to read.
    """
    app = make_app([])
    seen = Visit(steps, answer)
    try:
        assert start(workspace, safe=safe, source=source) == 0
    finally:
        seen.end()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, MainWindow):
                widget.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        # The end of this start must not end the next one too.
        QApplication.removePostedEvents(app, QEvent.Type.Quit.value)
    assert seen.complete, seen.trouble or "a step was never done"
    return seen


def process(workspace: Workspace, source: str = "") -> subprocess.Popen[str]:
    """Start in a process of its own."""
    places = [str(workspace.data_dir), str(workspace.seed), str(workspace.resources)]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *places, *([source] if source else [])],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def opened(window: MainWindow) -> bool:
    """Wait until the first answer is shown."""
    return window.keeper.library is not None


def told(*parts: str) -> Step:
    """Wait until the banner says all of this."""

    def step(window: MainWindow) -> bool:
        banner = window.banner
        return banner.isVisible() and all(part in banner.accessibleName() for part in parts)

    return step


def silent(window: MainWindow) -> bool:
    """Wait until there is no banner and the first answer is shown."""
    return opened(window) and not window.banner.isVisible()


def press(text: str) -> Step:
    """Press a link of the banner."""

    def step(window: MainWindow) -> bool:
        button = next((one for one in window.banner.links if one.accessibleName() == text), None)
        if button is not None:
            button.click()
            return True
        actions = window.banner.more.actions() if window.banner.more is not None else []
        action = next((one for one in actions if one.text() == text), None)
        if action is not None:
            action.trigger()
        return action is not None

    return step


def do(act: Callable[[MainWindow], object]) -> Step:
    """Do something once."""

    def step(window: MainWindow) -> bool:
        act(window)
        return True

    return step


def until(condition: Callable[[MainWindow], bool]) -> Step:
    """Wait for something."""
    return condition


def source_of(window: MainWindow) -> str:
    """Return what knowledge is being read from, "" for nothing or the server."""
    run = window.updates.receiving.run if window.updates is not None else None
    return run.job.source if run is not None else ""
