"""The de-minimis account of a company: room today, a time line of the grants, a form for them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.check_account_views import AccountView
from advisor_app.desktop.widgets.basics import Panel, text_label


class AccountPanel(Panel):
    """Shows a `AccountView`.

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
        self.view: AccountView | None = None
        self.setAccessibleName("De-minimis-Konto")
        column = QVBoxLayout(self)
        self._answer = text_label("", "answer", wrap=True, parent=self)
        column.addWidget(self._answer)
        column.addStretch(1)

    def show_view(self, view: AccountView) -> None:
        """Show the account; what is being typed stays."""
        self.view = view
        self._answer.setText(view.undertaking)
