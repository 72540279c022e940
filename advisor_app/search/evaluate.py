"""Whoosh's query trees evaluated on the array mirror, for a tenth to a three-hundredth of the time.

`MirrorCollector` plugs into `Searcher.search_with_collector`. It knows the classes listed in `_RULES`; a tree with any
other class is left to Whoosh's own matchers, so that every query has an answer. Scores are BM25 with the constants of
`fields`, as `weighting()` gives them to stock Whoosh; they deviate by its one-byte field lengths and our half-precision
impacts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fnmatch import translate
from typing import Any

import numpy as np
from whoosh import query as trees
from whoosh.collectors import Collector, TopCollector
from whoosh.scoring import BM25F
from whoosh.searching import Results, Searcher

from advisor_app.search import fields
from advisor_app.search.corpus import Corpus, Mask, Scores
from advisor_app.search.corpus_terms import prefix_run, run_of
from advisor_app.search.order import best
from advisor_app.search.phrases import phrase_mask
from advisor_app.search.typos import within

Found = tuple[Mask, Scores]


class Unsupported(Exception):
    """The tree holds a class or an option that only Whoosh itself knows."""


def weighting() -> BM25F:
    """Return the model with which stock Whoosh ranks as the mirror does."""
    return BM25F(B=fields.B, K1=fields.K1)


class MirrorCollector(Collector):
    """Collects the best documents of a tree from the mirror.

    Args:
        corpus: the opened mirror of the index the searcher reads.
        limit: how many documents are wanted.
    """

    def __init__(self, corpus: Corpus, limit: int = 10) -> None:
        super().__init__()
        self._corpus = corpus
        self._limit = limit
        self._stock: TopCollector | None = None
        self._found: Found | None = None

    def prepare(self, top_searcher: Searcher, q: trees.Query, context: Any) -> None:
        """Take the tree (called by Whoosh before a search)."""
        super().prepare(top_searcher, q, context)
        try:
            self._found = evaluate(q, self._corpus)
        except Unsupported:
            self._stock = TopCollector(limit=self._limit)
            self._stock.prepare(top_searcher, q, context)

    def run(self) -> None:
        """Leave unknown trees to Whoosh; the others are done already."""
        if self._stock is not None:
            self._stock.run()
        self.finish()

    @property
    def by_mirror(self) -> bool:
        """Tell whether the mirror answered."""
        return self._stock is None

    def count(self) -> int:
        """Return how many documents were found."""
        if self._stock is not None:
            return int(self._stock.count())
        assert self._found is not None
        return int(np.count_nonzero(self._found[0]))

    def all_ids(self) -> list[int]:
        """Return all found documents."""
        if self._stock is not None:
            return sorted(self._stock.all_ids())
        assert self._found is not None
        numbers: list[int] = np.flatnonzero(self._found[0]).tolist()
        return numbers

    def results(self) -> Results:
        """Return the best documents as Whoosh's results."""
        if self._stock is not None:
            return self._stock.results()
        assert self._found is not None
        mask, scores = self._found
        docs = best(np.flatnonzero(mask), scores, 0, self._limit)
        return self._results([(float(scores[doc]), doc) for doc in docs], docset=set(self.all_ids()))


def evaluate(tree: trees.Query, corpus: Corpus) -> Found:
    """Return which documents a tree matches, and their scores.

    Raises:
        Unsupported: the tree holds a class that only Whoosh knows.
    """
    mask, scores = _evaluate(tree, corpus)
    return mask & corpus.alive, scores


def _evaluate(tree: trees.Query, corpus: Corpus) -> Found:
    rule = _RULES.get(type(tree))
    if rule is None:
        raise Unsupported(type(tree).__name__)
    mask, scores = rule(tree, corpus)
    boost = getattr(tree, "boost", 1.0)
    plain = isinstance(tree, trees.compound.CompoundQuery) and len(tree.subqueries) == 1
    return (mask, scores) if boost == 1.0 or plain else (mask, scores * np.float32(boost))


def _nothing(corpus: Corpus) -> Found:
    return np.zeros(corpus.size, bool), np.zeros(corpus.size, np.float32)


def _field(tree: Any) -> str:
    if tree.fieldname not in fields.FIELDS:
        raise Unsupported(tree.fieldname)
    return str(tree.fieldname)


def _term(tree: trees.Term, corpus: Corpus) -> Found:
    field = _field(tree)
    mask, scores = _nothing(corpus)
    frequency = corpus.frequency(field, tree.text)
    idf = math.log(corpus.size / (frequency + 1)) + 1
    for start, end, one in corpus.parts(field):
        number = run_of(one.terms, tree.text)
        if number >= 0:
            run = slice(int(one.ptr[number]), int(one.ptr[number + 1]))
            mask[start:end][one.docs[run]] = True
            scores[start:end][one.docs[run]] = 1.0 if one.impact is None else one.impact[run] * np.float32(idf)
    return mask, scores


def _matching(tree: Any, corpus: Corpus, wanted: Callable[[str], bool], prefix: str) -> Found:
    """Return the documents that hold a wanted term; all count the same."""
    if not tree.constantscore:
        raise Unsupported("scored expansion")
    mask, _ = _nothing(corpus)
    for start, end, one in corpus.parts(_field(tree)):
        low, high = prefix_run(one.terms, prefix)
        for number in range(low, high):
            if wanted(one.terms[number]):
                mask[start:end][one.docs[int(one.ptr[number]) : int(one.ptr[number + 1])]] = True
    return mask, mask.astype(np.float32)


def _prefix(tree: trees.Prefix, corpus: Corpus) -> Found:
    if not tree.constantscore:
        raise Unsupported("scored expansion")
    mask = corpus.prefix_mask(_field(tree), tree.text)
    return mask, mask.astype(np.float32)


def _wildcard(tree: trees.Wildcard, corpus: Corpus) -> Found:
    pattern = re.compile(translate(tree.text))
    start = re.split(r"[*?\[]", tree.text, maxsplit=1)[0]
    return _matching(tree, corpus, lambda term: pattern.match(term) is not None, start)


def _fuzzy(tree: trees.FuzzyTerm, corpus: Corpus) -> Found:
    if tree.maxdist != 1:
        raise Unsupported("distance")
    text = tree.text
    return _matching(tree, corpus, lambda term: within(text, term), text[: tree.prefixlength])


def _and(tree: trees.And, corpus: Corpus) -> Found:
    if not tree.subqueries:
        return _nothing(corpus)
    masks, scores = zip(*(_evaluate(sub, corpus) for sub in tree.subqueries), strict=True)
    return np.logical_and.reduce(masks), np.add.reduce(scores)


def _or(tree: trees.Or, corpus: Corpus) -> Found:
    if tree.scale or tree.minmatch:
        raise Unsupported("coordination")
    if not tree.subqueries:
        return _nothing(corpus)
    masks, scores = zip(*(_evaluate(sub, corpus) for sub in tree.subqueries), strict=True)
    masked = [np.where(mask, score, np.float32(0)) for mask, score in zip(masks, scores, strict=True)]
    return np.logical_or.reduce(masks), np.add.reduce(masked)


def _not(tree: trees.Not, corpus: Corpus) -> Found:
    mask = ~_evaluate(tree.query, corpus)[0]
    return mask, mask.astype(np.float32)


def _and_not(tree: trees.AndNot, corpus: Corpus) -> Found:
    mask, scores = _evaluate(tree.a, corpus)
    return mask & ~_evaluate(tree.b, corpus)[0], scores


def _and_maybe(tree: trees.AndMaybe, corpus: Corpus) -> Found:
    mask, scores = _evaluate(tree.a, corpus)
    other, more = _evaluate(tree.b, corpus)
    return mask, scores + np.where(other, more, np.float32(0))


def _require(tree: trees.Require, corpus: Corpus) -> Found:
    mask, scores = _evaluate(tree.a, corpus)
    return mask & _evaluate(tree.b, corpus)[0], scores


def _phrase(tree: trees.Phrase, corpus: Corpus) -> Found:
    if _field(tree) != fields.STEM or tree.slop != 1:
        raise Unsupported("phrase")
    _, scores = _and(trees.And([trees.Term(tree.fieldname, word) for word in tree.words]), corpus)
    return phrase_mask(corpus, tree.words), scores


def _constant(tree: trees.ConstantScoreQuery, corpus: Corpus) -> Found:
    mask, _ = _evaluate(tree.child, corpus)
    return mask, np.where(mask, np.float32(tree.score), np.float32(0))


def _every(tree: trees.Every, corpus: Corpus) -> Found:
    if tree.fieldname not in (None, "", "*"):
        raise Unsupported("every with a field")
    return np.ones(corpus.size, bool), np.ones(corpus.size, np.float32)


def _null(_tree: trees.Query, corpus: Corpus) -> Found:
    return _nothing(corpus)


_RULES: dict[type, Callable[[Any, Corpus], Found]] = {
    trees.Term: _term,
    trees.Prefix: _prefix,
    trees.Wildcard: _wildcard,
    trees.FuzzyTerm: _fuzzy,
    trees.And: _and,
    trees.Or: _or,
    trees.Not: _not,
    trees.AndNot: _and_not,
    trees.AndMaybe: _and_maybe,
    trees.Require: _require,
    trees.Phrase: _phrase,
    trees.ConstantScoreQuery: _constant,
    trees.Every: _every,
    type(trees.NullQuery): _null,
}
