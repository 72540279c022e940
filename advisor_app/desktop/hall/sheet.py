"""The hall itself: covers the window, shows one item, and takes every key while it is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from advisor_app.desktop.hall.arrange import arrange
from advisor_app.desktop.hall.keys import HallKey
from advisor_app.desktop.hall.look import HallLook, tokens_for
from advisor_app.desktop.hall.plan import Placed, Plan
from advisor_app.desktop.presenters.hall import HallView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.square import paint_modules

_ONWARD = (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACKWARD = (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)
_LEAVE = (Qt.Key.Key_Escape, Qt.Key.Key_F11)
# Keys of the window that are of use here as well: larger, smaller, as it was.
_ZOOM = (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal, Qt.Key.Key_0)
# Room of the keys: a share of the width, more where the title is short; design pixels for margins and gap.
_KEYS_SHARE = 0.42
_BESIDE_KEYS = 2 * 48 + 40


class HallText(QLabel):
    """A text at its place. Painted here, because the hall has other colours than the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._placed: Placed | None = None
        self._look: HallLook | None = None

    def place(self, placed: Placed, look: HallLook) -> None:
        """Show a text."""
        self._placed, self._look = placed, look
        self.setText(placed.text)
        self.setAccessibleName(placed.text.replace("\u00ad", ""))
        self.setGeometry(placed.rect)
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all of the text."""
        if self._placed is None or self._look is None:
            return
        painter = QPainter(self)
        painter.setFont(self._look.font(self._placed.size, self._placed.weight))
        painter.setPen(self._look.colour(self._placed.colour))
        painter.drawText(self.rect(), int(Qt.TextFlag.TextWordWrap), self._placed.text)


class HallSheet(QWidget):
    """Shows one item over the whole window.

    Args:
        theme: font, icons and zoom; the colours are the hall's own.
        host: the window that is covered.

    Signals: `leave_wanted`, `step_wanted` (1 for the next item, -1 for the one before).
    """

    leave_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self, *, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._dark = False
        self._view: HallView | None = None
        self._place = ""
        self._turn = 0
        self._plan: Plan | None = None
        self._texts: list[HallText] = []
        look = HallLook(theme, tokens_for(theme, dark=False))
        self._turning = HallKey("", "Leertaste", look=look, parent=self)
        self._before = HallKey("Voriger", "←", look=look, parent=self)
        self._after = HallKey("Nächster", "→", look=look, parent=self)
        self._light = HallKey("Hell oder dunkel", "D", look=look, parent=self)
        self._close = HallKey("Schließen", "Esc", look=look, parent=self)
        self._turning.clicked.connect(self.turn_on)
        self._before.clicked.connect(self.ask_before)
        self._after.clicked.connect(self.ask_after)
        self._light.clicked.connect(self.toggle_light)
        self._close.clicked.connect(self.leave_wanted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.arrange)

    @property
    def view(self) -> HallView | None:
        """Return what is shown."""
        return self._view

    @property
    def plan(self) -> Plan | None:
        """Return where everything stands."""
        return self._plan

    @property
    def is_dark(self) -> bool:
        """Tell whether it is dark."""
        return self._dark

    @property
    def turn(self) -> int:
        """Return which of several questions or squares is shown, from 0 on."""
        return self._turn

    def show_view(self, view: HallView, place: str, *, more: bool) -> None:
        """Show an item.

        Args:
            view: the item.
            place: where one is among what was marked or found.
            more: there are others to go on to.
        """
        kept = self._turn if self._view is not None and self._view.id == view.id else 0
        self._view, self._place = view, place
        self._turn = min(kept, view.turns - 1)
        self._turning.setVisible(view.turns > 1)
        self._turning.say("Nächste Frage" if len(view.bands) > 1 else "Anderer Code")
        self._before.setVisible(more)
        self._after.setVisible(more)
        self.arrange()

    # Arranging

    def _keys(self) -> list[HallKey]:
        return [key for key in (self._turning, self._before, self._after, self._light, self._close)
                if not key.isHidden()]  # fmt: skip

    def _worded(self, look: HallLook) -> list[bool]:
        """Tell which keys have a word: all, else those one cannot guess, else none."""
        keys = self._keys()
        title = look.set(self._view.title if self._view else "", ((32, 1),), self.width(), 600).width
        room = max(self.width() * _KEYS_SHARE, self.width() - title - look.px(_BESIDE_KEYS))
        needed = (dict.fromkeys(keys, True), {key: key in (self._turning, self._close) for key in keys})
        for choice in needed:
            if sum(key.width_for(look, worded=worded) for key, worded in choice.items()) <= room:
                return list(choice.values())
        return [False] * len(keys)

    def _keys_width(self, look: HallLook) -> int:
        return sum(
            key.width_for(look, worded=worded)
            for key, worded in zip(self._keys(), self._worded(look), strict=True)
        )  # fmt: skip

    @Slot()
    def arrange(self) -> None:
        """Find a place for everything in the room there is."""
        if self._view is None or self.size().isEmpty():
            return
        look = HallLook(self._theme, tokens_for(self._theme, dark=self._dark))
        plan = arrange(self._view, self._turn, self._place, size=QSize(self.size()), look=look, keys=self._keys_width)
        self._plan = plan
        while len(self._texts) < len(plan.texts):
            self._texts.append(HallText(self))
        for text, placed in zip(self._texts, plan.texts, strict=False):
            text.place(placed, plan.look)
        for text in self._texts[len(plan.texts) :]:
            text.hide()
        self._place_keys(plan)
        self.setAccessibleName(self._view.title)
        self.setAccessibleDescription(self._view.spoken(self._turn))
        self.update()

    def _place_keys(self, plan: Plan) -> None:
        right = plan.keys.right() + 1
        for key, worded in reversed(list(zip(self._keys(), self._worded(plan.look), strict=True))):
            key.take_look(plan.look, worded=worded)
            right -= key.width()
            key.move(right, plan.keys.top() + (plan.keys.height() - key.height()) // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what lies behind the texts."""
        plan = self._plan
        painter = QPainter(self)
        painter.fillRect(self.rect(), HallLook(self._theme, tokens_for(self._theme, dark=self._dark)).colour("surface"))
        if plan is None:
            return
        look, ratio = plan.look, self.devicePixelRatioF()
        painter.fillRect(plan.band, look.colour(plan.tone))
        painter.fillRect(plan.foot, look.colour("sunken"))
        for rule in plan.rules:
            painter.fillRect(rule, look.colour("line"))
        if look.tokens.outline_soft:
            painter.fillRect(plan.foot.left(), plan.foot.top(), plan.foot.width(), 1, look.colour("line"))
        for icon in plan.icons:
            painter.drawPixmap(icon.left, icon.top, look.icon(icon.name, icon.colour, icon.size, ratio))
        if plan.code is not None:
            paint_modules(painter, plan.code.modules, plan.square)
            painter.setPen(look.colour("line"))
            painter.drawRect(plan.square.adjusted(0, 0, -1, -1))

    # Keys

    def event(self, event: QEvent) -> bool:
        """Take every key before the window's own shortcuts do, but for those of the zoom."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            zooming = event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _ZOOM
            event.setAccepted(not zooming)
            return True
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.arrange()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close, change light and dark, go on to the next item, question or square."""
        key = event.key()
        if key in _LEAVE:
            self.leave_wanted.emit()
        elif key == Qt.Key.Key_D:
            self.toggle_light()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key in _ONWARD:
            self.turn_on()
        elif key in _BACKWARD:
            self._turn_by(-1)

    def focusNextPrevChild(self, onward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Keep Tab among the keys of the hall: what lies below is not there now."""
        stops: list[QWidget] = [self, *self._keys()]
        focused = next((number for number, stop in enumerate(stops) if stop.hasFocus()), 0)
        stops[(focused + (1 if onward else -1)) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason if onward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    @Slot()
    def turn_on(self) -> None:
        """Show the next question or square."""
        self._turn_by(1)

    def _turn_by(self, step: int) -> None:
        if self._view is not None and self._view.turns > 1:
            self._turn = (self._turn + step) % self._view.turns
            self.arrange()

    @Slot()
    def toggle_light(self) -> None:
        """Go from light to dark, and the other way round."""
        self._dark = not self._dark
        self.arrange()

    @Slot()
    def ask_before(self) -> None:
        """Ask for the item before."""
        self.step_wanted.emit(-1)

    @Slot()
    def ask_after(self) -> None:
        """Ask for the next item."""
        self.step_wanted.emit(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self.arrange()
