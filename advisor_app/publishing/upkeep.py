"""Work on an endpoint that is not new content: reading its state, freshness, publishing changes of keys."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from securesystemslib.signer import Signer
from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.api.metadata import Root

from advisor_app.errors import AdvisorError, ServerUnreachable
from advisor_app.publishing.app_release import check_uploaded
from advisor_app.publishing.ceremony import ROOT_NAME, hand_out_root, write_files
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import Destination, open_destination
from advisor_app.publishing.memory import remember, seen
from advisor_app.publishing.pending import Pending
from advisor_app.publishing.repair import naming_repair
from advisor_app.publishing.roles import MANUAL, WITH_DAILY_JOB, Expiries, resigned
from advisor_app.publishing.rotation import finish, read_base
from advisor_app.publishing.signed import Role, path_of
from advisor_app.publishing.upload import lost_race, timestamp_version
from advisor_app.updates.format import METADATA
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.faults import FetchFault
from advisor_app.updates.transport.source import Source, open_source

# A signed file that does not fit into this is none of ours.
_MAX_BYTES = 5_000_000
# Returns opened keys for some key ids; what is not at hand is left out.
OpenKeys = Callable[[Sequence[str]], Collection[Signer]]


class Readable(Protocol):
    """An endpoint that can be read."""

    @property
    def label(self) -> str:
        """Its name in messages."""

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, None if it is not there."""


class WebEndpoint:
    """An endpoint as its clients see it; it can be read only.

    Args:
        source: the address, opened.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.label = source.label

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, None if it is not there.

        Raises:
            TransportFault: the endpoint cannot be reached.
        """
        try:
            return self._source.fetcher.download_bytes(
                self._source.metadata_url + path.removeprefix(METADATA), _MAX_BYTES
            )
        except DownloadHTTPError as exc:
            # Some object stores refuse what is not there.
            if exc.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
                return None
            raise _fault(exc) from exc
        except DownloadError as exc:
            raise _fault(exc) from exc


@contextmanager
def open_readable(where: str) -> Iterator[Readable]:
    """Open an endpoint for reading: a web address as clients ask it, or any place that can be published to.

    Raises:
        UsageFault: it is of no known kind.
        TransportFault: it cannot be reached.
    """
    if urlsplit(where).scheme in ("http", "https"):
        with open_source(where) as source:
            yield WebEndpoint(source)
    else:
        with open_destination(where) as destination:
            yield destination


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
    with naming_repair():
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
        PublishRefused: somebody else published meanwhile.
        UsageFault: this is not the channel's online key.
        EnvironmentFault, TransportFault: the endpoint cannot be written.
    """
    files = resigned(current, online_signer, now, expiries)
    return _write_checked(destination, trusted_root, files, base=current, now=now, keys=keys)


def publish_change(
    destination: Destination,
    trusted_root: bytes,
    pending: Pending,
    open_keys: OpenKeys,
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
        open_keys: asked for the online key; where it is being replaced for the new one first, then the old one.
        now: the time (UTC).
        keys: folder of keys, which is given the new root and remembers what was seen.
        expiries: how long the freshness holds.

    Raises:
        PublishRefused: somebody else published meanwhile, or an installer it names is not at the endpoint.
        UsageFault: signatures are missing, or the change is for another channel.
        RolledBack: the state it was made for is no more.
        TrustFault: the endpoint's files cannot be trusted.
        EnvironmentFault, TransportFault: the endpoint cannot be written.
    """
    current = read_base(destination.read, trusted_root, pending, now=now, where=destination.label)
    after: Current | None = None
    if current is not None:
        ids = list(_online_ids(pending)) if Role.ROOT in pending.files else []
        ids += [key.keyid for key in current.keys(Role.TIMESTAMP)]
        signers = open_keys(list(dict.fromkeys(ids)))
        files = finish(current, pending, signers, now=now, expiries=expiries)
        check_uploaded(destination.read, pending, destination.label)
        after = _write_checked(destination, trusted_root, files, base=current, now=now, keys=keys)
    if keys is not None and Role.ROOT in pending.files and (keys / ROOT_NAME).is_file():
        hand_out_root(keys, pending.files[Role.ROOT])
    return after


def _online_ids(pending: Pending) -> Sequence[str]:
    root: Root = pending.file(Role.ROOT).signed
    return list(root.get_delegated_role(Role.TIMESTAMP).keyids)


def _fault(exc: DownloadError) -> AdvisorError:
    if isinstance(exc, FetchFault):
        return exc.fault
    return ServerUnreachable(where="endpoint", reason=str(exc))


def _write_checked(
    destination: Destination,
    trusted_root: bytes,
    files: dict[str, bytes],
    *,
    base: Current,
    now: datetime,
    keys: Path | None,
) -> Current:
    """Write files that follow a state, once the state as it will be has been read: clients would refuse what we would.

    A publish and a nightly job may meet: whoever comes second must not point clients back to what the first replaced.
    """

    def after(path: str) -> bytes | None:
        return files[path] if path in files else destination.read(path)

    state = Current.read(after, trusted_root, now=now, where=destination.label)
    timestamp, expected = path_of(Role.TIMESTAMP, 0), base.version(Role.TIMESTAMP)
    deciding = {timestamp, path_of(Role.ROOT, state.version(Role.ROOT))}
    written: dict[str, bytes] = {}
    for path, data in files.items():
        if path in deciding and timestamp_version(destination) != expected:
            raise lost_race(destination)
        if any(destination.read(earlier) != own for earlier, own in written.items()):
            raise lost_race(destination)
        write_files(destination, {path: data})
        written[path] = data
        if path == timestamp:
            expected = state.version(Role.TIMESTAMP)
    if keys is not None:
        remember(keys, state)
    return state
