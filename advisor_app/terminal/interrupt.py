"""Ctrl-C while a program is still being imported: one line and status 130, as later, never a traceback.

Imported before everything that one waits for, so it needs nothing that is not there anyway.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

INTERRUPTED = 130
Run = Callable[[Sequence[str]], int]


def start(name: str, load: Callable[[], Run], arguments: Sequence[str]) -> int:
    """Import a program and run it.

    Args:
        name: what the program is called in messages.
        load: imports the program and returns what runs it.
        arguments: the command line without the program's name.

    Returns:
        The exit status of the program, or 130.
    """
    try:
        with _ending_at_once(name):
            run = load()
        return run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write(_told(name))
        return INTERRUPTED


@contextmanager
def _ending_at_once(name: str) -> Iterator[None]:
    """Let Ctrl-C end the process here and now: nothing is begun yet that could be left half.

    As an exception it would not always arrive: Python's own import machinery has places that print it and go on.
    """

    def end(_number: int, _frame: object) -> None:
        with suppress(OSError):
            os.write(2, _told(name).encode())
        os._exit(INTERRUPTED)

    # Whoever starts a program in the background has it ignore Ctrl-C; that stays so.
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    try:
        signal.signal(signal.SIGINT, end)
    except ValueError:  # only the main thread hears signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _told(name: str) -> str:
    return f"{name}: interrupted\n"
