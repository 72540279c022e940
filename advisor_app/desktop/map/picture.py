"""What a map shows, as frozen values: colours by district, borders, places, points, a legend, and words for it all.

Positions are (longitude, latitude) in degrees; colours are names of tokens. No Qt: a worker makes these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Degrees = tuple[float, float]
ATTRIBUTION = "© GeoBasis-DE / BKG 2013 (Daten verändert), dl-de/by-2-0"


class Swatch(StrEnum):
    """What stands before the words of a legend's entry."""

    FILL = "fill"
    HATCH = "hatch"
    LINE = "line"
    DOT = "dot"
    SPOT = "spot"
    COUNT = "count"
    NOTE = "note"


class Rank(StrEnum):
    """How much a name on the map matters; it also says how it looks."""

    PLACE = "place"
    SEAT = "seat"
    CITY = "city"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictLook:
    """How a district is shown: `fill` is a colour token ("" for land), `hatched` ones belong to more than one."""

    fill: str = ""
    hatched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictWords:
    """What is said of a district at the pointer and aloud."""

    title: str
    lines: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """Return what is said of it aloud."""
        return ". ".join((self.title, *self.lines))


_LAND = DistrictLook()
NO_WORDS = DistrictWords(title="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name at a position; the first ones find room first."""

    text: str
    at: Degrees
    rank: Rank = Rank.CITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An entry at a position."""

    id: str
    title: str
    note: str
    at: Degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """A sign and what it means. `colour` is a token."""

    swatch: Swatch
    colour: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPicture:
    """Everything on a map.

    `groups` says which districts belong together (official key -> anything equal): borders between two groups are
    drawn stronger. `outlined` are groups of districts with a strong line around each.
    """

    title: str
    description: str
    looks: Mapping[str, DistrictLook] = field(default_factory=dict)
    groups: Mapping[str, object] = field(default_factory=dict)
    outlined: tuple[frozenset[str], ...] = ()
    names: tuple[Name, ...] = ()
    spots: tuple[Spot, ...] = ()
    legend: tuple[LegendEntry, ...] = ()

    def look(self, ags: str) -> DistrictLook:
        """Return how a district is shown; one that nothing is said of is land."""
        return self.looks.get(ags) or _LAND
