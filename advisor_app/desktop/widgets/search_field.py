"""Fields for one line of text: any, one that looks among what a page shows, and the one that asks all knowledge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, repolish

_ROOM_FOR_KEY = 280
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}


class TextField(Panel):
    """Icon, text, a way to clear it, and the focus shown on the whole of it.

    What is typed, cleared or entered means is up to those that are made of it.

    Args:
        name: what it is called aloud.
        placeholder: what stands in it while it is empty.
        icon: stands at its left.
        clear: what the button says that empties it.
        theme: the look.
    """

    widest = 640

    def __init__(
        self, name: str, placeholder: str, *, theme: Theme, icon: str = "search", clear: str = "Suche leeren",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("searchField", parent)
        self._theme = theme
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(name)
        self.edit.installEventFilter(self)
        self._clear = Button("", theme=theme, kind="bare", icon="x", colour="text2", hint=clear, parent=self)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconLabel(icon, theme=theme, colour="accent", size=18, parent=self))
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self._clear)
        theme.changed.connect(self.restyle)
        self.restyle()

    def take_focus(self) -> None:
        """Put the cursor into the field and mark what stands there."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def show_text(self, text: str) -> None:
        """Show a text without telling anybody."""
        self.edit.blockSignals(True)
        self.edit.setText(text)
        self.edit.blockSignals(False)
        self._clear.setVisible(bool(text))

    @Slot()
    def clear(self) -> None:
        """Empty the field and stay in it."""
        self.edit.clear()
        self.edit.setFocus()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._row.setContentsMargins(px(13), 0, px(10), 0)
        self._row.setSpacing(px(9))
        self.setFixedHeight(px(38))
        self.setMaximumWidth(px(self.widest))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus on the whole field, and let some keys mean more than in a text."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("active", "true" if event.type() is QEvent.Type.FocusIn else "false")
            repolish(self)
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self.take_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def take_key(self, _key: Qt.Key) -> bool:
        """Do what a key means here; return whether it meant something."""
        return False


class FilterField(TextField):
    """Looks for something among what the page shows, so it has no key of its own.

    Arrow keys are passed on, so that rows move while the focus stays here.

    Args:
        name: what it is called aloud.
        placeholder: what stands in it while it is empty.
        theme: the look.

    Signals: `text_changed`, `move_wanted` (rows, down or up), `open_wanted` (Enter).
    """

    text_changed = Signal(str)
    move_wanted = Signal(int)
    open_wanted = Signal()

    def __init__(self, name: str, placeholder: str, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder, theme=theme, parent=parent)
        self.edit.setAccessibleDescription("Treffer erscheinen beim Tippen. Pfeiltasten wählen, Eingabe öffnet.")
        self.edit.textChanged.connect(self.tell_text)

    @Slot(str)
    def tell_text(self, text: str) -> None:
        """Pass a change on."""
        self._clear.setVisible(bool(text))
        self.text_changed.emit(text)

    def take_key(self, key: Qt.Key) -> bool:
        """Pass movement keys on."""
        if key in _STEPS:
            self.move_wanted.emit(_STEPS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_wanted.emit()
            return True
        return False


class SearchField(FilterField):
    """What the user asks of all knowledge, with the key that leads here."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Suche", "Programm, Thema, Partner oder Frage", theme=theme, parent=parent)
        self._key = QLabel("Strg K", self)
        self._key.setProperty("role", "cap")
        self._key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the text where there is little."""
        super().resizeEvent(event)
        self._key.setVisible(self.width() >= self._theme.px(_ROOM_FOR_KEY))
