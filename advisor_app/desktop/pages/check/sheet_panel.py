"""The question sheet: what is missing, by who in the company can answer it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.handed_panel import Handed, HandedPanel
from advisor_app.desktop.presenters.check_sheet import EntryView, SheetGroup, SheetView
from advisor_app.desktop.presenters.views import Mark
from advisor_app.desktop.widgets.basics import Button, Panel, Rule, plain_tip, text_label
from advisor_app.desktop.widgets.marks import Badge

_NUMBER = 26
_DELICATE = Mark(icon="lock", tone="warn", text="Vertraulich, nur auf Wunsch auf dem Zettel")
_TICK_HINT = "Kopie und Druck fragen dann auch nach Schwierigkeiten, Insolvenz und Rückforderung"
_EMPTY_HINT = "Es gibt keine offenen Fragen"


class SheetPanel(HandedPanel):
    """Shows the question sheet.

    Args:
        tools: what the page is given.

    Signals: besides those of what is handed on `link_wanted` (address outside).
    """

    link_wanted = Signal(str)

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("Fragezettel", "Was noch fehlt, nach Zuständigen", tools, parent)
        self.view: SheetView | None = None
        self.buttons: dict[str, Button] = {}

    # Showing

    def show_view(self, view: SheetView | None) -> None:
        """Show a sheet, or nothing; the place that was read stays."""
        if view == self.view:
            return
        self.view = view
        there = view is not None and bool(view.groups)
        delicate = view is not None and view.delicate > 0
        self.bar.offer(leaves=there, sensitive=delicate, hint=_TICK_HINT if there else _EMPTY_HINT)
        self._build()

    @Slot()
    def restyle(self) -> None:
        """Build the cards for the current look."""
        self._build()

    def _build(self) -> None:
        place = self.area.place
        focused = QApplication.focusWidget()
        fact = next((name for name, button in self.buttons.items() if button is focused), "")
        self.buttons.clear()
        self.area.clear()
        if self.view is not None:
            told = text_label(self.view.told, "meta", wrap=True, parent=self.area.body)
            for part in (told, *(self._card(group) for group in self.view.groups)):
                self.area.column.addWidget(part)
                # Qt would show it a moment later, and until then it has no height.
                part.show()
        self.area.column.addStretch(1)
        self.area.go_to(place)
        if fact:
            # What was answered is not asked any more; the next best place is the sheet itself.
            (self.buttons.get(fact) or self.area).setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, group: SheetGroup) -> Panel:
        px = self.theme.px
        card = Panel("card", self.area.body)
        card.setAccessibleName(f"{group.label}, {group.count}")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(18), px(14), px(18), px(16))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.addWidget(text_label(group.label, "section", parent=card))
        head.addStretch(1)
        head.addWidget(text_label(group.count, "meta", parent=card))
        column.addLayout(head)
        for at, entry in enumerate(group.entries):
            if at:
                column.addWidget(Rule(card))
            column.addLayout(self._entry(entry, card))
        return card

    def _entry(self, entry: EntryView, card: Panel) -> QHBoxLayout:
        px = self.theme.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        number = text_label(f"{entry.number}.", "metaStrong", parent=card)
        number.setMinimumWidth(px(_NUMBER))
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(text_label(formatting.hyphenated(entry.question), "uiStrong", wrap=True, parent=card))
        if entry.sensitive:
            words.addWidget(Badge(_DELICATE, theme=self.theme, parent=card), 0, Qt.AlignmentFlag.AlignLeft)
        for text, role in (
            (entry.hint, "meta"),
            (f"Bisher: {entry.so_far}" if entry.so_far else "", "meta"),
            (f"Zur Wahl: {entry.choices}" if entry.choices else "", "meta"),
            (entry.why, "small"),
            (f"Quelle: {entry.source}" if entry.link else "", "small"),
        ):
            if text:
                words.addWidget(text_label(formatting.hyphenated(text), role, wrap=True, parent=card))
        if entry.link:
            words.addWidget(self._look_up(entry, card), 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        if entry.fact:
            row.addWidget(self._button(entry, card), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _look_up(self, entry: EntryView, card: Panel) -> Button:
        # The name of a source may be long: it stands above in a line that wraps.
        button = Button("Nachsehen", theme=self.theme, kind="quiet", icon="external-link", colour="accent", size=14,
                        parent=card)  # fmt: skip
        button.setAccessibleName(f"Nachsehen: {entry.source}")
        button.setToolTip(plain_tip(entry.link))
        button.clicked.connect(partial(self.link_wanted.emit, entry.link))
        return button

    def _button(self, entry: EntryView, card: Panel) -> Button:
        words = "Ändern" if entry.so_far else "Angeben"
        button = Button(words, theme=self.theme, kind="quiet", icon="pencil", colour="accent", size=14, parent=card)
        button.setAccessibleName(f"{words}: {entry.question}")
        button.clicked.connect(partial(self.fact_wanted.emit, entry.fact))
        self.buttons[entry.fact] = button
        return button

    def handed(self, *, with_sensitive: bool) -> Handed | None:
        """Return the sheet as it may leave, None where there is nothing to ask."""
        view = self.view
        if view is None or not view.groups:
            return None
        text, html = (view.text_all, view.html_all) if with_sensitive else (view.text, view.html)
        return Handed(title=view.title, text=text, html=html, standing=view.standing)
