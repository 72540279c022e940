"""Business cards on their way out: only public ones, whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QMessageBox, QWidget

from advisor_app.desktop.contacts import ContactRoom, make_cards
from advisor_app.desktop.fault_words import words_for
from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.presenters.contacts import dial, event_square, partner_contacts, short_card
from advisor_app.desktop.saving import file_name
from advisor_app.domain.event import Registration
from advisor_app.domain.item import Visibility
from advisor_app.domain.partner import Contact
from tests.desktop.conftest import EVENT, PARTNER, SECURITY, MemoryLibrary

HIDDEN = replace(PARTNER, id="geheim", title="Interne Stelle", visibility=Visibility.NETWORK)
SECOND = replace(PARTNER, id="zweite", title="Zweite Stelle")


class Room:
    """A room for contacts before a window, with everything it said."""

    def __init__(self, qtbot, items):
        self.qtbot = qtbot
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.runner = JobRunner(parent=self.host)
        self.library = MemoryLibrary(items)
        self.room = ContactRoom(host=self.host, runner=self.runner, library=lambda: self.library)
        self.said: list[str] = []
        self.faults: list[BaseException] = []
        self.room.said.connect(self.said.append)
        self.room.failed.connect(self.faults.append)

    def idle(self):
        self.qtbot.waitUntil(lambda: not self.runner.is_busy())

    def save(self, *ids):
        self.room.save(ids)
        self.idle()
        return self.host.findChild(QFileDialog)


@pytest.fixture
def room(qtbot):
    room = Room(qtbot, (PARTNER, SECOND, HIDDEN, SECURITY))
    yield room
    room.room.close()


def test_a_card_is_saved_where_the_user_says(room, tmp_path):
    dialog = room.save(PARTNER.id)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.selectedFiles()[0].endswith("IHK Mittleres Ruhrgebiet.vcf")
    target = tmp_path / "karte.vcf"
    room.room.write_file(str(target))
    room.idle()
    assert vobject.readOne(target.read_text(encoding="utf-8")).fn.value == PARTNER.title
    assert room.said == ["Visitenkarte gespeichert"]
    dialog.close()


def test_several_go_into_one_file_and_what_stays_is_said(room, tmp_path):
    room.save(PARTNER.id, SECOND.id, HIDDEN.id, SECURITY.id).close()
    target = tmp_path / "alle.vcf"
    room.room.write_file(str(target))
    room.idle()
    cards = list(vobject.readComponents(target.read_text(encoding="utf-8")))
    assert [card.fn.value for card in cards] == [PARTNER.title, SECOND.title]
    assert room.said == [
        "2 Visitenkarten gespeichert. Interne Stelle ist nur für das Netzwerk bestimmt und bleibt hier"
    ]


def test_where_nothing_may_leave_nothing_is_asked(room):
    assert room.save(HIDDEN.id) is None
    assert room.said == ["Interne Stelle ist nur für das Netzwerk bestimmt und bleibt hier"]
    assert room.save(SECURITY.id) is None


def test_a_file_that_is_there_is_replaced_only_if_one_says_so(room, tmp_path, qtbot):
    target = tmp_path / "da.vcf"
    target.write_text("alt", encoding="utf-8")
    dialog = room.save(PARTNER.id)
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    questions = []

    def refuse():
        question = dialog.findChild(QMessageBox)
        if question is not None and question.isVisible():
            questions.append(question.text())
            question.button(QMessageBox.StandardButton.No).click()

    timer = QTimer(dialog)
    timer.timeout.connect(refuse)
    timer.start(20)
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save).click()
    qtbot.waitUntil(lambda: bool(questions))
    timer.stop()
    assert target.read_text(encoding="utf-8") == "alt"
    dialog.close()
    dialog.deleteLater()


def test_a_place_that_takes_nothing_leaves_nothing_and_is_told(room, tmp_path):
    room.save(PARTNER.id).close()
    blocked = tmp_path / "datei"
    blocked.write_text("kein Ordner", encoding="utf-8")
    room.room.write_file(str(blocked / "karte.vcf"))
    room.idle()
    assert room.said == []
    title, sentence = words_for(room.faults[0])
    assert title == "Dort lässt sich nichts speichern"
    assert "Ein anderer Ordner hilft" in sentence
    assert sorted(path.name for path in tmp_path.iterdir()) == ["datei"]


def test_the_address_book_is_given_a_file_that_goes_with_the_window(room, monkeypatch, tmp_path):
    opened = []

    def address_book(url):
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", address_book)
    room.room.open((PARTNER.id, HIDDEN.id))
    room.qtbot.waitUntil(lambda: bool(room.said))
    assert opened[0].endswith("IHK Mittleres Ruhrgebiet.vcf")
    assert "BEGIN:VCARD" in Path(opened[0]).read_text(encoding="utf-8")
    assert room.said == ["Interne Stelle ist nur für das Netzwerk bestimmt und bleibt hier"]
    room.room.close()
    assert not Path(opened[0]).exists()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    room.room.open((PARTNER.id,))
    room.qtbot.waitUntil(lambda: len(room.said) == 2)
    assert "Kein Adressbuch" in room.said[1]


def test_the_short_card_has_what_one_calls_and_writes_to():
    card = vobject.readOne(short_card(PARTNER))
    assert card.fn.value == PARTNER.title
    assert card.email.value == "innovation@example.org"
    assert card.tel.value == "0234 000"
    assert card.url.value == PARTNER.website
    assert not hasattr(card, "note")


def test_numbers_are_dialled_from_anywhere():
    assert dial("0234 9113-0") == "+4923491130"
    assert dial("+49 (0)234 9113") == "+492349113"
    assert dial("0049 234 1") == "+492341"
    assert dial("115") == "115"


@given(st.text(max_size=200))
def test_a_title_makes_a_name_every_file_system_takes(title):
    name = file_name(title, ".vcf")
    assert name.endswith(".vcf")
    assert not set(name) & set('<>:"/\\|?*\n\r\t\0')
    assert len(name) <= 84
    assert name == name.strip()


@given(st.lists(st.sampled_from(list(Visibility)), max_size=4), st.sampled_from(list(Visibility)))
def test_only_public_contacts_ever_leave(visibilities, own):
    contacts = tuple(
        Contact(
            role=f"R{number}", function_mailbox=f"box{number}@example.org", phone=f"0234 55{number}", visibility=one
        )
        for number, one in enumerate(visibilities)
    )
    partner = replace(PARTNER, contacts=contacts, visibility=own)
    view = partner_contacts(partner)
    everything = view.text + "".join(square.text for square in view.squares)
    everything += "".join(reach.shown + reach.link for reach in (*view.numbers, *view.mails))
    everything += make_cards(MemoryLibrary((partner,)), (partner.id,)).data.decode()
    for number, one in enumerate(visibilities):
        public = own is Visibility.PUBLIC and one is Visibility.PUBLIC
        assert (f"box{number}@" in everything) is public
    assert view.is_public is (own is Visibility.PUBLIC)
    hidden = sum(one is not Visibility.PUBLIC for one in visibilities)
    assert bool(view.kept) is (view.is_public and hidden > 0)


def test_a_person_keeps_the_own_number():
    person = Contact(role="Leitung", person="Erika Muster", phone="0234 77", function_mailbox="amt@example.org")
    view = partner_contacts(replace(PARTNER, contacts=(person,)))
    assert view.numbers == ()
    assert view.kept == "Persönliche Nummern bleiben hier"


def test_an_address_too_long_for_a_camera_is_no_square():
    event = replace(EVENT, registration=Registration(url="https://example.org/" + "a" * 900))
    assert event_square(event, PARTNER) is None
    assert event_square(replace(EVENT, visibility=Visibility.INTERNAL), PARTNER) is None
    page = event_square(replace(EVENT, registration=None), PARTNER)
    assert page is not None
    assert page.text == PARTNER.website
