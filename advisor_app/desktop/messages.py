"""Faults as the window tells them. The only module that opens a box about a bug."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from advisor_app import __version__
from advisor_app.desktop.fault_words import words_for
from advisor_app.desktop.widgets.basics import text_label

__all__ = ["CrashDialog", "MessageCentre", "report", "words_for"]
_LOG = logging.getLogger(__name__)
_LAST_LINES = 40


def report(error: BaseException, log_file: Path | None) -> str:
    """Return a report of a bug: version, system, traceback, end of the log. It holds no data of companies."""
    lines = [
        f"Beratungskoffer {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        "".join(traceback.format_exception(error)).rstrip(),
    ]
    if log_file is not None and log_file.is_file():
        tail = log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:]
        lines += ["", "Protokoll:", *tail]
    return "\n".join(lines)


class CrashDialog(QDialog):
    """Says that there is a bug in the program and gives a report to copy."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setWindowTitle("Fehler im Programm")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        column = QVBoxLayout(self)
        column.addWidget(text_label("Das Programm hat sich verrechnet", "section", parent=self))
        hint = "Inhalte und Einstellungen sind unverändert. Der Bericht hilft der Betreuung, er enthält keine Fälle."
        column.addWidget(text_label(hint, "meta", wrap=True, parent=self))
        box = QPlainTextEdit(text, self)
        box.setReadOnly(True)
        box.setAccessibleName("Bericht")
        column.addWidget(box, 1)
        buttons = QDialogButtonBox(self)
        copy = buttons.addButton("Bericht kopieren", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy_report)
        close = buttons.addButton("Weiterarbeiten", QDialogButtonBox.ButtonRole.AcceptRole)
        close.clicked.connect(self.accept)
        column.addWidget(buttons)
        self.resize(640, 420)

    @Slot()
    def copy_report(self) -> None:
        """Copy the report."""
        QGuiApplication.clipboard().setText(self._text)


class MessageCentre(QObject):
    """Takes bugs from jobs and from Qt's event loop, writes them down and shows them once.

    Args:
        log_file: where they are written; None writes none.
        parent_widget: whose window the box belongs to.
    """

    def __init__(self, *, log_file: Path | None, parent_widget: QWidget) -> None:
        super().__init__(parent_widget)
        self._log_file = log_file
        self._widget = parent_widget
        self._handler: logging.Handler | None = None
        self._before: Callable[..., object] | None = None
        self._open = False

    def install(self) -> None:
        """Write warnings to the log file and take unhandled exceptions."""
        if self._log_file is not None:
            try:
                self._log_file.parent.mkdir(parents=True, exist_ok=True)
                self._handler = logging.FileHandler(self._log_file, encoding="utf-8", delay=True)
            except OSError:
                _LOG.warning("no log file: %s", self._log_file)
            else:
                self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
                self._handler.setLevel(logging.WARNING)
                logging.getLogger().addHandler(self._handler)
        self._before = sys.excepthook
        sys.excepthook = self.handle_unhandled

    def remove(self) -> None:
        """Undo `install`."""
        if self._before is not None:
            sys.excepthook = self._before
            self._before = None
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
            self._handler = None

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
        if self._open:
            return
        self._open = True
        dialog = CrashDialog(report(error, self._log_file), self._widget)
        dialog.finished.connect(self.forget_dialog)
        dialog.open()

    @Slot()
    def forget_dialog(self) -> None:
        """Allow the next report."""
        self._open = False
