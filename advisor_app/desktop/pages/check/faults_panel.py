"""What is wrong with a file that was to be opened: one line a fault, and what stays as it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.check.leaf_head import LeafHead
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, text_label

_STAYS = "Nichts wurde übernommen, der laufende Check bleibt, wie er ist."


class FaultsPanel(Panel):
    """The panel.

    Args:
        theme: the look.

    Signals: `again_wanted` (read this file once more), `other_wanted` (open another), `back_wanted`, `said`.
    """

    again_wanted = Signal(str)
    other_wanted = Signal()
    back_wanted = Signal()
    said = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("page", parent)
        self._theme = theme
        self._file = Path()
        self.setAccessibleName("Datei nicht lesbar")
        self.head = LeafHead("Datei nicht lesbar", theme=theme, parent=self)
        self.head.back_wanted.connect(self.back_wanted)
        icon = IconLabel("file-broken", theme=theme, colour="warn", size=22, parent=self)
        self._told = text_label("", "uiStrong", wrap=True, parent=self)
        says = QHBoxLayout()
        says.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        says.addWidget(self._told, 1)
        self.lines = QPlainTextEdit(self)
        self.lines.setObjectName("report")
        self.lines.setReadOnly(True)
        self.lines.setAccessibleName("Was zu ändern ist")
        self.lines.setTabChangesFocus(True)
        row = QHBoxLayout()
        self.again = Button("Erneut lesen", theme=theme, kind="primary", icon="refresh", colour="on_accent",
                            parent=self)  # fmt: skip
        self.again.clicked.connect(self.read_again)
        self.other = Button("Andere Datei", theme=theme, icon="folder-open", colour="text2", parent=self)
        self.other.clicked.connect(self.other_wanted)
        self.copy = Button("Kopieren", theme=theme, icon="copy", colour="text2", parent=self)
        self.copy.clicked.connect(self.copy_lines)
        for button in (self.again, self.other, self.copy):
            row.addWidget(button)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        self._column = QVBoxLayout()
        outer.addLayout(self._column, 1)
        self._column.addLayout(says)
        self._column.addWidget(self.lines, 1)
        self._column.addLayout(row)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_faults(self, file: Path, lines: tuple[str, ...]) -> None:
        """Show what is wrong with a file.

        Args:
            file: the file.
            lines: one for each fault, in words.
        """
        self._file = file
        count = formatting.count(len(lines), "Stelle ist", "Stellen sind")
        self.head.tell(file.name)
        self._told.setText(f"{count} zu ändern. {_STAYS}")
        self.lines.setPlainText("\n".join(lines))

    @Slot()
    def read_again(self) -> None:
        """Ask for the file once more, mended in the meantime."""
        self.again_wanted.emit(str(self._file))

    @Slot()
    def copy_lines(self) -> None:
        """Copy the lines for whoever wrote the file."""
        QGuiApplication.clipboard().setText(f"{self._file.name}\n{self.lines.toPlainText()}")
        self.said.emit("Liste kopiert")

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(10))
