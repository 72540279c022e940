"""German words of a calendar file: what happens on a day, and what the reader should know about it."""

from __future__ import annotations

from collections.abc import Iterator

from advisor_app.documents.leaving import lines, one_line, web_address
from advisor_app.domain import Certainty
from advisor_app.domain.calendar import CalendarEntry, DateKind
from advisor_app.domain.item import Item, Source

KINDS = {
    DateKind.EVENT: "",
    DateKind.REGISTRATION_END: "Anmeldeschluss",
    DateKind.CUTOFF: "Stichtag",
    DateKind.DEADLINE: "Einreichfrist",
    DateKind.LOTTERY: "Ziehung",
    DateKind.OPENING: "Antragsstart",
    DateKind.PROGRAMME_END: "Programm endet",
    DateKind.GUIDELINE_END: "Richtlinie endet",
    DateKind.LEGAL: "Pflicht ab diesem Tag",
}
# The fields of an item that a kind of date stands in: their sources are the ones to name.
_FIELDS = {
    DateKind.EVENT: ("starts_at", "ends_at", "place"),
    DateKind.REGISTRATION_END: ("registration",),
    DateKind.PROGRAMME_END: ("valid_to", "window"),
    DateKind.GUIDELINE_END: ("legal",),
    DateKind.LEGAL: ("legal_hooks",),
}
_WINDOW = ("window",)
_NO_DEADLINE = "Das ist keine Antragsfrist: An diesem Tag endet die Richtlinie, auf der das Programm beruht."
_UNSURE = "Nicht gesichert. Bitte vor einer Zusage nachfragen."
_CANCELLED = "Abgesagt"


def summary(entry: CalendarEntry) -> str:
    """Return the headline of an entry: what happens, and of what."""
    kind = _CANCELLED if entry.cancelled else KINDS[entry.kind]
    title = one_line(entry.title)
    return f"{kind}: {title}" if kind else title


def description(entry: CalendarEntry, item: Item) -> str:
    """Return what the reader should know: the remark, what the day is not, the source and as of when."""
    return "\n".join(filter(None, _told(entry, item)))


def source_of(entry: CalendarEntry, item: Item) -> Source | None:
    """Return the source that the day rests on; where that is not told, the first of the item."""
    named = _FIELDS.get(entry.kind, _WINDOW)
    ids = [
        source
        for path, sources in (item.fact_sources or {}).items()
        if path.partition(".")[0] in named
        for source in sources
    ]
    known = {source.id: source for source in item.sources}
    return next((known[one] for one in ids if one in known), item.sources[0] if item.sources else None)


def reminder(entry: CalendarEntry, days: int) -> str:
    """Return what an alarm says so many days ahead."""
    ahead = "Morgen" if days == 1 else f"In {days} Tagen"
    return f"{ahead}: {summary(entry)}"


def _told(entry: CalendarEntry, item: Item) -> Iterator[str]:
    yield lines(entry.note)
    if entry.kind is DateKind.GUIDELINE_END:
        yield _NO_DEADLINE
    if item.review.certainty is Certainty.C:
        yield _UNSURE
    source = source_of(entry, item)
    if source is not None:
        stand = f"Stand {_day(source.as_of)}" if source.as_of else "ohne Datum"
        yield f"Quelle: {one_line(source.title) or one_line(source.url)} ({stand})"
        yield web_address(source.url)
    yield f"Geprüft am {_day(item.review.checked_on)}, Beratungskoffer"


def _day(text: str) -> str:
    """Return a partial ISO date as one writes it: `2026-11-23` as 23.11.2026, `2026-11` as 11/2026."""
    parts = one_line(text).split("-")
    return ".".join(reversed(parts)) if len(parts) == 3 else "/".join(reversed(parts))
