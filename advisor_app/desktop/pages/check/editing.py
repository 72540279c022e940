"""A fact that is being edited in the place of the question: from the wish to the answer, or to nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from advisor_app.consultation.privacy import SENSITIVE, with_notes
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.arrangement import Arrangement
from advisor_app.desktop.pages.check.course import Course
from advisor_app.desktop.pages.check.leaves import LEAF_OF_FACT
from advisor_app.desktop.presenters.check_editor import EditorTables
from advisor_app.desktop.presenters.views import Library
from advisor_app.domain.profile import FactValue

if TYPE_CHECKING:
    from advisor_app.desktop.pages.check.fact_editor import FactEditor

AskEditor = Callable[[Callable[[Library], object], Callable[..., None]], None]
# What follows from a fact is changed where it follows from.
_ASKED_INSTEAD = {"company.age_years": "company.founded_on", "project.expected_aid_eur": "project.total_cost_eur"}


class Editing(QObject):
    """Lets facts be edited.

    Args:
        tools: what the page is given.
        arrangement: where the editor has its place.
        course: takes the answers.
        ask: reads the library in a worker.

    Signals: `turned` (a fact is being edited from now on, or none), `left` (the editor is closed), `leaf_wanted` (a
    fact has a form of its own), `read_wanted` (id of an item).
    """

    turned = Signal()
    left = Signal()
    leaf_wanted = Signal(str)
    read_wanted = Signal(str)

    def __init__(self, *, tools: PageTools, arrangement: Arrangement, course: Course, ask: AskEditor) -> None:
        super().__init__(arrangement)
        self._tools, self._arrangement, self._course, self._ask = tools, arrangement, course, ask
        self.fact = ""
        self._note_hidden = False

    @cached_property
    def editor(self) -> FactEditor:
        """Return the editor of a fact, built when it is first wanted."""
        from advisor_app.desktop.pages.check.fact_editor import FactEditor  # noqa: PLC0415 - when it is wanted

        editor = FactEditor(tools=self._tools, parent=self._arrangement.editor_box)
        editor.answered.connect(self.take)
        editor.left.connect(self.close)
        editor.records_wanted.connect(self.edit)
        editor.read_wanted.connect(self.read_wanted)
        self._arrangement.put_editor(editor)
        return editor

    @Slot(str)
    def edit(self, fact: str) -> None:
        """Let a fact be answered: in its own form, or where the question stands."""
        if self._tools.client.on and fact in SENSITIVE:
            return
        if not self.settle():
            return
        if fact in LEAF_OF_FACT:
            self.leaf_wanted.emit(LEAF_OF_FACT[fact])
            return
        self.fact = _ASKED_INSTEAD.get(fact, fact)
        desk = self._course.desk

        def work(library: Library) -> object:
            return desk.room(library).editor

        self._ask(work, self.begin)

    @Slot(object)
    def begin(self, tables: EditorTables) -> None:
        """Show the editor of the fact that was wanted."""
        fact, view = self.fact, self._arrangement.question.view
        if not fact:
            return
        options = tuple(answer.value.possible for answer in view.answers) if view.fact == fact else ()
        self.editor.use(tables)
        self.editor.edit(fact, self._seen_value(fact), options)
        self._arrangement.facts.choose(fact)
        self._arrangement.edit(on=True)
        self.turned.emit()
        self.editor.take_focus()

    def _seen_value(self, fact: str) -> FactValue:
        """Return what is known of a fact, without its note while a client looks; the answer gets it back."""
        value = self._course.session.given.value(fact)
        self._note_hidden = self._tools.client.on and bool(value.note)
        return replace(value, note="") if self._note_hidden else value

    @Slot(str, object)
    def take(self, fact: str, value: FactValue) -> None:
        """Take what was edited; a note that was not shown stays."""
        before = self._course.session.given.value(fact)
        told = with_notes(value, before) if self._note_hidden else value
        self.close()
        self._course.answer(fact, told)

    @Slot()
    def close(self) -> None:
        """Show the question again."""
        if self.fact:
            self.fact = ""
            self._arrangement.edit(on=False)
            self.turned.emit()
            self.left.emit()

    def close_private(self) -> None:
        """Close what is not for the eyes of a client: a delicate fact, or a note of any."""
        if self.fact in SENSITIVE or self._course.session.given.value(self.fact).note:
            self.close()

    def settle(self) -> bool:
        """Take what was typed into the editor; return False where it says nothing, then it stays open and tells so."""
        return not self._arrangement.editing or self.editor.settle()

    def step_out(self) -> bool:
        """Go one step out of the editor; return whether there was one."""
        return bool(self.fact) and self.editor.step_out()
