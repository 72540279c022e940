"""What can be done with entries of the calendar: taken into one's own calendar, copied as text."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button
from advisor_app.desktop.widgets.flow import FlowLayout


class Deed(StrEnum):
    """What is done."""

    SAVE = "save"
    OPEN = "open"
    COPY = "copy"


_WORDS = {
    Deed.SAVE: ("download", "Als Kalenderdatei speichern …"),
    Deed.OPEN: ("external-link", "Im Kalender dieses Geräts öffnen"),
    Deed.COPY: ("copy", "Als Text kopieren"),
}


class DeedMenu(QMenu):
    """Offers the deeds; the icons are drawn when it is opened, in the colours there are then.

    Signals: `chosen` (Deed).
    """

    chosen = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        for deed, (_icon, words) in _WORDS.items():
            action = QAction(words, self)
            action.setData(deed)
            action.triggered.connect(self.choose)
            self.addAction(action)
        self.aboutToShow.connect(self.draw_icons)

    @Slot()
    def draw_icons(self) -> None:
        """Draw the icons."""
        for action in self.actions():
            action.setIcon(self._theme.icon(_WORDS[Deed(action.data())][0], "text2", 16, self.devicePixelRatioF()))

    @Slot()
    def choose(self) -> None:
        """Tell which deed was chosen."""
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(Deed(action.data()))


class DeedButton(Button):
    """Opens the menu of deeds.

    Args:
        text: what it says.
        theme: the look.
        kind: of the button, as in the style sheet.

    Signals: `chosen` (Deed).
    """

    chosen = Signal(object)

    def __init__(self, text: str, *, theme: Theme, kind: str = "plain", parent: QWidget) -> None:
        colour = "accent" if kind == "quiet" else "text"
        super().__init__(text, theme=theme, kind=kind, icon="calendar-event", colour=colour, parent=parent)
        self.clicked.connect(self.open_menu)

    @cached_property
    def deeds(self) -> DeedMenu:
        """Return the menu, built when it is first opened."""
        deeds = DeedMenu(theme=self._theme, parent=self)
        deeds.chosen.connect(self.chosen)
        return deeds

    @Slot()
    def open_menu(self) -> None:
        """Open the menu below the button."""
        self.deeds.popup(self.mapToGlobal(self.rect().bottomLeft()))


class DeedFoot(QWidget):
    """The deeds below a list, or below what is read.

    Args:
        theme: the look.

    Signals: `chosen` (Deed).
    """

    chosen = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.into_calendar = DeedButton("In meinen Kalender", theme=theme, parent=self)
        self.into_calendar.chosen.connect(self.chosen)
        self.copy = Button("Kopieren", theme=theme, icon="copy", hint="Als Text kopieren", parent=self)
        self.copy.clicked.connect(self.choose_copy)
        buttons = QWidget(self)
        self._flow = FlowLayout(buttons)
        self._flow.addWidget(self.into_calendar)
        self._flow.addWidget(self.copy)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        self._row = QVBoxLayout(self)
        self._row.addWidget(buttons)
        theme.changed.connect(self.restyle)
        self.restyle()

    @Slot()
    def choose_copy(self) -> None:
        """Tell that the text is wanted."""
        self.chosen.emit(Deed.COPY)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._row.setContentsMargins(px(18), px(10), px(18), px(12))
        self._flow.gap = px(8)
        self._flow.invalidate()
