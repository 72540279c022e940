"""Icons: vendored outline drawings, coloured before rendering and kept by name, colour, size and pixel ratio."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class IconSet:
    """The drawings of one folder. Qt renders `currentColor` black, so it is replaced in the text first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float, float], QPixmap] = {}

    def names(self) -> tuple[str, ...]:
        """Return the names of all icons there are."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.svg")))

    def pixmap(self, name: str, *, colour: str, size: int, ratio: float = 1.0, stroke: float = 1.75) -> QPixmap:
        """Return an icon of `size` logical pixels for a screen with `ratio` device pixels each."""
        key = (name, colour, size, ratio, stroke)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = self._render(*key)
        return found

    def app_icon(self) -> QIcon:
        """Return the icon of the application in the sizes that desktops ask for."""
        icon = QIcon()
        for size in (16, 24, 32, 48, 64, 128, 256):
            icon.addPixmap(self._render("beratungskoffer", "#000000", size, 1.0, 0.0))
        return icon

    def _render(self, name: str, colour: str, size: int, ratio: float, stroke: float) -> QPixmap:
        text = (
            self._source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
        )
        renderer = QSvgRenderer(QByteArray(text.encode()))
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        return self._sources[name]
