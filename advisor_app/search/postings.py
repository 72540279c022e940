"""Inverted lists as arrays: one field of one segment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Terms in sorted order with their documents.

    `ptr[i]:ptr[i + 1]` are the entries of term i in `docs` (ascending) and `weight` (sum of the token weights).
    `tf` (occurrences) and `pos` (their positions, one run after the other) are there where positions are kept.
    """

    terms: list[str]
    ptr: NDArray[np.uint32]
    docs: NDArray[np.uint32]
    weight: Floats
    tf: NDArray[np.uint16] | None = None
    pos: NDArray[np.uint32] | None = None


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Tokens of a field in any order: term number, document, position and weight."""

    term: Ints
    doc: Ints
    pos: Ints
    weight: Floats

    @staticmethod
    def joined(*several: Occurrences) -> Occurrences:
        """Return several sets of occurrences as one."""
        return Occurrences(
            np.concatenate([one.term for one in several]),
            np.concatenate([one.doc for one in several]),
            np.concatenate([one.pos for one in several]),
            np.concatenate([one.weight for one in several]),
        )


def invert(terms: list[str], occurrences: Occurrences, *, positions: bool) -> Postings:
    """Turn occurrences into postings.

    Args:
        terms: text of each term number, in any order; terms that do not occur are left out.
        occurrences: the tokens; a term counts once per position.
        positions: whether to keep them.
    """
    order_of_terms = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), np.int64)
    rank[order_of_terms] = np.arange(len(terms))
    term = rank[occurrences.term] if len(terms) else occurrences.term
    order = np.argsort((term << 40) | (occurrences.doc << 20) | occurrences.pos, kind="stable")
    term, doc, weight = term[order], occurrences.doc[order], occurrences.weight[order]
    count = len(term)
    starts = np.flatnonzero(np.concatenate([np.ones(min(count, 1), bool), (np.diff(term) != 0) | (np.diff(doc) != 0)]))
    heads = term[starts]
    used, first = np.unique(heads, return_index=True)
    ptr = np.append(first, len(heads)).astype(np.uint32)
    return Postings(
        terms=[terms[order_of_terms[i]] for i in used.tolist()],
        ptr=ptr,
        docs=doc[starts].astype(np.uint32),
        weight=(np.add.reduceat(weight, starts) if count else weight).astype(np.float32),
        tf=np.diff(np.append(starts, count)).clip(max=65535).astype(np.uint16) if positions else None,
        pos=occurrences.pos[order].astype(np.uint32) if positions else None,
    )
