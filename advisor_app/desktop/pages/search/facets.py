"""The column of facets. The first paint shows it empty; the list is built (and imported) when there is one to show."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel

if TYPE_CHECKING:
    from advisor_app.desktop.pages.search.facet_list import FacetList
    from advisor_app.desktop.presenters.views import FacetGroup

WIDTH = 216


class FacetPanel(Panel):
    """All facets; `toggled` tells facet and code that were clicked."""

    toggled = Signal(str, str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("facets", parent)
        self._theme = theme
        self.setAccessibleName("Filter")
        theme.changed.connect(self.restyle)
        self.restyle()

    @cached_property
    def list(self) -> FacetList:
        """Return the list."""
        from advisor_app.desktop.pages.search.facet_list import FacetList  # noqa: PLC0415 - not before it is wanted

        facets = FacetList(theme=self._theme, parent=self)
        facets.toggled.connect(self.toggled)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(facets)
        return facets

    def show_groups(self, groups: tuple[FacetGroup, ...]) -> None:
        """Show facets; where only counts changed, the lines stay and keep the focus."""
        self.list.show_groups(groups)

    def prefer(self, facet: str, codes: Collection[str]) -> None:
        """Put values of the reader's own house first and mark them; they remain to be chosen."""
        self.list.prefer(facet, codes)

    def focus_first(self) -> None:
        """Put the focus on the first value."""
        self.list.focus_first()

    @Slot()
    def restyle(self) -> None:
        """Take over the width of the look."""
        self.setFixedWidth(self._theme.px(WIDTH))
