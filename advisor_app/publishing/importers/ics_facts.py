"""What a calendar states about one event: facts only, cleaned, with everything odd about them."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from advisor_app.content.faults import error, warning
from advisor_app.content.schema.types import OptionalUrl
from advisor_app.errors import Problem
from advisor_app.publishing.importers.ics_components import Calendar, Property, RawEvent
from advisor_app.publishing.importers.ics_lines import brief, clean, shortened
from advisor_app.publishing.importers.ics_recurrence import in_words
from advisor_app.publishing.importers.ics_times import Span, Times

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_NO_PLACE = frozenset({"null", "none", "n/a", "tba", "tbd", "-", "undefined"})
_ONLINE = re.compile(
    r"\b(?:online|webinar|web-?seminar|virtuell\w*|zoom|webex|ms.?teams|microsoft teams|livestream|digitalseminar)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+")
_ESCAPED = re.compile(r"\\([nN,;:\\\"])")
_URL: TypeAdapter[str] = TypeAdapter(OptionalUrl)
# What the fields of an event hold. A longer title goes on among its aliases.
MAX_TITLE, MAX_ALIAS, MAX_PLACE = 90, 120, 120
_MAX_NAME = 300
_MAX_CATEGORIES = 20
_MAX_UID = 100
_PLAIN_UID = re.compile(r"[A-Za-z0-9@._+:/=-]+")
_LINE_FEEDS = MappingProxyType({"n": " ", "N": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """An event as a calendar states it.

    `uid` names it for ever (the calendar's UID, with the date that a changed one of a series replaces). `sequence` and
    `changed_on` (ISO day or "") tell which of two versions is the newer. `organiser` is a name, not yet a partner.
    Texts are as long at most as the fields of a draft; what was cut is among the problems of the reader.
    """

    uid: str
    line: int
    title: str
    span: Span | None
    recurrence: str = ""
    place: str = ""
    online: bool = False
    url: str = ""
    organiser: str = ""
    cancelled: bool = False
    tentative: bool = False
    cut: bool = False
    categories: tuple[str, ...] = ()
    sequence: int = 0
    changed_on: str = ""


class FactReader:
    """Reads the events of one calendar.

    Args:
        calendar: the calendar.
        file: its name in problems.
    """

    def __init__(self, calendar: Calendar, file: str) -> None:
        self.problems: list[Problem] = []
        self._calendar = calendar
        self._file = file
        self._times = Times(calendar.zones)

    def read(self, event: RawEvent) -> EventFacts | None:
        """Return the facts of an event; None, with the reason among the problems, if it is not to be taken over."""
        if self._is_private(event):
            return None
        tell = self._tell
        span = self._times.span(event.first("DTSTART"), event.first("DTEND"), event.first("DURATION"), tell)
        title = self._title(event)
        if span is None and not title:
            message = "the event has neither a title nor a beginning; not taken over"
            self.problems.append(error(self._file, event.line, "", "empty_event", message))
            return None
        if span is None and event.first("DTSTART") is None:
            tell(event.line, "no_start", "the event has no DTSTART; its times are left open")
        elif span is not None and span.end is None and event.first("DTEND") is None and event.first("DURATION") is None:
            tell(event.line, "no_end", "the event has neither DTEND nor DURATION; its end is left open")
        place, online = self._place(event)
        status = _upper(event.first("STATUS"))
        return EventFacts(
            uid=self._uid(event, title, span),
            line=event.line,
            title=shortened(title, MAX_ALIAS) or "Termin ohne Titel",
            span=span,
            recurrence=self._recurrence(event),
            place=place,
            online=online,
            url=self._url(event),
            organiser=self._organiser(event),
            cancelled=status == "CANCELLED" or self._calendar.method == "CANCEL",
            tentative=status == "TENTATIVE",
            cut=event.cut,
            categories=tuple(_categories(event)),
            sequence=_number(event.first("SEQUENCE")),
            changed_on=_changed_on(event),
        )

    def _is_private(self, event: RawEvent) -> bool:
        if _upper(event.first("CLASS")) not in ("PRIVATE", "CONFIDENTIAL"):
            return False
        self._tell(event.line, "private", "the event is marked private or confidential; not taken over")
        return True

    def _title(self, event: RawEvent) -> str:
        found = event.first("SUMMARY")
        title = self._shown_text(found) if found is not None else ""
        if not title:
            self._tell(event.line, "no_title", "the event has no SUMMARY; write a title")
        elif found is not None:
            self._tell_long(found, title, MAX_TITLE)
        return title

    def _uid(self, event: RawEvent, title: str, span: Span | None) -> str:
        found = event.first("UID")
        uid = clean(found.value) if found is not None else ""
        if not uid:
            begin = span.start.isoformat() if span is not None else ""
            uid = f"ohne-{_digest(f'{title}|{begin}')}"
            self._tell(event.line, "no_uid", "the event has no UID; known again by title and beginning only")
        token = uid if len(uid) <= _MAX_UID and _PLAIN_UID.fullmatch(uid) else f"sha256-{_digest(uid)}"
        replaced = event.first("RECURRENCE-ID")
        if replaced is None:
            return token
        day = re.sub(r"[^0-9TZ]", "", replaced.value)[:16]
        self._tell(
            replaced.line, "changed_date", f"one changed date of a series ({brief(replaced.value)}); a draft of its own"
        )
        return f"{token}/{day}"

    def _recurrence(self, event: RawEvent) -> str:
        for name in ("RDATE", "EXDATE", "EXRULE"):
            if (found := event.first(name)) is not None:
                what = "further" if name == "RDATE" else "left out"
                self._tell(
                    found.line, "series_dates", f"{name} names dates that are {what}; not taken over, look them up"
                )
        rule = event.first("RRULE")
        if rule is None:
            return ""
        try:
            words = in_words(rule.value.strip())
        except ValueError:
            self._tell(rule.line, "series", f"the rule {brief(rule.value)} cannot be read; write how often it recurs")
            return "wiederkehrend; wie oft, ist im Kalender nicht lesbar"
        self._tell(rule.line, "series", f"a series ({words}); the first date and these words are taken over, no others")
        return words

    def _place(self, event: RawEvent) -> tuple[str, bool]:
        found = event.first("LOCATION")
        text = self._shown_text(found) if found is not None else ""
        if found is None or not text:
            self._tell(event.line, "no_place", "the event has no LOCATION; add place or online: true")
            return "", False
        if text.casefold() in _NO_PLACE:
            self._tell(found.line, "no_place", f"LOCATION {brief(text)} is no place; left open")
            return "", False
        self._tell_long(found, text, MAX_PLACE)
        text = shortened(text, MAX_PLACE)
        online = bool(_ONLINE.search(text) or _ADDRESS.search(text))
        bare = _ONLINE.sub("", _ADDRESS.sub("", text)).strip(" ()/|,;:-–&+")
        # "Online (Zoom)" is no place, "Köln und online" is one.
        return ("" if online and len(bare.split()) < 2 and not bare[:1].isupper() else text), online

    def _url(self, event: RawEvent) -> str:
        found = event.first("URL")
        text = clean(found.value) if found is not None else ""
        if found is None or not text:
            self._tell(event.line, "no_url", "the event has no URL; its source is the calendar alone")
            return ""
        if text.casefold().startswith("www."):
            text = f"https://{text}"
            self._tell(found.line, "url_repaired", f"address without scheme; read as {brief(text)}")
        scheme = _scheme(text)
        if scheme not in ("http", "https"):
            self._tell(found.line, "url_dropped", f"link {brief(text)} leads nowhere on the web; dropped")
            return ""
        try:
            return _URL.validate_python(text)
        except ValidationError:
            self._tell(found.line, "url_dropped", f"link {brief(text)} is no proper address; dropped")
            return ""

    def _organiser(self, event: RawEvent) -> str:
        named = event.first("X-ORGANIZER")
        if named is not None and (text := _text(named)):
            return shortened(text, _MAX_NAME)
        found = event.first("ORGANIZER")
        return shortened(clean(found.parameters.get("CN", "")), _MAX_NAME) if found is not None else ""

    def _shown_text(self, found: Property) -> str:
        """Return a text of the calendar without HTML."""
        text = _unescaped(found.value)
        plain = html.unescape(_TAG.sub(" ", text))
        if plain != text:
            self._tell(found.line, "html", f"{found.name} holds HTML; read without it")
        return clean(plain)

    def _tell_long(self, found: Property, text: str, most: int) -> None:
        if len(text) > most:
            message = f"{found.name} has more than {most} characters; cut to {brief(shortened(text, most))}"
            self._tell(found.line, "cut", message)

    def _tell(self, line: int, code: str, message: str) -> None:
        self.problems.append(warning(self._file, line, "", code, message))


def _scheme(text: str) -> str:
    """Return the scheme of an address in small letters; "" if it has none or is none."""
    try:
        return urlsplit(text).scheme.casefold()
    except ValueError:
        return ""


def plain_text(value: str) -> str:
    """Return the text of a property's value on one line."""
    return clean(_unescaped(value))


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: _LINE_FEEDS.get(found[1], found[1]), value)


def _categories(event: RawEvent) -> Iterator[str]:
    for found in event.properties.get("CATEGORIES", ())[:_MAX_CATEGORIES]:
        if text := shortened(_text(found), _MAX_NAME):
            yield text


def _text(found: Property) -> str:
    return plain_text(found.value)


def _upper(found: Property | None) -> str:
    return found.value.strip().upper() if found is not None else ""


def _number(found: Property | None) -> int:
    text = found.value.strip() if found is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _changed_on(event: RawEvent) -> str:
    """Return the day on which an event was last changed, as far as its calendar says so."""
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        with suppress(ValueError):
            return date.fromisoformat(_upper(event.first(name))[:8]).isoformat()
    return ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:32]
