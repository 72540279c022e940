"""How well the search finds what was meant: test collections and the advisor questions of `kb/gold`.

The figures are those of the product itself: the same analysis, index and ranking that answer in the window, first ten
hits. Collections are asked with complete words, advisor questions as in the window while typing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from advisor_app.errors import EnvironmentFault, InputUnreadable
from advisor_app.search.collection import Text, read_documents, read_judgements, read_queries
from advisor_app.search.index import SearchIndex, build_index
from advisor_app.search.metrics import hit_at, ndcg_at, reciprocal_rank_at
from advisor_app.search.model import SearchDocument, SearchRequest, SearchResult
from advisor_app.search.questions import Question, read_questions

# Told (step, done, all); `all` is None where nobody knows. Steps: index, ask.
StepProgress = Callable[[str, int, int | None], None]

DEPTH = 10
# Collections have no windows; the day only has to be the same in every run.
_NO_DAY = date(2000, 1, 1)


class Searchable(Protocol):
    """What is asked: the index, or a library that holds one."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A question whose first hit is not relevant. `rank` counts from 1; None: not among the first ten."""

    id: str
    query: str
    expected: tuple[str, ...]
    found: tuple[str, ...]
    rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Means over all judged queries, each in 0..1.

    Args:
        queries: how many were asked.
        hit_at_1: share of queries whose first hit is relevant.
        hit_at_5: share of queries with a relevant hit among the first five.
        mrr_at_10: mean reciprocal rank of the first relevant hit, 0 beyond rank 10.
        ndcg_at_10: normalised discounted cumulative gain of the first ten, linear gains as trec_eval counts.
        misses: queries whose first hit is not relevant, the worst first.
        unjudged: queries left out because nothing relevant is known for them.
        unknown_queries: judged queries that the query file does not have; they are left out.
        unknown_documents: relevant documents that the collection does not have; they count as not found.
    """

    queries: int
    hit_at_1: float
    hit_at_5: float
    mrr_at_10: float
    ndcg_at_10: float
    misses: tuple[Miss, ...] = ()
    unjudged: int = 0
    unknown_queries: int = 0
    unknown_documents: int = 0

    def figures(self) -> dict[str, float | int]:
        """Return the figures under the names they are reported by."""
        return {
            "queries": self.queries,
            "hit@1": self.hit_at_1,
            "hit@5": self.hit_at_5,
            "mrr@10": self.mrr_at_10,
            "ndcg@10": self.ndcg_at_10,
            "unjudged": self.unjudged,
            "unknown_queries": self.unknown_queries,
            "unknown_documents": self.unknown_documents,
        }


def evaluate(
    docs: Path,
    queries: Path,
    qrels: Path,
    *,
    progress: StepProgress = lambda _step, _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Evaluation:
    """Index a collection in a temporary directory and ask its queries.

    Args:
        docs: JSON Lines with `id`, `text` and, if there is one, `title`.
        queries: JSON Lines with `id` and `query` (or `question`, `text`).
        qrels: query id, document id and grade, as TSV or TREC.
        progress: told about each step.
        cancelled: asked now and then.

    Raises:
        InputUnreadable: a file is not what it should be, or no query is judged.
        EnvironmentFault: no place for the temporary index.
        Cancelled: `cancelled` said so.
    """
    asked = read_queries(queries)
    judgements = read_judgements(qrels)
    questions = _join(asked, judgements)
    if not questions:
        remedy = f"no query of {queries} has a relevant document here; check that the query ids are the same"
        raise InputUnreadable(file=qrels, place="file", remedy=remedy)
    with _temporary_directory() as directory:
        collection = _Collection(read_documents(docs))
        build_index(
            collection.documents(),
            directory / "index",
            progress=lambda done, whole: progress("index", done, whole),
            cancelled=cancelled,
        )
        index = SearchIndex.open(directory / "index", today=_NO_DAY)
        try:
            rankings = list(_ask(index, questions, collection.ids, progress=progress))
        finally:
            index.close()
    relevant = {document for question in questions for document, grade in question.grades.items() if grade > 0}
    return summarise(
        questions,
        rankings,
        unjudged=len(asked) - len(questions),
        unknown_queries=len(judgements.keys() - {query.id for query in asked}),
        unknown_documents=len(relevant.difference(collection.ids)),
    )


def evaluate_questions(index: Searchable, questions: Path, *, growing: bool = True) -> Evaluation:
    """Ask the advisor questions of a `questions/1` file and compare with the items they expect.

    Args:
        index: an open index or library.
        questions: YAML: `schema: questions/1` and `questions: - {id, query, expect: {item id: grade}}`.
        growing: the last word may be half a word, as in the window while typing; some questions are.

    Raises:
        InputUnreadable: the file is no such list.
    """
    asked = read_questions(questions)
    return summarise(asked, [_ranking(index, question.query, growing=growing) for question in asked])


def summarise(
    questions: Sequence[Question],
    rankings: Sequence[Sequence[str]],
    *,
    unjudged: int = 0,
    unknown_queries: int = 0,
    unknown_documents: int = 0,
) -> Evaluation:
    """Average the metrics over questions and their rankings (document ids, best first); at least one is needed."""
    count = len(questions)
    pairs = [(ranking, question.grades) for question, ranking in zip(questions, rankings, strict=True)]
    return Evaluation(
        queries=count,
        hit_at_1=sum(hit_at(ranking, grades, 1) for ranking, grades in pairs) / count,
        hit_at_5=sum(hit_at(ranking, grades, 5) for ranking, grades in pairs) / count,
        mrr_at_10=sum(reciprocal_rank_at(ranking, grades, DEPTH) for ranking, grades in pairs) / count,
        ndcg_at_10=sum(ndcg_at(ranking, grades, DEPTH) for ranking, grades in pairs) / count,
        misses=_misses(questions, rankings),
        unjudged=unjudged,
        unknown_queries=unknown_queries,
        unknown_documents=unknown_documents,
    )


class _Collection:
    """The documents under short ids of their own, so that any id of the file is fine for the index."""

    def __init__(self, texts: Iterator[Text]) -> None:
        self._texts = texts
        self.ids: list[str] = []

    def documents(self) -> Iterator[SearchDocument]:
        for number, text in enumerate(self._texts):
            self.ids.append(text.id)
            yield SearchDocument(id=f"d{number}", kind="document", title=text.title, body=text.text)


def _join(queries: Sequence[Text], judgements: Mapping[str, Mapping[str, float]]) -> Sequence[Question]:
    """Return the queries for which something relevant is known."""
    judged = (Question(query.id, query.text, judgements.get(query.id, {})) for query in queries)
    return [question for question in judged if any(grade > 0 for grade in question.grades.values())]


def _ask(
    index: SearchIndex, questions: Sequence[Question], ids: Sequence[str], *, progress: StepProgress
) -> Iterator[Sequence[str]]:
    """Yield the ranking of each question in the ids of the collection."""
    for number, question in enumerate(questions):
        progress("ask", number, len(questions))
        yield [ids[int(key[1:])] for key in _ranking(index, question.query, growing=False)]
    progress("ask", len(questions), len(questions))


def _ranking(index: Searchable, query: str, *, growing: bool) -> Sequence[str]:
    result = index.search(SearchRequest(text=query, limit=DEPTH, snippets=0, growing=growing))
    return [hit.id for hit in result.hits]


def _misses(questions: Sequence[Question], rankings: Sequence[Sequence[str]]) -> tuple[Miss, ...]:
    found = []
    for question, ranking in zip(questions, rankings, strict=True):
        relevant = [document for document, grade in question.grades.items() if grade > 0]
        rank = next((rank for rank, document in enumerate(ranking[:DEPTH], start=1) if document in relevant), None)
        if rank != 1:
            best_first = sorted(relevant, key=lambda document: -question.grades[document])
            found.append(Miss(question.id, question.query, tuple(best_first), tuple(ranking[:DEPTH]), rank))
    return tuple(sorted(found, key=lambda miss: -(miss.rank or DEPTH + 1)))


@contextmanager
def _temporary_directory() -> Iterator[Path]:
    """Lend a directory for one index; a machine without a place for it is an `EnvironmentFault`."""
    try:
        directory = tempfile.TemporaryDirectory(prefix="advisor-evaluate-", ignore_cleanup_errors=True)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise EnvironmentFault(path=tempfile.gettempdir(), reason=reason, remedy="make room or set TMPDIR") from fault
    with directory as name:
        yield Path(name)
