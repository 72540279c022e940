"""What lies over the result for a while: an explanation, a sheet, a calculation, something to read; with a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.check_desk import Leaf
from advisor_app.desktop.presenters.check_leaves import present_leaf

REASON, SHEET, SIZE, ACCOUNT, WHAT_IF = "reason", "sheet", "size", "account", "what_if"
READING, FAULTS = "reading", "faults"
# Facts that have a form of their own, and what follows from them.
LEAF_OF_FACT: Mapping[str, str] = {
    "company.related": SIZE,
    "company.sme_class": SIZE,
    "company.headcount_group": SIZE,
    "company.turnover_group_eur": SIZE,
    "company.deminimis_grants": ACCOUNT,
    "company.deminimis_room_eur": ACCOUNT,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf, and what it is about ("" for the check as a whole)."""

    leaf: str
    subject: str = ""


class Leaves(QStackedWidget):
    """Shows the result, or one leaf over it. Leaves are built when they are first wanted.

    Args:
        tools: what the page is given.

    Signals: `turned` (another leaf is shown, or none; what it shows is to be worked out), `fact_wanted` (fact to be
    answered), `answered` (fact and FactValue), `judged` (programme, rule, what was found), `taken` (fact -> FactValue),
    `read_wanted` (id of an item), `link_wanted`, `comparison_wanted`, `said`, `failed`, `print_wanted` and
    `save_wanted` (a paper).
    """

    turned = Signal()
    fact_wanted = Signal(str)
    answered = Signal(str, object)
    judged = Signal(str, str, object)
    taken = Signal(object)
    read_wanted = Signal(str)
    link_wanted = Signal(str)
    comparison_wanted = Signal(tuple)
    said = Signal(str)
    failed = Signal(object)
    print_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, *, tools: PageTools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self._way: list[Place] = []
        self._panels: dict[str, QWidget] = {}
        self.main = QWidget(self)
        self.addWidget(self.main)

    # The way

    @property
    def place(self) -> Place | None:
        """Return the leaf that is shown, None for the result itself."""
        return self._way[-1] if self._way else None

    def open_leaf(self, leaf: str, subject: str = "") -> None:
        """Show a leaf; one can come back to what was shown before."""
        place = Place(leaf, subject)
        if place == self.place:
            return
        # What is read has a way of its own, which ends where something else is opened over it.
        self._way = [one for one in self._way if one.leaf not in (leaf, READING)]
        self._way.append(place)
        self.turned.emit()

    @Slot(str)
    def explain(self, programme_id: str) -> None:
        """Show why a programme fits or not."""
        self.open_leaf(REASON, programme_id)

    @Slot()
    def step_back(self) -> None:
        """Go back to what was shown before."""
        if self._way:
            self._way.pop()
            self._show()
            self.turned.emit()

    @Slot()
    def leave_all(self) -> None:
        """Show the result."""
        if self._way:
            self._way.clear()
            self._show()
            self.turned.emit()

    @property
    def wanted(self) -> Mapping[str, Leaf]:
        """Return what makes the view of the leaf that is shown."""
        place = self.place
        if place is None or place.leaf in (READING, FAULTS):
            return {}
        return {place.leaf: partial(present_leaf, place.leaf, place.subject)}

    def take(self, views: Mapping[str, object]) -> None:
        """Show what was worked out for the leaf that is wanted."""
        place = self.place
        if place is not None and place.leaf in views:
            panel = self.panel(place.leaf)
            if views[place.leaf] is None:
                # What it was about is not there any more.
                self.step_back()
                return
            panel.show_view(views[place.leaf])  # type: ignore[attr-defined]
        self._show()

    def _show(self) -> None:
        place = self.place
        target = self.main if place is None else self._panels.get(place.leaf, self.currentWidget() or self.main)
        if target is not self.currentWidget():
            self.setCurrentWidget(target)
            if place is not None and place.leaf != READING:
                self.take_focus()

    def take_focus(self) -> None:
        """Take the keyboard focus where the leaf begins."""
        panel = self.currentWidget()
        take = getattr(panel, "take_focus", None)
        if take is not None:
            take()
        elif panel is not None:
            panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_out(self) -> bool:
        """Close what is open within the leaf, then the leaf; return whether there was something to close."""
        if self.place is None:
            return False
        step = getattr(self.currentWidget(), "step_out", None)
        if step is None or not step():
            self.step_back()
        return True

    # Leaves that show no findings

    def show_panel(self, leaf: str, panel: QWidget) -> bool:
        """Show a panel that others fill as a leaf; return whether it is shown for the first time."""
        is_new = leaf not in self._panels
        if is_new:
            self._panels[leaf] = panel
            self.addWidget(panel)
        self.open_leaf(leaf)
        self._show()
        return is_new

    # Building

    def panel(self, leaf: str) -> QWidget:
        """Return the panel of a leaf, built if it is not there yet."""
        if leaf not in self._panels:
            self._panels[leaf] = panel = _BUILDERS[leaf](self)
            self.addWidget(panel)
        return self._panels[leaf]

    def _reason(self) -> QWidget:
        from advisor_app.desktop.pages.check.reason_panel import ReasonPanel  # noqa: PLC0415 - when it is wanted

        panel = ReasonPanel(self._tools, self)
        panel.back_wanted.connect(self.step_back)
        panel.fact_wanted.connect(self.fact_wanted)
        panel.read_wanted.connect(self.read_wanted)
        panel.judged.connect(self.judged)
        panel.link_wanted.connect(self.link_wanted)
        panel.comparison_wanted.connect(self.comparison_wanted)
        panel.print_wanted.connect(self.print_wanted)
        panel.save_wanted.connect(self.save_wanted)
        panel.said.connect(self.said)
        return panel

    def _sheet(self) -> QWidget:
        from advisor_app.desktop.pages.check.sheet_panel import SheetPanel  # noqa: PLC0415 - when it is wanted

        panel = SheetPanel(self._tools, self)
        panel.back_wanted.connect(self.step_back)
        panel.fact_wanted.connect(self.fact_wanted)
        panel.print_wanted.connect(self.print_wanted)
        panel.save_wanted.connect(self.save_wanted)
        panel.said.connect(self.said)
        return panel

    def _size(self) -> QWidget:
        from advisor_app.desktop.pages.check.size_panel import SizePanel  # noqa: PLC0415 - when it is wanted

        panel = SizePanel(self._tools, self)
        panel.back_wanted.connect(self.step_back)
        panel.fact_wanted.connect(self.fact_wanted)
        panel.answered.connect(self.answered)
        panel.link_wanted.connect(self.link_wanted)
        panel.said.connect(self.said)
        panel.failed.connect(self.failed)
        return panel

    def _account(self) -> QWidget:
        from advisor_app.desktop.pages.check.account_panel import AccountPanel  # noqa: PLC0415 - when it is wanted

        panel = AccountPanel(self._tools, self)
        panel.back_wanted.connect(self.step_back)
        panel.fact_wanted.connect(self.fact_wanted)
        panel.answered.connect(self.answered)
        panel.link_wanted.connect(self.link_wanted)
        panel.said.connect(self.said)
        panel.failed.connect(self.failed)
        return panel

    def _what_if(self) -> QWidget:
        from advisor_app.desktop.pages.check.what_if_panel import WhatIfPanel  # noqa: PLC0415 - when it is wanted

        panel = WhatIfPanel(tools=self._tools, parent=self)
        panel.left.connect(self.step_back)
        panel.taken.connect(self.taken)
        panel.read_wanted.connect(self.explain)
        panel.failed.connect(self.failed)
        return panel


_BUILDERS: Mapping[str, Callable[[Leaves], QWidget]] = {
    REASON: Leaves._reason,  # noqa: SLF001 - the builders of this class by leaf
    SHEET: Leaves._sheet,  # noqa: SLF001
    SIZE: Leaves._size,  # noqa: SLF001
    ACCOUNT: Leaves._account,  # noqa: SLF001
    WHAT_IF: Leaves._what_if,  # noqa: SLF001
}
