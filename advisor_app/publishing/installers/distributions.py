"""The distributions of a Python environment: which file and which module came with which, and under what licence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path, PurePosixPath
from typing import Any

_CODE = (".py", ".pyi", ".so", ".pyd")
_LICENCE_FILE = re.compile(r"(?i)(^|/)(licen[cs]e|copying|notice|authors|patents)[^/]*$")
_METADATA_FOLDER = ".dist-info"
# Where wheels keep licence texts, and the lists of what was compiled into them (PEP 639, PEP 770).
_LICENCES = "licenses"
_SBOMS = "sboms"
_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """Something that was compiled into a distribution's libraries, as its wheel says."""

    name: str
    version: str
    licence: str
    supplier: str
    purl: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One distribution.

    `licence` is an SPDX expression, "" if the metadata have none; `folder` its metadata folder.
    """

    name: str
    version: str
    licence: str
    supplier: str
    source: str
    folder: Path

    @property
    def purl(self) -> str:
        """Return its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"

    def licence_files(self) -> Iterator[tuple[str, Path]]:
        """Give the licence texts that came with it, as (name, file), sorted."""
        for file in sorted(path for path in self.folder.rglob("*") if path.is_file()):
            inner = file.relative_to(self.folder)
            if inner.parts[0] == _LICENCES:
                yield PurePosixPath(*inner.parts[1:]).as_posix(), file
            elif _LICENCE_FILE.search(inner.as_posix()) and inner.parts[0] != _SBOMS:
                yield inner.as_posix(), file

    def compiled(self) -> Iterator[Compiled]:
        """Give what the lists in the wheel say was compiled into it; the distribution itself is left out."""
        for file in sorted(self.folder.glob(f"{_SBOMS}/*.json")):
            try:
                found = json.loads(file.read_text(encoding="utf-8")).get("components", [])
            except (OSError, ValueError, AttributeError):
                # The list is a courtesy of whoever made the wheel.
                continue
            yield from (_compiled(entry) for entry in found if isinstance(entry, dict) and entry.get("name"))


class Distributions:
    """All distributions below a `site-packages` folder.

    Args:
        site_packages: that folder; it may belong to another platform's Python.
    """

    def __init__(self, site_packages: Path) -> None:
        self.all: dict[str, Installed] = {}
        self._by_path: dict[str, Installed] = {}
        self._by_name: dict[str, set[str]] = {}
        self._by_top: dict[str, set[str]] = {}
        self._by_folder: dict[str, Installed] = {}
        for folder in sorted(site_packages.glob(f"*{_METADATA_FOLDER}")):
            self._add(PathDistribution(folder), folder)

    def of_file(self, path: str) -> Installed | None:
        """Return whose file this is.

        Args:
            path: from the folder that holds the modules. A library that the freezing moved is found by its name if only
                one distribution has one of that name; what the freezing made, such as compiled modules, belongs to
                whoever has the folder for itself.
        """
        found = self._by_path.get(path.lower())
        if found is not None:
            return found
        first = PurePosixPath(path).parts[0]
        if first.endswith(_METADATA_FOLDER):
            return self._by_folder.get(first.lower())
        owners = self._by_name.get(PurePosixPath(path).name.lower(), set()) or self._by_top.get(first.lower(), set())
        return self.all[next(iter(owners))] if len(owners) == 1 else None

    def of_module(self, name: str) -> Installed | None:
        """Return whose module this is."""
        path = name.replace(".", "/").lower()
        for candidate in (f"{path}.py", f"{path}/__init__.py"):
            if candidate in self._by_path:
                return self._by_path[candidate]
        # A package without a file of its own, or a library with tags in its name.
        owners = {
            owner.name
            for known, owner in self._by_path.items()
            if known.startswith((f"{path}/", f"{path}.")) and known.endswith(_CODE)
        }
        return self.all[next(iter(owners))] if len(owners) == 1 else None

    def _add(self, distribution: Distribution, folder: Path) -> None:
        installed = _installed(distribution, folder)
        self.all[installed.name] = installed
        self._by_folder[folder.name.lower()] = installed
        for file in distribution.files or ():
            path = file.as_posix().lower()
            self._by_path[path] = installed
            if "/" in path:
                self._by_top.setdefault(path.partition("/")[0], set()).add(installed.name)
            if not path.endswith((".py", ".pyi", ".pyc")) and _METADATA_FOLDER not in path:
                self._by_name.setdefault(file.name.lower(), set()).add(installed.name)


def _installed(distribution: Distribution, folder: Path) -> Installed:
    metadata = distribution.metadata
    fields: Mapping[str, list[str]] = {key: metadata.get_all(key) or [] for key in set(metadata)}
    return Installed(
        name=re.sub(r"[-_.]+", "-", metadata["Name"]).lower(),
        version=metadata["Version"],
        licence=_licence(fields),
        supplier=_supplier(fields),
        source=_source(fields),
        folder=folder,
    )


def _licence(fields: Mapping[str, list[str]]) -> str:
    for field in ("License-Expression", "License"):
        for value in fields.get(field, []):
            if _EXPRESSION.fullmatch(value) or (field == "License-Expression" and value):
                return value
    return ""


def _supplier(fields: Mapping[str, list[str]]) -> str:
    for field in ("Author", "Maintainer"):
        for value in fields.get(field, []):
            return value
    for field in ("Author-email", "Maintainer-email"):
        for value in fields.get(field, []):
            # `Name <address>, ...`; the addresses are nobody's business here.
            return ", ".join(name for name in (_name(one) for one in value.split(",")) if name)
    return ""


def _name(address: str) -> str:
    return address.split("<", 1)[0].strip().strip('"') if "<" in address else ""


def _source(fields: Mapping[str, list[str]]) -> str:
    urls = dict(_pair(value) for value in fields.get("Project-URL", []))
    for wanted in ("source", "source code", "repository", "github", "code", "homepage", "home"):
        if wanted in urls:
            return urls[wanted]
    return next(iter([*fields.get("Home-page", []), *urls.values()]), "")


def _pair(value: str) -> tuple[str, str]:
    label, _comma, url = value.partition(",")
    return label.strip().lower(), url.strip()


def _compiled(entry: Mapping[str, Any]) -> Compiled:
    licences = [_of_choice(choice) for choice in entry.get("licenses") or []]
    return Compiled(
        name=str(entry["name"]),
        version=str(entry.get("version", "")),
        licence=" AND ".join(one for one in licences if one),
        supplier=", ".join(_name(one) or one for one in str(entry.get("author") or "").split(",")),
        # Where the builder unpacked it says nothing to anybody else.
        purl=str(entry.get("purl", "")).split("?download_url=file:", 1)[0],
        source=next((str(one.get("url", "")) for one in entry.get("externalReferences") or []), ""),
    )


def _of_choice(choice: Mapping[str, Any]) -> str:
    licence = choice.get("license") or {}
    return str(choice.get("expression") or licence.get("id") or "")
