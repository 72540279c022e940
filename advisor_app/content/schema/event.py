"""The file format of an event."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from advisor_app.content.schema.common import ItemFile
from advisor_app.content.schema.partner import GeoFile
from advisor_app.content.schema.types import (
    CodeOf,
    FileModel,
    Line,
    Many,
    Moment,
    Money,
    Municipality,
    OpenSlug,
    OptionalDay,
    OptionalLine,
    OptionalUrl,
    Slug,
    Word,
)


class RegistrationFile(FileModel):
    """How to take part."""

    url: OptionalUrl = ""
    until: OptionalDay = ""
    capacity: Annotated[int, Field(ge=1, le=100_000)] | None = None
    cost_eur: Money | None = None


class PlaceFile(FileModel):
    """Where it happens."""

    name: Word
    ags: Municipality = ""
    geo: GeoFile | None = None


class EventFile(ItemFile):
    """A file below `kb/events`."""

    format: Annotated[str, CodeOf("event_formats")]
    organiser: OpenSlug
    starts_at: Moment = ""
    ends_at: Moment = ""
    recurrence: OptionalLine = ""
    registration: RegistrationFile | None = None
    place: PlaceFile | None = None
    online: bool = False
    target_groups: Many[Annotated[str, CodeOf("target_groups")]] = ()
    series_id: Slug = ""
    recording_url: OptionalUrl = ""
    cancelled: bool = False
    materials: Many[Line] = ()
