"""Finds the themes that words mean: "Roboter" leads to production, "Wärmepumpe" to energy.

The words are our own. A theme that the vocabulary of a knowledge does not have is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor_app.directory.names import begun_key
from advisor_app.directory.trade_words import likeness

_EVERYDAY: Mapping[str, str] = {
    "innovation": "neues Produkt, Neuheit, Erfindung, Idee, Prototyp",
    "forschung_entwicklung": "FuE, F&E, Entwicklung, Forschung, Prototyp, Machbarkeitsstudie, Labor",
    "digitalisierung": "Software, ERP, CRM, Homepage, Website, Onlineshop, papierlos, App, Cloud, Daten, Industrie 4.0",
    "ki": "KI, AI, Chatbot, Sprachmodell, maschinelles Lernen, Bilderkennung, Algorithmus",
    "it_sicherheit": "Cyberangriff, Cybersicherheit, Hacker, Datenschutz, Backup, Firewall, NIS2, Verschlüsselung",
    "produktion": "Roboter, Cobot, Maschine, CNC, Schweißzelle, Fertigung, Automatisierung, Industrie 4.0",
    "werkstoffe": "Material, Beschichtung, Leichtbau, Kunststoff, Metall, Nanotechnologie",
    "energie_umwelt": "Solar, Photovoltaik, PV, Wärmepumpe, Strom, Energieeffizienz, Abwärme, CO2, Klimaschutz, "
    "Wasserstoff, Windkraft, Umweltschutz",
    "kreislaufwirtschaft": "Recycling, Abfall, Ressourceneffizienz, Materialeffizienz, Wiederverwendung",
    "klimaanpassung": "Hochwasser, Starkregen, Hitze, Dachbegrünung",
    "gebaeude": "Sanierung, Dämmung, Neubau, Halle, Heizung, Umbau",
    "mobilitaet": "Elektroauto, E-Auto, Ladesäule, Lkw, Lastenrad, Fuhrpark, Logistik, Transport",
    "gesundheit": "Medizintechnik, Pflege, Arzneimittel, Krankenhaus",
    "kreativwirtschaft": "Film, Musik, Games, Kunst, Design, Medien",
    "gruendung": "Start-up, Selbstständigkeit, Existenzgründung, Firma gründen",
    "nachfolge": "Übergabe, Übernahme, Betriebsübernahme, Firmenkauf",
    "wachstum": "Expansion, neue Märkte, Skalierung",
    "investition": "Anschaffung, Kauf, Maschine, Anlage, Halle, Fahrzeug",
    "unternehmensfinanzierung": "Kredit, Darlehen, Bürgschaft, Liquidität, Betriebsmittel",
    "beteiligungskapital": "Investor, Eigenkapital, Business Angel, Venture Capital, Risikokapital",
    "regionalfoerderung": "GRW, RWP, Strukturwandel, Fördergebiet",
    "beratung": "Coaching, Berater, Potenzialanalyse",
    "fachkraefte": "Personal, Mitarbeiter, Einstellung, Recruiting, Zuwanderung",
    "qualifizierung": "Schulung, Weiterbildung, Fortbildung, Kurs, Seminar",
    "ausbildung": "Azubi, Auszubildende, Lehrling, Lehrstelle",
    "handwerk": "Meister, Meisterbrief, Geselle",
    "schutzrechte": "Patent, Marke, Gebrauchsmuster",
    "messen": "Messestand, Ausstellung, Messeauftritt",
    "aussenwirtschaft": "Export, Ausland, Import, Internationalisierung",
    "kooperation": "Netzwerk, Verbundprojekt, Hochschule, Cluster",
    "recht": "Vertrag, Gesetz, DSGVO, Verordnung, CE-Kennzeichnung",
}
# An everyday word says a little less than the name of the theme itself.
_EVERYDAY_WEIGHT = 0.9


class ThemeSearch:
    """Finds themes. Immutable; safe from any thread.

    Args:
        themes: code -> label.
    """

    def __init__(self, themes: Mapping[str, str]) -> None:
        self._words = {code: tuple(_words(code, label)) for code, label in themes.items()}

    def suggest(self, text: str) -> tuple[str, ...]:
        """Return the codes that words may mean, the likeliest first; all of them where nothing is typed."""
        wanted = begun_key(text).split()
        if not wanted:
            return tuple(self._words)
        scores = {code: self._score(code, wanted) for code in self._words}
        found = [code for code in scores if scores[code] > 0]
        return tuple(sorted(found, key=lambda code: -scores[code]))

    def _score(self, code: str, wanted: list[str]) -> float:
        """Return how well a theme answers: every word typed has to lead to it."""
        best = [max(weight * likeness(word, known) for known, weight in self._words[code]) for word in wanted]
        return sum(best) if all(best) else 0.0


def _words(code: str, label: str) -> Iterator[tuple[str, float]]:
    for word in begun_key(f"{label} {code.replace('_', ' ')}").split():
        yield word, 1.0
    for word in begun_key(_EVERYDAY.get(code, "")).split():
        yield word, _EVERYDAY_WEIGHT
