"""What the check puts on paper: saved whole, set on pages so that nothing is parted from what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.printing import CheckPaper, Paper, keep_together
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from tests.desktop.lone_page import lone_tools


@pytest.fixture
def tools(theme: Theme, settings: WindowSettings) -> Iterator[PageTools]:
    with lone_tools(theme, settings) as made:
        yield made


def desk(tools: PageTools, qtbot: QtBot) -> tuple[QWidget, CheckPaper, list[str]]:
    """Return a window, what makes papers before it, and what that has said."""
    host = QWidget()
    qtbot.addWidget(host)
    paper = CheckPaper(host=host, runner=tools.runner)
    said: list[str] = []
    paper.said.connect(said.append)
    return host, paper, said


def test_a_paper_is_saved_as_pdf(tools: PageTools, qtbot: QtBot, tmp_path: Path):
    host, paper, said = desk(tools, qtbot)
    paper.save_paper(Paper(title="Begründung: A/B", html="<p>Text</p>", standing="Inhaltsstand heute"))
    qtbot.waitUntil(lambda: host.findChild(QFileDialog) is not None)
    dialog = host.findChild(QFileDialog)
    assert dialog is not None
    assert Path(dialog.selectedFiles()[0]).name == "Begründung A B.pdf"
    dialog.fileSelected.emit(str(tmp_path / "a.pdf"))
    dialog.close()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["Gespeichert: a.pdf"]
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert b"/Subtype /Image" not in data


def test_a_paper_is_printed_where_a_printer_was_chosen(tools: PageTools, qtbot: QtBot, tmp_path: Path):
    host, paper, said = desk(tools, qtbot)
    paper.print_paper(Paper(title="Fragezettel", html="<p>Text</p>"))
    dialog = host.findChild(QPrintDialog)
    assert dialog is not None
    chosen = dialog.printer()
    chosen.setOutputFileName(str(tmp_path / "a.pdf"))
    assert chosen.docName() == "Fragezettel"
    # A machine without a printer takes nothing over in the dialog itself.
    dialog.accepted.emit(chosen)
    dialog.close()
    assert said == ["Gedruckt: Fragezettel"]
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


def lay_out(html: str, height: float) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setHtml(html)
    page = document.pageSize()
    page.setWidth(400)
    page.setHeight(height)
    document.setPageSize(page)
    keep_together(document, height)
    return document


def pages(document: QTextDocument, height: float) -> list[tuple[str, int]]:
    found, block = [], document.begin()
    while block.isValid():
        top = document.documentLayout().blockBoundingRect(block).top() + block.layout().lineAt(0).rect().center().y()
        found.append((block.text(), int(top // height)))
        block = block.next()
    return found


HEAD = '<p style="font-weight:600; margin:0">{}</p>'
# A heading with a figure at its right edge.
ROW = (
    f'<table width="100%" cellspacing="0" cellpadding="0"><tr><td>{HEAD}</td><td align="right">1 EUR</td></tr></table>'
)


@pytest.mark.parametrize("lines", range(1, 40, 2))
@pytest.mark.parametrize("head", [HEAD, ROW])
def test_a_heading_stays_with_what_is_below_it(app: QApplication, lines: int, head: str):
    body = "".join(f'<p style="margin:0">Zeile {number}</p>' for number in range(lines))
    tail = head.format("Frage") + '<p style="margin:0">Hinweis</p><p style="margin:0">Antwort</p>'
    found = [(text, page) for text, page in pages(lay_out(body + HEAD.format("Teil") + tail * 3, 300), 300) if text]
    said = [text for text, _ in found if text != "1 EUR"]
    assert said == [*(f"Zeile {number}" for number in range(lines)), "Teil", *["Frage", "Hinweis", "Antwort"] * 3]
    numbers = [page for _, page in found]
    assert numbers == sorted(numbers)
    assert numbers[-1] <= numbers[0] + 4
    for (text, page), (_, below) in pairwise(found):
        if text in ("Teil", "Frage", "1 EUR", "Hinweis"):
            assert page == below, (lines, text)


@pytest.mark.parametrize("lines", range(1, 40, 3))
def test_a_part_with_a_note_does_not_begin_at_the_end_of_a_page(app: QApplication, lines: int):
    body = "".join(f'<p style="margin:0">Zeile {number}</p>' for number in range(lines))
    part = '<p style="font-weight:600; font-size:20pt; margin:0">Teil</p><p style="margin:0">Was er ist</p>'
    tail = ROW.format("Frage") + '<p style="margin:0">Antwort</p>' * 6
    found = dict(pages(lay_out(body + part + tail, 300), 300))
    assert found["Teil"] == found["Was er ist"] == found["Frage"]
