"""The overview of keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import text_label

KEYS = (
    ("Suchen", (
        (("Strg K", "/"), "in das Suchfeld"),
        (("↑", "↓"), "Treffer wählen, das Suchfeld bleibt aktiv"),
        (("Eingabe",), "Treffer öffnen"),
        (("Esc",), "einen Schritt zurück, dann leeren"),
    )),
    ("Lesen", (
        (("Alt ←", "Alt →"), "vorige und nächste Stelle"),
        (("Strg F",), "im Text suchen"),
        (("Q",), "Quellen zeigen"),
        (("M",), "merken, oder nicht mehr"),
        (("V",), "vergleichen: neben andere Programme stellen"),
        (("Entf",), "von der Merkliste, aus dem Vergleich nehmen"),
    )),
    ("Fördercheck", (
        (("J", "N", "W"), "ja, nein, weiß ich noch nicht"),
        (("1", "9"), "Antwort mit dieser Nummer"),
        (("E",), "genau angeben"),
        (("K",), "keine Angabe, bei vertraulichen Fragen"),
        (("Strg Z", "Strg Y"), "rückgängig, wiederholen"),
        (("Strg O", "Strg S"), "Profil öffnen, speichern"),
        (("Alt ←",), "zurück zum Ergebnis"),
    )),
    ("Karte", (
        (("↑", "↓", "←", "→"), "nächster Kreis"),
        (("Eingabe",), "Kreis wählen"),
        (("+", "−", "0"), "näher, weiter, ganzes Land"),
        (("Esc",), "Karte verlassen"),
    )),
    ("Kalender", (
        (("↑", "↓", "←", "→"), "Tag und Woche"),
        (("Bild ↑", "Bild ↓"), "voriger, nächster Monat"),
        (("Pos1", "Ende"), "Montag, Sonntag"),
        (("T",), "heute"),
        (("Eingabe",), "in die Liste des Tages"),
    )),
    ("Beim Kunden", (
        (("F9",), "Kundenansicht: nur öffentliche Angaben"),
        (("F11",), "Halle: groß, hell und knapp"),
        (("←", "→"), "Halle: voriger, nächster Eintrag"),
        (("Leertaste",), "Halle: nächste Frage, anderer Code"),
        (("D",), "Halle: hell oder dunkel"),
    )),
    ("Fenster", (
        (("F6",), "nächster Bereich"),
        (("Alt 1", "Alt 9"), "Seiten der Leiste"),
        (("Strg +", "Strg −", "Strg 0"), "größer, kleiner, 100 %"),
        (("Strg U",), "Aktualität"),
        (("F1",), "diese Übersicht"),
    )),
)  # fmt: skip
# Window width in design pixels from which two groups stand side by side.
_WIDE = 900
_SHARE = 0.94


class KeysDialog(QDialog):
    """Lists the keys by what one wants to do; scrolls where the window is small."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        px = theme.px
        self.setWindowTitle("Tasten")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        columns = 2 if room.width() >= px(_WIDE) else 1
        groups = self._groups(columns)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(groups)
        area.setAccessibleName("Tasten")
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("Schließen", QDialogButtonBox.ButtonRole.AcceptRole)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(16))
        column.setSpacing(px(8))
        column.addWidget(area, 1)
        column.addWidget(buttons)
        wanted = groups.sizeHint()
        wanted.setWidth(wanted.width() + 2 * px(24) + px(12))
        wanted.setHeight(wanted.height() + px(36) + px(8) + buttons.sizeHint().height() + px(4))
        self.resize(wanted.boundedTo(room * _SHARE))

    def _groups(self, columns: int) -> QWidget:
        px = self._theme.px
        groups = QWidget()
        groups.setObjectName("scrolled")
        grid = QGridLayout(groups)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(40))
        grid.setVerticalSpacing(px(16))
        for number, (title, keys) in enumerate(KEYS):
            line, place = divmod(number, columns)
            grid.addLayout(self._group(title, keys, groups), line, place, Qt.AlignmentFlag.AlignTop)
        return groups

    def _group(self, title: str, keys: tuple[tuple[tuple[str, ...], str], ...], parent: QWidget) -> QVBoxLayout:
        px = self._theme.px
        column = QVBoxLayout()
        column.setSpacing(px(6))
        column.addWidget(text_label(title, "section", parent=parent))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        grid.setColumnMinimumWidth(0, px(170))
        grid.setColumnStretch(1, 1)
        for line, (caps, meaning) in enumerate(keys):
            row = QHBoxLayout()
            row.setSpacing(px(6))
            for cap in caps:
                row.addWidget(text_label(cap, "cap", parent=parent))
            row.addStretch(1)
            grid.addLayout(row, line, 0)
            grid.addWidget(text_label(meaning, "", parent=parent), line, 1)
        column.addLayout(grid)
        return column
