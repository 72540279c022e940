"""SQLite FTS5 as well as it can be had from Python: Snowball stems, prefix index, facets in SQL, own snippets."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from advisor_app.search.model import SearchDocument
from tests.benchmarks.corpus import COUNTED
from tests.benchmarks.engines.base import LIMIT, Answer
from tests.benchmarks.engines.words import WORD, Neighbours, fold, stem, stems
from tests.benchmarks.queries import Query, Sort

_SCHEMA = """
CREATE VIRTUAL TABLE stems USING fts5(title, alias, body, content='', prefix='1 2 3',
    tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE words USING fts5vocab(stems, 'row');
CREATE TABLE document (number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, body TEXT, indexed TEXT);
CREATE TABLE facet (number INTEGER, code INTEGER, PRIMARY KEY (number, code)) WITHOUT ROWID;
CREATE TABLE code (code INTEGER PRIMARY KEY, name TEXT, value TEXT, UNIQUE (name, value));
"""
_SNIPPET_WORDS = 30
_WORDS_BEFORE = 8
_HITS = "SELECT rowid FROM stems WHERE stems MATCH ? ORDER BY bm25(stems, 3.0, 2.0, 1.0) LIMIT ?"
# The counts of the single-valued `kind` add up to the total, which saves a statement.
_FACETS = """
WITH hits AS MATERIALIZED (SELECT rowid FROM stems WHERE stems MATCH ?)
SELECT code, count(*) FROM hits CROSS JOIN facet ON facet.number = hits.rowid GROUP BY code
"""


class Fts5:
    """SQLite FTS5."""

    name = "fts5"
    keeps = True

    def build(self, documents: Iterable[SearchDocument], directory: Path) -> None:
        """Index documents in an empty directory."""
        directory.mkdir(parents=True)
        with closing(sqlite3.connect(_file(directory))) as database:
            database.executescript(_SCHEMA)
            codes: dict[tuple[str, str], int] = {}
            for number, document in enumerate(documents, start=1):
                _insert(database, number, document, codes)
            database.executemany(
                "INSERT INTO code VALUES (?, ?, ?)", [(code, name, value) for (name, value), code in codes.items()]
            )
            database.execute("INSERT INTO stems(stems) VALUES ('optimize')")
            database.commit()
            database.execute("ANALYZE")

    def update(self, directory: Path, changed: Sequence[SearchDocument]) -> None:
        """Replace documents."""
        with closing(sqlite3.connect(_file(directory))) as database:
            codes = {
                (name, value): code for code, name, value in database.execute("SELECT code, name, value FROM code")
            }
            for document in changed:
                number, *indexed = database.execute(
                    "SELECT number, indexed FROM document WHERE id = ?", [document.id]
                ).fetchone()
                # A contentless table forgets a row only when it is told what it had indexed.
                title, alias, body = indexed[0].split("\0")
                database.execute(
                    "INSERT INTO stems(stems, rowid, title, alias, body) VALUES ('delete', ?, ?, ?, ?)",
                    [number, title, alias, body],
                )
                database.execute("DELETE FROM document WHERE number = ?", [number])
                database.execute("DELETE FROM facet WHERE number = ?", [number])
                _insert(database, number, document, codes)
            database.commit()

    def open(self, directory: Path) -> Fts5Session:
        """Open a built index."""
        return Fts5Session(directory)


class Fts5Session:
    """An open database."""

    def __init__(self, directory: Path) -> None:
        self._database = sqlite3.connect(_file(directory))
        self._database.execute("PRAGMA mmap_size = 1073741824")
        self._database.execute("PRAGMA cache_size = -65536")
        self._codes = {code: (name, value) for code, name, value in self._database.execute("SELECT * FROM code")}
        self._neighbours: Neighbours | None = None

    def ask(self, query: Query, *, snippets: bool = False) -> Answer:
        """Answer a question."""
        match = self._match(query)
        if not match:
            return Answer((), 0, {})
        numbers = [number for (number,) in self._database.execute(_HITS, [match, LIMIT])]
        facets: dict[str, dict[str, int]] = {name: {} for name in COUNTED}
        for code, count in self._database.execute(_FACETS, [match]):
            name, value = self._codes[code]
            facets[name][value] = count
        marks = ",".join("?" * len(numbers))
        column = "body" if snippets else "''"
        rows = {
            number: (key, body)
            for number, key, body in self._database.execute(
                f"SELECT number, id, {column} FROM document WHERE number IN ({marks})", numbers
            )
        }
        shown = [_snippet(rows[number][1], query) for number in numbers] if snippets else ()
        return Answer([rows[number][0] for number in numbers], sum(facets["kind"].values()), facets, shown)

    def close(self) -> None:
        """Release the database."""
        self._database.close()

    def _match(self, query: Query) -> str:
        words = [word for typed in query.words for word in WORD.findall(typed)]
        if query.sort is Sort.PHRASE:
            return f'"{" ".join(stem(word) for word in words)}"'
        if query.sort is Sort.FUZZY:
            return " AND ".join(f"({self._alike(stem(word))})" for word in words)
        *whole, last = words
        # The word may be complete already: then its stem is what the index holds.
        growing = f'("{fold(last)}" * OR "{stem(last)}")'
        return " AND ".join([*(f'"{stem(word)}"' for word in whole), growing])

    def _alike(self, word: str) -> str:
        if self._neighbours is None:
            self._neighbours = Neighbours(word for (word,) in self._database.execute("SELECT term FROM words"))
        return " OR ".join(f'"{known}"' for known in self._neighbours.of(word) or [word])


def _file(directory: Path) -> Path:
    return directory / "index.sqlite"


def _insert(
    database: sqlite3.Connection, number: int, document: SearchDocument, codes: dict[tuple[str, str], int]
) -> None:
    columns = [
        " ".join(stems(text))
        for text in (document.title, " ".join((*document.aliases, *document.keywords)), document.body)
    ]
    database.execute("INSERT INTO stems(rowid, title, alias, body) VALUES (?, ?, ?, ?)", [number, *columns])
    database.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?)",
        [number, document.id, document.title, document.body, "\0".join(columns)],
    )
    pairs = [("kind", document.kind), *((name, code) for name in COUNTED[1:] for code in document.facets[name])]
    database.executemany(
        "INSERT INTO facet VALUES (?, ?)", [(number, codes.setdefault(pair, len(codes))) for pair in pairs]
    )


def _snippet(body: str, query: Query) -> str:
    """Cut some thirty words around the first word that matches and mark all that match."""
    wanted = {stem(word) for word in query.words}
    last = fold(query.words[-1])
    growing = query.sort is Sort.KEYSTROKE
    spans: list[re.Match[str]] = []
    marked: list[re.Match[str]] = []
    first: int | None = None
    for span in WORD.finditer(body):
        if first is not None and len(spans) >= first + _SNIPPET_WORDS - _WORDS_BEFORE:
            break  # the text is read no further than the snippet reaches
        if stem(span[0]) in wanted or (growing and fold(span[0]).startswith(last)):
            marked.append(span)
            first = len(spans) if first is None else first
        spans.append(span)
    if not spans:
        return ""
    start = spans[max(0, (first or 0) - _WORDS_BEFORE)].start()
    parts, at = [], start
    for span in marked:
        parts += [body[at : span.start()], "<b>", span[0], "</b>"]
        at = span.end()
    return "".join([*parts, body[at : spans[-1].end() if marked else spans[:_SNIPPET_WORDS][-1].end()]])
