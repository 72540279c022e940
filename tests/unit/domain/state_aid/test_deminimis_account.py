"""The de-minimis account: cases after Regulation (EU) 2023/2831 with figures of our own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.domain.profile import Interval
from advisor_app.domain.state_aid.deminimis import (
    CEILING_EUR,
    Basis,
    DeMinimisGrant,
    after_merger,
    after_split,
    in_force,
    open_account,
    register_knows_all,
)
from advisor_app.domain.state_aid.equivalent import guarantee_equivalent, loan_equivalent
from advisor_app.domain.state_aid.figures import Span
from advisor_app.domain.state_aid.holdings import Direction, Holding, HoldingKind
from advisor_app.domain.state_aid.steps import StepCode

TODAY = date(2026, 11, 23)


def grant(day, amount, undertaking="", basis=Basis.GENERAL):
    return DeMinimisGrant(granted_on=day, gge_eur=amount, undertaking=undertaking, basis=basis)


@pytest.mark.parametrize(
    ("grants", "room"),
    [
        ((), 300_000),
        ((grant("2024-03-01", 181_600),), 118_400),
        # Years to the day, not tax years: a grant of early 2023 would still count in the tax years 2023 to 2025.
        ((grant("2023-02-01", 200_000),), 300_000),
        ((grant("2023-11-22", 100_000),), 300_000),
        # On the very day three years later it is taken to count for the last time.
        ((grant("2023-11-23", 100_000),), 200_000),
        ((grant("2023-11-24", 100_000),), 200_000),
        # A grant of tomorrow is none yet.
        ((grant("2026-11-24", 100_000),), 300_000),
        ((grant("2026-11-23", 100_000),), 200_000),
        # More than the ceiling leaves nothing, never less than nothing.
        ((grant("2025-01-01", 200_000), grant("2025-06-01", 150_000)), 0),
        # Services of general interest stand apart, agriculture counts here too (Art. 5).
        ((grant("2025-01-01", 500_000, basis=Basis.DAWI),), 300_000),
        ((grant("2025-01-01", 40_000, basis=Basis.AGRI),), 260_000),
    ],
)
def test_the_room_today(grants, room):
    assert open_account(grants).room_on(TODAY) == Span(room, room)


def test_every_regulation_has_its_own_ceiling():
    grants = (
        grant("2025-01-01", 280_000),
        grant("2025-02-01", 10_000, basis=Basis.AGRI),
        grant("2025-03-01", 700_000, basis=Basis.DAWI),
    )
    assert open_account(grants, basis=Basis.DAWI).room_on(TODAY).low == 50_000
    # 40,000 EUR are left for agriculture, but only 10,000 below the general ceiling.
    assert open_account(grants, basis=Basis.AGRI).room_on(TODAY).low == 10_000
    assert open_account(grants[1:2], basis=Basis.AGRI).room_on(TODAY).low == 40_000


def test_room_comes_back_three_years_later_to_the_day():
    account = open_account(
        (grant("2024-03-01", 100_000), grant("2025-05-31", 50_000), grant("2025-05-31", 30_000), grant("2022-01-01", 9))
    )
    first = account.next_release(TODAY)
    assert first is not None
    assert (first.day, first.amount.low, first.room.low) == (date(2027, 3, 2), 100_000, 220_000)
    assert [release.day for release in account.releases(TODAY)] == [date(2027, 3, 2), date(2028, 6, 1)]
    assert account.releases(TODAY)[1].amount.low == 80_000
    assert account.next_release(date(2028, 6, 1)) is None
    assert account.first_day_for(200_000, TODAY) == date(2027, 3, 2)
    assert account.first_day_for(100_000, TODAY) == TODAY
    assert account.first_day_for(300_001, TODAY) is None
    assert [item.grant.granted_on for item in account.timeline(TODAY, TODAY)] == ["2024-03-01"] + ["2025-05-31"] * 2


def test_the_29th_of_february_ends_with_february():
    leap = grant("2024-02-29", 1)
    assert (leap.counts_until, leap.free_on) == (date(2027, 2, 28), date(2027, 3, 1))


def test_a_grant_fits_as_a_whole_or_not_at_all():
    account = open_account((grant("2025-01-01", Interval(100_000, 150_000)),))
    assert account.room_on(TODAY) == Span(150_000, 200_000)
    assert account.fits(150_000, TODAY) is True
    assert account.fits(200_001, TODAY) is False
    assert account.fits(180_000, TODAY) is None
    assert account.fits(None, TODAY) is None


def test_linked_enterprises_share_the_account_and_partners_do_not():
    sister = Holding(name="Schwester", share_pct=100, direction=Direction.HOLDS)
    related = (
        Holding(name="Mutter", share_pct=80, related=(sister,)),
        Holding(name="Partner", share_pct=50),
        Holding(name="Vielleicht", share_pct=Interval(40, 60)),
        Holding(name="Bruder", kind=HoldingKind.LINKED, through_person=True),
    )
    amounts = {"": 1, "Mutter": 10, "Schwester": 100, "Partner": 1_000, "Bruder": 10_000}
    grants = tuple(grant("2025-01-01", amount, name) for name, amount in amounts.items())
    account = open_account(grants, related)
    assert account.used_on(TODAY) == Span(111, 111)
    assert account.undertakings == ("Mutter", "Schwester")
    # Whether these are linked is not known, so both ends are kept.
    open_ones = (grant("2025-01-01", 5, "Vielleicht"), grant("2025-01-01", 7, "Unbekannt GmbH"))
    assert open_account(open_ones, related).used_on(TODAY) == Span(0, 12)
    assert open_account(grants, None).used_on(TODAY) == Span(1, sum(amounts.values()))


def test_grants_nobody_listed_leave_the_room_open():
    account = open_account(None)
    assert account.room_on(TODAY) == Span(0, CEILING_EUR)
    assert StepCode.GRANTS_UNKNOWN in [step.code for step in account.steps(TODAY)]


def test_the_calculation_names_every_grant_that_counts():
    account = open_account((grant("2024-03-01", 181_600), grant("2020-01-01", 1)))
    lines = account.steps(TODAY)
    assert [step.code for step in lines] == [StepCode.CEILING, StepCode.GRANT, StepCode.USED, StepCode.ROOM]
    assert lines[1].values["until"] == "2027-03-01"
    assert lines[-1].values["amount"] == Span(118_400, 118_400)


def test_mergers_bring_everything_and_splits_their_part():
    merged = after_merger((grant("2025-01-01", 100_000),), (grant("2024-06-01", 150_000),))
    assert open_account(merged).room_on(TODAY).low == 50_000
    assert after_split(90_000, 1_000_000, 3_000_000) == pytest.approx(30_000)
    with pytest.raises(ValueError, match="does not fit"):
        after_split(1, 2, 1)


def test_what_the_regulation_and_the_register_cover():
    assert in_force(TODAY)
    assert in_force(date(2030, 12, 31))
    assert not in_force(date(2031, 1, 1))
    assert not register_knows_all(TODAY)
    assert register_knows_all(date(2029, 1, 1))


def test_a_day_that_does_not_exist_is_no_grant():
    with pytest.raises(ValueError, match="day"):
        grant("2026-02-31", 1)


@pytest.mark.parametrize(
    ("amount", "years", "secured", "equivalent"),
    [
        # Art. 4(3)(b): both frames use up the ceiling, less of them its part.
        (1_500_000, 5, 50, 300_000),
        (750_000, 10, 50, 300_000),
        (1_500_000, 2.5, 60, 150_000),
        (300_000, 5, 50, 60_000),
        (750_000, 5, 50, 150_000),
        # Neither frame fits, or too little is secured.
        (1_500_001, 5, 50, None),
        (800_000, 6, 50, None),
        (100_000, 11, 50, None),
        (100_000, 5, 49, None),
    ],
)
def test_loans_by_the_simplified_way(amount, years, secured, equivalent):
    assert loan_equivalent(amount, years, secured) == (None if equivalent is None else pytest.approx(equivalent))


@pytest.mark.parametrize(
    ("amount", "years", "guaranteed", "equivalent"),
    [
        (2_250_000, 5, 80, 300_000),
        (1_125_000, 10, 80, 300_000),
        (225_000, 5, 80, 30_000),
        (225_000, 5, 81, None),
        (2_250_000, 6, 80, None),
    ],
)
def test_guarantees_by_the_simplified_way(amount, years, guaranteed, equivalent):
    found = guarantee_equivalent(amount, years, guaranteed)
    assert found == (None if equivalent is None else pytest.approx(equivalent))


DAYS = st.dates(date(2021, 1, 1), date(2030, 12, 31))
GRANTS = st.lists(st.builds(grant, DAYS.map(date.isoformat), st.integers(0, 200_000)), max_size=6)


@settings(deadline=None, max_examples=50)
@given(grants=GRANTS, day=DAYS)
def test_the_room_is_what_the_grants_of_three_years_leave(grants, day):
    used = sum(item.gge_eur for item in grants if item.day <= day and _three_years_before(day) <= item.day)
    assert open_account(grants).room_on(day).low == max(0, CEILING_EUR - used)


def _three_years_before(day):
    if (day.month, day.day) == (2, 29):
        return date(day.year - 3, 3, 1)
    if (day.month, day.day) == (2, 28) and day.year % 4 == 3:
        return date(day.year - 3, 2, 28)
    return day.replace(year=day.year - 3)


@settings(deadline=None, max_examples=50)
@given(grants=GRANTS, more=GRANTS, day=DAYS, data=st.data())
def test_another_grant_never_makes_room_and_their_order_does_not_matter(grants, more, day, data):
    room = open_account(grants).room_on(day)
    assert open_account([*grants, *more]).room_on(day).low <= room.low
    assert open_account(data.draw(st.permutations(grants))).room_on(day) == room


@settings(deadline=None, max_examples=50)
@given(grants=GRANTS, wanted=st.integers(0, 400_000), ahead=st.integers(0, 1200))
def test_before_the_first_day_for_a_grant_it_does_not_fit(grants, wanted, ahead):
    past = [item for item in grants if item.day <= TODAY]
    account = open_account(past)
    first = account.first_day_for(wanted, TODAY)
    day = TODAY + timedelta(days=ahead)
    assert account.fits(wanted, day) is (first is not None and day >= first)


@settings(deadline=None, max_examples=50)
@given(low=st.integers(0, 300_000), more=st.integers(1, 100_000), part=st.floats(0, 1), wanted=st.integers(0, 300_000))
def test_an_account_known_in_part_holds_every_account_it_may_be(low, more, part, wanted):
    told = open_account((grant("2025-01-01", Interval(low, low + more)),))
    real = open_account((grant("2025-01-01", low + part * more),))
    assert told.room_on(TODAY).low <= real.room_on(TODAY).low <= told.room_on(TODAY).high
    if (answer := told.fits(wanted, TODAY)) is not None:
        assert real.fits(wanted, TODAY) is answer
