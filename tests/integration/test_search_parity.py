"""The array mirror against stock Whoosh on the same files: the same documents, nearly the same order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from whoosh import index, query

from advisor_app.search import fields
from advisor_app.search.evaluate import MirrorCollector, Unsupported, evaluate, weighting
from advisor_app.search.index import SearchIndex, build_index, update_index
from advisor_app.search.manifest import WHOOSH, read
from advisor_app.search.model import SearchDocument

HEADS = ("Förder", "Forschungs", "Innovations", "Gründungs", "Energie", "Maschinen", "Digital", "Handwerks", "Export")
TAILS = ("gutschein", "prämie", "zulage", "kredit", "beratung", "programm", "zuschuss", "projekt", "quote", "bonus")
LOOSE = (
    "der",
    "die",
    "Betrieb",
    "Antrag",
    "stellen",
    "neu",
    "klein",
    "groß",
    "schnell",
    "Unternehmen",
    "Beginn",
    "vor",
)
THEMES = ("ki", "energie", "export", "nachfolge")


def documents(count: int) -> list[SearchDocument]:
    chance = random.Random(7)

    def word() -> str:
        return chance.choice(LOOSE) if chance.random() < 0.6 else chance.choice(HEADS) + chance.choice(TAILS)

    return [
        SearchDocument(
            id=f"d{number}",
            kind=chance.choice(("programme", "topic")),
            title=f"{word()} {word()}",
            aliases=(word(),) if chance.random() < 0.3 else (),
            keywords=(word(), word()),
            body=" ".join(word() for _ in range(chance.randrange(5, 120))),
            facets={"thema": tuple(chance.sample(THEMES, 2))},
        )
        for number in range(count)
    ]


@pytest.fixture(scope="module", params=["one segment", "two segments with deletions"])
def opened(request, tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("index")
    everything = documents(700)
    build_index(everything, folder)
    if request.param != "one segment":
        changed = [replace(one, body=one.body + " Quartalszahl Betrieb") for one in everything[50:90]]
        update_index(folder, changed, [one.id for one in everything[200:230]])
        update_index(folder, [replace(everything[300], title="Einzelstück")], [everything[60].id])
    state = read(folder)
    whoosh = index.open_dir(str(folder / state.generation / WHOOSH))
    mirror = SearchIndex.open(folder, today=date(2026, 11, 23))
    with whoosh.searcher(weighting=weighting()) as searcher:
        yield searcher, mirror.corpus
    mirror.close()


@lru_cache(maxsize=len(fields.FIELDS))
def terms_of(searcher, field: str) -> list[str]:
    return [term.decode() for term in searcher.reader().lexicon(field)]


class Trees:
    """Draws random query trees over the terms of an index."""

    def __init__(self, searcher, seed: int) -> None:
        self.chance = random.Random(seed)
        self.terms = {field: terms_of(searcher, field) for field in fields.FIELDS}

    def leaf(self) -> query.Query:
        chance = self.chance
        field = chance.choice((fields.STEM, fields.STEM, fields.FORM, fields.TITLE, fields.FACET, fields.NAME))
        return query.Term(field, chance.choice(self.terms[field]), boost=chance.choice((1.0, 1.0, 2.0)))

    def scored(self, depth: int = 3) -> query.Query:
        chance = self.chance
        if depth == 0 or chance.random() < 0.25:
            return self.leaf()
        subs = [self.scored(depth - 1) for _ in range(chance.randrange(2, 4))]
        return chance.choice(
            (
                lambda: query.Or(subs),
                lambda: query.Or(subs, boost=1.5),
                lambda: query.And(subs),
                lambda: query.Require(subs[0], subs[1]),
            )
        )()

    def phrase(self) -> query.Query:
        words = [self.chance.choice(self.terms[fields.STEM]) for _ in range(self.chance.choice((1, 2, 2, 2, 3)))]
        return query.Phrase(fields.STEM, words)

    def expansion(self) -> query.Query:
        chance = self.chance
        field = chance.choice((fields.STEM, fields.FORM, fields.TITLE))
        term = chance.choice(self.terms[field])
        return chance.choice(
            (
                lambda: query.Prefix(field, term[: chance.randrange(1, 5)]),
                lambda: query.Wildcard(field, term[:2] + "*" + term[-1]),
                lambda: query.Wildcard(field, "?" + term[1:3] + "*"),
                lambda: query.And([query.Every(), query.Not(query.Term(field, term))]),
                lambda: query.And([query.Prefix(field, term[:2]), query.Not(self.leaf())]),
                lambda: query.ConstantScoreQuery(query.Term(field, term), 2.0),
            )
        )()


def stock(searcher, tree: query.Query) -> dict[int, float]:
    return {hit.docnum: hit.score for hit in searcher.search(tree, limit=None)}


@pytest.mark.parametrize("seed", range(200))
def test_scored_trees_find_the_same_in_nearly_the_same_order(opened, seed):
    searcher, corpus = opened
    tree = Trees(searcher, seed).scored()
    mask, scores = evaluate(tree, corpus)
    expected = stock(searcher, tree)
    assert set(mask.nonzero()[0].tolist()) == set(expected)
    for doc, score in expected.items():
        assert scores[doc] == pytest.approx(score, rel=0.06, abs=0.02)


@pytest.mark.parametrize("seed", range(100))
def test_expansions_and_exclusions_find_the_same(opened, seed):
    searcher, corpus = opened
    tree = Trees(searcher, seed).expansion()
    mask, _ = evaluate(tree, corpus)
    assert set(mask.nonzero()[0].tolist()) == set(stock(searcher, tree))


@pytest.mark.parametrize("seed", range(100))
def test_phrases_find_the_same(opened, seed):
    searcher, corpus = opened
    tree = Trees(searcher, seed).phrase()
    mask, _ = evaluate(tree, corpus)
    assert set(mask.nonzero()[0].tolist()) == set(stock(searcher, tree))


@pytest.mark.parametrize("seed", range(40))
def test_and_not_is_the_difference(opened, seed):
    """Whoosh 3.54 itself lets the first document of a segment slip through AndNot, so its parts are compared."""
    searcher, corpus = opened
    trees = Trees(searcher, seed)
    wanted, unwanted = trees.scored(1), trees.scored(1)
    mask, _ = evaluate(query.AndNot(wanted, unwanted), corpus)
    assert set(mask.nonzero()[0].tolist()) == set(stock(searcher, wanted)) - set(stock(searcher, unwanted))


@pytest.mark.parametrize("seed", range(40))
def test_and_maybe_adds_up(opened, seed):
    """Whoosh 3.54 drops the optional part of AndMaybe when it skips inside And, so its parts are compared."""
    searcher, corpus = opened
    trees = Trees(searcher, seed)
    wanted, welcome = trees.scored(1), trees.scored(1)
    mask, scores = evaluate(query.AndMaybe(wanted, welcome), corpus)
    first, second = stock(searcher, wanted), stock(searcher, welcome)
    assert set(mask.nonzero()[0].tolist()) == set(first)
    for doc, score in first.items():
        assert scores[doc] == pytest.approx(score + second.get(doc, 0.0), rel=0.06, abs=0.02)


def test_phrases_of_the_texts_are_found(opened):
    searcher, corpus = opened
    tree = query.Phrase(fields.STEM, ["vor", "antrag"])
    mask, _ = evaluate(tree, corpus)
    assert mask.any()
    assert set(mask.nonzero()[0].tolist()) == set(stock(searcher, tree))


@pytest.mark.parametrize("seed", range(40))
def test_collector_gives_whooshs_results(opened, seed):
    searcher, corpus = opened
    tree = Trees(searcher, seed).scored()
    collector = MirrorCollector(corpus, limit=5)
    searcher.search_with_collector(tree, collector)
    found = collector.results()
    assert collector.by_mirror
    assert collector.count() == len(stock(searcher, tree))
    best = sorted(stock(searcher, tree).values(), reverse=True)[:5]
    assert [hit.score for hit in found] == pytest.approx(best, rel=0.06, abs=0.02)
    assert all("id" in hit.fields() for hit in found)


def test_unknown_query_classes_are_left_to_whoosh(opened):
    searcher, corpus = opened
    tree = query.Regex(fields.STEM, "betr.*")
    with pytest.raises(Unsupported):
        evaluate(tree, corpus)
    collector = MirrorCollector(corpus, limit=3)
    searcher.search_with_collector(tree, collector)
    assert not collector.by_mirror
    assert len(collector.results().top_n) == 3
    assert set(collector.all_ids()) == set(stock(searcher, tree))


def test_fuzzy_terms_count_a_swap_as_one_edit(opened):
    _, corpus = opened
    swapped = query.FuzzyTerm(fields.STEM, "anrtag", prefixlength=1)
    mask, _ = evaluate(swapped, corpus)
    same, _ = evaluate(query.Term(fields.STEM, "antrag"), corpus)
    assert (mask & same).sum() == same.sum() > 0
