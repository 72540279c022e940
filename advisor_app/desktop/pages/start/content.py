"""Fills the cards of the start page; imported after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.start.dates import DatesCard
from advisor_app.desktop.pages.start.foot import StandingLine
from advisor_app.desktop.pages.start.news import NewsCard
from advisor_app.desktop.pages.start.tiles import Tile
from advisor_app.desktop.presenters.start import StartView
from advisor_app.desktop.presenters.start_news import present_news
from advisor_app.desktop.widgets.basics import Button

if TYPE_CHECKING:
    from advisor_app.desktop.pages.start.page import StartPage
    from advisor_app.desktop.presenters.feed import FeedView

_ENDED = "Beendete Programme und was heute gilt"
_ENDED_SHORT = "Beendete Programme"


class StartContent(QObject):
    """What the cards show, and the ways on beside their headings.

    Args:
        page: whose cards are filled.
    """

    def __init__(self, page: StartPage) -> None:
        super().__init__(page)
        self._page = page
        self._columns = 4
        theme = page.tools.theme
        self._all_dates = Button("", theme=theme, kind="quiet", parent=page.dates)
        self._all_dates.clicked.connect(page.show_all_dates)
        page.dates.head.addWidget(self._all_dates)
        self.dates = DatesCard(theme=theme, parent=page.dates)
        self.dates.item_wanted.connect(page.item_wanted)
        self._all_news = Button("", theme=theme, kind="quiet", parent=page.news)
        self._all_news.clicked.connect(page.show_freshness)
        page.news.head.addWidget(self._all_news)
        self.news = NewsCard(theme=theme, parent=page.news)
        self.news.item_wanted.connect(page.item_wanted)
        self.news.freshness_wanted.connect(page.show_freshness)
        self._build_topics(page)
        self.foot = StandingLine(theme=theme, parent=page.standing)
        self.foot.item_wanted.connect(page.item_wanted)
        self.foot.freshness_wanted.connect(page.show_freshness)
        for shell, content in ((page.dates, self.dates), (page.news, self.news), (page.standing, self.foot)):
            shell.put(content)
        self._order_tabs()
        self.show_news(None, "")

    def _build_topics(self, page: StartPage) -> None:
        theme = page.tools.theme
        self._ended = Button(_ENDED, theme=theme, kind="quiet", icon="direction-sign", colour="accent",
                             parent=page.topics_title.parentWidget())  # fmt: skip
        self._ended.clicked.connect(page.show_ended)
        self._all_topics = Button("", theme=theme, kind="quiet", parent=page.topics_title.parentWidget())
        self._all_topics.clicked.connect(page.show_all_topics)
        page.topics_head.addWidget(self._ended)
        page.topics_head.addWidget(self._all_topics)
        self._tiles: list[Tile] = []
        for way in (self._all_dates, self._all_news, self._all_topics):
            # Its words end where everything below them does.
            way.setProperty("edge", "true")

    def _order_tabs(self) -> None:
        """Let Tab go through the page from top to bottom, although its parts were made later than what is below."""
        before: QWidget = self._page.chips[-1]
        for part in (
            self._all_dates, self.dates.timeline, self.dates.list, self._all_news, self.news.list, self._ended,
            self._all_topics, *self._tiles, self.foot.checks,
        ):  # fmt: skip
            QWidget.setTabOrder(before, part)
            before = part

    def show_view(self, view: StartView) -> None:
        """Show dates, topics and standing."""
        self.dates.show_view(view)
        self._all_dates.say(_all(view.dates, "Termin", "Termine") or "Kalender")
        self._all_topics.say(_all(view.topics, "Thema", "Themen") or "Themen")
        self._ended.setToolTip(formatting.count(view.ended, "beendetes Programm", "beendete Programme"))
        self.foot.show_view(view)
        while len(self._tiles) < len(view.tiles):
            tile = Tile(theme=self._page.tools.theme, parent=self._page.tiles)
            tile.item_wanted.connect(self._page.item_wanted)
            self._tiles.append(tile)
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(view.tiles))
            if number < len(view.tiles):
                tile.show_tile(view.tiles[number])
        self._place_tiles()
        self._order_tabs()

    def show_news(self, feed: FeedView | None, since: str) -> None:
        """Show what changed."""
        view = present_news(feed, since)
        self._page.news.call(view.heading)
        self.news.show_view(view)
        self._all_news.say(_all(view.total, "Änderung", "Änderungen"))
        self._all_news.setVisible(view.total > 0)

    def arrange(self, *, tiles: int, narrow: bool) -> None:
        """Put so many tiles beside each other; where it is narrow, the words at the foot stand below each other."""
        self._columns = tiles
        self._place_tiles()
        self._ended.say(_ENDED_SHORT if narrow else _ENDED)
        self.foot.set_narrow(narrow=narrow)

    def _place_tiles(self) -> None:
        grid = self._page.tile_grid
        columns = max(self._columns, 1)
        for number, tile in enumerate(self._tiles):
            grid.removeWidget(tile)
            grid.addWidget(tile, number // columns, number % columns)
        for column in range(4):
            grid.setColumnStretch(column, 1 if column < columns else 0)

    def panes(self) -> list[tuple[QWidget, QWidget]]:
        """Return the parts of the page with what takes the keyboard in each."""
        news: QWidget = self.news.list if self.news.list.isVisible() else self.news.way
        found: list[tuple[QWidget, QWidget]] = [(self._page.dates, self.dates.timeline), (self._page.news, news)]
        if self._tiles:
            found.append((self._page.tiles, self._tiles[0]))
        if self.foot.checks.isVisible():
            found.append((self._page.standing, self.foot.checks))
        return found


def _all(count: int, one: str, many: str) -> str:
    """Return what a way to all of them is called, "" where there is none."""
    if not count:
        return ""
    return formatting.count(count, one, many) if count == 1 else f"Alle {formatting.count(count, one, many)}"
