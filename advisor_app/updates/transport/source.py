"""What a source of updates looks like, and how one is opened."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tuf.ngclient.fetcher import FetcherInterface

from advisor_app.errors import AdvisorError, EnvironmentFault, InputUnreadable, UsageFault
from advisor_app.updates.model import Cancelled
from advisor_app.updates.transport.bundle import BundleSource
from advisor_app.updates.transport.connect import Resolve, has_route
from advisor_app.updates.transport.folder import FolderSource
from advisor_app.updates.transport.http import HttpSource
from advisor_app.updates.transport.limits import Limits
from advisor_app.updates.transport.wire import never

_DEFAULT_LIMITS = Limits()


class Source(Protocol):
    """Where updates come from; a context manager that closes itself.

    `label` names it in messages (a host name, a path); of several servers it is the one that answers. `fetcher` and
    `metadata_url` are what TUF's Updater takes; the fetcher raises `FetchFault`. `requests` and `bytes` count what went
    over the wire so far: every request with retries and redirects; request and response headers and bodies, TLS not
    counted. For a folder or a bundle they count files and bytes read.
    """

    @property
    def label(self) -> str:
        """Its name in messages."""

    @property
    def fetcher(self) -> FetcherInterface:
        """What TUF reads with."""

    @property
    def metadata_url(self) -> str:
        """What TUF's addresses begin with."""

    @property
    def bytes(self) -> int:
        """Bytes so far, in both directions."""

    @property
    def requests(self) -> int:
        """Requests so far."""

    def fetch_pack(
        self,
        path: str,
        *,
        length: int,
        sha256: str,
        into: Path,
        progress: Callable[[int, int], None],
        cancelled: Cancelled,
    ) -> Path:
        """Fetch a pack, taking up what an earlier try left in `into`.

        Args:
            path: the pack's path at the endpoint, `targets/content/<sha256>.d0.kbp`.
            length: its signed length in bytes.
            sha256: its signed hash, hexadecimal.
            into: directory of unfinished downloads; made if missing.
            progress: told (bytes there, `length`), resumed bytes included.
            cancelled: asked several times a second.

        Returns:
            The verified file, `into/<sha256>.part`; the caller removes it when it is no longer needed.

        Raises:
            PackGone: the endpoint has no such pack.
            ContentMismatch: no address has the pack that was signed.
            TransportFault: the transfer failed; what arrived is kept for the next try.
            DiskFull: there is no room for it; what arrived is removed.
            EnvironmentFault: the disk or the stick cannot be read or written.
            InputUnreadable: the bundle is damaged.
            Cancelled: the user cancelled; what arrived is kept.
        """

    def turn_from(self, fault: AdvisorError) -> AdvisorError | None:
        """Turn to another address after what the present one offers was of no use.

        Args:
            fault: what is wrong with it.

        Returns:
            None if metadata may be asked for anew, from the timestamp on; the fault to tell if no address is left.
        """

    def close(self) -> None:
        """Close connections and files; may be called twice."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...


def open_source(
    where: str | Path,
    *,
    mirrors: Sequence[str] = (),
    proxy: str = "system",
    cancelled: Cancelled = never,
    clock: Callable[[], float] = time.monotonic,
    limits: Limits = _DEFAULT_LIMITS,
    resolve: Resolve = socket.getaddrinfo,
    network: Callable[[], bool] = has_route,
) -> Source:
    """Open a source; nothing is asked of a server yet.

    Args:
        where: an address (http, https, file), a folder with an endpoint's tree, or a bundle (`.kbz`).
        mirrors: further http(s) addresses of the same endpoint; not used for folders and bundles.
        proxy: `system`, `none`, or an address.
        cancelled: asked while metadata is read.
        clock: monotonic seconds.
        limits: patience.
        resolve: looks up a host name.
        network: tells whether any route leads out of this machine.

    Raises:
        UsageFault: an address is of no known kind.
        InputUnreadable: there is no folder or bundle at the path, or it is something else.
        EnvironmentFault: the path cannot be read.
    """
    if isinstance(where, str) and is_server(where):
        return HttpSource(
            (where, *mirrors),
            proxy=proxy,
            cancelled=cancelled,
            clock=clock,
            limits=limits,
            resolve=resolve,
            network=network,
        )
    return _open_local(_local_path(where), cancelled)


def is_server(where: str) -> bool:
    """Tell whether updates from there come over a network, from somebody who can renew what has expired."""
    return _scheme(where) in ("http", "https")


def _scheme(where: str) -> str:
    return where.partition("://")[0].strip().casefold() if "://" in where else ""


def _local_path(where: str | Path) -> Path:
    scheme = _scheme(where) if isinstance(where, str) else ""
    if isinstance(where, Path) or not scheme:
        return Path(where).expanduser()
    if scheme != "file":
        raise UsageFault(
            what=f"address {where}", remedy="give an address that begins with https://, a folder or a file"
        )
    parts = urlsplit(where)
    server = f"//{parts.netloc}" if parts.netloc not in ("", "localhost") else ""
    return Path(url2pathname(server + parts.path))


def _open_local(path: Path, cancelled: Cancelled) -> Source:
    try:
        if path.is_dir():
            return FolderSource(path, cancelled=cancelled)
        if path.is_file():
            return BundleSource(path, cancelled=cancelled)
    except OSError as exc:
        raise EnvironmentFault(
            path=path, reason=exc.strerror or str(exc), remedy="check that the drive is connected"
        ) from exc
    raise InputUnreadable(file=path, place="", remedy="there is no such file or folder; is the stick plugged in?")
