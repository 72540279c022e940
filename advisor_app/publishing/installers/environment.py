"""The environment that programs are frozen in: what build/lock/installer.txt names, with hashes, and nothing else."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import sys
import sysconfig
from pathlib import Path

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.lean_numpy import BUILDER_LOCK, install_lean_numpy, lean_numpy_wheel
from advisor_app.publishing.installers.model import Cancelled, Order, StepProgress
from advisor_app.publishing.installers.steps import need_programs, run_step
from advisor_app.publishing.installers.trim import TOOLS

LOCK = Path("build", "lock", "installer.txt")
_STEP = "environment"
_STAMP = "fingerprint"
_PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
_OFFLINE = "connect to the network or name a mirror (PIP_INDEX_URL), and read the log"


def frozen_environment(order: Order, *, progress: StepProgress, cancelled: Cancelled) -> Path:
    """Make the environment, or take the one that was made for the same packages and the same Python.

    Args:
        order: what is to be built.
        progress: told about the steps `environment` and `numpy`.
        cancelled: asked all the time.

    Returns:
        The folder of the virtual environment.

    Raises:
        StepFailed: packages cannot be had, or this Python cannot be frozen; the remedy names what to install.
        Cancelled: `cancelled` said so.
        EnvironmentFault: the disk refused.
    """
    log = order.logs / "environment.log"
    folder = order.work / "environment"
    need_programs(_STEP, TOOLS, log=log)
    _check_python(log)
    try:
        fingerprint = _fingerprint(order.checkout / LOCK, order.checkout / BUILDER_LOCK)
        if _holds(folder / _STAMP, fingerprint):
            return folder
        shutil.rmtree(folder, ignore_errors=True)
    except OSError as exc:
        raise fault_of(exc, folder) from exc
    numpy = lean_numpy_wheel(order, order.checkout / LOCK, progress=progress, cancelled=cancelled)
    progress(_STEP, 0, None)
    run_step(_STEP, [sys.executable, "-m", "venv", folder], log=log, cancelled=cancelled)
    words = ["-m", "pip", "--disable-pip-version-check", "install", "-q", "--only-binary", ":all:", "--require-hashes"]
    run_step(
        _STEP,
        [python_of(folder), *words, "-r", order.checkout / LOCK],
        log=log,
        remedy=_OFFLINE,
        env=clean_environment(),
        cancelled=cancelled,
    )
    install_lean_numpy(python_of(folder), site_packages_of(folder), numpy, order, cancelled=cancelled)
    try:
        (folder / _STAMP).write_text(fingerprint, encoding="utf-8")
    except OSError as exc:
        raise fault_of(exc, folder) from exc
    return folder


def python_of(environment: Path) -> Path:
    """Return the interpreter of the environment."""
    return environment / "bin" / "python"


def site_packages_of(environment: Path) -> Path:
    """Return the folder of the environment's packages."""
    return environment / "lib" / _PYTHON / "site-packages"


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what would let packages from elsewhere in."""
    return {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}


def _check_python(log: Path) -> None:
    """Make sure that this Python can be frozen, before minutes are spent on it.

    Raises:
        StepFailed: it lacks a part that Debian keeps in a package of its own.
    """
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise StepFailed(
            step=_STEP,
            reason="Python cannot make virtual environments",
            remedy=f"apt-get install --no-install-recommends {_PYTHON}-venv",
            log=log,
        )
    library = _shared_library()
    try:
        # Debian's interpreter is linked statically; a frozen program carries the shared library instead.
        ctypes.CDLL(library)
    except OSError as exc:
        raise StepFailed(
            step=_STEP,
            reason=f"Python's shared library {library} is missing",
            remedy=f"apt-get install --no-install-recommends lib{_PYTHON}, or a Python built with --enable-shared",
            log=log,
        ) from exc


def _shared_library() -> str:
    name = str(sysconfig.get_config_var("INSTSONAME") or "")
    return name if ".so" in name else f"lib{_PYTHON}.so.1.0"


def _fingerprint(*locks: Path) -> str:
    told = [sys.version, sys.base_prefix, *(hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _holds(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text
