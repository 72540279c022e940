"""Which proxy leads to an address: what was set, else the environment's, else the system's."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from advisor_app.errors import ServerUnreachable

SYSTEM = "system"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy: `address` without its login, `login` as `user:password` ("" for none), which is never shown."""

    address: str
    login: str

    @property
    def label(self) -> str:
        """Its name in messages."""
        return f"Proxy {urlsplit(self.address).netloc}"

    def __repr__(self) -> str:
        return f"Proxy({self.address!r})"


def proxy_for(url: str, setting: str) -> Proxy | None:
    """Return the proxy for an address, None for the direct way.

    Args:
        url: what is to be reached.
        setting: `system` (environment, then what the system is set to, with its exceptions), `none`, or an address.

    Raises:
        ServerUnreachable: the proxy's address is of no kind that is understood.
    """
    if setting == NONE:
        return None
    if setting != SYSTEM:
        return _parsed(setting)
    parts = urlsplit(url)
    known = getproxies()
    address = known.get(parts.scheme) or known.get("all")
    # Exceptions may name a port, so they are asked with it.
    if not address or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return _parsed(address)


def _parsed(address: str) -> Proxy:
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        shown = address.rpartition("@")[2]
        raise ServerUnreachable(where=f"Proxy {shown}", reason="its address is no http or https address")
    login, _, place = parts.netloc.rpartition("@")
    return Proxy(address=f"{parts.scheme}://{place}", login=unquote(login))
