"""Work on an endpoint that is not new content: reading its state, freshness, publishing changes of keys."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Protocol

from securesystemslib.signer import Signer

from advisor_app.publishing.ceremony import ROOT_NAME, hand_out_root, write_files
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import Destination
from advisor_app.publishing.memory import remember, seen
from advisor_app.publishing.pending import Pending
from advisor_app.publishing.roles import MANUAL, WITH_DAILY_JOB, Expiries, resigned
from advisor_app.publishing.rotation import finish, read_base
from advisor_app.publishing.signed import Role
from advisor_app.updates.root import TrustRoot


class Readable(Protocol):
    """An endpoint that can be read."""

    @property
    def label(self) -> str:
        """Its name in messages."""

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, None if it is not there."""


def read_channel(endpoint: Readable, trusted_root: bytes, *, now: datetime, keys: Path | None = None) -> Current:
    """Read and verify what an endpoint has signed.

    Args:
        endpoint: where it lies.
        trusted_root: the root the channel is known by.
        now: the time (UTC).
        keys: folder of keys whose memory guards against an older state being put back.

    Raises:
        as `Current.read`.
    """
    known = seen(keys, TrustRoot.parse(trusted_root, where=endpoint.label).channel) if keys is not None else {}
    return Current.read(endpoint.read, trusted_root, now=now, where=endpoint.label, known=known)


def resign(
    destination: Destination,
    trusted_root: bytes,
    online_signer: Signer,
    current: Current,
    *,
    now: datetime,
    keys: Path | None = None,
    expiries: Expiries = WITH_DAILY_JOB,
) -> Current:
    """Make a channel fresh again and return its state afterwards.

    Args:
        destination: the endpoint.
        trusted_root: the root the channel is known by.
        online_signer: the online key.
        current: the verified state, from `read_channel`.
        now: the time (UTC).
        keys: folder of keys that remembers what was seen.
        expiries: how long the freshness holds.

    Raises:
        UsageFault: this is not the channel's online key.
        EnvironmentFault, TransportFault: the endpoint cannot be written.
    """
    files = resigned(current, online_signer, now, expiries)
    return _write_checked(destination, trusted_root, files, now=now, keys=keys)


def publish_change(
    destination: Destination,
    trusted_root: bytes,
    pending: Pending,
    online_signers: Collection[Signer],
    *,
    now: datetime,
    keys: Path | None = None,
    expiries: Expiries = MANUAL,
) -> Current | None:
    """Publish a change that everybody needed has signed; None if it has been published already.

    Can be broken off anywhere and run again.

    Args:
        destination: the endpoint.
        trusted_root: the root the channel is known by.
        pending: the change.
        online_signers: the online key; where it is being replaced, the new one and, if at hand, the old one.
        now: the time (UTC).
        keys: folder of keys, which is given the new root and remembers what was seen.
        expiries: how long the freshness holds.

    Raises:
        UsageFault: signatures are missing, or the change is for another channel.
        RolledBack: the state it was made for is no more.
        TrustFault: the endpoint's files cannot be trusted.
        EnvironmentFault, TransportFault: the endpoint cannot be written.
    """
    current = read_base(destination.read, trusted_root, pending, now=now, where=destination.label)
    after: Current | None = None
    if current is not None:
        files = finish(current, pending, online_signers, now=now, expiries=expiries)
        after = _write_checked(destination, trusted_root, files, now=now, keys=keys)
    if keys is not None and Role.ROOT in pending.files and (keys / ROOT_NAME).is_file():
        hand_out_root(keys, pending.files[Role.ROOT])
    return after


def online_key_ids(current: Current, pending: Pending | None = None) -> tuple[str, ...]:
    """Return ids of the keys that may sign freshness: those of a change's new root first, then those of now."""
    ids = [key.keyid for key in current.keys(Role.TIMESTAMP)]
    if pending is not None and Role.ROOT in pending.files:
        ids = [*pending.file(Role.ROOT).signed.get_delegated_role(Role.TIMESTAMP).keyids, *ids]
    return tuple(dict.fromkeys(ids))


def _write_checked(
    destination: Destination, trusted_root: bytes, files: dict[str, bytes], *, now: datetime, keys: Path | None
) -> Current:
    """Read the state as it will be, before a byte of it is written: clients would refuse what we would."""

    def after(path: str) -> bytes | None:
        return files[path] if path in files else destination.read(path)

    state = Current.read(after, trusted_root, now=now, where=destination.label)
    write_files(destination, files)
    if keys is not None:
        remember(keys, state)
    return state
