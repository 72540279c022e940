"""What stands in place of verdicts where the filters leave none, or where there are no programmes."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import WayOut
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, clear_layout, text_label

_MOST_WAYS = 5


class NoVerdicts(QWidget):
    """Says why nothing is shown, and which filter to drop with what that would give.

    Args:
        theme: the look.

    Signals: `dropped` (facet and code), `reset_wanted`.
    """

    dropped = Signal(str, str)
    reset_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ways: tuple[WayOut, ...] = ()
        self._filtered = False
        self._card = Panel("card", self)
        self._column = QVBoxLayout(self._card)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card)
        self._outer.addStretch(1)
        theme.changed.connect(self.restyle)

    def show_ways(self, ways: tuple[WayOut, ...], *, filtered: bool) -> None:
        """Show the ways out.

        Args:
            ways: filters to drop.
            filtered: filters leave nothing; otherwise there are no programmes at all.
        """
        self._ways, self._filtered = ways, filtered
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Build the card for what is to be said and the look."""
        px, card = self._theme.px, self._card
        clear_layout(card)
        self._outer.setContentsMargins(px(20), px(12), px(20), px(12))
        self._column.setContentsMargins(px(18), px(18), px(18), px(18))
        self._column.setSpacing(px(8))
        self._column.addWidget(IconLabel("zoom-question", theme=self._theme, colour="text2", size=28, parent=card))
        heading = "Kein Programm passt zu dieser Auswahl" if self._filtered else "Keine Programme im Wissen"
        rest = (
            "Ohne einen dieser Filter bleibt etwas übrig:"
            if self._ways
            else "Alle Filter zurückgesetzt zeigt wieder alles."
            if self._filtered
            else "Sobald Wissen mit Programmen geöffnet ist, wird hier geprüft."
        )
        self._column.addWidget(text_label(heading, "section", wrap=True, parent=card))
        self._column.addWidget(text_label(rest, "meta", wrap=True, parent=card))
        for way in self._ways[:_MOST_WAYS]:
            self._column.addWidget(self._way(way))
        if self._filtered:
            reset = Button("Alle Filter zurücksetzen", theme=self._theme, kind="quiet", parent=card)
            reset.clicked.connect(self.reset_wanted)
            self._column.addWidget(reset)

    def _way(self, way: WayOut) -> QWidget:
        line = QWidget(self._card)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        chip = Button(way.label, theme=self._theme, kind="chip", icon="x", colour="accent", size=14,
                      hint=f"Filter {way.label} entfernen", parent=line)  # fmt: skip
        chip.put_icon_last()
        chip.setProperty("facet", way.facet)
        chip.setProperty("code", way.code)
        chip.clicked.connect(self.tell_dropped)
        row.addWidget(chip)
        row.addWidget(text_label(formatting.count(way.total, "Programm", "Programme"), "meta", parent=line))
        row.addStretch(1)
        return line

    @Slot()
    def tell_dropped(self) -> None:
        """Tell which filter is to be taken away."""
        chip = self.sender()
        self.dropped.emit(str(chip.property("facet")), str(chip.property("code")))
