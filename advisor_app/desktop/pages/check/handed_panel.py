"""What lies over the result, is read there, and can be handed on: copied, printed, saved as PDF."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.clipboard import copy_rich
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.handing_bar import HandingBar
from advisor_app.desktop.pages.check.printing import Paper
from advisor_app.desktop.pages.check.read_area import ReadArea
from advisor_app.desktop.widgets.basics import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A document as it may leave the window.

    Args:
        title: of the document and of its file.
        text: plain.
        html: the same with its look.
        standing: age of the knowledge, for the foot of a page.
    """

    title: str
    text: str
    html: str
    standing: str = ""


class HandedPanel(Panel):
    """A bar with the ways out above something to read.

    Args:
        name: what is read, "Begründung"; also said when it was copied.
        told: what it is about, in the bar.
        tools: what the page is given.

    Signals: `back_wanted`, `fact_wanted` (fact to answer or change), `print_wanted` and `save_wanted` (a `Paper`),
    `said` (what was done).
    """

    back_wanted = Signal()
    fact_wanted = Signal(str)
    print_wanted = Signal(object)
    save_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, name: str, told: str, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self.theme = tools.theme
        self._name = name
        self.setAccessibleName(name)
        self.bar = HandingBar(name, told, theme=tools.theme, parent=self)
        self.area = ReadArea(name, theme=tools.theme, parent=self)
        self.setFocusProxy(self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.area, 1)
        self.bar.back_wanted.connect(self.back_wanted)
        self.bar.copy_wanted.connect(self.copy)
        self.bar.print_wanted.connect(self.print)
        self.bar.save_wanted.connect(self.save)
        tools.theme.changed.connect(self.restyle)

    def handed(self, *, with_sensitive: bool) -> Handed | None:
        """Return what is shown as it may leave, None where it may not; each panel says so for itself.

        Args:
            with_sensitive: what is delicate may go along.
        """
        raise NotImplementedError

    @Slot()
    def restyle(self) -> None:
        """Build what is shown for the current look; each panel does so for itself."""
        raise NotImplementedError

    def paper(self) -> Paper | None:
        """Return what is shown as it may be printed, None where it may not."""
        made = self.handed(with_sensitive=self.bar.with_sensitive)
        return None if made is None else Paper(title=made.title, html=made.html, standing=made.standing)

    @Slot()
    def copy(self) -> None:
        """Copy what is shown: with its look, and as plain text."""
        wished = self.bar.with_sensitive
        made = self.handed(with_sensitive=wished)
        if made is not None:
            copy_rich(made.text, made.html)
            self.said.emit(f"{self._name} kopiert, mit Vertraulichem" if wished else f"{self._name} kopiert")

    @Slot()
    def print(self) -> None:
        """Ask for it on paper."""
        paper = self.paper()
        if paper is not None:
            self.print_wanted.emit(paper)

    @Slot()
    def save(self) -> None:
        """Ask for it as PDF."""
        paper = self.paper()
        if paper is not None:
            self.save_wanted.emit(paper)
