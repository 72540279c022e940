"""Options: appearance, zoom, updates, and where the data lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.options.updates_card import UpdateOptions, UpdatesForm
from advisor_app.desktop.theme import ZOOM_LEVELS, Appearance, Theme
from advisor_app.desktop.widgets.basics import Button, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.plain_page import PlainPage

_APPEARANCES = (
    (Appearance.SYSTEM, "System", "device-desktop"),
    (Appearance.LIGHT, "Hell", "sun"),
    (Appearance.DARK, "Dunkel", "moon"),
    (Appearance.CONTRAST, "Kontrast", "contrast"),
)


class OptionsPage(PlainPage):
    """Every choice takes effect at once and is kept."""

    appearance_chosen = Signal(object)
    zoom_chosen = Signal(float)
    keys_wanted = Signal()
    update_setting_chosen = Signal(str, str)
    update_proposal_wanted = Signal(str)

    def __init__(self, *, theme: Theme, data_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__("Optionen", theme=theme, parent=parent)
        self._data_dir = data_dir
        self._updates: UpdateOptions | None = None
        self.form: UpdatesForm | None = None
        self.restyle()

    def show_updates(self, updates: UpdateOptions) -> None:
        """Show where updates come from; what is being typed is left alone while nothing changed."""
        if updates != self._updates:
            self._updates = updates
            self.restyle()

    def fill(self) -> None:
        """Add the cards."""
        self._add_appearance()
        self._add_zoom()
        self._add_updates()
        self._add_keys()
        self._add_data()

    def _add_appearance(self) -> None:
        card, column = self.add_card("Darstellung")
        hint = "System folgt der Einstellung dieses Rechners. Kontrast zeigt Schwarz, Weiß und klare Ränder."
        column.addWidget(text_label(hint, "meta", wrap=True, parent=card))
        box = QWidget(card)
        row = FlowLayout(box, gap=self._theme.px(8))
        group = QButtonGroup(box)
        for appearance, label, icon in _APPEARANCES:
            chosen = appearance is self._theme.appearance
            button = Button(label, theme=self._theme, kind="segment", icon=icon, parent=box,
                            colour="on_pick" if chosen else "text")  # fmt: skip
            button.setCheckable(True)
            button.setChecked(chosen)
            button.setProperty("value", appearance.value)
            button.clicked.connect(self.choose_appearance)
            group.addButton(button)
            row.addWidget(button)
        column.addWidget(box)

    def _add_zoom(self) -> None:
        card, column = self.add_card("Größe")
        hint = (
            "Schrift, Flächen und Abstände gemeinsam. Auch mit Strg und Plus, Strg und Minus; Strg und 0 setzt zurück."
        )
        column.addWidget(text_label(hint, "meta", wrap=True, parent=card))
        box = QWidget(card)
        row = FlowLayout(box, gap=self._theme.px(8))
        group = QButtonGroup(box)
        for level in ZOOM_LEVELS:
            button = Button(formatting.percent(round(level * 100)), theme=self._theme, kind="segment", parent=box)
            button.setCheckable(True)
            button.setChecked(abs(level - self._theme.zoom) < 0.01)
            button.setProperty("value", level)
            button.clicked.connect(self.choose_zoom)
            group.addButton(button)
            row.addWidget(button)
        column.addWidget(box)

    def _add_updates(self) -> None:
        if self._updates is not None:
            card, column = self.add_card("Aktualisierung")
            self.form = UpdatesForm(self._updates, theme=self._theme, parent=card)
            self.form.setting_chosen.connect(self.update_setting_chosen)
            self.form.proposal_wanted.connect(self.update_proposal_wanted)
            column.addWidget(self.form)

    def _add_keys(self) -> None:
        card, column = self.add_card("Tastatur")
        column.addWidget(text_label("Alles geht ohne Maus. F1 zeigt die Tasten.", "meta", wrap=True, parent=card))
        button = Button("Tasten zeigen", theme=self._theme, icon="keyboard", parent=card)
        button.clicked.connect(self.keys_wanted)
        column.addLayout(_left(button))

    def _add_data(self) -> None:
        card, column = self.add_card("Daten auf diesem Gerät")
        hint = "Einstellungen und empfangene Inhalte liegen in diesem Ordner. Ohne Ihr Zutun verlässt nichts das Gerät."
        column.addWidget(text_label(hint, "meta", wrap=True, parent=card))
        column.addWidget(text_label(str(self._data_dir), "uiStrong", wrap=True, parent=card))
        button = Button("Ordner öffnen", theme=self._theme, icon="folder-open", parent=card)
        button.clicked.connect(self.open_folder)
        column.addLayout(_left(button))

    @Slot()
    def choose_appearance(self) -> None:
        """Tell which appearance was clicked."""
        self.appearance_chosen.emit(Appearance(str(self.sender().property("value"))))

    @Slot()
    def choose_zoom(self) -> None:
        """Tell which size was clicked."""
        self.zoom_chosen.emit(float(self.sender().property("value")))

    @Slot()
    def open_folder(self) -> None:
        """Show the data folder in the file manager."""
        self._data_dir.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._data_dir)))


def _left(widget: QWidget) -> QLayout:
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch(1)
    return row
