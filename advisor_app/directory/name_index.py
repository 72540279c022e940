"""All names of all places, sorted, so that the beginning of a name is found by bisection."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor_app.directory.names import (
    allowed_errors,
    begun_key,
    errors_between,
    key,
    letters,
    plain_key,
    short_names,
    without_fillers,
)
from advisor_app.directory.place import Match

_AFTER_ALL = "\uffff"
_ORDER = {match: number for number, match in enumerate(Match)}


@dataclass(frozen=True, slots=True)
class Name:
    """A key under which a place is found. `full`: its own name, not a short, former or partial one."""

    key: str
    code: str
    match: Match

    @property
    def full(self) -> bool:
        """Tell whether it is the place's own name."""
        return self.match is Match.NAME


class NameIndex:
    """Finds places by the beginning of a name, by a whole name, or with typing errors.

    Args:
        names: every key of every place.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        best: dict[tuple[str, str], Name] = {}
        for name in names:
            known = best.get((name.key, name.code))
            if known is None or _ORDER[name.match] < _ORDER[known.match]:
                best[(name.key, name.code)] = name
        self._names = sorted(best.values(), key=lambda name: (name.key, name.code))
        self._keys = [name.key for name in self._names]
        self._letters = [letters(name.key) for name in self._names]

    def exact(self, typed: str) -> Iterator[Name]:
        """Yield the names that are what was typed."""
        at = bisect_left(self._keys, typed)
        while at < len(self._keys) and self._keys[at] == typed:
            yield self._names[at]
            at += 1

    def beginning(self, typed: str) -> Iterator[Name]:
        """Yield the names that begin with what was typed."""
        yield from self._names[bisect_left(self._keys, typed) : bisect_left(self._keys, typed + _AFTER_ALL)]

    def similar(self, typed: str) -> Iterator[tuple[int, Name]]:
        """Yield names that are what was typed, or begin so, but for a typing error or two; with their number."""
        most = allowed_errors(typed)
        if not most:
            return
        wanted = letters(typed)
        for name, known in zip(self._names, self._letters, strict=True):
            # A letter that the name lacks is an error of its own: that rules out nearly all names at no cost.
            if (wanted & ~known).bit_count() > most or name.match is Match.WORD or not _begin_alike(typed, name.key):
                continue
            errors = errors_between(typed, name.key[: len(typed) + most], most, begun=True)
            if errors <= most:
                yield errors, name


def _begin_alike(typed: str, name: str) -> bool:
    """Tell whether two keys have the same first letter, or their first two swapped; few miss the first one."""
    return typed[0] == name[0] or typed[:2] == name[1::-1]


def names_of_municipality(name: str, code: str) -> Iterator[Name]:
    """Yield the keys of a municipality."""
    yield from _spellings(name, code, Match.NAME)
    for short in short_names(name):
        yield from _spellings(short, code, Match.OTHER_NAME)
    words = key(name).split()
    for at in range(1, len(words)):
        yield Name(" ".join(words[at:]), code, Match.WORD)


def names_of_district(name: str, code: str) -> Iterator[Name]:
    """Yield the keys of a district: "Kreis Gütersloh", "Landkreis Gütersloh", "Gütersloh"; "Ennepe-Ruhr"."""
    yield from _spellings(name, code, Match.NAME)
    bare = _without_kind(name)
    for short in (bare, f"Kreis {bare}", f"Landkreis {bare}", f"{bare} Kreis"):
        yield from _spellings(short, code, Match.OTHER_NAME)
    words = key(name).split()
    for at in range(1, len(words)):
        yield Name(" ".join(words[at:]), code, Match.WORD)


def names_of_former(name: str, code: str) -> Iterator[Name]:
    """Yield the keys of a name that a place once had."""
    yield from _spellings(name, code, Match.OTHER_NAME)


def _without_kind(name: str) -> str:
    for before in ("Rhein-Kreis ", "Kreis ", "Städteregion "):
        if name.startswith(before):
            return name.removeprefix(before)
    for after in ("-Kreis", " Kreis", "kreis"):
        if name.endswith(after):
            return name.removesuffix(after)
    return name


def _spellings(name: str, code: str, match: Match) -> Iterator[Name]:
    for spelled in (key(name), plain_key(name), begun_key(name)):
        for form in dict.fromkeys((spelled, without_fillers(spelled))):
            yield Name(form, code, match)
