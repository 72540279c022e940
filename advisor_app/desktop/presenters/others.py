"""Topics, partners and events in the reading pane."""

from __future__ import annotations

from html import escape

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.markup import block, bullets, cite, link, pairs, web
from advisor_app.desktop.presenters.programme_facts import fact
from advisor_app.desktop.presenters.sources import refs
from advisor_app.desktop.presenters.views import Block, FactView, Labels
from advisor_app.domain.event import Event
from advisor_app.domain.item import Item, Visibility
from advisor_app.domain.partner import Accepts, Membership, Offer, Partner


def served(item: Partner, labels: Labels) -> list[str]:
    """Return the regions a partner serves, partly served districts with their municipalities."""
    whole = [labels.label("regions", code) for code in item.serves.ags]
    partly = [
        f"{labels.label('regions', part.ags)} (nur "
        + formatting.listed([labels.label("regions", code) for code in part.only])
        + ")"
        for part in item.serves.partial
    ]
    return whole + partly


def partner_facts(item: Partner, labels: Labels) -> tuple[FactView, ...]:
    """Return area, seat and offers of a partner."""
    areas = served(item, labels)
    area = areas[0] if len(areas) == 1 else formatting.count(len(areas), "Gebiet", "Gebiete") if areas else ""
    city = item.address.city if item.address else ""
    street = formatting.joined([item.address.street, item.address.postal_code]) if item.address else ""
    free = sum(1 for offer in item.offers if offer.cost == "kostenfrei")
    return (
        fact("Zuständig für", area, _some(areas) if len(areas) > 1 else "", refs(item, "serves")),
        fact("Sitz", city, street, refs(item, "address", "geo")),
        fact("Angebote", formatting.number(len(item.offers)) if item.offers else "",
             f"davon {free} kostenfrei" if free else "", refs(item, "offers")),
    )  # fmt: skip


def _some(areas: list[str]) -> str:
    shown = ", ".join(areas[:3])
    return f"{shown} und weitere" if len(areas) > 3 else shown


def partner_blocks(item: Partner, labels: Labels) -> tuple[Block, ...]:
    """Return offers, area, competences and ways to reach a partner."""
    parent = labels.items((item.parent,)).get(item.parent) if item.parent else None
    start = item.startup
    further = [
        ("Gehört zu", link(parent.id, parent.title) if parent else ""),
        ("Wirtschaftsregion", escape(labels.label("economic_regions", item.serves.wirtschaftsregion))),
        ("Nimmt an", escape(_accepts(item.accepts, labels)) if item.accepts else ""),
        ("Kompetenzen", escape(formatting.listed([labels.label("themes", code) for code in item.competences]))),
        ("Gegründet", escape(start.founded) if start else ""),
        ("Technik", escape(start.technology) if start else ""),
        ("Sucht", escape(formatting.listed(start.seeking)) if start else ""),
        ("Website", web(item.website, formatting.host(item.website)) if item.website else ""),
    ]
    areas = [escape(area) for area in served(item, labels)]
    return (
        *block("Angebote", bullets(_offer(item, offer, labels) for offer in item.offers)),
        *block(
            "Gebiet", bullets(areas) if 1 < len(areas) <= 6 else f"<p>{', '.join(areas)}</p>" if len(areas) > 6 else ""
        ),
        *block("Kontakt", pairs(_contacts(item))),
        *block("Weitere Angaben", pairs(further)),
    )


def _offer(item: Item, offer: Offer, labels: Labels) -> str:
    kind = f"<b>{escape(labels.label('offer_types', offer.type))}:</b> " if offer.type else ""
    cost = f' <span class="note">{escape(labels.label("cost_bands", offer.cost))}</span>' if offer.cost else ""
    return f"{kind}{escape(offer.text)}{cost}{cite(item, ())}"


def _accepts(accepts: Accepts, labels: Labels) -> str:
    member = {Membership.IHK: "IHK-Mitglieder", Membership.HWK: "Betriebe der Handwerksrolle"}
    ages = [
        f"ab {formatting.number(accepts.age_min)} Jahren" if accepts.age_min is not None else "",
        f"bis {formatting.number(accepts.age_max)} Jahre" if accepts.age_max is not None else "",
    ]
    sizes = [labels.label("company_sizes", size) for size in accepts.sizes]
    kinds = [labels.label("legal_kinds", kind) for kind in accepts.legal_kinds]
    return formatting.listed([*sizes, *kinds, *ages, member.get(accepts.membership, "")])


def _contacts(item: Partner) -> list[tuple[str, str]]:
    rows = []
    for contact in item.contacts:
        if contact.visibility is not Visibility.INTERNAL:
            mail = (
                web(f"mailto:{contact.function_mailbox}", contact.function_mailbox) if contact.function_mailbox else ""
            )
            phone = web(f"tel:{contact.phone.replace(' ', '')}", contact.phone) if contact.phone else ""
            rows.append((contact.role, formatting.joined([escape(contact.person), mail, phone])))
    return rows


def when(item: Event) -> str:
    """Return when an event happens, "" if only the organiser's page says so."""
    if item.cancelled:
        return "Abgesagt"
    return formatting.moment(item.starts_at) if item.starts_at else item.recurrence


def event_facts(item: Event, labels: Labels) -> tuple[FactView, ...]:
    """Return date, place, organiser, registration, cost and audience of an event."""
    organiser = labels.items((item.organiser,)).get(item.organiser)
    until = item.registration.until if item.registration else ""
    cost = item.registration.cost_eur if item.registration else None
    place = item.place.name if item.place else "Online" if item.online else ""
    repeats = not item.starts_at and not item.cancelled and bool(item.recurrence)
    date_note = item.recurrence if repeats else ""
    return (
        fact("Wann", "Wiederkehrend" if repeats else when(item), date_note, refs(item, "recurrence", "starts_at")),
        fact("Wo", place, "auch online" if item.online and item.place else "", refs(item, "place", "online")),
        fact("Veranstalter", organiser.title if organiser else "", "", refs(item, "organiser")),
        fact("Anmeldung", f"bis {formatting.as_of(until)}" if until else "auf der Seite" if item.registration else "",
             "", refs(item, "registration")),
        fact("Kosten", _cost(cost), "", refs(item, "registration.cost_eur")),
        fact("Für wen", formatting.listed([labels.label("target_groups", code) for code in item.target_groups[:2]]), "",
             refs(item, "target_groups")),
    )  # fmt: skip


def _cost(cost: float | None) -> str:
    if cost is None:
        return ""
    return formatting.euro(cost) if cost else "kostenfrei"


def event_blocks(item: Event, labels: Labels) -> tuple[Block, ...]:
    """Return what else is known of an event."""
    capacity = item.registration.capacity if item.registration else None
    return block(
        "Weitere Angaben",
        pairs(
            [
                ("Ende", escape(formatting.moment(item.ends_at)) if item.ends_at else ""),
                ("Plätze", formatting.number(capacity) if capacity else ""),
                (
                    "Aufzeichnung",
                    web(item.recording_url, formatting.host(item.recording_url)) if item.recording_url else "",
                ),
                ("Themen", escape(formatting.listed([labels.label("themes", code) for code in item.themes]))),
            ]
        ),
    )
