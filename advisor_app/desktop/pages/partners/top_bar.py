"""The bar above map and list: where, whom, and as what it is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from advisor_app.desktop.pages.partners.filters import FilterButton, GroupChips
from advisor_app.desktop.pages.partners.place_field import PlaceField
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel

_HEIGHT = 57
_MARGIN = 20
_GAP = 10
# What the place field wants at least.
_FIELD = 350


class TopBar(Panel):
    """Place field, groups, filter, and the button that leads from the map to the list and back.

    Args:
        theme: what it looks like.
    """

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("topbar", parent)
        self._theme = theme
        # What is offered below the field is drawn over the rest of the page.
        self.field = PlaceField(theme=theme, parent=parent)
        self.chips = GroupChips(theme=theme, parent=self)
        self.filter = FilterButton(theme=theme, parent=self)
        self.as_list = Button("Als Liste", theme=theme, kind="quiet", parent=self)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.field, 2)
        self._row.addWidget(self.chips)
        self._row.addWidget(self.filter)
        self._row.addStretch(1)
        self._row.addWidget(self.as_list)

    def fit(self, width: int) -> None:
        """Show as many groups as a width has room for, in pixels."""
        px = self._theme.px
        taken = px(2 * _MARGIN + _FIELD) + self.filter.sizeHint().width() + self.as_list.sizeHint().width() + 4 * px(12)
        self.chips.fit(width - taken)

    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.setFixedHeight(px(_HEIGHT))
        self._row.setContentsMargins(px(_MARGIN), 0, px(_MARGIN), 0)
        self._row.setSpacing(px(_GAP))
