"""What must hold of every size class, whoever holds whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.profile import Interval
from advisor_app.domain.state_aid.figures import span
from advisor_app.domain.state_aid.holdings import Direction, Exempt, FaultKind, Holding, HoldingKind, holdings_fault
from advisor_app.domain.state_aid.sme import size_class, status_over_years

STAFF = st.integers(0, 400)
MONEY = st.integers(0, 60_000_000)
SHARES = st.one_of(st.integers(0, 100), st.sampled_from([24.99, 25, 50, 50.01]))
NAMES = "ABCDE"


def bracket(values):
    """A figure that is known, known in part, or not known."""
    pair = st.tuples(values, values).map(lambda ends: Interval(min(ends), max(ends)))
    return st.one_of(values, pair, st.none())


@st.composite
def trees(draw, figures=lambda values: values):
    """Holdings three levels deep; an enterprise that is told twice has the same figures twice."""
    size = {
        name: {
            "headcount": draw(figures(STAFF)),
            "turnover_eur": draw(figures(MONEY)),
            "balance_eur": draw(figures(MONEY)),
            "consolidated": draw(st.integers(0, 9)) == 0,
        }
        for name in NAMES
    }
    return draw(branches(figures, size))


@st.composite
def branches(draw, figures, size, depth=2, above=()):
    names = draw(st.lists(st.sampled_from([name for name in NAMES if name not in above]), max_size=2))
    return tuple(
        Holding(
            name=name,
            share_pct=draw(figures(SHARES)),
            votes_pct=draw(st.one_of(st.none(), SHARES)),
            kind=draw(st.sampled_from(HoldingKind)),
            direction=draw(st.sampled_from(Direction)),
            public=draw(st.integers(0, 9)) == 0,
            exempt=draw(st.sampled_from([Exempt.NONE, Exempt.NONE, Exempt.UNIVERSITY])),
            group=draw(st.sampled_from(["", "", "g"])),
            related=draw(branches(figures, size, depth - 1, (*above, name))) if depth else (),
            **size[name],
        )
        for name in names
    )


@st.composite
def companies(draw, figures=lambda values: values):
    return {
        "headcount": draw(figures(STAFF)),
        "turnover_eur": draw(figures(MONEY)),
        "balance_eur": draw(figures(MONEY)),
        "related": draw(trees(figures)),
    }


def a_point(draw, figure, most):
    """Some exact value of a figure."""
    low, high = span(figure).low, min(span(figure).high, most)
    return draw(st.one_of(st.sampled_from([low, high]), st.floats(low, max(low, high))))


def points(draw, related, size):
    """The same holdings with exact figures, the same ones for the same enterprise."""
    return tuple(
        replace(
            holding,
            share_pct=_share(draw, holding),
            related=points(draw, holding.related, size),
            **size.setdefault(holding.name, exact_figures(draw, holding)),
        )
        for holding in related
    )


def exact_figures(draw, holding):
    return {
        "headcount": a_point(draw, holding.headcount, 1000),
        "turnover_eur": a_point(draw, holding.turnover_eur, 1e9),
        "balance_eur": a_point(draw, holding.balance_eur, 1e9),
    }


def _share(draw, holding):
    if holding.share_pct is None and holding.kind is HoldingKind.PARTNER:
        return draw(st.floats(25, 50))
    return a_point(draw, holding.share_pct, 100)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_company_known_in_part_holds_every_company_it_may_be(data):
    told = data.draw(companies(bracket))
    exact = {
        "headcount": a_point(data.draw, told["headcount"], 1000),
        "turnover_eur": a_point(data.draw, told["turnover_eur"], 1e9),
        "balance_eur": a_point(data.draw, told["balance_eur"], 1e9),
        "related": points(data.draw, told["related"], {}),
    }
    possible, real = size_class(**told), size_class(**exact)
    assert set(real.classes) <= set(possible.classes)
    assert possible.total.headcount.low <= real.total.headcount.low + 1e-6
    assert real.total.headcount.high <= possible.total.headcount.high + 1e-6


@settings(max_examples=30, deadline=None)
@given(told=companies())
def test_exact_figures_give_one_class(told):
    assert size_class(**told).settled in SME_CLASSES


@settings(max_examples=30, deadline=None)
@given(told=companies(), data=st.data())
def test_the_order_of_holdings_does_not_matter(told, data):
    shuffled = {**told, "related": tuple(data.draw(st.permutations(told["related"])))}
    one, other = size_class(**told), size_class(**shuffled)
    assert one.classes == other.classes
    assert one.total.headcount.low == pytest.approx(other.total.headcount.low)
    assert one.public == other.public


@settings(max_examples=30, deadline=None)
@given(told=companies(), more=st.integers(0, 200), which=st.sampled_from(["headcount", "turnover_eur", "balance_eur"]))
def test_more_never_makes_a_company_smaller(told, more, which):
    grown = {**told, which: told[which] + more}
    assert SME_CLASSES.index(size_class(**grown).settled) >= SME_CLASSES.index(size_class(**told).settled)


@settings(max_examples=30, deadline=None)
@given(told=companies(), extra=trees())
def test_another_holding_never_makes_a_company_smaller(told, extra):
    fresh = tuple(replace(holding, name=f"neu {place}", related=()) for place, holding in enumerate(extra))
    wider = {**told, "related": (*told["related"], *fresh)}
    assert SME_CLASSES.index(size_class(**wider).settled) >= SME_CLASSES.index(size_class(**told).settled)


@given(staff=st.tuples(STAFF, STAFF), share=st.integers(51, 100), money=MONEY)
def test_two_linked_enterprises_have_the_same_class(staff, share, money):
    def seen_from(own, other, direction):
        held = Holding(
            name="x", share_pct=share, direction=direction, headcount=other, turnover_eur=money, balance_eur=money
        )
        return size_class(headcount=own, turnover_eur=money, balance_eur=money, related=(held,)).settled

    mother = seen_from(staff[0], staff[1], Direction.HOLDS)
    assert mother == seen_from(staff[1], staff[0], Direction.HELD_BY)


@given(years=st.lists(st.sampled_from(SME_CLASSES), min_size=1, max_size=6))
def test_a_status_is_that_of_two_years_in_a_row(years):
    status = status_over_years(years)
    assert min(map(SME_CLASSES.index, years)) <= SME_CLASSES.index(status) <= max(map(SME_CLASSES.index, years))
    assert status_over_years([*years, years[-1]]) == years[-1]
    assert status_over_years([*years, status]) == status


def chain(levels, last=""):
    inner: tuple[Holding, ...] = ()
    for level in reversed(range(levels)):
        name = last if last and level == levels - 1 else f"E{level}"
        inner = (Holding(name=name, share_pct=100, headcount=1, related=inner),)
    return inner


def test_twenty_levels_can_be_followed_and_the_next_is_a_fault():
    result = size_class(headcount=1, turnover_eur=1, related=chain(20))
    assert result.fault is None
    assert result.total.headcount.figure() == 21
    fault = holdings_fault(chain(60))
    assert fault is not None
    assert (fault.kind, len(fault.path)) == (FaultKind.TOO_DEEP, 21)


def test_a_cycle_is_named_with_its_path_and_leaves_every_class_open():
    related = chain(5, last="E2")
    result = size_class(headcount=1, turnover_eur=1, related=related)
    assert result.fault is not None
    assert result.fault.kind is FaultKind.CYCLE
    assert result.fault.path == ("E2", "E3", "E2")
    assert result.classes == SME_CLASSES


@pytest.mark.parametrize(
    ("holding", "kind"),
    [
        (Holding(name="A", share_pct=101), FaultKind.SHARE),
        (Holding(name="A", share_pct=Interval(-1, 5)), FaultKind.SHARE),
        (Holding(name="A", votes_pct=-0.5), FaultKind.SHARE),
        (Holding(name="A", headcount=-1), FaultKind.NEGATIVE),
        (Holding(name=" "), FaultKind.NO_NAME),
    ],
)
def test_impossible_holdings_are_faults(holding, kind):
    fault = holdings_fault((Holding(name="Z"), replace(holding)))
    assert fault is not None
    assert fault.kind is kind


def test_many_crossed_holdings_are_followed_in_no_time():
    layer = tuple(Holding(name=f"L3-{n}", share_pct=30, headcount=1) for n in range(12))
    for level in (2, 1):
        layer = tuple(Holding(name=f"L{level}-{n}", share_pct=45 + n, headcount=1, related=layer) for n in range(8))
    # 8 + 8 + 12 enterprises, told in 840 lines.
    assert size_class(headcount=250, related=layer).settled == "gross"
