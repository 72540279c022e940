"""A card with a month: its name, the way to others, weekdays, and the days."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop.pages.events.month_grid import WEEK_WIDTH, MonthGrid
from advisor_app.desktop.presenters.events import WEEK, later_month
from advisor_app.desktop.presenters.events_words import WEEKDAYS_SHORT, month_words
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, text_label


class _Weekdays(Panel):
    """Names of the days above their columns."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("listHead", parent)
        self._theme = theme
        self._names = [text_label(name, "metaStrong", parent=self) for name in ("KW", *WEEKDAYS_SHORT)]
        for label in self._names:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._names[0].setProperty("role", "small")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the names above their columns."""
        super().resizeEvent(event)
        edge, width = self._theme.px(WEEK_WIDTH), self.width()
        places = [0, *(edge + (width - edge) * place // WEEK for place in range(WEEK + 1))]
        for label, begin, end in zip(self._names, places, places[1:], strict=False):
            label.setGeometry(begin, 0, end - begin, self.height())


class MonthCard(Panel):
    """The month.

    Args:
        theme: the look.
        today: is marked.

    Signals: `day_chosen` (date), `day_opened`.
    """

    day_chosen = Signal(object)
    day_opened = Signal()

    def __init__(self, *, theme: Theme, today: date, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._today = today
        self.setAccessibleName("Monat")
        self.title = ElidedLabel("", "section", parent=self)
        self.before = Button("", theme=theme, kind="bare", icon="chevron-left", hint="Voriger Monat (Bild auf)",
                             parent=self)  # fmt: skip
        self.after = Button("", theme=theme, kind="bare", icon="chevron-right", hint="Nächster Monat (Bild ab)",
                            parent=self)  # fmt: skip
        self.to_today = Button("Heute", theme=theme, kind="quiet", hint="Zum heutigen Tag (T)", parent=self)
        self.before.clicked.connect(self.go_back)
        self.after.clicked.connect(self.go_on)
        self.to_today.clicked.connect(self.go_to_today)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        for button in (self.to_today, self.before, self.after):
            self._head.addWidget(button)
        self._weekdays = _Weekdays(theme=theme, parent=self)
        self.grid = MonthGrid(theme=theme, today=today, parent=self)
        self.grid.day_chosen.connect(self.day_chosen)
        self.grid.day_opened.connect(self.day_opened)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._weekdays)
        self._column.addWidget(self.grid, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_day(self, day: date) -> None:
        """Choose a day."""
        self.title.setText(month_words(day))
        self.to_today.setEnabled(day != self._today)
        self.grid.show_day(day)

    @Slot()
    def go_back(self) -> None:
        """Go to the month before."""
        self.day_chosen.emit(later_month(self.grid.day, -1))

    @Slot()
    def go_on(self) -> None:
        """Go to the next month."""
        self.day_chosen.emit(later_month(self.grid.day, 1))

    @Slot()
    def go_to_today(self) -> None:
        """Go to today."""
        self.day_chosen.emit(self._today)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._head.setContentsMargins(px(18), px(9), px(10), px(7))
        self._head.setSpacing(px(4))
        self._weekdays.setFixedHeight(px(26))
        # The card's own edge stays in sight beside the days.
        self._column.setContentsMargins(1, 1, 1, px(8))
        self._column.setSpacing(0)
