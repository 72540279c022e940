"""Other ways: a stick or folder, an earlier state, checking what is on the device."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, IconLabel, Panel, Rule, clear_layout, text_label
from advisor_app.desktop.widgets.drop_hint import BUNDLE_SUFFIX
from advisor_app.updates.model import Earlier

_SHOWN = 3


def state_name(earlier: Earlier) -> str:
    """Return how an earlier state is called: its day, or its edition where it has none."""
    return f"Stand {formatting.as_of(earlier.as_of)}" if earlier.as_of else f"Ausgabe {earlier.version}"


def state_note(earlier: Earlier, now: datetime) -> str:
    """Return edition and day of receipt of an earlier state."""
    edition = f"Ausgabe {earlier.version}" if earlier.version else "auf diesem Gerät erstellt"
    received = formatting.clock_time(earlier.received_on, now)
    return formatting.joined([edition, f"empfangen {received}" if received else ""])


def _days(earlier: tuple[Earlier, ...]) -> str:
    """Return the days of states in a few words: `18.11., 11.11. oder 04.11.2026`."""
    days = list(dict.fromkeys(formatting.as_of(state.as_of) or f"Ausgabe {state.version}" for state in earlier))
    if not days:
        return ""
    year = days[-1][-4:]
    short = [day.removesuffix(year) for day in days[:-1]]
    return " oder ".join([", ".join(short), days[-1]]) if short else days[-1]


class WayRow(QAbstractButton):
    """A way with icon, title and one line; the whole row is the button."""

    def __init__(self, icon: str, title: str, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = IconLabel(icon, theme=theme, colour="text2", size=20, parent=self)
        self._title = text_label(title, "uiStrong", parent=self)
        self._note = ElidedLabel("", "meta", parent=self)
        self._arrow = IconLabel("chevron-right", theme=theme, colour="text2", size=18, parent=self)
        for part in (self._icon, self._title, self._note, self._arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, True)
        self._row = QHBoxLayout(self)
        self._words = QVBoxLayout()
        self._words.addWidget(self._title)
        self._words.addWidget(self._note)
        self._row.addWidget(self._icon)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self._arrow)
        theme.changed.connect(self.restyle)
        self.restyle()

    def say(self, note: str) -> None:
        """Show another line."""
        self._note.setText(note)
        self.setAccessibleName(f"{self._title.text()}. {note}")

    def set_open(self, *, open_: bool) -> None:
        """Show whether what the row leads to is unfolded."""
        self._arrow.set_icon("chevron-down" if open_ else "chevron-right", "text2")

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._row.setContentsMargins(px(8), px(8), px(4), px(8))
        self._row.setSpacing(px(12))
        self._words.setSpacing(0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground while the pointer is on the row, and the ring of the keyboard."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() and self.isEnabled():
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(area, theme.px(6), theme.px(6))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(area, theme.px(6), theme.px(6))


class WaysCard(Panel):
    """Offers the ways.

    Signals: `source_chosen` (path of a file or folder), `state_chosen` (name of an earlier state), `repair_wanted`.
    """

    source_chosen = Signal(str)
    state_chosen = Signal(str)
    repair_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._earlier: tuple[Earlier, ...] = ()
        self._now: datetime | None = None
        self._asked = ""
        self._held = 0
        self.setAccessibleName("Andere Wege")
        self._title = text_label("Andere Wege", "section", parent=self)
        self.stick = WayRow("usb", "Von USB-Stick oder Ordner", theme=theme, parent=self)
        self.stick.say("Wählen oder ins Fenster ziehen, kein Netz nötig")
        self.stick.setToolTip("Gleiche Prüfung wie beim Server")
        self.stick.clicked.connect(self.offer_sources)
        self._menu = QMenu(self.stick)
        self._menu.addAction(f"Datei ({BUNDLE_SUFFIX}) wählen").triggered.connect(self.choose_file)
        self._menu.addAction("Ordner wählen").triggered.connect(self.choose_folder)
        self.back = WayRow("history", "Frühere Stände", theme=theme, parent=self)
        self.back.clicked.connect(self.unfold)
        self._states = QWidget(self)
        self._states_column = QVBoxLayout(self._states)
        self._states.hide()
        self.repair = WayRow("database-search", "Daten prüfen", theme=theme, parent=self)
        self.repair.say("Findet und erneuert Beschädigtes")
        self.repair.clicked.connect(self.repair_wanted)
        self._column = QVBoxLayout(self)
        for part in (self._title, self.stick, Rule(self), self.back, self._states, Rule(self), self.repair):
            self._column.addWidget(part)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_earlier(self, earlier: tuple[Earlier, ...], *, now: datetime, held: int, busy: bool) -> None:
        """Show which states one can go back to.

        Args:
            earlier: those kept on this device.
            now: the time, for "heute" and "gestern".
            held: the newest version, where an earlier state is shown by choice; else 0.
            busy: an update is under way: nothing else can be started.
        """
        for row in (self.stick, self.repair):
            row.setEnabled(not busy)
        self.back.setEnabled(bool(earlier) and not busy)
        days = _days(earlier[:_SHOWN])
        self.back.say(f"Zurück zu {days}" if days else "Nach der nächsten Aktualisierung")
        if held and days:
            self.back.say("Zurück zum neuesten oder zu einem anderen Stand")
        changed = (earlier, held) != (self._earlier, self._held)
        self._earlier, self._held, self._now = earlier, held, now
        if busy or not earlier:
            self._fold()
        elif changed and not self._states.isHidden():
            self._fill()

    @Slot()
    def offer_sources(self) -> None:
        """Ask whether a file or a folder is meant."""
        self._menu.popup(self.stick.mapToGlobal(QPoint(self._theme.px(40), self.stick.height() - self._theme.px(4))))

    @Slot()
    def choose_file(self) -> None:
        """Let the user choose a bundle file."""
        dialog = QFileDialog(self, "Inhalte einlesen", "", f"Inhalte (*{BUNDLE_SUFFIX});;Alle Dateien (*)")
        self._choose(dialog, QFileDialog.FileMode.ExistingFile)

    @Slot()
    def choose_folder(self) -> None:
        """Let the user choose a folder."""
        self._choose(QFileDialog(self, "Ordner mit Inhalten einlesen"), QFileDialog.FileMode.Directory)

    def _choose(self, dialog: QFileDialog, mode: QFileDialog.FileMode) -> None:
        dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        dialog.fileSelected.connect(self.source_chosen)
        dialog.open()

    # Earlier states

    @Slot()
    def unfold(self) -> None:
        """Show or hide the earlier states."""
        if self._states.isHidden():
            self._asked = ""
            self._fill()
            self._states.show()
            self.back.set_open(open_=True)
        else:
            self._fold()

    def _fold(self) -> None:
        self._states.hide()
        self.back.set_open(open_=False)

    def _fill(self) -> None:
        clear_layout(self._states)
        for state in self._earlier:
            row = self._state_row(state)
            self._states_column.addWidget(row)
            row.show()

    def _state_row(self, state: Earlier) -> QWidget:
        px = self._theme.px
        box = QWidget(self._states)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, px(4), 0, px(4))
        column.setSpacing(px(4))
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text_label(state_name(state), "uiStrong", parent=box))
        if self._now is not None:
            words.addWidget(ElidedLabel(state_note(state, self._now), "meta", parent=box))
        row.addLayout(words, 1)
        newest = 0 < self._held <= state.version
        asked = state.name == self._asked and not newest
        label = "Zum neuesten" if newest else "Ja, zurück" if asked else "Zurück"
        button = Button(label, theme=self._theme, kind="primary" if asked else "plain",
                        parent=box)  # fmt: skip
        button.setAccessibleName(f"Zurück zu {state_name(state)}" + (", bestätigen" if asked else ""))
        button.setProperty("state", state.name)
        button.clicked.connect(self.confirm if asked or newest else self.ask)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        if asked:
            hint = "Dieser Stand bleibt, bis Sie zum neuesten zurückkehren oder etwas noch Neueres kommt."
            column.addWidget(text_label(hint, "meta", wrap=True, tone="warn", parent=box))
        return box

    @Slot()
    def ask(self) -> None:
        """Ask whether the state whose button was pressed is meant."""
        self._asked = str(self.sender().property("state"))
        self._fill()
        for button in self._states.findChildren(Button):
            if button.property("state") == self._asked and button.isVisible():
                button.setFocus()

    @Slot()
    def confirm(self) -> None:
        """Ask for the state that was confirmed."""
        self._fold()
        self.state_chosen.emit(str(self.sender().property("state")))

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(12), px(14), px(12), px(10))
        self._column.setSpacing(px(2))
        self._title.setContentsMargins(px(8), 0, 0, px(4))
        self._states_column.setContentsMargins(px(40), 0, px(4), px(6))
        self._states_column.setSpacing(px(4))
        if not self._states.isHidden():
            self._fill()
