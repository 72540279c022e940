"""The field for the company's place: what is typed is completed offline."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from advisor_app.desktop.pages.partners.suggestions import Suggestions
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, repolish

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PlaceField(Panel):
    """Postal code, municipality or district.

    Args:
        theme: the look.
        parent: the page, which the suggestions lie upon.

    Signals: `typed` (text so far), `entered` (text, with Enter), `chosen` (code of a suggestion), `cleared`.
    """

    typed = Signal(str)
    entered = Signal(str)
    chosen = Signal(str)
    cleared = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("searchField", parent)
        self._theme = theme
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText("Postleitzahl, Gemeinde oder Kreis")
        self.edit.setAccessibleName("Ort des Betriebs")
        self.edit.setAccessibleDescription("Vorschläge erscheinen beim Tippen. Pfeiltasten wählen, Eingabe übernimmt.")
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self.tell_typed)
        self.suggestions = Suggestions(theme=theme, parent=parent)
        self.suggestions.chosen.connect(self.chosen)
        self._clear = Button("", theme=theme, kind="bare", icon="x", colour="text2", hint="Ort leeren", parent=self)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconLabel("map-pin", theme=theme, colour="accent", size=18, parent=self))
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self._clear)
        theme.changed.connect(self.restyle)
        self.restyle()

    def take_focus(self) -> None:
        """Put the cursor into the field and mark what stands there."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def show_text(self, text: str) -> None:
        """Show a text without asking what it means."""
        self.edit.setText(text)
        self.edit.setCursorPosition(0)
        self._clear.setVisible(bool(text))
        self.suggestions.hide()

    @Slot()
    def clear(self) -> None:
        """Empty the field and stay in it."""
        self.show_text("")
        self.edit.setFocus()
        self.cleared.emit()

    @Slot(str)
    def tell_typed(self, text: str) -> None:
        """Pass on what is typed; an empty field means no place."""
        self._clear.setVisible(bool(text))
        if text.strip():
            self.typed.emit(text)
        else:
            self.suggestions.hide()
            self.cleared.emit()

    def step_out(self) -> bool:
        """Close the suggestions; return whether they were open."""
        was_open = not self.suggestions.isHidden()
        self.suggestions.hide()
        return was_open

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._row.setContentsMargins(px(13), 0, px(10), 0)
        self._row.setSpacing(px(9))
        self.setFixedHeight(px(38))
        self.setMaximumWidth(px(350))
        self.setMinimumWidth(px(150))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus on the whole field, and let keys move through the suggestions."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            entered = event.type() is QEvent.Type.FocusIn
            self.setProperty("active", "true" if entered else "false")
            repolish(self)
            if not entered:
                self.suggestions.hide()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key_pressed(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key_pressed(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self.suggestions.move_current(_STEPS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            code = self.suggestions.current
            self.suggestions.hide()
            if code:
                self.chosen.emit(code)
            elif self.edit.text().strip():
                self.entered.emit(self.edit.text())
            return True
        return False
