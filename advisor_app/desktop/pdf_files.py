"""What was made for paper on its way to a printer or to a disk: asked where to, done whole or not at all, and told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.desktop.printers import Print, choose_printer
from advisor_app.desktop.saving import SaveDialogs, file_name, write_chosen

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice, QPageLayout

_SUFFIX = ".pdf"


class PdfFiles(QObject):
    """Prints and saves what was made for paper.

    Args:
        host: before what it is asked where to.
        runner: writes the files.
        question: title of the dialog.
        done: what is said when a file is written, before its name.

    Signals: `said` (what was done, in a few words), `failed` (exception of a job).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, *, host: QWidget, runner: JobRunner, question: str, done: str) -> None:
        super().__init__(host)
        self._host = host
        self._runner = runner
        self._question, self._done = question, done
        self._data = b""
        self._dialogs = SaveDialogs(host)
        self._dialogs.chosen.connect(self.write_file)

    def choose_printer(self, draw: Print, *, layout: QPageLayout, title: str, done: str) -> None:
        """Ask for a printer and print there.

        Args:
            draw: draws all pages on a printer.
            layout: size and margins of a page.
            title: name of what is printed, among what the printer has to do.
            done: what is said when it is printed.
        """

        def print_on(printer: QPagedPaintDevice) -> None:
            draw(printer)
            self.said.emit(done)

        choose_printer(self._host, print_on, layout=layout, title=title)

    def save(self, data: bytes, title: str) -> None:
        """Ask where to and write; a file that is there is replaced only if the user says so.

        Args:
            data: the file.
            title: what it is about; it is named so.
        """
        self._data = data
        self._dialogs.ask(self._question, name=file_name(title, _SUFFIX), kind="PDF-Dateien")

    @Slot(str)
    def write_file(self, file: str) -> None:
        """Write what was made into the file that was chosen."""
        path, data = Path(file), self._data

        def work(_context: JobContext) -> object:
            write_chosen(path, data)
            return path

        self._runner.start(work, on_success=self.tell_saved, on_failure=self.tell_failure, lane=Lane.IO)

    @Slot(object)
    def tell_saved(self, path: object) -> None:
        """Say what was saved."""
        self.said.emit(f"{self._done}: {Path(str(path)).name}")

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)
