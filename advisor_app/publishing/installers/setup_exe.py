"""The setup for Windows: NSIS packs the program with the recipe `build/installer/windows/setup.nsi`."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from advisor_app.errors import StepFailed
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.checksums import digest_of
from advisor_app.publishing.installers.finishing import finished
from advisor_app.publishing.installers.model import NAME, Artefact, Form, Order, Platform, StepProgress
from advisor_app.publishing.installers.signing import SigningCommand
from advisor_app.publishing.installers.steps import need_programs, run_step
from advisor_app.publishing.installers.zipped import RECIPES

STEP = "setup"
_SIGN = "sign"
_PACKER = "makensis"
_PROGRAMS = {_PACKER: "nsis"}
# Where the Windows setup of NSIS puts it, which adds nothing to the path.
_USUAL = Path("C:/Program Files (x86)/NSIS")
_REMEDY_ON_WINDOWS = "install NSIS 3.08 or newer (nsis.sourceforge.io) and put its folder into PATH"
_STUB = "lzma_solid-amd64-unicode"
_NSIS_FOLDER = re.compile(r"\bNSISDIR=([^,\r\n]+)")
_LIMIT_S = 1800.0


def write_setup(
    program: Path,
    order: Order,
    *,
    sign: SigningCommand | None,
    progress: StepProgress,
    cancelled: Callable[[], bool] = lambda: False,
) -> Artefact:
    """Pack a program as a setup; the same program makes the same file as long as nothing is signed.

    Args:
        program: its folder, complete. Its programs are signed in place, its files get the time of the stamp.
        order: what is built; the setup goes to `order.out`.
        sign: signs the programs, the uninstaller and the setup; None leaves them unsigned.
        progress: told `sign` and `setup`.
        cancelled: asked all the time.

    Raises:
        StepFailed: NSIS is missing or fails, or signing does.
        Cancelled: `cancelled` said so.
        EnvironmentFault: disk or permission; `DiskFull` if there is no room.
    """
    log = order.logs / "setup.log"
    packer = _find_packer(log)
    if sign is not None:
        sign_programs(program, order, sign=sign, progress=progress)
    progress(STEP, 0, None)
    target = order.out / f"{NAME}-{order.version}-windows-x86_64-setup.exe"
    work = order.work / "windows" / "setup"
    try:
        work.mkdir(parents=True, exist_ok=True)
        installed = _settle(program, order.stamp.epoch)
        (work / "files.nsh").write_text(file_macros(program), encoding="utf-8")
        with finished(target) as half:
            definitions = _definitions(order, half, work / "files.nsh", installed, sign, _target(packer, log))
            (work / "definitions.nsh").write_text(definitions, encoding="utf-8")
            _pack(packer, order, work / "definitions.nsh", sign, cancelled)
            if sign is not None:
                sign.sign(half, log=order.logs / "sign.log")
        size = target.stat().st_size
    except OSError as exc:
        raise fault_of(exc, target) from exc
    return Artefact(
        form=Form.SETUP,
        platform=Platform.WINDOWS,
        file=target,
        size=size,
        installed=installed,
        sha256=digest_of(target),
    )


def sign_programs(program: Path, order: Order, *, sign: SigningCommand, progress: StepProgress) -> None:
    """Sign the programs of a frozen program in place; libraries come signed or are told apart by the setup's signature.

    Raises:
        StepFailed: it failed.
        EnvironmentFault: the disk refused.
    """
    programs = sorted(program.glob("*.exe"))
    for done, file in enumerate(programs):
        progress(_SIGN, done, len(programs))
        sign.sign(file, log=order.logs / "sign.log")


def file_macros(program: Path) -> str:
    """Return the macros that unpack a program and remove it again, file by file in a fixed order.

    Args:
        program: its folder.

    Raises:
        OSError: it cannot be read.
    """
    top = sorted(path.name for path in program.iterdir())
    lines = ["!macro PROGRAM_FILES FOLDER"]
    for folder, names in _folders(program):
        lines.append(f'  SetOutPath "{_inside(folder)}"')
        lines.extend(f'  File "/oname={_quoted(name)}" "{program / folder / name}"' for name in names)
    lines += ["!macroend", "!macro REMOVE_PROGRAM FOLDER"]
    for name in [*top, "uninstall.exe"]:
        word = "RMDir /r" if (program / name).is_dir() else "Delete"
        lines.append(f'  {word} "{_inside(PurePath(name))}"')
    # Only if nothing else was put there.
    lines += ['  RMDir "${FOLDER}"', "!macroend"]
    return "\n".join(lines) + "\n"


def version_of_four(version: str) -> str:
    """Return a version as Windows wants it in its own fields: four numbers."""
    numbers = re.findall(r"\d+", version)[:4]
    return ".".join([*numbers, *["0"] * (4 - len(numbers))])


def _folders(program: Path) -> Iterator[tuple[PurePath, list[str]]]:
    for folder in sorted([program, *(path for path in program.rglob("*") if path.is_dir())]):
        names = sorted(path.name for path in folder.iterdir() if path.is_file())
        if names:
            yield folder.relative_to(program), names


def _inside(path: PurePath) -> str:
    return "\\".join(["${FOLDER}", *(_quoted(part) for part in path.parts)])


def _quoted(text: PurePath | str) -> str:
    return str(text).replace("$", "$$")


def _settle(program: Path, epoch: int) -> int:
    """Give all files the time of the stamp, which the setup keeps, and return their size in bytes."""
    whole = 0
    for path in program.rglob("*"):
        if path.is_file():
            os.utime(path, (epoch, epoch))
            whole += path.stat().st_size
    return whole


def _definitions(order: Order, out: Path, files: Path, installed: int, sign: SigningCommand | None, target: str) -> str:
    recipes = order.checkout / RECIPES
    values = {
        "VERSION": order.version,
        "VERSION_FOUR": version_of_four(order.version),
        "TARGET": target,
        "OUT": _quoted(out.absolute()),
        "SIZE": str(-(-installed // 1024)),
        "FILES": _quoted(files.absolute()),
        "ICON": _quoted((recipes / f"{NAME}.ico").absolute()),
        "TEXTS": _quoted(recipes.absolute()),
    }
    lines = [f'!define {name} "{value}"' for name, value in values.items()]
    if sign is not None:
        lines.append(f'!define SIGN `"{_quoted(sys.executable)}" -P -m {SigningCommand.__module__}`')
    return "\n".join(lines) + "\n"


def _pack(
    packer: Path, order: Order, definitions: Path, sign: SigningCommand | None, cancelled: Callable[[], bool]
) -> None:
    run_step(
        STEP,
        [
            *(packer, "-V2", "-INPUTCHARSET", "UTF8", f"-DDEFINITIONS={definitions.absolute()}"),
            order.checkout / RECIPES / "setup.nsi",
        ],
        log=order.logs / "setup.log",
        env={**os.environ, **(sign.for_child(order.logs / "sign.log") if sign is not None else {})},
        limit_s=_LIMIT_S,
        cancelled=cancelled,
    )


def _find_packer(log: Path) -> Path:
    """Return NSIS' program.

    Raises:
        StepFailed: there is none.
    """
    found = shutil.which(_PACKER) or shutil.which(_PACKER, path=str(_USUAL))
    if found:
        return Path(found)
    if sys.platform == "win32":
        raise StepFailed(step=STEP, reason="makensis not found", remedy=_REMEDY_ON_WINDOWS, log=log)
    need_programs(STEP, _PROGRAMS, log=log)
    return Path(_PACKER)


def _target(packer: Path, log: Path) -> str:
    """Return what kind of setup this NSIS can make: Debian's makes such of 64 bit, the one for Windows does not."""
    printed = run_step(STEP, [packer, "-HDRINFO"], log=log)
    told = _NSIS_FOLDER.search(printed)
    folder = Path(told[1]) if told else packer.parent
    return "amd64-unicode" if (folder / "Stubs" / _STUB).is_file() else "x86-unicode"
