"""The question sheet: what is missing, by who in the company can answer it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.check_sheet import SheetView
from advisor_app.desktop.widgets.basics import Button, Panel, text_label


class SheetPanel(Panel):
    """Shows the question sheet and hands it on.

    Args:
        tools: what the page is given.

    Signals: `back_wanted`, `fact_wanted` (fact to answer), `print_wanted` and `save_wanted` (a `Paper`), `said` (what
    was done).
    """

    back_wanted = Signal()
    fact_wanted = Signal(str)
    print_wanted = Signal(object)
    save_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._theme = tools.theme
        self.view: SheetView | None = None
        self.setAccessibleName("Fragezettel")
        self.back = Button("Ergebnis", theme=self._theme, kind="quiet", icon="arrow-left", colour="accent", parent=self)
        self.back.clicked.connect(self.back_wanted)
        self._told = text_label("", "meta", wrap=True, parent=self)
        column = QVBoxLayout(self)
        column.addWidget(self.back)
        column.addWidget(self._told)

    def show_view(self, view: SheetView | None) -> None:
        """Show a sheet, or nothing."""
        self.view = view
        self._told.setText(view.told if view is not None else "")
