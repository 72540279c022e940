"""One HTTP request with what can go wrong on its way told in our words. Nothing is decoded, nothing is remembered."""

from __future__ import annotations

import base64
import socket
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ProtocolError, SystemTimeWarning
from urllib3.response import BaseHTTPResponse

from advisor_app import __version__
from advisor_app.errors import ServerRefused, TransportAltered, TransportFault
from advisor_app.updates.transport.connect import Resolve, dial
from advisor_app.updates.transport.proxy import Proxy, proxy_for
from advisor_app.updates.transport.telling import label_of, login_wanted, told
from advisor_app.updates.transport.wire import Wire, WireSocket, wire_context

BLOCK = 1 << 16
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_WAIT = 86_400  # seconds; nobody may silence a device for longer
_HEADERS = {"User-Agent": f"Beratungskoffer/{__version__}", "Accept-Encoding": "identity"}

# A wrong clock shows as a certificate that is not valid yet, and that is told properly.
warnings.simplefilter("ignore", SystemTimeWarning)


class Session:
    """Asks servers, over connections that are kept for the next question.

    Args:
        wire: what the connections count and wait with.
        proxy: `system`, `none` or an address.
        resolve: looks up a name.
        network: tells whether any route leads out of this machine.
    """

    def __init__(self, *, wire: Wire, proxy: str, resolve: Resolve, network: Callable[[], bool]) -> None:
        self.wire = wire
        self._proxy = proxy
        self._context = wire_context()
        self._pools = _pool_classes(wire, resolve, network)
        self._managers: dict[Proxy | None, urllib3.PoolManager] = {}
        self._answered: set[str] = set()

    def close(self) -> None:
        """Close all connections."""
        for manager in self._managers.values():
            manager.clear()

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """Ask for a file, following redirects that keep what is safe safe.

        Args:
            url: http or https; a login in it is sent as basic authorization, to that server only.
            headers: further request headers.

        Raises:
            TransportFault: no answer, or none of the endpoint's. Answers of any status are returned, except for 407 and
                redirects.
            Cancelled: somebody cancelled.
        """
        target = url
        for _ in range(self.wire.limits.redirects + 1):
            answer = self._ask(target, headers or {})
            location = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not location:
                break
            answer.discard()
            target = _redirected(target, location)
        else:
            raise TransportAltered(where=label_of(url), reason="too many redirects")
        try:
            yield answer
        finally:
            answer.close()

    def _ask(self, url: str, headers: Mapping[str, str]) -> Answer:
        where = label_of(url)
        proxy = proxy_for(url, self._proxy)
        address, login = _split_login(url)
        sent = {**_HEADERS, **_authorization(login), **headers}
        with told(where, proxy):
            try:
                response = self._send(address, sent, where, proxy)
            except ProtocolError as exc:
                # A kept connection may have been closed by the other side in the meantime: that is no fault.
                if where not in self._answered or not isinstance(exc.args[-1], ConnectionError):
                    raise
                response = self._send(address, sent, where, proxy)
        self.wire.expect_body()
        self._answered.add(where)
        if response.status == 407:
            response.close()
            raise login_wanted(where, proxy)
        return Answer(response, where, url, self.wire.limits.drain)

    def _send(self, address: str, headers: dict[str, str], where: str, proxy: Proxy | None) -> BaseHTTPResponse:
        limits = self.wire.limits
        self.wire.expect_answer(where)
        self.wire.requests += 1
        return self._manager(proxy).request(
            "GET",
            address,
            headers=headers,
            retries=False,
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=limits.connect, read=limits.gap),
        )

    def _manager(self, proxy: Proxy | None) -> urllib3.PoolManager:
        if proxy not in self._managers:
            options: dict[str, Any] = {"num_pools": 4, "maxsize": 1, "ssl_context": self._context}
            if proxy is None:
                manager = urllib3.PoolManager(**options)
            else:
                login = urllib3.make_headers(proxy_basic_auth=proxy.login) if proxy.login else None
                manager = urllib3.ProxyManager(
                    proxy.address, proxy_headers=login, proxy_ssl_context=self._context, **options
                )
            manager.pool_classes_by_scheme = self._pools
            self._managers[proxy] = manager
        return self._managers[proxy]


class Answer:
    """The answer to a request, its body still to be read.

    Args:
        response: urllib3's.
        where: who answered, for faults.
        url: what was asked, after redirects.
        drain: bytes that are read at most to keep a connection whose answer is not wanted.
    """

    def __init__(self, response: BaseHTTPResponse, where: str, url: str, drain: int) -> None:
        self._response = response
        self._drain = drain
        self.where = where
        self.url = url
        self.status = response.status
        self.headers = response.headers

    @property
    def length(self) -> int | None:
        """The length the server announces, None if it does not."""
        announced = self.headers.get("content-length", "")
        return int(announced) if announced.isdecimal() else None

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as it arrives, undecoded.

        Raises:
            TransportFault: it broke off or is too slow.
            Cancelled: somebody cancelled.
        """
        while True:
            with told(self.where, None):
                block = self._response.read1(BLOCK, decode_content=False)
            if not block:
                return
            yield block

    def discard(self) -> None:
        """Be done with the answer and keep its connection, if that takes little."""
        left = self._drain
        with suppress(TransportFault):
            for block in self.chunks():
                left -= len(block)
                if left < 0:
                    break
        self.close()

    def close(self) -> None:
        """Be done with the answer; a connection with an unread rest is closed."""
        self._response.close()

    def refusal(self) -> ServerRefused:
        """Return the fault of a status that is an error."""
        return ServerRefused(
            where=self.where,
            reason=f"status {self.status}",
            status=self.status,
            retry_after=_seconds(self.headers.get("retry-after", "")),
        )


def _redirected(current: str, location: str) -> str:
    """Return where a redirect leads: to https, or from http to the same host.

    Raises:
        TransportAltered: it leads elsewhere, as portals do.
    """
    try:
        target = urljoin(current, location)
        old, new = urlsplit(current), urlsplit(target)
        same = old.hostname == new.hostname
        safe = bool(new.hostname) and (new.scheme == "https" or (new.scheme == old.scheme == "http" and same))
    except ValueError:
        safe = False
    if not safe:
        raise TransportAltered(where=label_of(current), reason="the answer redirects to somewhere else")
    login = old.netloc.rpartition("@")[:2] if same else ("", "")
    return new._replace(netloc="".join((*login, label_of(target))), fragment="").geturl()


def _split_login(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts._replace(netloc=label_of(url)).geturl(), unquote(parts.netloc.rpartition("@")[0])


def _authorization(login: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"} if login else {}


def _seconds(retry_after: str) -> int:
    """Return the seconds a server asks to wait (as a number or a date), 0 if it does not; a day at most."""
    text = retry_after.strip()
    try:
        wait = float(text) if text.isdecimal() else parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, OverflowError):
        return 0
    return int(min(max(wait, 0.0), _LONGEST_WAIT))


def _pool_classes(wire: Wire, resolve: Resolve, network: Callable[[], bool]) -> dict[str, type[HTTPConnectionPool]]:
    """Return the pools of urllib3 with connections that dial our way."""

    def connected(connection: HTTPConnection) -> WireSocket:
        host, port = connection.host, connection.port or connection.default_port
        where = f"Proxy {host}:{port}" if connection.proxy else wire.where
        sock = dial(host, port, where=where, wire=wire, resolve=resolve, network=network)
        wire.expect_answer(wire.where)  # what dialling took does not count
        return sock

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
