"""Where updates come from and when they are looked for: what others fixed, what the user chose, what a house proposes.

Key by key the first of these that says something holds: an administrator's file, the keys that the preset of the house
locked, the user's own settings, the other keys of the preset, the defaults. Files are INI with a section `[updates]`:

    [updates]
    endpoint = https://updates.example.org/kb/
    mirrors = https://mirror.example.org/kb/
    proxy = system
    check = on
    interval_hours = 24
    metered = no
    app_updates = on

Only an administrator's file and a preset may name another `trust_root`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from configparser import Error, RawConfigParser
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from advisor_app.errors import InputUnreadable, PolicyUnreadable
from advisor_app.updates.ini import read_ini
from advisor_app.updates.policy_owner import refuse_foreign

if TYPE_CHECKING:
    from advisor_app.updates.preset import Preset

SECTION = "updates"
TRUST_ROOT = "trust_root"
# What holds where nobody says anything, as it is written.
DEFAULTS = {
    "endpoint": "",
    "mirrors": "",
    "proxy": "system",
    "check": "on",
    "interval_hours": "24",
    "metered": "no",
    "app_updates": "on",
}
KEYS = tuple(DEFAULTS)
_ADMIN_KEYS = (*KEYS, TRUST_ROOT)
_YES = frozenset({"on", "yes", "true", "1"})
_NO = frozenset({"off", "no", "false", "0"})
_HOURS = (1, 24 * 30)
_ADDRESS = "write an address such as https://updates.example.org/kb/"
# A whole path: /srv/kb, ~/kb, \\server\kb or K:\kb.
_WHOLE_PATH = re.compile(r"[/~]|\\\\|[a-z]:[\\/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who fixed a setting: the file that says so; `house` is the name in a preset, None for an administrator's file."""

    file: Path
    house: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """What stands above the user's own settings: administrators' files (None: the system's places) and the preset."""

    admin_files: tuple[Path, ...] | None = ()
    preset: Preset | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePolicy:
    """How this device receives updates.

    `endpoint` is an address or a folder ("" for none), `mirrors` are asked after it. `proxy` is `system`, `none` or an
    address. `check` says whether to look by itself, every `interval_hours`; `metered` whether also on a metered one.
    `app_updates` tells whether new versions of the program itself are offered. `trust_root` is the root file that an
    administrator names, None for the installation's (which is the preset's where it brought one). `managed` names the
    keys that users cannot change, `why` who fixed each of them and `managed_by` the administrator's file if there is
    one. `proposed` holds, as they are written, the values that the preset proposes for keys that are open. `above` is
    what to read the policy with again.
    """

    endpoint: str = ""
    mirrors: tuple[str, ...] = ()
    proxy: str = "system"
    check: bool = True
    interval_hours: int = 24
    metered: bool = False
    app_updates: bool = True
    trust_root: Path | None = None
    managed: frozenset[str] = frozenset()
    managed_by: Path | None = None
    why: Mapping[str, Source] = field(default_factory=dict, hash=False)
    proposed: Mapping[str, str] = field(default_factory=dict, hash=False)
    above: Above = field(default_factory=Above, compare=False, repr=False)

    def written(self, key: str) -> str:
        """Return a setting as it is written in a file."""
        value = getattr(self, key)
        if isinstance(value, bool):
            return "on" if value else "off"
        return " ".join(value) if isinstance(value, tuple) else str(value)

    @property
    def helper(self) -> str:
        """Return how the house says to reach who helps, "" if it does not."""
        return self.above.preset.house.help if self.above.preset is not None else ""

    def read_again(self, user_file: Path) -> UpdatePolicy:
        """Read the policy again, with the user's settings as they are now.

        Raises:
            PolicyUnreadable: an administrator's file says something that makes no sense, or is not an administrator's.
        """
        return load_policy(user_file, self.above.admin_files, self.above.preset)


def admin_policy_files() -> tuple[Path, ...]:
    """Return where an administrator's file is looked for on this system.

    Raises:
        PolicyUnreadable: the system does not tell.
    """
    if sys.platform == "win32":
        from advisor_app.updates.policy_owner import common_folder  # noqa: PLC0415 - there on Windows only

        return (common_folder() / "Beratungskoffer" / "policy.ini",)
    if sys.platform == "darwin":
        return (Path("/Library/Application Support/Beratungskoffer/policy.ini"),)
    return (Path("/etc/beratungskoffer/policy.ini"),)


def load_policy(
    user_file: Path, admin_files: Sequence[Path] | None = None, preset: Preset | None = None
) -> UpdatePolicy:
    """Read the policy.

    Args:
        user_file: INI file of the user's settings; one that is missing or unreadable counts as empty.
        admin_files: where an administrator's file may lie; the system's places by default, where it counts only if
            nobody but an administrator can have written it.
        preset: what the house built into the installation.

    Raises:
        PolicyUnreadable: an administrator's file cannot be read, says something that makes no sense or is not an
            administrator's: what was meant to be fixed must not silently stay open.
    """
    ordered, managed_by = _fixed_by_administrator(admin_files)
    fixed, why = dict(ordered), {key: Source(file=managed_by) for key in ordered if managed_by is not None}
    proposed: dict[str, str] = {}
    if preset is not None:
        locked = {key: preset.values.get(key, DEFAULTS[key]) for key in preset.locked}
        if preset.trust_root is not None:
            locked[TRUST_ROOT] = preset.trust_root.name
        fixed = locked | fixed
        why = dict.fromkeys(locked, Source(file=preset.file, house=preset.house.name)) | why
        proposed = {key: value for key, value in preset.values.items() if key not in fixed}
    # A wrong setting of the user's own falls back; a wrong one of administrator or house is told.
    chosen = {key: value for key, value in _user_values(user_file).items() if key in KEYS and not _fault_in(key, value)}
    values = DEFAULTS | proposed | chosen | fixed
    return UpdatePolicy(
        endpoint=values["endpoint"].strip(),
        mirrors=_mirrors(values["mirrors"]),
        proxy=values["proxy"].strip() or "system",
        check=_is_yes(values["check"]),
        interval_hours=int(values["interval_hours"]),
        metered=_is_yes(values["metered"]),
        app_updates=_is_yes(values["app_updates"]),
        trust_root=Path(ordered[TRUST_ROOT].strip()).expanduser() if ordered.get(TRUST_ROOT) else None,
        managed=frozenset(fixed),
        managed_by=managed_by,
        why=why,
        proposed=proposed,
        above=Above(admin_files=None if admin_files is None else tuple(admin_files), preset=preset),
    )


def fault_in_setting(key: str, value: str) -> str:
    """Return what is wrong with a value and how to write it, "" if nothing is: for those who let users type one."""
    return _fault_in(key, value)


def without_login(address: str) -> str:
    """Return an address as it may be shown and logged."""
    scheme, colon, rest = address.partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}{colon}{place.rpartition('@')[2]}{slash}{path}" if colon else address


def _fixed_by_administrator(admin_files: Sequence[Path] | None) -> tuple[Mapping[str, str], Path | None]:
    for file in admin_policy_files() if admin_files is None else admin_files:
        if _is_there(file):
            if admin_files is None:
                refuse_foreign(file)
            return _admin_values(file), file
    return {}, None


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        # In a folder that one may not look into: reading it tells so, for what it fixes must not silently stay open.
        return True


def _admin_values(file: Path) -> Mapping[str, str]:
    try:
        values = read_ini(file, {SECTION: _ADMIN_KEYS}).get(SECTION, {})
    except InputUnreadable as exc:
        raise PolicyUnreadable(**exc.details) from exc
    for key, value in values.items():
        if fault := _fault_in(key, value):
            raise PolicyUnreadable(file=file, place=f"[{SECTION}] {key} = {shown_value(value)}", remedy=fault)
    return values


def shown_value(value: str) -> str:
    """Return a wrong value as it may be told: faults end in logs and on screens, so no login stands in them."""
    return " ".join(value.rpartition("@")[2].split())


def _user_values(file: Path) -> Mapping[str, str]:
    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, Error):
        return {}
    return dict(parser.items(SECTION)) if parser.has_section(SECTION) else {}


def _is_yes(value: str) -> bool:
    return value.strip().casefold() in _YES


def _mirrors(value: str) -> tuple[str, ...]:
    return tuple(value.replace(",", " ").split())


def _fault_in(key: str, value: str) -> str:
    text = value.strip()
    match key:
        case "endpoint" | "trust_root":
            return _place_fault(key, text)
        case "mirrors":
            return next((fault for one in _mirrors(text) if (fault := _address_fault(one))), "")
        case "proxy":
            return "" if text in ("", "system", "none") else _address_fault(text)
        case "check" | "metered" | "app_updates":
            return "" if text.casefold() in _YES | _NO else "write on or off"
        case "interval_hours":
            # Digits without end would not even be read as a number.
            wrong = not text.isdecimal() or len(text) > 4 or not _HOURS[0] <= int(text) <= _HOURS[1]
            return f"write a whole number of hours from {_HOURS[0]} to {_HOURS[1]}" if wrong else ""
        case _:
            return ""


def _place_fault(key: str, text: str) -> str:
    if key == "endpoint" and "://" in text:
        return _address_fault(text)
    if not text or _WHOLE_PATH.match(text):
        return ""
    # Where the program is started from must not decide whom it trusts; and an address without https:// would become a
    # folder that nobody has.
    return f"{_ADDRESS} or the whole path of a folder" if key == "endpoint" else "write the whole path of the file"


def _address_fault(address: str) -> str:
    try:
        parts = urlsplit(address)
        port_fine = parts.port is None or parts.port > 0
    except ValueError:
        return _ADDRESS
    fine = parts.scheme in ("http", "https") and parts.hostname and port_fine and len(address.split()) == 1
    return "" if fine else _ADDRESS
