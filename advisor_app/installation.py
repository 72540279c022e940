"""What kind of installation this is: a checkout, a wheel, or a frozen program and how it was handed out."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from advisor_app import __version__

STAMP = "stamp.json"
# Beside the program of a portable archive: data then lie beside it as well.
PORTABLE_MARK = "portable.ini"
PORTABLE_DATA = "Daten"


class Package(StrEnum):
    """How the program came here."""

    SOURCE = "source"  # a checkout or a wheel: whoever has it updates it otherwise
    DEB = "deb"
    TAR = "tar"
    SETUP = "setup"
    ZIP = "zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The program itself.

    `platform` is `linux`, `windows` or another of Python's names. `program` is the folder of a frozen program, None
    otherwise. `commit`, `built_on` (ISO day) and `house` come from its stamp, "" without one.
    """

    version: str
    package: Package
    platform: str
    program: Path | None = None
    commit: str = ""
    built_on: str = ""
    house: str = ""

    @property
    def portable_data(self) -> Path | None:
        """Return the folder of the user's data of a portable program, None for any other."""
        if self.program is None or self.package not in (Package.TAR, Package.ZIP):
            return None
        return self.program / PORTABLE_DATA


def portable_data() -> Path | None:
    """Return the folder of the user's data of a portable program, None for any other. Cheap: it reads no stamp."""
    if not getattr(sys, "frozen", False):
        return None
    program = Path(sys.executable).resolve().parent
    return program / PORTABLE_DATA if (program / PORTABLE_MARK).is_file() else None


def find_installation(resources: Path) -> Installation:
    """Tell what this program is; a stamp that is missing or damaged leaves its fields empty.

    Args:
        resources: the installation's resources, where the stamp lies.
    """
    platform = {"win32": "windows"}.get(sys.platform, sys.platform)
    if not getattr(sys, "frozen", False):
        return Installation(version=__version__, package=Package.SOURCE, platform=platform)
    program = Path(sys.executable).resolve().parent
    portable = (program / PORTABLE_MARK).is_file()
    if platform == "windows":
        package = Package.ZIP if portable else Package.SETUP
    else:
        package = Package.TAR if portable else Package.DEB
    stamp = _stamp(resources / STAMP)
    return Installation(
        version=__version__,
        package=package,
        platform=platform,
        program=program,
        commit=stamp.get("commit", ""),
        built_on=stamp.get("built_on", ""),
        house=stamp.get("house", ""),
    )


def _stamp(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}
