"""What goes wrong on the way of a request, from urllib3's words into ours."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import BadStatusLine, LineTooLong, RemoteDisconnected
from urllib.parse import urlsplit

from urllib3.exceptions import HTTPError, LocationValueError, ProtocolError, ProxyError, SSLError

from advisor_app.errors import (
    ProxyLogin,
    ServerRefused,
    ServerUnreachable,
    TlsRefused,
    TransportAltered,
    TransportFault,
)
from advisor_app.updates.transport.proxy import Proxy

_TUNNEL_STATUS = re.compile(r"Tunnel connection failed: (\d{3})")
_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "UNKNOWN_PROTOCOL"})


def label_of(url: str) -> str:
    """Return the name of an address in messages: host and port, never a login."""
    return urlsplit(url).netloc.rpartition("@")[2]


@contextmanager
def told(where: str, proxy: Proxy | None) -> Iterator[None]:
    """Tell what urllib3 raises in our words."""
    try:
        yield
    except HTTPError as exc:
        raise _fault(exc, where, proxy) from exc


def _fault(exc: BaseException, where: str, proxy: Proxy | None) -> TransportFault:
    if proxy and (refused := _TUNNEL_STATUS.search(str(exc))):
        return _tunnel_fault(int(refused[1]), where, proxy)
    match exc:
        case ProxyError():
            return _fault(exc.original_error, proxy.label if proxy else where, None)
        case SSLError():
            return _tls_fault(exc.args[0], where)
        case ProtocolError():
            return _protocol_fault(exc.args[-1], where)
        case LocationValueError():
            return TransportAltered(where=where, reason="the address makes no sense")
        case _:
            return ServerUnreachable(where=where, reason=str(exc) or type(exc).__name__)


def _protocol_fault(cause: object, where: str) -> TransportFault:
    if isinstance(cause, (BadStatusLine, LineTooLong)) and not isinstance(cause, RemoteDisconnected):
        return TransportAltered(where=where, reason="the answer is not HTTP")
    return ServerUnreachable(where=where, reason="the connection broke off")


def _tunnel_fault(status: int, where: str, proxy: Proxy) -> TransportFault:
    if status == 407:
        return login_wanted(where, proxy)
    if status in (502, 503, 504):
        return ServerUnreachable(where=where, reason=f"{proxy.label} answers {status}")
    return ServerRefused(where=proxy.label, reason=f"status {status}", status=status, retry_after=0)


def login_wanted(where: str, proxy: Proxy | None) -> ProxyLogin:
    """Return the fault of a proxy that wants a login; where none was set, one stands in the way unseen."""
    return ProxyLogin(where=where, reason="status 407", proxy=label_of(proxy.address) if proxy else "")


def _tls_fault(cause: object, where: str) -> TransportFault:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return TlsRefused(where=where, reason=getattr(cause, "verify_message", "") or str(cause))
    # Python before 3.11.4 has another class for it.
    if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError) or "closed (EOF)" in str(cause):
        return ServerUnreachable(where=where, reason="the connection broke off")
    reason = getattr(cause, "reason", None) or str(cause)
    if reason in _NOT_TLS:
        return TransportAltered(where=where, reason="the answer is not TLS")
    return TlsRefused(where=where, reason=str(reason))
