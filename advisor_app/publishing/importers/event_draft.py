"""Facts of an event -> a draft for `kb/events`: our own neutral words around them, what is open named as open.

The description that a calendar gives is left where it is (see the package): a draft says what, when and where, and an
editor who has read the linked page writes the rest.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from advisor_app.content.rules.editorial import normalised
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.domain import Item, Partner
from advisor_app.publishing.importers.ics_facts import MAX_ALIAS, MAX_PLACE, MAX_TITLE, EventFacts
from advisor_app.publishing.importers.ics_lines import shortened
from advisor_app.publishing.importers.ics_times import Span

MAX_LINE = 300
_REVIEW_DAYS = 90
_SLUG = 44
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_PARTS = re.compile(r"[,;|/·]|\s[-–]\s")
_POSTAL = re.compile(r"\b\d{5}\b(?:\s+\w[\w-]*)?")
# A bare quotation mark stands in no text of a calendar (see `_quoted`), so none can pass itself off as this note.
_NOTE = re.compile(r'(note: "Kalender-UID (\S+) · Abdruck )([0-9a-f]{12})(?=")')
_DAYS = re.compile(r'checked_on: "(\d{4}-\d{2}-\d{2})"')

# Which themes a title speaks of. Only an offer to the editor: the draft says that they are taken from the title.
_THEMES = MappingProxyType(
    {
        "ki": r"\bKI\b|\bAI\b|künstliche\w* intelligenz|GPT\b|machine learning|sprachmodell",
        "it_sicherheit": r"cyber|it-?sicherheit|informationssicherheit|phishing|ransom|\bNIS-?2\b",
        "digitalisierung": r"digital|software|daten|cloud|\bERP\b|\bIT\b|social media|website|e-?rechnung",
        "gruendung": r"gründ|start-?up|existenzgründ",
        "nachfolge": r"nachfolge|übergabe",
        "energie_umwelt": r"energie|klima|nachhaltig|umwelt|co2|photovoltaik|wasserstoff",
        "kreislaufwirtschaft": r"kreislauf|recycling|ressourceneffizienz",
        "unternehmensfinanzierung": r"finanzier|kredit|förder(?:mittel|programm|ung)",
        "fachkraefte": r"fachkräfte|recruiting|personal",
        "ausbildung": r"ausbild|azubi",
        "recht": r"recht|gesetz|verordnung|dsgvo|datenschutz|\bAct\b",
        "schutzrechte": r"patent|schutzrecht|markenrecht|erfind",
        "aussenwirtschaft": r"export|außenwirtschaft|zoll",
        "produktion": r"produktion|fertigung|industrie 4|robot|automatisier",
        "handwerk": r"handwerk|meister",
        "kooperation": r"netzwerk|austausch|matching|kooperation",
    }
)
_FORMATS = MappingProxyType(
    {
        "webinar": r"webinar|web-?seminar",
        "sprechtag": r"sprechtag|sprechstunde|beratungstag",
        "messe": r"messe|kongress|konferenz|summit|forum|\bexpo\b",
        "matching": r"matching|netzwerktreffen|speed-?dating|börse",
        "exkursion": r"exkursion|besichtigung|werksführung|betriebsbesuch",
        "workshop": r"workshop|training|seminar|schulung",
    }
)
_FALLBACK_THEME = "innovation"
_MAX_THEMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a draft is fitted into.

    `partners`: normalised name -> id, only where a name belongs to one partner; `themes`: codes that there are.
    """

    partners: Mapping[str, str]
    themes: frozenset[str]
    gazetteer: Gazetteer
    today: date


@dataclass(frozen=True, slots=True)
class Draft:
    """A file of `kb/events`: its id and its text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file says about its import: the UID, and whether anybody changed it since."""

    uid: str
    untouched: bool
    checked_on: str


def partner_names(items: Iterable[Item]) -> dict[str, str]:
    """Return by which names partners are known: normalised title or alias -> id, without what several share."""
    known: dict[str, set[str]] = {}
    for item in items:
        if isinstance(item, Partner):
            for name in (item.title, *item.aliases):
                known.setdefault(normalised(name), set()).add(item.id)
    return {name: next(iter(ids)) for name, ids in known.items() if name and len(ids) == 1}


def imprint_of(text: str) -> Imprint | None:
    """Return what a file says about its import; None if it was written by hand."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _NOTE.search(plain)
    if found is None:
        return None
    checked = _DAYS.search(plain)
    return Imprint(found[2], found[3] == _print_of(plain), checked[1] if checked else "")


def draft_id(facts: EventFacts) -> str:
    """Return the id of a new draft: words of the title for people, and a sign of the UID that keeps it apart."""
    plain = unicodedata.normalize("NFKD", facts.title.casefold().translate(_UMLAUTS))
    slug = _NOT_SLUG.sub("-", plain.encode("ascii", "ignore").decode("ascii")).strip("-")
    words = slug[:_SLUG].rpartition("-")[0] if len(slug) > _SLUG else slug
    return f"{words or 'termin'}-{hashlib.sha256(facts.uid.encode()).hexdigest()[:8]}"


def write_draft(facts: EventFacts, item_id: str, calendar: str, around: Surroundings, *, checked_on: str = "") -> Draft:
    """Write a draft.

    Args:
        facts: what the calendar states.
        item_id: id of the draft; the one of the file where there is one already.
        calendar: what the calendar is called.
        around: partners, themes and places.
        checked_on: day (ISO) that stands in the file already; today without one.
    """
    text = "\n".join(_Writer(facts, item_id, calendar, around, checked_on or around.today.isoformat()).lines()) + "\n"
    return Draft(item_id, _NOTE.sub(rf"\g<1>{_print_of(text)}", text, count=1))


class _Writer:
    """Writes one draft."""

    def __init__(self, facts: EventFacts, item_id: str, calendar: str, around: Surroundings, checked_on: str) -> None:
        self._facts = facts
        self._id = item_id
        self._calendar = calendar
        self._around = around
        self._checked = date.fromisoformat(checked_on)
        self._organiser = around.partners.get(normalised(facts.organiser), "") if facts.organiser else ""
        self._town = _town(facts.place, around.gazetteer)
        self._format = _format_of(facts)
        self._themes = _themes_of(facts, around.themes)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file."""
        facts = self._facts
        yield "---"
        yield 'schema: "event/1"'
        yield f"id: {self._id}"
        yield f"title: {_quoted(shortened(facts.title, MAX_TITLE))}"
        if len(facts.title) > MAX_TITLE:
            yield f"aliases: [{_quoted(shortened(facts.title, MAX_ALIAS))}]"
        yield f"summary: {_quoted(self._summary())}"
        yield f"themes: [{', '.join(self._themes or (self._placeholder(),))}]"
        yield f"region: [{_quoted(self._town or 'DE')}]"
        yield "status: draft"
        yield f"format: {self._format or ('webinar' if facts.online else 'workshop')}"
        yield f"organiser: {_quoted(self._organiser)}"
        yield from self._times()
        yield from self._place()
        if facts.cancelled:
            yield "cancelled: true"
        yield from self._evidence()
        yield "---"
        yield from self._body()

    def _times(self) -> Iterator[str]:
        span = self._facts.span
        if span is not None:
            yield f"starts_at: {_quoted(span.start.isoformat())}"
            if span.end is not None:
                yield f"ends_at: {_quoted(span.end.isoformat())}"
        if self._facts.recurrence:
            yield f"recurrence: {_quoted(shortened(self._facts.recurrence, MAX_LINE))}"

    def _place(self) -> Iterator[str]:
        if self._facts.place:
            key = f", ags: {_quoted(self._town)}" if self._town else ""
            yield f"place: {{name: {_quoted(shortened(self._facts.place, MAX_PLACE))}{key}}}"
        if self._facts.online:
            yield "online: true"

    def _evidence(self) -> Iterator[str]:
        facts = self._facts
        kind = "secondary" if facts.url else "own_knowledge"
        as_of = facts.changed_on if "2000" <= facts.changed_on <= self._checked.isoformat() else ""
        title = shortened(f"Kalender: {self._calendar}", MAX_LINE)
        note = f"Kalender-UID {facts.uid} · Abdruck 000000000000"
        yield "sources:"
        yield (
            f"  - {{id: q1, url: {_quoted(facts.url)}, title: {_quoted(title)}, "
            f"as_of: {_quoted(as_of)}, kind: {kind}, note: {_quoted(note)}}}"
        )
        given = ["starts_at"] if facts.span is not None else []
        given += ["ends_at"] if facts.span is not None and facts.span.end is not None else []
        given += ["place"] if facts.place else []
        if given:
            yield f"fact_sources: {{{', '.join(f'{field}: [q1]' for field in given)}}}"
        due = self._checked + timedelta(days=_REVIEW_DAYS)
        yield (
            f"review: {{checked_on: {_quoted(self._checked.isoformat())}, checked_against: document, "
            f"review_by: {_quoted(due.isoformat())}, certainty: C}}"
        )
        yield "uncertain:"
        for point in self._open_points():
            yield f"  - {_quoted(point)}"

    def _open_points(self) -> Iterator[str]:
        facts, span = self._facts, self._facts.span
        page = "die verlinkte Seite wurde noch nicht gelesen" if facts.url else "eine Seite dazu nennt er nicht"
        yield f"Aus einem Kalender übernommen; {page}."
        if not self._organiser:
            yield "Veranstalter offen: Im Verzeichnis trägt keine Stelle den Namen, der im Kalender steht."
        yield (
            "Themen aus dem Titel geschlossen."
            if self._themes
            else f"Thema offen: {_FALLBACK_THEME} ist ein Platzhalter."
        )
        if not self._format:
            yield "Format nicht genannt: geschlossen aus dem Ort."
        if span is None:
            yield "Beginn und Ende stehen nicht lesbar im Kalender."
        elif span.all_day:
            yield "Uhrzeiten stehen nicht im Kalender, nur ganze Tage."
        elif span.end is None:
            yield "Das Ende steht nicht im Kalender."
        if facts.recurrence:
            yield "Reihe: Eingetragen ist nur der erste Termin; die weiteren nennt der Veranstalter."
        if not facts.place and not facts.online:
            yield "Der Ort steht nicht im Kalender."
        if facts.tentative:
            yield "Der Termin ist im Kalender als vorläufig gekennzeichnet."
        if facts.cut:
            yield "Die Kalenderdatei endet mitten in diesem Termin; Angaben können fehlen."

    def _placeholder(self) -> str:
        """Return the theme of an event whose title tells none: a file cannot go without."""
        themes = self._around.themes
        return _FALLBACK_THEME if _FALLBACK_THEME in themes or not themes else min(themes)

    def _summary(self) -> str:
        facts = self._facts
        what = "Online-Termin" if facts.online else "Termin"
        what = f"Abgesagt: {what}" if facts.cancelled else what
        where = f" in {self._town_name()}" if self._town else ""
        when = _when(facts.span)
        return f"{what}{where}{when}, aus einem Kalender übernommen; Inhalt und Zielgruppe sind noch zu beschreiben."

    def _town_name(self) -> str:
        place = self._around.gazetteer.place(self._town)
        return place.name if place is not None else ""

    def _body(self) -> Iterator[str]:
        yield ""
        yield "## Worum geht es?"
        yield ""
        yield "Noch zu beschreiben: Der Kalender nennt Titel, Zeit und Ort [q1]."
        yield ""
        yield "## Für wen?"
        yield ""
        yield "Noch zu beschreiben."


def _when(span: Span | None) -> str:
    if span is None:
        return " ohne lesbares Datum"
    last = span.end - timedelta(seconds=1) if span.end is not None else span.start
    if last.date() != span.start.date():
        return f" vom {span.start:%d.%m.%Y} bis {last:%d.%m.%Y}"
    if span.all_day:
        return f" am {span.start:%d.%m.%Y}"
    until = f" bis {span.end:%H:%M} Uhr" if span.end is not None else " Uhr"
    return f" am {span.start:%d.%m.%Y} {'von' if span.end is not None else 'um'} {span.start:%H:%M}{until}"


def _town(place: str, gazetteer: Gazetteer) -> str:
    """Return the key of the municipality in the state that a place names without doubt; "" otherwise."""
    named = [*_POSTAL.findall(place), *(part.strip() for part in _PARTS.split(place))]
    for text in named:
        found = gazetteer.resolve(text).place if text else None
        # Short names are left out: "Halle" is more often a hall than the town.
        if found is not None and (text[:1].isdigit() or found.name.casefold() == text.casefold()):
            return found.municipalities[0] if len(found.municipalities) == 1 else ""
    return ""


def _format_of(facts: EventFacts) -> str:
    found = (code for code, words in _FORMATS.items() if re.search(words, facts.title, re.IGNORECASE))
    return next(found, "webinar" if facts.online and re.search("online", facts.title, re.IGNORECASE) else "")


def _themes_of(facts: EventFacts, known: frozenset[str]) -> tuple[str, ...]:
    text = " ".join((facts.title, *facts.categories))
    found = (code for code, words in _THEMES.items() if code in known and re.search(words, text, re.IGNORECASE))
    return tuple(found)[:_MAX_THEMES]


def _print_of(text: str) -> str:
    return hashlib.sha256(_NOTE.sub(r"\g<1>", text, count=1).encode()).hexdigest()[:12]


def _quoted(text: str) -> str:
    """Return a text as YAML reads it: double quotes as in JSON."""
    return json.dumps(text, ensure_ascii=False)
