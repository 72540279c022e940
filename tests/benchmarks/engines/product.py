"""The product's own index, asked through the face that window and terminal use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from advisor_app.search.index import SearchIndex, build_index, update_index
from advisor_app.search.model import SearchDocument, SearchRequest
from tests.benchmarks.engines.base import LIMIT, Answer
from tests.benchmarks.queries import Query, Sort

_TODAY = date(2026, 11, 23)


class Product:
    """Beratungskoffer. Built anew in every run: it is what changes."""

    name = "beratungskoffer"
    keeps = False

    def build(self, documents: Iterable[SearchDocument], directory: Path) -> None:
        """Index documents in an empty directory."""
        build_index(documents, directory)

    def update(self, directory: Path, changed: Sequence[SearchDocument]) -> None:
        """Replace documents."""
        update_index(directory, changed, [])

    def open(self, directory: Path) -> ProductSession:
        """Open a built index."""
        return ProductSession(directory)


class ProductSession:
    """The open index; it counts all facets that documents have, not only the four."""

    def __init__(self, directory: Path) -> None:
        self._index = SearchIndex.open(directory, today=_TODAY)

    def ask(self, query: Query, *, snippets: bool = False) -> Answer:
        """Answer a question."""
        request = SearchRequest(
            text=query.text,
            limit=LIMIT,
            snippets=LIMIT if snippets else 0,
            growing=query.sort is Sort.KEYSTROKE,
        )
        found = self._index.search(request)
        return Answer(
            [hit.id for hit in found.hits],
            found.total,
            found.facets,
            [hit.snippet.text for hit in found.hits] if snippets else (),
        )

    def close(self) -> None:
        """Release the index."""
        self._index.close()
