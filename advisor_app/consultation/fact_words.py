"""German words of every fact: what it is called, how it is asked for, and one plain sentence of help.

Questions are put to somebody at a table, so they use the words of the trade; a hint says what counts and what does
not. Legal limits in hints are those of `domain.state_aid`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class FactWords(NamedTuple):
    """The words of one fact."""

    label: str
    question: str
    hint: str


_COMPANY: Mapping[str, FactWords] = {
    "company.exists": FactWords(
        "Unternehmen besteht",
        "Gibt es das Unternehmen schon?",
        "Nein gilt nur vor einer Neugründung; wer einen Betrieb übernimmt oder sich beteiligt, antwortet mit Ja.",
    ),
    "company.sme_class": FactWords(
        "Größenklasse",
        "Welche Größenklasse hat das Unternehmen?",
        "Sie folgt aus Beschäftigten, Umsatz, Bilanzsumme und Beteiligungen.",
    ),
    "company.headcount": FactWords(
        "Beschäftigte",
        "Wie viele Beschäftigte hat das Unternehmen, in Vollzeit gerechnet?",
        "Teilzeit zählt anteilig, mitarbeitende Inhaber zählen mit, Auszubildende nicht; KMU haben weniger als 250.",
    ),
    "company.headcount_group": FactWords(
        "Beschäftigte im Verbund",
        "Wie viele Beschäftigte hat der ganze Verbund?",
        "Verbundene Unternehmen zählen ganz, Partnerunternehmen nach ihrem Anteil.",
    ),
    "company.turnover_eur": FactWords(
        "Jahresumsatz",
        "Wie hoch war der Umsatz im letzten Jahresabschluss?",
        "Gemeint ist der Umsatz ohne Umsatzsteuer; ein junges Unternehmen schätzt ihn.",
    ),
    "company.turnover_group_eur": FactWords(
        "Umsatz der Gruppe",
        "Wie hoch ist der Umsatz der ganzen Gruppe?",
        "Gezählt werden das Unternehmen und alle verbundenen Unternehmen ganz, Partnerunternehmen nicht.",
    ),
    "company.balance_eur": FactWords(
        "Bilanzsumme",
        "Wie hoch war die Bilanzsumme im letzten Jahresabschluss?",
        "Für die Größenklasse genügt es, wenn entweder der Umsatz oder die Bilanzsumme unter der Grenze liegt.",
    ),
    "company.related": FactWords(
        "Beteiligungen",
        "Wem gehören 25\u00a0% oder mehr des Unternehmens, und woran ist es selbst mit 25\u00a0% oder mehr beteiligt?",
        "Ab 25\u00a0% zählen Partnerunternehmen anteilig mit, über 50\u00a0% verbundene Unternehmen ganz.",
    ),
    "company.public_share": FactWords(
        "Öffentlicher Anteil",
        "Wie viel Prozent des Unternehmens gehören öffentlichen Stellen?",
        "Ab 25\u00a0% gilt ein Unternehmen in der Regel als groß, unabhängig von seinen Zahlen.",
    ),
    "company.two_year_rule": FactWords(
        "Größenklasse seit zwei Jahren",
        "Hatte das Unternehmen im vorletzten Jahresabschluss dieselbe Größenklasse?",
        "Eine neue Größenklasse gilt erst, wenn sie in zwei Abschlüssen hintereinander erreicht ist.",
    ),
    "company.legal_form": FactWords(
        "Rechtsform",
        "Welche Rechtsform hat das Unternehmen?",
        "Vor einer Gründung zählt die Form, die geplant ist.",
    ),
    "company.legal_kind": FactWords(
        "Art des Unternehmens",
        "Was für ein Unternehmen ist es?",
        "Manche Programme sind nur für Handwerk, freie Berufe oder gemeinnützige Träger offen.",
    ),
    "company.chamber": FactWords(
        "Kammer",
        "Zu welcher Kammer gehört das Unternehmen?",
        "Maßgeblich ist die Eintragung; ein gemischter Betrieb kann zu IHK und HWK gehören.",
    ),
    "company.wz_codes": FactWords(
        "Branche (WZ 2008)",
        "In welcher Branche arbeitet das Unternehmen?",
        "Der Code steht in vielen Bescheiden und Meldungen zur Statistik; ein Wort wie Tischlerei genügt zum Suchen.",
    ),
    "company.seat_ags": FactWords(
        "Sitz",
        "Wo hat das Unternehmen seinen Sitz?",
        "Gemeint ist der Ort aus dem Handelsregister oder der Gewerbeanmeldung; die Postleitzahl genügt meist.",
    ),
    "company.site_ags": FactWords(
        "Betriebsstätten",
        "Wo hat das Unternehmen Betriebsstätten?",
        "Viele Programme fragen nach der Betriebsstätte, nicht nach dem Sitz.",
    ),
    "company.site_in_de": FactWords(
        "Betriebsstätte in Deutschland",
        "Gibt es eine Betriebsstätte in Deutschland?",
        "Ein Büro oder eine Werkstatt genügt; eine reine Postanschrift zählt nicht.",
    ),
    "company.founded_on": FactWords(
        "Gründung",
        "Wann wurde das Unternehmen gegründet?",
        "Das Jahr genügt fürs Erste; vor der Gründung zählt der geplante Tag.",
    ),
    "company.age_years": FactWords(
        "Alter des Unternehmens",
        "Wie alt ist das Unternehmen?",
        "Gezählt werden volle Jahre seit der Gründung.",
    ),
    "company.structurally_weak": FactWords(
        "Fördergebiet",
        "Liegt der Standort im GRW-Fördergebiet?",
        "Das zeigt die Fördergebietskarte; sie ist hier nicht hinterlegt.",
    ),
    "company.in_difficulty": FactWords(
        "Unternehmen in Schwierigkeiten",
        "Haben Verluste mehr als die Hälfte des Stammkapitals oder der Eigenmittel aufgezehrt?",
        "Gemeint ist die Definition des EU-Rechts; die Steuerberatung sieht es im letzten Abschluss.",
    ),
    "company.insolvency": FactWords(
        "Insolvenz",
        "Läuft ein Insolvenzverfahren, oder liegen die Gründe dafür vor?",
        "Auch Zahlungsunfähigkeit und Überschuldung ohne eröffnetes Verfahren zählen.",
    ),
    "company.open_recovery_order": FactWords(
        "Offene Rückforderung",
        "Ist eine Rückforderung der EU-Kommission zu einer früheren Beihilfe offen?",
        "Gemeint ist nur eine Beihilfe, die die Kommission für unzulässig erklärt hat, keine gewöhnliche Rückzahlung.",
    ),
    "company.deminimis_grants": FactWords(
        "De-minimis-Beihilfen",
        "Welche De-minimis-Beihilfen gab es in den letzten drei Jahren?",
        "Maßgeblich ist das Datum des Bescheids; verbundene Unternehmen zählen mit.",
    ),
    "company.deminimis_room_eur": FactWords(
        "Freier De-minimis-Rahmen",
        "Wie viel De-minimis-Rahmen ist noch frei?",
        "Höchstens 300.000\u00a0EUR in drei Jahren für das Unternehmen mit allen verbundenen.",
    ),
    "company.trains_apprentices": FactWords(
        "Ausbildungsbetrieb",
        "Bildet das Unternehmen aus?",
        "Gemeint sind laufende Ausbildungsverhältnisse in einem anerkannten Beruf.",
    ),
}

_PROJECT: Mapping[str, FactWords] = {
    "project.kind": FactWords(
        "Art des Vorhabens",
        "Was ist geplant?",
        "Mehreres ist möglich; gemeint ist, wofür das Geld gebraucht wird.",
    ),
    "project.themes": FactWords(
        "Themen des Vorhabens",
        "Um welche Themen geht es?",
        "Mehreres ist möglich; gemeint ist der Kern des Vorhabens, nicht alles, was am Rande vorkommt.",
    ),
    "project.activities": FactWords(
        "Tätigkeiten im Vorhaben",
        "Was soll im Vorhaben konkret getan werden?",
        "Programme fördern oft nur einzelne Schritte, etwa Beratung oder Markteinführung.",
    ),
    "project.site_ags": FactWords(
        "Ort des Vorhabens",
        "Wo wird das Vorhaben umgesetzt?",
        "Maßgeblich ist der Ort, an dem investiert oder gearbeitet wird, nicht der Sitz.",
    ),
    "project.started": FactWords(
        "Vorhaben begonnen",
        "Hat das Vorhaben schon begonnen?",
        "Als Beginn zählt meist der erste bindende Auftrag oder der Baubeginn; Planung zählt in der Regel nicht.",
    ),
    "project.start_planned": FactWords(
        "Geplanter Beginn",
        "Wann soll das Vorhaben beginnen?",
        "Gemeint ist der Tag des ersten bindenden Auftrags; ein Jahr genügt fürs Erste.",
    ),
    "project.order_signed": FactWords(
        "Auftrag unterschrieben",
        "Ist schon ein Auftrag erteilt oder ein Vertrag unterschrieben?",
        "Auch Kauf- und Mietverträge und mündliche Aufträge zählen; Planung und Angebote zählen meist nicht.",
    ),
    "project.total_cost_eur": FactWords(
        "Gesamtkosten",
        "Was kostet das Vorhaben insgesamt?",
        "Eine grobe Zahl genügt; wer Vorsteuer abziehen kann, rechnet ohne Umsatzsteuer.",
    ),
    "project.eligible_cost_eur": FactWords(
        "Anrechenbare Kosten",
        "Welchen Teil der Kosten erkennt das Programm voraussichtlich an?",
        "Der Fördersatz gilt nur für diesen Teil; Eigenleistung und Umsatzsteuer gehören oft nicht dazu.",
    ),
    "project.expected_aid_eur": FactWords(
        "Erwartete Förderung",
        "Welche Förderung wird erwartet?",
        "Sie kann nie höher sein als die Kosten des Vorhabens.",
    ),
    "project.months": FactWords(
        "Dauer des Vorhabens",
        "Wie viele Monate dauert das Vorhaben?",
        "Gerechnet vom ersten Auftrag bis zur letzten Rechnung.",
    ),
    "project.partners": FactWords(
        "Partner im Vorhaben",
        "Wer arbeitet im Vorhaben mit?",
        "Gemeint sind andere Unternehmen und Einrichtungen mit eigenem Anteil am Vorhaben, keine Lieferanten.",
    ),
    "project.with_research_org": FactWords(
        "Forschungseinrichtung beteiligt",
        "Ist eine Hochschule oder Forschungseinrichtung dabei?",
        "Sie zählt, wenn sie als Partner oder im Auftrag am Vorhaben mitarbeitet.",
    ),
    "project.contractor_is_affiliate": FactWords(
        "Auftrag an verbundenes Unternehmen",
        "Geht ein Auftrag des Vorhabens an ein verbundenes Unternehmen?",
        "Auch ein Unternehmen derselben Gesellschafter gehört dazu; solche Rechnungen werden oft nicht anerkannt.",
    ),
    "project.creates_job_or_training": FactWords(
        "Neuer Arbeits- oder Ausbildungsplatz",
        "Entsteht durch das Vorhaben ein Arbeits- oder Ausbildungsplatz?",
        "Gemeint ist ein zusätzlicher Platz, der auf Dauer bleibt.",
    ),
    "project.founding_kind": FactWords(
        "Art der Gründung",
        "Wie soll gegründet werden?",
        "Auch die Übernahme eines Betriebs und eine tätige Beteiligung sind Wege in die Selbstständigkeit.",
    ),
    "project.share_pct": FactWords(
        "Übernommener Anteil",
        "Welcher Anteil am Unternehmen wird übernommen?",
        "Manche Programme verlangen einen bestimmenden Einfluss auf das Unternehmen.",
    ),
    "project.other_funding": FactWords(
        "Andere Förderung",
        "Welche andere Förderung gibt es für das Vorhaben?",
        "Auch beantragte Förderung zählt; manche Programme schließen sich gegenseitig aus.",
    ),
}

_PERSON: Mapping[str, FactWords] = {
    "person.residence_ags": FactWords(
        "Wohnort",
        "Wo wohnt die gründende Person?",
        "Gemeint ist der Hauptwohnsitz; die Postleitzahl genügt meist.",
    ),
    "person.age": FactWords(
        "Alter der Person",
        "Wie alt ist die Person?",
        "Es zählt das Alter am Tag des Antrags.",
    ),
    "person.employment": FactWords(
        "Beschäftigung",
        "Was macht die Person zurzeit?",
        "Einige Programme richten sich an Menschen, die noch angestellt, arbeitslos oder im Studium sind.",
    ),
    "person.alg1_days_left": FactWords(
        "Restanspruch auf Arbeitslosengeld\u00a0I",
        "Für wie viele Tage besteht noch Anspruch auf Arbeitslosengeld\u00a0I?",
        "Die Zahl steht im Bescheid der Agentur für Arbeit; für den Gründungszuschuss sind es mindestens 150 Tage.",
    ),
    "person.has_master_craftsman": FactWords(
        "Meisterbrief",
        "Hat die Person einen Meisterbrief?",
        "Gemeint ist die bestandene Meisterprüfung im Handwerk.",
    ),
    "person.equivalent_qualification": FactWords(
        "Gleichwertige Qualifikation",
        "Gibt es einen Abschluss, der dem Meisterbrief gleichsteht?",
        "Zum Beispiel ein Abschluss als Ingenieur oder Techniker, mit dem die Kammer in die Handwerksrolle einträgt.",
    ),
    "person.first_full_time_founding": FactWords(
        "Erste Gründung im Haupterwerb",
        "Ist es die erste Gründung im Haupterwerb?",
        "Eine frühere Selbstständigkeit im Nebenerwerb zählt in der Regel nicht als Gründung im Haupterwerb.",
    ),
    "person.had_hwk_consultation": FactWords(
        "Beratung der Handwerkskammer",
        "Gab es schon eine Beratung bei der Handwerkskammer?",
        "Sie muss vor dem Antrag liegen und lässt sich meist kurzfristig nachholen.",
    ),
    "person.student_or_graduate": FactWords(
        "Studium oder Abschluss",
        "Studiert die Person, oder liegt der Abschluss noch nicht lange zurück?",
        "Wie lange der Abschluss zurückliegen darf, sagt das einzelne Programm.",
    ),
}

FACT_WORDS: Mapping[str, FactWords] = {**_COMPANY, **_PROJECT, **_PERSON}
