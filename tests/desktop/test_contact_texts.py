"""What is copied as text leaves the app: nothing of it is the network's own."""

from dataclasses import replace

from advisor_app.content.markdown import render
from advisor_app.desktop.presenters.item import present_item
from advisor_app.domain.item import Visibility
from advisor_app.domain.partner import Contact
from tests.desktop.conftest import EVENT, PARTNER, SECURITY, TODAY, MemoryLibrary

HIDDEN = Contact(
    role="Leitung", function_mailbox="leitung@example.org", phone="0234 4711", visibility=Visibility.NETWORK
)
PARENT = replace(PARTNER, id="dach", title="Dachorganisation", visibility=Visibility.NETWORK)


def view(item, *others):
    return present_item(item, labels=MemoryLibrary((item, *others)), render=render, today=TODAY)


def test_contacts_of_the_network_are_read_but_not_copied():
    partner = replace(PARTNER, contacts=(*PARTNER.contacts, HIDDEN), parent=PARENT.id)
    shown = view(partner, PARENT)
    read = "".join(block.html for block in shown.blocks)
    assert "4711" in read
    assert "Dachorganisation" in read
    assert "4711" not in shown.plain
    assert "Dachorganisation" not in shown.plain
    assert "innovation@example.org" in shown.plain
    assert shown.contacts is not None
    assert "bleibt hier" in shown.contacts.kept


def test_what_belongs_to_the_network_is_not_copied_at_all():
    assert view(replace(SECURITY, visibility=Visibility.NETWORK)).plain == ""
    assert view(SECURITY).plain.startswith(SECURITY.title)


def test_an_event_offers_the_contacts_of_its_organiser_and_names_only_a_public_one():
    shown = view(EVENT, PARTNER)
    assert shown.contacts is not None
    assert shown.contacts.title == PARTNER.title
    assert "Anfrage%3A%20Sprechtag%20Schutzrechte" in shown.contacts.mails[0].link
    assert PARTNER.title in shown.plain
    hidden = view(EVENT, replace(PARTNER, visibility=Visibility.NETWORK))
    assert PARTNER.title not in hidden.plain
    assert hidden.contacts is not None
    assert not hidden.contacts.is_public
    assert view(EVENT).contacts is None
    assert view(SECURITY).contacts is None
