"""The calculation of the size class: a table where there is room for one, else a list."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.presenters.check_size_export import count_list, count_table, limit_table
from advisor_app.desktop.presenters.check_size_views import SizeView
from advisor_app.desktop.presenters.views import Block
from advisor_app.desktop.reading.prose import Prose
from advisor_app.desktop.theme import Theme

_TABLE_FROM = 620
_RULE = '<p class="note">Die Beschäftigten und einer der beiden Beträge müssen passen.</p>'


class CountTable(Prose):
    """Shows who counts how much, and the sum held against the limits.

    Args:
        theme: the look.
    """

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme=theme, parent=parent)
        self._look = theme
        self._view: SizeView | None = None
        self._is_wide = True
        self.setAccessibleName("Rechnung")

    def show_view(self, view: SizeView) -> None:
        """Show a calculation."""
        self._view = view
        self._is_wide = self._has_room
        counted = count_table(view, ruled=False) if self._is_wide else count_list(view)
        limits = limit_table(view, ruled=False)
        self.show_blocks((Block(heading="", html=counted), Block(heading="Grenzen", html=limits + _RULE)))

    @property
    def _has_room(self) -> bool:
        return self.width() >= self._look.px(_TABLE_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between table and list where the width asks for it."""
        super().resizeEvent(event)
        if self._view is not None and self._has_room is not self._is_wide:
            self.show_view(self._view)
