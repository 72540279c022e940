"""Figures and days: as a bracket, exactly, or between two ends."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from advisor_app.consultation.reading import NotUnderstood, Reader
from advisor_app.consultation.words import capital, possible_words
from advisor_app.desktop.pages.check.editors_base import Labelled, ValueEditor
from advisor_app.desktop.pages.check.editors_choice import ChoiceButton, Choices
from advisor_app.desktop.presenters.check_editor import EditorTables, EditorView, Form
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.domain.profile import Possible

_EXACT, _END, _WIDE = 190, 118, 380
_NARROW_EXACT, _NARROW_END = 96, 66
# What a field has around its text, and what stands between a field, its name and its unit.
_EDGE, _GAPS = 26, 14
_OR = " oder "
_NAMES = {Form.FIGURE: "Genaue Zahl", Form.DAY: "Tag, Monat oder Jahr"}


class WrittenEditor(ValueEditor):
    """Brackets that are taken with a click, a field for the exact value, and two for the ends of a span."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme=theme, parent=parent)
        self._fact, self._examples = "", ""
        self._reader: Reader | None = None
        self.choices = Choices("Spannen", theme=theme, parent=self)
        self._written_in = (QLineEdit(self), QLineEdit(self), QLineEdit(self))
        self.exact, self.low, self.high = self._written_in
        self._units = (QLabel(self), QLabel(self))
        for unit in self._units:
            unit.setTextFormat(Qt.TextFormat.PlainText)
            unit.setProperty("role", "meta")
        self._fields = QWidget(self)
        # Fields are as wide as there is room; what they were before must not keep that room.
        self._fields.setMinimumWidth(1)
        self._flow = FlowLayout(self._fields)
        self._exactly = Labelled("", self.exact, self._units[0], theme=theme, parent=self._fields)
        self._between = Labelled("oder", self.low, self.high, self._units[1], theme=theme, parent=self._fields)
        self._flow.addWidget(self._exactly)
        self._flow.addWidget(self._between)
        self._read = text_label("", "meta", wrap=True, parent=self)
        self.column.addWidget(self.choices)
        self.column.addWidget(self._fields)
        self.column.addWidget(self._read)
        self.exact.textEdited.connect(self.write_exactly)
        for field in (self.low, self.high):
            field.textEdited.connect(self.write_span)
        for field in self._written_in:
            field.returnPressed.connect(self.entered)

    def show_view(self, view: EditorView, tables: EditorTables) -> None:
        """Show brackets, and what is known in its field."""
        self._fact, self._reader = view.fact, tables.reader
        self.choices.show_choices(view.choices)
        for button in self.choices.buttons:
            button.clicked.connect(self.choose)
        name, self._examples = _NAMES[view.form], view.example
        self._exactly.call(name)
        texts, aloud = (view.text, view.low, view.high), (name, "von", "bis")
        for field, text, hint, spoken in zip(self._written_in, texts, (view.example, "von", "bis"), aloud, strict=True):
            field.setText(text)
            field.setPlaceholderText(hint)
            field.setAccessibleName(spoken)
        for unit in self._units:
            unit.setText(view.unit)
            unit.setVisible(bool(view.unit))
        self.restyle()
        self._tell()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.column.setSpacing(px(10))
        self._flow.gap = px(12)
        wide = self.width() >= px(_WIDE)
        end = px(_END if wide else _NARROW_END)
        for field, width in zip(self._written_in, (self._exact_width(), end, end), strict=True):
            field.setFixedWidth(width)
        self._flow.invalidate()

    def _exact_width(self) -> int:
        """Let the field for the exact value be as wide as its examples, where there is room; else one of them goes."""
        px, unit = self._theme.px, self._units[0]
        beside = self._exactly.name.sizeHint().width() + (0 if unit.isHidden() else unit.sizeHint().width()) + px(_GAPS)
        room = max(self.width() - beside, px(_NARROW_EXACT))
        metrics = QFontMetrics(self.exact.font())
        needed = metrics.horizontalAdvance(self._examples) + px(_EDGE)
        self.exact.setPlaceholderText(self._examples if needed <= room else self._examples.partition(_OR)[0])
        return min(max(px(_EXACT), needed), room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take less room where there is little."""
        super().resizeEvent(event)
        self.restyle()

    def result(self) -> Possible | None:
        """Return what is written, or the bracket that is chosen."""
        text = self._text()
        if text and self._reader is not None:
            return self._reader.read(self._fact, text)
        chosen = self.choices.checked
        return chosen[0].possible if chosen else None

    def take_focus(self) -> None:
        """Go to the field, where what is known is marked; brackets are a step before it."""
        field = self.low if self.low.text() or (self.high.text() and not self.exact.text()) else self.exact
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    @Slot()
    def choose(self) -> None:
        """Take the bracket that was clicked."""
        clicked = self.sender()
        assert isinstance(clicked, ChoiceButton)
        self.choices.check_only(clicked)
        self.taken.emit(clicked.choice.possible)

    @Slot()
    def write_exactly(self) -> None:
        """Leave the span: there is one value now."""
        self.low.clear()
        self.high.clear()
        self._written()

    @Slot()
    def write_span(self) -> None:
        """Leave the exact value: there is a span now."""
        self.exact.clear()
        self._written()

    def _written(self) -> None:
        self.choices.check_only(None)
        self._tell()
        self.touched.emit()

    def _text(self) -> str:
        exact, low, high = (field.text().strip() for field in self._written_in)
        if exact or not (low or high):
            return exact
        if low and high:
            return f"{low} bis {high}"
        return f"ab {low}" if low else f"bis {high}"

    def _tell(self) -> None:
        """Say how what is written is read, where that is not what stands there."""
        text, told = self._text(), ""
        if text and self._reader is not None:
            try:
                told = possible_words(self._fact, self._reader.read(self._fact, text))
            except NotUnderstood:
                told = ""
        self._read.setText(f"Verstanden als: {capital(told)}" if told and told != text else "")
        self._read.setVisible(bool(self._read.text()))
