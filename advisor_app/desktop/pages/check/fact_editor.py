"""Answers one fact: by choosing, by typing, with where it comes from, its day and a note."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from advisor_app.consultation.reading import NotUnderstood
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.editors_base import ValueEditor
from advisor_app.desktop.pages.check.editors_card import EditorCard
from advisor_app.desktop.pages.check.editors_choice import ManyChoice, OneChoice
from advisor_app.desktop.pages.check.editors_origin import OriginBox
from advisor_app.desktop.pages.check.editors_records import RecordsEditor
from advisor_app.desktop.pages.check.editors_search import SearchEditor
from advisor_app.desktop.pages.check.editors_written import WrittenEditor
from advisor_app.desktop.pages.check.industry_choice import IndustryChoice
from advisor_app.desktop.pages.check.place_choice import PlaceChoice
from advisor_app.desktop.pages.check.theme_choice import ProgrammeChoice, ThemeChoice, WordChoice
from advisor_app.desktop.presenters.check_editor import (
    EditorTables,
    EditorView,
    Form,
    answered_value,
    present_editor,
)
from advisor_app.desktop.widgets.basics import Button, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.domain.profile import UNKNOWN, Absent, FactValue, Known, Possible

_MAKERS: Mapping[Form, Callable[..., ValueEditor]] = {
    Form.YES_NO: OneChoice,
    Form.ONE_CODE: OneChoice,
    Form.CODES: ManyChoice,
    Form.FIGURE: WrittenEditor,
    Form.DAY: WrittenEditor,
    Form.PLACE: partial(PlaceChoice, several=False),
    Form.PLACES: partial(PlaceChoice, several=True),
    Form.INDUSTRIES: IndustryChoice,
    Form.THEMES: ThemeChoice,
    Form.PROGRAMMES: ProgrammeChoice,
    Form.WORDS: WordChoice,
    Form.RECORDS: RecordsEditor,
}
# What a search is high that offers several lines.
_SEARCH_HEIGHT = 430
_NOTHING_SET = "Noch ist nichts gewählt. Offen lassen geht auch."
_ANSWER_KEYS = {"j": True, "n": False}


class FactEditor(EditorCard):
    """The editor of any fact. It needs the tables before anything is edited.

    Enter takes what is set, Esc leaves it as it was; whoever goes elsewhere calls `settle` before. "Weiß ich noch
    nicht" answers with `Absent.UNKNOWN`, "Keine Angabe" with `Absent.DECLINED`; everything else is a value.

    Args:
        tools: what the page is given.
        parent: what it lies in.

    Signals: `answered` (name of the fact, FactValue), `left` (nothing was changed), `records_wanted` (name of a fact
    whose holdings or grants have a form of their own), `read_wanted` (id of a partner that is named).
    """

    answered = Signal(str, object)
    left = Signal()
    records_wanted = Signal(str)
    read_wanted = Signal(str)

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(theme=tools.theme, parent=parent)
        self._tables: EditorTables | None = None
        self._view: EditorView | None = None
        self._value = UNKNOWN
        self._touched = False
        self._editors: dict[Form, ValueEditor] = {}
        self.setAccessibleName("Angabe")
        self._build_head()
        self._build_body()
        self._build_foot()
        self.restyle()

    def _build_head(self) -> None:
        self._overline = text_label("", "metaStrong", tone="accent", parent=self.card)
        self.close_button = Button("", theme=self._theme, kind="bare", icon="x", colour="text2",
                                   hint="Schließen ohne Übernehmen, Esc", parent=self.card)  # fmt: skip
        self.close_button.clicked.connect(self.step_out)
        self.head.addWidget(self._overline, 1)
        self.head.addWidget(self.close_button)

    def _build_body(self) -> None:
        self._question = text_label("", "answer", wrap=True, parent=self.inner)
        self._hint = text_label("", "", wrap=True, parent=self.inner)
        self._caution = text_label("", "meta", wrap=True, tone="warn", parent=self.inner)
        self._before = text_label("", "meta", wrap=True, parent=self.inner)
        self._slot = QVBoxLayout()
        self._slot.setContentsMargins(0, 0, 0, 0)
        self.origin = OriginBox(theme=self._theme, parent=self.inner)
        self.origin.entered.connect(self.take)
        self.origin.touched.connect(self.touch)
        for part in (self._question, self._hint, self._caution, self._before):
            self.body.addWidget(part)
        self.body.addLayout(self._slot)
        self.body.addWidget(self.origin)
        self.body.addStretch(1)

    def _build_foot(self) -> None:
        theme = self._theme
        self.fault = text_label("", "", wrap=True, tone="bad", parent=self.foot_box)
        self.fault.hide()
        buttons = QWidget(self.foot_box)
        self._buttons = FlowLayout(buttons)
        self.taker = Button("Übernehmen", theme=theme, kind="primary", parent=buttons)
        self.taker.clicked.connect(self.take)
        self.open = Button("Weiß ich noch nicht", theme=theme, parent=buttons)
        self.open.clicked.connect(self.leave_open)
        self.declined = Button("Keine Angabe", theme=theme, kind="text", parent=buttons)
        self.declined.clicked.connect(self.decline)
        for button in (self.taker, self.open, self.declined):
            self._buttons.addWidget(button)
        self.foot.addWidget(self.fault)
        self.foot.addWidget(buttons)

    @property
    def fact(self) -> str:
        """Return the name of the fact that is being edited, "" for none."""
        return "" if self._view is None else self._view.fact

    @property
    def editor(self) -> ValueEditor | None:
        """Return the editor of the value, None where nothing is edited."""
        return None if self._view is None else self._editors[self._view.form]

    def use(self, tables: EditorTables) -> None:
        """Look things up in these tables from now on."""
        self._tables = tables

    def edit(self, fact: str, value: FactValue = UNKNOWN, options: Sequence[Possible] = ()) -> None:
        """Show a fact.

        Args:
            fact: its name in the catalogue.
            value: what is known of it.
            options: answers to choose from, as the question offers them; the usual ones where there are none.
        """
        assert self._tables is not None
        self._value = value
        self._view = view = present_editor(fact, value, options, self._tables)
        self._overline.setText(view.overline)
        for label, text in (
            (self._question, view.question), (self._hint, view.hint), (self._caution, view.caution),
            (self._before, view.before),
        ):  # fmt: skip
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(view.question)
        shown = self._editor_of(view.form)
        for editor in self._editors.values():
            editor.setVisible(editor is shown)
        shown.show_view(view, self._tables)
        self.origin.show_view(view, self._tables.today)
        self.origin.setVisible(view.form is not Form.RECORDS)
        self.follow()
        self._touched = False
        self.go_up()

    def take_focus(self) -> None:
        """Put the cursor where one answers; a fact that has just come is shown from its question on."""
        if self.editor is not None:
            self.editor.take_focus()
            if not self._unread:
                self.bring(self.focusWidget())

    def settle(self) -> bool:
        """Take what was typed or ticked, before the reader goes on elsewhere.

        Returns:
            Whether they can: what was set says something, and is answered now, or nothing was. Otherwise it is said
            what is wrong, and the editor stays.
        """
        editor, view = self.editor, self._view
        if editor is None or view is None or not self._touched:
            return True
        try:
            possible = editor.settled()
        except NotUnderstood as fault:
            self._say(str(fault))
            return False
        if possible is not None:
            self.take_value(possible)
        elif self._value.possible is not Absent.UNKNOWN:
            self._say(_NOTHING_SET)
            return False
        return self._view is not view or possible is None

    def step_out(self) -> bool:
        """Empty what is typed into a search, then close the editor; return whether there was something to close."""
        if self.editor is None:
            return False
        if self.sender() is not self.close_button and self.editor.step_out():
            return True
        self._view = None
        self.left.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with J, N and W where no text is typed."""
        letter = event.text().casefold()
        if letter == "w" and not event.modifiers():
            self.leave_open()
        elif letter in _ANSWER_KEYS and self._view is not None and self._view.form is Form.YES_NO:
            self.take_value(Known(_ANSWER_KEYS[letter]))
        else:
            super().keyPressEvent(event)

    @Slot()
    def take(self) -> None:
        """Take what is set; say what is missing, or cannot be."""
        if self.editor is None:
            return
        try:
            possible = self.editor.result()
        except NotUnderstood as fault:
            self._say(str(fault))
            return
        if possible is None:
            self._say(_NOTHING_SET)
            return
        self.take_value(possible)

    @Slot(object)
    def take_value(self, possible: Possible) -> None:
        """Take a value, with where it comes from, its day and the note."""
        if self._tables is None:
            return
        try:
            as_of = self.origin.as_of()
        except NotUnderstood as fault:
            self._say(str(fault))
            return
        box = self.origin
        self._answer(answered_value(self._value, possible, box.origin, as_of, box.words, self._tables.today))

    @Slot()
    def leave_open(self) -> None:
        """Answer that nobody knows yet."""
        self._answer(UNKNOWN)

    @Slot()
    def decline(self) -> None:
        """Answer that nobody wants to say."""
        self.take_value(Absent.DECLINED)

    @Slot()
    def touch(self) -> None:
        """Remember that the reader set something."""
        self._touched = True
        self.go_on()
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Say nothing of what was wrong: something else is set now. Keep in sight what is offered."""
        self._say("")
        self.taker.setVisible(self.editor is not None and self.editor.ready)
        self._order_stops()
        if isinstance(self.editor, SearchEditor) and self.editor.offers.isVisible():
            self.bring(self.editor.offers)

    def _order_stops(self) -> None:
        """Let Tab go through the parts as they lie; editors are built, and answers made, later than what is below."""
        for before, after in pairwise([*self.stops(), self.close_button]):
            QWidget.setTabOrder(before, after)

    @Slot()
    def want_form(self) -> None:
        """Ask for the form that holdings or grants have."""
        self.records_wanted.emit(self.fact)

    def _answer(self, value: FactValue) -> None:
        fact, self._view = self.fact, None
        if fact:
            self.answered.emit(fact, value)

    def _editor_of(self, form: Form) -> ValueEditor:
        """Return the editor of a form, built when it is first wanted."""
        if form not in self._editors:
            editor = _MAKERS[form](theme=self._theme, parent=self.inner)
            editor.taken.connect(self.take_value)
            editor.entered.connect(self.take)
            editor.touched.connect(self.touch)
            editor.read_wanted.connect(self.read_wanted)
            if isinstance(editor, RecordsEditor):
                editor.form_wanted.connect(self.want_form)
            self._slot.addWidget(editor)
            self._editors[form] = editor
        return self._editors[form]

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.fault.setAccessibleName(fault)
        if fault:
            self.bring(self.fault)

    @property
    def wants_height(self) -> int:
        """Return what a search needs that offers several lines, so that nothing jumps while one types."""
        return _SEARCH_HEIGHT if isinstance(self.editor, SearchEditor) else 0

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        super().restyle()
        self._buttons.gap = self._theme.px(10)
        self._buttons.invalidate()
