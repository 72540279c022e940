"""Dates for the user's own calendar (RFC 5545), made so that a later file brings the entries up to date.

What a calendar program goes by when it meets an entry it has already:

* `UID` is made of the item and of what the date is to it, not of the day: a date that moves stays the same entry.
  Several dates of one kind, such as recurring cut-offs, each have their own.
* `SEQUENCE` is the day of the item's last check, counted from a fixed one. Nothing moves a date but an editor's check,
  and unlike the number of a release it never falls when somebody changes to another channel. Files of one day are told
  apart by `DTSTAMP`.
* What was cancelled comes as `CANCELLED`, and says so in its title, since some programs overlook the first.

Whole days are days, not midnights. Times come with the rules of Europe/Berlin, so that no program needs to know these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from advisor_app.documents import calendar_words as words
from advisor_app.documents.leaving import may_leave, one_line, web_address
from advisor_app.domain import Event, Item
from advisor_app.domain.calendar import ZONE, CalendarEntry, DateKind

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar import Event as Entry

_PRODUCT = "-//NRW.Innovationspartner//Beratungskoffer//DE"
_DOMAIN = "beratungskoffer"
_FIRST_CHECK = date(2020, 1, 1)
# Somebody has to work towards these; one is reminded in the morning, a week ahead if there still is one.
_REMINDED = frozenset({
    DateKind.DEADLINE, DateKind.CUTOFF, DateKind.LOTTERY, DateKind.REGISTRATION_END, DateKind.OPENING,
    DateKind.PROGRAMME_END,
})  # fmt: skip
_AHEAD = (7, 1)
_MORNING = time(9)
_LONGEST = 255  # characters of a title; more makes Outlook cut it without a word
# Since 1996 clocks in the European Union change on the last Sundays of March and October.
_RULES = (
    ("STANDARD", datetime(1996, 10, 27, 3), 10, timedelta(hours=2), timedelta(hours=1), "CET"),  # noqa: DTZ001 - wall clock
    ("DAYLIGHT", datetime(1996, 3, 31, 2), 3, timedelta(hours=1), timedelta(hours=2), "CEST"),  # noqa: DTZ001 - the same
)


def calendar_file(
    entries: Iterable[CalendarEntry],
    items: Mapping[str, Item],
    *,
    now: datetime,
    label: Callable[[str, str], str] = lambda _vocabulary, code: code,
) -> bytes:
    """Return dates as the content of an `.ics` file.

    Args:
        entries: the dates, one or many.
        items: the items they belong to, by id; dates of items that are not here, or not public, are left out
            (`leaving.left` tells which).
        now: the moment the file is made, with its zone.
        label: vocabulary and code -> German label, for the categories.
    """
    from icalendar import Calendar  # noqa: PLC0415 - a tenth of a second, not before a file is wanted

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    given = [(entry, items[entry.item_id]) for entry in entries if entry.item_id in items]
    given = [(entry, item) for entry, item in given if may_leave(item)]
    if any(_in_zone(moment) for entry, _ in given for moment in (entry.starts_at, entry.ends_at)):
        _add_zone(calendar)
    for entry, item in given:
        calendar.add_component(_component(entry, item, now, label))
    data: bytes = calendar.to_ical()
    return data


def uid_of(entry: CalendarEntry) -> str:
    """Return the name by which calendars know an entry again, whatever became of its day."""
    return f"{one_line(entry.item_id)}.{one_line(entry.key)}@{_DOMAIN}"


def sequence_of(item: Item) -> int:
    """Return which version of an entry this is: it rises with every later day on which the item was checked."""
    return max(0, (_checked(item) - _FIRST_CHECK).days)


def _component(entry: CalendarEntry, item: Item, now: datetime, label: Callable[[str, str], str]) -> Entry:
    from icalendar import Event as Entry  # noqa: PLC0415 - as above

    made = Entry()
    made.add("uid", uid_of(entry))
    made.add("dtstamp", now.astimezone(UTC))
    made.add("last-modified", datetime.combine(_checked(item), time.min, UTC))
    made.add("sequence", sequence_of(item))
    _add_times(made, entry)
    made.add("summary", _shortened(words.summary(entry)))
    made.add("description", words.description(entry, item))
    made.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # A whole day in the calendar is something to know of; only what has its hours takes the user's time.
    made.add("transp", "TRANSPARENT" if entry.starts_at is None or entry.cancelled else "OPAQUE")
    made.add("class", "PUBLIC")
    if themes := [one_line(label("themes", code)) for code in entry.themes if one_line(code)]:
        made.add("categories", themes)
    if place := _place(entry, item):
        made.add("location", place)
    if page := _page(entry, item):
        made.add("url", page)
    _add_alarm(made, entry, now)
    return made


def _add_times(made: Entry, entry: CalendarEntry) -> None:
    """State when; a whole day ends where the next one begins."""
    if entry.starts_at is None:
        made.add("dtstart", entry.day)
        made.add("dtend", max(entry.day, entry.end_day) + timedelta(days=1))
        return
    made.add("dtstart", _stated(entry.starts_at))
    if entry.ends_at is not None and entry.ends_at > entry.starts_at:
        made.add("dtend", _stated(entry.ends_at))


def _in_zone(moment: datetime | None) -> bool:
    return moment is not None and isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key == ZONE


def _stated(moment: datetime) -> datetime:
    """Return a moment as it is written: in the zone whose rules the file brings, else in universal time."""
    return moment if _in_zone(moment) else moment.astimezone(UTC)


def _add_alarm(made: Entry, entry: CalendarEntry, now: datetime) -> None:
    """Remind of what one has to work towards, unless the morning for it has gone by."""
    from icalendar import Alarm  # noqa: PLC0415 - as above

    if entry.kind not in _REMINDED or entry.cancelled:
        return
    for days in _AHEAD:
        before = timedelta(days=days) - timedelta(hours=_MORNING.hour)
        if datetime.combine(entry.day, time.min, now.tzinfo) - before > now:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _shortened(words.reminder(entry, days)))
            alarm.add("trigger", -before)
            made.add_component(alarm)
            return


def _add_zone(calendar: Calendar) -> None:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415 - as above

    zone = Timezone()
    zone.add("tzid", ZONE)
    for kind, first, month, before, after, name in _RULES:
        rule = TimezoneStandard() if kind == "STANDARD" else TimezoneDaylight()
        rule.add("dtstart", first)
        rule.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        rule.add("tzoffsetfrom", before)
        rule.add("tzoffsetto", after)
        rule.add("tzname", name)
        zone.add_component(rule)
    calendar.add_component(zone)


def _place(entry: CalendarEntry, item: Item) -> str:
    if entry.kind is not DateKind.EVENT or not isinstance(item, Event):
        return ""
    name = one_line(item.place.name) if item.place is not None else ""
    return name or ("Online" if entry.online else "")


def _page(entry: CalendarEntry, item: Item) -> str:
    """Return where to go on: to register, else where the day is stated."""
    if isinstance(item, Event) and item.registration is not None and web_address(item.registration.url):
        return item.registration.url
    source = words.source_of(entry, item)
    return web_address(source.url) if source is not None else ""


def _checked(item: Item) -> date:
    try:
        return date.fromisoformat(item.review.checked_on)
    except ValueError:
        return _FIRST_CHECK


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
