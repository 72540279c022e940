"""The time line of the de-minimis account: grants that can be clicked and walked with the arrow keys. Painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.check.account_ink import Frame, paint_account
from advisor_app.desktop.pages.check.walked_picture import OPENING_KEYS, WalkedPicture
from advisor_app.desktop.presenters.check_account_views import AccountSide, AccountView
from advisor_app.desktop.theme import Theme

_NAME = "Zeitstrahl der De-minimis-Beihilfen"
_NARROWEST = 300


class AccountPicture(WalkedPicture[int]):
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
        super().__init__(_NAME, "Pfeiltasten gehen von Beihilfe zu Beihilfe", theme=theme, parent=parent)
        self._view: AccountView | None = None
        self._side = 0
        self._current = 0
        self._opened = -1
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
        self._hovered = None
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
        lit = self._hovered if self._hovered is not None else self._number_of(self._opened)
        paint_account(painter, frame, lit=lit)
        px = self._theme.px
        area = frame.row(self._current) if self._view.bars else self.rect().toRectF()
        self._paint_focus(painter, area.adjusted(px(2), px(1), -px(2), -px(3)))

    # The mouse

    def part_at(self, point: QPointF) -> int | None:
        """Return the number of the grant at a point, None for none."""
        frame = self.frame()
        if frame is None or self._view is None:
            return None
        rows = range(len(self._view.bars))
        return next((number for number in rows if frame.row(number).contains(point)), None)

    def _told(self, part: int) -> str:
        return self._view.bars[part].spoken if self._view is not None else ""

    def _press(self, part: int) -> None:
        if self._view is not None:
            self._go(part)
            self.grant_wanted.emit(self._view.bars[part].place)

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
        elif key in OPENING_KEYS:
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

    def _current_told(self) -> str:
        view, side = self._view, self.side
        if view is None or side is None:
            return ""
        bar = view.bars[self._current] if view.bars else None
        return f"{bar.spoken} ({self._current + 1} von {len(view.bars)})" if bar else f"{side.room} frei"
