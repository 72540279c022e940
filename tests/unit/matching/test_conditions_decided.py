"""A condition is decided exactly where every value that is still possible agrees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.domain.eligibility import Rule
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known
from advisor_app.matching.conditions import Condition
from advisor_app.matching.truth import Truth
from tests.unit.matching.rules import CONDITIONS, ORDERED, POINTS, leaf, possibles, profile_of, value_of


def truth(rule: Rule, **facts: Any) -> Truth:
    return Condition.of(rule).truth(profile_of({name.replace("__", "."): value for name, value in facts.items()}))


@pytest.mark.parametrize(
    ("op", "limit", "given", "expected"),
    [
        ("lt", 50, 49, Truth.TRUE),
        ("lt", 50, 50, Truth.FALSE),
        ("le", 50, 50, Truth.TRUE),
        ("gt", 50, 50, Truth.FALSE),
        ("ge", 50, 50, Truth.TRUE),
        ("lt", 50, Interval(10, 49), Truth.TRUE),
        ("lt", 50, Interval(10, 50), Truth.OPEN),
        ("lt", 50, Interval(50, 249), Truth.FALSE),
        ("ge", 250, Interval(250, None), Truth.TRUE),
        ("ge", 250, Interval(None, 249), Truth.FALSE),
        ("lt", 250, Interval(10, None), Truth.OPEN),
        ("eq", 50, Interval(50, 50), Truth.TRUE),
        ("eq", 50, Interval(51, None), Truth.FALSE),
        ("ne", 50, Interval(51, None), Truth.TRUE),
        ("eq", 50, Interval(1, 100), Truth.OPEN),
        ("lt", 50, AnyOf((3, 40)), Truth.TRUE),
        ("lt", 50, AnyOf((3, 60)), Truth.OPEN),
        ("eq", 50, AnyOf((3, 60)), Truth.FALSE),
        ("lt", 50, "viele", Truth.OPEN),
    ],
)
def test_numbers(op, limit, given, expected):
    assert truth(leaf("a", "company.headcount", op, limit), company__headcount=given) is expected


@pytest.mark.parametrize(
    ("room", "aid", "expected"),
    [
        (100, 100, Truth.TRUE),
        (100, 101, Truth.FALSE),
        (Interval(50, 300), 50, Truth.TRUE),
        (Interval(50, 300), Interval(40, 60), Truth.OPEN),
        (Interval(None, 300), 301, Truth.FALSE),
        (Interval(50, None), Interval(None, 50), Truth.TRUE),
        (AnyOf((100, 200)), AnyOf((10, 100)), Truth.TRUE),
        (Absent.UNKNOWN, 10, Truth.OPEN),
        (10, Absent.DECLINED, Truth.OPEN),
    ],
)
def test_one_fact_against_another(room, aid, expected):
    rule = leaf("a", "company.deminimis_room_eur", "ge", value_from="project.expected_aid_eur")
    assert truth(rule, company__deminimis_room_eur=room, project__expected_aid_eur=aid) is expected


def test_of_two_facts_only_the_one_that_is_not_known_exactly_is_missing():
    condition = Condition.of(leaf("a", "company.deminimis_room_eur", "ge", value_from="project.expected_aid_eur"))
    profile = profile_of({"company.deminimis_room_eur": 1000, "project.expected_aid_eur": Interval(1, 2000)})
    assert condition.missing(profile) == ("project.expected_aid_eur",)


@pytest.mark.parametrize(
    ("place", "regions", "expected"),
    [
        ("05515000", ("05",), Truth.TRUE),
        ("09162000", ("05",), Truth.FALSE),
        ("09162000", ("DE",), Truth.TRUE),
        ("05", ("05515",), Truth.OPEN),
        ("DE", ("05",), Truth.OPEN),
        ("05515", ("05515000", "05914000"), Truth.OPEN),
        ("05914", ("05515000",), Truth.FALSE),
        (AnyOf(("05515000", "05914000")), ("05",), Truth.TRUE),
        (AnyOf(("05515000", "09162000")), ("05",), Truth.OPEN),
    ],
)
def test_a_place_that_is_known_too_coarsely_leaves_it_open(place, regions, expected):
    assert truth(leaf("a", "company.seat_ags", "within", regions), company__seat_ags=place) is expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [((), Truth.FALSE), (("09162000", "05515000"), Truth.TRUE), (("09162000", "DE"), Truth.OPEN)],
)
def test_one_of_several_sites_is_enough(places, expected):
    told = {"company__seat_ags": "09162000", "company__site_ags": places}
    assert truth(leaf("a", "company.site_ags", "within", ("05",)), **told) is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"company__seat_ags": "05914000"}, Truth.TRUE),
        ({"company__seat_ags": AnyOf(("05914000", "05515000"))}, Truth.TRUE),
        # There may be sites that nobody listed, and a seat that nobody named.
        ({"company__seat_ags": "09162000"}, Truth.OPEN),
        ({"company__site_ags": ("09162000",)}, Truth.OPEN),
        ({"company__seat_ags": AnyOf(("05914000", "09162000")), "company__site_ags": ("09162000",)}, Truth.OPEN),
        ({"company__seat_ags": "05914000", "company__site_ags": ("09162000",)}, Truth.TRUE),
        ({"company__seat_ags": "DE"}, Truth.OPEN),
    ],
)
def test_the_seat_is_a_site_whether_sites_are_listed_or_not(told, expected):
    rule = leaf("a", "company.site_ags", "within", ("05",))
    assert truth(rule, **told) is expected


@pytest.mark.parametrize(
    ("op", "wanted", "codes", "expected"),
    [
        ("wz_in", ("62",), ("62.01",), Truth.TRUE),
        ("wz_in", ("62.01",), ("62.01.1",), Truth.TRUE),
        ("wz_in", ("62.01",), ("62",), Truth.OPEN),
        ("wz_in", ("C",), ("25.11",), Truth.TRUE),
        ("wz_in", ("C",), ("35.11",), Truth.FALSE),
        ("wz_in", ("25",), ("C",), Truth.OPEN),
        ("wz_in", ("62",), ("01.13", "62.09"), Truth.TRUE),
        ("wz_not_in", ("A",), ("01.13",), Truth.FALSE),
        ("wz_not_in", ("A",), ("10.11",), Truth.TRUE),
        ("wz_not_in", ("A",), (), Truth.TRUE),
    ],
)
def test_industries(op, wanted, codes, expected):
    assert truth(leaf("a", "company.wz_codes", op, wanted, edition="2008"), company__wz_codes=codes) is expected


def test_an_edition_in_which_no_profile_is_kept_leaves_it_open():
    rule = leaf("a", "company.wz_codes", "wz_in", ("62",), edition="2025")
    assert truth(rule, company__wz_codes=("62.01",)) is Truth.OPEN


def test_an_empty_list_is_an_answer_and_no_list_is_none():
    wanted = leaf("a", "project.other_funding", "none_in", ("zim",))
    assert truth(wanted, project__other_funding=()) is Truth.TRUE
    assert truth(wanted) is Truth.OPEN


@settings(max_examples=60, deadline=None)
@given(fact=st.sampled_from(tuple(CONDITIONS)), data=st.data())
def test_what_is_possible_agrees_with_every_value_in_it(fact, data):
    op, value, fields = data.draw(st.sampled_from(CONDITIONS[fact]))
    condition = Condition.of(leaf("a", fact, op, value, **fields))
    # A seat outside every region that is asked for leaves it to the listed sites.
    beside = {"company.balance_eur": data.draw(st.sampled_from(POINTS["company.balance_eur"]))}
    balance = profile_of(beside | {"company.seat_ags": "09162000"})
    possible = data.draw(possibles(fact))
    decided = condition.truth(balance.with_fact(fact, FactValue(possible=possible)))
    points = _points(fact, possible)
    single = {condition.truth(balance.with_fact(fact, value_of(Known(point)))) for point in points}
    if decided is not Truth.OPEN:
        assert single == {decided}
    elif isinstance(possible, AnyOf):
        assert len(single) > 1


@settings(max_examples=60, deadline=None)
@given(fact=st.sampled_from(tuple(CONDITIONS)), data=st.data())
def test_declined_is_as_open_as_unknown(fact, data):
    op, value, fields = data.draw(st.sampled_from(CONDITIONS[fact]))
    condition = Condition.of(leaf("a", fact, op, value, **fields))
    for absent in Absent:
        assert condition.truth(profile_of({fact: absent})) is Truth.OPEN
        assert condition.missing(profile_of({fact: absent}))


def _points(fact: str, possible: Any) -> tuple[Any, ...]:
    if isinstance(possible, Known):
        return (possible.value,)
    if isinstance(possible, AnyOf):
        return possible.values
    if isinstance(possible, Interval) and fact in ORDERED:
        low, high = possible.min, possible.max
        inside = [point for point in POINTS[fact] if (low is None or point >= low) and (high is None or point <= high)]
        return (*inside, *(end for end in (low, high) if end is not None))
    return POINTS[fact]
