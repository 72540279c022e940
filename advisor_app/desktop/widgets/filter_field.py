"""A search field within a page: it looks for something among what the page shows, so it has no key of its own."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.search_field import SearchField


class FilterField(SearchField):
    """The field.

    Args:
        name: what it is called aloud.
        placeholder: what stands in it while it is empty.
        theme: the look.
    """

    def __init__(self, name: str, placeholder: str, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, parent=parent)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        self._key.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show no key whatever room there is."""
        super().resizeEvent(event)
        self._key.hide()
