"""Staff worked out in annual work units: a line for people who work alike, the sum below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from advisor_app.desktop.pages.check.aid_form import AidForm
from advisor_app.desktop.presenters.check_staff import KINDS, PART, RULE, StaffKind, StaffLine, StaffSum, add_up
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, set_tone, text_label

_HEADS = ("", "Personen", "Stunden %", "Monate")
_HINTS = {"people": "0", "hours": "100", "months": "12"}
_FIELD = 68
_LABEL = 80
_WIDEST = 250
_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class _Row:
    """A line: who, and its fields by their names."""

    kind: StaffKind
    edits: dict[str, QLineEdit]


class StaffForm(AidForm):
    """Adds up staff.

    Args:
        theme: the look.

    Signals: `taken` (a StaffSum with units), `left`.
    """

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Beschäftigte ausrechnen", theme=theme, gap=10, parent=parent)
        self._rows: list[_Row] = []
        self._column.addWidget(text_label("Beschäftigte ausrechnen", "section", parent=self))
        self._column.addWidget(text_label(RULE, "meta", wrap=True, parent=self))
        holder = QWidget(self)
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(len(_HEADS), 1)
        for place, words in enumerate(_HEADS):
            self._grid.addWidget(text_label(words, "overline", parent=holder), 0, place)
        self._column.addWidget(holder)
        self._fault = text_label("", "meta", wrap=True, tone="bad", parent=self)
        self._column.addWidget(self._fault)
        self._sum = text_label("", "fact", wrap=True, parent=self)
        self._column.addWidget(self._sum)
        self._build_buttons()
        for kind in KINDS:
            self._add_row(kind)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.count()

    def _build_buttons(self) -> None:
        ways = self._build_ways("Als Beschäftigte übernehmen")
        self.more = Button("Teilzeit mit anderen Stunden", theme=self._theme, kind="text", icon="plus", colour="accent",
                           size=14, parent=self.ok.parentWidget())  # fmt: skip
        ways.addWidget(self.more)
        self.more.clicked.connect(self.add_part)

    def _add_row(self, kind: StaffKind) -> None:
        holder = self._grid.parentWidget()
        place = len(self._rows) + 1
        said = kind.label if kind.counts else f"{kind.label} (zählt nicht)"
        label = text_label(said, "meta", wrap=True, parent=holder)
        label.setMinimumWidth(self._theme.px(_LABEL))
        label.setMaximumWidth(self._theme.px(_WIDEST))
        self._grid.addWidget(label, place, 0)
        edits: dict[str, QLineEdit] = {}
        for column, (name, asked) in enumerate((("people", True), ("hours", kind.hours), ("months", kind.months)), 1):
            if not asked:
                continue
            edit = QLineEdit(holder)
            edit.setPlaceholderText(_HINTS[name])
            edit.setAccessibleName(f"{kind.label}: {_HEADS[column]}")
            edit.setFixedWidth(self._theme.px(_FIELD))
            edit.textEdited.connect(self.count)
            edit.returnPressed.connect(self.take)
            self._grid.addWidget(edit, place, column)
            edits[name] = edit
        self._rows.append(_Row(kind, edits))

    @property
    def rows(self) -> tuple[dict[str, QLineEdit], ...]:
        """Return the fields of every line, by their names."""
        return tuple(row.edits for row in self._rows)

    @Slot()
    def add_part(self) -> None:
        """Add a line for part time with other hours."""
        if len(self._rows) < _MOST_LINES:
            self._add_row(PART)
            self._rows[-1].edits["people"].setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Take the focus where typing begins; what was typed before stays."""
        self._rows[0].edits["people"].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def count(self) -> None:
        """Add up what was typed, and say what is wrong with it."""
        told = self._told()
        for place, row in enumerate(self._rows):
            for name, edit in row.edits.items():
                words = told.faults.get((place, name), "")
                set_tone(edit, "bad" if words else "")
                edit.setAccessibleDescription(words)
        wrong = next(iter(told.faults.items()), None)
        self._fault.setVisible(wrong is not None)
        if wrong is not None:
            (place, _name), words = wrong
            self._fault.setText(f"{self._rows[place].kind.label}: {words}")
        self._sum.setText(f"Zusammen {told.words}" if told.units is not None else "Zusammen: noch nichts")

    def _told(self) -> StaffSum:
        return add_up([StaffLine(kind=row.kind, **{n: e.text() for n, e in row.edits.items()}) for row in self._rows])

    @Slot()
    def take(self) -> None:
        """Give back what it comes to."""
        told = self._told()
        if told.units is not None:
            self.taken.emit(told)
        elif not told.faults:
            self._fault.setText("Noch sind keine Personen eingetragen.")
            self._fault.show()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        super().restyle()
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(6))
        for row in self._rows:
            for edit in row.edits.values():
                edit.setFixedWidth(px(_FIELD))
