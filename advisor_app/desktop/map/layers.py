"""Paints a map: land, colours, hatching, borders, names and points, in this order, on a window or on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from advisor_app.desktop.map.camera import Camera
from advisor_app.desktop.map.clusters import Cluster, clustered
from advisor_app.desktop.map.names import Wanted, placed
from advisor_app.desktop.map.picture import MapPicture, Name, Rank
from advisor_app.desktop.map.shapes import Shapes, project

# Design pixels.
_THIN, _EDGE, _RIM, _OUTLINE = 0.9, 1.2, 1.5, 2.2
_HATCH_GAP, _HATCH_WIDTH = 8.0, 3.0
_HALO = 3.5
_SPOT, _SPOT_MORE, _REACH = 5.5, 10.0, 20.0
# From this closeness on points that stand alone are named.
_NAMED_FROM = 2.0
_SIZES = {Rank.PLACE: (13, 700), Rank.SEAT: (12, 600), Rank.CITY: (12, 400), Rank.NUMBER: (12, 600)}
_COLOURS = {Rank.PLACE: "text", Rank.SEAT: "accent", Rank.CITY: "text2", Rank.NUMBER: "text"}
_DOTS = {Rank.PLACE: ("bad", 5.5), Rank.SEAT: ("accent", 4.0), Rank.CITY: ("text3", 2.8)}


class Ink(Protocol):
    """Colours, fonts and sizes: those of a window's look or of paper."""

    def colour(self, name: str) -> QColor:
        """Return a colour by its token name."""

    def font(self, size: float, weight: int = 400) -> QFont:
        """Return the font at a design size."""

    def px(self, design: float) -> int:
        """Return a size in device units for a size of the design."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture with what it is painted by."""

    picture: MapPicture
    shapes: Shapes
    camera: Camera
    ink: Ink

    @property
    def unit(self) -> float:
        """Return device units per design pixel."""
        return self.ink.px(100) / 100


def paint(painter: QPainter, scene: Scene) -> tuple[Cluster, ...]:
    """Paint everything; return the points as they were put together, in pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(QPointF(0, 0), scene.camera.size), scene.ink.colour("map_bg"))
    _land(painter, scene)
    _borders(painter, scene)
    spots = spot_clusters(scene)
    _names(painter, scene, spots)
    return spots


def paint_outline(painter: QPainter, scene: Scene, ags: str, *, colour: str, width: float) -> None:
    """Paint a line around a district; `width` in design pixels."""
    district = scene.shapes.districts.get(ags)
    if district is not None:
        _lines(painter, scene, district.path.toSubpathPolygons(), colour=colour, width=width)


def spot_clusters(scene: Scene) -> tuple[Cluster, ...]:
    """Return the points of a picture in pixels, those put together that would cover each other."""
    where = scene.camera.transform
    points = [where.map(project(spot.at)) for spot in scene.picture.spots]
    return clustered(points, _REACH * scene.unit)


def cluster_radius(cluster: Cluster, unit: float) -> float:
    """Return how large a point or several are painted, in pixels; `unit` is device units per design pixel."""
    return (_SPOT if len(cluster.members) == 1 else _SPOT_MORE) * unit


def _land(painter: QPainter, scene: Scene) -> None:
    looks = {ags: scene.picture.look(ags) for ags in scene.shapes.districts}
    painter.save()
    painter.setTransform(scene.camera.transform, combine=True)
    painter.setPen(Qt.PenStyle.NoPen)
    # Land lies under everything as one surface without soft edges: neither seams nor half a million soft pixels. The
    # borders on top of it are soft.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(scene.ink.colour("map_land"))
    painter.drawPath(scene.shapes.land)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for ags, look in looks.items():
        if look.fill:
            painter.setBrush(scene.ink.colour(look.fill))
            painter.drawPath(scene.shapes.districts[ags].path)
    painter.restore()
    for ags, look in looks.items():
        if look.hatched:
            _hatch(painter, scene, scene.camera.transform.map(scene.shapes.districts[ags].path))


def _hatch(painter: QPainter, scene: Scene, area: QPainterPath) -> None:
    box, unit = area.boundingRect(), scene.unit
    gap, height = _HATCH_GAP * unit, box.height()
    first = box.left() - height - (box.left() - height) % gap
    count = int((box.width() + height) / gap) + 2
    lines = [QLineF(first + gap * step, box.bottom(), first + gap * step + height, box.top()) for step in range(count)]
    painter.save()
    painter.setClipPath(area, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(scene.ink.colour("map_hatch"), _HATCH_WIDTH * unit))
    painter.drawLines(lines)
    painter.restore()


def _borders(painter: QPainter, scene: Scene) -> None:
    shapes, topology = scene.shapes, scene.shapes.topology
    parting = topology.parting(scene.picture.groups) if scene.picture.groups else frozenset()
    rest = topology.sides.keys() - topology.edge - parting
    for arcs, colour, width in (
        (rest, "map_thin", _THIN),
        (parting, "map_edge", _EDGE),
        (topology.edge, "map_rim", _RIM),
    ):
        _lines(painter, scene, shapes.borders(arcs), colour=colour, width=width)
    for members in scene.picture.outlined:
        _lines(painter, scene, shapes.borders(topology.around(members)), colour="accent", width=_OUTLINE)


def _lines(painter: QPainter, scene: Scene, lines: Iterable[QPolygonF], *, colour: str, width: float) -> None:
    """Draw lines one by one: as a single path they would cross each other, which takes ten times as long."""
    pen = QPen(scene.ink.colour(colour), width * scene.unit)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.save()
    painter.setTransform(scene.camera.transform, combine=True)
    painter.setPen(pen)
    for line in lines:
        painter.drawPolyline(line)
    painter.restore()


def _names(painter: QPainter, scene: Scene, spots: Sequence[Cluster]) -> None:
    where, unit = scene.camera.transform, scene.unit
    names = [*scene.picture.names, *_spot_names(scene, spots)]
    room = QRectF(QPointF(0, 0), scene.camera.size).adjusted(2 * unit, 2 * unit, -2 * unit, -2 * unit)
    wanted, kept_free = [], [_around(cluster.at, cluster_radius(cluster, unit)) for cluster in spots]
    for name in names:
        metrics = QFontMetricsF(scene.ink.font(*_SIZES[name.rank]))
        size = QSizeF(metrics.horizontalAdvance(name.text) + unit, metrics.ascent() * 1.05)
        at, centred = where.map(project(name.at)), name.rank is Rank.NUMBER
        wanted.append(Wanted(at=at, size=size, gap=0.0 if centred else (_dot_radius(name) + 3) * unit, centred=centred))
    boxes = placed(wanted, room, kept_free)
    for name, want in zip(names, wanted, strict=True):
        if name.rank in _DOTS and room.contains(want.at):
            _dot(painter, scene, want.at, *_DOTS[name.rank], ring=name.rank is not Rank.CITY)
    for cluster in spots:
        _spot(painter, scene, cluster)
    for name, box in zip(names, boxes, strict=True):
        if box is not None:
            _write(painter, scene, name, box)


def _spot_names(scene: Scene, spots: Sequence[Cluster]) -> Iterable[Name]:
    """Yield the names of points that stand alone, from near enough."""
    if scene.camera.closeness < _NAMED_FROM:
        return
    window = QRectF(QPointF(0, 0), scene.camera.size)
    for cluster in spots:
        if len(cluster.members) == 1 and window.contains(cluster.at):
            spot = scene.picture.spots[cluster.members[0]]
            yield Name(text=spot.title, at=spot.at, rank=Rank.CITY)


def _dot_radius(name: Name) -> float:
    return _DOTS[name.rank][1]


def _around(point: QPointF, radius: float) -> QRectF:
    return QRectF(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius)


def _dot(painter: QPainter, scene: Scene, at: QPointF, colour: str, radius: float, *, ring: bool) -> None:
    painter.setPen(QPen(scene.ink.colour("map_land"), 2 * scene.unit) if ring else Qt.PenStyle.NoPen)
    painter.setBrush(scene.ink.colour(colour))
    radius = (radius + (1 if ring else 0)) * scene.unit
    painter.drawEllipse(at, radius, radius)


def _spot(painter: QPainter, scene: Scene, cluster: Cluster) -> None:
    ink, unit = scene.ink, scene.unit
    painter.setPen(QPen(ink.colour("map_land"), 1.5 * unit))
    painter.setBrush(ink.colour("accent"))
    radius = cluster_radius(cluster, unit)
    painter.drawEllipse(cluster.at, radius, radius)
    if len(cluster.members) > 1:
        text = str(len(cluster.members)) if len(cluster.members) < 1000 else "999+"
        painter.setFont(ink.font(11 if len(text) < 3 else 9, 600))
        painter.setPen(ink.colour("on_accent"))
        painter.drawText(_around(cluster.at, radius), Qt.AlignmentFlag.AlignCenter, text)


def _write(painter: QPainter, scene: Scene, name: Name, box: QRectF) -> None:
    """Write a name with a halo in the colour of the land, so that borders under it do not disturb."""
    font = scene.ink.font(*_SIZES[name.rank])
    path = QPainterPath()
    path.addText(QPointF(box.left(), box.top() + QFontMetricsF(font).ascent() * 0.95), font, name.text)
    halo = QPen(scene.ink.colour("map_land"), _HALO * scene.unit)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, halo)
    painter.fillPath(path, scene.ink.colour(_COLOURS[name.rank]))
