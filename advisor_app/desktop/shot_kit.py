"""What pictures of screens are made of: a name, a size, a look, and what a reader would do before one is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from advisor_app.desktop.app import Face
from advisor_app.desktop.theme import Appearance

DAY = date(2026, 11, 23)
_SETTLE_MS = 250
Act = Callable[[Face], None]

# Every screen is looked at so.
LOOKS: dict[str, dict[str, Any]] = {
    "": {},
    "-dark": {"appearance": Appearance.DARK},
    "-contrast": {"appearance": Appearance.CONTRAST},
    "-compact": {"size": (1024, 640)},
    "-200": {"size": (1440, 900), "zoom": 2.0},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture: file name, window size, look, day, what is done before it is taken, whether a house set it up."""

    name: str
    act: Act
    size: tuple[int, int] = (1366, 768)
    appearance: Appearance = Appearance.LIGHT
    zoom: float = 1.0
    day: date = DAY
    house: bool = False


def in_all_looks(name: str, act: Act) -> tuple[Shot, ...]:
    """Return a picture in every look, the small window at 200 % too."""
    small = Shot(name=f"{name}-200-compact", act=act, size=(1024, 640), zoom=2.0)
    return (*(Shot(name=f"{name}{ending}", act=act, **look) for ending, look in LOOKS.items()), small)


def page(name: str) -> Act:
    """Show a page."""

    def act(face: Face) -> None:
        face.window.show_page(name)

    return act


def then(*acts: Act) -> Act:
    """Do one thing after the other."""

    def act(face: Face) -> None:
        for step in acts:
            step(face)
            settle()

    return act


def settle() -> None:
    """Let jobs and painting come to rest."""
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()
