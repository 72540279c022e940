"""Freezes the program for Windows: on Windows itself, or through wine on Linux.

Both ways run the same recipe, `build/beratungskoffer.spec`, with the packages of `build/lock/installer.txt`. They
differ in where the Python comes from: on Windows it is the one that runs this, on Linux one is put together
(`windows_python`).
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.environment import LOCK, clean_environment
from advisor_app.publishing.installers.freeze import (
    INTERNAL,
    RECIPE,
    Frozen,
    freezing_environment,
    pyinstaller_words,
)
from advisor_app.publishing.installers.model import NAME, Cancelled, Order, StepProgress
from advisor_app.publishing.installers.steps import run_step
from advisor_app.publishing.installers.windows_python import windows_python
from advisor_app.publishing.installers.wine import Wine, windows_path

# The console twin of the windowed program.
CONSOLE = "advisor-app"
WINE_GAPS = Path("build", "installer", "windows", "wine_gaps.c")

_STEP = "freeze-windows"
_TOOLCHAIN = "toolchain"
_REMEDY = "read the log; a build in a fresh --work folder starts from nothing"
# Seconds; a slow machine under wine takes some minutes.
_FREEZE_LIMIT = 3600.0
_START_LIMIT = 180.0
# Windows 10 brings these itself; copies would be those of the machine that builds, under wine even of another maker.
_OF_WINDOWS = re.compile(r"(?:api-ms-win-.+|ext-ms-.+|ucrtbase|icuuc|icu|bcryptprimitives)\.dll", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Freezer:
    """What runs a Python for Windows: how it is called, how it calls files, and where its packages are."""

    run: Callable[..., str]
    path: Callable[[Path], str]
    python: Path
    site_packages: Path


def frozen_windows(order: Order, *, progress: StepProgress, cancelled: Cancelled) -> Frozen:
    """Freeze the program for Windows; resources, knowledge, licences and the list of parts still miss.

    Args:
        order: what is to be built.
        progress: told about the steps `toolchain` and `freeze-windows`.
        cancelled: asked all the time.

    Raises:
        StepFailed: a step failed; it says what helps (which Debian packages, which Python).
        Cancelled: `cancelled` said so.
        EnvironmentFault: the disk refused.
    """
    progress(_TOOLCHAIN, 0, None)
    make = _native if sys.platform == "win32" else _through_wine
    freezer = make(order, progress, cancelled)
    progress(_STEP, 0, None)
    folder = order.work / "windows"
    freezer.run(
        _STEP,
        [
            *(freezer.path(freezer.python), "-m", "PyInstaller"),
            *pyinstaller_words(freezer.path(folder)),
            freezer.path(order.checkout / RECIPE),
        ],
        order.logs / "pyinstaller-windows.log",
        _FREEZE_LIMIT,
    )
    program = folder / "dist" / NAME
    _drop_parts_of_windows(program)
    _sort_base_library(program)
    # What does not even start is told here and not on a laptop.
    twin = freezer.path(program / f"{CONSOLE}.exe")
    freezer.run(_STEP, [twin, "--version"], order.logs / "start-windows.log", _START_LIMIT)
    return Frozen(program=program, site_packages=freezer.site_packages)


def wine_of(order: Order) -> Wine:
    """Return the wine that builds are made with, its folder below the order's work folder, ready to use.

    Raises:
        StepFailed: wine or the compiler for what it lacks is missing.
        EnvironmentFault: the disk refused.
    """
    wine = Wine.find(order.work / "windows" / "wine", log=order.logs / "wine.log")
    wine.boot(order.checkout / WINE_GAPS, log=order.logs / "wine.log")
    return wine


def _through_wine(order: Order, progress: StepProgress, cancelled: Cancelled) -> _Freezer:
    python = windows_python(order, progress=progress, cancelled=cancelled)
    wine = wine_of(order)
    fixed = freezing_environment(order)
    environment = {
        **{name: fixed[name] for name in ("PYTHONHASHSEED", "SOURCE_DATE_EPOCH")},
        "PYINSTALLER_CONFIG_DIR": windows_path(order.work / "windows" / "pyinstaller"),
        # Bytecode of another system's Python has no business in the checkout.
        "PYTHONPYCACHEPREFIX": windows_path(order.work / "windows" / "bytecode"),
    }

    def run(step: str, words: Sequence[str], log: Path, limit_s: float) -> str:
        return wine.run(step, words, log=log, limit_s=limit_s, env=environment, cwd=order.work, cancelled=cancelled)

    return _Freezer(run=run, path=windows_path, python=python.program, site_packages=python.site_packages)


def _native(order: Order, _progress: StepProgress, cancelled: Cancelled) -> _Freezer:
    """Make the environment on Windows itself, or take the one that was made for the same packages and Python."""
    log = order.logs / "environment-windows.log"
    folder = order.work / "windows" / "environment"
    python = folder / "Scripts" / "python.exe"
    try:
        made_of = f"{sys.version}\n{hashlib.sha256((order.checkout / LOCK).read_bytes()).hexdigest()}"
        stamp = folder / "made"
        if not stamp.is_file() or stamp.read_text(encoding="utf-8") != made_of:
            shutil.rmtree(folder, ignore_errors=True)
            run_step(_TOOLCHAIN, [sys.executable, "-m", "venv", folder], log=log, cancelled=cancelled)
            run_step(
                _TOOLCHAIN,
                [
                    *(python, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--only-binary", ":all:"),
                    *("--require-hashes", "-r", order.checkout / LOCK),
                ],
                log=log,
                remedy="connect to the network or name a mirror (PIP_INDEX_URL), and read the log",
                env=clean_environment(),
                cancelled=cancelled,
            )
            stamp.write_text(made_of, encoding="utf-8")
    except OSError as exc:
        raise fault_of(exc, folder) from exc

    def run(step: str, words: Sequence[str], log: Path, limit_s: float) -> str:
        return run_step(
            step,
            words,
            log=log,
            remedy=_REMEDY,
            cwd=order.work,
            env=freezing_environment(order),
            limit_s=limit_s,
            cancelled=cancelled,
        )

    return _Freezer(run=run, path=str, python=python, site_packages=folder / "Lib" / "site-packages")


def _drop_parts_of_windows(program: Path) -> None:
    """Remove libraries of Windows itself that were taken along.

    Raises:
        StepFailed: there is no program to remove them from.
        EnvironmentFault: the disk refused.
    """
    if not (program / f"{NAME}.exe").is_file():
        raise StepFailed(step=_STEP, reason=f"no {NAME}.exe came out", remedy=_REMEDY, log=program)
    try:
        for file in (program / INTERNAL).rglob("*.dll"):
            if _OF_WINDOWS.fullmatch(file.name):
                file.unlink()
    except OSError as exc:
        raise fault_of(exc, program) from exc


def _sort_base_library(program: Path) -> None:
    """Put the modules of the start-up archive in a fixed order: PyInstaller's is another one every time.

    Raises:
        EnvironmentFault: the disk refused.
    """
    library = program / INTERNAL / "base_library.zip"
    try:
        with zipfile.ZipFile(library) as archive:
            entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
        with zipfile.ZipFile(library, "w") as archive:
            for entry, data in sorted(entries, key=lambda found: found[0].filename):
                archive.writestr(entry, data, entry.compress_type)
    except OSError as exc:
        raise fault_of(exc, library) from exc
