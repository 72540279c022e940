"""What all four kinds of knowledge share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The four kinds of knowledge, in the order in which they are shown."""

    PROGRAMME = "programme"
    TOPIC = "topic"
    PARTNER = "partner"
    EVENT = "event"


class Status(StrEnum):
    """Editorial state; only `published` enters the knowledge database."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Visibility(StrEnum):
    """Who may see an item or a contact; exports honour it."""

    PUBLIC = "public"
    NETWORK = "network"
    INTERNAL = "internal"


class Certainty(StrEnum):
    """How well an item is supported: A official source read, B secondary or expert, C unsure."""

    A = "A"
    B = "B"
    C = "C"


class CheckedAgainst(StrEnum):
    """What the editor compared the item with."""

    LIVE = "live"
    STORED_COPY = "stored_copy"
    DOCUMENT = "document"


class SourceKind(StrEnum):
    """What sort of source a fact rests on."""

    OFFICIAL = "official"
    LAW = "law"
    CHAMBER = "chamber"
    SECONDARY = "secondary"
    OWN_KNOWLEDGE = "own_knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact comes from.

    `as_of` is the date of the source itself: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or "" (undated). `read_on` is the day
    on which an editor read it (ISO); "" means that the address is known but its page was not read.
    """

    id: str
    url: str
    title: str = ""
    as_of: str = ""
    kind: SourceKind = SourceKind.SECONDARY
    note: str = ""
    read_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who checked the item when, against what, and until when that holds (ISO dates)."""

    checked_on: str
    checked_against: CheckedAgainst
    review_by: str
    certainty: Certainty
    checked_by_role: str = "redaktion"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictingValue:
    """One of several values that sources give for the same field."""

    value: str
    src: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field for which sources disagree; shown, never resolved silently."""

    field: str
    values: tuple[ConflictingValue, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Links to other items by id; the build makes them symmetric."""

    programmes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def all_ids(self) -> tuple[str, ...]:
        """Return every linked id in the order of the kinds."""
        return self.programmes + self.topics + self.partners + self.events


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Verbatim text of others, kept apart from our own words and always attributed."""

    text: str
    attribution: str
    src: str
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the body: a heading (without `##`) and its Markdown."""

    heading: str
    markdown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A piece of knowledge with its sources; the base of the four kinds.

    `fact_sources` says which sources a field rests on: field path (`amounts.rate_pct`) -> source ids.
    """

    id: str
    title: str
    summary: str
    status: Status
    themes: tuple[str, ...]
    region: tuple[str, ...]
    sources: tuple[Source, ...]
    review: Review
    body: tuple[Section, ...] = ()
    aliases: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    fact_sources: dict[str, tuple[str, ...]] | None = None
    uncertain: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    related: Related = Related()
    quotes: tuple[Quote, ...] = ()
    licence: str = "own"
