"""Windows programs on Linux: wine, in a prefix of its own that touches nothing of the user's."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.checksums import digest_of
from advisor_app.publishing.installers.steps import run_step
from advisor_app.publishing.installers.wine_gaps import fill_gaps

# Debian's `wine` asks for the 32-bit part first; the program for 64 bit lies beside the path.
_FOLDER = "/usr/lib/wine"
_LOADERS = ("wine64", "wine")
_SERVERS = ("wineserver64", "wineserver")
_REMEDY = "as root: apt-get install --no-install-recommends wine wine64"
# No dialogs about Mono and Gecko, no list of networks (going through wine's never ends), and no menu entries on the
# machine that builds.
# Our C library stands before wine's where it had to be completed (`wine_gaps`).
_OVERRIDES = "mscoree,mshtml,netprofm,winemenubuilder.exe=;ucrtbase=n,b"
# Windows programs under wine can write to a pipe but not to a file that is open already.
_PIPED = ("bash", "-o", "pipefail", "-c", '"$@" 2>&1 | cat', "wine")
# Seconds that making a prefix and ending one may take.
_BOOT_LIMIT = 300.0
_END_LIMIT = 60.0


def windows_path(file: Path) -> str:
    """Return how a program under wine calls a file of this machine: drive Z is the root."""
    return str(PureWindowsPath("Z:/") / file.resolve().relative_to("/").as_posix())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wine:
    """One wine prefix: a Windows of its own, with registry and drive C.

    Args:
        prefix: folder of the prefix; `boot` makes it.
        loader: wine's program for 64 bit.
        server: the program that ends a prefix.
        display: the X display for windows; "" for none.
    """

    prefix: Path
    loader: str
    server: str
    display: str = ""

    @classmethod
    def find(cls, prefix: Path, *, log: Path, display: str = "") -> Wine:
        """Find wine on this machine.

        Args:
            prefix: folder of the prefix.
            log: the step's log, for the message.
            display: the X display for windows; "" for none.

        Raises:
            StepFailed: there is none.
        """
        loader, server = _first(_LOADERS), _first(_SERVERS)
        if not (loader and server):
            raise StepFailed(step="wine", reason="wine not found", remedy=_REMEDY, log=log)
        return cls(prefix=prefix.absolute(), loader=loader, server=server, display=display)

    @property
    def drive(self) -> Path:
        """Return the folder that is drive C."""
        return self.prefix / "drive_c"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of every program of this prefix: nothing of the user's desktop gets in or out."""
        kept = {key: value for key, value in os.environ.items() if key in ("PATH", "TZ", "SOURCE_DATE_EPOCH")}
        return {
            **kept,
            "HOME": str(self.prefix / "home"),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "WINEARCH": "win64",
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _OVERRIDES,
            **({"DISPLAY": self.display} if self.display else {}),
        }

    def boot(self, gaps: Path, *, log: Path) -> None:
        """Make the prefix if it is not there or was made with other gaps filled.

        Args:
            gaps: `wine_gaps.c`.
            log: receives what wine says.

        Raises:
            StepFailed: wine or the compiler is missing or failed.
            EnvironmentFault: disk or permission.
        """
        made = self.prefix / "made"
        try:
            made_of = digest_of(gaps)
            if made.is_file() and made.read_text(encoding="utf-8") == made_of:
                return
            shutil.rmtree(self.prefix, ignore_errors=True)
            (self.prefix / "home").mkdir(parents=True)
            self.run("wine", ["wineboot", "--init"], log=log, limit_s=_BOOT_LIMIT)
            # Debian's wine calls itself Windows 7, which Qt does not run on.
            self.run("wine", ["winecfg", "/v", "win10"], log=log, limit_s=_BOOT_LIMIT)
            # The registry reaches the disk when the prefix ends.
            self.end(kill=False)
            fill_gaps(self.drive / "windows" / "system32", gaps, log=log.with_name("wine-gaps.log"))
            made.write_text(made_of, encoding="utf-8")
        except OSError as exc:
            raise fault_of(exc, self.prefix) from exc

    def run(
        self,
        step: str,
        command: Sequence[str],
        *,
        log: Path,
        limit_s: float,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> str:
        """Run a program to its end and return what it printed.

        Args:
            step: what is told when it fails.
            command: program and arguments, paths as Windows writes them.
            log: receives what it prints.
            limit_s: seconds it may take.
            cwd: where it runs.
            env: further environment.
            cancelled: asked all the time; ends it.

        Raises:
            StepFailed: it failed or took too long.
            Cancelled: `cancelled` said so.
            EnvironmentFault: the log cannot be written.
        """
        done = False
        try:
            printed = run_step(
                step,
                [*_PIPED, self.loader, *command],
                log=log,
                cwd=cwd,
                env={**self.environment, **(env or {})},
                limit_s=limit_s,
                cancelled=cancelled,
            )
            done = True
        finally:
            if not done:
                self.end()
        return printed

    def end(self, *, kill: bool = True) -> None:
        """Wait until every program of the prefix, wine's own helpers too, has ended and the registry is written.

        Args:
            kill: end them instead of waiting for them to end.
        """
        for option in ("-k", "-w") if kill else ("-w",):
            with suppress(subprocess.TimeoutExpired):
                subprocess.run(  # noqa: S603 (a program of the build)
                    [self.server, option],
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    check=False,
                    timeout=_END_LIMIT,
                )


def _first(names: Sequence[str]) -> str:
    for name in names:
        found = shutil.which(name) or shutil.which(name, path=_FOLDER)
        if found:
            return found
    return ""
