"""The map on its way to a printer or into a file: asked where to, made, written whole or not at all."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.map.paper import a4, draw_sheet, pdf_of
from advisor_app.desktop.pages.partners.answer import PrintJob
from advisor_app.desktop.pdf_files import PdfFiles


class MapPaper(QObject):
    """Prints sheets and saves them.

    Args:
        host: before what it is asked where to.
        runner: writes files.

    Signals: `said` (what was done, in a few words), `failed` (exception of a job).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, *, host: QWidget, runner: JobRunner) -> None:
        super().__init__(host)
        self._host = host
        self._files = PdfFiles(host=host, runner=runner, question="Karte speichern", done="Karte gespeichert")
        self._files.said.connect(self.said)
        self._files.failed.connect(self.failed)

    @Slot(object)
    def print_sheet(self, job: object) -> None:
        """Ask for a printer and print."""
        if not isinstance(job, PrintJob):
            return
        # Printing is rare, and its library is large.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - see above

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(a4())
        printer.setDocName(job.sheet.title)
        dialog = QPrintDialog(printer, self._host)
        dialog.setWindowTitle("Karte drucken")
        if dialog.exec() == QDialog.DialogCode.Accepted:
            draw_sheet(printer, job.sheet, job.shapes)
            self.said.emit("Karte gedruckt")
        dialog.deleteLater()

    @Slot(object)
    def save_sheet(self, job: object) -> None:
        """Ask where to and save as a PDF file; a file that is there is replaced only if the user says so."""
        if not isinstance(job, PrintJob):
            return
        self._files.save(pdf_of(job.sheet, job.shapes), job.sheet.title)
