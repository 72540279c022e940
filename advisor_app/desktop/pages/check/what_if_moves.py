"""The changes that would move most, and the programmes that a change moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.check.line_button import LineButton, LineView
from advisor_app.desktop.presenters.check_what_if import MoveLine, Suggestion, Trial
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import clear_layout, text_label

_NONE = "Keine einzelne Änderung macht ein Ergebnis besser."
_ASK_FIRST = "Solange Angaben fehlen, bewegt die nächste Frage mehr."
_NOTHING = "Noch nichts geändert: Einen Vorschlag wählen oder selbst eine Angabe ändern."


class _Lines(QWidget):
    """Lines below a heading, built anew when they are others."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self.restyle)

    def _begin(self, heading: str) -> None:
        clear_layout(self)
        self._column.setSpacing(self._theme.px(4))
        self._column.addWidget(text_label(heading, "section", wrap=True, parent=self))

    def _say(self, text: str) -> None:
        self._column.addWidget(text_label(text, "meta", wrap=True, parent=self))

    @Slot()
    def restyle(self) -> None:
        """Build the lines in the sizes of the look."""


class SuggestionList(_Lines):
    """Changes to try out, each with what it would move.

    Signals: `chosen` (Suggestion).
    """

    chosen = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme=theme, parent=parent)
        self._suggestions: tuple[Suggestion, ...] = ()
        self._none = ""
        self.buttons: list[LineButton] = []

    def wait(self) -> None:
        """Say that changes are being looked for."""
        self._suggestions, self._none = (), "Änderungen werden durchgespielt …"
        self.restyle()

    def show_suggestions(self, found: tuple[Suggestion, ...], *, still_open: int) -> None:
        """Show what was found.

        Args:
            found: the changes.
            still_open: how many programmes are open; as long as facts are missing, questions move more than changes.
        """
        self._suggestions = found
        self._none = f"{_NONE} {_ASK_FIRST}" if still_open else _NONE
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Build the lines in the sizes of the look."""
        self._begin("Was am meisten bewegt")
        self.buttons = []
        if not self._suggestions:
            self._say(self._none)
        for number, suggestion in enumerate(self._suggestions):
            view = LineView(icon="trending-up", tone="accent", title=suggestion.text, spoken=suggestion.spoken,
                            right=suggestion.gain)  # fmt: skip
            button = LineButton(view, theme=self._theme, parent=self)
            button.setProperty("number", number)
            button.clicked.connect(self.choose)
            self._column.addWidget(button)
            self.buttons.append(button)

    @Slot()
    def choose(self) -> None:
        """Tell which change is to be tried out."""
        self.chosen.emit(self._suggestions[int(self.sender().property("number"))])


class MoveList(_Lines):
    """The programmes whose verdict would be another one.

    Signals: `chosen` (id of a programme).
    """

    chosen = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme=theme, parent=parent)
        self.trial: Trial | None = None
        self.buttons: list[LineButton] = []

    def show_nothing(self) -> None:
        """Say that nothing is tried out."""
        self.trial = None
        self.restyle()

    def show_trial(self, trial: Trial) -> None:
        """Show what would move."""
        self.trial = trial
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Build the lines in the sizes of the look."""
        trial = self.trial
        self.buttons = []
        if trial is None:
            self._begin("Vorschau")
            self._say(_NOTHING)
            return
        self._begin(trial.headline)
        self._list(trial.lines)
        if trial.more:
            self._say(f"und {formatting.number(trial.more)} weitere")

    def _list(self, lines: Sequence[MoveLine]) -> None:
        for line in lines:
            view = LineView(icon=line.icon, tone=line.tone, title=line.title, below=line.way,
                            spoken=f"{line.title}: {line.way}")  # fmt: skip
            button = LineButton(view, theme=self._theme, parent=self)
            button.setProperty("id", line.id)
            button.clicked.connect(self.choose)
            self._column.addWidget(button)
            self.buttons.append(button)

    @Slot()
    def choose(self) -> None:
        """Tell whose reasons are wanted."""
        self.chosen.emit(str(self.sender().property("id")))
