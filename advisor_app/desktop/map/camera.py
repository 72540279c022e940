"""Which part of the plane is seen: fitted, moved and enlarged within limits. Frozen; a step makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

CLOSEST = 12.0
STEP = 1.5


@dataclass(frozen=True, slots=True)
class Camera:
    """A view of a box of the plane in a window.

    Args:
        box: what there is to see, in kilometres.
        size: of the window in pixels.
        margin: around the box when all of it is seen, in pixels.
        closeness: 1 when all is seen, `CLOSEST` at most.
        middle: the point of the plane in the middle of the window; None for that of the box.
    """

    box: QRectF
    size: QSizeF
    margin: float = 16.0
    closeness: float = 1.0
    middle: QPointF | None = None

    @property
    def scale(self) -> float:
        """Return pixels per kilometre."""
        room_x = max(self.size.width() - 2 * self.margin, 1.0)
        room_y = max(self.size.height() - 2 * self.margin, 1.0)
        return min(room_x / self.box.width(), room_y / self.box.height()) * self.closeness

    @property
    def transform(self) -> QTransform:
        """Return the way from the plane to pixels."""
        centre = self._centre
        found = QTransform.fromTranslate(self.size.width() / 2, self.size.height() / 2)
        found.scale(self.scale, self.scale)
        return found.translate(-centre.x(), -centre.y())

    def to_plane(self, pixel: QPointF) -> QPointF:
        """Return the point of the plane at a pixel."""
        centre, scale = self._centre, self.scale
        return QPointF(
            centre.x() + (pixel.x() - self.size.width() / 2) / scale,
            centre.y() + (pixel.y() - self.size.height() / 2) / scale,
        )

    def to_pixel(self, point: QPointF) -> QPointF:
        """Return the pixel of a point of the plane."""
        return self.transform.map(point)

    def resized(self, size: QSizeF, margin: float) -> Camera:
        """Return the same view in a window of another size."""
        return _settled(replace(self, size=size, margin=margin))

    def moved(self, by: QPointF) -> Camera:
        """Return the view after the picture was dragged, in pixels; its middle stays over the box."""
        centre, scale = self._centre, self.scale
        return _settled(replace(self, middle=QPointF(centre.x() - by.x() / scale, centre.y() - by.y() / scale)))

    def zoomed(self, factor: float, at: QPointF | None = None) -> Camera:
        """Return a closer (> 1) or wider view in which what lies at a pixel stays there, if the limits let it."""
        pixel = QPointF(self.size.width() / 2, self.size.height() / 2) if at is None else at
        held = self.to_plane(pixel)
        closer = replace(self, closeness=min(max(self.closeness * factor, 1.0), CLOSEST))
        shift = pixel - closer.to_pixel(held)
        return closer.moved(shift)

    def showing(self, box: QRectF) -> Camera:
        """Return the view moved so far that a box of the plane is seen, as far as it fits."""
        area = self.transform.mapRect(box)
        room = QRectF(QPointF(0, 0), self.size).adjusted(self.margin, self.margin, -self.margin, -self.margin)
        shift = QPointF(
            _shift(area.left(), area.right(), room.left(), room.right()),
            _shift(area.top(), area.bottom(), room.top(), room.bottom()),
        )
        return self.moved(shift) if not shift.isNull() else self

    def closing_in(self, box: QRectF) -> Camera:
        """Return a view that a box of the plane fills, within the limits; used to take clusters apart."""
        whole = replace(self, closeness=1.0).scale
        room = QSizeF(self.size.width() - 4 * self.margin, self.size.height() - 4 * self.margin)
        wanted = min(room.width() / max(box.width(), 0.1), room.height() / max(box.height(), 0.1)) / whole
        closest = min(max(wanted, self.closeness * STEP), CLOSEST)
        return _settled(replace(self, closeness=closest, middle=box.center()))

    @property
    def _centre(self) -> QPointF:
        return self.box.center() if self.middle is None else self.middle


def _settled(camera: Camera) -> Camera:
    """Return a view with its middle over the box; where all is seen, in its middle."""
    if camera.middle is None or camera.closeness <= 1.0:
        return replace(camera, middle=None, closeness=max(camera.closeness, 1.0))
    x = min(max(camera.middle.x(), camera.box.left()), camera.box.right())
    y = min(max(camera.middle.y(), camera.box.top()), camera.box.bottom())
    return replace(camera, middle=QPointF(x, y))


def _shift(low: float, high: float, first: float, last: float) -> float:
    """Return how far a stretch must go to lie within another; one that is too long is centred."""
    if high - low > last - first:
        return (first + last - low - high) / 2
    return max(first - low, 0.0) + min(last - high, 0.0)
