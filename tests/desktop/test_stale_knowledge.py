"""What knowledge that is too old may still claim."""

from dataclasses import replace

import pytest

from advisor_app.desktop.presenters.item import present_item
from advisor_app.desktop.presenters.results import is_stale, run_search
from advisor_app.domain.programme import StartRule, Window, WindowModel
from advisor_app.search.model import SearchRequest
from tests.desktop.conftest import ENDED, LOAN, SECURITY, TODAY, MemoryLibrary, programme

CHECK = "Stand prüfen"
OLD = "2026-10-20"
FREE = programme("rueckwirkend", "Rückwirkend", start_rule=StartRule.RUECKWIRKEND_MOEGLICH)


def row_of(item, *, as_of):
    library = MemoryLibrary([item], as_of=as_of)
    return run_search(library, SearchRequest(), baseline={}, today=TODAY).rows[0]


def view_of(item, *, stale):
    return present_item(item, labels=MemoryLibrary(), render=lambda text, _ids: text, today=TODAY, stale=stale)


def test_stale_begins_after_thirty_days():
    assert not is_stale(MemoryLibrary(as_of="2026-10-24"), TODAY)
    assert is_stale(MemoryLibrary(as_of="2026-10-23"), TODAY)


@pytest.mark.parametrize("item", [FREE, LOAN], ids=["retroactive", "after-application"])
def test_old_knowledge_allows_nothing(item):
    fresh, old = row_of(item, as_of="2026-11-20"), row_of(item, as_of=OLD)
    assert fresh.badge.text != CHECK
    assert (old.badge.text, old.badge.tone, old.badge.filled) == (CHECK, "warn", True)
    assert (old.state.text, old.state.tone) == ("zuletzt: Laufend", "text2")
    signature = view_of(item, stale=True).signature
    assert signature.answer == "Ungeklärt. Erst den Stand prüfen."
    assert signature.tone == "warn"
    assert signature.sentence.startswith("Bisher galt: ")


def test_what_forbids_stays():
    old = row_of(SECURITY, as_of=OLD)
    assert old.badge == row_of(SECURITY, as_of="2026-11-20").badge
    assert old.badge.text == "Erst nach Bewilligung"
    assert (old.state.text, old.state.tone) == (CHECK, "warn")
    assert view_of(SECURITY, stale=True).signature == view_of(SECURITY, stale=False).signature


def test_the_reading_pane_promises_no_open_window():
    fresh, old = (view_of(FREE, stale=stale) for stale in (False, True))
    assert "Laufend" in [mark.text for mark in fresh.badges]
    assert "Laufend" not in [mark.text for mark in old.badges]
    assert next(mark for mark in old.badges if mark.filled).text == CHECK
    cell = next(fact for fact in old.facts if fact.label == "Antragsfenster")
    assert (cell.value, cell.note) == (CHECK, "zuletzt: Laufend")


@pytest.mark.parametrize("model", [WindowModel.ROLLING, WindowModel.LOTTERY])
def test_every_window_one_could_apply_in_is_capped(model):
    item = replace(FREE, window=Window(model=model))
    assert row_of(item, as_of=OLD).state.text.startswith("zuletzt: ")


def test_an_ended_programme_stays_ended():
    assert row_of(ENDED, as_of=OLD) == row_of(ENDED, as_of="2026-11-20")
    assert view_of(ENDED, stale=True).badges == view_of(ENDED, stale=False).badges
