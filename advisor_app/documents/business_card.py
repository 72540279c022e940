"""Partners as others keep them: business cards for address books, text to paste, a link that begins a mail.

Cards are vCard 3.0, which Outlook, Apple and Android read alike. A card stands for the institution: every public
mailbox and number is on it, and its note says what each is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from advisor_app.documents.content_lines import structured, text_value, written
from advisor_app.documents.leaving import contacts_to_give, lines, may_leave, one_line, web_address
from advisor_app.domain.partner import Address, Contact, Partner

_COUNTRY = "Deutschland"
_SOURCE = "Beratungskoffer"
# What RFC 6068 lets stand in an address; a plus is not taken for a space there.
_IN_ADDRESS = "@+-._~!$'*"


def business_cards(partners: Iterable[Partner]) -> bytes:
    """Return one card for each partner that may leave the app, as the content of a `.vcf` file.

    Args:
        partners: whom one wants the cards of; what is not public of them is left out (`leaving.left` tells whom).
    """
    return written(line for partner in partners if may_leave(partner) for line in _card(partner))


def contact_text(partner: Partner) -> str:
    """Return how to reach a partner as a few lines of text, "" for one that is not public."""
    if not may_leave(partner):
        return ""
    told = [one_line(partner.title)]
    if partner.address is not None:
        told += [part for part in (one_line(partner.address.street), _town(partner.address)) if part]
    told += map(_way, contacts_to_give(partner))
    told.append(web_address(partner.website))
    return "\n".join(filter(None, told))


def mail_link(partner: Partner, subject: str, *, mailbox: str = "", body: str = "") -> str:
    """Return a `mailto:` link (RFC 6068) to a partner, "" where it has no public mailbox.

    Args:
        partner: whom to write to.
        subject: of the mail; line breaks in it become spaces.
        mailbox: which of the partner's public ones; "" for the first. Any other gives no link.
        body: how the mail begins.
    """
    public = [one.function_mailbox for one in contacts_to_give(partner) if _is_mailbox(one.function_mailbox)]
    chosen = mailbox if mailbox in public else "" if mailbox or not public else public[0]
    if not chosen:
        return ""
    fields = [("subject", one_line(subject)), ("body", lines(body).replace("\n", "\r\n"))]
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields if value)
    return f"mailto:{quote(chosen, safe=_IN_ADDRESS)}{'?' if asked else ''}{asked}"


def _card(partner: Partner) -> Iterator[str]:
    title = one_line(partner.title)
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"UID:{text_value(one_line(partner.id))}@{_SOURCE.lower()}"
    yield f"FN:{text_value(title)}"
    # No person's name: address books then show and sort by the organisation.
    yield "N:;;;;"
    yield f"ORG:{structured([title])}"
    yield "X-ABSHOWAS:COMPANY"
    contacts = contacts_to_give(partner)
    for kind, prefix, values in (
        ("EMAIL", "INTERNET,WORK", [one_line(one.function_mailbox) for one in contacts]),
        ("TEL", "WORK,VOICE", [one_line(one.phone) for one in contacts]),
    ):
        for number, value in enumerate(dict.fromkeys(filter(None, values))):
            yield f"{kind};TYPE={prefix}{'' if number else ',PREF'}:{text_value(value)}"
    if partner.address is not None:
        address = partner.address
        parts = ["", "", address.street, address.city, "", address.postal_code, _COUNTRY]
        yield f"ADR;TYPE=WORK:{structured([one_line(part) for part in parts])}"
    if address_of_page := web_address(partner.website):
        yield f"URL:{address_of_page}"
    yield f"NOTE:{text_value(_note(partner, contacts))}"
    yield f"REV:{text_value(one_line(partner.review.checked_on))}"
    yield "END:VCARD"


def _note(partner: Partner, contacts: Iterable[Contact]) -> str:
    """Return what the partner does, what each way to reach it is for, and as of when."""
    told = [one_line(partner.summary), *map(_way, contacts), f"Stand {one_line(partner.review.checked_on)}, {_SOURCE}"]
    return "\n".join(filter(None, told))


def _way(contact: Contact) -> str:
    ways = " · ".join(filter(None, (one_line(contact.phone), one_line(contact.function_mailbox))))
    return f"{one_line(contact.role)}: {ways}" if one_line(contact.role) else ways


def _town(address: Address) -> str:
    return one_line(f"{address.postal_code} {address.city}")


def _is_mailbox(text: str) -> bool:
    name, at, host = text.partition("@")
    return bool(name and at and host) and "@" not in host and text == one_line(text) and " " not in text
