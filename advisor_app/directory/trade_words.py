"""Words of trades: their roots, what is alike, what a compound holds, and the ways to read what somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from advisor_app.directory.names import begun_key

_WITHOUT = re.compile(r"\(ohne [^)]*\)|\bohne [^,;()]*")
_EMPTY = frozenset({
    "a", "an", "auf", "aus", "bei", "damit", "dem", "den", "der", "des", "die", "durch", "ein", "eine",
    "einschliesslich", "eigenen", "es", "fuer", "g", "im", "in", "mit", "n", "nach", "nicht", "oder", "sonstige",
    "sonstigen", "sonstiger", "sonstiges", "sowie", "u", "ae", "und", "verbundene", "verbundenen", "von", "vor",
    "waren", "werden", "wie", "wird", "zu", "zum", "zur", "aehnliche", "aehnlichen", "allgemeine", "bereich",
    "erbringung", "dienstleistungen", "taetigkeiten",
})  # fmt: skip
# What people add to a trade without saying which it is.
_GENERAL = frozenset({
    "betrieb", "firma", "gmbh", "ug", "kg", "ag", "ohg", "gbr", "unternehmen", "selbststaendig", "selbststaendiger",
    "meister", "meisterbetrieb", "fachbetrieb", "inhaber", "familienbetrieb", "handwerk", "handwerksbetrieb",
    "branche", "gewerbe", "mobile", "mobiler", "mobiles", "kleine", "kleiner",
})  # fmt: skip
_ENDINGS = ("ungen", "ung", "innen", "erinnen", "ern", "erin", "in", "en", "er", "es", "em", "um", "e", "n", "s")
_PLACES = ("ereien", "erei", "eien", "ei")
_UMLAUT = re.compile(r"([ao])e|(?<![aeoq])ue")
_LEAST_ROOT = 4
_SEED = 3
_LEAST_BEGUN, _LEAST_PART, _LEAST_INNER = 3, 4, 5
# The last part of a compound -> the word of the classification that says the same.
_HEADS: tuple[tuple[str, str], ...] = (
    ("herstellung", "herstellung"), ("hersteller", "herstellung"), ("fabrik", "herstellung"),
    ("fabrikation", "herstellung"), ("produktion", "herstellung"), ("produzent", "herstellung"),
    ("fertigung", "herstellung"), ("manufaktur", "herstellung"), ("grosshandel", "grosshandel"),
    ("grosshaendler", "grosshandel"), ("handel", "einzelhandel"), ("haendler", "einzelhandel"),
    ("handlung", "einzelhandel"), ("handel", "grosshandel"), ("haendler", "grosshandel"),
    ("laden", "einzelhandel"), ("geschaeft", "einzelhandel"), ("shop", "einzelhandel"),
    ("markt", "einzelhandel"), ("verkauf", "einzelhandel"), ("reparatur", "reparatur"), ("werkstatt", "reparatur"),
    ("service", "reparatur"), ("verleih", "vermietung"), ("vermietung", "vermietung"), ("vermieter", "vermietung"),
    ("verarbeiter", "verarbeitung"), ("verarbeitung", "verarbeitung"), ("zucht", "haltung"), ("anbau", "anbau"),
)  # fmt: skip
# The last part that only says that somebody does it for a living: Bäckereibetrieb, Pumpenbauer, Softwarefirma.
_TAILS = ("meisterbetrieb", "fachbetrieb", "unternehmen", "unternehmer", "betrieb", "firma", "meister", "meisterin",
          "spezialist", "profi", "team", "dienst", "dienste", "dienstleister", "anbieter", "gesellschaft",
          "industrie", "branche", "gewerbe", "handwerk", "technik", "praxis", "buero", "salon")  # fmt: skip
# The last part of a compound -> the divisions (first, last) in which it is done.
_DIVISIONS: tuple[tuple[tuple[str, ...], tuple[int, int]], ...] = (
    (("herstellung", "hersteller", "fabrik", "fabrikation", "produktion", "produzent", "manufaktur"), (10, 33)),
    (("grosshandel", "grosshaendler"), (46, 46)),
    (("handel", "haendler", "handlung", "laden", "geschaeft", "shop", "markt"), (45, 47)),
    (("verleih", "vermietung"), (77, 77)),
)
_SAID_HEADS = tuple(head for heads, _ in _DIVISIONS for head in heads)
_READ_IN_PART = 0.9


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read what was typed: words that a name has to hold, and how far it is from what was typed (1: as is)."""

    words: tuple[str, ...]
    weight: float


@lru_cache(maxsize=8192)
def root(word: str) -> str:
    """Return what is left of a word without its endings: Tischler, Tischlerei and Tischlerin are one."""
    ends = [(ending, _LEAST_ROOT - 1) for ending in _PLACES] + [(ending, _LEAST_ROOT) for ending in _ENDINGS]
    fitting = (
        ending
        for ending, least in ends
        if word.endswith(ending) and len(word) - len(ending) >= least and not (ending == "in" and word[-3] in "aeiou")
    )
    # Umlauts come and go with the ending: Haus, Häuser; Anwalt, Anwältin.
    return _plain(word.removesuffix(next(fitting, "")))


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    return _UMLAUT.sub(lambda found: found[1] or "u", word)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others; what it leaves out ("ohne …") is left out."""
    words = begun_key(_WITHOUT.sub(" ", name)).split()
    kept = tuple(word for word in words if word not in _EMPTY and not word.isdigit())
    return kept or tuple(words)


def likeness(wanted: str, word: str) -> float:
    """Return from 0 to 1 how well a word of a name answers to a wanted one."""
    stem, known = root(wanted), root(word)
    wanted, word = _plain(wanted), _plain(word)
    # Nearly all words have nothing in common; that is found out at little cost.
    if stem[:_SEED] not in word and known[:_SEED] not in wanted:
        return 0.0
    ways = (
        (1.0, wanted == word),
        (0.95, stem == known),
        (0.8, len(wanted) >= _LEAST_BEGUN and word.startswith(wanted)),
        (0.75, len(stem) >= _LEAST_PART and word.startswith(stem)),
        (0.7, len(wanted) >= _LEAST_PART and word.endswith(wanted)),
        (0.6, len(known) >= _LEAST_INNER and wanted.startswith(known)),
        (0.55, len(stem) >= _LEAST_INNER and stem in word),
        (0.45, len(known) >= _LEAST_INNER and known in wanted),
    )
    return next((share for share, holds in ways if holds), 0.0)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as trades are looked for in it: the words, and of each its root and what stands before a tail."""

    words: tuple[str, ...]
    roots: tuple[str, ...]
    bare: frozenset[str]

    @classmethod
    def of(cls, wanted: str) -> Typed:
        """Take apart a text whose spelling is folded."""
        words = tuple(wanted.split())
        bare = (
            root(rest)
            for word in words
            for tail in (*_TAILS, *_SAID_HEADS)
            if word.endswith(tail)
            for rest in _rests(word.removesuffix(tail))
        )
        return cls(words, tuple(root(word) for word in words), frozenset(bare))

    def share(self, trade: str, stem: str) -> float:
        """Return from 0 to 1 how much of what was typed a trade is: one of its words, or the last part of one.

        The last part of a compound says what it is (Biobäckerei); the first part only where what follows is as good
        as nothing (Bäckereibetrieb), for otherwise it is another thing (Elektromotor).

        Args:
            trade: its name, with folded spelling.
            stem: the root of the name.
        """
        if " " in trade:
            return 0.9 if f" {trade} " in f" {' '.join(self.words)} " else 0.0
        if trade in self.words:
            return 0.95
        if len(stem) < _LEAST_PART:
            return 0.0
        if stem in self.roots:
            return 0.93
        if stem in self.bare:
            return 0.9
        return max((_part(stem, whole) for whole in self.roots), default=0.0)


def _part(stem: str, whole: str) -> float:
    if whole.endswith(stem):
        return 0.3 + 0.6 * len(stem) / len(whole)
    return 0.2 if len(stem) >= _LEAST_INNER and whole.startswith(stem) else 0.0


def divisions_said(wanted: str) -> tuple[int, int] | None:
    """Return the divisions (first, last) that the end of a word speaks of: a Fensterhersteller makes windows.

    Args:
        wanted: what was typed, with folded spelling.
    """
    ends = (
        divisions
        for heads, divisions in _DIVISIONS
        for head in heads
        if any(word.endswith(head) and word != head for word in wanted.split())
    )
    return next(ends, None)


def readings(text: str) -> Iterator[Reading]:
    """Yield the ways to read what was typed: as it is, without general words, with compounds taken apart."""
    typed = tuple(word for word in begun_key(text).split() if word not in _EMPTY)
    if not typed:
        return
    yield Reading(typed, 1.0)
    told = tuple(word for word in typed if word not in _GENERAL)
    if told and told != typed:
        yield Reading(told, _READ_IN_PART)
    for place, word in enumerate(told):
        for parts in _apart(word):
            yield Reading((*told[:place], *parts, *told[place + 1 :]), _READ_IN_PART)


def _apart(word: str) -> Iterator[tuple[str, ...]]:
    """Yield what a compound says in the words of the classification: Möbelhersteller -> Möbel, Herstellung."""
    for head, said in _HEADS:
        if word.endswith(head) and len(word) > len(head) + 2:
            for rest in _rests(word.removesuffix(head)):
                yield said, rest
    for tail in _TAILS:
        if word.endswith(tail) and len(word) > len(tail) + 2:
            for rest in _rests(word.removesuffix(tail)):
                yield (rest,)
    if word.endswith("bauer"):
        yield (word.removesuffix("er"),)


def _rests(first: str) -> Iterator[str]:
    """Yield the first part of a compound, with and without the letters that join it."""
    yield first
    for joint in ("s", "n", "en", "er"):
        if first.endswith(joint) and len(first) > len(joint) + 2:
            yield first.removesuffix(joint)
