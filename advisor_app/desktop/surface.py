"""What the content of the window lies on, and what comes to lie over it: short messages, and where to drop a stick."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel

if TYPE_CHECKING:
    from advisor_app.desktop.widgets.drop_hint import DropHint
    from advisor_app.desktop.widgets.toast import Toast


class Surface(Panel):
    """Fills the window; what is dragged over it is taken once it accepts drops.

    Signals: `dropped` (path of the file or folder).
    """

    dropped = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("desk", parent)
        self._theme = theme

    # Built when they are first wanted; the first paint does not wait for them, nor for what they import.

    @cached_property
    def toast(self) -> Toast:
        """Return what says short messages."""
        from advisor_app.desktop.widgets.toast import Toast  # noqa: PLC0415 - see above

        return Toast(theme=self._theme, host=self)

    @cached_property
    def drop_hint(self) -> DropHint:
        """Return what says that a stick's file or folder can be dropped."""
        from advisor_app.desktop.widgets.drop_hint import DropHint  # noqa: PLC0415 - see above

        hint = DropHint(theme=self._theme, parent=self)
        hint.dropped.connect(self.dropped)
        return hint

    # What Qt tells a widget

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the window in its place."""
        super().resizeEvent(event)
        for name in ("toast", "drop_hint"):
            if name in self.__dict__:
                getattr(self, name).follow()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cover the window with a hint while something that can be read in is held over it."""
        from advisor_app.desktop.widgets.drop_hint import source_in  # noqa: PLC0415 - not before it is wanted

        if source_in(event.mimeData()):
            event.acceptProposedAction()
            self.drop_hint.cover()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped before the hint covered the window."""
        self.drop_hint.dropEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Leave the hint to itself: it is what the pointer is over now, and goes when that leaves."""
        event.accept()
