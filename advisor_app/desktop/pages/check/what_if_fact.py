"""One fact that is another one on trial: yes or no, a number up and down, a day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from advisor_app.consultation.words import day_words, number_words
from advisor_app.consultation.written import NotUnderstood, read_days, read_figures
from advisor_app.desktop.presenters.check_what_if import TriableFact, months_later, step_of, supposed, whole
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, set_look, set_tone, text_label
from advisor_app.domain.facts import FactType
from advisor_app.domain.profile import FactValue, Interval, Known

_UNITS = {"EUR": "EUR", "%": "%", "years": "Jahre", "months": "Monate", "days": "Tage"}


class ValueField(QLineEdit):
    """A line in which the arrow keys go up and down.

    Signals: `stepped` (1 or -1).
    """

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)


class TriedFact(QWidget):
    """Holds what a fact would be.

    Args:
        fact: which, and what is known of it now.
        value: what it would be at first, None to begin with what is known.
        today: the day of the assumption, and where days begin that nobody named.
        theme: the look.

    Signals: `changed` (name, FactValue or None where what stands there means nothing), `dropped` (name).
    """

    changed = Signal(str, object)
    dropped = Signal(str)

    def __init__(
        self, fact: TriableFact, value: FactValue | None, *, today: date, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.fact = fact
        self._today = today
        self._theme = theme
        self.value = (value if value is not None else fact.value).possible
        title = text_label(fact.label, "uiStrong", parent=self)
        self._now = ElidedLabel(f"jetzt: {fact.now}", "meta", parent=self)
        away = Button("", theme=theme, kind="bare", icon="x", colour="text2", hint=f"{fact.label} nicht mehr ändern",
                      parent=self)  # fmt: skip
        away.clicked.connect(self.drop)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self._now, 1)
        head.addWidget(away)
        self._row = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addLayout(self._row)
        self._row.setSpacing(theme.px(6))
        self._build()
        self._row.addStretch(1)

    def _build(self) -> None:
        self.edit: ValueField | None = None
        self.choices: list[Button] = []
        if self.fact.kind is FactType.BOOL:
            for text, value in (("Ja", True), ("Nein", False)):
                button = Button(text, theme=self._theme, kind="segment", parent=self)
                button.setCheckable(True)
                button.setAccessibleName(f"{self.fact.label}: {text}")
                button.setProperty("value", value)
                button.clicked.connect(self.choose)
                self.choices.append(button)
                self._row.addWidget(button)
            self._show_choice()
            return
        self.edit = ValueField(self)
        self.edit.setAccessibleName(self.fact.label)
        self.edit.setFixedWidth(self._theme.px(130))
        self.edit.setText(self._words())
        self.edit.textEdited.connect(self.read)
        self.edit.stepped.connect(self.step)
        less, more = self._stepper("minus", -1), self._stepper("plus", 1)
        for part in (less, self.edit, more):
            self._row.addWidget(part)
        unit = _UNITS.get(self.fact.unit, "")
        if unit:
            self._row.addWidget(text_label(unit, "meta", parent=self))

    def _stepper(self, icon: str, way: int) -> Button:
        hint = f"{self.fact.label}: {'mehr' if way > 0 else 'weniger'}"
        if self.fact.kind is FactType.DATE:
            hint = f"{self.fact.label}: einen Monat {'später' if way > 0 else 'früher'}"
        button = Button("", theme=self._theme, kind="icon", icon=icon, hint=hint, parent=self)
        button.setAutoRepeat(True)
        button.setProperty("way", way)
        button.clicked.connect(self.press)
        return button

    def take_focus(self) -> None:
        """Take the keyboard focus."""
        part = self.edit if self.edit is not None else self.choices[0]
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    # What it would be

    def _words(self) -> str:
        if not isinstance(self.value, Known):
            return ""
        if self.fact.kind is FactType.DATE:
            return day_words(str(self.value.value))
        return number_words(self.value.value)

    def _take(self, value: object) -> None:
        self.value = Known(value)
        self.changed.emit(self.fact.fact, supposed(value, self._today))

    @Slot(str)
    def read(self, text: str) -> None:
        """Take what is typed; an answer that is no single value means nothing here."""
        found = self._read(text)
        if self.edit is not None:
            set_tone(self.edit, "" if found is not None or not text.strip() else "bad")
            self.edit.setToolTip("" if found is not None else "Eine einzelne Zahl oder ein Tag")
        if isinstance(found, Known):
            self._take(found.value)
        else:
            self.changed.emit(self.fact.fact, None)

    def _read(self, text: str) -> Known | None:
        is_day = self.fact.kind is FactType.DATE
        try:
            found = read_days(text, self._today) if is_day else read_figures(text, self.fact.unit)
        except NotUnderstood:
            return None
        return found if isinstance(found, Known) else None

    @Slot()
    def press(self) -> None:
        """Go one step up or down."""
        self.step(int(self.sender().property("way")))

    @Slot(int)
    def step(self, way: int) -> None:
        """Go a step up (1) or down (-1)."""
        if self.fact.kind is FactType.DATE:
            day = date.fromisoformat(str(self.value.value)) if isinstance(self.value, Known) else self._today
            self._set(months_later(day, way).isoformat())
            return
        number = self._number()
        stepped = number + way * step_of(self.fact.fact, number)
        highest = 100.0 if self.fact.unit == "%" else float("inf")
        self._set(whole(min(max(stepped, 0.0), highest)))

    def _number(self) -> float:
        """Return where a step begins: at what is known, or at the lower end of it."""
        if isinstance(self.value, Known):
            return float(self.value.value)
        if isinstance(self.value, Interval) and self.value.min is not None:
            return float(self.value.min)
        return 0.0

    def _set(self, value: object) -> None:
        self._take(value)
        if self.edit is not None:
            self.edit.setText(self._words())
            set_tone(self.edit, "")

    @Slot()
    def choose(self) -> None:
        """Take yes or no."""
        self._take(bool(self.sender().property("value")))
        self._show_choice()

    def _show_choice(self) -> None:
        known = self.value.value if isinstance(self.value, Known) else None
        for button in self.choices:
            chosen = button.property("value") is known
            button.setChecked(chosen)
            set_look(button, "active", "true" if chosen else "false")

    @Slot()
    def drop(self) -> None:
        """Leave the fact as it is."""
        self.dropped.emit(self.fact.fact)
