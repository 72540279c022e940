"""The districts' borders: TopoJSON as frozen values, so that neighbours share the very same line.

A border between two districts is one arc that both name, each in its own direction. Whoever draws a map can therefore
tell a border inside an area from one at its edge, and no gap opens between two neighbours.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import ceil, radians, sin
from pathlib import Path
from typing import Any

from advisor_app.errors import EnvironmentFault

# The same borders twice: for a map that fills a window, and for a small one.
MIDDLE = "kreise_nrw_mittel.topo.json"
SMALL = "kreise_nrw_klein.topo.json"
# Radius in km of the sphere that has the earth's surface.
_RADIUS = 6371.0072
# How many strips a district is cut into to find where it is wide.
_LINES = 12

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A district: official key, name, and its polygons as references to arcs.

    A polygon is its outer ring and then its holes; a ring is a list of arc numbers, `~number` for an arc that is walked
    from its end to its beginning.
    """

    ags: str
    name: str
    polygons: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def rings(self) -> Iterator[tuple[int, ...]]:
        """Yield all rings, holes included."""
        for polygon in self.polygons:
            yield from polygon


@dataclass(frozen=True, kw_only=True)
class Topology:
    """Arcs as lines of (longitude, latitude) in degrees, and the districts (official key -> area) made of them."""

    arcs: tuple[Ring, ...]
    areas: Mapping[str, Area]

    @classmethod
    def read(cls, file: Path) -> Topology:
        """Read a TopoJSON file of districts and check that every outline is closed.

        Raises:
            EnvironmentFault: it is missing or damaged.
        """
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
            found = cls(arcs=_arcs(document), areas={area.ags: area for area in _areas(document)})
            for ags in found.areas:
                found.outline(ags)
        except OSError as exc:
            raise _fault(file, exc.strerror or str(exc)) from exc
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as exc:
            raise _fault(file, f"damaged map: {exc or type(exc).__name__}") from exc
        return found

    def outline(self, ags: str) -> tuple[tuple[Ring, ...], ...]:
        """Return the polygons of a district: each its outer ring, then its holes; a ring ends where it begins.

        Raises:
            KeyError: there is no such district.
            ValueError: a ring is not closed.
        """
        return tuple(tuple(self._ring(ags, ring) for ring in polygon) for polygon in self.areas[ags].polygons)

    @cached_property
    def sides(self) -> Mapping[int, tuple[str, ...]]:
        """Return arc number -> the districts on its sides: two inside the state, one at its edge."""
        found: dict[int, tuple[str, ...]] = {}
        for ags, area in self.areas.items():
            for number in {_number(reference) for ring in area.rings for reference in ring}:
                found[number] = (*found.get(number, ()), ags)
        return found

    @cached_property
    def edge(self) -> frozenset[int]:
        """Return the arcs along the edge of the state."""
        return frozenset(number for number, sides in self.sides.items() if len(sides) == 1)

    def parting(self, groups: Mapping[str, object]) -> frozenset[int]:
        """Return the arcs between two districts that belong to different groups.

        Args:
            groups: official key -> what it belongs to, such as its chambers; one left out belongs to nothing.
        """
        return frozenset(
            number
            for number, sides in self.sides.items()
            if len(sides) == 2 and groups.get(sides[0]) != groups.get(sides[1])
        )

    def around(self, members: Collection[str]) -> frozenset[int]:
        """Return the arcs that have a group of districts on one side only: its outline."""
        inside = frozenset(members)
        return frozenset(number for number, sides in self.sides.items() if len(inside.intersection(sides)) == 1)

    def neighbours(self, ags: str) -> frozenset[str]:
        """Return the districts that share a border with one."""
        return frozenset(other for pair in self.sides.values() if ags in pair for other in pair if other != ags)

    def surface(self, ags: str) -> float:
        """Return how large a district is, in square kilometres, holes taken off."""
        polygons = self.outline(ags)
        return sum(_surface(ring) * (-1 if hole else 1) for polygon in polygons for hole, ring in enumerate(polygon))

    def contains(self, ags: str, point: Point) -> bool:
        """Tell whether a point (longitude, latitude) lies in a district."""
        rings = (ring for polygon in self.outline(ags) for ring in polygon)
        # A hole is entered and left, so counting every ring at once takes it off again.
        return sum(_crossings(ring, point) for ring in rings) % 2 == 1

    def within(self, ags: str) -> Point:
        """Return a point well inside a district, where its name or a number can stand."""
        rings = [ring for polygon in self.outline(ags) for ring in polygon]
        heights = [y for ring in rings for _, y in ring]
        low, high = min(heights), max(heights)
        found: tuple[float, Point] = (-1.0, rings[0][0])
        strip = (high - low) / _LINES
        met = _met(rings, low, strip)
        for step in range(1, _LINES):
            # Nearer to the middle is better than a little wider at the rim.
            weight = 1.0 - abs(2 * step / _LINES - 1) / 2
            inside = sorted(met[step])
            for left, right in zip(inside[::2], inside[1::2], strict=True):
                found = max(found, ((right - left) * weight, ((left + right) / 2, low + step * strip)))
        return found[1]

    def _ring(self, ags: str, references: Sequence[int]) -> Ring:
        points: list[Point] = []
        for reference in references:
            arc = self.arcs[_number(reference)]
            line = arc if reference >= 0 else arc[::-1]
            if points and points[-1] != line[0]:
                raise ValueError(f"the outline of {ags} has a gap")
            points.extend(line[1:] if points else line)
        if len(points) < 4 or points[0] != points[-1]:
            raise ValueError(f"the outline of {ags} is not closed")
        return tuple(points)


def _number(reference: int) -> int:
    return reference if reference >= 0 else ~reference


def _arcs(document: Mapping[str, Any]) -> tuple[Ring, ...]:
    """Return the arcs in degrees: they are written as whole steps from one point to the next."""
    (scale_x, scale_y), (left, bottom) = document["transform"]["scale"], document["transform"]["translate"]
    lines: list[Ring] = []
    for steps in document["arcs"]:
        across, up = accumulate(int(x) for x, _ in steps), accumulate(int(y) for _, y in steps)
        lines.append(tuple((x * scale_x + left, y * scale_y + bottom) for x, y in zip(across, up, strict=True)))
    return tuple(lines)


def _areas(document: Mapping[str, Any]) -> Iterator[Area]:
    (collection,) = document["objects"].values()
    for shape in collection["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield Area(
            ags=str(shape["properties"]["ags"]),
            name=str(shape["properties"]["name"]),
            polygons=tuple(tuple(tuple(map(int, ring)) for ring in polygon) for polygon in polygons),
        )


def _surface(ring: Ring) -> float:
    """Return the surface inside a ring: its shadow on the cylinder around the globe, which keeps surfaces."""
    shadow = [(radians(lon), sin(radians(lat))) for lon, lat in ring]
    return abs(sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(shadow))) * _RADIUS**2


def _crossings(ring: Ring, point: Point) -> int:
    """Return how often the way from a point to the east crosses a ring."""
    x, y = point
    return sum(
        (one[1] > y) != (other[1] > y) and x < one[0] + (y - one[1]) * (other[0] - one[0]) / (other[1] - one[1])
        for one, other in pairwise(ring)
    )


def _met(rings: Sequence[Ring], low: float, strip: float) -> Sequence[Sequence[float]]:
    """Return where rings cross lines of latitude: for each of the lines between strips, the longitudes.

    Args:
        rings: the outline.
        low: latitude at which the first strip begins.
        strip: how high each is, in degrees.
    """
    met: list[list[float]] = [[] for _ in range(_LINES + 1)]
    for ring in rings:
        for one, other in pairwise(ring):
            bottom, top = sorted((one[1], other[1]))
            first, last = ceil((bottom - low) / strip), ceil((top - low) / strip)
            for step in range(first, last):
                y = low + step * strip
                met[step].append(one[0] + (y - one[1]) * (other[0] - one[0]) / (other[1] - one[1]))
    return met


def _fault(file: Path, reason: str) -> EnvironmentFault:
    return EnvironmentFault(path=str(file), reason=reason, remedy="reinstall the app")
