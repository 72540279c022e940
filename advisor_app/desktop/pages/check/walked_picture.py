"""A picture whose parts are lit up by the mouse, told in a tooltip, clicked, and walked with the keys."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import plain_tip

Part = TypeVar("Part")
OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class WalkedPicture(QWidget, Generic[Part]):
    """What a picture does beside being painted; `Part` names one of its parts.

    Args:
        name: of the picture; the part that the keys are at is said behind it.
        keys: what the keys do, for a screen reader.
        theme: the look.
    """

    def __init__(self, name: str, keys: str, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._hovered: Part | None = None
        self._by_keyboard = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{keys}, Eingabe öffnet, Entf nimmt weg. Dasselbe steht unter „Als Text“.")

    @abstractmethod
    def part_at(self, point: QPointF) -> Part | None:
        """Return the part at a point, None for none."""

    @abstractmethod
    def _told(self, part: Part) -> str:
        """Return all of a part in words."""

    @abstractmethod
    def _press(self, part: Part) -> None:
        """Go to the part that was clicked, and open it."""

    @abstractmethod
    def _current_told(self) -> str:
        """Return what the keys are at in words, "" for nothing."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what the mouse is over."""
        self._hover(self.part_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Light up nothing any more."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, part: Part | None) -> None:
        if part != self._hovered:
            self._hovered = part
            self.setCursor(Qt.CursorShape.ArrowCursor if part is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the part that is clicked."""
        part = self.part_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and part is not None:
            self._by_keyboard = False
            self._press(part)

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip all of a part."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            part = self.part_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(self._told(part)) if part is not None else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus where it came by the keyboard."""
        self._by_keyboard = event.reason() in _KEYBOARD
        super().focusInEvent(event)
        self.update()

    def _paint_focus(self, painter: QPainter, area: QRectF) -> None:
        """Paint a ring around what the keys are at, where they brought the focus."""
        if self.hasFocus() and self._by_keyboard:
            px = self._theme.px
            painter.setPen(QPen(self._theme.colour("accent"), px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, px(6), px(6))

    def _tell_reader(self) -> None:
        told = self._current_told()
        self.setAccessibleName(f"{self._name}: {told}" if told else self._name)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
