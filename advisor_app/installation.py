"""What kind of installation this is: a checkout, a wheel, or a frozen program and how it was handed out."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from advisor_app import __version__

STAMP = "stamp.json"
# Beside the program of a portable archive: data then lie beside it as well.
PORTABLE_MARK = "portable.ini"
PORTABLE_DATA = "Daten"
_NAME = "beratungskoffer"


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
    def licences(self) -> Path | None:
        """Return the folder of the licences of all parts, None where they do not come with the program."""
        folder = self.program / "_internal" / "licences" if self.program is not None else None
        return folder if folder is not None and folder.is_dir() else None

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


def user_data() -> Path | None:
    """Return the folder of this user's data as the system has it, None where it names none.

    The same as `platformdirs` says (a test holds that), whose import the first paint would wait 10 ms for.
    """
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", ""))
    elif sys.platform == "darwin":
        base = _below_home("Library/Application Support")
    else:
        chosen = Path(os.environ.get("XDG_DATA_HOME", ""))
        base = chosen if chosen.is_absolute() else _below_home(".local/share")
    return base / _NAME if base.is_absolute() else None


def _below_home(path: str) -> Path:
    home = Path(os.environ.get("HOME", ""))
    if not home.is_absolute() and sys.platform != "win32":
        import pwd  # noqa: PLC0415 (hardly ever needed, and not there everywhere)

        # Of a user whom the system does not know it stays as it is.
        with suppress(KeyError):
            home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    return home / path


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
