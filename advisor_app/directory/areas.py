"""How far a partner's area reaches, and which part of a place it covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from advisor_app.directory.place import Place
from advisor_app.domain.outlines import PartnerOutline
from advisor_app.domain.partner import Area
from advisor_app.domain.region import NRW

_DISTRICT_KEY = 5
_WIDE = (NRW, "DE", "EU")


class Reach(IntEnum):
    """How wide an area is, the most specific first."""

    MUNICIPALITY = 1
    DISTRICT = 2
    REGION = 3  # an economic region, or several districts
    STATE = 4
    COUNTRY = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """What a partner covers of a place: its municipalities (AGS-8), and how far its whole area reaches."""

    id: str
    reach: Reach
    municipalities: tuple[str, ...]

    def covers(self, place: Place) -> bool:
        """Tell whether nothing of the place is left out."""
        return len(self.municipalities) == len(place.municipalities)


def covered(area: Area, municipalities: Sequence[str]) -> tuple[str, ...]:
    """Return those municipalities that lie in an area."""
    codes = area.ags
    if any(wide in codes for wide in _WIDE):
        return tuple(municipalities)
    # Keys nest by prefix and have two lengths below the state, so looking them up needs no comparing of prefixes.
    inside = [ags for ags in municipalities if ags in codes or ags[:_DISTRICT_KEY] in codes]
    if area.partial:
        parts = {ags for part in area.partial for ags in part.only}
        return tuple(ags for ags in municipalities if ags in parts or ags in inside)
    return tuple(inside)


def reach_of(area: Area) -> Reach:
    """Return how far an area reaches. A city that is a district of its own counts as a district."""
    if any(code in ("DE", "EU") for code in area.ags):
        return Reach.COUNTRY
    if NRW in area.ags:
        return Reach.STATE
    districts = {code[:_DISTRICT_KEY] for code in area.ags} | {part.ags for part in area.partial}
    if area.wirtschaftsregion or len(districts) > 1:
        return Reach.REGION
    whole = any(len(code) == _DISTRICT_KEY for code in area.ags)
    return Reach.DISTRICT if whole or area.partial else Reach.MUNICIPALITY


def claims(place: Place, partners: Iterable[PartnerOutline]) -> tuple[Claim, ...]:
    """Return what partners cover of a place, the most specific first, then by id; who covers nothing is left out."""
    found = [
        Claim(partner.id, reach_of(partner.serves), inside)
        for partner in partners
        if (inside := covered(partner.serves, place.municipalities))
    ]
    return tuple(sorted(found, key=lambda claim: (claim.reach, claim.id)))
