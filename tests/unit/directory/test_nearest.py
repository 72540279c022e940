"""Partners by distance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.directory.nearest import distance_km, nearest
from advisor_app.domain.partner import PartnerKind

KOELN, DUESSELDORF = (50.938, 6.957), (51.226, 6.774)
points = st.tuples(st.floats(47, 56), st.floats(5, 16))


def test_the_distance_is_the_great_circle():
    assert distance_km(KOELN, DUESSELDORF) == pytest.approx(34.5, abs=0.5)


@given(one=points, other=points, third=points)
def test_distances_are_distances(one, other, third):
    assert distance_km(one, one) == pytest.approx(0, abs=1e-6)
    assert distance_km(one, other) == pytest.approx(distance_km(other, one), abs=1e-6)
    assert distance_km(one, third) <= distance_km(one, other) + distance_km(other, third) + 1e-6


@pytest.fixture(scope="module")
def some(make):
    return [
        make("far-serving", "transfer", ags=("05",), competences=("ki", "robotik"), at=(51.96, 7.63)),
        make("near-serving", "cluster", ags=("05315",), competences=("ki",), offers=("testumgebung",), at=KOELN),
        make("near-elsewhere", "cluster", ags=("05111",), competences=("ki",), at=(50.94, 6.96)),
        make("nowhere-serving", "transfer", ags=("05",), competences=("handwerk",)),
        make("nowhere-elsewhere", "startup", ags=("05111",)),
    ]


def test_who_serves_the_place_comes_first_then_the_nearest_and_who_is_nowhere_last(gazetteer, some):
    found = nearest(gazetteer.resolve("Köln").place, some)
    assert [near.id for near in found] == [
        "near-serving",
        "far-serving",
        "nowhere-serving",
        "near-elsewhere",
        "nowhere-elsewhere",
    ]
    assert [near.serves for near in found] == [True, True, True, False, False]
    assert [None if near.km is None else round(near.km, -1) for near in found] == [0.0, 120.0, None, 0.0, None]


def test_wishes_narrow_and_matched_competences_are_told(gazetteer, some):
    place = gazetteer.resolve("Köln").place
    by_theme = nearest(place, some, competences=["robotik", "ki"])
    assert [(near.id, near.competences) for near in by_theme] == [
        ("near-serving", ("ki",)),
        ("far-serving", ("ki", "robotik")),
        ("near-elsewhere", ("ki",)),
    ]
    assert [near.id for near in nearest(place, some, kinds=[PartnerKind.STARTUP])] == ["nowhere-elsewhere"]
    assert [near.id for near in nearest(place, some, kinds=["cluster"], offers=["testumgebung"])] == ["near-serving"]
    assert len(nearest(place, some, limit=2)) == 2
    assert nearest(place, some, limit=0) == ()


def test_from_a_point_distance_alone_counts(some):
    assert [near.id for near in nearest(KOELN, some, kinds=["cluster"])] == ["near-serving", "near-elsewhere"]
    assert not any(near.serves for near in nearest(KOELN, some))
