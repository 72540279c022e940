"""Going elsewhere while a fact is edited: what was typed is taken or asked about; and what Enter and Space do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.editors_choice import ChoiceButton
from advisor_app.desktop.pages.check.editors_search import OfferList, SearchEditor
from advisor_app.desktop.pages.check.fact_editor import FactEditor
from advisor_app.desktop.presenters.check_editor_search import Offer
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from advisor_app.domain.profile import UNKNOWN, AnyOf, FactValue, Known, Possible, Provenance
from tests.desktop.lone_editor import lone_editor

KEY = Qt.Key
SIZED = FactValue(possible=Known(38))


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme, settings: WindowSettings) -> Iterator[FactEditor]:
    with lone_editor(theme, settings, qtbot, height=420) as made:
        yield made


def begin(editor: FactEditor, fact: str, value: FactValue = UNKNOWN) -> list[Possible]:
    """Edit a fact; return what is answered from then on."""
    told: list[Possible] = []
    editor.answered.connect(lambda _fact, answer: told.append(answer.possible))
    editor.edit(fact, value)
    editor.take_focus()
    QApplication.processEvents()
    return told


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(focused(), key)


def choices(editor: FactEditor) -> dict[str, ChoiceButton]:
    return {one.accessibleName(): one for one in editor.findChildren(ChoiceButton) if one.isVisible()}


def codes(button: ChoiceButton) -> tuple[object, ...]:
    possible = button.choice.possible
    assert isinstance(possible, Known)
    assert isinstance(possible.value, tuple)
    return possible.value


# Going elsewhere


def test_what_was_typed_and_says_something_is_taken_along(editor):
    told = begin(editor, "company.headcount", SIZED)
    QTest.keyClicks(focused(), "41")
    assert editor.settle()
    assert told == [Known(41)]
    assert editor.fact == ""


@pytest.mark.parametrize(("fact", "text", "words"), [
    ("company.headcount", "viele", "Eine Zahl oder eine Spanne"),
    ("company.founded_on", "31.02.2020", "Diesen Tag gibt es nicht"),
    ("company.seat_ags", "Neuenki", "noch nicht gewählt"),
    ("company.wz_codes", "software", "noch nicht gewählt"),
])  # fmt: skip
def test_what_says_nothing_for_certain_is_asked_about_and_stays(editor, fact, text, words):
    told = begin(editor, fact)
    QTest.keyClicks(focused(), text)
    assert not editor.settle()
    assert not told
    assert editor.fact == fact
    assert words in editor.fault.text()
    assert editor.fault.isVisible()


def test_a_place_that_is_certain_is_taken_along(editor):
    told = begin(editor, "company.seat_ags")
    QTest.keyClicks(focused(), "58452")
    assert editor.settle()
    assert told == [Known("05954036")]


def test_nothing_set_is_nothing_to_ask_about(editor):
    told = begin(editor, "company.headcount", SIZED)
    assert editor.settle()
    begin(editor, "company.turnover_eur")
    QTest.keyClicks(focused(), "5")
    press(KEY.Key_Backspace)
    assert editor.settle()
    assert not told


def test_a_value_that_was_taken_out_is_asked_about(editor):
    told = begin(editor, "company.headcount", SIZED)
    press(KEY.Key_Delete)
    assert not editor.settle()
    assert "nichts gewählt" in editor.fault.text()
    assert not told


def test_another_origin_and_a_note_are_taken_along(editor):
    answers: list[FactValue] = []
    editor.answered.connect(lambda _fact, answer: answers.append(answer))
    begin(editor, "company.headcount", SIZED)
    editor.origin.fold.click()
    choices(editor)["Beleg"].click()
    editor.origin.note.setFocus()
    QTest.keyClicks(editor.origin.note, "Lohnliste")
    assert editor.settle()
    assert [(one.possible, one.provenance, one.note) for one in answers] == [
        (Known(38), Provenance.DOCUMENT, "Lohnliste")
    ]


def test_with_a_day_that_is_none_one_cannot_go(editor):
    told = begin(editor, "company.headcount", SIZED)
    editor.origin.fold.click()
    editor.origin.day.setFocus()
    QTest.keyClicks(editor.origin.day, "x")
    assert not editor.settle()
    assert "Der Stand ist ein Tag" in editor.fault.text()
    assert not told


# Several at once


def test_space_ticks_and_enter_takes_what_is_ticked(editor):
    told = begin(editor, "project.kind")
    first, second = list(choices(editor).values())[:2]
    first.setFocus()
    press(KEY.Key_Space, KEY.Key_Right, KEY.Key_Space, KEY.Key_Return)
    assert told == [Known((*codes(first), *codes(second)))]


def test_enter_on_what_is_ticked_keeps_it_ticked(editor):
    told = begin(editor, "project.kind", FactValue(possible=Known(("energie",))))
    choices(editor)["Energie"].setFocus()
    press(KEY.Key_Return)
    assert told == [Known(("energie",))]


def test_where_nothing_is_ticked_enter_ticks_first(editor):
    told = begin(editor, "project.kind")
    press(KEY.Key_Return)
    assert not told
    press(KEY.Key_Return)
    assert len(told) == 1


def test_one_of_several_that_may_be_right_is_taken_with_enter_too(editor):
    told = begin(editor, "company.legal_form", FactValue(possible=AnyOf(("gmbh", "ug"))))
    choices(editor)["UG"].setFocus()
    press(KEY.Key_Return)
    assert told == [AnyOf(("gmbh", "ug"))]


# Looks


def test_an_offer_with_tags_is_shown_as_it_stands(editor, theme):
    offers = OfferList(theme=theme, parent=editor)
    offers.offer([Offer("a", "<b>Fett</b> & Söhne")])
    document = QTextDocument()
    document.setHtml(offers.item(0).toolTip())
    assert document.toPlainText() == "<b>Fett</b> & Söhne"


def test_the_card_is_as_high_as_what_is_asked_needs_and_a_search_keeps_room(editor):
    begin(editor, "project.order_signed")
    few = editor.heightForWidth(900)
    begin(editor, "company.headcount")
    more = editor.heightForWidth(900)
    assert few < more < 430
    assert editor.heightForWidth(420) > more
    begin(editor, "company.wz_codes")
    assert isinstance(editor.editor, SearchEditor)
    room = editor.heightForWidth(900)
    QTest.keyClicks(focused(), "tischler")
    assert editor.heightForWidth(900) == room
