"""Filters of the calendar: what passes, how many each value would give, which to drop where nothing is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from advisor_app.desktop.presenters.events_words import LOOKS
from advisor_app.desktop.presenters.views import FacetGroup, FacetOption, Labels, WayOut
from advisor_app.domain.calendar import CalendarEntry, DateKind, UndatedEntry
from advisor_app.domain.region import is_within

ONLINE = "online"
FUTURE = "future"
FACETS = {"kind": "Art", "theme": "Thema", "region": "Region", "format": "Format"}
_BROAD = ("EU", "DE", "05")
AnyEntry = CalendarEntry | UndatedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsFilter:
    """What is shown: one of the codes of every facet that has some; `future` leaves out what is past."""

    kind: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    future: bool = False

    def codes(self, facet: str) -> tuple[str, ...]:
        """Return the codes chosen of a facet."""
        return tuple(getattr(self, facet))

    def toggled(self, facet: str, code: str) -> EventsFilter:
        """Return the filter with a code chosen, or no longer so."""
        if facet == FUTURE:
            return replace(self, future=not self.future)
        codes = self.codes(facet)
        changed: Any = tuple(kept for kept in codes if kept != code) if code in codes else (*codes, code)
        return replace(self, **{facet: changed})

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Return facet and code of everything that is chosen."""
        pairs = [(facet, code) for facet in FACETS for code in self.codes(facet)]
        return (*pairs, (FUTURE, "")) if self.future else tuple(pairs)


def passing(entries: Iterable[CalendarEntry], wanted: EventsFilter, today: date) -> tuple[CalendarEntry, ...]:
    """Return the entries that pass."""
    test = _Test(wanted)
    return tuple(entry for entry in entries if not test.failed(_traits(entry, today)))


def passing_undated(entries: Iterable[UndatedEntry], wanted: EventsFilter) -> tuple[UndatedEntry, ...]:
    """Return the entries without a day that pass; none of them is ever past."""
    test = _Test(wanted)
    return tuple(entry for entry in entries if not test.failed(_traits(entry, None)))


def facet_groups(
    entries: Sequence[AnyEntry], wanted: EventsFilter, labels: Labels, today: date
) -> tuple[FacetGroup, ...]:
    """Return the facets with how many entries each value has among those that pass the other facets.

    Args:
        entries: everything in the time that is shown.
        wanted: what is chosen.
        labels: knows the words behind codes.
        today: the day that decides what is past.
    """
    known: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    places: dict[tuple[str, ...], list[int]] = {}
    test = _Test(wanted)
    # Entries by the thousand have traits by the dozen: each is looked at once.
    for traits, number in Counter(_traits(entry, today) for entry in entries).items():
        failed = test.failed(traits)
        for facet in ("kind", "theme", "format"):
            for code in _codes(traits, facet):
                known[facet][code] += number
                counts[facet][code] += number if failed in ((), (facet,)) else 0
        tally = places.setdefault(traits.region, [0, 0])
        tally[0] += number
        tally[1] += number if failed in ((), ("region",)) else 0
    _count_regions(places, wanted.region, known["region"], counts["region"])
    return tuple(_group(facet, known[facet], counts[facet], wanted, labels) for facet in FACETS)


def ways_out(entries: Sequence[AnyEntry], wanted: EventsFilter, labels: Labels, today: date) -> tuple[WayOut, ...]:
    """Return which chosen value to drop with how many entries that gives, the most helpful first."""
    all_traits = Counter(_traits(entry, today) for entry in entries)
    ways = []
    for facet, code in wanted.chosen:
        test = _Test(wanted.toggled(facet, code))
        total = sum(number for traits, number in all_traits.items() if not test.failed(traits))
        if total:
            ways.append(WayOut(label=value_label(facet, code, labels), facet=facet, code=code, total=total))
    return tuple(sorted(ways, key=lambda way: -way.total))


def value_label(facet: str, code: str, labels: Labels) -> str:
    """Return how a chosen value is called."""
    if facet == FUTURE:
        return "Nur künftige"
    if facet == "kind":
        return LOOKS[DateKind(code)].plural
    if facet == "format":
        return "Online" if code == ONLINE else labels.label("event_formats", code)
    return labels.label("themes" if facet == "theme" else "regions", code)


class _Traits(NamedTuple):
    """What filters ask of an entry."""

    kind: DateKind
    themes: tuple[str, ...]
    region: tuple[str, ...]
    format: str
    online: bool
    past: bool


def _traits(entry: AnyEntry, today: date | None) -> _Traits:
    past = isinstance(entry, CalendarEntry) and today is not None and entry.end_day < today
    return _Traits(entry.kind, entry.themes, entry.region, entry.format, entry.online, past)


class _Test:
    """Tells which facets keep an entry out."""

    def __init__(self, wanted: EventsFilter) -> None:
        self._wanted = wanted
        self._sets = {facet: frozenset(wanted.codes(facet)) for facet in ("kind", "theme", "format")}
        self._known: dict[_Traits, tuple[str, ...]] = {}

    def failed(self, traits: _Traits) -> tuple[str, ...]:
        found = self._known.get(traits)
        if found is None:
            found = self._known[traits] = tuple(self._failed(traits))
        return found

    def _failed(self, traits: _Traits) -> Iterator[str]:
        for facet, codes in self._sets.items():
            if codes and codes.isdisjoint(_codes(traits, facet)):
                yield facet
        chosen = self._wanted.region
        if chosen and not any(_related(code, other) for code in chosen for other in traits.region):
            yield "region"
        if self._wanted.future and traits.past:
            yield FUTURE


def _codes(traits: _Traits, facet: str) -> tuple[str, ...]:
    if facet == "kind":
        return (traits.kind.value,)
    if facet == "theme":
        return traits.themes
    named = (traits.format,) if traits.format else ()
    return (*named, ONLINE) if traits.online else named


def _related(code: str, other: str) -> bool:
    """Tell whether one region lies in the other, whichever way: what is for the whole state is for a district too."""
    return is_within(other, code) or is_within(code, other)


def _count_regions(
    places: dict[tuple[str, ...], list[int]], chosen: tuple[str, ...], known: Counter[str], counts: Counter[str]
) -> None:
    for code in {code[:5] for region in places for code in region} | set(chosen):
        for region, (all_there, passing_there) in places.items():
            if any(_related(code, other) for other in region):
                known[code] += all_there
                counts[code] += passing_there


def _group(facet: str, known: Counter[str], counts: Counter[str], wanted: EventsFilter, labels: Labels) -> FacetGroup:
    chosen = wanted.codes(facet)
    options = [
        FacetOption(code=code, label=value_label(facet, code, labels), count=counts[code], chosen=code in chosen)
        for code in {*known, *chosen}
    ]
    return FacetGroup(facet=facet, label=FACETS[facet], options=tuple(sorted(options, key=_order(facet))))


def _order(facet: str) -> Callable[[FacetOption], tuple[int, str]]:
    kinds = [kind.value for kind in LOOKS]

    def place(option: FacetOption) -> tuple[int, str]:
        if facet == "kind":
            return kinds.index(option.code), ""
        if facet == "region":
            return (_BROAD.index(option.code) if option.code in _BROAD else len(_BROAD)), option.label.casefold()
        return int(option.code == ONLINE), option.label.casefold()

    return place
