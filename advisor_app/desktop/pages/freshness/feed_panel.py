"""What changed: filters above a list, unread ones marked; an entry opens its item."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.freshness.feed_delegate import FeedDelegate
from advisor_app.desktop.pages.freshness.feed_model import FeedModel, text_outside
from advisor_app.desktop.presenters.feed import ALL, FeedFilter, FeedView, group_counts
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, IconLabel, Panel, set_look, text_label
from advisor_app.desktop.widgets.copy_menu import offer_copies
from advisor_app.desktop.widgets.entry_list import EntryList
from advisor_app.desktop.widgets.flow import FlowLayout


class FeedList(EntryList):
    """Rows of different heights."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every row the height it needs at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class FeedPanel(QWidget):
    """Chips for groups, menus for topic and region, the list.

    Signals: `item_wanted` (id), `read_wanted` (version up to which everything was read).
    """

    item_wanted = Signal(str)
    read_wanted = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.feed = FeedView()
        self.filter = FeedFilter()
        self._since = ""
        self._compact = False
        self.setAccessibleName("Was sich geändert hat")
        self._build_head()
        self._build_list()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._build_nothing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _build_head(self) -> None:
        theme = self._theme
        self._head = Panel("feedHead", self)
        self._chips = QWidget(self._head)
        self._flow = FlowLayout(self._chips, gap=theme.px(8))
        self._chip_of: dict[str, Button] = {}
        self._menu = QMenu(self._chips)
        self._news = QWidget(self._head)
        self._dot = text_label("●", "meta", tone="accent", parent=self._news)
        self._unread = ElidedLabel("", "meta", parent=self._news)
        self._mark = Button("Alle als gelesen markieren", theme=theme, kind="quiet", icon="eye-check", colour="accent",
                            parent=self._news)  # fmt: skip
        self._mark.clicked.connect(self.mark_read)
        self._news_row = QHBoxLayout(self._news)
        self._news_row.setContentsMargins(0, 0, 0, 0)
        self._news_row.addWidget(self._dot)
        self._news_row.addWidget(self._unread, 1)
        self._news_row.addWidget(self._mark)
        self._head_column = QVBoxLayout(self._head)
        self._head_column.addWidget(self._chips)
        self._head_column.addWidget(self._news)

    def _build_list(self) -> None:
        self.model = FeedModel(self)
        self.list = FeedList("Änderungen", parent=self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(FeedDelegate(theme=self._theme, view=self.list, parent=self))
        # Heights differ from row to row; a long feed is laid out piece by piece, so that it never holds the window up.
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setBatchSize(60)
        self.list.customContextMenuRequested.connect(self.offer_copy)
        self.list.clicked.connect(self.open_index)
        self.list.opened.connect(self.open_index)

    def _build_nothing(self) -> QWidget:
        self._nothing = QWidget(self)
        self._nothing_icon = IconLabel("arrows-diff", theme=self._theme, colour="text2", size=28, parent=self._nothing)
        self._nothing_title = text_label("", "section", wrap=True, parent=self._nothing)
        self._nothing_hint = text_label("", "meta", wrap=True, parent=self._nothing)
        self._reset = Button("Alle Änderungen zeigen", theme=self._theme, parent=self._nothing)
        self._reset.clicked.connect(self.reset)
        self._nothing_column = QVBoxLayout(self._nothing)
        for part in (self._nothing_icon, self._nothing_title, self._nothing_hint):
            self._nothing_column.addWidget(part)
        self._nothing_column.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignLeft)
        self._nothing_column.addStretch(1)
        return self._nothing

    # Showing

    def show_feed(self, feed: FeedView, *, since: str = "") -> None:
        """Show the feed; filters stay where they still let something through.

        Args:
            feed: the changes.
            since: the day since which the unread ones are new, in words; "" if unknown.
        """
        self.feed = feed
        self._since = since
        if not any(self.filter.lets(change) for change in feed.changes):
            self.filter = FeedFilter()
        self._show()

    def _show(self) -> None:
        place = self.list.verticalScrollBar().value()
        shown = tuple(change for change in self.feed.changes if self.filter.lets(change))
        self.model.show(shown)
        self._show_chips()
        self._show_news()
        self._stack.setCurrentIndex(0 if shown else 1)
        self._show_nothing()
        self.list.verticalScrollBar().setValue(place)

    def _show_nothing(self) -> None:
        filtered = bool(self.feed.changes)
        self._nothing_title.setText("Mit diesem Filter nichts" if filtered else "Noch keine Änderungen")
        self._nothing_hint.setText(
            "Ohne Filter sind es " + formatting.count(len(self.feed.changes), "Änderung.", "Änderungen.")
            if filtered
            else "Nach der nächsten Aktualisierung steht hier Feld für Feld, was vorher galt und was jetzt gilt."
        )
        self._reset.setVisible(filtered)

    def _show_news(self) -> None:
        unread = self.feed.unread
        self._news.setVisible(bool(unread))
        since = f" seit {self._since}" if self._since else ""
        self._unread.setText(f"{formatting.number(unread)} neu{since}")
        self._unread.setToolTip("Der Punkt vor einem Eintrag heißt: seit dem letzten Lesen geändert")

    def set_compact(self, *, compact: bool) -> None:
        """Fold the groups into one menu where there is little room."""
        if compact != self._compact:
            self._compact = compact
            self._show_chips()

    def _show_chips(self) -> None:
        self._head.setVisible(bool(self.feed.changes))
        groups = group_counts(self.feed, self.filter)
        wanted: list[tuple[str, str, bool]] = []
        if self._compact:
            label = next((label for code, label, _ in groups if code and code == self.filter.group), "")
            wanted.append(("group", f"Gruppe: {label}" if label else "Gruppe", bool(label)))
        else:
            wanted += [(f"group:{code}", f"{label}\u00a0{formatting.number(count)}", code == self.filter.group)
                       for code, label, count in groups]  # fmt: skip
        for name, title, options in (("theme", "Thema", self.feed.themes), ("region", "Region", self.feed.regions)):
            label = dict(options).get(getattr(self.filter, name), "")
            if len(options) > 1:
                wanted.append((name, f"{title}: {label}" if label else title, bool(label)))
        while self._flow.count():
            self._flow.takeAt(0)
        for key, text, active in wanted:
            chip = self._chip(key)
            chip.set_icon(chip.icon_name, "accent" if active else "text2")
            chip.say(text)
            set_look(chip, "active", "true" if active else "false")
            self._flow.addWidget(chip)
            # The layout shows a new one by itself, all at once; only one that was hidden has to be told.
            if chip.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                chip.show()
        for key, chip in self._chip_of.items():
            if key not in {name for name, _, _ in wanted}:
                chip.hide()
        self._flow.invalidate()
        self._chips.updateGeometry()

    def _chip(self, key: str) -> Button:
        """Return the chip of a group or the one that opens a menu; one that was made is used again."""
        if key not in self._chip_of:
            opens = ":" not in key
            chip = Button("", theme=self._theme, kind="chip", icon="chevron-down" if opens else "", colour="text2",
                          size=14, parent=self._chips)  # fmt: skip
            if opens:
                chip.put_icon_last()
            chip.setProperty("key", key)
            chip.clicked.connect(self.open_menu if opens else self.choose_group)
            self._chip_of[key] = chip
        return self._chip_of[key]

    def _options(self, name: str) -> tuple[tuple[str, str], ...]:
        if name == "group":
            counts = group_counts(self.feed, self.filter)
            return tuple((code, f"{label}\u00a0{formatting.number(count)}") for code, label, count in counts)
        return ((ALL, "Alle"), *(self.feed.themes if name == "theme" else self.feed.regions))

    # Doing

    @Slot()
    def choose_group(self) -> None:
        """Show the group whose chip was clicked."""
        self.apply(replace(self.filter, group=str(self.sender().property("key")).partition(":")[2]))

    @Slot()
    def open_menu(self) -> None:
        """Offer the groups, topics or regions of the chip that was clicked."""
        chip = self.sender()
        if not isinstance(chip, Button):
            return
        name = str(chip.property("key"))
        self._menu.clear()
        for code, text in self._options(name):
            action = self._menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(code == getattr(self.filter, name))
            action.setData((name, code))
            action.triggered.connect(self.choose_other)
        self._menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    @Slot()
    def choose_other(self) -> None:
        """Show the group, topic or region that was chosen in a menu."""
        action = self.sender()
        if not isinstance(action, QAction):
            return
        name, code = action.data()
        self.apply(replace(self.filter, **{name: code}))

    def apply(self, wanted: FeedFilter) -> None:
        """Show another part of the feed."""
        self.filter = wanted
        self.list.scrollToTop()
        self._show()

    @Slot()
    def reset(self) -> None:
        """Show all changes."""
        self.apply(FeedFilter())

    @Slot()
    def mark_read(self) -> None:
        """Tell that everything was read."""
        self.read_wanted.emit(self.feed.newest)

    @Slot(QModelIndex)
    def open_index(self, index: QModelIndex) -> None:
        """Open the item of a change; one that is gone cannot be opened."""
        change = self.model.change(index.row())
        if change is not None and change.exists:
            self.item_wanted.emit(change.item_id)

    @Slot(QPoint)
    def offer_copy(self, point: QPoint) -> None:
        """Offer to copy what a row says."""
        change = self.model.change(self.list.indexAt(point).row())
        if change is None:
            return
        texts = (("Titel kopieren", change.title), ("Änderung kopieren", text_outside(change)))
        offer_copies(texts, self.list.viewport().mapToGlobal(point), stays=not change.may_leave, parent=self)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._head_column.setContentsMargins(px(18), px(10), px(14), px(8))
        self._head_column.setSpacing(px(6))
        self._flow.gap = px(8)
        self._news_row.setSpacing(px(4))
        self._nothing_column.setContentsMargins(px(24), px(24), px(24), px(24))
        self._nothing_column.setSpacing(px(8))
        self.list.doItemsLayout()
        self.list.viewport().update()
        self._show()
