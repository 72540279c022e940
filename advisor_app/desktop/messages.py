"""Faults as the window tells them. The only module that opens a box about a bug.

What is written down and shown is looked through first (`knowledge.privacy`): no cases, no searches, no names. What this
costs is paid when there is something to tell, not on the way to the first paint.
"""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.crash_file import CrashFile
from advisor_app.desktop.fault_words import words_for
from advisor_app.knowledge.log import LogFile, level_from_environment, program_line, tail

if TYPE_CHECKING:
    from advisor_app.desktop.theme import Theme
    from advisor_app.knowledge.privacy import Discretion

__all__ = ["MessageCentre", "words_for"]
_LOG = logging.getLogger(__name__)
_LAST_LINES = 40
# What was typed is remembered so that no message tells it: so many texts, a new one with every key.
_TYPED = 20_000


class MessageCentre(QObject):
    """Takes bugs from jobs and from Qt's event loop, writes them down and shows them once.

    Args:
        theme: the look of the box.
        log_file: where they are written, and beside it what a crash of the interpreter leaves; None writes none.
        parent_widget: whose window the box belongs to.
        find_help: returns how to reach who helps, "" if nobody said; asked when a report is shown.

    Signals: `restart_wanted`.
    """

    restart_wanted = Signal()

    def __init__(
        self, *, theme: Theme, log_file: Path | None, parent_widget: QWidget, find_help: Callable[[], str] = str
    ) -> None:
        super().__init__(parent_widget)
        self.find_help = find_help
        self._theme = theme
        self._log_file = log_file
        self._widget = parent_widget
        self._handler: logging.Handler | None = None
        self._before: Callable[..., object] | None = None
        self._crash_file = CrashFile(log_file.parent) if log_file is not None else None
        self._typed: deque[str] = deque(maxlen=_TYPED)
        self._open = False
        self._dump = ""

    @cached_property
    def discretion(self) -> Discretion:
        """Return what takes out of texts what may not be told."""
        from advisor_app.knowledge.privacy import Discretion  # noqa: PLC0415 - not before there is something to tell

        return Discretion.of_this_machine()

    # Installing

    def install(self) -> None:
        """Write warnings to the log file and take unhandled exceptions."""
        if self._log_file is not None:
            self._handler = LogFile(self._log_file, self._informed)
            root = logging.getLogger()
            root.addHandler(self._handler)
            if level_from_environment() < root.level:
                root.setLevel(level_from_environment())
        self._before = sys.excepthook
        sys.excepthook = self.handle_unhandled

    def watch_for_crashes(self, last: Path | None = None) -> bool:
        """Let a crash of the interpreter leave a report; return whether the last run left one.

        Args:
            last: the data folder of the last run; that of the log by default.
        """
        if self._crash_file is None:
            return False
        self._dump = (CrashFile(last) if last is not None else self._crash_file).take()
        self._crash_file.arm()
        return bool(self._dump)

    def remove(self) -> None:
        """Undo `install` and `watch_for_crashes`: the program ends well."""
        if self._before is not None:
            sys.excepthook = self._before
            self._before = None
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
            self._handler = None
        if self._crash_file is not None:
            self._crash_file.disarm()

    @Slot(str)
    def keep_private(self, text: str) -> None:
        """Remember what the user typed, so that no message tells it."""
        self._typed.append(text)

    def _informed(self) -> Discretion:
        while self._typed:
            self.discretion.keep_private(self._typed.popleft())
        return self.discretion

    # Telling

    def handle_unhandled(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:  # fmt: skip
        """Take an exception nobody handled (the excepthook)."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.show_bug(error)

    @Slot(object)
    def show_bug(self, error: BaseException) -> None:
        """Write a bug down and show its report; a second one while that is open is only written down."""
        _LOG.error("bug", exc_info=error)
        self._show(self.report(self._informed().report(error)), earlier=False)

    @Slot()
    def show_last_crash(self) -> None:
        """Show the report of the last run's crash."""
        self._show(self.report(self._informed().dump(self._dump)), earlier=True)

    def report(self, what: str) -> str:
        """Return a report: program and system, what happened, end of the log."""
        screens = [
            f"{screen.size().width()}x{screen.size().height()} ({screen.devicePixelRatio():g})"
            for screen in QGuiApplication.screens()
        ]
        shown = f"Qt {qVersion()}, {QGuiApplication.platformName()}, Bildschirm {', '.join(screens)}"
        lines = [program_line(), shown, "", what.strip("\n")]
        if self._log_file is not None and (last := tail(self._log_file, _LAST_LINES, self._informed())):
            lines += ["", "Protokoll:", *last]
        return "\n".join(lines)

    def _show(self, report: str, *, earlier: bool) -> None:
        if self._open:
            return
        from advisor_app.desktop.crash_dialog import CrashDialog  # noqa: PLC0415 - not before there is a report

        self._open = True
        dialog = CrashDialog(
            report, theme=self._theme, earlier=earlier, help_contact=self.find_help(), parent=self._widget
        )
        dialog.finished.connect(self.forget_dialog)
        dialog.restart_wanted.connect(self.restart_wanted)
        dialog.open()

    @Slot()
    def forget_dialog(self) -> None:
        """Allow the next report."""
        self._open = False
