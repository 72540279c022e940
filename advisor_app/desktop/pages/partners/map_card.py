"""The map with its head: what it tells, IHK or HWK, other pictures, print; and its legend."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop.map.picture import MapPicture
from advisor_app.desktop.map.widget import DistrictMap
from advisor_app.desktop.pages.partners.legend import Legend
from advisor_app.desktop.presenters.partners_map import MODE_NAMES, OFFICE_NAMES, MapMode
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel
from advisor_app.directory.responsible import Office


class MapScroll(QScrollArea):
    """Lets a card scroll where a window is too low for map and legend; the wheel then scrolls, with Ctrl it zooms."""

    def __init__(self, card: MapCard, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._card = card
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(card)
        self.verticalScrollBar().rangeChanged.connect(self.tell_range)

    @Slot(int, int)
    def tell_range(self, low: int, high: int) -> None:
        """Tell the map whose the wheel is."""
        self._card.map.wheel_scrolls = high > low


class MapCard(Panel):
    """A card with the map.

    Signals: `mode_chosen` (a `MapMode`), `office_chosen` (an `Office`), `print_wanted`, `file_wanted` (the map as a
    PDF file).
    """

    mode_chosen = Signal(object)
    office_chosen = Signal(object)
    print_wanted = Signal()
    file_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._mode = MapMode.OFFICES
        self._head = QHBoxLayout()
        self._title = ElidedLabel("", "uiStrong", parent=self)
        self._offices = self._office_switch()
        self._modes = QMenu(self)
        self._views = Button("Ansicht", theme=theme, kind="pill", icon="chevron-down", colour="text2", size=14,
                             hint="Was die Karte zeigt", parent=self)  # fmt: skip
        self._views.put_icon_last()
        self._views.clicked.connect(self.offer_modes)
        self._printer = Button("", theme=theme, kind="icon", icon="printer", colour="text2", size=18,
                               hint="Karte drucken oder als PDF speichern", parent=self)  # fmt: skip
        self._printer.clicked.connect(self.offer_print)
        self._head.addWidget(self._title, 1)
        for button in (*self._offices.buttons(), self._views, self._printer):
            self._head.addWidget(button)
        self.map = DistrictMap(theme=theme, parent=self)
        self.legend = Legend(theme=theme, parent=self)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.map, 1)
        self._column.addWidget(self.legend)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_picture(self, picture: MapPicture, mode: MapMode, office: Office) -> None:
        """Show a picture and what of it was chosen."""
        self._mode = mode
        self._title.setText(picture.title)
        self.map.show_picture(picture)
        self.legend.show_picture(picture)
        for button in self._offices.buttons():
            button.setVisible(mode is MapMode.OFFICES)
            button.setChecked(button.property("office") == office.value)

    def _office_switch(self) -> QButtonGroup:
        group = QButtonGroup(self)
        group.setExclusive(True)
        for office, name in OFFICE_NAMES.items():
            button = Button(name, theme=self._theme, kind="segment", parent=self)
            button.setCheckable(True)
            button.setProperty("office", office.value)
            button.setAccessibleName(f"Bezirke der {name}")
            button.hide()
            group.addButton(button)
        group.buttonClicked.connect(self.tell_office)
        return group

    @Slot(object)
    def tell_office(self, button: QWidget) -> None:
        """Tell which kind of chamber was chosen."""
        self.office_chosen.emit(Office(str(button.property("office"))))

    @Slot()
    def offer_modes(self) -> None:
        """Show what the map can tell."""
        self._modes.clear()
        group = QActionGroup(self._modes)
        for mode, name in MODE_NAMES.items():
            action = self._modes.addAction(name)
            action.setCheckable(True)
            action.setChecked(mode is self._mode)
            action.setData(mode.value)
            group.addAction(action)
        chosen = self._modes.exec(self._views.mapToGlobal(self._views.rect().bottomLeft()))
        if chosen is not None:
            self.mode_chosen.emit(MapMode(str(chosen.data())))

    @Slot()
    def offer_print(self) -> None:
        """Show the ways onto paper."""
        self._modes.clear()
        to_printer = self._modes.addAction("Drucken …")
        to_file = self._modes.addAction("Als PDF speichern …")
        chosen = self._modes.exec(self._printer.mapToGlobal(self._printer.rect().bottomLeft()))
        if chosen is to_printer:
            self.print_wanted.emit()
        elif chosen is to_file:
            self.file_wanted.emit()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(1, 0, 1, 1)
        self._head.setContentsMargins(px(16), px(8), px(10), px(8))
        self._head.setSpacing(px(8))
