"""Where updates come from and when they are looked for: what an administrator fixed, what the user chose, defaults.

An administrator's file wins over the user's settings, key by key; both are INI files with a section `[updates]`:

    [updates]
    endpoint = https://updates.example.org/kb/
    mirrors = https://mirror.example.org/kb/
    proxy = system
    check = on
    interval_hours = 24
    metered = no

Only an administrator's file may name another `trust_root`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from configparser import Error, RawConfigParser
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from advisor_app.errors import InputUnreadable

SECTION = "updates"
KEYS = ("endpoint", "mirrors", "proxy", "check", "interval_hours", "metered")
_ADMIN_KEYS = (*KEYS, "trust_root")
_YES = frozenset({"on", "yes", "true", "1"})
_NO = frozenset({"off", "no", "false", "0"})
_HOURS = (1, 24 * 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePolicy:
    """How this device receives updates.

    `endpoint` is an address or a folder ("" for none), `mirrors` are asked after it. `proxy` is `system`, `none` or an
    address. `check` says whether to look by itself, every `interval_hours`; `metered` whether also on a metered one.
    `trust_root` is another root file, None for the installation's. `managed` names the keys an administrator fixed and
    `managed_by` the file that did.
    """

    endpoint: str = ""
    mirrors: tuple[str, ...] = ()
    proxy: str = "system"
    check: bool = True
    interval_hours: int = 24
    metered: bool = False
    trust_root: Path | None = None
    managed: frozenset[str] = frozenset()
    managed_by: Path | None = None


def admin_policy_files() -> tuple[Path, ...]:
    """Return where an administrator's file is looked for on this system."""
    if sys.platform == "win32":
        return (Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Beratungskoffer" / "policy.ini",)
    if sys.platform == "darwin":
        return (Path("/Library/Application Support/Beratungskoffer/policy.ini"),)
    return (Path("/etc/beratungskoffer/policy.ini"),)


def load_policy(user_file: Path, admin_files: Sequence[Path] | None = None) -> UpdatePolicy:
    """Read the policy.

    Args:
        user_file: INI file of the user's settings; one that is missing or unreadable counts as empty.
        admin_files: where an administrator's file may lie; the system's places by default.

    Raises:
        InputUnreadable: an administrator's file cannot be read or says something that makes no sense: what was meant to
            be fixed must not silently stay open.
    """
    fixed: dict[str, str] = {}
    managed_by: Path | None = None
    for file in admin_policy_files() if admin_files is None else admin_files:
        if _is_there(file):
            fixed, managed_by = _admin_values(file), file
            break
    chosen = {key: value for key, value in _user_values(user_file).items() if key in KEYS and key not in fixed}
    # A wrong setting of the user's own falls back to the default; a wrong one of the administrator is told.
    values = {key: value for key, value in chosen.items() if not _fault_in(key, value)} | fixed
    return UpdatePolicy(
        endpoint=values.get("endpoint", "").strip(),
        mirrors=_mirrors(values),
        proxy=values.get("proxy", "").strip() or "system",
        check=values.get("check", "on").strip().casefold() in _YES,
        interval_hours=int(values.get("interval_hours", "24")),
        metered=values.get("metered", "no").strip().casefold() in _YES,
        trust_root=Path(fixed["trust_root"].strip()).expanduser() if fixed.get("trust_root") else None,
        managed=frozenset(fixed),
        managed_by=managed_by,
    )


def fault_in_setting(key: str, value: str) -> str:
    """Return what is wrong with a value and how to write it, "" if nothing is: for those who let users type one."""
    return _fault_in(key, value)


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        # In a folder that one may not look into: reading it tells so, for what it fixes must not silently stay open.
        return True


def _admin_values(file: Path) -> dict[str, str]:
    parser = RawConfigParser(strict=True)
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, Error) as exc:
        place = " ".join(str(exc).split())
        raise InputUnreadable(file=file, place=place, remedy="mend the file; it needs a section [updates]") from exc
    if not parser.has_section(SECTION):
        return {}
    values = dict(parser.items(SECTION))
    for key, value in values.items():
        if key not in _ADMIN_KEYS:
            raise InputUnreadable(file=file, place=f"[{SECTION}] {key}", remedy=f"known keys: {', '.join(_ADMIN_KEYS)}")
        if fault := _fault_in(key, value):
            # Faults end in logs and on screens: no login stands in them.
            shown = value.rpartition("@")[2]
            raise InputUnreadable(file=file, place=f"[{SECTION}] {key} = {shown}", remedy=fault)
    return values


def _user_values(file: Path) -> Mapping[str, str]:
    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, Error):
        return {}
    return dict(parser.items(SECTION)) if parser.has_section(SECTION) else {}


def _mirrors(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(values.get("mirrors", "").replace(",", " ").split())


def _fault_in(key: str, value: str) -> str:
    text = value.strip()
    match key:
        case "endpoint":
            return _address_fault(text) if "://" in text else ""
        case "mirrors":
            return next((fault for one in _mirrors({"mirrors": text}) if (fault := _address_fault(one))), "")
        case "proxy":
            return "" if text in ("", "system", "none") else _address_fault(text)
        case "check" | "metered":
            return "" if text.casefold() in _YES | _NO else "write on or off"
        case "interval_hours":
            wrong = not text.isdecimal() or not _HOURS[0] <= int(text) <= _HOURS[1]
            return f"write a whole number of hours from {_HOURS[0]} to {_HOURS[1]}" if wrong else ""
        case _:
            return ""


def _address_fault(address: str) -> str:
    try:
        parts = urlsplit(address)
        port_fine = parts.port is None or parts.port > 0
    except ValueError:
        return "write an address such as https://updates.example.org/kb/"
    if parts.scheme in ("http", "https") and parts.hostname and port_fine:
        return ""
    return "write an address such as https://updates.example.org/kb/"
