"""Where the reading pane is. The first paint shows empty paper; the pane is built (and imported) when it is wanted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel

if TYPE_CHECKING:
    from advisor_app.desktop.marks import Marks
    from advisor_app.desktop.reading.pane import ReadingPane


class ReadingPlace(Panel):
    """Empty paper, then the pane.

    Args:
        theme: the look.
        marks: what the reader marked.
    """

    def __init__(self, *, theme: Theme, marks: Marks, parent: QWidget) -> None:
        super().__init__("paper", parent)
        self._theme = theme
        self._marks = marks
        self._narrow = False

    @cached_property
    def pane(self) -> ReadingPane:
        """Return the pane."""
        from advisor_app.desktop.reading.pane import ReadingPane  # noqa: PLC0415 - not before it is wanted

        pane = ReadingPane(theme=self._theme, marks=self._marks, parent=self)
        pane.set_narrow(narrow=self._narrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pane)
        return pane

    def set_narrow(self, *, narrow: bool) -> None:
        """Tell the pane, now or when it is built, whether hits and pane have no room side by side."""
        self._narrow = narrow
        if "pane" in self.__dict__:
            self.pane.set_narrow(narrow=narrow)
