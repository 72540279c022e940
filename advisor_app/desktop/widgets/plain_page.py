"""The frame of pages that are read from top to bottom: a title, then cards in a column."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel, clear_layout, text_label

_COLUMN = 760


class PlainPage(Panel):
    """A page whose cards are built by `fill`, again whenever the look changes."""

    def __init__(self, title: str, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._theme = theme
        self.setAccessibleName(title)
        self._bar = Panel("topbar", self)
        self._bar_row = QHBoxLayout(self._bar)
        self._bar_row.addWidget(text_label(title, "page", parent=self._bar))
        self._bar_row.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._column = QVBoxLayout(self._content)
        self._scroll.setWidget(self._content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar)
        outer.addWidget(self._scroll, 1)
        theme.changed.connect(self.restyle)

    def fill(self) -> None:
        """Add the cards; each page does that for itself."""
        raise NotImplementedError

    def add_card(self, title: str) -> tuple[Panel, QVBoxLayout]:
        """Add a card with a heading and return it with its column."""
        px = self._theme.px
        card = Panel("card", self._content)
        card.setAccessibleName(title)
        card.setMaximumWidth(px(_COLUMN))
        column = QVBoxLayout(card)
        column.setContentsMargins(px(18), px(14), px(18), px(16))
        column.setSpacing(px(8))
        column.addWidget(text_label(title, "section", parent=card))
        self._column.addWidget(card)
        return card, column

    def scroll_to(self, part: QWidget) -> None:
        """Bring a part of the page to its top."""
        self._scroll.verticalScrollBar().setValue(part.mapTo(self._content, part.rect().topLeft()).y())

    @Slot()
    def restyle(self) -> None:
        """Build the cards for the current look."""
        px = self._theme.px
        self._bar.setFixedHeight(px(57))
        self._bar_row.setContentsMargins(px(20), 0, px(20), 0)
        clear_layout(self._content)
        while self._column.count():
            self._column.takeAt(0)
        self._column.setContentsMargins(px(20), px(16), px(20), px(24))
        self._column.setSpacing(px(16))
        self.fill()
        self._column.addStretch(1)
