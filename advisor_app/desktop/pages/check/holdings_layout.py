"""Where the boxes of the holdings stand, and how the lines between them run. No Qt.

As a chart, owners stand above what they hold: every line joins two neighbouring levels, so none runs through a box, and
lines that do not belong together keep to tracks of their own. Where a chart finds no room across, the boxes stand below
each other, each indented behind the one it was told under: that has room for any number of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor_app.desktop.presenters.check_size_views import BoxView, Path

Point = tuple[float, float]
_SWEEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Lengths in pixels.

    Args:
        width: of a box.
        height: of a box.
        gap: between boxes.
        stub: beside a line, for its words.
        track: between lines that run side by side.
        indent: of a box behind the one it was told under, where they stand below each other.
        margin: around everything.
        tip: of an arrow.
    """

    width: float
    height: float
    gap: float
    stub: float
    track: float
    indent: float
    margin: float
    tip: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Return its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line between a box and the one it was told under.

    Args:
        path: of the box.
        points: its corners, from the one above in the tree to the box.
        room: where its words stand.
        arrow: at its last point (else at its first) stands the one that is held.
    """

    path: Path
    points: tuple[Point, ...]
    room: Rect
    arrow_last: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands; `is_chart` tells that owners stand straight above."""

    boxes: Mapping[Path, Rect]
    lines: tuple[Line, ...]
    width: float
    height: float
    is_chart: bool


def lay_out(boxes: Sequence[BoxView], sizes: Sizes, low: Sizes, room: float) -> Layout:
    """Return where boxes stand: as a chart if it is no wider than the room, else below each other.

    Args:
        boxes: each after the one it was told under, the company first.
        sizes: lengths of the chart.
        low: lengths where the boxes stand below each other.
        room: the width there is, in pixels.
    """
    chart = _chart(boxes, sizes)
    return chart if chart.width <= room else _list(boxes, low)


# The chart


def _chart(boxes: Sequence[BoxView], sizes: Sizes) -> Layout:
    levels: dict[Path, int] = {}
    for box in boxes:
        levels[box.path] = levels[box.path[:-1]] + (-1 if box.owner else 1) if box.path else 0
    rows: dict[int, list[Path]] = {}
    for box in boxes:
        rows.setdefault(levels[box.path], []).append(box.path)
    across = _across(rows, boxes, sizes)
    groups = _groups(boxes, levels)
    tops = _tops(rows, groups, sizes)
    placed = {
        box.path: Rect(across[box.path] - sizes.width / 2, tops[levels[box.path]], sizes.width, sizes.height)
        for box in boxes
    }
    lines = _chart_lines(boxes, placed, groups, levels, sizes)
    width = max(rect.x + rect.width for rect in placed.values()) + sizes.margin
    height = max(rect.y + rect.height for rect in placed.values()) + sizes.margin
    return Layout(placed, lines, width, height, is_chart=True)


def _across(rows: Mapping[int, Sequence[Path]], boxes: Sequence[BoxView], sizes: Sizes) -> dict[Path, float]:
    """Return the middle of every box across: near those it is tied to, beside its neighbours."""
    pitch = sizes.width + sizes.gap
    across = {path: number * pitch for row in rows.values() for number, path in enumerate(row)}
    tied: dict[Path, list[Path]] = {box.path: [] for box in boxes}
    for box in boxes:
        if box.path:
            tied[box.path].append(box.path[:-1])
            tied[box.path[:-1]].append(box.path)
    order = sorted(rows, key=abs, reverse=True)
    for sweep in range(_SWEEPS):
        for level in order if sweep % 2 == 0 else order[::-1]:
            row = rows[level]
            wanted = [
                sum(across[other] for other in tied[path]) / len(tied[path]) if tied[path] else across[path]
                for path in row
            ]
            across.update(zip(row, _apart(wanted, pitch), strict=True))
    left = min(across.values()) - sizes.width / 2 - sizes.margin
    return {path: round(place - left) for path, place in across.items()}


def _apart(wanted: Sequence[float], pitch: float) -> list[float]:
    """Return the places nearest to the wanted ones that lie a pitch apart, in the same order."""
    pools: list[tuple[float, int]] = []
    for number, place in enumerate(wanted):
        mean, size = place - number * pitch, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (mean * size + before * count) / (size + count), size + count
        pools.append((mean, size))
    bases = [mean for mean, size in pools for _ in range(size)]
    return [base + number * pitch for number, base in enumerate(bases)]


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that begin at one box and go the same way: they share a track in the gutter below a level."""

    hub: Path
    members: tuple[Path, ...]
    upwards: bool
    gutter: int
    track: int


def _groups(boxes: Sequence[BoxView], levels: Mapping[Path, int]) -> tuple[_Group, ...]:
    members: dict[tuple[Path, bool], list[Path]] = {}
    for box in boxes:
        if box.path:
            members.setdefault((box.path[:-1], box.owner), []).append(box.path)
    tracks: dict[int, int] = {}
    found = []
    for (hub, upwards), paths in members.items():
        gutter = levels[hub] - 1 if upwards else levels[hub]
        found.append(_Group(hub, tuple(paths), upwards, gutter, tracks.get(gutter, 0)))
        tracks[gutter] = tracks.get(gutter, 0) + 1
    return tuple(found)


def _tops(rows: Mapping[int, Sequence[Path]], groups: Sequence[_Group], sizes: Sizes) -> dict[int, float]:
    tops: dict[int, float] = {}
    y = sizes.margin
    for level in range(min(rows), max(rows) + 1):
        tops[level] = y
        tracks = sum(group.gutter == level for group in groups)
        y += sizes.height + 2 * sizes.stub + sizes.track * max(tracks - 1, 0)
    return tops


def _chart_lines(
    boxes: Sequence[BoxView],
    placed: Mapping[Path, Rect],
    groups: Sequence[_Group],
    levels: Mapping[Path, int],
    sizes: Sizes,
) -> tuple[Line, ...]:
    ports = _ports(boxes, placed, groups)
    lines = []
    for group in groups:
        below = next(rect for path, rect in placed.items() if levels[path] == group.gutter)
        y = below.y + sizes.height + sizes.stub + sizes.track * group.track
        for path in group.members:
            hub, box = placed[group.hub], placed[path]
            start = (ports[group.hub, group.hub, group.upwards], hub.y if group.upwards else hub.y + hub.height)
            end = (ports[path, group.hub, not group.upwards], box.y + box.height if group.upwards else box.y)
            points = (start, end) if start[0] == end[0] else (start, (start[0], y), (end[0], y), end)
            share = sizes.width / _sides(path, not group.upwards, groups)
            top = end[1] + (sizes.tip / 3 if group.upwards else -sizes.stub + sizes.tip / 3)
            room = Rect(end[0] - share / 2, top, share, sizes.stub - sizes.tip)
            lines.append(Line(path, points, room, arrow_last=not group.upwards))
    return tuple(lines)


def _sides(path: Path, upper: bool, groups: Sequence[_Group]) -> int:  # noqa: FBT001 - private, a side of a box
    """Return how many lines meet a side of a box."""
    return max(len(_at(path, upper, groups)), 1)


def _at(path: Path, upper: bool, groups: Sequence[_Group]) -> list[Path]:  # noqa: FBT001 - as above
    """Return the hubs of the lines that meet the upper or the lower side of a box."""
    found = [group.hub for group in groups if group.hub == path and group.upwards is upper]
    found += [group.hub for group in groups if path in group.members and group.upwards is not upper]
    return found


def _ports(
    boxes: Sequence[BoxView], placed: Mapping[Path, Rect], groups: Sequence[_Group]
) -> dict[tuple[Path, Path, bool], float]:
    """Return where across a line meets a side of a box: by the box, the hub of the line, and whether it is on top."""
    ports: dict[tuple[Path, Path, bool], float] = {}
    for box in boxes:
        rect = placed[box.path]
        for upper in (True, False):
            aims = {hub: _aim(box.path, hub, upper, placed, groups) for hub in _at(box.path, upper, groups)}
            hubs = sorted(aims, key=lambda hub: aims[hub])
            for number, hub in enumerate(hubs):
                ports[box.path, hub, upper] = rect.x + rect.width * (number + 0.5) / len(hubs)
    return ports


def _aim(path: Path, hub: Path, upper: bool, placed: Mapping[Path, Rect], groups: Sequence[_Group]) -> float:  # noqa: FBT001 - as above
    """Return where across a line leads that meets a box: to its hub, or from a hub to the middle of its members."""
    if hub != path:
        return placed[hub].x
    members = next(group.members for group in groups if group.hub == hub and group.upwards is upper)
    return sum(placed[member].x for member in members) / len(members)


# Below each other


def _list(boxes: Sequence[BoxView], sizes: Sizes) -> Layout:
    below: dict[Path, list[BoxView]] = {}
    for box in boxes:
        if box.path:
            below.setdefault(box.path[:-1], []).append(box)
    pitch = sizes.height + sizes.gap
    placed = {
        path: Rect(sizes.margin + sizes.indent * len(path), sizes.margin + number * pitch, sizes.width, sizes.height)
        for number, path in enumerate(_order((), below))
    }
    lines = tuple(_list_line(box, placed, sizes) for box in boxes if box.path)
    width = max(rect.x + rect.width for rect in placed.values()) + sizes.margin
    height = max(rect.y + rect.height for rect in placed.values()) + sizes.margin
    return Layout(placed, lines, width, height, is_chart=False)


def _order(root: Path, below: Mapping[Path, Sequence[BoxView]]) -> list[Path]:
    """Return boxes from top to bottom: owners above the one they hold, what it holds below."""
    owners = [path for box in below.get(root, ()) if box.owner for path in _order(box.path, below)]
    held = [path for box in below.get(root, ()) if not box.owner for path in _order(box.path, below)]
    return [*owners, root, *held]


def _list_line(box: BoxView, placed: Mapping[Path, Rect], sizes: Sizes) -> Line:
    above, rect = placed[box.path[:-1]], placed[box.path]
    spine = above.x + sizes.margin * 1.5
    middle = rect.middle[1]
    start = (spine, above.y if box.owner else above.y + above.height)
    room = Rect(spine + 4, middle - sizes.stub + sizes.tip / 2, rect.x - spine - 8, sizes.stub - sizes.tip)
    return Line(box.path, (start, (spine, middle), (rect.x, middle)), room, arrow_last=not box.owner)
