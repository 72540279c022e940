from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.documents.business_card import business_cards, contact_text, mail_link
from advisor_app.documents.content_lines import folded
from advisor_app.documents.leaving import one_line
from advisor_app.domain import Partner
from advisor_app.domain.item import Visibility
from advisor_app.domain.partner import Address, Contact
from tests.any_items import Maker, tried
from tests.makers import partner
from tests.written_lines import strictly

CHAMBER = partner(
    "kammer-a",
    "Kammer zu Köln, Bonn; Rhein-Sieg",
    website="https://kammer.example.org/innovation?a=1&b=%C3%BC",
    address=Address(city="Köln", street="Am Platz 1", postal_code="50667"),
    contacts=(
        Contact(role="Innovation", function_mailbox="innovation+neu@kammer.example.org", phone="0221 1640-0"),
        Contact(role="Patente", function_mailbox="patente@kammer.example.org"),
    ),
)
NASTY = [
    'a;b,c\\d\n"e"',
    "😀" * 90,
    "שלום עולם",
    "x" * 300,
    "Zeile\r\nEND:VCARD\r\nFN:falsch",
    "\\n",
    "\u202eum\u202c",
    "é\u0301",
]


def read(data: bytes):
    return list(vobject.readComponents(data.decode()))


def test_a_card_has_all_that_is_public():
    (card,) = read(business_cards([CHAMBER]))
    assert card.version.value == "3.0"
    assert (card.fn.value, card.org.value) == (CHAMBER.title, [CHAMBER.title])
    assert [one.value for one in card.email_list] == [one.function_mailbox for one in CHAMBER.contacts]
    assert card.email.params["TYPE"] == ["INTERNET", "WORK", "PREF"]
    assert [one.value for one in card.tel_list] == ["0221 1640-0"]
    assert (card.adr.value.street, card.adr.value.city, card.adr.value.code) == ("Am Platz 1", "Köln", "50667")
    assert card.url.value == CHAMBER.website
    assert card.note.value.splitlines()[1:] == [
        "Innovation: 0221 1640-0 · innovation+neu@kammer.example.org",
        "Patente: patente@kammer.example.org",
        "Stand 2026-11-23, Beratungskoffer",
    ]
    assert card.uid.value == "kammer-a@beratungskoffer"


def test_many_partners_make_one_file_and_nobody_an_empty_one():
    cards = read(business_cards([CHAMBER, partner(), partner("b", visibility=Visibility.NETWORK)]))
    assert [card.fn.value for card in cards] == [CHAMBER.title, "Partner A"]
    assert business_cards([]) == b""


def test_a_partner_of_whom_nothing_is_known_still_makes_a_card():
    (card,) = read(business_cards([partner()]))
    assert not {"email", "tel", "adr", "url"} & set(card.contents)
    assert contact_text(partner()) == "Partner A"
    assert mail_link(partner(), "Anfrage") == ""


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_come_through(text):
    nasty = replace(CHAMBER, title=text, address=Address(city=text, street=text), website=text)
    data = business_cards([nasty])
    strictly(data)
    (card,) = read(data)
    assert card.fn.value == card.adr.value.city == one_line(text)
    assert card.org.value == [one_line(text)]
    assert "url" not in card.contents


@tried(40)
@given(Maker().part(Partner))
def test_any_partner_makes_cards_that_others_read(item):
    data = business_cards([item, CHAMBER])
    begun = [line for line in strictly(data) if line == "BEGIN:VCARD"]
    assert len(begun) == 1 + (item.visibility is Visibility.PUBLIC)
    assert len(read(data)) == len(begun)


@given(st.text(st.characters(exclude_characters="\r\n", codec="utf-8")))
def test_folding_takes_nothing_away_and_tears_no_escape(text):
    lines = folded(text).split("\r\n ")
    assert "".join(lines) == text
    assert all(len(line.encode()) + (number > 0) <= 75 for number, line in enumerate(lines))
    escapes = [len(line) - len(line.rstrip("\\")) for line in lines[:-1]]
    assert all(count % 2 == 0 for count in escapes)


def test_a_text_to_paste():
    assert contact_text(CHAMBER).splitlines() == [
        CHAMBER.title,
        "Am Platz 1",
        "50667 Köln",
        "Innovation: 0221 1640-0 · innovation+neu@kammer.example.org",
        "Patente: patente@kammer.example.org",
        CHAMBER.website,
    ]


def test_a_mail_begins_with_subject_and_text():
    link = mail_link(CHAMBER, "Förderung & Größe + 50 %?\nBcc: x@y", body="Guten Tag,\n\nüber 100 %")
    parts = urlsplit(link)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "innovation+neu@kammer.example.org")
    assert "+" not in parts.query
    assert parse_qs(parts.query, strict_parsing=True) == {
        "subject": ["Förderung & Größe + 50 %? Bcc: x@y"],
        "body": ["Guten Tag,\r\n\r\nüber 100 %"],
    }
    assert mail_link(CHAMBER, "") == "mailto:innovation+neu@kammer.example.org"


def test_a_mail_goes_to_a_public_mailbox_of_the_partner_only():
    assert mail_link(CHAMBER, "", mailbox="patente@kammer.example.org") == "mailto:patente@kammer.example.org"
    assert mail_link(CHAMBER, "", mailbox="wer@anders.example.org") == ""
    odd = [Contact(role="a", function_mailbox=text) for text in ("kein Postfach", "a@b@c", "a b@c", "a@b\nBcc:x@y")]
    assert mail_link(replace(CHAMBER, contacts=tuple(odd)), "") == ""
    strange = replace(CHAMBER, contacts=(Contact(role="a", function_mailbox="a?bcc=x&y%@kammer.example.org"),))
    assert mail_link(strange, "") == "mailto:a%3Fbcc%3Dx%26y%25@kammer.example.org"


def test_of_a_person_only_the_mailbox_of_the_office_leaves():
    person = Contact(role="Leitung", person="Erika Muster", phone="0221 99", function_mailbox="leitung@example.org",
                     consent_on="2026-01-01", valid_to="2027-01-01")  # fmt: skip
    told = business_cards([replace(CHAMBER, contacts=(person,))]).decode() + contact_text(
        replace(CHAMBER, contacts=(person,))
    )
    assert "Erika" not in told
    assert "0221 99" not in told
    assert "leitung@example.org" in told
