"""Whether the index is whole and belongs to the database, and whether the search answers as it should."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from advisor_app.domain import Item
from advisor_app.domain.checks import CheckFailed
from advisor_app.knowledge.generations import Generation
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.search import manifest
from advisor_app.search.index import INDEX_FORMAT, SearchIndex
from advisor_app.search.model import Hit, SearchRequest

_Any = TypeVar("_Any")

# Searches of each sort; spread over all items, so that every self-test asks the same.
_SAMPLE = 60
_GOOD_RANK = 3
_WORD = re.compile(r"[^\W\d_]{5,}")
_TYPO_FROM = 8
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# A typing error may hit another word that exists; most are seen through.
_TYPOS_SEEN_THROUGH = 0.9


def check_index(generation: Generation, today: date) -> str:
    """Open the index as it lies there and hold it against the database: the same items, and no rebuild needed."""
    if generation.index_format != INDEX_FORMAT:
        raise CheckFailed(
            f"{generation.index}: format {generation.index_format}, this program reads {INDEX_FORMAT}: "
            "it would be rebuilt at the first start"
        )
    with opened(generation, today) as (items, index):
        found = index.search(SearchRequest(limit=len(items) + 1, snippets=0))
    try:
        manifest.verify_whoosh(generation.index, manifest.parse(generation.index))
    except (OSError, ValueError) as exc:
        raise CheckFailed(f"{generation.index}: a file is damaged or missing ({exc})") from exc
    known, indexed = {item.id for item in items}, {hit.id for hit in found.hits}
    if known != indexed:
        raise CheckFailed(
            f"{generation.index}: {len(indexed)} documents for {len(known)} entries, "
            f"{len(known ^ indexed)} of them differ"
        )
    return f"{len(indexed)} documents, format {INDEX_FORMAT}, no rebuild needed"


@contextmanager
def opened(generation: Generation, today: date) -> Iterator[tuple[list[Item], SearchIndex]]:
    """Open database and index of a generation where they lie, without any of the ways out that the program has."""
    with KnowledgeReader(generation.database) as reader:
        items = list(reader.items())
    index = SearchIndex.open(generation.index, today=today)
    try:
        yield items, index
    finally:
        index.close()


def check_search(generation: Generation, today: date) -> str:
    """Ask what the knowledge itself answers: titles find their items, umlauts fold, typing errors are seen through."""
    with opened(generation, today) as (items, index):
        sample = _spread(items, _SAMPLE)
        if not sample:
            raise CheckFailed("there is no entry to search for")
        for item in sample:
            place = rank(index, item.title, item.id, limit=_GOOD_RANK)
            if not place:
                raise CheckFailed(f"'{item.title}' does not find {item.id} among the first {_GOOD_RANK} hits")
        folded = _check_umlauts(index, items)
        seen, typed = _check_typos(index, items)
        words = index.search(SearchRequest(text=sample[0].title, limit=1, snippets=1))
        if not words.hits[0].snippet.text or not words.facets:
            raise CheckFailed("hits come without snippet or facets")
    return f"{len(sample)} titles found, {folded} words with umlauts written out, {seen} of {typed} typing errors"


def _check_umlauts(index: SearchIndex, items: Sequence[Item]) -> int:
    """Ask for words with umlauts in both spellings; return how many."""
    words = sorted({word for item in items for word in _WORD.findall(item.title) if word.translate(_UMLAUTS) != word})
    for word in _spread(words, _SAMPLE):
        spelled, written = ([hit.id for hit in _hits(index, text)] for text in (word, word.translate(_UMLAUTS)))
        if spelled != written or not spelled:
            raise CheckFailed(f"'{word}' and '{word.translate(_UMLAUTS)}' do not find the same")
    return len(_spread(words, _SAMPLE))


def _check_typos(index: SearchIndex, items: Sequence[Item]) -> tuple[int, int]:
    """Leave a letter out in the middle of long words; return how many still find an item, of how many."""
    words = sorted({(word, item.id) for item in items for word in _WORD.findall(item.title) if len(word) >= _TYPO_FROM})
    asked = _spread(words, _SAMPLE)
    lost = [
        word
        for word, item_id in asked
        if not rank(index, word[: len(word) // 2] + word[len(word) // 2 + 1 :], item_id, limit=len(items))
    ]
    if len(lost) > len(asked) * (1 - _TYPOS_SEEN_THROUGH):
        raise CheckFailed(f"{len(lost)} of {len(asked)} words with a typing error find nothing, such as '{lost[0]}'")
    return len(asked) - len(lost), len(asked)


def _hits(index: SearchIndex, text: str, limit: int = 10) -> Sequence[Hit]:
    return index.search(SearchRequest(text=text, limit=limit, snippets=0, growing=False)).hits


def rank(index: SearchIndex, text: str, item_id: str, *, limit: int) -> int:
    """Return at which place a text finds an item, 0 for none of the first ones."""
    ids = [hit.id for hit in _hits(index, text, limit)]
    return ids.index(item_id) + 1 if item_id in ids else 0


def _spread(values: Sequence[_Any], count: int) -> list[_Any]:
    """Return at most so many values, evenly taken from all."""
    step = max(1, -(-len(values) // count))
    return list(values[::step])
