"""Outlines: what lists, maps, calendars and networks need of every item, without reading all of each.

An outline has a part of its item's fields, under the same names and with the same types, so that one is read from a
record as directly as the item itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from advisor_app.domain.event import Event, EventFormat, Place, Registration
from advisor_app.domain.item import Item, Related, Review, Visibility
from advisor_app.domain.partner import Accepts, Address, Area, Geo, Offer, Partner, PartnerKind, Startup
from advisor_app.domain.programme import FundingType, Legal, Level, Party, Programme, StartRule, Window
from advisor_app.domain.topic import LegalHook, Maturity, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What is told of an item of any kind."""

    id: str
    title: str
    themes: tuple[str, ...]
    region: tuple[str, ...]
    review: Review
    visibility: Visibility = Visibility.PUBLIC
    related: Related = field(default_factory=Related)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeOutline(Outline):
    """What is told of a programme."""

    level: Level
    funder: Party
    window: Window
    funding_types: tuple[FundingType, ...] = ()
    start_rule: StartRule = StartRule.UNKLAR
    predecessor: tuple[str, ...] = ()
    successor: tuple[str, ...] = ()
    valid_to: str = ""
    legal: Legal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOutline(Outline):
    """What is told of a topic."""

    ris_field: str
    maturity: Maturity | None = None
    aliases: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    legal_hooks: tuple[LegalHook, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerOutline(Outline):
    """What is told of a partner; how to reach it is not."""

    partner_kind: PartnerKind
    parent: str = ""
    serves: Area = field(default_factory=Area)
    competences: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    accepts: Accepts | None = None
    address: Address | None = None
    geo: Geo | None = None
    startup: Startup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOutline(Outline):
    """What is told of an event."""

    format: EventFormat
    organiser: str
    starts_at: str = ""
    ends_at: str = ""
    recurrence: str = ""
    registration: Registration | None = None
    place: Place | None = None
    online: bool = False
    target_groups: tuple[str, ...] = ()
    series_id: str = ""
    recording_url: str = ""
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class Outlines:
    """The outlines of a whole knowledge base, each kind in the order of ids."""

    programmes: tuple[ProgrammeOutline, ...] = ()
    topics: tuple[TopicOutline, ...] = ()
    partners: tuple[PartnerOutline, ...] = ()
    events: tuple[EventOutline, ...] = ()

    @cached_property
    def programmes_by_id(self) -> Mapping[str, ProgrammeOutline]:
        """Return id -> programme in the order of ids, made when it is first wanted and then shared."""
        return {item.id: item for item in self.programmes}


def outline_of(item: Item) -> ProgrammeOutline | TopicOutline | PartnerOutline | EventOutline:
    """Return the outline of an item."""
    for kind, outline in (
        (Programme, ProgrammeOutline),
        (Topic, TopicOutline),
        (Partner, PartnerOutline),
        (Event, EventOutline),
    ):
        if isinstance(item, kind):
            values: dict[str, Any] = {part.name: getattr(item, part.name) for part in fields(outline)}
            return outline(**values)
    msg = f"no outline for {type(item).__name__}"
    raise TypeError(msg)
