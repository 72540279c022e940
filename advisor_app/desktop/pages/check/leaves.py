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
# Those that are printed by themselves.
_PRINTED = frozenset((REASON, SHEET, SIZE, ACCOUNT))
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
    `save_wanted` (a paper), `gone` (what a leaf was about, which is not there any more).
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
    gone = Signal(str)

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
                title = str(getattr(getattr(panel, "view", None), "title", ""))
                self.step_back()
                self.gone.emit(title or place.subject)
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

    @property
    def prints(self) -> bool:
        """Tell whether a leaf is shown that has a way onto paper of its own."""
        return self.place is not None and self.place.leaf in _PRINTED

    # Another client

    def begin_anew(self) -> None:
        """Show the result, and forget every leaf: what was typed, ticked or can be taken back there is of a client."""
        self.leave_all()
        for leaf in [one for one in self._panels if one not in (READING, FAULTS)]:
            panel = self._panels.pop(leaf)
            self.removeWidget(panel)
            panel.hide()
            panel.deleteLater()

    def drop_ticks(self) -> None:
        """Untick that delicate facts go along, and close what is being typed: notes may be unseen there."""
        for panel in self._panels.values():
            tick = getattr(getattr(panel, "bar", None), "sensitive", None)
            if tick is not None:
                tick.setChecked(False)
        for leaf in (SIZE, ACCOUNT):
            close = getattr(self._panels.get(leaf), "step_out", None)
            if close is not None:
                close()

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
        panel.link_wanted.connect(self.link_wanted)
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
