"""How much a program takes up: its own Debian package, and all that a bare Debian has to fetch with it.

`apt-get` is asked what it would fetch if nothing at all were installed; what a minimal Debian (as debootstrap makes it)
consists of is taken off. Nothing is fetched, and no root is needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Debian counts in kB of 1,024 octets for what is installed, in octets for what is fetched; told is MB of 10^6 octets.
_KIB, _MB = 1024, 1_000_000
# `debootstrap --variant=minbase` installs these priorities and apt.
_BASE_PRIORITY = "required"


class NoPackages(Exception):
    """This is no Debian, or its package lists are empty."""


@dataclass(frozen=True, slots=True)
class Size:
    """In MB: the package alone, and with everything that a bare Debian lacks."""

    installed_mb: float
    download_mb: float
    all_installed_mb: float
    all_download_mb: float
    packages: int


@dataclass(frozen=True, slots=True)
class _Package:
    name: str
    installed: int
    download: int


def size_of(wanted: Sequence[str]) -> Size:
    """Return the size of packages.

    Args:
        wanted: names of packages of the archive, or `.deb` files. All of them are the program itself.

    Raises:
        NoPackages: apt cannot tell.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise NoPackages
    own = [_of_file(Path(word)) if word.endswith(".deb") else _of_archive([word])[0] for word in wanted]
    own_names = {package.name for package in own}
    base = _base()
    lacking = [name for name in _closure(wanted) if name not in base | own_names]
    others = _of_archive(lacking)
    return Size(
        installed_mb=_mb(package.installed for package in own),
        download_mb=_mb(package.download for package in own),
        all_installed_mb=_mb(package.installed for package in [*own, *others]),
        all_download_mb=_mb(package.download for package in [*own, *others]),
        packages=len(own) + len(others),
    )


def folder_mb(folder: Path) -> float:
    """Return what the files in a folder hold, in MB."""
    return _mb(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())


def _closure(wanted: Sequence[str]) -> list[str]:
    """Return the names of all packages that apt would install on a system that has none."""
    with tempfile.TemporaryDirectory() as folder:
        nothing = Path(folder) / "status"
        nothing.touch()
        command = [
            "apt-get", "--simulate", "--no-install-recommends", "-o", f"Dir::State::status={nothing}",
            "-o", "Debug::NoLocking=1", "install", *wanted,
        ]  # fmt: skip
        told = _ask(command)
    return [line.split()[1] for line in told.splitlines() if line.startswith("Inst ")]


@cache
def _base() -> frozenset[str]:
    """Return the packages of a minimal Debian."""
    fields = _stanzas(_ask(["apt-cache", "dumpavail"]))
    required = {field["Package"] for field in fields if field.get("Priority") == _BASE_PRIORITY}
    return frozenset(_closure([*sorted(required), "apt"]))


def _of_archive(names: Sequence[str]) -> list[_Package]:
    """Return packages of the archive, in the version that would be installed.

    Raises:
        NoPackages: the archive does not know one of them.
    """
    if not names:
        return []
    found: dict[str, _Package] = {}
    for field in _stanzas(_ask(["apt-cache", "show", "--no-all-versions", *names])):
        name = field["Package"]
        found.setdefault(name, _Package(name, int(field["Installed-Size"]) * _KIB, int(field["Size"])))
    if missing := set(names) - set(found):
        raise NoPackages(f"apt does not know {', '.join(sorted(missing))}")
    return list(found.values())


def _of_file(file: Path) -> _Package:
    field = _stanzas(_ask(["dpkg-deb", "--field", str(file)]))[0]
    return _Package(field["Package"], int(field["Installed-Size"]) * _KIB, file.stat().st_size)


def _stanzas(text: str) -> list[dict[str, str]]:
    """Return the fields of each paragraph of a Debian control file; lines that go on with a field are left out."""
    paragraphs = (
        dict(line.split(": ", 1) for line in paragraph.splitlines() if ": " in line and not line.startswith(" "))
        for paragraph in text.split("\n\n")
    )
    return [fields for fields in paragraphs if "Package" in fields]


def _ask(command: Sequence[str]) -> str:
    english = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=english)
    if done.returncode:
        raise NoPackages(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


def _mb(octets: Iterable[int]) -> float:
    return round(sum(octets) / _MB, 1)
