"""Companies with holdings and grants, for the panels of state aid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from advisor_app.domain.profile import FactValue, Interval, Known, Profile
from advisor_app.domain.state_aid import DeMinimisGrant, Direction, Exempt, Holding

DAY = date(2026, 11, 23)
SISTER = Holding(
    name="Schwester GmbH", share_pct=100, direction=Direction.HOLDS, headcount=190, turnover_eur=38e6, balance_eur=25e6
)
OWNER = Holding(name="Holding", share_pct=62.5, headcount=12, turnover_eur=1.5e6, balance_eur=30e6, related=(SISTER,))
FUND = Holding(name="Fonds", share_pct=27.5, exempt=Exempt.VENTURE_CAPITAL, headcount=8)
CITY = Holding(name="Stadt", share_pct=10, public=True)
PARTNER = Holding(
    name="Montage", share_pct=40, direction=Direction.HOLDS, headcount=10, turnover_eur=2e6, balance_eur=1e6
)
MAYBE = Holding(name="Vertrieb", share_pct=Interval(20, 60), direction=Direction.HOLDS, headcount=3)
MIXED = (OWNER, FUND, CITY, PARTNER, MAYBE)
GRANTS = (
    DeMinimisGrant(granted_on="2024-02-12", gge_eur=60_000, note="Beratung"),
    DeMinimisGrant(granted_on="2025-06-30", gge_eur=80_000, undertaking="Holding"),
    DeMinimisGrant(granted_on="2022-03-01", gge_eur=25_000),
)


def known(value: Any) -> FactValue:
    return FactValue(possible=Known(value), as_of="2026-11-20")


def company(
    related: Sequence[Holding] | None = None, grants: Sequence[DeMinimisGrant] | None = None, **facts: Any
) -> Profile:
    """Return a company of 38 people; facts by the last part of their name."""
    told = {"headcount": 38, "turnover_eur": 6_200_000, "balance_eur": 2_900_000, **facts}
    given = {f"company.{name}": known(value) for name, value in told.items() if value is not None}
    if related is not None:
        given["company.related"] = known(tuple(related))
    if grants is not None:
        given["company.deminimis_grants"] = known(tuple(grants))
    return Profile(facts=given, title="Metallbau Brandt GmbH")


def chain(levels: int) -> tuple[Holding, ...]:
    """Return owners of owners, so many levels up."""
    above = chain(levels - 1) if levels > 1 else ()
    return (Holding(name=f"Stufe {levels}", share_pct=60, headcount=10, related=above),)
