"""Find in the text that is being read: prose and cards alike, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QTextEdit, QWidget

from advisor_app.desktop.reading.prose import Prose
from advisor_app.desktop.reading.sealing import SEALED
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, text_label


@dataclass(frozen=True, slots=True)
class Find:
    """One place: in running text (a cursor) or in a label (start)."""

    widget: QWidget
    start: int
    length: int
    cursor: QTextCursor | None = None


def find_all(root: QWidget, wanted: str) -> list[Find]:
    """Return every place below a widget where a text occurs, from top to bottom."""
    found: list[Find] = []
    if not wanted:
        return found
    for widget in root.findChildren(QWidget):
        if isinstance(widget, Prose):
            found += [Find(widget, place.selectionStart(), len(wanted), place) for place in widget.places(wanted)]
        elif isinstance(widget, QLabel) and (
            widget.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse or widget.property(SEALED)
        ):
            text, start = widget.text().casefold(), -1
            while (start := text.find(wanted.casefold(), start + 1)) >= 0:
                found.append(Find(widget, start, len(wanted)))
    return sorted(found, key=lambda place: (place.widget.mapTo(root, place.widget.rect().topLeft()).y(), place.start))


class FindBar(Panel):
    """Asks for the text, shows how often it occurs and walks through the places."""

    place_wanted = Signal(object)
    closed = Signal()

    def __init__(self, root: QWidget, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("topbar", parent)
        self._root = root
        self._theme = theme
        self._places: list[Find] = []
        self._at = 0
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText("Im Text suchen")
        self.edit.setAccessibleName("Im Text suchen")
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self.look)
        self.count = text_label("", "meta", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(24), theme.px(6), theme.px(18), theme.px(6))
        row.addWidget(self.edit, 1)
        row.addWidget(self.count)
        for icon, hint, slot in (
            ("chevron-up", "Vorige Stelle (Umschalt+Eingabe)", self.previous_place),
            ("chevron-down", "Nächste Stelle (Eingabe)", self.next_place),
            ("x", "Schließen (Esc)", self.close_bar),
        ):
            button = Button("", theme=theme, kind="bare", icon=icon, colour="text2", hint=hint, parent=self)
            button.clicked.connect(slot)
            row.addWidget(button)
        self.hide()

    def open_bar(self) -> None:
        """Show the bar and take the focus."""
        self.show()
        self.edit.setFocus()
        self.edit.selectAll()
        self.look(self.edit.text())

    @Slot()
    def close_bar(self) -> None:
        """Hide the bar and its marks."""
        if not self.isHidden():
            self._unmark()
            self.hide()
            self.closed.emit()

    @Slot(str)
    def look(self, wanted: str) -> None:
        """Find all places and show the first one."""
        self._unmark()
        self._places = find_all(self._root, wanted.strip())
        self._at = 0
        self._show_place()

    @Slot()
    def next_place(self) -> None:
        """Go to the next place, after the last to the first."""
        self._step(1)

    @Slot()
    def previous_place(self) -> None:
        """Go to the place before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self._places:
            self._at = (self._at + by) % len(self._places)
            self._show_place()

    def _unmark(self) -> None:
        for place in self._places:
            if isinstance(place.widget, Prose):
                place.widget.setExtraSelections([])
            elif isinstance(place.widget, QLabel):
                place.widget.setSelection(0, 0)
        self._places = []

    def _show_place(self) -> None:
        if not self._places:
            self.count.setText("nicht gefunden" if self.edit.text().strip() else "")
            return
        self.count.setText(f"{self._at + 1} von {len(self._places)}")
        chosen = self._places[self._at]
        by_prose: dict[Prose, list[QTextEdit.ExtraSelection]] = {}
        for place in self._places:
            if isinstance(place.widget, QLabel):
                place.widget.setSelection(0, 0)
            elif isinstance(place.widget, Prose) and place.cursor is not None:
                by_prose.setdefault(place.widget, []).append(self._selection(place.cursor, strong=place is chosen))
        for prose, selections in by_prose.items():
            prose.setExtraSelections(selections)
        if isinstance(chosen.widget, QLabel):
            chosen.widget.setSelection(chosen.start, chosen.length)
        self.place_wanted.emit(chosen)

    def _selection(self, cursor: QTextCursor, *, strong: bool) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        format_ = selection.format
        format_.setBackground(self._theme.colour("accent" if strong else "mark"))
        format_.setForeground(self._theme.colour("on_accent" if strong else "mark_text"))
        selection.format = format_
        return selection

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk with Enter, back with Shift."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        return super().eventFilter(watched, event)
