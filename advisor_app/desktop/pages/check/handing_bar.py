"""The bar above what lies over the result: the way back, and the ways out for what is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, set_look

_WORDS = 640
_HEIGHT = 48
_STAYS, _GOES = "Vertrauliches bleibt hier", "Vertrauliches geht mit"


class HandingBar(Panel):
    """Back, what is shown, the tick for delicate facts, copy, print, PDF.

    Args:
        title: what is shown.
        theme: the look.

    Signals: `back_wanted`, `copy_wanted`, `print_wanted`, `save_wanted`, `sensitive_toggled` (whether they go along).
    """

    back_wanted = Signal()
    copy_wanted = Signal()
    print_wanted = Signal()
    save_wanted = Signal()
    sensitive_toggled = Signal(bool)

    def __init__(self, title: str, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("topbar", parent)
        self._theme = theme
        # What its buttons say must not keep the window from getting narrow.
        self.setMinimumWidth(1)
        self._row = QHBoxLayout(self)
        self.back = self._button("Ergebnis", "arrow-left", kind="quiet", colour="accent")
        self.back.setAccessibleName("Zurück zum Ergebnis")
        self._row.addWidget(ElidedLabel(title, "meta", parent=self), 1)
        self.sensitive = self._button(_STAYS, "lock", kind="chip")
        self.sensitive.setCheckable(True)
        self.sensitive.hide()
        self.copy = self._button("Kopieren", "copy")
        self.print = self._button("Drucken", "printer")
        self.save = self._button("PDF", "download")
        self.save.setAccessibleName("Als PDF speichern")
        self.back.clicked.connect(self.back_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.sensitive.toggled.connect(self.show_tick)
        self.sensitive.toggled.connect(self.sensitive_toggled)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _button(self, words: str, icon: str, *, kind: str = "pill", colour: str = "text2") -> Button:
        button = Button(words, theme=self._theme, kind=kind, icon=icon, colour=colour, parent=self)
        self._row.addWidget(button)
        return button

    @property
    def with_sensitive(self) -> bool:
        """Tell whether delicate facts go along."""
        return self.sensitive.isChecked() and not self.sensitive.isHidden()

    def offer(self, *, leaves: bool, sensitive: bool, hint: str = "") -> None:
        """Offer what can be done with what is shown.

        Args:
            leaves: it may leave the window.
            sensitive: it can leave with delicate facts.
            hint: why it may not leave, or what the tick means.
        """
        for button in (self.copy, self.print, self.save):
            button.setEnabled(leaves)
            button.setToolTip("" if leaves else hint)
        if not (leaves and sensitive):
            self.sensitive.setChecked(False)
        self.sensitive.setVisible(leaves and sensitive)
        self.sensitive.setToolTip(hint if leaves else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is less room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= self._theme.px(_WORDS)
        for button, words in ((self.copy, "Kopieren"), (self.print, "Drucken"), (self.save, "PDF")):
            name = button.accessibleName() or words
            button.say(words if wide else "")
            button.setAccessibleName(name)
        words = _GOES if self.sensitive.isChecked() else _STAYS
        self.sensitive.say(words if wide else words.partition(" ")[2])
        self.sensitive.setAccessibleName("Vertrauliche Angaben mitgeben")

    @Slot(bool)
    def show_tick(self, on: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Show whether delicate facts go along, by shape and word."""
        set_look(self.sensitive, "active", "true" if on else "false")
        self.sensitive.set_icon("check" if on else "lock", "accent" if on else "text2")
        self._arrange()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.setFixedHeight(px(_HEIGHT))
        self._row.setContentsMargins(px(12), 0, px(12), 0)
        self._row.setSpacing(px(8))
        self._arrange()
