"""Partners by distance: great circles between the middles of towns, as no address is known more exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from advisor_app.directory.areas import covered
from advisor_app.directory.place import Place, Point
from advisor_app.domain.outlines import PartnerOutline
from advisor_app.domain.partner import PartnerKind

_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Near:
    """A partner seen from a place.

    `km` is the distance between the middles of the towns, None where a position is not known; `serves` whether its
    area holds the place; `competences` those of the wanted ones that it has.
    """

    id: str
    km: float | None
    serves: bool
    competences: tuple[str, ...]


def nearest(
    place: Place | Point,
    partners: Iterable[PartnerOutline],
    *,
    competences: Collection[str] = (),
    kinds: Collection[PartnerKind | str] = (),
    offers: Collection[str] = (),
    limit: int | None = None,
) -> tuple[Near, ...]:
    """Return partners, those that serve the place first, then by distance; without a position last.

    Args:
        place: where from; a point (latitude, longitude in degrees) is served by nobody in particular.
        partners: all that are known.
        competences: themes of which a partner has to have one; empty: any.
        kinds: kinds of partners; empty: any.
        offers: types of offers of which a partner has to have one; empty: any.
        limit: how many; None: all.
    """
    start = place.point if isinstance(place, Place) else place
    municipalities = place.municipalities if isinstance(place, Place) else ()
    found = [
        Near(
            partner.id,
            _km(start, partner),
            bool(covered(partner.serves, municipalities)),
            tuple(theme for theme in partner.competences if theme in competences),
        )
        for partner in partners
        if _is_wanted(partner, competences, kinds, offers)
    ]
    found.sort(key=lambda near: (not near.serves, near.km is None, near.km or 0.0, near.id))
    return tuple(found[:limit])


def distance_km(start: Point, end: Point) -> float:
    """Return the length of the great circle between two points (latitude, longitude in degrees)."""
    (lat, lon), (lat_end, lon_end) = ((radians(one), radians(other)) for one, other in (start, end))
    chord = sin((lat_end - lat) / 2) ** 2 + cos(lat) * cos(lat_end) * sin((lon_end - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


def _km(start: Point | None, partner: PartnerOutline) -> float | None:
    if start is None or partner.geo is None:
        return None
    return round(distance_km(start, (partner.geo.lat, partner.geo.lon)), 1)


def _is_wanted(
    partner: PartnerOutline, competences: Collection[str], kinds: Collection[PartnerKind | str], offers: Collection[str]
) -> bool:
    if kinds and partner.partner_kind not in kinds:
        return False
    if competences and not any(theme in competences for theme in partner.competences):
        return False
    return not offers or any(offer.type in offers for offer in partner.offers)
