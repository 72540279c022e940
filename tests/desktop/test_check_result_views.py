"""Verdicts as rows, in groups, filtered and ordered; what of them is copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.groups import ENDED, GROUPS, Group
from advisor_app.consultation.report import WITHOUT_SENSITIVE
from advisor_app.consultation.session import Session
from advisor_app.consultation.words import DISCLAIMER, label
from advisor_app.desktop.formatting import NBSP
from advisor_app.desktop.presenters.check_choice import (
    OUTCOME,
    START,
    TEXT,
    THEME,
    TYPE,
    Choice,
    Sort,
    arranged,
    chips,
    count_words,
    facets,
    ways_out,
)
from advisor_app.desktop.presenters.check_result_views import Groups, ResultsView, VerdictRow
from advisor_app.desktop.presenters.check_results import (
    GROUP_LOOKS,
    amounts_of,
    group_hint,
    outside_group,
    outside_row,
    outside_view,
    present_results,
)
from advisor_app.desktop.presenters.check_shelf import next_day
from advisor_app.domain.eligibility import Rule
from advisor_app.domain.profile import Absent, FactValue, Interval, Known, Profile
from advisor_app.domain.programme import Window, WindowModel
from advisor_app.domain.window import WindowState
from advisor_app.matching.verdict import Outcome
from tests.desktop.check_world import (
    ADVICE,
    CRAFT,
    DELICATE,
    FITTING,
    GONE,
    OPEN,
    PROGRAMMES,
    SECRET,
    SMALL,
    TALK,
    UNSIGNED,
    condition,
    findings_of,
    many,
    profile,
    view_of,
    words,
)
from tests.desktop.conftest import TODAY, programme


def ids(view: ResultsView, choice: Choice | None = None, amounts: Sequence[float] = ()) -> list[str]:
    return [one for group in named(view, arranged(view, choice or Choice(), amounts)).values() for one in group]


def named(view: ResultsView, groups: Groups) -> dict[Group, list[str]]:
    return {group: [view.entries[place].programme.id for place in places] for group, places in groups.items()}


def row(view: ResultsView, programme_id: str) -> VerdictRow:
    return view.row(view.place(programme_id))


def signs(view: ResultsView, programme_id: str) -> list[tuple[str, str]]:
    return [(line.icon, line.text) for line in row(view, programme_id).reasons]


def test_every_programme_stands_in_the_group_of_its_outcome_and_what_has_ended_last():
    view = view_of((*PROGRAMMES, GONE))
    assert named(view, view.groups) == {
        Outcome.FITS: ["fit"],
        Outcome.FIXABLE: ["todo"],
        Outcome.OPEN: ["open", "ruleless"],
        Outcome.STALE: ["stale"],
        Outcome.FAILS: ["fail"],
        ENDED: ["gone"],
    }
    assert view.checked == sum(view.counts.values()) == len(PROGRAMMES) + 1


def test_every_outcome_has_a_look_of_its_own_in_word_and_icon():
    assert tuple(GROUP_LOOKS) == GROUPS
    assert len({look.title for look in GROUP_LOOKS.values()}) == len({look.icon for look in GROUP_LOOKS.values()}) == 6
    assert group_hint(Outcome.OPEN, Sort.NAME) == "Sortiert nach Name"
    assert group_hint(Outcome.FITS, Sort.NAME) == "Die Bewilligungsstelle entscheidet"


def test_what_holds_is_told_with_its_value_and_the_date_of_its_source():
    first = row(view_of(), "fit").reasons[0]
    assert (first.icon, first.tone, first.text) == ("circle-check", "ok", "Weniger als 50 Beschäftigte")
    assert first.note == "Beschäftigte: 38 · Stand 12/2025"


def test_what_can_be_brought_about_stands_before_what_is_left_to_talk_about():
    assert signs(view_of(), "todo") == [
        ("tool", "Vorher Beratung der HWK"),
        ("users", "Erhebliches technisches Risiko"),
    ]


def test_what_would_be_missing_after_that_is_named():
    one = programme("p", "P", eligibility=Rule(all=(ADVICE, UNSIGNED)))
    assert signs(view_of([one]), "p") == [
        ("tool", "Vorher Beratung der HWK"),
        ("help-circle", label("project.order_signed")),
    ]


def test_what_is_open_says_whether_a_figure_or_a_talk_is_missing():
    lines = row(view_of(), "open").reasons
    assert [(line.icon, line.note) for line in lines] == [
        ("help-circle", "Angabe fehlt"),
        ("users", "im Gespräch klären"),
    ]


@pytest.mark.parametrize(
    ("possible", "note"),
    [(Absent.DECLINED, "keine Angabe"), (Interval(10, 99), "Beschäftigte: 10 bis 99, genauer nötig")],
)
def test_an_answer_that_does_not_suffice_is_told(possible, note):
    given = profile().with_fact("company.headcount", FactValue(possible=possible))
    assert row(view_of([FITTING], given), "fit").reasons[0].note == note


def test_what_fails_is_told_with_the_value_at_which_it_fails():
    lines = row(view_of(), "fail").reasons
    assert [(line.icon, line.text) for line in lines] == [("circle-x", "Weniger als 50 Beschäftigte")]
    assert lines[0].note == "trifft zu · Beschäftigte: 38 · Stand 12/2025"


def test_what_must_not_be_and_is_not_counts_as_held():
    one = programme("p", "P", eligibility=Rule(none=(condition("x", "company.headcount", *_over(), "zu groß"),)))
    line = row(view_of([one]), "p").reasons[0]
    assert (line.icon, line.note.split(" · ")[0]) == ("circle-check", "trifft nicht zu")


def _over() -> tuple[Any, int]:
    from advisor_app.domain.eligibility import Op

    return Op.GE, 250


def test_old_content_says_first_that_it_is_to_be_checked():
    assert signs(view_of(), "stale")[0] == ("zoom-question", "Angaben zum Programm prüfen")


def test_a_programme_without_conditions_says_so():
    only = row(view_of(), "ruleless")
    assert [(line.text, line.note) for line in only.reasons] == [
        ("Bedingungen sind nicht hinterlegt", "bei der Stelle klären")
    ]
    assert not only.muted
    assert row(view_of([GONE]), "gone").muted


def test_three_reasons_are_shown_and_the_rest_counted():
    rules = [condition(f"r{number}", "company.headcount", _over()[0], number, f"Grund {number}") for number in range(5)]
    shown = row(view_of([programme("p", "P", eligibility=Rule(all=tuple(rules)))]), "p")
    assert [line.text for line in shown.reasons] == ["Grund 0", "Grund 1", "Grund 2"]
    assert shown.more_words == "und 2 weitere"
    assert "und 2 weitere" in shown.spoken


def test_the_same_reason_stands_there_once():
    one = programme("p", "P", eligibility=Rule(all=(SMALL, replace(SMALL, id="again"))))
    assert len(row(view_of([one]), "p").reasons) == 1


def test_the_figure_is_what_the_costs_allow_and_never_a_promise():
    view = view_of()
    assert row(view, "fit").figure == f"50{NBSP}%, bis 10.000{NBSP}EUR"
    assert row(view, "open").figure == f"Darlehen bis 25{NBSP}Mio.{NBSP}EUR"
    assert row(view, "ruleless").figure == ""


def test_effort_window_and_start_stand_in_the_row():
    shown = row(view_of(), "fit")
    assert shown.about == f"Zuschuss · 2{NBSP}Unterlagen"
    assert row(view_of(), "open").window.text == "Losverfahren"
    assert row(view_of(), "open").start.text == "Erst nach Bewilligung"
    for part in (shown.title, "Weniger als 50 Beschäftigte", shown.figure, "Laufend"):
        assert part in shown.spoken


def test_old_knowledge_tells_what_was_known_last_and_promises_nothing():
    old = replace(words(), stale=True)
    view = present_results(Adviser.of((*PROGRAMMES, GONE), TODAY, stale=True).first(Session(given=profile())), old)
    assert view.counts[Outcome.FITS] == 0
    assert row(view, "fail").start.text == "Stand prüfen"
    assert row(view, "fail").window.text == "zuletzt: Laufend"
    assert row(view, "open").window.text == "Stand prüfen"
    assert row(view, "gone").window.text == "Beendet"


def test_an_answer_makes_only_the_rows_anew_that_say_something_else():
    adviser, shown = Adviser.of(PROGRAMMES, TODAY), words()
    session = Session(given=profile())
    before = adviser.first(session)
    first = present_results(before, shown)
    rows = {one: row(first, one) for one in ("fit", "open", "fail")}
    session = session.answered("project.order_signed", FactValue(possible=Known(False)))
    after = present_results(adviser.next(before, session), shown)
    assert row(after, "fit") is rows["fit"]
    assert row(after, "fail") is rows["fail"]
    assert row(after, "open") is not rows["open"]


def test_a_figure_follows_the_costs_even_where_no_condition_asks_for_them():
    adviser, shown = Adviser.of(PROGRAMMES, TODAY), words()
    session = Session(given=profile())
    before = adviser.first(session)
    assert row(present_results(before, shown), "fit").figure.endswith(f"10.000{NBSP}EUR")
    session = session.answered("project.total_cost_eur", FactValue(possible=Known(8_000)))
    assert row(present_results(adviser.next(before, session), shown), "fit").figure.endswith(f"4.000{NBSP}EUR")


# Filters and orders


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(chosen={OUTCOME: frozenset({"passend", "offen"})}), ["fit", "open", "ruleless"]),
        (Choice(chosen={TYPE: frozenset({"darlehen"})}), ["open"]),
        (Choice(chosen={THEME: frozenset({"it_sicherheit"})}), ["open"]),
        (Choice(chosen={START: frozenset({"antrag_vor_beginn"})}), ["fail"]),
        (Choice(chosen={TYPE: frozenset({"zuschuss"}), OUTCOME: frozenset({"offen"})}), ["ruleless"]),
        (Choice(today_only=True), ["fit", "todo", "open", "stale", "fail"]),
        (Choice(text="GRUENDUNG handwerk"), ["todo"]),
        (Choice(text="gründung"), ["todo"]),
        (Choice(text="gibt es nicht"), []),
    ],
)
def test_filters_hold_together_and_values_of_one_are_alternatives(choice, expected):
    assert ids(view_of(), choice) == expected


def test_nothing_wanted_is_everything_and_costs_nothing():
    view = view_of()
    assert arranged(view, Choice(text="  ", chosen={TYPE: frozenset()})) is view.groups


def test_orders_hold_within_the_groups():
    view = view_of(many(9, outcome=(OPEN,)))
    assert ids(view, Choice(sort=Sort.NAME)) == sorted(ids(view))
    amounts = [float(entry.programme.id[2:]) for entry in view.entries]
    assert ids(view, Choice(sort=Sort.AMOUNT), amounts) == sorted(ids(view), reverse=True)


def test_the_order_by_amount_knows_what_the_costs_allow():
    view = view_of()
    found = dict(zip([entry.programme.id for entry in view.entries], amounts_of(view), strict=True))
    assert found["fit"] == 10_000
    assert found["open"] == 25_000_000
    assert found["ruleless"] == -1


def test_the_next_deadline_comes_first_and_what_is_over_last():
    windows = {
        "never": Window(model=WindowModel.ROLLING),
        "soon": Window(model=WindowModel.SINGLE, open_to="2026-12-01"),
        "yearly": Window(model=WindowModel.CUTOFFS, recurring=("03-31", "01-15")),
        "past": Window(model=WindowModel.CUTOFFS, dates=("2026-01-01", "2027-06-30")),
    }
    view = view_of([programme(name, name, eligibility=TALK, window=window) for name, window in windows.items()])
    assert ids(view, Choice(sort=Sort.DEADLINE)) == ["soon", "yearly", "past", "never"]
    assert next_day(windows["soon"], WindowState.CLOSED, TODAY) > next_day(windows["never"], WindowState.OPEN, TODAY)


def test_a_filter_tells_what_each_value_would_give_beside_the_other_filters():
    view = view_of()
    groups = {group.facet: group for group in facets(view, Choice(chosen={OUTCOME: frozenset({"offen"})}))}
    assert {option.code: option.count for option in groups[TYPE].options} == {"darlehen": 1, "zuschuss": 1}
    assert {option.code: option.count for option in groups[OUTCOME].options} == {
        "passend": 1, "herstellbar": 1, "offen": 2, "stand_pruefen": 1, "nicht_passend": 1,
    }  # fmt: skip
    assert [option.code for option in groups[OUTCOME].options if option.chosen] == ["offen"]


def test_a_chosen_value_that_gives_nothing_can_still_be_taken_away():
    choice = Choice(chosen={TYPE: frozenset({"darlehen"}), OUTCOME: frozenset({"passend"})})
    option = next(one for one in facets(view_of(), choice)[1].options if one.code == "darlehen")
    assert (option.count, option.chosen) == (0, True)
    assert {chip.code for chip in chips(view_of(), choice)} == {"darlehen", "passend"}


def test_where_filters_leave_nothing_the_way_out_is_told():
    choice = Choice(chosen={TYPE: frozenset({"darlehen"})}, text="Digital", today_only=True)
    ways = ways_out(view_of(), choice)
    assert [(way.facet, way.total) for way in ways] == [(TYPE, 1), (TEXT, 1)]
    assert ids(view_of(), choice.dropped(TEXT, "")) == ["open"]


def test_toggling_twice_changes_nothing():
    choice = Choice().toggled(TYPE, "darlehen")
    assert not choice.is_empty
    assert choice.toggled(TYPE, "darlehen").is_empty
    assert choice.cleared() == Choice()


def test_counts_are_told_with_what_there_is():
    assert count_words(3, 3) == ""
    assert count_words(1, 1200) == f"1 von 1.200{NBSP}Programmen"


# What is copied


def test_a_copied_row_has_its_reasons_and_the_disclaimer():
    text = outside_row(view_of(), view_of().place("fit"))
    assert text.splitlines()[0] == "Digital jetzt"
    assert "Voraussichtlich passend" in text
    assert "- Weniger als 50 Beschäftigte · Beschäftigte: 38 · Stand 12/2025" in text
    assert text.endswith(DISCLAIMER)
    assert WITHOUT_SENSITIVE not in text


def test_what_is_for_the_network_only_is_not_copied():
    view = view_of([FITTING, SECRET])
    assert outside_row(view, view.place("secret")) == ""
    text, kept = outside_group(view, Outcome.FITS, view.groups[Outcome.FITS])
    assert "Digital jetzt" in text
    assert "Netzwerk" not in text
    assert kept == "Nur im Netzwerk ist nur für das Netzwerk bestimmt und bleibt hier"
    assert outside_group(view, Outcome.FITS, view.groups[Outcome.FITS][1:])[0] == ""


@pytest.mark.parametrize("insolvent", [True, False])
def test_what_is_known_of_an_insolvency_can_not_be_read_from_a_copy(insolvent):
    view = view_of([DELICATE], profile(company__insolvency=insolvent))
    assert view.groups[Outcome.FAILS if insolvent else Outcome.FITS]
    text = outside_row(view, 0)
    assert text == outside_row(view_of([DELICATE], profile(company__insolvency=not insolvent)), 0)
    assert "Offen" in text
    assert WITHOUT_SENSITIVE in text
    assert outside_view(view).counts[Outcome.OPEN] == 1


def test_nothing_is_known_of_a_company_that_said_nothing():
    view = present_results(findings_of([OPEN, FITTING], Profile()), words())
    assert view.counts[Outcome.OPEN] == 2
    assert CRAFT.text in row(view, "fit").reasons[1].text
