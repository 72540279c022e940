"""What is found, side by side: the product and three plain ways to use SQLite FTS5, on one judged collection.

The baselines rank with bm25 over the OR of the question's words: as they stand, as Snowball stems, and as character
4-grams. The metrics are those of `advisor-admin evaluate-search`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from advisor_app.search.collection import Text, read_documents, read_judgements, read_queries
from advisor_app.search.evaluation import DEPTH, evaluate, summarise
from advisor_app.search.questions import Question
from tests.benchmarks.engines.registry import OWN
from tests.benchmarks.engines.words import WORD, stems

FIGURES = ("hit@1", "hit@5", "mrr@10", "ndcg@10")
_GRAM = 4


def compare(folder: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the product and of the baselines.

    Args:
        folder: holds docs.jsonl, queries.jsonl and qrels.tsv.

    Raises:
        InputUnreadable: one of them is not what it should be.
    """
    docs, queries, qrels = (folder / name for name in ("docs.jsonl", "queries.jsonl", "qrels.tsv"))
    found = {OWN: evaluate(docs, queries, qrels).figures()}
    documents = list(read_documents(docs))
    judgements = read_judgements(qrels)
    questions = [Question(query.id, query.text, judgements.get(query.id, {})) for query in read_queries(queries)]
    judged = [question for question in questions if any(grade > 0 for grade in question.grades.values())]
    for name, tokens in BASELINES.items():
        found[name] = summarise(judged, _rankings(documents, judged, tokens)).figures()
    return {name: {figure: round(figures[figure], 4) for figure in FIGURES} for name, figures in found.items()}


def _rankings(
    documents: Sequence[Text], questions: Sequence[Question], tokens: Callable[[str], list[str]]
) -> list[list[str]]:
    """Answer the questions with bm25 over the tokens."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE text USING fts5(title, body, tokenize='unicode61 remove_diacritics 0')")
        database.executemany(
            "INSERT INTO text VALUES (?, ?)",
            ((" ".join(tokens(document.title)), " ".join(tokens(document.text))) for document in documents),
        )
        rankings = []
        for question in questions:
            match = " OR ".join(f'"{token}"' for token in dict.fromkeys(tokens(question.query)))
            rows = database.execute(
                "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rank LIMIT ?", [match or '""', DEPTH]
            )
            rankings.append([documents[number - 1].id for (number,) in rows])
        return rankings


def _plain(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _grams(text: str) -> list[str]:
    """Cut words into pieces of four letters; shorter words stay whole."""
    return [word[start : start + _GRAM] for word in _plain(text) for start in range(max(1, len(word) - _GRAM + 1))]


BASELINES: dict[str, Callable[[str], list[str]]] = {
    "fts5_plain": _plain,
    "fts5_stemmed": stems,
    "fts5_4grams": _grams,
}
