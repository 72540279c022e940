"""Topics as the page of topics shows them: rows by innovation field, found by title or by any other name.

All of it is made in a worker from the outlines of a library; nothing here knows a window.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.topics_links import Entry
from advisor_app.desktop.presenters.topics_words import maturity_mark
from advisor_app.desktop.presenters.views import Library, Mark
from advisor_app.domain.outlines import PartnerOutline, ProgrammeOutline, TopicOutline
from advisor_app.domain.topic import Maturity
from advisor_app.search.analysis.words import MAX_WORD, exact_of, key_of

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic in a list; counts are those of the entries linked with it. `other_name` is the name it was found by."""

    id: str
    title: str
    field: str
    field_label: str
    mark: Mark | None
    programmes: int = 0
    partners: int = 0
    events: int = 0
    other_name: str = ""

    @property
    def counts(self) -> str:
        """Return the counts in words; what there is none of is left out."""
        parts = (
            (self.programmes, "Programm", "Programme"),
            (self.partners, "Partner", "Partner"),
            (self.events, "Termin", "Termine"),
        )
        return formatting.joined([formatting.count(number, one, many) for number, one, many in parts if number])

    @property
    def spoken(self) -> str:
        """Return the row as one sentence for a screen reader."""
        parts = (self.title, self.mark.text if self.mark else "", self.field_label, self.counts)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A degree of maturity one can filter by, with the topics that would give."""

    code: str
    label: str
    icon: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsView:
    """The topics that were asked for, in the order of innovation fields."""

    rows: tuple[TopicRow, ...]
    choices: tuple[Choice, ...]
    total: int
    text: str = ""
    maturity: str = ""

    @property
    def headline(self) -> str:
        """Return how many topics there are, and of how many if some are filtered out."""
        shown = formatting.count(len(self.rows), "Thema", "Themen")
        if len(self.rows) == self.total:
            return shown
        return f"{formatting.number(len(self.rows))} von {formatting.count(self.total, 'Thema', 'Themen')}"


class Names:
    """What topics are called, as it is compared; made when somebody first types, which at 2,000 topics takes 50 ms.

    Args:
        topics: the topics.
    """

    def __init__(self, topics: Sequence[TopicOutline]) -> None:
        self._topics = topics

    @cached_property
    def of(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Return topic -> each of its names with its key, the title first."""
        return {
            topic.id: tuple((name, _key(name)) for name in (topic.title, *topic.aliases, *topic.synonyms))
            for topic in self._topics
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicIndex:
    """What is asked of the topics of a library, read once. Not changed after it was made.

    `programmes`, `partners` and `topics` say what each topic is linked with, `with_programme` and `with_partner` which
    topics each of those is linked with, `offers` and `offices` what programmes and partners are.
    """

    rows: tuple[TopicRow, ...]
    maturities: Mapping[str, Maturity | None]
    names: Names
    programmes: Mapping[str, tuple[str, ...]]
    partners: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, Collection[str]]
    with_programme: Mapping[str, Sequence[str]]
    with_partner: Mapping[str, Sequence[str]]
    offers: Mapping[str, ProgrammeOutline]
    offices: Mapping[str, PartnerOutline]
    labels: Mapping[Maturity, Mark]

    def entry(self, item_id: str) -> Entry:
        """Return what a topic is linked with."""
        programme = self.offers.get(item_id)
        return self.offices[item_id] if programme is None else programme


def read_topics(library: Library) -> TopicIndex:
    """Read the topics of a library and what is linked with them; meant for a worker.

    What a topic is linked with names it as well: publishing gives every link its way back. So the topics are asked.
    """
    outlines = library.outlines()
    named = {partner.id: partner for partner in outlines.partners}
    programmes = _linked(outlines.topics, "programmes", outlines.programmes_by_id.keys())
    partners = _linked(outlines.topics, "partners", named.keys())
    events = _linked(outlines.topics, "events", {event.id for event in outlines.events})
    marks = {code: mark for code in Maturity if (mark := maturity_mark(code, library)) is not None}
    fields = {code: place for place, code in enumerate(library.vocabulary("ris_fields"))}
    ordered = sorted(
        outlines.topics,
        key=lambda topic: (fields.get(topic.ris_field, len(fields)), topic.ris_field, _in_order(topic.title)),
    )
    return TopicIndex(
        rows=tuple(
            TopicRow(
                id=topic.id,
                title=topic.title,
                field=topic.ris_field,
                field_label=library.label("ris_fields", topic.ris_field),
                mark=marks[topic.maturity] if topic.maturity else None,
                programmes=len(programmes[topic.id]),
                partners=len(partners[topic.id]),
                events=len(events[topic.id]),
            )
            for topic in ordered
        ),
        maturities={topic.id: topic.maturity for topic in ordered},
        names=Names(ordered),
        programmes=programmes,
        partners=partners,
        topics=_linked(outlines.topics, "topics", {topic.id for topic in outlines.topics}),
        with_programme=_turned(programmes),
        with_partner=_turned(partners),
        offers=outlines.programmes_by_id,
        offices=named,
        labels=marks,
    )


def _linked(topics: Sequence[TopicOutline], side: str, there: AbstractSet[str]) -> dict[str, tuple[str, ...]]:
    """Return topic -> ids of one kind that are there; as a rule all are, and then nothing is looked at one by one."""
    linked: dict[str, tuple[str, ...]] = {topic.id: getattr(topic.related, side) for topic in topics}
    gone = set(chain.from_iterable(linked.values())).difference(there)
    if not gone:
        return linked
    return {
        topic_id: ids if gone.isdisjoint(ids) else tuple(one for one in ids if one not in gone)
        for topic_id, ids in linked.items()
    }


def _turned(sides: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    turned: dict[str, list[str]] = defaultdict(list)
    for topic_id, entries in sides.items():
        for entry in entries:
            turned[entry].append(topic_id)
    return dict(turned)


def _in_order(text: str) -> str:
    """Return what a title is sorted by: umlauts stand with their vowels, as in a German dictionary."""
    folded = text.casefold()
    # Several times as quick as a table of letters.
    return folded if folded.isascii() else folded.replace("ä", "a").replace("ö", "o").replace("ü", "u")


def _key(text: str) -> str:
    """Return a name as it is compared: without case, accents and umlauts; ü, ue and u are one."""
    return "".join(key_of(exact_of(text[begin : begin + MAX_WORD])) for begin in range(0, len(text), MAX_WORD))


def find_topics(index: TopicIndex, *, text: str = "", maturity: str = "") -> TopicsView:
    """Return the topics whose title or another name contains every word of a text, of one maturity if asked for."""
    wanted = _key(text).split()
    found = [(row, "") for row in index.rows]
    if wanted:
        names = index.names.of
        found = [(row, name) for row in index.rows if (name := _name_found(names[row.id], wanted)) is not None]
    counts: dict[str, int] = {}
    for row, _ in found:
        degree = index.maturities[row.id] or UNKNOWN
        counts[degree] = counts.get(degree, 0) + 1
    return TopicsView(
        rows=tuple(
            _with_name(row, name)
            for row, name in found
            if not maturity or (index.maturities[row.id] or UNKNOWN) == maturity
        ),
        choices=tuple(
            Choice(code=code.value, label=mark.text, icon=mark.icon, tone=mark.tone, count=counts.get(code, 0))
            for code, mark in index.labels.items()
        ),
        total=len(index.rows),
        text=text,
        maturity=maturity,
    )


def _name_found(names: Sequence[tuple[str, str]], wanted: Collection[str]) -> str | None:
    """Return the name a topic is found by, "" for its title, None if it is not found."""
    for number, (name, key) in enumerate(names):
        if all(word in key for word in wanted):
            return name if number else ""
    return None


def _with_name(row: TopicRow, name: str) -> TopicRow:
    return replace(row, other_name=name) if name else row
