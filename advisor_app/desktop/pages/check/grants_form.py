"""The form for one de-minimis grant; of a loan or a guarantee it works out the gross grant equivalent."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.check.aid_form import AidForm
from advisor_app.desktop.pages.check.aid_parts import Choice, Field, Segments
from advisor_app.desktop.presenters.check_account import BASES
from advisor_app.desktop.presenters.check_grants import GRANT, KIND_WORDS, LOAN, GrantDraft, equivalent
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, text_label
from advisor_app.domain.state_aid import Basis

_LABELS = {"amount": {GRANT: "Beihilfewert in EUR", LOAN: "Darlehen in EUR"}, "percent": {LOAN: "Besichert zu %"}}
_AMOUNT, _PERCENT = "Bürgschaft über EUR", "Verbürgt zu %"


class GrantsForm(AidForm):
    """Shows a `GrantDraft` and gives back what was typed.

    Args:
        theme: the look.

    Signals: `taken` (the GrantDraft), `removal_wanted`, `left` (nothing is to be changed).
    """

    removal_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("De-minimis-Beihilfe", theme=theme, parent=parent)
        self._heading = text_label("", "section", parent=self)
        self._column.addWidget(self._heading)
        self.kind = Segments("Art der Beihilfe", KIND_WORDS, theme=theme, parent=self)
        self._column.addWidget(self.kind)
        self._build_fields()
        self._worth = text_label("", "uiStrong", wrap=True, parent=self)
        self._column.addWidget(self._worth)
        self._build_buttons()
        self.kind.chosen.connect(self.arrange)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.arrange()

    def _build_fields(self) -> None:
        theme, row = self._theme, QWidget(self)
        flow = self._flow(row)
        self.day = Field("Bewilligt am", theme=theme, hint="15.03.2024", parent=row)
        self.amount = Field("", theme=theme, hint="12.000 oder 1,5 Mio.", parent=row)
        self.years = Field("Laufzeit in Jahren", theme=theme, hint="5", parent=row)
        self.percent = Field("", theme=theme, hint="60", parent=row)
        self.undertaking = Field("An wen", theme=theme, hint="leer: das Unternehmen", parent=row)
        self.note = Field("Wofür, von wem", theme=theme, hint="etwa Name des Programms", parent=row)
        bases = {basis.value: words for basis, words in BASES.items()}
        self.basis = Choice("Verordnung", bases, theme=theme, parent=row)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.undertaking.edit.setCompleter(completer)
        for field in (self.day, self.amount, self.years, self.percent, self.undertaking, self.note):
            flow.addWidget(field)
            field.entered.connect(self.take)
            field.edited.connect(self.reckon)
        flow.addWidget(self.basis)
        self._column.addWidget(row)

    def _build_buttons(self) -> None:
        ways = self._build_ways("Übernehmen")
        self.remove = Button("Entfernen", theme=self._theme, kind="text", icon="x", colour="accent", size=14,
                             parent=self.ok.parentWidget())  # fmt: skip
        ways.addWidget(self.remove)
        self.remove.clicked.connect(self.removal_wanted)

    @property
    def fields(self) -> dict[str, Field]:
        """Return the fields by the name they have in a draft."""
        return {
            "day": self.day, "amount": self.amount, "years": self.years, "percent": self.percent,
            "undertaking": self.undertaking, "note": self.note,
        }  # fmt: skip

    def show_draft(self, draft: GrantDraft, *, names: tuple[str, ...], is_new: bool) -> None:
        """Show a grant.

        Args:
            draft: as it would be typed.
            names: of the enterprises that may have received it.
            is_new: it is not among the grants yet.
        """
        self._heading.setText("Neue Beihilfe" if is_new else "Beihilfe ändern")
        self._names.setStringList(list(names))
        self.kind.show_code(draft.kind)
        for name, field in self.fields.items():
            field.show_text(str(getattr(draft, name)))
        self.basis.show_code(draft.basis)
        self.remove.setVisible(not is_new)
        self.arrange()
        self.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> GrantDraft:
        """Return what was typed."""
        texts = {name: field.text for name, field in self.fields.items()}
        return GrantDraft(**texts, kind=self.kind.code, basis=self.basis.code)

    @Slot()
    def take(self) -> None:
        """Give back what was typed."""
        self.taken.emit(self.draft())

    @Slot()
    def arrange(self) -> None:
        """Ask for what a grant, a loan or a guarantee needs."""
        kind = self.kind.code
        self.amount.call(_LABELS["amount"].get(kind, _AMOUNT))
        self.percent.call(_LABELS["percent"].get(kind, _PERCENT))
        for field in (self.years, self.percent):
            field.setVisible(kind != GRANT)
        self.basis.setVisible(kind == GRANT)
        if kind != GRANT:
            # The simplified way is worked out for the general regulation alone.
            self.basis.show_code(Basis.GENERAL.value)
        self.reckon()

    @Slot()
    def reckon(self) -> None:
        """Say what a loan or guarantee comes to while it is typed."""
        draft = self.draft()
        self._worth.setVisible(draft.kind != GRANT)
        if draft.kind == GRANT:
            return
        found = equivalent(draft)
        told = "Noch nicht zu berechnen" if isinstance(found, dict) else formatting.euro(found)
        self._worth.setText(f"Beihilfewert (vereinfachter Weg, Art. 4): {told}")
