"""What is seen of a map: its picture, the part one looks at, and the painting that is kept until either changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from advisor_app.desktop.map.bubble import Bubble
from advisor_app.desktop.map.camera import CLOSEST, STEP, Camera
from advisor_app.desktop.map.clusters import Cluster
from advisor_app.desktop.map.controls import ZoomControls
from advisor_app.desktop.map.layers import Scene, cluster_radius, paint, paint_outline
from advisor_app.desktop.map.picture import NO_WORDS, DistrictWords, MapPicture, Spot
from advisor_app.desktop.map.shapes import Shapes, ShapeSet
from advisor_app.desktop.theme import Theme

# Below this width or height in pixels of the screen the districts with fewer corners do.
_SMALL = 420
_MARGIN = 16
_SETTLE_MS = 80
_HOVER_WIDTH, _FOCUS_WIDTH = 2.0, 3.0
_NAME = "Karte der Kreise"
_EMPTY = MapPicture(title="", description="")


@dataclass(frozen=True, slots=True)
class _Painted:
    """A picture as it was painted last, and by what view."""

    pixmap: QPixmap
    camera: Camera
    clusters: tuple[Cluster, ...]


class MapView(QWidget):
    """Shows a picture of districts and keeps what it painted.

    Args:
        theme: the look.

    `repaints` counts how often everything was painted.
    """

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shapes: ShapeSet | None = None
        self._picture = _EMPTY
        self._words: Mapping[str, DistrictWords] = {}
        self._camera: Camera | None = None
        self._painted: _Painted | None = None
        self._hovered = ""
        self._current = ""
        self.repaints = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.paint_anew)
        self.bubble = Bubble(theme=theme, parent=self)
        self.controls = ZoomControls(theme=theme, parent=self)
        self.controls.closer.connect(self.zoom_in)
        self.controls.farther.connect(self.zoom_out)
        self.controls.whole.connect(self.show_whole)
        self.setAccessibleName(_NAME)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.restyle)
        self.restyle()

    # What is shown

    def take_shapes(self, shapes: ShapeSet) -> None:
        """Have something to draw; until then the map is an empty area."""
        self._shapes = shapes
        self._camera = None
        self.paint_anew()

    @property
    def has_shapes(self) -> bool:
        """Tell whether there is something to draw."""
        return self._shapes is not None

    @property
    def picture(self) -> MapPicture:
        """Return what is shown."""
        return self._picture

    @property
    def camera(self) -> Camera | None:
        """Return which part is seen, None before there is anything to see."""
        return self._camera

    @property
    def current(self) -> str:
        """Return the key of the district that keys walked to, "" if none."""
        return self._current

    def show_picture(self, picture: MapPicture) -> None:
        """Show other colours, names and points; where one looks stays."""
        if picture == self._picture:
            return
        self._picture = picture
        self.setAccessibleName(f"{_NAME}: {picture.title}")
        self.setAccessibleDescription(picture.description)
        self.paint_anew()

    @Slot()
    def paint_anew(self) -> None:
        """Paint everything the next time."""
        self._painted = None
        self.update()

    def take_words(self, words: Mapping[str, DistrictWords]) -> None:
        """Know what is to be said of each district (by key); nothing is painted anew for it."""
        self._words = words

    def words_of(self, ags: str) -> DistrictWords:
        """Return what is said of a district; nothing outside the state."""
        return self._words.get(ags, NO_WORDS)

    # Moving

    @Slot()
    def zoom_in(self) -> None:
        """Come closer to the middle."""
        self._zoom(STEP)

    @Slot()
    def zoom_out(self) -> None:
        """Go farther from the middle."""
        self._zoom(1 / STEP)

    @Slot()
    def show_whole(self) -> None:
        """Show all of it."""
        self._zoom(1 / CLOSEST)

    def _zoom(self, factor: float, at: QPointF | None = None, *, soft: bool = False) -> None:
        camera = self._seen()
        if camera is not None:
            self._look(camera.zoomed(factor, at), soft=soft)

    def _look(self, camera: Camera, *, soft: bool = False) -> None:
        """Look somewhere else; softly, the old painting is moved along until there is rest."""
        if camera == self._camera:
            return
        self._camera = camera
        self.bubble.hide()
        self.controls.tell(closest=camera.closeness >= CLOSEST, whole=camera.closeness <= 1.0)
        if soft:
            self._settle.start()
            self.update()
        else:
            self.paint_anew()

    def _seen(self) -> Camera | None:
        """Return which part is seen, for the size the widget has now."""
        shapes = self._drawn()
        if shapes is None:
            return None
        size, margin = QSizeF(self.size()), float(self._theme.px(_MARGIN))
        if self._camera is None:
            self._camera = Camera(shapes.box, size, margin)
            self.controls.tell(closest=False, whole=True)
        elif self._camera.size != size or self._camera.margin != margin:
            self._camera = self._camera.resized(size, margin)
        return self._camera

    def _drawn(self) -> Shapes | None:
        if self._shapes is None:
            return None
        small = min(self.width(), self.height()) * self.devicePixelRatioF() < _SMALL
        return self._shapes.small if small else self._shapes.middle

    def _scene(self) -> Scene | None:
        shapes, camera = self._drawn(), self._seen()
        return Scene(self._picture, shapes, camera, self._theme) if shapes is not None and camera is not None else None

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what was painted before, and draw the line around the district one points at."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("map_bg"))
        scene = self._scene()
        if scene is None:
            return
        painted = self._paint(scene)
        if painted.camera != scene.camera:
            painter.save()
            painter.setTransform(_between(painted.camera, scene.camera))
            painter.drawPixmap(0, 0, painted.pixmap)
            painter.restore()
        else:
            painter.drawPixmap(0, 0, painted.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered:
            paint_outline(painter, scene, self._hovered, colour="accent", width=_HOVER_WIDTH)
        if self.hasFocus():
            self._paint_focus(painter, scene)

    def _paint_focus(self, painter: QPainter, scene: Scene) -> None:
        if self._current:
            paint_outline(painter, scene, self._current, colour="map_land", width=_FOCUS_WIDTH + 3)
            paint_outline(painter, scene, self._current, colour="accent", width=_FOCUS_WIDTH)
        pen = painter.pen()
        pen.setColor(self._theme.colour("accent"))
        pen.setWidth(2)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint(self, scene: Scene) -> _Painted:
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.height() * ratio))
        kept = self._painted
        if kept is not None and kept.pixmap.size() == wanted and (
            kept.camera == scene.camera or self._settle.isActive()
        ):  # fmt: skip
            return kept
        self._settle.stop()
        pixmap = QPixmap(wanted)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        clusters = paint(painter, scene)
        painter.end()
        self.repaints += 1
        self._painted = _Painted(pixmap=pixmap, camera=scene.camera, clusters=clusters)
        return self._painted

    # Where things are

    def district_at(self, pixel: QPointF) -> str:
        """Return the key of the district at a pixel, "" outside the state."""
        scene = self._scene()
        return scene.shapes.at(scene.camera.to_plane(pixel)) if scene is not None else ""

    def spots_at(self, pixel: QPointF) -> tuple[Spot, ...]:
        """Return the points at a pixel; the one that was painted last is on top."""
        painted = self._painted
        if painted is None or painted.camera != self._camera:
            return ()
        unit = self._theme.px(100) / 100
        for cluster in reversed(painted.clusters):
            away = cluster.at - pixel
            reach = cluster_radius(cluster, unit) + 2 * unit
            if away.x() ** 2 + away.y() ** 2 <= reach**2:
                return tuple(self._picture.spots[number] for number in cluster.members)
        return ()

    def _hover(self, ags: str) -> None:
        if ags != self._hovered:
            before, self._hovered = self._hovered, ags
            for changed in (before, ags):
                self.update(self._area(changed))

    def _area(self, ags: str) -> QRect:
        """Return the pixels of a district with the lines around it."""
        scene = self._scene()
        district = scene.shapes.districts.get(ags) if scene is not None else None
        if scene is None or district is None:
            return QRect()
        grown = self._theme.px(_FOCUS_WIDTH + 4)
        return scene.camera.transform.mapRect(district.box).toAlignedRect().adjusted(-grown, -grown, grown, grown)

    # Room

    def sizeHint(self) -> QSize:
        """Return the smallest size that is of use: the map takes whatever room is left."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that is of use."""
        return QSize(self._theme.px(200), self._theme.px(180))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the same part in the new room."""
        super().resizeEvent(event)
        self.bubble.hide()
        self.controls.follow()

    def event(self, event: QEvent) -> bool:
        """Paint anew when the window comes to a screen with other pixels."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.paint_anew()
        return super().event(event)

    @Slot()
    def restyle(self) -> None:
        """Take over the colours and sizes of the look."""
        self.bubble.forget()
        self.controls.follow()
        self.paint_anew()


def _between(painted: Camera, wanted: Camera) -> QTransform:
    """Return how what was painted by one view lies in another."""
    inverted, _possible = painted.transform.inverted()
    return inverted * wanted.transform
