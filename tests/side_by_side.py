"""Types, and the tests of the window in real windows, run beside each other so that no processor is idle.

    python -m tests.side_by_side [words for pytest]

What each step says is shown when it is done; the status is 1 if one of them failed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# How many programs run beside each other: one more than processors, for tests of windows wait a third of their time.
LANES = 3
# Parts that are shorter than the whole leave nobody idle at the end, but each loads the program anew.
WINDOW_PARTS = 6
# What a test names that has to do with a window; all others are the same in any, and were run without one.
OF_A_WINDOW = re.compile(r"\bqtbot\b|_face\b|\bPySide6\b")
# The files that take longest, the longest first: each begins a part of its own.
LONGEST = (
    "test_update_channel.py",
    "test_search_in_the_window.py",
    "test_frame_of_the_window.py",
    "test_check_clients.py",
    "test_check_reason_panel.py",
    "test_check_result_list.py",
)
NOTHING_CHOSEN = 5  # pytest's status


def main(words: list[str]) -> int:
    """Run all steps and return the status."""
    windows = window_steps(words)
    statuses = run_all({"types": [sys.executable, "-m", "mypy"], **windows})
    # A selection of `words` may leave no window test, which is no failure.
    failed = [
        name
        for name, status in statuses.items()
        if status and not (name in windows and words and status == NOTHING_CHOSEN)
    ]
    if failed:
        sys.stderr.write(f"side by side: failed: {', '.join(failed)}\n")
    return 1 if failed else 0


def window_steps(words: list[str]) -> dict[str, list[str]]:
    """Return the tests of the window in real windows, in parts that can run beside each other: each has its own screen.

    Args:
        words: for pytest; where they name files, only those are run.
    """
    if not shutil.which("xvfb-run"):
        return {}
    folder = ROOT / "tests" / "desktop"
    chosen = {word: path for word in words if (path := ROOT / word.partition("::")[0]).exists()}
    options = [word for word in words if word not in chosen]
    if chosen and not any(folder.is_relative_to(path) for path in chosen.values()):
        parts = [[word for word, path in chosen.items() if path.is_relative_to(folder)]]
    else:
        files = [file for file in folder.rglob("test_*.py") if is_of_a_window(file)]
        files.sort(key=_weight, reverse=True)
        parts = [[str(file) for file in files[number::WINDOW_PARTS]] for number in range(WINDOW_PARTS)]
    return {
        f"windows {number}": [
            *("xvfb-run", "-a", "-n", str(100 * number), "-s", "-screen 0 1600x1000x24"),
            *("env", "QT_QPA_PLATFORM=xcb", "sh", "-c", 'openbox & exec "$@"', "sh"),
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, *part),
        ]
        for number, part in enumerate(filter(None, parts), start=1)
    }


def is_of_a_window(path: Path) -> bool:
    """Tell whether a file holds tests of the window, which are run in real windows."""
    if not path.is_relative_to(ROOT / "tests" / "desktop") or not path.match("test_*.py"):
        return False
    return OF_A_WINDOW.search(path.read_text(encoding="utf-8")) is not None


def _weight(file: Path) -> tuple[int, int, str]:
    """Return what files are ordered by: how long they take, as far as that is known, else how long they are."""
    known = LONGEST[::-1].index(file.name) if file.name in LONGEST else -1
    return known, file.stat().st_size, file.name


def run_all(steps: dict[str, list[str]]) -> dict[str, int]:
    """Run programs beside each other, `LANES` at a time; what each says is shown when it is done.

    Args:
        steps: name -> program with its arguments.

    Returns:
        The status of each.
    """

    def run_one(name: str) -> int:
        started = time.monotonic()
        done = subprocess.run(steps[name], cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        with one_speaks:
            sys.stdout.flush()
            sys.stdout.buffer.write(f"\n== {name}: {time.monotonic() - started:.0f} s\n".encode() + done.stdout)
            sys.stdout.flush()
        return done.returncode

    one_speaks = threading.Lock()
    with ThreadPoolExecutor(LANES) as lanes:
        return dict(zip(steps, lanes.map(run_one, steps), strict=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
