from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.item import Related, Visibility
from advisor_app.domain.programme import Amounts, Grant, Range, StartRule
from advisor_app.errors import KnowledgeDamaged
from advisor_app.knowledge.records import (
    canonical,
    head_of,
    is_vocabulary,
    item_of,
    record_digest,
    state_digest,
    vocabulary_of,
    vocabulary_record,
)
from tests.makers import event, partner, programme, topic

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize("make", [programme, topic, partner, event])
def test_every_kind_comes_back_as_it_went(make):
    item = make(aliases=("alt",), related=Related(topics=("thema-a",)), visibility=Visibility.INTERNAL)
    assert item_of(canonical(item)) == item


def test_rules_and_amounts_come_back_with_their_types():
    rule = Rule(
        all=(
            Rule(id="a", fact="project.started", op=Op.EQ, value=False, text="nicht begonnen", src="q1"),
            Rule(id="b", fact="company.headcount", op=Op.LT, value=500, text="unter 500", src="q1"),
            Rule(id="c", any=(Rule(id="d", fact="company.seat_ags", op=Op.WITHIN, value=("05",), text="NRW"),)),
        )
    )
    item = programme(
        eligibility=rule,
        start_rule=StartRule.ERST_NACH_BEWILLIGUNG,
        amounts=Amounts(rate_pct=Range(max=42.5), grant_eur=Grant(max=15000)),
    )
    back = item_of(canonical(item))
    assert back == item
    leaves = getattr(back, "eligibility", rule).leaves()
    assert [leaf.value for leaf in leaves] == [False, 500, ("05",)]
    assert leaves[0].value is False


@given(title=TEXT, words=st.lists(TEXT, max_size=4))
def test_canonical_form_is_a_fixed_point(title, words):
    once = canonical(programme(title=title, keywords=tuple(words)))
    assert canonical(item_of(once)) == once


def test_canonical_form_is_sorted_compact_nfc_and_without_defaults():
    record = canonical(programme(title="Fo\u0308rderung", amounts=Amounts(rate_pct=Range(max=50.0))))
    document = json.loads(record)
    assert list(document) == sorted(document)
    assert document["title"] == "F\u00f6rderung"
    assert '"amounts":{"rate_pct":{"max":50}}' in record
    assert "licence" not in document
    assert document["schema"] == "programme/1"


@pytest.mark.parametrize(
    "record", ["", "[]", "{}", '{"schema":"programme/2"}', '{"schema":"moon/1"}', '{"schema":"topic/1"}']
)
def test_a_foreign_record_is_refused_as_damage(record):
    with pytest.raises(KnowledgeDamaged):
        item_of(record)


def test_state_digest_depends_on_version_ids_and_contents_but_not_on_order():
    pairs = [("a", record_digest("x")), ("b", record_digest("y"))]
    digest = state_digest(3, pairs)
    assert digest == state_digest(3, reversed(pairs))
    others = [state_digest(4, pairs), state_digest(3, pairs[:1]), state_digest(3, [("a", "0"), pairs[1]])]
    assert len({digest, *others}) == 4


def test_state_digest_follows_the_published_formula():
    import hashlib

    inner = record_digest("{}")
    expected = hashlib.sha256(b"kb-state-v1\x007\x00" + b"id\x00" + inner.encode() + b"\n").hexdigest()
    assert state_digest(7, [("id", inner)]) == expected


def test_a_vocabulary_is_a_record_that_keeps_the_order_of_its_labels():
    record = vocabulary_record("themes", {"z": "Zuletzt", "a": "Ers\u0074e Fo\u0308rderung"})
    assert record == (
        '{"id":"vocabulary/themes","labels":[["z","Zuletzt"],["a","Erste Förderung"]],"schema":"vocabulary/1"}'
    )
    assert vocabulary_of(record) == ("themes", {"z": "Zuletzt", "a": "Erste Förderung"})
    assert is_vocabulary("vocabulary/themes")
    assert not is_vocabulary("vocabulary")


@given(labels=st.dictionaries(TEXT, TEXT, max_size=5))
def test_vocabularies_come_back(labels):
    _, back = vocabulary_of(vocabulary_record("x", labels))
    assert vocabulary_record("x", back) == vocabulary_record("x", labels)


@pytest.mark.parametrize(
    "record", ["", "[]", "{}", '{"id":"vocabulary/a","labels":[],"schema":"vocabulary/2"}', '{"labels":[["a"]]}']
)
def test_a_foreign_vocabulary_is_refused_as_damage(record):
    with pytest.raises(KnowledgeDamaged):
        vocabulary_of(record)


def test_a_record_says_what_it_is():
    head = head_of("zuschuss-a", canonical(programme(former_ids=("alt",))))
    assert (head.kind, head.checked_on, head.former_ids) == ("programme", "2026-11-23", ("alt",))
    assert head_of("vocabulary/x", vocabulary_record("x", {})).kind == "vocabulary"


@pytest.mark.parametrize("record_id", ["", "Zuschuss-A", "zuschuss-a\n", "vocabulary/zuschuss-a", "a\0b", "../a"])
def test_a_record_under_another_id_is_damage(record_id):
    with pytest.raises(KnowledgeDamaged):
        head_of(record_id, canonical(programme()))
    with pytest.raises(KnowledgeDamaged):
        head_of(record_id, canonical(programme()).replace('"id":"zuschuss-a"', f'"id":{json.dumps(record_id)}'))
