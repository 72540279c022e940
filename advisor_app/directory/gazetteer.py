"""Finds the place that a text means: while it is typed, and when it is meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from advisor_app.content.geodata import PlaceTables, PostalCode
from advisor_app.directory.name_index import (
    Name,
    NameIndex,
    names_of_district,
    names_of_former,
    names_of_municipality,
)
from advisor_app.directory.names import begun_key, key, plain_key, without_fillers
from advisor_app.directory.place import Doubt, Found, Match, Place, PlaceHit, PlaceKind, Point, middle
from advisor_app.domain.region import NRW

_REASONS = MappingProxyType(
    {
        "kreisgrenze": Doubt.DISTRICT_BORDER,
        "zwei_gemeinden": Doubt.TWO_MUNICIPALITIES,
        "grossempfaenger": Doubt.LARGE_RECIPIENT,
    }
)
# Digits are the ten of ASCII throughout: no table holds others.
_POSTAL = re.compile(r"([0-9]{5})\b[\s,]*(.*)")
_ADDRESS = re.compile(r"[^0-9].*\b([0-9]{5})\b[\s,]*([^0-9,]*)")
_OFFICIAL = re.compile(rf"{NRW}[0-9]{{3}}(?:[0-9]{{3}})?")
_DIGITS = re.compile(r"[0-9]+")
_PARTED = re.compile(r"(?:D[\s.‐-–-]*)?([0-9](?:[\s.‐-–-]*[0-9])*)(.*)", re.IGNORECASE | re.DOTALL)
_POSTAL_LENGTH = 5
_CITY_WORDS = ("stadt ", "gemeinde ", "hansestadt ")
_PART = re.compile(r"\s*[-/(,]\s*")
_MAX_TYPED = 80
_DISTRICT = 5
_ORDER = {match: number for number, match in enumerate(Match)}


class Gazetteer:
    """All places of the state by code and by name. Immutable once loaded; safe from any thread.

    Args:
        tables: the places.
    """

    def __init__(self, tables: PlaceTables) -> None:
        self._places = {place.code: place for place in _places(tables)}
        self._codes = sorted(code for code, place in self._places.items() if place.kind is PlaceKind.POSTAL_CODE)
        self._size = _sizes(self._places.values())
        self._names = NameIndex(_names(tables))

    @classmethod
    def load(cls, folder: Path) -> Gazetteer:
        """Read the tables of places.

        Raises:
            EnvironmentFault: a table is missing or damaged.
        """
        return cls(PlaceTables.load(folder))

    def place(self, code: str) -> Place | None:
        """Return the place of a postal code, an AGS-8 or an AGS-5 key; None if there is none."""
        return self._places.get(code)

    def districts(self) -> tuple[Place, ...]:
        """Return all districts by key."""
        found = [place for place in self._places.values() if place.kind is PlaceKind.DISTRICT]
        return tuple(sorted(found, key=lambda place: place.code))

    def municipalities(self, place: Place) -> tuple[Place, ...]:
        """Return the municipalities that a place covers or may mean."""
        return tuple(self._places[ags] for ags in place.municipalities)

    def suggest(self, text: str, limit: int = 8) -> tuple[PlaceHit, ...]:
        """Return the places that a text may be the beginning of, the likeliest first.

        Names that begin so come first, then short and former names, then later words of a name; the larger place
        before the smaller. Typing errors are looked for only where nothing begins so.
        """
        typed = _typed(text)
        if _OFFICIAL.fullmatch(typed) and typed in self._places:
            return (PlaceHit(self._places[typed], Match.EXACT),)
        if any(char.isdigit() and not char.isascii() for char in typed):
            return ()
        if digits := _DIGITS.match(typed):
            return tuple(self._by_code(digits.group(), limit))
        return tuple(self._by_name(typed, limit))

    def resolve(self, text: str) -> Found:
        """Return what a text means: one place, several to choose from, or none with what comes near."""
        typed = _typed(text)
        if not key(typed):
            return Found(query=text, note=Doubt.EMPTY)
        if _OFFICIAL.fullmatch(typed):
            return self._official(text, typed)
        if postal := _POSTAL.fullmatch(typed) or _ADDRESS.fullmatch(typed):
            return self._postal(text, postal[1], postal[2])
        return self._named(text, typed)

    def found(self, place: Place) -> Found:
        """Return what a place means that was picked from a list: itself, or the choices of a doubtful one."""
        if place.note is Doubt.NONE:
            return Found(query=place.label, place=place)
        return Found(query=place.label, choices=self.municipalities(place), note=place.note)

    def _official(self, query: str, code: str) -> Found:
        place = self._places.get(code)
        return Found(query=query, place=place) if place is not None else Found(query=query, note=Doubt.UNKNOWN)

    def _postal(self, query: str, code: str, name: str) -> Found:
        named = self._named(name, name) if key(name) else None
        place = self._places.get(code)
        if place is None:
            return self._unknown_code(query, code, named)
        found = self.found(place)
        meant = named.place if named is not None else None
        if meant is None:
            return _asked_by(query, found)
        inside = set(meant.municipalities) & set(place.municipalities)
        if not inside:
            choices = (*self.municipalities(place), meant)
            return Found(query=query, choices=choices, note=Doubt.DISAGREE)
        if place.note is not Doubt.NONE and meant.kind is PlaceKind.MUNICIPALITY:
            # The name answers the question that the postal code leaves open.
            return Found(query=query, place=meant)
        return _asked_by(query, found)

    def _unknown_code(self, query: str, code: str, named: Found | None) -> Found:
        if named is not None and (named.place is not None or named.asks):
            known = (named.place,) if named.place is not None else named.choices
            return Found(query=query, choices=known, note=Doubt.CODE_UNKNOWN)
        if not any(known.startswith(code[:2]) for known in self._codes):
            return Found(query=query, note=Doubt.OUTSIDE)
        near = {
            ags for known in self._codes if known.startswith(code[:3]) for ags in self._places[known].municipalities
        }
        hits = tuple(PlaceHit(self._places[ags], Match.SIMILAR) for ags in sorted(near))
        return Found(query=query, suggestions=hits, note=Doubt.CODE_UNKNOWN)

    def _named(self, query: str, typed: str) -> Found:
        names = list(self._exact(typed))
        full = list(dict.fromkeys(self._places[name.code] for name in names if name.full))
        meant = full or list(dict.fromkeys(self._places[name.code] for name in names))
        if len(meant) == 1:
            also = dict.fromkeys(self._places[name.code] for name in names if self._places[name.code] != meant[0])
            return Found(query=query, place=meant[0], also=tuple(also))
        if meant:
            return Found(query=query, choices=tuple(meant), note=Doubt.SAME_NAME)
        head, *rest = _PART.split(typed, maxsplit=1)
        return self._in_parts(query, typed, head, rest[0]) if rest else self._nowhere(query, typed)

    def _in_parts(self, query: str, typed: str, head: str, rest: str) -> Found:
        """Return what a name with an addition means: its district, a part of it, or another town altogether."""
        parts = list(self._exact(head))
        added = list(self._exact(rest.rstrip(") ")))
        places = tuple(dict.fromkeys(self._places[name.code] for name in parts))
        around = {name.code for name in added if len(name.code) == _DISTRICT}
        inside = tuple(place for place in places if place.district in around and place.code not in around)
        if len(inside) == 1:
            return Found(query=query, place=inside[0])
        # "Köln-Mülheim" as well as "Mülheim, Köln".
        towns = (name for name in (*parts, *added) if name.full and name.code not in around)
        if whole := tuple(dict.fromkeys(self._places[name.code] for name in towns)):
            return Found(query=query, choices=whole, note=Doubt.PART_OF)
        # "Halle (Saale)" is not in Halle (Westf.), though it begins so: that is a suggestion, no more.
        return self._nowhere(query, typed, tuple(PlaceHit(place, Match.OTHER_NAME) for place in places))

    def _nowhere(self, query: str, typed: str, near: tuple[PlaceHit, ...] = ()) -> Found:
        return Found(query=query, suggestions=near or self.suggest(typed), note=Doubt.UNKNOWN)

    def _exact(self, typed: str) -> Iterator[Name]:
        wanted = key(typed)
        city = next((word for word in _CITY_WORDS if wanted.startswith(word)), "")
        for form in dict.fromkeys((wanted, without_fillers(wanted), wanted.removeprefix(city))):
            names = [name for name in self._names.exact(form) if name.match is not Match.WORD or " " in name.key]
            if city and form != wanted:
                names = [name for name in names if self._places[name.code].kind is PlaceKind.MUNICIPALITY]
            if names:
                yield from names
                return

    def _by_code(self, digits: str, limit: int) -> Iterator[PlaceHit]:
        at = bisect_left(self._codes, digits)
        for code in self._codes[at : at + limit]:
            if code.startswith(digits):
                yield PlaceHit(self._places[code], Match.EXACT if code == digits else Match.NAME)

    def _by_name(self, text: str, limit: int) -> Iterator[PlaceHit]:
        forms = {key(text), begun_key(text)} - {""}
        best: dict[str, tuple[int, Match]] = {}
        for name in chain.from_iterable(self._names.beginning(form) for form in forms):
            match = Match.EXACT if name.key in forms and name.full else name.match
            best[name.code] = min(best.get(name.code, (_ORDER[match], match)), (_ORDER[match], match))
        if not best:
            # An umlaut counts as one letter here, however it is written.
            for errors, name in chain.from_iterable(self._names.similar(form) for form in forms | {plain_key(text)}):
                rank = (_ORDER[Match.SIMILAR] + errors, Match.SIMILAR)
                best[name.code] = min(best.get(name.code, rank), rank)
        ranked = sorted(best, key=lambda code: (best[code][0], -self._size[code], self._places[code].name))
        yield from (PlaceHit(self._places[code], best[code][1]) for code in ranked[:limit])


def _typed(text: str) -> str:
    """Return what was typed, with the digits of a code joined: "D-58 452 Witten" is "58452 Witten".

    Digits that are more than a code, as a house number before it, stay apart.
    """
    typed = text.strip()[:_MAX_TYPED]
    parted = _PARTED.fullmatch(typed)
    if parted is None:
        return typed
    digits = "".join(_DIGITS.findall(parted[1]))
    return digits + parted[2] if len(digits) == _POSTAL_LENGTH or not parted[2] else typed


def _asked_by(query: str, found: Found) -> Found:
    return Found(query=query, place=found.place, choices=found.choices, note=found.note)


def _places(tables: PlaceTables) -> Iterator[Place]:
    """Yield every district, municipality and postal code; a municipality's point is the middle of its codes."""
    points: dict[str, list[Point]] = defaultdict(list)
    for row in tables.postal_codes.values():
        points[row.municipality].append((row.lat, row.lon))
    for question in tables.questions.values():
        row_of = tables.postal_codes.get(question.code)
        for ags in question.municipalities:
            if row_of is not None and ags not in points:
                points[ags].append((row_of.lat, row_of.lon))
    inside: dict[str, list[str]] = defaultdict(list)
    for ags, name in sorted(tables.municipalities.items()):
        inside[ags[:5]].append(ags)
        yield Place(PlaceKind.MUNICIPALITY, ags, name, ags[:5], (ags,), middle(points[ags]))
    for code, name in tables.districts.items():
        around = [point for ags in inside[code] for point in points[ags]]
        yield Place(PlaceKind.DISTRICT, code, name, code, tuple(inside[code]), middle(around))
    for code in sorted({*tables.postal_codes, *tables.questions}):
        yield _postal_place(code, tables)


def _postal_place(code: str, tables: PlaceTables) -> Place:
    row: PostalCode | None = tables.postal_codes.get(code)
    question = tables.questions.get(code)
    meant = question.municipalities if question is not None else (row.municipality,) if row is not None else ()
    districts = {ags[:5] for ags in meant}
    return Place(
        kind=PlaceKind.POSTAL_CODE,
        code=code,
        name=" / ".join(tables.municipalities[ags] for ags in meant),
        district=districts.pop() if len(districts) == 1 else "",
        municipalities=meant,
        point=(row.lat, row.lon) if row is not None else None,
        note=_REASONS[question.reason] if question is not None else Doubt.NONE,
    )


def _sizes(places: Iterable[Place]) -> dict[str, int]:
    """Return how large a place is beside others of its kind: its postal codes. Districts stand behind their city."""
    codes: dict[str, int] = defaultdict(int)
    for place in places:
        codes[place.code] += 0
        if place.kind is PlaceKind.POSTAL_CODE:
            for ags in place.municipalities:
                codes[ags] += 1
    return dict(codes)


def _names(tables: PlaceTables) -> Iterator[Name]:
    for ags, name in tables.municipalities.items():
        yield from names_of_municipality(name, ags)
    for ags, name in tables.districts.items():
        if ags not in tables.free_cities:
            yield from names_of_district(name, ags)
    for name, ags in tables.former_names.items():
        yield from names_of_former(name, ags)
