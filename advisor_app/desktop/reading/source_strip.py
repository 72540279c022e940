"""The strip at the foot of the reading pane: sources with as-of dates, always in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import ItemView, SourceView
from advisor_app.desktop.reading.sealing import seal
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import (
    Button,
    ElidedLabel,
    IconLabel,
    Panel,
    clear_layout,
    repolish,
    text_label,
)

_VISIBLE_ROWS = 4


class SourceRow(Panel):
    """One source: number, title, address; below them what it is and whether it was read."""

    link_wanted = Signal(str)

    def __init__(self, source: SourceView, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("sourceRow", parent)
        self._url = source.url
        px = theme.px
        self.setAccessibleName(f"Quelle {source.number}: {source.title}, {source.stand}, {source.detail}")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(4), px(18), px(4))
        row.setSpacing(px(10))
        self._number = text_label(f"[{source.number}]", "metaStrong", tone="accent", parent=self)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(source.title, "uiStrong", parent=self))
        words.addWidget(ElidedLabel(formatting.joined([source.detail, source.address]), "meta", parent=self))
        row.addLayout(words, 1)
        row.addWidget(text_label(source.stand, "meta", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        if source.url:
            out = Button("", theme=theme, kind="bare", icon="external-link", colour="text2",
                         hint=f"{source.address} im Browser öffnen", parent=self)  # fmt: skip
            out.clicked.connect(self.ask)
            row.addWidget(out, 0, Qt.AlignmentFlag.AlignTop)

    def highlight(self, *, on: bool) -> None:
        """Mark the source that was asked for."""
        self._number.setProperty("role", "cap" if on else "metaStrong")
        repolish(self._number)

    @Slot()
    def ask(self) -> None:
        """Ask to open the page outside."""
        self.link_wanted.emit(self._url)


class StripBar(Panel):
    """The line that opens and closes the strip with a click."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or close."""
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class SourceStrip(Panel):
    """Sources of the item shown; a click, `Q` or a number in the text opens it."""

    link_wanted = Signal(str)
    gaps_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("sourceStrip", parent)
        self._theme = theme
        self._view: ItemView | None = None
        self._open = False
        self._filled = False
        self._rows: list[SourceRow] = []
        self._bar = StripBar("stripBar", self)
        self._bar.setCursor(Qt.CursorShape.PointingHandCursor)
        self._bar.clicked.connect(self.toggle)
        self._line = QHBoxLayout(self._bar)
        self._list = QWidget()
        self._list.setObjectName("scrolled")
        self._column = QVBoxLayout(self._list)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._list)
        self._scroll.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 1, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar)
        outer.addWidget(self._scroll)
        self.setAccessibleName("Quellen")

    @property
    def is_open(self) -> bool:
        """Tell whether the sources are shown."""
        return self._open

    def show_view(self, view: ItemView) -> None:
        """Show the sources of an item."""
        self._view = view
        self._fill_bar(view)
        clear_layout(self._list)
        self._rows = []
        self._filled = False
        if self._open:
            self._fill_list(view)

    def _fill_list(self, view: ItemView) -> None:
        """Make the rows, which nobody sees while the strip is closed."""
        if self._filled:
            return
        self._filled = True
        self._column.setContentsMargins(0, 0, 0, self._theme.px(8))
        self._column.setSpacing(0)
        for source in view.sources:
            row = SourceRow(source, theme=self._theme, parent=self._list)
            row.link_wanted.connect(self.link_wanted)
            self._column.addWidget(row)
            self._rows.append(row)
        seal(self._list, sealed=not view.plain)
        heights = [row.sizeHint().height() for row in self._rows]
        shown = sum(heights[:_VISIBLE_ROWS]) + self._theme.px(8)
        half = heights[_VISIBLE_ROWS] // 2 if len(heights) > _VISIBLE_ROWS else 0
        self._scroll.setFixedHeight(shown + half)

    def _fill_bar(self, view: ItemView) -> None:
        theme, px = self._theme, self._theme.px
        clear_layout(self._bar)
        while self._line.count():
            self._line.takeAt(0)
        self._line.setContentsMargins(px(20), 0, px(18), 0)
        self._line.setSpacing(px(8))
        self._bar.setFixedHeight(px(39))
        self._chevron = Button("", theme=theme, kind="bare", icon=self._arrow(), colour="text2", size=16,
                               hint="Quellen zeigen (Q)", parent=self._bar)  # fmt: skip
        self._chevron.clicked.connect(self.toggle)
        self._line.addWidget(self._chevron)
        count = formatting.count(len(view.sources), "Quelle", "Quellen")
        self._line.addWidget(text_label(count, "uiStrong", parent=self._bar))
        tone = view.review.tone if view.review.tone == "warn" else ""
        if tone:
            self._line.addWidget(IconLabel(view.review.icon, theme=theme, colour=tone, parent=self._bar))
        dates = formatting.joined([view.checked, view.review.text])
        self._line.addWidget(ElidedLabel(dates, "meta", tone=tone, parent=self._bar), 1)
        gaps = len(view.uncertain) + len(view.conflicts)
        if gaps:
            words = formatting.count(gaps, "ungesicherter Punkt", "ungesicherte Punkte")
            button = Button(words, theme=theme, kind="link", icon="zoom-question", colour="warn", parent=self._bar)
            button.setStyleSheet(f"color: {theme.tokens.warn}; font-size: {px(12)}px;")
            button.clicked.connect(self.gaps_wanted)
            self._line.addWidget(button)

    def _arrow(self) -> str:
        return "chevron-down" if self._open else "chevron-right"

    def reveal(self, number: int) -> None:
        """Open the strip and mark a source."""
        self.set_open(open_=True)
        for index, row in enumerate(self._rows, 1):
            row.highlight(on=index == number)
            if index == number:
                self._scroll.ensureWidgetVisible(row)

    def set_open(self, *, open_: bool) -> None:
        """Open or close the strip."""
        if self._view is None:
            return
        if open_:
            self._fill_list(self._view)
        self._open = open_
        self._scroll.setVisible(open_)
        self._chevron.set_icon(self._arrow())
        self._chevron.setToolTip("Quellen schließen (Q)" if open_ else "Quellen zeigen (Q)")
        if not open_:
            for row in self._rows:
                row.highlight(on=False)

    @Slot()
    def toggle(self) -> None:
        """Open the strip if it is closed, and the other way round."""
        self.set_open(open_=not self._open)
