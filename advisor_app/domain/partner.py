"""Institutions that help: chambers, agencies, science, start-ups."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from advisor_app.domain.item import Item, Visibility


class PartnerKind(StrEnum):
    """What sort of institution a partner is."""

    IHK = "ihk"
    HWK = "hwk"
    TRANSFER = "transfer"
    FOERDERBANK = "foerderbank"
    WIRTSCHAFTSFOERDERUNG = "wirtschaftsfoerderung"
    LANDESEINRICHTUNG = "landeseinrichtung"
    KOMPETENZZENTRUM = "kompetenzzentrum"
    CLUSTER = "cluster"
    HOCHSCHULTRANSFER = "hochschultransfer"
    FORSCHUNGSEINRICHTUNG = "forschungseinrichtung"
    STARTUP = "startup"
    STARTUP_HUB = "startup_hub"
    VERBAND = "verband"
    FINANZIERUNG = "finanzierung"
    HANDWERKSORGANISATION = "handwerksorganisation"
    NETZWERK = "netzwerk"


class Membership(StrEnum):
    """Which chamber a company must belong to for a partner to serve it."""

    IHK = "ihk"
    HWK = "hwk"
    EGAL = "egal"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialArea:
    """A district served only in part: `only` lists its municipalities (AGS-8)."""

    ags: str
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where a partner is responsible: `ags` are "05", AGS-5 districts or AGS-8 municipalities."""

    ags: tuple[str, ...] = ()
    partial: tuple[PartialArea, ...] = ()
    wirtschaftsregion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something a partner does for a company."""

    type: str
    text: str
    cost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepts:
    """Whom a partner serves. Ages in years."""

    sizes: tuple[str, ...] = ()
    wz_in: tuple[str, ...] = ()
    wz_not_in: tuple[str, ...] = ()
    legal_kinds: tuple[str, ...] = ()
    age_min: float | None = None
    age_max: float | None = None
    membership: Membership = Membership.EGAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Postal address of an institution."""

    city: str
    street: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geo:
    """Position in degrees (WGS 84); `precision` says what the point stands for (`stadtmitte`, `adresse`)."""

    lat: float
    lon: float
    precision: str = "stadtmitte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A way to reach a partner. A person needs `consent_on` and `valid_to` (ISO dates)."""

    role: str
    function_mailbox: str = ""
    phone: str = ""
    person: str = ""
    visibility: Visibility = Visibility.PUBLIC
    consent_on: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Startup:
    """What only start-ups have."""

    founded: str = ""
    technology: str = ""
    offers_pilot: bool | None = None
    seeking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(Item):
    """An institution with its area and competences (theme codes)."""

    partner_kind: PartnerKind
    parent: str = ""
    serves: Area = Area()
    competences: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    accepts: Accepts | None = None
    address: Address | None = None
    geo: Geo | None = None
    website: str = ""
    contacts: tuple[Contact, ...] = ()
    startup: Startup | None = None
