"""Where the topics of the network stand: on an upright ring, in the order given, names level beside it. No Qt.

Names stay level because level text is read fastest; the two halves of the ring are therefore two columns of lines of
equal height, and the ring bends along them. The same topics in the same room always stand at the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import sqrt

_BEND = 1.05
_PULL = (0.18, 0.62)
_STEPS = 14

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column: a topic (its number), or the name of a group (the number of its first topic)."""

    number: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line stands: a point of the ring, and whether its words stand to the right of that."""

    line: Line
    x: float
    y: float
    right: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """The places of topics (by their number) and of headings, in the room the ring has.

    `pitch` is the height of a line, all in pixels.
    """

    spots: tuple[Spot, ...]
    headings: tuple[Spot, ...]
    middle: Point
    pitch: float


def columns(groups: Sequence[str]) -> tuple[list[Line], list[Line]]:
    """Share topics out over the right column and the left one.

    Args:
        groups: the group of each topic; those of a group stand one after the other.

    Returns:
        The lines of both columns from top to bottom. The order runs down on the right and up on the left, so that the
        first and the last topic meet at the top. A group that is parted has its name in both.
    """
    total = len(groups) + sum(1 for _ in groupby(groups))
    right: list[Line] = []
    left: list[list[Line]] = []
    for _, members in groupby(range(len(groups)), key=lambda number: groups[number]):
        numbers = list(members)
        room = round(total / 2) - len(right) - 1 if not left else -1
        # Two lines are too few to part a group for.
        here = len(numbers) if room >= len(numbers) - 1 else room if room > 1 else 0
        if here:
            right += [Line(numbers[0], heading=True), *(Line(number) for number in numbers[:here])]
        if rest := numbers[here:]:
            left.append([Line(rest[0], heading=True), *(Line(number) for number in reversed(rest))])
    return right, [line for block in reversed(left) for line in block]


def place(groups: Sequence[str], *, width: float, height: float, label: float, margin: float) -> Ring:
    """Return where topics and headings stand.

    Args:
        groups: the group of each topic.
        width: of the picture in pixels.
        height: of the picture in pixels.
        label: width that names have at least beside the widest part of the ring, in pixels.
        margin: free edge above and below in pixels.
    """
    right, left = columns(groups)
    lines = max(len(right), len(left), 1)
    pitch = (height - 2 * margin) / lines
    half = (height - 2 * margin) / 2
    middle = (width / 2, height / 2)
    across = max(min(half, width / 2 - label), width * 0.08)
    spots: dict[int, Spot] = {}
    headings = []
    for column, side in ((right, 1), (left, -1)):
        top = middle[1] - pitch * len(column) / 2
        for row, line in enumerate(column):
            y = top + (row + 0.5) * pitch
            spot = Spot(line, middle[0] + side * across * _bend((y - middle[1]) / half), y, side > 0)
            if line.heading:
                headings.append(spot)
            else:
                spots[line.number] = spot
    return Ring(tuple(spots[number] for number in sorted(spots)), tuple(headings), middle, pitch)


def _bend(part: float) -> float:
    """Return how far out the ring is at a height, from -1 (top) to 1 (bottom)."""
    return sqrt(max(1 - (part / _BEND) ** 2, 0.0))


def bow(one: Point, two: Point, middle: Point) -> tuple[Point, Point]:
    """Return the control points of the line between two topics: the farther apart, the nearer it passes the middle."""
    span = sqrt((one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2)
    widest = 2 * max(sqrt((end[0] - middle[0]) ** 2 + (end[1] - middle[1]) ** 2) for end in (one, two)) or 1.0
    pull = _PULL[0] + (_PULL[1] - _PULL[0]) * min(span / widest, 1.0)
    first, second = (tuple(end[axis] + (middle[axis] - end[axis]) * pull for axis in (0, 1)) for end in (one, two))
    return (first[0], first[1]), (second[0], second[1])


def curve(one: Point, two: Point, middle: Point) -> tuple[Point, ...]:
    """Return points along the line between two topics, close enough to be hit with a mouse."""
    first, second = bow(one, two, middle)
    points = []
    for part in range(_STEPS + 1):
        t = part / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
        points.append(
            (
                a * one[0] + b * first[0] + c * second[0] + d * two[0],
                a * one[1] + b * first[1] + c * second[1] + d * two[1],
            )
        )
    return tuple(points)


def distance_to(point: Point, points: Sequence[Point]) -> float:
    """Return how far a point is from a line, in pixels."""
    return min(_to_segment(point, one, two) for one, two in pairwise(points))


def _to_segment(point: Point, one: Point, two: Point) -> float:
    dx, dy = two[0] - one[0], two[1] - one[1]
    length = dx * dx + dy * dy
    along = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    x, y = one[0] + along * dx - point[0], one[1] + along * dy - point[1]
    return sqrt(x * x + y * y)


def step(ring: Ring, number: int, *, down: int = 0, across: bool = False) -> int:
    """Return the topic one gets to with an arrow key.

    Args:
        ring: the places.
        number: of the topic one is at; -1 gives the first.
        down: 1 to the next below, -1 to the next above, round the ring at the ends.
        across: to the topic beside it on the other half instead.
    """
    if not 0 <= number < len(ring.spots):
        return 0 if ring.spots else -1
    here = ring.spots[number]
    if across:
        beyond = [spot for spot in ring.spots if spot.right != here.right]
        return min(beyond, key=lambda spot: abs(spot.y - here.y)).line.number if beyond else number
    # Down on the right is onward, on the left it is back.
    return (number + (down if here.right else -down)) % len(ring.spots)
