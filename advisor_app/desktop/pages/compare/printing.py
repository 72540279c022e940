"""A comparison on paper: landscape A4, the heads again on every page, what is open and the sources below."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QTextDocument

from advisor_app.desktop.presenters.compare import CompareView
from advisor_app.desktop.presenters.compare_export import as_print

_MARGIN_MM = 12.0
_FOOT_MM = 8.0
_MM_PER_INCH = 25.4
_POINTS = 8.5


def page_layout() -> QPageLayout:
    """Return the page: A4, landscape, with narrow margins."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, margins,
                       QPageLayout.Unit.Millimeter)  # fmt: skip


def print_comparison(view: CompareView, device: QPagedPaintDevice, *, family: str, only_differences: bool) -> int:
    """Print a comparison and return the number of pages.

    Args:
        view: the comparison.
        device: a printer or a file; its page was chosen before.
        family: name of the font.
        only_differences: leave out what is the same for all.
    """
    document = QTextDocument()
    font = QFont(family)
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setHtml(as_print(view, only_differences=only_differences))
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
        painter.drawText(line, align | Qt.AlignmentFlag.AlignLeft, f"Beratungskoffer · {view.standing}")
        told = f"Seite {number + 1} von {document.pageCount()}"
        painter.drawText(line, align | Qt.AlignmentFlag.AlignRight, told)
    painter.end()
    return document.pageCount()
