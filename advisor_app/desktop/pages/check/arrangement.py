"""Where the parts of the check are: facts beside the rest, or in its place where there is no room for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.beginning import Beginning
from advisor_app.desktop.pages.check.doubts import Doubts
from advisor_app.desktop.pages.check.facts_panel import WIDTH, FactsPanel
from advisor_app.desktop.pages.check.leaves import Leaves
from advisor_app.desktop.pages.check.question_card import QuestionCard
from advisor_app.desktop.pages.check.result_panel import ResultPanel
from advisor_app.desktop.widgets.basics import Panel

if TYPE_CHECKING:
    from advisor_app.desktop.pages.check.editors_card import EditorCard

# From this width on the facts have room beside the rest.
_BESIDE = 760
_NARROW_FACTS = 260
_WIDE = 1000
# The least height verdicts are read in; below it the question scrolls away above them.
_RESULT_HEIGHT = 220
# What is edited takes at most this much of the height, the result stays in sight below it.
_EDITOR_SHARE = 0.62
_EDITOR_HEIGHT = 440
_LOW = 460
_MOST = 16_777_215


class Arrangement(QWidget):
    """Holds the parts. Each is made where it stays: moving one has the style sheet look at all of it once more.

    Args:
        tools: what the page is given.

    `facts` is the left side, `leaves` the right one, in which the result lies; `beginning`, `question` and `results`
    are what that shows as a rule.
    """

    def __init__(self, *, tools: PageTools, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme = tools.theme
        self.facts = facts = FactsPanel(tools=tools, parent=self)
        self.leaves = leaves = Leaves(tools=tools, parent=self)
        self._facts_first = False
        self._editor: EditorCard | None = None
        self._editing = False
        self.area = QScrollArea(leaves.main)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget(self.area.viewport())
        content.setObjectName("scrolled")
        self.beginning = Beginning(theme=theme, parent=content)
        self.question = QuestionCard(theme=theme, parent=content)
        self.results = ResultPanel(tools=tools, parent=content)
        self._cards = QVBoxLayout()
        self._cards.addWidget(self.beginning)
        self._cards.addWidget(self.question)
        self.doubts = Doubts(theme=theme, parent=content)
        self._cards.addWidget(self.doubts)
        self._content = QVBoxLayout(content)
        self._content.setContentsMargins(0, 0, 0, 0)
        self._content.setSpacing(0)
        self._content.addLayout(self._cards)
        self._content.addWidget(self.results, 1)
        self._content.addStretch(0)
        self.area.setWidget(content)
        main = QVBoxLayout(leaves.main)
        main.setContentsMargins(0, 0, 0, 0)
        main.addWidget(self.area)
        self.editor_box = Panel("checkEditor", self)
        self._editor_row = QVBoxLayout(self.editor_box)
        self._editor_row.setContentsMargins(0, 0, 0, 0)
        self.editor_box.hide()
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addWidget(self.editor_box)
        self._right.addWidget(leaves, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(facts)
        self._row.addLayout(self._right, 1)
        self.show_empty(empty=True)

    @property
    def alone(self) -> bool:
        """Tell whether there is room for one side only."""
        return self.width() < self._theme.px(_BESIDE)

    @property
    def facts_first(self) -> bool:
        """Tell whether the facts take the place of the rest."""
        return self.alone and self._facts_first

    @property
    def editing(self) -> bool:
        """Tell whether a fact is being edited."""
        return self._editing

    def show_empty(self, *, empty: bool) -> None:
        """Show how a check begins, or what was found."""
        self.results.setVisible(not empty)
        if not empty and self.beginning.isVisible() and self.beginning.isAncestorOf(self.focusWidget() or self):
            # Focus of what goes would move on to whatever comes next, and the page with it.
            self.take_focus()
        self.beginning.setVisible(empty)
        # Where there is no result, what is left over stays below.
        self._content.setStretch(self._content.count() - 1, int(empty))

    @property
    def asks(self) -> bool:
        """Tell whether the question has anything to press."""
        return bool(self.question.view.fact or self.question.view.passed)

    def take_focus(self) -> None:
        """Take the keyboard focus where one answers; where nothing is asked, where one reads."""
        (self.question if self.asks or self.results.isHidden() else self.results).take_focus()

    def put_editor(self, editor: EditorCard) -> None:
        """Give the editor of a fact its place."""
        self._editor = editor
        editor.height_changed.connect(self.arrange)
        self._editor_row.addWidget(editor)

    def edit(self, *, on: bool) -> None:
        """Show the editor in the place of the question, or the question again."""
        self._editing = on
        if on:
            self._facts_first = False
        self.arrange()

    def show_facts(self, *, first: bool) -> None:
        """Show the facts in the place of the rest, where there is room for one of both only."""
        self._facts_first = first
        self.arrange()

    @Slot()
    def arrange(self) -> None:
        """Lay the parts out for the room there is."""
        px, alone, first = self._theme.px, self.alone, self.facts_first
        self.facts.setVisible(not alone or first)
        self._row.setStretch(0, int(first))
        self._row.setStretch(1, int(not first))
        self.leaves.setVisible(not first and not (self._editing and self.height() < px(_LOW)))
        self.editor_box.setVisible(self._editing and not first)
        if alone:
            self.facts.setMinimumWidth(0)
            self.facts.setMaximumWidth(_MOST)
        else:
            self.facts.setFixedWidth(px(WIDTH if self.width() >= px(_WIDE) else _NARROW_FACTS))
        if self.leaves.isHidden():
            self.editor_box.setMaximumHeight(_MOST)
            self.editor_box.setMinimumHeight(0)
        else:
            most = min(px(_EDITOR_HEIGHT), round(self.height() * _EDITOR_SHARE))
            wanted = self._editor.heightForWidth(self.leaves.width()) if self._editor is not None else most
            self.editor_box.setFixedHeight(min(most, wanted))
        self.question.setVisible(self.question.is_ready and not self._editing)
        if self._editing and self.doubts.isHidden():
            # All cards are hidden then.
            self._cards.setContentsMargins(0, 0, 0, 0)
        else:
            self._cards.setContentsMargins(px(20), px(16), px(20), px(8))
        self._cards.setSpacing(px(12))
        self.results.setMinimumHeight(px(_RESULT_HEIGHT))
