"""Running `crash_program`: updates in processes that may be recorded, disturbed or killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.faults.crash_program import BUG_STATUS
from tests.faults.crash_trace import STRACE

ROOT = Path(__file__).resolve().parents[2]
ALL_FAULTS = bool(os.environ.get("BERATUNGSKOFFER_ALL_FAULTS"))
# In a normal run every so many points of a fault are tried.
EVERY = 1 if ALL_FAULTS else 17


@dataclass(frozen=True, slots=True)
class Ended:
    """How an update ended: exit status (negative: the signal), result or fault as the program told it."""

    status: int
    outcome: str = ""
    fault: str = ""
    before: int = 0
    after: int = 0
    details: dict[str, str] = field(default_factory=dict)

    @property
    def killed(self) -> bool:
        """Return whether SIGKILL ended it."""
        return self.status == -9


class UpdateBug(Exception):
    """The update ended with an exception that is no fault."""


class Runs:
    """Does updates of data directories, one after the other; a context manager.

    Args:
        source: where updates come from, an address or a folder.
        root: the root of trust.
    """

    def __init__(self, source: str | Path, root: Path) -> None:
        self._order = {"source": str(source), "root": str(root)}
        command = [sys.executable, "-m", "tests.faults.crash_program"]
        self._program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._program.communicate()

    def update(self, data: Path, *, strace: Sequence[str] = ()) -> Ended:
        """Do one update.

        Args:
            data: the data directory.
            strace: options of strace, none to run without it.

        Raises:
            UpdateBug: it ended with an exception that is no fault.
        """
        stdin, stdout = self._program.stdin, self._program.stdout
        if stdin is None or stdout is None:
            raise RuntimeError
        order = {**self._order, "data": str(data), "strace": [str(STRACE), *strace] if strace else []}
        stdin.write(json.dumps(order) + "\n")
        stdin.flush()
        answer: dict[str, Any] = json.loads(stdout.readline())
        if answer["status"] == BUG_STATUS:
            raise UpdateBug(answer.get("bug", ""))
        return Ended(**answer)
