"""The picture of the topic network: a ring of topics, a bow for every tie, thicker where more is shared."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from advisor_app.desktop.pages.topics.ink import Ink, Name
from advisor_app.desktop.pages.topics.ring import Point, Ring, columns, curve, distance_to, place, step
from advisor_app.desktop.presenters.topics_network import NetworkView, Tie
from advisor_app.desktop.theme import Theme

_NEAR = 6
_LABEL = 228
_LINE = 20
_MARGIN = 12
_ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ASIDE = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_NAME = "Netz der Themen"
# At rest the strongest ties are drawn: of all of them one would see none.
_AT_REST = 100


class NetworkPicture(QWidget):
    """Shows a `NetworkView`. The mouse lights up what it is over, the arrow keys what one is at.

    Args:
        theme: the look.

    Signals: `looked_at` (id of the topic that is lit up, "" for none), `topic_wanted` (id), `tie_wanted` (Tie).
    """

    looked_at = Signal(str)
    topic_wanted = Signal(str)
    tie_wanted = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = NetworkView()
        self._ring = Ring((), (), (0, 0), 1)
        self._numbers: dict[str, int] = {}
        self._names: list[Name] = []
        self._curves: dict[tuple[str, str], tuple[QRectF, tuple[Point, ...]]] = {}
        self._rest: QPixmap | None = None
        self._hovered = self._current = -1
        self._tie: Tie | None = None
        self._ink = Ink(theme)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(_NAME)
        self.setAccessibleDescription(
            "Pfeiltasten gehen von Thema zu Thema, Eingabe öffnet. Dieselben Angaben stehen in der Liste."
        )
        theme.changed.connect(self.restyle)

    @property
    def view(self) -> NetworkView:
        """Return what is shown."""
        return self._view

    @property
    def lit(self) -> str:
        """Return the id of the topic that is lit up: under the mouse, else at the keys, else the chosen one."""
        number = self._lit_number()
        return self._view.nodes[number].id if number >= 0 else ""

    def show_network(self, view: NetworkView) -> None:
        """Show another network, or the same with another choice."""
        at = self._view.nodes[self._current].id if self._current >= 0 else ""
        self._view = view
        self._numbers = {row.id: number for number, row in enumerate(view.nodes)}
        self._current = self._numbers.get(view.chosen or at, -1)
        self._hovered, self._tie = -1, None
        self._tell_reader()
        self.restyle()

    def choose(self, topic_id: str) -> None:
        """Let a topic be the one that is lit up at rest; "" for none."""
        self._current = self._numbers.get(topic_id, -1)
        self._tie = None
        self._tell_reader()
        self.update()

    def light(self, tie: Tie | None) -> None:
        """Light up one tie, or what was lit up before."""
        self._tie = tie
        self.update()

    # What Qt asks

    def sizeHint(self) -> QSize:
        """Return a size in which every name has its line."""
        lines = max(map(len, columns([row.field for row in self._view.nodes])))
        return QSize(self._theme.px(560), max(self._theme.px(_LINE * lines + 2 * _MARGIN), self._theme.px(240)))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which names are still legible; below it the picture is scrolled."""
        hint = self.sizeHint()
        return QSize(self._theme.px(400), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        super().resizeEvent(event)
        self._place()

    @Slot()
    def restyle(self) -> None:
        """Take over the look."""
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        groups = [row.field for row in self._view.nodes]
        self._ring = place(groups, width=self.width(), height=self.height(), label=px(_LABEL), margin=px(_MARGIN))
        self._names = [
            self._ink.name(spot, row.title, self._ring, self.width())
            for spot, row in zip(self._ring.spots, self._view.nodes, strict=True)
        ]
        self._curves = {}
        self._rest = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ties, then topics; what is lit up is painted over what is not."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self._lit_number()
        ties = self._lit_ties()
        painter.setOpacity(self._ink.faded if ties else 1.0)
        painter.drawPixmap(0, 0, self._rested())
        painter.setOpacity(1.0)
        ends = {end for tie in ties for end in tie.ends}
        for tie in reversed(ties):
            self._ink.tie(painter, tie, *self._ends(tie), self._ring.middle, lit=True)
        self._ink.headings(painter, self._view, self._ring, self.width())
        for number, (row, name) in enumerate(zip(self._view.nodes, self._names, strict=True)):
            dimmed = row.id not in self._view.found or bool(ties and row.id not in ends)
            at = number == lit and self._tie is None
            self._ink.topic(painter, row, name, strong=at or row.id == self._view.chosen, dimmed=dimmed and not at)
            if number == self._current and self.hasFocus():
                self._ink.focus(painter, name)

    def _rested(self) -> QPixmap:
        """Return all ties as they are when nothing is lit up; painted once for a size and look."""
        if self._rest is None:
            ratio = self.devicePixelRatioF()
            self._rest = QPixmap(self.size() * ratio)
            self._rest.setDevicePixelRatio(ratio)
            self._rest.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._rest)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for tie in self._view.ties[-_AT_REST:]:
                if set(tie.ends) <= self._view.found:
                    self._ink.tie(painter, tie, *self._ends(tie), self._ring.middle, lit=False)
            painter.end()
        return self._rest

    def _ends(self, tie: Tie) -> tuple[Point, Point]:
        one, two = (self._ring.spots[self._numbers[end]] for end in tie.ends)
        return (one.x, one.y), (two.x, two.y)

    def _lit_ties(self) -> tuple[Tie, ...]:
        if self._tie is not None:
            return (self._tie,)
        lit = self.lit
        return self._view.ties_of(lit) if lit else ()

    def _lit_number(self) -> int:
        return self._hovered if self._hovered >= 0 else self._current

    # The mouse

    def topic_at(self, point: QPointF) -> int:
        """Return the number of the topic at a point, -1 if there is none."""
        reach = self._theme.px(10)
        for number, (spot, name) in enumerate(zip(self._ring.spots, self._names, strict=True)):
            if name.box.contains(point) or (abs(spot.x - point.x()) <= reach and abs(spot.y - point.y()) <= reach):
                return number
        return -1

    def tie_at(self, point: QPointF) -> Tie | None:
        """Return the tie at a point; while a topic is lit up at rest only its own, else one could hit none."""
        at = self._view.nodes[self._current].id if self._current >= 0 else ""
        ties = self._view.ties_of(at) if at else self._view.ties
        here, reach = (point.x(), point.y()), self._theme.px(_NEAR)
        nearest, found = float(reach), None
        for tie in ties:
            room, points = self._curve(tie)
            if room.contains(point):
                distance = distance_to(here, points)
                # Among lines that cross here the strongest is meant; ties come from the weakest to the strongest.
                if distance <= nearest:
                    nearest, found = max(distance, 1.0), tie
        return found

    def _curve(self, tie: Tie) -> tuple[QRectF, tuple[Point, ...]]:
        if tie.ends not in self._curves:
            reach = self._theme.px(_NEAR)
            points = curve(*self._ends(tie), self._ring.middle)
            across, down = [x for x, _ in points], [y for _, y in points]
            room = QRectF(QPointF(min(across), min(down)), QPointF(max(across), max(down)))
            self._curves[tie.ends] = room.adjusted(-reach, -reach, reach, reach), points
        return self._curves[tie.ends]

    def point_of(self, topic_id: str) -> QPointF:
        """Return where a topic stands.

        Raises:
            KeyError: it is not in the picture.
        """
        spot = self._ring.spots[self._numbers[topic_id]]
        return QPointF(spot.x, spot.y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what the mouse is over."""
        number = self.topic_at(event.position())
        tie = self.tie_at(event.position()) if number < 0 else None
        self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 or tie else Qt.CursorShape.ArrowCursor)
        if (number, tie) != (self._hovered, self._tie):
            self._hovered, self._tie = number, tie
            self.update()
            self.looked_at.emit(self.lit)

    def leaveEvent(self, event: QEvent) -> None:
        """Light up again what was lit up before the mouse came."""
        super().leaveEvent(event)
        if self._hovered >= 0 or self._tie is not None:
            self._hovered, self._tie = -1, None
            self.update()
            self.looked_at.emit(self.lit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the topic or the tie that is clicked."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        number = self.topic_at(event.position())
        tie = self.tie_at(event.position()) if number < 0 else None
        if number >= 0:
            self.topic_wanted.emit(self._view.nodes[number].id)
        elif tie is not None:
            self.tie_wanted.emit(tie)

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what a tie is about, or a name in full."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._hint(QPointF(event.pos())), self)
            return True
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._place()
        return super().event(event)

    def _hint(self, point: QPointF) -> str:
        number = self.topic_at(point)
        if number >= 0:
            return self._view.nodes[number].spoken
        tie = self.tie_at(point)
        return "" if tie is None else "\n".join((f"{tie.first.title} – {tie.second.title}", *tie.reasons))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the ring with the arrow keys, across it with left and right; Enter opens."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._go(step(self._ring, self._current, down=_ARROWS[key]))
        elif key in _ASIDE:
            aside = 0 <= self._current < len(self._ring.spots) and self._ring.spots[self._current].right
            if self._current < 0 or aside is (key is Qt.Key.Key_Left):
                self._go(step(self._ring, self._current, across=True))
        elif key in _OPEN and self._current >= 0:
            self.topic_wanted.emit(self._view.nodes[self._current].id)
        else:
            super().keyPressEvent(event)

    def step_by(self, steps: int) -> None:
        """Go on along the ring, passing over what the filters leave out."""
        count = len(self._view.nodes)
        order = [number for number in range(count) if self._view.nodes[number].id in self._view.found]
        if order:
            place = order.index(self._current) + steps if self._current in order else 0
            self._go(order[place % len(order)])

    def _go(self, number: int) -> None:
        self._current, self._hovered, self._tie = number, -1, None
        self._tell_reader()
        self.update()
        self.looked_at.emit(self.lit)

    def _tell_reader(self) -> None:
        said = self._view.nodes[self._current].spoken if self._current >= 0 else ""
        self.setAccessibleName(f"{_NAME}: {said}" if said else _NAME)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are; the first time at the first topic."""
        super().focusInEvent(event)
        if self._current < 0 and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._go(step(self._ring, -1))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Look at what is under the mouse once it comes."""
        super().enterEvent(event)
        self.looked_at.emit(self.lit)
