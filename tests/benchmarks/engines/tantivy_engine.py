"""tantivy through its Python binding: German stemmer, boosted title, facets as terms aggregations on fast fields.

Two ways to complete a growing word. `tantivy` ranks: it looks the completions up and lets BM25 weigh each, as all other
engines here do. `tantivy_unranked` takes the automaton, which is faster on short prefixes but gives every document the
same score, so that its first twenty are just the oldest; it stands here to show what ranking costs.
Both count with the automaton.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from advisor_app.search.model import SearchDocument
from tests.benchmarks.corpus import COUNTED
from tests.benchmarks.engines.base import LIMIT, Answer
from tests.benchmarks.engines.words import WORD, fold
from tests.benchmarks.queries import Query, Sort

_ANALYZER = "de_stem"
_HEAP_BYTES = 256 * 2**20
_AGGREGATIONS = {name: {"terms": {"field": name, "size": 64}} for name in COUNTED}


class Tantivy:
    """tantivy.

    Args:
        ranked: let BM25 weigh the completions of a growing word.
    """

    keeps = True

    def __init__(self, *, ranked: bool = True) -> None:
        self.name = "tantivy" if ranked else "tantivy_unranked"
        self._ranked = ranked

    def build(self, documents: Iterable[SearchDocument], directory: Path) -> None:
        """Index documents in an empty directory."""
        directory.mkdir(parents=True)
        index = tantivy.Index(_schema(), path=str(directory))
        index.register_tokenizer(_ANALYZER, _analyzer())
        # One thread writes one segment, which is what searching likes best.
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for document in documents:
            writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()

    def update(self, directory: Path, changed: Sequence[SearchDocument]) -> None:
        """Replace documents."""
        index = _open(directory)
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for document in changed:
            writer.delete_documents_by_term("id", document.id)
            writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, directory: Path) -> TantivySession:
        """Open a built index."""
        return TantivySession(directory, ranked=self._ranked)


class TantivySession:
    """An open index."""

    def __init__(self, directory: Path, *, ranked: bool) -> None:
        self._ranked = ranked
        index = _open(directory)
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        self._analyzer = _analyzer()

    def ask(self, query: Query, *, snippets: bool = False) -> Answer:
        """Answer a question."""
        ranking, counting = self._queries(query)
        found = self._searcher.search(ranking, limit=LIMIT, count=False)
        counts = self._searcher.aggregate(counting, _AGGREGATIONS)
        facets = {name: {row["key"]: int(row["doc_count"]) for row in counts[name]["buckets"]} for name in COUNTED}
        documents = [self._searcher.doc(address) for _score, address in found.hits]
        return Answer(
            [document.get_first("id") for document in documents],
            sum(facets["kind"].values()),
            facets,
            self._snippets(query, documents) if snippets else (),
        )

    def close(self) -> None:
        """Release the index."""
        del self._searcher

    def _queries(self, query: Query) -> tuple[Any, Any]:
        """Return the query that ranks and the one that counts; counts need no scores."""
        words = _words(query)
        if query.sort is Sort.PHRASE and len(words) > 1:  # tantivy aborts on a phrase of one word
            phrase = tantivy.Query.phrase_query(self._schema, "text", [self._stem(word) for word in words])
            return phrase, phrase
        if query.sort is Sort.FUZZY:
            alike = [tantivy.Query.fuzzy_term_query(self._schema, "text", self._stem(word)) for word in words]
            return _all_of(alike), _all_of(alike)
        *whole, last = words
        must = [self._term("text", word) for word in whole]
        counting = _all_of([*must, self._automaton("text", last)])
        growing = self._completions(last) if self._ranked else self._automaton("text", last)
        title = [*(self._term("title", word) for word in whole), self._automaton("title", last)]
        raising = [(tantivy.Occur.Should, tantivy.Query.boost_query(part, 3.0)) for part in title]
        required = [(tantivy.Occur.Must, part) for part in [*must, growing]]
        return tantivy.Query.boolean_query([*required, *raising]), counting

    def _snippets(self, query: Query, documents: Sequence[Any]) -> list[str]:
        """Mark what matched; an automaton has no words to mark, so the completions stand in for it."""
        words = _words(query)
        whole = words[:-1] if query.sort is Sort.KEYSTROKE else words
        marked = [self._term("text", word) for word in whole]
        if query.sort is Sort.KEYSTROKE:
            marked.append(self._completions(words[-1]))
        if query.sort is Sort.FUZZY:
            marked += [tantivy.Query.fuzzy_term_query(self._schema, "text", self._stem(word)) for word in words]
        maker = tantivy.SnippetGenerator.create(self._searcher, _any_of(marked), self._schema, "text")
        return [maker.snippet_from_doc(document).to_html() for document in documents]

    def _stem(self, word: str) -> str:
        return str((self._analyzer.analyze(word) or [word])[0])

    def _term(self, field: str, word: str) -> Any:
        return tantivy.Query.term_query(self._schema, field, self._stem(word))

    def _automaton(self, field: str, word: str) -> Any:
        """Match what begins like the word, or has its stem: the word may be complete already."""
        begins = tantivy.Query.fuzzy_term_query(self._schema, field, fold(word), distance=0, prefix=True)
        return _any_of([begins, self._term(field, word)])

    def _completions(self, word: str) -> Any:
        """Match the same, each completion as a term of its own, which BM25 weighs."""
        begins = (term for term, _count in self._searcher.terms_with_prefix("text", fold(word)))
        terms = dict.fromkeys([*begins, self._stem(word)])
        return _any_of([tantivy.Query.term_query(self._schema, "text", term) for term in terms])


def _words(query: Query) -> list[str]:
    return [word for typed in query.words for word in WORD.findall(typed)]


def _all_of(parts: Sequence[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])


def _any_of(parts: Sequence[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name=_ANALYZER)
    builder.add_text_field("text", stored=True, tokenizer_name=_ANALYZER)
    for name in COUNTED:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _analyzer() -> Any:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("german")).build()


def _open(directory: Path) -> Any:
    index = tantivy.Index.open(str(directory))
    index.register_tokenizer(_ANALYZER, _analyzer())
    return index


def _document(document: SearchDocument) -> Any:
    names = " ".join((document.title, *document.aliases, *document.keywords))
    fields: dict[str, Any] = {"id": document.id, "title": names, "text": f"{names}. {document.body}"}
    values = {"kind": (document.kind,), **document.facets}
    return tantivy.Document(**fields, **{name: list(values[name]) for name in COUNTED})
