"""Starting a program on a virtual display and looking at it from outside: mapped, painted, settled, memory, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.display import Watcher

_DROP_CACHES = Path("/proc/sys/vm/drop_caches")
_PROC = Path("/proc")
_PATIENCE_S = 60
_POLL_S = 0.002
# A program has settled when it has used (almost) no processor for so long; one that never rests is not waited for.
_QUIET_S, _LONGEST_S = 2.0, 30.0
_QUIET_TICKS = 2
_FIELDS_AFTER_NAME = {"parent": 1, "session": 3, "user": 11, "system": 12}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a start from outside, in seconds of the monotonic clock; None where nothing came."""

    began: float
    mapped: float | None = None
    painted: float | None = None

    def since(self, moment: float | None) -> float | None:
        """Return the ms from exec to a moment."""
        return None if moment is None else (moment - self.began) * 1000


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of all processes of a program in MiB; `pss` shares out what processes share, `uss` leaves that out."""

    rss: float
    pss: float
    uss: float
    processes: int


@contextmanager
def started(
    watcher: Watcher, command: Sequence[str], environment: Mapping[str, str], *, cwd: Path | None = None
) -> Iterator[tuple[subprocess.Popen[str], Seen]]:
    """Start a program, lend it once its window is painted, then end it and wait until its windows are gone.

    Args:
        watcher: looks at the display that `environment` names.
        command: what is started.
        environment: all of it.
        cwd: where it is started; the own folder by default.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process, _look(watcher, process, began)
    finally:
        _end(process)
        _wait_until_gone(watcher)


def settle(pid: int, *, at_least: float) -> None:
    """Wait until a program rests.

    Args:
        pid: its first process.
        at_least: seconds to wait in any case: much of what a program does at its start it does a little later.
    """
    time.sleep(at_least)
    until = time.monotonic() + _LONGEST_S
    before = _ticks(pid)
    while time.monotonic() < until:
        time.sleep(_QUIET_S)
        now = _ticks(pid)
        if now - before <= _QUIET_TICKS:
            return
        before = now


def memory_of(pid: int) -> Memory | None:
    """Return what a program and all processes it started hold; None if it is gone or the system does not tell."""
    totals = {"Rss": 0, "Pss": 0, "Private_Clean": 0, "Private_Dirty": 0}
    count = 0
    for member in _family(pid):
        try:
            lines = (_PROC / str(member) / "smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue  # ended meanwhile
        count += 1
        for line in lines:
            name, _, value = line.partition(":")
            if name in totals:
                totals[name] += int(value.split()[0])
    if not count:
        return None
    return Memory(
        rss=totals["Rss"] / 1024,
        pss=totals["Pss"] / 1024,
        uss=(totals["Private_Clean"] + totals["Private_Dirty"]) / 1024,
        processes=count,
    )


def empty_file_cache() -> bool:
    """Empty the system's file cache; tell whether that was possible."""
    if not _DROP_CACHES.exists() or os.geteuid() != 0:
        return False
    os.sync()
    try:
        _DROP_CACHES.write_text("3", encoding="ascii")
    except OSError:
        return False
    return True


def _look(watcher: Watcher, process: subprocess.Popen[str], began: float) -> Seen:
    """Look until something is painted, the program ends, or patience does."""
    mapped: float | None = None
    until = began + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        if mapped is None and watcher.window_stands():
            mapped = time.monotonic()
        if mapped is not None and watcher.window_is_painted():
            return Seen(began, mapped, time.monotonic())
        time.sleep(_POLL_S)
    return Seen(began, mapped)


def _wait_until_gone(watcher: Watcher) -> None:
    """The next start must not see the window of the last one."""
    until = time.monotonic() + _PATIENCE_S
    while watcher.window_stands() and time.monotonic() < until:
        time.sleep(_POLL_S)


def _end(process: subprocess.Popen[str]) -> None:
    """End a program with all it started: helpers of a browser engine outlive it and would disturb the next start."""
    family = _family(process.pid)
    process.terminate()
    try:
        process.wait(timeout=_PATIENCE_S / 6)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
    for pid in family:
        if pid != process.pid and pid in _family(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _family(pid: int) -> list[int]:
    """Return a process, those of its session and all their descendants."""
    known = dict(_processes())
    found = {number for number, stat in known.items() if number == pid or stat["session"] == pid}
    while more := {number for number, stat in known.items() if stat["parent"] in found} - found:
        found |= more
    return sorted(found)


def _ticks(pid: int) -> int:
    """Return the processor time that a program has used, in ticks of the system."""
    known = dict(_processes())
    return sum(known[member]["user"] + known[member]["system"] for member in _family(pid) if member in known)


def _processes() -> Iterator[tuple[int, dict[str, int]]]:
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # ended meanwhile
            # The name in parentheses may hold spaces and parentheses itself.
            words = stat.rpartition(")")[2].split()
            yield int(folder.name), {name: int(words[place]) for name, place in _FIELDS_AFTER_NAME.items()}
