"""System calls of a program as `strace` records them: read back with their data, and found again for an injection."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STRACE = shutil.which("strace")
# Calls that change a file, a name, or what of them survives a power cut.
CHANGING = (
    "openat",
    "open",
    "creat",
    "write",
    "writev",
    "pwrite64",
    "pwritev",
    "pwritev2",
    "ftruncate",
    "truncate",
    "fallocate",
    "copy_file_range",
    "sendfile",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "fsync",
    "fdatasync",
)
# Calls that must be known besides, to tell where in a file a plain `write` goes.
POSITIONING = ("read", "readv", "lseek", "close", "dup", "dup2", "dup3", "fcntl", "chdir")
# Data longer than this would be cut in the record; nothing here writes that much at once.
_LONGEST = 1 << 26

_LINE = re.compile(r"(?P<thread>\d+) +(?P<text>.*)", re.DOTALL)
_CALL = re.compile(r"(?P<name>\w+)\((?P<args>.*)\) += (?P<result>-?\d+|\?)(?P<rest>.*)", re.DOTALL)
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)", re.DOTALL)
_FAILED = re.compile(r"\) += -1 E[A-Z]+ ")
_UNFINISHED = " <unfinished ...>"
_PATH_OF_FD = re.compile(r"<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True, slots=True)
class Call:
    """One call that succeeded: its arguments as recorded and what it returned; `rest` may name a new file's path."""

    thread: int
    name: str
    args: tuple[str, ...]
    result: int
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of a run: just before the `when`-th call of a name in the main thread."""

    name: str
    when: int


@cache
def refusal() -> str:
    """Return why nothing can be traced here, "" if it can."""
    if STRACE is None:
        return "strace is not installed"
    tried = subprocess.run([STRACE, "-o", os.devnull, sys.executable, "-c", ""], check=False, capture_output=True)
    return (
        "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.decode(errors='replace').strip()}"
    )


def record_options(log: Path, *, data: bool) -> list[str]:
    """Return the options with which strace records what `calls_of` reads.

    Args:
        log: where to.
        data: also record what is written, and what is needed to tell where to.
    """
    names = (*CHANGING, *POSITIONING) if data else CHANGING
    return ["-f", "-y", "-xx", "-s", str(_LONGEST if data else 0), "-o", str(log), "-e", "trace=" + ",".join(names)]


def kill_options(log: Path, point: Point) -> list[str]:
    """Return the options with which strace ends a program by SIGKILL at a point."""
    return [
        "-f",
        "-o",
        str(log),
        "-e",
        f"trace={point.name}",
        "-e",
        f"inject={point.name}:signal=KILL:when={point.when}",
    ]


def fail_options(log: Path, point: Point, error: str, *, ever_after: bool) -> list[str]:
    """Return the options with which strace lets a call fail instead of being made.

    Args:
        log: where to record.
        point: the call.
        error: what it fails with, such as `ENOSPC`.
        ever_after: all later calls of the same name fail too.
    """
    when = f"{point.when}{'+' if ever_after else ''}"
    return ["-f", "-o", str(log), "-e", f"trace={point.name}", "-e", f"inject={point.name}:error={error}:when={when}"]


def calls_of(log: Path) -> Iterator[Call]:
    """Yield the calls of a record that succeeded, in the order in which they ended."""
    waiting: dict[int, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            found = _LINE.match(line.rstrip("\n"))
            if found is None:
                continue
            thread, text = int(found["thread"]), found["text"]
            if text.endswith(_UNFINISHED):
                waiting[thread] = text.removesuffix(_UNFINISHED)
                continue
            if resumed := _RESUMED.match(text):
                text = waiting.pop(thread) + resumed[1]
            call = _CALL.match(text)
            if call is None or call["result"] in ("?", "-1"):
                continue
            # Strings are recorded in hex, so that a comma is always one between arguments.
            yield Call(thread, call["name"], tuple(call["args"].split(", ")), int(call["result"]), call["rest"])


def kill_points(log: Path, folder: Path) -> list[Point]:
    """Return every moment at which the main thread is about to change something below a folder.

    Args:
        log: a record of a whole run.
        folder: calls that do not name it are counted, but are no points (standard output).
    """
    inside = _hex(str(folder))
    counted: Counter[str] = Counter()
    main: int | None = None
    points: list[Point] = []
    for thread, name, args in _entered(log):
        main = thread if main is None else main
        if thread != main:
            continue
        counted[name] += 1
        looks = name in ("openat", "open") and "O_CREAT" not in args and "O_TRUNC" not in args
        if name in CHANGING and inside in args and not looks and not _FAILED.search(args):
            points.append(Point(name, counted[name]))
    return points


def text_of(recorded: str) -> bytes:
    """Return the bytes of a recorded string.

    Raises:
        ValueError: it was cut.
    """
    if not (recorded.startswith('"') and recorded.endswith('"')):
        raise ValueError(recorded[:80])
    return bytes.fromhex(recorded[1:-1].replace("\\x", ""))


def file_number(recorded: str) -> int:
    """Return the number of a recorded file descriptor; -1 for the working directory."""
    number = recorded.partition("<")[0]
    return -1 if number == "AT_FDCWD" else int(number)


def path_of_file(recorded: str) -> Path:
    """Return the path that is recorded beside a file descriptor."""
    found = _PATH_OF_FD.search(recorded)
    return Path(bytes.fromhex(found[1].replace("\\x", "")).decode()) if found else Path()


def _entered(log: Path) -> Iterator[tuple[int, str, str]]:
    """Yield (thread, name, rest of the line) of every call, in the order in which they began, failed ones too."""
    begun = re.compile(r"(\d+) +(\w+)\((.*)", re.DOTALL)
    with log.open(encoding="ascii") as lines:
        for line in lines:
            if found := begun.match(line):
                yield int(found[1]), found[2], found[3]


def _hex(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())
