"""The real tables of places, the real partners, and partners made for one test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from advisor_app.content.load import load_content
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.domain import Partner, Status
from advisor_app.domain.item import Certainty, CheckedAgainst, Review
from advisor_app.domain.outlines import PartnerOutline, outline_of
from advisor_app.domain.partner import Area, Geo, Offer, PartialArea, PartnerKind

MakePartner = Callable[..., PartnerOutline]


@pytest.fixture(scope="session")
def gazetteer(root) -> Gazetteer:
    """Return the places of the state."""
    return Gazetteer.load(root / "resources" / "geodata")


@pytest.fixture(scope="session")
def partners(root, geodata) -> tuple[PartnerOutline, ...]:
    """Return the published partners of the real content."""
    content = load_content(root / "kb", geodata, today=date(2026, 11, 23))
    found = (
        outline_of(item) for item in content.items if isinstance(item, Partner) and item.status is Status.PUBLISHED
    )
    return tuple(outline for outline in found if isinstance(outline, PartnerOutline))


@pytest.fixture(scope="session")
def make() -> MakePartner:
    """Return a maker of partners: kind, whole areas, partial areas, competences, position."""

    def made(
        name: str,
        kind: PartnerKind | str = PartnerKind.WIRTSCHAFTSFOERDERUNG,
        *,
        ags: tuple[str, ...] = (),
        partial: dict[str, tuple[str, ...]] | None = None,
        economic_region: str = "",
        competences: tuple[str, ...] = (),
        offers: tuple[str, ...] = (),
        at: tuple[float, float] | None = None,
        **more: Any,
    ) -> PartnerOutline:
        parts = tuple(PartialArea(ags=key, only=only) for key, only in (partial or {}).items())
        return PartnerOutline(
            id=name,
            title=name.title(),
            themes=competences,
            region=ags,
            review=Review(
                checked_on="2026-11-01",
                checked_against=CheckedAgainst.LIVE,
                review_by="2027-01-01",
                certainty=Certainty.B,
            ),
            partner_kind=PartnerKind(kind),
            serves=Area(ags=ags, partial=parts, wirtschaftsregion=economic_region),
            competences=competences,
            offers=tuple(Offer(type=offer, text=offer) for offer in offers),
            geo=Geo(lat=at[0], lon=at[1]) if at else None,
            **more,
        )

    return made
