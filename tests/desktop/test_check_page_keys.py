"""Keys on the page of the check that come faster than the verdicts, and the way out of the search."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.profile import Absent, Known
from tests.desktop.check_pages import Desk, active_window, check_page, told
from tests.desktop.conftest import MemoryLibrary, programme

KEY = Qt.Key
SIGNED, STARTED = "project.order_signed", "project.started"


def unsigned(fact: str) -> Rule:
    return Rule(id=fact.partition(".")[2], fact=fact, op=Op.EQ, value=False, text="Noch nicht", src="q1")


BOTH = programme("beide", "Zuschuss Beide", eligibility=Rule(all=(unsigned(SIGNED), unsigned(STARTED))))


@pytest.fixture
def desk(open_face, qtbot, tmp_path) -> Desk:
    window = active_window(open_face, MemoryLibrary((BOTH,)), qtbot)
    desk = Desk(check_page(window, qtbot.waitUntil), qtbot.waitUntil, tmp_path)
    desk.page.course.answer("company.headcount", told(12))
    desk.rest()
    return desk


def press(page: CheckPage, *keys: Qt.Key) -> None:
    """Press keys one after the other, faster than anything is worked out."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or page, key)


def known(desk: Desk) -> list[object]:
    return [desk.given.value(fact).possible for fact in (SIGNED, STARTED)]


def test_keys_that_come_faster_than_the_next_question_are_dropped(desk):
    first = desk.page.question.view.fact
    press(desk.page, KEY.Key_N, KEY.Key_J, KEY.Key_W)
    desk.rest()
    assert desk.given.value(first).possible == Known(value=False)
    assert sorted(map(str, known(desk))) == sorted(map(str, [Known(value=False), Absent.UNKNOWN]))
    assert not desk.page.course.session.put_off
    press(desk.page, KEY.Key_J)
    desk.rest()
    assert Known(value=True) in known(desk)


def test_after_a_step_back_keys_wait_for_what_is_asked_then(desk):
    press(desk.page, KEY.Key_N)
    desk.rest()
    second = desk.page.question.view.fact
    desk.page.course.undo()
    press(desk.page, KEY.Key_J)
    desk.rest()
    assert desk.page.question.view.fact != second
    assert known(desk) == [Absent.UNKNOWN, Absent.UNKNOWN]


def test_esc_in_the_search_of_the_result_stays_on_the_page(desk):
    words = desk.page.results.filter.words
    words.take_focus()
    desk.type("zuschuss")
    assert desk.page.step_out()
    assert words.edit.text() == ""
    assert desk.page.step_out()
    assert desk.page.results.list.hasFocus()


def test_a_new_check_has_no_filters_of_the_one_before(desk):
    desk.page.results.filter.words.take_focus()
    desk.type("zuschuss")
    desk.page.begin_anew()
    desk.rest()
    desk.page.course.answer("company.headcount", told(3))
    desk.rest()
    assert desk.page.results.filter.choice.is_empty
    assert desk.page.results.filter.words.edit.text() == ""
