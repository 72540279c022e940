"""What a program needs of the system: read from its libraries, told as Debian packages."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor_app.errors import InputUnreadable, StepFailed
from advisor_app.knowledge.disk import fault_of
from advisor_app.publishing.installers.debian_packages import packages_of
from advisor_app.publishing.installers.steps import need_programs, run_step

STEP = "needs"
TABLE = "system-libraries.ini"
_ELF = b"\x7fELF"
_FILE = re.compile(r"^(?P<path>.+):\s+file format elf")
_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)")
_GLIBC = re.compile(r"\bGLIBC_([0-9]+(?:\.[0-9]+)+)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a program needs of the system.

    `glibc` is the oldest version of the C library that has all that its files ask for, `libraries` the names of the
    libraries that are not inside, `packages` these as Debian's `Depends`, sorted, the C library among them.
    """

    glibc: str
    libraries: tuple[str, ...]
    packages: tuple[str, ...]


def needs_of(program: Path, recipes: Path, *, log: Path) -> Needs:
    """Return what a program needs of the system.

    Args:
        program: its folder.
        recipes: the folder with the table of packages.
        log: receives what `objdump` prints.

    Raises:
        StepFailed: `objdump` is missing or fails, or nobody knows which package brings a library.
        InputUnreadable: the table cannot be read.
        EnvironmentFault: a file of the program cannot be read.
    """
    table = _Table.load(recipes / TABLE)
    inside, elf = _inside(program)
    if not elf:
        return Needs(glibc="", libraries=(), packages=())
    need_programs(STEP, {"objdump": "binutils"}, log=log)
    printed = run_step(STEP, ["objdump", "--private-headers", *elf], log=log)
    needed, started, versions = set[str](), set[str](), set[str]()
    # What is started is loaded before it can say where its libraries lie: those inside do not help it.
    holder = needed
    for line in printed.splitlines():
        if match := _FILE.match(line):
            holder = started if Path(match["path"]).parent == program else needed
        elif match := _NEEDED.match(line):
            holder.add(match.group(1))
        else:
            versions.update(_GLIBC.findall(line))
    outside = sorted((needed - inside) | started)
    glibc = max(versions, key=_numbers, default="")
    packages = table.packages([name for name in outside if name not in table.glibc])
    packages.add(f"{table.glibc_package} (>= {glibc})" if glibc else table.glibc_package)
    return Needs(glibc=glibc, libraries=tuple(outside), packages=tuple(sorted(packages)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    known: Mapping[str, str]
    glibc: frozenset[str]
    glibc_package: str

    @classmethod
    def load(cls, file: Path) -> _Table:
        parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
        # Names of libraries are told apart by case.
        parser.optionxform = str  # type: ignore[assignment, method-assign]
        try:
            parser.read_string(file.read_text(encoding="utf-8"))
            return cls(
                known=dict(parser["libraries"]),
                glibc=frozenset(parser["glibc"]["libraries"].split()),
                glibc_package=parser["glibc"]["package"],
            )
        except (OSError, UnicodeDecodeError, configparser.Error, KeyError) as exc:
            raise InputUnreadable(file=file, place=str(exc), remedy="correct it") from exc

    def packages(self, libraries: Iterable[str]) -> set[str]:
        """Return the packages that bring these libraries."""
        wanted = set(libraries)
        unknown = wanted - self.known.keys()
        looked_up = packages_of(unknown)
        if lost := sorted(unknown - looked_up.keys()):
            raise StepFailed(
                step=STEP,
                reason=f"nobody knows which package brings {', '.join(lost)}",
                remedy=f"name it in {TABLE}, or leave out what needs it",
                log="",
            )
        return {self.known[name] for name in wanted & self.known.keys()} | {one.name for one in looked_up.values()}


def _inside(program: Path) -> tuple[set[str], list[Path]]:
    """Return the names of all files of a program, and its executables and libraries."""
    names: set[str] = set()
    elf: list[Path] = []
    try:
        for path in sorted(program.rglob("*")):
            names.add(path.name)
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as opened:
                    if opened.read(len(_ELF)) == _ELF:
                        elf.append(path)
    except OSError as exc:
        raise fault_of(exc, program) from exc
    return names, elf


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))
