"""Start-up: from exec to the window, warm and cold, and memory; side by side with what else is installed here.

    python -m tests.benchmarks.start [--runs N] [--json]

For the product `warm_ms` and `cold_ms` end when its window was painted; `mapped_ms` is when a look from outside finds
the window (for the others that is all that can be told), `ready_ms` when the first answer is shown. Medians.
Cold means that the system's file cache was emptied before; that takes root, without it `cold_ms` is null.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.display import NoDisplay, Watcher, virtual_display
from tests.benchmarks.engines.registry import OWN

ROOT = Path(__file__).resolve().parents[2]
# Offline readers and search tools of the desktop that an advisor might use instead.
OTHERS = ("zeal", "kiwix-desktop", "recoll", "goldendict")
_DROP_CACHES = Path("/proc/sys/vm/drop_caches")
_PATIENCE_S = 60
_SETTLE_S = 2.0
_POLL_S = 0.002

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Start:
    """One start, in ms after exec; None where it could not be told."""

    mapped: float | None
    painted: float | None = None
    ready: float | None = None
    memory_mib: float | None = None

    @property
    def stands(self) -> float | None:
        """Return when the window stood: painted, where the program tells that."""
        return self.painted if self.painted is not None else self.mapped


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        prog="bench start", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7, help="starts of each program, warm and cold")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    given = parser.parse_args(argv)
    try:
        with virtual_display() as display, tempfile.TemporaryDirectory() as home:
            result = measure(display, Path(home), runs=max(1, given.runs))
    except NoDisplay:
        sys.stderr.write("bench start: no display; install Xvfb and libX11 (Debian: apt-get install xvfb)\n")
        return 3
    except subprocess.CalledProcessError as fault:
        sys.stderr.write(f"bench start: {' '.join(fault.cmd)} ended with status {fault.returncode}\n")
        return 1
    if given.json:
        sys.stdout.write(json.dumps(result, indent=1) + "\n")
    else:
        for name, figures in result.items():
            shown = (f"{key} {'-' if value is None else round(value, 1)}" for key, value in figures.items())
            sys.stdout.write(f"{name:18} {'  '.join(shown)}\n")
    return 0


def measure(display: str, home: Path, *, runs: int) -> dict[str, Figures]:
    """Start all programs in turn.

    Args:
        display: where their windows appear.
        home: an empty folder that stands in for the user's.
        runs: starts of each program, warm and cold.
    """
    environment = {**os.environ, "DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    environment.pop("WAYLAND_DISPLAY", None)
    programs: dict[str, Callable[[float], Start]] = {
        OWN: lambda settle: start_own(display, home / "data", environment, settle)
    }
    for name in OTHERS:
        if path := shutil.which(name):
            programs[name] = lambda settle, path=path: start_other(display, [path], environment, settle)  # type: ignore[misc]
    for start in programs.values():
        start(0)  # after this the file cache is warm and the byte code written
    settled = {name: start(_SETTLE_S) for name, start in programs.items()}
    warm: dict[str, list[Start]] = {name: [] for name in programs}
    cold: dict[str, list[Start]] = {name: [] for name in programs}
    for _ in range(runs):
        for name, start in programs.items():
            warm[name].append(start(0))
    for _ in range(runs):
        for name, start in programs.items():
            if empty_file_cache():
                cold[name].append(start(0))
    return {name: _figures(settled[name], warm[name], cold[name]) for name in programs}


def start_own(display: str, data_dir: Path, environment: Mapping[str, str], settle: float) -> Start:
    """Start the product from source and let its window tell when it was painted."""
    probe = [sys.executable, "-m", "tests.benchmarks.window_probe", str(data_dir), str(settle)]
    began, mapped, told = _watched(display, probe, environment)
    found: Mapping[str, float | None] = json.loads(told)

    def since(moment: float | None) -> float | None:
        return None if moment is None else (moment - began) * 1000

    return Start(since(mapped), since(found["painted"]), since(found["ready"]), found["memory_mib"])


def start_other(display: str, command: Sequence[str], environment: Mapping[str, str], settle: float) -> Start:
    """Start a program, wait until a window of it stands, and end it."""
    watcher = Watcher(display)
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        mapped = _wait(watcher, process)
        time.sleep(settle)
        memory = _resident(process.pid)
    finally:
        process.terminate()
        process.wait()
        _wait_until_gone(watcher)
        watcher.close()
    return Start(None if mapped is None else (mapped - began) * 1000, memory_mib=memory)


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


def _watched(display: str, command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float | None, str]:
    """Run a program that ends by itself: when it began, when its window was seen, what it printed.

    Raises:
        subprocess.CalledProcessError: the program failed.
    """
    watcher = Watcher(display)
    try:
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        mapped = _wait(watcher, process)
        told, _ = process.communicate(timeout=_PATIENCE_S)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        _wait_until_gone(watcher)
    finally:
        watcher.close()
    return began, mapped, told


def _wait(watcher: Watcher, process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> float | None:
    """Return when a window stood, None if the program ended or nothing came."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        if watcher.window_stands():
            return time.monotonic()
        time.sleep(_POLL_S)
    return None


def _wait_until_gone(watcher: Watcher) -> None:
    """The next start must not see the window of the last one."""
    until = time.monotonic() + _PATIENCE_S
    while watcher.window_stands() and time.monotonic() < until:
        time.sleep(_POLL_S)


def _resident(pid: int) -> float | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), None)


def _figures(settled: Start, warm: Sequence[Start], cold: Sequence[Start]) -> Figures:
    return {
        "warm_ms": _median([start.stands for start in warm]),
        "cold_ms": _median([start.stands for start in cold]),
        "memory_mib": settled.memory_mib,
        "mapped_ms": _median([start.mapped for start in warm]),
        "ready_ms": settled.ready,
    }


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.median(known), 1) if known else None


if __name__ == "__main__":
    sys.exit(main())
