"""Every leaf over the result begins alike: an arrow back, a title, and a focus that says where one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.account_panel import AccountPanel
from advisor_app.desktop.pages.check.faults_panel import FaultsPanel
from advisor_app.desktop.pages.check.handing_bar import HandingBar
from advisor_app.desktop.pages.check.leaf_head import LeafHead
from advisor_app.desktop.pages.check.reason_panel import ReasonPanel
from advisor_app.desktop.pages.check.sheet_panel import SheetPanel
from advisor_app.desktop.pages.check.size_panel import SizePanel
from advisor_app.desktop.pages.check.what_if_panel import WhatIfPanel
from advisor_app.desktop.presenters.check_sheet import EntryView, SheetGroup, SheetView
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button
from tests.desktop.lone_page import bring_up, lone_tools

LEAVES: dict[str, Callable[..., QWidget]] = {
    "Begründung": ReasonPanel,
    "Fragezettel": SheetPanel,
    "Größenklasse": SizePanel,
    "De-minimis-Konto": AccountPanel,
    "Was wäre, wenn": WhatIfPanel,
    "Datei nicht lesbar": FaultsPanel,
}


@pytest.fixture
def tools(theme: Theme, settings: WindowSettings) -> Iterator[PageTools]:
    with lone_tools(theme, settings) as tools:
        yield tools


def leaf(title: str, tools: PageTools, host: QWidget) -> QWidget:
    if title == "Datei nicht lesbar":
        return FaultsPanel(theme=tools.theme, parent=host)
    return LEAVES[title](tools=tools, parent=host)


@pytest.mark.parametrize("title", LEAVES)
def test_a_leaf_has_the_head_of_all_leaves(title: str, tools: PageTools, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    panel = leaf(title, tools, host)
    (head,) = panel.findChildren(LeafHead)
    assert title in [label.text() for label in head.findChildren(QWidget) if hasattr(label, "text")]
    assert head.back.accessibleName() == "Zurück"
    signal = panel.left if isinstance(panel, WhatIfPanel) else panel.back_wanted  # type: ignore[attr-defined]
    with qtbot.waitSignal(signal):
        head.back.click()


@pytest.mark.parametrize("title", LEAVES)
def test_whatever_takes_the_focus_in_a_leaf_has_a_name(title: str, tools: PageTools, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    panel = leaf(title, tools, host)
    there = [part for part in panel.findChildren(QWidget) if part.isVisibleTo(panel)]
    takes = [part for part in there if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert takes
    assert [part for part in takes if not part.accessibleName() and not part.objectName().startswith("qt_")] == []


def test_where_there_is_little_room_a_button_shows_its_icon_and_keeps_its_name(theme: Theme, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    bar = HandingBar("Fragezettel", theme=theme, parent=host)
    bring_up(host, qtbot)
    for width, words in ((900, "Drucken"), (400, "")):
        bar.resize(width, 48)
        assert bar.print.text().strip("\u00a0") == words
        assert (bar.print.accessibleName(), bar.save.accessibleName()) == ("Drucken", "Als PDF speichern")
    bar.offer(leaves=True, sensitive=True)
    assert bar.sensitive.text().strip("\u00a0") == "bleibt hier"
    bar.sensitive.setChecked(True)
    assert bar.sensitive.text().strip("\u00a0") == "geht mit"
    assert bar.with_sensitive


def test_a_question_whose_answer_can_be_looked_up_leads_there(tools: PageTools, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    panel = SheetPanel(tools, host)
    address = "https://www.example.org/karte?a=<b>1</b>"
    entry = EntryView(
        number=1, fact="", question="Im Fördergebiet?", source="Karte der Fördergebiete " * 9, link=address
    )
    panel.show_view(SheetView(title="Fragezettel", groups=(SheetGroup(label="Beratung", entries=(entry,)),)))
    found = next(one for one in panel.area.findChildren(Button) if one.accessibleName().startswith("Nachsehen"))
    assert "&lt;b&gt;" in found.toolTip()
    assert panel.area.body.minimumSizeHint().width() < tools.theme.px(400)
    with qtbot.waitSignal(panel.link_wanted) as told:
        found.click()
    assert told.args == [address]
