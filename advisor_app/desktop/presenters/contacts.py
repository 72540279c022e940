"""Ways to reach partners, as they leave the app: numbers, mail, cards, squares to photograph. Public ones only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import ContactView, ReachView, SquareView
from advisor_app.documents.leaving import contacts_to_give, may_leave, web_address
from advisor_app.domain.event import Event
from advisor_app.domain.partner import Contact, Partner

NO_NUMBER = "Keine Nummer hinterlegt"
_COUNTRY = "+49"
_TRUNK_IN_BRACKETS = re.compile(r"\(0+\)")
_NOT_DIALLED = re.compile(r"[^\d+]")
# A square of more octets is too fine to be photographed from the screen.
_FINEST = 600
# What an address book does not need from a photograph: the square stays coarse without.
_NOT_IN_SQUARE = frozenset({"NOTE", "REV", "UID", "X-ABSHOWAS"})


def dial(number: str) -> str:
    """Return a number as a telephone dials it from anywhere: `0234 9113-0` is `+4923491130`.

    Numbers without the leading 0 (such as 115) stay as they are.
    """
    digits = _NOT_DIALLED.sub("", _TRUNK_IN_BRACKETS.sub("", number))
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"{_COUNTRY}{digits[1:]}" if digits.startswith("0") else digits


def partner_contacts(partner: Partner, *, subject: str = "") -> ContactView:
    """Make the view of how to reach a partner.

    Args:
        partner: whom one wants to reach.
        subject: of a mail; "" for one that names the partner.
    """
    from advisor_app.documents.business_card import contact_text, mail_link  # noqa: PLC0415 - not before it is wanted

    if not may_leave(partner):
        return ContactView(id=partner.id, title=partner.title, is_public=False)
    contacts = contacts_to_give(partner)
    wanted = subject or f"Anfrage an {partner.title}"
    mails = (
        ReachView(
            role=one.role, shown=one.function_mailbox, link=mail_link(partner, wanted, mailbox=one.function_mailbox)
        )
        for one in contacts
        if one.function_mailbox
    )
    return ContactView(
        id=partner.id,
        title=partner.title,
        numbers=tuple(
            ReachView(role=one.role, shown=one.phone, link=f"tel:{dial(one.phone)}") for one in contacts if one.phone
        ),
        mails=tuple(mail for mail in mails if mail.link),
        website=web_address(partner.website),
        text=contact_text(partner),
        squares=_squares(partner, contacts),
        kept=_kept(partner, contacts),
    )


def _kept(partner: Partner, given: tuple[Contact, ...]) -> str:
    """Return in words what stays in the network, "" for nothing."""
    kept = sum(1 for one in partner.contacts if one.function_mailbox or one.phone) - len(given)
    if kept == 1:
        return "1 Kontakt ist nur für das Netzwerk bestimmt und bleibt hier"
    if kept > 1:
        return f"{formatting.count(kept, 'Kontakt', 'Kontakte')} sind nur für das Netzwerk bestimmt und bleiben hier"
    numbers = sum(1 for one in partner.contacts if one.phone) - sum(1 for one in given if one.phone)
    return "Persönliche Nummern bleiben hier" if numbers else ""


def event_square(event: Event, organiser: Partner | None) -> SquareView | None:
    """Return what to photograph of an event: where to register, else the organiser's page; None if neither is known."""
    if not may_leave(event):
        return None
    url = web_address(event.registration.url) if event.registration is not None else ""
    if url:
        return _fitting(_page(url, "Anmeldung", f"Anmeldung: {event.title}"))
    if organiser is not None and may_leave(organiser) and web_address(organiser.website):
        page = _page(web_address(organiser.website), "Seite des Veranstalters", f"Website: {organiser.title}")
        return _fitting(page)
    return None


def _page(url: str, label: str, caption: str) -> SquareView:
    return SquareView(icon="world", label=label, caption=caption, shown=formatting.host(url), text=url)


def _fitting(square: SquareView) -> SquareView | None:
    return square if len(square.text.encode()) <= _FINEST else None


def _squares(partner: Partner, contacts: Iterable[Contact]) -> tuple[SquareView, ...]:
    """Return what can be photographed: the website first, which every telephone opens."""
    phone = next((one.phone for one in contacts if one.phone), "")
    url = web_address(partner.website)
    found = []
    if url:
        found.append(_page(url, "Website", f"Website: {partner.title}"))
    if phone:
        found.append(SquareView(icon="phone", label="Telefon", caption=f"Anrufen: {partner.title}", shown=phone,
                                text=f"tel:{dial(phone)}"))  # fmt: skip
    found.append(SquareView(icon="address-book", label="Visitenkarte", caption=f"Visitenkarte: {partner.title}",
                            shown="Name, Anschrift und Kontakte", text=short_card(partner)))  # fmt: skip
    return tuple(square for square in found if _fitting(square) is not None)


def short_card(partner: Partner) -> str:
    """Return a business card with what one calls and writes to only."""
    from advisor_app.documents.business_card import business_cards  # noqa: PLC0415 - not before it is wanted

    lines = business_cards((partner,)).decode().replace("\r\n ", "").splitlines()
    kept = (line for line in lines if line.partition(":")[0].partition(";")[0] not in _NOT_IN_SQUARE)
    return "\r\n".join((*kept, ""))
