"""Where the parts of the calendar are: beside each other, or below where there is no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme

# From this width on two parts have room beside each other.
_WIDE = 800
_READING = 380
_STACKED = 300


class Arrangement(QScrollArea):
    """Scrolls where the window is too small: what stands above, then two parts.

    `content` is the parent of what is added; made before its parts, because moving a widget has the style sheet look
    at everything in it once more. `left` holds the month, the agenda or what has no day, `right` the chosen day or
    what is read.

    Args:
        theme: the look.
    """

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._right_wanted = True
        self._reading = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QWidget(self)
        self.content.setObjectName("scrolled")
        self._column = QVBoxLayout(self.content)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._column.addLayout(self._body, 1)
        self.left = QStackedWidget(self.content)
        self.right = QStackedWidget(self.content)
        self._body.addWidget(self.left, 5)
        self._body.addWidget(self.right, 3)
        self.setWidget(self.content)

    def put_above(self, part: QWidget) -> None:
        """Put a part between the top and the two others."""
        self._column.insertWidget(self._column.count() - 1, part)

    @property
    def is_wide(self) -> bool:
        """Tell whether two parts have room beside each other."""
        return self.width() >= self._theme.px(_WIDE)

    def show_right(self, *, wanted: bool, reading: bool) -> None:
        """Show the right part or not; what is read gets half of the room."""
        self._right_wanted, self._reading = wanted, reading
        self.arrange()

    def arrange(self) -> None:
        """Lay the parts out for the room there is."""
        px, wide = self._theme.px, self.is_wide
        self._column.setContentsMargins(px(20), px(12), px(20), px(16))
        self._column.setSpacing(px(12))
        self._body.setSpacing(px(12))
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._body.setStretch(0, 1 if self._reading else 5)
        self._body.setStretch(1, 1 if self._reading else 3)
        self.right.setVisible(self._right_wanted)
        self.right.setMinimumWidth(px(_READING) if self._reading and wide else 1)
        for part in (self.left, self.right):
            part.setMinimumHeight(0 if wide else px(_STACKED))
            _count_shown_only(part)


def _count_shown_only(stack: QStackedWidget) -> None:
    """Let a stack ask for the room of what it shows, not of the largest thing in it."""
    policy = QSizePolicy.Policy
    for number in range(stack.count()):
        part = stack.widget(number)
        if part is not None:
            part.setSizePolicy(policy.Preferred, policy.Preferred if part is stack.currentWidget() else policy.Ignored)
