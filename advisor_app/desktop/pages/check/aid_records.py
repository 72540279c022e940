"""What the panels of state aid have in common that hold records: drawn or in words, changed one by one, taken back."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.aid_frame import AidPanel
from advisor_app.desktop.presenters.check_size_views import Notice
from advisor_app.desktop.widgets.basics import Button, Panel, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.domain.profile import UNKNOWN, FactValue, Known

_GRAVE = ("bad", "warn")


class RecordsPanel(AidPanel):
    """An answer and warnings at the top, the cards of each panel, hints and provisions at the end.

    Args:
        title: of the panel.
        fact: whose records are changed here.
        tools: what the page is given.

    A panel adds its cards to the column and calls `_finish` then.
    """

    def __init__(self, title: str, fact: str, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(title, tools, parent)
        self._fact = fact
        self._before: list[FactValue] = []
        self._sent: FactValue | None = None
        self._flows: list[tuple[FlowLayout, int]] = []
        self._answer = self._box()
        self._warnings = self._box()

    def _finish(self) -> None:
        """Add what stands below the cards of every panel."""
        self._hints = self._box()
        self._foot = text_label("", "stand", wrap=True, parent=self._content)
        self._column.addWidget(self._foot)
        self._column.addWidget(self.laws)
        self._column.addStretch(1)
        self._theme.changed.connect(self.restyle)
        self.restyle()

    def _box(self) -> QWidget:
        """Add a part that is filled anew with every view."""
        box = QWidget(self._content)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(box)
        return box

    def _flow(self, holder: QWidget, gap: int) -> FlowLayout:
        """Give a part a layout whose gap, in design pixels, follows the look."""
        flow = FlowLayout(holder, gap=self._theme.px(gap))
        self._flows.append((flow, gap))
        return flow

    def _build_head(self, heading: str, card: Panel, column: QVBoxLayout) -> None:
        """Add the heading of the records, with the ways to take back and to read them in words."""
        head = QHBoxLayout()
        head.addWidget(text_label(heading, "section", parent=card), 1)
        self.undo = Button("Rückgängig", theme=self._theme, kind="quiet", icon="arrow-back-up", colour="accent",
                           size=14, parent=card)  # fmt: skip
        self.as_text = Button("Als Text", theme=self._theme, kind="quiet", parent=card)
        head.addWidget(self.undo)
        head.addWidget(self.as_text)
        column.addLayout(head)
        self.undo.clicked.connect(self.take_back)
        self.as_text.clicked.connect(self.toggle_text)

    def _build_drawn(self, drawn: QWidget, card: Panel, column: QVBoxLayout) -> None:
        """Add the records as a picture, the same in words, and a line for where there are none."""
        self._drawn = drawn
        column.addWidget(drawn)
        self.twin = text_label("", "body", wrap=True, parent=card)
        self.twin.hide()
        column.addWidget(self.twin)
        self._none_told = text_label("", "meta", wrap=True, parent=card)
        column.addWidget(self._none_told)

    @Slot()
    def toggle_text(self) -> None:
        """Show the picture in words, or the picture again."""
        words = self.twin.isHidden()
        self.twin.setVisible(words)
        self._drawn.setVisible(not words)
        self.as_text.say("Als Bild" if words else "Als Text")

    def _fill_around(self, notices: Sequence[Notice]) -> None:
        """Show what is to be heeded: what is grave at the top, the rest at the end."""
        self.fill_notices("warnings", self._warnings, tuple(one for one in notices if one.tone in _GRAVE))
        self.fill_notices("hints", self._hints, tuple(one for one in notices if one.tone not in _GRAVE))
        self.undo.setVisible(bool(self._before))

    # Changing

    def _take_value(self, value: FactValue) -> None:
        """Take over the records as they are known now; what somebody else changed is not taken back here."""
        if value != self._sent:
            self._before.clear()
        self._sent = value

    def _send_records(self, records: tuple[object, ...], *, value: FactValue, as_of: str) -> None:
        """Answer with other records; `value` is what they were."""
        self._before.append(value)
        self._tell_records(FactValue(possible=Known(records), as_of=as_of, note=value.note))

    def _tell_records(self, value: FactValue) -> None:
        self._sent = value
        self.undo.setVisible(bool(self._before))
        self.answered.emit(self._fact, value)

    @Slot()
    def take_back(self) -> None:
        """Take back the last change of the records."""
        if self._before:
            before = self._before.pop()
            self._tell_records(UNKNOWN if before.is_open else before)

    # Sizes

    @abstractmethod
    def _fill(self) -> None:
        """Show the view anew."""

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.restyle_frame()
        for flow, gap in self._flows:
            flow.gap = px(gap)
        for box in (self._warnings, self._hints):
            layout = box.layout()
            if layout is not None:
                layout.setSpacing(px(12))
        self._fill()
