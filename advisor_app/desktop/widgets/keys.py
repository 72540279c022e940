"""The overview of keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

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
    )),
    ("Fenster", (
        (("F6",), "nächster Bereich"),
        (("Alt 1", "Alt 4"), "Seiten der Leiste"),
        (("Strg +", "Strg −", "Strg 0"), "größer, kleiner, 100 %"),
        (("Strg U",), "Aktualität"),
        (("F1",), "diese Übersicht"),
    )),
)  # fmt: skip


class KeysDialog(QDialog):
    """Lists the keys by what one wants to do."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.px
        self.setWindowTitle("Tasten")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(16))
        column.setSpacing(px(6))
        for title, keys in KEYS:
            column.addWidget(text_label(title, "section", parent=self))
            grid = QGridLayout()
            grid.setHorizontalSpacing(px(20))
            grid.setVerticalSpacing(px(6))
            grid.setColumnMinimumWidth(0, px(200))
            grid.setColumnStretch(1, 1)
            for line, (caps, meaning) in enumerate(keys):
                row = QHBoxLayout()
                row.setSpacing(px(6))
                for cap in caps:
                    row.addWidget(text_label(cap, "cap", parent=self))
                row.addStretch(1)
                grid.addLayout(row, line, 0)
                grid.addWidget(text_label(meaning, "", parent=self), line, 1)
            column.addLayout(grid)
            column.addSpacing(px(8))
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("Schließen", QDialogButtonBox.ButtonRole.AcceptRole)
        close.clicked.connect(self.accept)
        column.addWidget(buttons)
