"""All segments of an opened index as one collection with one range of document numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from advisor_app.search import fields
from advisor_app.search.corpus_terms import prefix_run, run_of
from advisor_app.search.mirror import Field, Segment

Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]


class Corpus:
    """Segments side by side; the document numbers of each follow those of the one before.

    Args:
        segments: opened segments in order.
        deleted: numbers (over all segments) of documents that no longer count.
        hidden: numbers of documents that are not for whoever asks: as if they and their words were not there.
    """

    def __init__(self, segments: list[Segment], deleted: list[int], hidden: Sequence[int] = ()) -> None:
        self.segments = segments
        self.deleted = deleted
        self.hidden = list(hidden)
        self.offsets = [0]
        for segment in segments:
            self.offsets.append(self.offsets[-1] + segment.size)
        self.size = self.offsets[-1]
        self.alive: Mask = np.ones(self.size, bool)
        self.alive[deleted] = False
        self.alive[self.hidden] = False
        self.count = int(np.count_nonzero(self.alive))
        self._edges: dict[tuple[int, str], NDArray[np.uint32]] = {}
        self.has_deleted = bool(deleted)
        self.ids = [one for segment in segments for one in segment.ids]
        self.kinds = [one for segment in segments for one in segment.kinds]
        self.titles = [one for segment in segments for one in segment.titles]

    def parts(self, field: str) -> Iterator[tuple[int, int, Field]]:
        """Yield start, end and field of each segment."""
        for number, segment in enumerate(self.segments):
            yield self.offsets[number], self.offsets[number + 1], segment.fields[field]

    def counted(self, number: int, field: str) -> NDArray[np.uint32]:
        """Return where the run of each term of a segment would begin if it held only documents that count.

        Deleted ones count until they are merged away, unless others are hidden.
        """
        one = self.segments[number].fields[field]
        if not self.hidden:
            return one.ptr
        known = self._edges.get((number, field))
        if known is None:
            shown = self.alive[self.offsets[number] : self.offsets[number + 1]]
            before = np.concatenate([np.zeros(1, np.uint32), np.cumsum(shown[one.docs], dtype=np.uint32)])
            known = self._edges[number, field] = before[one.ptr]
        return known

    def frequency(self, field: str, term: str) -> int:
        """Return in how many documents a term occurs."""
        total = 0
        for number, segment in enumerate(self.segments):
            place = run_of(segment.fields[field].terms, term)
            if place >= 0:
                edges = self.counted(number, field)
                total += int(edges[place + 1]) - int(edges[place])
        return total

    def prefix_frequency(self, field: str, prefix: str) -> int:
        """Return how many postings the terms with a prefix have together."""
        total = 0
        for number, segment in enumerate(self.segments):
            low, high = prefix_run(segment.fields[field].terms, prefix)
            edges = self.counted(number, field)
            total += int(edges[high]) - int(edges[low])
        return total

    def idf(self, frequency: int) -> float:
        """Return how telling a term is that occurs in so many documents."""
        size = self.size - len(self.hidden)
        return math.log1p((size - frequency + 0.5) / (frequency + 0.5)) if frequency < size else 0.01

    def add_term(self, field: str, term: str, weight: float, scores: Scores) -> int:
        """Add a term's weighted impacts to the scores and return its document frequency."""
        total = 0
        factor = np.float32(weight)
        for start, end, one in self.parts(field):
            number = run_of(one.terms, term)
            if number < 0:
                continue
            first, last = int(one.ptr[number]), int(one.ptr[number + 1])
            assert one.impact is not None
            scores[start:end][one.docs[first:last]] += one.impact[first:last] * factor
            total += last - first
        return total

    def add_prefix(self, field: str, prefix: str, weight: float, scores: Scores, *, limit: int = 30_000) -> int:
        """Add the impacts of all terms with a prefix, saturated, and return how many postings there are.

        Where more than `limit` postings match, they all count the same: such a prefix says too little to rank by.
        """
        total = 0
        for start, end, one in self.parts(field):
            low, high = prefix_run(one.terms, prefix)
            first, last = int(one.ptr[low]), int(one.ptr[high])
            if first == last:
                continue
            total += last - first
            docs = one.docs[first:last]
            here = scores[start:end]
            if last - first > limit or one.impact is None:
                here[docs] = np.float32(weight)
                continue
            sums = np.bincount(docs, one.impact[first:last], end - start).astype(np.float32)
            here += sums * np.float32(weight * (fields.K1 + 1)) / (sums + np.float32(fields.K1))
        return total

    def mask_of(self, field: str, term: str) -> Mask:
        """Return which documents hold a term."""
        mask = np.zeros(self.size, bool)
        for start, end, one in self.parts(field):
            number = run_of(one.terms, term)
            if number >= 0:
                mask[start:end][one.docs[int(one.ptr[number]) : int(one.ptr[number + 1])]] = True
        return mask

    def prefix_mask(self, field: str, prefix: str) -> Mask:
        """Return which documents hold a term with a prefix."""
        mask = np.zeros(self.size, bool)
        for start, end, one in self.parts(field):
            low, high = prefix_run(one.terms, prefix)
            mask[start:end][one.docs[int(one.ptr[low]) : int(one.ptr[high])]] = True
        return mask

    def segment_of(self, doc: int) -> int:
        """Return the number of the segment a document is in."""
        number = 0
        while doc >= self.offsets[number + 1]:
            number += 1
        return number
