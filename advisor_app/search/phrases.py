"""Phrases on mirrored positions: which documents hold stems one right after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from advisor_app.search import fields
from advisor_app.search.corpus import Corpus, Mask
from advisor_app.search.corpus_terms import run_of
from advisor_app.search.mirror import Segment

_SHIFT = 21  # positions are below 2 ** 21


def phrase_mask(corpus: Corpus, stems: Sequence[str]) -> Mask:
    """Return which documents hold the stems as a phrase."""
    mask = np.zeros(corpus.size, bool)
    for number, segment in enumerate(corpus.segments):
        mask[corpus.offsets[number] : corpus.offsets[number + 1]][_documents(segment, stems)] = True
    return mask


def _documents(segment: Segment, stems: Sequence[str]) -> NDArray[np.int64]:
    field = segment.fields[fields.STEM]
    numbers = [run_of(field.terms, stem) for stem in stems]
    if not numbers or min(numbers) < 0:
        return np.zeros(0, np.int64)
    if len(numbers) == 1:
        return field.docs[int(field.ptr[numbers[0]]) : int(field.ptr[numbers[0] + 1])].astype(np.int64)
    sizes = [int(field.ptr[number + 1]) - int(field.ptr[number]) for number in numbers]
    runs = sorted(range(len(numbers)), key=sizes.__getitem__)
    places: NDArray[np.int64] | None = None
    for place in runs:
        found = _places(segment, numbers[place], None if places is None else np.unique(places >> _SHIFT)) - place
        places = found if places is None else _common(places, found)
        if not len(places):
            break
    assert places is not None
    return np.unique(places >> _SHIFT)


def _places(segment: Segment, number: int, docs: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """Return document and position, as one number, of every occurrence of a term (in the given documents)."""
    field, positions = segment.fields[fields.STEM], segment.positions
    first, last = int(field.ptr[number]), int(field.ptr[number + 1])
    start, end = int(positions.ptr[number]), int(positions.ptr[number + 1])
    here = field.docs[first:last].astype(np.int64)
    counts = positions.tf[first:last]
    where = positions.pos[start:end]
    doc = np.repeat(here, counts)
    result: NDArray[np.int64] = (doc << _SHIFT) + where
    if docs is not None and len(docs) * 8 < len(here):
        keep = np.zeros(segment.size, bool)
        keep[docs] = True
        return result[keep[doc]]
    return result


def _common(some: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers in both ascending arrays; the first one is the shorter as a rule."""
    if not len(others):
        return others
    place = np.searchsorted(others, some)
    place[place == len(others)] = 0
    result: NDArray[np.int64] = some[others[place] == some]
    return result
