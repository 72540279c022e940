"""The districts as paths that can be painted: projected once, in kilometres, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from advisor_app.content.topology import MIDDLE, SMALL, Ring, Topology
from advisor_app.desktop.map.picture import Degrees

# Lines of longitude and latitude stay straight; at this latitude, in the middle of the state, lengths are true.
_LATITUDE = 51.4
_KM_PER_DEGREE = 111.195
# Kilometres: a cell that districts are looked up by.
_CELL = 8.0
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

    @cached_property
    def land(self) -> QPainterPath:
        """Return all districts as one surface."""
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for district in self.districts.values():
            path.addPath(district.path)
        return path

    def prepare(self) -> None:
        """Make now, in a worker, what the first picture is made of and would have to wait for."""
        _ = self.lines, self.land, self._cells, self.topology.edge

    def borders(self, arcs: Iterable[int]) -> Iterator[QPolygonF]:
        """Yield the lines of some arcs."""
        return (self.lines[number] for number in sorted(arcs))

    def at(self, point: QPointF) -> str:
        """Return the key of the district that a point of the plane lies in, "" outside the state."""
        for district in self._cells.get((int(point.x() // _CELL), int(point.y() // _CELL)), ()):
            if district.path.contains(point):
                return district.ags
        return ""

    @cached_property
    def _cells(self) -> Mapping[tuple[int, int], tuple[District, ...]]:
        """Return cell of the plane -> the districts whose boxes reach into it."""
        found: dict[tuple[int, int], tuple[District, ...]] = {}
        for district in self.districts.values():
            box = district.box
            for column in range(int(box.left() // _CELL), int(box.right() // _CELL) + 1):
                for row in range(int(box.top() // _CELL), int(box.bottom() // _CELL) + 1):
                    found[column, row] = (*found.get((column, row), ()), district)
        return found


@dataclass(frozen=True)
class ShapeSet:
    """The same districts twice: with all their corners, and with fewer of them for a small map.

    `middles` has a position (longitude, latitude) well inside of each district; `folder` is where the maps lie.
    """

    middle: Shapes
    middles: Mapping[str, Degrees]
    folder: Path

    @classmethod
    def read(cls, folder: Path) -> ShapeSet:
        """Read the borders; some ten milliseconds, so that is for a worker.

        Raises:
            EnvironmentFault: a map is missing or damaged.
        """
        topology = Topology.read(folder / MIDDLE)
        middles = {ags: topology.within(ags) for ags in topology.areas}
        return cls(middle=Shapes.of(topology, middles), middles=middles, folder=folder)

    @cached_property
    def small(self) -> Shapes:
        """Return the districts for a small map, read when one is first wanted.

        Raises:
            EnvironmentFault: the map is missing or damaged.
        """
        return Shapes.of(Topology.read(self.folder / SMALL), self.middles)


def _district(topology: Topology, ags: str, middle: Degrees) -> District:
    path = QPainterPath()
    for polygon in topology.outline(ags):
        for ring in polygon:
            path.addPolygon(_line(ring))
            path.closeSubpath()
    name = topology.areas[ags].name
    return District(ags=ags, name=name, path=path, box=path.boundingRect(), middle=project(middle))


def _line(points: Ring) -> QPolygonF:
    # As `project`, without a call for each of thousands of points.
    return QPolygonF([QPointF(lon * _ACROSS, (_LATITUDE - lat) * _KM_PER_DEGREE) for lon, lat in points])
