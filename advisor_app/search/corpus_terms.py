"""Looking up terms in sorted tables."""

from __future__ import annotations

from bisect import bisect_left

PREFIX_END = "\U0010ffff"


def run_of(terms: list[str], term: str) -> int:
    """Return the number of a term in a sorted table, or -1."""
    place = bisect_left(terms, term)
    return place if place < len(terms) and terms[place] == term else -1


def prefix_run(terms: list[str], prefix: str) -> tuple[int, int]:
    """Return the range of terms that begin with a prefix."""
    first = bisect_left(terms, prefix)
    return first, bisect_left(terms, prefix + PREFIX_END, first)
