"""Snippets and marks: the piece of a text that says most about the query, with the places that matched."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

import numpy as np

from advisor_app.search import fields
from advisor_app.search.analysis.words import WORD, exact_of, form_of
from advisor_app.search.corpus import Corpus
from advisor_app.search.corpus_terms import prefix_run, run_of
from advisor_app.search.mirror import Segment
from advisor_app.search.model import Snippet

_MOST_WORDS = 60_000
_MOST_TITLES = 5_000
WIDTH = 200  # characters of a snippet, about
_LEAD = 60  # characters before the first mark


class Marker:
    """Knows the forms of the words of all texts, so that a text can be marked.

    Args:
        corpus: the opened collection.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.words = [_Words(segment) for segment in corpus.segments]

    def for_query(self, stems: set[str], prefix: str) -> Marks:
        """Return what marks words with one of the stems, or with a key that begins with the prefix."""
        return Marks(self._corpus, self.words, frozenset(stems), prefix)


class _Words(dict[str, int]):
    """Number of the form of each word as written, in one segment; -1 where the segment does not have it."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.segment = segment

        self._titles: dict[int, list[tuple[int, int, int]]] = {}

    def title(self, doc: int) -> list[tuple[int, int, int]]:
        """Return form, start and end of each word of a document's title; the same titles come up again while typing."""
        known = self._titles.get(doc)
        if known is None:
            if len(self._titles) > _MOST_TITLES:
                self._titles.clear()
            matches = WORD.finditer(self.segment.titles[doc])
            known = self._titles[doc] = [(self[match[0]], *match.span()) for match in matches]
        return known

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        number = self[word] = run_of(self.segment.fields[fields.FORM].terms, form_of(exact_of(word)))
        return number


class Marks:
    """Marks the words of one query.

    Args:
        corpus: the opened collection.
        words: what is known of the words of each segment.
        stems: stems that count as matched, also as part of a compound.
        prefix: key prefix that counts as matched, or "".
    """

    def __init__(self, corpus: Corpus, words: list[_Words], stems: frozenset[str], prefix: str) -> None:
        self._corpus = corpus
        self._words = words
        self._stems = stems
        self._prefix = prefix
        self._flags: dict[int, bytes] = {}

    def _flags_of(self, number: int) -> bytes:
        """Return for each form of a segment whether it matches, and 0 at the end for forms it does not have."""
        known = self._flags.get(number)
        if known is None:
            known = self._flags[number] = self._matched(self._words[number].segment)
        return known

    def _matched(self, segment: Segment) -> bytes:
        flags = np.zeros(len(segment.form_stems) + 1, bool)
        terms = segment.fields[fields.STEM].terms
        for stem in self._stems:
            place = run_of(terms, stem)
            if place >= 0:
                flags[:-1] |= segment.form_stems == place
                parts = np.flatnonzero(segment.form_parts == place)
                flags[np.searchsorted(segment.part_ptr, parts, "right") - 1] = True
        if self._prefix:
            low, high = prefix_run(segment.fields[fields.FORM].terms, self._prefix)
            flags[low:high] = True
            begun = np.zeros(len(terms), bool)
            begun[segment.form_stems[low:high]] = True
            parts = np.flatnonzero(begun[segment.form_parts])
            flags[np.searchsorted(segment.part_ptr, parts, "right") - 1] = True
        return flags.tobytes()

    def title(self, doc: int) -> tuple[tuple[int, int], ...]:
        """Return the matched places of a document's title."""
        if not self._stems and not self._prefix:
            return ()
        number = self._corpus.segment_of(doc)
        flags = self._flags_of(number)
        words = self._words[number].title(doc - self._corpus.offsets[number])
        return tuple([(start, end) for form, start, end in words if flags[form]])

    def _places(self, text: str, number: int) -> tuple[tuple[int, int], ...]:
        if not self._stems and not self._prefix:
            return ()
        flags, known = self._flags_of(number), self._words[number]
        # Most words do not match: it is cheaper to look for those that do than to place every word.
        matched = [word for word in set(WORD.findall(text)) if flags[known[word]]]
        return tuple(sorted(place for word in matched for place in _places(text, word)))

    def snippet(self, doc: int) -> Snippet:
        """Return the best piece of a document's text."""
        number = self._corpus.segment_of(doc)
        text = self._corpus.segments[number].body(doc - self._corpus.offsets[number])
        marks = self._places(text, number)
        if not marks:
            return Snippet(text=_cut(text, 0))
        start = _begin(text, self._densest(text, marks))
        piece = _cut(text, start)
        shift = start - (1 if start else 0)
        inside = tuple(
            (first - shift, last - shift) for first, last in marks if first >= start and last - shift <= len(piece)
        )
        return Snippet(text=piece, marks=inside)

    def _densest(self, text: str, marks: tuple[tuple[int, int], ...]) -> int:
        """Return where the window with the most different matched words begins."""
        room = WIDTH - _LEAD
        words = [text[first:last].casefold() for first, last in marks]
        scored: list[tuple[float, int]] = []
        last = 0
        for first, (begin, _) in enumerate(marks):
            last = max(last, first)
            while last < len(marks) and marks[last][1] - begin <= room:
                last += 1
            inside = words[first:last]
            scored.append((len(set(inside)) + 0.1 * len(inside), begin))
        return max(scored, key=itemgetter(0))[1]


def _places(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands alone in a text."""
    start, size = text.find(word), len(word)
    while start >= 0:
        end = start + size
        if not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield start, end
        start = text.find(word, end)


def _begin(text: str, mark: int) -> int:
    """Return a good place to start before a mark: a sentence's start, or a word's."""
    if mark <= _LEAD:
        return 0
    floor = mark - _LEAD
    for stop in (". ", "! ", "? ", "\n"):
        found = text.rfind(stop, floor, mark)
        if found >= 0:
            return found + len(stop)
    found = text.find(" ", floor, mark)
    return found + 1 if found >= 0 else mark


def _cut(text: str, start: int) -> str:
    end = start + WIDTH
    lead = "…" if start else ""
    if end >= len(text):
        return lead + text[start:].replace("\n", " ")
    found = text.rfind(" ", start + WIDTH // 2, end)
    end = found if found > 0 else end
    return lead + text[start:end].replace("\n", " ") + " …"
