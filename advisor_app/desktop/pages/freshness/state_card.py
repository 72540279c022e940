"""The card that says how the update stands: steps while it runs, an honest end, and what one can do."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop.presenters.update_faults import DEED_LABELS, Deed
from advisor_app.desktop.presenters.update_steps import StepState, StepView
from advisor_app.desktop.presenters.updates import CardView, Line
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import (
    Button,
    ElidedLabel,
    IconLabel,
    Panel,
    Rule,
    repolish,
    set_look,
    set_tone,
    text_label,
)
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.meter import Meter

# These stand as quiet text beside the buttons.
_QUIET = frozenset({Deed.CANCEL, Deed.DISMISS})
_PRIMARY = frozenset({Deed.CHECK, Deed.RETRY, Deed.NEWEST, Deed.CHANGES, Deed.REPAIR, Deed.OPTIONS})


class IconField(Panel):
    """An icon on the soft fill of its tone."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("tinted", parent)
        self._theme = theme
        self._icon = IconLabel("refresh", theme=theme, colour="text2", size=24, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignCenter)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_icon(self, icon: str, tone: str) -> None:
        """Show another icon."""
        self._icon.set_icon(icon, tone)
        set_tone(self, tone)

    @Slot()
    def restyle(self) -> None:
        """Take over the size of the look."""
        self.setFixedSize(self._theme.px(44), self._theme.px(44))
        self.setProperty("outline", "true" if self._theme.tokens.outline_soft else "false")
        repolish(self)


class StepRow(QWidget):
    """One step: icon, title, what is known about it, and its bar while it runs."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = IconLabel("circle-dashed", theme=theme, colour="text3", size=20, parent=self)
        self._title = text_label("", "uiStrong", parent=self)
        self._note = ElidedLabel("", "meta", parent=self)
        self.meter = Meter("Fortschritt", theme=theme, space=5, parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = QVBoxLayout()
        for part in (self._title, self._note, self.meter):
            self._words.addWidget(part)
        self._row.addLayout(self._words, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_step(self, step: StepView) -> None:
        """Show how the step stands."""
        self._icon.set_icon(step.state.icon, step.state.tone)
        self._title.setText(step.title)
        set_tone(self._title, "mute" if step.state is StepState.WAITING else "")
        self._note.setText(step.note)
        self._note.setVisible(bool(step.note))
        self.meter.setVisible(step.fraction is not None)
        if step.fraction is not None:
            self.meter.show_fraction(step.fraction)
        self.setAccessibleName(f"{step.title}. {step.note}".strip())

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._row.setSpacing(px(12))
        self._words.setSpacing(px(2))


class LineRow(QWidget):
    """A sentence with its icon."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = IconLabel("clock", theme=theme, colour="text2", size=16, parent=self)
        self._text = text_label("", "meta", wrap=True, parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._text, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_line(self, line: Line) -> None:
        """Show another sentence."""
        self._icon.set_icon(line.icon, line.tone)
        self._text.setText(line.text)
        set_tone(self._text, line.tone if line.tone in ("warn", "bad") else "")

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self._row.setSpacing(self._theme.px(10))


class StateCard(Panel):
    """Shows a `CardView`; `deed_chosen` tells which button was pressed."""

    deed_chosen = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._view: CardView | None = None
        self._shown: tuple[object, ...] = ()
        self._deeds: dict[Deed, Button] = {}
        self._line_rows: list[LineRow] = []
        self._icon = IconField(theme=theme, parent=self)
        self._title = text_label("", "section", wrap=True, parent=self)
        self._sentence = text_label("", "", wrap=True, parent=self)
        self._head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        self._head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addLayout(words, 1)
        self.steps = tuple(StepRow(theme=theme, parent=self) for _ in range(4))
        self._rule = Rule(self)
        self._lines = QWidget(self)
        self._lines_column = QVBoxLayout(self._lines)
        self._fine_print = text_label("", "small", wrap=True, parent=self)
        self._buttons = QWidget(self)
        self._flow = FlowLayout(self._buttons, gap=theme.px(8))
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        for row in self.steps:
            self._column.addWidget(row)
        for part in (self._rule, self._lines, self._buttons, self._fine_print):
            self._column.addWidget(part)
        theme.changed.connect(self.restyle)
        self.restyle()
        QTimer.singleShot(0, self, self.make_ready)

    @Slot()
    def make_ready(self) -> None:
        """Dress what is still hidden now: at the start of an update it would cost a frame."""
        for deed in {Deed.BACKGROUND, Deed.CANCEL} - self._deeds.keys():
            self._deed_button(deed).hide()
        for part in self.findChildren(QWidget):
            part.ensurePolished()

    @property
    def view(self) -> CardView | None:
        """Return what is shown."""
        return self._view

    def show_view(self, view: CardView) -> None:
        """Show how the update stands; buttons and lines that stay the same are left alone, and so is the focus."""
        if view == self._view:
            return
        self._view = view
        # Every part that appears would have everything laid out anew at once.
        self._column.setEnabled(False)
        self._fill(view)
        self._column.setEnabled(True)
        self._column.invalidate()
        self.updateGeometry()

    def _fill(self, view: CardView) -> None:
        self._icon.show_icon(view.icon, view.tone)
        self._title.setText(view.title)
        self._sentence.setText(view.sentence)
        self._sentence.setVisible(bool(view.sentence))
        self.setAccessibleName(view.spoken)
        for number, row in enumerate(self.steps):
            row.setVisible(number < len(view.steps))
            if number < len(view.steps):
                row.show_step(view.steps[number])
        self._fine_print.setText(view.fine_print)
        self._fine_print.setVisible(bool(view.fine_print))
        if self._shown != (view.lines, view.deeds):
            self._shown = (view.lines, view.deeds)
            self._show_lines(view.lines)
            self._show_deeds(view.deeds)
        self._rule.setVisible(bool(view.steps))

    def button(self, deed: Deed) -> Button | None:
        """Return the button of a deed, None if it is not offered."""
        button = self._deeds.get(deed)
        return button if self._view is not None and deed in self._view.deeds else None

    def _show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show lines in the rows there are; a widget that is made anew costs more than all its words."""
        while len(self._line_rows) < len(lines):
            row = LineRow(theme=self._theme, parent=self._lines)
            self._line_rows.append(row)
            self._lines_column.addWidget(row)
        for number, row in enumerate(self._line_rows):
            row.setVisible(number < len(lines))
            if number < len(lines):
                row.show_line(lines[number])
        self._lines.setVisible(bool(lines))

    def _show_deeds(self, deeds: tuple[Deed, ...]) -> None:
        """Show the buttons in their order and keep the keyboard on the card: on the same button, else on the first."""
        held = any(button.hasFocus() for button in self._deeds.values())
        while self._flow.count():
            self._flow.takeAt(0)
        for place, deed in enumerate(deeds):
            button = self._deed_button(deed)
            kind = "text" if deed in _QUIET else "primary" if place == 0 and deed in _PRIMARY else "plain"
            set_look(button, "kind", kind)
            self._flow.addWidget(button)
            if button.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                button.show()
        for deed, button in self._deeds.items():
            if deed not in deeds:
                button.hide()
        if held and deeds and not any(self._deeds[deed].hasFocus() for deed in deeds):
            self._deeds[deeds[0]].setFocus()
        self._buttons.setVisible(bool(deeds))
        self._flow.invalidate()
        self._buttons.updateGeometry()

    def _deed_button(self, deed: Deed) -> Button:
        if deed not in self._deeds:
            button = Button(DEED_LABELS[deed], theme=self._theme, parent=self._buttons)
            button.setProperty("deed", deed.value)
            button.clicked.connect(self.choose_deed)
            self._deeds[deed] = button
        return self._deeds[deed]

    @Slot()
    def choose_deed(self) -> None:
        """Tell which button was pressed."""
        self.deed_chosen.emit(Deed(str(self.sender().property("deed"))))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(20), px(20), px(18))
        self._column.setSpacing(px(14))
        self._head.setSpacing(px(12))
        self._lines_column.setContentsMargins(0, 0, 0, 0)
        self._lines_column.setSpacing(px(8))
        self._flow.gap = px(8)
        view, self._view, self._shown = self._view, None, ()
        if view is not None:
            self.show_view(view)
