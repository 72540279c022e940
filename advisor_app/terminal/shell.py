"""What both terminal programs share: running, faults to exit status, JSON, progress."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from advisor_app import __version__
from advisor_app.errors import AdvisorError
from advisor_app.terminal.interrupt import INTERRUPTED
from advisor_app.terminal.messages import message_for
from advisor_app.workspace import Workspace


def run_typer(app: typer.Typer, name: str, arguments: Sequence[str]) -> int:
    """Run a typer program and return its exit status; no fault ends in a traceback.

    Args:
        app: the program.
        name: its name in messages.
        arguments: the command line without the program's name.
    """
    try:
        return _status(app, name, arguments)
    except typer.TyperException as exc:
        return _complain(name, exc.format_message(), 2, hint=f"'{name} --help' shows the commands")
    except (typer.Abort, EOFError, KeyboardInterrupt):
        return _complain(name, "interrupted", INTERRUPTED)
    except AdvisorError as exc:
        return _complain(name, message_for(exc), exc.exit_status)
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        speak_to_nobody()
        return 0
    except Exception:  # noqa: BLE001 (the last line of defence: logged, never a traceback)
        place = _write_log(_log_file(arguments), arguments)
        return _complain(name, f"internal fault, this is our bug; details are in {place}", 3)


def _status(app: typer.Typer, name: str, arguments: Sequence[str]) -> int:
    """Run a typer program without its own `main`, which makes a status of Ctrl-C and keeps silent about it."""
    command = typer.main.get_command(app)
    try:
        with command.make_context(name, list(arguments)) as context:
            result = command.invoke(context)
    except typer.Exit as exc:
        return exc.exit_code
    return result if isinstance(result, int) else 0


def speak_to_nobody() -> None:
    """Let stdout lead nowhere: its reader is gone, and Python would complain about that at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_json(document: object) -> None:
    """Print one JSON document on stdout."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to `run_typer`: a reader that has seen enough is no fault."""
        raise BrokenPipeError


def console() -> Console:
    """Return the console for people, on stdout; it does not colour what is not a terminal."""
    return _Console(highlight=False, soft_wrap=True)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 (typer calls it with the option's value)
    if wanted:
        sys.stdout.write(f"beratungskoffer {__version__}\n")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")]


@contextmanager
def step_progress(labels: dict[str, str]) -> Iterator[Callable[[str, int, int | None], None]]:
    """Yield a sink that shows steps on stderr: a bar on a terminal, one line a step elsewhere.

    Args:
        labels: step code -> words.
    """
    if not sys.stderr.isatty():
        told: set[str] = set()

        def tell(step: str, _done: int, _whole: int | None) -> None:
            if step not in told:
                told.add(step)
                sys.stderr.write(labels.get(step, step) + "\n")

        yield tell
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, whole: int | None) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(labels.get(step, step), total=whole)
            progress.update(tasks[step], completed=done, total=whole)

        yield show


@contextmanager
def stopping_on_interrupt(stop: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C stop the work in an orderly way; a second one is the usual interrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.getsignal(signal.SIGINT)

    def first(_number: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _complain(name: str, text: str, status: int, *, hint: str = "") -> int:
    line = f"{name}: {text}" + (f" ({hint})" if hint else "")
    sys.stderr.write(" ".join(line.split("\n")) + "\n")
    return status


def _log_file(arguments: Sequence[str]) -> Path:
    """Return the log of the data directory that a command line names, of the platform's without one."""
    named: str | None = None
    for number, word in enumerate(arguments):
        if word == "--data-dir" and number + 1 < len(arguments):
            named = arguments[number + 1]
        elif word.startswith("--data-dir="):
            named = word.partition("=")[2]
    return Workspace.locate(Path(named) if named else None).log_file


def _write_log(file: Path, arguments: Sequence[str]) -> str:
    """Write the exception under way to the log; where that is impossible, say so instead of failing again."""
    # Only who has a bug to tell pays for these.
    from advisor_app.knowledge.log import LogFile  # noqa: PLC0415
    from advisor_app.knowledge.privacy import Discretion  # noqa: PLC0415

    discretion = Discretion.of_this_machine()
    for word in arguments:
        discretion.keep_private(word)
    record = logging.LogRecord(__name__, logging.ERROR, __file__, 0, "bug", None, sys.exc_info())
    try:
        LogFile(file, lambda: discretion).write(record)
    except OSError:
        return f"the log could not be written: {file}"
    return str(file)
