"""From the call to the window: one window per data folder, and what to do after starts that came to nothing.

No Qt is imported here before it is known that this start needs a window of its own, or whom to ring.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic, sleep
from typing import TYPE_CHECKING

from advisor_app.desktop.instance import InstanceLock, Request, addresses
from advisor_app.desktop.storage import NotKept, Trouble, not_kept

if TYPE_CHECKING:
    from advisor_app.desktop.doorbell import Doorbell
    from advisor_app.workspace import Workspace

# After so many starts in a row that came to nothing the safe mode is offered.
CRASHES = 2
# A window that was started a moment ago may still be on its way to the first paint.
STARTING_S = 20.0
# One that listens answers within this, or it hangs.
ANSWER_MS = 3000
HANGS = 3
_PAUSE_S = 0.05
# By these a desktop lets a window come to the front that did not ask for it itself: on Wayland, on X11.
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


class NoWindow(Exception):
    """No window can open: a library that windows need is missing."""


class _Turn(StrEnum):
    FIRST = "first"  # this start is the window
    HANDED_OVER = "handed_over"  # the window that is open has taken over
    SILENT = "silent"  # it does not answer


@dataclass(slots=True, kw_only=True)
class Start:
    """What a window is to know about its start.

    `usual` are the places of this installation with the user's data, whatever the window itself works on. `lock` makes
    it the only window of its data folder, None where there is no such thing; `source` is the file or folder to read
    from, "" for none; `trouble` tells why nothing is kept, as far as that is known already; `safe` that this is the
    safe mode; `doorbell` is set where it had to listen before the window stood.
    """

    usual: Workspace
    lock: InstanceLock | None = None
    source: str = ""
    trouble: NotKept | None = None
    safe: bool = False
    doorbell: Doorbell | None = None


def start(workspace: Workspace, *, safe: bool = False, source: str = "") -> int:
    """Open the window, or bring the one that is open to the front and hand over what this start was asked for.

    Args:
        workspace: the places of this installation.
        safe: open in safe mode.
        source: absolute path of a file or folder to read knowledge from, "" for none.

    Returns:
        The exit status.

    Raises:
        NoWindow: a library that windows need is missing.
    """
    wanted = Start(usual=workspace, source=source, safe=safe)
    if safe:
        # It writes nothing, so it may be open beside another window.
        return _open(wanted)
    if workspace.passing:
        wanted.trouble = NotKept(trouble=Trouble.HOMELESS, path=workspace.data_dir)
        return _open(wanted)
    lock = InstanceLock(workspace.data_dir)
    try:
        turn = _take_turn(lock, source)
    except OSError as exc:
        # Where nothing can be kept, several windows cannot spoil anything either.
        wanted.trouble = not_kept(exc, workspace.data_dir)
        return _open(wanted)
    try:
        if turn is _Turn.HANDED_OVER:
            return 0
        if turn is _Turn.SILENT:
            return _insist(wanted, lock)
        wanted.lock = lock
        return _open(wanted)
    finally:
        lock.release()


def _take_turn(lock: InstanceLock, source: str) -> _Turn:
    """Become the window, or hand over to the one there is; wait for one that is opening or closing.

    Raises:
        OSError: the data folder cannot be written.
    """
    if lock.take():
        return _Turn.FIRST
    from advisor_app.desktop.doorbell import Answer, ring  # noqa: PLC0415 (a first start does not need it)

    request = Request(source=source, token=next((os.environ[name] for name in _TOKENS if os.environ.get(name)), ""))
    _give_up_the_front()
    patience = monotonic() + STARTING_S
    while monotonic() < patience:
        answer = ring(addresses(lock.folder), request, patience_ms=ANSWER_MS)
        if answer is Answer.TAKEN:
            return _Turn.HANDED_OVER
        if lock.take():
            return _Turn.FIRST
        if answer is Answer.SILENT:
            break
        sleep(_PAUSE_S)
    return _Turn.SILENT


def _give_up_the_front() -> None:
    """Let another process's window come to the front, which Windows allows only whom the user is dealing with."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 (elsewhere there is nothing to ask for)

        anybody = -1
        ctypes.windll.user32.AllowSetForegroundWindow(anybody)


def _insist(wanted: Start, lock: InstanceLock) -> int:
    """Tell that the window that is open does not answer, and do what the user decides."""
    if sys.stderr is not None:
        sys.stderr.write("advisor-app: a window is open already, but it does not answer\n")
    from advisor_app.desktop.start_dialogs import Decision, ask_about_silence  # noqa: PLC0415 (hardly ever needed)

    while True:
        match ask_about_silence(resources=wanted.usual.resources, settings_file=wanted.usual.settings_file):
            case Decision.SAFE:
                wanted.safe = True
                return _open(wanted)
            case Decision.LEAVE:
                return HANGS
            case _:
                turn = _take_turn(lock, wanted.source)
        if turn is _Turn.HANDED_OVER:
            return 0
        if turn is _Turn.FIRST:
            wanted.lock = lock
            return _open(wanted)


def _open(wanted: Start) -> int:
    try:
        from advisor_app.desktop.app import run_window  # noqa: PLC0415 (a second start does not need it)
    except ImportError as exc:
        # Qt's own libraries are there, a system library they need is not.
        raise NoWindow(str(exc)) from exc
    if wanted.lock is not None and wanted.lock.unfinished >= CRASHES:
        _offer_safe_mode(wanted)
    workspace = wanted.usual
    if wanted.safe:
        from advisor_app.workspace import passing_folder  # noqa: PLC0415 (as above)

        workspace = workspace.apart(passing_folder())
    status = run_window(
        workspace.open_library,
        resources=workspace.resources,
        settings_file=workspace.settings_file,
        updates=None if wanted.safe else workspace.updates,
        start=wanted,
        find_house=workspace.house,
    )
    if wanted.lock is not None:
        wanted.lock.settle()
    return status


def _offer_safe_mode(wanted: Start) -> None:
    """Ask how to go on after starts that came to nothing; a second start is heard meanwhile."""
    from advisor_app.desktop.start_dialogs import Decision, ask_about_crashes  # noqa: PLC0415 (hardly ever needed)

    lock = wanted.lock
    if lock is None:
        return
    usual = wanted.usual
    decision, wanted.doorbell, source = ask_about_crashes(
        addresses(lock.folder), resources=usual.resources, settings_file=usual.settings_file
    )
    wanted.source = source or wanted.source
    if decision is Decision.SAFE:
        if wanted.doorbell is not None:
            wanted.doorbell.close()
        # The next usual start is a new try.
        lock.settle()
        lock.release()
        wanted.lock, wanted.doorbell, wanted.safe = None, None, True
