"""Orders of results, computed once when first asked for."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from advisor_app.domain.window import WindowState
from advisor_app.search.analysis.words import exact_of
from advisor_app.search.corpus import Corpus, Scores
from advisor_app.search.model import Sort

Ints = NDArray[np.int64]
_SAMPLE = 16
_KIND_ORDER = {"programme": 0, "topic": 1, "partner": 2, "event": 3}


class Orders:
    """Ranks of all documents by title, date and deadline.

    Args:
        corpus: the opened collection.
        windows: window state of each document ("" where there is none).
    """

    def __init__(self, corpus: Corpus, windows: list[str]) -> None:
        self._corpus = corpus
        self._windows = windows

    def page(self, docs: Ints, scores: Scores | None, sort: Sort, offset: int, limit: int) -> list[int]:
        """Return the documents of a page.

        Args:
            docs: all found documents.
            scores: relevance of every document; None orders by the rank that suits an empty query.
            sort: the wanted order.
            offset: documents before the page.
            limit: length of the page.
        """
        offset, limit = max(offset, 0), max(limit, 0)
        if not limit or offset >= len(docs):
            return []
        if sort is Sort.RELEVANCE and scores is not None:
            return best(docs, scores, offset, limit)
        rank = {
            Sort.RELEVANCE: lambda: self._browse,
            Sort.TITLE: lambda: self._title,
            Sort.AS_OF: lambda: self._as_of,
            Sort.DEADLINE: lambda: self._deadline,
        }[sort]()
        keys = rank[docs]
        if offset + limit < len(docs):
            part = np.argpartition(keys, offset + limit - 1)[: offset + limit]
            docs, keys = docs[part], keys[part]
        ordered: list[int] = docs[np.argsort(keys)][offset : offset + limit].tolist()
        return ordered

    @cached_property
    def _title(self) -> Ints:
        keys = [" ".join(exact_of(word) for word in title.split()) for title in self._corpus.titles]
        return _ranks(keys)

    @cached_property
    def _browse(self) -> Ints:
        kinds = self._corpus.kinds
        title = self._title.tolist()
        closed = [state == WindowState.CLOSED for state in self._windows]
        return _ranks([(_KIND_ORDER.get(kinds[doc], 9), closed[doc], title[doc]) for doc in range(self._corpus.size)])

    @cached_property
    def _as_of(self) -> Ints:
        dates = [date for segment in self._corpus.segments for date in segment.as_of]
        newest_first = sorted(set(dates), reverse=True)
        place = {date: number for number, date in enumerate(newest_first)}
        title = self._title.tolist()
        return _ranks([(place[date], title[doc]) for doc, date in enumerate(dates)])

    @cached_property
    def _deadline(self) -> Ints:
        closes = [window.rpartition("|")[2] for segment in self._corpus.segments for window in segment.windows]
        title = self._title.tolist()
        return _ranks(
            [(self._windows[doc] == WindowState.CLOSED, not day, day, title[doc]) for doc, day in enumerate(closes)]
        )


def _ranks(keys: list) -> Ints:  # type: ignore[type-arg]
    ranks = np.empty(len(keys), np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks


def best(docs: Ints, scores: Scores, offset: int, limit: int) -> list[int]:
    """Return the page of the highest scores, ties in document order."""
    found = scores[docs]
    wanted = offset + limit
    if wanted * _SAMPLE < len(docs):
        # The best of a sample bound the best of all from below, which leaves few to look at.
        sample = found[::_SAMPLE]
        wide = found >= np.partition(sample, len(sample) - wanted)[len(sample) - wanted]
        docs, found = docs[wide], found[wide]
    if wanted < len(docs):
        least = np.partition(found, len(docs) - wanted)[len(docs) - wanted]
        keep = found >= least
        docs, found = docs[keep], found[keep]
    ordered: list[int] = docs[np.lexsort((docs, -found))][offset:wanted].tolist()
    return ordered
