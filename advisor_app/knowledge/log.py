"""The log file: warnings and bugs, for whoever helps. Window, worker and terminal write to the same one.

Each record is written by opening, appending and closing: no process holds the file open, so another one may move it
aside on every system. What is moved aside is kept a few times: `name.log.1` is the newest.
"""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_app import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor_app.knowledge.privacy import Discretion

MAX_BYTES = 1_000_000
KEPT = 3
# What else than warnings may be written, for whoever looks for a fault: DEBUG, INFO, ERROR.
LEVEL_VARIABLE = "BERATUNGSKOFFER_LOG"
_LEVELS = {"DEBUG": logging.DEBUG, "INFO": logging.INFO, "WARNING": logging.WARNING, "ERROR": logging.ERROR}


class LogFile(logging.Handler):
    """Writes records to a file that never grows beyond some megabytes, without what may not be told.

    A disk that refuses is no reason to fail: the record is lost then.

    Args:
        file: where to; its folder is made.
        discretion: makes what takes out what may not be told; asked when there is something to write.
        max_bytes: size from which on the file is moved aside.
    """

    def __init__(self, file: Path, discretion: Callable[[], Discretion], *, max_bytes: int = MAX_BYTES) -> None:
        super().__init__(level_from_environment())
        self.file = file
        self._discretion = discretion
        self._max_bytes = max_bytes
        self._greeted = False
        self._busy = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; what is logged while one is being written (the lock tells what it does) is left out."""
        if self._busy:
            return
        self._busy = True
        try:
            with suppress(OSError):
                self.write(record)
        finally:
            self._busy = False

    def write(self, record: logging.LogRecord) -> None:
        """Write a record.

        Raises:
            OSError: the disk refuses.
        """
        try:
            text = self._text(record)
        except Exception:  # noqa: BLE001 (whoever logs is in trouble already)
            text = f"{record.levelname} {record.name}: a record that cannot be told\n"
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            self._make_room()
        self._append(text)

    def _text(self, record: logging.LogRecord) -> str:
        moment = time.localtime(record.created)
        at = time.strftime("%Y-%m-%dT%H:%M:%S%z", moment)
        lines = [f"{at} {record.levelname} {record.name} {self._message(record)}"]
        if not self._greeted:
            self._greeted = True
            lines.insert(0, f"{at} {program_line()}, process {os.getpid()}")
        if record.exc_info and record.exc_info[1] is not None:
            lines.append(self._discretion().report(record.exc_info[1]))
        return "\n".join(lines) + "\n"

    def _message(self, record: logging.LogRecord) -> str:
        if not record.args:
            return str(self._discretion().value(str(record.msg)))
        tell = self._discretion().value
        try:
            if isinstance(record.args, tuple):
                return str(record.msg) % tuple(map(tell, record.args))
            return str(record.msg) % {name: tell(value) for name, value in record.args.items()}
        except (TypeError, ValueError):
            return str(record.msg)

    def _append(self, text: str) -> None:
        # One call of the system for one record: those of two processes stand one after the other.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(self.file, flags, 0o600)
        try:
            os.write(handle, text.encode("utf-8", errors="replace"))
        finally:
            os.close(handle)

    def _make_room(self) -> None:
        """Move a file that is full aside; another process that does the same just now is left to it."""
        if not self.file.is_file() or self.file.stat().st_size < self._max_bytes:
            return
        # Only who moves files aside pays for the lock's import.
        from filelock import FileLock, Timeout  # noqa: PLC0415

        try:
            with FileLock(self.file.with_name(f"{self.file.name}.lock"), timeout=0):
                if self.file.stat().st_size < self._max_bytes:
                    return
                for number in range(KEPT - 1, 0, -1):
                    with suppress(FileNotFoundError):
                        self._aside(number).replace(self._aside(number + 1))
                # Windows refuses while another process appends; there is a next time.
                self.file.replace(self._aside(1))
        except Timeout:
            return

    def _aside(self, number: int) -> Path:
        return self.file.with_name(f"{self.file.name}.{number}")


def level_from_environment() -> int:
    """Return the level that is asked for, that of warnings by default."""
    return _LEVELS.get(os.environ.get(LEVEL_VARIABLE, "").strip().upper(), logging.WARNING)


def program_line() -> str:
    """Return which program on which system writes."""
    import platform  # noqa: PLC0415 - takes 2 ms, which the first paint does not wait for

    return f"Beratungskoffer {__version__}, Python {platform.python_version()}, {platform.platform()}"


def tail(file: Path, lines: int, discretion: Discretion) -> list[str]:
    """Return the last lines of a log; an older version may have written them, so they are looked through again."""
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - 400 * lines))
            found = stream.read().decode("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [discretion.clean(line) for line in found[-lines:]]
