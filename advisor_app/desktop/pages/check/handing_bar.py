"""The head of what can be handed on: a leaf's head with the ways out, and the tick for delicate facts."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.check.leaf_head import LeafHead
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import set_look

_STAYS, _GOES = ("Vertrauliches bleibt hier", "bleibt hier"), ("Vertrauliches geht mit", "geht mit")


class HandingBar(LeafHead):
    """Back, what is shown, the tick for delicate facts, copy, print, PDF.

    Args:
        title: what is shown.
        told: what it is about.
        theme: the look.

    Signals: besides that of a head `copy_wanted`, `print_wanted`, `save_wanted`, `sensitive_toggled` (whether they go
    along).
    """

    copy_wanted = Signal()
    print_wanted = Signal()
    save_wanted = Signal()
    sensitive_toggled = Signal(bool)

    def __init__(self, title: str, told: str = "", *, theme: Theme, parent: QWidget) -> None:
        super().__init__(title, told, theme=theme, parent=parent)
        words, short = _STAYS
        self.sensitive = self.add(words, "lock", short=short, kind="chip", name="Vertrauliche Angaben mitgeben")
        self.sensitive.setCheckable(True)
        self.sensitive.hide()
        self.copy = self.add("Kopieren", "copy")
        self.print = self.add("Drucken", "printer")
        self.save = self.add("PDF", "download", name="Als PDF speichern")
        self.copy.clicked.connect(self.copy_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.sensitive.toggled.connect(self.show_tick)
        self.sensitive.toggled.connect(self.sensitive_toggled)
        self.offer(leaves=True, sensitive=False)

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
            button.setToolTip(button.accessibleName() if leaves else hint)
        if not (leaves and sensitive):
            self.sensitive.setChecked(False)
        self.sensitive.setVisible(leaves and sensitive)
        self.sensitive.setToolTip(hint if leaves else "")

    @Slot(bool)
    def show_tick(self, on: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Show whether delicate facts go along, by shape and word."""
        set_look(self.sensitive, "active", "true" if on else "false")
        self.sensitive.set_icon("check" if on else "lock", "accent" if on else "text2")
        words, short = _GOES if on else _STAYS
        self.rename(self.sensitive, words, short=short)
