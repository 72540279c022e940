"""A web server that misbehaves by script.

    with HostileServer(tree) as server:                      # a folder with an endpoint, served honestly ...
        server.script("metadata/timestamp.json", page())     # ... but this path answers with a portal's page
        server.script("targets/*", cut(1000), cut(1000), honest)   # one behaviour a request; the last one stays

Everything is real: sockets, threads, TLS. Leaving the block ends every thread and closes every socket.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any, Self

LOGIN_PAGE = b"<!DOCTYPE html><html><body>Please accept the terms of this hotspot.</body></html>"


@dataclass
class Exchange:
    """One request, and the means to answer it badly.

    `path` has no leading slash, `data` is the file asked for, None if there is none.
    """

    path: str
    headers: Mapping[str, str]
    data: bytes | None
    stopping: threading.Event
    handler: BaseHTTPRequestHandler = field(repr=False)

    @property
    def offset(self) -> int | None:
        """Where the range asked for begins, None without one."""
        asked = self.headers.get("Range", "")
        return int(asked.removeprefix("bytes=").rstrip("-")) if asked else None

    def head(self, status: int, length: int | None, **headers: str) -> None:
        """Send the status and headers; underscores in names stand for hyphens."""
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        if length is None:
            self.handler.close_connection = True
        else:
            self.handler.send_header("Content-Length", str(length))
        self.handler.end_headers()

    def send(self, data: bytes) -> None:
        """Send bytes of the body."""
        self.handler.wfile.write(data)

    def answer(self, status: int, data: bytes, **headers: str) -> None:
        """Send a whole answer."""
        self.head(status, len(data), **headers)
        self.send(data)

    def begin(self, **headers: str) -> bytes:
        """Send the honest headers of the file, its range too, and return the honest body."""
        data = self.data
        if data is None:
            self.answer(404, b"not here\n")
            return b""
        kind = {"Content_Type": "application/json" if self.path.endswith(".json") else "application/octet-stream"}
        offset = self.offset
        if offset is None:
            self.head(200, len(data), **kind, **headers)
            return data
        if offset >= len(data):
            self.answer(416, b"", Content_Range=f"bytes */{len(data)}")
            return b""
        span = f"bytes {offset}-{len(data) - 1}/{len(data)}"
        self.head(206, len(data) - offset, **kind, Content_Range=span, **headers)
        return data[offset:]

    def drop(self) -> None:
        """Close the connection where it stands."""
        self.handler.close_connection = True


Behaviour = Callable[[Exchange], None]


def honest(exchange: Exchange) -> None:
    """Answer as a static web server does, ranges included."""
    exchange.send(exchange.begin())


def answering(status: int, data: bytes = b"", **headers: str) -> Behaviour:
    """Answer with this status."""
    return lambda exchange: exchange.answer(status, data, **headers)


def page(*, kind: str = "text/html; charset=utf-8") -> Behaviour:
    """Answer with a portal's login page, as if all were well."""
    return answering(200, LOGIN_PAGE, **({"Content_Type": kind} if kind else {}))


def redirecting(to: str, status: int = 302) -> Behaviour:
    """Send the client elsewhere."""
    return answering(status, b"moved\n", Location=to)


def drip(size: int = 1, pause: float = 0.05) -> Behaviour:
    """Send the body in tiny pieces."""

    def behave(exchange: Exchange) -> None:
        body = exchange.begin()
        for start in range(0, len(body), size):
            exchange.send(body[start : start + size])
            if exchange.stopping.wait(pause):
                return exchange.drop()
        return None

    return behave


def drip_headers(pause: float = 0.05) -> Behaviour:
    """Send headers that never end, byte by byte."""

    def behave(exchange: Exchange) -> None:
        exchange.drop()
        exchange.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not exchange.stopping.wait(pause):
            exchange.send(b"x")

    return behave


def hang(after: int | None = None, seconds: float = 60.0) -> Behaviour:
    """Fall silent: before the headers, or after so many bytes of the body; then hang up."""

    def behave(exchange: Exchange) -> None:
        if after is not None:
            exchange.send(exchange.begin()[:after])
        exchange.stopping.wait(seconds)
        exchange.drop()

    return behave


def cut(after: int, pause: float = 0.0) -> Behaviour:
    """Hang up after so many bytes of the body, whatever was announced."""

    def behave(exchange: Exchange) -> None:
        exchange.send(exchange.begin()[:after])
        exchange.stopping.wait(pause)
        exchange.drop()

    return behave


def drop(exchange: Exchange) -> None:
    """Hang up without a word."""
    exchange.drop()


def ignore_range(exchange: Exchange) -> None:
    """Send the whole file, whatever part was asked for."""
    exchange.answer(200, exchange.data or b"")


def wrong_range(shift: int = 7) -> Behaviour:
    """Answer a range with another one."""

    def behave(exchange: Exchange) -> None:
        data, offset = exchange.data or b"", max(0, (exchange.offset or 0) - shift)
        span = f"bytes {offset}-{len(data) - 1}/{len(data)}"
        exchange.answer(206, data[offset:], Content_Range=span)

    return behave


def garbage(exchange: Exchange) -> None:
    """Send something else of the same length."""
    body = exchange.begin()
    exchange.send(Random(1).randbytes(len(body)))


def longer(extra: int = 1000) -> Behaviour:
    """Send more than there is, without announcing a length."""

    def behave(exchange: Exchange) -> None:
        exchange.head(200, None)
        exchange.send((exchange.data or b"") + b"x" * extra)

    return behave


def shorter(missing: int = 10) -> Behaviour:
    """Send less than there is, and announce just that."""
    return lambda exchange: exchange.answer(200, (exchange.data or b"")[:-missing])


def endless(exchange: Exchange) -> None:
    """Send without end."""
    exchange.head(200, None)
    exchange.send(b"{")
    while not exchange.stopping.is_set():
        exchange.send(b" " * 65_536)


def gzipped(exchange: Exchange) -> None:
    """Pack the file on the fly, asked or not."""
    exchange.answer(200, gzip.compress(exchange.data or b""), Content_Encoding="gzip")


def labelled(encoding: str) -> Behaviour:
    """Send the file as it is, labelled as encoded."""
    return lambda exchange: exchange.send(exchange.begin(Content_Encoding=encoding))


def raw(data: bytes) -> Behaviour:
    """Send these bytes instead of an answer, and hang up."""

    def behave(exchange: Exchange) -> None:
        exchange.send(data)
        exchange.drop()

    return behave


class QuittingServer(ThreadingHTTPServer):
    """A threaded server whose end is the end of all its threads and sockets."""

    request_queue_size = 64
    daemon_threads = False

    def __init__(
        self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext | None = None
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, handler)
        self.stopping = threading.Event()
        self._context = context
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, name="hostile")

    def get_request(self) -> tuple[Any, Any]:
        """Accept; the handshake is left to the thread of the connection."""
        sock, address = super().get_request()
        if self._context:
            sock = self._context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        self._open.add(sock)
        return sock, address

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may hang up at any time here."""

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """End all threads, whatever they are doing."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        for sock in tuple(self._open):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self.server_close()


class HostileServer:
    """Serves a tree of files over HTTP or HTTPS, honestly unless scripted otherwise; a context manager.

    `files` (path -> bytes) lie over the folder; `requests` lists (path, headers) as they came; `connections` counts.

    Args:
        tree: folder to serve, None for `files` only.
        context: TLS, see `Authority.server`.
        host: address to listen on.
        port: port to listen on, 0 for any.
    """

    def __init__(
        self, tree: Path | None = None, *, context: ssl.SSLContext | None = None, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self.tree = tree
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, Mapping[str, str]]] = []
        self.connections = 0
        self._scripts: list[tuple[str, list[Behaviour]]] = []
        self._lock = threading.Lock()
        self._server = QuittingServer((host, port), self._handler(), context)
        self.port = int(self._server.server_address[1])
        shown = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if context else 'http'}://{shown}:{self.port}/"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.stop()

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in their order."""
        return [path for path, _ in self.requests]

    def script(self, pattern: str, *behaviours: Behaviour) -> None:
        """Let paths that match a pattern misbehave: one behaviour a request, the last one for all that follow.

        A later script goes before an earlier one.
        """
        with self._lock:
            self._scripts.insert(0, (pattern, list(behaviours)))

    def calm(self) -> None:
        """Be honest from now on."""
        with self._lock:
            self._scripts.clear()

    def _behaviour(self, path: str) -> Behaviour:
        with self._lock:
            for pattern, behaviours in self._scripts:
                if fnmatch(path, pattern):
                    return behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        return honest

    def _data(self, path: str) -> bytes | None:
        if path in self.files:
            return self.files[path]
        file = self.tree / path if self.tree else None
        return file.read_bytes() if file and file.is_file() else None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                if isinstance(self.request, ssl.SSLSocket):
                    self.request.do_handshake()
                outer.connections += 1
                super().setup()

            def do_GET(self) -> None:
                path = self.path.lstrip("/")
                headers = dict(self.headers)
                outer.requests.append((path, headers))
                stopping = outer._server.stopping
                outer._behaviour(path)(Exchange(path, headers, outer._data(path), stopping, self))

            def log_message(self, *_: Any) -> None:
                pass

        return Handler
