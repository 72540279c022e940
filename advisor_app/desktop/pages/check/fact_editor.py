"""Answers one fact: by choosing, by typing, with where it comes from, its day and a note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.check_editor import EditorTables
from advisor_app.desktop.widgets.basics import Button, Panel
from advisor_app.domain.profile import UNKNOWN, Absent, FactValue, Possible


class FactEditor(Panel):
    """The editor of any fact. It needs the tables before anything is edited.

    Enter takes what is set, Esc leaves it as it was. "Weiß ich noch nicht" answers with `Absent.UNKNOWN`, "Keine
    Angabe" with `Absent.DECLINED`; everything else is a value.

    Args:
        tools: what the page is given.
        parent: what it lies in; any width from 260 design pixels, it scrolls where it is too low.

    Signals: `answered` (name of the fact, FactValue), `left` (nothing was changed), `records_wanted` (name of a fact
    whose holdings or grants have a form of their own), `read_wanted` (id of a partner that is named).
    """

    answered = Signal(str, object)
    left = Signal()
    records_wanted = Signal(str)
    read_wanted = Signal(str)

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("paper", parent)
        self._tools = tools
        self._tables: EditorTables | None = None
        self._fact = ""
        self._value = UNKNOWN
        self.setAccessibleName("Angabe")
        self.open = Button("Weiß ich noch nicht", theme=tools.theme, parent=self)
        self.open.clicked.connect(self.leave_open)
        self.declined = Button("Keine Angabe", theme=tools.theme, parent=self)
        self.declined.clicked.connect(self.decline)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addWidget(self.declined)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addStretch(1)

    @property
    def fact(self) -> str:
        """Return the name of the fact that is being edited, "" for none."""
        return self._fact

    def use(self, tables: EditorTables) -> None:
        """Look things up in these tables from now on."""
        self._tables = tables

    def edit(self, fact: str, value: FactValue = UNKNOWN, options: Sequence[Possible] = ()) -> None:
        """Show a fact.

        Args:
            fact: its name in the catalogue.
            value: what is known of it.
            options: answers to choose from, as the question offers them; the editor has its own where there are none.
        """
        self._fact = fact
        self._value = value

    def take_focus(self) -> None:
        """Put the cursor where one answers."""
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_out(self) -> bool:
        """Close suggestions, then the editor; return whether there was something to close."""
        if not self._fact:
            return False
        self._fact = ""
        self.left.emit()
        return True

    @Slot()
    def leave_open(self) -> None:
        """Answer that nobody knows yet."""
        self._answer(FactValue(possible=Absent.UNKNOWN))

    @Slot()
    def decline(self) -> None:
        """Answer that nobody wants to say."""
        self._answer(FactValue(possible=Absent.DECLINED))

    def _answer(self, value: FactValue) -> None:
        fact, self._fact = self._fact, ""
        if fact:
            self.answered.emit(fact, value)
