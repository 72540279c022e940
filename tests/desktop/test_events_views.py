"""The calendar as values: months of whole weeks, filters that count, words for days. No window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.desktop.presenters.events import (
    all_text,
    entry_view,
    first_coming,
    later_month,
    load_agenda,
    load_month,
    load_undated,
    undated_view,
    weeks_of,
)
from advisor_app.desktop.presenters.events_filter import EventsFilter
from advisor_app.desktop.presenters.events_words import distance
from advisor_app.domain import Item
from advisor_app.domain.event import EventFormat, Place
from advisor_app.domain.programme import Window, WindowModel
from advisor_app.domain.topic import LegalHook
from advisor_app.workspace import Workspace
from tests.desktop.conftest import LABELS, TODAY, MemoryLibrary
from tests.makers import event, programme, topic

DECEMBER = date(2026, 12, 31)
days = st.dates(min_value=date(2000, 2, 1), max_value=date(2099, 11, 30))


def deadline(item_id: str, day: str, **fields: object) -> Item:
    return programme(item_id, item_id.title(), window=Window(model=WindowModel.SINGLE, dates=(day,)), **fields)


def held(item_id: str, start: str, end: str, **fields: object) -> Item:
    return event(item_id, item_id.title(), starts_at=start, ends_at=end, **fields)


ITEMS: Sequence[Item] = (
    deadline("frist", "2026-12-31", themes=("ki",), region=("05",)),
    deadline("vorbei", "2026-11-02", themes=("ki",)),
    held("messe", "2026-12-30T09:00:00+01:00", "2027-01-02T18:00:00+01:00", themes=("ki",), format=EventFormat.MESSE,
         place=Place(name="Bochum", ags="05911000")),
    held("webinar", "2026-12-31T10:00:00+01:00", "2026-12-31T11:30:00+01:00", themes=("digitalisierung",),
         format=EventFormat.WEBINAR, online=True),
    event("jaehrlich", "Jährlich", recurrence="Einmal im Jahr", themes=("ki",)),
    topic(legal_hooks=(LegalHook(name="Gesetz", applies_when="alle", date="2027"),)),
)  # fmt: skip


@pytest.fixture
def calendar() -> MemoryLibrary:
    return MemoryLibrary(ITEMS)


def cells(view):
    return {cell.day: cell for week in view.weeks for cell in week}


def group(view, facet):
    found = next(one for one in view.shown.groups if one.facet == facet)
    return {option.code: option.count for option in found.options}


@given(days)
def test_weeks_begin_on_monday_and_hold_the_month(day):
    weeks = weeks_of(day)
    shown = [one for week in weeks for one in week]
    assert all(week[0].weekday() == 0 and len(week) == 7 for week in weeks)
    assert all(after - before == timedelta(days=1) for before, after in pairwise(shown))
    assert 4 <= len(weeks) <= 6
    assert all(any((one.year, one.month) == (day.year, day.month) for one in week) for week in weeks)
    assert later_month(day.replace(day=1), 1) - timedelta(days=1) in shown


@given(days, st.integers(-30, 30))
def test_months_later_and_back_end_in_the_same_month(day, months):
    there = later_month(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or (there + timedelta(days=1)).day == 1


def test_a_month_shows_what_lasts_several_days_on_each_of_them(calendar):
    view = load_month(calendar, DECEMBER, EventsFilter(), TODAY)
    shown = cells(view)
    assert [shown[date(2026, 12, day)].total for day in (29, 30, 31)] == [0, 1, 3]
    assert shown[date(2027, 1, 2)].total == 1
    assert not shown[date(2027, 1, 2)].in_month
    assert view.shown.headline == "3\u00a0Termine im Dezember\u00a02026"
    assert [entry.item_id for entry in view.chosen] == ["messe", "frist", "webinar"]
    assert "Donnerstag, 31.\u00a0Dezember\u00a02026, 3\u00a0Termine: " in shown[DECEMBER].spoken


def test_past_days_fade_and_say_so(calendar):
    (past,) = cells(load_month(calendar, TODAY, EventsFilter(), TODAY))[date(2026, 11, 2)].lines
    assert past.tone == "text3"
    view = entry_view(load_month(calendar, TODAY, EventsFilter(), TODAY).chosen[0], {}, TODAY, first=True)
    assert view.mark.text == "vorbei · Einreichfrist"
    assert view.leaf is not None
    assert (view.leaf.number, view.leaf.month, view.leaf.distance) == ("2", "Nov. 2026", "vor 21\u00a0Tagen")
    assert view.muted


def test_a_duty_does_not_end_with_its_first_day():
    library = MemoryLibrary((topic(legal_hooks=(LegalHook(name="Gesetz", applies_when="", date="2026-11-02"),)),))
    (entry,) = load_month(library, TODAY, EventsFilter(), TODAY).chosen
    assert entry_view(entry, {}, TODAY, first=False).mark.text == "Pflicht seit diesem Tag"


def test_filters_of_one_kind_add_and_of_several_narrow(calendar):
    def chosen(**wanted):
        return [one.item_id for one in load_month(calendar, DECEMBER, EventsFilter(**wanted), TODAY).chosen]

    assert chosen(kind=("deadline",)) == ["frist"]
    assert chosen(kind=("deadline", "event")) == ["messe", "frist", "webinar"]
    assert chosen(kind=("event",), theme=("ki",)) == ["messe"]
    assert chosen(format=("messe",)) == ["messe"]
    assert chosen(format=("online",)) == ["webinar"]


def test_what_is_for_the_whole_state_is_for_a_district_too(calendar):
    def chosen(code):
        return [one.item_id for one in load_month(calendar, DECEMBER, EventsFilter(region=(code,)), TODAY).chosen]

    assert chosen("05911") == ["messe", "frist", "webinar"]
    assert chosen("05954") == ["frist", "webinar"]


def test_counts_say_what_choosing_a_value_would_give(calendar):
    view = load_month(calendar, DECEMBER, EventsFilter(theme=("ki",)), TODAY)
    assert group(view, "kind") == {"deadline": 1, "event": 1}
    assert group(view, "theme") == {"ki": 2, "digitalisierung": 1}
    assert group(view, "region") == {"05": 2, "05911": 2}
    assert group(view, "format") == {"messe": 1, "webinar": 0, "online": 0}


FACETS = {
    "kind": ["deadline", "event"],
    "theme": ["ki", "digitalisierung"],
    "format": ["messe", "webinar", "online"],
    "region": ["05", "05911", "05954"],
}


@settings(max_examples=30)  # each reads a month for every value of every filter
@given(st.fixed_dictionaries({facet: st.lists(st.sampled_from(codes), unique=True) for facet, codes in FACETS.items()}))
def test_a_count_is_what_one_gets(chosen):
    library = MemoryLibrary(ITEMS)
    wanted = EventsFilter()
    for facet, codes in chosen.items():
        for code in codes:
            wanted = wanted.toggled(facet, code)
    view = load_month(library, DECEMBER, wanted, TODAY)
    for facet in FACETS:
        for code, count in group(view, facet).items():
            alone = wanted
            for dropped in wanted.codes(facet):
                alone = alone.toggled(facet, dropped)
            assert len(load_month(library, DECEMBER, alone.toggled(facet, code), TODAY).chosen) == count, (facet, code)


def test_an_empty_month_says_which_filter_to_drop_and_what_is_next(calendar):
    view = load_month(calendar, date(2026, 11, 1), EventsFilter(theme=("ki",), future=True), TODAY)
    assert view.shown.headline == "Keine Termine im November\u00a02026"
    assert [(way.label, way.total) for way in view.shown.ways] == [("Nur künftige", 1)]
    assert view.following == date(2026, 12, 30)
    nothing = load_month(calendar, date(2027, 6, 1), EventsFilter(), TODAY)
    assert (nothing.shown.ways, nothing.following) == ((), None)


def test_the_agenda_begins_with_what_comes_and_then_knows_the_past(calendar):
    first = load_agenda(calendar, EventsFilter(), TODAY, complete=False)
    whole = load_agenda(calendar, EventsFilter(), TODAY, complete=True)
    assert [one.item_id for one in first.entries] == ["messe", "frist", "webinar"]
    assert [one.item_id for one in whole.entries] == ["vorbei", "messe", "frist", "webinar"]
    assert first_coming(whole.entries, TODAY) == 1
    assert whole.shown.headline == "3\u00a0Termine bis November\u00a02028, 1 vorbei"
    future = load_agenda(calendar, EventsFilter(future=True), TODAY, complete=True)
    assert [one.item_id for one in future.entries] == ["messe", "frist", "webinar"]


def test_what_has_no_day_is_listed_apart_and_gets_none(calendar):
    view = load_undated(calendar, EventsFilter(), TODAY)
    law, fair = (undated_view(entry, LABELS["event_formats"], TODAY) for entry in view.entries)
    assert law.leaf is not None
    assert law.leaf.number == "2027"
    assert law.mark.text == "Pflicht ab 2027, Tag nicht genannt"
    assert (fair.title, fair.mark.text, fair.detail) == ("Jährlich", "Wiederkehrend", "Einmal im Jahr · Sprechtag")
    assert [entry.item_id for entry in load_undated(calendar, EventsFilter(theme=("ki",)), TODAY).entries] == [
        "jaehrlich"
    ]


@pytest.mark.parametrize(
    ("when", "words"),
    [("2026-10", "seit 10/2026"), ("2026-11", "ab 11/2026"), ("2026", "ab 2026"), ("2025", "seit 2025")],
)
def test_a_duty_of_a_month_or_year_began_once_that_is_over(when, words):
    library = MemoryLibrary((topic(legal_hooks=(LegalHook(name="Gesetz", applies_when="", date=when),)),))
    (entry,) = load_undated(library, EventsFilter(), TODAY).entries
    assert undated_view(entry, {}, TODAY).mark.text == f"Pflicht {words}, Tag nicht genannt"


def test_rows_tell_time_place_and_format(calendar):
    fair, _limit, webinar = load_month(calendar, DECEMBER, EventsFilter(), TODAY).chosen
    formats = {"webinar": "Webinar", "messe": "Messe"}
    assert entry_view(fair, formats, TODAY, first=False).detail == "ab 09:00\u00a0Uhr, bis 02.01.2027 · Messe · Bochum"
    assert entry_view(webinar, formats, TODAY, first=False).detail == "10:00 bis 11:30\u00a0Uhr · Webinar"
    text = all_text((fair, webinar), formats, TODAY)
    assert text.split("\n\n")[1].split("\n")[:3] == [
        "Webinar",
        "Donnerstag, 31.\u00a0Dezember\u00a02026",
        "Veranstaltung",
    ]


def test_what_is_cancelled_says_so(calendar):
    library = MemoryLibrary((held("tag", "2026-12-04T10:00:00+01:00", "2026-12-04T12:00:00+01:00", cancelled=True),))
    (entry,) = load_month(library, DECEMBER, EventsFilter(), TODAY).chosen
    view = entry_view(entry, {}, TODAY, first=False)
    assert view.cancelled
    assert view.mark.text == "Abgesagt"


@pytest.mark.parametrize(
    ("day", "end", "words"),
    [
        (date(2026, 11, 23), None, "heute"),
        (date(2026, 11, 24), None, "morgen"),
        (date(2026, 12, 31), None, "noch 38\u00a0Tage"),
        (date(2026, 11, 22), None, "gestern"),
        (date(2026, 11, 22), date(2026, 11, 23), "läuft"),
    ],
)
def test_days_are_told_from_today(day, end, words):
    assert distance(day, TODAY, end) == words


def test_everything_the_knowledge_states_has_words(data_dir):
    with Workspace.locate(data_dir).open_library(today=TODAY) as real:
        agenda = load_agenda(real, EventsFilter(), TODAY, complete=True)
        undated = load_undated(real, EventsFilter(), TODAY)
    formats = agenda.shown.formats
    rows = [entry_view(entry, formats, TODAY, first=True) for entry in agenda.entries]
    rows += [undated_view(entry, formats, TODAY) for entry in undated.entries]
    assert len(agenda.entries) > 20
    assert len(undated.entries) > 10
    for row in rows:
        assert row.title
        assert row.mark.text
        assert not re.search(r"None|[a-z]_[a-z]", row.text), row.text
    for group in (*agenda.shown.groups, *undated.shown.groups):
        assert all(option.label != option.code for option in group.options), group
