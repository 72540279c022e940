"""What somebody typed as the answer to a question: letters of options, or the value itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from advisor_app.consultation.names import Names
from advisor_app.consultation.reading import NotUnderstood
from advisor_app.consultation.reading import Reader as ValueReader
from advisor_app.content.geodata import Geodata
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.directory.industries import IndustryIndex
from advisor_app.domain.facts import FACTS, Fact, FactType
from advisor_app.domain.profile import AnyOf, Known, Possible

__all__ = ["LETTERS", "NotUnderstood", "Reader"]

# What options are called; the letters left out are the interview's own.
LETTERS = "abcdfgijlmnoprtuvwxy"


class Reader:
    """Reads answers.

    Args:
        folder: tables of places and industries.
        geodata: their names.
        themes: codes of the themes -> their labels.
    """

    def __init__(self, folder: Path, geodata: Geodata, themes: Mapping[str, str]) -> None:
        names = Names.of(geodata, themes)
        self._values = ValueReader(Gazetteer.load(folder), IndustryIndex.load(folder), names)

    def read(self, fact: str, text: str, options: Sequence[Possible]) -> Possible:
        """Return what an answer says of a fact.

        Args:
            fact: its name.
            text: what was typed: a letter of an option, or the value itself.
            options: what was offered as a), b) …

        Raises:
            NotUnderstood: neither.
        """
        chosen = _chosen(FACTS[fact], text, options)
        return self._values.read(fact, text) if chosen is None else chosen

    @staticmethod
    def hint(fact: str) -> str:
        """Return how an answer is written."""
        return _HINTS[FACTS[fact].type] if fact not in _RECORD_HINTS else _RECORD_HINTS[fact]


def _chosen(kind: Fact, text: str, options: Sequence[Possible]) -> Possible | None:
    """Return what is meant by letters; several stand for all of them in a list."""
    letters = text.casefold().replace(",", " ").split()
    places = [LETTERS.find(letter) if len(letter) == 1 else -1 for letter in letters]
    if not places or kind.type is FactType.BOOL or not all(0 <= place < len(options) for place in places):
        return None
    found = [options[place] for place in dict.fromkeys(places)]
    if len(found) == 1:
        return found[0]
    values = [one.value for one in found if isinstance(one, Known)]
    if len(values) < len(found):
        raise NotUnderstood("Bitte nur eine Spanne wählen.")
    if kind.type in (FactType.CODES, FactType.REGIONS, FactType.WZ):
        return Known(tuple(code for value in values for code in value))
    return AnyOf(tuple(values))


_HINTS: Mapping[FactType, str] = {
    FactType.BOOL: "j oder n",
    FactType.NUMBER: "Buchstabe der Spanne oder Zahl: 12, 1,5 Mio, 10-49, ab 250",
    FactType.DATE: "Tag (14.03.2015), Monat (03/2015), Jahr (2015) oder Spanne (2015 bis 2018)",
    FactType.CODE: "Buchstabe; mehrere, wenn es eines davon ist",
    FactType.CODES: "Buchstaben, mehrere mit Leerzeichen; keine",
    FactType.REGION: "Postleitzahl oder Ort",
    FactType.REGIONS: "Postleitzahlen oder Orte, mit Komma getrennt",
    FactType.WZ: "Code (62.01) oder was der Betrieb macht: Tischlerei, Softwarehaus",
    FactType.TEXT: "Text",
    FactType.RECORDS: "keine",
}
_RECORD_HINTS: Mapping[str, str] = {
    "company.related": "keine; sonst Name und Anteil der beteiligten Unternehmen: Muster GmbH 60; Beispiel AG 30",
    "company.deminimis_grants": "keine; sonst Tag und Betrag: 01.03.2025 12.000; 15.06.2024 8.000",
}
