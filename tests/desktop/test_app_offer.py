"""What is said about a newer version of the program, without a window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor_app.desktop.presenters.app_offer import (
    AppDeed,
    AppSituation,
    fetch_progress,
    is_needed,
    pill_words,
    present_offer,
)
from advisor_app.desktop.presenters.banner import fault_banner
from advisor_app.desktop.presenters.update_steps import Job, Run
from advisor_app.desktop.presenters.updates import Ending, Situation, present_card
from advisor_app.errors import AppTooOld, ContentMismatch, InputUnreadable, Offline
from advisor_app.installation import Package
from advisor_app.updates.app_offer import AppOffer
from advisor_app.updates.events import StepTold
from advisor_app.updates.model import Step, UpdateStatus
from tests.desktop.update_plays import NOW

SHA = "ab" * 32
OFFER = AppOffer.signed(
    Package.DEB,
    29_400_000,
    SHA,
    {"version": "0.2.0", "published": "2026-12-02", "notes": ["Neue Karte der Partner.", "Die Suche ist schneller."]},
)
SITUATION = AppSituation(offer=OFFER, as_of="20.11.2026")


def offered(**changes):
    view = present_offer(replace(SITUATION, **changes))
    assert view is not None
    return view


def test_there_is_nothing_to_say_without_an_offer():
    assert present_offer(AppSituation()) is None
    assert pill_words(AppSituation()) == ""


def test_an_offer_says_what_is_new_how_large_it_is_and_from_when():
    view = offered()
    assert view.title == "Version 0.2.0 ist da"
    assert view.sentence == "vom 02.12.2026 · 29,4\u00a0MB"
    assert view.notes == ("Neue Karte der Partner.", "Die Suche ist schneller.")
    assert view.deeds == (AppDeed.FETCH, AppDeed.LATER)
    assert pill_words(SITUATION) == "Version 0.2.0"


def test_put_off_it_is_one_quiet_line_until_new_content_needs_it():
    view = offered(later=True)
    assert (view.deeds, view.notes, view.tone) == ((AppDeed.SHOW,), (), "mute")
    assert pill_words(replace(SITUATION, later=True)) == ""
    needed = offered(later=True, needed=True)
    assert needed.deeds == (AppDeed.FETCH, AppDeed.LATER)
    assert needed.lines[0].text.endswith("Bis dahin bleiben die Inhalte vom 20.11.2026.")


@pytest.mark.parametrize(
    ("told", "fraction", "words"),
    [
        (None, 0.0, "Das Angebot wird geprüft"),
        (StepTold(step=Step.VERIFY, done=1, total=1), 0.0, "Das Angebot wird geprüft"),
        (StepTold(step=Step.DOWNLOAD, done=14_700_000, total=29_400_000), 0.5,
         "14,7 von 29,4\u00a0MB, noch etwa 3\u00a0Sekunden"),
        (StepTold(step=Step.CHECK, done=0, total=None), 1.0, "Die Prüfsumme wird verglichen"),
    ],
)  # fmt: skip
def test_a_download_says_how_far_it_is_and_can_be_cancelled(told, fraction, words):
    run = Run(job=Job(app=True), told=told, seconds_left=3.0)
    assert fetch_progress(run) == (fraction, words)
    view = offered(run=run)
    assert (view.fraction, view.progress, view.deeds) == (fraction, words, (AppDeed.CANCEL,))
    assert pill_words(replace(SITUATION, run=run)) == ""
    assert offered(run=replace(run, cancelling=True)).deeds == ()


@pytest.mark.parametrize(
    ("package", "deeds", "command", "word"),
    [
        (Package.DEB, (AppDeed.INSTALL, AppDeed.COPY, AppDeed.FOLDER, AppDeed.LATER),
         "sudo apt install '/home/a b/x.deb'", "Kennwort"),
        (Package.SETUP, (AppDeed.INSTALL, AppDeed.FOLDER, AppDeed.LATER), "", "schließt sich das Fenster"),
        (Package.TAR, (AppDeed.FOLDER, AppDeed.LATER), "", "auspacken"),
        (Package.ZIP, (AppDeed.FOLDER, AppDeed.LATER), "", "auspacken"),
    ],
)  # fmt: skip
def test_what_was_fetched_is_handed_over_as_its_form_wants(package, deeds, command, word):
    custom = {"version": "0.2.0", "published": "2026-12-02", "notes": []}
    view = offered(offer=AppOffer.signed(package, 5, SHA, custom), file="/home/a b/x.deb")
    assert view.title == "Version 0.2.0 ist bereit"
    assert (view.deeds, view.command) == (deeds, command)
    assert "Prüfsumme stimmen" in view.lines[0].text
    assert word in view.lines[1].text


def test_a_failed_download_says_why_and_offers_another_try():
    view = offered(fault=Offline(where="updates.example.org", reason="no route"))
    assert (view.title, view.icon, view.first) == ("Kein Netz", "wifi-off", "Erneut herunterladen")
    assert "nichts verändert" in view.lines[0].text
    altered = offered(fault=ContentMismatch(where="x", reason="y"), later=True)
    assert altered.tone == "bad"
    assert altered.title == "Die Datei passt nicht zu ihrer Signatur"


def test_a_stick_without_the_installer_and_one_that_is_damaged_are_not_the_same():
    bare = offered(fault=InputUnreadable(file="/stick/a.kbz", place=OFFER.path, remedy="it brings knowledge"))
    assert bare.title == "Die neue Version ist dort nicht dabei"
    assert bare.sentence.startswith("/stick/a.kbz bringt Inhalte")
    damaged = offered(fault=InputUnreadable(file="/stick/a.kbz", place="metadata/timestamp.json", remedy="copy it"))
    assert damaged.title == "Das lässt sich nicht lesen"


def test_while_knowledge_comes_the_button_waits():
    assert offered(busy=True).idle


def test_content_that_needs_a_newer_app_names_it_and_where_it_is():
    fault = AppTooOld(needs="app version 0.2.0", have="app version 0.1.0")
    ending = Ending(job=Job(), fault=fault)
    card = present_card(Situation(now=NOW, ending=ending, status=UpdateStatus(app=OFFER)))
    assert card.sentence == "Sie brauchen Version 0.2.0, sie steht unter „Aktualität“ bereit."
    assert fault_banner(ending, OFFER).sentence == card.sentence
    alone = present_card(Situation(now=NOW, ending=ending))
    assert alone.sentence == "Sie brauchen Version 0.2.0. Die neue Version kommt von Ihrer Betreuung."
    schema = Ending(job=Job(), fault=AppTooOld(needs="record schema 2", have="record schema 1"))
    assert present_card(Situation(now=NOW, ending=schema)).sentence.startswith("Sie brauchen eine neuere Version.")
    assert is_needed(ending, UpdateStatus())
    assert is_needed(None, UpdateStatus(last_fault="app_too_old"))
    assert not is_needed(None, UpdateStatus(last_fault="offline"))


def test_no_update_begins_while_the_app_is_fetched():
    assert present_card(Situation(now=NOW, status=UpdateStatus(endpoint="https://x.example"), busy=True)).deeds == ()
