"""Filters of the calendar as chips with menus, how much they leave, and what to do with that."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.events.deeds import DeedButton
from advisor_app.desktop.presenters.events_filter import FACETS, FUTURE
from advisor_app.desktop.presenters.views import FacetGroup, FacetOption
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, set_look
from advisor_app.desktop.widgets.flow import FlowLayout


class FacetChip(Button):
    """A filter: what is chosen of it, and a menu of all its values with how many entries each would give.

    Args:
        facet: code of the filter.
        label: what it is called.
        theme: the look.

    Signals: `toggled_value` (facet, code).
    """

    toggled_value = Signal(str, str)

    def __init__(self, facet: str, label: str, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(label, theme=theme, kind="chip", icon="chevron-down", colour="text2", size=14, parent=parent)
        self.put_icon_last()
        self._facet = facet
        self._label = label
        self.menu_of_values = QMenu(self)
        self.menu_of_values.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.menu_of_values.setToolTipsVisible(True)
        self.clicked.connect(self.open_menu)

    def show_options(self, options: tuple[FacetOption, ...]) -> None:
        """Show what can be chosen and what is."""
        chosen = [option.label for option in options if option.chosen]
        words = "" if not chosen else f": {chosen[0]}" if len(chosen) == 1 else f": {len(chosen)} gewählt"
        self.say(f"{self._label}{words}")
        self.setToolTip(formatting.listed(chosen))
        set_look(self, "active", "true" if chosen else "")
        self.set_icon("chevron-down", "accent" if chosen else "text2")
        self.setEnabled(bool(options))
        self.menu_of_values.clear()
        for option in options:
            action = QAction(
                f"{option.label}\t{formatting.number(option.count)}".replace("&", "&&"), self.menu_of_values
            )
            action.setCheckable(True)
            action.setChecked(option.chosen)
            action.setEnabled(option.chosen or option.count > 0)
            action.setData(option.code)
            action.triggered.connect(self.tell_value)
            self.menu_of_values.addAction(action)

    @Slot()
    def open_menu(self) -> None:
        """Open the menu below the chip."""
        self.menu_of_values.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot()
    def tell_value(self) -> None:
        """Tell which value was clicked."""
        action = self.sender()
        if isinstance(action, QAction):
            self.toggled_value.emit(self._facet, str(action.data()))


class FilterBar(QWidget):
    """All filters in a line that wraps.

    Args:
        theme: the look.

    Signals: `toggled` (facet, code), `reset_wanted`, `deed_chosen` (Deed for all that is shown).
    """

    toggled = Signal(str, str)
    reset_wanted = Signal()
    deed_chosen = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Filter")
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.chips = {
            facet: FacetChip(facet, label, theme=theme, parent=self) for facet, label in FACETS.items()
        }  # fmt: skip
        for chip in self.chips.values():
            chip.toggled_value.connect(self.toggled)
            self._flow.addWidget(chip)
        self.future = Button("Nur künftige", theme=theme, kind="chip", parent=self)
        self.future.setCheckable(True)
        self.future.clicked.connect(self.toggle_future)
        self._flow.addWidget(self.future)
        self.reset = Button("Zurücksetzen", theme=theme, kind="quiet", parent=self)
        self.reset.clicked.connect(self.reset_wanted)
        self.reset.hide()
        self._flow.addWidget(self.reset)
        self.deeds = DeedButton("Auswahl in meinen Kalender", theme=theme, kind="quiet", parent=self)
        self.deeds.chosen.connect(self.deed_chosen)
        self._flow.addWidget(self.deeds)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_groups(self, groups: tuple[FacetGroup, ...], *, future: bool) -> None:
        """Show the filters; `future` is whether past entries are left out."""
        for group in groups:
            self.chips[group.facet].show_options(group.options)
        self.future.setChecked(future)
        set_look(self.future, "active", "true" if future else "")
        self.future.set_icon("check" if future else "", "accent")
        chosen = any(option.chosen for group in groups for option in group.options)
        self.reset.setVisible(chosen or future)
        self._flow.invalidate()

    @Slot()
    def toggle_future(self) -> None:
        """Tell that past entries are to be left out, or no longer so."""
        self.toggled.emit(FUTURE, "")

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self._flow.gap = self._theme.px(8)
        self._flow.invalidate()
