"""Answers one fact: by choosing, by typing, with where it comes from, its day and a note."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.consultation.reading import NotUnderstood
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.editors_base import ValueEditor, stops
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
from advisor_app.desktop.widgets.basics import Button, Panel, text_label
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
# Height in design pixels from which the buttons stay while the rest scrolls.
_LOW = 300
_NOTHING_SET = "Noch ist nichts gewählt. Offen lassen geht auch."
_ANSWER_KEYS = {"j": True, "n": False}


class FactEditor(Panel):
    """The editor of any fact. It needs the tables before anything is edited.

    Enter takes what is set, Esc leaves it as it was. "Weiß ich noch nicht" answers with `Absent.UNKNOWN`, "Keine
    Angabe" with `Absent.DECLINED`; everything else is a value.

    Args:
        tools: what the page is given.
        parent: what it lies in; any width from 300 design pixels; it scrolls where it is too low.

    Signals: `answered` (name of the fact, FactValue), `left` (nothing was changed), `records_wanted` (name of a fact
    whose holdings or grants have a form of their own), `read_wanted` (id of a partner that is named).
    """

    answered = Signal(str, object)
    left = Signal()
    records_wanted = Signal(str)
    read_wanted = Signal(str)

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("paper", parent)
        self._theme = tools.theme
        self._tables: EditorTables | None = None
        self._view: EditorView | None = None
        self._value = UNKNOWN
        self._wanted: QWidget | None = None
        self._editors: dict[Form, ValueEditor] = {}
        self.setAccessibleName("Angabe")
        self._build_head()
        self._build_body()
        self._build_foot()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._area, 1)
        self._column.addWidget(self._foot_box)
        self._theme.changed.connect(self.restyle)
        self.restyle()

    def _build_head(self) -> None:
        theme = self._theme
        self._overline = text_label("", "metaStrong", tone="accent", parent=self)
        self.close_button = Button("", theme=theme, kind="bare", icon="x", colour="text2", hint="Schließen, Esc",
                                   parent=self)  # fmt: skip
        self.close_button.clicked.connect(self.step_out)
        self._head = QHBoxLayout()
        self._head.addWidget(self._overline, 1)
        self._head.addWidget(self.close_button)

    def _build_body(self) -> None:
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self._area)
        body.setObjectName("scrolled")
        self._question = text_label("", "answer", wrap=True, parent=body)
        self._hint = text_label("", "", wrap=True, parent=body)
        self._caution = text_label("", "meta", wrap=True, tone="warn", parent=body)
        self._before = text_label("", "meta", wrap=True, parent=body)
        self._slot = QVBoxLayout()
        self._slot.setContentsMargins(0, 0, 0, 0)
        self.origin = OriginBox(theme=self._theme, parent=body)
        self.origin.entered.connect(self.take)
        self._body = QVBoxLayout(body)
        for part in (self._question, self._hint, self._caution, self._before):
            self._body.addWidget(part)
        self._body.addLayout(self._slot)
        self._body.addWidget(self.origin)
        self._body.addStretch(1)
        self._area.setWidget(body)

    def _build_foot(self) -> None:
        theme = self._theme
        self._foot_box = QWidget(self)
        self.fault = text_label("", "", wrap=True, tone="bad", parent=self._foot_box)
        self.fault.hide()
        buttons = QWidget(self._foot_box)
        self._buttons = FlowLayout(buttons)
        self.taker = Button("Übernehmen", theme=theme, kind="primary", parent=buttons)
        self.taker.clicked.connect(self.take)
        self.open = Button("Weiß ich noch nicht", theme=theme, parent=buttons)
        self.open.clicked.connect(self.leave_open)
        self.declined = Button("Keine Angabe", theme=theme, kind="text", parent=buttons)
        self.declined.clicked.connect(self.decline)
        for button in (self.taker, self.open, self.declined):
            self._buttons.addWidget(button)
        self._foot = QVBoxLayout(self._foot_box)
        self._foot.addWidget(self.fault)
        self._foot.addWidget(buttons)

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
        self._area.verticalScrollBar().setValue(0)

    def take_focus(self) -> None:
        """Put the cursor where one answers."""
        if self.editor is not None:
            self.editor.take_focus()
            self._bring(self.focusWidget())

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
    def follow(self) -> None:
        """Say nothing of what was wrong: something else is set now. Keep in sight what is offered."""
        self._say("")
        self.taker.setVisible(self.editor is not None and self.editor.ready)
        self._order_stops()
        if isinstance(self.editor, SearchEditor) and self.editor.offers.isVisible():
            self._bring(self.editor.offers)

    def _order_stops(self) -> None:
        """Let Tab go through the parts as they lie; editors are built, and answers made, later than what is below."""
        way = [*stops(self._body), *(stops(self._foot) if self._body.indexOf(self._foot_box) < 0 else ())]
        for before, after in pairwise([*way, self.close_button]):
            QWidget.setTabOrder(before, after)

    def _bring(self, part: QWidget | None) -> None:
        """Bring a part into sight, once the layout has given it its place."""
        self._wanted = part
        QTimer.singleShot(0, self, self._bring_wanted)

    @Slot()
    def _bring_wanted(self) -> None:
        part, self._wanted = self._wanted, None
        if part is not None and part.isVisible() and self._area.isAncestorOf(part):
            self._area.ensureWidgetVisible(part, 0, self._theme.px(8))

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
            body = self._area.widget()
            editor = _MAKERS[form](theme=self._theme, parent=body)
            editor.taken.connect(self.take_value)
            editor.entered.connect(self.take)
            editor.touched.connect(self.follow)
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
            self._bring(self.fault)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the buttons scroll with the rest where there is little height."""
        super().resizeEvent(event)
        self.restyle()

    def _place_foot(self) -> None:
        inside = self.height() < self._theme.px(_LOW)
        home = self._body if inside else self._column
        if home.indexOf(self._foot_box) < 0:
            home.addWidget(self._foot_box)
            self._foot_box.show()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._place_foot()
        self._head.setContentsMargins(px(20), px(12), px(12), 0)
        self._body.setContentsMargins(px(20), px(2), px(20), px(8))
        self._body.setSpacing(px(8))
        side = 0 if self.height() < px(_LOW) else px(20)
        self._foot.setContentsMargins(side, px(8), side, px(12))
        self._foot.setSpacing(px(8))
        self._buttons.gap = px(8)
        self._buttons.invalidate()
