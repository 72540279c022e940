"""The top of the page: its name, the field for topics, degrees of maturity, and whether one sees picture or list."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.topics import Choice
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, set_look, text_label
from advisor_app.desktop.widgets.search_field import FilterField

NETWORK, LIST = "network", "list"
_MODES = ((NETWORK, "Netz"), (LIST, "Als Liste"))
_ANY = "Jede Reife"
_WIDE = 900


class FilterBar(Panel):
    """What is asked of the topics.

    Args:
        theme: the look.

    Signals: `maturity_chosen` (code, "" for any), `mode_chosen` (`network` or `list`).
    """

    maturity_chosen = Signal(str)
    mode_chosen = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("topbar", parent)
        self._theme = theme
        self._choices: tuple[Choice, ...] = ()
        self._chosen = ""
        self.field = FilterField("Themen filtern", "Thema oder anderes Wort dafür", theme=theme, parent=self)
        self.headline = ElidedLabel("", "meta", parent=self)
        self.modes = {mode: self._mode(mode, label) for mode, label in _MODES}
        self.modes[NETWORK].setChecked(True)
        self.menu_button = Button(_ANY, theme=theme, kind="chip", icon="chevron-down", size=14, parent=self)
        self.menu_button.put_icon_last()
        self.menu_button.clicked.connect(self.open_menu)
        self._title = text_label("Themen", "page", parent=self)
        self._row = QHBoxLayout()
        self._row.addWidget(self._title)
        self._row.addWidget(self.field, 3)
        self._row.addWidget(self.menu_button)
        self._row.addWidget(self.headline, 1)
        for button in self.modes.values():
            self._row.addWidget(button)
        self._chips = QWidget(self)
        self._chip_row = QHBoxLayout(self._chips)
        self.chips = {"": self._chip("", _ANY)}
        self._chip_row.addWidget(self.chips[""])
        self._chip_row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._row)
        self._column.addWidget(self._chips)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _mode(self, mode: str, label: str) -> Button:
        button = Button(label, theme=self._theme, kind="segment", parent=self)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setProperty("mode", mode)
        button.clicked.connect(self.tell_mode)
        return button

    def _chip(self, code: str, label: str, icon: str = "", tone: str = "text2") -> Button:
        chip = Button(label, theme=self._theme, kind="chip", icon=icon, colour=tone, size=14, parent=self._chips)
        chip.setProperty("code", code)
        chip.clicked.connect(self.tell_maturity)
        return chip

    def show_choices(self, choices: tuple[Choice, ...], chosen: str, headline: str) -> None:
        """Show the degrees of maturity with their counts, which one is chosen, and how many topics there are."""
        self._choices, self._chosen = choices, chosen
        self.headline.setText(headline)
        for choice in choices:
            if choice.code not in self.chips:
                self.chips[choice.code] = self._chip(choice.code, choice.label, choice.icon, choice.tone)
                self._chip_row.insertWidget(self._chip_row.count() - 1, self.chips[choice.code])
            chip = self.chips[choice.code]
            chip.say(f"{choice.label} {formatting.number(choice.count)}")
            chip.setAccessibleName(f"{choice.label}, {formatting.count(choice.count, 'Thema', 'Themen')}")
        for code, chip in self.chips.items():
            set_look(chip, "active", "true" if code == chosen else "false")
        self.menu_button.say(next((choice.label for choice in choices if choice.code == chosen), _ANY))
        set_look(self.menu_button, "active", "true" if chosen else "false")

    def arrange(self, width: int) -> None:
        """Offer a menu instead of chips where there is no room for them."""
        wide = width >= self._theme.px(_WIDE)
        self._chips.setVisible(wide)
        self.menu_button.setVisible(not wide)
        self._title.setVisible(wide)
        self.headline.setVisible(wide)

    @Slot()
    def tell_maturity(self) -> None:
        """Tell which maturity was chosen; the chosen one again means any."""
        code = str(self.sender().property("code"))
        self.maturity_chosen.emit("" if code == self._chosen else code)

    @Slot()
    def tell_mode(self) -> None:
        """Tell whether picture or list was chosen."""
        self.mode_chosen.emit(str(self.sender().property("mode")))

    @Slot()
    def open_menu(self) -> None:
        """Offer the degrees of maturity."""
        menu = QMenu(self)
        for code, label in (("", _ANY), *((one.code, f"{one.label}  {one.count}") for one in self._choices)):
            action = menu.addAction(label)
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code == self._chosen)
        menu.triggered.connect(self.tell_action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))

    @Slot(QAction)
    def tell_action(self, action: QAction) -> None:
        """Tell which maturity was chosen from the menu."""
        self.maturity_chosen.emit(str(action.data()))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(9), px(20), px(9))
        self._column.setSpacing(px(7))
        self._row.setSpacing(px(10))
        self._chip_row.setContentsMargins(0, 0, 0, 0)
        self._chip_row.setSpacing(px(8))
        self.field.setMaximumWidth(px(360))
        self.arrange(self.width())
