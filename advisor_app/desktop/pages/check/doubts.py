"""A banner above the verdicts: answers that do not go together, with the ways to them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.presenters.check_doubts import NO_DOUBTS, DoubtsView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.banner import Banner


class Doubts(Banner):
    """Says what does not go together; hidden where everything does.

    Signals: `fact_wanted` (name of the answer that is to be looked at).
    """

    fact_wanted = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view = NO_DOUBTS
        self.link_clicked.connect(self.open_fact)

    def show_view(self, view: DoubtsView) -> None:
        """Show what does not go together."""
        if view == self._view:
            return
        self._view = view
        if view.title:
            self.say(view.title, view.text, view.ways)
        else:
            self.hide()

    @Slot(int)
    def open_fact(self, number: int) -> None:
        """Ask for the answer behind a link."""
        self.fact_wanted.emit(self._view.facts[number])
