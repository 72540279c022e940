"""What stands where the filters leave nothing: which one to drop with what that gives, or when something is next."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.events_words import day_words
from advisor_app.desktop.presenters.views import WayOut
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

_WAYS = 4


class NothingHere(Panel):
    """Says what is empty and what helps.

    Args:
        theme: the look.

    Signals: `dropped` (facet, code), `day_wanted` (date of the next entry).
    """

    dropped = Signal(str, str)
    day_wanted = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._following: date | None = None
        self._icon = IconLabel("zoom-question", theme=theme, colour="text2", size=20, parent=self)
        self._title = text_label("", "uiStrong", wrap=True, parent=self)
        self._ways = QWidget(self)
        self._flow = FlowLayout(self._ways)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._ways.setSizePolicy(policy)
        head = QHBoxLayout()
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self._ways)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def show_nothing(self, title: str, ways: tuple[WayOut, ...], following: date | None) -> None:
        """Show what is empty.

        Args:
            title: says it.
            ways: filters to drop with the entries that gives.
            following: the next day that has an entry, None if there is none.
        """
        self._following = following
        self._title.setText(title)
        clear_layout(self._ways)
        for way in ways[:_WAYS]:
            gain = formatting.count(way.total, "Eintrag", "Einträge")
            chip = Button(f"Ohne „{way.label}“: {gain}", theme=self._theme, kind="chip", icon="x", colour="accent",
                          size=14, parent=self._ways)  # fmt: skip
            chip.setProperty("active", "true")
            chip.setProperty("facet", way.facet)
            chip.setProperty("code", way.code)
            chip.clicked.connect(self.drop)
            self._flow.addWidget(chip)
        if following is not None:
            further = Button(f"Weiter zu {day_words(following)}", theme=self._theme, kind="chip", icon="arrow-right",
                             colour="accent", size=14, parent=self._ways)  # fmt: skip
            further.clicked.connect(self.go_on)
            self._flow.addWidget(further)
        self._ways.setVisible(self._flow.count() > 0)
        self.show()

    @Slot()
    def drop(self) -> None:
        """Tell which filter is to be dropped."""
        chip = self.sender()
        self.dropped.emit(str(chip.property("facet")), str(chip.property("code")))

    @Slot()
    def go_on(self) -> None:
        """Tell that the next day with an entry is wanted."""
        if self._following is not None:
            self.day_wanted.emit(self._following)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(10))
        self._flow.gap = px(8)
