"""The foot of the window: what is there and how old, how much is marked, and an update under way."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, text_label
from advisor_app.desktop.widgets.meter import Meter

_ROOM_FOR_WORDS = 760
# The words of what is under way get their width in such steps.
_STEP = 32


class StatusLine(Panel):
    """One line of text; at its right the ways to hall, client view and what is marked, and what is under way.

    Signals: `hall_wanted`, `client_wanted`, `marks_wanted`.
    """

    hall_wanted = Signal()
    client_wanted = Signal()
    marks_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("statusLine", parent)
        self._theme = theme
        self._busy = False
        self._wide: bool | None = None
        self._text = ElidedLabel("", "small", parent=self)
        self._progress_text = text_label("", "small", parent=self)
        self.progress = Meter("Aktualisierung", theme=theme, parent=self)
        self._row = QHBoxLayout(self)
        self.hall = self._way("Halle", "presentation", "Groß und hell zeigen, was gelesen wird (F11)")
        self.hall.clicked.connect(self.hall_wanted)
        self.client = self._way("Kundenansicht", "eye-off", "Nur zeigen, was öffentlich ist (F9)")
        self.client.clicked.connect(self.client_wanted)
        self.marks = self._way("", "star", "Was gemerkt ist")
        self.marks.clicked.connect(self.marks_wanted)
        self.show_marks(0)
        self._row.addWidget(self._text, 1)
        for way in (self.hall, self.client, self.marks):
            self._row.addWidget(way)
        self._row.addWidget(self._progress_text)
        self._row.addWidget(self.progress)
        self.show_progress(None)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _way(self, words: str, icon: str, hint: str) -> Button:
        return Button(words, theme=self._theme, kind="link", icon=icon, colour="accent", size=14, hint=hint,
                      parent=self)  # fmt: skip

    @property
    def text(self) -> str:
        """Return what is said about the knowledge."""
        return self._text.text()

    @property
    def progress_text(self) -> str:
        """Return what is said about what is under way."""
        return self._progress_text.text()

    def say(self, text: str) -> None:
        """Show another text."""
        self._text.setText(text)

    def show_marks(self, count: int) -> None:
        """Show how many items are marked."""
        self.marks.say(f"Merkliste: {count}")
        self.marks.setVisible(count > 0)

    def show_progress(self, progress: tuple[str, float] | None) -> None:
        """Show what is under way in words and as a fraction; None if nothing is."""
        self._busy = progress is not None
        self._make_room()
        self.progress.setVisible(progress is not None)
        if progress is not None:
            self._say_progress(progress[0])
            self.progress.show_fraction(progress[1])
            self.progress.setToolTip(progress[0])
        else:
            self._progress_text.setFixedWidth(0)

    def _say_progress(self, words: str) -> None:
        """Say what is under way.

        A label of a fixed size asks nobody for room when it says something else: at every step of an update all of the
        window would be laid out anew otherwise, and a part of it painted. So it grows with its words, but never shrinks
        while anything is under way.
        """
        label = self._progress_text
        if words == label.text() and label.width():
            return
        label.ensurePolished()
        needed, step = label.fontMetrics().horizontalAdvance(words), self._theme.px(_STEP)
        if needed > label.minimumWidth():
            label.setFixedSize(-(-needed // step) * step, label.fontMetrics().height())
        label.setText(words)

    def _make_room(self) -> None:
        """Leave the words away where there is no room for them beside the others; the page says them."""
        wide = self.width() >= self._theme.px(_ROOM_FOR_WORDS)
        self._progress_text.setVisible(self._busy and wide)
        if wide == self._wide:
            # Asked at every step of an update; the ways change with the width only.
            return
        self._wide = wide
        for way, words in ((self.hall, "Halle"), (self.client, "Kundenansicht")):
            way.say(words if wide else "")
            way.setAccessibleName(f"{words}: {way.toolTip()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the words where there is room for them."""
        super().resizeEvent(event)
        self._make_room()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.setFixedHeight(px(25))
        self.progress.setFixedWidth(px(96))
        words = self._progress_text.text()
        self._progress_text.setText("")
        self._progress_text.setFixedWidth(0)
        if self._busy:
            self._say_progress(words)
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self._row.setSpacing(px(10))
