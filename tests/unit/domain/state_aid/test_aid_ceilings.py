"""Highest intensities and cumulation after Regulation (EU) No 651/2014, with projects of our own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.profile import Interval
from advisor_app.domain.programme import AidBasis, SameCost
from advisor_app.domain.state_aid.cumulation import Combined, Support, combine
from advisor_app.domain.state_aid.figures import Span
from advisor_app.domain.state_aid.intensity import RULES, VALID_TO, Purpose, ceiling
from advisor_app.domain.state_aid.steps import StepCode


@pytest.mark.parametrize(
    ("purpose", "size", "extra", "pct"),
    [
        (Purpose.INVESTMENT, "kleinst", False, 20),
        (Purpose.INVESTMENT, "klein", False, 20),
        (Purpose.INVESTMENT, "mittel", False, 10),
        (Purpose.INVESTMENT, "gross", False, 0),
        (Purpose.ADVICE, "mittel", False, 50),
        (Purpose.ADVICE, "gross", False, 0),
        (Purpose.BASIC_RESEARCH, "gross", False, 100),
        (Purpose.INDUSTRIAL_RESEARCH, "gross", False, 50),
        (Purpose.INDUSTRIAL_RESEARCH, "klein", False, 70),
        # 50 + 20 + 15 would be 85.
        (Purpose.INDUSTRIAL_RESEARCH, "klein", True, 80),
        (Purpose.INDUSTRIAL_RESEARCH, "mittel", True, 75),
        (Purpose.DEVELOPMENT, "gross", False, 25),
        (Purpose.DEVELOPMENT, "klein", True, 60),
        (Purpose.DEVELOPMENT, "mittel", False, 35),
        (Purpose.FEASIBILITY, "klein", False, 70),
        (Purpose.FEASIBILITY, "klein", True, 70),
        (Purpose.TRAINING, "gross", False, 50),
        (Purpose.TRAINING, "mittel", False, 60),
        (Purpose.TRAINING, "mittel", True, 70),
        (Purpose.TRAINING, "klein", True, 70),
        (Purpose.INNOVATION, "klein", False, 50),
    ],
)
def test_the_highest_intensity(purpose, size, extra, pct):
    found = ceiling(purpose, (size,), extra=extra)
    assert found is not None
    assert found.pct == Span(pct, pct)
    assert found.article.endswith("AGVO")
    assert found.steps[-1].code is StepCode.RATE


def test_what_is_open_makes_a_range():
    found = ceiling(Purpose.DEVELOPMENT, ("klein", "mittel"))
    assert found is not None
    assert found.pct == Span(35, 60)


def test_nothing_is_said_after_the_end_of_the_regulation():
    assert ceiling(Purpose.ADVICE, on=VALID_TO) is not None
    assert ceiling(Purpose.ADVICE, on=date(2027, 1, 1)) is None


def test_what_was_not_checked_says_so():
    assert [purpose for purpose, rule in RULES.items() if not rule.checked] == [Purpose.FEASIBILITY]


@given(
    purpose=st.sampled_from(Purpose),
    classes=st.lists(st.sampled_from(SME_CLASSES), min_size=1, unique=True),
    extra=st.sampled_from([True, False, None]),
)
def test_a_range_holds_every_case_it_stands_for(purpose, classes, extra):
    whole = ceiling(purpose, classes, extra=extra)
    assert whole is not None
    for size in classes:
        for decided in (True, False) if extra is None else (extra,):
            one = ceiling(purpose, (size,), extra=decided)
            assert one is not None
            assert whole.pct.low <= one.pct.low == one.pct.high <= whole.pct.high <= 100


def aid(name, eur, pct=None, same=SameCost.UP_TO_INTENSITY, basis=AidBasis.AGVO, **more):
    return Support(programme=name, eur=eur, ceiling_pct=pct, same_cost=same, basis=(basis,), **more)


DE_MINIMIS = AidBasis.DE_MINIMIS


@pytest.mark.parametrize(
    ("supports", "outcome"),
    [
        # 100,000 EUR of costs; the higher of two ceilings holds for all together.
        ((aid("a", 30_000, 40), aid("b", 10_000, 50)), Combined.WITHIN),
        ((aid("a", 30_000, 40), aid("b", 20_000, 50)), Combined.WITHIN),
        ((aid("a", 30_000, 40), aid("b", 20_001, 50)), Combined.EXCEEDED),
        # De-minimis aid for the same costs counts too.
        ((aid("a", 30_000, 40), aid("b", 10_000, basis=DE_MINIMIS)), Combined.WITHIN),
        ((aid("a", 30_000, 40), aid("b", 10_001, basis=DE_MINIMIS)), Combined.EXCEEDED),
        # Two times de-minimis: no intensity, but never more than the costs.
        ((aid("a", 60_000, basis=DE_MINIMIS), aid("b", 40_000, basis=DE_MINIMIS)), Combined.WITHIN),
        ((aid("a", 60_000, basis=DE_MINIMIS), aid("b", 40_001, basis=DE_MINIMIS)), Combined.EXCEEDED),
        # What the Union manages itself, and what is no aid, is left out of the sum.
        ((aid("a", 30_000, 40), aid("b", 50_000, from_union=True)), Combined.WITHIN),
        ((aid("a", 30_000, 40), aid("b", 50_000, basis=AidBasis.KEINE_BEIHILFE)), Combined.WITHIN),
        # The programme's own rule goes first.
        ((aid("a", 1, 40, SameCost.FORBIDDEN), aid("b", 1, 40)), Combined.FORBIDDEN),
        ((aid("a", 1, 40, SameCost.UNKNOWN), aid("b", 1, 40)), Combined.OPEN),
        ((aid("a", 30_000, 40, SameCost.UNKNOWN), aid("b", 30_000, 40)), Combined.EXCEEDED),
        # What is not known stays open.
        ((aid("a", 30_000), aid("b", 10_000, 40)), Combined.WITHIN),
        ((aid("a", 30_000), aid("b", 20_000, 40)), Combined.OPEN),
        ((aid("a", Interval(10_000, 90_000), 50), aid("b", 10_000, 50)), Combined.OPEN),
        ((aid("a", None, 50), aid("b", 10_000, 50)), Combined.OPEN),
    ],
)
def test_supports_for_the_same_costs(supports, outcome):
    assert combine(supports, same_cost=True, eligible_cost=100_000).outcome is outcome
    assert combine(tuple(reversed(supports)), same_cost=True, eligible_cost=100_000).outcome is outcome


def test_different_costs_go_together_unless_the_programmes_exclude_each_other():
    forbidding = aid("a", 90_000, 40, SameCost.FORBIDDEN)
    other = aid("b", 90_000, 40)
    assert combine((forbidding, other), same_cost=False, eligible_cost=100_000).outcome is Combined.ALLOWED
    assert combine((forbidding, other), eligible_cost=100_000).outcome is Combined.OPEN
    assert combine((forbidding,), same_cost=True).outcome is Combined.ALLOWED
    excluding = aid("c", 1, 40, excluded_with=("b",))
    barred = combine((other, excluding), same_cost=False)
    assert barred.outcome is Combined.FORBIDDEN
    assert barred.steps[0].values["programmes"] == ("c",)


def test_where_the_costs_may_differ_a_sum_that_is_too_high_is_open():
    supports = (aid("a", 60_000, 50), aid("b", 60_000, 50))
    assert combine(supports, eligible_cost=100_000).outcome is Combined.OPEN
    assert combine(supports, eligible_cost=500_000).outcome is Combined.WITHIN


@given(
    amounts=st.lists(st.integers(0, 100_000), min_size=2, max_size=4),
    more=st.integers(0, 50_000),
    pct=st.integers(0, 100),
)
def test_more_aid_never_comes_back_within_the_limit(amounts, more, pct):
    def outcome(sums):
        supports = tuple(aid(f"p{place}", eur, pct) for place, eur in enumerate(sums))
        return combine(supports, same_cost=True, eligible_cost=100_000).outcome

    if outcome(amounts) is Combined.EXCEEDED:
        assert outcome([amounts[0] + more, *amounts[1:]]) is Combined.EXCEEDED
