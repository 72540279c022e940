"""Running other people's programs as steps of a build: logged, killable, and told in one line when they fail."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from advisor_app.errors import Cancelled, StepFailed
from advisor_app.knowledge.disk import fault_of

_POLL_S = 0.1
_GRACE_S = 5.0
_TAIL_BYTES = 16_384


def run_step(
    step: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    remedy: str = "read the log",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    limit_s: float = 3600.0,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Run a program to its end and return what it printed (standard output and errors together).

    It gets no standard input and a process group of its own, which is ended as a whole.

    Args:
        step: what is told when it fails.
        command: the program and its arguments.
        log: receives what it prints; its folder is made.
        remedy: what helps when it fails.
        cwd: where it runs.
        env: its whole environment; this process's by default.
        limit_s: seconds after which it is ended.
        cancelled: asked all the time.

    Raises:
        StepFailed: it is missing, failed or took too long; `reason` is the last line it printed.
        Cancelled: `cancelled` said so; it was ended.
        EnvironmentFault: the log cannot be written.
    """
    words = [str(word) for word in command]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as out:
            status = _run(words, out.fileno(), cwd, env, limit_s, cancelled)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise StepFailed(step=step, reason=f"{words[0]} cannot be started", remedy=remedy, log=log) from exc
    except OSError as exc:
        raise fault_of(exc, log) from exc
    printed = log.read_text(encoding="utf-8", errors="replace")
    if status is None:
        raise StepFailed(step=step, reason=f"no end after {limit_s:.0f} s", remedy=remedy, log=log)
    if status:
        reason = last_line(printed) or f"{words[0]} ended with status {status}"
        raise StepFailed(step=step, reason=reason, remedy=remedy, log=log)
    return printed


def need_programs(step: str, programs: Mapping[str, str], *, log: Path) -> None:
    """Make sure that programs are there.

    Args:
        step: what is told if one is not.
        programs: program -> Debian package that brings it.
        log: the step's log, for the message.

    Raises:
        StepFailed: some are missing; `remedy` names the packages.
    """
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        packages = " ".join(sorted({programs[name] for name in missing}))
        raise StepFailed(
            step=step,
            reason=f"{', '.join(missing)} not found",
            remedy=f"apt-get install --no-install-recommends {packages}",
            log=log,
        )


def last_line(printed: str) -> str:
    """Return the last line that says something, at most 300 characters."""
    lines = [line.strip() for line in printed[-_TAIL_BYTES:].splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""


def _run(
    words: Sequence[str],
    out: int,
    cwd: Path | None,
    env: Mapping[str, str] | None,
    limit_s: float,
    cancelled: Callable[[], bool],
) -> int | None:
    """Return the exit status, None if the time was up."""
    process = subprocess.Popen(  # noqa: S603 (programs of the build, named in this repository)
        list(words),
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        env=env,
        process_group=None if sys.platform == "win32" else 0,
    )
    until = time.monotonic() + limit_s
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(timeout=_POLL_S)
            if cancelled():
                raise Cancelled
            if time.monotonic() > until:
                return None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started; one that has ended already is left alone."""
    if process.poll() is not None:
        return
    for kill in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        with suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, kill)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_GRACE_S)
            return
