"""How the knowledge stands, in one line: its day, where it came from, how much there is, what wants to be checked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.start import StartView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, text_label

_LONGEST = 60


class StandingLine(QWidget):
    """The line; its words stand below each other where there is little room.

    Signals: `item_wanted` (id of what is to be checked), `freshness_wanted`.
    """

    item_wanted = Signal(str)
    freshness_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: StartView | None = None
        self._menu = QMenu(self)
        self._icon = IconLabel("info-circle", theme=theme, colour="text2", size=18, parent=self)
        self._title = text_label("", "uiStrong", parent=self)
        self._sentence = text_label("", "meta", wrap=True, parent=self)
        self._counts = text_label("", "meta", wrap=True, parent=self)
        self.checks = Button("", theme=theme, kind="plainText", icon="zoom-question", colour="warn", parent=self)
        self.checks.clicked.connect(self.offer_checks)
        self._head = QHBoxLayout()
        self._head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self._title)
        self._tail = QHBoxLayout()
        self._tail.addWidget(self._counts, 1)
        self._tail.addWidget(self.checks)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._head)
        self._row.addWidget(self._sentence, 1)
        self._row.addLayout(self._tail)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_view(self, view: StartView) -> None:
        """Show how the knowledge stands."""
        self._view = view
        standing = view.standing
        self._icon.set_icon(standing.icon, standing.tone)
        self._title.setText(standing.title)
        self._sentence.setText(standing.sentence)
        self._counts.setText(standing.counts)
        self.checks.setVisible(bool(view.to_check))
        self.checks.say(formatting.count(view.to_check, "Eintrag prüfen", "Einträge prüfen"))
        self.checks.setToolTip("Prüfung überfällig oder Angaben ungesichert")

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the words below each other, or beside each other again."""
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        policy = QSizePolicy.Policy.Expanding if narrow else QSizePolicy.Policy.Maximum
        self._counts.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        self._counts.setWordWrap(narrow)

    @Slot()
    def offer_checks(self) -> None:
        """Name what wants to be checked; each can be opened."""
        if self._view is None:
            return
        self._menu.clear()
        for line in self._view.checks:
            told = line.title if len(line.title) <= _LONGEST else f"{line.title[:_LONGEST].rstrip()} …"
            action = self._menu.addAction(f"{told} – {line.text}".replace("&", "&&"))
            action.setData(line.id)
            action.triggered.connect(self.open_check)
        more = self._view.to_check - len(self._view.checks)
        self._menu.addSeparator()
        rest = f"{formatting.count(more, 'weiterer', 'weitere')} · " if more else ""
        self._menu.addAction(f"{rest}Wie gut die Inhalte belegt sind").triggered.connect(self.freshness_wanted)
        size: QSize = self._menu.sizeHint()
        corner = self.checks.mapToGlobal(QPoint(self.checks.width(), 0))
        self._menu.popup(corner - QPoint(size.width(), size.height() + 2))

    @Slot()
    def open_check(self) -> None:
        """Open the entry that was chosen."""
        action = self.sender()
        if isinstance(action, QAction):
            self.item_wanted.emit(str(action.data()))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._head.setSpacing(px(8))
        self._tail.setSpacing(px(10))
        self._row.setSpacing(px(10))
