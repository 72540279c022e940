"""NumPy without linear algebra: a fifth of its size, and everything that the search asks of it.

NumPy's own wheels carry OpenBLAS with kernels for every processor, 28 MB that nothing here ever calls. NumPy can be
compiled without it; that is done once and kept until NumPy or Python is another one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import sysconfig
from pathlib import Path

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.model import Cancelled, Order, StepProgress
from advisor_app.publishing.installers.steps import need_programs, run_step

BUILDER_LOCK = Path("build", "installer", "numpy", "builder.txt")
STEP = "numpy"
# Program -> Debian package.
COMPILERS = {"cc": "gcc", "c++": "g++"}
# Loops for single processor families weigh as much as all the rest; the common ones serve arrays of this size as well.
_SETTINGS = ("allow-noblas=true", "blas=none", "lapack=none", "cpu-dispatch=none")
_PIP = ("-m", "pip", "--disable-pip-version-check")
_PINNED = re.compile(r"^numpy==(?:.*\\\n)*.*$", re.MULTILINE)
_BUILDER_PATH = re.compile(r'(?<=")[^"]*/(?=builder/bin/)')
_CONFIG = Path("numpy", "__config__.py")


def lean_numpy_wheel(order: Order, lock: Path, *, progress: StepProgress, cancelled: Cancelled) -> Path:
    """Compile NumPy, or take what was compiled before.

    Args:
        order: what is to be built.
        lock: names NumPy's version and the digest of its source.
        progress: told about the step `numpy`.
        cancelled: asked all the time.

    Raises:
        StepFailed: a compiler or Python's headers are missing, or it cannot be compiled; it says what helps.
        Cancelled: `cancelled` said so.
        EnvironmentFault: the disk refused.
    """
    progress(STEP, 0, None)
    try:
        pinned = [entry.replace("\\\n", "") for entry in _PINNED.findall(lock.read_text(encoding="utf-8"))]
        folder = order.work / "numpy" / _fingerprint(pinned, order.checkout / BUILDER_LOCK)
        wheel = next(folder.glob("numpy-*.whl"), None)
        return wheel or _compiled(folder, pinned, order, log=order.logs / "numpy.log", cancelled=cancelled)
    except OSError as exc:
        raise fault_of(exc, order.work) from exc


def install_lean_numpy(python: Path, site_packages: Path, wheel: Path, order: Order, *, cancelled: Cancelled) -> None:
    """Put it into an environment, in place of the NumPy that is there.

    Args:
        python: the environment's interpreter.
        site_packages: the folder of its packages.
        wheel: what was compiled.
        order: what is to be built.
        cancelled: asked all the time.

    Raises:
        StepFailed: pip refuses.
        Cancelled: `cancelled` said so.
        EnvironmentFault: the disk refused.
    """
    words: list[str | Path] = [python, *_PIP, "install", "-q", "--no-deps", "--no-index", "--force-reinstall", wheel]
    run_step(STEP, words, log=order.logs / "numpy-install.log", cancelled=cancelled)
    config = site_packages / _CONFIG
    try:
        # NumPy's record of its own build names the folder of the builder.
        config.write_text(_BUILDER_PATH.sub("", config.read_text(encoding="utf-8")), encoding="utf-8")
    except OSError as exc:
        raise fault_of(exc, config) from exc


def check_compilers(log: Path) -> None:
    """Make sure that compilers and Python's headers are there.

    Raises:
        StepFailed: they are not; the remedy names the packages.
    """
    need_programs(STEP, COMPILERS, log=log)
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise StepFailed(
            step=STEP,
            reason="Python's headers are missing",
            remedy=f"apt-get install --no-install-recommends python{version}-dev",
            log=log,
        )


def _compiled(folder: Path, pinned: list[str], order: Order, *, log: Path, cancelled: Cancelled) -> Path:
    """Compile NumPy and return its wheel; what failed or was cancelled leaves none."""
    check_compilers(log)
    builder, source, fresh = folder / "builder", folder / "numpy.txt", folder / "fresh"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Settings on pip's command line would not reach what a file names.
    settings = " ".join(f'--config-settings="setup-args=-D{setting}"' for setting in _SETTINGS)
    source.write_text("".join(f"{line} {settings}\n" for line in pinned), encoding="utf-8")
    run_step(STEP, [sys.executable, "-m", "venv", builder], log=log, cancelled=cancelled)
    python = builder / "bin" / "python"
    offline = "connect to the network or name a mirror (PIP_INDEX_URL), and read the log"
    locked: list[str | Path] = ["--require-hashes", "-r"]
    words = [python, *_PIP, "install", "-q", "--only-binary", ":all:", *locked, order.checkout / BUILDER_LOCK]
    run_step(STEP, words, log=log, remedy=offline, cancelled=cancelled)
    # What pip keeps of earlier builds may have been built otherwise.
    words = [python, *_PIP, "wheel", "--no-cache-dir", "--no-deps", "--no-build-isolation", "--no-binary", "numpy"]
    # Ninja and Cython are found beside the interpreter, and the same source leads to the same bytes.
    env = {
        **os.environ,
        "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(order.stamp.epoch),
    }
    run_step(STEP, [*words, "-w", fresh, *locked, source], log=log, remedy=offline, env=env, cancelled=cancelled)
    (wheel,) = fresh.glob("numpy-*.whl")
    shutil.rmtree(builder)
    return wheel.rename(folder / wheel.name)


def _fingerprint(pinned: list[str], builder: Path) -> str:
    told = f"{sys.version}\n{pinned}\n{_SETTINGS}\n{builder.read_text(encoding='utf-8')}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]
