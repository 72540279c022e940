"""Adds a programme to the comparison: what was marked or is related, or what one types."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.compare_choice import ChoiceView
from advisor_app.desktop.rows.row_list import RowList
from advisor_app.desktop.rows.row_model import RowModel
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, set_look, text_label
from advisor_app.desktop.widgets.search_field import FilterField

# Height in design pixels from which there is room for an icon.
_ROOM_FOR_ICON = 300


class Picker(Panel):
    """Field and list.

    Signals: `asked` (text that changed), `picked` (id), `marked_wanted` (all marked programmes), `left` (closed).
    """

    asked = Signal(str)
    picked = Signal(str)
    marked_wanted = Signal()
    left = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("picker", parent)
        self._theme = theme
        self._alone = False
        self._icon = IconLabel("arrows-diff", theme=theme, colour="text2", size=28, parent=self)
        self._title = text_label("", "section", wrap=True, parent=self)
        self._close = Button("", theme=theme, kind="bare", icon="x", colour="text2", hint="Auswahl schließen",
                             parent=self)  # fmt: skip
        self._close.clicked.connect(self.left)
        self._hint = text_label("", "meta", wrap=True, parent=self)
        self.field = FilterField("Programm suchen", "Programm suchen", theme=theme, parent=self)
        self.field.text_changed.connect(self.asked)
        self.field.open_wanted.connect(self.pick_current)
        self.marked = Button("", theme=theme, icon="star", parent=self)
        self.marked.clicked.connect(self.marked_wanted)
        self._heading = text_label("", "metaStrong", parent=self)
        self._nothing = text_label("", "meta", wrap=True, parent=self)
        self.model = RowModel(self)
        self.list = RowList(self.model, theme=theme, name="Programme zur Auswahl", parent=self)
        self.field.move_wanted.connect(self.list.move_current)
        self.list.clicked.connect(self.pick_index)
        self.list.opened.connect(self.pick_index)
        self._lay_out()
        theme.changed.connect(self.restyle)
        self.restyle()

    def _lay_out(self) -> None:
        self._top = QHBoxLayout()
        self._top.addWidget(self._title, 1)
        self._top.addWidget(self._close)
        self._head = QVBoxLayout()
        self._head.addWidget(self._icon)
        self._head.addLayout(self._top)
        self._head.addWidget(self._hint)
        self._head.addWidget(self.field)
        self._head.addWidget(self.marked)
        self._head.addWidget(self._heading)
        self._head.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.list, 100)
        column.addStretch(1)

    def call(self, title: str, hint: str, *, closable: bool, alone: bool = False) -> None:
        """Say what is picked for.

        Args:
            title: such as "Programm hinzufügen".
            hint: a sentence on it, "" for none.
            closable: whether there is something to go back to.
            alone: nothing else is shown on the page.
        """
        self._alone = alone
        self._show_icon()
        set_look(self, "alone", "true" if alone else "false")
        self._title.setText(title)
        self.setAccessibleName(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._close.setVisible(closable)

    def _show_icon(self) -> None:
        """Show the icon where it takes no room from what is picked from."""
        self._icon.setVisible(self._alone and self.height() >= self._theme.px(_ROOM_FOR_ICON))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave a low window to the words and the list."""
        super().resizeEvent(event)
        self._show_icon()

    def show_choice(self, view: ChoiceView) -> None:
        """Show what can be picked."""
        asked = self.field.edit.text().strip()
        self._heading.setText(view.heading)
        self._heading.setVisible(bool(view.rows) and bool(view.heading))
        count = len(view.marked)
        self.marked.setVisible(count > 1 and not asked)
        self.marked.say(f"{formatting.number(count)} gemerkte hinzufügen")
        self._nothing.setVisible(not view.rows)
        self.list.setVisible(bool(view.rows))
        self._nothing.setText(
            f"Kein weiteres Programm zu „{asked}“. Ein kürzeres oder allgemeineres Wort führt oft weiter."
            if asked
            else "Einen Namen, eine Abkürzung oder ein Thema eingeben."
        )
        if not self.model.holds(view.rows, len(view.rows)):
            self.model.show(view.rows, len(view.rows))
            if view.rows:
                self.list.setCurrentIndex(self.model.index(0, 0))

    @Slot()
    def pick_current(self) -> None:
        """Pick the current row."""
        self.pick_index(self.list.currentIndex())

    @Slot(QModelIndex)
    def pick_index(self, index: QModelIndex) -> None:
        """Pick a row."""
        row = self.model.row(index.row())
        if row is not None:
            self.picked.emit(row.id)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._head.setContentsMargins(px(16), px(12), px(12), px(8))
        self._head.setSpacing(px(8))
