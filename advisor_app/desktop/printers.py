"""Asking for a printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice, QPageLayout

Print = Callable[["QPagedPaintDevice"], object]


def choose_printer(host: QWidget, print_on: Print, *, layout: QPageLayout, title: str) -> None:
    """Ask for a printer and print there; the window goes on meanwhile.

    Args:
        host: before what it is asked.
        print_on: prints everything on a printer.
        layout: size and margins of a page.
        title: name of what is printed, among what the printer has to do.
    """
    # Printing is rare, and its library is large.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - see above

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(layout)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, host)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # The printer must outlive the dialog, which holds it without owning it.
    dialog.accepted.connect(partial(_print, print_on, printer))
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def _print(print_on: Print, printer: QPagedPaintDevice, _told: QPagedPaintDevice) -> None:
    """Print; the dialog tells the printer that it was given."""
    print_on(printer)
