"""Entry point of `advisor-app`: the window without arguments, the terminal with a sub-command.

The window's path imports no command line library: every millisecond before the first paint counts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor_app.workspace import Workspace

# What `terminal.self_test` starts this program with, to have done what needs a window.
_WINDOW_PART = "self-test-window"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: arguments without the program's name; those of the process by default.

    Returns:
        The exit status: 0 done, 1 the check says no, 2 wrong usage, 3 environment, 4 trust.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == [_WINDOW_PART]:
        return _test_window(arguments[1:])
    window, data_dir = _asks_for_window(arguments)
    if not window:
        from advisor_app.terminal.app import run

        return run(arguments)
    from advisor_app.workspace import Workspace

    workspace = Workspace.locate(data_dir)
    obstacle = _no_window_because()
    if obstacle:
        return _prompt_instead(workspace, obstacle)
    try:
        from advisor_app.desktop.app import run_window
    except ImportError as exc:
        # Qt's own libraries are there, a system library they need is not.
        return _prompt_instead(workspace, f"the window system's libraries are incomplete ({exc})")
    return run_window(
        workspace.open_library,
        resources=workspace.resources,
        settings_file=workspace.settings_file,
        updates=workspace.updates,
    )


def _test_window(arguments: list[str]) -> int:
    """Do the part of the self-test that needs Qt, or tell why it cannot be done here."""
    try:
        from advisor_app.desktop.self_test import main as test_window
    except ImportError as exc:
        from advisor_app.terminal.self_test import tell_skipped

        return tell_skipped(f"the window system's libraries are incomplete ({exc})")
    return test_window(arguments)


def _asks_for_window(arguments: list[str]) -> tuple[bool, Path | None]:
    """Tell whether the window is wanted, and with which data directory."""
    match arguments:
        case []:
            return True, None
        case ["--data-dir", directory]:
            return True, Path(directory)
        case [option] if option.startswith("--data-dir="):
            return True, Path(option.partition("=")[2])
        case _:
            return False, None


def _no_window_because() -> str:
    """Return why no window can open, "" if one can."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return "there is no display"


def _prompt_instead(workspace: Workspace, obstacle: str) -> int:
    from advisor_app.terminal.prompt import run_prompt

    print(f"advisor-app: {obstacle}; searching in the terminal instead.", file=sys.stderr)  # noqa: T201
    return run_prompt(workspace)


if __name__ == "__main__":
    sys.exit(main())
