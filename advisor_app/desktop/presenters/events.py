"""The calendar as the window shows it: a month of days, an agenda, and what has no day. Called in a worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.events_filter import (
    EventsFilter,
    facet_groups,
    passing,
    passing_undated,
    ways_out,
)
from advisor_app.desktop.presenters.events_words import (
    LOOKS,
    MONTHS_SHORT,
    PAST,
    RECURRING,
    day_words,
    detail_of,
    distance,
    is_soon,
    look_of,
    mark_of,
    month_words,
)
from advisor_app.desktop.presenters.views import FacetGroup, Library, Mark, WayOut
from advisor_app.domain.calendar import CalendarEntry, DateKind, UndatedEntry, entries, undated

WEEK = 7
# The agenda looks so far back and ahead; what recurs every year has no end of its own.
AGENDA_BEFORE = timedelta(days=366)
AGENDA_AFTER = timedelta(days=731)
AGENDA_FIRST = timedelta(days=62)
_MOST_LINES = 8
_MOST_SPOKEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What stands left of the first entry of a day: `31`, `Dez. 2026`, `noch 38 Tage`. Without a day: an icon."""

    number: str = ""
    month: str = ""
    distance: str = ""
    tone: str = "text2"
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One row of a list: title, icon with its word and details; `first` begins a day, `muted` is past."""

    id: str
    title: str
    mark: Mark
    detail: str
    leaf: Leaf | None
    muted: bool
    cancelled: bool
    text: str

    @property
    def spoken(self) -> str:
        """Return the row as one sentence for a screen reader."""
        return self.text.replace("\n", ", ")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLine:
    """An entry within a day of the month."""

    icon: str
    tone: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """A day of the month with what happens on it.

    `lines` are the first few entries, `total` counts all; `tallies` are icon, tone and number by kind, for a day that
    is shown too small for titles.
    """

    day: date
    in_month: bool
    today: bool
    past: bool
    entries: tuple[CalendarEntry, ...] = ()
    lines: tuple[CellLine, ...] = ()
    tallies: tuple[tuple[str, str, int], ...] = ()
    spoken: str = ""

    @property
    def total(self) -> int:
        """Return how many entries the day has."""
        return len(self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What every view of the calendar tells: the facets, how many entries, and what to drop where there are none."""

    headline: str
    groups: tuple[FacetGroup, ...]
    ways: tuple[WayOut, ...]
    formats: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """Weeks from Monday to Sunday. `chosen` are the entries of the month; `following` is the next day that has one."""

    month: date
    weeks: tuple[tuple[DayCell, ...], ...]
    shown: Shown
    chosen: tuple[CalendarEntry, ...]
    following: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaView:
    """Entries in order of days. `complete` is false while only the first of them were read."""

    entries: tuple[CalendarEntry, ...]
    first: date
    last: date
    shown: Shown
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UndatedView:
    """What happens on no stated day."""

    entries: tuple[UndatedEntry, ...]
    shown: Shown


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def later_month(day: date, months: int) -> date:
    """Return the same day in a later (or earlier) month, or that month's last day where it is shorter."""
    first = month_of(day)
    number = first.year * 12 + first.month - 1 + months
    begin = first.replace(year=number // 12, month=number % 12 + 1)
    following = (begin + timedelta(days=31)).replace(day=1)
    return begin.replace(day=min(day.day, (following - timedelta(days=1)).day))


def weeks_of(month: date) -> tuple[tuple[date, ...], ...]:
    """Return the weeks, Monday to Sunday, that a month touches."""
    begin = month_of(month) - timedelta(days=month_of(month).weekday())
    end = later_month(month_of(month), 1)
    number = -(-(end - begin).days // WEEK)
    return tuple(tuple(begin + timedelta(days=week * WEEK + day) for day in range(WEEK)) for week in range(number))


def empty_month(month: date, today: date) -> tuple[tuple[DayCell, ...], ...]:
    """Return the days of a month before it is known what happens on them."""
    return _cells(month, (), today)


def load_month(library: Library, month: date, wanted: EventsFilter, today: date) -> MonthView:
    """Read a month.

    Args:
        library: the knowledge.
        month: any day of it.
        wanted: the filters.
        today: the day that decides what is past.
    """
    weeks, outlines = weeks_of(month), library.outlines()
    first, last = month_of(month), later_month(month_of(month), 1) - timedelta(days=1)
    around = entries(outlines, weeks[0][0], weeks[-1][-1])
    within = tuple(entry for entry in around if entry.day <= last and entry.end_day >= first)
    chosen = passing(within, wanted, today)
    following = None
    if not chosen:
        later = passing(entries(outlines, last + timedelta(days=1), last + AGENDA_AFTER), wanted, today)
        following = later[0].day if later else None
    count = formatting.count(len(chosen), "Termin", "Termine")
    headline = f"{count} im {month_words(month)}" if chosen else f"Keine Termine im {month_words(month)}"
    return MonthView(
        month=first,
        weeks=_cells(month, passing(around, wanted, today), today),
        shown=_shown(library, within, wanted, today, headline=headline, empty=not chosen),
        chosen=chosen,
        following=following,
    )


def load_agenda(library: Library, wanted: EventsFilter, today: date, *, complete: bool) -> AgendaView:
    """Read the agenda: at first what comes next, then (`complete`) the past year and the next two as well."""
    first = today - AGENDA_BEFORE if complete else today
    last = today + (AGENDA_AFTER if complete else AGENDA_FIRST)
    within = entries(library.outlines(), first, last)
    chosen = passing(within, wanted, today)
    coming = sum(not entry.past(today) for entry in chosen)
    count = formatting.count(coming, "Termin", "Termine") if coming else "Keine Termine"
    over = f", {formatting.number(len(chosen) - coming)} {PAST}" if len(chosen) > coming else ""
    headline = f"{count} bis {month_words(last)}{over}"
    return AgendaView(
        entries=chosen,
        first=first,
        last=last,
        shown=_shown(library, within, wanted, today, headline=headline, empty=not chosen),
        complete=complete,
    )


def load_undated(library: Library, wanted: EventsFilter, today: date) -> UndatedView:
    """Read what has no day."""
    within = undated(library.outlines())
    chosen = passing_undated(within, wanted)
    headline = formatting.count(len(chosen), "Eintrag ohne festen Tag", "Einträge ohne festen Tag")
    return UndatedView(
        entries=chosen, shown=_shown(library, within, wanted, today, headline=headline, empty=not chosen)
    )


def entry_view(entry: CalendarEntry, formats: Mapping[str, str], today: date, *, first: bool) -> EntryView:
    """Return the row of an entry.

    Args:
        entry: what happens.
        formats: labels of the formats of events.
        today: the day that decides what is past.
        first: whether it begins a day, so that the day stands beside it.
    """
    mark, detail = mark_of(entry, today), detail_of(entry, dict(formats))
    return EntryView(
        id=entry.item_id,
        title=entry.title,
        mark=mark,
        detail=detail,
        leaf=_leaf(entry, today) if first else None,
        muted=entry.past(today) or entry.cancelled,
        cancelled=entry.cancelled,
        text="\n".join([entry.title, day_words(entry.day), *[part for part in (mark.text, detail) if part]]),
    )


def undated_view(entry: UndatedEntry, formats: Mapping[str, str], today: date) -> EntryView:
    """Return the row of something without a day: a year or month as known, or that it recurs.

    Args:
        entry: what happens.
        formats: labels of the formats of events.
        today: the day that decides what is past; a year or month is, once it is over.
    """
    recurring = entry.kind is DateKind.EVENT
    look = RECURRING if recurring else LOOKS[entry.kind]
    since = "seit" if entry.when < today.isoformat()[: len(entry.when)] else "ab"
    word = look.word if recurring else f"Pflicht {since} {formatting.as_of(entry.when)}, Tag nicht genannt"
    mark = Mark(icon=look.icon, tone=look.tone, text=word)
    detail = formatting.joined([entry.when, detail_of(entry, dict(formats))]) if recurring else entry.note
    leaf = Leaf(icon=look.icon) if recurring else Leaf(number=formatting.as_of(entry.when))
    return EntryView(id=entry.item_id, title=entry.title, mark=mark, detail=detail, leaf=leaf, muted=False,
                     cancelled=False, text=f"{entry.title}\n{word}\n{detail}")  # fmt: skip


def begins_day(chosen: tuple[CalendarEntry, ...], number: int) -> bool:
    """Tell whether an entry is the first of its day in a list."""
    return number == 0 or chosen[number].day != chosen[number - 1].day


def first_coming(chosen: tuple[CalendarEntry, ...], today: date) -> int:
    """Return the number of the first entry that is not over, the last one if all are."""
    found = (number for number, entry in enumerate(chosen) if not entry.past(today) and entry.day >= today)
    return next(found, max(len(chosen) - 1, 0))


def day_headline(day: date, today: date) -> tuple[str, str]:
    """Return how a day is called and how far off it is."""
    return day_words(day, short=True), distance(day, today)


def all_text(chosen: Iterable[CalendarEntry], formats: Mapping[str, str], today: date) -> str:
    """Return entries as text to be pasted elsewhere: a paragraph each."""
    return "\n\n".join(entry_view(entry, formats, today, first=False).text for entry in chosen)


def _shown(
    library: Library, within: tuple[CalendarEntry, ...] | tuple[UndatedEntry, ...], wanted: EventsFilter, today: date,
    *, headline: str, empty: bool,
) -> Shown:  # fmt: skip
    return Shown(
        headline=headline,
        groups=facet_groups(within, wanted, library, today),
        ways=ways_out(within, wanted, library, today) if empty else (),
        formats=library.vocabulary("event_formats"),
    )


def _cells(month: date, shown: tuple[CalendarEntry, ...], today: date) -> tuple[tuple[DayCell, ...], ...]:
    weeks = weeks_of(month)
    by_day: dict[date, list[CalendarEntry]] = {day: [] for week in weeks for day in week}
    for entry in shown:
        day = max(entry.day, weeks[0][0])
        while day <= min(entry.end_day, weeks[-1][-1]):
            by_day[day].append(entry)
            day += timedelta(days=1)
    return tuple(tuple(_cell(day, month, tuple(by_day[day]), today) for day in week) for week in weeks)


def _cell(day: date, month: date, found: tuple[CalendarEntry, ...], today: date) -> DayCell:
    tallies: dict[tuple[str, str], int] = {}
    for (kind, cancelled, past), number in Counter((one.kind, one.cancelled, one.past(today)) for one in found).items():
        look = look_of(kind, cancelled=cancelled)
        place = look.icon, "text3" if past else look.tone
        tallies[place] = tallies.get(place, 0) + number
    marks = [(entry.title, mark_of(entry, today)) for entry in found[:_MOST_LINES]]
    return DayCell(
        day=day,
        in_month=(day.year, day.month) == (month.year, month.month),
        today=day == today,
        past=day < today,
        entries=found,
        lines=tuple(CellLine(icon=mark.icon, tone=mark.tone, title=title) for title, mark in marks),
        tallies=tuple((icon, tone, number) for (icon, tone), number in tallies.items()),
        spoken=_spoken(day, found, today),
    )


def _spoken(day: date, found: tuple[CalendarEntry, ...], today: date) -> str:
    parts = [day_words(day), "heute" if day == today else ""]
    if found:
        named = [f"{entry.title} ({mark_of(entry, today).text})" for entry in found[:_MOST_SPOKEN]]
        rest = len(found) - len(named)
        parts.append(f"{formatting.count(len(found), 'Termin', 'Termine')}: {', '.join(named)}")
        parts.append(f"und {rest} weitere" if rest else "")
    else:
        parts.append("keine Termine")
    return ", ".join(part for part in parts if part)


def _leaf(entry: CalendarEntry, today: date) -> Leaf:
    words = distance(entry.day, today, entry.end_day)
    tone = "warn" if is_soon(entry.day, today) else "text3" if entry.past(today) else "text2"
    return Leaf(number=str(entry.day.day), month=f"{MONTHS_SHORT[entry.day.month - 1]} {entry.day.year}",
                distance=words, tone=tone)  # fmt: skip
