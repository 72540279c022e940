"""What a device remembers about its updates, per channel: attempts, faults, the newest version it ever trusted.

Losing this file is harmless: a damaged one counts as empty, and the generations on disk carry the version too. A
number that flipped in it is not: it could bar the way to everything newer, and so the file carries a checksum.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from advisor_app.updates.app_offer import AppOffer, is_version

FILE = "state.json"
# No counter that means something is larger; what is, is damage.
_MAX_NUMBER = 2**53
_MAX_TEXT = 2000
_CHANNELS_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateState:
    """What is remembered of one channel. Times are aware (UTC), None where there is none yet.

    `last_attempt` is the last try, `last_check` the last one that was answered in a way that could be trusted;
    `last_fault` the code of the fault the last try ended with ("" for none), `failures` faults in a row. `hwm` is the
    newest version ever trusted, `published` the newest ISO day a trusted pack was published on, `expires` the ISO day
    on which the last seen freshness ends. `min_interval` and `retry_after` (seconds) are what publisher and server
    asked for. `app` is the version of the app that was last offered to this device, `app_newest` the newest one that
    ever was, `app_warning` why what is signed about it was of no use the last time: a fault's code, `needs glibc 2.36`,
    or "".
    """

    last_attempt: datetime | None = None
    last_check: datetime | None = None
    last_fault: str = ""
    last_fault_details: Mapping[str, str] = field(default_factory=dict)
    failures: int = 0
    hwm: int = 0
    published: str = ""
    expires: str = ""
    min_interval: int = 0
    retry_after: int = 0
    app: AppOffer | None = None
    app_newest: str = ""
    app_warning: str = ""


def load_state(home: Path, channel: str) -> UpdateState:
    """Return what is remembered of a channel; the empty state where there is nothing that can be read."""
    return _decoded(_channels(home / FILE).get(channel))


def save_state(home: Path, channel: str, state: UpdateState) -> None:
    """Remember the state of a channel, on the disk before this returns.

    Raises:
        EnvironmentFault: the file cannot be written.
    """
    # The window reads the state and never writes it.
    from advisor_app.knowledge.disk import write_whole  # noqa: PLC0415

    others = {name: value for name, value in _channels(home / FILE).items() if name != channel}
    kept = dict(list(others.items())[-(_CHANNELS_KEPT - 1) :])
    channels = {**kept, channel: _encoded(state)}
    document = {"channels": channels, "sha256": _checksum(channels)}
    write_whole(home / FILE, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def _channels(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        channels = document["channels"]
        sound = document["sha256"] == _checksum(channels)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return channels if sound and isinstance(channels, dict) else {}


def _checksum(channels: object) -> str:
    """Return the SHA-256 of what the file says, however it is laid out."""
    return hashlib.sha256(json.dumps(channels, sort_keys=True).encode()).hexdigest()


def _encoded(state: UpdateState) -> dict[str, object]:
    values = {one.name: getattr(state, one.name) for one in fields(state)}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, AppOffer):
        return value.document()
    if isinstance(value, Mapping):
        return {str(key): str(entry)[:_MAX_TEXT] for key, entry in value.items()}
    return value


def _decoded(found: object) -> UpdateState:
    """Take every value that makes sense; the others hold their default."""
    if not isinstance(found, dict):
        return UpdateState()
    values: dict[str, Any] = {}
    for name in ("last_attempt", "last_check"):
        values[name] = _time(found.get(name))
    for name in ("failures", "hwm", "min_interval", "retry_after"):
        value = found.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MAX_NUMBER:
            values[name] = value
    for name in ("last_fault", "published", "expires", "app_warning"):
        if isinstance(found.get(name), str):
            values[name] = found[name]
    details = found.get("last_fault_details")
    if isinstance(details, dict):
        values["last_fault_details"] = {str(key): str(value) for key, value in details.items()}
    values["app"] = _offer(found.get("app"))
    newest = found.get("app_newest")
    if isinstance(newest, str) and is_version(newest):
        values["app_newest"] = newest
    return UpdateState(**values)


def _offer(value: object) -> AppOffer | None:
    try:
        return AppOffer.from_document(value) if isinstance(value, dict) else None
    except (ValueError, KeyError, TypeError):
        return None


def _time(value: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
        return time.astimezone(UTC) if time is not None and time.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
