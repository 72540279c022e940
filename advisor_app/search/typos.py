"""One-edit neighbours of a word in the lexicon: a letter too few, too many, wrong, or two swapped."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from advisor_app.search import fields
from advisor_app.search.analysis.words import key_of_form, stem_of
from advisor_app.search.corpus import Corpus

MIN_LENGTH = 4
MAX_LENGTH = 40
MAX_NEIGHBOURS = 8

Letters = NDArray[np.uint32]


class Typos:
    """Finds words of the lexicon that differ by one edit.

    Args:
        corpus: the opened collection, whose forms are the lexicon.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.neighbours = lru_cache(maxsize=512)(self._neighbours)

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], Letters]]:
        """Return length -> the keys of that length and their letters as a matrix."""
        lengths: dict[int, dict[str, None]] = {}
        for number, segment in enumerate(self._corpus.segments):
            counts = np.diff(self._corpus.counted(number, fields.FORM))
            for form in compress(segment.fields[fields.FORM].terms, counts > 0):
                key = key_of_form(form)
                if MIN_LENGTH - 1 <= len(key) <= MAX_LENGTH:
                    lengths.setdefault(len(key), {})[key] = None
        return {length: (list(keys), _letters("".join(keys)).reshape(-1, length)) for length, keys in lengths.items()}

    def _neighbours(self, key: str) -> tuple[str, ...]:
        if not MIN_LENGTH <= len(key) <= MAX_LENGTH or key.isdigit():
            return ()
        found = [*self._same_length(key), *self._shorter(key), *self._longer(key)]
        found.sort(key=lambda other: (other[0] != key[0], -self._frequency(other)))
        return tuple(found[:MAX_NEIGHBOURS])

    def _frequency(self, key: str) -> int:
        return self._corpus.frequency(fields.STEM, stem_of(key))

    def _same_length(self, key: str) -> list[str]:
        """Return words with one letter replaced, or two neighbouring letters swapped."""
        words, matrix = self._by_length.get(len(key), ([], np.zeros((0, len(key)), np.uint32)))
        letters = _letters(key)
        differs = matrix != letters
        count = differs.sum(axis=1)
        found = [words[row] for row in np.flatnonzero(count == 1)]
        for row in np.flatnonzero(count == 2):
            first, second = np.flatnonzero(differs[row])
            if second == first + 1 and matrix[row, first] == letters[second] and matrix[row, second] == letters[first]:
                found.append(words[row])
        return found

    def _longer(self, key: str) -> list[str]:
        """Return words that are the key with one letter more."""
        words, matrix = self._by_length.get(len(key) + 1, ([], np.zeros((0, len(key) + 1), np.uint32)))
        return [words[row] for row in np.flatnonzero(_one_more(matrix, _letters(key)))]

    def _shorter(self, key: str) -> list[str]:
        """Return words that are the key with one letter less."""
        if len(key) == 1:
            return []
        words, matrix = self._by_length.get(len(key) - 1, ([], np.zeros((0, len(key) - 1), np.uint32)))
        letters = _letters(key)
        head = _run(matrix == letters[:-1])
        tail = _run((matrix == letters[1:])[:, ::-1])
        return [words[row] for row in np.flatnonzero(head + tail >= len(key) - 1)]


def _letters(text: str) -> Letters:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _run(equal: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many columns from the left are true."""
    if not equal.shape[1]:
        return np.zeros(len(equal), np.int64)
    wrong = ~equal
    result: NDArray[np.int64] = np.where(wrong.any(axis=1), wrong.argmax(axis=1), equal.shape[1])
    return result


def _one_more(matrix: Letters, letters: Letters) -> NDArray[np.bool_]:
    head = _run(matrix[:, :-1] == letters)
    tail = _run((matrix[:, 1:] == letters)[:, ::-1])
    result: NDArray[np.bool_] = head + tail >= len(letters)
    return result


def within(one: str, other: str) -> bool:
    """Tell whether two words differ by at most one edit, a swap of neighbours counting as one."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return short[start + 1 :] == long[start + 1 :] or (swapped and short[start + 2 :] == long[start + 2 :])
