"""Ways out of a poor result: a spelling that finds more, and what to drop from a query that finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from advisor_app.search import fields
from advisor_app.search.analysis.words import WORD, key_of_form, shapes, stem_of
from advisor_app.search.corpus import Corpus
from advisor_app.search.corpus_terms import prefix_run
from advisor_app.search.model import Relaxation
from advisor_app.search.query import Query, Word
from advisor_app.search.typos import Typos

FEW = 3  # with more hits nobody needs a suggestion
_RARE = 2  # a word in so few documents may be a slip
_MORE = 20  # of a word that is as many times as frequent
_MOST = 6
_T = TypeVar("_T")


def suggest(text: str, words: Sequence[Word], corpus: Corpus, typos: Typos) -> str:
    """Return the text with the unknown among these words replaced by their most frequent neighbours, or ""."""
    better = text
    for word in words:
        frequency = corpus.frequency(fields.STEM, word.stem)
        if frequency > _RARE or len(word.key) < 4:
            continue
        neighbours = [key for key in typos.neighbours(word.key) if key != word.key]
        best = max(neighbours, key=lambda key: corpus.frequency(fields.STEM, stem_of(key)), default="")
        if best and corpus.frequency(fields.STEM, stem_of(best)) > frequency * _MORE:
            better = better.replace(word.text, spelling(best, corpus))
    return better if better != text else ""


def spelling(key: str, corpus: Corpus) -> str:
    """Return a key of the lexicon as it stands in a text."""
    for number, segment in enumerate(corpus.segments):
        field = segment.fields[fields.FORM]
        shown = corpus.alive[corpus.offsets[number] : corpus.offsets[number + 1]]
        low, high = prefix_run(field.terms, key)
        for place in range(low, high):
            if key_of_form(field.terms[place]) != key:
                continue
            docs = field.docs[int(field.ptr[place]) : int(field.ptr[place + 1])]
            for doc in docs[shown[docs]][:20].tolist():
                for match in WORD.finditer(f"{segment.titles[doc]} {segment.body(doc)}"):
                    if shapes(match[0])[1] == key:
                        return match[0]
    return key


def relaxations(query: Query, count: Callable[[Query], int]) -> tuple[Relaxation, ...]:
    """Return what to drop from a query that finds nothing, the most fruitful first.

    Args:
        query: what was asked.
        count: tells how many hits a query gives.
    """
    ways = _without_one(replace(query, growing=False))
    found = [replace(way, total=total) for way, other in ways if (total := count(other))]
    found.sort(key=lambda way: -way.total)
    return tuple(found[:_MOST])


def _without_one(query: Query) -> Iterator[tuple[Relaxation, Query]]:
    for name, codes in query.filters.items():
        rest = {other: chosen for other, chosen in query.filters.items() if other != name}
        for code in codes:
            yield Relaxation(drop=f"{name}:{code}", total=0, facet=name, code=code), replace(query, filters=rest)
    for name, codes in query.barred.items():
        rest = {other: chosen for other, chosen in query.barred.items() if other != name}
        yield Relaxation(drop=f"-{name}:{codes[0]}", total=0), replace(query, barred=rest)
    for place, phrase in enumerate(query.phrases):
        yield _dropped(f'"{_joined(phrase)}"'), replace(query, phrases=_but(query.phrases, place))
    for place, excluded in enumerate(query.excluded):
        yield _dropped(f"-{_joined(excluded)}"), replace(query, excluded=_but(query.excluded, place))
    for place, word in enumerate(query.words):
        yield _dropped(word.text), replace(query, words=_but(query.words, place))


def _dropped(text: str) -> Relaxation:
    return Relaxation(drop=text, total=0)


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _but(several: list[_T], place: int) -> list[_T]:
    return several[:place] + several[place + 1 :]
