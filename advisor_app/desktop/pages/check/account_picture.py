"""The time line of the de-minimis account: grants that can be clicked and walked with the arrow keys. Painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from advisor_app.desktop.pages.check.account_ink import Frame, paint_account
from advisor_app.desktop.presenters.check_account_views import AccountSide, AccountView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import plain_tip

_NAME = "Zeitstrahl der De-minimis-Beihilfen"
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_NARROWEST = 300


class AccountPicture(QWidget):
    """Shows an `AccountView` under one of its regulations.

    Args:
        theme: the look.

    Signals: `grant_wanted` (place of the grant that was clicked or entered), `removal_wanted` (place of the grant on
    which Delete was pressed), `moved` (number of the grant that the keys are at).
    """

    grant_wanted = Signal(int)
    removal_wanted = Signal(int)
    moved = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: AccountView | None = None
        self._side = 0
        self._current = 0
        self._hovered = -1
        self._opened = -1
        self._by_keyboard = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_NAME)
        self.setAccessibleDescription(
            "Pfeiltasten gehen von Beihilfe zu Beihilfe, Eingabe öffnet, Entf nimmt weg. Dasselbe steht unter „Als "
            "Text“."
        )
        theme.changed.connect(self.restyle)

    @property
    def current(self) -> int:
        """Return the number of the grant that the keys are at."""
        return self._current

    @property
    def side(self) -> AccountSide | None:
        """Return the regulation whose ceiling is shown."""
        return self._view.sides[self._side] if self._view is not None else None

    def show_view(self, view: AccountView, side: int) -> None:
        """Show another account, or the same under another regulation."""
        self._view, self._side = view, side
        self._current = min(self._current, max(len(view.bars) - 1, 0))
        self._hovered = -1
        self.restyle()
        self._tell_reader()

    @Slot()
    def restyle(self) -> None:
        """Take over the look."""
        frame = self.frame()
        if frame is not None:
            self.setFixedHeight(round(frame.height))
        self.setMinimumWidth(self._theme.px(_NARROWEST))
        self.updateGeometry()
        self.update()

    def mark(self, place: int) -> None:
        """Let the grant stand out that is open in the form, -1 for none."""
        self._opened = place
        self.update()

    def _number_of(self, place: int) -> int:
        bars = self._view.bars if self._view is not None else ()
        return next((number for number, bar in enumerate(bars) if bar.place == place), -1)

    def frame(self) -> Frame | None:
        """Return where everything stands, None where there is nothing."""
        side = self.side
        if self._view is None or side is None:
            return None
        return Frame(self._view, side, self.width(), self._theme)

    def sizeHint(self) -> QSize:
        """Return a size in which it can be read."""
        frame = self.frame()
        return QSize(self._theme.px(640), round(frame.height) if frame is not None else 0)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the time line."""
        frame = self.frame()
        if frame is None or self._view is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        paint_account(painter, frame, lit=self._hovered if self._hovered >= 0 else self._number_of(self._opened))
        if self.hasFocus() and self._by_keyboard:
            px = self._theme.px
            area = frame.row(self._current) if self._view.bars else self.rect().toRectF()
            painter.setPen(QPen(self._theme.colour("accent"), px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(px(2), px(1), -px(2), -px(3)), px(5), px(5))

    # The mouse

    def grant_at(self, point: QPointF) -> int:
        """Return the number of the grant at a point, -1 for none."""
        frame = self.frame()
        if frame is None or self._view is None:
            return -1
        rows = range(len(self._view.bars))
        return next((number for number in rows if frame.row(number).contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what the mouse is over."""
        self._hover(self.grant_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Light up nothing any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the grant that is clicked."""
        number = self.grant_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and number >= 0 and self._view is not None:
            self._by_keyboard = False
            self._go(number)
            self.grant_wanted.emit(self._view.bars[number].place)

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip all of a grant."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.grant_at(QPointF(event.pos()))
            told = self._view.bars[number].spoken if self._view is not None and number >= 0 else ""
            QToolTip.showText(event.globalPos(), plain_tip(told), self)
            return True
        return super().event(event)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the grant before or after; Enter opens, Delete asks to take away."""
        bars = self._view.bars if self._view is not None else ()
        last, key = len(bars) - 1, Qt.Key(event.key())
        targets = {
            Qt.Key.Key_Up: max(self._current - 1, 0),
            Qt.Key.Key_Down: min(self._current + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if not bars or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in targets:
            self._by_keyboard = True
            self._go(targets[key])
        elif key in _OPEN:
            self.grant_wanted.emit(bars[self._current].place)
        elif key is Qt.Key.Key_Delete:
            self.removal_wanted.emit(bars[self._current].place)
        else:
            super().keyPressEvent(event)

    def _go(self, number: int) -> None:
        self._current = number
        self._tell_reader()
        self.update()
        self.moved.emit(number)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus where it came by the keyboard."""
        self._by_keyboard = event.reason() in _KEYBOARD
        super().focusInEvent(event)
        self.update()

    def _tell_reader(self) -> None:
        view, side = self._view, self.side
        said = _NAME
        if view is not None and side is not None:
            bar = view.bars[self._current] if view.bars else None
            told = f"{bar.spoken} ({self._current + 1} von {len(view.bars)})" if bar else f"{side.room} frei"
            said = f"{_NAME}: {told}"
        self.setAccessibleName(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
