"""What the check gives out on paper: asked where to, set on A4 with a foot on every page, printed or saved as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.desktop.saving import SaveDialogs, file_name, write_chosen

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

_MARGIN_MM = 16.0
_FOOT_MM = 9.0
_MM_PER_INCH = 25.4
_POINTS = 9.0
_DOTS_PER_INCH = 300
_SUFFIX = ".pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Something to print; whoever makes it has left out what may not leave.

    Args:
        title: name of the document and of its file.
        html: what stands on it.
        standing: age of the knowledge, at the foot of every page.
    """

    title: str
    html: str
    standing: str = ""


class CheckPaper(QObject):
    """Prints papers and saves them.

    Args:
        host: before what it is asked where to; its font is that of the paper.
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
        self._dialogs = SaveDialogs(host)
        self._dialogs.chosen.connect(self.write_file)

    @Slot(object)
    def print_paper(self, paper: object) -> None:
        """Ask for a printer and print there."""
        if not isinstance(paper, Paper):
            return
        # Printing is rare, and its library is large.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - see above

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(page_layout())
        printer.setDocName(paper.title)
        dialog = QPrintDialog(printer, self._host)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self.print_on, printer, paper))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, device: QPagedPaintDevice, paper: Paper) -> None:
        """Print on a printer that was chosen."""
        draw_paper(device, paper, family=self._host.font().family())
        self.said.emit(f"Gedruckt: {paper.title}")

    @Slot(object)
    def save_paper(self, paper: object) -> None:
        """Ask where to and save as a PDF file; a file that is there is replaced only if the user says so."""
        if not isinstance(paper, Paper):
            return
        self._data = pdf_of(paper, family=self._host.font().family())
        self._dialogs.ask("Als PDF speichern", name=file_name(paper.title, _SUFFIX), kind="PDF-Dateien")

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
        self.said.emit(f"Gespeichert: {Path(str(path)).name}")

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)


def page_layout() -> QPageLayout:
    """Return the page: A4, upright."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins,
                       QPageLayout.Unit.Millimeter)  # fmt: skip


def pdf_of(paper: Paper, *, family: str) -> bytes:
    """Return a paper as a PDF file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageLayout(page_layout())
    writer.setTitle(paper.title)
    draw_paper(writer, paper, family=family)
    buffer.close()
    return bytes(data.data())


def draw_paper(device: QPagedPaintDevice, paper: Paper, *, family: str) -> int:
    """Draw a paper page by page and return how many there are.

    Args:
        device: a printer or a file; its page was chosen before.
        paper: what is drawn.
        family: name of the font.
    """
    document = QTextDocument()
    font = QFont(family)
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setHtml(paper.html)
    foot = round(device.logicalDpiY() * _FOOT_MM / _MM_PER_INCH)
    body = QRectF(0, 0, device.width(), device.height() - foot)
    document.setPageSize(QSizeF(body.size()))
    painter = QPainter(device)
    for number in range(document.pageCount()):
        if number:
            device.newPage()
        painter.save()
        painter.translate(0, -number * body.height())
        document.drawContents(painter, body.translated(0, number * body.height()))
        painter.restore()
        painter.setFont(font)
        line = QRectF(0, body.height(), body.width(), foot)
        align = Qt.AlignmentFlag.AlignBottom
        told = " · ".join(part for part in ("Beratungskoffer", paper.standing) if part)
        painter.drawText(line, align | Qt.AlignmentFlag.AlignLeft, told)
        page = f"Seite {number + 1} von {document.pageCount()}"
        painter.drawText(line, align | Qt.AlignmentFlag.AlignRight, page)
    painter.end()
    return document.pageCount()
