"""What is said about updates, without a window."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from advisor_app.desktop import formatting
from advisor_app.desktop.formatting import NBSP
from advisor_app.desktop.messages import words_for
from advisor_app.desktop.presenters.banner import present_banner
from advisor_app.desktop.presenters.results import present_status
from advisor_app.desktop.presenters.update_faults import DEED_LABELS, LOOKS, Deed, look_of
from advisor_app.desktop.presenters.update_steps import (
    Job,
    Run,
    StepState,
    progress_fraction,
    progress_words,
    source_name,
)
from advisor_app.desktop.presenters.updates import Ending, Situation, present_card
from advisor_app.desktop.updates import WorkerDied
from advisor_app.errors import (
    AdvisorError,
    ClockWrong,
    DiskFull,
    KnowledgeDamaged,
    KnowledgeMissing,
    MaterialExpired,
    RolledBack,
    ServerRefused,
)
from advisor_app.updates.events import StepTold
from advisor_app.updates.model import Outcome, Step, UpdateStatus
from tests.desktop.conftest import TODAY, MemoryLibrary
from tests.desktop.update_plays import CURRENT, FOUND, NOW, RESULT, SERVER

DETAILS = {
    "where": "updates.example.org", "reason": "x", "path": "/daten", "status": 503, "retry_after": 90, "offered": 3,
    "known": 5, "expired_on": "2026-10-12", "today": "2020-01-01", "needs": "1.4", "have": "1.2", "needed": 2_000_000,
    "free": 1000, "file": "koffer.kbz", "place": "Zeile 3", "found": 7, "supported": 6,
}  # fmt: skip
KNOWLEDGE = present_status(MemoryLibrary(), today=TODAY)
OLD = present_status(MemoryLibrary(as_of="2026-10-20"), today=TODAY)


def faults() -> list[type[AdvisorError]]:
    """Return every fault the user can act on, by its class."""
    found: list[type[AdvisorError]] = []
    waiting = [*AdvisorError.__subclasses__()]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("advisor_app.") and kind.code not in ("usage", "content_refused"):
            found.append(kind)
    return found


@pytest.mark.parametrize("kind", faults(), ids=lambda kind: kind.__name__)
def test_every_fault_has_words_of_its_own_without_gaps(kind):
    title, sentence = words_for(kind(**DETAILS))
    assert title != words_for(RuntimeError())[0]
    for word in ("{", "}", "None", "!", "leider", "bitte", "  "):
        assert word not in f"{title} {sentence}"
    assert sentence.endswith((".", "3", "x"))


@pytest.mark.parametrize("kind", faults(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("source", ["", "/media/stick/koffer.kbz"])
def test_every_fault_leaves_the_old_knowledge_usable_and_offers_a_way(kind, source):
    ending = Ending(job=Job(source=source), fault=kind(**DETAILS))
    card = present_card(Situation(now=NOW, knowledge=KNOWLEDGE, ending=ending))
    assert card.lines[0].text == "Der Stand vom 20.11.2026 bleibt nutzbar."
    assert card.deeds
    assert all(DEED_LABELS[deed] for deed in card.deeds)
    assert len(set(card.deeds)) == len(card.deeds)


def test_kinds_of_faults_look_different():
    looks = {look.icon for look in LOOKS.values()}
    assert len(looks) >= 20
    assert look_of("signature_wrong", from_stick=False).tone == "bad"
    assert look_of("no_such_fault", from_stick=False).icon == "alert-triangle"
    assert look_of("material_expired", from_stick=True).deeds[0] is Deed.ACCEPT_EXPIRED
    assert Deed.ACCEPT_EXPIRED not in look_of("material_expired", from_stick=False).deeds


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (DiskFull(path="/d", needed=2_100_000, free=40_000), f"2,1{NBSP}MB, frei sind 40{NBSP}KB"),
        (DiskFull(path="/d", needed=0, free=0), "/d: Der Speicher ist voll"),
        (ServerRefused(where="h", status=503, retry_after=120), f"Ein neuer Versuch lohnt in 2{NBSP}Minuten"),
        (ServerRefused(where="h", status=403, retry_after=0), "Status 403. Bleibt"),
        (ClockWrong(today="2020-01-01", known="2026-11-20"), "01.01.2020, das passt nicht zu den"),
        (ClockWrong(today="2099-01-01", known="2026-11-20"), "signierten Angaben vom 20.11.2026"),
        (RolledBack(where="h", offered=3, known=5), "kennt schon Neueres als h."),
        (MaterialExpired(where="h", role="timestamp", expired_on="2026-10-12"), "bis 12.10.2026 bestätigt"),
        (MaterialExpired(where="h", role="timestamp", expired_on="2026-10-12"), "falls nicht die Uhr"),
        (WorkerDied(status=1, reason="x"), "Protokoll"),
    ],
)  # fmt: skip
def test_faults_name_their_figures(fault, part):
    assert part in words_for(fault)[1]


def test_numbers_of_signed_files_are_not_shown():
    assert not any(letter.isdigit() for letter in "".join(words_for(RolledBack(where="h", offered=3, known=5))))


def test_missing_knowledge_names_what_an_advisor_can_do_before_what_an_administrator_can():
    sentence = words_for(KnowledgeMissing(path="p"))[1]
    assert 0 < sentence.index("„Aktualität“") < sentence.index("USB-Stick") < sentence.index("advisor-admin build")


def test_damaged_knowledge_is_for_checking():
    ending = Ending(job=Job(), fault=KnowledgeDamaged(path="p", reason="r"))
    card = present_card(Situation(now=NOW, knowledge=KNOWLEDGE, ending=ending))
    assert card.deeds[0] is Deed.REPAIR
    assert "advisor-admin" not in card.sentence


# At rest


def status(**changes):
    return replace(UpdateStatus(endpoint=SERVER, last_check="2026-11-23T09:12:00+00:00", scheduled=True,
                                next_check="2026-11-24T09:00:00+00:00", expires="2026-12-07"), **changes)  # fmt: skip


def lines(**changes):
    return [line.text for line in present_card(Situation(now=NOW, knowledge=KNOWLEDGE, status=status(**changes))).lines]


def test_rest_tells_last_and_next_check():
    assert lines() == ["Zuletzt geprüft heute, 09:12", "Nächste Prüfung morgen, 09:00",
                       "Signiert, Aktualität bestätigt bis 07.12.2026"]  # fmt: skip
    assert "Nächste Prüfung in Kürze" in lines(next_check="2026-11-23T10:29:00+00:00")
    assert "Noch nicht nach Neuem gesehen" in lines(last_check="")
    assert "Aktualität nicht mehr bestätigt seit 22.11.2026" in lines(expires="2026-11-22")
    assert "Signiert, Aktualität bestätigt bis 23.11.2026" in lines(expires="2026-11-23")
    assert "Entwicklungs-Kanal, nicht für den Einsatz" in lines(development=True)
    assert "Ein früherer Stand wird gezeigt, so haben Sie es gewählt." in lines(held=42)


def test_rest_tells_the_last_fault_but_not_what_the_user_did():
    texts = lines(last_fault="offline", last_fault_details={"where": "x"}, last_attempt="2026-11-23T10:00:00+00:00")
    assert "Letzter Versuch heute, 10:00: Kein Netz" in texts
    assert lines(last_fault="cancelled", last_attempt="2026-11-23T10:00:00+00:00") == lines()
    assert lines(last_fault="of another app", last_attempt="2026-11-23T10:00:00+00:00") == lines()


def test_rest_without_knowledge_and_with_old_knowledge():
    empty = present_card(Situation(now=NOW, status=status()))
    assert (empty.title, empty.deeds) == ("Noch keine Inhalte", (Deed.CHECK,))
    old = present_card(Situation(now=NOW, knowledge=OLD, status=status()))
    assert (old.icon, old.tone) == ("hourglass", "warn")


# Under way


def steps(told, *, found=FOUND):
    return present_card(Situation(now=NOW, run=Run(job=Job(), found=found, told=told))).steps


def test_steps_follow_each_other():
    states = [
        [step.state for step in steps(StepTold(step=name, done=1, total=2), found=None if place < 2 else FOUND)]
        for place, name in enumerate(Step)
    ]
    done, active, waits = StepState.DONE, StepState.ACTIVE, StepState.WAITING
    assert states[0] == [active, waits, waits, waits]
    assert states[1] == [done, active, waits, waits]
    assert states[2] == [done, done, active, waits]
    assert all(found == [done, done, done, active] for found in states[3:])


def test_loading_tells_amount_and_time():
    told = StepTold(step=Step.DOWNLOAD, done=1_400_000, total=2_100_000)
    run = Run(job=Job(), found=FOUND, told=told, seconds_left=3.2)
    step = present_card(Situation(now=NOW, run=run)).steps[2]
    assert step.note == f"1,4 von 2,1{NBSP}MB, noch etwa 3{NBSP}Sekunden"
    assert step.fraction == pytest.approx(2 / 3)
    assert progress_words(run).startswith("Wird geladen: 1,4")
    unknown = replace(run, found=None, told=StepTold(step=Step.DOWNLOAD, done=500, total=None))
    assert present_card(Situation(now=NOW, run=unknown)).steps[2].note.startswith(f"500{NBSP}Byte")


def test_the_ring_never_goes_back():
    told = [StepTold(step=name, done=done, total=10) for name in Step for done in (0, 5, 10)]
    shares = [progress_fraction(Run(job=Job(), found=FOUND, told=one)) for one in told]
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] <= 1.0
    assert progress_fraction(Run(job=Job())) == 0.0


def test_where_it_leads_is_told_in_days_or_editions():
    def sentence(**changes):
        return present_card(Situation(now=NOW, run=Run(job=Job(), found=replace(FOUND, **changes)))).sentence

    assert sentence() == f"20.11.2026 → 23.11.2026 · 2,1{NBSP}MB"
    assert sentence(before_as_of="2026-11-23").startswith("Ausgabe 41 → 42 vom 23.11.2026")
    assert sentence(before_as_of="", before=0).startswith("Stand 23.11.2026")


# Ended


def test_ends_have_words_of_their_own():
    def card(result, **job):
        return present_card(Situation(now=NOW, knowledge=KNOWLEDGE,
                                      ending=Ending(job=Job(**job), found=FOUND, result=result)))  # fmt: skip

    assert card(RESULT).sentence == f"20.11.2026 → 23.11.2026, 4{NBSP}Änderungen"
    assert card(RESULT).lines[0].text == f"16{NBSP}KB von updates.example.org in 2{NBSP}Sekunden"
    assert card(replace(RESULT, changed=0, removed=0)).deeds == (Deed.DISMISS,)
    assert card(CURRENT).title == "Nichts Neues"
    assert card(CURRENT, source="/media/stick").sentence.startswith("Der Stick hat keinen neueren Stand.")
    assert card(CURRENT, repair=True).title == "Daten geprüft, alles in Ordnung"
    assert card(replace(RESULT, outcome=Outcome.REPAIRED), repair=True).title == "Daten geprüft und erneuert"


def test_sources_have_short_names():
    assert source_name(SERVER) == "updates.example.org"
    assert source_name("/media/stick/koffer.kbz") == "koffer.kbz"
    assert source_name("E:\\koffer.kbz") == "koffer.kbz"


# The banner


def test_the_banner_tells_the_weightiest():
    assert present_banner(KNOWLEDGE, status(), NOW) is None
    held = present_banner(OLD, status(held=42, expires="2026-11-01"), NOW)
    assert held is not None
    assert held.title == "Angezeigt wird ein früherer Stand: 20.10.2026"
    assert "34 Tage alt" in held.sentence
    assert held.deed is Deed.NEWEST
    old = present_banner(OLD, status(expires="2026-11-01"), NOW)
    assert old is not None
    assert old.title == "Inhalte sind 34 Tage alt"
    expired = present_banner(KNOWLEDGE, status(expires="2026-11-01"), NOW)
    assert expired is not None
    assert expired.title == "Aktualität nicht mehr bestätigt seit 01.11.2026"


# Figures


@pytest.mark.parametrize(
    ("octets", "text"),
    [(0, "0 Byte"), (340, "340 Byte"), (12_400, "12 KB"), (2_149_000, "2,1 MB"), (1_400_000_000, "1,4 GB")],
)
def test_sizes(octets, text):
    assert formatting.size(octets) == text.replace(" ", NBSP)


def test_parts_of_sizes():
    assert formatting.of_size(1_400_000, 2_100_000) == f"1,4 von 2,1{NBSP}MB"
    assert formatting.of_size(5_000, 12_400) == f"5 von 12{NBSP}KB"
    assert formatting.of_size(9_999, 500) == f"500 von 500{NBSP}Byte"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 Sekunde"), (59, "59 Sekunden"), (89, "89 Sekunden"), (120, "2 Minuten"), (3600, "1 Stunde"),
     (3 * 3600, "3 Stunden")],
)  # fmt: skip
def test_durations(seconds, text):
    assert formatting.duration(seconds) == text.replace(" ", NBSP)


def test_times_are_told_in_the_users_zone():
    berlin = timezone(timedelta(hours=1))
    now = datetime(2026, 11, 23, 0, 30, tzinfo=berlin)
    assert formatting.clock_time("2026-11-22T23:10:00+00:00", now) == "heute, 00:10"
    assert formatting.clock_time("2026-11-22T22:10:00+00:00", now) == "gestern, 23:10"
    assert formatting.clock_time("2026-11-18T06:45:00+00:00", now) == "18.11.2026, 07:45"
    assert formatting.clock_time("", now) == formatting.clock_time("unreadable", now) == ""
    assert date(2026, 11, 23) == NOW.astimezone(UTC).date()
