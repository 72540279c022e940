"""Where updates come from and when they are looked for; what others fixed is shown and locked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QVBoxLayout, QWidget

from advisor_app.desktop.pages.options.setting_row import FIELD_WIDTH, LockedField, SettingNote
from advisor_app.desktop.presenters.managed import CHOICES, SOME_FIXED, SettingView, present_setting
from advisor_app.desktop.presenters.updates import DEVELOPMENT
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, set_tone, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.updates.policy import TRUST_ROOT, UpdatePolicy, fault_in_setting

SYSTEM, NONE, ADDRESS = "system", "none", "address"
_PROXY_ADDRESS = "Adresse des Proxys"
_EXAMPLES = {
    "endpoint": "https://updates.example.org/kb/",
    "mirrors": "durch Leerzeichen getrennt",
    "proxy": "http://proxy.example.org:8080",
}
_FAULTS = {
    "endpoint": "Eine ganze Adresse angeben, zum Beispiel https://updates.example.org/kb/, oder einen Ordner.",
    "mirrors": "Ganze Adressen angeben, durch Leerzeichen getrennt.",
    "proxy": "Eine ganze Adresse angeben, zum Beispiel http://proxy.example.org:8080.",
}


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """The settings in force, and whether this installation trusts a development channel."""

    policy: UpdatePolicy
    development: bool = False


class UpdatesForm(QWidget):
    """The settings; every valid one takes effect when it is left or chosen.

    Args:
        options: the settings in force.
        theme: the look.

    Signals: `setting_chosen` (key, value), `proposal_wanted` (key of a setting that is to follow the house again).
    """

    setting_chosen = Signal(str, str)
    proposal_wanted = Signal(str)

    def __init__(self, options: UpdateOptions, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = options.policy
        self._theme = theme
        self._faults: dict[str, QLabel] = {}
        self.edits: dict[str, QLineEdit] = {}
        self.locked: dict[str, LockedField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        if options.development:
            self._remark("flask", "warn", DEVELOPMENT)
        self._hint("Woher neue Inhalte kommen. Ohne Adresse nur von einem USB-Stick oder Ordner.")
        if self._policy.managed:
            self._remark("lock", "text2", SOME_FIXED)
        for key in ("endpoint", "mirrors", "proxy", "check", "interval_hours", "metered", "app_updates", TRUST_ROOT):
            self._add(present_setting(key, self._policy))

    def _hint(self, text: str) -> None:
        self._column.addWidget(text_label(text, "meta", wrap=True, parent=self))

    def _remark(self, icon: str, tone: str, text: str) -> None:
        box = QWidget(self)
        row = FlowLayout(box, gap=self._theme.px(8))
        row.addWidget(IconLabel(icon, theme=self._theme, colour=tone, size=16, parent=box))
        row.addWidget(text_label(text, "meta", tone=tone if tone == "warn" else "", parent=box))
        self._column.addWidget(box)

    def _add(self, view: SettingView) -> None:
        """Add a setting: fixed, to be typed or to be chosen; how often is looked and whom is trusted only if fixed."""
        if not view.locked and view.key in ("interval_hours", TRUST_ROOT):
            return
        self._column.addSpacing(self._theme.px(6))
        self._column.addWidget(text_label(view.label, "uiStrong", wrap=True, parent=self))
        if view.locked:
            self.locked[view.key] = LockedField(view, theme=self._theme, parent=self)
            self._column.addWidget(self.locked[view.key])
        elif view.key == "proxy":
            self._add_proxy(view)
        elif view.key in CHOICES:
            self._add_choice(view, CHOICES[view.key], self._policy.written(view.key))
        else:
            self._add_edit(view, view.label, self._policy.written(view.key))
        if view.note:
            note = SettingNote(view, theme=self._theme, parent=self)
            note.proposal_wanted.connect(self.proposal_wanted)
            self._column.addWidget(note)

    def _add_proxy(self, view: SettingView) -> None:
        value = self._policy.proxy
        named = value in (SYSTEM, NONE)
        self._add_choice(view, (*CHOICES["proxy"], (ADDRESS, "Adresse")), value if named else ADDRESS)
        self._add_edit(view, _PROXY_ADDRESS, "" if named else value)
        self._show_proxy(value if named else ADDRESS)

    def _add_edit(self, view: SettingView, name: str, value: str) -> None:
        key = view.key
        edit = QLineEdit(value, self)
        edit.setPlaceholderText(_EXAMPLES[key])
        edit.setAccessibleName(name)
        edit.setMaximumWidth(self._theme.px(FIELD_WIDTH))
        edit.setProperty("key", key)
        edit.editingFinished.connect(self.take_text)
        fault = text_label("", "meta", wrap=True, tone="bad", parent=self)
        fault.hide()
        self.edits[key], self._faults[key] = edit, fault
        self._column.addWidget(edit)
        self._column.addWidget(fault)

    def _add_choice(self, view: SettingView, options: tuple[tuple[str, str], ...], chosen: str) -> None:
        box = QWidget(self)
        row = FlowLayout(box, gap=self._theme.px(8))
        group = QButtonGroup(box)
        for value, text in options:
            button = Button(text, theme=self._theme, kind="segment", parent=box)
            button.setCheckable(True)
            button.setChecked(value == chosen)
            button.setAccessibleName(f"{view.label}: {text}")
            button.setProperty("key", view.key)
            button.setProperty("value", value)
            button.clicked.connect(self.take_choice)
            group.addButton(button)
            row.addWidget(button)
        self._column.addWidget(box)

    def _show_proxy(self, choice: str) -> None:
        self.edits["proxy"].setVisible(choice == ADDRESS)
        self._faults["proxy"].hide()

    @Slot()
    def take_text(self) -> None:
        """Pass a text on if it makes sense, else say what is wrong."""
        edit = self.sender()
        if not isinstance(edit, QLineEdit):
            return
        key, text = str(edit.property("key")), edit.text().strip()
        fault = self._faults[key]
        wrong = bool(fault_in_setting(key, text)) or (key == "proxy" and text in ("", SYSTEM, NONE))
        fault.setVisible(wrong)
        fault.setText(_FAULTS[key] if wrong else "")
        set_tone(edit, "bad" if wrong else "")
        edit.setAccessibleDescription(fault.text())
        if not wrong and text != self._policy.written(key):
            self.setting_chosen.emit(key, text)

    @Slot()
    def take_choice(self) -> None:
        """Pass a choice on; an address of a proxy is asked for first."""
        button = self.sender()
        key, value = str(button.property("key")), str(button.property("value"))
        if key == "proxy":
            self._show_proxy(value)
            if value == ADDRESS:
                self.edits["proxy"].setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if value != self._policy.written(key):
            self.setting_chosen.emit(key, value)
