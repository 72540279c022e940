"""What if: which facts may be others, what that moves, what is suggested; and the panel for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from advisor_app.desktop.formatting import NBSP
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.what_if_panel import WhatIfPanel
from advisor_app.desktop.presenters.check_what_if import (
    HEADCOUNT,
    change_words,
    months_later,
    step_of,
    suggestions,
    supposed,
    triable_facts,
    try_out,
    with_change,
)
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.theme import Theme
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.profile import Known, Provenance
from advisor_app.domain.programme import Window, WindowModel
from advisor_app.domain.state_aid import Direction, Holding
from tests.desktop.check_world import PROGRAMMES, SOUND, condition, profile, view_of
from tests.desktop.conftest import TODAY, programme
from tests.desktop.lone_page import bring_up, lone_tools

SMALL = programme("small", "Nur Kleine", eligibility=condition("k", HEADCOUNT, Op.LT, 50, "klein"))
CHEAP = programme("cheap", "Ab 150.000", eligibility=condition("c", "project.total_cost_eur", Op.GE, 150_000))
SCIENCE = programme(
    "science", "Mit Forschung", eligibility=condition("f", "project.with_research_org", Op.EQ, True, "Forschung")
)
BEGUN = programme("begun", "Nicht begonnen", eligibility=condition("b", "project.started", Op.EQ, False))
SUBSIDIARY = Holding(name="Tochter", share_pct=100, direction=Direction.HOLDS, headcount=20)


def changes_of(**values: object) -> dict[str, object]:
    return {name.replace("__", "."): supposed(value, TODAY) for name, value in values.items()}


def test_facts_that_programmes_ask_for_may_be_tried_out_with_what_they_follow_from():
    sized = programme("s", "S", eligibility=condition("kmu", "company.sme_class", Op.IN, ("klein",)))
    names = [fact.fact for fact in triable_facts(view_of([sized, CHEAP]))]
    assert {HEADCOUNT, "company.turnover_eur", "project.total_cost_eur"} <= set(names)
    assert "company.sme_class" not in names
    assert "company.related" not in names


def test_delicate_facts_are_never_tried_out():
    assert triable_facts(view_of([programme("d", "D", eligibility=SOUND)])) == ()


def test_a_fact_tells_what_is_known_now():
    facts = {fact.fact: fact.now for fact in triable_facts(view_of())}
    assert facts[HEADCOUNT] == "38"
    assert facts["project.order_signed"] == "noch nicht beantwortet"


def test_what_is_tried_out_is_an_assumption_of_today():
    value = supposed(49, TODAY)
    assert (value.possible, value.provenance, value.as_of) == (Known(49), Provenance.ASSUMED, "2026-11-23")


def test_a_trial_tells_what_gets_better_and_what_gets_worse():
    view = view_of([SMALL, CHEAP, *PROGRAMMES], profile(company__headcount=52))
    trial = try_out(view, changes_of(company__headcount=49))  # type: ignore[arg-type]
    assert {line.id for line in trial.lines if line.better} == {"small", "fit", "todo", "open", "stale"}
    assert [line.id for line in trial.lines if not line.better] == ["fail"]
    assert trial.headline == f"5{NBSP}Programme besser · 1{NBSP}Programm schlechter"
    small = next(line for line in trial.lines if line.id == "small")
    assert small.way == "Voraussichtlich nicht passend → Voraussichtlich passend"


def test_what_has_ended_moves_nothing():
    gone = replace(SMALL, id="gone", window=Window(model=WindowModel.CLOSED))
    trial = try_out(view_of([SMALL, gone], profile(company__headcount=52)), {HEADCOUNT: supposed(49, TODAY)})
    assert [line.id for line in trial.lines] == ["small"]


def test_a_trial_leaves_the_check_as_it_is():
    view = view_of([SMALL], profile(company__headcount=52))
    before = dict(view.counts)
    try_out(view, changes_of(company__headcount=10))  # type: ignore[arg-type]
    assert dict(view.counts) == before
    assert view.check.given.known(HEADCOUNT) == 52


def test_a_trial_that_moves_nothing_says_so():
    trial = try_out(view_of(), changes_of(project__total_cost_eur=1))  # type: ignore[arg-type]
    assert trial.headline == "Kein Ergebnis ändert sich"


def test_three_people_less_are_suggested_where_that_moves_most():
    found = suggestions(view_of([SMALL, CHEAP], profile(company__headcount=52)))
    assert [(one.text, one.gain) for one in found] == [
        ("Mit drei Leuten weniger", f"+{NBSP}1"),
        (f"Gesamtkosten: 150.000{NBSP}EUR", f"+{NBSP}1"),
    ]
    assert found[0].changes[HEADCOUNT].possible == Known(49)


def test_people_of_linked_enterprises_count_towards_the_limit():
    sized = programme("s", "S", eligibility=condition("g", "company.headcount_group", Op.LT, 50))
    found = suggestions(view_of([sized], profile(company__headcount=38, company__related=(SUBSIDIARY,))))
    assert [one.text for one in found] == ["Mit neun Leuten weniger"]


@pytest.mark.parametrize(("known", "expected"), [(True, []), (None, ["begun"])])
def test_what_was_begun_can_not_be_undone(known, expected):
    facts = {"project__started": known} if known is not None else {}
    found = suggestions(view_of([BEGUN], profile(**facts)))
    assert [one.changes["project.started"].possible for one in found] == [Known(False) for _ in expected]


def test_nothing_is_suggested_that_makes_as_much_worse_as_better():
    against = programme("big", "Nur Große", eligibility=Rule(none=(SMALL.eligibility,)))  # type: ignore[arg-type]
    assert suggestions(view_of([SMALL, against], profile(company__headcount=52))) == ()


def test_looking_for_suggestions_ends_where_nobody_waits():
    assert suggestions(view_of([SMALL], profile(company__headcount=52)), gone=lambda: True) == ()


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (37, "Mit einer Person weniger"),
        (40, "Mit zwei Leuten mehr"),
        (50, "Mit zwölf Leuten mehr"),
        (51, "Mit 13 Leuten mehr"),
    ],
)
def test_people_are_counted_in_words(after, text):
    assert change_words(HEADCOUNT, 38, after) == text


def test_larger_figures_take_larger_steps():
    assert step_of(HEADCOUNT, 38) == 1
    assert step_of("project.total_cost_eur", 20_000) < step_of("project.total_cost_eur", 200_000)


def test_changes_are_added_and_taken_away():
    one = with_change({}, HEADCOUNT, supposed(1, TODAY))
    assert with_change(one, HEADCOUNT, None) == {}
    assert set(with_change(one, "project.months", supposed(3, TODAY))) == {HEADCOUNT, "project.months"}


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(-30, 30))
def test_a_month_later_is_in_that_month(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


# The panel


@pytest.fixture
def tools(theme: Theme, settings: WindowSettings) -> Iterator[PageTools]:
    with lone_tools(theme, settings) as tools:
        yield tools


@pytest.fixture
def panel(tools: PageTools, qtbot: QtBot) -> WhatIfPanel:
    panel = WhatIfPanel(tools=tools)
    qtbot.addWidget(panel)
    panel.resize(440, 640)
    bring_up(panel, qtbot)
    panel.show_view(view_of([SMALL, CHEAP, SCIENCE], profile(company__headcount=52)))
    qtbot.waitUntil(lambda: bool(panel.suggested.buttons))
    return panel


def test_nothing_can_be_taken_over_before_something_is_changed(panel):
    assert not panel.take.isVisible()
    panel.try_fact(HEADCOUNT)
    assert not panel.take.isVisible()
    panel.change(HEADCOUNT, supposed(1, TODAY))
    assert panel.take.isVisible()


def test_where_nothing_gets_better_the_next_question_is_pointed_at(panel, qtbot):
    panel.show_view(view_of([BEGUN, SCIENCE], profile(project__started=True, project__with_research_org=True)))
    qtbot.waitUntil(lambda: said(panel) == ["Keine einzelne Änderung macht ein Ergebnis besser."])
    panel.show_view(view_of([programme("o", "O", eligibility=condition("s", "company.seat_ags", Op.EQ, "05"))]))
    qtbot.waitUntil(lambda: "nächste Frage" in " ".join(said(panel)))
    assert not panel.drop.isVisible()


def said(panel: WhatIfPanel) -> list[str]:
    """Return what stands below the heading of the suggestions."""
    return [label.text() for label in panel.suggested.findChildren(QLabel) if label.isVisible()][1:]


def test_a_suggestion_is_tried_out_and_taken_over(panel, qtbot):
    qtbot.mouseClick(panel.suggested.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.moves.trial is not None)
    assert [line.id for line in panel.moves.trial.lines]
    with qtbot.waitSignal(panel.taken) as told:
        panel.take.click()
    assert set(told.args[0]) == set(panel.changes)


def test_a_number_goes_up_and_down_by_button_key_and_word(panel, qtbot):
    panel.try_fact(HEADCOUNT)
    (line,) = panel._lines
    qtbot.keyClick(line.edit, Qt.Key.Key_Down)
    assert panel.changes[HEADCOUNT].possible == Known(51)
    line.edit.clear()
    qtbot.keyClicks(line.edit, "49")
    assert panel.changes[HEADCOUNT].possible == Known(49)
    qtbot.waitUntil(lambda: panel.moves.trial is not None and panel.moves.trial.changes == panel.changes)
    assert [line.id for line in panel.moves.trial.lines] == ["small"]
    line.edit.clear()
    qtbot.keyClicks(line.edit, "vielleicht")
    assert HEADCOUNT not in panel.changes
    assert line.edit.property("tone") == "bad"


def test_yes_and_no_are_buttons(panel, qtbot):
    panel.try_fact("project.with_research_org")
    (line,) = panel._lines
    qtbot.mouseClick(line.choices[0], Qt.MouseButton.LeftButton)
    assert panel.changes["project.with_research_org"].possible == Known(True)
    assert [choice.isChecked() for choice in line.choices] == [True, False]


def test_a_change_is_dropped_alone_and_all_are_dropped_together(panel, qtbot):
    panel.try_fact(HEADCOUNT)
    panel.try_fact("project.total_cost_eur")
    for line in panel._lines:
        qtbot.keyClick(line.edit, Qt.Key.Key_Up)
    panel.drop_fact(HEADCOUNT)
    assert set(panel.changes) == {"project.total_cost_eur"}
    with qtbot.waitSignal(panel.left):
        panel.drop.click()
    assert panel.changes == {}
    assert panel.moves.trial is None


def test_the_focus_stays_here_when_a_change_is_dropped(panel, qtbot):
    panel.try_fact(HEADCOUNT)
    assert panel.isAncestorOf(QApplication.focusWidget())
    panel.drop_fact(HEADCOUNT)
    assert QApplication.focusWidget() is panel.add


def test_a_moved_programme_leads_to_its_reasons(panel, qtbot):
    panel.take_suggestion(suggestions(view_of([SMALL], profile(company__headcount=52)))[0])
    qtbot.waitUntil(lambda: bool(panel.moves.buttons))
    with qtbot.waitSignal(panel.read_wanted) as told:
        qtbot.mouseClick(panel.moves.buttons[0], Qt.MouseButton.LeftButton)
    assert told.args == ["small"]


def test_facts_are_offered_once_with_what_is_known(panel):
    panel.try_fact(HEADCOUNT)
    texts = [action.text() for action in panel.make_menu().actions()]
    assert not any(text.startswith("Beschäftigte\t") for text in texts)
    assert any(text.startswith("Gesamtkosten\t20.000") for text in texts)


def test_another_view_begins_anew(panel):
    panel.try_fact(HEADCOUNT)
    panel.show_view(view_of([SMALL]))
    assert panel._lines == []
    assert panel.changes == {}


def test_everything_says_what_it_is_to_a_screen_reader(panel):
    panel.try_fact(HEADCOUNT)
    (line,) = panel._lines
    assert line.edit.accessibleName() == "Beschäftigte"
    assert f"Mit drei Leuten weniger: 1{NBSP}Programm besser" in [
        button.accessibleName() for button in panel.suggested.buttons
    ]
