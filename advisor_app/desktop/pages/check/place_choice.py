"""A place, or several: by postal code or name, asked back where that is not certain, with what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.consultation.words import listed
from advisor_app.desktop.pages.check.editors_search import SearchEditor
from advisor_app.desktop.presenters.check_editor import EditorTables, EditorView, Form
from advisor_app.desktop.presenters.check_editor_search import (
    Answer,
    Offer,
    chosen_place,
    offer_places,
    place_note,
    place_of,
)
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.domain.profile import AnyOf, Possible

_ANY = "Einer davon, welcher ist offen"


class PlaceChoice(SearchEditor):
    """Places. A doubtful one shows its choices in the place of the offers.

    Args:
        several: whether more than one place can be given.
        theme: the look.
    """

    # A place is never guessed: what is typed has to be certain, or is asked back.
    takes_first = False

    def __init__(self, *, several: bool, theme: Theme, parent: QWidget) -> None:
        super().__init__("Ort", "Postleitzahl, Gemeinde oder Kreis", icon="map-pin", several=several, theme=theme,
                         parent=parent)  # fmt: skip
        self._any_of: tuple[str, ...] = ()
        self._open: tuple[str, ...] = ()
        self.question = text_label("", "uiStrong", wrap=True, parent=self)
        self.any = Button(_ANY, theme=theme, kind="link", parent=self)
        self.any.clicked.connect(self.take_any)
        self.note = Panel("factBox", self)
        self._note_lines = text_label("", "meta", wrap=True, parent=self.note)
        self._chambers = QWidget(self.note)
        self._chamber_flow = FlowLayout(self._chambers)
        self.column.insertWidget(self.column.indexOf(self.offers), self.question)
        self.column.addWidget(self.any, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.note)
        self._note_column = QVBoxLayout(self.note)
        self._note_column.addWidget(self._note_lines)
        self._note_column.addWidget(self._chambers)
        self._rule = text_label("", "meta", wrap=True, parent=self.note)
        self._note_column.addWidget(self._rule)
        self._ask(Answer())

    def show_view(self, view: EditorView, tables: EditorTables) -> None:
        """Show what is known; several of which one is right stay so."""
        self._open = view.codes if view.form is Form.PLACE and len(view.codes) > 1 else ()
        super().show_view(view, tables)
        self._ask(Answer())

    def found(self, text: str, tables: EditorTables) -> Sequence[Offer]:
        """Return the places that a text may be the beginning of."""
        return offer_places(text, tables) if text.strip() else ()

    def label(self, code: str, tables: EditorTables) -> str:
        """Return the name of a place."""
        return tables.names.place(code)

    def nothing(self, text: str) -> str:
        """Return what helps where nothing was found."""
        return f"Kein Ort zu „{text.strip()}“ in Nordrhein-Westfalen. Außerhalb genügt das Bundesland."

    def result(self) -> Possible | None:
        """Return the place, or those of which one is right; a question that is open has to be answered first.

        Raises:
            NotUnderstood: what is typed is not certain.
        """
        found = super().result()
        return AnyOf(self._open) if self._open and self._open == self.codes else found

    @Slot(str)
    def look_up(self, text: str) -> None:
        """Offer places; what was asked back is gone."""
        self._ask(Answer())
        super().look_up(text)

    @Slot(str)
    def choose(self, code: str) -> None:
        """Take a place that was offered, or ask which is meant."""
        if self._tables is None:
            return
        answer = chosen_place(code, self._tables)
        if answer.code:
            self._take(answer.code)
        else:
            self._ask(answer)

    @Slot()
    def take_current(self) -> None:
        """Take the offer that the keys are at, else what the text means; ask where that is not certain."""
        text = self.field.edit.text()
        if self.offers.current or not text.strip() or self._tables is None:
            super().take_current()
            return
        answer = place_of(text, self._tables)
        if answer.code:
            self._take(answer.code)
        else:
            self._ask(answer)

    @Slot()
    def take_any(self) -> None:
        """Take all places of which one is right."""
        self._open = self._any_of
        self.field.show_text("")
        super().look_up("")
        self.take_codes(self._any_of)
        self._ask(Answer())
        self.touched.emit()

    def take_codes(self, codes: Sequence[str]) -> None:
        """Choose places, and say what follows from them."""
        super().take_codes(codes)
        self._show_note()

    def _take(self, code: str) -> None:
        self._open = ()
        super().choose(code)

    def _ask(self, answer: Answer) -> None:
        """Show a question with its choices, or none."""
        self._any_of = answer.any_of if not self._several else ()
        self.question.setText(answer.sentence)
        self.question.setVisible(bool(answer.sentence))
        self.any.setVisible(bool(self._any_of))
        if answer.sentence:
            self.offers.offer(answer.offers)
        self.asked.emit(answer.sentence)

    def _show_note(self) -> None:
        px = self._theme.px
        note = place_note(self.codes, self._tables) if self._tables is not None else None
        clear_layout(self._chambers)
        lines = note.lines if note is not None else ()
        chambers = note.chambers if note is not None else ()
        self._note_column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._note_column.setSpacing(px(4))
        self._chamber_flow.gap = px(8)
        self._note_lines.setText("\n".join(lines))
        self._note_lines.setVisible(bool(lines))
        for title, item_id in chambers:
            link = Button(title, theme=self._theme, kind="link", parent=self._chambers)
            link.setProperty("item", item_id)
            link.setMinimumWidth(1)
            link.clicked.connect(self.want_reading)
            self._chamber_flow.addWidget(link)
        self._chambers.setVisible(bool(chambers))
        self._rule.setText(note.rule if note is not None else "")
        self._rule.setVisible(bool(self._rule.text()))
        self.note.setVisible(bool(lines or chambers))
        self.note.setAccessibleName(f"Zuständig: {listed([title for title, _ in chambers])}" if chambers else "")

    @Slot()
    def want_reading(self) -> None:
        """Ask for the entry of a chamber."""
        link = self.sender()
        assert link is not None
        self.read_wanted.emit(str(link.property("item")))
