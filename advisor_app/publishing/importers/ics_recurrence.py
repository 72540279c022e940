"""Rules of recurrence in German words. They are told, never expanded: only people know which dates take place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from types import MappingProxyType
from typing import Any

from icalendar.prop import vRecur

_EVERY = MappingProxyType(
    {
        "DAILY": ("täglich", "Tage"),
        "WEEKLY": ("wöchentlich", "Wochen"),
        "MONTHLY": ("monatlich", "Monate"),
        "YEARLY": ("jährlich", "Jahre"),
        "HOURLY": ("stündlich", "Stunden"),
        "MINUTELY": ("minütlich", "Minuten"),
        "SECONDLY": ("sekündlich", "Sekunden"),
    }
)
_DAYS = MappingProxyType(
    {
        "MO": "Montag",
        "TU": "Dienstag",
        "WE": "Mittwoch",
        "TH": "Donnerstag",
        "FR": "Freitag",
        "SA": "Samstag",
        "SU": "Sonntag",
    }
)
_PLACES = MappingProxyType(
    {"1": "ersten", "2": "zweiten", "3": "dritten", "4": "vierten", "5": "fünften", "-1": "letzten"}
)
_TOLD = frozenset({"FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST"})


def in_words(rule: str) -> str:
    """Return a rule in words: "alle 2 Wochen am Montag und Mittwoch, bis 31.12.2026".

    Raises:
        ValueError: it cannot be read.
    """
    parts: dict[str, list[Any]] = dict(vRecur.from_ical(rule))
    frequency = str((parts.get("FREQ") or [""])[0]).upper()
    if frequency not in _EVERY:
        msg = f"no frequency in {rule!r}"
        raise ValueError(msg)
    adverb, unit = _EVERY[frequency]
    interval = int((parts.get("INTERVAL") or [1])[0])
    words = adverb if interval == 1 else f"alle {interval} {unit}"
    days = _listed(_day(str(day)) for day in parts.get("BYDAY", ()))
    words += f" am {days}" if days else ""
    limits = [f"{int(count)}-mal" for count in parts.get("COUNT", ())] + list(_until(parts.get("UNTIL", ())))
    if set(parts) - _TOLD:
        limits.append("mit weiteren Einschränkungen")
    return ", ".join([words, *limits])


def _until(moments: Iterable[date]) -> Iterator[str]:
    yield from (f"bis {moment:%d.%m.%Y}" for moment in moments)


def _day(code: str) -> str:
    place, day = code[:-2].lstrip("+"), code[-2:].upper()
    name = _DAYS.get(day, day)
    if not place:
        return name
    return f"{_PLACES[place]} {name}" if place in _PLACES else f"{place}. {name}"


def _listed(names: Iterable[str]) -> str:
    *most, last = [*names] or [""]
    return f"{', '.join(most)} und {last}" if most else last
