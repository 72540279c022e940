"""The editor of a fact where there is little room, with the Tab key, in another look, and over a long time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QStyle, QStyleOptionFrame, QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.editors_choice import ManyChoice
from advisor_app.desktop.pages.check.editors_search import SearchEditor
from advisor_app.desktop.pages.check.fact_editor import FactEditor
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import UNKNOWN, FactValue, Known
from tests.desktop.lone_editor import lone_editor


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme, settings: WindowSettings) -> Iterator[FactEditor]:
    with lone_editor(theme, settings, qtbot, height=360) as made:
        yield made


def begin(editor: FactEditor, fact: str, value: FactValue = UNKNOWN) -> None:
    editor.edit(fact, value)
    editor.take_focus()
    QApplication.processEvents()


def walk(editor: FactEditor, qtbot: QtBot) -> list[str]:
    """Return what the Tab key leads to, once around."""
    names: list[str] = []
    first = QApplication.focusWidget()
    while (focused := QApplication.focusWidget()) is not None and (focused is not first or not names):
        assert isinstance(focused, QLineEdit | QPushButton)
        names.append(focused.accessibleName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        assert len(names) < 40
    return names


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_every_fact_can_be_edited_where_there_is_little_room(editor, fact):
    editor.resize(300, 240)
    begin(editor, fact)
    QApplication.processEvents()
    assert editor.minimumSizeHint().width() <= 300
    body = editor.findChild(QWidget, "scrolled")
    assert body.width() <= 300
    assert QApplication.focusWidget() is not None
    assert editor.isAncestorOf(QApplication.focusWidget())
    named = [one for one in editor.findChildren(Button) if one.isVisible()]
    assert all(button.accessibleName() for button in named)


@pytest.mark.parametrize(("width", "zoom"), [(900, 1.0), (300, 1.0), (856, 2.0)])
@pytest.mark.parametrize(
    "fact", ["company.founded_on", "company.turnover_eur", "company.headcount", "company.age_years"]
)
def test_examples_are_never_cut(editor, theme, fact, width, zoom):
    theme.set_zoom(zoom)
    editor.resize(width, 480)
    begin(editor, fact)
    QApplication.processEvents()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    example = field.placeholderText()
    inner = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option_of(field), field)
    assert example
    assert field.fontMetrics().horizontalAdvance(example) <= inner.width() - 4
    end = field.mapTo(editor, field.rect().topRight()).x()
    assert end < width


def test_where_one_answers_is_in_sight_as_a_whole(editor, theme):
    theme.set_zoom(2.0)
    editor.resize(856, 480)
    begin(editor, "company.turnover_eur")
    for _ in range(3):
        QApplication.processEvents()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert not field.visibleRegion().isEmpty()
    assert field.visibleRegion().boundingRect() == field.rect()


def option_of(field: QLineEdit) -> QStyleOptionFrame:
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    return option


def is_whole(part: QWidget | None) -> bool:
    return part is not None and part.visibleRegion().boundingRect() == part.rect()


@pytest.mark.parametrize("height", [446, 320])
def test_it_opens_with_its_question_and_what_one_sets_comes_into_sight(editor, theme, qtbot, height):
    theme.set_zoom(2.0)
    editor.resize(840, height)
    begin(editor, "company.headcount", FactValue(possible=Known(38)))
    qtbot.wait(30)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert is_whole(editor._question)
    qtbot.keyClicks(field, "40")
    qtbot.wait(30)
    assert is_whole(field)
    while QApplication.focusWidget() is not editor.taker:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.wait(30)
    assert is_whole(editor.taker)


def test_editing_fact_after_fact_leaves_nothing_behind(editor):
    for _ in range(2):
        for fact in FACTS:
            begin(editor, fact)
    count = len(editor.findChildren(QObject))
    for fact in FACTS:
        begin(editor, fact)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(editor.findChildren(QObject)) <= count + 60


def test_an_answer_that_was_to_come_into_sight_may_be_gone_by_then(editor):
    begin(editor, "project.kind")
    chosen = editor.editor
    assert isinstance(chosen, ManyChoice)
    editor.bring(chosen.choices.buttons[-1])
    chosen.choices.show_choices(())
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert editor.fact == "project.kind"


@pytest.mark.parametrize("fact", ["project.started", "project.activities", "person.equivalent_qualification"])
def test_at_the_height_it_asks_for_nothing_scrolls(editor, qtbot, fact):
    begin(editor, fact)
    bar = editor.findChild(QScrollArea).verticalScrollBar()
    for width in range(560, 800, 20):
        # First far too low, so that the bar is there.
        editor.resize(width, 200)
        QApplication.processEvents()
        editor.resize(width, editor.heightForWidth(width))
        # A real screen grants a size when it has the time.
        qtbot.waitUntil(lambda: bar.maximum() == 0)


def test_the_look_can_change_while_a_fact_is_edited(editor, theme, qtbot):
    begin(editor, "company.wz_codes")
    qtbot.keyClicks(QApplication.focusWidget(), "Baeckerei")
    theme.set_zoom(2.0)
    QApplication.processEvents()
    search = editor.editor
    assert isinstance(search, SearchEditor)
    assert search.offers.codes[0] == "10.71.0"
    assert search.field.edit.text() == "Baeckerei"


def test_tab_goes_through_the_parts_as_they_lie(editor, qtbot):
    begin(editor, "company.headcount")
    end = ["Übernehmen", "Weiß ich noch nicht", "Keine Angabe", "Schließen ohne Übernehmen, Esc"]
    assert walk(editor, qtbot) == [
        "Genaue Zahl", "von", "bis", "Herkunft: Angabe, Stand 23.11.2026", *end,
        "Unter 10", "10 bis unter 50", "50 bis unter 250", "Ab 250",
    ]  # fmt: skip
    begin(editor, "company.wz_codes", FactValue(possible=Known(("62.01",))))
    assert walk(editor, qtbot) == [
        "Branche", "Herkunft: Angabe, Stand 23.11.2026", *end, "62.01 Programmierungstätigkeiten, entfernen",
    ]  # fmt: skip


def test_the_offer_that_the_keys_are_at_is_said_aloud(editor, qtbot):
    begin(editor, "company.wz_codes")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert "Vorschläge" in field.accessibleDescription()
    qtbot.keyClicks(field, "tischler")
    assert field.accessibleDescription().startswith("Vorschlag: 43.32.0 Bautischlerei")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.accessibleDescription().startswith("Vorschlag: 31.09.9")
