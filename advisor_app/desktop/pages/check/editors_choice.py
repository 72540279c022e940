"""Answers to choose from: one, several of which one is right, or all that hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.check.editors_base import ValueEditor
from advisor_app.desktop.presenters.check_editor import ChoiceView, EditorTables, EditorView, Form
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, clear_layout, is_enter, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.domain.profile import AnyOf, Known, Possible

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ChoiceButton(Button):
    """An answer that can be chosen; Enter clicks, arrow keys go to its neighbours.

    `ticks` tells whether it is one of several that can hold: then Space ticks it, and Enter takes what is ticked.

    Signals: `entered` (Enter on one that ticks).
    """

    entered = Signal()

    def __init__(self, choice: ChoiceView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(choice.words, theme=theme, kind="segment", parent=parent)
        self.choice = choice
        self.ticks = False
        self.setCheckable(True)
        self.setChecked(choice.chosen)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for what it means here, arrows for moves."""
        if self.ticks and is_enter(event):
            self.entered.emit()
        elif event.key() in _STEPS:
            holder = self.parentWidget()
            buttons = holder.findChildren(ChoiceButton) if holder is not None else [self]
            at = (buttons.index(self) + _STEPS[Qt.Key(event.key())]) % len(buttons)
            buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


class Choices(QWidget):
    """Answers side by side, wrapped where there is no room.

    Args:
        name: what they are called aloud.
        theme: the look.

    Signals: `entered` (Enter where several can be ticked: what is ticked is the answer).
    """

    entered = Signal()

    def __init__(self, name: str, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._flow = FlowLayout(self, gap=theme.px(8))
        self.buttons: list[ChoiceButton] = []
        self.setAccessibleName(name)
        theme.changed.connect(self.restyle)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self._flow.gap = self._theme.px(8)
        self._flow.invalidate()

    def show_choices(self, choices: Sequence[ChoiceView]) -> None:
        """Show answers."""
        clear_layout(self)
        self.restyle()
        self.buttons = [ChoiceButton(choice, theme=self._theme, parent=self) for choice in choices]
        for button in self.buttons:
            button.entered.connect(self.enter)
            self._flow.addWidget(button)
        self.setVisible(bool(self.buttons))

    def let_tick(self, *, on: bool) -> None:
        """Let several be ticked, or one be taken."""
        for button in self.buttons:
            button.ticks = on

    @Slot()
    def enter(self) -> None:
        """Take what is ticked; where nothing is, tick the one that Enter was pressed on."""
        pressed = self.sender()
        if not self.checked and isinstance(pressed, ChoiceButton):
            pressed.click()
        else:
            self.entered.emit()

    @property
    def checked(self) -> list[ChoiceView]:
        """Return the answers that are chosen, in order."""
        return [button.choice for button in self.buttons if button.isChecked()]

    def check_only(self, chosen: ChoiceButton | None) -> None:
        """Choose one answer, or none."""
        for button in self.buttons:
            button.setChecked(button is chosen)


class OneChoice(ValueEditor):
    """One answer: a click takes it. Where one of several is right and nobody knows which, several can be marked."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme=theme, parent=parent)
        self.choices = Choices("Antworten", theme=theme, parent=self)
        self.several = Button("Eine von mehreren", theme=theme, kind="link", parent=self)
        self.several.setCheckable(True)
        self.several.setMinimumWidth(1)
        self.several.clicked.connect(self.let_several)
        self.choices.entered.connect(self.entered)
        self.column.addWidget(self.choices)
        self.column.addWidget(self.several, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: EditorView, tables: EditorTables) -> None:  # noqa: ARG002 - each editor is given both
        """Show the answers."""
        self.restyle()
        self.choices.show_choices(view.choices)
        for button in self.choices.buttons:
            button.clicked.connect(self.choose)
        self.several.setVisible(view.form is Form.ONE_CODE)
        self.several.setChecked(len(self.choices.checked) > 1)
        self._name_several()

    def result(self) -> Possible | None:
        """Return the answer that is marked, or those of which one is right."""
        values = [choice.possible.value for choice in self.choices.checked if isinstance(choice.possible, Known)]
        if len(values) > 1:
            return AnyOf(tuple(values))
        return Known(values[0]) if values else None

    def take_focus(self) -> None:
        """Go to the answer that is marked, or the first."""
        marked = [button for button in self.choices.buttons if button.isChecked()]
        (marked or self.choices.buttons)[0].setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def ready(self) -> bool:
        """Tell whether an answer is marked, or several can be."""
        return bool(self.choices.checked) or self.several.isChecked()

    @Slot()
    def choose(self) -> None:
        """Take the answer that was clicked, or mark it."""
        clicked = self.sender()
        assert isinstance(clicked, ChoiceButton)
        if self.several.isChecked():
            self.touched.emit()
            return
        self.choices.check_only(clicked)
        self.taken.emit(clicked.choice.possible)

    @Slot()
    def let_several(self) -> None:
        """Let several be marked, or one only."""
        self._name_several()
        if not self.several.isChecked():
            self.choices.check_only(None)
        self.touched.emit()

    def _name_several(self) -> None:
        on = self.several.isChecked()
        self.choices.let_tick(on=on)
        self.several.say("Doch nur eine" if on else "Eine von mehreren, welche ist offen")


class ManyChoice(ValueEditor):
    """All answers that hold; none of them is an answer as well."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme=theme, parent=parent)
        self._lead = text_label("Alles, was zutrifft:", "meta", parent=self)
        self.choices = Choices("Antworten, mehrere möglich", theme=theme, parent=self)
        self.none = Button("Nichts davon", theme=theme, kind="link", parent=self)
        self.none.clicked.connect(self.take_none)
        self.choices.entered.connect(self.entered)
        self.column.addWidget(self._lead)
        self.column.addWidget(self.choices)
        self.column.addWidget(self.none, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: EditorView, tables: EditorTables) -> None:  # noqa: ARG002 - each editor is given both
        """Show the answers."""
        self.restyle()
        self.choices.show_choices(view.choices)
        for button in self.choices.buttons:
            button.clicked.connect(self.touched)
        self.choices.let_tick(on=True)

    def result(self) -> Possible | None:
        """Return the answers that are marked."""
        values = [choice.possible.value for choice in self.choices.checked if isinstance(choice.possible, Known)]
        return Known(tuple(code for value in values for code in value)) if values else None

    def take_focus(self) -> None:
        """Go to the first answer."""
        self.choices.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def take_none(self) -> None:
        """Answer that nothing of it holds."""
        self.choices.check_only(None)
        self.taken.emit(Known(()))
