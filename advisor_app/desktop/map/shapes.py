"""The districts as paths that can be painted: projected once, in kilometres, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from advisor_app.content.topology import MIDDLE, SMALL, Ring, Topology
from advisor_app.desktop.map.picture import Degrees

# Lines of longitude and latitude stay straight; at this latitude, in the middle of the state, lengths are true.
_LATITUDE = 51.4
_KM_PER_DEGREE = 111.195
_ACROSS = cos(radians(_LATITUDE)) * _KM_PER_DEGREE


def project(at: Degrees) -> QPointF:
    """Return where a position (longitude, latitude in degrees) lies on the plane: kilometres to the east and south."""
    return QPointF(at[0] * _ACROSS, (_LATITUDE - at[1]) * _KM_PER_DEGREE)


@dataclass(frozen=True, slots=True)
class District:
    """A district on the plane: its surface, the box around it, and a point well inside."""

    ags: str
    name: str
    path: QPainterPath
    box: QRectF
    middle: QPointF


@dataclass(frozen=True)
class Shapes:
    """The districts on the plane, and every border once."""

    districts: Mapping[str, District]
    topology: Topology
    box: QRectF

    @classmethod
    def of(cls, topology: Topology, middles: Mapping[str, Degrees]) -> Shapes:
        """Project a topology; several milliseconds, so that is for a worker.

        Args:
            topology: the borders.
            middles: district -> position well inside of it.
        """
        districts = {ags: _district(topology, ags, middles[ags]) for ags in topology.areas}
        box = QRectF()
        for district in districts.values():
            box = box.united(district.box)
        return cls(districts=districts, topology=topology, box=box)

    @cached_property
    def lines(self) -> Mapping[int, QPolygonF]:
        """Return arc number -> line."""
        return {number: _line(arc) for number, arc in enumerate(self.topology.arcs)}

    def borders(self, arcs: Iterable[int]) -> QPainterPath:
        """Return a path along some arcs."""
        path = QPainterPath()
        for number in sorted(arcs):
            path.addPolygon(self.lines[number])
        return path

    def at(self, point: QPointF) -> str:
        """Return the key of the district that a point of the plane lies in, "" outside the state."""
        for district in self.districts.values():
            if district.box.contains(point) and district.path.contains(point):
                return district.ags
        return ""


@dataclass(frozen=True, slots=True)
class ShapeSet:
    """The same districts twice: with all their corners, and with fewer of them for a small map.

    `middles` has a position (longitude, latitude) well inside of each district.
    """

    middle: Shapes
    small: Shapes
    middles: Mapping[str, Degrees]

    @classmethod
    def read(cls, folder: Path) -> ShapeSet:
        """Read both; some ten milliseconds, so that is for a worker.

        Raises:
            EnvironmentFault: a map is missing or damaged.
        """
        middle, small = (Topology.read(folder / name) for name in (MIDDLE, SMALL))
        middles = {ags: small.within(ags) for ags in small.areas}
        return cls(middle=Shapes.of(middle, middles), small=Shapes.of(small, middles), middles=middles)


def _district(topology: Topology, ags: str, middle: Degrees) -> District:
    path = QPainterPath()
    for polygon in topology.outline(ags):
        for ring in polygon:
            path.addPolygon(_line(ring))
            path.closeSubpath()
    name = topology.areas[ags].name
    return District(ags=ags, name=name, path=path, box=path.boundingRect(), middle=project(middle))


def _line(points: Ring) -> QPolygonF:
    return QPolygonF([project(point) for point in points])
