"""The benchmark itself: same collections everywhere, adapters that answer alike, figures in the agreed shape."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import search
from tests.benchmarks.corpus import COUNTED, MEAN_WORDS, Corpus, TooLittleMaterial, make_corpus
from tests.benchmarks.display import NoDisplay, virtual_display
from tests.benchmarks.engines.base import Session
from tests.benchmarks.engines.registry import OWN, engine, installed
from tests.benchmarks.engines.words import Neighbours
from tests.benchmarks.material import sentences_of
from tests.benchmarks.measure import percentiles
from tests.benchmarks.quality import BASELINES, compare
from tests.benchmarks.queries import Query, Sort, make_queries
from tests.benchmarks.start import start_own

SIZE = 150
OTHERS = ("tantivy", "tantivy_unranked", "fts5", "whoosh")


@pytest.fixture(scope="module")
def sentences(root: Path) -> Sequence[str]:
    return sentences_of([root / "kb"])


@pytest.fixture(scope="module")
def corpus(sentences: Sequence[str]) -> Corpus:
    return make_corpus(sentences, SIZE, changes=20)


@contextmanager
def opened(name: str, corpus: Corpus, folder: Path) -> Iterator[Session]:
    """Build and open the index of an engine; skip where its library is not installed."""
    if not installed(name):
        pytest.skip(f"{name} is not installed")
    subject = engine(name)
    subject.build(corpus.documents, folder / name)
    session = subject.open(folder / name)
    try:
        yield session
    finally:
        session.close()


def test_kb_alone_is_material_enough_and_free_of_markup(sentences):
    assert len(sentences) > 1000
    assert not [sentence for sentence in sentences if "[q" in sentence or "**" in sentence or "](" in sentence]


def test_a_collection_is_the_same_in_every_process(root, corpus):
    code = (
        "from pathlib import Path; from tests.benchmarks.corpus import make_corpus;"
        "from tests.benchmarks.material import sentences_of;"
        f"print(make_corpus(sentences_of([Path('kb')]), {SIZE}, changes=20).digest)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == corpus.digest


def test_documents_have_the_promised_length_and_facets(sentences):
    documents = make_corpus(sentences, 400).documents
    mean = sum(len(document.body.split()) for document in documents) / len(documents)
    assert abs(mean - MEAN_WORDS) < MEAN_WORDS * 0.07
    assert len({document.id for document in documents}) == 400
    for name in COUNTED[1:]:
        assert all(document.facets[name] for document in documents)
    assert {document.window_model for document in documents} >= {"rolling", "fixed", "closed", ""}


def test_too_little_material_is_refused():
    with pytest.raises(TooLittleMaterial, match="only 3 sentences"):
        make_corpus(["Eins.", "Zwei.", "Drei."], 10)


def test_questions_come_from_the_collection(corpus):
    queries = make_queries(corpus, count=40)
    assert queries == make_queries(corpus, count=40)
    assert [len(queries[sort]) for sort in Sort] == [40, 20, 20]
    texts = "\n".join(f"{document.title} {document.body}" for document in corpus.documents)
    for phrase in queries[Sort.PHRASE]:
        assert phrase.text.strip('"') in texts
    for slip in queries[Sort.FUZZY]:
        assert slip.text not in texts.lower().split()


@pytest.mark.parametrize("name", [OWN, *OTHERS])
def test_every_engine_answers_every_sort_of_question(name, corpus, tmp_path):
    queries = make_queries(corpus, count=30)
    with opened(name, corpus, tmp_path) as session:
        for sort, asked in queries.items():
            answers = [session.ask(query, snippets=True) for query in asked]
            # Stems hide some slips, and stock Whoosh drops stop words: not everything is found, but most is.
            assert sum(answer.total > 0 for answer in answers) > len(answers) / 2
            for query, answer in zip(asked, answers, strict=True):
                assert len(answer.ids) == min(20, answer.total) == len(set(answer.ids))
                assert sum(answer.facets.get("kind", {}).values()) == answer.total
                if sort is Sort.KEYSTROKE and answer.total:
                    assert any(answer.snippets), query


@pytest.mark.parametrize("name", [OWN, *OTHERS])
def test_no_engine_stumbles_over_odd_questions(name, corpus, tmp_path):
    odd = ("der", "und die", "x", "§ 82", "1.000", "E-Rechnung", "qqqq wwww", "ſ", "İ")
    with opened(name, corpus, tmp_path) as session:
        for sort in Sort:
            for text in odd:
                asked = f'"{text}"' if sort is Sort.PHRASE else text
                answer = session.ask(Query(sort, asked, tuple(text.split())), snippets=True)
                assert answer.total >= len(answer.ids)


@pytest.mark.parametrize("name", ["tantivy", "tantivy_unranked"])
def test_engines_of_the_same_analysis_find_and_count_the_same(name, corpus, tmp_path):
    queries = make_queries(corpus, count=40)
    with opened("fts5", corpus, tmp_path) as one, opened(name, corpus, tmp_path) as other:
        for query in (query for asked in queries.values() for query in asked):
            first, second = one.ask(query), other.ask(query)
            assert first.total == second.total, query
            assert {key: dict(counts) for key, counts in first.facets.items() if counts} == {
                key: counts for key, counts in second.facets.items() if counts
            }, query


@pytest.mark.parametrize("name", [OWN, *OTHERS])
def test_updated_documents_are_found_and_their_old_text_is_not(name, corpus, tmp_path):
    old = next(document for document in corpus.documents if document.id == corpus.changed[0].id)
    number = old.body.split()[1]  # "Aktenzeichen 1234567-00042."
    gone = Query(Sort.PHRASE, f'"{number.rstrip(".")}"', (number,))
    new = Query(Sort.PHRASE, '"Neu gefasst"', ("Neu", "gefasst"))
    with opened(name, corpus, tmp_path) as session:
        assert old.id in session.ask(gone).ids
    engine(name).update(tmp_path / name, corpus.changed)
    session = engine(name).open(tmp_path / name)
    assert old.id not in session.ask(gone).ids
    assert set(session.ask(new).ids) == {document.id for document in corpus.changed}
    assert session.ask(new).total == sum(session.ask(new).facets["kind"].values()) == len(corpus.changed)
    session.close()


def test_measured_figures_have_the_agreed_shape(corpus, tmp_path):
    plan = search.Plan(queries=12, repetitions=2, openings=2)
    result = {name: {"150": figures} for name, figures in search.measure(corpus, [OWN, "fts5"], plan, tmp_path).items()}
    for figures in (result[OWN]["150"], result["fts5"]["150"]):
        for metric in ("keystroke", "keystroke_snippets", "phrase", "fuzzy", "open"):
            assert 0 < figures[metric]["p50"] <= figures[metric]["p95"]
        assert figures["build_s"] > 0
        assert figures["update60_s"] > 0
    compared = search.ratios(result, ["fts5"])["fts5"]["150"]
    theirs, own = result["fts5"]["150"]["phrase"]["p50"], result[OWN]["150"]["phrase"]["p50"]
    assert compared["phrase"]["p50"] == round(theirs / own, 2)
    assert json.loads(json.dumps(compared)) == compared
    # The second run takes the index of the alternative from the cache.
    assert [path.name for path in tmp_path.glob("*/fts5-*/*")] != []


@pytest.mark.parametrize(
    "words",
    [["--sizes", "5"], ["--sizes", "viele"], ["--engines", "lucene"], ["--material", "no/such/folder"]],
)
def test_wrong_arguments_are_refused_with_one_line(words, capsys):
    with pytest.raises(SystemExit) as caught:
        search.main(words)
    assert caught.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_a_faulty_collection_is_told_in_one_line(tmp_path, capsys):
    assert search.main(["--baselines", str(tmp_path)]) == 2
    assert "queries.jsonl" in capsys.readouterr().err


def test_quality_is_compared_with_three_plain_baselines(tmp_path):
    texts = ["Die Werkstatt braucht eine Wärmepumpe", "Förderung für Maschinen", "Nachfolge im Handwerk"]
    docs = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]
    (tmp_path / "docs.jsonl").write_text("\n".join(docs), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text('{"id": "q", "query": "Maschine"}\n', encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q\t1\t1\n", encoding="utf-8")
    found = compare(tmp_path)
    assert list(found) == [OWN, *BASELINES]
    assert found[OWN]["hit@1"] == found["fts5_stemmed"]["hit@1"] == found["fts5_4grams"]["hit@1"] == 1
    assert found["fts5_plain"]["hit@1"] == 0  # "Maschine" is not the word "Maschinen"


def test_percentiles_by_nearest_rank():
    assert percentiles(list(range(1, 101))) == {"p50": 50.5, "p95": 95}
    assert percentiles([3, 1, 2]) == {"p50": 2, "p95": 3}


_LETTERS = st.text("abc", min_size=1, max_size=6)


@given(known=st.sets(_LETTERS, max_size=20), word=_LETTERS)
def test_neighbours_are_those_one_edit_away(known, word):
    assert Neighbours(sorted(known)).of(word) == sorted(other for other in known if _edits(word, other) <= 1)


def _edits(one: str, other: str) -> int:
    """Return the edit distance with swaps of neighbours, by the textbook table."""
    table = {(row, -1): row + 1 for row in range(-1, len(one))} | {
        (-1, column): column + 1 for column in range(-1, len(other))
    }
    for row, a in enumerate(one):
        for column, b in enumerate(other):
            steps = [table[row - 1, column] + 1, table[row, column - 1] + 1, table[row - 1, column - 1] + (a != b)]
            if row and column and one[row - 1 : row + 1] == other[column - 1 : column + 1][::-1]:
                steps.append(table[row - 2, column - 2] + 1)
            table[row, column] = min(steps)
    return table[len(one) - 1, len(other) - 1]


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed")
def test_a_start_of_the_window_is_timed_from_outside_and_inside(tmp_path):
    try:
        with virtual_display() as display:
            environment = {**os.environ, "DISPLAY": display, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "xcb"}
            found = start_own(display, tmp_path / "data", environment, 0.3)
    except NoDisplay:
        pytest.skip("Xlib is not installed")
    assert found.mapped is not None
    assert found.painted is not None
    assert found.told is not None
    assert 0 < found.mapped <= found.painted
    # What is seen from outside, where other programs can be measured too, is what the window says itself.
    assert abs(found.painted - found.told) < 100
    assert found.memory_mib is None or 20 < found.memory_mib < 1000
