"""Where something is read from top to bottom: it scrolls, and its lines never get longer than one reads well."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import clear_layout

COLUMN = 1000


class ReadArea(QScrollArea):
    """A column of cards.

    Args:
        name: what is read, for a screen reader.
        theme: the look.

    Cards are added to `column` with `body` as their parent.
    """

    def __init__(self, name: str, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        content = QWidget(self)
        content.setObjectName("scrolled")
        # The widest a card gets is that of the body: were it that of each card, heights would be those of wider lines.
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.body = QWidget(content)
        self.column = QVBoxLayout(self.body)
        row.addWidget(self.body, 1000)
        row.addStretch(1)
        self.setWidget(content)
        theme.changed.connect(self.restyle)
        self.restyle()

    def clear(self) -> None:
        """Take everything out."""
        clear_layout(self.body)
        while self.column.count():
            self.column.takeAt(0)

    @property
    def place(self) -> int:
        """Return how far down one has read, in pixels."""
        return self.verticalScrollBar().value()

    def go_to(self, place: int) -> None:
        """Go to a place again after what is read was built anew."""
        content = self.widget()
        if content is not None:
            content.resize(content.width(), max(content.heightForWidth(content.width()), self.viewport().height()))
        self.verticalScrollBar().setValue(place)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.body.setMaximumWidth(px(COLUMN) + px(40))
        self.column.setContentsMargins(px(20), px(16), px(20), px(24))
        self.column.setSpacing(px(12))
