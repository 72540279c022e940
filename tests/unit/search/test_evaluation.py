"""Evaluation: metrics against hand-worked cases, and every way in which a test collection can be wrong."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.errors import Cancelled, InputUnreadable
from advisor_app.search import collection
from advisor_app.search.evaluation import Miss, evaluate, evaluate_questions, summarise
from advisor_app.search.metrics import hit_at, ndcg_at, reciprocal_rank_at
from advisor_app.search.model import Hit, SearchRequest, SearchResult, Snippet
from advisor_app.search.questions import Question, read_questions

DOCS = [
    {"id": "a", "title": "Pumpen", "text": "Eine sparsame Pumpe senkt die Stromkosten der Werkstatt."},
    {"id": 7, "title": None, "text": "Der Betrieb kauft neue Maschinen für die Fertigung.", "extra": [1]},
    {"id": "c", "text": "Beratung zur Nachfolge im Handwerk."},
]
QUERIES = [{"id": 1, "query": "Maschinen"}, {"id": "2", "question": "Nachfolge"}, {"id": "3", "text": "Pumpe"}]
QRELS = "query_id\tdoc_id\trel\n1\t7\t1\n2\tc\t2\n3\ta\t1\n"


# ---- metrics -----------------------------------------------------------------------------------------------------


def test_hand_worked_figures_with_graded_gains():
    grades = {"a": 3, "b": 2, "c": 1}
    ranking = ["x", "b", "y", "a"]
    ideal = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)  # 3 + 1.26186 + 0.5
    gained = 2 / math.log2(3) + 3 / math.log2(5)  # 1.26186 + 1.29203
    assert ndcg_at(ranking, grades, 10) == pytest.approx(gained / ideal)
    assert ndcg_at(ranking, grades, 10) == pytest.approx(0.53632, abs=1e-5)
    assert reciprocal_rank_at(ranking, grades, 10) == 0.5
    assert hit_at(ranking, grades, 1) == 0
    assert hit_at(ranking, grades, 2) == 1


def test_reciprocal_rank_takes_the_first_of_several_relevant():
    assert reciprocal_rank_at(["x", "y", "b", "a"], {"a": 1, "b": 1}, 10) == pytest.approx(1 / 3)


def test_everything_is_cut_at_ten():
    ranking = [f"x{n}" for n in range(10)] + ["a"]
    assert reciprocal_rank_at(ranking, {"a": 1}, 10) == 0
    assert ndcg_at(ranking, {"a": 1}, 10) == 0
    assert hit_at(ranking, {"a": 1}, 10) == 0
    assert reciprocal_rank_at(ranking[1:], {"a": 1}, 10) == pytest.approx(0.1)


def test_ideal_counts_ten_documents_at_most():
    grades = {f"r{n}": 1 for n in range(25)}
    assert ndcg_at([f"r{n}" for n in range(10)], grades, 10) == pytest.approx(1)


def test_grade_zero_is_not_relevant():
    assert hit_at(["a"], {"a": 0}, 5) == 0
    assert ndcg_at(["a"], {"a": -1}, 5) == 0
    assert ndcg_at([], {}, 10) == 0


_IDS = [f"d{n}" for n in range(14)]


@given(ranking=st.permutations(_IDS), grades=st.dictionaries(st.sampled_from(_IDS), st.integers(-1, 3), min_size=1))
def test_metrics_stay_in_bounds_and_agree_with_each_other(ranking, grades):
    relevant = [key for key, grade in grades.items() if grade > 0]
    for k in (1, 5, 10):
        values = (hit_at(ranking, grades, k), reciprocal_rank_at(ranking, grades, k), ndcg_at(ranking, grades, k))
        assert all(0 <= value <= 1 + 1e-12 for value in values)
        assert len({value > 0 for value in values}) == 1
    best = sorted(ranking, key=lambda key: -grades.get(key, 0))
    if relevant:
        assert ndcg_at(best, grades, 10) == pytest.approx(1)
        assert reciprocal_rank_at(best, grades, 10) == 1


@given(ranking=st.permutations(_IDS), at=st.integers(1, len(_IDS) - 1))
def test_moving_the_relevant_document_up_never_lowers_a_metric(ranking, at):
    grades = {ranking[at]: 2}
    better = [*ranking]
    better[at - 1], better[at] = better[at], better[at - 1]
    for metric in (hit_at, reciprocal_rank_at, ndcg_at):
        assert metric(better, grades, 10) >= metric(ranking, grades, 10)


def test_summary_averages_and_lists_the_worst_miss_first():
    questions = [
        Question("1", "eins", {"a": 1}),
        Question("2", "zwei", {"b": 1}),
        Question("3", "drei", {"c": 1, "d": 3}),
    ]
    found = summarise(questions, [["a"], ["x", "b"], ["x", "y"]])
    assert found.queries == 3
    assert found.hit_at_1 == pytest.approx(1 / 3)
    assert found.hit_at_5 == pytest.approx(2 / 3)
    assert found.mrr_at_10 == pytest.approx(0.5)
    assert found.misses == (
        Miss("3", "drei", ("d", "c"), ("x", "y"), None),
        Miss("2", "zwei", ("b",), ("x", "b"), 2),
    )
    assert set(found.figures()) >= {"queries", "hit@1", "hit@5", "mrr@10", "ndcg@10"}


# ---- collections -------------------------------------------------------------------------------------------------


def write(folder: Path, docs=None, queries=None, qrels=QRELS) -> tuple[Path, Path, Path]:
    """Write a collection; lists are dumped as JSON Lines, text and bytes are written as they are."""
    paths = (folder / "docs.jsonl", folder / "queries.jsonl", folder / "qrels.tsv")
    for path, content in zip(paths, (docs or DOCS, queries or QUERIES, qrels), strict=True):
        dumped = "\n".join(json.dumps(line) for line in content) if isinstance(content, list) else content
        path.write_bytes(dumped if isinstance(dumped, bytes) else dumped.encode("utf-8"))
    return paths


def test_a_small_collection_is_found(tmp_path):
    steps = []
    found = evaluate(*write(tmp_path), progress=lambda *told: steps.append(told))
    assert (found.queries, found.hit_at_1, found.mrr_at_10, found.ndcg_at_10) == (3, 1, 1, 1)
    assert found.misses == ()
    assert {step for step, _done, _all in steps} == {"index", "ask"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs.jsonl", "qrels.tsv", "queries.jsonl"]


@pytest.mark.parametrize(
    "qrels",
    [
        "1 0 7 1\n2 0 c 2\n3 0 a 1\n",  # TREC
        "1\t0\t7\t1\n2\t0\tc\t2\n3\t0\ta\t1\n",
        "1\t7\n2\tc\n3\ta\n",
        "query-id\tcorpus-id\tscore\r\n1\t7\t1.0\r\n\r\n2\tc\t2\r\n3\ta\t1\r\n",
        "\ufeff1\t7\t1\n1\t7\t1\n2\tc\t2\n3\ta\t1",
    ],
)
def test_usual_forms_of_judgements_are_read(tmp_path, qrels):
    assert evaluate(*write(tmp_path, qrels=qrels)).hit_at_1 == 1


def test_what_is_not_judged_or_not_there_is_counted_not_refused(tmp_path):
    qrels = "1\t7\t1\n1\tgone\t1\n2\tc\t0\nnobody\ta\t1\n"
    found = evaluate(*write(tmp_path, qrels=qrels))
    assert (found.queries, found.unjudged, found.unknown_queries, found.unknown_documents) == (1, 2, 1, 1)
    assert found.hit_at_1 == 1
    assert found.ndcg_at_10 == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_odd_ids_and_texts_are_fine(tmp_path):
    docs = [
        {"id": 'x/y "z" ä:1', "title": "", "text": "Wärmepumpe 😀 \x00 \u00ad"},
        {"_id": -3, "title": None, "text": None},
        {"id": "l" * 900, "text": "Solaranlage " * 20_000},
    ]
    queries = [{"id": "q", "query": "Wärmepumpe"}, {"id": "p", "query": "Solaranlage"}, {"id": "e", "query": ""}]
    qrels = f'q\tx/y "z" ä:1\t1\np\t{"l" * 900}\t1\ne\t-3\t1\n'
    found = evaluate(*write(tmp_path, docs=docs, queries=queries, qrels=qrels))
    assert (found.queries, found.unknown_documents) == (3, 0)
    assert {miss.id for miss in found.misses} <= {"e"}


def test_lone_surrogates_do_not_break_the_index(tmp_path):
    docs = b'{"id": "a", "text": "Pumpe \\ud800 Pumpe"}\n'
    assert evaluate(*write(tmp_path, docs=docs, qrels="3\ta\t1\n")).hit_at_1 == 1


@pytest.mark.parametrize("query", ['"', "(", "kind:", "-", "*", "[TO", "ist das so? ja: nein", "AND OR NOT", "~2^3"])
def test_queries_full_of_operators_are_answered(tmp_path, query):
    found = evaluate(*write(tmp_path, queries=[{"id": "3", "query": query}], qrels="3\ta\t1\n"))
    assert found.queries == 1


LONG = '{"id": "1", "text": "' + "x" * 3_000 + '"}'
FAULTS: dict[str, list[tuple[str | bytes, str, str]]] = {
    "docs": [
        ("", "file", "empty"),
        ("\n \n", "file", "empty"),
        ('{"id": "1", "text": "a"}\n{"id": "2", "text": ', "line 2", "JSON"),
        ('[{"id": "1", "text": "a"}]', "line 1", "a list"),
        ('"text"', "line 1", "found text"),
        ('{"id": "1"}', "line 1", '"text" is missing'),
        ('{"text": "a"}', "line 1", '"id" is missing'),
        ('{"id": null, "text": "a"}', "line 1", "null"),
        ('{"id": true, "text": "a"}', "line 1", "true"),
        ('{"id": 1.5, "text": "a"}', "line 1", "a number"),
        ('{"id": " ", "text": "a"}', "line 1", "empty text"),
        ('{"id": "1", "text": ["a"]}', "line 1", "a list"),
        ('{"id": "1", "title": {}, "text": "a"}', "line 1", "an object"),
        ('{"id": "1", "text": "a"}\n\n{"id": 1, "text": "b"}', "line 3", "twice"),
        ('{"id": "1", "text": "f\u00f6rdern"}'.encode("latin-1"), "line 1", "Latin-1"),
        ('{"id": "1", "text": "a"}'.encode("utf-16"), "line 1", "UTF-16"),
        ("[" * 100_000, "line 1", "nested"),
        ('{"id": ' + "9" * 5_000 + ', "text": "a"}', "line 1", "too large"),
        (LONG, "line 1", "longer than"),
    ],
    "queries": [
        ("", "file", "empty"),
        ('{"id": "1"}', "line 1", '"query" is missing'),
        ('{"id": "1", "query": 5}', "line 1", "a number"),
        ('{"id": "1", "query": "a"}\n{"id": "1", "query": "b"}', "line 2", "twice"),
    ],
    "qrels": [
        ("", "file", "empty"),
        ("query_id\tdoc_id\trel\n", "file", "empty"),
        ("1\t7\t1\n1\ta\tviel\n", "line 2", "a grade"),
        ("1\t7\t1\n1\ta\tnan\n", "line 2", "a grade"),
        ("1\t7\t1\n1\t\t1\n", "line 2", "a grade"),
        ("1\t7\t1\nallein\n", "line 2", "a grade"),
        ("1 0 7 1 tag\n", "line 1", "a grade"),
        ("1\t7\t1\n1\t7\t2\n", "line 2", "twice"),
        ("9\t7\t1\n", "file", "same"),
        ("1\t7\t0\n", "file", "same"),
    ],
}


@pytest.mark.parametrize(
    ("which", "content", "place", "remedy"),
    [(which, *fault) for which, faults in FAULTS.items() for fault in faults],
)
def test_a_faulty_file_is_one_line_with_file_place_and_remedy(tmp_path, monkeypatch, which, content, place, remedy):
    if content is LONG:
        monkeypatch.setattr(collection, "MAX_LINE_BYTES", 2_048)
    paths = write(tmp_path)
    faulty = paths[["docs", "queries", "qrels"].index(which)]
    faulty.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    with pytest.raises(InputUnreadable) as caught:
        evaluate(*paths)
    assert caught.value.details["file"] == faulty
    assert caught.value.details["place"] == place
    assert remedy in str(caught.value.details["remedy"])
    assert "\n" not in str(caught.value.details["remedy"])


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    docs, _queries, qrels = write(tmp_path)
    for wrong in (tmp_path / "nothing.jsonl", tmp_path):
        with pytest.raises(InputUnreadable) as caught:
            evaluate(docs, wrong, qrels)
        assert caught.value.details["file"] == wrong


def test_cancelling_stops_the_evaluation(tmp_path):
    with pytest.raises(Cancelled):
        evaluate(*write(tmp_path), cancelled=lambda: True)


# ---- advisor questions -------------------------------------------------------------------------------------------


class _FixedAnswers:
    """Answers each query with the same ids every time and notes how it was asked."""

    def __init__(self, answers: dict[str, list[str]]) -> None:
        self._answers = answers
        self.requests: list[SearchRequest] = []

    def search(self, request):
        self.requests.append(request)
        found = self._answers[request.text]
        hits = tuple(Hit(id=key, kind="topic", title=key, score=1, snippet=Snippet(text="")) for key in found)
        return SearchResult(query=request.text, total=len(hits), hits=hits, facets={})


QUESTIONS = """schema: questions/1
questions:
  - id: machines
    query: Zuschuss für Maschinen
    expect: {invest: 3, loan: 1}
  - {id: heirs, query: "Wer hilft bei der Nachfolge?", expect: {handover: 2}}
"""


def test_questions_are_asked_and_misses_listed(tmp_path):
    file = tmp_path / "questions.yaml"
    file.write_text(QUESTIONS, encoding="utf-8")
    answers = _FixedAnswers({"Zuschuss für Maschinen": ["invest"], "Wer hilft bei der Nachfolge?": ["loan"]})
    found = evaluate_questions(answers, file)
    assert (found.queries, found.hit_at_1) == (2, 0.5)
    assert [miss.id for miss in found.misses] == ["heirs"]
    assert {(request.growing, request.limit, request.snippets) for request in answers.requests} == {(True, 10, 0)}
    assert [question.grades for question in read_questions(file)] == [{"invest": 3, "loan": 1}, {"handover": 2}]


@pytest.mark.parametrize(
    ("content", "line", "remedy"),
    [
        ("", 1, "empty"),
        ("schema: questions/1\nquestions: []\n", 2, "list"),
        ("schema: questions/2\nquestions: []\n", 1, "questions/1"),
        ("- a\n", 1, "questions/1"),
        ("schema: questions/1\nquestions: [\n", 3, "YAML"),
        ("schema: questions/1\nquestions:\n  - nur Text\n", 3, "expected {id"),
        ("schema: questions/1\nquestions:\n  - {id: a, query: 5, expect: {x: 1}}\n", 3, "text"),
        ("schema: questions/1\nquestions:\n  - {id: a, query: b, expect: [x]}\n", 3, "item ids"),
        ("schema: questions/1\nquestions:\n  - id: a\n    query: b\n    expect: {x: gut}\n", 5, "number"),
        ("schema: questions/1\nquestions:\n  - id: a\n    query: b\n    expect: {x: 0}\n", 5, "above zero"),
        (QUESTIONS + "  - {id: heirs, query: b, expect: {x: 1}}\n", 7, "twice"),
    ],
)
def test_a_faulty_question_is_named_with_its_line(tmp_path, content, line, remedy):
    file = tmp_path / "questions.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputUnreadable) as caught:
        read_questions(file)
    assert caught.value.details["place"] == f"line {line}"
    assert remedy in str(caught.value.details["remedy"])


def test_a_question_file_in_latin_1_or_missing_is_named(tmp_path):
    file = tmp_path / "questions.yaml"
    with pytest.raises(InputUnreadable):
        read_questions(file)
    file.write_bytes(QUESTIONS.encode("latin-1"))
    with pytest.raises(InputUnreadable) as caught:
        read_questions(file)
    assert "UTF-8" in str(caught.value.details["remedy"])
