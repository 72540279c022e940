"""What is shown in the hall: reduced, honest, and only what a client may see."""

from dataclasses import replace

import pytest

from advisor_app.desktop.presenters.hall import QUESTION, present_hall
from advisor_app.domain.event import EventFormat, Place, Registration
from advisor_app.domain.item import Visibility
from advisor_app.domain.partner import Accepts, Contact, Membership
from advisor_app.domain.programme import StartRule, Window, WindowModel
from tests.desktop.conftest import ENDED, EVENT, LOAN, PARTNER, SECURITY, TODAY, TOPIC, MemoryLibrary


def hall(item, *others, stale=False):
    return present_hall(item, labels=MemoryLibrary((item, *others)), today=TODAY, stale=stale)


def test_a_programme_answers_whether_one_may_sign():
    view = hall(SECURITY, PARTNER, TOPIC)
    assert view.title == "MID – Digitale Sicherheit"
    assert view.meta == "Zuschuss, Land NRW"
    (band,) = view.bands
    assert (band.icon, band.tone, band.question) == ("hand-stop", "bad", QUESTION)
    assert band.answer == "Nein. Erst nach der Bewilligung."
    assert band.sentence == "Beginn ist der erste verbindliche Auftrag."
    assert [figure.label for figure in view.figures] == ["Fördersatz", "Höchstbetrag", "Zugang", "Für wen"]
    assert [figure.value for figure in view.figures] == ["bis 50\u00a0%", "15.000\u00a0EUR", "Losverfahren", "KMU"]
    assert view.lead.label == "Nächster Schritt · Betrieb"
    assert view.lead.text == "registriert sich"
    assert view.gaps == (
        "Die Bagatellgrenze ist nicht belegt.",
        "Quellen widersprechen sich: Fördersatz 50 % oder 60 %",
    )
    assert view.stand.text == "Stand 10.12.2025"
    assert view.source == "Quelle Produktseite der NRW.BANK, geprüft am 23.11.2026"
    assert view.turns == 1
    assert "Nein. Erst nach der Bewilligung" in view.spoken(0)


def test_the_way_that_nobody_described_is_said():
    view = hall(LOAN)
    assert view.lead.text == "Nachfragen: Bund (ERP)"
    assert view.lead.note == "Der Antragsweg ist nicht belegt."
    assert view.figures[0].missing
    assert view.figures[0].value == "keine Angabe"


def test_old_knowledge_allows_nothing():
    view = hall(LOAN, stale=True)
    assert view.bands[0].answer == "Ungeklärt. Erst den Stand prüfen."
    assert view.bands[0].tone == "warn"


def test_an_ended_programme_leads_on_and_names_no_amounts():
    view = hall(ENDED, SECURITY)
    assert view.bands[0].answer == "Nein. Beendet am 31.12.2024."
    assert view.figures == ()
    assert [way.text for way in view.ways] == ["MID – Digitale Sicherheit"]
    alone = hall(replace(ENDED, successor=("none",)))
    assert alone.ways == ()
    assert alone.bands[0].sentence == "Einen Nachfolger gibt es nicht."


def test_a_topic_asks_one_question_at_a_time():
    asked = ("Wann gesichert?", "Wer hat Zugriff?")
    ended = replace(ENDED, id="alt")
    topic = replace(TOPIC, diagnostic_questions=asked, related=replace(TOPIC.related, programmes=(SECURITY.id, "alt")))
    view = hall(topic, SECURITY, ended)
    assert [band.answer for band in view.bands] == list(asked)
    assert [band.question for band in view.bands] == ["Frage 1 von 2", "Frage 2 von 2"]
    assert view.turns == 2
    assert view.lead.text == "Bestand aufnehmen"
    assert [figure.value for figure in view.figures] == ["Pflicht", "1\u00a0Programm", "0\u00a0Partner", "NIS-2"]
    without = hall(replace(TOPIC, diagnostic_questions=(), entry_steps=()))
    assert without.bands[0].answer == TOPIC.summary
    assert without.lead is None


def test_a_partner_shows_whom_it_is_for_and_how_to_reach_it():
    partner = replace(PARTNER, accepts=Accepts(membership=Membership.IHK))
    view = hall(partner)
    assert view.bands[0].answer == "Bochum und Ennepe-Ruhr-Kreis (nur Witten)"
    assert view.bands[0].sentence.startswith("Mitglieder der IHK · ")
    assert [way.text for way in view.ways] == ["0234 000", "ihk.de/bochum", "innovation@example.org"]
    assert [code.view.label for code in view.codes] == ["Website", "Telefon", "Visitenkarte"]
    assert view.turns == 3
    assert view.code(1).view.text == "tel:+49234000"


def test_a_partner_without_a_number_says_so():
    view = hall(replace(PARTNER, contacts=()))
    assert view.ways[0].text == "Keine Nummer hinterlegt"
    assert view.ways[0].missing


@pytest.mark.parametrize("visibility", [Visibility.NETWORK, Visibility.INTERNAL])
def test_what_is_not_public_is_not_shown(visibility):
    assert hall(replace(SECURITY, visibility=visibility)) is None
    secret = Contact(role="Leitung", function_mailbox="leitung@example.org", phone="0234 99", visibility=visibility)
    view = hall(replace(PARTNER, contacts=(secret,)))
    shown = view.spoken(0) + " ".join(code.view.text for code in view.codes)
    assert "leitung" not in shown
    assert "99" not in shown
    event = replace(EVENT, starts_at="2026-12-03T09:00+01:00", registration=None)
    hidden = hall(event, replace(PARTNER, visibility=visibility))
    assert hidden.lead is None
    assert hidden.codes == ()


def test_an_event_tells_when_where_and_how_to_register():
    event = replace(EVENT, starts_at="2026-12-03T09:00+01:00", ends_at="2026-12-03T12:30+01:00", recurrence="",
                    place=Place(name="IHK Bochum"),
                    registration=Registration(url="https://example.org/a", until="2026-11-30"))  # fmt: skip
    view = hall(event, PARTNER)
    band = view.bands[0]
    assert band.answer == "Donnerstag, 03.12.2026, 09:00\u00a0Uhr"
    assert band.sentence == "Ende: 12:30\u00a0Uhr"
    assert {figure.label: figure.value for figure in view.figures} == {
        "Wo": "IHK Bochum",
        "Anmeldung": "bis 30.11.2026",
    }
    assert view.code(0).view.text == "https://example.org/a"
    assert view.lead.text == PARTNER.title


def test_an_event_that_is_over_or_cancelled_invites_nobody():
    past = replace(EVENT, starts_at="2026-10-03T09:00+02:00", recurrence="")
    view = hall(past, PARTNER)
    assert view.bands[0].question == "Schon vorbei"
    assert view.codes == ()
    called_off = replace(past, starts_at="2026-12-03T09:00+01:00", cancelled=True)
    view = hall(called_off, PARTNER)
    assert (view.bands[0].answer, view.bands[0].tone) == ("Abgesagt.", "bad")
    assert view.codes == ()


def test_dates_of_a_recurring_format_are_not_invented():
    view = hall(EVENT, PARTNER)
    assert view.bands[0].answer == "Wiederkehrend. Termine beim Veranstalter."
    assert view.bands[0].sentence == "monatlich"
    unknown = hall(replace(EVENT, recurrence="", format=EventFormat.MESSE), PARTNER)
    assert unknown.bands[0].answer == "Der Termin ist nicht bekannt."


@pytest.mark.parametrize("rule", list(StartRule))
def test_every_answer_has_its_own_icon_in_the_solid_bar(rule):
    view = hall(replace(SECURITY, start_rule=rule, window=Window(model=WindowModel.ROLLING)))
    assert view.bands[0].question == QUESTION
    assert view.bands[0].tone in ("ok", "warn", "bad", "mute")
