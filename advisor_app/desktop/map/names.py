"""Where names stand on a map: greedily, the first that matters first, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that looks for room: its dot in pixels, the size of its text, the radius kept free around the dot.

    `centred` names stand on their point and have no dot.
    """

    at: QPointF
    size: QSizeF
    gap: float
    centred: bool = False


def placed(names: Sequence[Wanted], room: QRectF, kept_free: Sequence[QRectF] = ()) -> tuple[QRectF | None, ...]:
    """Return the box of each name, None for one that has no room.

    Args:
        names: what looks for room, the most important first.
        room: what all of it must stay within.
        kept_free: boxes that no name may cover.
    """
    taken = [*kept_free, *(_dot(name) for name in names if not name.centred)]
    found: list[QRectF | None] = []
    for name in names:
        own = _dot(name)
        box = next(
            (
                box
                for box in _choices(name)
                if room.contains(box) and not any(other.intersects(box) for other in taken if other != own)
            ),
            None,
        )
        found.append(box)
        if box is not None:
            taken.append(box)
    return tuple(found)


def _dot(name: Wanted) -> QRectF:
    return QRectF(name.at.x() - name.gap, name.at.y() - name.gap, 2 * name.gap, 2 * name.gap)


def _choices(name: Wanted) -> Sequence[QRectF]:
    """Return where a name may stand: to the right of its dot, left, above, below, then at its corners."""
    x, y, width, height = name.at.x(), name.at.y(), name.size.width(), name.size.height()
    if name.centred:
        return (QRectF(x - width / 2, y - height / 2, width, height),)
    gap = name.gap
    spots = (
        (x + gap, y - height / 2),
        (x - gap - width, y - height / 2),
        (x - width / 2, y - gap - height),
        (x - width / 2, y + gap),
        (x + gap * 0.7, y - gap * 0.7 - height),
        (x + gap * 0.7, y + gap * 0.7),
        (x - gap * 0.7 - width, y - gap * 0.7 - height),
        (x - gap * 0.7 - width, y + gap * 0.7),
    )
    return [QRectF(left, top, width, height) for left, top in spots]
