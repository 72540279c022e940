"""Freshness: how old the knowledge on this device is, what is in it, and how well it is supported."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import FacetOption, StatusView
from advisor_app.desktop.presenters.words import KIND_ICONS, KIND_PLURALS
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, text_label
from advisor_app.desktop.widgets.plain_page import PlainPage

_SUPPORT_ICONS = {"A": ("rosette-discount-check", "ok"), "B": ("book", "text2"), "C": ("zoom-question", "warn")}


class FreshnessPage(PlainPage):
    """Says what is there; each count leads to the entries behind it."""

    entries_wanted = Signal(str, str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Aktualität", theme=theme, parent=parent)
        self._status: StatusView | None = None
        self._support: tuple[FacetOption, ...] = ()
        self.restyle()

    def show_status(self, status: StatusView, support: tuple[FacetOption, ...]) -> None:
        """Show the state of the knowledge."""
        self._status = status
        self._support = support
        self.restyle()

    def fill(self) -> None:
        """Add the cards."""
        status = self._status
        if status is None:
            card, column = self.add_card("Inhalte")
            column.addWidget(text_label("Die Inhalte sind noch nicht geöffnet.", "body", parent=card))
            return
        card, column = self.add_card(f"Inhaltsstand {status.as_of}")
        words = f"Zusammengestellt {status.age}. Alles liegt auf diesem Gerät, ein Netz ist nicht nötig."
        if status.stale_days:
            words += " Zahlen und Fristen vor dem Gespräch nachprüfen."
        column.addWidget(text_label(words, "body", wrap=True, parent=card))
        edition = f"Ausgabe {status.version}" if status.version else "Auf diesem Gerät erstellt"
        mark = f"{edition} · Prüfsumme {status.digest[:12]}"
        column.addWidget(text_label(mark, "stand", parent=card))
        card, column = self.add_card("Was enthalten ist")
        for kind, _, count in status.counts_by_kind:
            noun = KIND_PLURALS[kind][0 if count == 1 else 1]
            self._line(card, column, icon=(KIND_ICONS[kind], "accent"), text=noun, count=count, target=("kind", kind))
        if self._support:
            card, column = self.add_card("Wie gut es belegt ist")
            for option in self._support:
                self._line(card, column, icon=_SUPPORT_ICONS.get(option.code, ("book", "text2")), text=option.label,
                           count=option.count, target=("stand", option.code))  # fmt: skip

    def _line(
        self, card: Panel, column: QVBoxLayout, *, icon: tuple[str, str], text: str, count: int, target: tuple[str, str]
    ) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(10))
        row.addWidget(IconLabel(icon[0], theme=self._theme, colour=icon[1], size=18, parent=card))
        row.addWidget(text_label(formatting.number(count), "uiStrong", parent=card))
        row.addWidget(text_label(text, "", parent=card), 1)
        if count:
            button = Button("Ansehen", theme=self._theme, kind="quiet", parent=card)
            button.setAccessibleName(f"{formatting.number(count)} {text} ansehen")
            button.setProperty("facet", target[0])
            button.setProperty("code", target[1])
            button.clicked.connect(self.ask_for_entries)
            row.addWidget(button)
        column.addLayout(row)

    @Slot()
    def ask_for_entries(self) -> None:
        """Ask to see the entries of the line that was clicked."""
        button = self.sender()
        self.entries_wanted.emit(str(button.property("facet")), str(button.property("code")))
