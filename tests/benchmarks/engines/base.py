"""What every engine is asked for: build, open, answer with twenty hits, total and four facet counts, update."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from advisor_app.search.model import SearchDocument
from tests.benchmarks.queries import Query

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """The first twenty hits with their snippets (if asked for), how many there are in all, and facet counts."""

    ids: Sequence[str]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    snippets: Sequence[str] = ()


class Session(Protocol):
    """An open index."""

    def ask(self, query: Query, *, snippets: bool = False) -> Answer:
        """Answer a question."""

    def close(self) -> None:
        """Release the index."""


class Engine(Protocol):
    """A search engine under test. `keeps` says whether a built index may be taken from the cache of earlier runs."""

    name: str
    keeps: bool

    def build(self, documents: Iterable[SearchDocument], directory: Path) -> None:
        """Index documents in an empty directory."""

    def update(self, directory: Path, changed: Sequence[SearchDocument]) -> None:
        """Replace documents of a built index, so that the next `open` finds the new ones."""

    def open(self, directory: Path) -> Session:
        """Open a built index."""
