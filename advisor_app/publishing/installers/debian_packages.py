"""Ask the package manager of a Debian-like system which package a library came from."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_QUERY = "dpkg-query"
_FIELDS = "${binary:Package}\t${Version}\t${Architecture}\t${Maintainer}\t${Homepage}\n"
_DOCUMENTS = Path("/usr/share/doc")
_RELEASE = Path("/etc/os-release")


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPackage:
    """A package of the system that the build runs on."""

    name: str
    version: str
    architecture: str
    supplier: str
    source: str
    system: str

    @property
    def purl(self) -> str:
        """Return its package URL."""
        return f"pkg:deb/{self.system}/{self.name}@{self.version}?arch={self.architecture}"

    @property
    def licence_file(self) -> Path:
        """Return the file with its licence and copyright."""
        return _DOCUMENTS / self.name / "copyright"


def packages_of(libraries: Collection[str]) -> dict[str, SystemPackage]:
    """Return the package of each library that one is known of; empty where there is no such package manager.

    Args:
        libraries: file names such as `libssl.so.3`.
    """
    if not libraries or shutil.which(_QUERY) is None:
        return {}
    # Whole paths are found at once, patterns take a second for every ten of them.
    paths = [str(path) for folder in _folders() for path in (folder / name for name in libraries) if path.exists()]
    printed = _ask("--search", *sorted(paths)) if paths else ""
    owners: dict[str, str] = {}
    for line in printed.splitlines():
        packages, separator, path = line.partition(": ")
        name = Path(path).name
        if separator and name in libraries and not packages.startswith("diversion"):
            owners.setdefault(name, packages.split(",")[0].strip())
    described = _described(sorted(set(owners.values())))
    return {name: described[owner] for name, owner in owners.items() if owner in described}


def _folders() -> Iterator[Path]:
    """Give the places of libraries, by both names where one is a link to the other: the manager knows one of them."""
    for root in (Path("/lib"), Path("/usr/lib")):
        yield root
        yield from sorted(root.glob("*-linux-gnu"))


def _described(packages: list[str]) -> Mapping[str, SystemPackage]:
    if not packages:
        return {}
    system = _system()
    found: dict[str, SystemPackage] = {}
    for line in _ask("--show", f"--showformat={_FIELDS}", *packages).splitlines():
        package, version, architecture, maintainer, homepage = line.split("\t")
        found[package] = SystemPackage(
            name=package.split(":")[0],
            version=version,
            architecture=architecture,
            supplier=maintainer.split("<")[0].strip(),
            source=homepage,
            system=system,
        )
        found.setdefault(package.split(":")[0], found[package])
    return found


def _ask(*words: str) -> str:
    return subprocess.run(  # noqa: S603 (fixed program; the words are file and package names)
        [_QUERY, *words], check=False, capture_output=True, encoding="utf-8", errors="replace"
    ).stdout


def _system() -> str:
    return next(_ids(), "debian")


def _ids() -> Iterator[str]:
    try:
        lines = _RELEASE.read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        key, _equals, value = line.partition("=")
        if key == "ID" and value:
            yield value.strip('"')
