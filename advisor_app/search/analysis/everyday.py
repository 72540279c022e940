"""Everyday words and what official texts say instead: people ask for money, guidelines speak of grants.

One line each: everyday words (alternatives, separated by commas), `>`, the official words. The way goes in one
direction only: who types the official word means it. Content adds its own synonyms; these are the ones that every
collection needs.
"""

from __future__ import annotations

from collections.abc import Iterator

from advisor_app.search.analysis.words import WORD, shapes

Stems = tuple[str, ...]

_LINES = """
bestellen, beauftragen, unterschreiben, loslegen, anfangen > Auftrag, Vorhabenbeginn, Maßnahmenbeginn, Beginn, Vertrag
kaufen, anschaffen, zulegen, besorgen > Anschaffung, Investition, Erwerb, investieren
Geld, Mittel, Knete > Förderung, Zuschuss, Finanzierung, Fördermittel, Kapital
Fördermittel, Fördergeld, Staatsgeld, Unterstützung, Hilfe, Beihilfe > Förderung, Zuschuss, Unterstützung
geschenkt, Geschenk, zurückzahlen > Zuschuss, rückzahlbar, Darlehen
bezahlen, zahlen, Kosten > Kosten, Ausgaben, Finanzierung, Zuschuss
leihen, borgen, Kredit > Darlehen, Kredit
Darlehen > Kredit
Bank > Hausbank, Kreditinstitut
bürgen, Bürge, Sicherheiten, Sicherheit für die Bank > Bürgschaft, Garantie
Investor, Risikokapital, Wagniskapital, Venture Capital > Beteiligung, Risikokapital, Wagniskapital, Eigenkapital
Beteiligungskapital, Geldgeber > Beteiligung, Risikokapital, Wagniskapital, Eigenkapital
Steuer sparen, Finanzamt, Steuervorteil > steuerlich, Forschungszulage
Firma, Laden, Geschäft, Bude, Unternehmen > Unternehmen, Betrieb
Betrieb > Unternehmen
Kleinbetrieb, kleine Firma, Mittelstand, Mittelständler > KMU, kleine und mittlere Unternehmen
Chef, Boss, Inhaber > Unternehmer, Geschäftsführung, Inhaber, Unternehmensleitung
aufhören, Ruhestand, übergeben, Übergabe, verkaufen, Altersgründe > Nachfolge, Übergabe, Unternehmensnachfolge
übernehmen, Übernahme > Nachfolge, Übernahme
selbständig, selbstständig, aufmachen, gründen, eigene Firma, Startup > Gründung, Existenzgründung, Start-up, Gründer
Azubi, Lehrling, Lehrstelle, Lehre > Ausbildung, Auszubildende
Mitarbeiter, Leute, Personal, Angestellte, Belegschaft > Beschäftigte, Fachkräfte, Personal
einstellen, anstellen, Arbeitslose > Einstellung, Personal, Eingliederung, Beschäftigung
Schulung, Kurs, Lehrgang, Fortbildung, Seminar, lernen > Weiterbildung, Qualifizierung
Weiterbildung > Qualifizierung, Fortbildung
Maschine, Maschinen, Gerät, Geräte > Anlage, Investition, Ausrüstung, Maschine
Halle, Werkstatt, bauen, umbauen, Neubau > Bau, Gebäude, Investition
Heizung, heizen > Wärme, Heizung, Energieeffizienz
Strom sparen, Energie sparen, Stromkosten, Energiekosten, Stromrechnung > Energieeffizienz, Energie
Solar, Solaranlage, Sonnenstrom > Photovoltaik
Elektroauto, E-Auto, Ladesäule > Elektromobilität, Ladeinfrastruktur
Müll, Abfall, Verschwendung > Ressourceneffizienz, Kreislaufwirtschaft, Abfall
Umwelt, Klima > Klimaschutz, Nachhaltigkeit, Umwelt
Roboter, automatisch > Robotik, Automatisierung
Computer, EDV, Software, Programm, digital > Digitalisierung, Software, IT
Internetseite, Webseite, Homepage, Onlineshop > Digitalisierung, Website
Hacker, Virus, Hackerangriff, Datenklau > Cybersicherheit, IT-Sicherheit
Chatbot, ChatGPT > Künstliche Intelligenz, KI
erfinden, Erfindung, Erfinder, Idee, Einfall > Innovation, Patent, Schutzrecht, Idee
Patent, Marke > Schutzrecht
entwickeln, Neuentwicklung, neues Produkt, tüfteln > Entwicklung, Forschung, Innovation
forschen, erforschen, untersuchen > Forschung, Projekt
ausprobieren, testen, Versuch > Machbarkeit, Pilot, Erprobung
Uni, Universität, Hochschule, Professor > Hochschule, Universität, Forschungseinrichtung
Doktorarbeit, Doktorand > Dissertation, Promotion
Auszeichnung, Ehrung > Preis
Tagung, Treffen > Konferenz, Workshop, Veranstaltung
Ausland, auswärts > international, Export
exportieren, Auslandsgeschäft, ins Ausland verkaufen > Export, Außenwirtschaft
Ausstellung, Stand > Messe
Berater, beraten, Ansprechpartner, wer hilft > Beratung
pleite, Insolvenz, Zahlungsschwierigkeiten, schlecht laufen > Krise, Sanierung, Konsolidierung
Handwerker, Meisterbetrieb > Handwerk
Dorf > ländlich, Gemeinde
Frist, bis wann, Termin > Antragsfrist, Stichtag, Frist
beantragen, Antrag stellen > Antrag, Antragstellung
""".strip().splitlines()


def everyday_words() -> Iterator[tuple[Stems, tuple[Stems, ...]]]:
    """Yield each everyday word or phrase with the official ones, all as stems."""
    for line in _LINES:
        left, _, right = line.partition(">")
        official = tuple(_stems(text) for text in right.split(","))
        for text in left.split(","):
            own = _stems(text)
            yield own, tuple(stems for stems in official if stems != own)


def _stems(text: str) -> Stems:
    return tuple(shapes(word)[2] for word in WORD.findall(text))
