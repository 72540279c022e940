"""Printing: asked which printer, drawn on it, said when it is done; and nothing where the question is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMarginsF, QPointF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.pdf_files import PdfFiles

LAYOUT = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(10, 10, 10, 10))


class Press:
    """What a test prints with, and what was said."""

    def __init__(self, host: QWidget, file: Path) -> None:
        self._file = file
        self._runner = JobRunner()
        self.files = PdfFiles(host=host, runner=self._runner, question="Speichern", done="Gespeichert")
        self.said: list[str] = []
        self.drawn: list[QPagedPaintDevice] = []
        self.files.said.connect(self.said.append)

    def ask(self, host: QWidget) -> Any:
        """Ask for a printer and return the question."""
        self.files.choose_printer(self.draw, layout=LAYOUT, title="Karte", done="Karte gedruckt")
        return host.findChild(QPrintDialog)

    def draw(self, device: QPagedPaintDevice) -> None:
        """Write a word."""
        self.drawn.append(device)
        # A machine without a printer is left with a file.
        assert isinstance(device, QPrinter)
        device.setOutputFileName(str(self._file))
        painter = QPainter(device)
        painter.drawText(QPointF(100, 200), "Karte")
        painter.end()

    def close(self) -> None:
        """End its jobs."""
        self._runner.shut_down()


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    return host


@pytest.fixture
def press(host, tmp_path):
    press = Press(host, tmp_path / "map.pdf")
    yield press
    press.close()


def test_what_is_chosen_is_drawn_on_and_told(press, host, tmp_path: Path):
    dialog = press.ask(host)
    assert dialog.isVisible()
    assert dialog.printer().docName() == "Karte"
    assert dialog.printer().pageLayout().orientation() is QPageLayout.Orientation.Landscape
    dialog.accept()
    assert press.said == ["Karte gedruckt"]
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")


def test_a_question_that_is_left_prints_nothing_and_goes(press, host, qtbot):
    dialog = press.ask(host)
    dialog.reject()
    assert (press.said, press.drawn) == ([], [])
    qtbot.waitUntil(lambda: not host.findChildren(QPrintDialog))
