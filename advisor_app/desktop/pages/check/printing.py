"""What the check gives out on paper: asked where to, set on A4 with a foot on every page, printed or saved as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt, Slot
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.map.paper import PaperInk
from advisor_app.desktop.pdf_files import PdfFiles

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

_MARGIN_MM = 16.0
_FOOT_MM = 9.0
_MM_PER_INCH = 25.4
_POINTS = 9.0
_FOOT_POINTS = 8.0
_POINTS_PER_INCH = 72
# What is shorter than this part of a page is not parted.
_SHORT = 0.25
_MOST_KEPT = 60
# Signs of other fonts stand out of their line; those of the next page would be seen below this one.
_OUTSTANDING = 2.0
_DOTS_PER_INCH = 300


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


class CheckPaper(PdfFiles):
    """Prints papers and saves them.

    Args:
        host: before what it is asked where to; its font is that of the paper.
        runner: writes files.
    """

    def __init__(self, *, host: QWidget, runner: JobRunner) -> None:
        super().__init__(host=host, runner=runner, question="Als PDF speichern", done="Gespeichert")
        self._host = host

    @Slot(object)
    def print_paper(self, paper: object) -> None:
        """Ask for a printer and print there."""
        if isinstance(paper, Paper):
            draw = partial(draw_paper, paper=paper, family=self._host.font().family())
            self.choose_printer(draw, layout=page_layout(), title=paper.title, done=f"Gedruckt: {paper.title}")

    @Slot(object)
    def save_paper(self, paper: object) -> None:
        """Ask where to and save as a PDF file; a file that is there is replaced only if the user says so."""
        if isinstance(paper, Paper):
            self.save(pdf_of(paper, family=self._host.font().family()), paper.title)


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
    # Set in the units of the screen and enlarged: lengths in HTML do not follow the resolution of a printer.
    scale = device.logicalDpiX() / QGuiApplication.primaryScreen().logicalDotsPerInch()
    foot = device.logicalDpiY() * _FOOT_MM / _MM_PER_INCH / scale
    body = QRectF(0, 0, device.width() / scale, device.height() / scale - foot)
    font = QFont(family)
    font.setPointSizeF(_POINTS)
    document = QTextDocument()
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setHtml(paper.html)
    document.setPageSize(QSizeF(body.size()))
    keep_together(document, body.height())
    # A size in points would be that of the printer, and enlarged once more.
    font.setPixelSize(round(_FOOT_POINTS * QGuiApplication.primaryScreen().logicalDotsPerInch() / _POINTS_PER_INCH))
    painter = QPainter(device)
    painter.scale(scale, scale)
    for number in range(document.pageCount()):
        if number:
            device.newPage()
        painter.save()
        painter.translate(0, -number * body.height())
        document.drawContents(painter, body.translated(0, number * body.height()).adjusted(0, 0, 0, -_OUTSTANDING))
        painter.restore()
        painter.setFont(font)
        painter.setPen(PaperInk(1.0).colour("text2"))
        line = QRectF(0, body.height(), body.width(), foot)
        align = Qt.AlignmentFlag.AlignBottom
        told = " · ".join(part for part in ("Beratungskoffer", paper.standing) if part)
        painter.drawText(line, align | Qt.AlignmentFlag.AlignLeft, told)
        page = f"Seite {number + 1} von {document.pageCount()}"
        painter.drawText(line, align | Qt.AlignmentFlag.AlignRight, page)
    painter.end()
    return document.pageCount()


def keep_together(document: QTextDocument, height: float) -> None:
    """Begin a page with a heading that would stand alone at the end of one, or be parted from the little below it.

    Args:
        document: laid out in pages; one of very many pages stays as it is, it would take too long.
        height: of a page.
    """
    if document.pageCount() > _MOST_KEPT:
        return
    block = document.begin()
    while block.isValid():
        if _is_heading(block) and _is_parted(block, height):
            _break_before(_first_heading(block))
            # Qt lays out only what it thinks has changed, and would leave out what moved on to another page.
            document.markContentsDirty(0, document.characterCount())
        block = _after(block)


def _table(block: QTextBlock) -> QTextTable | None:
    return QTextCursor(block).currentTable() if block.isValid() else None


def _after(block: QTextBlock) -> QTextBlock:
    """Return the paragraph below one; a table of one row is like a paragraph."""
    table = _table(block)
    return block.next() if table is None else table.lastCursorPosition().block().next()


def _before(block: QTextBlock) -> QTextBlock:
    above = block.previous()
    table = _table(above)
    return above if table is None else table.firstCursorPosition().block()


def _is_heading(block: QTextBlock) -> bool:
    table = _table(block)
    if not block.isValid() or (table is not None and table.rows() > 1):
        return False
    # What Qt adds before and after a table has no letters.
    return bool(block.text()) and block.charFormat().fontWeight() >= QFont.Weight.DemiBold


def _first_heading(block: QTextBlock) -> QTextBlock:
    """Return the heading that a heading goes along with: right above it, or above a note of the larger heading's."""
    while True:
        above = _before(block)
        if above.isValid() and not _is_heading(above) and _size(_before(above)) > _size(block):
            above = _before(above)
        if not _is_heading(above):
            return block
        block = above


def _size(block: QTextBlock) -> float:
    """Return how large a heading is set, 0 for what is none."""
    return block.charFormat().fontPointSize() if _is_heading(block) else 0.0


def _is_parted(heading: QTextBlock, height: float) -> bool:
    """Tell whether what is below a heading begins on another page, or ends there though it is short."""
    last = _after(heading)
    if not last.isValid():
        return False
    page = _page_of(heading, height)
    if page < _page_of(last, height):
        return True
    while _after(last).isValid() and not _is_heading(_after(last)):
        last = _after(last)
    layout = heading.document().documentLayout()
    length = layout.blockBoundingRect(last).bottom() - layout.blockBoundingRect(heading).top()
    return page < _page_of(last, height) and length < height * _SHORT


def _break_before(block: QTextBlock) -> None:
    table = _table(block)
    if table is None:
        look = block.blockFormat()
        look.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        QTextCursor(block).setBlockFormat(look)
        return
    frame = table.format()
    frame.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    table.setFormat(frame.toTableFormat())


def _page_of(block: QTextBlock, height: float) -> int:
    """Return the page on which the first line of a paragraph stands, from 0; a line that does not fit has moved on."""
    document = block.document()
    top = document.documentLayout().blockBoundingRect(block).top()
    lines = block.layout()
    first = lines.lineAt(0).rect() if lines.lineCount() else QRectF()
    return int((top + first.bottom() - 1) // height)
