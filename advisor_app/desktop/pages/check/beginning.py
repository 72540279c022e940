"""How a check begins: what it does, for whom, and the ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.check.question_card import keep_height
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from advisor_app.consultation.kept import Begun

_TITLE = "Welche Programme passen, warum, und was fehlt noch?"
_ABOUT = (
    "Der Fördercheck hält jede Bedingung der Programme gegen das, was Sie angeben, und nennt zu jedem Ergebnis Grund, "
    "Quelle und Stand. Was unbekannt ist, bleibt offen. Ob gefördert wird, entscheidet die Bewilligungsstelle."
)
_PLACE = "Alle Angaben bleiben auf diesem Gerät. Links können Sie sie in beliebiger Reihenfolge ergänzen."
_NOT_KEPT = "Vertrauliche Angaben werden nicht aufgehoben."


class Beginning(Panel):
    """The card of the beginning.

    Args:
        theme: the look.

    Signals: `first_wanted` (the first question), `open_wanted`, `founding_chosen` (whether somebody founds),
    `resume_wanted` (the check from before that is shown), `drop_wanted` (it is not wanted any more), `other_chosen`
    (the number of another one).
    """

    first_wanted = Signal()
    open_wanted = Signal()
    founding_chosen = Signal(bool)
    resume_wanted = Signal()
    drop_wanted = Signal()
    other_chosen = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self.setAccessibleName("Fördercheck beginnen")
        keep_height(self)
        self._title = text_label(_TITLE, "section", wrap=True, parent=self)
        self._about = text_label(_ABOUT, "", wrap=True, parent=self)
        self._place = text_label(_PLACE, "meta", wrap=True, parent=self)
        self.company = self._segment("Betrieb")
        self.founder = self._segment("Gründung")
        self.company.clicked.connect(self.choose_company)
        self.founder.clicked.connect(self.choose_founder)
        self._for_whom = QHBoxLayout()
        self._for_whom.addWidget(text_label("Es geht um", "meta", parent=self))
        self._for_whom.addWidget(self.company)
        self._for_whom.addWidget(self.founder)
        self._for_whom.addStretch(1)
        ways = QWidget(self)
        self._ways = FlowLayout(ways)
        self.first = Button("Erste Frage", theme=theme, kind="primary", icon="arrow-right", colour="on_accent",
                            parent=ways)  # fmt: skip
        self.first.clicked.connect(self.first_wanted)
        self.open = Button("Datei öffnen", theme=theme, icon="folder-open", colour="text2", parent=ways)
        self.open.clicked.connect(self.open_wanted)
        for way in (self.first, self.open):
            self._ways.addWidget(way)
        self._make_before()
        self._column = QVBoxLayout(self)
        for part in (self._title, self._about):
            self._column.addWidget(part)
        self._column.addLayout(self._for_whom)
        self._column.addWidget(ways)
        self._column.addWidget(self._before)
        self._column.addWidget(self._place)
        self.show_founding(founding=False)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _make_before(self) -> None:
        """Make the strip that offers a check from before."""
        self._before = Panel("tinted", self)
        self._before.setProperty("tone", "info")
        self._before_text = text_label("", "", wrap=True, parent=self._before)
        self.resume = Button("Fortsetzen", theme=self._theme, parent=self._before)
        self.resume.clicked.connect(self.resume_wanted)
        self.drop = Button("Verwerfen", theme=self._theme, kind="quiet", parent=self._before)
        self.drop.clicked.connect(self.drop_wanted)
        self.others = Button("", theme=self._theme, kind="quiet", icon="history", colour="accent", parent=self._before)
        self.others.clicked.connect(self.show_others)
        self.menu = QMenu(self.others)
        self._before_row = QHBoxLayout(self._before)
        self._before_row.addWidget(self._before_text, 1)
        self._before_row.addWidget(self.resume)
        self._before_row.addWidget(self.drop)
        self._before_row.addWidget(self.others)
        self._before.hide()

    def _segment(self, words: str) -> Button:
        button = Button(words, theme=self._theme, kind="segment", parent=self)
        button.setCheckable(True)
        return button

    def show_founding(self, *, founding: bool) -> None:
        """Show for whom the check is."""
        self.company.setChecked(not founding)
        self.founder.setChecked(founding)

    def offer(self, begun: Sequence[Begun], at: int = 0) -> None:
        """Offer to go on with a check from before, or not any more.

        Args:
            begun: all there are.
            at: which of them is shown.
        """
        self._before.setVisible(bool(begun))
        self.others.setVisible(len(begun) > 1)
        self.menu.clear()
        if not begun:
            return
        which = f"Angefangener Check {at + 1} von {len(begun)}" if len(begun) > 1 else "Angefangener Check"
        self._before_text.setText(f"{which}: {_told(begun[at])}. {_NOT_KEPT}")
        self.others.setText(f"Alle {len(begun)}")
        for number, one in enumerate(begun):
            # A lone "&" would mark a key.
            action = self.menu.addAction(_told(one).replace("&", "&&"))
            action.triggered.connect(partial(self.other_chosen.emit, number))

    @Slot()
    def show_others(self) -> None:
        """List all checks from before."""
        self.menu.popup(self.others.mapToGlobal(self.others.rect().bottomLeft()))

    @Slot()
    def choose_company(self) -> None:
        """Put the company first."""
        self.show_founding(founding=False)
        self.founding_chosen.emit(False)

    @Slot()
    def choose_founder(self) -> None:
        """Put the founder first."""
        self.show_founding(founding=True)
        self.founding_chosen.emit(True)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(10))
        self._for_whom.setSpacing(px(8))
        self._ways.gap = px(10)
        self._before_row.setContentsMargins(px(12), px(8), px(12), px(8))
        self._before_row.setSpacing(px(8))


def _told(begun: Begun) -> str:
    facts = formatting.count(len(begun.profile.facts), "Angabe", "Angaben")
    named = f"„{begun.profile.title}“, " if begun.profile.title else ""
    return f"{named}{facts}, zuletzt am {formatting.as_of(begun.day.isoformat())}"
