"""What stands at the right of picture and list: how a topic hangs together, or what is being read."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop.pages.topics.ties_panel import TiesPanel
from advisor_app.desktop.reading.visit import ReadingVisit
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel


class Side(QWidget):
    """Two tabs, once something is read: the text, and the ties.

    Args:
        theme: the look.

    Signals: `left` (picture and list are to come back, in a window that has room for one).
    """

    left = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._visit: ReadingVisit | None = None
        self._leave_offered = self._reading = False
        self._tabs = Panel("tabs", self)
        self.reading_tab = self._tab("Lesen")
        self.ties_tab = self._tab("Verbindungen")
        self._leave = Button("Themen", theme=theme, kind="quiet", icon="chevron-left", colour="accent", size=14,
                             parent=self._tabs)  # fmt: skip
        self._leave.clicked.connect(self.left)
        self._tab_row = QHBoxLayout(self._tabs)
        self._tab_row.addWidget(self._leave)
        self._tab_row.addWidget(self.reading_tab)
        self._tab_row.addWidget(self.ties_tab)
        self._tab_row.addStretch(1)
        self._stack = QStackedWidget(self)
        self.ties = TiesPanel(theme=theme, parent=self._stack)
        self._stack.addWidget(self.ties)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        self.reading_tab.clicked.connect(self.show_visit)
        self.ties_tab.clicked.connect(self.show_ties)
        theme.changed.connect(self.restyle)
        self._show_tabs(reading=False)
        self.restyle()

    def _tab(self, label: str) -> Button:
        tab = Button(label, theme=self._theme, kind="tab", parent=self._tabs)
        tab.setCheckable(True)
        tab.setAutoExclusive(True)
        return tab

    def take_visit(self, visit: ReadingVisit) -> None:
        """Take the pane that items are read in."""
        self._visit = visit
        self._stack.addWidget(visit)

    @property
    def shows_visit(self) -> bool:
        """Tell whether the text is shown, not the ties."""
        return self._visit is not None and self._stack.currentWidget() is self._visit

    @Slot()
    def show_visit(self) -> None:
        """Show what is being read."""
        if self._visit is not None:
            self._stack.setCurrentWidget(self._visit)
            self.reading_tab.setChecked(True)
            self._show_tabs(reading=True)

    @Slot()
    def show_ties(self) -> None:
        """Show the ties; what is being read stays open behind them."""
        self._stack.setCurrentWidget(self.ties)
        self.ties_tab.setChecked(True)
        self._show_tabs(reading=self._visit is not None and self._visit.is_open)

    def drop_visit(self) -> None:
        """Show the ties alone: nothing is being read any more."""
        self._stack.setCurrentWidget(self.ties)
        self._show_tabs(reading=False)

    def offer_leave(self, *, offered: bool) -> None:
        """Offer the way back to picture and list."""
        self._leave_offered = offered
        self._show_tabs(reading=self._reading)

    def _show_tabs(self, *, reading: bool) -> None:
        self._reading = reading
        self.reading_tab.setVisible(reading)
        self.ties_tab.setVisible(reading)
        self._leave.setVisible(self._leave_offered and not self.shows_visit)
        self._tabs.setVisible(reading or self._leave_offered)

    def take_focus(self) -> None:
        """Take the keyboard focus."""
        if self._visit is not None and self.shows_visit:
            self._visit.pane.take_focus()
        else:
            self.ties.take_focus()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._tab_row.setContentsMargins(px(8), 0, px(8), 0)
        self._tab_row.setSpacing(px(20))
