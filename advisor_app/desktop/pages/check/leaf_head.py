"""The head of what lies over the result: the way back, what it is, what it is about, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, text_label

_HEIGHT = 49
_SIDE, _GAP = 20, 8
# What it is about needs this much to be more than a letter.
_TOLD = 90


class LeafHead(Panel):
    """An arrow, a title, a line of what it is about, buttons. Every leaf has one, so that all are left alike.

    Args:
        title: what the leaf is.
        told: what it is about.
        theme: the look.

    Signals: `back_wanted`.
    """

    back_wanted = Signal()

    def __init__(self, title: str, told: str = "", *, theme: Theme, parent: QWidget) -> None:
        super().__init__("topbar", parent)
        self._theme = theme
        self._words: dict[Button, tuple[str, str]] = {}
        # What its buttons say must not keep the window from getting narrow.
        self.setMinimumWidth(1)
        self._row = QHBoxLayout(self)
        self.back = Button("", theme=theme, kind="icon", icon="arrow-left", hint="Zurück (Esc)", parent=self)
        self.back.setAccessibleName("Zurück")
        self.back.clicked.connect(self.back_wanted)
        self._row.addWidget(self.back)
        self._title = text_label(title, "section", parent=self)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._row.addWidget(self._title)
        self._told = ElidedLabel(told, "meta", parent=self)
        self._row.addWidget(self._told, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    @property
    def told(self) -> str:
        """Return what the leaf is about."""
        return self._told.text()

    def tell(self, told: str) -> None:
        """Say what the leaf is about now."""
        self._told.setText(told)

    def add(self, words: str, icon: str, *, short: str = "", kind: str = "pill", name: str = "") -> Button:
        """Add a button at the right end.

        Args:
            words: what it says where there is room.
            icon: of the button.
            short: what it says elsewhere, nothing as a rule.
            kind: of the button.
            name: what a screen reader says, the words as a rule.
        """
        button = Button(words, theme=self._theme, kind=kind, icon=icon, colour="text2", parent=self)
        button.setAccessibleName(name or words)
        self._words[button] = words, short
        self._row.addWidget(button)
        return button

    def rename(self, button: Button, words: str, *, short: str = "") -> None:
        """Let a button say something else."""
        self._words[button] = words, short
        self._arrange()

    def _arrange(self) -> None:
        """Say less on the buttons where there is less room; they keep their names."""
        self._say(in_words=True)
        if self._words and self._needed() > self.width():
            self._say(in_words=False)

    def _say(self, *, in_words: bool) -> None:
        for button, (words, short) in self._words.items():
            name = button.accessibleName()
            button.say(words if in_words else short)
            button.setAccessibleName(name)

    def _needed(self) -> int:
        """Return the width at which everything has room."""
        px = self._theme.px
        parts = [self.back, self._title, *(button for button in self._words if not button.isHidden())]
        told = px(_TOLD) if self.told else 0
        return sum(part.sizeHint().width() + px(_GAP) for part in parts) + told + 2 * px(_SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is less room."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.setFixedHeight(px(_HEIGHT))
        self._row.setContentsMargins(px(_SIDE), 0, px(_SIDE), 0)
        self._row.setSpacing(px(_GAP))
        self._arrange()
