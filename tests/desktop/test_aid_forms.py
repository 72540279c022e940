"""What is typed into the forms of state aid: figures, holdings, grants, staff, and what is said of mistakes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.desktop.presenters import check_grants, check_staff
from advisor_app.desktop.presenters.check_figures import Wrong, money, read_day, read_figure, share, staff, typed
from advisor_app.desktop.presenters.check_grants import GrantDraft
from advisor_app.desktop.presenters.check_holdings import (
    CONTROL,
    PERSONS,
    HoldingDraft,
    below,
    count_below,
    draft_of,
    holding_at,
    put,
    read_draft,
    removed,
    with_draft,
)
from advisor_app.desktop.presenters.check_staff import KINDS, StaffLine, add_up
from advisor_app.domain.profile import Interval
from advisor_app.domain.state_aid import Direction, Exempt, Holding, HoldingKind, Span
from advisor_app.domain.state_aid.holdings import MAX_LEVELS
from tests.desktop.aid_world import MIXED, OWNER, SISTER, chain

NBSP = "\u00a0"
FULL, PART, SEASON, OWNERS, APPRENTICES, LEAVE = KINDS


@pytest.mark.parametrize(
    ("text", "unit", "figure"),
    [
        ("6,2 Mio.", "EUR", 6_200_000),
        ("250.000", "EUR", 250_000),
        ("250.000 EUR", "EUR", 250_000),
        ("10 bis 49", "AWU", Interval(10, 49)),
        ("2 bis 10 Mio.", "EUR", Interval(2_000_000, 10_000_000)),
        ("62,5 %", "%", 62.5),
        ("", "EUR", None),
        ("unbekannt", "EUR", None),
    ],
)
def test_german_figures_are_read(text: str, unit: str, figure: object) -> None:
    assert read_figure(text, unit) == figure


@pytest.mark.parametrize(("text", "most"), [("abc", 1e15), ("-3", 1e15), ("120", 100), ("9 bis 3", 1e15)])
def test_what_is_no_figure_is_said_in_words(text: str, most: float) -> None:
    found = read_figure(text, "%", most=most)
    assert isinstance(found, Wrong)
    assert found.words.endswith(".")


def test_the_greatest_share_is_named() -> None:
    assert read_figure("120", "%", most=100) == Wrong(f"Höchstens 100{NBSP}%.")


@given(st.one_of(st.integers(0, 10**9), st.integers(0, 10**9).map(lambda cents: cents / 100)))
def test_what_is_shown_in_a_field_reads_the_same(number: float) -> None:
    assert read_figure(typed(number), "EUR") == number


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_brackets_in_a_field_read_the_same(low: int, more: int) -> None:
    for bracket in (Interval(low, low + more), Interval(low, None), Interval(None, low)):
        assert read_figure(typed(bracket), "EUR") == bracket


@pytest.mark.parametrize(
    ("text", "day"),
    [("15.03.2024", "2024-03-15"), ("2024-03-15", "2024-03-15"), ("31.02.2026", ""), ("2024", ""), ("", "")],
)
def test_a_grant_has_one_day(text: str, day: str) -> None:
    found = read_day(text)
    assert found == day if day else isinstance(found, Wrong)


def test_spans_are_said_as_one_would_say_them() -> None:
    assert staff(Span(0, float("inf"))) == "noch offen"
    assert staff(Span(10, 49)) == "10 bis 49"
    assert staff(Span(250, float("inf"))) == "ab 250"
    assert money(Span(0, 10_000_000)) == f"bis 10{NBSP}Mio.{NBSP}EUR"
    assert money(Span(0, 0)) == f"0{NBSP}EUR"
    assert share(Span(25, 50)) == f"25 bis 50{NBSP}%"
    assert share(Span(0, 100)) == "noch offen"


# Holdings


@pytest.mark.parametrize("holding", MIXED)
def test_a_holding_in_the_form_is_the_same_holding(holding: Holding) -> None:
    assert read_draft(draft_of(holding)) == holding


def test_ties_without_a_majority_and_through_people() -> None:
    control = read_draft(HoldingDraft(name="A", share="30", tie=CONTROL))
    people = read_draft(HoldingDraft(name="A", tie=PERSONS))
    assert isinstance(control, Holding)
    assert isinstance(people, Holding)
    assert (control.kind, control.through_person) == (HoldingKind.LINKED, False)
    assert (people.kind, people.through_person) == (HoldingKind.LINKED, True)
    assert draft_of(people).tie == PERSONS


def test_only_who_holds_can_be_exempt() -> None:
    draft = HoldingDraft(name="A", direction=Direction.HOLDS, exempt=Exempt.UNIVERSITY, group="Pool")
    read = read_draft(draft)
    assert isinstance(read, Holding)
    assert (read.exempt, read.group) == (Exempt.NONE, "")


def test_every_fault_is_said_at_its_field() -> None:
    draft = HoldingDraft(name=" ", share="120", votes="x", headcount="-1", turnover="viel", balance="1,5 Mio.")
    faults = read_draft(draft)
    assert isinstance(faults, dict)
    assert faults.keys() == {"name", "share", "votes", "headcount", "turnover"}


def test_holdings_are_changed_where_they_stand() -> None:
    changed = put(MIXED, (0, 0), replace(SISTER, headcount=5))
    assert holding_at(changed, (0, 0)) == replace(SISTER, headcount=5)
    assert changed[1:] == MIXED[1:]
    longer = put(MIXED, (0, 1), SISTER)
    assert len(below(longer, (0,))) == 2
    assert removed(longer, (0, 1)) == MIXED
    assert removed(MIXED, (0,)) == MIXED[1:]
    assert holding_at(MIXED, (9,)) is None
    assert count_below(OWNER) == 1


def test_a_circle_is_refused_at_the_name() -> None:
    faults = with_draft(MIXED, (0, 0), replace(draft_of(SISTER), name="Holding"))
    assert isinstance(faults, dict)
    assert "Kreis" in faults["name"]


def test_two_of_one_name_in_one_place_are_refused() -> None:
    faults = with_draft(MIXED, (5,), HoldingDraft(name="Fonds"))
    assert isinstance(faults, dict)
    assert "Gleicher Name" in faults["name"]


def test_the_same_enterprise_may_stand_below_two_others() -> None:
    assert isinstance(with_draft(MIXED, (3, 0), HoldingDraft(name="Schwester GmbH", share="10")), tuple)


def test_holdings_that_go_too_deep_are_refused() -> None:
    deep = chain(MAX_LEVELS)
    faults = with_draft(deep, (*(0,) * MAX_LEVELS, 0), HoldingDraft(name="Noch eine"))
    assert isinstance(faults, dict)
    assert str(MAX_LEVELS) in faults["name"]


# Grants


def test_a_grant_in_the_form_is_the_same_grant() -> None:
    read = check_grants.read_draft(GrantDraft(day="15.03.2024", amount="12.000", note="  go  digital "))
    assert not isinstance(read, dict)
    assert (read.granted_on, read.gge_eur, read.note) == ("2024-03-15", 12_000, "go digital")
    assert check_grants.read_draft(check_grants.draft_of(read)) == read


def test_a_grant_needs_day_and_amount() -> None:
    faults = check_grants.read_draft(GrantDraft())
    assert isinstance(faults, dict)
    assert faults.keys() == {"day", "amount"}
    assert check_grants.read_draft(GrantDraft(day="15.03.1024", amount="1")) == {
        "day": "Dieses Jahr kann nicht stimmen."
    }


@pytest.mark.parametrize(
    ("draft", "worth"),
    [
        # Half the frame of five years, for all of its term: half the ceiling.
        (GrantDraft(kind="loan", amount="750.000", years="5", percent="60"), 150_000),
        (GrantDraft(kind="guarantee", amount="2,25 Mio.", years="5", percent="80"), 300_000),
    ],
)
def test_loans_and_guarantees_are_converted(draft: GrantDraft, worth: float) -> None:
    assert check_grants.equivalent(draft) == worth
    read = check_grants.read_draft(replace(draft, day="01.02.2025"))
    assert not isinstance(read, dict)
    assert read.gge_eur == worth
    assert "Jahre" in read.note


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"percent": "30"}, "percent"),
        ({"amount": "5 Mio."}, "amount"),
        ({"years": ""}, "years"),
        ({"years": "x"}, "years"),
    ],
)
def test_where_the_simple_way_is_shut_it_is_said(changes: dict[str, str], field: str) -> None:
    draft = replace(GrantDraft(kind="loan", amount="750.000", years="5", percent="60"), **changes)
    found = check_grants.equivalent(draft)
    assert isinstance(found, dict)
    assert field in found


# Staff


def test_staff_is_added_up_in_annual_work_units() -> None:
    told = add_up(
        [
            StaffLine(kind=FULL, people="9"),
            StaffLine(kind=PART, people="4", hours="50"),
            StaffLine(kind=SEASON, people="6", hours="100", months="3"),
            StaffLine(kind=OWNERS, people="1"),
            StaffLine(kind=APPRENTICES, people="3"),
            StaffLine(kind=LEAVE, people="1"),
        ]
    )
    assert told.units == 13.5
    assert "3 Auszubildende, nicht gezählt" in told.note


def test_only_what_counts_is_counted() -> None:
    assert add_up([StaffLine(kind=APPRENTICES, people="3"), StaffLine(kind=LEAVE, people="2")]).units == 0


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"people": "2,5"}, "people"),
        ({"people": "2", "hours": "120"}, "hours"),
        ({"people": "2", "months": "13"}, "months"),
        ({"hours": "50"}, "people"),
        ({"people": "viele"}, "people"),
    ],
)
def test_mistakes_in_staff_are_said_where_they_are(fields: dict[str, Any], wrong: str) -> None:
    told = add_up([StaffLine(kind=FULL, people="1"), StaffLine(kind=SEASON, **fields)])
    assert told.units is None
    assert set(told.faults) == {(1, wrong)}


def test_nothing_typed_is_no_mistake() -> None:
    assert add_up([StaffLine(kind=kind) for kind in KINDS]) == check_staff.StaffSum()
