"""The opened index: answers requests from arrays in memory-mapped files."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import compress
from pathlib import Path

import numpy as np

from advisor_app.domain.audience import Audience, withheld_from
from advisor_app.domain.window import WindowState
from advisor_app.errors import KnowledgeDamaged
from advisor_app.search import fields, manifest
from advisor_app.search.analysis.compounds import Splitter
from advisor_app.search.corpus import Corpus
from advisor_app.search.facets import Bits, Facets
from advisor_app.search.help import FEW, relaxations, suggest
from advisor_app.search.mirror import read_mirror
from advisor_app.search.model import Hit, SearchRequest, SearchResult, Snippet
from advisor_app.search.order import Ints, Orders
from advisor_app.search.query import Parser, Query
from advisor_app.search.ranking import Ranker, Ranking
from advisor_app.search.snippets import Marker
from advisor_app.search.writer import build_index, update_index

INDEX_FORMAT = manifest.FORMAT.rpartition("/")[2]

__all__ = ["INDEX_FORMAT", "SearchIndex", "build_index", "update_index"]


@dataclass(frozen=True, slots=True)
class _Found:
    """The documents that answer a query: those before the facet filters as bits, those after as numbers."""

    ranking: Ranking
    filters: Mapping[str, Bits]
    before: Bits
    docs: Ints
    complete: int


_PATIENCE = 0.05  # seconds between attempts to open
_NO_SNIPPET = Snippet(text="")


class SearchIndex:
    """A search index opened for reading; every call stands for itself, so threads may share it.

    Args:
        state: what the manifest says.
        corpus: the opened segments.
        today: the day for which windows are judged.
        splitter: reads the compound splitter when it is first needed.
    """

    def __init__(self, state: manifest.Manifest, corpus: Corpus, today: date, splitter: Callable[[], Splitter]) -> None:
        self._state = state
        self._corpus = corpus
        self._today = today
        self._splitter = splitter
        self._facets = Facets(corpus, today)
        self._parser = Parser(self._facets.codes, state.labels)
        ended = [doc for doc, window in enumerate(self._facets.windows) if window == WindowState.CLOSED]
        self._ranker = Ranker(corpus, synonyms=state.synonyms, splitter=splitter, ended=ended)
        self._orders = Orders(corpus, self._facets.windows)
        self._marker = Marker(corpus)

    @classmethod
    def open(cls, directory: Path, *, today: date) -> SearchIndex:
        """Open an index that `build_index` wrote.

        Raises:
            KnowledgeDamaged: there is none, it is damaged, or another version or program wrote it.
        """
        for patience in (_PATIENCE, _PATIENCE, 0):
            stood = _stand(directory)
            try:
                return cls._opened(directory, today)
            except (OSError, ValueError, KeyError, TypeError, IndexError) as exc:
                # An update may just have taken the generation away whose name was read; nobody mends what stayed.
                moves = isinstance(exc, PermissionError) or _stand(directory) not in (stood, None)
                if not (patience and moves):
                    raise KnowledgeDamaged(path=str(directory), reason=str(exc)) from exc
                time.sleep(patience)
        raise AssertionError  # the last turn returns or raises

    @classmethod
    def _opened(cls, directory: Path, today: date) -> SearchIndex:
        state = manifest.read(directory)
        folder = directory / state.generation
        segments = [read_mirror(folder / name) for name in state.segments]
        # Read now, since a later update takes this generation away; parsed when first needed.
        splitter = lru_cache(maxsize=1)(partial(Splitter.parse, (folder / manifest.PARTS).read_bytes()))
        return cls(state, Corpus(segments, state.deleted), today, splitter)

    @property
    def corpus(self) -> Corpus:
        """Return the opened segments, for those who evaluate Whoosh's query trees on them."""
        return self._corpus

    @property
    def hidden(self) -> frozenset[str]:
        """Return the ids of the items that this index keeps to itself."""
        deleted = set(self._corpus.deleted)  # of another version of the same item
        return frozenset(self._corpus.ids[doc] for doc in self._corpus.hidden if doc not in deleted)

    def counts(self) -> Counter[str]:
        """Return how many items of each kind can be found, by kind code."""
        return Counter(compress(self._corpus.kinds, self._corpus.alive))

    def seen_by(self, audience: Audience) -> SearchIndex:
        """Return the index as an audience sees it: itself if all is for them, else one on the same files.

        There, what is not for them is not found, counted, suggested or marked, and has no say in what is telling.
        """
        corpus = self._corpus
        hidden = np.zeros(corpus.size, bool)
        for visibility in withheld_from(audience):
            hidden |= corpus.mask_of(fields.FACET, fields.facet_term(fields.VISIBILITY, visibility))
        if not hidden.any():
            return self
        seen = Corpus(corpus.segments, corpus.deleted, np.flatnonzero(hidden).tolist())
        return SearchIndex(self._state, seen, self._today, self._splitter)

    def close(self) -> None:
        """Let go of the files."""
        self._corpus = Corpus([], [])

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a request."""
        began = time.perf_counter()
        query = self._parser.parse(request.text, growing=request.growing)
        for name, codes in request.filters.items():
            chosen = query.filters.setdefault(name, [])
            chosen.extend(code for code in codes if code not in chosen)
        found = self._find(query)
        page = self._orders.page(found.docs, found.ranking.scores, request.sort, request.offset, request.limit)
        total = len(found.docs)
        return SearchResult(
            query=request.text,
            total=total,
            hits=self._hits(page, found.ranking, request.snippets),
            facets=self._facets.counts(found.before, found.filters, query.filters),
            suggestion=self._suggestion(request.text, query, found.ranking, total),
            relax=() if total else relaxations(query, lambda other: len(self._find(other).docs)),
            notes=tuple(query.notes),
            complete=found.complete,
            took_ms=(time.perf_counter() - began) * 1000,
        )

    def _suggestion(self, text: str, query: Query, ranking: Ranking, total: int) -> str:
        doubtful = ranking.unknown
        if total <= FEW:
            doubtful = [*query.words, *(word for phrase in query.phrases for word in phrase)]
        return suggest(text, doubtful, self._corpus, self._ranker.typos) if doubtful else ""

    def _find(self, query: Query) -> _Found:
        """Return which documents answer a query."""
        facets = self._facets
        ranking = self._ranker.rank(query)
        filters = {name: facets.bits_of(name, codes) for name, codes in query.filters.items() if codes}
        before = facets.pack(ranking.possible)
        for name, codes in query.barred.items():
            before &= ~facets.bits_of(name, codes)
        after = before
        for bits in filters.values():
            after = after & bits
        if ranking.coverage is None:
            docs = np.flatnonzero(facets.unpack(after))
            return _Found(ranking, filters, before, docs, len(docs))
        allowed = facets.unpack(after)
        enough, complete = ranking.shown(allowed)
        return _Found(ranking, filters, before & facets.pack(enough), np.flatnonzero(allowed & enough), complete)

    def _hits(self, page: list[int], ranking: Ranking, snippets: int) -> tuple[Hit, ...]:
        corpus = self._corpus
        marks = self._marker.for_query(ranking.stems, ranking.prefix)
        scores = ranking.scores
        return tuple(
            Hit(
                id=corpus.ids[doc],
                kind=corpus.kinds[doc],
                title=corpus.titles[doc],
                score=0.0 if scores is None else float(scores[doc]),
                snippet=marks.snippet(doc) if place < snippets else _NO_SNIPPET,
                title_marks=marks.title(doc),
            )
            for place, doc in enumerate(page)
        )


def _stand(directory: Path) -> bytes | None:
    """Return the manifest as it stands in its file, None where it cannot be read."""
    try:
        return (directory / manifest.NAME).read_bytes()
    except OSError:
        return None
