"""Parts of the start page that stand before there is any knowledge: the field, and cards that are still empty."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import ElidedLabel, Panel
from advisor_app.desktop.widgets.search_field import SearchField

# Shapes of what is to come: their length as a share of the card, and where they stand.
_BARS = ((0.62, 62), (0.44, 86), (0.54, 124), (0.36, 148))


class StartField(SearchField):
    """The search field as wide as the page."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, parent=parent)
        self.setProperty("large", "true")

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        super().restyle()
        self.setFixedHeight(self._theme.px(46))
        self.setMaximumWidth(16_777_215)


class CardShell(Panel):
    """A card with its heading; what it shows is put in later, without anything moving.

    Args:
        title: the heading, "" for none.
        theme: the look.
    """

    def __init__(self, title: str, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._loading = False
        self._content: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self.head = QHBoxLayout()
        self.title = ElidedLabel(title, "section", parent=self)
        self.head.addWidget(self.title, 1)
        if title:
            self._column.addLayout(self.head)
        self.title.setVisible(bool(title))
        self._column.addStretch(1)
        self.setAccessibleName(title)
        theme.changed.connect(self.restyle)
        self.restyle()

    def put(self, content: QWidget) -> None:
        """Show what was missing."""
        if self._content is None:
            self._column.takeAt(self._column.count() - 1)
        else:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self._column.addWidget(content, 1)
        self.set_loading(loading=False)

    def call(self, title: str) -> None:
        """Show another heading."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def set_loading(self, *, loading: bool) -> None:
        """Show shapes of what is to come, or no longer."""
        wanted = loading and self._content is None
        if wanted != self._loading:
            self._loading = wanted
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, and shapes on it while its content is awaited."""
        super().paintEvent(event)
        if not self._loading:
            return
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("mute_soft"))
        for share, top in _BARS:
            if px(top + 12) < self.height():
                area = QRectF(px(18), px(top), (self.width() - px(36)) * share, px(12))
                painter.drawRoundedRect(area, px(4), px(4))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(18), px(9), px(18), px(9))
        self._column.setSpacing(px(4))
        self.head.setSpacing(px(8))
        self.title.setMinimumHeight(px(28))
