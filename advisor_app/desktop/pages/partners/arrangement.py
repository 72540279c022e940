"""Where the parts of the page are: side by side, or one at a time behind tabs where there is little room."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel

# Design pixels: from which width of the page on both have room, and how wide the column is.
_SHARED = 860
_ROOMY = 1120
_WIDE, _NARROW = 470, 392


class Part(StrEnum):
    """What can be looked at where there is room for one."""

    MAP = "map"
    SIDE = "side"
    LIST = "list"


_NAMES = {Part.MAP: "Karte", Part.SIDE: "Zuständig", Part.LIST: "Liste"}


class Tabs(Panel):
    """The tabs.

    Signals: `chosen` (a `Part`).
    """

    chosen = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("tabs", parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._group = QButtonGroup(self)
        self.buttons: dict[Part, Button] = {}
        for part, name in _NAMES.items():
            button = Button(name, theme=theme, kind="tab", parent=self)
            button.setCheckable(True)
            button.setProperty("part", part.value)
            self._group.addButton(button)
            self._row.addWidget(button)
            self.buttons[part] = button
        self._row.addStretch(1)
        self._group.buttonClicked.connect(self.tell)
        theme.changed.connect(self.restyle)
        self.restyle()

    def mark(self, part: Part) -> None:
        """Show which one is open."""
        self.buttons[part].setChecked(True)

    @Slot(object)
    def tell(self, button: QObject) -> None:
        """Tell which one was chosen."""
        self.chosen.emit(Part(str(button.property("part"))))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._row.setContentsMargins(px(20), 0, px(20), 0)
        self._row.setSpacing(px(24))


class Arrangement(QObject):
    """Puts the parts where there is room.

    Args:
        theme: the look.
        body: what they lie in; its layout is made here.
        left: holds map and list, one of which is seen.
        right: the column, or what is read in its place.
        tabs: shown where there is room for one.

    Signals: `changed` (another part is seen).
    """

    changed = Signal()

    def __init__(
        self, *, theme: Theme, body: QWidget, left: QStackedWidget, right: QStackedWidget, tabs: Tabs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._body = body
        self._left = left
        self._right = right
        self._tabs = tabs
        self._part = Part.MAP
        self._row = QHBoxLayout(body)
        self._row.addWidget(left, 1)
        self._row.addWidget(right)
        tabs.chosen.connect(self.show_part)

    @property
    def is_shared(self) -> bool:
        """Tell whether both have room."""
        return self._body.width() >= self._theme.px(_SHARED)

    @property
    def part(self) -> Part:
        """Return what was chosen last."""
        return self._part

    @property
    def shows_list(self) -> bool:
        """Tell whether the list stands in the place of the map."""
        return self._left.currentIndex() == 1

    @Slot(object)
    def show_part(self, part: Part) -> None:
        """Show a part; where both have room, the column is there anyway."""
        self._part = part
        if part is not Part.SIDE:
            self._left.setCurrentIndex(1 if part is Part.LIST else 0)
        self.arrange()
        self.changed.emit()

    def arrange(self) -> None:
        """Place everything for the width there is."""
        px, shared = self._theme.px, self.is_shared
        self._row.setContentsMargins(px(20), px(16), px(14), px(16))
        self._row.setSpacing(px(16))
        self._tabs.setVisible(not shared)
        self._tabs.mark(self._part)
        self._left.setVisible(shared or self._part is not Part.SIDE)
        self._right.setVisible(shared or self._part is Part.SIDE)
        if shared:
            self._right.setFixedWidth(px(_WIDE if self._body.width() >= px(_ROOMY) else _NARROW))
        else:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16_777_215)
