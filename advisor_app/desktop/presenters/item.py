"""One view for every kind of item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from html import escape, unescape
from re import sub

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import others, programme, programme_facts
from advisor_app.desktop.presenters.contacts import partner_contacts
from advisor_app.desktop.presenters.markup import cite
from advisor_app.desktop.presenters.outside import PublicLabels
from advisor_app.desktop.presenters.sources import (
    certainty_mark,
    checked_text,
    numbers,
    review_mark,
    source_views,
    stand_mark,
)
from advisor_app.desktop.presenters.topics_item import topic_blocks, topic_facts
from advisor_app.desktop.presenters.topics_related import Related
from advisor_app.desktop.presenters.views import (
    ActionView,
    Block,
    ConflictView,
    ContactView,
    FactView,
    ItemView,
    Labels,
    Mark,
    SignatureView,
    SignpostView,
)
from advisor_app.documents.leaving import contacts_to_give, may_leave
from advisor_app.domain import Event, Item, Partner, Programme, Topic, kind_of
from advisor_app.domain.item import SourceKind
from advisor_app.domain.outlines import Outlines

Render = Callable[[str, Sequence[str]], str]


def present_item(
    item: Item, *, labels: Labels, render: Render, today: date, stale: bool = False, outlines: Outlines | None = None
) -> ItemView:
    """Make the view of an item.

    Args:
        item: what is shown.
        labels: knows the words behind codes and the linked items.
        render: turns Markdown with the ids of its sources into sanitised HTML.
        today: the day freshness and windows are held against.
        stale: the knowledge as a whole is too old to promise anything.
        outlines: all entries; without them nothing is said of who is competent but not linked.
    """
    source_ids = [source.id for source in item.sources]
    overline, badges, facts, extra = _by_kind(item, labels, today, stale=stale)
    written = tuple(Block(heading=part.heading, html=render(part.markdown, source_ids)) for part in item.body)
    text = topic_blocks(item, labels, written, today) if isinstance(item, Topic) else (*written, *extra)
    blocks = (Block(heading="", html=f'<p class="lead">{escape(item.summary)}</p>'), *text, *_quotes(item))
    signpost, signature = _top_card(item, labels, today, stale=stale)
    return ItemView(
        id=item.id,
        kind=kind_of(item).value,
        overline=overline,
        title=item.title,
        badges=badges,
        signature=signature,
        signpost=signpost,
        facts=facts,
        blocks=blocks,
        questions=item.diagnostic_questions if isinstance(item, Topic) else (),
        uncertain=item.uncertain,
        conflicts=_conflicts(item),
        related=Related(labels, today, stale=stale, outlines=outlines).groups(item),
        sources=source_views(item),
        checked=checked_text(item),
        review=review_mark(item, today),
        action=_action(item),
        contacts=_contacts(item, labels),
        plain=_plain(item, labels, facts, blocks, today),
    )


def _by_kind(
    item: Item, labels: Labels, today: date, *, stale: bool
) -> tuple[str, tuple[Mark, ...], tuple[FactView, ...], tuple[Block, ...]]:
    support = (certainty_mark(item, labels), stand_mark(item, today))
    if isinstance(item, Programme):
        head = (programme.overline(item), programme.badges(item, labels, today, stale=stale))
        return (*head, programme_facts.facts(item, labels, today, stale=stale), programme.blocks(item, labels))
    if isinstance(item, Topic):
        over = formatting.joined(["Thema", labels.label("ris_fields", item.ris_field)])
        return over, support, topic_facts(item, labels, today), ()
    if isinstance(item, Partner):
        city = item.address.city if item.address else ""
        over = formatting.joined(["Partner", labels.label("partner_kinds", item.partner_kind), city])
        return over, support, others.partner_facts(item, labels), others.partner_blocks(item, labels)
    if isinstance(item, Event):
        over = formatting.joined(["Termin", labels.label("event_formats", item.format)])
        return over, support, others.event_facts(item, labels), others.event_blocks(item, labels)
    msg = f"no view for {type(item).__name__}"
    raise TypeError(msg)


def _top_card(
    item: Item, labels: Labels, today: date, *, stale: bool
) -> tuple[SignpostView | None, SignatureView | None]:
    if not isinstance(item, Programme):
        return None, None
    ended = programme.signpost(item, labels, today)
    return ended, None if ended else programme_facts.signature(item, labels, stale=stale)


def _conflicts(item: Item) -> tuple[ConflictView, ...]:
    return tuple(
        ConflictView(
            field=field_words(conflict.field),
            values=tuple((entry.value, next(iter(numbers(item, (entry.src,))), 0)) for entry in conflict.values),
            note=conflict.note,
        )
        for conflict in item.conflicts
    )


def field_words(path: str) -> str:
    """Return how a field is called that sources disagree about."""
    return _FIELD_WORDS.get(path.rsplit(".", maxsplit=1)[-1], path)


_FIELD_WORDS = {
    "amounts": "Beträge",
    "note": "Beträge im Einzelnen",
    "rate_pct": "Fördersatz",
    "rate_table": "Staffel der Fördersätze",
    "finance_share_pct": "Finanzierungsanteil",
    "guarantee_pct": "Bürgschaft oder Haftungsfreistellung",
    "base_max": "Höchstbetrag ohne Zuschläge",
    "grant_eur": "Zuschuss",
    "loan_eur": "Darlehen",
    "eligible_cost_eur": "Angerechnete Kosten",
    "max": "Höchstbetrag",
    "min": "Mindestbetrag",
    "bagatelle_eur": "Bagatellgrenze",
    "value": "Betrag",
    "window": "Antragsfenster",
    "open_to": "Frist",
    "dates": "Termine",
    "recurring": "Stichtage",
    "model": "Antragsverfahren",
    "budget": "Mittel",
    "open_from": "Beginn des Fensters",
    "start_rule": "Vorhabenbeginn",
    "start_event": "Was als Beginn zählt",
    "route": "Weg",
    "aid": "Beihilfe",
    "cumulation": "Kombination",
    "duration_months": "Laufzeit",
    "decision_weeks": "Bearbeitung",
    "project_min_eur": "Mindestvolumen",
    "serves": "Zuständigkeit",
    "title": "Name",
    "website": "Website",
    "address": "Sitz",
    "competences": "Kompetenzen",
    "offers": "Angebote",
    "maturity": "Reife",
    "legal_hooks": "Rechtliche Pflichten",
    "recurrence": "Turnus",
    "registration": "Anmeldung",
    "place": "Ort",
    "organiser": "Veranstalter",
    "activities": "Was gefördert wird",
    "not_funded": "Was nicht gefördert wird",
    "sectors": "Branchen",
    "phases": "Unternehmensphase",
    "region": "Region",
    "level": "Ebene",
    "funding_types": "Förderart",
    "documents": "Unterlagen",
    "steps": "Antragsweg",
    "successor": "Nachfolger",
    "legal": "Rechtsgrundlage",
    "operator": "Abwicklung",
    "funder": "Fördergeber",
    "target_groups": "Zielgruppe",
    "company_sizes": "Unternehmensgröße",
    "eligibility": "Voraussetzungen",
    "valid_to": "Ende",
}


def _action(item: Item) -> ActionView | None:
    if isinstance(item, Partner) and item.website:
        return ActionView(label="Website", url=item.website)
    if isinstance(item, Event) and item.registration and item.registration.url:
        return ActionView(label="Zur Anmeldung", url=item.registration.url)
    official = [source for source in item.sources if source.kind is SourceKind.OFFICIAL and source.url]
    chosen = official[0] if official else next((source for source in item.sources if source.url), None)
    return ActionView(label="Zur Quelle", url=chosen.url) if chosen else None


def _contacts(item: Item, labels: Labels) -> ContactView | None:
    """Return how to reach a partner, or the organiser of an event."""
    if isinstance(item, Partner):
        return partner_contacts(item)
    if isinstance(item, Event):
        organiser = labels.items((item.organiser,)).get(item.organiser)
        return partner_contacts(organiser, subject=f"Anfrage: {item.title}") if isinstance(organiser, Partner) else None
    return None


def _quotes(item: Item) -> tuple[Block, ...]:
    if not item.quotes:
        return ()
    html = "".join(
        f'<p class="quote">{escape(quote.text)}{cite(item, [quote.src])}</p>'
        f'<p class="note">{escape(formatting.joined([quote.attribution, quote.licence]))}</p>'
        for quote in item.quotes
    )
    return (Block(heading="Im Wortlaut", html=html),)


def _plain(
    item: Item, labels: Labels, facts: tuple[FactView, ...], blocks: tuple[Block, ...], today: date
) -> str:  # fmt: skip
    """Return the item as text for the clipboard, with its sources; "" for one that does not leave the app.

    Partners and events name others and how to reach them: of those only what anybody may see is told.
    """
    if not may_leave(item):
        return ""
    if isinstance(item, Partner | Event):
        given = replace(item, contacts=contacts_to_give(item)) if isinstance(item, Partner) else item
        _, _, facts, extra = _by_kind(given, PublicLabels(labels), today, stale=False)
        headings = {part.heading for part in item.body} | {""}
        blocks = (*(part for part in blocks if part.heading in headings), *extra, *_quotes(item))
    lines = [item.title, ""]
    lines += [f"{cell.label}: {formatting.joined([cell.value, cell.note])}" for cell in facts if not cell.missing]
    for part in blocks:
        lines += ["", part.heading] if part.heading else [""]
        lines.append(_text_of(part.html))
    lines += ["", "Quellen"]
    lines += [
        f"[{source.number}] {formatting.joined([source.title, source.stand, source.url])}"
        for source in source_views(item)
    ]
    return "\n".join(lines).strip() + "\n"


def _text_of(html: str) -> str:
    spaced = sub(r"<li[^>]*>", "\n– ", sub(r"</td>\s*<td[^>]*>", ": ", html))
    broken = sub(r"</(p|tr|table|ul|ol)>|<br\s*/?>", "\n", spaced)
    return sub(r"\n\s*\n+", "\n", unescape(sub(r"<[^>]+>", "", broken))).strip()
