"""The next dates: a line of days, and what happens on the one that is chosen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop.pages.start.lines import LineList
from advisor_app.desktop.presenters.start import DayView, StartView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import set_tone, text_label
from advisor_app.desktop.widgets.timeline import Span, Stop, Timeline

_LEAF = 90


class DatesCard(QWidget):
    """Line, leaf of the calendar and list.

    Signals: `item_wanted` (id).
    """

    item_wanted = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._days: dict[date, DayView] = {}
        self.timeline = Timeline("Fristen und Ziehungen", theme=theme, parent=self)
        self.timeline.day_chosen.connect(self.show_day)
        self.list = LineList("Was an diesem Tag geschieht", theme=theme, leading=False, parent=self)
        self.list.item_wanted.connect(self.item_wanted)
        self._nothing = text_label("", "meta", wrap=True, parent=self)
        self._build_leaf()
        self._chosen = QHBoxLayout()
        self._chosen.setContentsMargins(0, 0, 0, 0)
        self._chosen.addWidget(self._leaf)
        self._chosen.addWidget(self.list, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.timeline)
        self._column.addWidget(self._nothing)
        self._column.addLayout(self._chosen, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _build_leaf(self) -> None:
        self._leaf = QWidget(self)
        self._number = text_label("", "title", parent=self._leaf)
        self._month = text_label("", "metaStrong", parent=self._leaf)
        self._distance = text_label("", "metaStrong", parent=self._leaf)
        self._leaf_column = QVBoxLayout(self._leaf)
        self._leaf_column.setSpacing(0)
        for part in (self._number, self._month, self._distance):
            self._leaf_column.addWidget(part)
        self._leaf_column.addStretch(1)

    def show_view(self, view: StartView) -> None:
        """Show the dates of a view; the chosen day stays chosen if it is still there."""
        self._days = {day.day: day for day in view.days}
        stops = tuple(
            Stop(day=day.day, count=len(day.lines), tone=day.tone, label=day.label, spoken=day.spoken)
            for day in view.days
        )
        self.timeline.show_stops(stops, Span(first=view.first, last=view.last, months=view.months))
        days = (view.last - view.first).days
        self._nothing.setText(f"In den nächsten {days} Tagen ist keine Frist und keine Ziehung bekannt.")
        self._nothing.setVisible(not stops)
        self._leaf.setVisible(bool(stops))
        self.list.setVisible(bool(stops))
        if self.timeline.day is not None:
            self.show_day(self.timeline.day)

    def let_go(self) -> None:
        """Make no more lines: what they are made of is being closed."""
        for day in self._days.values():
            day.lines.let_go()

    @Slot(object)
    def show_day(self, day: object) -> None:
        """Show what happens on a day."""
        view = self._days.get(day) if isinstance(day, date) else None
        if view is None:
            return
        self._number.setText(view.number)
        self._month.setText(view.month)
        self._distance.setText(view.distance)
        set_tone(self._distance, view.tone)
        self.list.show_lines(view.lines)
        self.list.setAccessibleName(f"{view.label}: was an diesem Tag geschieht")

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._leaf.setFixedWidth(px(_LEAF))
        self._leaf_column.setContentsMargins(0, px(2), px(8), 0)
        self._chosen.setSpacing(0)
        self._column.setSpacing(px(6))
        self._nothing.setContentsMargins(0, px(8), 0, px(8))
        self.list.setMinimumHeight(px(120))
