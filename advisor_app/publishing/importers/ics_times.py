"""Moments of a calendar, whatever zone they name, as moments in Europe/Berlin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar as ParsedCalendar
from icalendar import Timezone
from icalendar.prop import vDDDTypes, vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from advisor_app.content.schema.types import FIRST_YEAR, LAST_YEAR
from advisor_app.publishing.importers.ics_components import Property
from advisor_app.publishing.importers.ics_lines import brief

BERLIN = ZoneInfo("Europe/Berlin")
_LONGEST = timedelta(days=366)

# Called with line, code and words for everything that is odd.
Tell = Callable[[int, str, str], None]


@dataclass(frozen=True, slots=True)
class Span:
    """When an event is: moments in Europe/Berlin. `end` is None where the calendar does not say it.

    `all_day`: only days are known; `end` then is the midnight after the last one.
    """

    start: datetime
    end: datetime | None
    all_day: bool = False


class Times:
    """Reads the moments of one calendar.

    Args:
        zones: the calendar's own definitions of time zones, by name.
    """

    def __init__(self, zones: Mapping[str, str]) -> None:
        self._definitions = zones
        self._zones: dict[str, tzinfo | None] = {}

    def span(self, start: Property | None, end: Property | None, duration: Property | None, tell: Tell) -> Span | None:
        """Return when an event is; None where its beginning is missing or cannot be read."""
        begin = self.moment(start, tell) if start is not None else None
        if begin is None or start is None:
            return None
        finish = self.moment(end, tell) if end is not None else None
        if finish is None and duration is not None:
            finish = _after(begin, duration, tell)
        if isinstance(begin, datetime):
            return Span(begin, self._end(begin, finish, end or duration or start, tell))
        return self._days(begin, finish, end or duration or start, tell)

    def moment(self, found: Property, tell: Tell) -> datetime | date | None:
        """Return the moment of a property in Europe/Berlin, or its day; None if it cannot be read."""
        value = _read(found, tell)
        if value is None:
            return None
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            tell(found.line, "date_out_of_range", f"year {value.year} of {found.name} cannot be right; date left open")
            return None
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is not None:
            return value.astimezone(BERLIN)
        return self._local(value, found, tell)

    def _local(self, value: datetime, found: Property, tell: Tell) -> datetime:
        named = found.parameters.get("TZID", "")
        if not named:
            tell(found.line, "floating_time", f"{found.name} names no time zone; read as Europe/Berlin")
        zone = (self._zone(named, found.line, tell) if named else None) or BERLIN
        moment = value.replace(tzinfo=zone)
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != value:
            tell(
                found.line, "time_skipped", f"{value:%d.%m.%Y %H:%M} does not exist there (clocks go forward); moved on"
            )
            moment = moment.astimezone(UTC)
        elif moment.utcoffset() != moment.replace(fold=1).utcoffset():
            tell(
                found.line,
                "time_twice",
                f"{value:%d.%m.%Y %H:%M} comes twice there (clocks go back); the first is meant",
            )
        return moment.astimezone(BERLIN)

    def _zone(self, named: str, line: int, tell: Tell) -> tzinfo | None:
        if named not in self._zones:
            self._zones[named] = self._found(named, line, tell)
        return self._zones[named]

    def _found(self, named: str, line: int, tell: Tell) -> tzinfo | None:
        bare = named.strip().strip('"').lstrip("/")
        for candidate in (bare, "/".join(bare.split("/")[-2:])):
            if (zone := _olson(candidate)) is not None:
                return zone
        windows = WINDOWS_TO_OLSON.get(bare)
        if windows is not None:
            tell(line, "zone_windows", f"time zone {brief(named)} is a Windows name; read as {windows}")
            return _olson(windows)
        zone = _defined(self._definitions.get(named, ""))
        if zone is None:
            tell(
                line,
                "zone_unknown",
                f"time zone {brief(named)} is unknown; times are read as Europe/Berlin, check them",
            )
        return zone

    def _end(self, start: datetime, finish: datetime | date | None, found: Property, tell: Tell) -> datetime | None:
        if finish is None:
            return None
        if not isinstance(finish, datetime):
            tell(found.line, "date_mixed", f"{found.name} is a day, the beginning a time of day; end left open")
            return None
        if finish <= start:
            tell(found.line, "end_before_start", f"ends on {finish:%d.%m.%Y %H:%M}, not after it begins; end left open")
            return None
        if finish - start > _LONGEST:
            tell(found.line, "date_out_of_range", f"lasts {(finish - start).days} days; check the end")
        return finish

    def _days(self, first: date, finish: datetime | date | None, found: Property, tell: Tell) -> Span:
        last = first + timedelta(days=1)
        if isinstance(finish, datetime):
            tell(found.line, "date_mixed", f"{found.name} is a time of day, the beginning a day; read as one day")
        elif finish is not None and finish <= first:
            tell(
                found.line,
                "end_before_start",
                "the last day is not after the first (an end is the day after); read as one day",
            )
        elif finish is not None:
            last = finish
        return Span(_midnight(first), _midnight(last), all_day=True)


def _read(found: Property, tell: Tell) -> datetime | date | None:
    value = found.value.strip()
    try:
        read = vDDDTypes.from_ical(value)  # type: ignore[no-untyped-call]
    except ValueError:
        read = None
    if isinstance(read, datetime | date):
        return read
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        tell(found.line, "date_form", f"{found.name} {brief(found.value)} is no date; left open")
        return None
    tell(found.line, "date_form", f"{found.name} {brief(found.value)} is not written as in iCalendar; read as {moment}")
    # "2026-04-24" is a day, "2026-04-24T00:00" a moment.
    return moment if ":" in value or "T" in value.upper() else moment.date()


def _after(begin: datetime | date, duration: Property, tell: Tell) -> datetime | date | None:
    try:
        length: timedelta = vDuration.from_ical(duration.value.strip())  # type: ignore[no-untyped-call]
        # In real time: an hour is an hour on the night on which clocks change, too.
        if isinstance(begin, datetime):
            return (begin.astimezone(UTC) + length).astimezone(BERLIN)
        return begin + length
    except (ValueError, OverflowError):
        tell(duration.line, "date_form", f"DURATION {brief(duration.value)} is no duration; end left open")
        return None


def _olson(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _defined(definition: str) -> tzinfo | None:
    """Return the zone that a calendar defines itself; None if there is none or it cannot be read."""
    if not definition:
        return None
    try:
        component = ParsedCalendar.from_ical(f"{definition}\r\n")
        return component.to_tz() if isinstance(component, Timezone) else None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError):
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BERLIN)
