"""What if: a fact is changed on trial, and the verdicts that would move are told."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.widgets.basics import Panel


class WhatIfPanel(Panel):
    """Lets a fact be another one for a while; nothing changes before it is taken over.

    Args:
        tools: what the page is given.
        parent: what it lies in.

    Signals: `taken` (fact -> FactValue, to be answered), `left` (dropped: go back), `read_wanted` (id of a programme
    whose reasons are wanted), `failed` (exception of a job).
    """

    taken = Signal(object)
    left = Signal()
    read_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("paper", parent)
        self._tools = tools
        self._view: ResultsView | None = None
        self.setAccessibleName("Was wäre, wenn")

    def show_view(self, view: ResultsView) -> None:
        """Begin with what is known now; what was tried out before is dropped."""
        self._view = view
