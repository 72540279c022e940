"""Where a value comes from, of which day it is, and what else was said."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from advisor_app.consultation.reading import NotUnderstood, read_days
from advisor_app.consultation.words import ORIGIN
from advisor_app.desktop.pages.check.editors_base import Labelled
from advisor_app.desktop.pages.check.editors_choice import ChoiceButton
from advisor_app.desktop.presenters.check_editor import ORIGINS, ChoiceView, EditorView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, plain_tip
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.domain.profile import Known, Provenance

_DAY, _NOTE, _NAME = 110, 320, 60
_LONGEST_NOTE = 500


class OriginBox(QWidget):
    """Folded to one line as long as it says nothing special.

    Args:
        theme: the look.

    Signals: `entered` (Enter in a field), `touched` (something else is said).
    """

    entered = Signal()
    touched = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = date.min
        self.fold = Button("", theme=theme, kind="link", icon="chevron-right", colour="accent", size=14,
                           hint="Herkunft, Stand und Notiz ändern", parent=self)  # fmt: skip
        self.fold.setCheckable(True)
        self.fold.setMinimumWidth(1)
        self.fold.clicked.connect(self.toggle)
        self._body = QWidget(self)
        self._flow = FlowLayout(self._body)
        self.origins = [
            ChoiceButton(ChoiceView(ORIGIN[one], Known(one)), theme=theme, parent=self._body) for one in ORIGINS
        ]
        for button in self.origins:
            button.clicked.connect(self.choose)
        self.day, self.note = QLineEdit(self._body), QLineEdit(self._body)
        self.note.setMaxLength(_LONGEST_NOTE)
        self.note.setPlaceholderText("Notiz, zum Beispiel: aus dem Jahresabschluss")
        self._flow.addWidget(Labelled("", *self.origins, theme=theme, parent=self._body))
        for name, field in (("Stand", self.day), ("Notiz", self.note)):
            field.setAccessibleName(name)
            field.returnPressed.connect(self.entered)
            field.textChanged.connect(self.tell)
            field.textEdited.connect(self.touched)
            self._flow.addWidget(Labelled(name, field, theme=theme, parent=self._body))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._body)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_view(self, view: EditorView, today: date) -> None:
        """Show where the value comes from; opened where that is not simply what somebody said."""
        self._today = today
        for button, origin in zip(self.origins, ORIGINS, strict=True):
            button.setChecked(origin is view.origin)
        self.day.setText(view.as_of)
        self.note.setText(view.note)
        self.tell()
        self._unfold(on=False)

    @property
    def origin(self) -> Provenance:
        """Return where the value comes from."""
        chosen = [origin for button, origin in zip(self.origins, ORIGINS, strict=True) if button.isChecked()]
        return chosen[0] if chosen else Provenance.ENTERED

    @property
    def words(self) -> str:
        """Return the note."""
        return self.note.text()

    def as_of(self) -> str:
        """Return the ISO day.

        Raises:
            NotUnderstood: there is none in the field.
        """
        try:
            found = read_days(self.day.text(), self._today)
        except NotUnderstood as fault:
            self._unfold(on=True)
            raise NotUnderstood("Der Stand ist ein Tag: 23.11.2026.") from fault
        if not isinstance(found, Known):
            raise NotUnderstood("Der Stand ist ein Tag: 23.11.2026.")
        return str(found.value)

    @Slot()
    def choose(self) -> None:
        """Mark where the value comes from."""
        clicked = self.sender()
        for button in self.origins:
            button.setChecked(button is clicked)
        self.tell()
        self.touched.emit()

    @Slot()
    def tell(self) -> None:
        """Say in the line that stays where the value comes from."""
        note = ", mit Notiz" if self.words.strip() else ""
        self.fold.say(f"Herkunft: {ORIGIN[self.origin]}, Stand {self.day.text().strip()}{note}")
        self.fold.setToolTip(plain_tip(self.words.strip()) or "Herkunft, Stand und Notiz ändern")

    @Slot()
    def toggle(self) -> None:
        """Show or hide the fields."""
        self._unfold(on=self._body.isHidden())

    def _unfold(self, *, on: bool) -> None:
        self.fold.setChecked(on)
        self.fold.set_icon("chevron-down" if on else "chevron-right", "accent")
        self._body.setVisible(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take less room where there is little."""
        super().resizeEvent(event)
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._flow.gap = px(8)
        self.day.setFixedWidth(px(_DAY))
        self.note.setFixedWidth(min(px(_NOTE), max(px(_DAY), self.width() - px(_NAME))))
        self._flow.invalidate()
