"""Chips for groups of partners, and a menu of all filters with what each would give."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.partners_filter import GROUPS, PartnerFilter
from advisor_app.desktop.presenters.views import ChipView, FacetGroup
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, clear_layout, set_look
from advisor_app.desktop.widgets.flow import FlowLayout

_RESET = "reset"


class GroupChips(QWidget):
    """One chip a group, as many as there is room for; the menu has all of them.

    Signals: `chosen` (code).
    """

    chosen = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.chips = [self._chip(group.code, group.label) for group in GROUPS]

    def _chip(self, code: str, label: str) -> Button:
        chip = Button(label, theme=self._theme, kind="chip", parent=self)
        chip.setProperty("code", code)
        chip.clicked.connect(self.tell_chosen)
        self._row.addWidget(chip)
        return chip

    def mark(self, code: str) -> None:
        """Show which group is chosen."""
        for chip in self.chips:
            active = str(chip.property("code")) == code
            set_look(chip, "active", "true" if active else "false")
            state = ", gewählt" if active else ""
            chip.setAccessibleName(chip.text() + state)

    def fit(self, room: int) -> None:
        """Show as many chips as fit into a width in pixels; fewer than three are none."""
        gap = self._theme.px(9)
        self._row.setSpacing(gap)
        used, shown = 0, 0
        for chip in self.chips:
            used += chip.sizeHint().width() + gap
            shown += used - gap <= room
        for number, chip in enumerate(self.chips):
            chip.setVisible(number < shown and shown >= 3)

    @Slot()
    def tell_chosen(self) -> None:
        """Tell which group is wanted."""
        self.chosen.emit(str(self.sender().property("code")))


class FilterButton(Button):
    """Opens a menu of all filters.

    Signals: `group_chosen` (code), `toggled_value` (facet and code), `reset_wanted`.
    """

    group_chosen = Signal(str)
    toggled_value = Signal(str, str)
    reset_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Filter", theme=theme, kind="pill", icon="adjustments-horizontal", colour="text2",
                         hint="Art, Kompetenz, Region, Angebot", parent=parent)  # fmt: skip
        self._facets: Callable[[], tuple[FacetGroup, ...]] = tuple
        self._wanted = PartnerFilter()
        self.clicked.connect(self.open_menu)

    def show_filter(self, wanted: PartnerFilter, facets: Callable[[], tuple[FacetGroup, ...]]) -> None:
        """Take over what is chosen, and what tells what can be."""
        self._wanted, self._facets = wanted, facets
        count = sum(len(codes) for codes in wanted.chosen.values())
        self.say(f"Filter ({count})" if count else "Filter")

    def make_menu(self) -> QMenu:
        """Return the menu of what can be chosen now."""
        menu = QMenu(self)
        groups = menu.addMenu("Gruppe")
        for group in GROUPS:
            self._add(groups, group.label, ("group", group.code), checked=group.code == self._wanted.group)
        for facet in self._facets():
            values = menu.addMenu(facet.label)
            values.setEnabled(bool(facet.options))
            for option in facet.options:
                label = f"{option.label}\t{formatting.number(option.count)}"
                self._add(values, label, (facet.facet, option.code), checked=option.chosen)
        menu.addSeparator()
        reset = menu.addAction("Alle Filter zurücksetzen")
        reset.setData((_RESET, ""))
        reset.setEnabled(not self._wanted.is_empty)
        return menu

    @staticmethod
    def _add(menu: QMenu, label: str, data: tuple[str, str], *, checked: bool) -> None:
        action = menu.addAction(label.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(data)

    @Slot()
    def open_menu(self) -> None:
        """Show the menu below the button and tell what was chosen."""
        menu = self.make_menu()
        chosen = menu.exec(self.mapToGlobal(QPoint(0, self.height())))
        if chosen is not None:
            self.take(chosen)
        menu.deleteLater()

    def take(self, action: QAction) -> None:
        """Tell what an entry of the menu means."""
        facet, code = action.data()
        if facet == _RESET:
            self.reset_wanted.emit()
        elif facet == "group":
            self.group_chosen.emit(code)
        else:
            self.toggled_value.emit(facet, code)


class ActiveFilters(Panel):
    """The values that are chosen, each with a way to take it away.

    Signals: `dropped` (facet and code), `reset_wanted`.
    """

    dropped = Signal(str, str)
    reset_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("activeFilters", parent)
        self._theme = theme
        self._shown: tuple[ChipView, ...] = ()
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._chips)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_chips(self, chips: tuple[ChipView, ...]) -> None:
        """Show the values that are chosen."""
        if chips != self._shown:
            self._shown = chips
            self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Build the chips for the current look."""
        px = self._theme.px
        clear_layout(self._chips)
        self._column.setContentsMargins(px(20), px(10), px(20), 0)
        self._flow.gap = px(8)
        for view in self._shown:
            chip = Button(view.label, theme=self._theme, kind="chip", icon="x", colour="accent", size=12,
                          hint=f"Filter {view.label} entfernen", parent=self._chips)  # fmt: skip
            chip.put_icon_last()
            set_look(chip, "active", "true")
            chip.setProperty("facet", view.facet)
            chip.setProperty("code", view.code)
            chip.clicked.connect(self.tell_dropped)
            self._flow.addWidget(chip)
            chip.show()
        if self._shown:
            reset = Button("Zurücksetzen", theme=self._theme, kind="quiet", parent=self._chips)
            reset.clicked.connect(self.reset_wanted)
            self._flow.addWidget(reset)
            reset.show()
        self.setVisible(bool(self._shown))

    @Slot()
    def tell_dropped(self) -> None:
        """Tell which value is to be taken away."""
        chip = self.sender()
        self.dropped.emit(str(chip.property("facet")), str(chip.property("code")))
