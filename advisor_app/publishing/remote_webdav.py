"""Publishing over WebDAV: put beside its place, then moved there on the server."""

from __future__ import annotations

import importlib
import ssl
from contextlib import suppress
from io import BytesIO
from secrets import token_hex
from typing import Any

import httpx

from advisor_app.errors import AdvisorError, ServerRefused, ServerUnreachable, TlsRefused
from advisor_app.publishing.destination import Destination
from advisor_app.publishing.remote import TIMEOUT_S, Address, RemoteDestination, login_refused

# Neither fsspec nor this file system of it ships types.
_WebdavFileSystem: Any = importlib.import_module("webdav4.fsspec").WebdavFileSystem
_client: Any = importlib.import_module("webdav4.client")


class WebdavDestination(RemoteDestination):
    """A folder of a WebDAV server."""

    def __init__(self, files: Any, *, base: str, label: str) -> None:
        super().__init__(files, base=base, label=label, faults=(_client.ClientError, httpx.HTTPError))
        self._made: set[str] = set()

    def close(self) -> None:
        """Close the connections."""
        self._files.client.http.close()

    def _put(self, place: str, data: bytes, *, immutable: bool) -> None:  # noqa: ARG002 (the server sets its own headers)
        folder, _, name = place.rpartition("/")
        if folder not in self._made:
            self._files.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        part = f"{folder}/.{name}.{token_hex(4)}.part"
        try:
            self._files.client.upload_fileobj(BytesIO(data), part, overwrite=True, size=len(data))
            self._files.client.move(part, place, overwrite=True)
        except BaseException:
            with suppress(*self._faults):
                self._files.client.remove(part)
            raise

    def _meaning(self, exc: Exception) -> AdvisorError | None:
        reason = " ".join(str(exc).split()) or type(exc).__name__
        if isinstance(exc, _client.HTTPError):
            status = int(exc.status_code)
            if status in (401, 403, 407):
                return login_refused(self.label)
            return ServerRefused(where=self.label, status=status, retry_after=0, reason=reason)
        if isinstance(exc, httpx.ConnectError) and "CERTIFICATE_VERIFY_FAILED" in reason:
            return TlsRefused(where=self.label, reason=reason)
        if isinstance(exc, httpx.HTTPError):
            return ServerUnreachable(where=self.label, reason=reason)
        if isinstance(exc, _client.ClientError):
            return ServerRefused(where=self.label, status=0, retry_after=0, reason=reason)
        return None


def open_address(address: Address) -> Destination:
    """Open a folder of a WebDAV server; `webdavs:` is https, `webdav:` plain http."""
    scheme = "https" if address.scheme in ("webdavs", "davs") else "http"
    port = f":{address.port}" if address.port else ""
    files = _WebdavFileSystem(
        # The server's own root: what lies below it is made where it is missing.
        f"{scheme}://{address.host}{port}/",
        auth=(address.user, address.password) if address.user else None,
        # The certificates that this machine trusts, those of the house among them.
        verify=ssl.create_default_context(),
        timeout=TIMEOUT_S,
    )
    return WebdavDestination(files, base=address.path.strip("/"), label=address.label)
