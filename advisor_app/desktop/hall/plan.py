"""Where everything stands in the hall, as values: texts, icons, lines, the solid bar, the square to photograph."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QSize

from advisor_app.desktop import formatting
from advisor_app.desktop.hall.look import HallLook, Set
from advisor_app.desktop.presenters.hall import HallCode


@dataclass(frozen=True, slots=True)
class Placed:
    """A text at its place: size in design pixels, colour as a token."""

    part: str
    text: str
    rect: QRect
    size: int
    weight: int
    colour: str


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon at its place; size in design pixels."""

    name: str
    colour: str
    size: int
    left: int
    top: int


@dataclass(slots=True)
class Plan:
    """Everything at its place, in pixels, for one size of the screen; `fits` tells whether nothing runs over."""

    look: HallLook
    size: QSize
    tone: str
    texts: list[Placed] = field(default_factory=list)
    icons: list[Icon] = field(default_factory=list)
    rules: list[QRect] = field(default_factory=list)
    band: QRect = field(default_factory=QRect)
    foot: QRect = field(default_factory=QRect)
    keys: QRect = field(default_factory=QRect)
    code: HallCode | None = None
    square: QRect = field(default_factory=QRect)
    fits: bool = True

    def put(self, part: str, text: str, place: tuple[int, int, int], steps: tuple[tuple[int, int], ...],
            look: tuple[int, str]) -> Set:  # fmt: skip
        """Put a text at left, top and width; `look` is weight and colour. Return how it was set."""
        left, top, width = place
        weight, colour = look
        shown = formatting.hyphenated(text)
        found = self.look.set(shown, steps, width, weight)
        self.fits = self.fits and found.width <= width
        self.texts.append(Placed(part, shown, QRect(left, top, width, found.height), found.size, weight, colour))
        return found

    def answer_px(self) -> int:
        """Return the size of the answer in pixels."""
        return next((self.look.px(text.size) for text in self.texts if text.part == "answer"), 0)
