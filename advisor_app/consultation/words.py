"""German words of a check: outcomes, facts and their values, who knows what.

`possible_words` is for running text (`kleines Unternehmen oder mittleres Unternehmen`), `value_label` for where it
stands alone (`Kleines Unternehmen`). Numbers are joined to their unit by U+00A0.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from advisor_app.consultation.fact_words import FACT_WORDS
from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Possible, Provenance
from advisor_app.domain.state_aid import DeMinimisGrant, Figure, Holding, HoldingKind
from advisor_app.matching.asking import ASKING, Who
from advisor_app.matching.verdict import Outcome

__all__ = [
    "DISCLAIMER",
    "FACT_WORDS",
    "GROUPS",
    "NBSP",
    "ORIGIN",
    "OUTCOMES",
    "OUTCOME_HINTS",
    "WHO",
    "amount_words",
    "as_of_words",
    "capital",
    "choice_words",
    "code_label",
    "code_words",
    "day_words",
    "figure_words",
    "group_of",
    "hint",
    "label",
    "listed",
    "number_range",
    "number_words",
    "possible_words",
    "question",
    "said",
    "value_label",
]

NBSP = "\u00a0"
# In the order in which they are shown.
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.FITS: "Voraussichtlich passend",
    Outcome.FIXABLE: "Noch herstellbar",
    Outcome.OPEN: "Offen",
    Outcome.STALE: "Stand prüfen",
    Outcome.FAILS: "Voraussichtlich nicht passend",
}
OUTCOME_HINTS: Mapping[Outcome, str] = {
    Outcome.FITS: "Die Bewilligungsstelle entscheidet",
    Outcome.FIXABLE: "Fehlendes lässt sich nachholen",
    Outcome.OPEN: "Angaben fehlen",
    Outcome.STALE: "Erst die Quelle prüfen, dann zusagen",
    Outcome.FAILS: "Mindestens eine Bedingung ist nicht erfüllt",
}
WHO: Mapping[Who, str] = {
    Who.MANAGEMENT: "Geschäftsführung",
    Who.BOOKKEEPING: "Buchhaltung",
    Who.TAX_ADVISER: "Steuerberatung",
    Who.ADVISER: "Beratung",
}
ORIGIN: Mapping[Provenance, str] = {
    Provenance.ENTERED: "Angabe",
    Provenance.DERIVED: "berechnet",
    Provenance.DOCUMENT: "Beleg",
    Provenance.ASSUMED: "Annahme",
}
DISCLAIMER = (
    "Das ist eine Einschätzung nach den Angaben, keine Zusage. Ob und wie viel gefördert wird, entscheidet allein die "
    "Bewilligungsstelle: Sie prüft die Unterlagen, bewertet das Vorhaben und braucht verfügbare Mittel."
)
COMPANY, PROJECT, PERSON, CONFIDENTIAL = "Betrieb", "Vorhaben", "Person", "Vertraulich"
# In the order in which they are shown.
GROUPS = (COMPANY, PROJECT, PERSON, CONFIDENTIAL)
DECLINED = "keine Angabe"
UNKNOWN_WORDS = "unbekannt"

_ROOMS = {"company": COMPANY, "project": PROJECT, "person": PERSON}
_CODES: Mapping[str, str] = {
    "kleinst": "Kleinstunternehmen", "klein": "kleines Unternehmen", "mittel": "mittleres Unternehmen",
    "gross": "großes Unternehmen", "gewerblich": "gewerblich", "handwerk": "Handwerk", "freier_beruf": "freier Beruf",
    "gemeinnuetzig": "gemeinnützig", "oeffentlich": "öffentlich", "landwirtschaft": "Landwirtschaft", "ihk": "IHK",
    "hwk": "HWK", "beide": "IHK und HWK", "keine": "keine Kammer", "einzelunternehmen": "Einzelunternehmen",
    "gbr": "GbR", "ohg": "OHG", "kg": "KG", "gmbh_co_kg": "GmbH & Co. KG", "gmbh": "GmbH", "ug": "UG", "ag": "AG",
    "eg": "Genossenschaft", "verein": "Verein", "stiftung": "Stiftung", "angestellt": "angestellt",
    "selbststaendig": "selbstständig", "arbeitslos": "arbeitslos", "sonstiges": "etwas anderes",
    "neugruendung": "Neugründung", "uebernahme": "Übernahme", "beteiligung": "tätige Beteiligung",
    "keine_gruendung": "keine Gründung",
    "fue_produkt": "Entwicklung eines Produkts", "fue_verfahren": "Entwicklung eines Verfahrens",
    "fue_dienstleistung": "Entwicklung einer Dienstleistung", "digitalisierung": "Digitalisierung",
    "investition": "Investition", "gruendung": "Gründung", "nachfolge": "Nachfolge", "beratung": "Beratung",
    "qualifizierung": "Qualifizierung", "einstellung": "Einstellung", "energie": "Energie", "messe": "Messe",
    "schutzrecht": "Schutzrecht", "betriebsmittel": "Betriebsmittel", "idee": "Ideenfindung",
    "machbarkeit": "Machbarkeit prüfen", "fue": "Forschung und Entwicklung", "pilot": "Pilotanwendung",
    "markteinfuehrung": "Markteinführung", "personal": "Personal", "it_analyse": "IT-Analyse",
    "it_schulung": "IT-Schulung", "it_basisschutz": "IT-Basisschutz", "studium": "Studium", "ausbildung": "Ausbildung",
}  # fmt: skip
# Singular and plural behind a number.
_UNITS: Mapping[str, tuple[str, str]] = {
    "EUR": ("EUR", "EUR"),
    "%": ("%", "%"),
    "years": ("Jahr", "Jahre"),
    "months": ("Monat", "Monate"),
    "days": ("Tag", "Tage"),
}
# Units that have an ending of their own after `ab`: ab 18 Jahren, ab 1 Jahr.
_DATIVES: Mapping[str, str] = {"Jahre": "Jahren", "Monate": "Monaten", "Tage": "Tagen"}
_MILLION = 1_000_000
_GERMAN = str.maketrans(",.", ".,")
_WHOLE_PCT = 100
_CENT = 0.01


def label(fact: str) -> str:
    """Return what a fact is called."""
    return FACT_WORDS[fact].label


def question(fact: str) -> str:
    """Return how a fact is asked for."""
    return FACT_WORDS[fact].question


def hint(fact: str) -> str:
    """Return one plain sentence of help: what counts and what does not."""
    return FACT_WORDS[fact].hint


def group_of(fact: str) -> str:
    """Return the group a fact is shown in: `Betrieb`, `Vorhaben`, `Person` or `Vertraulich`."""
    asking = ASKING.get(fact)
    if asking is not None and asking.sensitive:
        return CONFIDENTIAL
    return _ROOMS[fact.partition(".")[0]]


def capital(text: str) -> str:
    """Return a text as it stands alone: its first letter large."""
    return text[:1].upper() + text[1:]


def listed(parts: tuple[str, ...] | list[str], joint: str = "und") -> str:
    """Return a list in words: `A, B und C`."""
    return f" {joint} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def code_words(code: str) -> str:
    """Return what a code of the catalogue is called in running text."""
    return _CODES.get(code, code.replace("_", " "))


def code_label(fact: str, code: str, names: Names = NO_NAMES) -> str:
    """Return what a code of a fact is called where it stands alone, as on a button."""
    return capital(_code(fact, code, names))


def said(fact: str, value: FactValue, names: Names = NO_NAMES) -> str:
    """Return what is known of a fact, in running text."""
    return possible_words(fact, value.possible, names)


def value_label(fact: str, value: FactValue, names: Names = NO_NAMES) -> str:
    """Return what is known of a fact where it stands alone: `Ja`, `Kleines Unternehmen`, `10 bis 49`."""
    return capital(said(fact, value, names))


def possible_words(fact: str, possible: Possible, names: Names = NO_NAMES) -> str:
    """Return possible values of a fact in words: `10 bis 49`, `GmbH oder UG`, `keine Angabe`."""
    if possible is Absent.DECLINED:
        return DECLINED
    if isinstance(possible, Known):
        return _value_words(fact, possible.value, names)
    if isinstance(possible, AnyOf):
        return listed([_value_words(fact, value, names) for value in possible.values], "oder")
    return _between(fact, possible) if isinstance(possible, Interval) else UNKNOWN_WORDS


def choice_words(fact: str, option: Possible, names: Names = NO_NAMES, *, today: date) -> str:
    """Return an answer to choose in words; a founding is told by how long ago it was, as the rules ask for it.

    Args:
        fact: what is asked for.
        option: the answer.
        names: what codes are called.
        today: the day from which ages are counted.
    """
    if fact == "company.founded_on" and isinstance(option, Interval):
        return _ago(option, today) or possible_words(fact, option, names)
    return possible_words(fact, option, names)


def number_words(value: float) -> str:
    """Return a number as it is written in German: 1.500.000 or 12,5."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(_GERMAN)


def amount_words(value: float, unit: str = "EUR") -> str:
    """Return a number with its unit: `15.000 EUR`, `6,2 Mio. EUR`, `1 Jahr`; millions only where nothing is lost."""
    one, many = _UNITS.get(unit, ("", ""))
    millions = value / _MILLION
    if unit == "EUR" and millions >= 1 and round(millions, 2) == millions:
        return f"{number_words(millions)}{NBSP}Mio.{NBSP}EUR"
    word = one if value == 1 else many
    # Whoever names cents names two digits of them.
    number = f"{value:,.2f}".translate(_GERMAN) if unit == "EUR" and round(value, 2) % 1 else number_words(value)
    return f"{number}{NBSP}{word}" if word else number


def day_words(iso: str) -> str:
    """Return a day as it is written in German: 31.12.2026."""
    return date.fromisoformat(iso).strftime("%d.%m.%Y")


def as_of_words(text: str) -> str:
    """Return the date of a source as exact as it is: `2026`, `12/2025`, `10.12.2025`; "" stays ""."""
    return ("/" if text.count("-") == 1 else ".").join(reversed(text.partition("T")[0].split("-")))


def figure_words(figure: Figure, unit: str) -> str:
    """Return a figure that may be known in part: `60 %`, `25 bis 50 %`, `unbekannt`."""
    if figure is None:
        return UNKNOWN_WORDS
    return number_range(figure, unit) if isinstance(figure, Interval) else amount_words(figure, unit)


def number_range(interval: Interval, unit: str) -> str:
    """Return a bracket of numbers as people say it: `10 bis 49`, `über 10 bis 50 Mio. EUR`, `unter 25 %`, `ab 250`."""
    low, high = _end(interval.min), _end(interval.max)
    if unit == "%" and high == _WHOLE_PCT and low:
        high = None
    if low is not None and low == high:
        return amount_words(low, unit)
    begins = "" if not low else _lower_end(low, unit, alone=high is None)
    if high is None:
        return begins or _from(0, unit)
    below = _round_above(high, unit)
    ends = amount_words(high if below is None else below, unit)
    if not begins:
        return f"{'bis' if below is None else 'unter'} {ends}"
    return f"{_shared_unit(begins, ends)} bis {'' if below is None else 'unter '}{ends}"


def _between(fact: str, interval: Interval) -> str:
    kind = FACTS[fact]
    return _days(interval) if kind.type is FactType.DATE else number_range(interval, kind.unit)


def _days(interval: Interval) -> str:
    low, high = interval.min, interval.max
    if low is None:
        return f"bis {day_words(str(high))}"
    if high is None:
        return f"ab {day_words(str(low))}"
    if str(low)[4:] == "-01-01" and str(high)[4:] == "-12-31":
        first, last = str(low)[:4], str(high)[:4]
        return first if first == last else f"{first} bis {last}"
    return day_words(str(low)) if low == high else f"{day_words(str(low))} bis {day_words(str(high))}"


def _ago(interval: Interval, today: date) -> str:
    """Return how many full years ago a day was: `vor 2 bis unter 5 Jahren`; "" where the ends are no anniversaries."""
    if interval.max is None:
        return ""
    least = _anniversary(date.fromisoformat(str(interval.max)), today)
    if interval.min is None:
        return f"vor mindestens {_years_ago(least)}" if least else ""
    # Whoever began on the first day is one day short of so many years.
    below = _anniversary(date.fromisoformat(str(interval.min)) - timedelta(days=1), today)
    if least is None or below is None:
        return ""
    return f"vor {least} bis unter {_years_ago(below)}" if least else f"vor weniger als {_years_ago(below)}"


def _anniversary(day: date, today: date) -> int | None:
    """Return how many years ago a day was, None where today is not its anniversary."""
    return today.year - day.year if (day.month, day.day) == (today.month, today.day) else None


def _years_ago(years: int) -> str:
    return f"{years}{NBSP}{'Jahr' if years == 1 else 'Jahren'}"


def _end(value: float | str | None) -> float | None:
    return None if value is None else float(value)


def _lower_end(low: float, unit: str, *, alone: bool) -> str:
    """Return how a bracket begins; one cent or euro above a round amount is `über` that amount."""
    if unit == "EUR" and low % 1000 == 1:
        return f"über {amount_words(low - 1, unit)}"
    if unit in ("%", "AWU") and low % 1 and round(low - _CENT, 2) % 1 == 0:
        return f"über {amount_words(round(low - _CENT), unit)}"
    return _from(low, unit) if alone else amount_words(low, unit)


def _from(low: float, unit: str) -> str:
    number, joint, word = amount_words(low, unit).rpartition(NBSP)
    return f"ab {number}{joint}{_DATIVES.get(word, word)}"


def _round_above(high: float, unit: str) -> float | None:
    """Return the round number just above the end of a bracket, None where the end itself is told."""
    if unit in ("%", "AWU") and round(high + _CENT, 2) % 1 == 0 and high % 1:
        return round(high + _CENT)
    return high + 1 if unit == "EUR" and high % 1000 == 999 else None


def _shared_unit(begins: str, ends: str) -> str:
    """Return the beginning of a bracket without the unit that its end names too."""
    for unit in (f"{NBSP}Mio.{NBSP}EUR", *(f"{NBSP}{many}" for _, many in _UNITS.values())):
        if begins.endswith(unit) and ends.endswith(unit) and (unit.count(NBSP) > 1) == ("Mio." in ends):
            return begins.removesuffix(unit)
    return begins


def _value_words(fact: str, value: Any, names: Names) -> str:
    kind = FACTS[fact]
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, int | float):
        return amount_words(value, kind.unit)
    if kind.type is FactType.RECORDS:
        return "; ".join(_record(one) for one in value) or "keine"
    if isinstance(value, tuple):
        return ", ".join(_code(fact, one, names) for one in value) or "keine"
    return day_words(str(value)) if kind.type is FactType.DATE else _code(fact, value, names)


def _code(fact: str, code: Any, names: Names) -> str:
    kind = FACTS[fact].type
    if kind in (FactType.REGION, FactType.REGIONS):
        return names.place(str(code))
    if kind is FactType.WZ:
        return names.industry(str(code))
    if fact == "project.themes":
        return names.theme(str(code))
    if fact == "project.other_funding":
        return names.programme(str(code))
    return code_words(str(code)) if kind in (FactType.CODE, FactType.CODES) else str(code)


def _record(one: Any) -> str:
    if isinstance(one, DeMinimisGrant):
        whose = f" ({one.undertaking})" if one.undertaking else ""
        return f"{figure_words(one.gge_eur, 'EUR')} vom {day_words(one.granted_on)}{whose}"
    assert isinstance(one, Holding)
    told = [] if one.share_pct is None else [figure_words(one.share_pct, "%")]
    if one.kind is not HoldingKind.FROM_SHARE:
        told.append("verbunden" if one.kind is HoldingKind.LINKED else "Partner")
    return f"{one.name} ({', '.join(told)})" if told else one.name
