"""The dates the knowledge states, as one calendar: events, cut-off days, draws, deadlines, ends and duties.

Only days that the content states come in. A partial date ("2027") and a recurring format without dates are told apart
(`undated`), never turned into a day. That a guideline ends is told as that and never as a deadline for applications.
Pure: no clock, the day is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain
from math import inf
from zlib import crc32
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from advisor_app.domain.outlines import EventOutline, Outline, Outlines, ProgrammeOutline, TopicOutline
from advisor_app.domain.programme import WindowModel
from advisor_app.domain.topic import LegalHook

ZONE = "Europe/Berlin"
_ONE_DAY = timedelta(days=1)
_NOT_OPEN = frozenset({WindowModel.CLOSED, WindowModel.PAUSED, WindowModel.UNKNOWN})
# Where one may apply all the time, the last day is the end of the matter rather than a day to work towards.
_RUNNING = frozenset({WindowModel.ROLLING, WindowModel.LOTTERY, WindowModel.CUTOFFS})
_CLAUSE = re.compile(r";|\.(?=\s|$)")
_DRAWN = re.compile(r"ziehung|auslosung|verlosung|gezogen|gelost", re.IGNORECASE)
_ON_DAY = re.compile(r"\bam (\d{2})\.(\d{2})\.(\d{4})\b")


class DateKind(StrEnum):
    """What happens on a day, in the order in which one day's entries are shown."""

    DEADLINE = "deadline"
    CUTOFF = "cutoff"
    LOTTERY = "lottery"
    REGISTRATION_END = "registration_end"
    PROGRAMME_END = "programme_end"
    GUIDELINE_END = "guideline_end"
    OPENING = "opening"
    LEGAL = "legal"
    EVENT = "event"


_ORDER = {kind: number for number, kind in enumerate(DateKind)}
# What the days of a window are; those of all other models are deadlines.
_DAYS = {WindowModel.CUTOFFS: DateKind.CUTOFF, WindowModel.LOTTERY: DateKind.LOTTERY}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """Something that happens on a day, or on several.

    `key` names the entry within its item and stays the same when its date is moved, as far as that can be known.
    `region` is where it happens or, for what has no place, for whom it is.
    `end_day` is the last day. `starts_at`/`ends_at` are moments in Europe/Berlin where the content states a time of
    day; None is a whole day. `note` is the content's own remark. `format` is the code of an event's format or "".
    """

    item_id: str
    kind: DateKind
    key: str
    day: date
    end_day: date
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: str = ""
    themes: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    format: str = ""
    online: bool = False
    cancelled: bool = False

    def past(self, today: date) -> bool:
        """Tell whether its last day lies before a day."""
        return self.end_day < today


@dataclass(frozen=True, slots=True, kw_only=True)
class UndatedEntry:
    """Something that happens, but not on a stated day.

    `when` is the partial date (`2027`, `2026-09`) or, for a recurring format, the content's words on how often.
    """

    item_id: str
    kind: DateKind
    key: str
    title: str
    when: str
    note: str = ""
    themes: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    format: str = ""
    online: bool = False


def entries(outlines: Outlines, start: date, end: date) -> tuple[CalendarEntry, ...]:
    """Return what happens from one day to another.

    Args:
        outlines: of the whole knowledge.
        start: first day.
        end: last day; it still counts. A range that ends before it starts is empty.

    Returns:
        Every entry that touches the range, in order. One that lasts several days comes once, on its first day.
    """
    span = _Span.of(start, end)
    found = chain(
        chain.from_iterable(_of_programme(item, span) for item in _touching(outlines.programmes, span)),
        chain.from_iterable(_of_topic(item, span) for item in outlines.topics if item.legal_hooks),
        chain.from_iterable(_of_event(item, span) for item in outlines.events if _is_near(item, span)),
    )
    return tuple(sorted(found, key=_sort_key))


def _sort_key(entry: CalendarEntry) -> tuple[date, float, int, str, str, str]:
    """Return what orders entries: by day, whole days first, then by time, kind and title."""
    moment = entry.starts_at.timestamp() if entry.starts_at is not None else -inf
    return entry.day, moment, _ORDER[entry.kind], entry.title, entry.item_id, entry.key


def undated(outlines: Outlines) -> tuple[UndatedEntry, ...]:
    """Return recurring formats whose dates the organiser tells, and duties of which only month or year are known."""
    recurring = (_recurring(event) for event in outlines.events if not event.starts_at and not event.cancelled)
    found = chain(recurring, chain.from_iterable(_partial(topic) for topic in outlines.topics))
    return tuple(sorted(found, key=_undated_key))


def _undated_key(entry: UndatedEntry) -> tuple[int, str, str, str, str]:
    """Return what orders entries without a day: duties by what is known of their day, formats by title."""
    when = entry.when if entry.kind is DateKind.LEGAL else ""
    return _ORDER[entry.kind], when, entry.title, entry.item_id, entry.key


@cache
def zone() -> tzinfo | None:
    """Return the time zone of the dates; None on a machine that knows none (the content's own offset then stands)."""
    try:
        return ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return None


@dataclass(frozen=True, slots=True)
class _Span:
    """The days that are asked for; as text too, because most of what there is can be told apart without reading it.

    A zone moves a day by one at most, so `before` and `after` are as far as a moment of the range can be written.
    """

    start: date
    end: date
    first: str
    last: str
    before: str
    after: str

    @classmethod
    def of(cls, start: date, end: date) -> _Span:
        return cls(start, end, start.isoformat(), end.isoformat(), _shifted(start, -1), _shifted(end, 1))

    def touches(self, first: date, last: date) -> bool:
        return first <= self.end and last >= self.start

    def holds(self, text: str) -> bool:
        return self.first <= text <= self.last


def _shifted(day: date, days: int) -> str:
    with suppress(OverflowError):
        day += timedelta(days=days)
    return day.isoformat()


def _touching(programmes: Sequence[ProgrammeOutline], span: _Span) -> list[ProgrammeOutline]:
    """Return the programmes that may have something to say about the range.

    Most have not, and there are thousands: telling so must be cheap, so nothing is called for one that has no date.
    """
    first, last = span.first, span.last
    return [
        item
        for item in programmes
        if first <= (window := item.window).open_to <= last
        or first <= window.open_from <= last
        or first <= item.valid_to <= last
        or ((legal := item.legal) is not None and first <= legal.guideline_valid_to <= last)
        or ((days := window.dates) and any(map(span.holds, days)))
        or window.recurring
        # Days on which lots are drawn stand in the remark, the only place that has them.
        or (window.note and window.model is WindowModel.LOTTERY)
    ]


def _is_near(item: EventOutline, span: _Span) -> bool:
    """Tell whether an event may touch the range."""
    start = item.starts_at[:10]
    touches = start != "" and start <= span.after and max(start, item.ends_at[:10]) >= span.before
    return touches or (item.registration is not None and span.holds(item.registration.until))


def _of_programme(item: ProgrammeOutline, span: _Span) -> Iterator[CalendarEntry]:
    for kind, key, day, note in _programme_days(item, span):
        if span.touches(day, day):
            yield _entry(item, kind, key, day, note=note)


def _programme_days(item: ProgrammeOutline, span: _Span) -> Iterator[tuple[DateKind, str, date, str]]:
    window = item.window
    ended = window.model is WindowModel.CLOSED
    end = _day(item.valid_to) or (_day(window.open_to) if ended else None)
    guideline = None if ended else _day(item.legal.guideline_valid_to) if item.legal else None
    if window.model not in _NOT_OPEN:
        last = _day(window.open_to)
        outlasted = any(later is not None and last is not None and later > last for later in (end, guideline))
        if last is not None and window.model in _RUNNING and not outlasted:
            end = last
        elif last is not None and window.open_to not in window.dates:
            yield DateKind.DEADLINE, "window-end", last, window.note
        if opening := _day(window.open_from):
            yield DateKind.OPENING, "window-start", opening, window.note
        if window.dates:
            yield from _single_days(item)
        if window.recurring:
            yield from _yearly_days(item, span, min((day for day in (last, end, guideline) if day), default=date.max))
        yield from _draws(item)
    if end is not None:
        yield DateKind.PROGRAMME_END, "end", end, window.note
    if guideline is not None and item.legal is not None and guideline != end:
        yield DateKind.GUIDELINE_END, "guideline", guideline, item.legal.guideline_title


def _kind_of_days(model: WindowModel) -> DateKind:
    return _DAYS.get(model, DateKind.DEADLINE)


def _single_days(item: ProgrammeOutline) -> Iterator[tuple[DateKind, str, date, str]]:
    window = item.window
    kind = _kind_of_days(window.model)
    for text in window.dates:
        if day := _day(text):
            # An only day that is moved is the same deadline; of several nobody can tell which one moved.
            yield kind, "date" if len(window.dates) == 1 else f"date-{text}", day, window.note


def _yearly_days(item: ProgrammeOutline, span: _Span, last: date) -> Iterator[tuple[DateKind, str, date, str]]:
    """Expand days of the year, no further than what the content says holds."""
    window = item.window
    checked = _day(item.review.checked_on)
    first = _day(window.open_from) or (date(checked.year, 1, 1) if checked else span.start)
    for year in range(max(span.start, first).year, min(span.end, last).year + 1):
        for text in window.recurring:
            day = _day_in(year, text)
            if day is not None and first <= day <= last:
                yield _kind_of_days(window.model), f"yearly-{year}-{text}", day, window.note


def _draws(item: ProgrammeOutline) -> Iterator[tuple[DateKind, str, date, str]]:
    """Find days on which lots are drawn in the remark on the window, the only place that has them."""
    if item.window.model is WindowModel.LOTTERY:
        for day in _draws_in(item.window.note):
            if day.isoformat() not in item.window.dates:
                yield DateKind.LOTTERY, f"draw-{day.isoformat()}", day, item.window.note


@lru_cache(maxsize=1024)  # remarks are few, and read again for every month
def _draws_in(note: str) -> tuple[date, ...]:
    clauses = (clause for clause in _CLAUSE.split(note) if _DRAWN.search(clause))
    found = (_day("-".join(reversed(match.groups()))) for clause in clauses for match in _ON_DAY.finditer(clause))
    return tuple(dict.fromkeys(day for day in found if day is not None))


def _of_topic(item: TopicOutline, span: _Span) -> Iterator[CalendarEntry]:
    for hook in item.legal_hooks:
        if span.first <= hook.date <= span.last and (day := _day(hook.date)) is not None:
            yield _entry(item, DateKind.LEGAL, _hook_key(hook), day, note=_hook_words(hook))


def _hook_key(hook: LegalHook) -> str:
    """Return the key of a duty: that of its law, so that no other takes its place when the list changes."""
    return f"legal-{crc32(hook.name.encode()):08x}"


def _of_event(item: EventOutline, span: _Span) -> Iterator[CalendarEntry]:
    until = _day(item.registration.until) if item.registration is not None and not item.cancelled else None
    if until is not None and span.touches(until, until):
        yield CalendarEntry(
            item_id=item.id, kind=DateKind.REGISTRATION_END, key="registration", day=until, end_day=until,
            title=item.title, themes=item.themes, region=_where(item), format=item.format.value, online=item.online,
        )  # fmt: skip
    first, last = _moment(item.starts_at), _moment(item.ends_at)
    day = first.date() if first is not None else _day(item.starts_at[:10])
    if day is None:
        return
    end_day = max(day, _last_day(last) if last is not None else _day(item.ends_at[:10]) or day)
    if span.touches(day, end_day):
        yield CalendarEntry(
            item_id=item.id, kind=DateKind.EVENT, key="event", day=day, end_day=end_day, title=item.title,
            starts_at=first, ends_at=last, note="" if item.place is None else item.place.name, themes=item.themes,
            region=_where(item), format=item.format.value, online=item.online, cancelled=item.cancelled,
        )  # fmt: skip


def _where(item: EventOutline) -> tuple[str, ...]:
    """Return where one has to go; what is also online is for its whole region."""
    return (item.place.ags,) if item.place is not None and item.place.ags and not item.online else item.region


def _entry(item: Outline, kind: DateKind, key: str, day: date, *, note: str = "") -> CalendarEntry:
    return CalendarEntry(item_id=item.id, kind=kind, key=key, day=day, end_day=day, title=item.title, note=note,
                         themes=item.themes, region=item.region)  # fmt: skip


def _recurring(item: EventOutline) -> UndatedEntry:
    return UndatedEntry(
        item_id=item.id, kind=DateKind.EVENT, key="event", title=item.title, when=item.recurrence,
        note="" if item.place is None else item.place.name, themes=item.themes, region=_where(item),
        format=item.format.value, online=item.online,
    )  # fmt: skip


def _partial(item: TopicOutline) -> Iterator[UndatedEntry]:
    for hook in item.legal_hooks:
        if hook.date and _day(hook.date) is None:
            yield UndatedEntry(
                item_id=item.id, kind=DateKind.LEGAL, key=_hook_key(hook), title=item.title, when=hook.date,
                note=_hook_words(hook), themes=item.themes, region=item.region,
            )  # fmt: skip


def _hook_words(hook: LegalHook) -> str:
    return f"{hook.name}: {hook.applies_when}" if hook.applies_when else hook.name


@lru_cache(maxsize=8192)  # a calendar asks for the same days over and over; in a century there are 36,525
def _day(text: str) -> date | None:
    """Return a day if the text is a whole one; a partial date is none."""
    if len(text) != 10:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day_in(year: int, text: str) -> date | None:
    """Return a day of the year in a year. 29 February means the end of February: nobody comes too late for that."""
    if text == "02-29":
        return date(year, 3, 1) - _ONE_DAY
    return _day(f"{year:04d}-{text}")


def _moment(text: str) -> datetime | None:
    """Return a moment as clocks in Germany show it; None if the text has no time of day."""
    if "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    here = zone()
    if moment.tzinfo is None:
        return moment.replace(tzinfo=here) if here is not None else None
    return moment.astimezone(here) if here is not None else moment


def _last_day(moment: datetime) -> date:
    """Return the day on which something is over; what ends at midnight belongs to the day before."""
    return (moment - _ONE_DAY).date() if moment.time() == time.min else moment.date()
