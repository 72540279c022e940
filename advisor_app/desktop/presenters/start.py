"""What the start page shows: the next dates, topics, how the knowledge stands, and what wants to be checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from heapq import nlargest, nsmallest

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.events_words import LOOKS, MONTHS, MONTHS_SHORT, distance
from advisor_app.desktop.presenters.lazy import LazyRows
from advisor_app.desktop.presenters.results import present_status
from advisor_app.desktop.presenters.views import Library, StatusView
from advisor_app.domain.calendar import CalendarEntry, DateKind, entries
from advisor_app.domain.item import Certainty
from advisor_app.domain.outlines import Outline, Outlines, ProgrammeOutline, TopicOutline
from advisor_app.domain.topic import Maturity
from advisor_app.domain.window import ENDS_SOON_DAYS, is_closed

TILES = 8
CHECKS = 12
# The weightiest first: a day with a last chance looks like one, whatever else happens on it.
_TONES = ("warn", "draw", "info", "ok", "mute")
_NO_SUCCESSOR = ("none",)
_THEME_ICONS = {
    "innovation": "rocket", "forschung_entwicklung": "microscope", "digitalisierung": "device-desktop", "ki": "cpu",
    "it_sicherheit": "shield-lock", "produktion": "robot", "werkstoffe": "atom", "energie_umwelt": "bolt",
    "kreislaufwirtschaft": "recycle", "klimaanpassung": "droplet", "gebaeude": "building-skyscraper",
    "mobilitaet": "truck", "gesundheit": "stethoscope", "kreativwirtschaft": "palette", "gruendung": "rocket",
    "nachfolge": "users-group", "wachstum": "trending-up", "investition": "wallet",
    "unternehmensfinanzierung": "building-bank", "beteiligungskapital": "chart-line", "regionalfoerderung": "map-pin",
    "fachkraefte": "school", "qualifizierung": "certificate", "ausbildung": "school", "handwerk": "hammer",
    "messen": "presentation", "aussenwirtschaft": "world", "kooperation": "affiliate", "recht": "gavel",
}  # fmt: skip
_OTHER_THEME = "bulb"
_DUE = frozenset({Maturity.PFLICHT, Maturity.STAND_DER_TECHNIK})


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One line of a list on the start page: an icon, a title, and a sentence in smaller type. `id` "" opens nothing."""

    id: str
    title: str
    icon: str
    tone: str
    text: str

    @property
    def spoken(self) -> str:
        """Return the line as one sentence for a screen reader."""
        return ", ".join(part for part in (self.title, self.text) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day on which something happens.

    `label` is short (`31. Dez.`), `number`, `month` and `distance` are the parts of a leaf of a calendar, `spoken` is
    all of it in words. Only the lines of the day that is chosen are looked at, so only those are made.
    """

    day: date
    label: str
    number: str
    month: str
    distance: str
    tone: str
    lines: LazyRows[EntryLine]

    @property
    def spoken(self) -> str:
        """Return the day and what happens as one sentence."""
        dates = formatting.count(len(self.lines), "Termin", "Termine")
        named = formatting.listed([f"{line.title} ({line.text})" for line in self.lines[:3]])
        more = f" und {len(self.lines) - 3} weitere" if len(self.lines) > 3 else ""
        return f"{formatting.as_of(self.day.isoformat())}, {dates}: {named}{more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTile:
    """A topic with its icon and the number of programmes that run, in words."""

    id: str
    title: str
    icon: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """How the knowledge stands: icon and tone, its day, where it came from in a sentence, counts."""

    icon: str
    tone: str
    title: str
    sentence: str
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartView:
    """All that the start page shows of the knowledge.

    `first` and `last` are the days the dates lie between, `months` the months that begin in between. `dates` counts
    everything the calendar has until then, events too. `checks` are the first of `to_check` entries whose review is
    overdue or that are not certain.
    """

    first: date
    last: date
    months: tuple[tuple[date, str], ...]
    days: tuple[DayView, ...]
    dates: int
    tiles: tuple[TopicTile, ...]
    topics: int
    standing: StandingView
    checks: tuple[EntryLine, ...]
    to_check: int
    ended: int


def present_start(library: Library, today: date) -> StartView:
    """Make the view of the start page; meant for a worker thread."""
    outlines = library.outlines()
    last = today + timedelta(days=ENDS_SOON_DAYS)
    coming = [entry for entry in entries(outlines, today, last) if not entry.cancelled]
    programmes = outlines.programmes_by_id
    day = today.isoformat()
    closed = {item.id for item in outlines.programmes if is_closed((window := item.window).model, window.open_to, day)}
    overdue = list(_overdue(outlines, today))
    return StartView(
        first=today,
        last=last,
        months=tuple((day, _month_name(day, today)) for day in months_between(today, last)),
        days=_days(coming, programmes, today),
        dates=len(coming),
        tiles=_tiles(outlines, programmes, closed),
        topics=len(outlines.topics),
        standing=present_standing(library, present_status(library, today=today)),
        checks=_checks(overdue, today),
        to_check=len(overdue),
        ended=len(closed),
    )


def months_between(first: date, last: date) -> Iterator[date]:
    """Yield the first days of the months that begin after one day and not after another."""
    day = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _month_name(day: date, today: date) -> str:
    name = MONTHS[day.month - 1]
    return f"{name} {day.year}" if day.year != today.year and day.month == 1 else name


def short_day(day: date) -> str:
    """Return a day as it stands above a bubble: `31. Dez.`."""
    return f"{day.day}. {MONTHS_SHORT[day.month - 1]}"


# Dates


def _days(
    coming: Iterable[CalendarEntry], programmes: Mapping[str, ProgrammeOutline], today: date
) -> tuple[DayView, ...]:
    by_day: dict[date, list[CalendarEntry]] = defaultdict(list)
    for entry in coming:
        if entry.kind is not DateKind.EVENT:
            by_day[max(entry.day, today)].append(entry)
    line = partial(_line, programmes)
    return tuple(
        DayView(
            day=day,
            label=short_day(day),
            number=str(day.day),
            month=f"{MONTHS_SHORT[day.month - 1]} {day.year}",
            distance=distance(day, today),
            tone=min({LOOKS[entry.kind].tone for entry in found}, key=_TONES.index),
            lines=LazyRows(found, line),
        )
        for day, found in sorted(by_day.items())
    )


def _line(programmes: Mapping[str, ProgrammeOutline], entry: CalendarEntry) -> EntryLine:
    look = LOOKS[entry.kind]
    item = programmes.get(entry.item_id)
    remark = entry.note
    if entry.kind in (DateKind.PROGRAMME_END, DateKind.GUIDELINE_END) and item is not None:
        remark = _what_follows(item, programmes)
    return EntryLine(id=entry.item_id, title=entry.title, icon=look.icon, tone=look.tone,
                     text=", ".join(part for part in (look.word, remark) if part))  # fmt: skip


def _what_follows(item: ProgrammeOutline, programmes: Mapping[str, ProgrammeOutline]) -> str:
    """Return in a word what comes after a programme."""
    if item.successor == _NO_SUCCESSOR:
        return "ohne Nachfolger"
    known = [programmes[code].title for code in item.successor if code in programmes]
    return f"Nachfolger {known[0]}" if known else "Nachfolge offen"


# Topics


def _tiles(outlines: Outlines, programmes: Mapping[str, ProgrammeOutline], closed: set[str]) -> tuple[TopicTile, ...]:
    """Return what firms ask for now: topics that are due or proven, with many programmes, from several themes."""
    offered = programmes.keys() - closed
    running = {topic.id: len(offered.intersection(topic.related.programmes)) for topic in outlines.topics}
    weight = {topic.id: (topic.maturity in _DUE, running[topic.id]) for topic in outlines.topics}
    leaders: dict[str, TopicOutline] = {}
    for topic in outlines.topics:
        theme = topic.themes[0] if topic.themes else ""
        if theme not in leaders or weight[topic.id] > weight[leaders[theme].id]:
            leaders[theme] = topic
    first = {topic.id for topic in leaders.values()}
    chosen = nlargest(TILES, outlines.topics, key=lambda topic: (topic.id in first, *weight[topic.id]))
    return tuple(
        TopicTile(
            id=topic.id,
            title=topic.title,
            icon=theme_icon(topic.themes),
            note=formatting.count(running[topic.id], "Programm", "Programme"),
        )
        for topic in chosen
    )


def theme_icon(themes: Iterable[str]) -> str:
    """Return the icon of the first theme that has one."""
    return next((_THEME_ICONS[theme] for theme in themes if theme in _THEME_ICONS), _OTHER_THEME)


# How the knowledge stands


def present_standing(library: Library, status: StatusView) -> StandingView:
    """Return how the knowledge stands, and no more about its signature than is known.

    What was received had its signatures checked on the way in. What came with the installation was checked by whoever
    installed it, and what was built here was never signed.
    """
    received = library.origin == "own" and status.version != "0"
    icon, tone = ("rosette-discount-check", "ok") if received else ("info-circle", "text2")
    came = "Mit der Installation gekommen."
    if received:
        came = "Signatur beim Empfang geprüft."
    elif status.version == "0":
        came = "Auf diesem Gerät gebaut, nicht signiert."
    if status.stale_days:
        icon, tone = "hourglass", "warn"
        came = f"{status.stale_days} Tage alt, Zahlen und Fristen nachprüfen. {came}"
    return StandingView(
        icon=icon,
        tone=tone,
        title=f"Inhaltsstand {status.as_of}",
        sentence=f"{came} Alles liegt auf diesem Gerät, ein Netz ist nicht nötig.",
        counts=status.counts,
    )


def _overdue(outlines: Outlines, today: date) -> Iterator[Outline]:
    """Yield what has to be checked: the review is overdue, or the support is not certain."""
    day = today.isoformat()
    for group in (outlines.programmes, outlines.topics, outlines.partners, outlines.events):
        for item in group:
            if item.review.review_by < day or item.review.certainty is Certainty.C:
                yield item


def _checks(overdue: list[Outline], today: date) -> tuple[EntryLine, ...]:
    first = nsmallest(CHECKS, overdue, key=lambda item: (item.review.review_by, item.title))
    return tuple(
        EntryLine(id=item.id, title=item.title, icon="zoom-question", tone="warn", text=_why(item, today))
        for item in first
    )


def _why(item: Outline, today: date) -> str:
    late = item.review.review_by < today.isoformat()
    if late:
        return f"Prüfung seit {formatting.as_of(item.review.review_by)} überfällig"
    return "ungesichert"
