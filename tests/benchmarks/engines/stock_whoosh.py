"""Whoosh as it comes: its German analyzer, its matchers, its facets and highlights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, index, sorting
from whoosh.analysis.analyzers import LanguageAnalyzer
from whoosh.query.compound import And, AndMaybe, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import NullQuery
from whoosh.query.terms import FuzzyTerm, Prefix, Term

from advisor_app.search.model import SearchDocument
from tests.benchmarks.corpus import COUNTED
from tests.benchmarks.engines.base import LIMIT, Answer
from tests.benchmarks.engines.words import WORD, fold
from tests.benchmarks.queries import Query, Sort

_MEMORY_MB = 256


class StockWhoosh:
    """Whoosh."""

    name = "whoosh"
    keeps = True

    def build(self, documents: Iterable[SearchDocument], directory: Path) -> None:
        """Index documents in an empty directory."""
        directory.mkdir(parents=True)
        writer = index.create_in(str(directory), _schema()).writer(limitmb=_MEMORY_MB)
        for document in documents:
            writer.add_document(**_values(document))
        writer.commit(optimize=True)

    def update(self, directory: Path, changed: Sequence[SearchDocument]) -> None:
        """Replace documents."""
        opened: Any = index.open_dir(str(directory))
        writer = opened.writer(limitmb=_MEMORY_MB)
        for document in changed:
            writer.update_document(**_values(document))
        writer.commit(merge=False)
        opened.close()

    def open(self, directory: Path) -> WhooshSession:
        """Open a built index."""
        return WhooshSession(directory)


class WhooshSession:
    """An open index."""

    def __init__(self, directory: Path) -> None:
        self._index: Any = index.open_dir(str(directory))
        self._searcher: Any = self._index.searcher()
        self._analyzer = LanguageAnalyzer("de")

    def ask(self, query: Query, *, snippets: bool = False) -> Answer:
        """Answer a question."""
        groups = {name: sorting.FieldFacet(name, allow_overlap=True, maptype=sorting.Count) for name in COUNTED}
        found = self._searcher.search(self._tree(query), limit=LIMIT, groupedby=groups)
        # With groups Whoosh collects all documents of some queries, whatever the limit.
        hits = found[:LIMIT]
        return Answer(
            [hit["id"] for hit in hits],
            len(found),
            {name: found.groups(name) for name in COUNTED},
            [hit.highlights("body") for hit in hits] if snippets else (),
        )

    def close(self) -> None:
        """Release the index."""
        self._searcher.close()
        self._index.close()

    def _tree(self, asked: Query) -> Any:
        words = [word for typed in asked.words for word in WORD.findall(typed)]
        stems = [stem for word in words for stem in self._stems(word)]
        if asked.sort is Sort.PHRASE:
            # Whoosh fails on a phrase of nothing but stop words.
            return Phrase("body", stems) if stems else NullQuery
        if asked.sort is Sort.FUZZY:
            return And([FuzzyTerm("body", stem, maxdist=1, prefixlength=1) for stem in stems])
        *_whole, last = words
        whole = [stem for word in words[:-1] for stem in self._stems(word)]
        # The word may be complete already: then its stem is what the index holds.
        growing = [Prefix("body", fold(last)), *(Term("body", stem) for stem in self._stems(last))]
        title: list[Any] = [Term("title", stem, boost=3.0) for stem in whole] + [Prefix("title", fold(last), boost=3.0)]
        return AndMaybe(And([*(Term("body", stem) for stem in whole), Or(growing)]), Or(title))

    def _stems(self, word: str) -> list[str]:
        """Return the stem of a word, nothing for a stop word."""
        return [token.text for token in self._analyzer(word)]


def _schema() -> Any:
    german = LanguageAnalyzer("de")
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=fields.TEXT(analyzer=german),
        body=fields.TEXT(analyzer=german, stored=True),
        **{name: fields.KEYWORD(sortable=True) for name in COUNTED},
    )


def _values(document: SearchDocument) -> dict[str, str]:
    names = " ".join((document.title, *document.aliases, *document.keywords))
    values = {"kind": (document.kind,), **document.facets}
    own = {"id": document.id, "title": names, "body": f"{names}. {document.body}"}
    return own | {name: " ".join(values[name]) for name in COUNTED}
