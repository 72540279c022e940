"""Lines of a calendar -> its events as named properties, however its components are nested or left open."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from icalendar.parser import Contentline

from advisor_app.content.faults import error, warning
from advisor_app.errors import Problem
from advisor_app.publishing.importers.ics_lines import Line, brief

CALENDAR, EVENT, ZONE = "VCALENDAR", "VEVENT", "VTIMEZONE"
_OTHERS = MappingProxyType({"VTODO": "task", "VJOURNAL": "journal entry", "VFREEBUSY": "free/busy time"})
_INSIDE = frozenset(
    {"VALARM", "STANDARD", "DAYLIGHT", "PARTICIPANT", "VLOCATION", "VRESOURCE", "VAVAILABILITY", "AVAILABLE"}
)
_COMPONENTS = (CALENDAR, EVENT, ZONE, *_OTHERS, *_INSIDE)
_ALIKE = 0.8
# An alarm cannot have these: where one does, its end was forgotten and they belong to the event.
_NEVER_IN_ALARM = frozenset(
    {"DTSTART", "DTEND", "DTSTAMP", "LOCATION", "RRULE", "STATUS", "ORGANIZER", "RECURRENCE-ID"}
)
USED = frozenset(
    {
        "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "LOCATION", "URL", "ORGANIZER", "X-ORGANIZER", "STATUS",
        "CLASS", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED",
        "CATEGORIES",
    }
)  # fmt: skip
# Words say much with their beginning, and of these dates only that there are some is told; half an address is none.
_USED_IN_PART = frozenset({"SUMMARY", "LOCATION", "CATEGORIES", "X-ORGANIZER", "UID", "RDATE", "EXDATE"})
_MAY_REPEAT = frozenset({"RDATE", "EXDATE", "CATEGORIES"})
_KNOWN = USED | {
    "DESCRIPTION", "COMMENT", "CONTACT", "CREATED", "GEO", "PRIORITY", "RESOURCES", "TRANSP", "ATTACH", "ATTENDEE",
    "RELATED-TO", "REQUEST-STATUS", "CONFERENCE", "IMAGE", "COLOR", "REFRESH-INTERVAL", "SOURCE", "NAME", "LINK",
    "CONCEPT", "REFID", "STRUCTURED-DATA", "STYLED-DESCRIPTION", "PARTICIPANT-TYPE",
}  # fmt: skip
_HEAD = re.compile(r"([A-Za-z][A-Za-z0-9-]*)([;:])")
_LOOSE = re.compile(r"([A-Za-z][A-Za-z0-9-]*)((?:;[^:]*)?):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its value as text, its parameters by name in capitals, the line on which it stands."""

    name: str
    value: str
    parameters: Mapping[str, str]
    line: int


@dataclass(slots=True)
class RawEvent:
    """An event as its properties; `cut`: the file ended within it."""

    line: int
    properties: dict[str, list[Property]] = field(default_factory=lambda: defaultdict(list))
    cut: bool = False

    def first(self, name: str) -> Property | None:
        """Return the property of a name; None if the event has none."""
        found = self.properties.get(name)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a file holds: its events, the definitions of time zones as text, name and method of the calendar."""

    events: tuple[RawEvent, ...]
    zones: Mapping[str, str]
    name: str
    method: str
    problems: tuple[Problem, ...]


def read_calendar(lines: Iterable[Line], file: str) -> Calendar:
    """Find the events among the lines; nothing is raised.

    Args:
        lines: unfolded.
        file: its name in problems.
    """
    reader = _Reader(file)
    for line in lines:
        reader.take(line)
    reader.finish()
    return Calendar(
        events=tuple(reader.events),
        zones=reader.zones,
        name=reader.head.get("X-WR-CALNAME", "") or reader.head.get("NAME", ""),
        method=reader.head.get("METHOD", "").upper(),
        problems=tuple(reader.problems),
    )


class _Reader:
    """Keeps which components are open while lines come."""

    def __init__(self, file: str) -> None:
        self.events: list[RawEvent] = []
        self.problems: list[Problem] = []
        self.zones: dict[str, str] = {}
        self.head: dict[str, str] = {}
        self._file = file
        self._open: list[tuple[str, int]] = []
        self._event: RawEvent | None = None
        self._zone: list[Line] = []
        self._framed = False
        self._told: set[tuple[str, str]] = set()

    def take(self, line: Line) -> None:
        """Take the next line."""
        head = _HEAD.match(line.text)
        name = head[1].upper() if head is not None else ""
        if name in ("BEGIN", "END"):
            component = self._meant(line.text.partition(":")[2].strip().upper(), line.number)
            self._begin(component, line) if name == "BEGIN" else self._end(component, line)
            return
        if self._is_open(ZONE):
            self._zone.append(line)
        elif self._event is not None:
            self._belongs_to_event(name, line)
        elif [component for component, _ in self._open] in ([], [CALENDAR]):
            self.head.setdefault(name, line.text.partition(":")[2].strip())

    def finish(self) -> None:
        """Tell what is still open at the end of the file."""
        if self._open:
            names = ", ".join(f"{name} of line {number}" for name, number in self._open)
            if self._event is not None:
                self._event.cut = True
            self._tell(self._open[-1][1], "truncated", f"file ends within {names}; is it complete? export it again")
        self._close_to(0, told=False)
        if not self._framed and not self.events:
            message = "this is no calendar (no BEGIN:VCALENDAR, no BEGIN:VEVENT); export it as iCalendar"
            self.problems.append(error(self._file, 0, "", "no_calendar", message))
        elif not self.events:
            self._tell(0, "no_events", "the calendar holds no events")

    def _begin(self, component: str, line: Line) -> None:
        inside = [name for name, _ in self._open]
        if component in (EVENT, CALENDAR) and EVENT in inside:
            self._close_to(inside.index(EVENT))
        if component == CALENDAR:
            self._framed = True
            if CALENDAR in inside:
                self._tell(
                    line.number, "nested_calendar", "a calendar begins within a calendar; its events are read too"
                )
        elif component == EVENT:
            self._event = RawEvent(line.number)
            if CALENDAR not in inside:
                self._once("no_frame", "", line.number, "events stand outside BEGIN:VCALENDAR; read all the same")
        elif component == ZONE:
            self._zone = []
        elif component in _OTHERS:
            self._tell(line.number, "no_event", f"a {_OTHERS[component]} ({component}) is no event; not taken over")
        elif component not in _INSIDE:
            message = f"unknown component {brief(component)}; what is in it is not taken over"
            self._once("unknown_component", component, line.number, message)
        self._open.append((component, line.number))
        if self._is_open(ZONE):
            self._zone.append(line)

    def _meant(self, component: str, number: int) -> str:
        """Return the component that a misspelt tag means: "VEVNT" is VEVENT."""
        if component in _COMPONENTS or component.startswith("X-"):
            return component
        near = difflib.get_close_matches(component, _COMPONENTS, n=1, cutoff=_ALIKE)
        if not near:
            return component
        self._once("tag_misspelt", component, number, f"{brief(component)} is read as {near[0]}")
        return near[0]

    def _end(self, component: str, line: Line) -> None:
        if self._is_open(ZONE):
            self._zone.append(line)
        names = [name for name, _ in self._open]
        if component not in names:
            self._tell(line.number, "stray_end", f"END:{component} ends nothing that is open; ignored")
            return
        at = len(names) - 1 - names[::-1].index(component)
        self._close_to(at + 1)
        self._close_to(at, told=False)

    def _close_to(self, depth: int, *, told: bool = True) -> None:
        """Close what is open beyond a depth, the innermost first."""
        while len(self._open) > depth:
            name, number = self._open.pop()
            if told:
                self._tell(number, "not_closed", f"{name} has no END:{name}; closed where it has to end")
            if name == EVENT and self._event is not None:
                self.events.append(self._event)
                self._event = None
            elif name == ZONE:
                self._keep_zone(whole=not told)

    def _keep_zone(self, *, whole: bool) -> None:
        named = next(
            (line.text.partition(":")[2].strip() for line in self._zone if line.text.upper().startswith("TZID")), ""
        )
        if named and whole:
            self.zones[named] = "\r\n".join(line.text for line in self._zone)
        self._zone = []

    def _belongs_to_event(self, name: str, line: Line) -> None:
        top = self._open[-1][0]
        if top == "VALARM" and name in _NEVER_IN_ALARM:
            self._close_to([component for component, _ in self._open].index(EVENT) + 1)
        elif top != EVENT:
            return
        if name in USED and line.cut:
            kept = name in _USED_IN_PART
            what = "cut" if kept else "not taken over"
            self._tell(line.number, "too_long", f"{name} is far too long ({brief(line.text)}); {what}")
            if not kept:
                return
        if name in USED:
            self._keep(line)
        elif name not in _KNOWN and not name.startswith("X-"):
            self._once("unknown_property", name, line.number, f"unknown property {brief(name)}; not taken over")

    def _keep(self, line: Line) -> None:
        found = self._property(line)
        event = self._event
        if found is None or event is None:
            return
        given = event.properties[found.name]
        if given and found.name not in _MAY_REPEAT:
            if given[0].value != found.value:
                message = f"{found.name} stands twice in one event; the first holds, not {brief(found.value)}"
                self._tell(line.number, "property_twice", message)
            return
        given.append(found)

    def _property(self, line: Line) -> Property | None:
        try:
            name, parameters, value = Contentline(line.text).parts()  # type: ignore[no-untyped-call]
            known = {key.upper(): _joined(parameter) for key, parameter in parameters.items()}
            return Property(name.upper(), value, known, line.number)
        except ValueError:
            found = _LOOSE.fullmatch(line.text)
        if found is None:
            self._tell(line.number, "property_form", f"{brief(line.text)} has no value; not taken over")
            return None
        self._tell(
            line.number, "property_form", f"parameters of {brief(line.text)} are malformed; read as far as possible"
        )
        return Property(found[1].upper(), found[3], dict(_loose_parameters(found[2])), line.number)

    def _is_open(self, component: str) -> bool:
        return any(name == component for name, _ in self._open)

    def _once(self, code: str, about: str, number: int, message: str) -> None:
        """Tell what a file may repeat a thousand times for the first time only."""
        if (code, about) not in self._told:
            self._told.add((code, about))
            self._tell(number, code, message)

    def _tell(self, number: int, code: str, message: str) -> None:
        self.problems.append(warning(self._file, number, "", code, message))


def _joined(parameter: str | list[str]) -> str:
    return parameter if isinstance(parameter, str) else ",".join(parameter)


def _loose_parameters(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        name, found, value = part.partition("=")
        if found:
            yield name.strip().upper(), value.strip().strip('"')
