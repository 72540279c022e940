"""From a host name to a connected socket, without waiting for addresses that are dead.

urllib3 tries the addresses of a host one after the other and waits for each in full: where IPv6 is announced but leads
nowhere, that is a long wait on every check. Here the next address is tried beside the first after a moment (RFC 8305).
"""

from __future__ import annotations

import errno
import os
import selectors
import socket
from collections import deque
from collections.abc import Callable, Sequence
from itertools import zip_longest
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from advisor_app.errors import Offline, ServerUnreachable, TransportFault
from advisor_app.updates.transport.wire import Wire, WireSocket

Address = tuple[Any, ...]  # what getaddrinfo returns: family, kind, protocol, canonical name, socket address
Resolve = Callable[..., Sequence[Address]]
_STARTED = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK)}
_NO_ROUTE = {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
# Addresses kept for documentation: nothing is sent to them, the system is only asked whether it knew a way.
_ANYWHERE = ((socket.AF_INET, "198.51.100.1"), (socket.AF_INET6, "2001:db8::1"))


def has_route(anywhere: Sequence[tuple[int, str]] = _ANYWHERE) -> bool:
    """Tell whether any route leads out of this machine. Sends nothing.

    Args:
        anywhere: families and addresses of which one would do.
    """
    for family, address in anywhere:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
        except OSError:
            continue
        return True
    return False


def dial(host: str, port: int, *, where: str, wire: Wire, resolve: Resolve, network: Callable[[], bool]) -> WireSocket:
    """Connect to a host, to whichever of its addresses answers first.

    Args:
        host: name or address.
        port: TCP port.
        where: its name in faults.
        wire: what the socket counts and waits with.
        resolve: looks up a name, as `socket.getaddrinfo` does.
        network: tells whether any route leads out of this machine; asked only after a failure.

    Raises:
        Offline: names cannot be resolved, or no route leads anywhere.
        ServerUnreachable: the name is unknown, or no address answers in time.
        Cancelled: somebody cancelled.
    """
    addresses = _alternate(_look_up(host, port, where=where, wire=wire, resolve=resolve, network=network))
    try:
        return _Race(addresses, wire).run()
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise _fault(offline=exc.errno in _NO_ROUTE and not network(), where=where, reason=reason) from exc


def _look_up(
    host: str, port: int, *, where: str, wire: Wire, resolve: Resolve, network: Callable[[], bool]
) -> Sequence[Address]:
    answers: SimpleQueue[Sequence[Address] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as exc:
            answers.put(exc)

    # The system's resolver cannot be interrupted, so it is left behind where it does not answer.
    Thread(target=ask, name="resolve", daemon=True).start()
    until = wire.clock() + wire.limits.connect
    while True:
        wire.ask()
        try:
            answer = answers.get(timeout=wire.limits.tick)
        except Empty:
            if wire.clock() > until:
                raise Offline(where=where, reason="name resolution does not answer") from None
            continue
        if isinstance(answer, (OSError, UnicodeError)):
            # "Try again" means that no name server answered at all; "unknown name" is believed only where there is a
            # way to ask somebody, since some systems say it when they are offline.
            silent = isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_AGAIN
            raise _fault(
                offline=silent or not network(), where=where, reason=f"the name {host} cannot be resolved"
            ) from answer
        return answer


def _fault(*, offline: bool, where: str, reason: str) -> TransportFault:
    kind = Offline if offline else ServerUnreachable
    return kind(where=where, reason=reason)


def _alternate(addresses: Sequence[Address]) -> list[Address]:
    """Put the address families in turn, keeping the system's order otherwise."""
    first = [one for one in addresses if one[0] == addresses[0][0]]
    others = [one for one in addresses if one[0] != addresses[0][0]]
    return [one for pair in zip_longest(first, others) for one in pair if one is not None]


class _Race:
    """Attempts to connect, begun one after the other, of which the first that succeeds is kept."""

    def __init__(self, addresses: Sequence[Address], wire: Wire) -> None:
        self._waiting = deque(addresses)
        self._wire = wire
        self._running: set[WireSocket] = set()
        self._failure = OSError(errno.EADDRNOTAVAIL, "the name has no address")

    def run(self) -> WireSocket:
        """Return a connected socket.

        Raises:
            OSError: no address answered; the last failure.
            Cancelled: somebody cancelled.
        """
        with selectors.DefaultSelector() as selector:
            try:
                return self._run(selector)
            finally:
                for sock in self._running:
                    sock.close()

    def _run(self, selector: selectors.BaseSelector) -> WireSocket:
        wire, limits = self._wire, self._wire.limits
        until = wire.clock() + limits.connect
        turn = wire.clock()
        while self._waiting or self._running:
            wire.ask()
            if self._waiting and (not self._running or wire.clock() >= turn):
                self._begin(self._waiting.popleft(), selector)
                turn = wire.clock() + limits.stagger
            if self._running and (winner := self._first(selector)):
                winner.settimeout(limits.gap)
                return winner
            if wire.clock() > until:
                raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        raise self._failure

    def _begin(self, address: Address, selector: selectors.BaseSelector) -> None:
        family, kind, protocol, _, target = address
        try:
            sock = WireSocket(self._wire, family, kind, protocol)
        except OSError as exc:  # this family is switched off on the machine
            self._failure = exc
            return
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        code = sock.connect_ex(target)
        if code in _STARTED:
            selector.register(sock, selectors.EVENT_WRITE)
            self._running.add(sock)
        else:
            self._failure = OSError(code, os.strerror(code))
            sock.close()

    def _first(self, selector: selectors.BaseSelector) -> WireSocket | None:
        for key, _ in selector.select(min(self._wire.limits.tick, self._wire.limits.stagger)):
            sock = key.fileobj
            assert isinstance(sock, WireSocket)
            selector.unregister(sock)
            self._running.discard(sock)
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if not code:
                return sock
            self._failure = OSError(code, os.strerror(code))
            sock.close()
        return None
