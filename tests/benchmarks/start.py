"""Start-up: from exec to the painted window, warm and cold, and memory.

    python -m tests.benchmarks.start [--runs N] [--json]                             the product from source
    python -m tests.benchmarks.start --frozen [--program DIR] [--runs N] [--json]    frozen, beside other programs

`warm_ms` and `cold_ms` end when the first pixels of the window were seen from outside. `told_ms` is when the window
says itself that it was painted, `ready_ms` when the first answer is shown. Medians. Cold means that the system's file
cache was emptied before; that takes root, without it `cold_ms` is null.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.display import NoDisplay, Watcher, virtual_display
from tests.benchmarks.engines.registry import OWN
from tests.benchmarks.launch import empty_file_cache, started

ROOT = Path(__file__).resolve().parents[2]
NO_DISPLAY = "bench start: no display; install Xvfb and libX11 (Debian: apt-get install xvfb)\n"
_PATIENCE_S = 60
_SETTLE_S = 5.0

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Start:
    """One start, in ms after exec; None where it could not be told.

    `mapped` and `painted` were seen from outside, `told` and `ready` the program says itself.
    """

    mapped: float | None
    painted: float | None
    told: float | None = None
    ready: float | None = None
    memory_mib: float | None = None
    pss_mib: float | None = None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    words = list(sys.argv[1:] if argv is None else argv)
    if "--frozen" in words:
        from tests.benchmarks import start_frozen

        return start_frozen.main([word for word in words if word != "--frozen"])
    parser = argparse.ArgumentParser(
        prog="bench start", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7, help="starts, warm and cold")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    given = parser.parse_args(words)
    try:
        with virtual_display() as display, tempfile.TemporaryDirectory() as home:
            result = measure(display, Path(home), runs=max(1, given.runs))
    except NoDisplay:
        sys.stderr.write(NO_DISPLAY)
        return 3
    except subprocess.CalledProcessError as fault:
        sys.stderr.write(f"bench start: {' '.join(fault.cmd)} ended with status {fault.returncode}\n")
        return 1
    sys.stdout.write(shown({OWN: result}, as_json=given.json))
    return 0


def shown(result: Mapping[str, Mapping[str, object]], *, as_json: bool) -> str:
    """Return what is printed of the figures of each program."""
    if as_json:
        return json.dumps(result, indent=1) + "\n"
    lines = []
    for name, figures in result.items():
        parts = (f"{key} {'-' if value is None else value}" for key, value in figures.items())
        lines.append(f"{name:16} {'  '.join(parts)}\n")
    return "".join(lines)


def measure(display: str, home: Path, *, runs: int) -> Figures:
    """Start the product from source.

    Args:
        display: where its windows appear.
        home: an empty folder that stands in for the user's.
        runs: starts, warm and cold.
    """
    environment = clean_environment(display, home)
    # Whoever forbids Python to keep byte code would measure how long it takes to compile.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(home / "bytecode")
    data = home / "data"
    start_own(display, data, environment, 0)  # after this the file cache is warm and the byte code written
    settled = start_own(display, data, environment, _SETTLE_S)
    warm = [start_own(display, data, environment, 0) for _ in range(runs)]
    cold = [start_own(display, data, environment, 0) for _ in range(runs) if empty_file_cache()]
    return {
        "warm_ms": median([start.painted for start in warm]),
        "cold_ms": median([start.painted for start in cold]),
        "mapped_ms": median([start.mapped for start in warm]),
        "told_ms": median([start.told for start in warm]),
        "ready_ms": median([settled.ready]),
        "memory_mib": median([settled.memory_mib]),
        "pss_mib": median([settled.pss_mib]),
    }


def clean_environment(display: str, home: Path) -> dict[str, str]:
    """Return the environment of a user who has nothing but a display."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_", "DBUS_"))}
    environment |= {"DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}
    environment.pop("WAYLAND_DISPLAY", None)
    return environment


def start_own(display: str, data_dir: Path, environment: Mapping[str, str], settle: float) -> Start:
    """Start the product from source; its window tells when it was painted, and so does a look from outside.

    Args:
        display: where its window appears.
        data_dir: the user's data.
        environment: all of it.
        settle: seconds to stay after the first answer; 0 leaves as soon as the window is painted.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    probe = [sys.executable, "-m", "tests.benchmarks.window_probe", str(data_dir), str(settle)]
    watcher = Watcher(display)
    try:
        with started(watcher, probe, environment, cwd=ROOT) as (process, seen):
            told, _ = process.communicate(timeout=_PATIENCE_S)
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, probe)
    finally:
        watcher.close()
    found: Mapping[str, Any] = json.loads(told)
    return Start(
        mapped=seen.since(seen.mapped),
        painted=seen.since(seen.painted),
        told=seen.since(found["painted"]),
        ready=seen.since(found["ready"]),
        memory_mib=found["memory_mib"],
        pss_mib=found["pss_mib"],
    )


def median(values: Sequence[float | None], digits: int = 1) -> float | None:
    """Return the median of what is known, None if nothing is."""
    known = [value for value in values if value is not None]
    return round(statistics.median(known), digits) if known else None


if __name__ == "__main__":
    sys.exit(main())
