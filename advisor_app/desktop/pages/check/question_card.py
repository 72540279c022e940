"""The next best question: what it asks, the answers as buttons, and why it is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.check.answer_buttons import AnswerButton
from advisor_app.desktop.presenters.check_views import AnswerView, QuestionView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, clear_layout, set_look, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

_PASS = "Weiß ich noch nicht"  # noqa: S105 - no password
_SEVERAL = "Leertaste kreuzt an, Eingabe übernimmt, was angekreuzt ist"
_WHY, _WHY_NOT = "Warum diese Frage", "Begründung schließen"
_WORTH_WIDTH = 560
_FINISHED = "Nichts mehr zu fragen"
_FINISHED_HINT = "Was noch offen ist, hängt an Gesprächen oder an Angaben, die niemand machen wollte."
_PASSED_HINT = "Zurückgestellte Fragen stehen im Fragezettel, nach Zuständigkeit geordnet."


def keep_height(card: QWidget) -> None:
    """Let a card be as high as its words need at its width, and no higher."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    policy.setHeightForWidth(True)
    card.setSizePolicy(policy)


class QuestionCard(Panel):
    """The card.

    Args:
        theme: the look.

    `is_ready` tells whether it was worked out what to ask. Once answered, the card takes nothing more until it is shown
    what to ask next: a second key would answer the question that was just answered, another way.

    Signals: `chosen` (fact, and the places of the answers that are true), `exact_wanted` (fact that is to be answered
    another way), `passed` (fact nobody knows yet), `again_wanted` (ask anew what was put off).
    """

    chosen = Signal(str, tuple)
    exact_wanted = Signal(str)
    passed = Signal(str)
    again_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("questionCard", parent)
        self._theme = theme
        self.view = QuestionView()
        self.is_ready = False
        self._takes = True
        self.setAccessibleName("Nächste beste Frage")
        keep_height(self)
        self._overline = text_label("", "metaStrong", tone="accent", parent=self)
        self._worth = text_label("", "meta", parent=self)
        self._text = text_label("", "answer", wrap=True, parent=self)
        self._hint = text_label("", "", wrap=True, parent=self)
        self._caution = text_label("", "meta", wrap=True, parent=self)
        self._answers = QWidget(self)
        self._flow = FlowLayout(self._answers)
        self._buttons: list[AnswerButton] = []
        self.exact = AnswerButton("", "E", theme=theme, parent=self._answers)
        self.exact.clicked.connect(self.ask_exactly)
        self.take = AnswerButton("Übernehmen", "↵", theme=theme, parent=self._answers)
        self.take.clicked.connect(self.take_several)
        self.pass_on = AnswerButton(_PASS, "W", theme=theme, parent=self._answers)
        self.pass_on.clicked.connect(self.put_off)
        self.again = Button("Zurückgestellte Fragen stellen", theme=theme, parent=self._answers)
        self.again.clicked.connect(self.again_wanted)
        self.why = Button(_WHY, theme=theme, kind="quiet", parent=self)
        self.why.setProperty("edge", "true")
        self.why.clicked.connect(self.toggle_why)
        self._reasons = QWidget(self)
        self._reason_lines = QVBoxLayout(self._reasons)
        self._reason_lines.setContentsMargins(0, 0, 0, 0)
        self._reasons.hide()
        self._lay_out()
        theme.changed.connect(self.restyle)
        self.restyle()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._overline)
        top.addStretch(1)
        top.addWidget(self._worth)
        foot = QHBoxLayout()
        foot.addWidget(self._answers, 1)
        foot.addWidget(self.why, 0, Qt.AlignmentFlag.AlignBottom)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        for part in (self._text, self._hint, self._caution):
            self._column.addWidget(part)
        self._column.addLayout(foot)
        self._column.addWidget(self._reasons)

    def show_view(self, view: QuestionView) -> None:
        """Show a question; the same one stays as it is, with what was chosen of it."""
        before, self.view, self.is_ready, self._takes = self.view, view, True, True
        self._overline.setText(view.overline)
        self._worth.setText(view.worth)
        if view.reasons != before.reasons:
            self._fill_reasons()
        if (view.fact, view.text, view.answers, view.passed) == (before.fact, before.text, before.answers,
                                                                 before.passed):  # fmt: skip
            return
        if view.fact != before.fact:
            self._show_why(shown=False)
        self._text.setText(view.text if view.fact else _FINISHED)
        hint = view.hint if view.fact else _PASSED_HINT if view.passed else _FINISHED_HINT
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._caution.setText(view.caution)
        self._caution.setVisible(bool(view.caution))
        self._fill_answers()

    def _fill_answers(self) -> None:
        view, had_focus = self.view, self._answers.isAncestorOf(self.focusWidget() or self)
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        for part in (self.exact, self.take, self.pass_on, self.again):
            self._flow.removeWidget(part)
        self._buttons = [self._button(number, answer) for number, answer in enumerate(view.answers)]
        asked = bool(view.fact)
        shown = ((self.take, view.several and bool(view.answers)), (self.exact, bool(view.exact)),
                 (self.pass_on, asked), (self.again, not asked and view.passed > 0))  # fmt: skip
        self.exact.say(view.exact)
        self.again.say(f"{formatting.count(view.passed, 'zurückgestellte Frage', 'zurückgestellte Fragen')} stellen")
        for part, wanted in shown:
            self._flow.addWidget(part)
            part.setVisible(wanted)
        self.take.setEnabled(False)
        self.why.setVisible(asked and bool(view.reasons))
        if had_focus:
            self.take_focus()

    def _button(self, number: int, answer: AnswerView) -> AnswerButton:
        button = AnswerButton(answer.text, answer.key, theme=self._theme, parent=self._answers)
        button.setProperty("place", number)
        button.setCheckable(self.view.several)
        if self.view.several:
            button.setAccessibleDescription(f"{button.accessibleDescription()}. {_SEVERAL}".removeprefix(". "))
        button.clicked.connect(self.take_clicked)
        button.entered.connect(self.take_ticked)
        self._flow.addWidget(button)
        button.show()
        return button

    # Answering

    @Slot()
    def hold(self) -> None:
        """Take no answer until the next question is shown: something else is known now than what this one follows."""
        self._takes = False

    @Slot()
    def let_answer(self) -> None:
        """Take answers again: nothing else is going to be shown."""
        self._takes = True

    def untick(self) -> None:
        """Let nothing be ticked: the same question is put to somebody else now."""
        for button in self._buttons:
            button.setChecked(False)
        self.take.setEnabled(False)

    @Slot()
    def take_clicked(self) -> None:
        """Take the answer that was clicked, or see that something is chosen where several can be true."""
        if self.view.several:
            self.take.setEnabled(bool(self._checked()))
            return
        self._choose((int(self.sender().property("place")),))

    @Slot()
    def take_ticked(self) -> None:
        """Take all answers that are ticked; where none is, tick the one that Enter was pressed on."""
        pressed = self.sender()
        if not self._checked() and isinstance(pressed, AnswerButton):
            pressed.click()
        else:
            self.take_several()

    @Slot()
    def take_several(self) -> None:
        """Take all answers that were chosen."""
        if self._checked():
            self._choose(self._checked())

    def _choose(self, places: tuple[int, ...]) -> None:
        if self._takes:
            self.hold()
            self.chosen.emit(self.view.fact, places)

    def _checked(self) -> tuple[int, ...]:
        return tuple(place for place, button in enumerate(self._buttons) if button.isChecked())

    def press(self, key: str) -> bool:
        """Do what a key says, named as it stands on the button; return whether it says anything here."""
        buttons = {answer.key: button for answer, button in zip(self.view.answers, self._buttons, strict=True)}
        if self.view.fact:
            buttons |= {"W": self.pass_on, "E": self.exact}
        button = buttons.get(key)
        if button is None or not self._takes or not button.isVisible() or not button.isEnabled():
            return False
        button.click()
        return True

    @Slot()
    def ask_exactly(self) -> None:
        """Ask for another way to answer."""
        if self._takes:
            self.exact_wanted.emit(self.view.fact)

    @Slot()
    def put_off(self) -> None:
        """Tell that nobody knows yet."""
        if self._takes:
            self.hold()
            self.passed.emit(self.view.fact)

    # Why

    @Slot()
    def toggle_why(self) -> None:
        """Show why the question is asked, or not any more."""
        self._show_why(shown=self._reasons.isHidden())

    def _show_why(self, *, shown: bool) -> None:
        self._reasons.setVisible(shown)
        self.why.say(_WHY_NOT if shown else _WHY)

    def _fill_reasons(self) -> None:
        clear_layout(self._reasons)
        for line in self.view.reasons:
            label = text_label(line, "meta", wrap=True, parent=self._reasons)
            self._reason_lines.addWidget(label)

    # The card on the page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out beside the question what stands in its reasons too, where there is no room for it."""
        super().resizeEvent(event)
        self._worth.setVisible(self.width() >= self._theme.px(_WORTH_WIDTH))

    def take_focus(self) -> None:
        """Take the keyboard focus where one answers."""
        first = self._buttons[0] if self._buttons else self.exact if self.view.exact else self.again
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        set_look(self, "outline", "true" if self._theme.tokens.outline_soft else "false")
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(4))
        self._answers.setContentsMargins(0, px(6), 0, 0)
        self._flow.gap = px(10)
        self._reason_lines.setSpacing(px(2))
