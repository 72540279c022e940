"""Which chambers and which business development are responsible for a place.

A company belongs to the chamber of crafts if it stands in the Handwerksrolle or one of its registers, otherwise to the
chamber of industry and commerce; mixed companies can belong to both. The industry says nothing about it, so both
chambers of the place are named, and the faces tell the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from advisor_app.directory.areas import Claim, claims
from advisor_app.directory.place import Doubt, Place
from advisor_app.domain.outlines import PartnerOutline
from advisor_app.domain.partner import PartnerKind


class Office(StrEnum):
    """What somebody is responsible as."""

    IHK = "ihk"
    HWK = "hwk"
    BUSINESS_DEVELOPMENT = "business_development"


OFFICE_OF_KIND = {
    PartnerKind.IHK: Office.IHK,
    PartnerKind.HWK: Office.HWK,
    PartnerKind.WIRTSCHAFTSFOERDERUNG: Office.BUSINESS_DEVELOPMENT,
}


@dataclass(frozen=True, slots=True)
class Gap:
    """An office that nobody holds in these municipalities (AGS-8), as far as the knowledge goes."""

    office: Office
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """Who is responsible for a place.

    `ihk` and `hwk` hold one id each wherever the place is certain; several where a district is split between chambers
    or several places may be meant: then `ambiguous` is True, and `reasons` tells who covers which municipality.
    `business_development` begins with the most specific area. `branches` are offices of chambers that are partners of
    their own and cover the place. `in_parts` names business development that covers only a part of a district.
    """

    place: Place
    ihk: tuple[str, ...] = ()
    hwk: tuple[str, ...] = ()
    business_development: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    in_parts: tuple[str, ...] = ()
    ambiguous: bool = False
    reasons: tuple[Claim, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def claim(self, partner: str) -> Claim | None:
        """Return what a partner covers of the place; None for one that is not named here."""
        return next((claim for claim in self.reasons if claim.id == partner), None)


def responsible(place: Place, partners: Sequence[PartnerOutline]) -> Responsibility:
    """Return who is responsible for a place.

    Args:
        place: where the company is; `Found.whole()` for an answer before the user has chosen.
        partners: all that are known.
    """
    heads = {office: _claims(place, partners, office, branches=False) for office in Office}
    branches = [
        claim for office in (Office.IHK, Office.HWK) for claim in _claims(place, partners, office, branches=True)
    ]
    asks = place.note is not Doubt.NONE
    developers = heads[Office.BUSINESS_DEVELOPMENT]
    parts = [claim for claim in developers if not asks and not claim.covers(place)]
    ihk, hwk = _ids(heads[Office.IHK]), _ids(heads[Office.HWK])
    return Responsibility(
        place=place,
        ihk=ihk,
        hwk=hwk,
        business_development=_ids(claim for claim in developers if claim not in parts),
        branches=_ids(branches),
        in_parts=_ids(parts),
        ambiguous=asks or len(ihk) > 1 or len(hwk) > 1,
        reasons=(*heads[Office.IHK], *heads[Office.HWK], *developers, *branches),
        gaps=tuple(_gaps(place, heads)),
    )


def _claims(place: Place, partners: Iterable[PartnerOutline], office: Office, *, branches: bool) -> tuple[Claim, ...]:
    """Return who holds an office in a place. The branch of a chamber is no second chamber."""
    chamber = office is not Office.BUSINESS_DEVELOPMENT
    return claims(
        place,
        (
            partner
            for partner in partners
            if OFFICE_OF_KIND.get(partner.partner_kind) is office and (not chamber or bool(partner.parent) is branches)
        ),
    )


def _ids(found: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(claim.id for claim in found)


def _gaps(place: Place, heads: Mapping[Office, tuple[Claim, ...]]) -> Iterator[Gap]:
    for office, found in heads.items():
        held = {ags for claim in found for ags in claim.municipalities}
        missing = tuple(ags for ags in place.municipalities if ags not in held)
        if missing:
            yield Gap(office, missing)
