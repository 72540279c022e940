"""Nothing that is internal, or for the network only, leaves through any function of the room."""

from __future__ import annotations

import inspect
from datetime import UTC, date, datetime
from importlib import import_module
from pkgutil import iter_modules

from hypothesis import given
from hypothesis import strategies as st

import advisor_app.documents
from advisor_app.documents.business_card import business_cards, contact_text, mail_link
from advisor_app.documents.calendar_file import calendar_file
from advisor_app.documents.leaving import contacts_to_give, left, one_line, web_address
from advisor_app.domain import Partner
from advisor_app.domain.calendar import CalendarEntry
from advisor_app.domain.item import Visibility
from tests.any_items import Maker, tried
from tests.hidden_items import HIDDEN_WORDS, IDS, SECRET, collections

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
_DAYS = {date: st.just(date(2027, 1, 31)), datetime: st.just(NOW)}
DATES = st.fixed_dictionaries(
    {
        one: Maker(st.sampled_from(HIDDEN_WORDS) if one.startswith(SECRET) else st.just("Frist"), _DAYS).part(
            CalendarEntry, item_id=st.just(one)
        )
        for one in IDS
    }
)


@tried(40)
@given(collections(), DATES)
def test_nothing_leaves_that_is_not_public(items, dates):
    partners = [item for item in items if isinstance(item, Partner)]
    told = [
        business_cards(partners).decode(),
        calendar_file(dates.values(), {item.id: item for item in items}, now=NOW).decode(),
        *map(contact_text, partners),
        *(mail_link(one, "Anfrage", body="Hallo") for one in partners),
        *(mail_link(one, "", mailbox=contact.function_mailbox) for one in partners for contact in one.contacts),
        *(repr(contacts_to_give(one)) for one in partners),
    ]
    # Folding may stand in the middle of a word.
    for text in told:
        assert SECRET not in text.replace("\r\n ", "").casefold()
    assert left(items).out == tuple(item.title for item in items if item.visibility is not Visibility.PUBLIC)


def test_every_function_that_is_given_items_is_asked_above():
    """Whoever adds a way out adds it to the test as well."""
    known = {"business_cards", "contact_text", "mail_link", "calendar_file", "contacts_to_give", "left", "may_leave"}
    inward = {"uid_of", "sequence_of", "summary", "description", "source_of", "reminder"}
    found = set()
    for module in iter_modules(advisor_app.documents.__path__, "advisor_app.documents."):
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            takes = str(inspect.signature(function))
            if function.__module__ == module.name and not name.startswith("_"):
                found |= {name} if "Item" in takes or "Partner" in takes or "CalendarEntry" in takes else set()
    assert found == known | inward


def test_lines_and_addresses_cannot_begin_others():
    assert one_line("a\r\nBEGIN:\x00VCARD\u2028b\x85c") == "a BEGIN: VCARD b c"
    assert web_address("https://example.org/ü?a=1") == "https://example.org/ü?a=1"
    for text in ("javascript:alert(1)", "file:///etc", "https://", "https://a\nURL:b", "https://a b", "http://[", ""):
        assert web_address(text) == ""
