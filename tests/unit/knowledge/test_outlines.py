from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.domain.outlines import Outlines, PartnerOutline, ProgrammeOutline, outline_of
from advisor_app.domain.partner import PartnerKind
from advisor_app.domain.programme import FundingType
from advisor_app.errors import KnowledgeDamaged
from advisor_app.knowledge.outlines import outlines_in
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import canonical, item_of
from advisor_app.knowledge.writer import prepare, write_knowledge
from tests.any_items import Maker, tried
from tests.makers import event, partner, programme, topic

ITEMS = [programme(), topic(), partner(), event(), programme("anderes", themes=("zuschuss",))]


@pytest.fixture
def reader(tmp_path):
    path = tmp_path / "kb.sqlite"
    write_knowledge(path, prepare(ITEMS, {"levels": {"land": "Land"}}, version=1))
    with KnowledgeReader(path) as opened:
        yield opened


def every(outlines):
    return list(chain(outlines.programmes, outlines.topics, outlines.partners, outlines.events))


@tried(60)
@given(st.lists(Maker().item(), max_size=3))
def test_the_outline_of_a_record_is_that_of_its_item(items):
    records = [canonical(item) for item in items]
    made = every(outlines_in(record.encode() for record in records))
    assert sorted(made, key=repr) == sorted((outline_of(item_of(record)) for record in records), key=repr)


def test_each_kind_comes_in_the_order_of_ids_and_vocabularies_do_not_come(reader):
    outlines = reader.outlines()
    assert [one.id for one in outlines.programmes] == ["anderes", "zuschuss-a"]
    assert every(outlines) == [outline_of(item) for item in [ITEMS[4], *ITEMS[:4]]]


def test_shared_values_keep_their_types():
    items = [
        programme(themes=("zuschuss",), funding_types=(FundingType.ZUSCHUSS,)),
        programme("b", themes=("zuschuss",), funding_types=(FundingType.ZUSCHUSS,)),
        partner(partner_kind=PartnerKind.IHK, competences=("zuschuss",)),
    ]
    outlines = outlines_in(canonical(item).encode() for item in items)
    first, second = outlines.programmes
    assert isinstance(first, ProgrammeOutline)
    assert isinstance(outlines.partners[0], PartnerOutline)
    assert first.themes is second.themes
    assert first.review is second.review
    assert type(first.funding_types[0]) is FundingType
    assert type(second.themes[0]) is type(outlines.partners[0].competences[0]) is str


def test_threads_that_ask_at_once_get_what_one_of_them_read(reader):
    barrier = Barrier(4)

    def ask():
        barrier.wait()
        return reader.outlines()

    with ThreadPoolExecutor(4) as pool:
        answers = [answer.result() for answer in [pool.submit(ask) for _ in range(4)]]
    assert all(answer is answers[0] for answer in answers)


def test_what_is_closed_is_not_read(reader):
    reader.outlines()
    reader.close()
    with pytest.raises(RuntimeError):
        reader.outlines()


def test_nothing_makes_no_outlines():
    assert outlines_in([]) == Outlines()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"programme/1"', '"programme/2"', "programme/2"),
        ('"programme/1"', '"rule/1"', "rule/1"),
        ('"level":"land"', '"level":3', "level"),
        ('"level"', '"lev', "cannot be read"),
    ],
)
def test_what_is_not_ours_is_damage(tmp_path, old, new, reason):
    record = canonical(programme())
    assert old in record
    with pytest.raises(KnowledgeDamaged) as damage:
        outlines_in([record.replace(old, new).encode()])
    assert reason in str(damage.value.details["reason"])


def test_real_content(library):
    outlines = library.outlines()
    made = every(outlines)
    assert len(made) == sum(library.info().items.values()) > 100
    assert made == [outline_of(library.item(one.id)) for one in made]
    assert library.outlines() is outlines
