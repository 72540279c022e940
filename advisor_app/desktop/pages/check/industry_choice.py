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
        """Return the industries that a text may mean; with an empty field, what lies within the last choice."""
        if text.strip():
            return offer_industries(text, tables)
        return finer_industries(self.codes[-1], tables) if self.codes else ()

    def label(self, code: str, tables: EditorTables) -> str:
        """Return code and name."""
        return tables.names.industry(code)

    def nothing(self, text: str) -> str:
        """Return what helps where nothing was found."""
        return f"Keine Branche zu „{text.strip()}“. Ein anderes Wort für die Tätigkeit oder der WZ-Code hilft weiter."

    def lead(self) -> str:
        """Return what the offers are that lie within a choice."""
        return "Genauer, wenn bekannt:"
