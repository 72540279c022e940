"""The border of the app: what may leave it. Only what anybody may see does, whatever a function is given."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from advisor_app.domain.item import Item, Visibility
from advisor_app.domain.partner import Contact, Partner

_WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class Left:
    """What stays in the app because it is not public: the titles, in the order asked for."""

    out: tuple[str, ...] = ()


def left(items: Iterable[Item]) -> Left:
    """Return what of some items every function of this room leaves out."""
    return Left(tuple(item.title for item in items if not may_leave(item)))


def may_leave(item: Item) -> bool:
    """Tell whether an item may leave the app."""
    return item.visibility is Visibility.PUBLIC


def contacts_to_give(partner: Partner) -> tuple[Contact, ...]:
    """Return the contacts that may leave the app; none of a partner that is not public itself.

    Of a contact that stands for a person only the office's mailbox leaves: name and number are the person's own.
    """
    if not may_leave(partner):
        return ()
    public = [one for one in partner.contacts if one.visibility is Visibility.PUBLIC]
    given = [Contact(role=one.role, function_mailbox=one.function_mailbox, phone="" if one.person else one.phone)
             for one in public]  # fmt: skip
    return tuple(one for one in given if one.function_mailbox or one.phone)


def one_line(text: str) -> str:
    """Return a text on one line and without control characters, so that it can begin no line of its own."""
    return " ".join(_cleared(text).split())


def lines(text: str) -> str:
    """Return a text with its lines, each cleared of control characters."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()


def web_address(text: str) -> str:
    """Return a web address, "" for what is none: only such a link is offered to other programs."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    whole = text == _cleared(text) and not any(char.isspace() for char in text)
    return text if whole and parts.scheme in _WEB and parts.netloc else ""


def _cleared(text: str) -> str:
    return "".join(char if char.isspace() or unicodedata.category(char) not in ("Cc", "Cs") else " " for char in text)
