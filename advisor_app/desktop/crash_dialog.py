"""Says that there is a bug in the program, shows the report, and offers what helps: to hand it on, to go on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from advisor_app.desktop.pages.freshness.state_card import IconField
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, set_tone, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

_BUG = "Das Programm hat sich verrechnet"
_BUG_HINT = "Inhalte und Einstellungen sind unverändert. Meist geht es hier weiter; sonst hilft ein Neustart."
_CRASH = "Beim letzten Mal ist das Programm abgestürzt"
_CRASH_HINT = "Inhalte und Einstellungen sind unverändert. Der Bericht sagt, an welcher Stelle es geschah."
_HOLDS = (
    "Im Bericht steht, was Sie hier sehen: Version, System, Stellen im Programm. Keine Fälle, keine Suchwörter, "
    "keine Namen. Nichts wird von selbst verschickt."
)


class CrashDialog(QDialog):
    """Shows a report.

    Args:
        report: what is shown, copied and saved.
        theme: the look.
        earlier: it is about the last run; this one is fine.
        help_contact: how to reach who helps, "" if nobody said.

    Signals: `restart_wanted`.
    """

    restart_wanted = Signal()

    def __init__(
        self, report: str, *, theme: Theme, earlier: bool = False, help_contact: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._report = report
        self._theme = theme
        px = theme.px
        title, hint = (_CRASH, _CRASH_HINT) if earlier else (_BUG, _BUG_HINT)
        self.setWindowTitle("Absturzbericht" if earlier else "Fehler im Programm")
        self.setAccessibleDescription(f"{title}. {hint}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        self.box = self._box()
        body = QWidget()
        body.setObjectName("scrolled")
        words = QVBoxLayout(body)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(px(12))
        words.addLayout(self._head(title, hint))
        words.addWidget(self.box, 1)
        words.addWidget(text_label(_HOLDS, "meta", wrap=True, parent=body))
        if help_contact:
            words.addWidget(text_label(f"Hilfe in Ihrem Haus: {help_contact}", "uiStrong", wrap=True, parent=body))
        # Where the window is small and everything is large, all but the buttons is scrolled.
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        self._told = text_label("", "meta", wrap=True, parent=self)
        self._told.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(18))
        column.setSpacing(px(12))
        column.addWidget(scroll, 1)
        column.addWidget(self._told)
        column.addWidget(self._buttons(earlier=earlier))
        self._take_room(parent)
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self, title: str, hint: str) -> QHBoxLayout:
        icon = IconField(theme=self._theme, parent=self)
        icon.show_icon("alert-triangle", "warn")
        words = QVBoxLayout()
        words.setSpacing(self._theme.px(2))
        words.addWidget(text_label(title, "section", wrap=True, parent=self))
        words.addWidget(text_label(hint, "", wrap=True, parent=self))
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(12))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _box(self) -> QPlainTextEdit:
        box = QPlainTextEdit(self._report, self)
        box.setObjectName("report")
        box.setReadOnly(True)
        box.setAccessibleName("Bericht")
        box.setTabChangesFocus(True)
        box.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self._theme.px(12))
        box.setFont(font)
        box.setMinimumHeight(self._theme.px(90))
        return box

    def _buttons(self, *, earlier: bool) -> QWidget:
        frame = QWidget(self)
        flow = FlowLayout(frame, gap=self._theme.px(8))
        self.go_on = self._button("Schließen" if earlier else "Weiterarbeiten", "primary", flow)
        self.go_on.clicked.connect(self.accept)
        self.go_on.setDefault(True)
        self._copy = self._button("Bericht kopieren", "plain", flow, "copy")
        self._copy.clicked.connect(self.copy_report)
        self._save = self._button("Als Datei speichern", "plain", flow, "download")
        self._save.clicked.connect(self.ask_for_file)
        self.restart = self._button("Neu starten", "plain", flow, "refresh")
        self.restart.setVisible(not earlier)
        self.restart.clicked.connect(self.ask_for_restart)
        return frame

    def _button(self, text: str, kind: str, flow: FlowLayout, icon: str = "") -> Button:
        button = Button(text, theme=self._theme, kind=kind, icon=icon, parent=flow.parentWidget())
        flow.addWidget(button)
        return button

    def _take_room(self, parent: QWidget | None) -> None:
        """Be as large as is good for reading, and no larger than the window before which it stands, or the screen."""
        room = QSize(self._theme.px(680), self._theme.px(500))
        if parent is not None:
            room = room.boundedTo(parent.window().size() * 0.95)
        screen = self.screen()
        self.resize(room.boundedTo(screen.availableSize() * 0.95) if screen is not None else room)

    def _tell(self, text: str, tone: str = "") -> None:
        self._told.setText(text)
        set_tone(self._told, tone)
        self._told.setVisible(True)

    @Slot()
    def copy_report(self) -> None:
        """Copy the report."""
        QGuiApplication.clipboard().setText(self._report)
        self._copy.set_icon("check", "ok")
        self._tell("Der Bericht liegt in der Zwischenablage.")

    @Slot()
    def ask_for_file(self) -> None:
        """Ask where to save the report."""
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"Beratungskoffer-Bericht-{datetime.now().astimezone():%Y-%m-%d}.txt"
        dialog = QFileDialog(self, "Bericht speichern", str(Path(places[0] if places else ".") / name), "Text (*.txt)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        dialog.fileSelected.connect(self.save_report)
        dialog.open()

    @Slot(str)
    def save_report(self, file: str) -> None:
        """Save the report in a file and say where, or why not."""
        try:
            Path(file).write_text(self._report + "\n", encoding="utf-8")
        except OSError as exc:
            self._tell(f"Das Speichern gelingt dort nicht: {exc.strerror or exc}", "bad")
            return
        self._tell(f"Gespeichert: {file}")

    @Slot()
    def ask_for_restart(self) -> None:
        """Ask to start the program anew."""
        self.accept()
        self.restart_wanted.emit()
