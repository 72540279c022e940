from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.domain.item import Certainty, CheckedAgainst, Review, Status
from advisor_app.domain.profile import Interval
from advisor_app.domain.programme import (
    Aid,
    AidBasis,
    Amounts,
    Bagatelle,
    BagatelleBase,
    Bonus,
    Cumulation,
    Grant,
    Level,
    Party,
    Programme,
    Range,
    RateRow,
    SameCost,
    Window,
    WindowModel,
)
from advisor_app.domain.state_aid.amounts import estimate, grant_caps, possible_rates
from advisor_app.domain.state_aid.cumulation import Combined, Support, combine
from advisor_app.domain.state_aid.figures import Span, span
from advisor_app.domain.state_aid.steps import StepCode

# Above whatever the cases below come to: an entry that names a bound at all.
CAP = Grant(max=1_000_000)
CAPPED = Amounts(grant_eur=CAP)
TABLE = (RateRow(pct=45), RateRow(pct=40), RateRow(pct=35))


def programme(**said):
    return Programme(
        id="p",
        title="P",
        summary="",
        status=Status.PUBLISHED,
        themes=(),
        region=("05",),
        sources=(),
        review=Review(
            checked_on="2026-11-01",
            checked_against=CheckedAgainst.DOCUMENT,
            review_by="2027-05-01",
            certainty=Certainty.A,
        ),
        level=Level.LAND,
        funder=Party(name="NRW"),
        window=Window(model=WindowModel.ROLLING),
        **said,
    )


def floor(value, base):
    return Bagatelle(value=value, refers_to=base)


@pytest.mark.parametrize(
    ("said", "cost", "rows", "rate", "aid"),
    [
        # The rate alone, the rate times the cost, the cap.
        ({"amounts": Amounts(rate_pct=Range(min=50, max=50))}, None, (), (50, 50), None),
        ({"amounts": Amounts(rate_pct=Range(min=50, max=50), grant_eur=CAP)}, 20_000, (), (50, 50), (10_000, 10_000)),
        # Without a bound the rate stands alone: of what it is a share the entry does not say.
        ({"amounts": Amounts(rate_pct=Range(max=80))}, 450_000, (), (None, 80), None),
        ({"rate_table": TABLE}, 100_000, (False, True, True), (40, 40), None),
        ({"amounts": Amounts(rate_pct=Range(max=50), grant_eur=Grant(max=500))}, 20_000, (), (None, 50), (None, 500)),
        ({"amounts": Amounts(rate_pct=Range(max=50), grant_eur=Grant(max=500))}, None, (), (None, 50), (None, 500)),
        ({"amounts": Amounts(grant_eur=Grant(max=15_000))}, None, (), None, (None, 15_000)),
        # Only so much of the cost is counted.
        (
            {"amounts": Amounts(rate_pct=Range(min=50, max=50), eligible_cost_eur=Range(max=3_500))},
            20_000,
            (),
            (50, 50),
            (1_750, 1_750),
        ),
        # First row that holds wins; what is open before it may win.
        ({"rate_table": TABLE, "amounts": CAPPED}, 100_000, (False, True, True), (40, 40), (40_000, 40_000)),
        ({"rate_table": TABLE, "amounts": CAPPED}, 100_000, (None, True, None), (40, 45), (40_000, 45_000)),
        ({"rate_table": TABLE, "amounts": CAPPED}, 100_000, None, (35, 45), (35_000, 45_000)),
        ({"rate_table": TABLE}, 100_000, (False, False, False), None, None),
        # Where no row holds for certain, the general range may.
        (
            {"rate_table": TABLE, "amounts": Amounts(rate_pct=Range(min=10, max=45), grant_eur=CAP)},
            100_000,
            (None, False, False),
            (10, 45),
            (10_000, 45_000),
        ),
        # A bonus lifts the cap.
        (
            {"amounts": Amounts(grant_eur=Grant(base_max=10_000, bonus=(Bonus(id="x", eur=2_500),)))},
            None,
            (),
            None,
            (None, 12_500),
        ),
        # A bracket of costs gives a bracket of aid.
        (
            {"amounts": Amounts(rate_pct=Range(min=50, max=50), grant_eur=CAP)},
            Interval(10_000, 20_000),
            (),
            (50, 50),
            (5_000, 10_000),
        ),
        # Whole cents, whatever the machine makes of a third.
        (
            {"amounts": Amounts(rate_pct=Range(min=33.3, max=33.3), grant_eur=CAP)},
            210_000,
            (),
            (33.3, 33.3),
            (69_930, 69_930),
        ),
        ({}, 100_000, (), None, None),
    ],
)
def test_what_a_programme_may_come_to(said, cost, rows, rate, aid):
    found = estimate(programme(**said), total_cost=cost, eligible_cost=cost, rows=rows)
    assert found.rate_pct == (None if rate is None else Interval(*rate))
    assert found.aid_eur == (None if aid is None else Interval(*aid))
    assert found.says_nothing is (rate is None and aid is None)
    assert found.steps


BONUSES = Grant(base_max=11_500, max=16_000, bonus=(Bonus(id="a", eur=2_000), Bonus(id="b", eur=2_500)))


@pytest.mark.parametrize(
    ("grant", "bonuses", "least", "most"),
    [
        (BONUSES, None, 11_500, 16_000),
        (BONUSES, (False, None), 11_500, 14_000),
        (BONUSES, (True, None), 13_500, 16_000),
        (BONUSES, (True, False), 13_500, 13_500),
        (BONUSES, (False, False), 11_500, 11_500),
        # The cap holds whatever the bonuses add up to.
        (Grant(base_max=15_000, max=16_000, bonus=BONUSES.bonus), (False, None), 15_000, 16_000),
        # A bonus in percent is what the cap has above the others.
        (Grant(base_max=10_000, max=20_000, bonus=(Bonus(id="a", eur=4_000), Bonus(id="b", pct=10))), (False, None),
         10_000, 16_000),
        # Without a cap of its own the base cannot be told.
        (Grant(max=16_000, bonus=BONUSES.bonus), (False, False), 16_000, 16_000),
        (Grant(base_max=10_000, max=12_000), (), 10_000, 12_000),
    ],
)  # fmt: skip
def test_a_cap_with_the_bonuses_that_may_apply(grant, bonuses, least, most):
    assert grant_caps(grant, bonuses) == Span(least, most)
    given = programme(amounts=Amounts(rate_pct=Range(max=70), grant_eur=grant))
    found = estimate(given, total_cost=30_000, bonuses=bonuses)
    assert found.aid_eur == Interval(None, most)
    assert found.plain_eur == (None if least == most else Interval(None, least))
    assert (StepCode.CAP_WITH_BONUS in [one.code for one in found.steps]) is (least < most)
    # What the cost does not reach needs no word of bonuses.
    assert estimate(given, total_cost=10_000, bonuses=bonuses).plain_eur is None


def test_of_a_whole_cost_it_is_not_known_how_much_is_eligible():
    half = programme(amounts=Amounts(rate_pct=Range(min=50, max=50), grant_eur=CAP))
    assert estimate(half, total_cost=20_000).aid_eur == Interval(None, 10_000)
    # Nor can more be eligible than the whole.
    assert estimate(half, total_cost=20_000, eligible_cost=30_000).aid_eur == Interval(10_000, 10_000)


@pytest.mark.parametrize(
    ("said", "cost", "missed"),
    [
        # RWP: 150,000 EUR of investment. Ressource.NRW: 25,000 EUR of grant.
        ({"bagatelle_eur": floor(150_000, BagatelleBase.COST)}, 149_999, True),
        ({"bagatelle_eur": floor(150_000, BagatelleBase.COST)}, 150_000, False),
        ({"bagatelle_eur": floor(150_000, BagatelleBase.COST)}, None, None),
        ({"bagatelle_eur": floor(25_000, BagatelleBase.GRANT)}, 49_999, True),
        ({"bagatelle_eur": floor(25_000, BagatelleBase.GRANT)}, 50_000, False),
        ({"bagatelle_eur": floor(25_000, BagatelleBase.GRANT)}, Interval(40_000, 60_000), None),
        ({}, 10, False),
    ],
)
def test_floors_of_grant_and_of_cost(said, cost, missed):
    half = programme(amounts=Amounts(rate_pct=Range(min=50, max=50)), **said)
    assert estimate(half, total_cost=cost, eligible_cost=cost).below_floor is missed


def test_the_size_of_a_loan_is_shown_as_it_stands():
    loan = programme(amounts=Amounts(loan_eur=Range(min=10_000, max=25_000_000)))
    assert estimate(loan, total_cost=5).loan_eur == Interval(10_000, 25_000_000)


def test_a_programme_brings_its_own_words_about_combining_it():
    plan = programme(
        aid=Aid(basis=(AidBasis.DE_MINIMIS,)),
        cumulation=Cumulation(same_cost=SameCost.FORBIDDEN, excluded_with=("other",)),
    )
    support = Support.of(plan, eur=5_000)
    assert (support.programme, support.eur, support.basis) == ("p", 5_000, (AidBasis.DE_MINIMIS,))
    assert combine((support, Support(programme="other")), same_cost=False).outcome is Combined.FORBIDDEN
    assert Support.of(programme()).same_cost is SameCost.UNKNOWN


@given(
    costs=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted),
    part=st.floats(0, 1),
    rows=st.tuples(*[st.sampled_from([True, False, None])] * 3),
    cap=st.integers(1, 10**6),
)
def test_an_estimate_known_in_part_holds_every_estimate_it_may_be(costs, part, rows, cap):
    plan = programme(rate_table=TABLE, amounts=Amounts(rate_pct=Range(min=10, max=10), grant_eur=Grant(max=cap)))
    cost = costs[0] + part * (costs[1] - costs[0])
    told = estimate(plan, total_cost=Interval(*costs), eligible_cost=Interval(*costs), rows=rows)
    for settled in ([True if row is None else row for row in rows], [row or False for row in rows]):
        real = estimate(plan, total_cost=cost, eligible_cost=cost, rows=settled)
        assert span(told.aid_eur).low - 0.01 <= span(real.aid_eur).low
        assert span(real.aid_eur).high <= span(told.aid_eur).high + 0.01
        assert span(real.aid_eur).high <= cost + 0.01


def test_a_calculation_without_a_bound_says_so_instead_of_an_amount():
    coaching = programme(amounts=Amounts(rate_pct=Range(max=80)))
    codes = [one.code for one in estimate(coaching, total_cost=450_000).steps]
    assert codes[-1] is StepCode.NO_BOUND
    assert StepCode.AID not in codes


@given(rows=st.lists(st.sampled_from([True, False, None]), min_size=3, max_size=3))
def test_rows_behind_one_that_holds_do_not_count(rows):
    rates, settled = possible_rates(TABLE, rows)
    assert settled is (True in rows)
    if settled:
        assert rates[-1] == TABLE[rows.index(True)].pct
