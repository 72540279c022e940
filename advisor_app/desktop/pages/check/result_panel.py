"""The verdicts in their groups, with filters above them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.widgets.basics import Panel


class ResultPanel(Panel):
    """Shows what the check found.

    Args:
        tools: what the page is given.
        parent: what it lies in.

    Signals: `programme_chosen` (id whose reasons are wanted: click or Enter), `read_wanted` (id to be read in full),
    `comparison_wanted` (ids), `said` (a short message), `failed` (exception of a job).
    """

    programme_chosen = Signal(str)
    read_wanted = Signal(str)
    comparison_wanted = Signal(tuple)
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._tools = tools
        self._view: ResultsView | None = None
        self.setAccessibleName("Ergebnis des Förderchecks")

    def show_view(self, view: ResultsView) -> None:
        """Show the verdicts of a check; what was chosen and where the reader was stay as far as they can."""
        self._view = view
