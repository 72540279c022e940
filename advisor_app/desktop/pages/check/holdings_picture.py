"""The picture of the holdings: boxes that can be clicked and walked with the arrow keys. Painted, no widgets."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.check.holdings_ink import box_area, paint_holdings, place
from advisor_app.desktop.pages.check.holdings_layout import Layout
from advisor_app.desktop.pages.check.walked_picture import OPENING_KEYS, WalkedPicture
from advisor_app.desktop.presenters.check_size_views import BoxView, Path, SizeView
from advisor_app.desktop.theme import Theme

_NAME = "Bild der Beteiligungen"
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
# How much farther a box seems that stands aside of the way one goes.
_ASIDE = 2.5


class HoldingsPicture(WalkedPicture[Path]):
    """Shows the boxes of a `SizeView`.

    Args:
        theme: the look.

    Signals: `box_wanted` (path of the box that was clicked or entered, () for the company), `removal_wanted` (path of
    the box on which Delete was pressed), `moved` (path of the box that the keys are at).
    """

    box_wanted = Signal(tuple)
    removal_wanted = Signal(tuple)
    moved = Signal(tuple)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(_NAME, "Pfeiltasten gehen von Kasten zu Kasten", theme=theme, parent=parent)
        self._view: SizeView | None = None
        self._layout = Layout({}, (), 0, 0, is_chart=True)
        self._room = 0
        self._current: Path = ()
        self._opened: Path | None = None
        theme.changed.connect(self.restyle)

    @property
    def current(self) -> Path:
        """Return the path of the box that the keys are at."""
        return self._current

    @property
    def layout_shown(self) -> Layout:
        """Return where everything stands."""
        return self._layout

    def show_view(self, view: SizeView) -> None:
        """Show other holdings; the keys stay where they were if that box is still there."""
        self._view = view
        if view.box(self._current) is None:
            self._current = ()
        self._hovered = None
        self.restyle()
        self._tell_reader()

    def choose(self, path: Path) -> None:
        """Let the keys be at a box; a path without one changes nothing."""
        if self._view is not None and self._view.box(path) is not None and path != self._current:
            self._current = path
            self._tell_reader()
            self.update()
            self.moved.emit(path)

    def mark(self, path: Path | None) -> None:
        """Let the box stand out that is open in the form, None for none."""
        self._opened = path
        self.update()

    def set_room(self, room: int) -> None:
        """Take over how much room there is across: a chart that is wider is laid out as a list."""
        if room != self._room:
            self._room = room
            self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Take over the look, and place everything anew."""
        if self._view is not None:
            self._layout = place(self._view.boxes, self._theme, self._room or 10_000)
            self.setFixedHeight(round(self._layout.height))
            self.setMinimumWidth(round(self._layout.width))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size in which everything has room."""
        return QSize(round(self._layout.width), round(self._layout.height))

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint lines, shares and boxes; in the middle where there is more room."""
        if self._view is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.translate(self._left(), 0)
        at = self._current if self.hasFocus() else self._opened
        lit = self._hovered if self._hovered is not None else at
        paint_holdings(painter, self._view, self._layout, self._theme, lit=lit)
        px = self._theme.px
        area = box_area(self._layout.boxes[self._current])
        self._paint_focus(painter, area.adjusted(-px(3), -px(3), px(3), px(3)))

    def _left(self) -> float:
        """Return how far the picture stands from the left edge: a chart stands in the middle, a list at the left."""
        spare = self.width() - self._layout.width
        return max(0.0, spare / 2) if self._layout.is_chart else 0.0

    # The mouse

    def part_at(self, point: QPointF) -> Path | None:
        """Return the path of the box at a point, None for none."""
        here = point - QPointF(self._left(), 0)
        return next((path for path, rect in self._layout.boxes.items() if box_area(rect).contains(here)), None)

    def point_of(self, path: Path) -> QPointF:
        """Return the middle of a box.

        Raises:
            KeyError: there is none.
        """
        x, y = self._layout.boxes[path].middle
        return QPointF(x + self._left(), y)

    def _told(self, part: Path) -> str:
        box = self._box(part)
        return box.spoken if box is not None else ""

    def _press(self, part: Path) -> None:
        self.choose(part)
        self.box_wanted.emit(part)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next box in a direction; Enter opens, Delete asks to take away."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._by_keyboard = True
            self.choose(self._next(*_ARROWS[key]))
            self.update()
        elif key is Qt.Key.Key_Home:
            self.choose(())
        elif key in OPENING_KEYS and self._view is not None:
            self.box_wanted.emit(self._current)
        elif key is Qt.Key.Key_Delete and self._current:
            self.removal_wanted.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _next(self, across: int, down: int) -> Path:
        """Return the nearest box in a direction, the present one where there is none."""
        x0, y0 = self._layout.boxes[self._current].middle
        found: list[tuple[float, Path]] = []
        for path, rect in self._layout.boxes.items():
            x, y = rect.middle
            ahead = (x - x0) * across + (y - y0) * down
            aside = abs((x - x0) * down) + abs((y - y0) * across)
            # Aside one stays in the row; up and down lead to any box of the next rows.
            if ahead > rect.height / 4 and (down or aside < rect.height):
                found.append((ahead + _ASIDE * aside, path))
        return min(found)[1] if found else self._current

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in the middle again."""
        super().resizeEvent(event)
        self.update()

    def _box(self, path: Path) -> BoxView | None:
        return self._view.box(path) if self._view is not None else None

    def _current_told(self) -> str:
        return self._told(self._current)
