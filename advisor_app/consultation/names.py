"""Names of places, industries and themes: what codes of a profile are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor_app.content.geodata import Geodata

# Official keys of the states; of what lies outside the tables at least the state is told.
_STATES: Mapping[str, str] = {
    "01": "Schleswig-Holstein", "02": "Hamburg", "03": "Niedersachsen", "04": "Bremen", "05": "Nordrhein-Westfalen",
    "06": "Hessen", "07": "Rheinland-Pfalz", "08": "Baden-Württemberg", "09": "Bayern", "10": "Saarland",
    "11": "Berlin", "12": "Brandenburg", "13": "Mecklenburg-Vorpommern", "14": "Sachsen", "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}  # fmt: skip
_KEY_OF_STATE = 2
# Sections of WZ 2008 as one writes them; the table has them in capitals.
_SECTIONS: Mapping[str, str] = {
    "A": "Land- und Forstwirtschaft, Fischerei", "B": "Bergbau und Gewinnung von Steinen und Erden",
    "C": "Verarbeitendes Gewerbe", "D": "Energieversorgung",
    "E": "Wasserversorgung; Abwasser- und Abfallentsorgung und Beseitigung von Umweltverschmutzungen",
    "F": "Baugewerbe", "G": "Handel; Instandhaltung und Reparatur von Kraftfahrzeugen", "H": "Verkehr und Lagerei",
    "I": "Gastgewerbe", "J": "Information und Kommunikation",
    "K": "Erbringung von Finanz- und Versicherungsdienstleistungen", "L": "Grundstücks- und Wohnungswesen",
    "M": "Erbringung von freiberuflichen, wissenschaftlichen und technischen Dienstleistungen",
    "N": "Erbringung von sonstigen wirtschaftlichen Dienstleistungen",
    "O": "Öffentliche Verwaltung, Verteidigung; Sozialversicherung", "P": "Erziehung und Unterricht",
    "Q": "Gesundheits- und Sozialwesen", "R": "Kunst, Unterhaltung und Erholung",
    "S": "Erbringung von sonstigen Dienstleistungen",
    "T": "Private Haushalte mit Hauspersonal; Herstellung von Waren und Dienstleistungen für den Eigenbedarf",
    "U": "Exterritoriale Organisationen und Körperschaften",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What codes are called; a code that no table knows keeps standing as it is. Built once, read from any thread.

    Args:
        places: official key -> name.
        industries: code of WZ 2008 -> name.
        themes: code -> name.
        programmes: id -> title, for what names other programmes.
    """

    places: Mapping[str, str] = field(default_factory=dict, repr=False)
    industries: Mapping[str, str] = field(default_factory=dict, repr=False)
    themes: Mapping[str, str] = field(default_factory=dict, repr=False)
    programmes: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, geodata: Geodata, themes: Mapping[str, str] | None = None, programmes: Mapping[str, str] | None = None
    ) -> Names:
        """Return the names of the bundled tables.

        Args:
            geodata: places and industries.
            themes: the vocabulary of the themes.
            programmes: id -> title.
        """
        return cls(
            places=geodata.region_labels(),
            industries=geodata.industries.get("2008", {}),
            themes=themes or {},
            programmes=programmes or {},
        )

    def place(self, code: str) -> str:
        """Return the name of a place: `Witten`, `Nordrhein-Westfalen`; outside the state `Bayern (09162000)`."""
        known = self.places.get(code)
        if known is not None:
            return known
        state = _STATES.get(code[:_KEY_OF_STATE])
        if state is None:
            return code
        return state if len(code) == _KEY_OF_STATE else f"{state} ({code})"

    def industry(self, code: str) -> str:
        """Return code and name of an industry: `62.01 Programmierungstätigkeiten`."""
        known = self.industries.get(code)
        return code if known is None else f"{code} {_SECTIONS.get(code, known)}"

    def theme(self, code: str) -> str:
        """Return the name of a theme."""
        return self.themes.get(code, code.replace("_", " "))

    def programme(self, programme_id: str) -> str:
        """Return the title of a programme."""
        return self.programmes.get(programme_id, programme_id)


NO_NAMES = Names()
