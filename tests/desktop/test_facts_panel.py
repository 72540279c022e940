"""The left side of the check by itself: titles, tooltips, and the column at the right of the rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtGui import Qt as TextQt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.facts_panel import FactsPanel
from advisor_app.desktop.presenters.check_views import FactLine, FactsView, LineKind
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from tests.desktop.lone_page import bring_up, lone_tools

GROUP = FactLine(kind=LineKind.GROUP, label="Betrieb")
NASTY = "Betrieb <b>fett</b> <img src='x'>"


def lines(count: int) -> FactsView:
    """Return so many facts, every other one known."""
    told = [
        FactLine(kind=LineKind.FACT, label=f"Angabe {number}", fact=f"f{number}", value="Wert", known=number % 2 > 0,
                 origin="berechnet" if number % 2 else "", action="" if number % 2 else "Ergänzen")
        for number in range(count)
    ]  # fmt: skip
    return FactsView(title=NASTY, lines=(GROUP, *told))


def shown(tip: str) -> str:
    """Return what a tooltip shows, as Qt reads it."""
    document = QTextDocument()
    if TextQt.mightBeRichText(tip):
        document.setHtml(tip)
    else:
        document.setPlainText(tip)
    return document.toPlainText()


@pytest.fixture
def panel(theme: Theme, settings: WindowSettings, qtbot: QtBot) -> Iterator[FactsPanel]:
    with lone_tools(theme, settings) as tools:
        made = FactsPanel(tools=tools, parent=None)  # type: ignore[arg-type]
        qtbot.addWidget(made)
        made.setFixedWidth(theme.px(300))
        made.resize(theme.px(300), 600)
        bring_up(made, qtbot)
        yield made


def right_ends(panel: FactsPanel) -> set[int]:
    """Return how far from the right edge of the panel the words of the rows on screen end, in pixels."""
    QApplication.processEvents()
    view, picture = panel.list.viewport(), panel.list.viewport().grab().toImage()
    ends = set()
    for row in range(1, 7):
        rect = panel.list.visualRect(panel.list.model().index(row, 0))
        ends.add(panel.width() - view.mapTo(panel, QPoint(last_ink(picture, rect.top(), rect.bottom()), 0)).x())
    return ends


def last_ink(picture: QImage, top: int, bottom: int) -> int:
    ground = QColor(picture.pixelColor(2, top + 2))
    return max(x for x in range(picture.width()) for y in range(top, bottom) if picture.pixelColor(x, y) != ground)


def test_words_at_the_right_end_in_one_column_with_the_bar_and_without(panel):
    panel.show_view(lines(8))
    few = right_ends(panel)
    assert not panel.list.verticalScrollBar().isVisible()
    panel.show_view(lines(40))
    many = right_ends(panel)
    assert panel.list.verticalScrollBar().isVisible()
    # Letters have a pixel of air of their own.
    assert max(few | many) - min(few | many) <= 1


def test_a_row_and_the_title_show_tags_as_they_stand(panel):
    told = FactLine(kind=LineKind.FACT, label="Beteiligungen", fact="f", value=NASTY, known=True)
    panel.show_view(FactsView(title=NASTY * 3, lines=(told,)))
    panel.grab()
    tip = panel.list.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert shown(tip) == f"Beteiligungen\n{NASTY}"
    assert shown(panel.title.toolTip()) == NASTY * 3


def test_a_title_that_is_too_long_is_cut_and_that_is_said(panel, qtbot):
    titles: list[str] = []
    panel.titled.connect(titles.append)
    panel.show_view(FactsView(title="A"))
    panel.pencil.click()
    panel.field.clear()
    QApplication.clipboard().setText("x" * 230)
    panel.field.paste()
    assert panel.too_long.isVisible()
    assert panel.too_long.text().startswith("Höchstens 200 Zeichen")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert titles == ["x" * 200]
    assert not panel.too_long.isVisible()
