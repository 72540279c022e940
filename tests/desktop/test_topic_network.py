"""Topics found by any of their names, and how they hang together, without a window."""

from __future__ import annotations

import random
import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.desktop.pages.topics.ring import columns, curve, distance_to, place, step
from advisor_app.desktop.presenters.topics import find_topics, read_topics
from advisor_app.desktop.presenters.topics_network import MOST, draw_network
from advisor_app.domain.item import Related
from advisor_app.domain.programme import Window, WindowModel
from advisor_app.domain.topic import Maturity
from tests.desktop.conftest import LABELS, TODAY, MemoryLibrary
from tests.makers import event, partner, programme, topic

TOPICS = (
    topic("robotik", "Robotik und Cobots", ris_field="b", maturity=Maturity.STAND_DER_TECHNIK,
          synonyms=("Leichtbauroboter",),
          related=Related(topics=("ki",), programmes=("zim", "kredit"), partners=("owl", "fehlt"))),
    topic("ki", "Künstliche Intelligenz", ris_field="a", maturity=Maturity.PILOTREIF, aliases=("KI",),
          related=Related(topics=("robotik",), programmes=("zim",), partners=("owl",), events=("messe",))),
    topic("quanten", "Quantentechnologien", ris_field="a", maturity=Maturity.BEOBACHTEN),
    topic("ohne", "Ohne Reife", ris_field="zz"),
)  # fmt: skip
OTHERS = (
    programme("zim", "ZIM", related=Related(topics=("ki", "robotik"))),
    programme("kredit", "Kredit", window=Window(model=WindowModel.CLOSED), related=Related(topics=("robotik",))),
    partner("owl", "its OWL", related=Related(topics=("ki", "robotik", "gibt-es-nicht"))),
    event("messe", "Messe", related=Related(topics=("ki",))),
)


@pytest.fixture
def fields(monkeypatch):
    monkeypatch.setitem(LABELS, "ris_fields", {"a": "Erstes Feld", "b": "Zweites Feld"})


@pytest.fixture
def index(fields):
    """The index of a small library; the fields have the order of the vocabulary."""
    return read_topics(MemoryLibrary((*TOPICS, *OTHERS)))


def network(index, *, found=None, chosen="", most=MOST):
    ids = [row.id for row in index.rows] if found is None else found
    return draw_network(index, labels=MemoryLibrary(), today=TODAY, found=ids, chosen=chosen, most=most)


def ids(view):
    return [row.id for row in view.rows]


# Finding


def test_topics_stand_in_the_order_of_fields_then_of_titles(index):
    assert ids(find_topics(index)) == ["ki", "quanten", "robotik", "ohne"]


def test_counts_are_those_of_linked_entries_that_are_there(index):
    row = next(row for row in index.rows if row.id == "robotik")
    assert (row.programmes, row.partners, row.events) == (2, 1, 0)
    assert row.counts == "2\u00a0Programme · 1\u00a0Partner"
    assert "Zweites Feld" in row.spoken


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("künstlich", ["ki"]),
        ("KUENSTLICH", ["ki"]),
        ("kunstlich", ["ki"]),
        ("intelligenz künst", ["ki"]),
        ("roboter", ["robotik"]),
        ("cobots quanten", []),
        ("  ", ["ki", "quanten", "robotik", "ohne"]),
    ],
)
def test_titles_and_other_names_are_found_however_umlauts_are_typed(index, text, found):
    assert ids(find_topics(index, text=text)) == found


def test_the_other_name_that_was_found_is_told(index):
    assert find_topics(index, text="leichtbau").rows[0].other_name == "Leichtbauroboter"
    assert find_topics(index, text="robotik").rows[0].other_name == ""


def test_maturities_are_counted_as_the_text_leaves_them(index):
    view = find_topics(index, text="i", maturity="pilotreif")
    assert ids(view) == ["ki"]
    assert {choice.code: choice.count for choice in view.choices} == {
        "beobachten": 1, "pilotreif": 1, "stand_der_technik": 1, "pflicht": 0,
    }  # fmt: skip
    assert view.headline == "1 von 4\u00a0Themen"
    assert find_topics(index).headline == "4\u00a0Themen"


# Hanging together


def test_the_three_reasons_are_told_apart(index):
    (tie,) = network(index).ties
    assert tie.ends == ("ki", "robotik")
    assert tie.direct
    assert [link.title for link in tie.programmes] == ["ZIM"]
    assert tie.reasons == (
        "Im Thema als verwandt genannt", "Gemeinsames Programm: ZIM", "Gemeinsamer Partner: its OWL",
    )  # fmt: skip
    assert tie.weight == 4
    assert tie.spoken.startswith("Künstliche Intelligenz hängt zusammen mit Robotik und Cobots.")


def test_ties_of_a_topic_begin_with_it_and_the_strongest_comes_first():
    third = topic("dritte", "Dritte", related=Related(topics=("robotik",)))  # one side is enough here
    index = read_topics(MemoryLibrary((*TOPICS, *OTHERS, third)))
    ties = network(index).ties_of("robotik")
    assert [(tie.first.id, tie.second.id) for tie in ties] == [("robotik", "ki"), ("robotik", "dritte")]
    assert ties[1].reasons == ("Im Thema als verwandt genannt",)
    assert "am engsten mit Künstliche Intelligenz" in ties[0].summary(len(ties))


def test_of_many_shared_entries_some_are_named():
    shared = [programme(f"p{number}", f"Programm {number}") for number in range(6)]
    all_ids = tuple(one.id for one in shared)
    pair = [topic(name, name.title(), related=Related(programmes=all_ids)) for name in ("eins", "zwei")]
    (tie,) = network(read_topics(MemoryLibrary((*shared, *pair)))).ties
    assert tie.reasons == ("Gemeinsame Programme: Programm 0, Programm 1, Programm 2 und 3 weitere",)
    assert tie.amount == "6\u00a0Programme gemeinsam"


def test_only_ties_between_what_is_found_are_among_the_strongest(index):
    assert len(network(index).strongest) == 1
    assert network(index, found=["ki"]).strongest == ()


# More topics than a picture has room for


def many(count):
    chance = random.Random(7)
    programmes = [programme(f"p{number}", f"P {number}") for number in range(count)]
    topics = [
        topic(f"t{number:04}", f"Thema {number}", ris_field=f"f{number % 7}",
              related=Related(programmes=tuple(f"p{chance.randrange(count)}" for _ in range(5))))
        for number in range(count)
    ]  # fmt: skip
    return read_topics(MemoryLibrary((*programmes, *topics)))


@pytest.fixture(scope="module")
def crowd():
    return many(1000)


def test_of_many_topics_the_most_connected_are_shown_and_that_is_said(crowd):
    view = network(crowd)
    assert len(view.nodes) == MOST
    assert view.remark == f"Gezeigt: die am stärksten verbundenen, {MOST} von 1.000\u00a0Themen"
    assert network(crowd).nodes == view.nodes


def test_of_many_topics_a_chosen_one_is_shown_with_its_neighbours(crowd):
    view = network(crowd, chosen="t0500")
    assert "t0500" in {row.id for row in view.nodes}
    assert view.chosen == "t0500"
    partners = {tie.second.id for tie in view.ties_of("t0500")}
    shared = {
        row.id for row in crowd.rows
        if row.id != "t0500" and set(crowd.programmes[row.id]) & set(crowd.programmes["t0500"])
    }  # fmt: skip
    assert partners == shared
    assert "Nachbarn" in view.remark


def test_a_single_one_found_among_many_brings_its_neighbours(crowd):
    view = network(crowd, found=["t0500"])
    assert len(view.ties_of("t0500")) > 1
    assert view.found == {"t0500"}


def test_many_topics_are_read_found_and_drawn_while_nobody_waits(crowd):
    begin = time.process_time()
    find_topics(crowd, text="thema 5")
    network(crowd, chosen="t0500")
    assert time.process_time() - begin < 0.5


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_tie_is_there_exactly_where_something_is_shared(data):
    names = [f"t{number}" for number in range(data.draw(st.integers(0, 6)))]
    entries = [f"p{number}" for number in range(3)]
    chosen = {name: tuple(data.draw(st.lists(st.sampled_from(entries), unique=True))) for name in names}
    linked = {name: tuple(data.draw(st.lists(st.sampled_from(names), unique=True))) for name in names}
    items = [topic(name, name, related=Related(programmes=chosen[name], topics=linked[name])) for name in names]
    index = read_topics(MemoryLibrary((*items, *(programme(entry, entry) for entry in entries))))
    ties = {frozenset(tie.ends): tie for tie in network(index).ties}
    for one, two in combinations(names, 2):
        shared = set(chosen[one]) & set(chosen[two])
        direct = two in linked[one] or one in linked[two]
        tie = ties.pop(frozenset((one, two)), None)
        assert (tie is not None) == bool(shared or direct)
        if tie is not None:
            assert {link.id for link in tie.programmes} == shared
            assert tie.direct == direct
    assert not ties


# The ring


@given(st.lists(st.integers(1, 9), max_size=8))
def test_every_topic_has_its_own_line_under_the_name_of_its_group(sizes):
    groups = [str(number) for number, size in enumerate(sizes) for _ in range(size)]
    right, left = columns(groups)
    lines = [line.number for line in (*right, *left) if not line.heading]
    assert sorted(lines) == list(range(len(groups)))
    for column in (right, left):
        group = ""
        for line in column:
            group = groups[line.number] if line.heading else group
            assert groups[line.number] == group
    assert abs(len(right) - len(left)) <= max(sizes, default=0) + 2


@given(st.integers(1, MOST), st.floats(400, 1600), st.floats(240, 1000))
def test_places_lie_in_the_room_and_names_do_not_overlap(count, width, height):
    ring = place(["a"] * count, width=width, height=height, label=200, margin=10)
    assert [spot.line.number for spot in ring.spots] == list(range(count))
    for spot in (*ring.spots, *ring.headings):
        assert 0 <= spot.x <= width
        assert 0 <= spot.y <= height
    for side in (True, False):
        rows = sorted(spot.y for spot in (*ring.spots, *ring.headings) if spot.right is side)
        assert all(two - one >= ring.pitch * 0.99 for one, two in pairwise(rows))


def test_the_same_topics_stand_at_the_same_places():
    arguments = {"width": 800.0, "height": 600.0, "label": 200.0, "margin": 10.0}
    assert place(["a", "a", "b"], **arguments) == place(["a", "a", "b"], **arguments)


def test_arrows_go_round_and_across():
    ring = place(["a"] * 5 + ["b"] * 5, width=800, height=600, label=200, margin=10)
    seen, at = set(), 0
    for _ in range(10):
        seen.add(at)
        at = step(ring, at, down=1 if ring.spots[at].right else -1)
    assert seen == set(range(10))
    over = step(ring, 0, across=True)
    assert ring.spots[over].right is not ring.spots[0].right
    assert step(ring, -1) == 0
    assert step(place([], width=9, height=9, label=1, margin=1), -1) == -1


def test_down_is_down_on_both_sides():
    ring = place(["a"] * 6 + ["b"] * 6, width=800, height=600, label=200, margin=10)
    for number in (1, 8):
        assert ring.spots[step(ring, number, down=1)].y > ring.spots[number].y


def test_a_point_of_a_line_is_on_it():
    points = curve((0, 0), (100, 0), (50, 80))
    assert distance_to(points[7], points) < 0.01
    assert distance_to((50, -40), points) > 30
