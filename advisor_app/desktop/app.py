"""Starts the window. Nothing heavy is imported on the way to the first paint."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import advisor_app.desktop.quick  # noqa: F401 - acts when it is imported, and on what is imported after it

# isort: split
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.client_view import ClientView
from advisor_app.desktop.clock import Clock, local_time
from advisor_app.desktop.icons import IconSet
from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.keeper import open_item
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.main_window import MainWindow
from advisor_app.desktop.marks import Marks
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.stylesheet import StyleKeeper
from advisor_app.desktop.theme import Theme

if TYPE_CHECKING:
    from advisor_app.desktop.keeper import OpenLibrary
    from advisor_app.desktop.start import Start
    from advisor_app.updates.desk import UpdateDesk
    from advisor_app.updates.preset import House

_NAME = "beratungskoffer"
_STYLE = "Fusion"
_SWITCH_S = 0.0005


@dataclass(slots=True)
class Face:
    """The parts of a running window. All belong to the window and are deleted with it, in the GUI thread."""

    window: MainWindow
    theme: Theme
    style: StyleKeeper
    runner: JobRunner


def make_app(argv: Sequence[str]) -> QApplication:
    """Return the application object, with Qt's own icon look-up (thousands of file accesses) switched off."""
    existing = QApplication.instance()
    # The style is named here and not set later: that would hand it to Python, with 500 names of its parts.
    app = existing if isinstance(existing, QApplication) else QApplication([*argv, "-style", _STYLE])
    if app.applicationName() == _NAME:
        return app
    # The window's thread waits at most this long for a busy worker thread, and it may have to wait many times a frame.
    sys.setswitchinterval(_SWITCH_S)
    QIcon.setThemeName("none")
    QIcon.setThemeSearchPaths([":/none"])
    QIcon.setFallbackSearchPaths([":/none"])
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    app.setApplicationName(_NAME)
    app.setApplicationDisplayName("Beratungskoffer")
    if app is existing:
        app.setStyle(_STYLE)
    return app


def make_face(
    app: QApplication, open_library: OpenLibrary, *, resources: Path, settings: WindowSettings, today: date,
    updates: UpdateDesk | Callable[[], UpdateDesk] | None = None, clock: Clock = local_time, first_page: str = "",
) -> Face:  # fmt: skip
    """Build the window without showing it.

    Args:
        app: the application object.
        open_library: opens the knowledge; called in a worker after the first paint.
        resources: folder with icons, fonts and styles.
        settings: what is remembered.
        today: the day freshness and windows are held against.
        updates: what is known about updates, or what makes it (called in a worker); None for a window without.
        clock: the time now, aware, in the user's zone.
        first_page: name of the page that is shown first; "" for the start page.
    """
    icons = IconSet(resources / "icons")
    theme = Theme(icons=icons, appearance=settings.appearance, zoom=settings.zoom)
    style = StyleKeeper(app=app, theme=theme, resources=resources)
    runner = JobRunner()
    tools = PageTools(theme=theme, runner=runner, today=today, clock=clock, geodata=resources / "geodata",
                      marks=Marks(settings), open_item=open_item, client=ClientView(),
                      kept=settings.file.parent)  # fmt: skip
    window = MainWindow(tools=tools, settings=settings, open_library=open_library, updates=updates,
                        first_page=first_page)  # fmt: skip
    for part in (theme, style, runner, tools.marks, tools.client):
        # Left to Python's garbage collection they could be deleted in whichever thread it happens to run in.
        part.setParent(window)
    window.setWindowIcon(icons.app_icon())
    return Face(window=window, theme=theme, style=style, runner=runner)


def run_window(
    open_library: OpenLibrary,
    *,
    resources: Path,
    settings_file: Path,
    today: date | None = None,
    updates: UpdateDesk | Callable[[], UpdateDesk] | None = None,
    on_first_paint: Callable[[], None] | None = None,
    start: Start | None = None,
    find_house: Callable[[], House | None] | None = None,
) -> int:
    """Show the window until it is closed.

    Args:
        open_library: opens the knowledge; called in a worker after the first paint.
        resources: folder with icons, fonts and styles.
        settings_file: INI file of the window's settings; its folder is the user's data folder.
        today: the day freshness and windows are held against; the machine's by default.
        updates: what is known about updates, or what makes it (called in a worker); None for a window without.
        on_first_paint: called once the window stands (for measuring the start).
        start: what the window is to know about its start; None for a window that stands for itself.
        find_house: returns whose installation this is, None for nobody's; called once the window stands.

    Returns:
        The exit status.
    """
    app = make_app(sys.argv[:1])
    day = today or date.today()  # noqa: DTZ011 - the user's own day
    settings = WindowSettings(settings_file)
    face = make_face(app, open_library, resources=resources, settings=settings, today=day, updates=updates)
    face.window.messages.install()
    if on_first_paint is not None:
        face.window.first_painted.connect(on_first_paint)
    if start is not None:
        face.window.first_painted.connect(partial(_furnish, face, start))
    if find_house is not None:
        face.window.first_painted.connect(partial(_settle, face, find_house))
    face.window.show()
    return app.exec()


def _furnish(face: Face, start: Start) -> None:
    """Give a window that stands what it needs to tell about its start."""
    from advisor_app.desktop.start_room import StartRoom  # noqa: PLC0415 - not before the first paint

    StartRoom(window=face.window, runner=face.runner, start=start)


def _settle(face: Face, find_house: Callable[[], House | None]) -> None:
    """Tell a window that stands whose it is, once it has begun to open the knowledge."""

    def settle() -> None:
        house = find_house()
        if house is not None:
            face.window.take_house(house)

    QTimer.singleShot(0, face.window, settle)
