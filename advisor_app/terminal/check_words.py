"""German words of the check for advisors: outcomes, facts, questions, answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor_app.content.profile_text import plain_value
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Possible
from advisor_app.matching.asking import Who
from advisor_app.matching.verdict import Outcome

# In the order in which they are shown.
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.FITS: "Voraussichtlich passend",
    Outcome.FIXABLE: "Noch herstellbar",
    Outcome.OPEN: "Offen",
    Outcome.STALE: "Stand prüfen",
    Outcome.FAILS: "Voraussichtlich nicht passend",
}
WHO: Mapping[Who, str] = {
    Who.MANAGEMENT: "Geschäftsführung",
    Who.BOOKKEEPING: "Buchhaltung",
    Who.TAX_ADVISER: "Steuerberatung",
    Who.ADVISER: "Beratung",
}
DISCLAIMER = (
    "Das ist eine Einschätzung nach den Angaben, keine Zusage. Ob und wie viel gefördert wird, entscheidet allein die "
    "Bewilligungsstelle: Sie prüft die Unterlagen, bewertet das Vorhaben und braucht verfügbare Mittel."
)

# Fact -> (label, question).
FACT_WORDS: Mapping[str, tuple[str, str]] = {
    "company.sme_class": ("Größenklasse", "Welche Größenklasse hat das Unternehmen?"),
    "company.headcount": ("Beschäftigte", "Wie viele Beschäftigte hat das Unternehmen, in Vollzeit gerechnet?"),
    "company.headcount_group": ("Beschäftigte mit Verbund", "Wie viele Beschäftigte hat der ganze Verbund?"),
    "company.turnover_eur": ("Jahresumsatz", "Wie hoch war der Umsatz im letzten Jahresabschluss?"),
    "company.balance_eur": ("Bilanzsumme", "Wie hoch war die Bilanzsumme im letzten Jahresabschluss?"),
    "company.related": ("Beteiligungen", "Wer hält 25 % oder mehr am Unternehmen, und woran ist es selbst beteiligt?"),
    "company.public_share": ("öffentlicher Anteil", "Wie viel Prozent gehören öffentlichen Stellen?"),
    "company.two_year_rule": ("Größe zwei Jahre gleich", "Galt die Größenklasse schon im Vorjahr?"),
    "company.legal_form": ("Rechtsform", "Welche Rechtsform hat das Unternehmen?"),
    "company.legal_kind": ("Art des Unternehmens", "Was für ein Unternehmen ist es?"),
    "company.chamber": ("Kammer", "Zu welcher Kammer gehört das Unternehmen?"),
    "company.wz_codes": ("Branche (WZ 2008)", "In welcher Branche arbeitet das Unternehmen?"),
    "company.seat_ags": ("Sitz", "Wo hat das Unternehmen seinen Sitz?"),
    "company.site_ags": ("Betriebsstätten", "Wo hat das Unternehmen Betriebsstätten?"),
    "company.site_in_de": ("Betriebsstätte in Deutschland", "Gibt es eine Betriebsstätte in Deutschland?"),
    "company.founded_on": ("Gründung", "Wann wurde das Unternehmen gegründet?"),
    "company.age_years": ("Alter in Jahren", "Wie alt ist das Unternehmen?"),
    "company.structurally_weak": ("Fördergebiet", "Liegt der Standort im GRW-Fördergebiet?"),
    "company.in_difficulty": (
        "Unternehmen in Schwierigkeiten",
        "Ist mehr als die Hälfte des Eigenkapitals durch Verluste aufgezehrt?",
    ),
    "company.insolvency": ("Insolvenz", "Läuft ein Insolvenzverfahren, oder liegen die Gründe dafür vor?"),
    "company.open_recovery_order": (
        "offene Rückforderung",
        "Ist eine Rückforderung der EU-Kommission zu einer früheren Beihilfe offen?",
    ),
    "company.deminimis_grants": (
        "De-minimis-Beihilfen",
        "Welche De-minimis-Beihilfen gab es in den letzten drei Jahren?",
    ),
    "company.deminimis_room_eur": ("De-minimis-Rahmen", "Wie viel De-minimis-Rahmen ist noch frei?"),
    "company.trains_apprentices": ("Ausbildungsbetrieb", "Bildet das Unternehmen aus?"),
    "project.kind": ("Art des Vorhabens", "Was ist geplant?"),
    "project.themes": ("Themen des Vorhabens", "Um welche Themen geht es?"),
    "project.activities": ("Tätigkeiten im Vorhaben", "Was soll konkret getan werden?"),
    "project.site_ags": ("Ort des Vorhabens", "Wo wird das Vorhaben umgesetzt?"),
    "project.started": ("Vorhaben begonnen", "Hat das Vorhaben schon begonnen?"),
    "project.start_planned": ("geplanter Beginn", "Wann soll das Vorhaben beginnen?"),
    "project.order_signed": ("Auftrag unterschrieben", "Ist schon etwas bestellt oder unterschrieben?"),
    "project.total_cost_eur": ("Gesamtkosten", "Was kostet das Vorhaben insgesamt?"),
    "project.eligible_cost_eur": ("förderfähige Kosten", "Wie viel davon ist voraussichtlich förderfähig?"),
    "project.expected_aid_eur": ("erwartete Förderung", "Welche Förderung wird erwartet?"),
    "project.months": ("Dauer in Monaten", "Wie viele Monate dauert das Vorhaben?"),
    "project.partners": ("Partner im Vorhaben", "Wer macht mit?"),
    "project.with_research_org": ("mit Forschungseinrichtung", "Ist eine Hochschule oder Forschungseinrichtung dabei?"),
    "project.contractor_is_affiliate": (
        "Auftrag an verbundenes Unternehmen",
        "Geht der Auftrag an ein verbundenes Unternehmen?",
    ),
    "project.creates_job_or_training": (
        "schafft Arbeits- oder Ausbildungsplatz",
        "Entsteht ein Arbeits- oder Ausbildungsplatz?",
    ),
    "project.founding_kind": ("Art der Gründung", "Wie wird gegründet?"),
    "project.share_pct": ("Anteil in Prozent", "Welcher Anteil am Unternehmen wird übernommen?"),
    "project.other_funding": ("andere Förderung", "Welche andere Förderung gibt es für das Vorhaben?"),
    "person.residence_ags": ("Wohnort", "Wo wohnt die gründende Person?"),
    "person.age": ("Alter", "Wie alt ist die Person?"),
    "person.employment": ("Beschäftigung", "Was macht die Person zurzeit?"),
    "person.alg1_days_left": ("Restanspruch ALG I in Tagen", "Wie viele Tage Arbeitslosengeld I bleiben?"),
    "person.has_master_craftsman": ("Meister", "Hat die Person einen Meisterbrief?"),
    "person.equivalent_qualification": ("gleichwertige Qualifikation", "Gibt es einen gleichwertigen Abschluss?"),
    "person.first_full_time_founding": ("erste Vollexistenz", "Ist es die erste Gründung im Haupterwerb?"),
    "person.had_hwk_consultation": ("Beratung der HWK", "Gab es schon eine Beratung bei der Handwerkskammer?"),
    "person.student_or_graduate": ("Studium oder Abschluss", "Studiert die Person, oder hat sie gerade abgeschlossen?"),
}
_CODES: Mapping[str, str] = {
    "kleinst": "Kleinstunternehmen", "klein": "kleines Unternehmen", "mittel": "mittleres Unternehmen",
    "gross": "großes Unternehmen", "gewerblich": "gewerblich", "handwerk": "Handwerk", "freier_beruf": "freier Beruf",
    "gemeinnuetzig": "gemeinnützig", "oeffentlich": "öffentlich", "landwirtschaft": "Landwirtschaft", "ihk": "IHK",
    "hwk": "HWK", "einzelunternehmen": "Einzelunternehmen", "gbr": "GbR", "ohg": "OHG", "kg": "KG",
    "gmbh_co_kg": "GmbH & Co. KG", "gmbh": "GmbH", "ug": "UG", "ag": "AG", "eg": "Genossenschaft", "verein": "Verein",
    "stiftung": "Stiftung", "selbststaendig": "selbstständig", "neugruendung": "Neugründung", "uebernahme": "Übernahme",
    "beteiligung": "Beteiligung", "fue_produkt": "Entwicklung: Produkt", "fue_verfahren": "Entwicklung: Verfahren",
    "fue_dienstleistung": "Entwicklung: Dienstleistung", "digitalisierung": "Digitalisierung",
    "investition": "Investition", "gruendung": "Gründung", "nachfolge": "Nachfolge", "beratung": "Beratung",
    "qualifizierung": "Qualifizierung", "einstellung": "Einstellung", "energie": "Energie", "messe": "Messe",
    "schutzrecht": "Schutzrecht", "betriebsmittel": "Betriebsmittel", "idee": "Idee", "machbarkeit": "Machbarkeit",
    "fue": "Forschung und Entwicklung", "pilot": "Pilot", "markteinfuehrung": "Markteinführung",
    "personal": "Personal", "it_analyse": "IT-Analyse", "it_schulung": "IT-Schulung",
    "it_basisschutz": "IT-Basisschutz", "studium": "Studium", "ausbildung": "Ausbildung",
}  # fmt: skip
_UNITS = {"AWU": "", "EUR": " EUR", "%": " %", "years": " Jahre", "months": " Monate", "days": " Tage"}


def label(fact: str) -> str:
    """Return what a fact is called."""
    return FACT_WORDS[fact][0]


def question(fact: str) -> str:
    """Return how a fact is asked for."""
    return FACT_WORDS[fact][1]


def code_words(code: str) -> str:
    """Return what a code of the catalogue is called."""
    return _CODES.get(code, code.replace("_", " "))


def said(fact: str, value: FactValue) -> str:
    """Return what is known of a fact."""
    return possible_words(fact, value.possible)


def possible_words(fact: str, possible: Possible) -> str:
    """Return possible values of a fact in words: `10 bis 49`, `GmbH oder UG`, `keine Angabe`."""
    if possible is Absent.DECLINED:
        return "keine Angabe"
    if isinstance(possible, Known):
        return _value_words(fact, possible.value)
    if isinstance(possible, AnyOf):
        return " oder ".join(_value_words(fact, value) for value in possible.values)
    return _between(fact, possible) if isinstance(possible, Interval) else "unbekannt"


def _between(fact: str, interval: Interval) -> str:
    low, high = interval.min, interval.max
    if low is None:
        return f"höchstens {_value_words(fact, high)}"
    if high is None:
        return f"mindestens {_value_words(fact, low)}"
    return f"{_plain_words(fact, low)} bis {_value_words(fact, high)}"


def _value_words(fact: str, value: Any) -> str:
    return _plain_words(fact, value) + (_UNITS.get(FACTS[fact].unit, "") if _is_number(value) else "")


def _plain_words(fact: str, value: Any) -> str:
    kind = FACTS[fact].type
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if _is_number(value):
        return number_words(value)
    if kind is FactType.RECORDS:
        return _records_words(value)
    if isinstance(value, tuple):
        return ", ".join(_plain_words(fact, one) for one in value) or "keine"
    if kind is FactType.DATE:
        return day_words(str(value))
    return code_words(str(value)) if kind in (FactType.CODE, FactType.CODES) else str(value)


def _records_words(value: Any) -> str:
    plain = plain_value(Known(value))
    named = (
        [str(one.get("name") or one.get("granted_on")) for one in plain if isinstance(one, dict)]
        if isinstance(plain, list)
        else []
    )
    return ", ".join(named) or "keine"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def number_words(value: float) -> str:
    """Return a number as it is written in German: 1.500.000 or 12,5."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def day_words(iso: str) -> str:
    """Return a day as it is written in German: 31.12.2026."""
    return date.fromisoformat(iso).strftime("%d.%m.%Y")
