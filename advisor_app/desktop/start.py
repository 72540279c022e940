"""From the call to the window: one window per data folder, and what to do after starts that came to nothing.

Before the first paint a usual start pays for the lock and for nothing else that is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor_app.desktop.instance import InstanceLock, addresses

if TYPE_CHECKING:
    from advisor_app.desktop.doorbell import Doorbell
    from advisor_app.desktop.storage import NotKept
    from advisor_app.workspace import Workspace

# After so many starts in a row that came to nothing the safe mode is offered.
CRASHES = 2
HANGS = 3


class NoWindow(Exception):
    """No window can open: a library that windows need is missing."""


class Start:
    """What a window is to know about its start.

    Args:
        usual: the places of this installation with the user's data, whatever the window itself works on.
        source: the file or folder to read from, "" for none.
        safe: whether this is the safe mode.

    `lock` makes it the only window of its data folder, None where there is no such thing; `trouble` tells why nothing
    is kept, as far as that is known already; `doorbell` is set where it had to listen before the window stood.
    """

    def __init__(self, usual: Workspace, *, source: str = "", safe: bool = False) -> None:
        self.usual = usual
        self.source = source
        self.safe = safe
        self.lock: InstanceLock | None = None
        self.trouble: NotKept | None = None
        self.doorbell: Doorbell | None = None


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
    wanted = Start(workspace, source=source, safe=safe)
    if safe:
        # It writes nothing, so it may be open beside another window.
        return _open(wanted)
    if workspace.passing:
        from advisor_app.desktop.storage import NotKept, Trouble  # noqa: PLC0415 (hardly ever needed)

        wanted.trouble = NotKept(trouble=Trouble.HOMELESS, path=workspace.data_dir)
        return _open(wanted)
    lock = InstanceLock(workspace.data_dir)
    try:
        done = None if lock.take() else _hand_over(wanted, lock)
    except OSError as exc:
        from advisor_app.desktop.storage import not_kept  # noqa: PLC0415 (hardly ever needed)

        # Where nothing can be kept, several windows cannot spoil anything either.
        wanted.trouble = not_kept(exc, workspace.data_dir)
        return _open(wanted)
    if done is not None:
        return done
    if not wanted.safe:
        wanted.lock = lock
    try:
        return _open(wanted)
    finally:
        lock.release()


def _hand_over(wanted: Start, lock: InstanceLock) -> int | None:
    """Do what a second start does; return its exit status, or None if it opens a window after all.

    Raises:
        OSError: the data folder cannot be written any more.
    """
    from advisor_app.desktop.handover import Turn, insist, take_turn  # noqa: PLC0415 (a first start does not need it)

    usual = wanted.usual
    turn = take_turn(lock, wanted.source)
    if turn is Turn.SILENT:
        turn = insist(lock, wanted.source, resources=usual.resources, settings_file=usual.settings_file)
    wanted.safe = turn is Turn.SAFE
    return {Turn.HANDED_OVER: 0, Turn.SILENT: HANGS}.get(turn)


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
