"""The list of what ended: a field to find an old name, groups, rows; or why there are none."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.ended import FATE_LABELS, EndedView, Fate
from advisor_app.desktop.rows.row_list import RowList
from advisor_app.desktop.rows.row_model import RowModel
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, set_look, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.search_field import FilterField

_ALL = ""
# Height in design pixels from which there is room for an icon above the words that nothing was found.
_ROOM_FOR_ICON = 300


class EndedList(Panel):
    """Field, groups and rows.

    Signals: `asked` (text that changed), `chosen` (id of the current row, "" for none), `opened` (the current row was
    entered), `onward_wanted` (id of a successor), `elsewhere_wanted` (text to be looked for everywhere).
    """

    asked = Signal(str)
    chosen = Signal(str)
    opened = Signal()
    onward_wanted = Signal(str)
    elsewhere_wanted = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("list", parent)
        self._theme = theme
        self._view = EndedView()
        self._group = _ALL
        self._found: tuple[str, ...] | None = None
        self._head = Panel("listHead", self)
        self.field = FilterField("Beendete Programme durchsuchen", "Name, auch ein alter", theme=theme,
                                 parent=self._head)  # fmt: skip
        self.field.text_changed.connect(self.asked)
        self.field.open_wanted.connect(self.opened)
        self._build_chips()
        self._head_column = QVBoxLayout(self._head)
        self._head_column.addWidget(self.field)
        self._head_column.addWidget(self._chips)
        self.model = RowModel(self)
        self.list = RowList(self.model, theme=theme, name="Beendete Programme", parent=self)
        self.field.move_wanted.connect(self.list.move_current)
        self.list.current_changed.connect(self.tell_chosen)
        self.list.onward_wanted.connect(self.onward_wanted)
        self.list.clicked.connect(self.open_index)
        self.list.opened.connect(self.open_index)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._build_nothing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _build_chips(self) -> None:
        self._chips = QWidget(self._head)
        self._flow = FlowLayout(self._chips)
        self._chip_of: dict[str, Button] = {}
        for code in (_ALL, *Fate):
            chip = Button("", theme=self._theme, kind="chip", parent=self._chips)
            chip.setProperty("code", str(code))
            chip.clicked.connect(self.choose_group)
            self._flow.addWidget(chip)
            self._chip_of[str(code)] = chip

    def _build_nothing(self) -> QWidget:
        nothing = QWidget(self)
        self._nothing_column = QVBoxLayout(nothing)
        self._nothing_title = text_label("", "section", wrap=True, parent=nothing)
        self._nothing_hint = text_label("", "meta", wrap=True, parent=nothing)
        self._elsewhere = Button("In allen Inhalten suchen", theme=self._theme, icon="search", parent=nothing)
        self._elsewhere.clicked.connect(self.look_elsewhere)
        self._nothing_icon = IconLabel("zoom-question", theme=self._theme, colour="text2", size=28, parent=nothing)
        self._nothing_column.addWidget(self._nothing_icon)
        self._nothing_column.addWidget(self._nothing_title)
        self._nothing_column.addWidget(self._nothing_hint)
        self._nothing_column.addWidget(self._elsewhere, 0, Qt.AlignmentFlag.AlignLeft)
        self._nothing_column.addStretch(1)
        return nothing

    # Showing

    def show_view(self, view: EndedView) -> None:
        """Show these rows; group, answer and current row stay as far as they are still there."""
        self._view = view
        if self._group and not view.count(Fate(self._group)):
            self._group = _ALL
        self._show()

    def let_go(self) -> None:
        """Make no more rows: what they are made of is being closed. Those in sight stay."""
        self.model.let_go()
        self._view = EndedView(groups=self._view.groups)

    def show_found(self, found: tuple[str, ...] | None) -> None:
        """Show only what answers what was asked, the best first; None shows all."""
        self._found = found
        self._show()

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of all rows, shown or not."""
        return self._view.ids

    @property
    def current_id(self) -> str:
        """Return the id of the current row, "" for none."""
        row = self.model.row(self.list.currentIndex().row())
        return row.id if row is not None else ""

    def _show(self) -> None:
        before = self.current_id
        rows = self._view.rows(Fate(self._group) if self._group else None, self._found)
        if self.model.show_lazy(rows):
            keeps = self.model.find(before) if self._found is None else 0
            if rows:
                self.list.setCurrentIndex(self.model.index(max(keeps, 0), 0))
        self._show_chips()
        self._stack.setCurrentIndex(0 if rows else 1)
        self._say_nothing()
        if not rows:
            self.chosen.emit("")

    def _show_chips(self) -> None:
        for code, chip in self._chip_of.items():
            count = self._view.count(Fate(code)) if code else len(self._view.ids)
            label = FATE_LABELS[Fate(code)] if code else "Alle"
            chip.say(f"{label}\u00a0{formatting.number(count)}")
            chip.setVisible(bool(count) or not code)
            set_look(chip, "active", "true" if code == self._group else "false")
        self._flow.invalidate()
        self._chips.updateGeometry()

    def _say_nothing(self) -> None:
        asked = self.field.edit.text().strip()
        self._nothing_title.setText(f"Nichts gefunden für „{asked}“" if asked else "Kein Programm ist beendet")
        self._nothing_hint.setText(
            "Unter den beendeten Programmen gibt es das nicht. Vielleicht läuft es noch."
            if asked
            else "Auch endet keines in den nächsten Wochen."
        )
        self._elsewhere.setVisible(bool(asked))

    # Doing

    @Slot()
    def choose_group(self) -> None:
        """Show the group whose chip was clicked."""
        self._group = str(self.sender().property("code"))
        self._show()

    @Slot()
    def tell_chosen(self) -> None:
        """Tell which row is the current one."""
        self.chosen.emit(self.current_id)

    @Slot(QModelIndex)
    def open_index(self, _index: QModelIndex) -> None:
        """Go into the current row."""
        self.opened.emit()

    @Slot()
    def look_elsewhere(self) -> None:
        """Look for the text everywhere."""
        self.elsewhere_wanted.emit(self.field.edit.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave a low window to the words."""
        super().resizeEvent(event)
        self._nothing_icon.setVisible(self.height() >= self._theme.px(_ROOM_FOR_ICON))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._head_column.setContentsMargins(px(16), px(10), px(16), px(10))
        self._head_column.setSpacing(px(8))
        self._flow.gap = px(8)
        self._nothing_column.setContentsMargins(px(24), px(24), px(24), px(24))
        self._nothing_column.setSpacing(px(8))
