"""German names and values of every field that can change; a value without words is told as "", never as a code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import Labels
from advisor_app.domain.eligibility import Rule
from advisor_app.domain.event import Place
from advisor_app.domain.item import Item, Quote, Source, Visibility
from advisor_app.domain.partner import Address, Contact, Offer, PartialArea
from advisor_app.domain.programme import Bagatelle, Bonus, FundingType, Party, Programme, Range, RateRow, Step
from advisor_app.domain.topic import LegalHook, UseCase

OWN_TEXT = "own"


@dataclass(frozen=True, slots=True)
class Words:
    """The words behind codes, and the titles of the items that changes point to; `public`: as anybody may see it."""

    labels: Labels
    titles: Mapping[str, str]
    public: bool = False

    def title(self, item_id: str) -> str:
        """Return the title of an item, "" if it is not there."""
        return self.titles.get(item_id, "")


Text = Callable[[Any, Words], str]


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is told.

    `name` is its German name, `text` turns a value into words ("" if it has none). `parts` is set where a value is a
    collection: it is told by what came and what went. `links` tells that values are ids of items.
    """

    name: str
    text: Text
    parts: Callable[[Any], Iterable[Any]] | None = None
    links: bool = False


def field_of(path: str) -> Field:
    """Return how a field is told, for a path of `changes.paths_of`."""
    return _FIELDS[path]


def name_of(path: str, item: Item) -> str:
    """Return the German name of a field, of the part it lies in, or of the field that a longer path leads into."""
    if isinstance(item, Programme) and path in _LENT:
        kinds = set(item.funding_types)
        if FundingType.DARLEHEN not in kinds:
            return next((noun for kind, noun in _LENT[path].items() if kind in kinds), _FIELDS[path].name)
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        prefix = ".".join(parts[:length])
        if prefix in _FIELDS or prefix in _PART_NAMES:
            return _FIELDS[prefix].name if prefix in _FIELDS else _PART_NAMES[prefix]
    return "Angabe"


def linked_ids(path: str, value: Any) -> Iterable[str]:
    """Return the ids of the items that a value points to."""
    field = _FIELDS[path]
    if not field.links or value is None:
        return ()
    return tuple(field.parts(value)) if field.parts is not None else (value,)


def _one(name: str, text: Text) -> Field:
    return Field(name, text)


def _many(name: str, text: Text) -> Field:
    return Field(name, text, parts=tuple)


def _items(name: str) -> Field:
    return Field(name, lambda value, words: words.title(value), parts=tuple, links=True)


def _item(name: str) -> Field:
    return Field(name, lambda value, words: words.title(value), links=True)


def _plain(value: str, _words: Words) -> str:
    return value


def _code(vocabulary: str) -> Text:
    def text(value: str, words: Words) -> str:
        label = words.labels.label(vocabulary, value)
        # A code without a label is no word.
        return "" if label == value else label

    return text


def _hidden(_value: object, _words: Words) -> str:
    return ""


def _euro(value: float, _words: Words) -> str:
    return formatting.euro(value) if value else "kostenfrei"


def _percent(value: float, _words: Words) -> str:
    return formatting.percent(value)


def _percents(value: Range, _words: Words) -> str:
    return formatting.percent_range(value.min, value.max)


def _euros(value: Range, _words: Words) -> str:
    return formatting.euro_range(value.min, value.max)


def _months(value: Range, _words: Words) -> str:
    return formatting.months(value.min, value.max)


def _weeks(value: Range, _words: Words) -> str:
    return formatting.weeks(value.min, value.max)


def _number(value: float, _words: Words) -> str:
    return formatting.number(value)


def _age(value: float, _words: Words) -> str:
    return f"{formatting.number(value)}{formatting.NBSP}{'Jahr' if value == 1 else 'Jahre'}"


def _day(value: str, _words: Words) -> str:
    return formatting.as_of(value)


def _yearly(value: str, _words: Words) -> str:
    return formatting.day_of_year(value)


def _moment(value: str, _words: Words) -> str:
    return formatting.moment(value)


def _yes_no(value: object, _words: Words) -> str:
    return "ja" if value else "nein"


def _web(value: str, _words: Words) -> str:
    return formatting.host(value)


def _party(value: Party, _words: Words) -> str:
    return value.name


def _bonus(value: Bonus, _words: Words) -> str:
    more = formatting.euro(value.eur) if value.eur is not None else ""
    if value.pct is not None:
        more = f"plus {formatting.number(value.pct)}{formatting.NBSP}Prozentpunkte"
    return ": ".join(part for part in (value.text, more) if part)


def _rate_row(value: RateRow, _words: Words) -> str:
    when = [leaf.text for rule in (value.when, value.also) if rule is not None for leaf in rule.leaves() if leaf.text]
    return f"{formatting.percent(value.pct)} {f'für {formatting.listed(when)}' if when else ''}".strip()


def _bagatelle(value: Bagatelle, words: Words) -> str:
    return f"{formatting.euro(value.value)} ({words.labels.label('bagatelle_bases', value.refers_to)})"


def _step(value: Step, _words: Words) -> str:
    return ": ".join(part for part in (value.who, value.what) if part)


def _condition(value: Rule, _words: Words) -> str:
    return value.text


def _conditions(value: Rule) -> Iterable[Rule]:
    return value.leaves()


def _source(value: Source, _words: Words) -> str:
    stand = f"Stand {formatting.as_of(value.as_of)}" if value.as_of else ""
    return ", ".join(part for part in (value.title or formatting.host(value.url), stand) if part)


def _quote(value: Quote, _words: Words) -> str:
    return f"„{value.text}“ ({value.attribution})"


def _municipalities(value: tuple[PartialArea, ...]) -> Iterable[str]:
    return tuple(code for area in value for code in area.only)


def _offer(value: Offer, words: Words) -> str:
    kind = words.labels.label("offer_types", value.type)
    cost = words.labels.label("cost_bands", value.cost) if value.cost else ""
    return f"{kind}: {value.text}" + (f" ({cost})" if cost else "")


def _contact(value: Contact, words: Words) -> str:
    # An internal contact is not shown anywhere; that it changed is no news either.
    if value.visibility is Visibility.INTERNAL:
        return ""
    if not words.public:
        return formatting.joined([value.role, value.person, value.function_mailbox, value.phone])
    # Name and number of a person are that person's own, as on a business card.
    phone = "" if value.person else value.phone
    reach = formatting.joined([value.function_mailbox, phone])
    return formatting.joined([value.role, reach]) if reach and value.visibility is Visibility.PUBLIC else ""


def _address(value: Address, _words: Words) -> str:
    return ", ".join(part for part in (value.street, f"{value.postal_code} {value.city}".strip()) if part)


def _place(value: Place, _words: Words) -> str:
    return value.name


def _use_case(value: UseCase, words: Words) -> str:
    return f"{words.labels.label('sectors', value.sector)}: {value.text}"


def _hook(value: LegalHook, _words: Words) -> str:
    since = f" (ab {formatting.as_of(value.date)})" if value.date else ""
    return f"{value.name}{since}: {value.applies_when}"


def _lasting(value: str, _words: Words) -> str:
    return f"{value} Wochen"


def _licence(value: str, _words: Words) -> str:
    return "eigene Worte" if value == OWN_TEXT else value


# What a part is called whose fields have names of their own.
_PART_NAMES = {
    "accepts": "Wer angenommen wird",
    "aid": "Beihilfe",
    "amounts": "Beträge",
    "amounts.grant_eur": "Zuschuss",
    "cumulation": "Kombination",
    "effort": "Aufwand",
    "legal": "Rechtsgrundlage",
    "registration": "Anmeldung",
    "related": "Verweise",
    "review": "Prüfung",
    "serves": "Zuständigkeit",
    "startup": "Start-up",
    "window": "Antragsfenster",
}
# What the money is called where it is not lent.
_LENT = {
    "amounts.loan_eur": {
        FundingType.BUERGSCHAFT: "Bürgschaft",
        FundingType.GARANTIE: "Garantie",
        FundingType.BETEILIGUNG: "Beteiligung",
    },
    "amounts.guarantee_pct": {FundingType.BUERGSCHAFT: "Bürgschaft", FundingType.GARANTIE: "Garantie"},
}
_FIELDS: dict[str, Field] = {
    # every kind
    "title": _one("Name", _plain),
    "summary": _one("Kurzbeschreibung", _plain),
    "status": _one("Bearbeitungsstand", _code("statuses")),
    "themes": _many("Themen", _code("themes")),
    "region": _many("Region", _code("regions")),
    "sources": _many("Quellen", _source),
    "review.certainty": _one("Beleg", _code("certainties")),
    "body": _one("Text", _hidden),
    "aliases": _many("Weitere Namen", _plain),
    "keywords": _many("Suchwörter", _plain),
    "synonyms": _many("Andere Wörter dafür", _plain),
    "uncertain": _many("Nicht belegt", _plain),
    "conflicts": _one("Widerspruch", _hidden),
    "visibility": _one("Sichtbar für", _code("visibilities")),
    "related.programmes": _items("Programme dazu"),
    "related.topics": _items("Themen dazu"),
    "related.partners": _items("Partner dazu"),
    "related.events": _items("Termine dazu"),
    "quotes": _many("Im Wortlaut", _quote),
    "licence": _one("Lizenz des Textes", _licence),
    # programmes
    "level": _one("Ebene", _code("levels")),
    "funder": _one("Fördergeber", _party),
    "operator": _one("Abwicklung", _party),
    "window.model": _one("Antragsfenster", _code("window_models")),
    "window.open_from": _one("Antrag ab", _day),
    "window.open_to": _one("Einreichfrist", _day),
    "window.dates": _many("Stichtage", _day),
    "window.recurring": _many("Stichtage im Jahr", _yearly),
    "window.two_stage": _one("Zweistufiges Verfahren", _yes_no),
    "window.budget": _one("Mittel", _code("budgets")),
    "window.note": _one("Zum Antragsfenster", _plain),
    "funding_types": _many("Förderart", _code("funding_types")),
    "target_groups": _many("Zielgruppe", _code("target_groups")),
    "company_sizes": _many("Unternehmensgröße", _code("company_sizes")),
    "sectors": _many("Branchen", _code("sectors")),
    "phases": _many("Unternehmensphase", _code("phases")),
    "activities": _many("Vorhaben", _code("activities")),
    "amounts.rate_pct": _one("Fördersatz", _percents),
    "amounts.grant_eur.min": _one("Mindestbetrag", _euro),
    "amounts.grant_eur.max": _one("Höchstbetrag", _euro),
    "amounts.grant_eur.base_max": _one("Höchstbetrag ohne Bonus", _euro),
    "amounts.grant_eur.bonus": _many("Bonus", _bonus),
    "amounts.loan_eur": _one("Darlehen", _euros),
    "amounts.eligible_cost_eur": _one("Angerechnete Kosten", _euros),
    "amounts.project_min_eur": _one("Mindestvolumen", _euro),
    "amounts.finance_share_pct": _one("Finanzierungsanteil", _percent),
    "amounts.guarantee_pct": _one("Haftungsfreistellung", _percent),
    "amounts.duration_months": _one("Laufzeit", _months),
    "amounts.note": _one("Zu den Beträgen", _plain),
    "rate_table": _many("Staffel der Fördersätze", _rate_row),
    "bagatelle_eur": _one("Bagatellgrenze", _bagatelle),
    "aid.basis": _many("Beihilfe", _code("aid_bases")),
    "aid.article": _one("Artikel der Beihilferegel", _plain),
    "aid.gross_grant_equivalent": _one("Zählt mit dem Subventionswert", _yes_no),
    "cumulation.same_cost": _one("Kombination", _code("same_cost")),
    "cumulation.excluded_with": _items("Nicht zusammen mit"),
    "cumulation.note": _one("Zur Kombination", _plain),
    "start_rule": _one("Darf ich schon unterschreiben?", _code("start_answers")),
    "start_event": _one("Was als Beginn zählt", _plain),
    "route": _one("Weg", _code("routes")),
    "decision_weeks": _one("Bearbeitung", _weeks),
    "documents": _many("Unterlagen", _plain),
    "steps": _many("Antragsweg", _step),
    "not_funded": _many("Was nicht gefördert wird", _plain),
    "predecessor": _items("Vorgänger"),
    "successor": _items("Nachfolger"),
    "valid_to": _one("Ende des Programms", _day),
    "legal.guideline_title": _one("Richtlinie", _plain),
    "legal.citation": _one("Fundstelle der Richtlinie", _plain),
    "legal.guideline_valid_to": _one("Richtlinie gültig bis", _day),
    "eligibility": Field("Voraussetzungen", _condition, parts=_conditions),
    "relevance": _one("Reihenfolge in der Suche", _hidden),
    # topics
    "ris_field": _one("Innovationsfeld", _code("ris_fields")),
    "maturity": _one("Reife", _code("maturities")),
    "diagnostic_questions": _many("Fragen für den Betrieb", _plain),
    "typical_use_cases": _many("Typische Anwendungen", _use_case),
    "entry_steps": _many("Die ersten Schritte", _plain),
    "effort.cost_band": _one("Kosten des ersten Schritts", _code("cost_bands")),
    "effort.weeks": _one("Dauer des ersten Schritts", _lasting),
    "risks": _many("Risiken", _plain),
    "legal_hooks": _many("Wann es Pflicht ist", _hook),
    # partners
    "partner_kind": _one("Art der Einrichtung", _code("partner_kinds")),
    "parent": _item("Gehört zu"),
    "serves.ags": _many("Zuständig für", _code("regions")),
    "serves.partial": Field("Zuständig für", _code("regions"), parts=_municipalities),
    "serves.wirtschaftsregion": _one("Wirtschaftsregion", _code("economic_regions")),
    "competences": _many("Kompetenzen", _code("themes")),
    "offers": _many("Angebote", _offer),
    "accepts.sizes": _many("Nimmt an: Größe", _code("company_sizes")),
    "accepts.wz_in": _many("Nimmt an: Wirtschaftszweige", _plain),
    "accepts.wz_not_in": _many("Nimmt nicht an: Wirtschaftszweige", _plain),
    "accepts.legal_kinds": _many("Nimmt an: Tätigkeit", _code("legal_kinds")),
    "accepts.age_min": _one("Nimmt an: Alter mindestens", _age),
    "accepts.age_max": _one("Nimmt an: Alter höchstens", _age),
    "accepts.membership": _one("Kammerzugehörigkeit", _code("memberships")),
    "address": _one("Anschrift", _address),
    "geo": _one("Lage auf der Karte", _hidden),
    "website": _one("Website", _web),
    "contacts": _many("Kontakt", _contact),
    "startup.founded": _one("Gegründet", _day),
    "startup.technology": _one("Technik", _plain),
    "startup.offers_pilot": _one("Bietet Pilotprojekte", _yes_no),
    "startup.seeking": _many("Sucht", _plain),
    # events
    "format": _one("Format", _code("event_formats")),
    "organiser": _item("Veranstalter"),
    "starts_at": _one("Beginn", _moment),
    "ends_at": _one("Ende", _moment),
    "recurrence": _one("Turnus", _plain),
    "registration.url": _one("Seite der Anmeldung", _web),
    "registration.until": _one("Anmeldung bis", _day),
    "registration.capacity": _one("Plätze", _number),
    "registration.cost_eur": _one("Kosten", _euro),
    "place": _one("Ort", _place),
    "online": _one("Online", _yes_no),
    "series_id": _one("Reihe", _hidden),
    "recording_url": _one("Aufzeichnung", _web),
    "cancelled": _one("Abgesagt", _yes_no),
    "materials": _many("Unterlagen", _plain),
}
