"""The explanation and the question sheet in a window: what can be done with them, by mouse and by key, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.printing import Paper, page_layout, pdf_of
from advisor_app.desktop.pages.check.reason_panel import ReasonPanel
from advisor_app.desktop.pages.check.reason_parts import DELICATE, KEY, Fold
from advisor_app.desktop.pages.check.reason_tree import ConditionLine, ConditionsCard, TalkCard
from advisor_app.desktop.pages.check.sheet_panel import SheetPanel
from advisor_app.desktop.pages.check.start_card import StartTable
from advisor_app.desktop.presenters.check_reason_views import ReasonView
from advisor_app.desktop.presenters.check_sheet import SheetView, present_sheet
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button
from advisor_app.desktop.widgets.marks import Badge
from advisor_app.domain.eligibility import Op
from advisor_app.domain.programme import Cumulation
from tests.desktop.conftest import MemoryLibrary, programme
from tests.desktop.lone_page import bring_up, lone_tools
from tests.desktop.reason_world import (
    NAMES,
    RISK,
    SEAT,
    SOUND,
    STAFF,
    UNSIGNED,
    explain,
    explained_programme,
    findings_of,
    given,
    hidden,
)

OTHER = programme("anderes", "Anderes Programm")
ONE = explained_programme(STAFF, SEAT, SOUND, UNSIGNED, RISK, cumulation=Cumulation(excluded_with=("anderes",)))
FACTS = {"company.headcount": 312, "company.seat_ags": "05911", "company.insolvency": True}
SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


@pytest.fixture
def tools(theme: Theme, settings: WindowSettings) -> Iterator[PageTools]:
    with lone_tools(theme, settings) as made:
        yield made


@pytest.fixture
def panel(tools: PageTools, qtbot: QtBot) -> ReasonPanel:
    panel = ReasonPanel(tools)
    qtbot.addWidget(panel)
    panel.resize(900, 700)
    bring_up(panel, qtbot)
    show(panel, reason(), qtbot)
    return panel


@pytest.fixture
def sheet(tools: PageTools, qtbot: QtBot) -> SheetPanel:
    panel = SheetPanel(tools)
    qtbot.addWidget(panel)
    panel.resize(900, 700)
    bring_up(panel, qtbot)
    panel.show_view(questions())
    return panel


def reason(judged: dict[str, bool] | None = None, **facts: object) -> ReasonView:
    known = {**FACTS, **{name.replace("__", "."): value for name, value in facts.items()}}
    return explain(ONE, given(known, judged), (OTHER,))


def questions(facts: dict[str, object] | None = None) -> SheetView:
    return present_sheet(findings_of(ONE, given(facts or {})), NAMES, MemoryLibrary((ONE,)))


def show(panel: ReasonPanel, view: ReasonView, qtbot: QtBot) -> None:
    panel.show_view(view)
    qtbot.waitUntil(lambda: panel.card("sources") is not None)
    QApplication.processEvents()


def buttons(root: QWidget) -> dict[str, Button]:
    """Return the buttons that can be seen, by what a screen reader says."""
    return {one.accessibleName(): one for one in root.findChildren(Button) if one.isVisible()}


def texts(root: QWidget) -> list[str]:
    return [one.text() for one in root.findChildren(QLabel) if one.isVisible() and one.text()]


def heard(signal: object) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    signal.connect(lambda *told: found.append(told))  # type: ignore[attr-defined]
    return found


def copied() -> str:
    data = QGuiApplication.clipboard().mimeData()
    return data.text() + data.html()


# The explanation


def test_the_answer_stands_above_the_conditions(panel: ReasonPanel):
    said = texts(panel.area.body)
    order = [said.index(words) for words in ("Offenes Programm", "Was sich ändern müsste", "Bedingungen",
                                             "Im Gespräch klären", "Was es bringen kann", "Was wann erlaubt ist",
                                             "Beihilfe und Kombination", "Quellen")]  # fmt: skip
    assert order == sorted(order)


def test_what_decides_is_shown_and_the_rest_on_demand(panel: ReasonPanel):
    card = panel.card("conditions")
    assert isinstance(card, ConditionsCard)
    assert [line.line.text for line in card.lines] == ["Weniger als 250 Beschäftigte", "Kein Verfahren eröffnet"]
    card.fold.setFocus()
    QTest.keyClick(card.fold, Qt.Key.Key_Space)
    assert len(card.lines) == 5
    assert card.fold.accessibleName() == "Nur die entscheidenden zeigen"
    QTest.keyClick(card.fold, Qt.Key.Key_Space)
    assert len(card.lines) == 2


def test_every_line_is_said_in_whole(panel: ReasonPanel):
    line = panel.findChildren(ConditionLine)[0]
    assert line.accessibleName() == (
        "nicht erfüllt, Weniger als 250 Beschäftigte, Beschäftigte: 312 · nötig: unter 250 · Angabe, Stand 12/2025"
    )


def test_a_fact_is_asked_for_where_it_is_told(panel: ReasonPanel):
    wanted = heard(panel.fact_wanted)
    QTest.mouseClick(buttons(panel)["Beschäftigte ändern"], Qt.MouseButton.LeftButton)
    assert wanted == [("company.headcount",)]


@pytest.mark.parametrize(("words", "found"), [("Erfüllt", True), ("Nicht erfüllt", False)])
def test_a_point_is_judged_by_key(panel: ReasonPanel, words: str, found: bool):  # noqa: FBT001 - a table
    told = heard(panel.judged)
    button = buttons(panel)[f"Erhebliches technisches Risiko: {words}"]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert told == [("programm", "risiko", found)]


def test_a_judgement_can_be_taken_back(panel: ReasonPanel, qtbot: QtBot):
    show(panel, reason({"risiko": True}), qtbot)
    card = panel.card("talk")
    assert isinstance(card, TalkCard)
    assert [found for (_rule, found), button in card.buttons.items() if button.isChecked()] == [True]
    told = heard(panel.judged)
    card.buttons["risiko", None].click()
    assert told == [("programm", "risiko", None)]


def test_an_answer_leaves_the_place_the_focus_and_what_did_not_change(panel: ReasonPanel, qtbot: QtBot):
    panel.resize(900, 300)
    buttons(panel)["Alle 5\u00a0Bedingungen zeigen".replace("\u00a0", " ")].click()
    button = buttons(panel)["Erhebliches technisches Risiko: Erfüllt"]
    button.setFocus()
    QApplication.processEvents()
    panel.area.verticalScrollBar().setValue(120)
    sources, key = panel.card("sources"), button.property(KEY)
    show(panel, reason({"risiko": True}), qtbot)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is not button
    assert focused.property(KEY) == key
    assert panel.area.verticalScrollBar().value() == 120
    assert panel.card("sources") is sources
    card = panel.card("conditions")
    assert isinstance(card, ConditionsCard)
    assert len(card.lines) == 5


def test_another_programme_begins_at_its_top_with_what_decides(panel: ReasonPanel, qtbot: QtBot):
    panel.resize(900, 300)
    buttons(panel)["Alle 5 Bedingungen zeigen"].click()
    panel.area.verticalScrollBar().setValue(120)
    show(panel, replace(reason(), id="zweites", title="Zweites"), qtbot)
    assert panel.area.verticalScrollBar().value() == 0
    card = panel.card("conditions")
    assert isinstance(card, ConditionsCard)
    assert len(card.lines) == 2
    assert "Zweites" in texts(panel)


def test_ways_on(panel: ReasonPanel):
    back, read, compared = heard(panel.back_wanted), heard(panel.read_wanted), heard(panel.comparison_wanted)
    link = heard(panel.link_wanted)
    found = buttons(panel)
    for name in ("Zurück", "Programm lesen", "Vergleichen", "Anderes Programm"):
        found[name].click()
    found["Öffnen: Richtlinie"].click()
    assert (back, read, compared) == ([()], [("programm",), ("anderes",)], [(("programm",),)])
    assert link == [("https://recht.nrw.de/mbnrw/2026-12",)]


def test_a_number_leads_to_its_source(panel: ReasonPanel):
    panel.resize(900, 300)
    QApplication.processEvents()
    panel.show_source("number:2")
    assert QApplication.focusWidget() is buttons(panel)["Öffnen: Richtlinie"]
    assert panel.area.verticalScrollBar().value() > 0
    panel.show_source("number:99")


def test_a_calculation_is_folded_out(panel: ReasonPanel, qtbot: QtBot):
    small = replace(STAFF, fact="company.sme_class", op=Op.EQ, value="klein")
    show(panel, explain(explained_programme(small), given({"company.headcount": 30})), qtbot)
    card = panel.card("conditions")
    assert isinstance(card, ConditionsCard)
    fold = card.lines[0].findChild(Fold)
    assert isinstance(fold, Fold)
    fold.button.click()
    assert fold.isVisible()
    assert any("30" in words for words in texts(fold))
    assert fold.button.accessibleName().startswith("Rechenweg ausblenden: Größenklasse")
    fold.button.click()
    assert not fold.isVisible()


def test_the_table_of_acts_takes_the_room_there_is(panel: ReasonPanel):
    table = panel.findChildren(StartTable)[0]
    assert "Vor dem Antrag" in texts(table)
    panel.resize(420, 700)
    QApplication.processEvents()
    assert "Vor dem Antrag" not in texts(table)
    assert panel.minimumSizeHint().width() < 420
    assert panel.area.body.width() <= panel.area.viewport().width()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_no_text_is_cut(panel: ReasonPanel, theme: Theme, zoom: float):
    theme.set_zoom(zoom)
    panel.resize(1000, 700)
    for _ in range(3):
        QApplication.processEvents()
    wrapped = [one for one in panel.area.body.findChildren(QLabel) if one.wordWrap() and one.isVisible()]
    assert wrapped
    for label in wrapped:
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_it_goes_with_the_look(panel: ReasonPanel, theme: Theme):
    before = panel.card("lead")
    theme.set_zoom(1.25)
    QApplication.processEvents()
    assert panel.card("lead") is not before
    assert "Was sich ändern müsste" in texts(panel)


# What leaves


def test_the_explanation_is_copied_without_what_is_delicate(panel: ReasonPanel):
    said = heard(panel.said)
    buttons(panel)["Kopieren"].click()
    assert "Offenes Programm" in copied()
    assert "Insolvenz: ja" not in copied()
    panel.bar.sensitive.setChecked(True)
    buttons(panel)["Kopieren"].click()
    assert "Insolvenz: ja" in copied()
    assert said == [("Begründung kopiert",), ("Begründung kopiert, mit Vertraulichem",)]


def test_paper_and_pdf_hold_what_is_delicate_only_where_it_is_ticked(panel: ReasonPanel):
    printed, saved = heard(panel.print_wanted), heard(panel.save_wanted)
    found = buttons(panel)
    found["Drucken"].click()
    panel.bar.sensitive.setChecked(True)
    found["Als PDF speichern"].click()
    papers = [told[0] for told in (*printed, *saved)]
    assert all(isinstance(paper, Paper) for paper in papers)
    assert ["Insolvenz: ja" in paper.html for paper in papers if isinstance(paper, Paper)] == [False, True]


def test_the_tick_does_not_go_on_to_another_programme(panel: ReasonPanel, qtbot: QtBot):
    panel.bar.sensitive.setChecked(True)
    show(panel, replace(reason(), id="zweites"), qtbot)
    assert not panel.bar.with_sensitive


def test_delicate_lines_cannot_be_selected_unless_it_is_ticked(panel: ReasonPanel):
    def delicate() -> list[bool]:
        labels = [one for one in panel.findChildren(QLabel) if one.property(DELICATE)]
        assert any("Insolvenz: ja" in one.text() for one in labels)
        return [bool(one.textInteractionFlags() & SELECTABLE) for one in labels]

    assert not any(delicate())
    panel.bar.sensitive.setChecked(True)
    assert all(delicate())
    panel.bar.sensitive.setChecked(False)
    assert not any(delicate())


def test_of_a_programme_for_the_network_nothing_leaves(panel: ReasonPanel, qtbot: QtBot):
    one = hidden("programm", eligibility=ONE.eligibility)
    show(panel, explain(one, given(FACTS)), qtbot)
    QGuiApplication.clipboard().setText("vorher")
    for name in ("Kopieren", "Drucken", "Als PDF speichern"):
        assert not buttons(panel)[name].isEnabled()
    panel.copy()
    assert copied().startswith("vorher")
    assert panel.paper() is None
    assert not panel.bar.sensitive.isVisible()
    card = panel.card("conditions")
    assert isinstance(card, ConditionsCard)
    card.fold.click()
    for fold in panel.findChildren(Fold):
        fold.button.click()
    assert not [one.text() for one in panel.area.body.findChildren(QLabel) if one.textInteractionFlags() & SELECTABLE]


# The question sheet


def test_questions_stand_by_who_can_answer(sheet: SheetPanel):
    said = texts(sheet)
    assert "Fragezettel" in said
    assert "Geschäftsführung" in said
    badges = [one.accessibleName() for one in sheet.findChildren(Badge) if one.isVisible()]
    assert badges == ["Vertraulich, nur auf Wunsch auf dem Zettel"]
    wanted = heard(sheet.fact_wanted)
    buttons(sheet)["Angeben: Wo hat das Unternehmen seinen Sitz?"].click()
    assert wanted == [("company.seat_ags",)]


def test_an_answered_question_goes_and_the_place_stays(sheet: SheetPanel):
    sheet.resize(900, 260)
    sheet.buttons["company.seat_ags"].setFocus()
    QApplication.processEvents()
    sheet.area.verticalScrollBar().setValue(40)
    sheet.show_view(questions({"company.headcount": 38}))
    assert "company.headcount" not in sheet.buttons
    assert sheet.area.verticalScrollBar().value() == 40
    assert QApplication.focusWidget() is sheet.buttons["company.seat_ags"]
    sheet.show_view(questions({"company.headcount": 38, "company.seat_ags": "05911"}))
    assert QApplication.focusWidget() is sheet.area


def test_the_sheet_leaves_without_delicate_questions_unless_they_are_ticked(sheet: SheetPanel):
    printed = heard(sheet.print_wanted)
    found = buttons(sheet)
    words = "Läuft ein Insolvenzverfahren"
    found["Kopieren"].click()
    found["Drucken"].click()
    assert "Wo hat das Unternehmen seinen Sitz?" in copied()
    assert words not in copied()
    sheet.bar.sensitive.setChecked(True)
    found["Kopieren"].click()
    found["Drucken"].click()
    assert words in copied()
    assert [words in paper.html for (paper,) in printed if isinstance(paper, Paper)] == [False, True]


def test_a_sheet_without_questions_offers_nothing(sheet: SheetPanel):
    facts = {**FACTS, "company.headcount": 3, "company.insolvency": True}
    sheet.show_view(questions(facts))
    assert sheet.view is not None
    assert sheet.view.groups == ()
    assert any(words.startswith("Es fehlt nichts mehr") for words in texts(sheet))
    assert not buttons(sheet)["Kopieren"].isEnabled()
    assert sheet.paper() is None


def test_a_full_explanation_takes_few_pages(panel: ReasonPanel):
    paper = panel.paper()
    assert paper is not None
    data = pdf_of(paper, family="Inter")
    assert data.count(b"/Type /Page\n") in (1, 2, 3)
    assert page_layout().pageSize().name() == "A4"


def test_the_tick_says_what_it_means_by_word_and_shape(panel: ReasonPanel):
    tick = panel.bar.sensitive
    assert (tick.text().strip(), tick.icon_name) == ("Vertrauliches bleibt hier", "lock")
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert (tick.text().strip(), tick.icon_name) == ("Vertrauliches geht mit", "check")
    assert tick.accessibleName() == "Vertrauliche Angaben mitgeben"
    panel.resize(420, 700)
    assert tick.text().strip() == "geht mit"
