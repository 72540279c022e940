"""A frozen program as tests use it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Nothing of the checkout's Python, of Qt's switches or of the loader reaches the program.
_FOREIGN = ("PYTHON", "QT_", "LD_", "VIRTUAL_ENV", "_PYI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A frozen program: its folder and a data directory for it."""

    folder: Path
    data: Path

    @property
    def internal(self) -> Path:
        """Return the folder of everything that is not started."""
        return self.folder / "_internal"

    @property
    def executable(self) -> Path:
        """Return what is started."""
        return self.folder / "beratungskoffer"

    def run(
        self, *words: str, env: Mapping[str, str] | None = None, start: Path | None = None, timeout: float = 300.0
    ) -> subprocess.CompletedProcess[str]:
        """Run a sub-command to its end.

        Args:
            words: the sub-command and its arguments.
            env: added to the environment.
            start: what is started; the executable by default.
            timeout: seconds.
        """
        return subprocess.run(
            [str(start or self.executable), "--data-dir", str(self.data), *words],
            env={**clean_environment(), "QT_QPA_PLATFORM": "offscreen", **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what frozen programs must not depend on."""
    return {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
