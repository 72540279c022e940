"""What is in the knowledge and how well it is supported; each count leads to the entries behind it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import FacetOption, StatusView
from advisor_app.desktop.presenters.words import KIND_ICONS, KIND_PLURALS
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Rule, clear_layout, text_label

_SUPPORT_ICONS = {"A": ("rosette-discount-check", "ok"), "B": ("book", "text2"), "C": ("zoom-question", "warn")}


class ContentsPanel(QScrollArea):
    """Counts by kind and by support, edition and fingerprint.

    Signals: `entries_wanted` (facet, code).
    """

    entries_wanted = Signal(str, str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status: StatusView | None = None
        self._support: tuple[FacetOption, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Was enthalten ist")
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._column = QVBoxLayout(self._content)
        self.setWidget(self._content)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_status(self, status: StatusView, support: tuple[FacetOption, ...]) -> None:
        """Show the state of the knowledge."""
        self._status = status
        self._support = support
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Build the lines for the current look."""
        px = self._theme.px
        clear_layout(self._content)
        while self._column.count():
            self._column.takeAt(0)
        self._column.setContentsMargins(px(18), px(14), px(18), px(16))
        self._column.setSpacing(px(6))
        status = self._status
        if status is None:
            self._say("Die Inhalte sind noch nicht geöffnet.", "body")
        else:
            self._fill(status)
        self._column.addStretch(1)

    def _fill(self, status: StatusView) -> None:
        for kind, _, count in status.counts_by_kind:
            noun = KIND_PLURALS[kind][0 if count == 1 else 1]
            self._line(icon=(KIND_ICONS[kind], "accent"), text=noun, count=count, target=("kind", kind))
        if self._support:
            self._column.addSpacing(self._theme.px(6))
            self._column.addWidget(Rule(self._content))
            self._column.addSpacing(self._theme.px(6))
            self._say("Wie gut es belegt ist", "section")
            for option in self._support:
                self._line(icon=_SUPPORT_ICONS.get(option.code, ("book", "text2")), text=option.label,
                           count=option.count, target=("stand", option.code))  # fmt: skip
        self._column.addSpacing(self._theme.px(6))
        self._column.addWidget(Rule(self._content))
        edition = f"Ausgabe {status.version}" if status.version not in ("", "0") else "Auf diesem Gerät erstellt"
        self._say(f"{edition} · Prüfsumme {status.digest[:12]}", "stand")

    def _say(self, text: str, role: str) -> None:
        self._column.addWidget(text_label(text, role, wrap=True, parent=self._content))

    def _line(self, *, icon: tuple[str, str], text: str, count: int, target: tuple[str, str]) -> None:
        line = QWidget(self._content)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(10))
        row.addWidget(IconLabel(icon[0], theme=self._theme, colour=icon[1], size=18, parent=line))
        row.addWidget(text_label(formatting.number(count), "uiStrong", parent=line))
        row.addWidget(text_label(text, "", wrap=True, parent=line), 1)
        if count:
            button = Button("Ansehen", theme=self._theme, kind="quiet", parent=line)
            button.setAccessibleName(f"{formatting.number(count)} {text} ansehen")
            button.setProperty("facet", target[0])
            button.setProperty("code", target[1])
            button.clicked.connect(self.ask_for_entries)
            row.addWidget(button)
        self._column.addWidget(line)

    @Slot()
    def ask_for_entries(self) -> None:
        """Ask to see the entries of the line that was clicked."""
        button = self.sender()
        self.entries_wanted.emit(str(button.property("facet")), str(button.property("code")))
