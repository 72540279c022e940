"""What is signed when: the first metadata of a channel, new content, freshness.

Pure functions from a verified state to the files that come next: endpoint path -> bytes, in the order in which to write
them: what is pointed to first, `timestamp.json` last (only a root that nobody needs to accept it comes after it).
Nothing here reads or writes a file. Changes that people must sign are in `pending`.

The snapshot lists length and SHA-256 of the targets files: whoever has stolen a content key still needs the online key
to bring another file to a client. The timestamp leaves both out, as the very same key signs the snapshot: it would cost
every client bytes at every check and gain nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from securesystemslib.signer import Key, Signer
from tuf.api.metadata import DelegatedRole, Delegations, Metadata, MetaFile, Root, Snapshot, Targets, Timestamp
from tuf.api.metadata import Role as SigningRole

from advisor_app.errors import SignatureWrong, UsageFault
from advisor_app.publishing.chain import Current, PackFile
from advisor_app.publishing.signed import (
    DELEGATED,
    FRESHNESS,
    AnySigned,
    Role,
    check_signatures,
    encode,
    next_version,
    path_of,
    sign,
)
from advisor_app.updates.format import CHANNEL_FIELD, DEVELOPMENT_FIELD

__all__ = [
    "MANUAL",
    "WITH_DAILY_JOB",
    "ChannelKeys",
    "Current",
    "Expiries",
    "PackFile",
    "Role",
    "freshened",
    "initial_metadata",
    "resigned",
    "with_content",
]

ROOT_THRESHOLD = 2
APP_THRESHOLD = 2
CONTENT_THRESHOLD = 1
# A star stands for one part of a path: installers lie in a folder for each platform.
PATHS = {Role.CONTENT: ("content/*",), Role.APP: ("app/*", "app/*/*")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiries:
    """How many days a signature holds, by role."""

    # Root and targets are renewed yearly; the second year is for the year in which that was forgotten, because an
    # expired parent blocks everything.
    root: int = 730
    targets: int = 730
    # Every publish renews it: half a year of silence says that nobody edits any more.
    content: int = 180
    # Signed by people who meet rarely, like the root.
    app: int = 730
    # How long an attacker who holds back new files stays unnoticed. Longer without a daily job, as then every renewal
    # is somebody's work; never a day, as one weekend without the job would stop every client.
    snapshot: int = 90
    timestamp: int = 60

    def until(self, role: Role, now: datetime) -> datetime:
        """Return when a signature made now ends (whole seconds, as signed files know no others)."""
        days: int = getattr(self, role)
        return now.replace(microsecond=0) + timedelta(days=days)


MANUAL = Expiries()
WITH_DAILY_JOB = Expiries(snapshot=60, timestamp=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKeys:
    """The public keys a channel begins with: the root's also sign the top-level targets."""

    root: tuple[Key, ...]
    content: tuple[Key, ...]
    app: tuple[Key, ...]
    online: tuple[Key, ...]


def initial_metadata(
    keys: ChannelKeys,
    signers: Collection[Signer],
    *,
    channel: str,
    development: bool,
    now: datetime,
    expiries: Expiries = MANUAL,
) -> dict[str, bytes]:
    """Return the first signed files of a channel; it has no content yet.

    Args:
        keys: who may sign what.
        signers: those present; each signs what their key may sign.
        channel: the channel's id, random.
        development: marks the root as one that no release may carry.
        now: the time (UTC).
        expiries: how long the signatures hold.

    Raises:
        UsageFault: too few signers are present for a role.
    """
    root = Metadata(_first_root(keys, expiries.until(Role.ROOT, now)))
    root.signed.unrecognized_fields.update({CHANNEL_FIELD: channel, DEVELOPMENT_FIELD: development})
    targets = Metadata(Targets(expires=expiries.until(Role.TARGETS, now), delegations=_delegations(keys)))
    content = Metadata(Targets(expires=expiries.until(Role.CONTENT, now)))
    app = Metadata(Targets(expires=expiries.until(Role.APP, now)))
    files: dict[str, bytes] = {}
    signed: dict[Role, bytes] = {}
    for role, metadata in ((Role.TARGETS, targets), (Role.CONTENT, content), (Role.APP, app)):
        signed[role] = signed_file(metadata, role, targets.signed if role in DELEGATED else root.signed, signers)
        files[path_of(role, 1)] = signed[role]
    listed = {f"{role}.json": MetaFile.from_data(1, data, ["sha256"]) for role, data in signed.items()}
    snapshot = Metadata(Snapshot(expires=expiries.until(Role.SNAPSHOT, now), meta=listed))
    files[path_of(Role.SNAPSHOT, 1)] = signed_file(snapshot, Role.SNAPSHOT, root.signed, signers)
    files[path_of(Role.ROOT, 1)] = signed_file(root, Role.ROOT, root.signed, signers)
    timestamp = Metadata(Timestamp(expires=expiries.until(Role.TIMESTAMP, now)))
    files[path_of(Role.TIMESTAMP, 1)] = signed_file(timestamp, Role.TIMESTAMP, root.signed, signers)
    return files


def with_content(
    current: Current,
    packs: Mapping[str, PackFile],
    *,
    content_signers: Collection[Signer],
    online_signer: Signer,
    now: datetime,
    expiries: Expiries = MANUAL,
) -> dict[str, bytes]:
    """Return the files that make a set of packs the content of the channel.

    Args:
        current: the verified state.
        packs: target name -> file; replaces all that was there.
        content_signers: as many of the editors' keys as the threshold asks for.
        online_signer: signs the freshness.
        now: the time (UTC).
        expiries: how long the signatures hold.

    Raises:
        UsageFault: a key may not sign this, or there are too few of them.
    """
    content = next_version(current.content, expiries.until(Role.CONTENT, now))
    content.signed.targets = {name: pack.target(name) for name, pack in sorted(packs.items())}
    data = signed_file(content, Role.CONTENT, current.targets.signed, content_signers)
    changed = {Role.CONTENT: (content.signed.version, data)}
    return freshened(current, changed, online_signers=[online_signer], now=now, expiries=expiries)


def resigned(
    current: Current, online_signer: Signer, now: datetime, expiries: Expiries = WITH_DAILY_JOB
) -> dict[str, bytes]:
    """Return the files that make the channel fresh again: always a new timestamp, a new snapshot only when it is due.

    A snapshot is due when it would end before the timestamp that names it: every new one costs each client a request.

    Raises:
        UsageFault: the key may not sign this.
    """
    return freshened(current, {}, online_signers=[online_signer], now=now, expiries=expiries)


def freshened(
    current: Current,
    changed: Mapping[Role, tuple[int, bytes]],
    *,
    online_signers: Collection[Signer],
    now: datetime,
    expiries: Expiries,
    root: Metadata[Root] | None = None,
    fresh: bool = False,
) -> dict[str, bytes]:
    """Return changed files together with the snapshot and the timestamp that make them the state of the channel.

    Args:
        current: the verified state.
        changed: role -> version and bytes of new files, fully signed; the root among them.
        online_signers: the online key; while it is being replaced, both, and then clients notice nothing.
        now: the time (UTC).
        expiries: how long the freshness holds.
        root: the root that holds from now on, if there is a new one.
        fresh: a new snapshot even if the old one would do.

    Raises:
        UsageFault: the online key may not sign under the root that holds.
    """
    holds = (root or current.root).signed
    files = {path_of(role, version): data for role, (version, data) in changed.items() if role is not Role.ROOT}
    listed = deepcopy(current.snapshot.signed.meta)
    for role, (version, data) in changed.items():
        if role is not Role.ROOT:
            listed[f"{role}.json"] = MetaFile.from_data(version, data, ["sha256"])
    timestamp = next_version(current.timestamp, expiries.until(Role.TIMESTAMP, now))
    due = current.expires(Role.SNAPSHOT) < timestamp.signed.expires
    if files or fresh or due or root is not None:
        snapshot = next_version(current.snapshot, expiries.until(Role.SNAPSHOT, now))
        snapshot.signed.meta = listed
        files[path_of(Role.SNAPSHOT, snapshot.signed.version)] = signed_file(
            snapshot, Role.SNAPSHOT, holds, online_signers, current.root.signed
        )
        timestamp.signed.snapshot_meta = MetaFile(snapshot.signed.version)
    timestamp_path = path_of(Role.TIMESTAMP, 0)
    files[timestamp_path] = signed_file(timestamp, Role.TIMESTAMP, holds, online_signers, current.root.signed)
    if Role.ROOT in changed:
        files[path_of(Role.ROOT, changed[Role.ROOT][0])] = changed[Role.ROOT][1]
        if not _holds_under(current.root.signed, files):
            # Clients need the new root first to accept the new timestamp; for a moment they see one without the other.
            files[timestamp_path] = files.pop(timestamp_path)
    return files


def _holds_under(root: Root, files: Mapping[str, bytes]) -> bool:
    """Tell whether the top-level files of a change would be accepted by a client that knows only the root before it."""
    for path, data in files.items():
        metadata: Metadata[Any] = Metadata.from_bytes(data)
        role = path.removesuffix(".json").rpartition("/")[2].rpartition(".")[2]
        if role in (Role.TARGETS, *FRESHNESS) and not root.get_verification_result(
            role, metadata.signed_bytes, metadata.signatures
        ):
            return False
    return True


def signed_file(
    metadata: Metadata[AnySigned],
    role: Role,
    delegator: Root | Targets,
    signers: Iterable[Signer],
    earlier: Root | None = None,
) -> bytes:
    """Sign a file with all who may and return it as it is published.

    Args:
        metadata: the file; signatures it already has stay.
        role: whose file it is.
        delegator: names the keys and the threshold.
        signers: those present.
        earlier: a root before `delegator` whose keys may sign as well.

    Raises:
        UsageFault: too few of them may sign this.
    """
    allowed = set(delegator.get_delegated_role(role).keyids)
    if earlier is not None:
        allowed.update(earlier.get_delegated_role(role).keyids)
    sign(metadata, signers, allowed)
    try:
        check_signatures(delegator, role, metadata, str(role))
    except SignatureWrong as exc:
        what = f"signing {role}: it {exc.details['reason']}"
        raise UsageFault(
            what=what, remedy="bring more of the keys that may sign it, see 'advisor-admin keys status'"
        ) from exc
    return encode(metadata)


def _first_root(keys: ChannelKeys, expires: datetime) -> Root:
    key_sets = {
        Role.ROOT: (keys.root, ROOT_THRESHOLD),
        Role.TARGETS: (keys.root, ROOT_THRESHOLD),
        Role.SNAPSHOT: (keys.online, 1),
        Role.TIMESTAMP: (keys.online, 1),
    }
    return Root(
        expires=expires,
        keys={key.keyid: key for key in (*keys.root, *keys.online)},
        roles={str(role): SigningRole([key.keyid for key in own], least) for role, (own, least) in key_sets.items()},
        consistent_snapshot=True,
    )


def _delegations(keys: ChannelKeys) -> Delegations:
    """Hand `content/*` and `app/*` on, each terminating: no other role can answer for their paths."""
    key_sets = {Role.CONTENT: (keys.content, CONTENT_THRESHOLD), Role.APP: (keys.app, APP_THRESHOLD)}
    return Delegations(
        keys={key.keyid: key for own, _least in key_sets.values() for key in own},
        roles={
            str(role): DelegatedRole(
                str(role), [key.keyid for key in own], least, terminating=True, paths=list(PATHS[role])
            )
            for role, (own, least) in key_sets.items()
        },
    )
