"""Freshness: how the update stands, other ways to new knowledge, what changed, and what is there."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.freshness.app_card import AppCard
from advisor_app.desktop.pages.freshness.contents import ContentsPanel
from advisor_app.desktop.pages.freshness.feed_panel import FeedPanel
from advisor_app.desktop.pages.freshness.state_card import StateCard
from advisor_app.desktop.pages.freshness.ways_card import WaysCard
from advisor_app.desktop.presenters.app_offer import AppCardView
from advisor_app.desktop.presenters.feed import FeedView
from advisor_app.desktop.presenters.updates import Situation, present_card
from advisor_app.desktop.presenters.views import FacetOption, StatusView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, Rule, repolish, text_label
from advisor_app.updates.model import Earlier

_WIDE = 860
_ROOMY = 1100
_TABS = (("state", "Aktualisierung"), ("changes", "Was sich geändert hat"), ("contents", "Was enthalten ist"))


class FreshnessPage(Panel):
    """State and ways at the left, changes and contents in tabs at the right; one below the other where it is narrow.

    Args:
        theme: the look.
        updates: whether this window receives updates; contents are all there is without.

    Signals: `entries_wanted` (facet, code), `item_wanted` (id), `read_wanted` (version), `deed_chosen` (Deed),
    `app_deed_chosen` (AppDeed), `source_chosen` (path), `state_chosen` (name), `repair_wanted`.
    """

    entries_wanted = Signal(str, str)
    item_wanted = Signal(str)
    read_wanted = Signal(int)
    deed_chosen = Signal(object)
    app_deed_chosen = Signal(object)
    source_chosen = Signal(str)
    state_chosen = Signal(str)
    repair_wanted = Signal()

    def __init__(self, *, theme: Theme, updates: bool, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._theme = theme
        self._updates = updates
        self._wide: bool | None = None
        self._tab = "changes" if updates else "contents"
        self.setAccessibleName("Aktualität")
        self._build_bar()
        self._build_left()
        self._build_right()
        self._body = QHBoxLayout()
        self._body.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(self._body, 1)
        self._wire()
        theme.changed.connect(self.restyle)
        self.restyle()

    def _build_bar(self) -> None:
        self._bar = Panel("topbar", self)
        self._bar_row = QHBoxLayout(self._bar)
        self._bar_row.addWidget(text_label("Aktualität", "page", parent=self._bar))
        self._bar_row.addStretch(1)
        self._shown = Button("", theme=self._theme, kind="pill", icon="history", colour="text2", parent=self._bar)
        self._shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, True)
        self._shown.hide()
        self._bar_row.addWidget(self._shown)

    def _build_left(self) -> None:
        self._left = QScrollArea(self)
        self._left.setWidgetResizable(True)
        self._left.setFrameShape(QFrame.Shape.NoFrame)
        self._left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("scrolled")
        self.state = StateCard(theme=self._theme, parent=content)
        self._before_app = Rule(content)
        self.app = AppCard(theme=self._theme, parent=content)
        self.ways = WaysCard(theme=self._theme, parent=content)
        self._between = Rule(content)
        self._foot = QWidget(content)
        self._foot_text = text_label("", "meta", wrap=True, parent=self._foot)
        self._foot_row = QHBoxLayout(self._foot)
        foot_icon = IconLabel("cloud-off", theme=self._theme, colour="text2", size=16, parent=self._foot)
        self._foot_row.addWidget(foot_icon, 0, Qt.AlignmentFlag.AlignTop)
        self._foot_row.addWidget(self._foot_text, 1)
        self._left_column = QVBoxLayout(content)
        self._left_column.addWidget(self.state)
        self._left_column.addWidget(self._before_app)
        self._left_column.addWidget(self.app)
        self._left_column.addWidget(self._between)
        self._left_column.addWidget(self.ways)
        self._left_column.addStretch(1)
        self._left_column.addWidget(self._foot)
        self._left.setWidget(content)
        self._left.setVisible(self._updates)

    def _build_right(self) -> None:
        self._right = Panel("card", self)
        self._tabs = Panel("tabs", self._right)
        self._tabs_row = QHBoxLayout(self._tabs)
        self._tab_buttons: dict[str, Button] = {}
        for code, label in _TABS:
            button = Button(label, theme=self._theme, kind="tab", parent=self._tabs)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("code", code)
            button.clicked.connect(self.choose_tab)
            self._tab_buttons[code] = button
            self._tabs_row.addWidget(button)
        self._tabs_row.addStretch(1)
        self.feed = FeedPanel(theme=self._theme, parent=self._right)
        self.contents = ContentsPanel(theme=self._theme, parent=self._right)
        self._stack = QStackedWidget(self._right)
        self._stack.addWidget(self.feed)
        self._stack.addWidget(self.contents)
        column = QVBoxLayout(self._right)
        self._right_column = column
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self.contents.entries_wanted.connect(self.entries_wanted)
        self.feed.item_wanted.connect(self.item_wanted)
        self.feed.read_wanted.connect(self.read_wanted)
        self.state.deed_chosen.connect(self.deed_chosen)
        self.app.deed_chosen.connect(self.app_deed_chosen)
        self.ways.source_chosen.connect(self.source_chosen)
        self.ways.state_chosen.connect(self.state_chosen)
        self.ways.repair_wanted.connect(self.repair_wanted)

    # Showing

    def show_status(self, status: StatusView, support: tuple[FacetOption, ...]) -> None:
        """Show the state of the knowledge."""
        self.contents.show_status(status, support)
        self._shown.say(f"Angezeigt: Stand {status.as_of}")
        self._shown.show()

    def show_situation(self, situation: Situation, earlier: tuple[Earlier, ...]) -> None:
        """Show how the update stands and which states one can go back to."""
        self.state.show_view(present_card(situation))
        self.ways.show_earlier(
            earlier, now=situation.now, held=situation.status.held, busy=situation.run is not None or situation.busy
        )
        self._foot_text.setText(_foot_words(situation))
        self._foot.setVisible(bool(self._foot_text.text()))

    def show_offer(self, view: AppCardView | None) -> None:
        """Show a newer version of the program, None for none."""
        self.app.show_view(view)
        self._before_app.setVisible(view is not None and not self._wide)

    def reveal_offer(self) -> None:
        """Bring the newer version of the program into sight and the keyboard to it."""
        if not self._wide:
            self.show_tab("state")
        self.app.take_focus()
        # The page may be shown for the first time just now: only then does everything have its place.
        QTimer.singleShot(0, self, self.scroll_to_offer)

    @Slot()
    def scroll_to_offer(self) -> None:
        """Put the card of the newer version at the top."""
        self._left.verticalScrollBar().setValue(self.app.y() - self._theme.px(8))

    def show_feed(self, feed: FeedView, *, since: str) -> None:
        """Show what changed; `since` is the day of what was read last, in words."""
        self.feed.show_feed(feed, since=since)
        unread = f"\u00a0· {formatting.number(feed.unread)} neu" if feed.unread else ""
        self._tab_buttons["changes"].say(f"{self._label('changes')}{unread}")

    @Slot()
    def choose_tab(self) -> None:
        """Show the tab that was clicked."""
        self.show_tab(str(self.sender().property("code")))

    def show_tab(self, code: str) -> None:
        """Show the changes, the contents or (where it is narrow) the state of the update."""
        self._tab = code
        shown = code if not self._wide or code != "state" else "changes"
        if not self._updates:
            shown = "contents"
        self._tab_buttons[shown].setChecked(True)
        self._stack.setCurrentWidget({"state": self._left, "changes": self.feed, "contents": self.contents}[shown])

    def next_pane(self) -> None:
        """Move the focus to the next part: state, tabs, what the tab shows."""
        focused = QApplication.focusWidget()
        parts: list[QWidget] = [self._left, self._tabs, self._stack]
        there = [part for part in parts if part.isVisible()]
        at = next((place for place, part in enumerate(there) if focused is not None and part.isAncestorOf(focused)), -1)
        for place in range(1, len(there) + 1):
            target = _first_focus(there[(at + place) % len(there)])
            if target is not None:
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    # Room

    def _label(self, code: str) -> str:
        if code == "changes" and not self._wide:
            return "Änderungen"
        return "Inhalte" if code == "contents" and not self._wide else dict(_TABS)[code]

    def _arrange(self) -> None:
        room = self.width() / self._theme.zoom
        wide = room >= _WIDE
        self._left.setFixedWidth(self._theme.px(420 if room >= _ROOMY else 344)) if wide else self._free_left()
        if wide == self._wide:
            return
        first, self._wide = self._wide is None, wide
        if self._updates and wide:
            self._body.insertWidget(0, self._left)
            self._left.show()
        elif self._updates:
            self._stack.addWidget(self._left)
        self._flatten(flat=not wide)
        self.feed.set_compact(compact=not wide)
        self._tab_buttons["state"].setVisible(self._updates and not wide)
        self._tab_buttons["changes"].setVisible(self._updates)
        for code, button in self._tab_buttons.items():
            button.say(self._label(code))
        self.show_tab("state" if first and not wide else self._tab)

    def _flatten(self, *, flat: bool) -> None:
        """Let the cards at the left lose their frames where they lie in a card themselves."""
        for card in (self.state, self.app, self.ways):
            card.setProperty("flat", "true" if flat else "false")
            repolish(card)
        self._between.setVisible(flat)
        self._before_app.setVisible(flat and self.app.view is not None)
        self._left_column.setSpacing(self._theme.px(0 if flat else 14))
        self._foot_row.setContentsMargins(self._theme.px(20 if flat else 4), 0, 0, self._theme.px(12 if flat else 0))

    def _free_left(self) -> None:
        self._left.setMinimumWidth(0)
        self._left.setMaximumWidth(16_777_215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put things beside or below each other."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._bar.setFixedHeight(px(57))
        self._bar_row.setContentsMargins(px(20), 0, px(20), 0)
        self._body.setContentsMargins(px(20), px(16), px(20), px(16))
        self._body.setSpacing(px(16))
        self._left_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.setContentsMargins(1, 1, 1, px(8))
        self._foot_row.setSpacing(px(8))
        self._flatten(flat=not self._wide)
        self._tabs_row.setContentsMargins(px(18), px(6), px(18), 0)
        self._tabs_row.setSpacing(px(18))
        self._arrange()


def _first_focus(part: QWidget) -> QWidget | None:
    """Return the first widget of a part that takes the keyboard."""
    return next(
        (
            widget
            for widget in part.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ),
        None,
    )


def _foot_words(situation: Situation) -> str:
    knowledge, checked = situation.knowledge, formatting.clock_time(situation.status.last_check, situation.now)
    if knowledge is None:
        return ""
    reached = f"Zuletzt erreichbar {checked}. " if checked else ""
    return f"{reached}Ohne Netz gilt der Stand vom {knowledge.as_of}."
