"""Builds pages while nobody does anything, so that the first look at each need not wait for that.

A page that was built reads nothing: it does so when it is shown for the first time, as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.jobs import JobRunner

# Between two steps, and after the last thing the user did.
PAUSE_MS, REST_MS = 60, 1500
_INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseMove,
    QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
})  # fmt: skip


class IdleBuilder(QObject):
    """Takes one small step after the other while the user rests; whatever they do puts off the next.

    Args:
        window: whose input counts.
        runner: its jobs come first.
        build: builds the page of a name and returns it.
        names: of the pages, in the order in which they are wanted.
    """

    def __init__(
        self, *, window: QWidget, runner: JobRunner, build: Callable[[str], QWidget], names: Iterable[str]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._steps = _steps(build, names)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.take_step)
        handle = window.windowHandle()
        if handle is not None:
            # What the system sends to the window; a filter of the whole program would be asked about every paint.
            handle.installEventFilter(self)
        self._timer.start(PAUSE_MS)

    @Slot()
    def take_step(self) -> None:
        """Do the next step if nothing else is under way; the last one ends it all, or the end of the window."""
        if self._runner.is_busy():
            self._timer.start(PAUSE_MS)
        elif self._window.isHidden() or next(self._steps, None) is None:
            self.deleteLater()
        else:
            self._timer.start(PAUSE_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the next step off while the user does something."""
        if event.type() in _INPUT:
            self._timer.start(REST_MS)
        return super().eventFilter(watched, event)


def _steps(build: Callable[[str], QWidget], names: Iterable[str]) -> Iterator[str]:
    """Build each page, and then dress its parts: the style sheet is asked about each of them."""
    for name in names:
        page = build(name)
        yield name
        for part in page.findChildren(QWidget):
            part.ensurePolished()
        yield name
