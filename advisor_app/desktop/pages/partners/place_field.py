"""The field for the company's place: what is typed is completed offline."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.partners.suggestions import Suggestions
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.search_field import TextField

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PlaceField(TextField):
    """Postal code, municipality or district.

    Args:
        theme: the look.
        parent: the page, which the suggestions lie upon.

    Signals: `typed` (text so far), `entered` (text, with Enter), `chosen` (code of a suggestion), `cleared`.
    """

    widest = 350
    typed = Signal(str)
    entered = Signal(str)
    chosen = Signal(str)
    cleared = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Ort des Betriebs", "Postleitzahl, Gemeinde oder Kreis", theme=theme, icon="map-pin",
                         clear="Ort leeren", parent=parent)  # fmt: skip
        self.edit.setAccessibleDescription("Vorschläge erscheinen beim Tippen. Pfeiltasten wählen, Eingabe übernimmt.")
        self.edit.textEdited.connect(self.tell_typed)
        self.suggestions = Suggestions(theme=theme, parent=parent)
        self.suggestions.chosen.connect(self.chosen)

    def show_text(self, text: str) -> None:
        """Show a text without asking what it means."""
        super().show_text(text)
        self.edit.setCursorPosition(0)
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
        super().restyle()
        self.setMinimumWidth(self._theme.px(150))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the suggestions when the field is left."""
        if event.type() is QEvent.Type.FocusOut:
            self.suggestions.hide()
        return super().eventFilter(watched, event)

    def take_key(self, key: Qt.Key) -> bool:
        """Move through the suggestions and take one."""
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
