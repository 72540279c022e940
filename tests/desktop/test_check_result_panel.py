"""What stands around the list of verdicts: filters, orders, copies, and what a screen reader says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from pytestqt.qtbot import QtBot

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.result_panel import ResultPanel
from advisor_app.desktop.presenters.check_choice import START, TYPE, Choice, Sort
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from advisor_app.domain.profile import Profile
from advisor_app.matching.verdict import Outcome
from tests.desktop.check_world import DELICATE, FITTING, SECRET, profile, view_of
from tests.desktop.lone_page import bring_up, lone_tools


@pytest.fixture
def tools(theme: Theme, settings: WindowSettings) -> Iterator[PageTools]:
    with lone_tools(theme, settings) as tools:
        yield tools


@pytest.fixture
def panel(tools: PageTools, qtbot: QtBot) -> ResultPanel:
    panel = ResultPanel(tools=tools)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    bring_up(panel, qtbot)
    return panel


def entries(panel: ResultPanel) -> list[str]:
    keys = [panel.list.verdicts.key(number) for number in range(panel.list.verdicts.rowCount())]
    return [f"#{key.value}" if isinstance(key, Outcome) else str(key) for key in keys]


# Filters and orders


def test_words_and_filters_leave_what_is_wanted_and_say_how_much(panel, qtbot):
    panel.show_view(view_of())
    qtbot.keyClicks(panel.filter.words.edit, "digital")
    assert entries(panel) == ["#passend", "fit"]
    assert panel.filter.count.text().startswith("1 von 6")
    panel.filter.words.clear()
    panel.filter.today.click()
    assert "ruleless" not in entries(panel)
    panel.filter.reset()
    assert len(entries(panel)) == 9


def test_arrow_keys_in_the_field_move_the_rows(panel, qtbot):
    panel.show_view(view_of())
    panel.filter.words.edit.setFocus()
    for _ in range(2):
        qtbot.keyClick(panel.filter.words.edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.programme_chosen) as told:
        qtbot.keyClick(panel.filter.words.edit, Qt.Key.Key_Return)
    assert told.args == ["fit"]


@pytest.mark.parametrize(("width", "zoom"), [(900, 1.0), (856, 2.0), (360, 1.0)])
def test_the_field_says_what_it_is_for(panel, theme, width, zoom):
    theme.set_zoom(zoom)
    panel.resize(width, 600)
    panel.show_view(view_of())
    panel.grab()
    edit = panel.filter.words.edit
    assert edit.fontMetrics().horizontalAdvance(edit.placeholderText()) + 4 <= edit.width()


def test_esc_in_the_field_empties_it_then_goes_to_the_list(panel, qtbot):
    panel.show_view(view_of())
    panel.filter.words.edit.setFocus()
    qtbot.keyClicks(panel.filter.words.edit, "digital")
    assert panel.step_out()
    assert panel.filter.words.edit.text() == ""
    assert len(entries(panel)) == 9
    assert panel.filter.words.edit.hasFocus()
    assert panel.step_out()
    assert panel.list.hasFocus()
    assert not panel.step_out()


def test_esc_leaves_the_field_where_there_is_no_list_to_go_to(panel):
    panel.show_view(view_of(()))
    panel.filter.words.edit.setFocus()
    assert not panel.step_out()


def test_a_new_check_begins_without_the_filters_of_the_one_before(panel, qtbot):
    panel.show_view(view_of())
    qtbot.keyClicks(panel.filter.words.edit, "digital")
    panel.filter.today.click()
    panel.filter.choose(replace(panel.filter.choice, sort=Sort.NAME))
    panel.show_view(view_of(given=profile(company__headcount=12)))
    assert panel.filter.choice.text == "digital"
    panel.show_view(view_of(given=Profile()))
    assert panel.filter.choice == Choice(sort=Sort.NAME)
    assert panel.filter.words.edit.text() == ""
    assert not panel.filter.today.isChecked()


def test_the_menu_of_filters_tells_counts_and_takes_a_value(panel):
    panel.show_view(view_of())
    menu = panel.filter.make_filters()
    types = next(action.menu() for action in menu.actions() if action.text() == "Förderart")
    loan = next(action for action in types.actions() if action.text().startswith("Darlehen"))
    assert loan.text() == "Darlehen\t1"
    panel.filter.take(loan)
    assert entries(panel) == ["#offen", "open"]
    assert panel.filter.filters.accessibleName() == "Filter (1)"


def test_filters_that_leave_nothing_show_the_way_out(panel, qtbot):
    panel.show_view(view_of())
    panel.filter.choose(
        Choice(chosen={TYPE: frozenset({"darlehen"}), START: frozenset({"antrag_vor_beginn"})}, text="handwerk")
    )
    assert panel._stack.currentWidget() is panel.empty
    panel.empty.reset_wanted.emit()
    assert panel._stack.currentWidget() is panel.list
    assert panel.filter.words.edit.text() == ""


def test_knowledge_without_programmes_says_so(panel):
    panel.show_view(view_of([]))
    assert panel._stack.currentWidget() is panel.empty


def test_an_order_holds_and_amounts_are_worked_out_aside(panel, qtbot):
    panel.show_view(view_of())
    orders = panel.filter.make_orders().actions()
    panel.filter.take(next(action for action in orders if action.data() == Sort.AMOUNT))
    qtbot.waitUntil(lambda: panel.list.verdicts.shown.sort is Sort.AMOUNT)
    assert entries(panel).index("open") < entries(panel).index("ruleless")
    assert panel.filter.order.accessibleName() == "Reihenfolge: Höchster Betrag zuerst"


# Leaving the window


def test_a_row_and_a_group_are_copied_as_text(panel, qtbot):
    panel.show_view(view_of())
    panel.list.make_current("fit")
    panel.list.setFocus()
    with qtbot.waitSignal(panel.said) as told:
        qtbot.keyClick(panel.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["Kopiert"]
    assert QGuiApplication.clipboard().text().startswith("Digital jetzt\nVoraussichtlich passend")
    panel.list.setCurrentIndex(panel.list.verdicts.index(0))
    panel.copy()
    assert QGuiApplication.clipboard().text().startswith("Voraussichtlich passend (1)\n\nDigital jetzt")


def test_what_is_for_the_network_stays_and_that_is_said(panel, qtbot):
    panel.show_view(view_of([SECRET]))
    panel.list.make_current("secret")
    QGuiApplication.clipboard().setText("vorher")
    with qtbot.waitSignal(panel.said) as told:
        panel.copy()
    assert told.args[0].startswith("Nichts kopiert. ")
    assert QGuiApplication.clipboard().text() == "vorher"
    texts = {
        action.text(): action.isEnabled() for action in panel.make_menu(view_of([SECRET]).check.in_order[0]).actions()
    }
    assert texts["Als Text kopieren"] is False


def test_a_copied_group_is_the_one_that_anybody_may_read(panel):
    panel.show_view(view_of([FITTING, DELICATE], profile(company__insolvency=False)))
    panel.list.setCurrentIndex(panel.list.verdicts.index(0))
    panel.copy()
    text = QGuiApplication.clipboard().text()
    assert "Digital jetzt" in text
    assert "Nur für Gesunde" not in text


def test_a_row_is_read_and_compared_from_its_menu(panel, qtbot):
    panel.show_view(view_of())
    panel.list.make_current("fit")
    entry = panel.list.verdicts.entry(panel.list.currentIndex().row())
    actions = {action.text(): action for action in panel.make_menu(entry).actions()}
    with qtbot.waitSignal(panel.read_wanted) as read:
        actions["Programm lesen"].trigger()
    with qtbot.waitSignal(panel.comparison_wanted) as compared:
        actions["Vergleichen"].trigger()
    assert (read.args, compared.args) == (["fit"], [("fit",)])


# A screen reader


def test_heads_and_rows_are_said_aloud(panel):
    panel.show_view(view_of())
    spoken = QAccessible.queryAccessibleInterface(panel.list)
    assert spoken.childCount() == len(entries(panel))
    names = [spoken.child(number).text(QAccessible.Text.Name) for number in range(3)]
    assert names[0] == "Voraussichtlich passend, 1\u00a0Programm, Die Bewilligungsstelle entscheidet, aufgeklappt"
    assert names[1].startswith("Digital jetzt, Zuschuss")
    assert "zugeklappt" in spoken.child(len(entries(panel)) - 1).text(QAccessible.Text.Name)
