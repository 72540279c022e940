"""Remote destinations through fsspec: what SFTP, S3-compatible stores and WebDAV share.

The backends (`remote_sftp`, `remote_s3`, `remote_webdav`) add how to connect, how to write a file so that nobody sees
half of it, and what their library's faults mean. Their packages come with `pip install 'beratungskoffer[admin]'` and
are imported when a place of their kind is opened. No message holds a password.
"""

from __future__ import annotations

import importlib
import os
import socket
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from advisor_app.errors import AdvisorError, ServerUnreachable, TransportFault, UsageFault
from advisor_app.publishing.destination import REMEDY, Destination, Stored, checked, joined

TIMEOUT_S = 30.0
_USER = "BERATUNGSKOFFER_UPLOAD_USER"
_PASSWORD = "BERATUNGSKOFFER_UPLOAD_PASSWORD"  # noqa: S105 (the name of a variable)
_BACKENDS = {
    "sftp": "remote_sftp",
    "ssh": "remote_sftp",
    "s3": "remote_s3",
    "webdav": "remote_webdav",
    "webdavs": "remote_webdav",
    "dav": "remote_webdav",
    "davs": "remote_webdav",
}
# What the backends call the time of the last change.
_MODIFIED = ("mtime", "LastModified", "modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parts of an address.

    `has_login` says whether user or password stand in it. `label` is what may be shown: no password, no query.
    """

    scheme: str
    host: str
    port: int | None
    user: str
    password: str = field(repr=False)
    has_login: bool
    path: str
    options: Mapping[str, str]
    label: str


class RemoteDestination(Destination):
    """What all remote backends share.

    Args:
        files: the fsspec file system.
        base: folder of the endpoint, in the file system's own terms.
        label: the place in words, without secrets.
        faults: exceptions of the backend's library that do not descend from OSError.
    """

    def __init__(self, files: Any, *, base: str, label: str, faults: tuple[type[Exception], ...]) -> None:
        self.label = label
        self._files = files
        self._base = base.rstrip("/")
        self._faults: tuple[type[Exception], ...] = (OSError, EOFError, *faults)

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, None if it is not there."""
        with self._told():
            try:
                return bytes(self._files.cat_file(self._at(path)))
            except FileNotFoundError:
                return None

    def write(self, path: str, data: bytes, *, immutable: bool) -> None:
        """Write a file whole; whoever reads meanwhile gets the old bytes or the new ones."""
        with self._told():
            self._put(self._at(path), data, immutable=immutable)

    def size(self, path: str) -> int | None:
        """Return a file's size in bytes, None if it is not there."""
        with self._told():
            try:
                return int(self._files.info(self._at(path))["size"])
            except FileNotFoundError:
                return None

    def list(self, folder: str) -> tuple[Stored, ...]:
        """Return the files directly in a folder, by path; nothing if there is no such folder."""
        with self._told():
            try:
                entries = self._files.ls(self._at(folder).rstrip("/"), detail=True)
            except FileNotFoundError:
                return ()
        found = (
            Stored(
                path=joined(folder, str(entry["name"]).rpartition("/")[2]),
                size=int(entry["size"] or 0),
                modified=_modified(entry),
            )
            for entry in entries
            if entry["type"] == "file"
        )
        return tuple(sorted(found, key=lambda stored: stored.path))

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""
        with self._told(), suppress(FileNotFoundError):
            self._files.rm_file(self._at(path))

    @abstractmethod
    def _put(self, place: str, data: bytes, *, immutable: bool) -> None:
        """Write a file whole, at its full path."""

    @abstractmethod
    def _meaning(self, exc: Exception) -> AdvisorError | None:
        """Return what a fault of the backend's library means, None where only the general rules know."""

    def _at(self, path: str) -> str:
        return f"{self._base}/{checked(path)}" if self._base else checked(path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._faults as exc:
            raise self._meaning(exc) or general_fault(exc, self.label) from exc


def open_remote(scheme: str, url: str) -> Destination:
    """Open a remote place.

    Args:
        scheme: the address's scheme, in lower case.
        url: the whole address.

    Raises:
        UsageFault: the address cannot be used, or the packages for it are not installed.
        TransportFault: the server cannot be reached or refuses the login.
    """
    if scheme in ("http", "https"):
        what = f"'{scheme}:' can only be read from"
        raise UsageFault(what=what, remedy="name the place where the server's files lie, such as webdavs://host/folder")
    if scheme not in _BACKENDS:
        raise UsageFault(what=f"'{scheme}:' is no kind of place that can be published to", remedy=REMEDY)
    address = _parsed(scheme, url)
    try:
        module = importlib.import_module(f"advisor_app.publishing.{_BACKENDS[scheme]}")
    except ModuleNotFoundError as exc:
        what = f"'{scheme}:' needs the package {exc.name}, which is not installed"
        raise UsageFault(what=what, remedy="run: pip install 'beratungskoffer[admin]'") from exc
    opener: Callable[[Address], Destination] = module.open_address
    return opener(address)


def login_refused(label: str) -> TransportFault:
    """Return the fault of a login that the server does not take."""
    return TransportFault(where=label, reason="the login was refused; check user, password or key")


def general_fault(exc: BaseException, label: str) -> AdvisorError:
    """Return what a fault means whose library says no more than the operating system."""
    reason = " ".join(str(exc).split()) or type(exc).__name__
    if isinstance(exc, PermissionError):
        return TransportFault(where=label, reason=f"writing or reading was refused ({reason}); check the permissions")
    if isinstance(exc, FileNotFoundError):
        return TransportFault(where=label, reason=f"the folder or bucket is not there ({reason}); create it first")
    if isinstance(exc, socket.gaierror):
        return ServerUnreachable(where=label, reason=f"the name cannot be resolved: {reason}")
    if isinstance(exc, (ConnectionError, TimeoutError, EOFError)):
        return ServerUnreachable(where=label, reason=reason)
    return TransportFault(where=label, reason=reason)


def _parsed(scheme: str, url: str) -> Address:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as exc:
        raise UsageFault(what=f"the '{scheme}:' address cannot be read", remedy=REMEDY) from exc
    if not parts.hostname or parts.fragment:
        raise UsageFault(what=f"the '{scheme}:' address names no server", remedy=REMEDY)
    # Names of buckets and hosts are taken as written; `hostname` would fold their case.
    host = parts.netloc.rpartition("@")[2]
    if port is not None:
        host = host.rpartition(":")[0]
    user = unquote(parts.username or os.environ.get(_USER, ""))
    return Address(
        scheme=scheme,
        host=host,
        port=port,
        user=user,
        password=unquote(parts.password) if parts.password else os.environ.get(_PASSWORD, ""),
        has_login="@" in parts.netloc,
        path=unquote(parts.path),
        options=dict(parse_qsl(parts.query)),
        label=f"{scheme}://{host}{f':{port}' if port else ''}{parts.path}".rstrip("/"),
    )


def _modified(entry: Mapping[str, Any]) -> datetime | None:
    for name in _MODIFIED:
        value = entry.get(name)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
    return None
