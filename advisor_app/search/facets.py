"""Facets as bit sets: one row of bits per code, so that a filter is an OR and a live count a population count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from advisor_app.domain.programme import WindowModel
from advisor_app.domain.region import is_within
from advisor_app.domain.window import WindowState, window_state
from advisor_app.search import fields
from advisor_app.search.corpus import Corpus, Mask

Bits = NDArray[np.uint64]
Filters = Mapping[str, Sequence[str]]


class Facets:
    """The facet codes of all documents.

    Args:
        corpus: the opened collection.
        today: the day for which the window facet holds.
    """

    def __init__(self, corpus: Corpus, today: date) -> None:
        self._size = corpus.size
        self._words = max((corpus.size + 63) // 64, 1)
        rows: dict[tuple[str, str], Mask] = {}
        for start, end, field in corpus.parts(fields.FACET):
            for number, term in enumerate(field.terms):
                name, _, code = term.partition("=")
                if name == fields.VISIBILITY:
                    continue
                row = rows.setdefault((name, code), np.zeros(corpus.size, bool))
                row[start:end][field.docs[int(field.ptr[number]) : int(field.ptr[number + 1])]] = True
        self.windows = _windows(corpus, today)
        for place, state in enumerate(self.windows):
            if state:
                rows.setdefault((fields.WINDOW, state), np.zeros(corpus.size, bool))[place] = True
        if corpus.hidden:  # nor is there a code that nothing else has
            rows = {key: row for key, row in rows.items() if (row & corpus.alive).any()}
        self._regions = {code: self.pack(row) for (name, code), row in rows.items() if name == fields.REGION}
        self._build(_with_hierarchy(rows))

    def _build(self, rows: dict[tuple[str, str], Mask]) -> None:
        keys = sorted(rows)
        self._place = {key: number for number, key in enumerate(keys)}
        self.codes: dict[str, list[str]] = {}
        self._span: dict[str, tuple[int, int]] = {}
        for number, (name, code) in enumerate(keys):
            self.codes.setdefault(name, []).append(code)
            self._span[name] = (self._span.get(name, (number, 0))[0], number + 1)
        self._matrix = np.zeros((len(keys), self._words), np.uint64)
        for number, key in enumerate(keys):
            self._matrix[number] = self.pack(rows[key])

    def pack(self, mask: Mask) -> Bits:
        """Return a mask as bits."""
        packed = np.packbits(mask, bitorder="little")
        room = np.zeros(self._words * 8, np.uint8)
        room[: len(packed)] = packed
        return room.view(np.uint64)

    def unpack(self, bits: Bits) -> Mask:
        """Return bits as a mask."""
        return np.unpackbits(bits.view(np.uint8), count=self._size, bitorder="little").view(bool)

    def bits_of(self, name: str, codes: Sequence[str]) -> Bits:
        """Return the documents that have one of the codes (for regions: one related by hierarchy)."""
        if name == fields.REGION:
            rows = [
                bits
                for known, bits in self._regions.items()
                if any(is_within(known, code) or is_within(code, known) for code in codes)
            ]
            return np.bitwise_or.reduce(rows, axis=0) if rows else np.zeros(self._words, np.uint64)
        places = [self._place[name, code] for code in codes if (name, code) in self._place]
        if not places:
            return np.zeros(self._words, np.uint64)
        chosen: Bits = np.bitwise_or.reduce(self._matrix[places], axis=0)
        return chosen

    def counts(self, found: Bits, filters: Mapping[str, Bits], wanted: Filters) -> dict[str, dict[str, int]]:
        """Return the live counts.

        Args:
            found: documents that match the words, before any filter.
            filters: facet -> documents it lets through.
            wanted: facet -> codes chosen, which are told even when they give nothing.
        """
        base = found
        for bits in filters.values():
            base = base & bits
        numbers = np.bitwise_count(self._matrix & base).sum(axis=1, dtype=np.int64)
        for name in filters:
            if name in self._span:
                first, last = self._span[name]
                rest = found
                for other, bits in filters.items():
                    if other != name:
                        rest = rest & bits
                numbers[first:last] = np.bitwise_count(self._matrix[first:last] & rest).sum(axis=1, dtype=np.int64)
        values = numbers.tolist()
        result: dict[str, dict[str, int]] = {}
        for name, codes in self.codes.items():
            first = self._span[name][0]
            chosen = wanted.get(name, ())
            result[name] = {
                code: count
                for code, count in zip(codes, values[first : first + len(codes)], strict=True)
                if count or code in chosen
            }
        return result


def _with_hierarchy(rows: dict[tuple[str, str], Mask]) -> dict[tuple[str, str], Mask]:
    """Let each region stand for the documents of every region that contains it or lies in it."""
    regions = [code for name, code in rows if name == fields.REGION]
    wide = {
        (fields.REGION, code): np.logical_or.reduce(
            [rows[fields.REGION, other] for other in regions if is_within(other, code) or is_within(code, other)]
        )
        for code in regions
    }
    return rows | wide


def _windows(corpus: Corpus, today: date) -> list[str]:
    known: dict[str, str] = {}
    states: list[str] = []
    for segment in corpus.segments:
        for window in segment.windows:
            if window not in known:
                known[window] = _state(window, today)
            states.append(known[window])
    return states


def _state(window: str, today: date) -> str:
    model, opens, closes = window.split("|")
    if not model:
        return ""
    try:
        return window_state(WindowModel(model), opens, closes, today).value
    except ValueError:  # a model or a day this version does not know: say so instead of refusing the whole index
        return WindowState.UNKNOWN.value
