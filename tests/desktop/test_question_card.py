"""The question by itself: one answer to a question, several at once, keys, and clicks that come too soon."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.answer_buttons import AnswerButton
from advisor_app.desktop.pages.check.keys import CheckKeys
from advisor_app.desktop.pages.check.line_button import LineButton, LineView
from advisor_app.desktop.pages.check.question_card import QuestionCard
from advisor_app.desktop.presenters.check_views import AnswerView, QuestionView
from advisor_app.desktop.theme import Theme
from advisor_app.domain.profile import FactValue, Known
from tests.desktop.lone_page import bring_up

KEY = Qt.Key
FLAG = tuple(
    AnswerView(text=text, key=key, value=FactValue(possible=Known(value)))
    for text, key, value in (("Nein", "N", False), ("Ja", "J", True))
)
CODES = tuple(
    AnswerView(text=text, key=str(number), value=FactValue(possible=Known((text,))))
    for number, text in enumerate(("messe", "energie", "beratung"), 1)
)
SIGNED = QuestionView(fact="project.order_signed", text="Auftrag?", answers=FLAG)
STARTED = QuestionView(fact="project.started", text="Begonnen?", answers=FLAG)
KIND = QuestionView(fact="project.kind", text="Was ist geplant?", answers=CODES, several=True, exact="Andere Angabe")


class Told(QObject):
    """What the card said."""

    def __init__(self, card: QuestionCard) -> None:
        super().__init__(card)
        self.chosen: list[tuple[str, tuple[int, ...]]] = []
        self.passed: list[str] = []
        self.exact: list[str] = []
        card.chosen.connect(lambda fact, places: self.chosen.append((fact, places)))
        card.passed.connect(self.passed.append)
        card.exact_wanted.connect(self.exact.append)


@pytest.fixture
def card(theme: Theme, qtbot: QtBot) -> QuestionCard:
    page = QWidget()
    qtbot.addWidget(page)
    made = QuestionCard(theme=theme, parent=page)
    CheckKeys(page, made)
    page.resize(800, 300)
    made.resize(800, 260)
    bring_up(page, qtbot)
    return made


def ask(card: QuestionCard, view: QuestionView) -> Told:
    card.show_view(view)
    card.take_focus()
    QApplication.processEvents()
    return Told(card)


def press(card: QuestionCard, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or card, key)


def buttons(card: QuestionCard) -> dict[str, AnswerButton]:
    return {one.accessibleName(): one for one in card.findChildren(AnswerButton) if one.isVisible()}


def test_a_second_key_does_not_answer_again_before_the_next_question_is_there(card):
    told = ask(card, SIGNED)
    press(card, KEY.Key_N, KEY.Key_J, KEY.Key_W)
    buttons(card)["Ja"].click()
    buttons(card)["Weiß ich noch nicht"].click()
    assert told.chosen == [("project.order_signed", (0,))]
    assert not told.passed
    card.show_view(STARTED)
    press(card, KEY.Key_J)
    assert told.chosen[1:] == [("project.started", (1,))]


def test_after_not_known_yet_nothing_is_taken_either(card):
    told = ask(card, KIND)
    press(card, KEY.Key_W, KEY.Key_E, KEY.Key_1)
    assert (told.passed, told.exact, told.chosen) == (["project.kind"], [], [])


def test_it_waits_while_something_else_is_known_than_what_it_shows(card):
    told = ask(card, SIGNED)
    card.hold()
    press(card, KEY.Key_J)
    assert not told.chosen
    card.let_answer()
    press(card, KEY.Key_J)
    assert told.chosen == [("project.order_signed", (1,))]


def test_the_same_question_again_can_be_answered_again(card):
    told = ask(card, SIGNED)
    press(card, KEY.Key_N)
    card.show_view(SIGNED)
    press(card, KEY.Key_J)
    assert told.chosen == [("project.order_signed", (0,)), ("project.order_signed", (1,))]


def test_a_key_held_down_answers_once(card):
    page = card.parentWidget()
    assert page is not None
    keys = page.findChildren(CheckKeys)[0]
    assert not any(shortcut.autoRepeat() for shortcut in keys._answers)


def test_the_second_half_of_a_double_click_answers_nothing(card):
    told = ask(card, SIGNED)
    button = buttons(card)["Nein"]
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = QPointF(button.rect().center())
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        QApplication.sendEvent(button, QMouseEvent(kind, at, button.mapToGlobal(at), left, left, none))
    assert not told.chosen


def test_of_several_space_ticks_and_enter_takes(card):
    told = ask(card, KIND)
    press(card, KEY.Key_Space)
    buttons(card)["energie"].setFocus()
    press(card, KEY.Key_Space)
    assert [name for name, one in buttons(card).items() if one.isChecked()] == ["messe", "energie"]
    press(card, KEY.Key_Return)
    assert told.chosen == [("project.kind", (0, 1))]
    assert "Eingabe übernimmt" in buttons(card)["messe"].accessibleDescription()


def test_enter_ticks_where_nothing_is_ticked_yet_and_takes_it_then(card):
    told = ask(card, KIND)
    press(card, KEY.Key_Enter)
    assert buttons(card)["messe"].isChecked()
    assert not told.chosen
    press(card, KEY.Key_Enter)
    assert told.chosen == [("project.kind", (0,))]


def test_ticks_of_one_client_are_not_those_of_the_next(card):
    told = ask(card, KIND)
    press(card, KEY.Key_Space)
    card.untick()
    card.show_view(KIND)
    assert not any(one.isChecked() for one in buttons(card).values())
    buttons(card)["Übernehmen"].click()
    assert not told.chosen


def test_words_with_tags_are_shown_as_they_stand(card, theme):
    text = "Betrieb <b>Müller</b>"
    button = AnswerButton(text, "1", theme=theme, parent=card)
    button.resize(40, 38)
    button.grab()
    line = LineButton(LineView(icon="x", tone="text", title=text, spoken=text), theme=theme, parent=card)
    for tip in (button.toolTip(), line.toolTip()):
        document = QTextDocument()
        document.setHtml(tip)
        assert document.toPlainText() == text


def test_enter_opens_a_line(card, theme):
    line = LineButton(LineView(icon="x", tone="text", title="Weiter", spoken="Weiter"), theme=theme, parent=card)
    opened: list[bool] = []
    line.clicked.connect(lambda: opened.append(True))
    QTest.keyClick(line, KEY.Key_Return)
    assert opened == [True]
