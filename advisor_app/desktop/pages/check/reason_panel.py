"""One programme explained: what would have to change, every condition with its value and source, and what follows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.check_reason_views import ReasonView
from advisor_app.desktop.widgets.basics import Button, Panel, text_label


class ReasonPanel(Panel):
    """Shows one explanation.

    Args:
        tools: what the page is given.

    Signals: `back_wanted`, `read_wanted` (id of an item), `fact_wanted` (fact to answer or change), `judged` (id of the
    programme, id of the rule, what a person found or None to take that back), `link_wanted` (address outside),
    `comparison_wanted` (ids of programmes), `print_wanted` and `save_wanted` (a `Paper`), `said` (what was done).
    """

    back_wanted = Signal()
    read_wanted = Signal(str)
    fact_wanted = Signal(str)
    judged = Signal(str, str, object)
    link_wanted = Signal(str)
    comparison_wanted = Signal(tuple)
    print_wanted = Signal(object)
    save_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._theme = tools.theme
        self.view: ReasonView | None = None
        self.setAccessibleName("Begründung")
        self.back = Button("Ergebnis", theme=self._theme, kind="quiet", icon="arrow-left", colour="accent", parent=self)
        self.back.clicked.connect(self.back_wanted)
        self._title = text_label("", "title", wrap=True, parent=self)
        column = QVBoxLayout(self)
        column.addWidget(self.back)
        column.addWidget(self._title)

    def show_view(self, view: ReasonView | None) -> None:
        """Show an explanation, or nothing."""
        self.view = view
        self._title.setText(view.title if view is not None else "")
