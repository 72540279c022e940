"""Retrieval metrics: pure functions of a ranking and of the judged documents.

A ranking is a sequence of document ids, best first; a judgement is document id -> grade. Grades above zero are
relevant; zero and below mean "judged, not relevant". Everything is cut at `k` hits, and every figure lies in 0..1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def hit_at(ranking: Sequence[str], grades: Mapping[str, float], k: int) -> float:
    """Return 1.0 if one of the first `k` documents is relevant, else 0.0."""
    return float(any(grades.get(document, 0) > 0 for document in ranking[:k]))


def reciprocal_rank_at(ranking: Sequence[str], grades: Mapping[str, float], k: int) -> float:
    """Return 1 / rank of the first relevant document among the first `k`, 0.0 if there is none."""
    ranks = (rank for rank, document in enumerate(ranking[:k], start=1) if grades.get(document, 0) > 0)
    return 1 / next(ranks, math.inf)


def ndcg_at(ranking: Sequence[str], grades: Mapping[str, float], k: int) -> float:
    """Return the normalised discounted cumulative gain of the first `k` documents.

    The gain is the grade itself and the discount log2(rank + 1), as trec_eval counts; the ideal takes all relevant
    documents, found or not. Without a relevant document the result is 0.0.
    """
    ideal = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    best = _discounted(ideal[:k])
    return _discounted([max(grades.get(document, 0), 0) for document in ranking[:k]]) / best if best else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return math.fsum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
