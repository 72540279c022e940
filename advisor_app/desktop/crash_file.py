"""What a crash of the interpreter itself leaves: a file that the next start finds. No Qt here."""

from __future__ import annotations

import faulthandler
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from advisor_app.knowledge.log import program_line

NAME = "crash.txt"


class CrashFile:
    """The file that Python writes to when the process is killed by a fault of its own.

    It is there while the program runs and goes with it; whoever finds one with more than its first line finds a crash.

    Args:
        folder: the user's data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME
        self._stream: IO[str] | None = None
        self._before = False

    def take(self) -> str:
        """Return what the last run left, "" if that ended well; it is told once."""
        try:
            text = self._file.read_text(encoding="utf-8", errors="replace")
            if text.count("\n") < 2:
                # Of a program that runs, or was killed: nothing is told.
                return ""
            self._file.unlink(missing_ok=True)
        except OSError:
            return ""
        return text

    def arm(self) -> None:
        """Let Python write to the file from now on; where nothing can be written it goes without."""
        if self._stream is not None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._stream = open(self._file, "w", encoding="utf-8", opener=_private)  # noqa: SIM115 (open until the end)
            self._stream.write(program_line() + "\n")
            self._stream.flush()
        except OSError:
            if self._stream is not None:
                # On a full disk the rest cannot be written either.
                with suppress(OSError):
                    self._stream.close()
            self._stream = None
            return
        self._before = faulthandler.is_enabled()
        faulthandler.enable(self._stream)

    def disarm(self) -> None:
        """The program ends well: nothing is left."""
        if self._stream is None:
            return
        faulthandler.disable()
        if self._before and sys.stderr is not None:
            faulthandler.enable()
        self._stream.close()
        self._stream = None
        with suppress(OSError):
            self._file.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
