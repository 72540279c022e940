"""Publishing over SFTP: written beside its place, then moved there on the server."""

from __future__ import annotations

import importlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import Any

import paramiko

from advisor_app.errors import AdvisorError, InputUnreadable, ServerUnreachable, TransportFault
from advisor_app.publishing.destination import Destination
from advisor_app.publishing.remote import TIMEOUT_S, Address, RemoteDestination, general_fault, login_refused

# fsspec ships no types; its file system is used as it comes.
_SFTPFileSystem: Any = importlib.import_module("fsspec.implementations.sftp").SFTPFileSystem
_CONFIG = Path("~/.ssh/config")


class _KnownHostsOnly(_SFTPFileSystem):  # type: ignore[misc]
    """fsspec's file system, but it talks only to servers whose key `~/.ssh/known_hosts` holds."""

    def _connect(self) -> None:
        self.client = paramiko.SSHClient()
        self.client.load_system_host_keys()
        self.client.set_missing_host_key_policy(paramiko.RejectPolicy())
        try:
            self.client.connect(self.host, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()
        except BaseException:
            self.client.close()
            raise


class SftpDestination(RemoteDestination):
    """A folder reached over SFTP."""

    def __init__(self, files: Any, *, base: str, label: str) -> None:
        super().__init__(files, base=base, label=label, faults=(paramiko.SSHException,))
        self._made: set[str] = set()

    def close(self) -> None:
        """Hang up."""
        self._files.client.close()

    def _put(self, place: str, data: bytes, *, immutable: bool) -> None:  # noqa: ARG002 (no cache headers here)
        folder = place.rpartition("/")[0]
        if folder and folder not in self._made:
            self._files.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        part = _beside(place)
        try:
            # The client's own call: it does not wait for each block and compares the size at the end.
            self._files.ftp.putfo(BytesIO(data), part, file_size=len(data))
            self._move(part, place)
        except BaseException:
            with suppress(*self._faults):
                self._files.ftp.remove(part)
            raise

    def _move(self, part: str, place: str) -> None:
        try:
            self._files.mv(part, place)
        except (FileNotFoundError, PermissionError):
            raise
        except OSError:
            self._move_aside(part, place)

    def _move_aside(self, part: str, place: str) -> None:
        """Replace a file on a server without the POSIX rename: its name is missing for a moment, its bytes never."""
        old = _beside(place)
        try:
            self._files.ftp.rename(place, old)
        except FileNotFoundError:
            self._files.ftp.rename(part, place)
            return
        try:
            self._files.ftp.rename(part, place)
        except BaseException:
            self._files.ftp.rename(old, place)
            raise
        self._files.ftp.remove(old)

    def _meaning(self, exc: Exception) -> AdvisorError | None:
        return _meaning(exc, self.label)


def open_address(address: Address) -> Destination:
    """Log in with the password, the agent or the keys of the user; `~/.ssh/config` is respected.

    Raises:
        InputUnreadable: `~/.ssh/config` cannot be read.
        TransportFault: the server cannot be reached, is not known, or refuses the login.
    """
    own = _config_of(address.host)
    options: dict[str, Any] = {
        "port": address.port or int(own.get("port", "22")),
        "username": address.user or own.get("user"),
        "password": address.password or None,
        "key_filename": own.get("identityfile"),
        "timeout": TIMEOUT_S,
        "banner_timeout": TIMEOUT_S,
        "auth_timeout": TIMEOUT_S,
    }
    try:
        files = _KnownHostsOnly(own.get("hostname", address.host), skip_instance_cache=True, **options)
    except (OSError, EOFError, paramiko.SSHException) as exc:
        raise _meaning(exc, address.label) or general_fault(exc, address.label) from exc
    # As with other tools, /~/ leads to the user's own folder.
    base = address.path.removeprefix("/~/") if address.path.startswith("/~/") else address.path
    return SftpDestination(files, base=base, label=address.label)


def _beside(place: str) -> str:
    """Return a name beside a file under which nobody looks for it."""
    folder, slash, name = place.rpartition("/")
    return f"{folder}{slash}.{name}.{token_hex(4)}.part"


def _config_of(host: str) -> dict[str, Any]:
    file = _CONFIG.expanduser()
    if not file.is_file():
        return {}
    try:
        return dict(paramiko.SSHConfig.from_path(str(file)).lookup(host))
    except (OSError, UnicodeDecodeError, paramiko.SSHException) as exc:
        raise InputUnreadable(file=file, place=" ".join(str(exc).split()), remedy="mend the file") from exc


def _meaning(exc: BaseException, label: str) -> AdvisorError | None:
    reason = " ".join(str(exc).split())
    if isinstance(exc, paramiko.AuthenticationException):
        return login_refused(label)
    if isinstance(exc, paramiko.BadHostKeyException):
        why = "its host key is not the one in ~/.ssh/known_hosts; ask whoever runs it before you change that"
        return TransportFault(where=label, reason=why)
    if isinstance(exc, paramiko.SSHException) and "not found in known_hosts" in reason:
        why = "its host key is not known; log in once with ssh and compare the key"
        return TransportFault(where=label, reason=why)
    if isinstance(exc, (paramiko.SSHException, paramiko.ssh_exception.NoValidConnectionsError)):
        return ServerUnreachable(where=label, reason=reason)
    return None
