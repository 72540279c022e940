"""Taking away what no client can need any more.

What stays: every root, all that current metadata names, the files of the last three publishes, and the files of every
publish that was the newest one at some moment of the last 14 days: whoever read its metadata may still be fetching. The
same holds for signed files that no publish made (renewed freshness, changed keys): the version before the present one
stays, and every one that was replaced within 14 days. Nothing is removed that is younger than that, so that the files
of a publish that is just going on are safe. Installers of the app are large, so of theirs only those stay that are
signed now or were within 14 days; but they are uploaded before several people have signed, and so they get 60 days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tuf.api.metadata import Targets

from advisor_app.errors import TrustFault
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import Destination, Stored
from advisor_app.publishing.history import History, Published
from advisor_app.publishing.paths import hashed_path
from advisor_app.publishing.signed import Role, decode, path_of
from advisor_app.updates.format import APP_TARGETS, METADATA, TARGETS

KEPT_PUBLISHES = 3
KEPT_DAYS = 14
KEPT_APP_DAYS = 60
_APP_FOLDERS = tuple(sorted({hashed_path(name, "").rpartition("/")[0] + "/" for name in APP_TARGETS.values()}))
_FOLDERS = (METADATA, f"{TARGETS}content/", *_APP_FOLDERS)
_OLD_FILE = re.compile(
    r"metadata/\d+\.(?:snapshot|content|targets|app)\.json"
    r"|targets/content/[0-9a-f]{64}\.[a-z0-9]+\.kbp"
    r"|targets/app/[a-z0-9_-]+/[0-9a-f]{64}\.beratungskoffer[a-z0-9.-]*"
    # What a killed upload left: the names under which a backend writes before it renames.
    r"|.*\.[0-9a-f]{8}\.(?:part|new)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was taken away: files and bytes."""

    files: int
    bytes: int


def kept_publishes(published: Sequence[Published], now: datetime) -> tuple[Published, ...]:
    """Return the publishes whose files stay, of a list with the newest last."""
    young = now - timedelta(days=KEPT_DAYS)
    return tuple(
        one
        for number, one in enumerate(published, 1)
        if number > len(published) - KEPT_PUBLISHES or published[number].time > young
    )


def superfluous(destination: Destination, current: Current, history: History, now: datetime) -> tuple[Stored, ...]:
    """Return the files that may go.

    Args:
        destination: the endpoint.
        current: its verified metadata.
        history: its history.
        now: the time (UTC).

    Raises:
        TransportFault: the endpoint cannot be read; EnvironmentFault where it is a folder.
    """
    kept = _named(current)
    for publish in kept_publishes(history.published, now):
        kept.add(path_of(Role.SNAPSHOT, publish.snapshot))
        content = path_of(Role.CONTENT, publish.content)
        kept.add(content)
        kept.update(_targets_of(destination.read(content), content))
    old = now - timedelta(days=KEPT_DAYS)
    found = [stored for folder in _FOLDERS for stored in destination.list(folder)]
    for path in _just_replaced(current, found, old):
        kept.add(path)
        if path.endswith(f".{Role.CONTENT}.json"):
            kept.update(_targets_of(destination.read(path), path))
    for path in _lately_replaced(current, Role.APP, found, old):
        kept.update(_targets_of(destination.read(path), path))
    waiting = now - timedelta(days=KEPT_APP_DAYS)
    return tuple(
        stored
        for stored in found
        if stored.path not in kept
        and _OLD_FILE.fullmatch(stored.path)
        and stored.modified is not None
        and stored.modified < (waiting if stored.path.startswith(_APP_FOLDERS) else old)
    )


def prune(destination: Destination, stored: Iterable[Stored]) -> Pruned:
    """Take files away, metadata last: a file must not name what is already gone."""
    files = size = 0
    for one in sorted(stored, key=lambda entry: entry.path.startswith(METADATA)):
        destination.delete(one.path)
        files += 1
        size += one.size
    return Pruned(files=files, bytes=size)


def _named(current: Current) -> set[str]:
    """Return all that current metadata names."""
    roles = (Role.TARGETS, Role.CONTENT, Role.APP, Role.SNAPSHOT)
    named = {path_of(role, current.version(role)) for role in roles}
    targets = {**current.packs(), **current.installers()}
    return named | {hashed_path(name, pack.sha256) for name, pack in targets.items()}


def _just_replaced(current: Current, found: Iterable[Stored], old: datetime) -> set[str]:
    """Return the signed files whose successor is the present one or was written after a time."""
    files = tuple(found)
    written = {stored.path for stored in files}
    replaced: set[str] = set()
    for role in (Role.TARGETS, Role.CONTENT, Role.APP, Role.SNAPSHOT):
        before = path_of(role, current.version(role) - 1)
        replaced |= _lately_replaced(current, role, files, old) | ({before} & written)
    return replaced


def _lately_replaced(current: Current, role: Role, found: Iterable[Stored], old: datetime) -> set[str]:
    """Return the files of a role whose successor was written after a time."""
    written = {stored.path: stored.modified for stored in found}
    replaced: set[str] = set()
    for version in range(current.version(role) - 1, 0, -1):
        path, at = path_of(role, version), written.get(path_of(role, version + 1))
        if path not in written:
            break
        if at is None or at > old:
            replaced.add(path)
    return replaced


def _targets_of(data: bytes | None, where: str) -> set[str]:
    """Return the files that earlier metadata names. It only decides what stays, so its signature does not matter."""
    if data is None:
        return set()
    try:
        targets = decode(Role.CONTENT, data, where, Targets).signed.targets
    except TrustFault:
        return set()
    return {hashed_path(name, target.hashes.get("sha256", "")) for name, target in targets.items()}
