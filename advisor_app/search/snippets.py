"""Snippets and marks: the piece of a text that says most about the query, with the places that matched."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter

from advisor_app.search import fields
from advisor_app.search.analysis.words import WORD, exact_of, form_of, key_of, stem_of
from advisor_app.search.corpus import Corpus, run_of
from advisor_app.search.model import Snippet

WIDTH = 200  # characters of a snippet, about
_LEAD = 60  # characters before the first mark


class Marker:
    """Knows the stems of all words, so that a text can be marked.

    Args:
        corpus: the opened collection.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._shape = lru_cache(maxsize=60_000)(self._shape_of)

    def for_query(self, stems: set[str], prefix: str) -> Marks:
        """Return what marks the matches of a query."""
        return Marks(self, frozenset(stems), prefix)

    def shape(self, word: str) -> tuple[str, frozenset[str]]:
        """Return the key of a word as written, and the stems under which it is indexed."""
        return self._shape(word)

    def body(self, doc: int) -> str:
        """Return the text of a document."""
        segment, number = self._corpus.locate(doc)
        return segment.body(number)

    def _shape_of(self, word: str) -> tuple[str, frozenset[str]]:
        exact = exact_of(word)
        key = key_of(exact)
        stems = {stem_of(key)}
        form = form_of(exact)
        for segment in self._corpus.segments:
            number = run_of(segment.fields[fields.FORM].terms, form)
            if number >= 0:
                first, last = int(segment.part_ptr[number]), int(segment.part_ptr[number + 1])
                terms = segment.fields[fields.STEM].terms
                stems.update(terms[stem] for stem in segment.form_parts[first:last].tolist())
        return key, frozenset(stems)


class Marks:
    """Marks the words of one query.

    Args:
        marker: knows the words.
        stems: stems that count as matched.
        prefix: key prefix that counts as matched, or "".
    """

    def __init__(self, marker: Marker, stems: frozenset[str], prefix: str) -> None:
        self._marker = marker
        self._stems = stems
        self._prefix = prefix
        self._known: dict[str, bool] = {}

    def _hit(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            key, stems = self._marker.shape(word)
            known = not self._stems.isdisjoint(stems) or bool(self._prefix and key.startswith(self._prefix))
            self._known[word] = known
        return known

    def marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the matched places of a text."""
        if not self._stems and not self._prefix:
            return ()
        return tuple(match.span() for match in WORD.finditer(text) if self._hit(match[0]))

    def snippet(self, doc: int) -> Snippet:
        """Return the best piece of a document's text."""
        text = self._marker.body(doc)
        marks = self.marks(text)
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
