"""Freezes the program for Linux, and puts into a frozen program what it carries."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.environment import (
    clean_environment,
    frozen_environment,
    python_of,
    site_packages_of,
)
from advisor_app.publishing.installers.model import NAME, Cancelled, Order, StepProgress
from advisor_app.publishing.installers.runpath import forget_foreign_paths
from advisor_app.publishing.installers.steps import run_step
from advisor_app.publishing.installers.trim import executables_of, trim

RECIPE = Path("build", "beratungskoffer.spec")
INTERNAL = "_internal"
_STEP = "freeze"
_FOLDER_MODE, _FILE_MODE, _PROGRAM_MODE = 0o755, 0o644, 0o755
_REMEDY = "read the log; a build in a fresh --work folder starts from nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A frozen program: its folder, and the packages it was made from (licences and versions are read there)."""

    program: Path
    site_packages: Path


def frozen_linux(order: Order, *, progress: StepProgress, cancelled: Cancelled) -> Frozen:
    """Freeze the program for Linux and trim it; resources, knowledge, licences and the list of parts still miss.

    Args:
        order: what is to be built.
        progress: told about the steps `environment`, `freeze` and `trim`.
        cancelled: asked all the time.

    Raises:
        StepFailed: a step failed; it says what helps.
        Cancelled: `cancelled` said so.
        EnvironmentFault: the disk refused.
    """
    environment = frozen_environment(order, progress=progress, cancelled=cancelled)
    progress(_STEP, 0, None)
    folder = order.work / "linux"
    run_step(
        _STEP,
        [python_of(environment), "-m", "PyInstaller", *pyinstaller_words(folder), order.checkout / RECIPE],
        log=order.logs / "pyinstaller.log",
        remedy=_REMEDY,
        cwd=order.work,
        env=freezing_environment(order),
        cancelled=cancelled,
    )
    program = folder / "dist" / NAME
    trim(program, folder / "trim", logs=order.logs, progress=progress, cancelled=cancelled)
    forget_foreign_paths(program)
    # What does not even start is told here and not on a laptop.
    run_step(_STEP, [program / NAME, "--version"], log=order.logs / "start.log", remedy=_REMEDY, cancelled=cancelled)
    return Frozen(program=program, site_packages=site_packages_of(environment))


def pyinstaller_words(folder: Path | str) -> list[str]:
    """Return PyInstaller's options; its folders lie below `folder`, the program comes to `<folder>/dist`."""
    return ["--noconfirm", "--clean", "--distpath", f"{folder}/dist", "--workpath", f"{folder}/build"]


def freezing_environment(order: Order) -> dict[str, str]:
    """Return the environment variables of PyInstaller: with them the same input leads to the same bytes."""
    return {
        **clean_environment(),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": str(order.stamp.epoch),
        "PYINSTALLER_CONFIG_DIR": str(order.work / "pyinstaller"),
    }


def add_payload(program: Path, order: Order) -> None:
    """Put resources and knowledge into a frozen program, in place of what was there, and set all permissions.

    Args:
        program: its folder.
        order: what is to be built.

    Raises:
        EnvironmentFault: the disk refused; `DiskFull` if there is no room.
    """
    try:
        for source, name in ((order.resources, "resources"), (order.seed, "knowledge")):
            target = program / INTERNAL / name
            if target.exists():
                shutil.rmtree(target)
            shutil.copytree(source, target)
        executable = set(executables_of(program))
        for path in (program, *program.rglob("*")):
            if path.is_dir():
                path.chmod(_FOLDER_MODE)
            elif not path.is_symlink():
                path.chmod(_PROGRAM_MODE if path in executable else _FILE_MODE)
    except OSError as exc:
        raise fault_of(exc, program) from exc
