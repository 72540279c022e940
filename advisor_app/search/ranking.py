"""Ranking: every word of a query becomes a unit of scores, and units add up.

A unit holds what a word finds: its stem (BM25), more for the exact form, more for titles and aliases, less for synonyms
and everyday words and, where the word itself is unknown, its compound parts and one-edit neighbours; questions and rare
words also find words that look alike. How much of a query a document covers decides whether it is shown: documents with
all words if there are any to speak of, otherwise those that come closest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from advisor_app.search import fields
from advisor_app.search.analysis.compounds import Splitter
from advisor_app.search.analysis.everyday import everyday_words
from advisor_app.search.analysis.stopwords import is_stop
from advisor_app.search.analysis.words import stem_of
from advisor_app.search.corpus import Corpus, Mask, Scores
from advisor_app.search.corpus_terms import prefix_run
from advisor_app.search.phrases import phrase_mask
from advisor_app.search.query import Query, Word
from advisor_app.search.similar import MOST
from advisor_app.search.typos import Typos

EXACT = 0.25  # extra for the very form that was typed
TITLE = 0.4  # extra for a word of a title or alias
SYNONYM = 0.5
PARTS = 0.6  # compound parts of a word the index does not know
TYPO = 0.7
SIMILAR = 0.8  # words that look alike, times the square of their likeness
QUESTION = 3  # a query of so many telling words is a question, answered also in words that look alike
RARE = 0.02  # and so is a word in a smaller share of the documents
COVERAGE = 0.75  # share of a score that depends on how much of the query a document covers
HALF = 0.5  # a word is covered in full from this share of its idf on
NAME = 3.0  # the query is a whole title, alias or keyword
OWN_NAME = 5.0  # and more if it is a title or alias
NAME_START = 2.0  # the query is the beginning of one
LEVELS = (0.75, 0.55, 0.4, 0.25)
PLENTY = 5  # as many full matches make partial ones superfluous
ENOUGH = 10  # as many hits stop the search for weaker ones
MIN_SIMILAR = 3
ENDED = 0.8  # what has ended counts less than what one can still apply for
MARKED = 2  # words of another name that are marked in titles and texts
_EPSILON = 1e-3

Synonyms = Sequence[Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one word finds.

    `scores` are those of all documents; `literal` tells which hold the word itself, not just one like it; `weight` is
    its share in coverage; `stems` (or `prefix`) are what to mark.
    """

    scores: Scores
    literal: Mask
    weight: float
    stems: frozenset[str]
    prefix: str = ""


@dataclass(slots=True)
class Ranking:
    """Scores (None: nothing to rank by), who may be shown, and how much of the query each covers.

    `unknown` are the words that no document holds.
    """

    possible: Mask
    scores: Scores | None = None
    coverage: Scores | None = None
    complete: Mask | None = None
    stems: set[str] = field(default_factory=set)
    prefix: str = ""
    unknown: list[Word] = field(default_factory=list)

    def shown(self, allowed: Mask) -> tuple[Mask, int]:
        """Return who may be shown by coverage, and how many of the allowed hold every word.

        Args:
            allowed: the documents that filters let through.
        """
        assert self.coverage is not None
        assert self.complete is not None
        complete = int(np.count_nonzero(self.complete & allowed))
        if complete >= PLENTY:
            return self.complete, complete
        covered = self.coverage[allowed]
        least = next((level for level in LEVELS if np.count_nonzero(covered >= level) >= ENOUGH), _EPSILON)
        return self.complete | (self.coverage >= least), complete


class Ranker:
    """Ranks the documents of a collection.

    Args:
        corpus: the opened collection.
        synonyms: groups of alternatives, each a sequence of stems.
        splitter: gives what splits compounds the index does not know.
        ended: documents about what has ended; they stand behind equals, unless asked for by name.
    """

    def __init__(
        self, corpus: Corpus, *, synonyms: Synonyms, splitter: Callable[[], Splitter], ended: Sequence[int] = ()
    ) -> None:
        self._corpus = corpus
        self._ended = np.array(ended, np.int64)
        self._splitter = splitter
        self.typos = Typos(corpus)
        self._synonyms = _synonym_table(synonyms)
        self._unit = lru_cache(maxsize=128)(self._make_unit)

    def rank(self, query: Query) -> Ranking:
        """Score all documents for a query; a phrase that stands nowhere counts as its words."""
        ranking = self._rank(query)
        if query.phrases and not ranking.possible.any():
            words = [*query.words, *(word for phrase in query.phrases for word in phrase)]
            return self._rank(replace(query, words=words, phrases=[]))
        return ranking

    def _rank(self, query: Query) -> Ranking:
        ranking = Ranking(possible=self._corpus.alive)
        for excluded in query.excluded:
            ranking.possible = ranking.possible & ~self._mask_of(excluded)
        units = [*(self._phrase_unit(phrase) for phrase in query.phrases), *self._units(query, ranking)]
        for unit in units[: len(query.phrases)]:
            ranking.possible = ranking.possible & unit.literal
            ranking.stems |= unit.stems
        if units:
            self._add_up(units, ranking)
            if ranking.scores is not None and len(self._ended):
                ranking.scores[self._ended] *= np.float32(ENDED)
            self._reward_names(query, ranking)
        elif query.words:  # words, but none that anything looks like
            ranking.scores = np.zeros(self._corpus.size, np.float32)
            ranking.coverage = ranking.scores
            ranking.complete = np.zeros(self._corpus.size, bool)
        return ranking

    def _phrase_unit(self, phrase: Sequence[Word]) -> Unit:
        """Return what a phrase finds; its words together make its score."""
        corpus = self._corpus
        stems = [word.stem for word in phrase]
        literal = phrase_mask(corpus, stems)
        scores = np.zeros(corpus.size, np.float32)
        total = 0.0
        for stem in set(stems):
            idf = corpus.idf(corpus.frequency(fields.STEM, stem))
            corpus.add_term(fields.STEM, stem, idf, scores)
            total += idf
        scores[~literal] = 0
        return Unit(scores, literal, total, frozenset(stems))

    def _mask_of(self, words: Sequence[Word]) -> Mask:
        if len(words) > 1:
            return phrase_mask(self._corpus, [word.stem for word in words])
        return self._corpus.mask_of(fields.STEM, words[0].stem)

    def _units(self, query: Query, ranking: Ranking) -> Iterable[Unit]:
        growing = query.words[-1] if query.growing else None
        telling = [word for word in query.words if not is_stop(word.key)]
        wide = len(telling) >= QUESTION
        seen: set[str] = set()
        for word in telling or query.words:
            if word.stem in seen and word is not growing:
                continue
            seen.add(word.stem)
            unit = self._growing_unit(word, wide=wide) if word is growing else self._whole(word, query.words, wide=wide)
            if not (unit and unit.prefix) and not self._corpus.frequency(fields.STEM, word.stem):
                ranking.unknown.append(word)
            if unit is None:
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

    def _whole(self, word: Word, words: Sequence[Word], *, wide: bool, rare: bool = True) -> Unit | None:
        return self._unit(word, self._context(word, words), wide=wide, rare=rare)

    def _make_unit(
        self, word: Word, alternatives: tuple[tuple[str, ...], ...], *, wide: bool, rare: bool
    ) -> Unit | None:
        """Return what a complete word finds, with words that look alike if `wide`, or if `rare` and it is rare."""
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
        literal = scores > 0
        if wide or (rare and frequency < RARE * corpus.size):
            self._add_similar(word, scores, stems)
        if not stems and not scores.any():
            return None
        return Unit(scores, literal, idf, frozenset(stems))

    def _add_similar(self, word: Word, scores: Scores, stems: set[str]) -> None:
        """Raise documents with words that look like this one."""
        if word.stem.isdigit() or len(word.stem) < MIN_SIMILAR:
            return
        for stem, likeness in similar_stems(self._corpus, word.stem):
            self._add_together([stem], SIMILAR * likeness * likeness, scores, stems, titles=False)

    def _add_word(self, stem: str, form: str, idf: float, scores: Scores) -> None:
        corpus = self._corpus
        corpus.add_term(fields.STEM, stem, idf, scores)
        corpus.add_term(fields.FORM, form, EXACT * idf, scores)
        corpus.add_term(fields.TITLE, stem, TITLE * idf, scores)

    def _add_together(
        self, stems: Sequence[str], weight: float, scores: Scores, found: set[str], *, titles: bool = True
    ) -> None:
        """Raise documents that hold all the stems to what these are worth."""
        corpus = self._corpus
        frequencies = [corpus.frequency(fields.STEM, stem) for stem in stems]
        if not frequencies or not all(frequencies):
            return
        other = np.zeros(corpus.size, np.float32)
        for stem, frequency in zip(stems, frequencies, strict=True):
            idf = corpus.idf(frequency) * weight / len(stems)
            corpus.add_term(fields.STEM, stem, idf, other)
            if titles:
                corpus.add_term(fields.TITLE, stem, TITLE * idf, other)
        for stem in stems if len(stems) > 1 else ():
            other[~corpus.mask_of(fields.STEM, stem)] = 0
        np.maximum(scores, other, out=scores)
        # The single words of a long name ("… und Cyber Resilience Act") mean little where they stand alone.
        if len(stems) <= MARKED:
            found.update(stems)

    def _add_unknown(self, word: Word, scores: Scores, stems: set[str]) -> None:
        parts = self._splitter().split(word.key)
        if parts:
            self._add_together([stem_of(part) for part in parts], PARTS * 1.6, scores, stems)
        for key in self.typos.neighbours(word.key):
            self._add_together([stem_of(key)], TYPO, scores, stems)

    def _growing_unit(self, word: Word, *, wide: bool) -> Unit | None:
        corpus = self._corpus
        scores = np.zeros(corpus.size, np.float32)
        postings = corpus.prefix_frequency(fields.FORM, word.key)
        known = bool(corpus.frequency(fields.STEM, word.stem))
        whole = self._whole(word, [word], wide=wide, rare=postings < ENOUGH) if known or not postings else None
        if not postings:
            return whole
        idf = corpus.idf(min(postings, int(corpus.size * 0.9)))
        corpus.add_prefix(fields.FORM, word.key, idf, scores)
        corpus.add_prefix(fields.TITLE, fields.TITLE_FORM + word.key, TITLE * idf, scores)
        if whole is None:
            return Unit(scores, scores > 0, idf, frozenset(), word.key)
        literal = (scores > 0) | whole.literal
        return Unit(np.maximum(scores, whole.scores), literal, max(idf, whole.weight), whole.stems, word.key)

    def _add_up(self, units: Sequence[Unit], ranking: Ranking) -> None:
        if len(units) == 1 and np.count_nonzero(units[0].literal & self._corpus.alive) >= PLENTY:
            # Nothing to weigh against each other, and nobody needs what comes close: the usual case while typing.
            ranking.scores, ranking.complete = units[0].scores.copy(), units[0].literal
            ranking.coverage = units[0].literal.astype(np.float32)
            return
        scores = np.zeros(self._corpus.size, np.float32)
        coverage = np.zeros(self._corpus.size, np.float32)
        complete = np.ones(self._corpus.size, bool)
        total = sum(unit.weight for unit in units)
        for unit in units:
            scores += unit.scores
            share = unit.scores / np.float32(unit.weight * HALF)
            np.minimum(share, 1, out=share)
            coverage += np.sqrt(share, out=share) * np.float32(unit.weight / total)
            complete &= unit.literal
        ranking.scores = scores * (np.float32(1 - COVERAGE) + np.float32(COVERAGE) * coverage)
        ranking.coverage, ranking.complete = coverage, complete

    def _reward_names(self, query: Query, ranking: Ranking) -> None:
        name = "".join(word.key for word in query.words)
        if len(name) < 2 or ranking.scores is None:
            return
        for start, end, field_ in self._corpus.parts(fields.NAME):
            first, last = prefix_run(field_.terms, fields.OWN_NAME + name) if query.growing else (0, 0)
            docs = field_.docs[int(field_.ptr[first]) : int(field_.ptr[last])]
            if 0 < len(docs) < 2000:
                named = np.zeros(end - start, dtype=bool)
                named[docs] = True
                ranking.scores[start:end][named] += np.float32(NAME_START)
        ranking.scores[self._corpus.mask_of(fields.NAME, name)] += np.float32(NAME)
        ranking.scores[self._corpus.mask_of(fields.NAME, fields.OWN_NAME + name)] += np.float32(OWN_NAME)


def similar_stems(corpus: Corpus, stem: str) -> list[tuple[str, float]]:
    """Return the stems of the collection that look most like a stem, with their likeness."""
    found: dict[str, float] = {}
    for segment in corpus.segments:
        terms = segment.fields[fields.STEM].terms
        for number, likeness in segment.runs.like(stem):
            found[terms[number]] = max(likeness, found.get(terms[number], 0.0))
    return sorted(found.items(), key=lambda one: -one[1])[:MOST]


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
    for own, official in everyday_words():
        for stem in own:
            table.setdefault(stem, []).append((own, list(official)))
    return table
