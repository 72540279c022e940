"""The preset of a house: what an administrator builds into an installer so that nobody has to set it up by hand.

An INI file with up to three sections; files it names lie beside it:

    [house]
    name = IHK Musterstadt
    logo = logo.svg
    region = 05711
    help = it@ihk-musterstadt.example.org

    [updates]
    endpoint = https://updates.example.org/kb/
    trust_root = root.json

    [locked]
    updates = endpoint proxy

What stands below `[updates]` is a proposal that users may change unless `[locked]` names it; `trust_root` always holds.
A key that is locked without a value keeps its default; `endpoint` has none, so it needs to be written, even if empty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from advisor_app.errors import InputUnreadable, PolicyUnreadable, TrustRootDamaged
from advisor_app.updates.ini import read_ini
from advisor_app.updates.logo import MAX_BYTES, logo_fault, logo_suffix
from advisor_app.updates.policy import KEYS, SECTION, TRUST_ROOT, fault_in_setting, shown_value
from advisor_app.updates.root import TrustRoot

PRESET = "preset.ini"
HOUSE, LOCKED = "house", "locked"
HOUSE_KEYS = ("name", "logo", "region", "help")
NAME_LENGTH, HELP_LENGTH = 60, 200
_KNOWN = {HOUSE: HOUSE_KEYS, SECTION: (*KEYS, TRUST_ROOT), LOCKED: (SECTION,)}
_ROOT, _LOGO = "root.json", "logo"
_DISTRICT = re.compile(r"(?:0[1-9]|1[0-6])\d{3}", re.ASCII)
_SOFT_HYPHEN = "\u00ad"
_REINSTALL = "install the program again"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Whose installation this is.

    `name` is "" in a preset without a house, `logo` an SVG or PNG file, `regions` are districts (AGS of 5 digits) and
    `help` says how to reach who helps.
    """

    name: str = ""
    logo: Path | None = None
    regions: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A preset that was checked: `values` and `locked` by the keys of `updates.policy`, `file` where it was read."""

    file: Path
    house: House = field(default_factory=House)
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    locked: frozenset[str] = frozenset()
    trust_root: Path | None = None

    def stage(self, folder: Path) -> Preset:
        """Write the preset, its logo and its root into a folder of the installation.

        Args:
            folder: where to; made if it is not there.

        Returns:
            The same preset with the files it has there.

        Raises:
            EnvironmentFault: a file cannot be written, `DiskFull` if there is no room.
            InputUnreadable: logo or root changed since they were checked.
        """
        from advisor_app.knowledge.disk import fault_of  # noqa: PLC0415 - only who builds pays for it

        files: dict[Path, bytes] = {}
        logo, root = self.house.logo, self.trust_root
        if logo is not None:
            data = _logo_in(self.file, logo)
            logo = folder / f"{_LOGO}{logo_suffix(data)}"
            files[logo] = data
        if root is not None:
            data = _root_in(self.file, root)
            root = folder / _ROOT
            files[root] = data
        staged = replace(self, file=folder / PRESET, house=replace(self.house, logo=logo), trust_root=root)
        files[staged.file] = _written(staged).encode()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file, data in files.items():
                file.write_bytes(data)
        except OSError as exc:
            raise fault_of(exc, folder) from exc
        return staged


def load_preset(file: Path, *, known_regions: Collection[str] | None = None) -> Preset:
    """Read and check a preset.

    Args:
        file: the INI file; what it names lies beside it.
        known_regions: the districts that may be named; None where only their form is checked.

    Raises:
        InputUnreadable: the first fault of the file, with its place and remedy.
    """
    sections = read_ini(file, _KNOWN)
    for section, keys in sections.items():
        for key, value in keys.items():
            if not _plain(value).isprintable():
                raise _fault(file, f"[{section}] {key}", "leave out characters that cannot be seen")
    values = _values(file, sections.get(SECTION, {}))
    root = _beside(file, SECTION, TRUST_ROOT, sections.get(SECTION, {}).get(TRUST_ROOT, ""))
    if root is not None:
        _root_in(file, root)
    preset = Preset(
        file=file,
        house=_house(file, sections[HOUSE], known_regions) if HOUSE in sections else House(),
        values=values,
        locked=_locked(file, sections.get(LOCKED, {}).get(SECTION, ""), values),
        trust_root=root,
    )
    if preset == Preset(file=file):
        raise _fault(file, "the file says nothing", "write at least one of [house], [updates], [locked]")
    return preset


def read_staged(folder: Path) -> Preset | None:
    """Read the preset of an installation; None if it has none.

    Args:
        folder: where `Preset.stage` wrote it.

    Raises:
        PolicyUnreadable: it is damaged. What it locked must not silently be open, so updates then rest; everything else
            works without it.
    """
    try:
        if not folder.is_dir():
            return None
        return load_preset(folder / PRESET)
    except InputUnreadable as exc:
        raise PolicyUnreadable(file=folder / PRESET, place=exc.details["place"], remedy=_REINSTALL) from exc
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise PolicyUnreadable(file=folder / PRESET, place=reason, remedy=_REINSTALL) from exc


def _fault(file: Path, place: str, remedy: str) -> InputUnreadable:
    return InputUnreadable(file=file, place=place, remedy=remedy)


def _plain(text: str) -> str:
    """Return a value in one line; official names may hold soft hyphens."""
    return " ".join(text.split()).replace(_SOFT_HYPHEN, "")


def _house(file: Path, keys: Mapping[str, str], known_regions: Collection[str] | None) -> House:
    name, words = (" ".join(keys.get(key, "").split()) for key in ("name", "help"))
    if not name:
        raise _fault(file, f"[{HOUSE}] name", "write the name of the house")
    for key, text, limit in (("name", name, NAME_LENGTH), ("help", words, HELP_LENGTH)):
        if len(text) > limit:
            raise _fault(file, f"[{HOUSE}] {key} = {text[:20]}...", f"use at most {limit} characters")
    logo = _beside(file, HOUSE, "logo", keys.get("logo", ""))
    if logo is not None:
        _logo_in(file, logo)
    return House(name=name, logo=logo, regions=_regions(file, keys.get("region", ""), known_regions), help=words)


def _regions(file: Path, text: str, known_regions: Collection[str] | None) -> tuple[str, ...]:
    regions = tuple(dict.fromkeys(text.replace(",", " ").split()))
    for region in regions:
        if not _DISTRICT.fullmatch(region) or (known_regions is not None and region not in known_regions):
            place = f"[{HOUSE}] region = {region}"
            raise _fault(file, place, "name districts of North Rhine-Westphalia by their 5 digits, such as 05711")
    return regions


def _values(file: Path, keys: Mapping[str, str]) -> dict[str, str]:
    values = {key: " ".join(value.split()) for key, value in keys.items() if key != TRUST_ROOT}
    for key, value in values.items():
        fault = fault_in_setting(key, value)
        if fault:
            raise _fault(file, f"[{SECTION}] {key} = {shown_value(value)}", fault)
    return values


def _locked(file: Path, text: str, values: Mapping[str, str]) -> frozenset[str]:
    locked = text.replace(",", " ").split()
    for key in locked:
        place = f"[{LOCKED}] {SECTION} = {key}"
        if key == TRUST_ROOT:
            raise _fault(file, place, "leave it out: a trust_root always holds")
        if key not in KEYS:
            raise _fault(file, place, f"known keys: {', '.join(KEYS)}")
        if key == "endpoint" and key not in values:
            raise _fault(file, place, "write endpoint below [updates] as well; an empty one means: no server")
    return frozenset(locked)


def _beside(file: Path, section: str, key: str, name: str) -> Path | None:
    """Return the file that lies beside the preset, None if none is named."""
    name = " ".join(name.split())
    if not name:
        return None
    if set(name) & set('/\\:*?"<>|') or name in (".", ".."):
        raise _fault(file, f"[{section}] {key} = {shown_value(name)}", "name a file that lies beside the preset")
    return file.parent / name


def _logo_in(file: Path, logo: Path) -> bytes:
    data = _bytes(file, f"[{HOUSE}] logo = {logo.name}", logo, MAX_BYTES + 1)
    place, remedy = logo_fault(data)
    if place:
        raise _fault(file, f"[{HOUSE}] logo = {logo.name}: {place}", remedy)
    return data


def _root_in(file: Path, root: Path) -> bytes:
    place = f"[{SECTION}] {TRUST_ROOT} = {root.name}"
    try:
        return TrustRoot.read(root).data
    except TrustRootDamaged as exc:
        remedy = "put the root.json of your channel beside the preset"
        raise _fault(file, f"{place}: {exc.details['reason']}", remedy) from exc


def _bytes(file: Path, place: str, path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limit)
    except OSError as exc:
        raise _fault(file, f"{place}: {exc.strerror or exc}", "put the file beside the preset") from exc


def _written(preset: Preset) -> str:
    """Return the preset as an INI file: known keys in their order, nothing else."""
    house = preset.house
    told = {
        "name": house.name,
        "logo": house.logo.name if house.logo is not None else "",
        "region": " ".join(house.regions),
        "help": house.help,
    }
    updates = {key: preset.values[key] for key in KEYS if key in preset.values}
    if preset.trust_root is not None:
        updates[TRUST_ROOT] = preset.trust_root.name
    locked = {SECTION: " ".join(key for key in KEYS if key in preset.locked)}
    # An endpoint that is empty on purpose says something; elsewhere nothing is left out that was said.
    sections = {
        HOUSE: {key: text for key, text in told.items() if text},
        SECTION: updates,
        LOCKED: {key: text for key, text in locked.items() if text},
    }
    return "\n".join(
        f"[{section}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())
        for section, keys in sections.items()
        if keys
    )
