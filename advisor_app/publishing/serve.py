"""A small endpoint for trying things out on one machine; the real one is any web server."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from advisor_app.errors import EnvironmentFault, UsageFault
from advisor_app.publishing.destination import CHANGING, IMMUTABLE
from advisor_app.updates.format import METADATA

# What a tree holds; neither a listing nor a way out of it is any of these.
_SERVED = re.compile(r"/((?:metadata|targets/[a-z]+(?:/[a-z0-9_-]+)?)/[A-Za-z0-9][A-Za-z0-9._-]*)")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_TIMESTAMP = f"{METADATA}timestamp.json"
_KINDS = {".json": "application/json"}
# A next root that is not there yet may be there in a minute.
_MISSING = "max-age=60"
_IDLE_S = 30.0

# Told (method, path, status) of each request.
Told = Callable[[str, str, int], None]


class EndpointServer(ThreadingHTTPServer):
    """Serves the tree of an endpoint.

    Args:
        folder: the endpoint.
        host: address to listen on.
        port: port to listen on, 0 for a free one.
        told: told about each request.

    Raises:
        UsageFault: there is no endpoint in the folder.
        EnvironmentFault: the address or the port cannot be used.
    """

    daemon_threads = True

    def __init__(
        self,
        folder: Path,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        told: Told = lambda _method, _path, _status: None,
    ) -> None:
        if not (folder / _TIMESTAMP).is_file():
            raise UsageFault(what=f"{folder} holds no endpoint", remedy="name the folder that was published to")
        self.folder = folder
        self.told = told
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as exc:
            reason = getattr(exc, "strerror", None) or str(exc)
            remedy = "name another --port or --host"
            raise EnvironmentFault(path=f"{host}:{port}", reason=reason, remedy=remedy) from exc

    @property
    def url(self) -> str:
        """Return the address."""
        host, port = str(self.server_address[0]), int(self.server_address[1])
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "advisor-admin"
    sys_version = ""
    timeout = _IDLE_S
    server: EndpointServer

    def do_GET(self) -> None:
        """Answer with a file or a part of it."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self._answer(with_body=False)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002 (the library's signature)
        """Tell about a request."""
        self.server.told(self.command, self.path, int(code) if str(code).isdigit() else 0)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's signature)
        """Say nothing: a client that hangs up is everyday life."""

    def _answer(self, *, with_body: bool) -> None:
        found = _SERVED.fullmatch(self.path.partition("?")[0])
        path = found[1] if found else ""
        file = self.server.folder / path
        if not found or ".." in path or not file.is_file():
            self._refuse(HTTPStatus.NOT_FOUND, {"Cache-Control": _MISSING})
            return
        try:
            data = file.read_bytes()
        except OSError:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, {})
            return
        span = _span(self.headers.get("Range"), len(data))
        if span is not None and span[0] >= span[1]:
            self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {"Content-Range": f"bytes */{len(data)}"})
            return
        try:
            self._head(path, span, len(data))
            if with_body:
                self.wfile.write(data if span is None else data[span[0] : span[1]])
        except OSError:
            # The client has hung up.
            self.close_connection = True

    def _head(self, path: str, span: tuple[int, int] | None, size: int) -> None:
        start, end = span or (0, size)
        self.send_response(HTTPStatus.OK if span is None else HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", _KINDS.get(Path(path).suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(end - start))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", CHANGING if path == _TIMESTAMP else IMMUTABLE)
        if span is not None:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.end_headers()

    def _refuse(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()


def _span(wanted: str | None, size: int) -> tuple[int, int] | None:
    """Return start and end of the part that is asked for, None for all of it (also if the wish makes no sense).

    A part that lies beyond the file is empty.
    """
    found = _RANGE.fullmatch(wanted or "")
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    return int(found[1]), min(int(found[2]) + 1, size) if found[2] else size
