"""What the forms of state aid have in common: they are taken over or left, by button and by key."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop.pages.check.aid_parts import Field, first_faulty
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel
from advisor_app.desktop.widgets.flow import FlowLayout


class AidForm(Panel):
    """A card with fields and, at its end, the buttons to take over and to leave.

    Args:
        name: for a screen reader.
        theme: the look.
        gap: between its parts, in design pixels.

    Signals: `taken` (what was typed), `left` (nothing is to be changed).
    """

    taken = Signal(object)
    left = Signal()

    def __init__(self, name: str, *, theme: Theme, gap: int = 12, parent: QWidget) -> None:
        super().__init__("factBox", parent)
        self._theme = theme
        self._gap = gap
        self._flows: list[FlowLayout] = []
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)

    def _flow(self, holder: QWidget) -> FlowLayout:
        """Give a part a layout whose gap follows the look."""
        flow = FlowLayout(holder, gap=self._theme.px(self._gap))
        self._flows.append(flow)
        return flow

    def _build_ways(self, words: str) -> FlowLayout:
        """Add the row of buttons, with the first two; `words` are those of the first."""
        row = QWidget(self)
        flow = self._flow(row)
        self.ok = Button(words, theme=self._theme, kind="primary", parent=row)
        self.cancel = Button("Abbrechen", theme=self._theme, parent=row)
        flow.addWidget(self.ok)
        flow.addWidget(self.cancel)
        self.ok.clicked.connect(self.take)
        self.cancel.clicked.connect(self.left)
        self._column.addWidget(row)
        return flow

    @Slot()
    def take(self) -> None:
        """Give back what was typed; each form says so for itself."""
        raise NotImplementedError

    @property
    def fields(self) -> Mapping[str, Field]:
        """Return the fields by the name they have in a draft."""
        return {}

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it, and go to the first."""
        for name, field in self.fields.items():
            field.show_fault(faults.get(name, ""))
        wrong = first_faulty(tuple(self.fields.values()))
        if wrong is not None:
            wrong.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(14))
        self._column.setSpacing(px(self._gap))
        for flow in self._flows:
            flow.gap = px(self._gap)
            flow.invalidate()
