"""The map on its way to a printer or into a file: asked where to, made, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.desktop.map.paper import a4, draw_sheet, pdf_of
from advisor_app.desktop.pages.partners.answer import PrintJob
from advisor_app.errors import DiskFull, EnvironmentFault, NotSaved
from advisor_app.knowledge.disk import write_whole

_SUFFIX = "pdf"


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
        self._runner = runner
        self._data = b""
        self._folder = ""

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
        self._data = pdf_of(job.sheet, job.shapes)
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._folder or (places[0] if places else ".")
        name = "".join(" " if char in '<>:"/\\|?*' else char for char in job.sheet.title)
        dialog = QFileDialog(self._host, "Karte speichern", str(Path(folder) / f"{name}.{_SUFFIX}"),
                             f"PDF-Dateien (*.{_SUFFIX})")  # fmt: skip
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(_SUFFIX)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        dialog.fileSelected.connect(self.write_file)
        dialog.open()

    @Slot(str)
    def write_file(self, file: str) -> None:
        """Write what was made into the file that was chosen."""
        path, data = Path(file), self._data
        self._folder = str(path.parent)

        def work(_context: JobContext) -> object:
            return write_pdf(path, data)

        self._runner.start(work, on_success=self.tell_saved, on_failure=self.tell_failure, lane=Lane.IO)

    @Slot(object)
    def tell_saved(self, path: object) -> None:
        """Say what was saved."""
        self.said.emit(f"Karte gespeichert: {Path(str(path)).name}")

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)


def write_pdf(path: Path, data: bytes) -> Path:
    """Write a file that the user chose, whole or not at all, and return it.

    Raises:
        NotSaved: the folder takes nothing.
        DiskFull: there is no room.
    """
    try:
        write_whole(path, data)
    except DiskFull:
        raise
    except EnvironmentFault as exc:
        raise NotSaved(path=path, reason=exc.details.get("reason", ""), remedy=exc.details.get("remedy", "")) from exc
    return path
