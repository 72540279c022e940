"""`advisor-app self-test`: the program examines itself, as it lies on this machine. No network, nothing is changed.

What needs Qt is done by a process of its own, which prints one line of JSON for every check (`desktop.self_test`): a
window system that is missing or broken ends that process at worst.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from advisor_app import __version__
from advisor_app.domain.checks import Check, CheckResult, perform
from advisor_app.errors import EnvironmentFault
from advisor_app.terminal.messages import message_for
from advisor_app.terminal.shell import console, print_json
from advisor_app.workspace import Workspace

if TYPE_CHECKING:
    from advisor_app.knowledge.generations import Generation

# First word of the command line of the process that does the checks with Qt, and how its results are named.
WINDOW_PART = "self-test-window"
WINDOW_CHECKS = ("window", "drawing")
CHANNEL = "selftest"
_PATIENCE_S = 240
_WORDS = {True: "passed ", False: "FAILED ", None: "skipped"}

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Directory of the user's data; it is only read.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def self_test(context: typer.Context, data_dir: DataDir = None, as_json: Json = False) -> int:
    """Check database, index, search, texts, map, updates and window of this installation; nothing is changed."""
    workspace = Workspace.locate(data_dir or context.obj)
    results: list[CheckResult] = []
    for result in run_checks(workspace):
        results.append(result)
        if not as_json:
            line = f"{_WORDS[result.passed]}  {result.name:<10} {result.ms / 1000:6.2f} s  {result.detail}"
            console().print(line, markup=False)
    passed = all(result.passed is not False for result in results)
    if as_json:
        checks = [result.to_json() for result in results]
        print_json({"passed": passed, "version": __version__, "checks": checks})
    elif passed:
        console().print("all checks passed" if all(result.passed for result in results) else "no check failed")
    return 0 if passed else 1


def run_checks(workspace: Workspace) -> Iterator[CheckResult]:
    """Yield the result of each check as it comes; a check that fails does not keep the others from being done.

    Args:
        workspace: the installation; its knowledge and resources are read, everything is written elsewhere.

    Raises:
        EnvironmentFault: there is no place for temporary files.
    """
    with _scratch() as scratch:
        for name, check in _checks(workspace, scratch):
            yield perform(name, check, message_for)
        yield from _window_checks(workspace, scratch)


@contextmanager
def _scratch() -> Iterator[Path]:
    try:
        folder = TemporaryDirectory(prefix="beratungskoffer-", ignore_cleanup_errors=True)
    except OSError as exc:
        remedy = "free some space, or name another folder for temporary files in TMPDIR (Windows: TEMP)"
        raise EnvironmentFault(path="temporary files", reason=exc.strerror or str(exc), remedy=remedy) from exc
    with folder as name:
        yield Path(name)


def tell_skipped(reason: str) -> int:
    """Print, as the window's process does, that its checks cannot be done on this machine."""
    for name in WINDOW_CHECKS:
        result = CheckResult(name=name, passed=None, ms=0.0, detail=f"skipped: {reason}")
        sys.stdout.write(json.dumps(result.to_json()) + "\n")
    return 0


def _checks(workspace: Workspace, scratch: Path) -> Iterator[tuple[str, Check]]:
    today = date.today()  # noqa: DTZ011 (the user's day)
    find = cache(workspace.knowledge)
    yield "database", lambda: _check_database(find())
    yield "index", lambda: _check_index(find(), today)
    yield "search", lambda: _check_search(find(), today)
    yield "rendering", lambda: _check_texts(find())
    yield "map", lambda: _check_borders(workspace.geodata)
    yield "update", lambda: _check_receiving(workspace.resources / CHANNEL, scratch / "update", today)


# Each imports what it needs itself: a part of the program that is missing fails its own check only, and other commands
# do not pay for any of it.


def _check_database(generation: Generation) -> str:
    from advisor_app.terminal.checks.database import check_database  # noqa: PLC0415

    return check_database(generation)


def _check_index(generation: Generation, today: date) -> str:
    from advisor_app.terminal.checks.index import check_index  # noqa: PLC0415

    return check_index(generation, today)


def _check_search(generation: Generation, today: date) -> str:
    from advisor_app.terminal.checks.index import check_search  # noqa: PLC0415

    return check_search(generation, today)


def _check_texts(generation: Generation) -> str:
    from advisor_app.terminal.checks.texts import check_rendering  # noqa: PLC0415

    return check_rendering(generation)


def _check_borders(geodata: Path) -> str:
    from advisor_app.terminal.checks.borders import check_map  # noqa: PLC0415

    return check_map(geodata)


def _check_receiving(channel: Path, scratch: Path, today: date) -> str:
    from advisor_app.terminal.checks.receiving import check_update  # noqa: PLC0415

    return check_update(channel, scratch, today)


def _window_checks(workspace: Workspace, scratch: Path) -> Iterator[CheckResult]:
    """Let another process do what needs Qt and yield its results; what it did not tell has failed."""
    data = scratch / "window"
    try:
        store = _store_of(workspace.knowledge())
    except Exception:  # noqa: BLE001 (told by the check of the database; the window then shows that it has nothing)
        store = workspace.seed
    command = [*_program(), WINDOW_PART, "--data-dir", str(data), "--knowledge", str(store)]
    waiting = list(WINDOW_CHECKS)
    try:
        ended = subprocess.run(  # noqa: S603 (this very program)
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        output, words = ended.stdout, ended.stderr.decode("utf-8", errors="replace").split("\n")
        reason = f"ended with status {ended.returncode}: {' '.join(words[-4:]).strip() or 'it said nothing'}"
    except subprocess.TimeoutExpired as exc:
        output, reason = exc.stdout or b"", f"did not end within {_PATIENCE_S} s"
    except OSError as exc:
        output, reason = b"", f"cannot be started: {exc.strerror or exc}"
    for result in _told(output):
        if result.name in waiting:
            waiting.remove(result.name)
            yield result
    for name in waiting:
        yield CheckResult(name=name, passed=False, ms=0.0, detail=f"the window's process {reason}")


def _told(output: bytes) -> Iterator[CheckResult]:
    """Yield the results among the lines of a process; libraries may print others."""
    for line in output.splitlines():
        try:
            yield CheckResult.from_json(json.loads(line))
        except (ValueError, RecursionError):
            continue


def _store_of(generation: Generation) -> Path:
    """Return the store a generation lies in."""
    return generation.path.parent.parent


def _program() -> list[str]:
    """Return how this program is started again."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    # Without -P the folder somebody stands in would come first where Python looks for modules.
    return [sys.executable, "-P", "-m", "advisor_app"]
