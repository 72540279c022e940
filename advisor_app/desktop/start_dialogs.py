"""What is asked before a window can open: the one that is open hangs, or the last starts came to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QApplication, QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop.app import make_app
from advisor_app.desktop.doorbell import Doorbell
from advisor_app.desktop.front import bring_to_front
from advisor_app.desktop.icons import IconSet
from advisor_app.desktop.request import Request
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.stylesheet import StyleKeeper
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, text_label

_WIDTH = 520


class Decision(StrEnum):
    """What the user decides."""

    SAFE = "safe"
    NORMAL = "normal"
    AGAIN = "again"
    LEAVE = "leave"


SILENCE = (
    "Das offene Fenster antwortet nicht",
    (
        "Der Beratungskoffer läuft schon, reagiert aber gerade nicht. Oft hilft ein Moment Geduld. Im abgesicherten "
        "Modus öffnet sich ein zweites Fenster zum Suchen und Lesen, das nichts speichert."
    ),
    (
        ("Erneut versuchen", Decision.AGAIN),
        ("Abgesichert öffnen", Decision.SAFE),
        ("Schließen", Decision.LEAVE),
    ),
)
CRASHES = (
    "Die letzten Starts kamen nicht ans Ziel",
    (
        "Der Beratungskoffer wurde mehrmals beendet, bevor Inhalte zu sehen waren. Der abgesicherte Modus nimmt die "
        "Voreinstellungen und die mitgelieferten Inhalte. Gelöscht wird dabei nichts."
    ),
    (
        ("Abgesichert starten", Decision.SAFE),
        ("Normal starten", Decision.NORMAL),
    ),
)
Question = tuple[str, str, Sequence[tuple[str, Decision]]]


class QuestionDialog(QDialog):
    """Asks one question; the first answer is what Enter chooses.

    Args:
        question: title, what is to be known, and answers.
        theme: the look.

    `decision` is the answer; None for one that was closed without any. `source` is the file or folder that a further
    start handed over meanwhile, "" for none.
    """

    def __init__(self, question: Question, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title, sentence, answers = question
        px = theme.px
        self.decision: Decision | None = None
        self.source = ""
        self._answers: dict[Button, Decision] = {}
        self.setWindowTitle("Beratungskoffer")
        words = QVBoxLayout()
        words.setSpacing(px(6))
        words.addWidget(text_label(title, "section", parent=self))
        words.addWidget(text_label(sentence, "", wrap=True, parent=self), 1)
        top = QHBoxLayout()
        top.setSpacing(px(14))
        top.addWidget(IconLabel("alert-triangle", theme=theme, colour="warn", size=28, parent=self), 0,
                      Qt.AlignmentFlag.AlignTop)  # fmt: skip
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(20), px(20), px(16))
        column.setSpacing(px(18))
        column.addLayout(top)
        column.addLayout(self._buttons(answers, theme))
        self.setMinimumWidth(px(_WIDTH))
        self.setAccessibleName(f"{title}. {sentence}")

    def _buttons(self, answers: Sequence[tuple[str, Decision]], theme: Theme) -> QBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        for text, decision in reversed(answers):
            first = decision is answers[0][1]
            button = Button(text, theme=theme, kind="primary" if first else "plain", parent=self)
            button.setDefault(first)
            button.clicked.connect(self.decide)
            self._answers[button] = decision
            row.addWidget(button)
            if first:
                button.setFocus()
        return row

    @Slot()
    def decide(self) -> None:
        """Take the answer of the button that was pressed."""
        self.decision = next((answer for button, answer in self._answers.items() if button is self.sender()), None)
        self.accept()

    @Slot(object)
    def take_request(self, request: Request) -> None:
        """Come to the front for a further start, and keep what it brings."""
        self.source = request.source or self.source
        bring_to_front(self, request.token)


def ask_about_silence(*, resources: Path, settings_file: Path) -> Decision:
    """Ask what to do about a window that does not answer.

    Args:
        resources: folder with icons, fonts and styles.
        settings_file: the window's settings, for the look.
    """
    return _ask(SILENCE, resources, WindowSettings(settings_file), None)[0] or Decision.LEAVE


def ask_about_crashes(
    addresses: Sequence[str], *, resources: Path, settings_file: Path
) -> tuple[Decision, Doorbell, str]:
    """Ask how to go on after starts that came to nothing.

    Args:
        addresses: where to listen for further starts.
        resources: folder with icons, fonts and styles.
        settings_file: the window's settings, for the look.

    Returns:
        The decision, the doorbell, which still listens, and what a further start handed over ("" for nothing).
    """
    make_app([])
    doorbell = Doorbell()
    doorbell.listen(addresses)
    decision, source = _ask(CRASHES, resources, WindowSettings(settings_file), doorbell)
    return decision or Decision.NORMAL, doorbell, source


def _ask(
    question: Question, resources: Path, settings: WindowSettings, doorbell: Doorbell | None
) -> tuple[Decision | None, str]:
    app = make_app([])
    # The dialog is not the last window: one may follow.
    app.setQuitOnLastWindowClosed(False)
    icons = IconSet(resources / "icons")
    theme = Theme(icons=icons, appearance=settings.appearance, zoom=settings.zoom)
    style = StyleKeeper(app=app, theme=theme, resources=resources, parent=theme)
    dialog = QuestionDialog(question, theme=theme)
    dialog.setWindowIcon(icons.app_icon())
    if doorbell is not None:
        doorbell.rung.connect(dialog.take_request)
    dialog.exec()
    answer = dialog.decision, dialog.source
    for part in (dialog, style, theme):
        part.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.setQuitOnLastWindowClosed(True)
    return answer
