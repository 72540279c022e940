"""The card a fact is edited on: what stays at its top, what scrolls, and its buttons, for any room there is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from advisor_app.desktop.pages.check.editors_base import stops
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel, set_look
from advisor_app.desktop.widgets.scrolling import bring

# Height in design pixels from which the buttons stay while the rest scrolls, and width from which there is room around.
_LOW, _NARROW = 300, 480
# What is little enough to be cut rather than to have the buttons scroll.
_SLACK = 12
# The lines of the card, in pixels; the distance above it where there is room, and where there is little, below it.
_LINES, _ABOVE, _LITTLE, _BELOW = 3, 16, 2, 8
# What the head keeps above it, where there is room and where there is little.
_HEAD, _LITTLE_HEAD = 10, 2


class EditorCard(Panel):
    """Looks like the card of the question it stands for, and keeps a distance of its own.

    Args:
        theme: the look.
        parent: what it lies in; any width from 300 design pixels. It is as high as its words need, and scrolls where
            there is less.

    `head`, `body` and `foot` are its layouts; parts are children of `card`, of `inner` or of `foot_box`.

    Signals: `height_changed` (`heightForWidth` gives another height now).
    """

    height_changed = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None) -> None:
        super().__init__("page", parent)
        self._theme = theme
        self._wanted: QWidget | None = None
        self._told = 0
        self._unread = False
        self.card = Panel("questionCard", self)
        self._area = QScrollArea(self.card)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget(self._area)
        self.inner.setObjectName("scrolled")
        self.foot_box = QWidget(self.card)
        self.head, self.body, self.foot = QHBoxLayout(), QVBoxLayout(self.inner), QVBoxLayout(self.foot_box)
        self._area.setWidget(self.inner)
        self.inner.installEventFilter(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self.card)
        self._column = QVBoxLayout(self.card)
        # What is scrolled stays within the line around the card.
        self._column.setContentsMargins(1, 1, 1, 2)
        self._column.setSpacing(0)
        self._column.addLayout(self.head)
        self._column.addWidget(self._area, 1)
        self._column.addWidget(self.foot_box)
        theme.changed.connect(self.restyle)

    @property
    def wants_height(self) -> int:
        """Return the height in design pixels that it takes in any case, 0 for what its words need."""
        return 0

    def stops(self) -> Iterator[QWidget]:
        """Yield what the Tab key stops at below the head."""
        yield from stops(self.body)
        if not self._scrolls_foot:
            yield from stops(self.foot)

    def go_up(self) -> None:
        """Show the beginning of what scrolls, and stay there until something is set."""
        self._unread, self._wanted = True, None
        self._area.verticalScrollBar().setValue(0)

    def go_on(self) -> None:
        """Keep in sight where one answers: its question was read."""
        if self._unread:
            self._unread = False
            self.bring(self._focused)

    def bring(self, part: QWidget | None) -> None:
        """Bring a part into sight, once the layout has given it its place."""
        self._wanted = part
        QTimer.singleShot(0, self, self._bring_wanted)

    @Slot()
    def _bring_wanted(self) -> None:
        part, self._wanted = self._wanted, None
        # Answers are made anew with every fact: one that was meant may be gone by now.
        if part is not None and isValid(part) and part.isVisible() and self._area.isAncestorOf(part):
            bring(part, margin=self._theme.px(8))

    # Room

    @property
    def _focused(self) -> QWidget | None:
        focused = self.focusWidget()
        return focused if focused is not None and focused.hasFocus() else None

    @property
    def _scrolls_foot(self) -> bool:
        return self.body.indexOf(self.foot_box) >= 0

    def hasHeightForWidth(self) -> bool:
        """Tell that words that wrap make it higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at which nothing has to be scrolled."""
        return self._theme.px(self.wants_height) or self._whole(width)

    def _whole(self, width: int) -> int:
        outer, line = self._outer.contentsMargins(), self._column.contentsMargins()
        inner = width - outer.left() - outer.right() - line.left() - line.right()
        foot = 0 if self._scrolls_foot else self.foot.totalHeightForWidth(inner)
        # With a bar beside it words may need a line more, and the bar would stay for that line alone.
        beside = self._area.verticalScrollBar().sizeHint().width()
        head = self.head.sizeHint().height() - self.head.contentsMargins().top() + self._theme.px(_HEAD)
        body = self.body.totalHeightForWidth(inner - beside)
        return head + body + foot + self._theme.px(_ABOVE) + outer.bottom() + _LINES

    def sizeHint(self) -> QSize:
        """Return the height for the width it has."""
        return QSize(super().sizeHint().width(), self.heightForWidth(max(self.width(), 1)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for other room once what is scrolled is laid out another way; where one types stays in sight."""
        if event.type() is QEvent.Type.Resize:
            self.bring(self._wanted or (None if self._unread else self._focused))
        if event.type() is QEvent.Type.LayoutRequest and self.heightForWidth(self.width()) != self._told:
            self._told = self.heightForWidth(self.width())
            self.updateGeometry()
            self.height_changed.emit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the buttons scroll with the rest where there is little height."""
        super().resizeEvent(event)
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px, height = self._theme.px, self.height()
        set_look(self.card, "outline", "true" if self._theme.tokens.outline_soft else "false")
        low = height < px(_LOW) and height + px(_SLACK) < self._whole(self.width())
        narrow = self.width() < px(_NARROW)
        around, side = px(8 if narrow else 20), px(12 if narrow else 20)
        home = self.body if low else self._column
        if home.indexOf(self.foot_box) < 0:
            home.addWidget(self.foot_box)
            self.foot_box.show()
        self._outer.setContentsMargins(around, px(_LITTLE if low else _ABOVE), around, px(_BELOW))
        self.head.setContentsMargins(side, px(_LITTLE_HEAD if low else _HEAD), px(12), 0)
        self.body.setContentsMargins(side, 0, side, px(8))
        self.body.setSpacing(px(6))
        # Both ways it is as high as a whole, or it would change its mind about its height for ever.
        self.foot.setContentsMargins(0 if low else side, px(6), 0 if low else side, px(10 if low else 16))
        self.foot.setSpacing(px(8))
