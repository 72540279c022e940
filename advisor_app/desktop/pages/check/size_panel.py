"""The size class of a company: answer, holdings as a picture and as a form, the calculation line by line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.check_size_views import SizeView
from advisor_app.desktop.widgets.basics import Panel, text_label


class SizePanel(Panel):
    """Shows a `SizeView`.

    Args:
        tools: what the page is given.

    Signals: `answered` (fact and its FactValue; an open one takes the answer back), `fact_wanted` (fact that is to be
    answered), `back_wanted`, `said` (a short message), `link_wanted` (address outside), `failed` (exception of a job).
    """

    answered = Signal(str, object)
    fact_wanted = Signal(str)
    back_wanted = Signal()
    said = Signal(str)
    link_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._theme = tools.theme
        self.view: SizeView | None = None
        self.setAccessibleName("Größenklasse")
        column = QVBoxLayout(self)
        self._answer = text_label("", "answer", wrap=True, parent=self)
        column.addWidget(self._answer)
        column.addStretch(1)

    def show_view(self, view: SizeView) -> None:
        """Show the size class; what is being typed stays."""
        self.view = view
        self._answer.setText(view.answer)
