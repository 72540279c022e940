"""A short message at the bottom left that goes by itself, with a way to undo what it tells. Never for faults."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QHBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, text_label

SHOWN_MS = 5000
# Beside the rail.
_LEFT = 100
_GAP = 8
# Bars at the bottom of a page that hold what one clicks; a message stands above them. Names as in the style sheet.
_FEET = ("checkFoot", "sourceStrip")


class Toast(Panel):
    """Stays longer while the pointer or the keyboard is on it.

    Args:
        theme: the look.
        host: the widget it lies over, at its bottom left.
    """

    def __init__(self, *, theme: Theme, host: QWidget) -> None:
        super().__init__("toast", host)
        self._theme = theme
        self._host = host
        self._take_back: Callable[[], object] | None = None
        self._watched = False
        self._icon = IconLabel("check", theme=theme, colour="ok", size=18, parent=self)
        self._text = text_label("", "uiStrong", parent=self)
        self._undo = Button("Rückgängig", theme=theme, kind="quiet", parent=self)
        self._undo.clicked.connect(self.undo)
        self._close = Button("", theme=theme, kind="bare", icon="x", colour="text2", hint="Schließen", parent=self)
        self._close.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        for part in (self._icon, self._text, self._undo, self._close):
            self._row.addWidget(part)
        self._shadow = QGraphicsDropShadowEffect(self)
        self.setGraphicsEffect(self._shadow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.go)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def watch(self, *, on: bool) -> None:
        """Tell nothing internal while a client looks at the screen."""
        self._watched = on
        self.hide()

    @Slot(str)
    def inform(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say something that is not for the eyes of a client."""
        if not self._watched:
            self.say(text, undo)

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a message for five seconds.

        Args:
            text: the message.
            undo: takes back what it tells; None where there is nothing to take back.
        """
        self._take_back = undo
        self._text.setText(text)
        self.setAccessibleName(text)
        self._undo.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)

    @property
    def text(self) -> str:
        """Return what is said."""
        return self._text.text()

    @Slot()
    def undo(self) -> None:
        """Take back what the message tells, once, and go."""
        self.hide()
        take_back, self._take_back = self._take_back, None
        if take_back is not None:
            take_back()

    @Slot()
    def go(self) -> None:
        """Go, unless somebody is about to use it."""
        if self.underMouse() or self._undo.hasFocus() or self._close.hasFocus():
            self._timer.start(SHOWN_MS)
        else:
            self.hide()

    @Slot()
    def restyle(self) -> None:
        """Take over sizes and colours."""
        px = self._theme.px
        self._row.setContentsMargins(px(14), 0, px(8), 0)
        self._row.setSpacing(px(10))
        self.setFixedHeight(px(42))
        self._shadow.setBlurRadius(px(16))
        self._shadow.setOffset(0, px(4))
        shade = QColor(Qt.GlobalColor.black)
        shade.setAlphaF(0.18)
        self._shadow.setColor(shade)
        self.follow()

    def follow(self) -> None:
        """Stay at the bottom left of the host, whose size is another one now."""
        if not self.isHidden():
            self._place()

    def _place(self) -> None:
        px = self._theme.px
        width = min(self.sizeHint().width(), self._host.width() - px(_LEFT + 16))
        top = self._host.height() - self.height() - px(40)
        feet = (self._foot_at(QPoint(x, top + self.height() // 2)) for x in (px(_LEFT) - 1, px(_LEFT) + width + 1))
        top = min((foot - self.height() - px(_GAP) for foot in feet if foot is not None), default=top)
        self.setGeometry(px(_LEFT), top, width, self.height())

    def _foot_at(self, point: QPoint) -> int | None:
        """Return where the bar at a point beside the message begins, None where there is none."""
        part = self._host.childAt(point)
        while part is not None and part is not self._host:
            if part.objectName() in _FEET:
                return part.mapTo(self._host, QPoint(0, 0)).y()
            part = part.parentWidget()
        return None
