"""Sockets that count what passes, look up while they wait, and do not wait for ever.

All waiting happens in `Wire.wait`, below HTTP and below TLS: handshake, headers and bodies can be cancelled alike, and
their limits hold whatever the layers above do. Faults raised here pass through urllib3 unchanged.
"""

from __future__ import annotations

import socket
import ssl
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import truststore
from urllib3.util.ssltransport import SSLTransport
from urllib3.util.wait import wait_for_read

from advisor_app.errors import Cancelled as CancelledFault
from advisor_app.errors import ServerUnreachable, TooSlow
from advisor_app.updates.model import Cancelled
from advisor_app.updates.transport.limits import Limits


def never() -> bool:
    """Nobody cancels."""
    return False


class Wire:
    """Counters, patience and the cancel question of all sockets of one source. For one thread.

    `requests` counts requests sent, `bytes` those of HTTP in both directions (a proxy's CONNECT included), `total`
    those of the sockets, TLS included; TCP/IP headers and name resolution are in neither. `awake` are the seconds spent
    waiting for answers, without those in which the machine slept. `where` is who is asked, for faults.

    Args:
        limits: patience.
        clock: monotonic seconds.
        cancelled: asked while waiting.
    """

    def __init__(self, *, limits: Limits, clock: Callable[[], float], cancelled: Cancelled = never) -> None:
        self.limits = limits
        self.clock = clock
        self.requests = 0
        self.bytes = 0
        self.total = 0
        self.awake = 0.0
        self.where = ""
        self._cancelled = cancelled
        self._looked = self._heard = clock()
        self._deadline: float | None = None  # of the headers; None while a body is read
        self._arrived = 0
        self._paces = deque([(self._looked, 0)])  # when so many bytes had arrived

    @contextmanager
    def listening(self, cancelled: Cancelled) -> Iterator[None]:
        """Ask somebody else, too, whether to go on, for the time of a piece of work."""
        outer = self._cancelled
        self._cancelled = lambda: outer() or cancelled()
        try:
            yield
        finally:
            self._cancelled = outer

    def ask(self) -> None:
        """Raise `Cancelled` if somebody wants that."""
        if self._cancelled():
            raise CancelledFault

    def expect_answer(self, where: str) -> None:
        """From now on the headers of `where` must be complete within the limit."""
        self.where = where
        self._looked = self.clock()
        self._deadline = self._looked + self.limits.answer

    def expect_body(self) -> None:
        """From now on a body must keep the minimum rate."""
        self._looked = self.clock()
        self._deadline = None
        self._restart_pace(self._looked)

    def wait(self, sock: socket.socket) -> None:
        """Return once something can be read.

        Raises:
            Cancelled: somebody cancelled.
            ServerUnreachable: nothing came for too long.
            TooSlow: what comes is less than the minimum rate.
        """
        self._heard = self.clock()
        self._look()
        while not wait_for_read(sock, timeout=self.limits.tick):
            self._look()

    def count(self, size: int, *, arrived: bool) -> None:
        """Count bytes of a socket, TLS included."""
        self.total += size
        if arrived:
            self._arrived += size

    def _look(self) -> None:
        self.ask()
        now = self.clock()
        passed, self._looked = now - self._looked, now
        if passed > self.limits.slept:
            # A machine that slept must not blame the server for it.
            self._deadline = None if self._deadline is None else now + self.limits.answer
            self._restart_pace(now)
            return
        self.awake += passed
        if self._deadline is None:
            self._check_pace(now)
        elif now > self._deadline:
            raise ServerUnreachable(where=self.where, reason=f"no complete answer in {self.limits.answer:g} s")

    def _restart_pace(self, now: float) -> None:
        self._heard = now
        self._paces.clear()
        self._paces.append((now, self._arrived))

    def _check_pace(self, now: float) -> None:
        start = now - self.limits.grace
        while len(self._paces) > 1 and self._paces[1][0] <= start:
            self._paces.popleft()
        began, before = self._paces[0]
        slow = began <= start and self._arrived - before < self.limits.rate * (now - began)
        silent = now - self._heard
        if silent > self.limits.gap or (slow and silent > self.limits.grace / 2):
            raise ServerUnreachable(where=self.where, reason=f"nothing arrived for {silent:.0f} s")
        if slow:
            raise TooSlow(where=self.where, reason=f"less than {self.limits.rate:g} bytes a second")
        if now - self._paces[-1][0] >= self.limits.tick:
            self._paces.append((now, self._arrived))


class WireSocket(socket.socket):
    """A TCP socket that waits and counts through a `Wire`."""

    def __init__(self, wire: Wire, family: int, kind: int, protocol: int) -> None:
        super().__init__(family, kind, protocol)
        self.wire = wire
        self.secured = False  # once TLS runs over it, HTTP is counted there

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        """Wait, then read."""
        self.wire.wait(self)
        data = super().recv(bufsize, flags)
        self._count(len(data), arrived=True)
        return data

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """Wait, then read."""
        self.wire.wait(self)
        size = super().recv_into(buffer, nbytes, flags)
        self._count(size, arrived=True)
        return size

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send; requests are small and never wait for room."""
        super().sendall(data, flags)
        self._count(memoryview(data).nbytes, arrived=False)

    def _count(self, size: int, *, arrived: bool) -> None:
        self.wire.count(size, arrived=arrived)
        if not self.secured:
            self.wire.bytes += size


class WireTls(SSLTransport):
    """TLS over a `WireSocket`, so that the handshake is watched as well.

    Towards a proxy that is itself reached by TLS, what is said within (TLS again) counts as HTTP.
    """

    def __init__(self, sock: WireSocket, context: ssl.SSLContext, server_hostname: str | None) -> None:
        sock.secured = True
        self._wire = sock.wire
        super().__init__(sock, context, server_hostname)

    def recv(self, buflen: int = 1024, flags: int = 0) -> int | bytes:
        """Read what was deciphered, and count it."""
        data = super().recv(buflen, flags)
        self._wire.bytes += len(data) if isinstance(data, bytes) else 0
        return data

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int | bytes | None:
        """Read what was deciphered, and count it."""
        size = super().recv_into(buffer, nbytes, flags)
        self._wire.bytes += size if isinstance(size, int) else 0
        return size

    @property
    def _io_refs(self) -> int:
        # Counts the files made of a socket; urllib3 asks for it where one TLS runs within another.
        return int(self.socket._io_refs)  # type: ignore[attr-defined]  # noqa: SLF001

    @_io_refs.setter
    def _io_refs(self, count: int) -> None:
        self.socket._io_refs = count  # type: ignore[attr-defined]  # noqa: SLF001

    def send(self, data: bytes, flags: int = 0) -> int:
        """Send, and count what was said."""
        size = super().send(data, flags)
        self._wire.bytes += size
        return size


class WireContext(truststore.SSLContext):
    """Trusts whom the machine trusts (the system's certificate store) and begins TLS on a `WireSocket`."""

    def wrap_socket(self, sock: socket.socket, *_: Any, **options: Any) -> Any:
        """Begin TLS, handshake included."""
        assert isinstance(sock, WireSocket)
        return WireTls(sock, self, options.get("server_hostname"))


def wire_context() -> WireContext:
    """Return the TLS of a client, 1.2 or newer."""
    context = WireContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
