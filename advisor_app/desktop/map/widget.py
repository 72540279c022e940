"""The map as a widget: pointer, wheel and keys move on it, choose districts and points, and say what is there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.map.camera import CLOSEST
from advisor_app.desktop.map.moves import next_in_direction
from advisor_app.desktop.map.picture import DistrictWords, MapPicture, Spot
from advisor_app.desktop.map.shapes import project
from advisor_app.desktop.map.view import MapView
from advisor_app.desktop.theme import Theme

_WHEEL_NOTCH = 120
_NAMED_IN_CLUSTER = 6
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class DistrictMap(MapView):
    """A map of districts that can be moved, enlarged and walked through.

    Args:
        theme: the look.

    `wheel_scrolls` leaves the wheel to what the map lies in, but for Ctrl.

    Signals: `district_chosen` (its key: clicked, or Enter), `spot_chosen` (id of a point), `spots_chosen` (ids of
    points that cannot be told apart), `current_changed` (key of the district that keys walked to), `left` (Esc).
    """

    district_chosen = Signal(str)
    spot_chosen = Signal(str)
    spots_chosen = Signal(tuple)
    current_changed = Signal(str)
    left = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, parent=parent)
        self.wheel_scrolls = False
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def take_words(self, words: Mapping[str, DistrictWords]) -> None:
        """Know what is to be said of each district."""
        super().take_words(words)
        self._describe()

    def show_picture(self, picture: MapPicture) -> None:
        """Show other colours, names and points; where one looks and stands stays."""
        super().show_picture(picture)
        self._describe()

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click or a drag begins."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the map along, or say what is under the pointer."""
        camera = self._seen()
        if camera is None:
            return
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way = event.position() - self._pressed
            if self._dragged or way.manhattanLength() >= QApplication.startDragDistance():
                self._dragged = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._pressed = event.position()
                self._look(camera.moved(way), soft=True)
            return
        self._point_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked, unless the map was dragged."""
        clicked = self._pressed is not None and not self._dragged
        self._pressed, self._dragged = None, False
        if event.button() is Qt.MouseButton.LeftButton and clicked:
            self._click(event.position())
        self._point_at(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come closer to where it was clicked twice."""
        if not self.spots_at(event.position()):
            self._zoom(2.0, event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come closer to, or go farther from, what is under the pointer."""
        if self.wheel_scrolls and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        notches = event.angleDelta().y() / _WHEEL_NOTCH
        if notches:
            self._zoom(1.25**notches, event.position(), soft=True)
        event.accept()

    def leaveEvent(self, _event: QEvent) -> None:
        """Point at nothing."""
        self._hover("")
        self.bubble.hide()

    def _click(self, pixel: QPointF) -> None:
        spots, ags = self.spots_at(pixel), self.district_at(pixel)
        if len(spots) == 1:
            self.spot_chosen.emit(spots[0].id)
        elif spots:
            self._take_apart(spots)
        elif ags:
            self._set_current(ags)
            self.district_chosen.emit(ags)

    def _take_apart(self, spots: tuple[Spot, ...]) -> None:
        """Come so close that points stand apart; those at one place are told instead."""
        camera = self._seen()
        points = [project(spot.at) for spot in spots]
        box = QRectF(points[0], QSizeF(0, 0))
        for point in points:
            box = box.united(QRectF(point, QSizeF(0.01, 0.01)))
        if camera is None or camera.closeness >= CLOSEST or max(box.width(), box.height()) <= 0.1:
            self.spots_chosen.emit(tuple(spot.id for spot in spots))
        else:
            self._look(camera.closing_in(box))

    def _point_at(self, pixel: QPointF) -> None:
        spots = self.spots_at(pixel)
        ags = self.district_at(pixel)
        self._hover("" if spots else ags)
        self.setCursor(Qt.CursorShape.PointingHandCursor if spots or ags else Qt.CursorShape.ArrowCursor)
        words = self.words_of(ags)
        if spots:
            self.bubble.say(*_words_of(spots), pixel.toPoint())
        elif words.title:
            self.bubble.say(words.title, words.lines, pixel.toPoint())
        else:
            self.bubble.hide()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, choose with Enter, enlarge with + and -, see all with 0, leave with Esc."""
        key = Qt.Key(event.key())
        moves = {Qt.Key.Key_Plus: self.zoom_in, Qt.Key.Key_Equal: self.zoom_in, Qt.Key.Key_Minus: self.zoom_out,
                 Qt.Key.Key_0: self.show_whole}  # fmt: skip
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._walk(_STEPS[key])
        elif key in moves:
            moves[key]()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.district_chosen.emit(self._current)
        elif key == Qt.Key.Key_Escape:
            self.leave()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Stand in no district any more."""
        self._set_current("")
        self.bubble.hide()

    def stand_in(self, ags: str) -> None:
        """Let the keys go on from a district."""
        self._set_current(ags)

    def _walk(self, step: tuple[int, int]) -> None:
        scene = self._scene()
        if scene is None:
            return
        places = {ags: (district.middle.x(), district.middle.y()) for ags, district in scene.shapes.districts.items()}
        if self._current not in places:
            centre = scene.camera.to_plane(QPointF(self.rect().center()))
            found = min(places, key=lambda ags: (places[ags][0] - centre.x()) ** 2 + (places[ags][1] - centre.y()) ** 2)
        else:
            near = scene.shapes.topology.neighbours(self._current)
            found = next_in_direction(self._current, step, places, near)
        self._look(scene.camera.showing(scene.shapes.districts[found].box))
        self._set_current(found)
        self._say_current()

    def _set_current(self, ags: str) -> None:
        if ags == self._current:
            return
        before, self._current = self._current, ags
        for changed in (before, ags):
            self.update(self._area(changed))
        self._describe()
        if ags:
            self.current_changed.emit(ags)

    def _describe(self) -> None:
        words = self.words_of(self._current)
        self.setAccessibleDescription(words.spoken if words.title else self._picture.description)

    def _say_current(self) -> None:
        """Show what is said of the district beside it, and have a screen reader say it."""
        scene, words = self._scene(), self.words_of(self._current)
        if scene is None or not words.title:
            return
        middle = scene.camera.to_pixel(scene.shapes.districts[self._current].middle)
        self.bubble.say(words.title, words.lines, middle.toPoint())
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words.spoken))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go on from."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._say_current()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide where the keys would go on from."""
        super().focusOutEvent(event)
        self.bubble.hide()
        self.update()


def _words_of(spots: tuple[Spot, ...]) -> tuple[str, tuple[str, ...]]:
    """Return what is said of the points at one place: of one, what it is; of many, the first names."""
    if len(spots) == 1:
        return spots[0].title, (spots[0].note,) if spots[0].note else ()
    titles = [spot.title for spot in spots[:_NAMED_IN_CLUSTER]]
    rest = len(spots) - len(titles)
    more = (f"und {formatting.number(rest)} weitere",) if rest else ()
    return formatting.count(len(spots), "Partner", "Partner"), (*titles, *more)
