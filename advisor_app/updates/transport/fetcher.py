"""The fetcher TUF is given: every kind of source looks the same to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tuf.ngclient.fetcher import FetcherInterface

from advisor_app.errors import AdvisorError, ServerRefused, UsageFault
from advisor_app.updates.transport.faults import FetchFault, HttpFault

UNSIGNED_CAP = 64 << 20  # bytes of a file whose length TUF does not tell beforehand
_ROOT = re.compile(r"metadata/\d+\.root\.json")


def is_root(path: str) -> bool:
    """Tell whether a path is that of a root: TUF asks for the next one until there is none."""
    return _ROOT.fullmatch(path) is not None


class SourceFetcher(FetcherInterface):
    """Reads the files TUF asks for through a source.

    Args:
        base: what the addresses TUF makes begin with; the rest is the path at the endpoint.
        read: returns a file by its path, at most so many bytes long, or raises an AdvisorError.
    """

    def __init__(self, base: str, read: Callable[[str, int], bytes]) -> None:
        self._base = base
        self._read = read

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """Return a file.

        Raises:
            HttpFault: it is missing or refused.
            FetchFault: anything else went wrong.
        """
        try:
            if not url.startswith(self._base):
                raise UsageFault(what=f"address {url}", remedy=f"addresses of this source begin with {self._base}")
            return self._read(url.removeprefix(self._base), max_length)
        except ServerRefused as exc:
            raise HttpFault(exc, int(str(exc.details["status"]))) from exc
        except AdvisorError as exc:
            raise FetchFault(exc) from exc

    def _fetch(self, url: str) -> Iterator[bytes]:
        return iter((self.download_bytes(url, UNSIGNED_CAP),))
