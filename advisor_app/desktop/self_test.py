"""The checks of the self-test that need Qt, as a process of their own: a line of JSON for each.

Nothing appears on a screen: the window is built and painted where nobody sees it, with settings that are thrown away.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPolygonF,
    QRawFont,
)
from PySide6.QtWidgets import QApplication

from advisor_app.content.topology import MIDDLE, Topology
from advisor_app.desktop.app import Face, make_app, make_face
from advisor_app.desktop.icons import IconSet
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.stylesheet import FAMILY, load_fonts
from advisor_app.desktop.theme import LIGHT, Appearance
from advisor_app.domain.checks import CheckFailed, CheckResult, perform
from advisor_app.errors import AdvisorError
from advisor_app.workspace import Library, Workspace

_PATIENCE_MS = 60_000
_GLANCE_MS = 20
_SIZE = QSize(1366, 768)
# What German texts, amounts and typography need.
_LETTERS = "AZazÄÖÜäöüß0189€%–„“·→"
# A picture of the window with less variety than this shows nothing; the most frequent colour may be its ground.
_COLOURS = 60
_GROUND = 0.97
_MAP = QSize(900, 760)
# Pixels of a district against its share of the state, where it is large enough to be measured so.
_MEASURED_FROM = 400
_PIXELS_DIFFER = 0.15


def main(words: Sequence[str]) -> int:
    """Do the checks and print what came of each; the exit status is 0 whatever that is.

    Args:
        words: `--data-dir` (an empty folder for what must be written) and `--knowledge` (the store to read).
    """
    parser = ArgumentParser(prog="self-test-window")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--knowledge", type=Path, required=True)
    chosen = parser.parse_args(list(words))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    workspace = replace(Workspace.locate(chosen.data_dir), seed=chosen.knowledge)
    app = make_app([])
    checks = {"window": partial(check_window, app, workspace), "drawing": partial(check_drawing, workspace.geodata)}
    for name, check in checks.items():
        tell(perform(name, check))
    return 0


def tell(result: CheckResult) -> None:
    """Print a result as one line, at once: what comes next may end the process."""
    sys.stdout.write(json.dumps(result.to_json()) + "\n")
    sys.stdout.flush()


# The window


def check_window(app: QApplication, workspace: Workspace) -> str:
    """Build the window on the knowledge, search, read an entry, and look at it in light and dark colours."""
    glyphs = check_fonts(workspace.resources)
    icons = check_icons(workspace.resources)
    settings = WindowSettings(workspace.settings_file)
    settings.appearance = Appearance.LIGHT
    opening = _Opening(workspace)
    today = date.today()  # noqa: DTZ011 (the user's day)
    face = make_face(
        app, opening.open, resources=workspace.resources, settings=settings, today=today, first_page="search"
    )
    try:
        face.window.resize(_SIZE)
        face.window.show()
        _await("the first hits", lambda: face.window.search.results.model.rowCount() > 0 or bool(opening.faults))
        if opening.faults:
            raise opening.faults[0]
        hits, title = _look_into(face)
        shades = [_look_at(face, appearance) for appearance in (Appearance.LIGHT, Appearance.DARK)]
    finally:
        face.window.close()
        face.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if shades[0] - shades[1] < 60:
        raise CheckFailed(f"light and dark look alike (lightness {shades[0]} and {shades[1]} of 255)")
    return f"{hits} hits shown, '{title}' opened, painted in light and dark; {glyphs} letters, {icons} icons"


class _Opening:
    """Opens the knowledge for the window and keeps what went wrong."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.faults: list[AdvisorError] = []

    def open(self) -> Library:
        """Open it; called in a worker."""
        try:
            return self._workspace.open_library()
        except AdvisorError as exc:
            self.faults.append(exc)
            raise


def _look_into(face: Face) -> tuple[int, str]:
    """Search for the title of what is shown last, and open it; return the number of hits and the title."""
    search = face.window.search
    hits = search.results.model.rowCount()
    row = search.results.model.row(hits - 1)
    if row is None:
        raise CheckFailed("the list of hits is empty")
    search.ask_for(row.title)
    _await("the answer", lambda: search.results.model.find(row.id) >= 0)
    search.visit_item(row.id)
    _await("the entry to open", lambda: search.reading.view is not None and search.reading.view.id == row.id)
    if search.reading.view is None or not search.reading.view.plain.strip():
        raise CheckFailed(f"nothing is to be read of {row.id}")
    return hits, row.title


def _look_at(face: Face, appearance: Appearance) -> int:
    """Show the window in an appearance; return how light its picture is on the whole, 0 to 255."""
    face.window.look.choose_appearance(appearance)
    _settle()
    image = face.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    if image.isNull() or image.width() < _SIZE.width() // 2:
        raise CheckFailed(f"in {appearance} colours the window gives no picture")
    small = [image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    counts = dict.fromkeys(small, 0)
    for colour in small:
        counts[colour] += 1
    if len(counts) < _COLOURS or max(counts.values()) > len(small) * _GROUND:
        raise CheckFailed(f"in {appearance} colours the window is blank: {len(counts)} colours")
    return sum(QColor(colour).lightness() * count for colour, count in counts.items()) // len(small)


def check_fonts(resources: Path) -> int:
    """Load the fonts of the installation; return how many letters were looked for in them.

    Raises:
        CheckFailed: the family or a weight is missing, or a letter.
    """
    load_fonts(resources / "fonts")
    if FAMILY not in QFontDatabase.families():
        raise CheckFailed(f"the font {FAMILY} does not load from {resources / 'fonts'}")
    widths = set()
    for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold):
        font = QFont(FAMILY, 13, weight)
        raw = QRawFont.fromFont(font)
        missing = [letter for letter in _LETTERS if not raw.supportsCharacter(ord(letter))]
        if raw.familyName() != FAMILY or missing:
            raise CheckFailed(f"the font {FAMILY} in weight {weight.value} lacks {''.join(missing) or 'itself'}")
        widths.add(QFontMetricsF(font).horizontalAdvance("Meistergründungsprämie"))
    if len(widths) < 4:
        raise CheckFailed(f"the weights of the font {FAMILY} look alike")
    return len(_LETTERS)


def check_icons(resources: Path) -> int:
    """Draw every icon; return their number.

    Raises:
        CheckFailed: there are none, or one stays empty.
    """
    icons = IconSet(resources / "icons")
    names = icons.names()
    for name in names:
        image = icons.pixmap(name, colour=LIGHT.text, size=24).toImage()
        if not any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)):
            raise CheckFailed(f"the icon {name} stays empty")
    if not names:
        raise CheckFailed(f"there are no icons in {resources / 'icons'}")
    return len(names)


def _await(what: str, there: Callable[[], bool]) -> None:
    """Let the window work until something is there.

    Raises:
        CheckFailed: it did not come.
    """
    loop, glance, patience = QEventLoop(), QTimer(), QTimer()
    glance.timeout.connect(lambda: loop.quit() if there() else None)
    patience.setSingleShot(True)
    patience.timeout.connect(loop.quit)
    glance.start(_GLANCE_MS)
    patience.start(_PATIENCE_MS)
    loop.exec()
    if not there():
        raise CheckFailed(f"waited {_PATIENCE_MS // 1000} s for {what}")


def _settle() -> None:
    """Let what is under way be painted."""
    loop = QEventLoop()
    QTimer.singleShot(10 * _GLANCE_MS, loop.quit)
    loop.exec()


# The map


def check_drawing(geodata: Path) -> str:
    """Paint the districts, each in a colour of its own, and find every one of them in the picture."""
    topology = Topology.read(geodata / MIDDLE)
    areas = list(topology.areas)
    seen = _painted(topology, areas)
    whole = sum(seen.values())
    surfaces = {ags: topology.surface(ags) for ags in areas}
    state = sum(surfaces.values())
    for ags in areas:
        count, share = seen.get(ags, 0), surfaces[ags] / state
        if not count:
            raise CheckFailed(f"{ags} {topology.areas[ags].name} is not in the picture")
        if count >= _MEASURED_FROM and abs(count / whole / share - 1) > _PIXELS_DIFFER:
            raise CheckFailed(f"{ags} takes {count / whole:.1%} of the picture, {share:.1%} of the state")
    return f"{len(areas)} districts painted and found in {_MAP.width()} x {_MAP.height()} pixels"


def _painted(topology: Topology, areas: Sequence[str]) -> dict[str, int]:
    """Return district -> number of its pixels in a picture of the whole state."""
    points = [point for arc in topology.arcs for point in arc]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    across, up = (_MAP.width() - 20) / (right - left), (_MAP.height() - 20) / (top - bottom)
    image = QImage(_MAP, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    for number, ags in enumerate(areas, 1):
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for ring in (ring for polygon in topology.outline(ags) for ring in polygon):
            path.addPolygon(QPolygonF([QPointF(10 + (x - left) * across, 10 + (top - y) * up) for x, y in ring]))
        painter.fillPath(path, QColor(number, 0, 0))
    painter.end()
    seen: dict[str, int] = {}
    for y in range(image.height()):
        for x in range(image.width()):
            colour = image.pixel(x, y) & 0xFFFFFF
            number = colour >> 16
            if colour & 0xFFFF == 0 and 1 <= number <= len(areas):
                seen[areas[number - 1]] = seen.get(areas[number - 1], 0) + 1
    return seen
