"""Entry point of `advisor-app`: the window, or the terminal with a sub-command.

    advisor-app [--data-dir DIR] [--safe-mode] [FILE.kbz|FOLDER]     the window
    advisor-app search ...                                           the terminal

The window's path imports no command line library: every millisecond before the first paint counts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advisor_app.workspace import Workspace

# What `terminal.self_test` starts this program with, to have done what needs a window.
_WINDOW_PART = "self-test-window"
_BUNDLE = ".kbz"
_URL = "file://"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: arguments without the program's name; those of the process by default.

    Returns:
        The exit status: 0 done, 1 the check says no, 2 wrong usage, 3 environment, 4 trust, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == [_WINDOW_PART]:
        return _test_window(arguments[1:])
    call = window_call(arguments)
    if call is None:
        from advisor_app.terminal.interrupt import start as start_command

        return start_command("advisor-app", _load_commands, arguments)
    from advisor_app.workspace import Workspace

    workspace = Workspace.locate(call.data_dir)
    if call.source and not os.path.exists(call.source):  # noqa: PTH110 (as the other paths of a call)
        # The window says it too; whoever started it from a terminal may look there.
        _say(f"{call.source}: there is no such file or folder")
    obstacle = _no_window_because()
    if obstacle:
        return _prompt_instead(workspace, obstacle)
    from advisor_app.desktop.start import NoWindow, start

    try:
        return start(workspace, safe=call.safe, source=call.source)
    except NoWindow as exc:
        return _prompt_instead(workspace, f"the window system's libraries are incomplete ({exc})")


def _load_commands() -> Callable[[Sequence[str]], int]:
    from advisor_app.terminal.app import run

    return run


def _test_window(arguments: list[str]) -> int:
    """Do the part of the self-test that needs Qt, or tell why it cannot be done here."""
    try:
        from advisor_app.desktop.self_test import main as test_window
    except ImportError as exc:
        from advisor_app.terminal.self_test import tell_skipped

        lacking = exc.name or ""
        if isinstance(exc, ModuleNotFoundError) and (
            getattr(sys, "frozen", False) or not lacking.startswith("PySide6")
        ):
            # Not the machine lacks something, the program does.
            raise
        return tell_skipped(f"the window system's libraries are incomplete ({exc})")
    return test_window(arguments)


class WindowCall(NamedTuple):
    """A command line that asks for the window; `source` is the absolute path of a file or folder, "" for none."""

    data_dir: Path | None = None
    safe: bool = False
    source: str = ""


def window_call(arguments: Sequence[str]) -> WindowCall | None:
    """Read a command line that asks for the window; None for one that is the terminal's.

    A word alone is a sub-command, so what is to be read is recognised by its form: an address `file://`, a name that
    ends in `.kbz`, a path with a separator, or the folder one stands in or above.
    """
    call = WindowCall()
    words = list(arguments)
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if name == "--data-dir" and (equals or words):
            call = call._replace(data_dir=Path(value if equals else words.pop(0)))
        elif word == "--safe-mode":
            call = call._replace(safe=True)
        elif not call.source and (source := _source(word)):
            call = call._replace(source=source)
        else:
            return None
    return call


def _source(word: str) -> str:
    """Return the absolute path that a word names, "" if it names none."""
    if word.startswith("-"):
        return ""
    if word.casefold().startswith(_URL):
        return _path_of(word)
    separators = (os.sep, os.altsep or os.sep)
    is_path = word in (os.curdir, os.pardir) or any(one in word for one in separators)
    if is_path or word.casefold().endswith(_BUNDLE):
        return _absolute(word)
    return ""


def _path_of(url: str) -> str:
    """Return the path of a `file://` address, as file managers hand it over."""
    from urllib.parse import unquote_to_bytes

    host, slash, path = url[len(_URL) :].partition("/")
    # The octets are those of the name on disk, whatever their encoding.
    path = os.fsdecode(unquote_to_bytes(slash + path))
    if sys.platform == "win32":
        share = f"//{host}" if host and host != "localhost" else ""
        # Of /C:/folder the drive is what counts.
        return _absolute(share + path if share else path.removeprefix("/"))
    return _absolute(path)


def _absolute(path: str) -> str:
    try:
        return os.path.abspath(path)  # noqa: PTH100 (pathlib leaves the dots in)
    except OSError:
        # The folder one stands in is gone: there is nothing a relative path could lead to.
        return path


def _say(text: str) -> None:
    # A windowed program of Windows has no stderr.
    if sys.stderr is not None:
        sys.stderr.write(f"advisor-app: {text}\n")


def _no_window_because() -> str:
    """Return why no window can open, "" if one can."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return "there is no display"


def _prompt_instead(workspace: Workspace, obstacle: str) -> int:
    from advisor_app.terminal.prompt import run_prompt

    _say(f"{obstacle}; searching in the terminal instead.")
    return run_prompt(workspace)


if __name__ == "__main__":
    sys.exit(main())
