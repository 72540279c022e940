"""An item as plain text, the order of the reading pane: may one sign, the key facts, the text, the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from advisor_app.content.markdown import plain_text
from advisor_app.documents.leaving import contacts_to_give
from advisor_app.domain import Event, Item, Partner, Programme, Topic

Label = Callable[[str, str], str]


def item_text(item: Item, label: Label) -> str:
    """Return an item as text for a terminal.

    Args:
        item: what to show.
        label: gives the German label of (vocabulary, code).
    """
    lines = [item.title, "=" * len(item.title), item.summary, "", *_facts(item, label), ""]
    for section in item.body:
        lines += [section.heading, "-" * len(section.heading), plain_text(section.markdown), ""]
    lines += _doubts(item)
    lines += ["Quellen", "-------"]
    for number, source in enumerate(item.sources, 1):
        state = f"Stand {source.as_of}" if source.as_of else "ohne Datum"
        unread = "" if source.read_on else ", nicht gelesen"
        lines.append(f"[{number}] {source.title or source.url} ({state}{unread})")
        if source.title:
            lines.append(f"    {source.url}")
    review = item.review
    lines += ["", f"geprüft {review.checked_on}, wieder am {review.review_by}, Beleg {review.certainty}"]
    if item.related.all_ids():
        lines += ["", "Siehe auch: " + ", ".join(item.related.all_ids())]
    return "\n".join(lines)


def _facts(item: Item, label: Label) -> Iterator[str]:
    match item:
        case Programme():
            yield f"Darf ich schon unterschreiben?  {label('start_answers', item.start_rule)}"
            if item.start_event:
                yield f"  {item.start_event}"
            yield f"Förderart      {_labels(label, 'funding_types', item.funding_types)}"
            yield f"Fördergeber    {item.funder.name} ({label('levels', item.level)})"
            window = item.window
            yield f"Antragsfenster {label('window_models', window.model)} {_span(window.open_from, window.open_to)}"
            yield f"Weg            {label('routes', item.route) if item.route else 'keine Angabe'}"
            if item.successor and item.successor != ("none",):
                yield f"Nachfolger     {', '.join(item.successor)}"
        case Topic():
            yield f"Innovationsfeld {label('ris_fields', item.ris_field)}"
            for question in item.diagnostic_questions:
                yield f"Frage           {question}"
        case Partner():
            yield f"Art            {label('partner_kinds', item.partner_kind)}"
            yield f"Zuständig für  {', '.join(_served(item, label)) or 'keine Angabe'}"
            if item.website:
                yield f"Web            {item.website}"
            for contact in contacts_to_give(item):
                ways = ", ".join(way for way in (contact.phone, contact.function_mailbox) if way)
                yield f"Kontakt        {contact.role}: {ways}"
        case Event():
            yield f"Format         {label('event_formats', item.format)}"
            yield f"Termin         {item.starts_at or item.recurrence or 'keine Angabe'}"
            yield f"Veranstalter   {item.organiser}"


def _served(partner: Partner, label: Label) -> Iterator[str]:
    """Yield the regions that a partner serves; of a district served in part, its municipalities too."""
    yield from (label("regions", code) for code in partner.serves.ags)
    for part in partner.serves.partial:
        yield f"{label('regions', part.ags)} (nur {_labels(label, 'regions', part.only)})"


def _doubts(item: Item) -> list[str]:
    lines: list[str] = []
    if item.uncertain:
        lines += [
            "Nicht belegt oder unsicher",
            "--------------------------",
            *(f"- {text}" for text in item.uncertain),
            "",
        ]
    for conflict in item.conflicts:
        values = " / ".join(f"{value.value} ({value.src})" for value in conflict.values)
        lines += [f"Widerspruch bei {conflict.field}: {values}", ""]
    return lines


def _labels(label: Label, vocabulary: str, codes: tuple[str, ...]) -> str:
    return ", ".join(label(vocabulary, code) for code in codes) or "keine Angabe"


def _span(start: str, end: str) -> str:
    if start and end:
        return f"({start} bis {end})"
    return f"(bis {end})" if end else f"(ab {start})" if start else ""
