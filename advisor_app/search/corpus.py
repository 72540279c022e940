"""All segments of an opened index as one collection with one range of document numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

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
    """

    def __init__(self, segments: list[Segment], deleted: list[int]) -> None:
        self.segments = segments
        self.offsets = [0]
        for segment in segments:
            self.offsets.append(self.offsets[-1] + segment.size)
        self.size = self.offsets[-1]
        self.alive: Mask = np.ones(self.size, bool)
        self.alive[deleted] = False
        self.count = self.size - len(deleted)
        self.has_deleted = bool(deleted)
        self.ids = [one for segment in segments for one in segment.ids]
        self.kinds = [one for segment in segments for one in segment.kinds]
        self.titles = [one for segment in segments for one in segment.titles]

    def parts(self, field: str) -> Iterator[tuple[int, int, Field]]:
        """Yield start, end and field of each segment."""
        for number, segment in enumerate(self.segments):
            yield self.offsets[number], self.offsets[number + 1], segment.fields[field]

    def frequency(self, field: str, term: str) -> int:
        """Return in how many documents a term occurs (deleted ones included until they are merged away)."""
        total = 0
        for segment in self.segments:
            one = segment.fields[field]
            number = run_of(one.terms, term)
            if number >= 0:
                total += int(one.ptr[number + 1]) - int(one.ptr[number])
        return total

    def idf(self, frequency: int) -> float:
        """Return how telling a term is that occurs in so many documents."""
        return math.log1p((self.size - frequency + 0.5) / (frequency + 0.5)) if frequency < self.size else 0.01

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
