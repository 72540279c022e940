"""Small valid domain items, for tests that need some; every field can be set by keyword."""

from __future__ import annotations

from typing import Any

from advisor_app.domain import Certainty, Event, Partner, Programme, Source, Status, Topic
from advisor_app.domain.event import EventFormat
from advisor_app.domain.item import CheckedAgainst, Review, Section
from advisor_app.domain.partner import PartnerKind
from advisor_app.domain.programme import Level, Party, Window, WindowModel

REVIEW = Review(
    checked_on="2026-11-23",
    checked_against=CheckedAgainst.STORED_COPY,
    review_by="2027-02-01",
    certainty=Certainty.A,
)
SOURCE = Source(id="q1", url="https://example.org/quelle", title="Quelle", as_of="2026-01", read_on="2026-11-23")


def _common(item_id: str, title: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": item_id,
        "title": title,
        "summary": f"{title} ist ein Eintrag, an dem die Tests prüfen, ob alles richtig ankommt.",
        "status": Status.PUBLISHED,
        "themes": ("innovation",),
        "region": ("05",),
        "sources": (SOURCE,),
        "review": REVIEW,
        "body": (Section(heading="Für wen?", markdown="Für kleine Betriebe in NRW. [q1]"),),
        **fields,
    }


def programme(item_id: str = "zuschuss-a", title: str = "Zuschuss A", **fields: Any) -> Programme:
    """Return a programme; one with a rule is offered everywhere, so that it asks for nothing beside its rule."""
    if "eligibility" in fields:
        fields = {"region": ("DE",), **fields}
    own = {"level": Level.LAND, "funder": Party(name="Land NRW"), "window": Window(model=WindowModel.ROLLING), **fields}
    return Programme(**_common(item_id, title, own))


def topic(item_id: str = "thema-a", title: str = "Thema A", **fields: Any) -> Topic:
    """Return a topic."""
    return Topic(**_common(item_id, title, {"ris_field": "schluesseltechnologien", **fields}))


def partner(item_id: str = "partner-a", title: str = "Partner A", **fields: Any) -> Partner:
    """Return a partner."""
    return Partner(**_common(item_id, title, {"partner_kind": PartnerKind.NETZWERK, **fields}))


def event(item_id: str = "termin-a", title: str = "Termin A", **fields: Any) -> Event:
    """Return an event."""
    return Event(**_common(item_id, title, {"format": EventFormat.SPRECHTAG, "organiser": "partner-a", **fields}))
