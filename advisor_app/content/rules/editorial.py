"""Rules of the editors: people's data, duplicates, repetition, size (rules 12, 14, 19)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

from advisor_app.content.collection import Collection, Entry
from advisor_app.content.faults import Path
from advisor_app.domain import Event, Item, Partner, Programme, Topic
from advisor_app.errors import Problem

MAX_ITEM_CHARACTERS = 40_000
_NOT_WORD = re.compile(r"[\W_]+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_LISTS = ("aliases", "former_ids", "keywords", "synonyms", "themes", "region")
_KIND_LISTS: dict[type[Item], tuple[str, ...]] = {
    Programme: ("funding_types", "target_groups", "company_sizes", "sectors", "phases", "activities"),
    Partner: ("competences",),
    Event: ("target_groups",),
    Topic: (),
}


def people(content: Collection) -> Iterator[Problem]:
    """A person is named only with consent and an end date; texts carry no mail addresses."""
    today = content.today.isoformat()
    for entry, partner in content.of(Partner):
        for index, contact in enumerate(partner.contacts):
            path: Path = ("contacts", index)
            if contact.person and not (contact.consent_on and contact.valid_to):
                message = "a person needs consent_on and valid_to; add both or remove the person"
                yield entry.error((*path, "person"), "person_without_consent", message)
            if contact.person and contact.valid_to and contact.valid_to < today:
                message = f"consent ended on {contact.valid_to}; renew it or remove the person"
                yield entry.error((*path, "valid_to"), "consent_ended", message)
            if contact.consent_on > today:
                yield entry.error((*path, "consent_on"), "date_in_future", "consent_on lies in the future")
            if not (contact.function_mailbox or contact.phone or contact.person):
                message = "a contact needs function_mailbox, phone or person; fill one in or remove the contact"
                yield entry.error(path, "contact_empty", message)
    for entry in content.entries:
        for section in entry.item.body:
            if found := _MAIL.search(section.markdown):
                message = f"mail address {found.group()} in the text; use function_mailbox of a contact"
                yield entry.warning(("body",), "mail_in_text", message)


def duplicates(content: Collection) -> Iterator[Problem]:
    """Items that look alike are named, so that an editor decides."""
    yield from _alike(content, "duplicate_title", "has the same title as", lambda item: normalised(item.title))
    yield from _alike(content, "duplicate_sources", "rests on the same sources as", _addresses)


def repeated_entries(content: Collection) -> Iterator[Problem]:
    """No list names the same thing twice."""
    for entry in content.entries:
        for name in (*_LISTS, *_KIND_LISTS[type(entry.item)]):
            seen: set[str] = set()
            for index, value in enumerate(getattr(entry.item, name)):
                if value in seen:
                    yield entry.error((name, index), "entry_twice", f"{value} stands twice; remove one")
                seen.add(value)


def sizes(content: Collection) -> Iterator[Problem]:
    """An item stays within what a card and an update can carry."""
    for entry in content.entries:
        length = sum(len(section.markdown) for section in entry.item.body)
        if length > MAX_ITEM_CHARACTERS:
            message = f"text has {length} characters, allowed are {MAX_ITEM_CHARACTERS}; shorten it"
            yield entry.error(("body",), "item_too_large", message)


def normalised(title: str) -> str:
    """Return a title without case, accents, punctuation and spacing."""
    folded = unicodedata.normalize("NFKD", title.casefold())
    return _NOT_WORD.sub("", "".join(char for char in folded if not unicodedata.combining(char)))


def _addresses(item: Item) -> str:
    addresses = sorted({source.url.rstrip("/") for source in item.sources if source.url})
    return "\n".join(addresses)


def _alike(content: Collection, code: str, relation: str, key: Callable[[Item], str]) -> Iterator[Problem]:
    groups: dict[tuple[type[Item], str], list[Entry]] = defaultdict(list)
    for entry in content.entries:
        if value := key(entry.item):
            groups[(type(entry.item), value)].append(entry)
    for first, *others in groups.values():
        for other in others:
            field = "title" if code == "duplicate_title" else "sources"
            message = f"{relation} {first.file}; join the two or make the difference plain"
            yield other.warning((field,), code, message)
