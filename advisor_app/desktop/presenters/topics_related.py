"""What hangs on an entry, both ways: programmes, topics, partners and events, each told in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.programme_facts import state_of
from advisor_app.desktop.presenters.topics_competence import Competences
from advisor_app.desktop.presenters.topics_links import Entry, link_to
from advisor_app.desktop.presenters.views import Labels, LinkGroup
from advisor_app.domain import Event, Item, Kind, Partner, Programme, Topic
from advisor_app.domain.outlines import (
    EventOutline,
    Outlines,
    PartnerOutline,
    ProgrammeOutline,
    TopicOutline,
    outline_of,
)
from advisor_app.domain.window import WindowState

# More than this nobody reads here; the search lists them all.
_MOST = 100
_MOST_COMPETENT = 20
_KINDS: tuple[tuple[Kind, type[Entry]], ...] = (
    (Kind.PROGRAMME, ProgrammeOutline),
    (Kind.TOPIC, TopicOutline),
    (Kind.PARTNER, PartnerOutline),
    (Kind.EVENT, EventOutline),
)
_LABELS = {
    Kind.PROGRAMME: "Programme",
    Kind.TOPIC: "Themen",
    Kind.PARTNER: "Wer hilft",
    Kind.EVENT: "Termine",
}
_LABELS_OF_TOPIC = {
    Kind.PROGRAMME: "Programme, die es fördern",
    Kind.TOPIC: "Nachbarthemen",
    Kind.PARTNER: "Partner, beim Thema genannt",
    Kind.EVENT: "Termine dazu",
}
_COMPETENT = "Partner mit passender Kompetenz"
_COMPETENT_FOR = "Themen, zu denen die Kompetenz passt"


class Related:
    """Finds what hangs on entries.

    Args:
        labels: knows the words behind codes, and the linked items.
        today: the day that windows and dates are held against.
        stale: the knowledge as a whole is too old to promise anything.
        outlines: all entries; without them nobody is found who is competent but not linked.
    """

    def __init__(self, labels: Labels, today: date, *, stale: bool = False, outlines: Outlines | None = None) -> None:
        self._labels = labels
        self._today = today
        self._stale = stale
        self._outlines = outlines

    def groups(self, item: Item) -> tuple[LinkGroup, ...]:
        """Return what hangs on an item, by kind."""
        why = self._parties(item)
        ids = dict.fromkeys((*why, *item.related.all_ids(), *(item.predecessor if isinstance(item, Programme) else ())))
        entries = [outline_of(found) for found in self._labels.items(tuple(ids)).values() if found.id != item.id]
        entries += self._organised(item, ids)
        names = _LABELS_OF_TOPIC if isinstance(item, Topic) else _LABELS
        groups: list[LinkGroup] = []
        for kind, outline in _KINDS:
            ranked = sorted((entry for entry in entries if isinstance(entry, outline)), key=self._rank)
            groups += self._group(names[kind], [(entry, why.get(entry.id, "")) for entry in ranked], _MOST)
            if kind in (Kind.TOPIC, Kind.PARTNER):
                groups += self._by_competence(item, kind)
        return tuple(groups)

    def _parties(self, item: Item) -> dict[str, str]:
        """Return who stands behind an item, and as what."""
        found: dict[str, str] = {}
        if isinstance(item, Programme):
            for party, role in ((item.operator, "Abwicklung"), (item.funder, "Fördergeber")):
                if party is not None and party.partner:
                    found.setdefault(party.partner, role)
        elif isinstance(item, Event):
            found[item.organiser] = "Veranstalter"
        return found

    def _organised(self, item: Item, there: Iterable[str]) -> list[EventOutline]:
        """Return the events of a partner that do not link it as related."""
        if not isinstance(item, Partner) or self._outlines is None:
            return []
        known = set(there)
        return [event for event in self._outlines.events if event.organiser == item.id and event.id not in known]

    def _by_competence(self, item: Item, kind: Kind) -> list[LinkGroup]:
        """Return the partners competent for a topic, or the topics a partner is competent for, that are not linked."""
        if self._outlines is None:
            return []
        partners, topics = self._outlines.partners, self._outlines.topics
        linked = set(item.related.all_ids())
        pairs: Sequence[tuple[Entry, tuple[str, ...]]]
        if isinstance(item, Topic) and kind is Kind.PARTNER:
            label, pairs = _COMPETENT, Competences(partners).partners_for(item.themes, partners)
        elif isinstance(item, Partner) and kind is Kind.TOPIC:
            label, pairs = _COMPETENT_FOR, Competences(partners).topics_for(item.competences, topics)
        else:
            return []
        found = [
            (entry, f"Kompetenz: {formatting.listed([self._labels.label('themes', code) for code in shared])}")
            for entry, shared in pairs
            if entry.id not in linked
        ]
        return self._group(label, found, _MOST_COMPETENT)

    def _group(self, label: str, entries: Sequence[tuple[Entry, str]], most: int) -> list[LinkGroup]:
        if not entries:
            return []
        if len(entries) > most:
            label = f"{label} ({formatting.number(most)} von {formatting.number(len(entries))})"
        links = (link_to(entry, self._labels, self._today, stale=self._stale, why=why) for entry, why in entries[:most])
        return [LinkGroup(label=label, links=tuple(links))]

    def _rank(self, entry: Entry) -> tuple[int, str, str]:
        """Return what to sort by: ended programmes and past events last, events by date, the others by title."""
        if isinstance(entry, ProgrammeOutline):
            return int(state_of(entry, self._today) is WindowState.CLOSED), "", entry.title.casefold()
        if isinstance(entry, EventOutline) and entry.starts_at:
            day = formatting.earliest(entry.ends_at or entry.starts_at)
            return 2 * (day is not None and day < self._today), entry.starts_at, entry.title
        return int(isinstance(entry, EventOutline)), "", entry.title.casefold()
