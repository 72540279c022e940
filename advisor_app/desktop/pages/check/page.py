"""The page of the check: facts, the next question, verdicts, and whatever is opened over them; all wiring between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.pages.check.arrangement import Arrangement
from advisor_app.desktop.pages.check.course import Course
from advisor_app.desktop.pages.check.editing import Editing
from advisor_app.desktop.pages.check.files import profile_in
from advisor_app.desktop.pages.check.filing import Filing
from advisor_app.desktop.pages.check.keys import CheckKeys
from advisor_app.desktop.pages.check.leaves import FAULTS, READING, SHEET
from advisor_app.desktop.pages.check.top_bar import TopBar
from advisor_app.desktop.presenters.check_desk import Leaf, Shown
from advisor_app.desktop.presenters.check_doubts import present_doubts
from advisor_app.desktop.presenters.views import Library
from advisor_app.domain.profile import FactValue

if TYPE_CHECKING:
    from advisor_app.desktop.pages.check.fact_editor import FactEditor

_SLOW_MS = 150


class CheckPage(KnowledgePage):
    """The check.

    Args:
        tools: what the page is given.
    """

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("check", "Fördercheck", tools=tools, parent=parent)
        self._theme = tools.theme
        self.setAcceptDrops(True)
        self.bar = TopBar(theme=tools.theme, parent=self)
        self.arrangement = Arrangement(tools=tools, parent=self)
        self.facts, self.leaves = self.arrangement.facts, self.arrangement.leaves
        self.question, self.results = self.arrangement.question, self.arrangement.results
        self.course = Course(tools=tools, ask=self.ask, wanted=self._wanted_leaves, parent=self)
        self.editing = Editing(tools=tools, arrangement=self.arrangement, course=self.course, ask=self._ask_editor)
        self.filing = Filing(host=self, tools=tools, course=self.course, leaves=self.leaves,
                             beginning=self.arrangement.beginning, ticked=self._is_ticked, settled=self.editing.settle,
                             ask=self._ask_file)  # fmt: skip
        self.keys = CheckKeys(self, self.question)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.arrangement, 1)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_SLOW_MS)
        self._waiting.timeout.connect(self.tell_loading)
        self._wire_course()
        self._wire_parts()
        self._wire_leaves()
        self._bind_keys()
        tools.theme.changed.connect(self.restyle)
        tools.client.changed.connect(self.drop_ticks)

    # Wiring

    def _wire_course(self) -> None:
        course, bar = self.course, self.bar
        course.shown.connect(self.show_view)
        course.changed.connect(self.question.hold)
        course.replaced.connect(self.drop_inputs)
        course.said.connect(self.said)
        course.undo_offered.connect(self.undo_offered)
        bar.undo_wanted.connect(course.undo)
        bar.redo_wanted.connect(course.redo)
        bar.fresh_wanted.connect(self.begin_anew)
        bar.facts_wanted.connect(self.toggle_facts)
        bar.leaf_wanted.connect(self.open_leaf)

    def _wire_parts(self) -> None:
        course, question, results, beginning = self.course, self.question, self.results, self.arrangement.beginning
        self.facts.fact_wanted.connect(self.edit_fact)
        self.facts.titled.connect(course.give_title)
        self.facts.sheet_wanted.connect(self.open_sheet)
        question.chosen.connect(self.choose)
        question.exact_wanted.connect(self.edit_fact)
        question.passed.connect(course.put_off)
        question.again_wanted.connect(course.resume)
        self.arrangement.doubts.fact_wanted.connect(self.edit_fact)
        results.programme_chosen.connect(self.explain)
        results.read_wanted.connect(self.read)
        results.comparison_wanted.connect(self.comparison_wanted)
        results.said.connect(self.said)
        results.failed.connect(self.failed)
        beginning.first_wanted.connect(self.ask_first)
        beginning.founding_chosen.connect(course.put_founder_first)
        self.filing.said.connect(self.said)
        self.filing.failed.connect(self.failed)
        self.bar.open_wanted.connect(self.filing.ask_to_open)
        self.bar.save_wanted.connect(self.filing.save_as)
        self.bar.copy_wanted.connect(self.filing.copy_result)
        self.bar.print_wanted.connect(self.filing.print_result)

    def _wire_leaves(self) -> None:
        leaves, course, editing = self.leaves, self.course, self.editing
        editing.turned.connect(self.let_answer)
        editing.left.connect(self.take_focus)
        editing.leaf_wanted.connect(self.open_leaf)
        editing.read_wanted.connect(self.read)
        leaves.turned.connect(self.turn)
        leaves.fact_wanted.connect(self.edit_fact)
        leaves.answered.connect(course.answer)
        leaves.judged.connect(course.judge)
        leaves.taken.connect(self.take_changes)
        leaves.read_wanted.connect(self.read)
        leaves.link_wanted.connect(self.link_wanted)
        leaves.comparison_wanted.connect(self.comparison_wanted)
        leaves.gone.connect(self.tell_gone)
        leaves.said.connect(self.said)
        leaves.failed.connect(self.failed)
        leaves.print_wanted.connect(self.filing.print_paper)
        leaves.save_wanted.connect(self.filing.save_paper)

    def _bind_keys(self) -> None:
        keys = self.keys
        keys.bind("Ctrl+Z", self.course.undo)
        keys.bind("Ctrl+Y", self.course.redo)
        keys.bind("Ctrl+Shift+Z", self.course.redo)
        keys.bind("Ctrl+O", self.filing.ask_to_open)
        keys.bind("Ctrl+S", self.filing.save)

    # What is shown

    def refresh(self) -> None:
        """Work everything out anew: what was told stays, the verdicts may be others."""
        self.filing.look_once()
        if self.course.last is None:
            self._waiting.start()
        if self.tools.client.on:
            self._put_private_away()
        self.course.work_out()

    def _put_private_away(self) -> None:
        """Close what is not for the eyes of a client."""
        place = self.leaves.place
        self.editing.close_private()
        if place is not None and place.leaf == FAULTS:
            self.leaves.step_back()

    @Slot(bool)
    def drop_inputs(self, another: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Let go of what is being typed: it was meant for what was known before, maybe of another client."""
        self.facts.leave_title()
        self.editing.close()
        if another:
            self.question.untick()
            self.results.begin_anew()
            self.drop_ticks()
            self.leaves.begin_anew()

    @Slot()
    def drop_ticks(self) -> None:
        """Let delicate facts stay here: whoever sits here now did not tick that they go along."""
        self.bar.sensitive.setChecked(False)
        self.leaves.drop_ticks()

    def _is_ticked(self) -> bool:
        return self.bar.with_sensitive

    @Slot()
    def tell_loading(self) -> None:
        """Say that reading takes a moment."""
        self.bar.say("Programme werden gelesen")

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on, and wait no longer."""
        self._waiting.stop()
        self.question.let_answer()
        if self.course.last is None:
            self.bar.say("Die Programme lassen sich nicht lesen")
        super().tell_failure(error)

    def _wanted_leaves(self) -> Mapping[str, Leaf]:
        return self.leaves.wanted

    def _ask_file(self, work: Callable[[Library], object], receive: Callable[..., None]) -> None:
        """Read a file beside what is worked out meanwhile."""
        self.ask(work, receive, slot="file")

    @Slot(object)
    def show_view(self, shown: Shown) -> None:
        """Show what was worked out."""
        self._waiting.stop()
        self.bar.show_view(shown.head)
        self.facts.show_view(shown.facts)
        if self.question.view.fact != shown.question.fact:
            self.arrangement.area.verticalScrollBar().setValue(0)
        answered = self.question.isAncestorOf(QApplication.focusWidget() or self)
        self.question.show_view(shown.question)
        self.arrangement.doubts.show_view(present_doubts(shown.results.findings, clients=shown.order.clients))
        self.results.show_view(shown.results)
        self.arrangement.beginning.show_founding(founding=shown.order.founding)
        self.arrangement.show_empty(empty=shown.head.is_empty)
        self.leaves.take(shown.leaves)
        self._arrange()
        if answered and self.leaves.place is None and not self.arrangement.asks:
            self.arrangement.take_focus()

    @Slot()
    def turn(self) -> None:
        """Have the leaf worked out that is shown now."""
        self.editing.close()
        place = self.leaves.place
        if self.visit is not None and self.visit.is_open and (place is None or place.leaf != READING):
            self.visit.leave()
        self._arrange()
        if self.leaves.wanted:
            self.course.work_out()

    @Slot(str)
    def open_leaf(self, leaf: str) -> None:
        """Show a leaf, unless what is typed into the editor says nothing: then it stays open and says so."""
        if not self.editing.settle():
            return
        self.arrangement.show_facts(first=False)
        self.leaves.open_leaf(leaf)

    @Slot()
    def open_sheet(self) -> None:
        """Show the sheet of questions."""
        self.open_leaf(SHEET)

    @Slot(str)
    def explain(self, programme_id: str) -> None:
        """Show why a programme fits or not."""
        if self.editing.settle():
            self.leaves.explain(programme_id)

    @Slot(str)
    def read(self, item_id: str) -> None:
        """Read an item over what is shown."""
        if not self.editing.settle():
            return
        visit = self.add_visit("Fördercheck", self.leaves)
        if self.leaves.show_panel(READING, visit):
            visit.left.connect(self.leave_reading)
        visit.visit(item_id)
        visit.pane.take_focus()

    @Slot()
    def leave_reading(self) -> None:
        """Go back to where something was read from."""
        place = self.leaves.place
        if place is not None and place.leaf == READING:
            self.leaves.step_back()

    # What the reader does

    @Slot(str, tuple)
    def choose(self, _fact: str, places: tuple[int, ...]) -> None:
        """Take answers of the question that is shown."""
        self.course.choose(self.question.view, places)

    @Slot(object)
    def take_changes(self, changes: Mapping[str, FactValue]) -> None:
        """Take over what was tried out, and go back to the result."""
        self.leaves.leave_all()
        self.course.take_changes(changes)

    @Slot()
    def ask_first(self) -> None:
        """Go to the question."""
        self.arrangement.take_focus()

    @Slot()
    def begin_anew(self) -> None:
        """Begin a new check."""
        self.leaves.leave_all()
        self.course.begin_anew()

    @Slot()
    def toggle_facts(self) -> None:
        """Show the facts in the place of the rest, or the rest again."""
        self.arrangement.show_facts(first=not self.arrangement.facts_first)
        if self.arrangement.facts_first:
            self.facts.list.take_focus()

    @Slot(str)
    def edit_fact(self, fact: str) -> None:
        """Let a fact be answered."""
        self.editing.edit(fact)

    @property
    def editor(self) -> FactEditor:
        """Return the editor of a fact."""
        return self.editing.editor

    def _ask_editor(self, work: Callable[[Library], object], receive: Callable[..., None]) -> None:
        self.ask(work, receive, slot="editor")

    @Slot()
    def let_answer(self) -> None:
        """Let keys answer the question where it is seen."""
        self.keys.let_answer(on=not self.editing.fact and self.leaves.place is None)

    # The page within the window

    def take_focus(self) -> None:
        """Take the focus where one answers or reads on."""
        if self.arrangement.editing and not self.arrangement.facts_first:
            self.editor.take_focus()
        elif self.arrangement.facts_first:
            self.facts.list.take_focus()
        elif self.arrangement.beginning.isVisible():
            self.arrangement.beginning.first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.leaves.place is None:
            self.arrangement.take_focus()
        else:
            self.leaves.take_focus()

    def next_pane(self) -> None:
        """Move the focus to the next part: facts, question or leaf, result."""
        focused = QApplication.focusWidget()
        if focused is not None and self.facts.isAncestorOf(focused):
            self.arrangement.show_facts(first=False)
            self.take_focus()
        elif focused is not None and self._answers_at(focused) and self.results.isVisible():
            self.results.take_focus()
        else:
            self.arrangement.show_facts(first=True)
            self.facts.list.take_focus()

    def _answers_at(self, focused: QWidget) -> bool:
        return self.question.isAncestorOf(focused) or self.arrangement.editor_box.isAncestorOf(focused)

    def step_out(self) -> bool:
        """Go one step out: what is typed, what is edited, what is read, what lies over the result."""
        if self.facts.leave_title():
            return True
        if (self.leaves.place is None and self.results.step_out()) or self.editing.step_out():
            return True
        return self.leaves.step_out() or self.step_back()

    def step_back(self) -> bool:
        """Go back to what was shown before; return whether there was something."""
        if self.editing.fact:
            self.editing.close()
        elif self.leaves.place is not None:
            self.leaves.step_back()
        elif self.arrangement.facts_first:
            self.toggle_facts()
        else:
            return False
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a profile that is held over the page; anything else is for the window."""
        if profile_in(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the profile that was dropped."""
        name = profile_in(event.mimeData())
        if name:
            event.acceptProposedAction()
            self.filing.open(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the parts out for the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self.arrangement.arrange()
        self.bar.arrange(self.width(), alone=self.arrangement.alone)
        self.bar.print.setVisible(not self.leaves.prints)
        self.let_answer()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        self._arrange()
