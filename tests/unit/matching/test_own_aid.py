"""The expected aid as one programme's rule sees it: rate times cost within the programme's own caps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Possible, Profile, Provenance
from advisor_app.domain.programme import Aid, AidBasis, Amounts, Bonus, Grant, Programme, Range, RateRow
from advisor_app.matching.conditions import Condition
from advisor_app.matching.explanation import explain
from advisor_app.matching.own_aid import OwnAid, condition_of
from advisor_app.matching.rulebook import Rulebook
from advisor_app.matching.truth import Truth
from advisor_app.matching.verdict import Outcome
from tests.unit.matching.rules import leaf, profile_of, programme_with

TODAY = date(2026, 11, 23)
ROOM = leaf("rahmen", "company.deminimis_room_eur", "ge", value_from="project.expected_aid_eur")
SMALL = Rule(fact="company.sme_class", op=Op.IN, value=("kleinst", "klein"))
GRANT = Aid(basis=(AidBasis.DE_MINIMIS,))


def grants(amounts: Amounts | None = None, table: tuple[RateRow, ...] = (), **fields: Any) -> Programme:
    return programme_with(ROOM, amounts=amounts, rate_table=table, **{"aid": GRANT, **fields})


BOTH_COSTS = {"eligible_cost_eur": 10_000, "total_cost_eur": 12_000}
HALF_UP_TO_15 = Amounts(rate_pct=Range(max=50), grant_eur=Grant(max=15_000))
TAKING_OVER = Rule(fact="project.founding_kind", op=Op.EQ, value="uebernahme")
WITH_BONUSES = Amounts(
    grant_eur=Grant(
        base_max=11_500,
        max=16_000,
        bonus=(Bonus(id="uebernahme", eur=2_000, when=TAKING_OVER), Bonus(id="meisterin", eur=2_500)),
    ),
)
BY_SIZE = (RateRow(pct=70, when=SMALL), RateRow(pct=50))


def possible(given: Programme, **facts: Any) -> Possible:
    own = OwnAid.of(given)
    assert own is not None
    return own.possible(profile_of({f"project.{name}": value for name, value in facts.items()}))


@pytest.mark.parametrize(
    ("amounts", "facts", "found"),
    [
        (None, {}, Absent.UNKNOWN),
        (None, {"total_cost_eur": 40_000}, Interval(0, 40_000)),
        (HALF_UP_TO_15, {}, Interval(0, 15_000)),
        (HALF_UP_TO_15, {"total_cost_eur": 10_000}, Interval(0, 5_000)),
        (HALF_UP_TO_15, {"total_cost_eur": AnyOf((8_000, 12_000))}, Interval(0, 6_000)),
        (
            Amounts(rate_pct=Range(min=40, max=50), eligible_cost_eur=Range(max=100_000)),
            BOTH_COSTS,
            Interval(4_000, 5_000),
        ),
        # Without a bound there is no least: what the rate is a share of may be a day of advice.
        (Amounts(rate_pct=Range(min=40, max=50)), BOTH_COSTS, Interval(0, 5_000)),
        # What may be bonuses on top is room that has to be there.
        (
            Amounts(rate_pct=Range(min=40, max=50), grant_eur=Grant(max=9_000, bonus=(Bonus(id="plus", pct=10),))),
            BOTH_COSTS,
            Interval(4_000, 6_000),
        ),
        (Amounts(grant_eur=Grant(base_max=10_000, bonus=(Bonus(id="plus", eur=2_000),))), {}, Interval(0, 12_000)),
        (Amounts(eligible_cost_eur=Range(max=100_000)), {}, Interval(0, 100_000)),
        # What somebody entered stands, as far as the programme goes.
        (HALF_UP_TO_15, {"expected_aid_eur": 9_000}, Known(9_000)),
        (HALF_UP_TO_15, {"expected_aid_eur": 90_000}, Known(15_000)),
        (HALF_UP_TO_15, {"expected_aid_eur": Interval(9_000, None)}, Interval(9_000, 15_000)),
        (HALF_UP_TO_15, {"expected_aid_eur": AnyOf((9_000, 90_000))}, AnyOf((9_000, 15_000))),
        (HALF_UP_TO_15, {"expected_aid_eur": Absent.DECLINED}, Interval(0, 15_000)),
    ],
)
def test_rate_times_cost_within_the_caps(amounts: Amounts | None, facts: dict[str, Any], found: Possible) -> None:
    assert possible(grants(amounts), **facts) == found


def test_a_derived_aid_of_the_profile_does_not_stand() -> None:
    derived = FactValue(possible=Interval(0, 210_000), provenance=Provenance.DERIVED)
    profile = Profile(facts={"project.expected_aid_eur": derived, "company.deminimis_room_eur": _known(20_000)})
    (verdict,) = Rulebook([grants(HALF_UP_TO_15)], TODAY).check(profile).verdicts
    assert verdict.outcome is Outcome.FITS


def test_rows_of_the_rate_table_count_as_far_as_they_are_known() -> None:
    given = grants(Amounts(eligible_cost_eur=Range(max=50_000)), table=BY_SIZE)
    assert possible(given, eligible_cost_eur=10_000) == Interval(0, 7_000)
    assert possible(given, eligible_cost_eur=10_000, total_cost_eur=12_000) == Interval(5_000, 7_000)
    own = OwnAid.of(given)
    assert own is not None
    small = profile_of(
        {"company.sme_class": "klein", "project.eligible_cost_eur": 10_000, "project.total_cost_eur": 10_000}
    )
    assert own.possible(small) == Interval(7_000, 7_000)
    assert own.missing(profile_of({})) == ("project.expected_aid_eur", "company.sme_class")


@pytest.mark.parametrize(
    ("kind", "most", "outcome"),
    [(None, 16_000, Outcome.OPEN), ("neugruendung", 14_000, Outcome.FITS), ("uebernahme", 16_000, Outcome.OPEN)],
)
def test_a_bonus_for_others_takes_no_room(kind: str | None, most: int, outcome: Outcome) -> None:
    facts = {} if kind is None else {"founding_kind": kind}
    assert possible(grants(WITH_BONUSES), **facts) == Interval(0, most)
    told = profile_of({"company.deminimis_room_eur": 15_000, **({"project.founding_kind": kind} if kind else {})})
    (verdict,) = Rulebook([grants(WITH_BONUSES)], TODAY).check(told).verdicts
    assert verdict.outcome is outcome


def test_a_bonus_in_points_for_others_lifts_no_rate() -> None:
    bonus = Bonus(id="uebernahme", pct=10, when=TAKING_OVER)
    given = grants(Amounts(rate_pct=Range(min=40, max=50), grant_eur=Grant(max=9_000, bonus=(bonus,))))
    assert possible(given, **BOTH_COSTS, founding_kind="neugruendung") == Interval(4_000, 5_000)
    assert possible(given, **BOTH_COSTS) == possible(given, **BOTH_COSTS, founding_kind="uebernahme")
    own = OwnAid.of(given)
    assert own is not None
    assert "project.founding_kind" in own.facts


def test_loans_and_programmes_without_aid_have_no_share_of_the_cost() -> None:
    assert OwnAid.of(grants(HALF_UP_TO_15, aid=Aid(gross_grant_equivalent=True))) is None
    assert OwnAid.of(grants(HALF_UP_TO_15, aid=None)) is None
    condition = condition_of(ROOM, grants(aid=None))
    assert condition == Condition.of(ROOM)


def test_two_programmes_ask_the_same_of_different_amounts() -> None:
    wide = grants(Amounts(grant_eur=Grant(max=200_000)))
    check = Rulebook([grants(HALF_UP_TO_15), _named(wide)], TODAY).check(
        profile_of({"company.deminimis_room_eur": 20_000})
    )
    assert {one.programme_id: one.outcome for one in check.verdicts} == {
        "zuschuss-a": Outcome.FITS,
        "zuschuss-b": Outcome.OPEN,
    }
    assert check.by_id["zuschuss-b"].open == ("project.expected_aid_eur",)


def test_an_answer_about_the_cost_is_followed() -> None:
    book = Rulebook([grants(Amounts(rate_pct=Range(max=50)))], TODAY)
    check = book.check(profile_of({"company.deminimis_room_eur": 20_000}))
    assert check.verdicts[0].outcome is Outcome.OPEN
    check = check.recheck(check.given.with_fact("project.total_cost_eur", _known(40_000)))
    assert check.verdicts[0].outcome is Outcome.FITS
    assert check.verdicts[0].deciding[0].limit.possible == Interval(0, 20_000)
    assert check.verdicts == book.check(check.given).verdicts


def test_a_reason_says_what_the_room_was_compared_with() -> None:
    tree = explain(grants(HALF_UP_TO_15), profile_of({"company.deminimis_room_eur": 20_000}))
    assert tree is not None
    assert tree.reason is not None
    assert tree.reason.against == "project.expected_aid_eur"
    assert tree.reason.limit.possible == Interval(0, 15_000)


def _known(value: float) -> FactValue:
    return FactValue(possible=Known(value))


def _named(given: Programme) -> Programme:
    return programme_with(given.eligibility, "zuschuss-b", amounts=given.amounts, aid=given.aid)


EXTRAS = (Bonus(id="klein", eur=1_500, when=SMALL), Bonus(id="satz", pct=10, when=SMALL), Bonus(id="rest", eur=900))
AMOUNTS = st.builds(
    lambda low, more, cap, cost: Amounts(
        rate_pct=None if low is None else Range(min=low, max=low + more),
        grant_eur=None if cap is None else Grant(base_max=cap - 2_000, max=cap, bonus=EXTRAS),
        eligible_cost_eur=None if cost is None else Range(max=cost),
    ),
    st.sampled_from((None, 0, 20, 50)),
    st.sampled_from((0, 30)),
    st.sampled_from((None, 5_000, 60_000)),
    st.sampled_from((None, 20_000)),
)
TABLES = st.sampled_from(((), BY_SIZE, BY_SIZE[:1]))
MONEY = (0, 4_000, 15_000, 40_000, 200_000)


@st.composite
def narrowed(draw: st.DrawFn, wide: Possible) -> Possible:
    """Return what may be left of a bracket after one more answer."""
    if not isinstance(wide, Interval):
        points = [point for point in MONEY if not isinstance(wide, Known) or point == wide.value]
    else:
        points = [p for p in MONEY if (wide.min or 0) <= p and (wide.max is None or p <= wide.max)]  # type: ignore[operator]
    low, high = sorted(draw(st.tuples(st.sampled_from(points), st.sampled_from(points))))
    return Known(low) if low == high else Interval(low, high)


@settings(max_examples=150, deadline=None)
@given(amounts=AMOUNTS, table=TABLES, data=st.data())
def test_one_more_answer_never_turns_what_was_decided(amounts: Amounts, table: tuple[RateRow, ...], data: Any) -> None:
    programme = grants(amounts, table)
    condition = condition_of(ROOM, programme)
    facts: dict[str, Possible] = {}
    names = ("company.deminimis_room_eur", "project.total_cost_eur", "project.eligible_cost_eur")
    before = condition.truth(profile_of(facts))
    for _ in range(4):
        if data.draw(st.booleans()):
            name = data.draw(st.sampled_from(names))
            facts[name] = data.draw(narrowed(facts.get(name, Absent.UNKNOWN)))
        elif "company.sme_class" not in facts:
            facts["company.sme_class"] = Known(data.draw(st.sampled_from(("klein", "mittel"))))
        after = condition.truth(profile_of(facts))
        assert before in (Truth.OPEN, after)
        before = after


@settings(max_examples=100, deadline=None)
@given(amounts=AMOUNTS, table=TABLES, cost=st.sampled_from(MONEY), size=st.sampled_from(("klein", "mittel")))
def test_brackets_hold_every_point_in_them(amounts: Amounts, table: tuple[RateRow, ...], cost: int, size: str) -> None:
    own = OwnAid.of(grants(amounts, table))
    assert own is not None
    exact = own.possible(profile_of({"project.eligible_cost_eur": cost, "company.sme_class": size}))
    for rough in ({}, {"project.eligible_cost_eur": Interval(0, 200_000)}, {"company.sme_class": size}):
        around = own.possible(profile_of(rough))
        if isinstance(around, Interval):
            assert isinstance(exact, Interval)
            assert around.min <= exact.min  # type: ignore[operator]
            assert exact.max <= around.max  # type: ignore[operator]
