"""The industry of a company, found by what it does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.check.editors_search import SearchEditor
from advisor_app.desktop.presenters.check_editor import EditorTables
from advisor_app.desktop.presenters.check_editor_search import Offer, finer_industries, offer_industries
from advisor_app.desktop.theme import Theme


class IndustryChoice(SearchEditor):
    """Codes of the classification (WZ 2008); what was chosen coarsely can be told more exactly."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Branche", "Was macht der Betrieb? Tischlerei, Pflegedienst, 62.01", icon="building",
                         several=True, theme=theme, parent=parent)  # fmt: skip

    def found(self, text: str, tables: EditorTables) -> Sequence[Offer]:
        """Return the industries that a text may mean; without one what lies within the last choice, or the sections."""
        if text.strip():
            return offer_industries(text, tables)
        return finer_industries(self.codes[-1] if self.codes else "", tables)

    def label(self, code: str, tables: EditorTables) -> str:
        """Return code and name."""
        return tables.names.industry(code)

    def nothing(self, text: str) -> str:
        """Return what helps where nothing was found."""
        return f"Keine Branche zu „{text.strip()}“. Ein anderes Wort oder ein leeres Feld führt weiter."

    def lead(self) -> str:
        """Return what the offers are that lie within a choice."""
        return "Genauer, wenn bekannt:" if self.codes else "Oder Schritt für Schritt:"

    def take_codes(self, codes: Sequence[str]) -> None:
        """Choose codes; one that holds another that was chosen as well says nothing any more."""
        index = self._tables.industries if self._tables is not None else None
        held = {above for code in codes for above in index.above(code)} if index is not None else set()
        super().take_codes([code for code in codes if code not in held])
