"""German words for the engines that have no German analysis of their own: Snowball stems and one-edit neighbours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

WORD = re.compile(r"\w+")
_SNOWBALL = Stemmer.Stemmer("german")
_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a word."""
    return str(_SNOWBALL.stemWord(word.lower()))


def fold(word: str) -> str:
    """Return a word as its stem begins: lower case without umlauts."""
    return word.lower().translate(_FOLD)


def stems(text: str) -> list[str]:
    """Return the stems of a text in order."""
    return [stem(word) for word in WORD.findall(text)]


class Neighbours:
    """Finds the known words one edit away, by their common forms with one letter deleted.

    Args:
        known: all words of the index.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._deleted: dict[str, list[str]] = defaultdict(list)
        for word in known:
            for form in _forms(word):
                self._deleted[form].append(word)

    def of(self, word: str) -> list[str]:
        """Return the known words at distance one at most (a swap of two letters counts as one)."""
        candidates = {known for form in _forms(word) for known in self._deleted.get(form, ())}
        return sorted(known for known in candidates if _one_edit(word, known))


def _forms(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _one_edit(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    head, tail = one[at:], other[at:]
    swapped = len(head) > 1 and head[1::-1] == tail[:2] and head[2:] == tail[2:]
    return head == tail or head[1:] == tail[1:] or head[1:] == tail or head == tail[1:] or swapped
