"""Which district lies next in a direction: arrow keys follow the land, not a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import hypot

# How much a sideways step counts beside one straight ahead, and how much farther one that is no neighbour seems.
_SIDEWAYS = 2.0
_APART = 4.0
Place = tuple[float, float]


def next_in_direction(
    start: str, step: tuple[int, int], places: Mapping[str, Place], neighbours: Collection[str]
) -> str:
    """Return the district that a step leads to, the same one where there is none in that direction.

    Args:
        start: key of the district one stands in.
        step: direction: (1, 0) is east, (0, 1) south.
        places: key -> where each district is, to the east and to the south.
        neighbours: keys of those that share a border with `start`; they come before others.
    """
    best = (float("inf"), start)
    here = places[start]
    for ags, (x, y) in places.items():
        ahead = (x - here[0]) * step[0] + (y - here[1]) * step[1]
        aside = abs((x - here[0]) * step[1]) + abs((y - here[1]) * step[0])
        if ags == start or ahead <= 0 or aside > 2 * ahead:
            continue
        cost = hypot(ahead, aside * _SIDEWAYS) * (1.0 if ags in neighbours else _APART)
        best = min(best, (cost, ags))
    if best[1] == start:
        # Nothing straight ahead: a neighbour that lies at all in that direction, however far aside.
        rest = [
            (hypot(places[ags][0] - here[0], places[ags][1] - here[1]), ags)
            for ags in neighbours
            if (places[ags][0] - here[0]) * step[0] + (places[ags][1] - here[1]) * step[1] > 0
        ]
        return min(rest)[1] if rest else start
    return best[1]
