"""The search field: icon, text, a way to clear it, and its key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, repolish

_ROOM_FOR_KEY = 280
_FORWARDED = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SearchField(Panel):
    """What the user asks. Arrow keys are passed on, so that hits move while the focus stays here."""

    text_changed = Signal(str)
    move_wanted = Signal(int)
    open_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("searchField", parent)
        self._theme = theme
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText("Programm, Thema, Partner oder Frage")
        self.edit.setAccessibleName("Suche")
        self.edit.setAccessibleDescription("Treffer erscheinen beim Tippen. Pfeiltasten wählen, Eingabe öffnet.")
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self.tell_text)
        self._clear = Button("", theme=theme, kind="bare", icon="x", colour="text2", hint="Suche leeren", parent=self)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self._key = QLabel("Strg K", self)
        self._key.setProperty("role", "cap")
        self._key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(IconLabel("search", theme=theme, colour="accent", size=18, parent=self))
        self._layout.addWidget(self.edit, 1)
        self._layout.addWidget(self._clear)
        self._layout.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self.restyle)
        self.restyle()

    def take_focus(self) -> None:
        """Put the cursor into the field and mark what stands there."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def show_text(self, text: str) -> None:
        """Show a text without asking again."""
        self.edit.blockSignals(True)
        self.edit.setText(text)
        self.edit.blockSignals(False)
        self._clear.setVisible(bool(text))

    @Slot()
    def clear(self) -> None:
        """Empty the field and stay in it."""
        self.edit.clear()
        self.edit.setFocus()

    @Slot(str)
    def tell_text(self, text: str) -> None:
        """Pass a change on."""
        self._clear.setVisible(bool(text))
        self.text_changed.emit(text)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._layout.setContentsMargins(px(13), 0, px(10), 0)
        self._layout.setSpacing(px(9))
        self.setFixedHeight(px(38))
        self.setMaximumWidth(px(640))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the text where there is little."""
        super().resizeEvent(event)
        self._key.setVisible(self.width() >= self._theme.px(_ROOM_FOR_KEY))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus on the whole field and pass movement keys on."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("active", "true" if event.type() is QEvent.Type.FocusIn else "false")
            repolish(self)
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key_pressed(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key_pressed(self, key: Qt.Key) -> bool:
        if key in _FORWARDED:
            self.move_wanted.emit({Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5}.get(key, 5))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_wanted.emit()
            return True
        return False
