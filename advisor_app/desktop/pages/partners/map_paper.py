"""The map on its way to a printer or into a file."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.map.paper import a4, draw_sheet, pdf_of
from advisor_app.desktop.pages.partners.answer import PrintJob
from advisor_app.desktop.pdf_files import PdfFiles


class MapPaper(PdfFiles):
    """Prints sheets and saves them.

    Args:
        host: before what it is asked where to.
        runner: writes files.
    """

    def __init__(self, *, host: QWidget, runner: JobRunner) -> None:
        super().__init__(host=host, runner=runner, question="Karte speichern", done="Karte gespeichert")

    @Slot(object)
    def print_sheet(self, job: object) -> None:
        """Ask for a printer and print."""
        if isinstance(job, PrintJob):
            draw = partial(draw_sheet, sheet=job.sheet, shapes=job.shapes)
            self.choose_printer(draw, layout=a4(), title=job.sheet.title, done="Karte gedruckt")

    @Slot(object)
    def save_sheet(self, job: object) -> None:
        """Ask where to and save as a PDF file; a file that is there is replaced only if the user says so."""
        if isinstance(job, PrintJob):
            self.save(pdf_of(job.sheet, job.shapes), job.sheet.title)
