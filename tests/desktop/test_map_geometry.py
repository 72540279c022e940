"""What a map rests on: projection, views, steps from district to district, names, points, borders. No window."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from advisor_app.desktop.map.camera import CLOSEST, Camera
from advisor_app.desktop.map.clusters import clustered
from advisor_app.desktop.map.moves import next_in_direction
from advisor_app.desktop.map.names import Wanted, placed
from advisor_app.desktop.map.shapes import project
from advisor_app.desktop.presenters.partners_map import steps_of
from tests.desktop.partner_world import land

DIRECTIONS = {"east": (1, 0), "west": (-1, 0), "south": (0, 1), "north": (0, -1)}
BOX = QRectF(0, 0, 240, 250)
PIXELS = st.tuples(st.floats(0, 700), st.floats(0, 500))
CAMERAS = st.builds(
    lambda size, steps: _after(Camera(BOX, QSizeF(*size)), steps),
    st.tuples(st.floats(120, 1600), st.floats(120, 1200)),
    st.lists(st.tuples(st.floats(0.2, 5), PIXELS), max_size=5),
)
POINTS = st.lists(st.tuples(st.floats(0, 600), st.floats(0, 600)), max_size=60)


def _after(camera, steps):
    for factor, pixel in steps:
        camera = camera.zoomed(factor, QPointF(*pixel))
    return camera


def test_lengths_are_true_in_the_middle_of_the_state():
    # Köln to Dortmund by great circle: 72.4 km.
    way = project((7.4653, 51.5136)) - project((6.9603, 50.9375))
    assert hypot(way.x(), way.y()) == pytest.approx(73.0, rel=0.01)
    # As wide as high: Nordrhein-Westfalen is about 250 km both ways.
    box = land().shapes.middle.box
    assert box.width() == pytest.approx(250, rel=0.03)
    assert box.height() == pytest.approx(245, rel=0.03)


def test_both_maps_lie_upon_each_other():
    middle, small = land().shapes.middle, land().shapes.small
    for ags, district in middle.districts.items():
        assert hypot(district.box.center().x() - small.districts[ags].box.center().x(),
                     district.box.center().y() - small.districts[ags].box.center().y()) < 2  # fmt: skip
        for shapes in (middle, small):
            assert shapes.at(district.middle) == ags


@given(st.floats(5.8, 9.5), st.floats(50.3, 52.6))
@settings(max_examples=60, deadline=None)
def test_a_position_is_in_the_district_that_the_borders_say(lon, lat):
    shapes = land().shapes.middle
    expected = [ags for ags in shapes.topology.areas if shapes.topology.contains(ags, (lon, lat))]
    found = shapes.at(project((lon, lat)))
    assert [found] == expected or (not found and not expected)


def test_borders_between_groups_and_around_members():
    topology = land().shapes.middle.topology
    whole = {ags: ags < "05300" for ags in topology.areas}
    parting = topology.parting(whole)
    assert parting
    assert all(whole[one] != whole[other] for one, other in (topology.sides[number] for number in parting))
    assert topology.parting(dict.fromkeys(topology.areas, 1)) == frozenset()
    assert topology.around(topology.areas.keys()) == topology.edge
    bochum = topology.around({"05911", "05916"})
    assert all(len({"05911", "05916"} & set(topology.sides[number])) == 1 for number in bochum)


# Views


@given(CAMERAS, PIXELS, st.floats(0.3, 4))
@settings(max_examples=150, deadline=None)
def test_what_lies_under_the_pointer_stays_there(camera, pixel, factor):
    at = QPointF(*pixel)
    closer = camera.zoomed(factor, at)
    assert 1 <= closer.closeness <= CLOSEST
    held = camera.to_plane(at)
    free = BOX.adjusted(1, 1, -1, -1)
    if closer.closeness > 1 and free.contains(
        closer.to_plane(QPointF(closer.size.width() / 2, closer.size.height() / 2))
    ):
        back = closer.to_pixel(held)
        assert hypot(back.x() - at.x(), back.y() - at.y()) < 0.5


@given(CAMERAS, st.tuples(st.floats(-5000, 5000), st.floats(-5000, 5000)))
@settings(max_examples=100, deadline=None)
def test_the_map_cannot_be_lost(camera, way):
    moved = camera.moved(QPointF(*way))
    middle = moved.to_plane(QPointF(moved.size.width() / 2, moved.size.height() / 2))
    assert BOX.adjusted(-0.01, -0.01, 0.01, 0.01).contains(middle)


@given(CAMERAS)
@settings(max_examples=60, deadline=None)
def test_zooming_out_ends_with_all_of_it(camera):
    whole = camera.zoomed(1 / CLOSEST)
    assert whole.closeness == 1
    seen = whole.transform.mapRect(BOX)
    assert QRectF(QPointF(0, 0), whole.size).adjusted(-0.5, -0.5, 0.5, 0.5).contains(seen)


def test_a_district_out_of_sight_is_brought_in():
    camera = Camera(BOX, QSizeF(600, 500)).zoomed(6, QPointF(0, 0))
    far = QRectF(200, 210, 10, 10)
    assert not QRectF(0, 0, 600, 500).contains(camera.transform.mapRect(far))
    shown = camera.showing(far)
    assert QRectF(0, 0, 600, 500).contains(shown.transform.mapRect(far))
    assert shown.closeness == camera.closeness
    assert shown.showing(far) == shown


# From district to district


def _step(ags, direction):
    shapes = land().shapes.middle
    places = {key: (district.middle.x(), district.middle.y()) for key, district in shapes.districts.items()}
    return next_in_direction(ags, DIRECTIONS[direction], places, shapes.topology.neighbours(ags))


@pytest.mark.parametrize(
    ("ags", "direction", "expected"),
    [
        ("05911", "east", "05913"),  # Bochum -> Dortmund
        ("05911", "west", "05113"),  # Bochum -> Essen
        ("05911", "north", "05916"),  # Bochum -> Herne
        ("05315", "south", "05382"),  # Köln -> Rhein-Sieg-Kreis
        ("05334", "west", "05334"),  # west of Aachen there is no more
    ],
)
def test_arrows_follow_the_land(ags, direction, expected):
    assert _step(ags, direction) == expected


def test_every_district_can_be_reached_from_every_other():
    districts = land().shapes.middle.districts.keys()
    leads = {ags: {_step(ags, direction) for direction in DIRECTIONS} for ags in districts}
    for start in districts:
        reached, waiting = {start}, [start]
        while waiting:
            fresh = leads[waiting.pop()] - reached
            reached |= fresh
            waiting.extend(fresh)
        assert reached == set(districts)


def test_a_step_goes_where_it_points():
    shapes = land().shapes.middle
    for ags in shapes.districts:
        for direction, (x, y) in DIRECTIONS.items():
            found = _step(ags, direction)
            way = shapes.districts[found].middle - shapes.districts[ags].middle
            assert found == ags or way.x() * x + way.y() * y > 0


# Names and points


@given(POINTS)
@settings(max_examples=80, deadline=None)
def test_no_name_covers_another_or_leaves_the_window(points):
    room = QRectF(0, 0, 600, 600)
    names = [Wanted(at=QPointF(*point), size=QSizeF(60, 14), gap=5) for point in points]
    boxes = [box for box in placed(names, room) if box is not None]
    assert all(room.contains(box) for box in boxes)
    assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


def test_the_first_name_finds_room_first():
    names = [Wanted(at=QPointF(300, 300), size=QSizeF(60, 14), gap=5)] * 12
    boxes = placed(names, QRectF(0, 0, 600, 600))
    assert boxes[0] is not None
    assert None in boxes
    assert placed(names[:1], QRectF(0, 0, 600, 600), [QRectF(0, 0, 600, 600)]) == (None,)


@given(POINTS, st.floats(1, 80))
@settings(max_examples=80, deadline=None)
def test_every_point_is_in_one_cluster_near_its_head(points, reach):
    spots = [QPointF(*point) for point in points]
    clusters = clustered(spots, reach)
    assert sorted(number for cluster in clusters for number in cluster.members) == list(range(len(spots)))
    for cluster in clusters:
        assert all(hypot(spots[n].x() - cluster.at.x(), spots[n].y() - cluster.at.y()) < reach for n in cluster.members)
    heads = [cluster.at for cluster in clusters]
    for at, one in enumerate(heads):
        for other in heads[at + 1 :]:
            assert hypot(one.x() - other.x(), one.y() - other.y()) >= reach


@given(st.lists(st.integers(0, 400), max_size=53))
@settings(max_examples=150, deadline=None)
def test_a_colour_scale_has_every_number_in_one_of_at_most_five_steps(counts):
    steps = steps_of(counts)
    assert len(steps) <= 5
    for count in counts:
        assert sum(low <= count <= high for low, high in steps) == (1 if count else 0)
    assert all(one[1] < other[0] for one, other in pairwise(steps))
