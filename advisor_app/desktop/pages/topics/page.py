"""The page of topics: which there are, how mature they are, how they hang together, and each to read beside that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.pages.topics.delegates import TopicDelegate
from advisor_app.desktop.pages.topics.filter_bar import LIST, FilterBar
from advisor_app.desktop.pages.topics.lists import LineList, grouped
from advisor_app.desktop.pages.topics.picture import NetworkPicture
from advisor_app.desktop.pages.topics.side import Side
from advisor_app.desktop.presenters.results import is_stale
from advisor_app.desktop.presenters.topics import TopicIndex, TopicRow, TopicsView, find_topics, read_topics
from advisor_app.desktop.presenters.topics_network import NetworkView, Tie, draw_network
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, text_label

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.views import Library

_SLOW_MS = 150
_TWO_PANES = 1080
_LEAVE = "Themen"
_UNBOUNDED = 16_777_215
_SIDE = (0.36, 380, 560)
_LEGEND = "Linien: geteilte Programme und Partner, je dicker, desto mehr. Schwache erscheinen bei gewähltem Thema."
_ROOM_FOR_LEGEND = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What is asked of the topics: words, maturity, and the topic one looks at."""

    text: str = ""
    maturity: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    index: TopicIndex
    view: TopicsView
    network: NetworkView


class TopicsPage(KnowledgePage):
    """All topics of the knowledge.

    Args:
        tools: what the page is given.
    """

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("topics", "Themen", tools=tools, parent=parent)
        self._index: TopicIndex | None = None
        self._text = self._maturity = self._chosen = ""
        self._beside = False
        self._build()
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_SLOW_MS)
        self._waiting.timeout.connect(self.tell_loading)
        self._wire()
        self.restyle()

    def _build(self) -> None:
        theme = self.tools.theme
        self.filters = FilterBar(theme=theme, parent=self)
        self._body = QWidget(self)
        self._left = Panel("card", self._body)
        self._stack = QStackedWidget(self._left)
        self.frame = QScrollArea(self._stack)
        self.frame.setWidgetResizable(True)
        self.frame.setFrameShape(QFrame.Shape.NoFrame)
        self.frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picture = NetworkPicture(theme=theme, parent=self.frame)
        self.picture.setObjectName("scrolled")
        self.frame.setWidget(self.picture)
        self.list = LineList("Themen", TopicDelegate(theme=theme), theme=theme, parent=self._stack)
        self._nothing = QWidget(self._stack)
        self._nothing_words = text_label("", "section", wrap=True, parent=self._nothing)
        self.reset = Button("Alle Themen zeigen", theme=theme, parent=self._nothing)
        nothing = QVBoxLayout(self._nothing)
        nothing.addStretch(1)
        nothing.addWidget(self._nothing_words)
        nothing.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        nothing.addStretch(2)
        for part in (self.frame, self.list, self._nothing):
            self._stack.addWidget(part)
        self._legend = ElidedLabel(_LEGEND, "stand", parent=self._left)
        self._legend_row = QHBoxLayout()
        self._legend_row.addWidget(self._legend)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(1, 1, 1, 1)
        left.setSpacing(0)
        left.addWidget(self._stack, 1)
        left.addLayout(self._legend_row)
        self.side = Side(theme=theme, parent=self._body)
        self._body_row = QHBoxLayout(self._body)
        self._body_row.addWidget(self._left, 1)
        self._body_row.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self._body, 1)

    def _wire(self) -> None:
        self.filters.field.text_changed.connect(self.filter_by_text)
        self.filters.field.move_wanted.connect(self.step_by)
        self.filters.field.open_wanted.connect(self.open_current)
        self.filters.maturity_chosen.connect(self.filter_by_maturity)
        self.filters.mode_chosen.connect(self.show_mode)
        self.reset.clicked.connect(self.show_all)
        self.picture.looked_at.connect(self.look_at)
        self.picture.topic_wanted.connect(self.open_topic)
        self.picture.tie_wanted.connect(self.show_tie)
        self.list.looked_at.connect(self.look_at_line)
        self.list.wanted.connect(self.open_line)
        self.side.ties.tie_looked_at.connect(self.picture.light)
        self.side.ties.item_wanted.connect(self.open_item)
        self.side.left.connect(self.show_left)
        self.tools.theme.changed.connect(self.restyle)

    # Reading the library

    def refresh(self) -> None:
        """Show the topics of the library, filtered and chosen as before."""
        self._index = None
        self._waiting.start()
        self._ask()

    def _ask(self) -> None:
        wanted = _Question(text=self._text, maturity=self._maturity, chosen=self._chosen)
        known, today = self._index, self.tools.today

        def work(library: Library) -> object:
            index = known if known is not None else read_topics(library)
            view = find_topics(index, text=wanted.text, maturity=wanted.maturity)
            network = draw_network(index, labels=library, today=today, found=[row.id for row in view.rows],
                                   chosen=wanted.chosen, stale=is_stale(library, today))  # fmt: skip
            return _Answer(index=index, view=view, network=network)

        self.ask(work, self.show_answer)

    @Slot(object)
    def show_answer(self, answer: _Answer) -> None:
        """Show the topics that were asked for."""
        self._waiting.stop()
        self._index = answer.index
        view = answer.view
        self.filters.show_choices(view.choices, view.maturity, view.headline)
        self.picture.show_network(answer.network)
        self.list.show_lines(grouped(view.rows))
        self.list.select(self._chosen)
        if not view.rows:
            quoted = f" mit „{view.text.strip()}“" if view.text.strip() else ""
            some = f"Kein Thema{quoted}" + (" in dieser Reife" if view.maturity else "")
            self._nothing_words.setText(some if view.total else "Das Wissen enthält noch keine Themen.")
            self.reset.setVisible(bool(view.total))
        self._show_left_part()
        if len(view.rows) == 1:
            self.picture.choose(view.rows[0].id)
        if self.side.ties.tie is None:
            self.side.ties.show_topic(answer.network, self.picture.lit)
        self._say_below(self.picture.lit)

    def _show_left_part(self) -> None:
        listed = self.filters.modes[LIST].isChecked()
        empty = self._index is not None and not self.list.line_model.lines
        self._stack.setCurrentWidget(self._nothing if empty else self.list if listed else self.frame)
        self._legend.setVisible(not listed and not empty and self.height() >= self.tools.theme.px(_ROOM_FOR_LEGEND))

    @Slot()
    def tell_loading(self) -> None:
        """Say that reading takes a moment."""
        self.filters.headline.setText("Themen werden gelesen")

    # Asking for others

    @Slot(str)
    def filter_by_text(self, text: str) -> None:
        """Show the topics with a word."""
        self._text = text
        self._ask()

    @Slot(str)
    def filter_by_maturity(self, code: str) -> None:
        """Show the topics of a maturity, "" for all."""
        self._maturity = code
        self._ask()

    @Slot()
    def show_all(self) -> None:
        """Drop all filters."""
        self._text = self._maturity = ""
        self.filters.field.show_text("")
        self._ask()

    @Slot(str)
    def show_mode(self, mode: str) -> None:
        """Show the picture (`network`) or the list (`list`)."""
        self.filters.modes[mode].setChecked(True)
        self._show_left_part()

    # Looking and choosing

    @Slot(str)
    def look_at(self, topic_id: str) -> None:
        """Show what the topic under the mouse or at the keys hangs together with."""
        if self.side.ties.tie is None:
            self.side.ties.show_topic(self.picture.view, topic_id)
        self._say_below(topic_id)
        if topic_id:
            self._show_spot(topic_id)

    def _say_below(self, topic_id: str) -> None:
        """Say below the picture what the side says, where there is no room for the side."""
        view = self.picture.view
        ties = view.ties_of(topic_id) if topic_id and self.side.isHidden() else ()
        self._legend.setText(ties[0].summary(len(ties)) if ties else view.remark or _LEGEND)

    def _show_spot(self, topic_id: str) -> None:
        if self.picture.hasFocus() or self.filters.field.edit.hasFocus():
            spot = self.picture.point_of(topic_id)
            self.frame.ensureVisible(round(spot.x()), round(spot.y()), self.tools.theme.px(20), self.tools.theme.px(40))

    @Slot(object)
    def look_at_line(self, line: object) -> None:
        """Show what the topic of a line hangs together with."""
        if self.filters.modes[LIST].isChecked() and self.side.ties.tie is None:
            self._choose(line.id if isinstance(line, TopicRow) else "")

    def _choose(self, topic_id: str) -> None:
        self._chosen = topic_id
        self.picture.choose(topic_id)
        view = self.picture.view
        if self._index is not None and topic_id and len(view.nodes) < len(self._index.rows):
            self._ask()
        elif self.side.ties.tie is None:
            self.side.ties.show_topic(view, topic_id)

    @Slot(int)
    def step_by(self, steps: int) -> None:
        """Go to another topic while the cursor stays in the field."""
        if self.filters.modes[LIST].isChecked():
            self.list.step_by(steps)
        else:
            self.picture.step_by(steps)

    @Slot()
    def open_current(self) -> None:
        """Read the topic one is at; the first one found if one is at none."""
        found = [line.id for line in self.list.line_model.lines if isinstance(line, TopicRow)]
        at = self.picture.lit
        if at in found or found:
            self.open_topic(at if at in found else found[0])

    @Slot(object)
    def open_line(self, line: object) -> None:
        """Read the topic of a line."""
        if isinstance(line, TopicRow):
            self.open_topic(line.id)

    @Slot(str)
    def open_topic(self, topic_id: str) -> None:
        """Choose a topic and read it."""
        self.side.ties.forget_tie()
        self._choose(topic_id)
        self.open_item(topic_id)

    @Slot(object)
    def show_tie(self, tie: Tie) -> None:
        """Show what two topics share."""
        self.side.show_ties()
        self.side.ties.show_tie(tie)
        self._show_side(shown=True)

    @Slot(str)
    def open_item(self, item_id: str) -> None:
        """Read an item beside picture and list, or in their place where there is no room."""
        if self.visit is None:
            visit = self.add_visit(_LEAVE, self.side)
            visit.opened.connect(self.follow)
            visit.left.connect(self.leave_reading)
            self.side.take_visit(visit)
        self.side.show_visit()
        self.add_visit(_LEAVE, self.side).visit(item_id)
        self._show_side(shown=True)

    @Slot(str)
    def follow(self, item_id: str) -> None:
        """Choose the topic that is read now, wherever the reader came from."""
        if self._index is not None and item_id in self._index.maturities and item_id != self._chosen:
            self._choose(item_id)
            self.list.select(item_id)

    @Slot()
    def leave_reading(self) -> None:
        """Show the ties again, or the picture where both have no room."""
        self.side.drop_visit()
        self._show_side(shown=False)
        self.take_focus_left()

    # The page within the window

    def take_focus(self) -> None:
        """Put the cursor into the field: arrows and Enter move and open from there."""
        self.filters.field.take_focus()

    def take_focus_left(self) -> None:
        """Move the focus to picture or list."""
        parts: dict[QWidget | None, QWidget] = {self.frame: self.picture, self.list: self.list}
        parts.get(self._stack.currentWidget(), self.reset).setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """Move the focus from the field to picture or list, to what stands beside it, and round again."""
        focused = QApplication.focusWidget()
        if focused is not None and self.filters.isAncestorOf(focused) and not self._left.isHidden():
            self.take_focus_left()
        elif focused is not None and not self.side.isHidden() and not self.side.isAncestorOf(focused):
            self.side.take_focus()
        else:
            self.take_focus()

    def step_out(self) -> bool:
        """Go one step out: from a tie, from reading, from the side in a narrow window, from the chosen topic."""
        if self.side.shows_visit and super().step_out():
            return True
        if self.side.ties.step_out():
            return True
        if self._beside and not self._is_wide:
            self.show_left()
            return True
        if self._chosen or self.picture.lit:
            self._choose("")
            return True
        if self._text or self._maturity:
            self.show_all()
            return True
        return False

    @Slot()
    def show_left(self) -> None:
        """Show picture or list again where the side took their place."""
        self._show_side(shown=False)
        self.take_focus_left()

    def _show_side(self, *, shown: bool) -> None:
        self._beside = shown
        self._arrange()

    @property
    def _is_wide(self) -> bool:
        return self.width() >= self.tools.theme.px(_TWO_PANES)

    def _arrange(self) -> None:
        px, wide = self.tools.theme.px, self._is_wide
        self.filters.arrange(self.width())
        self.side.offer_leave(offered=not wide)
        if self.visit is not None:
            # In a low window the head scrolls with the text; the way back stays in either.
            self.visit.pane.set_narrow(narrow=not wide)
            self.visit.pane.offer_leave(_LEAVE)
        self._left.setVisible(wide or not self._beside)
        self.side.setVisible(wide or self._beside)
        share, least, most = _SIDE
        self.side.setMinimumWidth(min(max(round(self.width() * share), px(least)), px(most)) if wide else 0)
        self.side.setMaximumWidth(self.side.minimumWidth() if wide else _UNBOUNDED)
        margin = px(16) if wide else px(10)
        self._body_row.setContentsMargins(margin, px(12), margin, px(12))
        self._body_row.setSpacing(px(14))
        self._show_left_part()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put both parts beside each other, or one in the place of the other."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self.tools.theme.px
        self._legend_row.setContentsMargins(px(16), px(4), px(16), px(8))
        nothing = self._nothing.layout()
        if nothing is not None:
            nothing.setContentsMargins(px(24), px(24), px(24), px(24))
            nothing.setSpacing(px(12))
        self._arrange()
