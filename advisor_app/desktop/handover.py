"""A second start: it hands over to the window that is open, waits for one on its way, and asks about one that hangs."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from time import monotonic, sleep
from typing import TYPE_CHECKING

from advisor_app.desktop.doorbell import Answer, ring
from advisor_app.desktop.instance import InstanceLock, addresses
from advisor_app.desktop.request import Request

if TYPE_CHECKING:
    from pathlib import Path

# A window that was started a moment ago may still be on its way to the first paint.
STARTING_S = 20.0
# One that listens answers within this, or it hangs.
ANSWER_MS = 3000
_PAUSE_S = 0.05
# By these a desktop lets a window come to the front that did not ask for it itself: on Wayland, on X11.
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


class Turn(StrEnum):
    """What becomes of a second start."""

    FIRST = "first"  # it is the window now
    HANDED_OVER = "handed_over"  # the window that is open has taken over
    SILENT = "silent"  # that one does not answer
    SAFE = "safe"  # it opens in safe mode


def take_turn(lock: InstanceLock, source: str) -> Turn:
    """Hand over to the window there is; wait for one that is opening, take the place of one that closes.

    Args:
        lock: the lock, which another start has.
        source: absolute path of what this start is to read, "" for nothing.

    Raises:
        OSError: the data folder cannot be written any more.
    """
    request = Request(source=source, token=next((os.environ[name] for name in _TOKENS if os.environ.get(name)), ""))
    _give_up_the_front()
    patience = monotonic() + STARTING_S
    while monotonic() < patience:
        answer = ring(addresses(lock.folder), request, patience_ms=ANSWER_MS)
        if answer is Answer.TAKEN:
            return Turn.HANDED_OVER
        if lock.take():
            return Turn.FIRST
        if answer is Answer.SILENT:
            break
        sleep(_PAUSE_S)
    return Turn.SILENT


def _give_up_the_front() -> None:
    """Let another process's window come to the front, which Windows allows only whom the user is dealing with."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 (elsewhere there is nothing to ask for)

        anybody = -1
        ctypes.windll.user32.AllowSetForegroundWindow(anybody)


def insist(lock: InstanceLock, source: str, *, resources: Path, settings_file: Path) -> Turn:
    """Tell that the window that is open does not answer, and return what the user decides.

    Args:
        lock: the lock, which another start has.
        source: absolute path of what this start is to read, "" for nothing.
        resources: folder with icons, fonts and styles.
        settings_file: the window's settings, for the look.

    Raises:
        OSError: the data folder cannot be written any more.
    """
    if sys.stderr is not None:
        sys.stderr.write("advisor-app: a window is open already, but it does not answer\n")
    from advisor_app.desktop.start_dialogs import Decision, ask_about_silence  # noqa: PLC0415 (hardly ever needed)

    while True:
        match ask_about_silence(resources=resources, settings_file=settings_file):
            case Decision.SAFE:
                return Turn.SAFE
            case Decision.LEAVE:
                return Turn.SILENT
            case _:
                turn = take_turn(lock, source)
        if turn is not Turn.SILENT:
            return turn
