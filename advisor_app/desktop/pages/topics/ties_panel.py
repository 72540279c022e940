"""What stands beside the picture: with what a topic hangs together and through what."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.topics.delegates import TieDelegate
from advisor_app.desktop.pages.topics.lists import LineList
from advisor_app.desktop.presenters.topics import TopicRow
from advisor_app.desktop.presenters.topics_network import NetworkView, Tie
from advisor_app.desktop.presenters.views import LinkGroup, LinkView
from advisor_app.desktop.reading.cards import RelatedCard
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, clear_layout, text_label

_ALL = "Stärkste Verbindungen"
_HOW = "Ein Thema wählen, um seine Verbindungen zu sehen."


class TiesPanel(Panel):
    """The ties of one topic, of all topics the strongest, or one tie with everything shared.

    Args:
        theme: the look.

    Signals: `tie_looked_at` (Tie or None), `item_wanted` (id of what is to be read).
    """

    tie_looked_at = Signal(object)
    item_wanted = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._topic: TopicRow | None = None
        self._tie: Tie | None = None
        self._head = QWidget(self)
        head = QVBoxLayout(self._head)
        self._title = text_label(_ALL, "section", wrap=True, parent=self._head)
        self._note = text_label(_HOW, "meta", wrap=True, parent=self._head)
        head.addWidget(self._title)
        head.addWidget(self._note)
        self._delegate = TieDelegate(theme=theme)
        self.list = LineList("Verbindungen", self._delegate, theme=theme, parent=self)
        self.list.looked_at.connect(self.tie_looked_at)
        self.list.wanted.connect(self.show_tie)
        self._detail = self._make_detail()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _make_detail(self) -> QWidget:
        detail = QWidget(self)
        self._back = Button("Alle Verbindungen", theme=self._theme, kind="quiet", icon="chevron-left", colour="accent",
                            size=14, parent=detail)  # fmt: skip
        self._back.clicked.connect(self.show_all)
        self._scroll = QScrollArea(detail)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._shared = QVBoxLayout(self._content)
        self._scroll.setWidget(self._content)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch(1)
        self._back_row = row
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._scroll, 1)
        return detail

    @property
    def tie(self) -> Tie | None:
        """Return the tie that is shown with everything shared, None while the list is shown."""
        return self._tie

    def show_topic(self, view: NetworkView, topic_id: str) -> None:
        """Show the ties of a topic; "" shows the strongest of all."""
        self._tie = None
        self._topic = next((row for row in view.nodes if row.id == topic_id), None)
        ties = view.ties_of(topic_id) if self._topic is not None else view.strongest
        self._delegate.chosen = self._topic is not None
        if self._topic is None:
            self._say(_ALL, _HOW if ties else "Zwischen diesen Themen gibt es keine." if view.found else "")
        elif ties:
            number = formatting.count(len(ties), "Thema", "Themen")
            self._say(self._topic.title, f"Hängt zusammen mit {number}, die engste Verbindung zuerst")
        else:
            self._say(self._topic.title, "Kein anderes Thema teilt Programme oder Partner mit diesem.")
        self.list.show_lines(ties)
        self.list.viewport().update()
        self._stack.setCurrentWidget(self.list)

    @Slot(object)
    def show_tie(self, tie: Tie) -> None:
        """Show everything two topics share."""
        self._tie = tie
        self._say(f"{tie.first.title} – {tie.second.title}",
                  tie.reasons[0] if tie.direct else "Verbunden durch das, was beide teilen")  # fmt: skip
        self._fill(tie)
        self._stack.setCurrentWidget(self._detail)
        self.tie_looked_at.emit(tie)

    @Slot()
    def show_all(self) -> None:
        """Show the list again, at the tie one comes from."""
        back = self._tie
        self._tie = None
        ties = [line for line in self.list.line_model.lines if isinstance(line, Tie)]
        if self._topic is not None:
            number = formatting.count(len(ties), "Thema", "Themen")
            self._say(self._topic.title, f"Hängt zusammen mit {number}, die engste Verbindung zuerst")
        else:
            self._say(_ALL, _HOW)
        self._stack.setCurrentWidget(self.list)
        if back in ties:
            self.list.setCurrentIndex(self.list.line_model.index(ties.index(back)))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, tie: Tie) -> None:
        clear_layout(self._content)
        while self._shared.count():
            self._shared.takeAt(0)
        ends = tuple(
            LinkView(id=row.id, kind="topic", title=row.title, note=formatting.joined(
                [row.mark.text if row.mark else "", row.field_label])) for row in (tie.first, tie.second)
        )  # fmt: skip
        groups = (
            LinkGroup(label="Gemeinsame Programme", links=tie.programmes),
            LinkGroup(label="Gemeinsame Partner", links=tie.partners),
            LinkGroup(label="Die beiden Themen", links=ends),
        )
        card = RelatedCard(tuple(group for group in groups if group.links), theme=self._theme, parent=self._content)
        card.setProperty("flat", "true")
        card.item_wanted.connect(self.item_wanted)
        self._shared.addWidget(card)
        self._shared.addStretch(1)

    def _say(self, title: str, note: str) -> None:
        self._title.setText(formatting.hyphenated(title))
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def forget_tie(self) -> None:
        """Let the next topic be shown with all its ties."""
        self._tie = None

    def step_out(self) -> bool:
        """Go from a tie back to the list; return whether there was one."""
        if self._tie is None:
            return False
        self.show_all()
        return True

    def take_focus(self) -> None:
        """Take the keyboard focus."""
        target = self.list if self._tie is None else self._back
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def restyle(self) -> None:
        """Take over the look."""
        px = self._theme.px
        head = self._head.layout()
        if head is not None:
            head.setContentsMargins(px(16), px(12), px(16), px(10))
            head.setSpacing(px(2))
        self._back_row.setContentsMargins(px(10), 0, px(10), px(4))
        self._shared.setContentsMargins(px(2), 0, px(2), px(8))
        if self._tie is not None:
            self._fill(self._tie)
