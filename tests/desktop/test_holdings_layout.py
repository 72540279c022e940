"""Where the boxes of the holdings stand: nothing lies over anything else, however many there are and however deep."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.desktop.pages.check.holdings_layout import Layout, Line, Rect, Sizes, lay_out
from advisor_app.desktop.presenters.check_size import present_size
from advisor_app.desktop.presenters.check_size_views import BoxView
from advisor_app.domain.state_aid import Holding
from tests.desktop.aid_world import DAY, MIXED, OWNER, chain, company

CHART = Sizes(width=184, height=88, gap=20, stub=29, track=14, indent=0, margin=14, tip=9)
LOW = Sizes(width=312, height=56, gap=14, stub=27, track=0, indent=124, margin=14, tip=9)


def box(path: tuple[int, ...], *, owner: bool) -> BoxView:
    return BoxView(path=path, name=str(path), counting="linked", word="", tone="mute", share="60 %", owner=owner)


@st.composite
def trees(draw: st.DrawFn) -> tuple[BoxView, ...]:
    """Boxes, each told under one that was told before."""
    boxes = [box((), owner=False)]
    children: dict[tuple[int, ...], int] = {}
    for _ in range(draw(st.integers(0, 14))):
        above = draw(st.sampled_from(boxes)).path
        path = (*above, children.get(above, 0))
        children[above] = children.get(above, 0) + 1
        boxes.append(box(path, owner=draw(st.booleans())))
    return tuple(boxes)


def overlap(one: Rect, other: Rect, *, slack: float = 0.5) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > slack and down > slack


def segments(line: Line) -> list[Rect]:
    return [
        Rect(min(x0, x1), min(y0, y1), max(abs(x1 - x0), 0.0), max(abs(y1 - y0), 0.0))
        for (x0, y0), (x1, y1) in pairwise(line.points)
    ]


def crosses(part: Rect, over: Rect) -> bool:
    """Tell whether a line runs through the inside of a box."""
    left, right = max(part.x, over.x + 1), min(part.x + part.width, over.x + over.width - 1)
    top, bottom = max(part.y, over.y + 1), min(part.y + part.height, over.y + over.height - 1)
    return left <= right and top <= bottom


def check(layout: Layout, boxes: tuple[BoxView, ...]) -> None:
    assert set(layout.boxes) == {one.path for one in boxes}
    for one, other in combinations(layout.boxes.values(), 2):
        assert not overlap(one, other)
    for line in layout.lines:
        for rect in layout.boxes.values():
            assert not any(crosses(part, rect) for part in segments(line))
            assert not overlap(line.room, rect)
    for first, second in combinations(layout.lines, 2):
        assert not overlap(first.room, second.room)
    for rect in layout.boxes.values():
        assert rect.x >= 0
        assert rect.y >= 0
        assert rect.x + rect.width <= layout.width
        assert rect.y + rect.height <= layout.height
    for line in layout.lines:
        begin, end = line.points[0], line.points[-1]
        owned, owner = (end, begin) if line.arrow_last else (begin, end)
        if layout.is_chart:
            # Who holds stands above whom it holds.
            assert owner[1] < owned[1]


@settings(max_examples=30, deadline=None)
@given(trees())
def test_nothing_lies_over_anything_in_a_chart(boxes: tuple[BoxView, ...]) -> None:
    layout = lay_out(boxes, CHART, LOW, math.inf)
    assert layout.is_chart
    check(layout, boxes)


@settings(max_examples=30, deadline=None)
@given(trees())
def test_nothing_lies_over_anything_below_each_other(boxes: tuple[BoxView, ...]) -> None:
    layout = lay_out(boxes, CHART, LOW, 100)
    assert not layout.is_chart
    check(layout, boxes)


@pytest.mark.parametrize(
    "related",
    [
        (),
        (OWNER,),
        MIXED,
        tuple(Holding(name=f"Gesellschafterin {number}", share_pct=8) for number in range(12)),
        chain(5),
        chain(19),
    ],
    ids=["none", "holding", "mixed", "twelve", "five deep", "nineteen deep"],
)
@pytest.mark.parametrize("room", [300, 640, 980])
def test_what_there_is_in_practice(related: tuple[Holding, ...], room: int) -> None:
    boxes = present_size(company(related), DAY).boxes
    layout = lay_out(boxes, CHART, LOW, room)
    check(layout, boxes)
    assert not layout.is_chart or layout.width <= room


def test_an_owner_with_two_daughters_stands_between_them() -> None:
    boxes = present_size(company([OWNER]), DAY).boxes
    layout = lay_out(boxes, CHART, LOW, 700)
    owner, own, sister = layout.boxes[0,], layout.boxes[()], layout.boxes[0, 0]
    assert own.y == sister.y > owner.y
    assert own.x < owner.x < sister.x
    # Lines leave the owner on the side they lead to, so that they do not cross.
    starts = {line.path: line.points for line in layout.lines}
    assert starts[0,][-1][0] < starts[0, 0][0][0]
