"""A newer version of the app, as it is signed: values and rules only; importing this costs next to nothing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from advisor_app.installation import Installation, Package
from advisor_app.updates.format import APP_TARGETS, hashed_path, is_day, is_sha256

MAX_NOTES = 40
MAX_NOTE = 300  # characters
MAX_LENGTH = 1_000_000_000  # bytes of an installer
_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){1,3}")
# The names under which installers are handed out and kept.
_FILES = {
    Package.DEB: "beratungskoffer_{version}_amd64.deb",
    Package.TAR: "beratungskoffer-{version}-linux-x86_64.tar.xz",
    Package.SETUP: "beratungskoffer-{version}-windows-x86_64-setup.exe",
    Package.ZIP: "beratungskoffer-{version}-windows-x86_64.zip",
}
PLATFORMS = {Package.DEB: "linux", Package.TAR: "linux", Package.SETUP: "windows", Package.ZIP: "windows"}
# What may be signed about the machine an installer is for, and what it is called in messages.
NEEDS = {"glibc": "glibc", "min_windows": "Windows"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppOffer:
    """A version of the app that may be had.

    `version` are numbers with dots, `platform` is `linux` or `windows`, `published` an ISO day, `notes` what is new, a
    German line each. `length` counts bytes, `sha256` is in hex, `path` leads to the file below the endpoint.
    """

    version: str
    package: Package
    platform: str
    published: str
    notes: tuple[str, ...]
    length: int
    sha256: str
    path: str

    @property
    def file_name(self) -> str:
        """Return the name of the installer's file."""
        return file_name(self.package, self.version)

    def document(self) -> dict[str, Any]:
        """Return it as what JSON knows."""
        return {**asdict(self), "package": str(self.package), "notes": list(self.notes)}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> AppOffer:
        """Read what `document` gave.

        Raises:
            ValueError: it is none; told with the field.
            KeyError: a field is missing.
        """
        package = Package(document["package"])
        offer = cls.signed(package, document["length"], document["sha256"], document)
        if document["path"] != offer.path:
            raise ValueError("path")
        return offer

    @classmethod
    def signed(cls, package: Package, length: object, sha256: object, custom: Mapping[str, Any]) -> AppOffer:
        """Read what is signed about an installer; fields that are not known are left for newer apps.

        Nothing of it is believed for being signed: it becomes a file's name and text on screens.

        Args:
            package: which of the forms it is.
            length: signed length in bytes.
            sha256: signed hash, hexadecimal.
            custom: `version`, `published`, `notes`.

        Raises:
            ValueError: a field is missing or not of the form it must have; told with its name.
        """
        if package not in APP_TARGETS:
            raise ValueError("package")
        version, published, notes = custom.get("version"), custom.get("published"), custom.get("notes")
        if not isinstance(version, str) or not is_version(version):
            raise ValueError("version")
        if not isinstance(published, str) or not is_day(published):
            raise ValueError("published")
        if not isinstance(notes, list | tuple) or len(notes) > MAX_NOTES or not all(map(is_note, notes)):
            raise ValueError("notes")
        if not isinstance(length, int) or isinstance(length, bool) or not 0 < length <= MAX_LENGTH:
            raise ValueError("length")
        if not isinstance(sha256, str) or not is_sha256(sha256):
            raise ValueError("sha256")
        return cls(
            version=version,
            package=package,
            platform=PLATFORMS[package],
            published=published,
            notes=tuple(notes),
            length=length,
            sha256=sha256,
            path=hashed_path(APP_TARGETS[package], sha256),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AppFetched:
    """What fetching a newer version came to: the verified `file`, or "" and no offer where there is none newer."""

    offer: AppOffer | None = None
    file: str = ""


def updatable(installation: Installation | None) -> bool:
    """Tell whether newer versions are handed out for this kind of installation; whoever has the source gets it anew."""
    return installation is not None and installation.package in APP_TARGETS


def is_for(offer: AppOffer, installation: Installation) -> bool:
    """Tell whether a version is newer than the one that runs, and of the same form."""
    return offer.package is installation.package and is_newer(offer.version, installation.version)


def is_version(text: str) -> bool:
    """Tell whether a text is a version of the app: two to four numbers with dots."""
    return _VERSION.fullmatch(text) is not None


def is_note(text: object) -> bool:
    """Tell whether something can be told as a line of what is new: printable, not empty, not endless."""
    return isinstance(text, str) and 0 < len(text) <= MAX_NOTE and bool(text.strip()) and text.isprintable()


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are compared by: their numbers, so that 0.10 is newer than 0.9 and 1.0 the same as 1.0.0."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", version)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def is_newer(version: str, than: str) -> bool:
    """Tell whether a version is newer than another one; everything is newer than ""."""
    return version_key(version) > version_key(than) or not than


def file_name(package: Package, version: str) -> str:
    """Return the name under which an installer is handed out."""
    return _FILES[package].format(version=version)


def package_of(name: str) -> tuple[Package, str] | None:
    """Return which form of which version a file's name tells, None if it tells neither."""
    for package, template in _FILES.items():
        before, _, after = template.partition("{version}")
        version = name.removeprefix(before).removesuffix(after)
        if is_version(version) and name == file_name(package, version):
            return package, version
    return None


def obstacle(custom: Mapping[str, Any]) -> str:
    """Return what a version needs that this machine lacks, such as `glibc 2.36`; "" if it can run here.

    Raises:
        ValueError: what is signed about it makes no sense; told with the field.
    """
    for field, name in NEEDS.items():
        needed = custom.get(field, "")
        if not isinstance(needed, str) or (needed and not is_version(needed)):
            raise ValueError(field)
        here = _here(field)
        if needed and here and is_newer(needed, here):
            return f"{name} {needed}"
    return ""


def _here(field: str) -> str:
    """Return what this machine has of something an installer may need, "" where it has none or does not say."""
    if field == "min_windows":
        if sys.platform != "win32":
            return ""
        windows = sys.getwindowsversion()
        return f"{windows.major}.{windows.minor}.{windows.build}"
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (AttributeError, ValueError, OSError):
        return ""
    return version if name == "glibc" else ""
