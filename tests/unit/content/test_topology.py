"""The districts' borders: read, closed, shared by neighbours, and measured."""

from __future__ import annotations

import json
from itertools import pairwise
from math import cos, radians

import pytest

from advisor_app.content.topology import MIDDLE, SMALL, Topology
from advisor_app.errors import EnvironmentFault

# Two squares of a degree side by side, the left one with a hole; all borders walked counter-clockwise.
SQUARES = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [7.0, 51.0]},
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 0], [10, 0], [0, 10], [-10, 0]],
        [[4, 4], [2, 0], [0, 2], [-2, 0], [0, -2]],
    ],
    "objects": {
        "data": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1], [3]], "properties": {"ags": "1", "name": "West"}},
                {"type": "MultiPolygon", "arcs": [[[-1, 2]]], "properties": {"ags": "2", "name": "Ost"}},
            ],
        }
    },
}


@pytest.fixture
def squares(tmp_path):
    """Write the squares and read them."""
    (tmp_path / "map.json").write_text(json.dumps(SQUARES), encoding="utf-8")
    return Topology.read(tmp_path / "map.json")


def test_neighbours_share_an_arc_in_opposite_directions(squares):
    assert squares.sides[0] == ("1", "2")
    assert squares.sides[1] == ("1",)
    assert squares.neighbours("1") == {"2"}
    ((outer, hole),) = squares.outline("1")
    assert outer[:2] == ((8.0, 51.0), (8.0, 52.0))
    assert outer[0] == outer[-1]
    assert len(hole) == 5
    ((east,),) = squares.outline("2")
    assert set(pairwise(east)) & {(end, start) for start, end in pairwise(outer)} == {((8.0, 52.0), (8.0, 51.0))}


def test_a_hole_belongs_to_nobody(squares):
    degree = 111.195
    square = degree * degree * cos(radians(51.5))
    assert squares.surface("2") == pytest.approx(square, rel=0.001)
    assert squares.surface("1") == pytest.approx(square * 0.96, rel=0.002)
    assert squares.contains("1", (7.2, 51.2))
    assert not squares.contains("1", (7.5, 51.5))
    assert not squares.contains("1", (8.5, 51.5))
    assert squares.contains("2", (8.5, 51.5))


@pytest.mark.parametrize("file", [MIDDLE, SMALL])
def test_the_map_that_ships_has_every_district_and_one_edge(root, geodata, file):
    found = Topology.read(root / "resources" / "geodata" / file)
    assert found.areas.keys() == geodata.districts.keys()
    assert found.areas["05954"].name == "Ennepe-Ruhr-Kreis"
    assert found.neighbours("05911") >= {"05954", "05913", "05916", "05113"}
    edge = [found.arcs[number] for number, sides in found.sides.items() if len(sides) == 1]
    ends = [end for arc in edge for end in (arc[0], arc[-1])]
    # The edge of the state closes: every end of an arc there is the end of a second one.
    assert all(ends.count(point) % 2 == 0 for point in ends)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": 3}'])
def test_a_damaged_file_is_a_fault_that_names_it(tmp_path, text):
    (tmp_path / "map.json").write_text(text, encoding="utf-8")
    with pytest.raises(EnvironmentFault) as caught:
        Topology.read(tmp_path / "map.json")
    assert caught.value.details["path"] == str(tmp_path / "map.json")
    assert str(caught.value.details["reason"]).startswith("damaged map")


def test_a_missing_file_is_a_fault(tmp_path):
    with pytest.raises(EnvironmentFault):
        Topology.read(tmp_path / "nothing.json")
