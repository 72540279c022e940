"""Ranking: every word of a query becomes a unit of scores, and units add up.

A unit holds what a word finds: its stem (BM25), more for the exact form, more for titles and aliases, less for synonyms and,
where the word itself is unknown, its compound parts and its one-edit neighbours. How much of a query a document covers
decides whether it is shown: documents with all words if there are any to speak of, otherwise those that come closest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from advisor_app.search import fields
from advisor_app.search.analysis.compounds import Splitter
from advisor_app.search.analysis.stopwords import is_stop
from advisor_app.search.analysis.words import key_of_form, stem_of
from advisor_app.search.corpus import Corpus, Mask, Scores, prefix_run
from advisor_app.search.phrases import phrase_mask
from advisor_app.search.query import Query, Word
from advisor_app.search.typos import Typos

EXACT = 0.25  # extra for the very form that was typed
TITLE = 0.6  # extra for a word of a title or alias
SYNONYM = 0.5
PARTS = 0.6  # compound parts of a word the index does not know
TYPO = 0.7
NAME = 6.0  # the query is a whole title or alias
NAME_START = 2.0  # the query is the beginning of one
LEVELS = (0.75, 0.55, 0.4, 0.25)
PLENTY = 5  # as many full matches make partial ones superfluous
ENOUGH = 10  # as many hits stop the search for weaker ones
_EPSILON = 1e-3

Synonyms = Sequence[Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one word finds: scores of all documents, its share in coverage, and the stems it stands for."""

    scores: Scores
    weight: float
    stems: frozenset[str]
    prefix: str = ""


@dataclass(slots=True)
class Ranking:
    """Scores (None: nothing to rank by), who may be shown, and how much of the query each covers."""

    possible: Mask
    scores: Scores | None = None
    coverage: Scores | None = None
    stems: set[str] = field(default_factory=set)
    prefix: str = ""
    unknown: list[Word] = field(default_factory=list)

    def least_coverage(self, allowed: Mask) -> tuple[float, int]:
        """Return the coverage from which documents are shown, and how many hold every word.

        Args:
            allowed: the documents that filters let through.
        """
        assert self.coverage is not None
        covered = self.coverage[allowed]
        complete = int(np.count_nonzero(covered >= 1.0 - _EPSILON))
        if complete >= PLENTY:
            return 1.0 - _EPSILON, complete
        for level in LEVELS:
            if np.count_nonzero(covered >= level) >= ENOUGH:
                return level, complete
        return _EPSILON, complete


class Ranker:
    """Ranks the documents of a collection.

    Args:
        corpus: the opened collection.
        synonyms: groups of alternatives, each a sequence of stems.
        splitter: gives what splits compounds the index does not know.
    """

    def __init__(self, corpus: Corpus, *, synonyms: Synonyms, splitter: Callable[[], Splitter]) -> None:
        self._corpus = corpus
        self._splitter = splitter
        self.typos = Typos(corpus)
        self._synonyms = _synonym_table(synonyms)
        self._unit = lru_cache(maxsize=128)(self._make_unit)

    def rank(self, query: Query) -> Ranking:
        """Score all documents for a query."""
        ranking = Ranking(possible=self._corpus.alive)
        for phrase in query.phrases:
            ranking.possible = ranking.possible & phrase_mask(self._corpus, [word.stem for word in phrase])
            ranking.stems.update(word.stem for word in phrase)
        for excluded in query.excluded:
            ranking.possible = ranking.possible & ~self._mask_of(excluded)
        units = list(self._units(query, ranking))
        if units:
            self._add_up(units, ranking)
            self._reward_names(query, ranking)
        elif query.phrases:
            ranking.scores = np.zeros(self._corpus.size, np.float32)
            for stem in ranking.stems:
                idf = self._corpus.idf(self._corpus.frequency(fields.STEM, stem))
                self._corpus.add_term(fields.STEM, stem, idf, ranking.scores)
        elif query.words:
            ranking.scores = np.zeros(self._corpus.size, np.float32)
            ranking.coverage = ranking.scores
        return ranking

    def _mask_of(self, words: Sequence[Word]) -> Mask:
        if len(words) > 1:
            return phrase_mask(self._corpus, [word.stem for word in words])
        return self._corpus.mask_of(fields.STEM, words[0].stem)

    def _units(self, query: Query, ranking: Ranking) -> Iterable[Unit]:
        growing = query.words[-1] if query.growing else None
        telling = [word for word in query.words if not is_stop(word.key)]
        seen: set[str] = set()
        for word in telling or query.words:
            if word.stem in seen and word is not growing:
                continue
            seen.add(word.stem)
            unit = self._growing_unit(word) if word is growing else self._unit(word, self._context(word, query.words))
            if unit is None:
                ranking.unknown.append(word)
                continue
            ranking.stems |= unit.stems
            ranking.prefix = unit.prefix or ranking.prefix
            yield unit

    def _context(self, word: Word, words: Sequence[Word]) -> tuple[tuple[str, ...], ...]:
        """Return the alternatives for a word, also those for phrases of the query it belongs to."""
        stems = [one.stem for one in words]
        found: dict[tuple[str, ...], None] = {}
        for known, others in self._synonyms.get(word.stem, ()):
            if len(known) == 1 or _contains(stems, known):
                found.update(dict.fromkeys(others))
        return tuple(found)

    def _make_unit(self, word: Word, alternatives: tuple[tuple[str, ...], ...]) -> Unit | None:
        corpus = self._corpus
        scores = np.zeros(corpus.size, np.float32)
        stems: set[str] = set()
        frequency = corpus.frequency(fields.STEM, word.stem)
        idf = corpus.idf(frequency)
        if frequency:
            self._add_word(word.stem, word.key if word.key == word.exact else f"{word.key}|{word.exact}", idf, scores)
            stems.add(word.stem)
        for other in alternatives:
            self._add_together(other, SYNONYM, scores, stems)
        if not frequency:
            self._add_unknown(word, scores, stems)
        if not stems:
            return None
        return Unit(scores, idf, frozenset(stems))

    def _add_word(self, stem: str, form: str, idf: float, scores: Scores) -> None:
        corpus = self._corpus
        corpus.add_term(fields.STEM, stem, idf, scores)
        corpus.add_term(fields.FORM, form, EXACT * idf, scores)
        corpus.add_term(fields.TITLE, stem, TITLE * idf, scores)

    def _add_together(self, stems: Sequence[str], weight: float, scores: Scores, found: set[str]) -> None:
        """Raise documents that hold all the stems to what these are worth."""
        corpus = self._corpus
        frequencies = [corpus.frequency(fields.STEM, stem) for stem in stems]
        if not frequencies or not all(frequencies):
            return
        other = np.zeros(corpus.size, np.float32)
        for stem, frequency in zip(stems, frequencies, strict=True):
            idf = corpus.idf(frequency) * weight / len(stems)
            corpus.add_term(fields.STEM, stem, idf, other)
            corpus.add_term(fields.TITLE, stem, TITLE * idf, other)
        for stem in stems if len(stems) > 1 else ():
            other[~corpus.mask_of(fields.STEM, stem)] = 0
        np.maximum(scores, other, out=scores)
        found.update(stems)

    def _add_unknown(self, word: Word, scores: Scores, stems: set[str]) -> None:
        parts = self._splitter().split(word.key)
        if parts:
            self._add_together([stem_of(part) for part in parts], PARTS * 1.6, scores, stems)
        for key in self.typos.neighbours(word.key):
            self._add_together([stem_of(key)], TYPO, scores, stems)

    def _growing_unit(self, word: Word) -> Unit | None:
        corpus = self._corpus
        scores = np.zeros(corpus.size, np.float32)
        postings = sum(_size(corpus, fields.FORM, word.key))
        whole = self._unit(word, self._context(word, [word])) if corpus.frequency(fields.STEM, word.stem) else None
        if not postings:
            return whole or self._unit(word, self._context(word, [word]))
        idf = corpus.idf(min(postings, int(corpus.size * 0.9)))
        corpus.add_prefix(fields.FORM, word.key, idf, scores)
        corpus.add_prefix(fields.TITLE, fields.TITLE_FORM + word.key, TITLE * idf, scores)
        if whole is None:
            return Unit(scores, idf, frozenset(), word.key)
        return Unit(np.maximum(scores, whole.scores), max(idf, whole.weight), whole.stems, word.key)

    def _add_up(self, units: Sequence[Unit], ranking: Ranking) -> None:
        scores = np.zeros(self._corpus.size, np.float32)
        coverage = np.zeros(self._corpus.size, np.float32)
        total = sum(unit.weight for unit in units)
        for unit in units:
            scores += unit.scores
            coverage += (unit.scores > 0) * np.float32(unit.weight / total)
        ranking.scores, ranking.coverage = scores * (0.3 + 0.7 * coverage), coverage

    def _reward_names(self, query: Query, ranking: Ranking) -> None:
        name = "".join(word.key for word in query.words)
        if len(name) < 2 or ranking.scores is None:
            return
        for start, end, field_ in self._corpus.parts(fields.NAME):
            first, last = prefix_run(field_.terms, name) if query.growing else (0, 0)
            docs = field_.docs[int(field_.ptr[first]) : int(field_.ptr[last])]
            if 0 < len(docs) < 2000:
                ranking.scores[start:end][np.unique(docs)] += np.float32(NAME_START)
        ranking.scores[self._corpus.mask_of(fields.NAME, name)] += np.float32(NAME)


def _size(corpus: Corpus, name: str, prefix: str) -> Iterable[int]:
    for _, _, one in corpus.parts(name):
        low, high = prefix_run(one.terms, prefix)
        yield int(one.ptr[high]) - int(one.ptr[low])


def _contains(stems: Sequence[str], wanted: tuple[str, ...]) -> bool:
    width = len(wanted)
    return any(tuple(stems[place : place + width]) == wanted for place in range(len(stems) - width + 1))


def _synonym_table(
    synonyms: Synonyms,
) -> Mapping[str, list[tuple[tuple[str, ...], list[tuple[str, ...]]]]]:
    """Return stem -> (the alternative it belongs to, the other alternatives of its group)."""
    table: dict[str, list[tuple[tuple[str, ...], list[tuple[str, ...]]]]] = {}
    for group in synonyms:
        several = [tuple(one) for one in group]
        for one in several:
            others = [other for other in several if other != one]
            for stem in one:
                table.setdefault(stem, []).append((one, others))
    return table


__all__ = ["Ranker", "Ranking", "Unit", "key_of_form"]
