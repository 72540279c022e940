"""The file format of a partner."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from advisor_app.content.schema.common import ItemFile, Theme
from advisor_app.content.schema.types import (
    AsOf,
    CodeOf,
    Count,
    District,
    FileModel,
    Line,
    Mailbox,
    Many,
    Municipality,
    OptionalDay,
    OptionalLine,
    OptionalUrl,
    Phone,
    PostalCode,
    Region,
    Slug,
    Some,
    Word,
    Wz,
)


class PartialAreaFile(FileModel):
    """A district served only in part."""

    ags: District
    only: Some[Municipality]


class AreaFile(FileModel):
    """Where a partner is responsible."""

    ags: Many[Region] = ()
    partial: Many[PartialAreaFile] = ()
    wirtschaftsregion: Annotated[str, CodeOf("economic_regions")] = ""


class OfferFile(FileModel):
    """Something a partner does for a company."""

    type: Annotated[str, CodeOf("offer_types")]
    text: Line
    cost: OptionalLine = ""


class AcceptsFile(FileModel):
    """Whom a partner serves."""

    sizes: Many[Annotated[str, CodeOf("company_sizes")]] = ()
    wz_in: Many[Wz] = ()
    wz_not_in: Many[Wz] = ()
    legal_kinds: Many[Annotated[str, CodeOf("legal_kinds")]] = ()
    age_min: Count | None = None
    age_max: Count | None = None
    membership: Annotated[str, CodeOf("memberships")] = "egal"


class AddressFile(FileModel):
    """Postal address."""

    street: OptionalLine = ""
    postal_code: PostalCode = ""
    city: Word


class GeoFile(FileModel):
    """Position in degrees (WGS 84)."""

    lat: Annotated[float, Field(ge=47, le=56)]
    lon: Annotated[float, Field(ge=5, le=16)]
    precision: Word = "stadtmitte"


class ContactFile(FileModel):
    """A way to reach a partner."""

    role: Word
    function_mailbox: Mailbox = ""
    phone: Phone = ""
    person: OptionalLine = ""
    visibility: Annotated[str, CodeOf("visibilities")] = "public"
    consent_on: OptionalDay = ""
    valid_to: OptionalDay = ""


class StartupFile(FileModel):
    """What only start-ups have."""

    founded: AsOf = ""
    technology: OptionalLine = ""
    offers_pilot: bool | None = None
    seeking: Many[Line] = ()


class PartnerFile(ItemFile):
    """A file below `kb/partners`."""

    partner_kind: Annotated[str, CodeOf("partner_kinds"), Field(alias="kind")]
    parent: Slug = ""
    serves: AreaFile = AreaFile()
    competences: Many[Theme] = ()
    offers: Many[OfferFile] = ()
    accepts: AcceptsFile | None = None
    address: AddressFile | None = None
    geo: GeoFile | None = None
    website: OptionalUrl = ""
    contacts: Many[ContactFile] = ()
    startup: StartupFile | None = None
