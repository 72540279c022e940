"""How dates are called and what they look like: kinds of dates, days, how far off. Pure: no Qt, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import Mark
from advisor_app.domain.calendar import CalendarEntry, DateKind, UndatedEntry

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
WEEKDAYS_SHORT = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember")  # fmt: skip
MONTHS_SHORT = ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.")
PAST = "vorbei"
_IN_FORCE = "Pflicht seit diesem Tag"
_SOON_DAYS = 60
_NBSP = formatting.NBSP


@dataclass(frozen=True, slots=True)
class DateLook:
    """Icon and tone of a kind of date, its word in a row, and its name as a filter."""

    icon: str
    tone: str
    word: str
    plural: str


LOOKS = {
    DateKind.EVENT: DateLook("calendar-event", "info", "Veranstaltung", "Veranstaltungen"),
    DateKind.REGISTRATION_END: DateLook("user-check", "info", "Anmeldeschluss", "Anmeldeschlüsse"),
    DateKind.CUTOFF: DateLook("calendar", "info", "Stichtag", "Stichtage"),
    DateKind.DEADLINE: DateLook("hourglass", "warn", "Einreichfrist", "Einreichfristen"),
    DateKind.LOTTERY: DateLook("ticket", "draw", "Ziehung", "Ziehungen"),
    DateKind.OPENING: DateLook("calendar-time", "ok", "Antragsstart", "Antragsstarts"),
    DateKind.PROGRAMME_END: DateLook("hourglass", "warn", "Programm endet", "Programmenden"),
    DateKind.GUIDELINE_END: DateLook("ban", "mute", "Richtlinie endet", "Enden von Richtlinien"),
    DateKind.LEGAL: DateLook("scale", "warn", "Pflicht ab diesem Tag", "Rechtliche Pflichten"),
}
CANCELLED = DateLook("calendar-x", "bad", "Abgesagt", "Abgesagt")
RECURRING = DateLook("calendar-repeat", "text2", "Wiederkehrend", "Wiederkehrend")


def look_of(kind: DateKind, *, cancelled: bool) -> DateLook:
    """Return what a kind of date looks like; what is cancelled looks so whatever it was."""
    return CANCELLED if cancelled else LOOKS[kind]


def mark_of(entry: CalendarEntry, today: date) -> Mark:
    """Return icon, word and tone of an entry; past ones fade, said in words."""
    look = look_of(entry.kind, cancelled=entry.cancelled)
    if entry.past(today):
        # What has become a duty is not over with the day.
        word = _IN_FORCE if entry.kind is DateKind.LEGAL else f"{PAST} · {look.word}"
        return Mark(icon=look.icon, tone="text3", text=word)
    return Mark(icon=look.icon, tone=look.tone, text=look.word)


def day_words(day: date, *, short: bool = False) -> str:
    """Return `Montag, 23. November 2026`, or `Mo, 23. November 2026`."""
    names = WEEKDAYS_SHORT if short else WEEKDAYS
    return f"{names[day.weekday()]}, {day.day}.{_NBSP}{month_words(day)}"


def month_words(day: date) -> str:
    """Return `November 2026`."""
    return f"{MONTHS[day.month - 1]}{_NBSP}{day.year}"


def distance(day: date, today: date, end: date | None = None) -> str:
    """Return how far off a day is: `heute`, `morgen`, `noch 38 Tage`, `läuft` until its last day, `vor 3 Tagen`."""
    days = (day - today).days
    if days < 0:
        return "läuft" if end is not None and end >= today else formatting.age(day, today)
    words = {0: "heute", 1: "morgen"}
    return words.get(days) or f"noch {days}{_NBSP}Tage"


def is_soon(day: date, today: date) -> bool:
    """Tell whether a day lies within the time one plans for."""
    return today <= day <= today + timedelta(days=_SOON_DAYS)


def time_words(entry: CalendarEntry) -> str:
    """Return `10:00 bis 12:00 Uhr`, `bis 05.12.2026` for several days, "" for a whole day."""
    if entry.end_day != entry.day:
        begin = f"ab {entry.starts_at:%H:%M}{_NBSP}Uhr, " if entry.starts_at else ""
        return f"{begin}bis {formatting.as_of(entry.end_day.isoformat())}"
    if entry.starts_at is None:
        return ""
    if entry.ends_at is None:
        return f"{entry.starts_at:%H:%M}{_NBSP}Uhr"
    return f"{entry.starts_at:%H:%M} bis {entry.ends_at:%H:%M}{_NBSP}Uhr"


def detail_of(entry: CalendarEntry | UndatedEntry, formats: dict[str, str]) -> str:
    """Return what else is told of an entry: time, format, place or the content's remark.

    Args:
        entry: what happens.
        formats: labels of the formats of events.
    """
    time = time_words(entry) if isinstance(entry, CalendarEntry) else ""
    named = formats.get(entry.format, entry.format)
    online = "online" if entry.online and named.casefold() != "webinar" else ""
    return formatting.joined([time, named, online, entry.note])
