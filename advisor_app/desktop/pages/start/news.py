"""What is new: the newest changes, or why there are none."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop.pages.start.lines import LEADING, LineList
from advisor_app.desktop.presenters.start_news import SHOWN, NewsView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, text_label


class NewsCard(QWidget):
    """The list, or a hint in its place.

    Signals: `item_wanted` (id), `freshness_wanted`.
    """

    item_wanted = Signal(str)
    freshness_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.list = LineList("Neueste Änderungen", theme=theme, leading=True, parent=self)
        self.list.item_wanted.connect(self.item_wanted)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._build_hint())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _build_hint(self) -> QWidget:
        hint = QWidget(self)
        self._hint_column = QVBoxLayout(hint)
        self._title = text_label("", "uiStrong", wrap=True, parent=hint)
        self._sentence = text_label("", "meta", wrap=True, parent=hint)
        self.way = Button("Nach Neuem sehen", theme=self._theme, kind="plain", icon="refresh", parent=hint)
        self.way.clicked.connect(self.freshness_wanted)
        self._hint_column.addWidget(IconLabel("arrows-diff", theme=self._theme, colour="text2", size=28, parent=hint))
        self._hint_column.addWidget(self._title)
        self._hint_column.addWidget(self._sentence)
        self._hint_column.addWidget(self.way, 0)
        self._hint_column.addStretch(1)
        return hint

    def show_view(self, view: NewsView) -> None:
        """Show the newest changes."""
        self.list.show_lines(view.lines)
        self._title.setText(view.hint_title)
        self._sentence.setText(view.hint)
        self._stack.setCurrentIndex(0 if view.lines else 1)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._hint_column.setContentsMargins(0, px(16), 0, px(16))
        self._hint_column.setSpacing(px(8))
        self.list.setMinimumHeight(px(LEADING) * (SHOWN - 1))
        self.way.setMaximumWidth(px(200))
