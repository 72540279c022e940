"""The form for one holding: who it is, who holds whom, what share, which figures, and what few holdings need."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.check.aid_form import AidForm
from advisor_app.desktop.pages.check.aid_parts import Choice, Field, Segments, Toggle
from advisor_app.desktop.presenters.check_holdings import (
    EXEMPT_WORDS,
    TIE_WORDS,
    HoldingDraft,
)
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, text_label
from advisor_app.domain.state_aid import Direction, Exempt

_LONGEST = 22
_PERSONS = (
    "Privatpersonen gehören nicht hierher. Haben sie noch ein Unternehmen im gleichen oder benachbarten Markt, dann "
    "dieses eintragen, verbunden „über dieselben Personen“."
)


class HoldingForm(AidForm):
    """Shows a `HoldingDraft` and gives back what was typed.

    Args:
        theme: the look.

    Signals: `taken` (the HoldingDraft), `removal_wanted`, `addition_wanted` (Direction of a holding that is to stand
    below the one in the form), `left` (nothing is to be changed).
    """

    removal_wanted = Signal()
    addition_wanted = Signal(object)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Beteiligung", theme=theme, parent=parent)
        self._draft = HoldingDraft()
        self._heading = text_label("", "section", wrap=True, parent=self)
        self._column.addWidget(self._heading)
        self.direction = Segments("Wer hält wen?", dict.fromkeys(("held_by", "holds"), ""), theme=theme, parent=self)
        self._column.addWidget(self.direction)
        self._build_fields()
        self._build_more()
        self._column.addWidget(text_label(_PERSONS, "stand", wrap=True, parent=self))
        self._build_buttons()
        self.direction.chosen.connect(self.arrange)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _build_fields(self) -> None:
        theme, row = self._theme, QWidget(self)
        flow = self._flow(row)
        self.name = Field("Name", theme=theme, hint="etwa Muster Holding GmbH", wide=True, parent=row)
        self.share = Field("Anteil am Kapital in %", theme=theme, hint="62,5 oder 25 bis 50", parent=row)
        self.headcount = Field("Beschäftigte (Vollzeit)", theme=theme, hint="38 oder 10 bis 49", parent=row)
        self.turnover = Field("Jahresumsatz in EUR", theme=theme, hint="6,2 Mio. oder 250.000", parent=row)
        self.balance = Field("Bilanzsumme in EUR", theme=theme, hint="3,1 Mio.", parent=row)
        for field in (self.name, self.share, self.headcount, self.turnover, self.balance):
            flow.addWidget(field)
            field.entered.connect(self.take)
        self._column.addWidget(row)

    def _build_more(self) -> None:
        theme = self._theme
        row = QWidget(self)
        kinds = self._flow(row)
        self.public = Toggle("Öffentliche Stelle", theme=theme, parent=row)
        self._more_button = Button("Weitere Angaben", theme=theme, kind="text", icon="chevron-down", colour="accent",
                                   size=14, parent=row)  # fmt: skip
        self._more_button.clicked.connect(self.toggle_more)
        kinds.addWidget(self.public)
        kinds.addWidget(self._more_button)
        self._column.addWidget(row)
        self._more = QWidget(self)
        rest = self._flow(self._more)
        exempt = {code.value: words for code, words in EXEMPT_WORDS.items()}
        self.votes = Field("Stimmrechte in %", theme=theme, hint="leer: wie der Anteil", parent=self._more)
        self.tie = Choice("Verbunden oder Partner", TIE_WORDS, theme=theme, parent=self._more)
        self.exempt = Choice("Ausnahme als Investor", exempt, theme=theme, parent=self._more)
        self.group = Field("Handelt gemeinsam mit", theme=theme, hint="gleiches Wort bei allen", parent=self._more)
        self.consolidated = Toggle("Zahlen schon enthalten", theme=theme, parent=self._more)
        self.consolidated.setToolTip("Sie stehen schon im Abschluss des Unternehmens darüber")
        for part in (self.votes, self.tie, self.exempt, self.group, self.consolidated):
            rest.addWidget(part)
        self.votes.entered.connect(self.take)
        self.group.entered.connect(self.take)
        self._column.addWidget(self._more)

    def _build_buttons(self) -> None:
        theme, ways = self._theme, self._build_ways("Übernehmen")
        row = self.ok.parentWidget()
        self.above = Button("Inhaber darüber", theme=theme, icon="plus", colour="text2", parent=row)
        self.below = Button("Beteiligung darunter", theme=theme, icon="plus", colour="text2", parent=row)
        self.remove = Button("Entfernen", theme=theme, kind="text", icon="x", colour="accent", size=14, parent=row)
        for button in (self.above, self.below, self.remove):
            ways.addWidget(button)
        self.above.clicked.connect(self.want_above)
        self.below.clicked.connect(self.want_below)
        self.remove.clicked.connect(self.removal_wanted)

    # What it shows

    @property
    def fields(self) -> dict[str, Field]:
        """Return the fields by the name they have in a draft."""
        return {
            "name": self.name, "share": self.share, "headcount": self.headcount, "turnover": self.turnover,
            "balance": self.balance, "votes": self.votes, "group": self.group,
        }  # fmt: skip

    def show_draft(self, draft: HoldingDraft, *, under: str, is_new: bool) -> None:
        """Show a holding.

        Args:
            draft: as it would be typed.
            under: name of the one it stands under.
            is_new: it is not among the holdings yet.
        """
        self._draft = draft
        self._heading.setText("Neue Beteiligung" if is_new else draft.name)
        short = under if len(under) <= _LONGEST else f"{under[: _LONGEST - 1]}…"
        self.direction.say("held_by", f"Hält Anteile an {short}")
        self.direction.say("holds", f"{short} hält Anteile daran")
        self.direction.show_code(draft.direction.value)
        for name, field in self.fields.items():
            field.show_text(str(getattr(draft, name)))
        self.tie.show_code(draft.tie)
        self.exempt.show_code(draft.exempt.value)
        self.public.setChecked(draft.public)
        self.consolidated.setChecked(draft.consolidated)
        for button in (self.above, self.below, self.remove):
            button.setVisible(not is_new)
        self._open_more(opened=draft.has_more or draft.exempt is not Exempt.NONE)
        self.arrange()
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.edit.selectAll()

    def draft(self) -> HoldingDraft:
        """Return what was typed."""
        texts = {name: field.text for name, field in self.fields.items()}
        return HoldingDraft(
            **texts, direction=Direction(self.direction.code), tie=self.tie.code, exempt=Exempt(self.exempt.code),
            public=self.public.isChecked(), consolidated=self.consolidated.isChecked(), related=self._draft.related,
        )  # fmt: skip

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it, and go to the first; one that few holdings need is shown for it."""
        if {"votes", "group"} & faults.keys():
            self._open_more(opened=True)
        super().show_faults(faults)

    @Slot()
    def take(self) -> None:
        """Give back what was typed."""
        self.taken.emit(self.draft())

    @Slot()
    def want_above(self) -> None:
        """Ask for a new owner of the one in the form."""
        self.addition_wanted.emit(Direction.HELD_BY)

    @Slot()
    def want_below(self) -> None:
        """Ask for a new holding of the one in the form."""
        self.addition_wanted.emit(Direction.HOLDS)

    @Slot()
    def toggle_more(self) -> None:
        """Show or hide what few holdings need."""
        self._open_more(opened=self._more.isHidden())

    def _open_more(self, *, opened: bool) -> None:
        self._more.setVisible(opened)
        self._more_button.say("Weniger Angaben" if opened else "Weitere Angaben")
        self._more_button.set_icon("chevron-up" if opened else "chevron-down")

    @Slot()
    def arrange(self) -> None:
        """Offer what a holder can be only where it is one."""
        holder = self.direction.code == Direction.HELD_BY.value
        self.exempt.setVisible(holder)
        self.group.setVisible(holder)
