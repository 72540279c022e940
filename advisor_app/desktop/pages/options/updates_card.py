"""Where updates come from and when they are looked for; what an administrator fixed is shown and locked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QVBoxLayout, QWidget

from advisor_app.desktop.presenters.updates import DEVELOPMENT
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, set_tone, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.updates.policy import UpdatePolicy, fault_in_setting

SYSTEM, NONE, ADDRESS = "system", "none", "address"
_PROXY = ((SYSTEM, "Wie das System"), (NONE, "Keiner"), (ADDRESS, "Adresse"))
_CHECK = (("on", "Von selbst"), ("off", "Nur auf Wunsch"))
_METERED = (("no", "Nein"), ("yes", "Ja"))
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

    def value(self, key: str) -> str:
        """Return a setting as it is written."""
        policy = self.policy
        return {
            "endpoint": policy.endpoint,
            "mirrors": " ".join(policy.mirrors),
            "proxy": policy.proxy,
            "check": "on" if policy.check else "off",
            "metered": "yes" if policy.metered else "no",
        }[key]


class UpdatesForm(QWidget):
    """The settings; every valid one takes effect when it is left or chosen.

    Args:
        options: the settings in force.
        theme: the look.

    Signals: `setting_chosen` (key, value).
    """

    setting_chosen = Signal(str, str)

    def __init__(self, options: UpdateOptions, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self._theme = theme
        self._faults: dict[str, QLabel] = {}
        self.edits: dict[str, QLineEdit] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        if options.development:
            self._note("flask", "warn", DEVELOPMENT)
        self._hint("Woher neue Inhalte kommen. Ohne Adresse nur von einem USB-Stick oder Ordner.")
        self._add_edit("endpoint", "Adresse des Servers", "https://updates.example.org/kb/")
        self._add_edit("mirrors", "Weitere Adressen, falls der Server nicht antwortet", "durch Leerzeichen getrennt")
        self._add_choice("proxy", "Proxy", _PROXY, self._proxy_choice(options.value("proxy")))
        self._add_edit("proxy", "Adresse des Proxys", "http://proxy.example.org:8080", labelled=False)
        self._show_proxy(self._proxy_choice(options.value("proxy")))
        self._add_choice("check", "Nach neuen Inhalten sehen", _CHECK, options.value("check"))
        self._add_choice("metered", "Auch in Netzen, die nach Menge kosten", _METERED, options.value("metered"))

    @staticmethod
    def _proxy_choice(value: str) -> str:
        return value if value in (SYSTEM, NONE) else ADDRESS

    def _is_fixed(self, key: str) -> bool:
        return key in self._options.policy.managed

    def _hint(self, text: str) -> None:
        self._column.addWidget(text_label(text, "meta", wrap=True, parent=self))

    def _note(self, icon: str, tone: str, text: str) -> None:
        box = QWidget(self)
        row = FlowLayout(box, gap=self._theme.px(8))
        row.addWidget(IconLabel(icon, theme=self._theme, colour=tone, size=16, parent=box))
        row.addWidget(text_label(text, "meta", tone=tone if tone == "warn" else "", parent=box))
        self._column.addWidget(box)

    def _title(self, key: str, text: str) -> None:
        self._column.addSpacing(self._theme.px(6))
        self._column.addWidget(text_label(text, "uiStrong", wrap=True, parent=self))
        if self._is_fixed(key):
            by = self._options.policy.managed_by
            self._note("lock", "text2", f"Von Ihrer IT festgelegt ({by})" if by else "Von Ihrer IT festgelegt")

    def _add_edit(self, key: str, label: str, example: str, *, labelled: bool = True) -> None:
        if labelled:
            self._title(key, label)
        value = self._options.value(key)
        edit = QLineEdit("" if key == "proxy" and value in (SYSTEM, NONE) else value, self)
        edit.setPlaceholderText(example)
        edit.setAccessibleName(label)
        edit.setMaximumWidth(self._theme.px(560))
        edit.setEnabled(not self._is_fixed(key))
        edit.setProperty("key", key)
        edit.editingFinished.connect(self.take_text)
        fault = text_label("", "meta", wrap=True, tone="bad", parent=self)
        fault.hide()
        self.edits[key], self._faults[key] = edit, fault
        self._column.addWidget(edit)
        self._column.addWidget(fault)

    def _add_choice(self, key: str, label: str, options: tuple[tuple[str, str], ...], chosen: str) -> None:
        self._title(key, label)
        box = QWidget(self)
        row = FlowLayout(box, gap=self._theme.px(8))
        group = QButtonGroup(box)
        for value, text in options:
            button = Button(text, theme=self._theme, kind="segment", parent=box)
            button.setCheckable(True)
            button.setChecked(value == chosen)
            button.setEnabled(not self._is_fixed(key))
            button.setAccessibleName(f"{label}: {text}")
            button.setProperty("key", key)
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
        if not wrong and text != self._options.value(key):
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
        if value != self._options.value(key):
            self.setting_chosen.emit(key, value)
