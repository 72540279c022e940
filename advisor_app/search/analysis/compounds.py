"""Splitting German compounds with a lexicon learnt from the corpus itself.

A word is split where its tail is a word of the corpus (or ends many of its words) and its head, without a linking
element, is one too. Heads that are mere prefixes and tails that are mere suffixes are no words here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

MIN_WORD = 8
MIN_PART = 4
MAX_PARTS = 4
_MAX_WORD = 40
_LINKS = ("", "s", "es", "n", "en", "er", "e")
_ENDINGS = ("e", "en")
_NO_HEAD_WORDS = """
unter uber hinter wider zwischen durch gegen miss nicht voll zuruck zusammen wieder weiter dar her hin wahr eine
einer eines einem einen nach auch noch oder aber ober inter ander ande auss aussen innen neben ausser sein sind alle
werd dies jede kein mein dein ihre ihrer dass wenn dann denn doch eben sich mehr viel ganz sehr erst
"""
_NO_HEAD = frozenset(_NO_HEAD_WORDS.split())
_SUFFIX = re.compile(r"t?lich\w{0,2}|s?chaft\w*|itat\w*|isier\w*|isti?sch\w*|nisch\w*|nom\w{0,3}|log\w{0,3}")
_NO_TAIL_WORDS = """
schaft schaften keit keiten heit heiten lich liche lichen licher liches isch ische ischen ischer isches ierung
ierungen ieren iert ierte ierten tion tionen ation ationen bare baren barer bares bar sam same samen losen lose
loser ling linge lingen innen chen lein ende enden ender endes ungen tung tungen dung dungen nung nungen rung rungen
lung lungen sung igung igungen ismus isten istin stisch nisse nissen eren elle ellen eller elles ente enten test
este esten ster stes sten tes ten ter tere teren nahme nehmen nehmer eine einer eines einem einen alle oder aber
dies diese sind sein seine auch nach sich
"""
_NO_TAIL = frozenset(_NO_TAIL_WORDS.split())


class Splitter:
    """Splits compounds over a set of known words.

    Args:
        known: key of a word -> how often it stands alone (at least 1).
    """

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self._weight = {word: math.log(count + 1.5) for word, count in known.items()}

    def write(self, path: Path) -> None:
        """Write the known words, one a line, with how often each stands alone."""
        lines = (f"{word} {count}\n" for word, count in sorted(self._known.items()))
        path.write_text("".join(lines), encoding="utf-8", newline="\n")

    @classmethod
    def parse(cls, written: bytes) -> Splitter:
        """Return a splitter from what `write` wrote.

        Raises:
            ValueError: it is not what it should be.
        """
        lines = written.decode().splitlines()
        return cls({word: int(count) for word, _, count in (line.partition(" ") for line in lines)})

    def split(self, key: str) -> tuple[str, ...]:
        """Return the parts of a key from left to right, or nothing if it is not a compound."""
        if not MIN_WORD <= len(key) <= _MAX_WORD or not key.isalpha():
            return ()
        found = self._best(key, MAX_PARTS)
        return found[1] if found and len(found[1]) > 1 else ()

    def _best(self, word: str, room: int) -> tuple[float, tuple[str, ...]] | None:
        best: tuple[float, tuple[str, ...]] | None = None
        own = self._weight.get(word)
        if own is not None:
            best = (own, (word,))
        if room < 2 or len(word) < MIN_WORD:
            return best
        split_best: tuple[float, tuple[str, ...]] | None = None
        for cut in range(MIN_PART, len(word) - MIN_PART + 1):
            tail = word[cut:]
            if tail not in self._weight:
                continue
            head = self._head(word[:cut], room - 1)
            if head is None:
                continue
            parts = (*head[1], tail)
            mean = (head[0] * len(head[1]) + self._weight[tail]) / len(parts)
            score = mean - 0.9 * (len(parts) - 2)
            if split_best is None or score > split_best[0]:
                split_best = (score, parts)
        return split_best or best

    def _head(self, text: str, room: int) -> tuple[float, tuple[str, ...]] | None:
        best: tuple[float, tuple[str, ...]] | None = None
        for link in _LINKS:
            if not text.endswith(link):
                continue
            bare = text[: len(text) - len(link)]
            if len(bare) < MIN_PART or bare in _NO_HEAD:
                continue
            found = self._best(bare, room) if len(bare) >= MIN_WORD else self._single(bare)
            if found is None and not link:
                found = self._ended(bare)
            if found is not None:
                score = found[0] - (0.3 if link not in ("", "s") else 0.0)
                if best is None or score > best[0]:
                    best = (score, found[1])
        return best

    def _single(self, word: str) -> tuple[float, tuple[str, ...]] | None:
        weight = self._weight.get(word)
        return None if weight is None else (weight, (word,))

    def _ended(self, bare: str) -> tuple[float, tuple[str, ...]] | None:
        for ending in _ENDINGS:
            weight = self._weight.get(bare + ending)
            if weight is not None:
                return weight - 0.5, (bare + ending,)
        return None


def learn(counts: Mapping[str, int], *, seeds: Iterable[str] = ()) -> Splitter:
    """Learn a splitter from the keys of a corpus and how often each occurs.

    A word that never stands alone counts as known when it ends three or more words whose rest is known.

    Args:
        counts: key -> number of occurrences.
        seeds: words known from the start (terms of the trade that a small corpus only has inside compounds).
    """
    floor = 3 if sum(counts.values()) > 1_000_000 else 2 if sum(counts.values()) > 200_000 else 1
    known = {word: count for word, count in counts.items() if count >= floor and _may_be_part(word)}
    tails: Counter[str] = Counter()
    for word in counts:
        if len(word) < MIN_WORD or len(word) > _MAX_WORD or not word.isalpha():
            continue
        for cut in range(MIN_PART, len(word) - MIN_PART):
            head = word[:cut]
            if any(head.removesuffix(link) in known for link in _LINKS):
                tails[word[cut:]] += 1
    for tail, count in tails.items():
        if count >= 3 and len(tail) >= 5 and tail not in known and _may_be_part(tail):
            known[tail] = 1
    for seed in seeds:
        known.setdefault(seed, 1)
    return Splitter(known)


def _may_be_part(word: str) -> bool:
    return MIN_PART <= len(word) <= 20 and word.isalpha() and word not in _NO_TAIL and not _SUFFIX.fullmatch(word)
