"""The start page. Field and empty cards stand at once; what they show is built once the knowledge is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
from advisor_app.desktop.pages.start.shell import CardShell, StartField
from advisor_app.desktop.widgets.basics import Button, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from advisor_app.desktop.pages.start.content import StartContent
    from advisor_app.desktop.presenters.feed import FeedView
    from advisor_app.desktop.presenters.start import StartView
    from advisor_app.desktop.presenters.views import Library

EXAMPLES = ("dürfen wir schon bestellen", "Cobot", "Meisterprämie", "De-minimis")
_CHECK, _CHECK_SHORT = "Fördercheck beginnen", "Fördercheck"
_CHECK_HINT = "Welche Programme passen, warum, und was fehlt noch?"
SLOW_MS = 150
TILE_HEIGHT, TILES = 56, 8
# From these widths (in design pixels) on there is room for cards side by side, and for so many tiles.
_WIDE = 860
_TWO_TILES = 480
_CARD_HEIGHT = 340


class StartPage(KnowledgePage):
    """What an advisor sees first.

    Args:
        tools: what the page is given.

    Whatever is typed is searched for at once on the page of the search: `search_wanted` comes with the first letter.
    """

    def __init__(self, *, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("start", "Start", tools=tools, parent=parent)
        self._theme = tools.theme
        self.content: StartContent | None = None
        self._feed: tuple[FeedView | None, str] | None = None
        self._columns = (0, 0)
        self._watched = False
        self._shown_before = False
        self._build_top()
        self._build_cards()
        self._lay_out()
        self._theme.changed.connect(self.restyle)
        self.restyle()

    # Building

    def _build_top(self) -> None:
        theme = self._theme
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget()
        self._body.setObjectName("scrolled")
        self._title = text_label("Was möchten Sie wissen?", "title", parent=self._body)
        self.field = StartField(theme=theme, parent=self._body)
        self.field.text_changed.connect(self.search_for)
        self.field.open_wanted.connect(self.search_now)
        self._examples = QWidget(self._body)
        self._flow = FlowLayout(self._examples)
        self._lead = text_label("Zum Beispiel", "meta", parent=self._examples)
        self._flow.addWidget(self._lead)
        self.chips = [Button(text, theme=theme, kind="chip", parent=self._examples) for text in EXAMPLES]
        for chip in self.chips:
            chip.clicked.connect(self.search_example)
            self._flow.addWidget(chip)
        self.check = Button(_CHECK, theme=theme, icon="checklist", colour="text2", hint=_CHECK_HINT, parent=self._body)
        self.check.clicked.connect(self.show_check)
        QWidget.setTabOrder(self.check, self.field.edit)

    def _build_cards(self) -> None:
        theme = self._theme
        self.dates = CardShell("Fristen und Ziehungen", theme=theme, parent=self._body)
        self.news = CardShell("Was sich geändert hat", theme=theme, parent=self._body)
        self._cards = QGridLayout()
        self.topics_title = text_label("Themen", "section", parent=self._body)
        self.topics_head = QHBoxLayout()
        self.topics_head.addWidget(self.topics_title, 1)
        self.tiles = QWidget(self._body)
        self.tile_grid = QGridLayout(self.tiles)
        self.tile_grid.setContentsMargins(0, 0, 0, 0)
        self.standing = CardShell("", theme=theme, parent=self._body)
        self.standing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self._body)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.check)
        self._column.addLayout(head)
        self._column.addWidget(self.field)
        self._column.addWidget(self._examples)
        self._column.addLayout(self._cards, 1)
        self._column.addLayout(self.topics_head)
        self._column.addWidget(self.tiles)
        self._column.addWidget(self.standing)
        self._scroll.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    # Showing

    def refresh(self) -> None:
        """Ask for dates, topics and standing."""
        today = self.tools.today

        def work(library: Library) -> object:
            # After the first paint, and what the cards need as well, so that the window need not wait for it.
            from advisor_app.desktop.presenters import start_news  # noqa: F401, PLC0415 - see above
            from advisor_app.desktop.presenters.start import present_start  # noqa: PLC0415 - see above

            return present_start(library, today)

        self.ask(work, self.show_view)

    def let_go(self) -> None:
        """Ask nothing any more, and make no more lines."""
        super().let_go()
        if self.content is not None:
            self.content.dates.let_go()

    @Slot(object)
    def show_view(self, view: StartView) -> None:
        """Show what was asked for."""
        if self.content is None:
            from advisor_app.desktop.pages.start.content import StartContent  # noqa: PLC0415 - after the first paint

            self.content = StartContent(self)
            if self._feed is not None:
                self.content.show_news(*self._feed)
            self._columns = (0, 0)
            self._arrange()
        self.content.show_view(view)

    def show_news(self, feed: FeedView | None, since: str = "") -> None:
        """Show what changed.

        Args:
            feed: the changes, newest first; None where nothing can be received.
            since: the day since which the unread ones are new, in words; "" if unknown.
        """
        self._feed = (feed, since)
        if self.content is not None:
            self.content.show_news(feed, since)

    def watch(self, *, on: bool) -> None:
        """Leave what is internal away while a client looks at the screen: what changed, and how updates stand."""
        if on == self._watched:
            return
        self._watched = on
        self.news.setHidden(on)
        self.standing.setHidden(on)
        self._columns = (0, 0)
        self._arrange()

    @Slot()
    def show_loading(self) -> None:
        """Show shapes of what is to come, unless it is there already."""
        for card in (self.dates, self.news):
            card.set_loading(loading=True)

    def show_fault(self, title: str, sentence: str) -> None:
        """Say in the first card that the knowledge cannot be opened; the window says what helps."""
        if self.content is not None:
            return
        words = QWidget(self.dates)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(text_label(title, "uiStrong", wrap=True, parent=words))
        column.addWidget(text_label(sentence, "meta", wrap=True, parent=words))
        column.addStretch(1)
        self.dates.put(words)
        self.news.set_loading(loading=False)

    # Asking

    @Slot(str)
    def search_for(self, text: str) -> None:
        """Hand what is typed on to the search, and be empty when the reader comes back."""
        if text.strip():
            self.field.show_text("")
            self.search_wanted.emit(text)

    @Slot()
    def search_now(self) -> None:
        """Go to the search."""
        self.search_wanted.emit(self.field.edit.text())

    @Slot()
    def search_example(self) -> None:
        """Search for an example."""
        chip = self.sender()
        if isinstance(chip, Button):
            self.search_wanted.emit(chip.text())

    @Slot()
    def show_check(self) -> None:
        """Go to the check of programmes."""
        self.page_wanted.emit("check")

    @Slot()
    def show_all_dates(self) -> None:
        """Go to the calendar."""
        self.page_wanted.emit("events")

    @Slot()
    def show_all_topics(self) -> None:
        """Go to the topics."""
        self.page_wanted.emit("topics")

    @Slot()
    def show_ended(self) -> None:
        """Go to the programmes that have ended."""
        self.page_wanted.emit("ended")

    @Slot()
    def show_freshness(self) -> None:
        """Go to the page of changes and freshness."""
        self.page_wanted.emit("freshness")

    # Keys

    def take_focus(self) -> None:
        """Put the cursor into the field."""
        self.field.take_focus()

    def next_pane(self) -> None:
        """Move the focus to the next part: field, dates, news, topics, standing."""
        parts: list[tuple[QWidget, QWidget]] = [(self.field, self.field.edit)]
        if self.content is not None:
            parts += self.content.panes()
        focused = QApplication.focusWidget()
        there = [number for number, (part, _) in enumerate(parts) if focused is not None and _holds(part, focused)]
        target = parts[(there[0] + 1) % len(parts) if there else 0][1]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(target)

    # Room

    def showEvent(self, event: QShowEvent) -> None:
        """Show shapes if the content does not come soon."""
        super().showEvent(event)
        if not self._shown_before:
            self._shown_before = True
            QTimer.singleShot(SLOW_MS, self, self.show_loading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put cards and tiles beside or below each other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() / self._theme.zoom
        columns = (2 if room >= _WIDE else 1, 4 if room >= _WIDE else 2 if room >= _TWO_TILES else 1)
        if columns == self._columns:
            return
        self._columns = columns
        cards, tiles = columns
        self.check.say(_CHECK if cards > 1 else _CHECK_SHORT if tiles > 1 else "")
        self.check.setAccessibleName(_CHECK)
        for number, (card, share) in enumerate(((self.dates, 11), (self.news, 10))):
            self._cards.removeWidget(card)
            self._cards.addWidget(card, number // cards, number % cards)
            self._cards.setColumnStretch(number, share if number < cards and not card.isHidden() else 0)
        if self.content is not None:
            self.content.arrange(tiles=tiles, narrow=cards == 1)
        rows = -(-TILES // tiles)
        px = self._theme.px
        self.tiles.setMinimumHeight(rows * px(TILE_HEIGHT) + (rows - 1) * px(10))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(28), px(18), px(28), px(14))
        self._column.setSpacing(px(10))
        self._cards.setSpacing(px(14))
        self._flow.gap = px(8)
        self._lead.setFixedHeight(self.chips[0].sizeHint().height())
        self.tile_grid.setSpacing(px(10))
        for card in (self.dates, self.news):
            card.setMinimumHeight(px(_CARD_HEIGHT))
        self.standing.setMinimumHeight(px(44))
        # As tall as the ways on beside it, which come later.
        self.topics_title.setMinimumHeight(px(26))
        self._columns = (0, 0)
        self._arrange()


def _holds(part: QWidget, widget: QWidget) -> bool:
    return part is widget or part.isAncestorOf(widget)
