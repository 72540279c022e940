"""How the hall looks: light unless asked for, whatever the rest of the window does, and scaled to the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPixmap

from advisor_app.desktop.theme import CONTRAST, DARK, LIGHT, Theme, Tokens

# Nothing is smaller, however much there is to say.
_SMALLEST = 11
_ENDLESS = 100_000


@dataclass(frozen=True, slots=True)
class Set:
    """A text that was set: size in design pixels, lines, width and height in pixels."""

    size: int
    lines: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class HallLook:
    """Colours and sizes; `scale` is pixels for a design pixel.

    Args:
        theme: gives font and icons.
        tokens: the colours.
        scale: pixels for a design pixel.
        measures: of fonts by pixels and weight, kept while a place is sought for everything.
    """

    theme: Theme
    tokens: Tokens
    scale: float = 1.0
    measures: dict[tuple[int, int], QFontMetricsF] = field(default_factory=dict, compare=False)

    def px(self, design: float) -> int:
        """Return a length in pixels."""
        return round(design * self.scale)

    def font(self, size: float, weight: int = 400) -> QFont:
        """Return the font at a design size."""
        font = self.theme.font(size, weight)
        font.setPixelSize(max(self.px(size), _SMALLEST))
        return font

    def colour(self, name: str) -> QColor:
        """Return a colour by its token's name."""
        return QColor(str(getattr(self.tokens, name)))

    def icon(self, name: str, colour: str, size: float, ratio: float) -> QPixmap:
        """Return an icon, its size in design pixels of the hall."""
        design = self.px(size) / self.theme.zoom
        return self.theme.icon(name, self.colour(colour).name(), design, ratio)

    def on_tone(self, tone: str) -> str:
        """Return the token of text on a solid tone."""
        return "on_accent" if tone == "accent" else "surface"

    def set(self, text: str, steps: tuple[tuple[int, int], ...], width: int, weight: int = 400) -> Set:
        """Set a text in the first size in which it needs no more than the lines allowed; the last one takes any.

        Args:
            text: what is set; it is never cut.
            steps: sizes in design pixels, each with the lines allowed.
            width: room in pixels.
            weight: of the font.
        """
        for size, allowed in steps:
            found = self._measure(text, size, width, weight)
            if found.lines <= allowed and found.width <= width:
                return found
        return self._measure(text, steps[-1][0], width, weight)

    def _measure(self, text: str, size: int, width: int, weight: int) -> Set:
        key = (max(self.px(size), _SMALLEST), weight)
        metrics = self.measures.get(key)
        if metrics is None:
            metrics = self.measures[key] = QFontMetricsF(self.font(size, weight))
        room = QRectF(0, 0, max(width, 1), _ENDLESS)
        needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
        lines = max(1, round(needed.height() / metrics.lineSpacing()))
        return Set(size, lines, ceil(needed.width()), ceil(needed.height()) + 1)


def tokens_for(theme: Theme, *, dark: bool) -> Tokens:
    """Return the colours of the hall: light against glare, or dark; who needs contrast gets it with the dark ones."""
    if not dark:
        return LIGHT
    return CONTRAST if theme.tokens == CONTRAST else DARK
