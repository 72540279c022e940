"""Finds the industry that words mean: everyday names of trades first, then the names of the classification itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path

from advisor_app.content.geodata import Industry, IndustryTable
from advisor_app.directory.names import allowed_errors, begun_key, errors_between
from advisor_app.directory.trade_words import Reading, Typed, divisions_said, likeness, readings, root, words_of

_CODE = re.compile(r"[0-9]{1,2}(?:\.[0-9]{0,2}(?:\.[0-9]?)?)?|[A-Ua-u]")
_MAX_TYPED = 80
_DIVISION = 2
# Scores. A trade by its name beats all likeness; each further code of a trade stands a little behind the one before.
_TRADE_NAMED, _TRADE_ROOT, _TRADE_BEGUN, _TRADE_WITHIN = 10.0, 9.0, 7.0, 6.0
_NEXT_CODE = 0.2
# A trade as wide as a division (Laden, Landwirt) says little as a part of another word.
_WIDE = 0.6
_PER_MISSING_LETTER = 0.05
# What the end of a word speaks of (-hersteller, -handel) goes before other codes of the same trade.
_SAID = 1.0
# What is certain of a name lies in its rare words.
_ALL_WORDS = 4.0
_SHORT_NAME = 0.6
# A single word that stands in a name goes before trades that are a part of that word: Bausparkassen, not Sparkasse.
_NAMED_ITSELF, _ITSELF = 2.5, 0.95
# A finer code says more than the one it lies in, where both are called the same in the eyes of the question.
_COARSE = 0.02


@dataclass(frozen=True, slots=True)
class IndustryHit:
    """An industry that words may mean.

    `division` is what it lies in, "" for a division itself; `trade` the everyday name by which it was found.
    """

    industry: Industry
    division: str
    trade: str = ""


class IndustryIndex:
    """All industries by code and by words. Immutable once made; safe from any thread.

    Args:
        table: the classification and the everyday names.
    """

    def __init__(self, table: IndustryTable) -> None:
        self._industries = table.industries
        self._finest = _finest(table.industries)
        shown = {code for code in self._finest.values() if table.industries[code].parent}
        self._order = {code: place for place, code in enumerate(table.industries)}
        self._words = {code: words_of(table.industries[code].name) for code in shown}
        self._holding = _holding(self._words)
        self._rare = {word: log(1 + len(shown) / len(codes)) for word, codes in self._holding.items()}
        self._trades = {begun_key(name): (name, codes) for name, codes in table.trades.items()}
        self._roots = {name: root(name) for name in self._trades}
        self._by_root = {self._roots[name]: name for name in reversed(self._trades)}

    @classmethod
    def load(cls, folder: Path) -> IndustryIndex:
        """Read the tables.

        Raises:
            EnvironmentFault: a table is missing or damaged.
        """
        return cls(IndustryTable.load(folder))

    def industry(self, code: str) -> Industry | None:
        """Return an industry by its code, None if there is none."""
        return self._industries.get(code)

    def division(self, code: str) -> str:
        """Return the name of the division that a code lies in, "" for divisions and sections themselves."""
        found = self._industries.get(code[:_DIVISION])
        return found.name if found is not None and found.code != code else ""

    def above(self, code: str) -> tuple[str, ...]:
        """Return the codes that a code lies in, the nearest first."""
        found = []
        while (industry := self._industries.get(code)) is not None and industry.parent:
            code = industry.parent
            found.append(code)
        return tuple(found)

    def within(self, code: str) -> tuple[Industry, ...]:
        """Return the next finer industries of one, in order; those that only repeat its name are passed over.

        Args:
            code: an industry, or "" for the sections.
        """
        inner = [one for one in self._industries.values() if one.parent == code]
        if len(inner) == 1:
            return self.within(inner[0].code)
        return tuple(inner)

    def suggest(self, text: str, limit: int = 8) -> tuple[IndustryHit, ...]:
        """Return the industries that a code, a trade, or words may mean, the likeliest first.

        Typing errors are looked for only where nothing else is found.
        """
        typed = text.strip()[:_MAX_TYPED]
        if _CODE.fullmatch(typed):
            return tuple(self._by_code(typed.upper(), limit))
        scores = self._scores(typed) or self._scores(self._mended(typed)) or self._of_any_word(typed)
        ranked = sorted(scores, key=lambda code: (-scores[code][0], self._order[code]))
        return tuple(self._hit(code, scores[code][1]) for code in ranked[:limit])

    def _hit(self, code: str, trade: str = "") -> IndustryHit:
        return IndustryHit(self._industries[code], self.division(code), trade)

    def _by_code(self, typed: str, limit: int) -> Iterator[IndustryHit]:
        begun = [code for code in self._industries if code == typed or (typed[0].isdigit() and code.startswith(typed))]
        same = self._finest.get(typed, "")
        begun = [code for code in begun if code == typed or (self._finest[code] == code != same)]
        begun.sort(key=lambda code: (len(code), self._order[code]))
        yield from (self._hit(code) for code in begun[:limit])

    def _scores(self, text: str) -> dict[str, tuple[float, str]]:
        """Return how well each industry answers to a text, and the trade that led to it."""
        best: dict[str, tuple[float, str]] = {}
        for score, name in self._trades_in(begun_key(text)):
            trade, codes = self._trades[name]
            for place, code in enumerate(codes):
                found = (score - place * _NEXT_CODE, trade)
                best[code] = max(best.get(code, found), found)
        for reading in readings(text):
            for code, score in self._named(reading):
                if score > best.get(code, (0.0, ""))[0]:
                    best[code] = (score, "")
        said = divisions_said(begun_key(text))
        if said is None:
            return best
        return {
            code: (score + _SAID if said[0] <= int(code[:_DIVISION]) <= said[1] else score, trade)
            for code, (score, trade) in best.items()
        }

    def _of_any_word(self, text: str) -> dict[str, tuple[float, str]]:
        """Return the industries that answer to one of the words, where none answers to all."""
        best: dict[str, tuple[float, str]] = {}
        for word in text.split():
            for code, found in self._scores(word).items():
                best[code] = max(best.get(code, found), found)
        return best

    def _trades_in(self, wanted: str) -> Iterator[tuple[float, str]]:
        """Yield the trades that a text names, begins, or holds as one of its words or parts of a word."""
        if not wanted:
            return
        if wanted in self._trades:
            yield _TRADE_NAMED, wanted
        elif (same := self._by_root.get(root(wanted))) is not None:
            yield _TRADE_ROOT, same
        typed = Typed.of(wanted)
        for name, stem in self._roots.items():
            if name != wanted and name.startswith(wanted):
                yield _TRADE_BEGUN - _PER_MISSING_LETTER * (len(name) - len(wanted)), name
            elif (share := typed.share(name, stem)) > 0:
                wide = "." not in self._trades[name][1][0]
                yield _TRADE_WITHIN * share * (_WIDE if wide else 1), name

    def _named(self, reading: Reading) -> Iterator[tuple[str, float]]:
        """Yield the industries whose names hold all words of a reading."""
        found: dict[str, float] | None = None
        for word in reading.words:
            scores = self._of_word(word, alone=len(reading.words) == 1 and reading.weight == 1)
            found = scores if found is None else {c: found[c] + scores[c] for c in found.keys() & scores.keys()}
        for code, score in (found or {}).items():
            depth = code.count(".")
            brief = _SHORT_NAME / len(self._words[code])
            yield code, reading.weight * (_ALL_WORDS * score / len(reading.words) + brief) + depth * _COARSE

    def _of_word(self, wanted: str, *, alone: bool) -> dict[str, float]:
        """Return how well the words of each name answer to one word; rare words count most."""
        scores: dict[str, float] = defaultdict(float)
        for word, codes in self._holding.items():
            like = likeness(wanted, word)
            if like > 0:
                itself = _NAMED_ITSELF / _ALL_WORDS if alone and like >= _ITSELF else 0.0
                score = like * (0.5 + self._rare[word] / 16) + itself
                for code in codes:
                    scores[code] = max(scores[code], score)
        return scores

    def _mended(self, text: str) -> str:
        """Return a text whose words are those of the tables that come nearest."""
        known = [*self._trades, *self._holding]
        return " ".join(_nearest(word, known) for word in begun_key(text).split())


def _nearest(word: str, known: Iterable[str]) -> str:
    most = allowed_errors(word)
    best, least = word, most + 1
    for name in known:
        if abs(len(name) - len(word)) <= most and name[:1] == word[:1]:
            errors = errors_between(word, name, most, begun=False)
            if errors < least:
                best, least = name, errors
    return best


def _finest(industries: Mapping[str, Industry]) -> dict[str, str]:
    """Return code -> the finest code that bears the same name: 10.71 -> 10.71.0."""
    finest = {code: code for code in industries}
    for code in reversed(tuple(industries)):
        industry = industries[code]
        above = industries.get(industry.parent)
        if above is not None and above.name == industry.name:
            finest[above.code] = finest[code]
    return finest


def _holding(words: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, named in words.items():
        for word in dict.fromkeys(named):
            found[word].append(code)
    return {word: tuple(codes) for word, codes in found.items()}
