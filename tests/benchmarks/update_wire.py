"""A TCP relay in front of a server that counts what really goes over the wire, headers included, in both directions."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

_AT_ONCE = 1 << 16
_END_OF_HEADERS = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Wire:
    """What went through: bytes from and to the client, requests and connections."""

    sent: int = 0
    received: int = 0
    requests: int = 0
    connections: int = 0

    @property
    def bytes(self) -> int:
        """Return the bytes of both directions."""
        return self.sent + self.received

    def __sub__(self, earlier: Wire) -> Wire:
        return Wire(
            self.sent - earlier.sent,
            self.received - earlier.received,
            self.requests - earlier.requests,
            self.connections - earlier.connections,
        )


class WireRelay:
    """Passes connections on to a server and counts; a context manager.

    Requests are counted by the ends of their headers, which is exact for those without a body (GET, HEAD).

    Args:
        port: where the server listens on this machine.
    """

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._lock = threading.Lock()
        self._counts = Wire()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._closing = False

    @property
    def port(self) -> int:
        """Return where clients connect to."""
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def address(self) -> str:
        """Return the base address of the server as seen through the relay."""
        return f"http://127.0.0.1:{self.port}/"

    def counted(self) -> Wire:
        """Return what went through so far; what a client has received is always counted already."""
        with self._lock:
            return self._counts

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *exc: object) -> None:
        with self._lock:
            self._closing = True
            both = [self._listener, *self._open]
        for end in both:
            # Wakes the threads that wait for data or a connection.
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _start(self, work: object, *given: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=given, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()
        return thread

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                server = socket.create_connection(self._target)
            except OSError:
                return
            with server:
                if not self._opened(client, server):
                    return
                back = self._start(self._pump, server, client, False)
                self._pump(client, server, True)
                back.join()
                with self._lock:
                    self._open -= {client, server}

    def _opened(self, *ends: socket.socket) -> bool:
        with self._lock:
            if self._closing:
                return False
            self._open.update(ends)
            self._add(connections=1)
            return True

    def _pump(self, source: socket.socket, target: socket.socket, asking: bool) -> None:  # noqa: FBT001 (thread argument)
        tail = b""
        with suppress(OSError):
            while data := source.recv(_AT_ONCE):
                # The end of headers may fall between two packets.
                ends = (tail + data).count(_END_OF_HEADERS) if asking else 0
                tail = (tail + data)[-3:]
                with self._lock:
                    self._add(sent=len(data) if asking else 0, received=0 if asking else len(data), requests=ends)
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def _add(self, *, sent: int = 0, received: int = 0, requests: int = 0, connections: int = 0) -> None:
        now = self._counts
        self._counts = Wire(
            now.sent + sent, now.received + received, now.requests + requests, now.connections + connections
        )
