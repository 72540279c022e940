"""Points that would cover each other become one with a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF


@dataclass(frozen=True, slots=True)
class Cluster:
    """Points that are drawn as one: their numbers in the order given, and where, in pixels."""

    members: tuple[int, ...]
    at: QPointF


def clustered(points: Sequence[QPointF], reach: float) -> tuple[Cluster, ...]:
    """Put points together that are nearer than a distance.

    Each point joins the first cluster near enough to its own first point; so the same points always give the same
    clusters, and a cluster stays where its first point is. Cells of that distance keep it fast for thousands.

    Args:
        points: where each is, in pixels.
        reach: the distance in pixels below which two would cover each other.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    found: list[list[int]] = []
    for number, point in enumerate(points):
        column, row = int(point.x() // reach), int(point.y() // reach)
        home = next(
            (
                cluster
                for x in (column - 1, column, column + 1)
                for y in (row - 1, row, row + 1)
                for cluster in cells.get((x, y), ())
                if _near(points[found[cluster][0]], point, reach)
            ),
            None,
        )
        if home is None:
            cells.setdefault((column, row), []).append(len(found))
            found.append([number])
        else:
            found[home].append(number)
    return tuple(Cluster(members=tuple(members), at=points[members[0]]) for members in found)


def _near(one: QPointF, other: QPointF, reach: float) -> bool:
    x, y = one.x() - other.x(), one.y() - other.y()
    return x * x + y * y < reach * reach
