"""Events: workshops, consultation days, fairs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from advisor_app.domain.item import Item
from advisor_app.domain.partner import Geo


class EventFormat(StrEnum):
    """What sort of meeting it is."""

    WEBINAR = "webinar"
    WORKSHOP = "workshop"
    SPRECHTAG = "sprechtag"
    MESSE = "messe"
    MATCHING = "matching"
    EXKURSION = "exkursion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """How to take part. `until` is an ISO date, `cost_eur` in EUR (None: not said)."""

    url: str = ""
    until: str = ""
    capacity: int | None = None
    cost_eur: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it happens."""

    name: str
    ags: str = ""
    geo: Geo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Item):
    """An event or a recurring format.

    `starts_at`/`ends_at` are ISO date-times with offset; both are "" for a recurring format whose dates stand
    on the organiser's page (`recurrence` then says in words how often). `organiser` is a partner id.
    """

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
    materials: tuple[str, ...] = ()
