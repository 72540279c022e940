"""Places as people name them: a postal code, a municipality, a district, and what is doubtful about the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# Latitude and longitude in degrees (WGS 84).
Point = tuple[float, float]


class PlaceKind(StrEnum):
    """What sort of place it is."""

    POSTAL_CODE = "postal_code"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"


class Doubt(StrEnum):
    """Why a place is not certain, or unknown. Words for it stand in the faces."""

    NONE = ""
    DISTRICT_BORDER = "district_border"  # the postal code lies in two districts
    TWO_MUNICIPALITIES = "two_municipalities"  # the postal code spans two municipalities
    LARGE_RECIPIENT = "large_recipient"  # the postal code belongs to a large recipient and has no area
    SAME_NAME = "same_name"  # several places bear the name
    PART_OF = "part_of"  # a part of the place is named that no table knows
    DISAGREE = "disagree"  # postal code and name mean different places
    EMPTY = "empty"  # nothing was typed that could name a place
    CODE_UNKNOWN = "code_unknown"  # a postal code of the region without a row: PO box, large recipient, next state
    OUTSIDE = "outside"  # a postal code that begins as none in the state does
    UNKNOWN = "unknown"  # no place of the state bears the name


# What may be meant lies side by side, so that a distance from its middle says something.
_NEIGHBOURS = frozenset({Doubt.DISTRICT_BORDER, Doubt.TWO_MUNICIPALITIES})


class Match(StrEnum):
    """How a place answers to what was typed, the best first."""

    EXACT = "exact"
    NAME = "name"  # its name begins so
    OTHER_NAME = "other_name"  # a short or former name begins so
    WORD = "word"  # a later word of its name begins so
    SIMILAR = "similar"  # with a typing error or two


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the state.

    `code` is the postal code, AGS-8 or AGS-5; `name` as people say it (for a postal code the municipality's);
    `district` the AGS-5 key, "" where the place lies in two; `municipalities` the keys (AGS-8) that it covers or
    may mean; `point` its middle as latitude and longitude in degrees; `note` says why it has to be asked back.
    """

    kind: PlaceKind
    code: str
    name: str
    district: str
    municipalities: tuple[str, ...]
    point: Point | None = None
    note: Doubt = Doubt.NONE

    @property
    def label(self) -> str:
        """Return the place as it is written: "58452 Witten", "Kreis Gütersloh"."""
        return f"{self.code} {self.name}" if self.kind is PlaceKind.POSTAL_CODE else self.name


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place that what was typed may mean."""

    place: Place
    match: Match


@dataclass(frozen=True, slots=True)
class Found:
    """What a text means.

    Exactly one of these holds: `place` is certain; `choices` may be meant and the user has to choose; nothing is
    known, and `suggestions` come near. `also` are further places that the name of a certain one brings to mind (the
    district Gütersloh beside the city). `note` is the reason wherever `place` is None.
    """

    query: str
    place: Place | None = None
    choices: tuple[Place, ...] = ()
    also: tuple[Place, ...] = ()
    suggestions: tuple[PlaceHit, ...] = ()
    note: Doubt = Doubt.NONE

    @property
    def asks(self) -> bool:
        """Tell whether the user has to choose."""
        return bool(self.choices)

    @property
    def one_unknown(self) -> bool:
        """Tell whether the place may be one that no table names: of two municipalities only one is known."""
        return self.note is Doubt.TWO_MUNICIPALITIES and len(self.choices) == 1

    def whole(self) -> Place | None:
        """Return all that may be meant as one place, for an answer before the choice; None if nothing is known."""
        if self.place is not None or not self.choices:
            return self.place
        districts = {choice.district for choice in self.choices}
        points = [choice.point for choice in self.choices if choice.point is not None]
        return Place(
            kind=self.choices[0].kind,
            code=self.choices[0].code if len(self.choices) == 1 else "",
            name=" / ".join(choice.name for choice in self.choices),
            district=districts.pop() if len(districts) == 1 else "",
            municipalities=tuple(sorted({ags for choice in self.choices for ags in choice.municipalities})),
            point=middle(points) if self.note in _NEIGHBOURS or len(points) == 1 else None,
            note=self.note,
        )


def middle(points: Sequence[Point]) -> Point | None:
    """Return the middle of some points; None if there are none."""
    if not points:
        return None
    count = len(points)
    return (round(sum(lat for lat, _ in points) / count, 4), round(sum(lon for _, lon in points) / count, 4))
