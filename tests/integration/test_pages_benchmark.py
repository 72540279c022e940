"""The benchmark of the pages: the same knowledge everywhere, linked as real knowledge is, figures as agreed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import pytest

from advisor_app.domain import Event, Item, Partner, Topic
from tests.benchmarks import pages
from tests.benchmarks.material import sentences_of
from tests.benchmarks.pages_corpus import DAY, knowledge_items
from tests.makers import partner

CODES = {"themes": ("ki", "recht"), "ris_fields": ("a", "b"), "districts": ("05111", "05911")}
REAL = (partner("ihk-nrw", "IHK NRW"),)


@pytest.fixture(scope="module")
def sentences(root) -> Sequence[str]:
    return sentences_of([root / "kb"])


@pytest.fixture(scope="module")
def items(sentences) -> list[Item]:
    return knowledge_items(REAL, sentences, 400, CODES)


def test_it_is_the_same_every_time_and_begins_with_what_is_real(items, sentences):
    assert items[: len(REAL)] == list(REAL)
    assert len(items) == 400
    assert knowledge_items(REAL, sentences, 400, CODES) == items


def test_every_page_has_something_to_show(items):
    made = items[len(REAL) :]
    partners = [one for one in made if isinstance(one, Partner)]
    assert all(one.geo and one.serves.ags and one.competences for one in partners)
    days = [date.fromisoformat(one.starts_at[:10]) for one in made if isinstance(one, Event)]
    assert min(days) < DAY < max(days)
    assert all(one.maturity and one.ris_field in CODES["ris_fields"] for one in made if isinstance(one, Topic))


def test_links_go_both_ways(items):
    by_id = {one.id: one for one in items}
    topics = [one for one in items if isinstance(one, Topic)]
    assert any(one.related.programmes and one.related.partners and one.related.topics for one in topics)
    for topic in topics:
        for other in topic.related.all_ids():
            assert topic.id in by_id[other].related.topics


def test_a_small_run_tells_first_and_later_openings(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(pages.build, "__defaults__", (tmp_path,))
    arguments = ["--sizes", "250", "--starts", "1", "--runs", "2", "--only", "topics,about", "--json"]
    assert pages.main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["250"]) == {"topics", "about"}
    for figures in found["250"].values():
        assert figures["first_ms"] > 0
        assert set(figures["again_ms"]) == {"p50", "p95"}
    assert "topics" in pages.table(found)
