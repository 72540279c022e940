"""The company's own figures that the size class is made of, and the ways to come by them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop.pages.check.staff_form import StaffForm
from advisor_app.desktop.presenters.check_size_views import OwnFact
from advisor_app.desktop.presenters.check_size_words import CLASSES
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

_FACT = 160


class OwnFacts(QWidget):
    """Shows the figures side by side.

    Args:
        theme: the look.

    Signals: `fact_wanted` (fact that is to be answered), `staff_taken` (a StaffSum), `class_taken` (code of the class).
    """

    fact_wanted = Signal(str)
    staff_taken = Signal(object)
    class_taken = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._facts = QWidget(self)
        self._fact_flow = FlowLayout(self._facts, gap=theme.px(16))
        self._column.addWidget(self._facts)
        self._build_ways()
        self.staff = StaffForm(theme=theme, parent=self)
        self.staff.hide()
        self.staff.taken.connect(self.take_staff)
        self.staff.left.connect(self.close_staff)
        self._column.addWidget(self.staff)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _build_ways(self) -> None:
        theme, ways = self._theme, QWidget(self)
        self._way_flow = FlowLayout(ways, gap=theme.px(16))
        self.staff_button = Button("Beschäftigte ausrechnen", theme=theme, kind="link", parent=ways)
        self.class_button = Button("Klasse selbst angeben", theme=theme, kind="link", parent=ways)
        self.class_button.setToolTip("Gilt im Fördercheck statt der Rechnung")
        self._way_flow.addWidget(self.staff_button)
        self._way_flow.addWidget(self.class_button)
        self._column.addWidget(ways)
        self.classes = QWidget(self)
        self._class_flow = FlowLayout(self.classes, gap=theme.px(8))
        for code, words in CLASSES.items():
            button = Button(words, theme=theme, parent=self.classes)
            button.clicked.connect(partial(self.take_class, code))
            self._class_flow.addWidget(button)
        self.classes.hide()
        self._column.addWidget(self.classes)
        self.staff_button.clicked.connect(self.open_staff)
        self.class_button.clicked.connect(self.open_classes)

    def show_facts(self, facts: Sequence[OwnFact]) -> None:
        """Show the figures; what is being added up stays."""
        clear_layout(self._facts)
        for fact in facts:
            self._fact_flow.addWidget(self._cell(fact))

    def _cell(self, fact: OwnFact) -> QWidget:
        cell = QWidget(self._facts)
        cell.setFixedWidth(self._theme.px(_FACT))
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(text_label(fact.label, "overline", parent=cell))
        column.addWidget(ElidedLabel(fact.value, "factMissing" if fact.is_open else "factLong", parent=cell))
        row = QHBoxLayout()
        button = Button("Ergänzen" if fact.is_open else "Ändern", theme=self._theme, kind="link", parent=cell)
        button.setAccessibleName(f"{fact.label}: {fact.value}, {'ergänzen' if fact.is_open else 'ändern'}")
        button.clicked.connect(partial(self.fact_wanted.emit, fact.fact))
        row.addWidget(button)
        row.addWidget(text_label(fact.origin, "stand", parent=cell), 1)
        column.addLayout(row)
        return cell

    @Slot()
    def open_staff(self) -> None:
        """Show or hide the calculation of the staff."""
        self.staff.setVisible(self.staff.isHidden())
        if not self.staff.isHidden():
            self.staff.begin()

    @Slot()
    def close_staff(self) -> None:
        """Hide the calculation of the staff; what was typed stays."""
        self.staff.hide()
        self.staff_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def take_staff(self, told: object) -> None:
        """Pass on what the staff comes to."""
        self.close_staff()
        self.staff_taken.emit(told)

    @Slot()
    def open_classes(self) -> None:
        """Offer the classes, or hide them again."""
        self.classes.setVisible(self.classes.isHidden())

    def take_class(self, code: str) -> None:
        """Pass on which class it is."""
        self.classes.hide()
        self.class_taken.emit(code)

    def step_out(self) -> bool:
        """Close what is open; return whether something was."""
        if not self.staff.isHidden():
            self.close_staff()
            return True
        shown = not self.classes.isHidden()
        self.classes.hide()
        return shown

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setSpacing(px(10))
        self._fact_flow.gap = self._way_flow.gap = px(16)
        self._class_flow.gap = px(8)
